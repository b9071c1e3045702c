//! What happens to the vault's files while they are open, or while nobody looks: nothing is acknowledged and then lost (SR-99).

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::Connection;

use super::files::{FileId, beside};
use super::tests::{add, count, store_at};
use super::writer::Written;
use super::*;
use crate::base::ErrorCode;

const MISSING: &str = "Cannot use ./v.db: it was moved or deleted while this process used it.";
const REPLACED: &str = "Cannot use ./v.db: another file has taken its place while this process used it.";
const LOG: &str = "Cannot use ./v.db: its log (./v.db-wal, ./v.db-shm) was removed or replaced while in use.";
const EMPTIED: &str = "Cannot use ./v.db: it was emptied while this process used it.";
const TRUNCATED: &str = "Cannot use ./v.db: it was truncated while this process used it.";
const OVERWRITTEN: &str = "Cannot use ./v.db: another program has written into it while this process used it.";

/// A vault, its path, and an older copy of it.
pub(super) async fn vault_and_copy(folder: &Path) -> (SqliteStore, PathBuf, PathBuf) {
    let (path, copy) = (folder.join("v.db"), folder.join("copy.db"));
    let made = store_at(&path);
    made.open().await.unwrap();
    made.close().await;
    // A copy has no room that is free: so neither is shorter than the other.
    Connection::open(&path).unwrap().execute_batch("VACUUM").unwrap();
    let store = store_at(&path);
    store.open().await.unwrap();
    add(&store, 1).await.unwrap();
    store.back_up(&copy).await.unwrap();
    add(&store, 2).await.unwrap();
    (store, path, copy)
}

/// Writes a file's content over another's, as `cp` does, at another time than anything before.
fn write_over(from: &Path, to: &Path) {
    fs::copy(from, to).unwrap();
    later(to);
}

fn later(path: &Path) {
    OpenOptions::new().write(true).open(path).unwrap().set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(7)).unwrap();
}

#[tokio::test]
async fn nothing_is_acknowledged_into_a_file_that_is_not_the_one_at_the_path() {
    type Act = fn(&Path, &Path);
    let acts: [(&str, Act, &str); 12] = [
        ("rm", |path, _| fs::remove_file(path).unwrap(), MISSING),
        ("mv away", |path, _| fs::rename(path, path.with_extension("away")).unwrap(), MISSING),
        ("mv an older copy over it", |path, copy| fs::rename(copy, path).unwrap(), REPLACED),
        (
            "rm, then cp",
            |path, copy| {
                fs::remove_file(path).unwrap();
                fs::copy(copy, path).unwrap();
            },
            REPLACED,
        ),
        (
            "a link to a copy",
            |path, copy| {
                fs::remove_file(path).unwrap();
                std::os::unix::fs::symlink(copy, path).unwrap();
            },
            REPLACED,
        ),
        (
            "a new empty file",
            |path, _| {
                fs::remove_file(path).unwrap();
                File::create(path).unwrap();
            },
            REPLACED,
        ),
        ("cp an older copy over it", |path, copy| write_over(copy, path), OVERWRITTEN),
        ("emptied", |path, _| drop(File::create(path).unwrap()), EMPTIED),
        (
            "truncated",
            |path, _| {
                OpenOptions::new().write(true).open(path).unwrap().set_len(8192).unwrap();
                later(path);
            },
            TRUNCATED,
        ),
        ("rm of the log", |path, _| fs::remove_file(beside(path, "-wal")).unwrap(), LOG),
        ("rm of the log's index", |path, _| fs::remove_file(beside(path, "-shm")).unwrap(), LOG),
        (
            "rm of all",
            |path, _| ["", "-wal", "-shm"].iter().for_each(|suffix| fs::remove_file(beside(path, suffix)).unwrap()),
            MISSING,
        ),
    ];
    for (what, act, message) in acts {
        let folder = tempfile::tempdir().unwrap();
        let (store, path, copy) = vault_and_copy(folder.path()).await;
        act(&path, &copy);
        let error = add(&store, 3).await.expect_err(what);
        assert_eq!((error.code(), error.message()), (ErrorCode::VaultUnavailable, message), "{what}");
        assert!(error.hint().is_some(), "{what}");
        if message != LOG {
            assert_eq!(store.list_root_keys().await.expect_err(what).message(), message, "{what}");
        }
        assert_eq!(add(&store, 4).await.expect_err(what).message(), message, "{what}: and it stays");
        store.close().await;
    }
}

/// Whoever only reads is not answered from what was deleted or replaced either.
#[tokio::test]
async fn nothing_is_read_from_a_file_that_is_not_the_one_at_the_path() {
    for (is_replaced, message) in [(false, MISSING), (true, REPLACED)] {
        let folder = tempfile::tempdir().unwrap();
        let (store, path, copy) = vault_and_copy(folder.path()).await;
        assert_eq!(count(&store).await, 2);
        if is_replaced {
            fs::rename(&copy, &path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        for _ in 0..8 {
            let error = store.list_root_keys().await.unwrap_err();
            assert_eq!((error.code(), error.message()), (ErrorCode::VaultUnavailable, message));
        }
        store.close().await;
    }
}

#[tokio::test]
async fn a_vault_that_is_moved_back_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, copy) = vault_and_copy(folder.path()).await;
    fs::rename(&path, folder.path().join("away")).unwrap();
    add(&store, 3).await.unwrap_err();
    fs::rename(folder.path().join("away"), &path).unwrap();
    add(&store, 3).await.unwrap();
    assert_eq!(count(&store).await, 3);
    // What was written over does not come back by another writing.
    write_over(&copy, &path);
    add(&store, 4).await.unwrap_err();
    later(&path);
    assert_eq!(add(&store, 4).await.unwrap_err().message(), OVERWRITTEN);
    store.close().await;
}

/// A group during which the file goes: it is written, and nobody is told so.
#[tokio::test]
async fn a_file_that_goes_during_a_commit_leaves_it_unacknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    let gone = store.write(move |_| {
        fs::remove_file(&path).unwrap();
        Ok(Written { answer: (), keep: true })
    });
    assert_eq!(gone.await.unwrap_err().message(), MISSING);
    store.close().await;
}

#[tokio::test]
async fn checkpoints_of_whomever_are_no_alarm() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    let other = Connection::open(&path).unwrap();
    let second = store_at(&path);
    second.open().await.unwrap();
    for n in 10..70 {
        add(if n % 2 == 0 { &store } else { &second }, n).await.unwrap();
        let mode = ["PASSIVE", "FULL", "RESTART", "TRUNCATE"][n % 4];
        other.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |_| Ok(())).unwrap();
        assert_eq!(count(&store).await, n - 7);
    }
    other.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    add(&store, 99).await.unwrap();
    second.close().await;
    drop(other);
    add(&store, 100).await.unwrap();
    store.close().await;
}

/// While a checkpoint is under way the file changes, and the log's index says so; once it is over, whoever changes it is another program.
#[tokio::test]
async fn a_checkpoint_under_way_is_no_alarm() {
    use std::os::unix::fs::FileExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    // To close it would drop SQLite's locks.
    let index = std::mem::ManuallyDrop::new(OpenOptions::new().read(true).write(true).open(beside(&path, "-shm")).unwrap());
    let begin = |frames: u32| {
        let mut moved = [0; 4];
        index.read_exact_at(&mut moved, 96).unwrap();
        index.write_all_at(&(u32::from_ne_bytes(moved) + frames).to_ne_bytes(), 128).unwrap();
    };
    let change_at = |seconds: u64| {
        let file = OpenOptions::new().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        std::mem::forget(file);
    };
    begin(1);
    for seconds in [7, 8, 9] {
        assert_eq!(count(&store).await, 2);
        change_at(seconds);
    }
    begin(0);
    assert_eq!(count(&store).await, 2);
    change_at(10);
    assert_eq!(store.list_root_keys().await.unwrap_err().message(), OVERWRITTEN);
    store.close().await;
}

/// A process's file in the live folder, as another process leaves or holds it.
pub(super) fn file_of_another(path: &Path, vault: &impl ToString) -> File {
    let name = beside(path, "-live").join("boot-ns-4711");
    fs::write(&name, vault.to_string()).unwrap();
    File::open(name).unwrap()
}

pub(super) fn id(path: &Path) -> FileId {
    FileId::of(&fs::metadata(path).unwrap())
}

#[tokio::test]
async fn no_process_opens_another_file_than_those_who_live_have_open() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, copy) = vault_and_copy(folder.path()).await;
    store.close().await;
    let other = file_of_another(&path, &id(&path));
    other.lock().unwrap();
    let with_same = store_at(&path);
    with_same.open().await.unwrap();
    with_same.close().await;
    fs::rename(&copy, &path).unwrap();
    let told = "Cannot open ./v.db: process 4711 uses an earlier file of this name, which was moved, replaced or deleted.";
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    fs::remove_file(&path).unwrap();
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    assert!(!path.exists(), "no new vault takes its place");
    // It ends, however it does: from now on nobody can lose what it writes.
    drop(other);
    let after = store_at(&path);
    after.open().await.unwrap();
    after.close().await;
}

#[tokio::test]
async fn another_handle_of_this_process_does_not_open_what_took_the_vaults_place() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, copy) = vault_and_copy(folder.path()).await;
    fs::rename(&copy, &path).unwrap();
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), REPLACED);
    store.close().await;
    let after = store_at(&path);
    after.open().await.unwrap();
    assert_eq!(count(&after).await, 1, "the older copy, as it is all there is");
    after.close().await;
}

#[tokio::test]
async fn a_vault_whose_process_was_killed_does_not_open_without_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, copy) = vault_and_copy(folder.path()).await;
    // As the file is without what is only in the log.
    let (alone, commits) = (fs::read(&path).unwrap(), fs::read(beside(&path, "-live").join("commits")).unwrap());
    store.close().await;
    // One that had written nothing: there need not be a log, if the power was cut.
    drop(file_of_another(&path, &id(&path)));
    let without = store_at(&path);
    without.open().await.unwrap();
    without.close().await;
    let whole = fs::read(&path).unwrap();
    let note = || fs::write(beside(&path, "-live").join("commits"), &commits).unwrap();
    fs::write(&path, &alone).unwrap();
    drop(file_of_another(&path, &format!("{} log", id(&path))));
    note();
    let told = "Cannot open ./v.db: its log ./v.db-wal is missing, and with it what was written last.";
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    // Another program has closed the file after the process was killed, and moved the log into it: nothing is missing.
    fs::write(&path, &whole).unwrap();
    let looked_at = store_at(&path);
    looked_at.open().await.unwrap();
    assert_eq!(count(&looked_at).await, 2);
    looked_at.close().await;
    // Fewer are in it than were noted: somebody has put an earlier state of the file there.
    drop(file_of_another(&path, &format!("{} log", id(&path))));
    let noted: i64 = std::str::from_utf8(&commits).unwrap().parse().unwrap();
    fs::write(beside(&path, "-live").join("commits"), format!("{:020}", noted + 1_000)).unwrap();
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    fs::remove_file(beside(&path, "-live").join("commits")).unwrap();
    // Its index is left, or nobody knows how many commits there were: then nothing is known.
    drop(file_of_another(&path, &format!("{} log", id(&path))));
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    note();
    fs::write(beside(&path, "-shm"), "").unwrap();
    assert_eq!(store_at(&path).open().await.unwrap_err().message(), told);
    fs::remove_file(beside(&path, "-shm")).unwrap();
    fs::write(&path, &alone).unwrap();
    // A backup that is put in its place has no log, and needs none.
    fs::rename(&copy, &path).unwrap();
    let restored = store_at(&path);
    restored.open().await.unwrap();
    restored.close().await;
    // With its log it opens, and then nothing tells of the dead process any more.
    drop(file_of_another(&path, &format!("{} log", id(&path))));
    fs::write(beside(&path, "-wal"), "").unwrap();
    for _ in 0..2 {
        let again = store_at(&path);
        again.open().await.unwrap();
        again.close().await;
    }
}

#[tokio::test]
async fn an_orderly_end_says_nothing_about_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    let entries = || fs::read_dir(beside(&path, "-live")).unwrap().map(|entry| entry.unwrap().path());
    let own = || entries().filter(|path| !path.ends_with("commits")).collect::<Vec<_>>();
    let told: Vec<_> = own().into_iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    assert_eq!(told, [format!("{} log", id(&path))]);
    assert_eq!(entries().count(), 2);
    store.suspend().await;
    assert_eq!(entries().count(), 0);
    store.close().await;
}

#[tokio::test]
async fn what_is_empty_is_no_vault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let opened = async || store_at(&path).open().await.unwrap_err().to_string();
    let empty = "vault_unavailable: Cannot open ./v.db: the file is empty. If it held a vault, restore a backup. For a new vault \
                 delete the file.";
    File::create(&path).unwrap();
    assert_eq!(opened().await, empty);
    assert_eq!(fs::metadata(&path).unwrap().len(), 0, "nothing was written");
    // The vault of a version that left its schema in the log, without that log.
    Connection::open(&path).unwrap().execute_batch("PRAGMA journal_mode = WAL").unwrap();
    assert!(fs::metadata(&path).unwrap().len() > 0);
    assert_eq!(opened().await, empty.replace("the file is empty", "nothing is in it"));
    fs::remove_file(&path).unwrap();
    fs::write(beside(&path, "-wal"), "frames").unwrap();
    assert!(opened().await.contains("the file is missing, but its log ./v.db-wal is there."));
    assert!(!path.exists());
    fs::remove_file(beside(&path, "-wal")).unwrap();
    let store = store_at(&path);
    store.open().await.unwrap();
    store.close().await;
}

#[tokio::test]
async fn a_new_vault_is_whole_without_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let alone = folder.path().join("alone.db");
    fs::copy(&path, &alone).unwrap();
    let opened = store_at(&alone);
    opened.open().await.unwrap();
    opened.close().await;
    store.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn whoever_keeps_the_vault_locked_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path, _) = vault_and_copy(folder.path()).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let link = elsewhere.path().join("link.db");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let behind_a_link = store_at(&link);
    behind_a_link.open().await.unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    for store in [&store, &behind_a_link] {
        let error = add(store, 3).await.unwrap_err();
        assert_eq!((error.code(), error.retry_after()), (ErrorCode::VaultLocked, Some(Duration::from_secs(1))));
        let name = fs::read_to_string("/proc/self/comm").unwrap();
        let expected = format!("Process {} ({}) keeps ./v.db locked, for at least 0 s now.", std::process::id(), name.trim());
        assert_eq!(error.message(), expected);
        assert_eq!(error.hint(), Some("It holds a transaction open. Wait for it, or end it."));
    }
    other.execute_batch("COMMIT").unwrap();
    add(&store, 3).await.unwrap();
    behind_a_link.close().await;
    store.close().await;
}
