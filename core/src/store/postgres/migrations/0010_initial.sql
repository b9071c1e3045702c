-- Schema 10, the first one that a PostgreSQL vault has: what the steps of SQLite make up to their tenth, without what those keep for versions
-- that never met PostgreSQL. Times are milliseconds since the Unix epoch. Text compares by bytes (collation "C"; SR-37). `@` stands
-- before the name of each table: the schema of the vault is put in its place, because behind a pooler no `search_path` lasts.

CREATE TABLE @authpipe (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    schema_version bigint NOT NULL
);

CREATE TABLE @meta (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    schema_version bigint NOT NULL,
    oldest_reader bigint NOT NULL,
    environment_hash bytea NOT NULL,
    store_epoch bigint NOT NULL
);

CREATE TABLE @root_keys (
    root_key_id text COLLATE "C" PRIMARY KEY,
    sentinel bytea NOT NULL,
    state text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL
);

CREATE TABLE @tenant_keys (
    key_id bytea PRIMARY KEY,
    purpose text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    root_key_id text COLLATE "C" NOT NULL,
    wrapped bytea NOT NULL,
    created_at bigint NOT NULL,
    CHECK ((purpose = 'tenant') = (tenant_id IS NOT NULL))
);
CREATE INDEX tenant_keys_by_tenant ON @tenant_keys (tenant_id, created_at, key_id) WHERE tenant_id IS NOT NULL;
CREATE UNIQUE INDEX tenant_keys_one_primary ON @tenant_keys (tenant_id) WHERE purpose = 'tenant' AND state = 'primary';
CREATE UNIQUE INDEX tenant_keys_one_index_key ON @tenant_keys (purpose) WHERE purpose = 'index';
CREATE INDEX tenant_keys_by_root ON @tenant_keys (root_key_id, key_id);

-- Who has the vault open, and which root keys each was given, the wrapping one first.
CREATE TABLE @processes (
    id bytea PRIMARY KEY,
    root_key_ids text[] COLLATE "C" NOT NULL,
    seen_at bigint NOT NULL
);

-- Leases, intents and pauses are points on the clock of the server.
CREATE TABLE @grants (
    id text COLLATE "C" PRIMARY KEY,
    tenant_id text COLLATE "C" NOT NULL,
    config text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL DEFAULT '',
    label text COLLATE "C" NOT NULL DEFAULT '',
    credential_type text COLLATE "C" NOT NULL,
    account_hash bytea,
    status text COLLATE "C" NOT NULL,
    reason text COLLATE "C",
    generation bigint NOT NULL,
    revision bigint NOT NULL,
    fence bigint NOT NULL,
    committed_epoch bigint NOT NULL,
    key_id bytea NOT NULL,
    sealed bytea,
    expires_at bigint,
    refresh_at bigint,
    next_check_at bigint,
    last_used_at bigint,
    failures bigint NOT NULL,
    last_ok_at bigint,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    record_version bigint NOT NULL,
    paused_until bigint,
    lease_owner bytea,
    lease_epoch bigint NOT NULL DEFAULT 0,
    lease_ends bigint,
    intent_since bigint,
    intent_digest bytea,
    intent_is_recovery boolean NOT NULL DEFAULT false,
    CONSTRAINT grants_key UNIQUE (tenant_id, config, subject, user_id, label)
);
CREATE INDEX grants_by_tenant ON @grants (tenant_id, id);
CREATE INDEX grants_by_user ON @grants (tenant_id, user_id, id);
CREATE INDEX grants_in_status ON @grants (status, id);
-- Records to be sealed again. The number is the one of `RECORD_VERSION` (`model/rows/resealing.rs`).
CREATE INDEX grants_outdated ON @grants (id) WHERE record_version < 2;
-- Whether something is hashed that only a lost index key explains.
CREATE INDEX grants_hashed ON @grants (id) WHERE account_hash IS NOT NULL;
-- An organisation is held by at most one installation of a config, over all tenants. The states are those that
-- `GrantStatus::holds_organisation` denies; the store suite compares the two.
CREATE UNIQUE INDEX grants_claim ON @grants (config, account_hash)
    WHERE subject = 'installation' AND account_hash IS NOT NULL AND status NOT IN ('pending_approval', 'revoked');

CREATE TABLE @sessions (
    id text COLLATE "C" PRIMARY KEY,
    tenant_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    config text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    step text COLLATE "C" NOT NULL,
    state_hash bytea NOT NULL CONSTRAINT sessions_state UNIQUE,
    binding_hash bytea NOT NULL,
    resume_hash bytea,
    completion_hash bytea,
    revision bigint NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    grant_id text COLLATE "C",
    error_code text COLLATE "C",
    key_id bytea NOT NULL,
    sealed bytea
);
CREATE INDEX sessions_by_resume ON @sessions (resume_hash) WHERE resume_hash IS NOT NULL;
CREATE INDEX sessions_pending ON @sessions (tenant_id, user_id, expires_at, id) WHERE status = 'pending';
CREATE INDEX sessions_settled ON @sessions (tenant_id, user_id, expires_at, id) WHERE status <> 'pending';
CREATE INDEX sessions_by_expiry ON @sessions (expires_at);
CREATE INDEX sessions_unfinished ON @sessions (expires_at) WHERE sealed IS NOT NULL AND status <> 'complete';
CREATE INDEX sessions_ended ON @sessions (expires_at) WHERE status IN ('cancelled', 'failed', 'expired');

-- Work that falls due, of every kind. Jobs of a grant follow its columns refresh_at and next_check_at, and have nothing of their own;
-- queued ones bring what they need.
CREATE TABLE @jobs (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    config text COLLATE "C" NOT NULL,
    due_at bigint NOT NULL,
    claims bigint NOT NULL DEFAULT 0,
    held_until bigint,
    key_id bytea,
    sealed bytea,
    PRIMARY KEY (kind, id),
    CHECK ((kind IN ('refresh', 'check')) = (sealed IS NULL) AND (key_id IS NULL) = (sealed IS NULL))
);
-- In the order in which they are handed out.
CREATE INDEX jobs_due ON @jobs (due_at, kind, id);

-- How far both logs have come. Whoever appends takes the numbers and this row's lock last, just before the commit: so numbers follow the
-- order of commits, and nobody who has read up to one finds an earlier one later. A sequence would not do: its numbers are taken
-- when they are asked for, and seen when they are committed.
CREATE TABLE @positions (
    only_row integer PRIMARY KEY CHECK (only_row = 1),
    events bigint NOT NULL,
    changes bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO @positions VALUES (1, 0, 0);

CREATE TABLE @events (
    seq bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL CONSTRAINT events_id UNIQUE,
    event_type text COLLATE "C" NOT NULL,
    grant_id text COLLATE "C" NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL DEFAULT '',
    config text COLLATE "C" NOT NULL,
    provider text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    reason text COLLATE "C",
    at bigint NOT NULL,
    session_id text COLLATE "C",
    failure text COLLATE "C"
);
CREATE INDEX events_by_tenant ON @events (tenant_id, seq);
CREATE INDEX events_by_grant ON @events (grant_id, seq);
CREATE INDEX events_by_time ON @events (at);

CREATE TABLE @changes (
    seq bigint PRIMARY KEY,
    tenant_id text COLLATE "C" NOT NULL,
    grant_id text COLLATE "C" NOT NULL,
    at bigint NOT NULL
);

-- Keys that an erasure has ended: nothing is sealed under them any more, by whoever still has one in memory.
CREATE TABLE @ended_keys (
    key_id bytea PRIMARY KEY,
    ended_at bigint NOT NULL
);

-- Tenants that were erased, and which root keys an earlier backup needs: once all of them are destroyed, it opens nothing.
CREATE TABLE @erasures (
    tenant_id text COLLATE "C" NOT NULL,
    erased_at bigint NOT NULL,
    root_key_ids text[] COLLATE "C" NOT NULL,
    is_backup_proof boolean NOT NULL,
    confirmed_at bigint,
    PRIMARY KEY (tenant_id, erased_at)
);
