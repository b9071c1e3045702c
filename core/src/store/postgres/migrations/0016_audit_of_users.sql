-- Entries of a user, whose they are and who did what they tell of, which an erasure empties; and those from a time on.
CREATE INDEX audit_by_user ON @audit (tenant_id, user_id, number) WHERE user_id IS NOT NULL;
CREATE INDEX audit_by_actor ON @audit (tenant_id, actor, number) WHERE actor IS NOT NULL;
CREATE INDEX audit_by_time ON @audit (at);
-- Rights that roles have of it by default, until `rights.sql` is run again: it is appended to, and entries of it are emptied, and nothing else.
DO $$
DECLARE
    held oid;
BEGIN
    FOR held IN SELECT DISTINCT given.grantee FROM pg_catalog.pg_class AS it, aclexplode(it.relacl) AS given
        WHERE it.oid = '@audit'::regclass AND given.privilege_type IN ('UPDATE', 'DELETE') AND given.grantee NOT IN (it.relowner, 0)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE ON @audit FROM %s', held::regrole);
        EXECUTE format('GRANT UPDATE (tenant_id, user_id, grant_id, actor, request, key_id, salt, erased) ON @audit TO %s', held::regrole);
    END LOOP;
END $$;
