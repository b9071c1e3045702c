//! A vault where this process may write nothing, as a backup on read-only media: whoever only looks reads it as it lies there.
//!
//! SQLite then takes no locks and makes no files beside it (`immutable=1`), so it sees nobody who writes. What proves that nobody has:
//! at the beginning there is no log, in which the last writes would be; behind each answer there still is none, and the file is the
//! same, of the same size and the same time (SR-99). Only then the answer is given.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::base::Result;

use super::access::Place;
pub(super) use super::access::{Access, Still};
use super::errors;
use super::file_system::takes_writes;
use super::files::{FileId, beside};
use super::live::LiveLock;

impl Still {
    fn of(place: &Place) -> Result<Self> {
        let found = fs::metadata(&place.path).map_err(|error| errors::io_error(&error, &place.shown))?;
        Ok(Still { file: FileId::of(&found), size: found.len(), modified: found.modified().ok() })
    }
}

/// The place as it is used, where it is to be looked at only.
///
/// # Errors
/// - `vault_unavailable`: nothing may be written there, and what was written last is in a log beside the vault.
pub(super) fn judge(place: Place) -> Result<Place> {
    let folder = place.path.parent().unwrap_or(Path::new("/"));
    if place.access != Access::Look || (takes_writes(&place.path) && takes_writes(folder)) {
        return Ok(place);
    }
    // Before the file is described: a log that comes afterwards is seen by the checks.
    check_log(&place)?;
    Ok(Place { access: Access::Still(Still::of(&place)?), ..place })
}

/// Behind an answer: nobody has written since the vault was opened.
///
/// # Errors
/// - `vault_unavailable`: somebody has.
pub(super) fn check(place: &Place) -> Result<()> {
    let Access::Still(before) = &place.access else { return Ok(()) };
    let is_same = Still::of(place)? == *before;
    check_log(place)?;
    if is_same { Ok(()) } else { Err(errors::not_still(&place.shown)) }
}

fn check_log(place: &Place) -> Result<()> {
    let is_there = |suffix| fs::metadata(beside(&place.path, suffix)).is_ok_and(|log| log.len() > 0);
    if is_there("-wal") || is_there("-journal") { Err(errors::log_unread(&place.shown)) } else { Ok(()) }
}

/// A connection that reads the file and nothing else.
pub(super) fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{}?immutable=1", escaped(path)), flags)
}

/// A path in a URI (RFC 3986 §2.1).
fn escaped(path: &Path) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~' | b':');
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().map(|&byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// This process's lock on the vault, after which `prepare` is done; none where it cannot be taken and nobody needs it.
///
/// # Errors
/// As of [`LiveLock::take`].
pub(super) fn lock(place: &Place, prepare: impl FnOnce() -> Result<()>) -> Result<LiveLock> {
    match &place.access {
        // Under a name that no process has: nothing is held under it.
        Access::Still(_) => {
            Ok(LiveLock { file: beside(&place.path, "-live").join("still"), process: std::process::id(), is_folder_ours: false })
        }
        Access::Look => LiveLock::take_to_look(&place.path, &place.shown, prepare),
        Access::Whole | Access::Copy => LiveLock::take(&place.path, &place.shown, prepare),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::sync::Arc;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::base::SystemClock;
    use crate::store::Store as _;
    use crate::store::sqlite::{SqliteStore, making};

    fn still(folder: &tempfile::TempDir, name: &str) -> Place {
        let path = folder.path().join(name);
        making::create_vault(&path, name).unwrap();
        let place = Place { path, shown: name.to_owned(), busy_timeout: Duration::ZERO, access: Access::Look };
        let access = Access::Still(Still::of(&place).unwrap());
        Place { access, ..place }
    }

    #[test]
    fn a_still_vault_is_read_whatever_its_name_and_nothing_is_made_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["v.db", "a b?c#d%20e ü.db", "v.db?mode=memory"] {
            let place = still(&folder, name);
            let before = fs::read_dir(folder.path()).unwrap().count();
            let db = super::super::connect::connect_writer(&place).unwrap();
            let tables: i64 =
                db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'grants'", [], |row| row.get(0)).unwrap();
            assert_eq!((tables, fs::read_dir(folder.path()).unwrap().count()), (1, before), "{name}");
            assert!(db.execute_batch("DELETE FROM grants").is_err());
            check(&place).unwrap();
        }
    }

    #[test]
    fn whoever_writes_meanwhile_is_noticed_behind_the_answer() {
        let folder = tempfile::tempdir().unwrap();
        let touched = still(&folder, "touched.db");
        let later = SystemTime::now() + Duration::from_secs(5);
        fs::File::options().write(true).open(&touched.path).unwrap().set_modified(later).unwrap();
        let grown = still(&folder, "grown.db");
        let before = fs::metadata(&grown.path).unwrap().modified().unwrap();
        let growing = fs::File::options().append(true).open(&grown.path).unwrap();
        growing.set_len(1 << 20).unwrap();
        growing.set_modified(before).unwrap();
        let replaced = still(&folder, "replaced.db");
        let at = fs::metadata(&replaced.path).unwrap().modified().unwrap();
        fs::copy(&replaced.path, folder.path().join("other")).unwrap();
        fs::File::options().write(true).open(folder.path().join("other")).unwrap().set_modified(at).unwrap();
        fs::rename(folder.path().join("other"), &replaced.path).unwrap();
        for place in [&touched, &grown, &replaced] {
            assert!(check(place).unwrap_err().message().contains("was written while it was looked at"), "{}", place.shown);
        }
        let logged = still(&folder, "logged.db");
        for suffix in ["-wal", "-journal"] {
            fs::write(beside(&logged.path, suffix), "frames").unwrap();
            assert!(check(&logged).unwrap_err().message().contains("-wal"), "{suffix}");
            fs::write(beside(&logged.path, suffix), "").unwrap();
            check(&logged).unwrap();
        }
    }

    /// Who has read something of it before is told at the next answer.
    #[tokio::test]
    async fn no_answer_is_given_of_a_still_vault_that_somebody_has_written() {
        let folder = tempfile::tempdir().unwrap();
        let place = still(&folder, "v.db");
        let store = SqliteStore::used(&place.path, "sqlite:v.db".to_owned(), Arc::new(SystemClock), place.access.clone());
        store.open().await.unwrap();
        store.list_root_keys().await.unwrap();
        fs::File::options().append(true).open(&place.path).unwrap().set_len(1 << 20).unwrap();
        let error = store.list_root_keys().await.unwrap_err();
        assert!(error.message().contains("was written while it was looked at"), "{error}");
        store.close().await;
    }

    /// A vault that may be written is used as always: its log belongs to it.
    #[tokio::test]
    async fn a_look_at_a_vault_that_may_be_written_is_no_still_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.db");
        making::create_vault(&path, "v.db").unwrap();
        let place = Place { path: path.clone(), shown: "v.db".to_owned(), busy_timeout: Duration::ZERO, access: Access::Look };
        assert_eq!(judge(place).unwrap().access, Access::Look);
        let store = SqliteStore::looking(&path, "sqlite:v.db".to_owned(), Arc::new(SystemClock));
        store.open().await.unwrap();
        assert!(beside(&path, "-live").exists());
        store.close().await;
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the vault alone");
    }
}
