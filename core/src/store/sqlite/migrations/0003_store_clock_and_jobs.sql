-- Times by the machine's clock (SR-68): milliseconds since its start, with the boot that they belong to. The wall-clock columns
-- (lease_until, intent_sent_at, next_attempt_at) are still written, for a version before this one that shares the vault.
ALTER TABLE grants ADD COLUMN lease_boot TEXT;
ALTER TABLE grants ADD COLUMN lease_began INTEGER;
ALTER TABLE grants ADD COLUMN lease_ends INTEGER;
-- The epoch of the claim that the three before and `intent_since` belong to. A version before this one claims without them.
ALTER TABLE grants ADD COLUMN lease_timed INTEGER;
ALTER TABLE grants ADD COLUMN intent_since INTEGER;
ALTER TABLE grants ADD COLUMN pause_boot TEXT;
ALTER TABLE grants ADD COLUMN pause_began INTEGER;
ALTER TABLE grants ADD COLUMN pause_ends INTEGER;

-- Work that falls due, of every kind. Jobs of a grant follow its columns refresh_at and next_check_at, and have nothing of their
-- own; queued ones bring what they need.
CREATE TABLE jobs (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    tenant_id TEXT NOT NULL,
    config TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    claims INTEGER NOT NULL DEFAULT 0,
    held_boot TEXT,
    held_since INTEGER,
    held_until INTEGER,
    key_id BLOB,
    sealed BLOB,
    PRIMARY KEY (kind, id),
    CHECK ((kind IN ('refresh', 'check')) = (sealed IS NULL) AND (key_id IS NULL) = (sealed IS NULL))
) STRICT, WITHOUT ROWID;
-- In the order in which they are handed out.
CREATE INDEX jobs_due ON jobs (due_at, kind, id);
INSERT INTO jobs (kind, id, tenant_id, config, due_at)
    SELECT 'refresh', id, tenant_id, config, refresh_at FROM grants WHERE refresh_at IS NOT NULL;
INSERT INTO jobs (kind, id, tenant_id, config, due_at)
    SELECT 'check', id, tenant_id, config, next_check_at FROM grants WHERE next_check_at IS NOT NULL;
DROP INDEX grants_refresh_due;
DROP INDEX grants_check_due;
