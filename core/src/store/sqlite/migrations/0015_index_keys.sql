-- From here on the hash of an account begins with the id of the index key that has made it. Which hashes another key than the newest has made
-- is found here; those of before are made anew.
CREATE INDEX grants_hashed ON grants (account_hash) WHERE account_hash IS NOT NULL;
