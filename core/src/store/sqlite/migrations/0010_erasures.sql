-- Keys that an erasure has ended: nothing is sealed under them any more, by whoever still has one in memory.
CREATE TABLE ended_keys (
    key_id BLOB NOT NULL PRIMARY KEY,
    ended_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tenants that were erased, and which root keys an earlier backup needs, a JSON list: once all of them are destroyed, it opens nothing.
CREATE TABLE erasures (
    tenant_id TEXT NOT NULL,
    erased_at INTEGER NOT NULL,
    root_key_ids TEXT NOT NULL,
    is_backup_proof INTEGER NOT NULL,
    confirmed_at INTEGER,
    PRIMARY KEY (tenant_id, erased_at)
) STRICT, WITHOUT ROWID;
