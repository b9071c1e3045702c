-- Events tell of sessions too, and of why something failed (`store/sqlite/events.rs`). Where an event is about no grant, its
-- grant_id and status are empty texts.
ALTER TABLE events ADD COLUMN session_id TEXT;
ALTER TABLE events ADD COLUMN failure TEXT;
