-- For a role `authpipe_run` that only reads and writes rows, where another one makes and migrates the schema. Run it as that other one, or
-- as an administrator, after the first start of each version; until then later tables are covered by the last line.
GRANT USAGE ON SCHEMA authpipe TO authpipe_run;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA authpipe TO authpipe_run;
-- The audit log is appended to, and erasures empty entries of it; nothing ever removes one. So this role cannot cut off its end.
REVOKE UPDATE, DELETE ON authpipe.audit FROM authpipe_run;
GRANT UPDATE (tenant_id, user_id, grant_id, actor, request, key_id, salt, erased) ON authpipe.audit TO authpipe_run;
ALTER DEFAULT PRIVILEGES FOR ROLE authpipe IN SCHEMA authpipe GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO authpipe_run;
