//! Whoever migrates is killed at every step: the vault is as it was, and opens.

use std::path::Path;

use super::super::tests::store_at;
use super::*;
use crate::store::Store as _;
use crate::store::dying::process::die_at;

const VAULT: &str = "AUTHPIPE_TEST_MIGRATE";
const FIRST: u32 = 2;
const GRANTS: i64 = 2_000;

/// The other side: not a test, unless something says what to open.
#[tokio::test]
async fn a_migrator() {
    let Some(path) = std::env::var_os(VAULT) else { return };
    store_at(Path::new(&path)).open().await.unwrap();
}

/// A vault of an early schema with so much in it that a transaction does not stay in memory.
fn fill(path: &Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    db.execute_batch(&MIGRATIONS[..FIRST as usize].concat()).unwrap();
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {FIRST}")).unwrap();
    db.execute("INSERT INTO meta VALUES (1, 1, 1, zeroblob(32), 1)", []).unwrap();
    db.execute(
        "INSERT INTO grants (id, tenant_id, config, provider, subject, user_id, credential_type, status, generation, revision, fence,
                committed_epoch, key_id, sealed, refresh_at, failures, created_at, updated_at, lease_epoch)
            WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1)
            SELECT printf('con_%022d', n), 't', 'drive', 'p', 'user', n, 'oauth_token', 'active', n, 1, 0, 0, zeroblob(16),
                randomblob(2000), n, 0, 1, 1, 4 FROM n",
        [GRANTS],
    )
    .unwrap();
}

/// What no migration changes of a grant.
fn grants(path: &Path) -> Vec<(String, i64, i64, Vec<u8>)> {
    let db = Connection::open(path).unwrap();
    let mut query = db.prepare("SELECT id, generation, refresh_at, sealed FROM grants ORDER BY id").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn kill_9_at_every_step_of_a_migration_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    fill(&path);
    let before = grants(&path);
    assert_eq!(before.len(), usize::try_from(GRANTS).unwrap());
    let points = (FIRST + 1..=SCHEMA_VERSION).map(|step| format!("step {step}"));
    let (begun, said) = (format!("begun {FIRST}"), format!("said {SCHEMA_VERSION}"));
    for point in [begun].into_iter().chain(points).chain([said]) {
        let vault = path.to_str().unwrap();
        die_at(&point, "store::sqlite::migrations::killed::a_migrator", VAULT, vault);
        assert_eq!(read_version(&Connection::open(&path).unwrap()).unwrap(), FIRST, "{point}: all steps or none");
        assert!(grants(&path) == before, "{point}");
    }
    die_at(
        &format!("committed {SCHEMA_VERSION}"),
        "store::sqlite::migrations::killed::a_migrator",
        VAULT,
        path.to_str().unwrap(),
    );
    assert_eq!(read_version(&Connection::open(&path).unwrap()).unwrap(), SCHEMA_VERSION);
    let store = store_at(&path);
    store.open().await.unwrap();
    let due = store.take_jobs(crate::store::suite::due_jobs()).await.unwrap();
    assert!(!due.is_empty(), "what was due still is");
    store.close().await;
    assert!(grants(&path) == before);
}
