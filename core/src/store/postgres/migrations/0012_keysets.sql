-- All keys of one owner, sealed as one unit; those of the index have no tenant, and stand under ''. `key_ids` is a copy of what is sealed,
-- 16 bytes for each key, oldest first.
CREATE TABLE @keysets (
    tenant_id text COLLATE "C" PRIMARY KEY,
    keyset_version bigint NOT NULL,
    root_key_id text COLLATE "C" NOT NULL,
    key_ids bytea NOT NULL,
    sealed bytea NOT NULL,
    changed_at bigint NOT NULL
);
-- What a root key still wraps, for its count and for the sweep that wraps it anew.
CREATE INDEX keysets_by_root ON @keysets (root_key_id, tenant_id);
-- Whose records are still to be sealed again under the newest key.
CREATE INDEX keysets_rotating ON @keysets (tenant_id) WHERE length(key_ids) > 16;

-- Keys with rows of their own, until they are gathered into keysets. A program of an earlier version that still runs does not find them any
-- more, and stops: it would take a tenant whose keys are gathered for one that has none.
ALTER TABLE @tenant_keys RENAME TO legacy_keys;

-- Until now a key was destroyed if it had ended and was in no row.
ALTER TABLE @ended_keys ADD COLUMN destroyed_at bigint;
UPDATE @ended_keys SET destroyed_at = ended_at WHERE key_id NOT IN (SELECT key_id FROM @legacy_keys);
CREATE INDEX ended_keys_destroyed ON @ended_keys (key_id) WHERE destroyed_at IS NOT NULL;
