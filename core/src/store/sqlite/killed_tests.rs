//! What tells of a process that was killed, for as long as somebody may ask: whether a log that is gone was lost (SR-99).

use std::fs;

use rusqlite::Connection;

use super::files::beside;
use super::identity_tests::{file_of_another, id, vault_and_copy};
use super::tests::{count, store_at};
use super::*;

/// Somebody lives on beside a process that ends in order, and is killed when another program has moved the log into the file: nothing is
/// missing, and what was noted tells so.
#[tokio::test]
async fn what_is_noted_of_commits_stays_for_whoever_lives_on() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    let other = file_of_another(&path, &format!("{} log", id(&path)));
    other.lock().unwrap();
    store.close().await;
    assert!(beside(&path, "-live").join("commits").exists() && !beside(&path, "-wal").exists());
    drop(other);
    let again = store_at(&path);
    again.open().await.unwrap();
    assert_eq!(count(&again).await, 2);
    again.close().await;
}

/// To look into a file and close it would drop the locks of whoever has it open here (POSIX): then nothing is known of it.
#[tokio::test]
async fn a_file_that_is_open_here_is_not_looked_into() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    // Everything is in the file, so that whoever looked would find all.
    Connection::open(&path).unwrap().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let dead = format!("{} log", id(&path));
    drop(file_of_another(&path, &dead));
    for end in ["-wal", "-shm"] {
        fs::remove_file(beside(&path, end)).unwrap();
    }
    let told = "Cannot open ./v.db: its log ./v.db-wal is missing, and with it what was written last.";
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    store.close().await;
    // Whoever comes first, where nobody has it open any more, looks.
    let after = store_at(&path);
    after.open().await.unwrap();
    assert_eq!(count(&after).await, 2);
    after.close().await;
}
