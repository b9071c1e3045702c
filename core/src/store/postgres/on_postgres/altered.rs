//! A schema that somebody has changed is refused, and what an operator does for himself is not (SR-44).

use super::super::life::limited;
use super::super::shape;
use super::*;

/// What a vault that was made here is told to be.
async fn opened(vault: &InSchema) -> Result<()> {
    let store = vault.store();
    let told = store.open().await;
    store.close().await;
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_the_steps_make_is_what_is_expected() {
    let (vault, _store) = open_vault().await;
    let life = Life::new(vault.place(), Source::Server(Arc::new(SystemClock)));
    let db = life.lone_session().await.unwrap();
    let found = limited(async { Ok(shape::tests::lines(&db, &vault.schema).await) }).await.unwrap();
    let (found, made): (Vec<&str>, Vec<&str>) = (found.lines().collect(), shape::tests::made().lines().collect());
    let unknown: Vec<_> = found.iter().filter(|line| !made.contains(line)).collect();
    let missing: Vec<_> = made.iter().filter(|line| !found.contains(line)).collect();
    assert!(unknown.is_empty() && missing.is_empty(), "not in shape.txt: {unknown:#?}\nonly in shape.txt: {missing:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_vault_whose_tables_somebody_has_changed_does_not_open() {
    let (vault, store) = open_vault().await;
    store.close().await;
    let (client, s) = (vault.client().await, &vault.schema);
    client
        .batch_execute(&format!(
            "CREATE FUNCTION {s}.nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE FUNCTION {s}.same(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
            CREATE COLLATION {s}.loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
            CREATE TABLE {s}.theirs (x text COLLATE \"C\" PRIMARY KEY)"
        ))
        .await
        .unwrap();
    let trigger = format!("CREATE TRIGGER t BEFORE UPDATE ON {s}.grants FOR EACH ROW EXECUTE FUNCTION {s}.nothing()");
    for (change, undo, expected) in [
        (&*trigger, "DROP TRIGGER t ON @grants", "a trigger on its table grants was not made by Authpipe"),
        (
            "CREATE RULE r AS ON INSERT TO @keysets DO INSTEAD NOTHING",
            "DROP RULE r ON @keysets",
            "a rule on its table keysets was not made by Authpipe",
        ),
        (
            "ALTER TABLE @grants ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE @grants DISABLE ROW LEVEL SECURITY",
            "row-level security of its table grants was not set up by Authpipe",
        ),
        (
            "CREATE POLICY p ON @sessions USING (false)",
            "DROP POLICY p ON @sessions",
            "row-level security of its table sessions was not set up by Authpipe",
        ),
        (
            "ALTER TABLE @grants ALTER COLUMN tenant_id TYPE text COLLATE @loose",
            "ALTER TABLE @grants ALTER COLUMN tenant_id TYPE text COLLATE \"C\"",
            "the columns of its table grants are not those that Authpipe has made",
        ),
        (
            "ALTER TABLE @events ALTER COLUMN failure TYPE varchar(200) COLLATE \"C\"",
            "ALTER TABLE @events ALTER COLUMN failure TYPE text COLLATE \"C\"",
            "the columns of its table events are not those that Authpipe has made",
        ),
        (
            "ALTER TABLE @grants ADD COLUMN more text GENERATED ALWAYS AS (user_id) STORED",
            "ALTER TABLE @grants DROP COLUMN more",
            "the columns of its table grants are not those that Authpipe has made",
        ),
        (
            "ALTER TABLE @grants ALTER COLUMN user_id SET DEFAULT 'ben'",
            "ALTER TABLE @grants ALTER COLUMN user_id SET DEFAULT ''",
            "the columns of its table grants are not those that Authpipe has made",
        ),
        (
            "ALTER TABLE @jobs ADD CONSTRAINT c CHECK (attempts < 3) NOT VALID",
            "ALTER TABLE @jobs DROP CONSTRAINT c",
            "the constraints of its table jobs are not those that Authpipe has made",
        ),
        (
            "ALTER TABLE @grants DROP CONSTRAINT grants_key",
            "ALTER TABLE @grants ADD CONSTRAINT grants_key UNIQUE (tenant_id, config, subject, user_id, label)",
            "the constraints of its table grants are not those that Authpipe has made",
        ),
        (
            "ALTER TABLE @theirs ADD FOREIGN KEY (x) REFERENCES @grants (id)",
            "ALTER TABLE @theirs DROP CONSTRAINT theirs_x_fkey",
            "the constraints of its table grants are not those that Authpipe has made",
        ),
        (
            "DROP INDEX @grants_in_status",
            "CREATE INDEX grants_in_status ON @grants (status, id)",
            "an index of its table grants is gone, or not the one that Authpipe has made",
        ),
        (
            "DROP INDEX @keysets_by_root; CREATE INDEX keysets_by_root ON @keysets (root_key_id, tenant_id COLLATE @loose)",
            "DROP INDEX @keysets_by_root; CREATE INDEX keysets_by_root ON @keysets (root_key_id, tenant_id)",
            "an index of its table keysets is gone, or not the one that Authpipe has made",
        ),
        (
            "CREATE UNIQUE INDEX one ON @grants (config, status)",
            "DROP INDEX @one",
            "an index of its table grants that is unique or computes something was not made by Authpipe",
        ),
        (
            "CREATE INDEX computes ON @grants (@same(user_id))",
            "DROP INDEX @computes",
            "an index of its table grants that is unique or computes something was not made by Authpipe",
        ),
        (
            "CREATE INDEX refuses ON @grants (provider) WHERE 1 / (status <> 'revoked')::int > 0",
            "DROP INDEX @refuses",
            "an index of its table grants that is unique or computes something was not made by Authpipe",
        ),
        (
            "CREATE INDEX chooses ON @grants (provider) WHERE @same(status) = 'active'",
            "DROP INDEX @chooses",
            "an index of its table grants that is unique or computes something was not made by Authpipe",
        ),
        (
            "CREATE TABLE @child () INHERITS (@grants)",
            "DROP TABLE @child",
            "its table grants inherits from another one, or another one from it",
        ),
        (
            "ALTER TABLE @events SET UNLOGGED",
            "ALTER TABLE @events SET LOGGED",
            "its table events is gone, or something else is in its place",
        ),
        (
            "ALTER TABLE @events RENAME TO kept; CREATE VIEW @events AS SELECT * FROM @kept",
            "DROP VIEW @events; ALTER TABLE @kept RENAME TO events",
            "its table events is gone, or something else is in its place",
        ),
    ] {
        let run = async |sql: &str| client.batch_execute(&sql.replace('@', &format!("{s}."))).await.unwrap();
        run(change).await;
        let error = opened(&vault).await.unwrap_err();
        let message = format!("Cannot open {}: {expected}.", vault.place().name);
        assert_eq!((error.code(), error.message()), (ErrorCode::VaultUnavailable, message.as_str()), "{change}");
        assert!(error.hint().unwrap().starts_with("Somebody has changed the database."), "{change}");
        run(undo).await;
        opened(&vault).await.unwrap_or_else(|error| panic!("{undo}: {error}"));
    }
}

/// What an operator does to a table that is his to run, and what PostgreSQL leaves of making an index anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_an_operator_does_for_himself_keeps_nobody_out() {
    let (vault, store) = open_vault().await;
    store.close().await;
    let (client, s) = (vault.client().await, &vault.schema);
    for change in [
        "CREATE INDEX own ON @grants (provider, created_at DESC) INCLUDE (config) WITH (fillfactor = 70)",
        "CREATE INDEX partial ON @grants (provider) WHERE status <> 'revoked' AND expires_at IS NOT NULL OR label IN ('a', 'b')",
        "CREATE TABLE @own_table (x int); CREATE VIEW @report AS SELECT status, count(*) FROM @grants GROUP BY status",
        "COMMENT ON TABLE @grants IS 'of Authpipe'; COMMENT ON COLUMN @grants.id IS 'its id'",
        "CREATE STATISTICS @own_statistics ON tenant_id, config FROM @grants; ANALYZE @grants",
        "ALTER TABLE @grants REPLICA IDENTITY FULL; ALTER TABLE @events SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01)",
        "ALTER TABLE @grants ALTER COLUMN sealed SET STORAGE EXTERNAL, ALTER COLUMN tenant_id SET STATISTICS 1000",
        "ALTER INDEX @grants_by_user SET (fillfactor = 70); CLUSTER @events USING events_by_time; REINDEX TABLE @grants",
        "REVOKE DELETE ON @audit FROM PUBLIC",
    ] {
        client.batch_execute(&change.replace('@', &format!("{s}."))).await.unwrap();
        opened(&vault).await.unwrap_or_else(|error| panic!("{change}: {error}"));
    }
    // What a unique index of ours is while it is made anew, and what is left when that was broken off.
    let anew = "CREATE UNIQUE INDEX grants_claim_ccnew ON @grants (config, account_hash)
        WHERE subject = 'installation' AND account_hash IS NOT NULL AND status NOT IN ('pending_approval', 'revoked')";
    client.batch_execute(&anew.replace('@', &format!("{s}."))).await.unwrap();
    opened(&vault).await.unwrap();
}

/// Settings of a database, a role or an address say how the server writes what it is asked, and nothing of a vault.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn settings_that_change_how_expressions_are_written_keep_nobody_out() {
    let (vault, store) = open_vault().await;
    store.close().await;
    let s = &vault.schema;
    for setting in [
        "bytea_output=escape",
        "standard_conforming_strings=off",
        "quote_all_identifiers=on",
        &format!("search_path={s}"),
        "DateStyle=German",
    ] {
        let mut place = vault.place();
        place.config.options(format!("-c {setting}"));
        let store = PostgresStore::new(place, Arc::new(SystemClock));
        store.open().await.unwrap_or_else(|error| panic!("{setting}: {error}"));
        store.close().await;
    }
}

/// As whoever truncates tables by hand leaves them: the one that is empty is named, and no event is lost without a word.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_table_that_somebody_has_emptied_is_named() {
    let (vault, store) = open_vault().await;
    let [grant, _] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    apply(&store, vec![key, insert(&grant)]).await;
    vault.client().await.batch_execute(&format!("TRUNCATE {}.positions", vault.schema)).await.unwrap();
    let event = Event { grant_id: Some(grant.id.clone()), ..suite::three_events()[0].clone() };
    for writes in [vec![suite::renewed(&grant), Write::AppendEvent(event.clone())], vec![Write::AppendEvent(event.clone())]] {
        let error = store.commit(Batch { writes }).await.unwrap_err();
        assert!(error.message().ends_with("somebody has emptied its table positions."), "{error}");
    }
    assert_eq!(find(&store, &grant).await.unwrap().generation, grant.generation);
}
