//! Whether a file can be a vault, before anything of it or beside it is touched: another program's stays as it is, its rights too.

use std::fs;

use rusqlite::ErrorCode;

use super::access::Place;
use super::errors::Failure;
use super::files::beside;
use super::{migrations, still};
use crate::base::Result;

/// As the format of SQLite's files has it.
const SMALLEST_PAGE: u64 = 512;

/// Asks the file alone, without locks and without its log. What that cannot tell is left to the opening.
///
/// # Errors
/// - `vault_unavailable`: it is no database, or another program's.
pub(super) fn check(place: &Place) -> Result<()> {
    // Where the folder of lock files is, the vault has been opened before. Another copy of this library in this process may have it open,
    // and closing its file would drop that one's locks.
    let Ok(found) = fs::metadata(&place.path) else { return Ok(()) };
    if fs::symlink_metadata(beside(&place.path, "-live")).is_ok() {
        return Ok(());
    }
    // SQLite takes less than a page for a database in which nothing is yet.
    if (1..SMALLEST_PAGE).contains(&found.len()) {
        let none = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB), None);
        return Err(Failure::Sqlite(none).into_error(&place.shown));
    }
    let asked = still::open(&place.path).map_err(Failure::from).and_then(|db| migrations::is_foreign(&db));
    let told = match asked {
        Ok(true) => Failure::Foreign,
        Err(Failure::Sqlite(error)) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => Failure::Sqlite(error),
        Ok(false) | Err(_) => return Ok(()),
    };
    Err(told.into_error(&place.shown))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::collections::BTreeSet;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;
    use std::sync::Arc;

    use rusqlite::Connection;

    use super::*;
    use crate::base::SystemClock;
    use crate::store::Store as _;
    use crate::store::sqlite::SqliteStore;

    fn store(path: &Path) -> SqliteStore {
        SqliteStore::new(path, "sqlite:./v.db".into(), Arc::new(SystemClock))
    }

    /// Others may have rights to it, and look for it in its folder.
    #[tokio::test]
    async fn what_is_another_programs_keeps_its_rights_and_gets_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("text"), "this is not a database, only a longer piece of text".repeat(20)).unwrap();
        fs::write(at("short"), "x").unwrap();
        Connection::open(at("theirs")).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
        let marked = Connection::open(at("marked")).unwrap();
        marked.execute_batch("PRAGMA application_id = 7; PRAGMA user_version = 3; CREATE TABLE theirs (x)").unwrap();
        drop(marked);
        let with_log = Connection::open(at("with log")).unwrap();
        with_log
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); PRAGMA wal_checkpoint; INSERT INTO theirs VALUES (1)",
            )
            .unwrap();
        let names = || {
            let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            entries.collect::<BTreeSet<_>>()
        };
        let before = names();
        for name in ["text", "short", "theirs", "marked", "with log"] {
            fs::set_permissions(at(name), fs::Permissions::from_mode(0o664)).unwrap();
            let content = fs::read(at(name)).unwrap();
            assert_eq!(store(&at(name)).open().await.unwrap_err().code(), crate::base::ErrorCode::VaultUnavailable, "{name}");
            assert_eq!(fs::metadata(at(name)).unwrap().permissions().mode() & 0o777, 0o664, "{name}");
            assert!(fs::read(at(name)).unwrap() == content, "{name}");
        }
        assert_eq!(names(), before);
    }

    #[tokio::test]
    async fn a_vault_that_a_crash_has_left_with_its_log_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let made = store(&folder.path().join("v.db"));
        made.open().await.unwrap();
        // As after a restore, and after a crash: the file alone, and with what was not yet written into it.
        for (name, with_log) in [("alone.db", false), ("left.db", true)] {
            let path = folder.path().join(name);
            fs::copy(folder.path().join("v.db"), &path).unwrap();
            if with_log {
                fs::copy(folder.path().join("v.db-wal"), beside(&path, "-wal")).unwrap();
            }
            let left = store(&path);
            left.open().await.unwrap();
            left.close().await;
        }
        made.close().await;
    }
}
