-- Sessions whose secrets are to be removed: over, and still sealed. Those without are kept for a day, and not looked at again.
CREATE INDEX sessions_sealed ON sessions (expires_at) WHERE sealed IS NOT NULL;
