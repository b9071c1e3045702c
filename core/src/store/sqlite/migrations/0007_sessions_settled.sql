-- Sessions that are past waiting for their provider, of one user: the last hundred are kept.
CREATE INDEX sessions_settled ON sessions (tenant_id, user_id, expires_at, id) WHERE status <> 'pending';
-- Those that ended without a grant, by when they are forgotten.
CREATE INDEX sessions_ended ON sessions (expires_at) WHERE status IN ('cancelled', 'failed', 'expired');
