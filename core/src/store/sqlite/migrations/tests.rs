//! Tests of the schema's steps: what each earlier vault becomes, and what is refused.

use super::*;

#[test]
fn a_schema_that_somebody_has_changed_is_refused() {
    let refused = [
        "CREATE TRIGGER t AFTER UPDATE ON grants BEGIN SELECT 1; END",
        "CREATE TRIGGER t BEFORE DELETE ON changes BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TABLE own (x); CREATE TRIGGER t AFTER INSERT ON own BEGIN DELETE FROM grants; END",
        "CREATE VIEW v AS SELECT * FROM grants",
        "ALTER TABLE events RENAME TO kept; CREATE VIEW events AS SELECT * FROM kept",
        "CREATE UNIQUE INDEX i ON grants (status)",
        "CREATE INDEX i ON sessions (user_id)",
        "DROP INDEX grants_claim",
        "DROP INDEX grants_claim; CREATE UNIQUE INDEX grants_claim ON grants (config, account_hash) WHERE 0",
        "DROP TABLE processes",
        "DROP TABLE changes; CREATE TABLE changes (seq INTEGER PRIMARY KEY, tenant_id, grant_id, at)",
        "ALTER TABLE grants ADD COLUMN more TEXT",
        "ALTER TABLE grants RENAME COLUMN fence TO fences",
    ];
    for sql in refused {
        let db = Connection::open_in_memory().unwrap();
        migrate(&db).unwrap();
        check_schema(&db).unwrap();
        db.execute_batch(sql).unwrap();
        assert!(matches!(check_schema(&db), Err(Failure::ForeignSchema(_))), "{sql}");
    }
    for sql in ["CREATE TABLE _replica (x); CREATE INDEX i ON _replica (x)", "ANALYZE"] {
        let db = Connection::open_in_memory().unwrap();
        migrate(&db).unwrap();
        db.execute_batch(sql).unwrap();
        check_schema(&db).unwrap();
    }
}

/// The steps then find what they make, or miss what they change: SQLite's number for it helped nobody.
#[test]
fn a_number_that_is_not_that_of_the_schema_is_told_as_a_change() {
    for version in 0..SCHEMA_VERSION {
        let db = Connection::open_in_memory().unwrap();
        migrate(&db).unwrap();
        db.execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
        assert!(matches!(migrate(&db), Err(Failure::ForeignSchema(_))), "{version}");
        assert_eq!(read_version(&db).unwrap(), version, "nothing of it is kept");
        db.execute_batch(&format!("PRAGMA user_version = {SCHEMA_VERSION}")).unwrap();
        check_schema(&db).unwrap();
    }
}

#[test]
fn a_vault_of_every_earlier_schema_ends_with_the_same_one() {
    for version in 1..SCHEMA_VERSION {
        let db = Connection::open_in_memory().unwrap();
        for step in &MIGRATIONS[..version as usize] {
            db.execute_batch(step).unwrap();
        }
        db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version}")).unwrap();
        migrate(&db).unwrap();
        check_schema(&db).unwrap();
    }
}

#[test]
fn of_several_root_keys_of_a_vault_of_schema_5_the_newest_one_wraps() {
    let db = Connection::open_in_memory().unwrap();
    for step in &MIGRATIONS[..5] {
        db.execute_batch(step).unwrap();
    }
    let insert = "INSERT INTO root_keys VALUES ('a', x'00', 5), ('b', x'00', 7), ('c', x'00', 6)";
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 5; {insert}")).unwrap();
    migrate(&db).unwrap();
    assert_eq!(["a", "b", "c"].map(|id| read_state(&db, id)), ["retiring", "primary", "retiring"]);
}

/// It was given for a minute, is thrown away, and every start would ask for it.
#[test]
fn a_root_key_that_has_wrapped_nothing_becomes_needed_by_no_migration() {
    let db = Connection::open_in_memory().unwrap();
    for step in &MIGRATIONS[..5] {
        db.execute_batch(step).unwrap();
    }
    let insert = "INSERT INTO root_keys VALUES ('old', x'00', 4), ('used', x'00', 5), ('tried', x'00', 7);
        INSERT INTO tenant_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
            VALUES (x'01', 'tenant', 't', 'primary', 'used', x'00', 6)";
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 5; {insert}")).unwrap();
    migrate(&db).unwrap();
    assert_eq!(["old", "used", "tried"].map(|id| read_state(&db, id)), ["retiring", "primary", "offered"]);
}

fn read_state(db: &Connection, root_key_id: &str) -> String {
    db.query_row("SELECT state FROM root_keys WHERE root_key_id = ?1", [root_key_id], |row| row.get(0)).unwrap()
}

#[test]
fn an_empty_database_becomes_a_vault_once() {
    let db = Connection::open_in_memory().unwrap();
    assert_eq!(read_identity(&db).unwrap(), Identity::Empty);
    migrate(&db).unwrap();
    migrate(&db).unwrap();
    assert_eq!(read_identity(&db).unwrap(), Identity::Vault(SCHEMA_VERSION));
}

#[test]
fn another_programs_database_is_left_alone() {
    for sql in [
        "CREATE TABLE t (x)",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 3",
        "PRAGMA application_id = 7; PRAGMA user_version = 1",
    ] {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(sql).unwrap();
        assert!(matches!(migrate(&db), Err(Failure::Foreign)), "{sql}");
        let grants: i64 = db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'grants'", [], |r| r.get(0)).unwrap();
        assert_eq!(grants, 0, "{sql}");
    }
}

#[test]
fn a_newer_vault_opens_only_if_it_says_so() {
    let db = Connection::open_in_memory().unwrap();
    migrate(&db).unwrap();
    const NEWER: u32 = SCHEMA_VERSION + 1;
    db.execute_batch(&format!("PRAGMA user_version = {NEWER}")).unwrap();
    assert!(matches!(migrate(&db), Err(Failure::Newer(NEWER))), "no meta row: nobody has said that we may");
    db.execute("INSERT INTO meta VALUES (1, ?1, ?1, x'00', 0, NULL)", [NEWER]).unwrap();
    assert!(matches!(migrate(&db), Err(Failure::Newer(NEWER))));
    db.execute("UPDATE meta SET oldest_reader = ?1", [SCHEMA_VERSION]).unwrap();
    migrate(&db).unwrap();
    assert_eq!(read_identity(&db).unwrap(), Identity::Vault(NEWER), "and is not written down to this version");
}

#[test]
fn a_vault_of_schema_2_keeps_its_due_work_and_its_leases() {
    let db = Connection::open_in_memory().unwrap();
    db.execute_batch(&MIGRATIONS[..2].concat()).unwrap();
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 2")).unwrap();
    let insert = "INSERT INTO grants (id, tenant_id, config, provider, subject, user_id, credential_type, status, generation,
        revision, fence, committed_epoch, key_id, refresh_at, next_check_at, failures, created_at, updated_at, lease_epoch,
        lease_owner, lease_until) VALUES (?1, 't', 'drive', 'p', 'user', ?1, 'oauth_token', 'active', 1, 1, 0, 0, x'00',
        ?2, ?3, 0, 1, 1, 4, x'01', 60000)";
    for (id, refresh_at, check_at) in [("a", Some(5), Some(6)), ("b", None, Some(7)), ("c", Some(8), None), ("d", None, None)] {
        db.execute(insert, rusqlite::params![id, refresh_at, check_at]).unwrap();
    }
    db.execute("INSERT INTO meta VALUES (1, 1, 1, zeroblob(32), 1)", []).unwrap();
    migrate(&db).unwrap();
    let oldest: u32 = db.query_row("SELECT oldest_reader FROM meta", [], |row| row.get(0)).unwrap();
    assert!(oldest > 2, "whoever knows schema 2 would store grants without jobs, which nobody would renew ahead");
    let mut jobs = db.prepare("SELECT kind, id, tenant_id, config, due_at FROM jobs ORDER BY due_at").unwrap();
    let jobs: Vec<(String, String, String, String, i64)> = jobs
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let job = |kind: &str, id: &str, due| (kind.to_owned(), id.to_owned(), "t".to_owned(), "drive".to_owned(), due);
    assert_eq!(jobs, [job("refresh", "a", 5), job("check", "a", 6), job("check", "b", 7), job("refresh", "c", 8)]);
    let kept: i64 = db
        .query_row("SELECT count(*) FROM grants WHERE lease_until = 60000 AND lease_timed IS NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 4, "judged by the wall clock of whoever made it");
}

#[test]
fn a_vault_of_schema_3_keeps_its_webhook_secrets_under_keys_of_their_own() {
    let db = Connection::open_in_memory().unwrap();
    for step in &MIGRATIONS[..3] {
        db.execute_batch(step).unwrap();
    }
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 3")).unwrap();
    let insert = "INSERT INTO grants (id, tenant_id, config, provider, subject, user_id, credential_type, status, generation,
        revision, fence, committed_epoch, key_id, failures, created_at, updated_at, lease_epoch)
        VALUES (?1, 't', 'drive', 'p', ?2, ?1, ?3, 'active', 1, 1, 0, 0, x'00', 0, 1, 1, 0)";
    let rows = [
        ("a", "user", "webhook_secret"),
        ("b", "tenant", "webhook_secret"),
        ("c", "user", "api_key"),
        ("d", "installation", "oauth_token"),
    ];
    for row in rows {
        db.execute(insert, row).unwrap();
    }
    migrate(&db).unwrap();
    let mut subjects = db.prepare("SELECT subject FROM grants ORDER BY id").unwrap();
    let subjects: Vec<String> = subjects.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(subjects, ["user/webhook", "tenant/webhook", "user", "installation"]);
}

#[test]
fn a_vault_of_schema_7_is_no_longer_for_whoever_takes_unknown_events_for_damage() {
    let db = Connection::open_in_memory().unwrap();
    for step in &MIGRATIONS[..7] {
        db.execute_batch(step).unwrap();
    }
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 7")).unwrap();
    db.execute("INSERT INTO meta VALUES (1, 7, 6, zeroblob(32), 1)", []).unwrap();
    migrate(&db).unwrap();
    let oldest: u32 = db.query_row("SELECT oldest_reader FROM meta", [], |row| row.get(0)).unwrap();
    assert_eq!(oldest, OLDEST_READER);
}

#[test]
fn every_table_is_strict_and_compares_by_bytes() {
    let db = Connection::open_in_memory().unwrap();
    migrate(&db).unwrap();
    let mut tables =
        db.prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'").unwrap();
    let tables: Vec<(String, bool)> = tables.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert_eq!(tables.len(), 14);
    assert!(tables.iter().all(|(_, strict)| *strict), "{tables:?}");
    let mut indexes = db
        .prepare("SELECT il.name, ix.coll FROM pragma_table_list t, pragma_index_list(t.name) il, pragma_index_xinfo(il.name) ix")
        .unwrap();
    let collations: Vec<(String, String)> =
        indexes.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(collations.len() > 20);
    assert!(collations.iter().all(|(_, collation)| collation == "BINARY"), "{collations:?}");
}
