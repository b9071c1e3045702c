-- From here on a key of its own links the audit log, in the row of `keysets` whose tenant is ' audit'. Where each of its keys begins is sealed
-- beside it, so nobody looks entries up by the key that has linked them.
DROP INDEX @audit_by_signer;
-- How many restores had been confirmed when an earlier state than was remembered was found in the vault: it stays one until one more is.
ALTER TABLE @meta ADD COLUMN earlier_epoch bigint;
