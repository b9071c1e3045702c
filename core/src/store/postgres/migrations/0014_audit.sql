-- What was done, entry after entry, each linked to the one before by a key of the vault. What an entry is about is NULL once its tenant or
-- user was erased, and `erased` proves that.
CREATE TABLE @audit (
    number bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    tenant_id text COLLATE "C",
    user_id text COLLATE "C",
    grant_id text COLLATE "C",
    actor text COLLATE "C",
    request text COLLATE "C",
    key_id text COLLATE "C",
    salt bytea,
    content bytea NOT NULL,
    signer bytea NOT NULL,
    mac bytea NOT NULL,
    erased bytea
);
CREATE INDEX audit_by_tenant ON @audit (tenant_id, number) WHERE tenant_id IS NOT NULL;
-- Whether a key is needed still.
CREATE INDEX audit_by_signer ON @audit (signer);

-- How far the audit log has come, and the mac of its last entry: behind the lock of this row it is what the next one is linked to.
ALTER TABLE @positions ADD COLUMN audit bigint NOT NULL DEFAULT 0;
ALTER TABLE @positions ADD COLUMN audit_mac bytea NOT NULL DEFAULT ''::bytea;
