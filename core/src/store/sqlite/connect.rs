//! Connections to the vault and the settings that its promises need.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::base::{Clock as _, Error, Result, SystemClock};

use super::access::Access;
pub(super) use super::access::Place;
use super::errors::{self, Failure, unavailable};
use super::still;
use super::{file_system, files, migrations};

/// Refuses a SQLite before 3.51.3, which can corrupt a vault when it resets the write-ahead log (SR-69).
///
/// # Errors
/// - `vault_unavailable`: the library is older.
pub(super) fn check_library(version: i32) -> Result<(), Error> {
    const FIXED: i32 = 3_051_003;
    if version >= FIXED {
        return Ok(());
    }
    let (major, minor, patch) = (version / 1_000_000, version / 1_000 % 1_000, version % 1_000);
    Err(unavailable(format!("SQLite {major}.{minor}.{patch} can damage a vault; 3.51.3 or later is needed."))
        .with_hint("Build Authpipe with its own SQLite."))
}

/// The writer's connection: makes sure that the file is a vault of a known schema.
///
/// # Errors
/// - `vault_unavailable`: it is something else, or cannot be written.
/// - `vault_locked`: another process keeps it locked.
/// - `vault_newer`: a newer version wrote it.
pub(super) fn connect_writer(place: &Place) -> Result<Connection> {
    let db = open(place)?;
    let prepared = match place.access {
        Access::Copy => prepare_copy(&db, place.busy_timeout),
        Access::Still(_) => prepare_still(&db),
        Access::Whole | Access::Look => prepare_writer(&db, place.busy_timeout),
    };
    match prepared {
        Ok(()) => Ok(db),
        Err(failure) => {
            // What is not for us stays as it is, its log too: whoever was killed with it has said that it is there.
            let _ = db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
            Err(tell(failure, place))
        }
    }
}

/// A reader's connection, which cannot write.
///
/// # Errors
/// As of [`connect_writer`].
pub(super) fn connect_reader(place: &Place) -> Result<Connection> {
    let db = open(place)?;
    set(&db).and_then(|()| Ok(db.execute_batch("PRAGMA query_only = ON")?)).map_err(|failure| tell(failure, place))?;
    Ok(db)
}

/// A connection of whoever copies the vault, which asks itself what it has before it.
///
/// # Errors
/// As of [`connect_writer`].
pub(super) fn connect_for_copy(place: &Place) -> Result<Connection> {
    let db = open(place)?;
    prepare_copy(&db, place.busy_timeout).map_err(|failure| tell(failure, place))?;
    Ok(db)
}

/// Nothing is brought up to date where nothing may be written.
fn prepare_still(db: &Connection) -> Result<(), Failure> {
    if migrations::is_empty(db)? {
        return Err(Failure::Nothing);
    }
    if !migrations::is_current(db)? {
        return Err(Failure::Outdated(migrations::read_version(db)?));
    }
    set(db)?;
    migrations::check_schema(db)
}

fn prepare_copy(db: &Connection, busy_timeout: Duration) -> Result<(), Failure> {
    if migrations::is_empty(db)? {
        return Err(Failure::Nothing);
    }
    use_wal(db, busy_timeout)?;
    set(db)
}

/// Makes a new vault of an empty file, which nobody else knows yet; whoever gives it its name flushes it. When this returns, the file is
/// all there is of it.
///
/// # Errors
/// - `vault_unavailable`: it cannot be written.
pub(super) fn make(path: &Path, shown: &str, fill: impl FnOnce(&Connection) -> Result<(), Failure>) -> Result<()> {
    let place = Place { path: path.to_owned(), shown: shown.to_owned(), busy_timeout: Duration::ZERO, access: Access::Whole };
    let db = open(&place)?;
    let made = || -> Result<(), Failure> {
        db.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;")?;
        migrations::migrate(&db)?;
        fill(&db)?;
        use_wal(&db, place.busy_timeout)
    };
    made().map_err(|failure| failure.into_error(shown))?;
    db.close().map_err(|(_, error)| Failure::from(error).into_error(shown))
}

fn open(place: &Place) -> Result<Connection> {
    // Without CREATE: the file has been made with the right mode. Without a mutex: one thread uses a connection at a time.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let failed = |error: rusqlite::Error| tell(error.into(), place);
    let is_still = matches!(place.access, Access::Still(_));
    if !is_still {
        // SQLite waits for whoever writes into a pipe.
        files::refuse_in_the_way(&place.path, &place.shown)?;
    }
    let opened = if is_still { still::open(&place.path) } else { Connection::open_with_flags(&place.path, flags) };
    let db = opened.map_err(failed)?;
    defend(&db).map_err(|failure| tell(failure, place))?;
    db.busy_timeout(place.busy_timeout).map_err(failed)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan is made once, whatever is bound to it later. Without this SQLite compares what is bound with the conditions of partial indexes,
    // of which grants have several, and compiles a statement again before each use.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    // SQLite opens a file that it may not write for reading only, and would fail at the first write.
    if !is_still && db.is_readonly("main").map_err(failed)? {
        return Err(why_not_writable(place));
    }
    Ok(db)
}

/// SQLite says only that it cannot open a file, or that the disk failed; the system is asked which, and why. Nothing is opened for that,
/// as closing it would drop the locks of a vault in use.
fn tell(failure: Failure, place: &Place) -> Error {
    let said = match &failure {
        Failure::Sqlite(error) => error.sqlite_error().copied(),
        _ => None,
    };
    let known = said.and_then(|said| match said.code {
        rusqlite::ErrorCode::CannotOpen => files::find_closed(&place.path, &place.shown),
        // Of the log's index SQLite does not say that there was no room for it.
        rusqlite::ErrorCode::SystemIoFailure if errors::MAKES_LARGER.contains(&said.extended_code) => {
            file_system::is_full(&place.path).then(|| errors::disk_full(&place.shown))
        }
        _ => None,
    });
    known.unwrap_or_else(|| failure.into_error(&place.shown))
}

fn why_not_writable(place: &Place) -> Error {
    if file_system::is_read_only(&place.path) {
        errors::read_only_file_system(&place.shown)
    } else {
        errors::io_error(&std::io::ErrorKind::PermissionDenied.into(), &place.shown)
    }
}

fn prepare_writer(db: &Connection, busy_timeout: Duration) -> Result<(), Failure> {
    // Before anything is written: what is not ours, or too new for us, must stay as it is. What is empty was not made by us: a vault
    // has its schema before it has its name.
    migrations::is_current(db)?;
    if migrations::is_empty(db)? {
        return Err(Failure::Nothing);
    }
    use_wal(db, busy_timeout)?;
    set(db)?;
    migrations::migrate(db)?;
    migrations::check_schema(db)
}

/// Before the first statement: whoever can write the file could have put something into it that runs in our connection. We make no
/// triggers, views or foreign keys, so none of them is ours.
fn defend(db: &Connection) -> Result<(), Failure> {
    for (config, on) in DEFENCES {
        db.set_db_config(config, on)?;
    }
    Ok(db.execute_batch("PRAGMA cell_size_check = ON")?)
}

/// Extensions are loaded by no statement, schema text calls no function with effects, and what damages the file is refused.
const DEFENCES: [(DbConfig, bool); 6] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
];

/// Switches a new vault to its write-ahead log. SQLite does so by turning a read lock into a write lock, and there it does not
/// wait by itself: of several processes that open a new vault at once, all but one are told at once that it is busy.
fn use_wal(db: &Connection, busy_timeout: Duration) -> Result<(), Failure> {
    let give_up_at = SystemClock.elapsed().saturating_add(busy_timeout);
    loop {
        match db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => return Err(Failure::NoWal),
            Err(error)
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) && SystemClock.elapsed() < give_up_at =>
            {
                // This thread may block: it only opens.
                std::thread::sleep(WAL_PAUSE);
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// About as long as the other process needs for its switch.
const WAL_PAUSE: Duration = Duration::from_millis(5);

fn set(db: &Connection) -> Result<(), Failure> {
    Ok(db.execute_batch(SETTINGS)?)
}

/// More than there are different statements, so that none is compiled twice.
const STATEMENTS: usize = 128;

// synchronous FULL: COMMIT returns after the write-ahead log is on the disk; fullfsync makes Apple's disks mean it (SR-69).
// secure_delete: what is deleted is overwritten. temp_store: no temporary files with other modes than ours.
// journal_size_limit (16 MiB): a burst does not leave a large log behind.
const SETTINGS: &str = "PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA journal_size_limit = 16777216;";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::{ErrorCode, GrantId};
    use crate::model::credential_type::Purpose;
    use crate::model::rows::GrantQuery;
    use crate::model::subject::{GrantKey, SubjectKind};
    use crate::store::sqlite::machine::Machine;
    use crate::store::sqlite::{making, query, statement, write};

    fn place(folder: &tempfile::TempDir) -> Place {
        let place = Place {
            path: folder.path().join("v.db"),
            shown: "./v.db".to_owned(),
            busy_timeout: Duration::from_millis(20),
            access: Access::Whole,
        };
        making::create_vault(&place.path, &place.shown).unwrap();
        place
    }

    fn plan(db: &Connection, sql: &str) -> Vec<String> {
        let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut steps = explain.raw_query();
        let mut details = Vec::new();
        while let Some(step) = steps.next().unwrap() {
            details.push(step.get("detail").unwrap());
        }
        details
    }

    #[test]
    fn an_old_library_is_refused() {
        for old in [3_051_002, 3_050_004, 3_007_000] {
            assert_eq!(check_library(old).unwrap_err().code(), ErrorCode::VaultUnavailable);
        }
        assert_eq!(
            check_library(3_051_002).unwrap_err().message(),
            "SQLite 3.51.2 can damage a vault; 3.51.3 or later is needed."
        );
        check_library(3_051_003).unwrap();
        check_library(rusqlite::version_number()).unwrap();
    }

    #[test]
    fn settings_read_back_on_every_connection() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        let writer = connect_writer(&place).unwrap();
        let reader = connect_reader(&place).unwrap();
        for (db, query_only) in [(&writer, 0), (&reader, 1)] {
            let number = |name: &str| db.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
            let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
            assert_eq!(mode, "wal");
            for (name, value) in [
                ("synchronous", 2),
                ("fullfsync", 1),
                ("checkpoint_fullfsync", 1),
                ("secure_delete", 1),
                ("temp_store", 2),
                ("trusted_schema", 0),
                ("cell_size_check", 1),
                ("foreign_keys", 0),
                ("busy_timeout", 20),
                ("journal_size_limit", 16_777_216),
                ("application_id", i64::from(migrations::APPLICATION_ID)),
                ("user_version", i64::from(migrations::SCHEMA_VERSION)),
                ("query_only", query_only),
            ] {
                assert_eq!(number(name), value, "{name}");
            }
            for (config, on) in DEFENCES {
                assert_eq!(db.db_config(config).unwrap(), on, "{config:?}");
            }
        }
        assert!(reader.execute_batch("DELETE FROM grants").is_err());
    }

    #[test]
    fn no_look_up_is_compiled_again_because_something_else_is_bound_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        let now = Machine::new(Arc::new(SystemClock)).now();
        let (grant, _) = crate::store::suite::two_grants();
        for db in [connect_writer(&place).unwrap(), connect_reader(&place).unwrap()] {
            let before = statement::recompiled();
            for subject in [SubjectKind::User, SubjectKind::Installation, SubjectKind::Tenant] {
                let key = GrantKey {
                    tenant_id: grant.tenant_id.clone(),
                    config: grant.config.clone(),
                    subject,
                    user_id: None,
                    label: grant.label.clone(),
                    purpose: Purpose::Api,
                };
                assert!(query::find_grant(&db, &GrantQuery::Key(key), &now).unwrap().is_none());
                let id = GrantQuery::Id(grant.tenant_id.clone(), GrantId::make_connection());
                assert!(query::find_grant(&db, &id, &now).unwrap().is_none());
            }
            assert_eq!(statement::recompiled(), before);
        }
    }

    #[test]
    fn look_ups_and_taken_jobs_use_an_index() {
        let folder = tempfile::tempdir().unwrap();
        let db = connect_writer(&place(&folder)).unwrap();
        let statements = query::planned_statements().into_iter().chain(write::planned_statements());
        let mut seen = 0;
        for sql in statements {
            for detail in plan(&db, &sql) {
                // A scan in the order of positions is how `LIMIT 1` finds the oldest note: it stops at the first.
                let is_first_note = sql.contains("FROM changes ORDER BY seq LIMIT 1");
                // The one row of values that an insert makes, and a count of what a limited subquery found by its index.
                // The configs that a request leaves out are a short list of its own.
                let is_own =
                    detail.starts_with("SCAN json_each") || detail == "SCAN CONSTANT ROW" || detail.starts_with("SCAN (subquery");
                assert!(is_first_note || is_own || !detail.starts_with("SCAN"), "{detail}\n{sql}");
                assert!(!detail.contains("TEMP B-TREE"), "{detail}\n{sql}");
                seen += 1;
            }
        }
        assert!(seen > 100);
    }

    #[test]
    fn taken_jobs_and_pages_use_the_index_made_for_them() {
        let folder = tempfile::tempdir().unwrap();
        let db = connect_writer(&place(&folder)).unwrap();
        let statements = query::planned_statements().into_iter().chain(write::planned_statements());
        let all: Vec<_> = statements.map(|sql| (plan(&db, &sql).join("; "), sql)).collect();
        for index in [
            "jobs_due",
            "grants_by_tenant",
            "grants_by_user",
            "grants_in_status",
            "sessions_pending",
            "sessions_by_resume",
            "sessions_by_expiry",
            "sessions_unfinished",
            "sessions_settled",
            "sessions_ended",
            "events_by_tenant",
            "events_by_grant",
            "events_by_time",
            "tenant_keys_by_tenant",
            "keysets_by_root",
            "keysets_rotating",
        ] {
            assert!(all.iter().any(|(plan, _)| plan.contains(index)), "{index} serves nothing");
        }
        let (plan, sql) = all.iter().find(|(_, sql)| sql.starts_with("SELECT kind, id FROM jobs WHERE due_at")).unwrap();
        assert!(plan.contains("jobs USING INDEX jobs_due"), "{plan}\n{sql}");
    }
}
