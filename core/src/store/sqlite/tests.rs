//! What only SQLite has to keep: files, their modes, their contents across reopening, and what it is told when it cannot open.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::base::{ErrorCode, SystemClock, Timestamp};
use crate::model::rows::{Conflict, MetaRow, RootKeyRow, RootState, Write};
use crate::model::sealed::SealedBytes;

mod ages;
mod giving_way;
#[cfg(unix)]
mod in_the_way;

pub(super) fn store_at(path: &Path) -> SqliteStore {
    SqliteStore::build(path, "sqlite:./v.db".to_owned(), Duration::from_millis(50), Machine::new(Arc::new(SystemClock)))
}

fn root_key(n: usize, size: usize) -> Write {
    let sentinel = SealedBytes::from_stored(vec![7; size]);
    Write::AddRootKey(RootKeyRow {
        root_key_id: format!("root-{n}"),
        sentinel,
        state: RootState::Offered,
        created_at: Timestamp::EPOCH,
    })
}

pub(super) async fn add(store: &SqliteStore, n: usize) -> Result<Outcome> {
    store.commit(Batch { writes: vec![root_key(n, 9)] }).await
}

pub(super) async fn count(store: &SqliteStore) -> usize {
    store.list_root_keys().await.unwrap().len()
}

pub(super) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

#[tokio::test]
async fn everything_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let first = store_at(&path);
    assert_eq!(first.name(), "sqlite:./v.db");
    first.open().await.unwrap();
    let meta = MetaRow {
        schema_version: super::migrations::SCHEMA_VERSION,
        oldest_reader: crate::model::rows::OLDEST_READER,
        environment_hash: [3; 32],
        store_epoch: 2,
        earlier_epoch: None,
    };
    first.commit(Batch { writes: vec![Write::InitMeta(meta.clone()), root_key(1, 100_000)] }).await.unwrap();
    first.close().await;
    assert_eq!(files_below(folder.path()), [path.clone(), folder.path().join("v.db-live")], "log and lock files are gone");

    let second = store_at(&path);
    second.open().await.unwrap();
    assert_eq!(second.find_meta().await.unwrap(), Some(meta));
    assert_eq!(second.list_root_keys().await.unwrap()[0].sentinel.as_bytes().len(), 100_000);
    second.close().await;
}

#[tokio::test]
async fn two_handles_of_one_copy_share_a_vault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let stores: Vec<_> =
        (0..8).map(|_| Arc::new(SqliteStore::new(&path, "sqlite:v".to_owned(), Arc::new(SystemClock)))).collect();
    let tasks: Vec<_> = stores
        .iter()
        .cloned()
        .enumerate()
        .map(|(n, store)| {
            tokio::spawn(async move {
                store.open().await.unwrap();
                for m in 0..5 {
                    add(&store, n * 100 + m).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    for store in &stores[1..] {
        store.close().await;
    }
    assert_eq!(count(&stores[0]).await, 40);
    add(&stores[0], 999).await.unwrap();
    stores[0].close().await;
}

/// Each handle writes through a connection of its own, as each process does.
#[tokio::test]
async fn handles_that_insert_at_once_do_not_pass_a_limit_together() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let stores: Vec<_> =
        (0..4).map(|_| Arc::new(SqliteStore::new(&path, "sqlite:v".to_owned(), Arc::new(SystemClock)))).collect();
    for store in &stores {
        store.open().await.unwrap();
    }
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let store = stores[n % 4].clone();
            let write = super::super::suite::pending_session(20);
            tokio::spawn(async move { store.commit(Batch { writes: vec![write] }).await.unwrap() })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        match task.await.unwrap() {
            Outcome::Applied { .. } => stored += 1,
            outcome => assert_eq!(outcome, Outcome::Conflict(Conflict::Full)),
        }
    }
    assert_eq!(stored, 20);
    for store in &stores {
        store.close().await;
    }
}

#[cfg(unix)]
#[test]
fn files_are_owner_only_under_any_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    const FOLDER: &str = "AUTHPIPE_TEST_UMASK_FOLDER";
    if let Ok(folder) = std::env::var(FOLDER) {
        let folder = PathBuf::from(folder);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = store_at(&folder.join("v.db"));
            store.open().await.unwrap();
            add(&store, 1).await.unwrap();
            assert_eq!(count(&store).await, 1);
            let names: Vec<_> = files_below(&folder).iter().map(|path| path.file_name().unwrap().to_owned()).collect();
            let expected = ["v.db", "v.db-live", "commits", "v.db-shm", "v.db-wal"];
            assert!(expected.iter().all(|name| names.contains(&(*name).into())) && names.len() == 6, "{names:?}");
            for path in files_below(&folder) {
                let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{path:?}");
            }
            store.close().await;
        });
        return;
    }
    // A umask belongs to the whole process, so each is tried in a process of its own.
    for umask in ["000", "022", "077", "277"] {
        let folder = tempfile::tempdir().unwrap();
        let output = std::process::Command::new("sh")
            .args(["-c", &format!("umask {umask} && exec \"$0\" \"$@\"")])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "store::sqlite::tests::files_are_owner_only_under_any_umask", "--nocapture"])
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("1 passed"), "umask {umask}: {said}");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("text.db"), "this is not a database, only a longer piece of text".repeat(20)).unwrap();
    Connection::open(at("foreign.db")).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
    let newer = Connection::open(at("newer.db")).unwrap();
    newer.execute_batch(&format!("PRAGMA application_id = {}; PRAGMA user_version = 99", migrations::APPLICATION_ID)).unwrap();
    newer.execute_batch("CREATE TABLE meta (oldest_reader INTEGER); INSERT INTO meta VALUES (50)").unwrap();
    drop(newer);
    fs::create_dir(at("folder.db")).unwrap();

    let missing = format!("Cannot open ./v.db: {} does not exist.", at("none").display());
    let cases = [
        ("text.db", ErrorCode::VaultUnavailable, "Cannot open ./v.db: it is not a SQLite database."),
        ("foreign.db", ErrorCode::VaultUnavailable, "Cannot open ./v.db: it is a database of another program."),
        ("newer.db", ErrorCode::VaultNewer, "A newer version of Authpipe wrote ./v.db (schema 99)."),
        ("folder.db", ErrorCode::VaultUnavailable, "Cannot open ./v.db: it is a folder, not a file."),
        ("none/v.db", ErrorCode::VaultUnavailable, &missing),
    ];
    for (name, code, message) in cases {
        let content = fs::read(at(name)).ok();
        let error = store_at(&at(name)).open().await.unwrap_err();
        assert_eq!((error.code(), error.message()), (code, message), "{name}");
        assert!(fs::read(at(name)).ok() == content, "{name} is left as it was");
    }
}

#[tokio::test]
async fn a_store_that_could_not_open_may_be_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_at(&folder.path().join("later/v.db"));
    assert!(store.open().await.is_err());
    assert_eq!(store.find_meta().await.unwrap_err().code(), ErrorCode::Closed);
    fs::create_dir(folder.path().join("later")).unwrap();
    store.open().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_lock_of_another_program_is_waited_for_and_then_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = add(&store, 1).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultLocked);
    assert!(error.message().ends_with(" keeps ./v.db locked, for at least 0 s now."), "{error}");
    assert_eq!(error.retry(), crate::base::Retry::Later);
    assert_eq!(count(&store).await, 0, "reads go on");
    other.execute_batch("ROLLBACK").unwrap();
    add(&store, 1).await.unwrap();
    assert_eq!(count(&store).await, 1);
    drop(other);
    store.close().await;
}

#[tokio::test]
async fn a_panic_in_a_worker_blocks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    // With the ordinary timeout: the connection that a panic drops may be the last, which locks the vault to empty its log.
    let store = SqliteStore::new(&folder.path().join("v.db"), "sqlite:./v.db".to_owned(), Arc::new(SystemClock));
    store.open().await.unwrap();
    for _ in 0..10 {
        let read = store.ask::<()>(|_| panic!("a bug in a read")).await.unwrap_err();
        let write = store.write::<()>(|_| panic!("a bug in a write")).await.unwrap_err();
        assert_eq!((read.code(), write.code()), (ErrorCode::VaultUnavailable, ErrorCode::VaultUnavailable));
    }
    add(&store, 1).await.unwrap();
    assert_eq!(count(&store).await, 1);
    store.close().await;
}

#[tokio::test]
async fn a_dropped_store_lets_go_of_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_at(&folder.path().join("v.db"));
    store.open().await.unwrap();
    add(&store, 1).await.unwrap();
    drop(store);
    let watchdog = std::time::Instant::now() + Duration::from_secs(30);
    while files_below(folder.path()).len() > 2 {
        assert!(std::time::Instant::now() < watchdog, "{:?}", files_below(folder.path()));
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn a_damaged_row_is_an_error_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    store
        .commit(Batch {
            writes: vec![Write::InitMeta(MetaRow {
                schema_version: 1,
                oldest_reader: 1,
                environment_hash: [3; 32],
                store_epoch: 2,
                earlier_epoch: None,
            })],
        })
        .await
        .unwrap();
    for damage in ["environment_hash = x'636e'", "store_epoch = -1", "schema_version = 4294967296"] {
        Connection::open(&path)
            .unwrap()
            .execute_batch(&format!(
                "UPDATE meta SET environment_hash = zeroblob(32), store_epoch = 0, schema_version = 1; UPDATE meta SET {damage}"
            ))
            .unwrap();
        let error = store.find_meta().await.unwrap_err();
        assert_eq!(error.message(), "Cannot read ./v.db: a row of meta is damaged.", "{damage}");
    }
    store.close().await;
}

#[tokio::test]
async fn a_counter_beyond_63_bits_fails_its_batch_only() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_at(&folder.path().join("v.db"));
    store.open().await.unwrap();
    let meta =
        MetaRow { schema_version: 1, oldest_reader: 1, environment_hash: [3; 32], store_epoch: u64::MAX, earlier_epoch: None };
    let error = store.commit(Batch { writes: vec![Write::InitMeta(meta), root_key(1, 9)] }).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidRequest);
    assert_eq!(count(&store).await, 0);
    add(&store, 1).await.unwrap();
    store.close().await;
}

/// Files of this folder that this process has open.
#[cfg(target_os = "linux")]
fn open_files(folder: &Path) -> Vec<PathBuf> {
    let links = fs::read_dir("/proc/self/fd").unwrap().filter_map(|entry| fs::read_link(entry.ok()?.path()).ok());
    links.filter(|path| path.starts_with(folder)).collect()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspended_vault_has_a_file_open_only_while_it_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let folder_path = folder.path().canonicalize().unwrap();
    let store = Arc::new(store_at(&folder.path().join("v.db")));
    store.open().await.unwrap();
    add(&store, 1).await.unwrap();
    assert_eq!(count(&store).await, 1);
    assert!(!open_files(&folder_path).is_empty());
    store.suspend().await;
    assert_eq!(open_files(&folder_path), [] as [PathBuf; 0]);
    assert!(!folder.path().join("v.db-live").read_dir().unwrap().any(|_| true), "the lock is given back");
    let tasks: Vec<_> = (2..20)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { add(&store, n).await.unwrap() })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    // The last operation has told the threads to end; `suspend` waits until they have.
    assert!(!store.life.is_open(), "nobody uses it");
    store.suspend().await;
    assert_eq!(open_files(&folder_path), [] as [PathBuf; 0]);
    store.resume();
    assert_eq!(count(&store).await, 19);
    assert!(!open_files(&folder_path).is_empty(), "it stays open from now on");
    store.close().await;
    assert_eq!(open_files(&folder_path), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn a_vault_suspended_before_it_is_opened_does_not_stay_open() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_at(&folder.path().join("v.db"));
    store.suspend().await;
    store.open().await.unwrap();
    assert!(!store.life.is_open());
    add(&store, 1).await.unwrap();
    assert!(!store.life.is_open());
    assert_eq!(count(&store).await, 1);
    store.close().await;
}

#[tokio::test]
async fn a_vault_that_was_let_go_is_opened_again_only_if_it_is_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("v.db"), folder.path().join("other.db"));
    let store = store_at(&path);
    store.open().await.unwrap();
    add(&store, 1).await.unwrap();
    store.suspend().await;
    fs::rename(&path, &other).unwrap();
    let message = "Cannot use ./v.db: it was moved or deleted while this process used it.";
    assert_eq!(store.find_meta().await.unwrap_err().message(), message);
    assert!(!path.exists(), "no empty vault takes its place");
    let second = store_at(&path);
    second.open().await.unwrap();
    let message = "Cannot use ./v.db: another file has taken its place while this process used it.";
    assert_eq!(add(&store, 2).await.unwrap_err().message(), message);
    second.close().await;
    fs::rename(&other, &path).unwrap();
    add(&store, 2).await.unwrap();
    assert_eq!(count(&store).await, 2, "an error of opening is not for ever");
    store.close().await;
}
