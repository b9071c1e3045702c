-- Schema 1. Times are milliseconds since the Unix epoch, hashes and sealed bytes are blobs. Text compares by bytes (BINARY, the
-- default of every column here; SR-37).

CREATE TABLE meta (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    schema_version INTEGER NOT NULL,
    oldest_reader INTEGER NOT NULL,
    environment_hash BLOB NOT NULL,
    store_epoch INTEGER NOT NULL
) STRICT;

CREATE TABLE root_keys (
    root_key_id TEXT NOT NULL PRIMARY KEY,
    sentinel BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tenant_keys (
    key_id BLOB NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    tenant_id TEXT,
    state TEXT NOT NULL,
    root_key_id TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK ((purpose = 'tenant') = (tenant_id IS NOT NULL))
) STRICT;
CREATE INDEX tenant_keys_by_tenant ON tenant_keys (tenant_id, created_at, key_id) WHERE tenant_id IS NOT NULL;
CREATE UNIQUE INDEX tenant_keys_one_primary ON tenant_keys (tenant_id) WHERE purpose = 'tenant' AND state = 'primary';
CREATE UNIQUE INDEX tenant_keys_one_index_key ON tenant_keys (purpose) WHERE purpose = 'index';

CREATE TABLE grants (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    config TEXT NOT NULL,
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    credential_type TEXT NOT NULL,
    account_hash BLOB,
    status TEXT NOT NULL,
    reason TEXT,
    generation INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    committed_epoch INTEGER NOT NULL,
    key_id BLOB NOT NULL,
    sealed BLOB,
    expires_at INTEGER,
    refresh_at INTEGER,
    next_check_at INTEGER,
    last_used_at INTEGER,
    failures INTEGER NOT NULL,
    next_attempt_at INTEGER,
    last_ok_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    lease_owner BLOB,
    lease_epoch INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    intent_sent_at INTEGER,
    intent_digest BLOB,
    intent_is_recovery INTEGER NOT NULL DEFAULT 0,
    UNIQUE (tenant_id, config, subject, user_id, label)
) STRICT;
CREATE INDEX grants_by_tenant ON grants (tenant_id, id);
CREATE INDEX grants_by_user ON grants (tenant_id, user_id, id);
CREATE INDEX grants_by_status ON grants (status);
-- An organisation is held by at most one installation of a config, over all tenants. The states are those that
-- `GrantStatus::holds_organisation` denies; the store suite compares the two.
CREATE UNIQUE INDEX grants_claim ON grants (config, account_hash)
    WHERE subject = 'installation' AND account_hash IS NOT NULL AND status NOT IN ('pending_approval', 'revoked');
-- Due work in the order in which it is handed out.
CREATE INDEX grants_refresh_due ON grants (refresh_at, id) WHERE refresh_at IS NOT NULL;
CREATE INDEX grants_check_due ON grants (next_check_at, id) WHERE next_check_at IS NOT NULL;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    user_id TEXT NOT NULL,
    config TEXT NOT NULL,
    provider TEXT NOT NULL,
    status TEXT NOT NULL,
    step TEXT NOT NULL,
    state_hash BLOB NOT NULL UNIQUE,
    binding_hash BLOB NOT NULL,
    resume_hash BLOB,
    completion_hash BLOB,
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    grant_id TEXT,
    error_code TEXT,
    key_id BLOB NOT NULL,
    sealed BLOB
) STRICT;
CREATE INDEX sessions_by_resume ON sessions (resume_hash) WHERE resume_hash IS NOT NULL;
CREATE INDEX sessions_pending ON sessions (tenant_id, user_id, expires_at, id) WHERE status = 'pending';
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- AUTOINCREMENT: a position is never given twice, not even after a purge.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    event_type TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    user_id TEXT NOT NULL DEFAULT '',
    config TEXT NOT NULL,
    provider TEXT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_by_tenant ON events (tenant_id, seq);
CREATE INDEX events_by_grant ON events (grant_id, seq);
CREATE INDEX events_by_time ON events (at);

CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant_id TEXT NOT NULL,
    grant_id TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
