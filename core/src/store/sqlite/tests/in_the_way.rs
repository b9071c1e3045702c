//! Whoever may write the folder of a vault puts something else in the place of a file that is SQLite's or ours.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::*;
use crate::store::sqlite::files;

fn make_pipe(path: &Path) {
    let owner = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
    rustix::fs::mknodat(rustix::fs::CWD, path, rustix::fs::FileType::Fifo, owner, 0).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// A vault that was in use, and a file of somebody else that others may read.
async fn a_vault_and_a_file() -> (tempfile::TempDir, SqliteStore, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = store_at(&folder.path().join("v.db"));
    store.open().await.unwrap();
    add(&store, 1).await.unwrap();
    store.close().await;
    let theirs = folder.path().join("theirs");
    fs::write(&theirs, "this is kept as it is").unwrap();
    fs::set_permissions(&theirs, fs::Permissions::from_mode(0o644)).unwrap();
    let store = store_at(&folder.path().join("v.db"));
    (folder, store, theirs)
}

/// SQLite waits for ever for whoever writes into a pipe, and says no more than a number of the others.
#[tokio::test]
async fn what_is_no_file_in_the_place_of_one_of_sqlites_is_named() {
    let (folder, store, theirs) = a_vault_and_a_file().await;
    for suffix in ["-wal", "-shm", "-journal"] {
        let path = folder.path().join(format!("v.db{suffix}"));
        let _ = fs::remove_file(&path);
        let said = format!("Cannot open ./v.db: ./v.db{suffix} beside it, which would be SQLite's, is not a file.");
        make_pipe(&path);
        assert_eq!(store.open().await.unwrap_err().message(), said);
        fs::remove_file(&path).unwrap();
        symlink(&theirs, &path).unwrap();
        assert_eq!(store.open().await.unwrap_err().message(), said);
        assert_eq!(mode(&theirs), 0o644, "{suffix}: what a link leads to is not closed");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_eq!(store.open().await.unwrap_err().message(), said);
        fs::remove_dir(&path).unwrap();
    }
    store.open().await.unwrap();
    store.close().await;
}

/// An operator's tool runs as root beside a vault whose folder is the application's.
#[tokio::test]
async fn nothing_that_a_link_leads_to_is_written_or_closed() {
    let (folder, store, theirs) = a_vault_and_a_file().await;
    let live = folder.path().join("v.db-live");
    for name in ["commits", "moving", &crate::store::sqlite::live::process_name()] {
        let _ = fs::remove_file(live.join(name));
        symlink(&theirs, live.join(name)).unwrap();
    }
    let error = store.open().await.unwrap_err();
    assert_eq!(error.message(), "Cannot open ./v.db: what is in the place of a lock file in ./v.db-live beside it is none.");
    fs::remove_file(live.join(crate::store::sqlite::live::process_name())).unwrap();
    store.open().await.unwrap();
    add(&store, 2).await.unwrap();
    store.close().await;
    assert_eq!((fs::read_to_string(&theirs).unwrap().as_str(), mode(&theirs)), ("this is kept as it is", 0o644));
    // The folder itself.
    let aside = folder.path().join("aside");
    fs::rename(&live, &aside).unwrap();
    fs::set_permissions(&aside, fs::Permissions::from_mode(0o755)).unwrap();
    symlink(&aside, &live).unwrap();
    let error = store_at(&folder.path().join("v.db")).open().await.unwrap_err();
    assert!(
        error.message().ends_with("v.db-live beside it, where its processes keep their lock files, is not a folder."),
        "{error}"
    );
    assert_eq!(mode(&aside), 0o755);
}

/// A process that lives is asked after by all files of the folder.
#[tokio::test]
async fn a_pipe_among_the_lock_files_is_not_waited_for() {
    let (folder, store, _) = a_vault_and_a_file().await;
    let live = folder.path().join("v.db-live");
    for name in ["pipe", "commits", "moving", &format!("holder-{}", "0".repeat(32))] {
        let _ = fs::remove_file(live.join(name));
        make_pipe(&live.join(name));
    }
    store.open().await.unwrap();
    add(&store, 2).await.unwrap();
    assert!(!store.is_gone([0; 16]).await.unwrap());
    store.close().await;
}

#[test]
fn a_file_of_sqlites_that_is_closed_to_this_process_is_told_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let told = || files::find_closed(&path, "v.db").map(|error| error.message().to_owned());
    assert_eq!(told().as_deref(), Some("Cannot open v.db: entity not found."));
    fs::write(&path, "vault").unwrap();
    assert_eq!(told(), None);
    // Root may read what nobody may.
    if !rustix::process::geteuid().is_root() {
        for closed in ["v.db-shm", "v.db-wal", "v.db"] {
            let file = folder.path().join(closed);
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o0)).unwrap();
            assert_eq!(told(), Some(format!("Cannot read {closed}: permission denied.")));
        }
    }
}
