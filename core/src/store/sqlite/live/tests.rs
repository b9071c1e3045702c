//! The lock of a process on a vault: one for all who share it, seen by others, and nothing left behind by whoever only looks.

use super::*;

fn take(vault: &Path) -> Result<LiveLock> {
    LiveLock::take(vault, "./v.db", || Ok(()))
}

fn file_of(vault: &Path) -> PathBuf {
    files::beside(vault, FOLDER).join(process_name())
}

#[test]
fn another_copy_in_this_process_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("v.db");
    fs::create_dir(files::beside(&vault, FOLDER)).unwrap();
    // What another copy does: its own handle, locked, which our table of held locks does not know.
    let other = File::create(file_of(&vault)).unwrap();
    other.lock().unwrap();
    let error = take(&vault).unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultLocked);
    assert_eq!(error.message(), "./v.db is open in two copies of Authpipe in one process.");
    drop(other);
    assert!(take(&vault).is_ok(), "a file left behind by a dead process is no obstacle");
}

#[test]
fn shares_of_one_copy_keep_the_lock_until_the_last_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("v.db");
    let (first, second) = (take(&vault).unwrap(), take(&vault).unwrap());
    let is_locked = || matches!(File::open(file_of(&vault)).unwrap().try_lock(), Err(TryLockError::WouldBlock));
    assert!(is_locked());
    drop(first);
    assert!(is_locked());
    drop(second);
    assert!(!file_of(&vault).exists());
    assert!(LiveLock::take(&vault, "v", || Err(two_copies("v"))).is_err());
    assert!(!file_of(&vault).exists(), "a failed preparation gives the share back");
}

/// A backup that was looked at has nothing beside it that it did not have.
#[test]
fn whoever_only_looks_leaves_no_folder_that_was_not_there_and_no_other_one_alone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("v.db");
    let live = files::beside(&vault, FOLDER);
    let look = |told: Result<()>| LiveLock::take_to_look(&vault, "./v.db", || told);
    drop(look(Ok(())).unwrap());
    assert!(!live.exists());
    assert!(look(Err(two_copies("v"))).is_err() && !live.exists());
    let (looking, other) = (look(Ok(())).unwrap(), live.join("somebody"));
    fs::write(&other, "").unwrap();
    drop(looking);
    assert!(other.exists(), "of another process");
    fs::remove_file(&other).unwrap();
    drop(look(Ok(())).unwrap());
    assert!(live.exists(), "it was there");
}

#[test]
fn a_forked_child_leaves_its_parents_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("v.db");
    let parent = take(&vault).unwrap();
    drop(LiveLock { file: parent.file.clone(), process: parent.process + 1, is_folder_ours: true });
    assert!(file_of(&vault).exists());
}
