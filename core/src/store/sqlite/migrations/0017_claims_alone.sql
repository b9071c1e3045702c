-- From here on only what claims an organisation has the hash of an account. What else has one loses it to the sweep, which finds it here.
CREATE INDEX grants_hashed_in_vain ON grants (id) WHERE account_hash IS NOT NULL AND subject <> 'installation';
-- Those that have one, for the sweep that makes it anew under another key.
CREATE INDEX grants_with_hash ON grants (id) WHERE account_hash IS NOT NULL;

-- A program of before 16 does not ask, once it has the vault open, whether it may still use it. One that still runs finds no grant and takes
-- no job any more, and stops.
ALTER TABLE jobs RENAME COLUMN claims TO attempts;
ALTER TABLE grants RENAME COLUMN failures TO failed_attempts;
