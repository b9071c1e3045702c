-- What was done, entry after entry, each linked to the one before by a key of the vault. What an entry is about is NULL once its tenant or
-- user was erased, and `erased` proves that. AUTOINCREMENT: a number is never given twice, and one that is missing was removed.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    tenant_id TEXT,
    user_id TEXT,
    grant_id TEXT,
    actor TEXT,
    request TEXT,
    key_id TEXT,
    salt BLOB,
    content BLOB NOT NULL,
    signer BLOB NOT NULL,
    mac BLOB NOT NULL,
    erased BLOB
) STRICT;
CREATE INDEX audit_by_tenant ON audit (tenant_id, number) WHERE tenant_id IS NOT NULL;
-- Whether a key is needed still.
CREATE INDEX audit_by_signer ON audit (signer);
