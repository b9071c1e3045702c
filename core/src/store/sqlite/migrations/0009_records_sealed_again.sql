-- Which version a grant's record has, as far as is known without opening it: what was sealed before counts as version 1 until it is
-- sealed again, whatever it is. The number is the one of `RECORD_VERSION` (`model/rows/resealing.rs`).
ALTER TABLE grants ADD COLUMN record_version INTEGER NOT NULL DEFAULT 1;
CREATE INDEX grants_outdated ON grants (id) WHERE record_version < 2;

-- The end of a session that is complete stays sealed for as long as its row is there: without it nothing in the row is believed.
DROP INDEX sessions_sealed;
CREATE INDEX sessions_unfinished ON sessions (expires_at) WHERE sealed IS NOT NULL AND status <> 'complete';
