-- From here on the hash of an account begins with the id of the index key that has made it. Which hashes another key than the newest has made
-- is found here; those of before are made anew.
-- First the new one, which lets others read meanwhile: what keeps readers out comes last, and takes no time.
CREATE INDEX grants_hashed_by_key ON @grants (account_hash) WHERE account_hash IS NOT NULL;
DROP INDEX @grants_hashed;
