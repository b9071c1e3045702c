//! Tests of `store::holders`: a holder that lives, one that has closed, and a process that was killed.

use std::path::Path;

use super::tests::{files_below, store_at};
use super::*;
use crate::model::rows::Write;

fn acquisition() -> Batch {
    Batch { writes: vec![Write::AcquireLease(crate::store::suite::lease_acquisition(&crate::store::suite::two_grants().0))] }
}

fn holder() -> [u8; 16] {
    crate::store::suite::lease_acquisition(&crate::store::suite::two_grants().0).owner
}

#[tokio::test]
async fn a_holder_is_gone_when_its_process_is_and_not_when_it_closes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let (one, other) = (store_at(&path), store_at(&path));
    one.open().await.unwrap();
    other.open().await.unwrap();
    assert!(!other.is_gone(holder()).await.unwrap());
    one.commit(acquisition()).await.unwrap();
    one.commit(acquisition()).await.unwrap();
    assert!(!other.is_gone(holder()).await.unwrap(), "it lives");
    one.with_live(|live| live.lock().forget(holder())).await.unwrap();
    assert!(other.is_gone(holder()).await.unwrap(), "its lock is gone and its file is not");
    // A folder that a machine gives to virtual ones, each of which sees its own locks (virtiofs, 9P), or that a program makes (FUSE).
    assert!(!other.with_live(|live| live.lock().is_gone_where(|_| false, holder())).await.unwrap());
    one.close().await;
    other.close().await;
    let left = files_below(&folder.path().join("v.db-live"));
    assert_eq!(left.len(), 1, "what tells that it died stays for others: {left:?}");
}

/// Runs only as a process of its own, for the test below: holds a lease until it is killed.
#[tokio::test]
async fn hold_a_lease() {
    let Some(path) = std::env::var_os("AUTHPIPE_TEST_HOLD") else { return };
    let store = store_at(Path::new(&path));
    store.open().await.unwrap();
    store.commit(acquisition()).await.unwrap();
    println!("\nheld");
    let _ = std::io::stdin().read_line(&mut String::new());
}

#[tokio::test]
async fn a_process_that_is_killed_holds_no_lease() {
    use std::io::{BufRead as _, BufReader};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let mut process = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::sqlite::holder_tests::hold_a_lease", "--nocapture"])
        .env("AUTHPIPE_TEST_HOLD", &path)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    assert!(lines.map_while(std::result::Result::ok).any(|line| line == "held"));
    assert!(!store.is_gone(holder()).await.unwrap());
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(store.is_gone(holder()).await.unwrap());
    store.close().await;
}
