-- For a role `authpipe_run` that only reads and writes rows, where another one makes and migrates the schema. Run it as that other one, or
-- as an administrator, after the first start of a version; later tables are covered by the last line.
GRANT USAGE ON SCHEMA authpipe TO authpipe_run;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA authpipe TO authpipe_run;
ALTER DEFAULT PRIVILEGES FOR ROLE authpipe IN SCHEMA authpipe GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO authpipe_run;
