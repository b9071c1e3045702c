//! From a file to a server and back, and from one schema to another; the server directly, and through PgBouncer.

use super::*;
use crate::base::entropy::make_bytes;

fn schema(variable: &str) -> String {
    let server = std::env::var(variable).expect("no server: run `cargo xtask test postgres`");
    format!("{server}?schema=m{}", u64::from_be_bytes(make_bytes()))
}

const DIRECT: &str = "AUTHPIPE_TEST_POSTGRES";
const POOLED: &str = "AUTHPIPE_TEST_PGBOUNCER";

#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_file_moves_to_a_server_and_kill_9_at_every_step_loses_nothing() {
    for step in STEPS {
        is_killed_at(&Stage::new(None, Some(schema(DIRECT))), step).await;
    }
}

#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_schema_moves_to_a_file_and_kill_9_at_every_step_loses_nothing() {
    for step in STEPS {
        is_killed_at(&Stage::new(Some(schema(DIRECT)), None), step).await;
    }
}

#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_schema_moves_to_another_one_through_a_pooler() {
    for step in ["begun", "writes held", "fenced"] {
        is_killed_at(&Stage::new(Some(schema(POOLED)), Some(schema(POOLED))), step).await;
    }
}

#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_turn_of_index_keys_that_has_begun_ends_in_the_copy_on_a_server() {
    a_turn_of_index_keys_moves(&Stage::new(None, Some(schema(DIRECT)))).await;
}

/// There and back: every row is what it was.
#[tokio::test]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_comes_back_is_what_went() {
    let there = Stage::new(None, Some(schema(DIRECT)));
    let running = there.process(&there.from).await.unwrap();
    fill(&running, 0..40).await;
    fill_told(&running, 40..45).await;
    running.erase_tenant_of(&grant(41)).await;
    running.close().await;
    more(&there.from);
    let file = |address: &str| std::path::PathBuf::from(address.strip_prefix("sqlite:").unwrap());
    let before = dump(&file(&there.from));
    there.move_here().await.unwrap();
    let back = Stage::new(Some(there.to.clone()), None);
    move_vault(options(&back.from, there.key.expose()), &back.to, &mut |_| {}).await.unwrap();
    let after = dump(&file(&back.to));
    assert!(before.iter().all(|row| after.contains(row)));
    // Each move is told in the log of what is moved.
    let told: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
    assert_eq!((told.len(), told.iter().all(|row| row.starts_with("audit: "))), (2, true), "{told:?}");
}

/// A row of each other table; those that are sealed open neither here nor there.
fn more(vault: &str) {
    let rows = "INSERT INTO events VALUES (41, 'evt_1', 'connection.active', 'conn_1', 'tä', '', 'files', 'files', 'active', NULL, 5, NULL, NULL);
        INSERT INTO jobs (kind, id, tenant_id, config, due_at, attempts, key_id, sealed) VALUES ('revoke', 'j', 't1', 'files', 7, 3, x'01', x'0203');
        INSERT INTO ended_keys VALUES (zeroblob(16), 4, NULL);
        INSERT INTO erasures VALUES ('t9', 8, '[\"one\",\"two\"]', 1, NULL);
        INSERT INTO sessions VALUES ('ses_1', 't1', 'connect', 'u', 'files', 'files', 'expired', 'done', zeroblob(32), zeroblob(32), NULL,
            NULL, 1, 2, 3, NULL, NULL, zeroblob(16), NULL)";
    let database = rusqlite::Connection::open(vault.strip_prefix("sqlite:").unwrap()).unwrap();
    database.execute_batch(rows).unwrap();
}

/// What was in the tables that are copied, but for what the register of processes and notes of changes say.
fn dump(file: &Path) -> Vec<String> {
    let database = rusqlite::Connection::open(file).unwrap();
    let mut rows = Vec::new();
    for table in ["grants", "sessions", "jobs", "events", "keysets", "legacy_keys", "ended_keys", "erasures", "meta", "audit"] {
        let sql = format!("SELECT * FROM {table} ORDER BY 1, 2");
        let mut statement = database.prepare(&sql).unwrap();
        // By which clock a row was stored is the machine's own, and not copied.
        let is_copied = |name: &&str| !name.starts_with("stored_");
        let columns: Vec<String> = statement.column_names().filter(is_copied).map(str::to_owned).collect();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<_> = columns.iter().map(|name| format!("{:?}", row.get_ref(name.as_str()).unwrap())).collect();
            rows.push(format!("{table}: {}", cells.join(" ")));
        }
    }
    assert!(rows.len() > 50, "{}", rows.len());
    rows
}
