-- Entries of a user, whose they are and who did what they tell of, which an erasure empties; and those from a time on.
CREATE INDEX audit_by_user ON audit (tenant_id, user_id, number) WHERE user_id IS NOT NULL;
CREATE INDEX audit_by_actor ON audit (tenant_id, actor, number) WHERE actor IS NOT NULL;
CREATE INDEX audit_by_time ON audit (at);
