-- Where a root key stands in its rotation: offered, primary, retiring or retired. Until now the newest one that was used was the one
-- that wraps. One that was tried once and has wrapped nothing may be lost by now: it is offered, and nobody needs it.
ALTER TABLE root_keys ADD COLUMN state TEXT NOT NULL DEFAULT 'offered';
UPDATE root_keys SET state = 'primary' WHERE root_key_id = (SELECT root_key_id FROM root_keys ORDER BY EXISTS (
        SELECT 1 FROM tenant_keys WHERE tenant_keys.root_key_id = root_keys.root_key_id) DESC, created_at DESC, root_key_id LIMIT 1);
UPDATE root_keys SET state = 'retiring' WHERE state <> 'primary'
    AND created_at <= (SELECT max(created_at) FROM root_keys WHERE state = 'primary');
-- What a root key still wraps, for its count and for the sweep that wraps it anew.
CREATE INDEX tenant_keys_by_root ON tenant_keys (root_key_id, key_id);

-- Who has the vault open, and which root keys each was given, the wrapping one first: a JSON list.
CREATE TABLE processes (
    id BLOB NOT NULL PRIMARY KEY,
    root_key_ids TEXT NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
