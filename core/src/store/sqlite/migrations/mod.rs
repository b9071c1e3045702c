//! The schema of a SQLite vault, step by step.
//!
//! A step expands; what it makes superfluous is removed by a step of a later release, so that two versions can run side by
//! side. A file here is never edited after a release: add the next one and a line to [`MIGRATIONS`].

use rusqlite::{Connection, OptionalExtension as _};

use crate::model::rows::{OLDEST_READER, VAULT_VERSION};
use crate::store::dying::reached;

use super::errors::Failure;
use super::moving;

/// The schema that this version writes: the number of migrations.
pub(crate) const SCHEMA_VERSION: u32 = VAULT_VERSION;

/// `APip` in the file's header (offset 68): tells a vault from any other SQLite database.
pub(super) const APPLICATION_ID: i32 = 0x4150_6970;

/// `APuc`: a copy of a vault that is not complete. A version that does not know it takes it for another program's.
pub(super) const UNFINISHED_ID: i32 = 0x4150_7563;
/// `APmv`: a vault that has gone elsewhere. The same.
pub(super) const MOVED_ID: i32 = 0x4150_6d76;

/// Step `n` leads from schema `n` to schema `n + 1`.
const MIGRATIONS: [&str; SCHEMA_VERSION as usize] = [
    include_str!("0001_initial.sql"),
    include_str!("0002_sessions_sealed.sql"),
    include_str!("0003_store_clock_and_jobs.sql"),
    include_str!("0004_webhook_keys.sql"),
    include_str!("0005_grants_in_status.sql"),
    include_str!("0006_root_rotation.sql"),
    include_str!("0007_sessions_settled.sql"),
    include_str!("0008_events_of_sessions.sql"),
    include_str!("0009_records_sealed_again.sql"),
    include_str!("0010_erasures.sql"),
    include_str!("0011_data_keys_rotate.sql"),
    include_str!("0012_keysets.sql"),
    include_str!("0013_endpoint_pauses.sql"),
    include_str!("0014_audit.sql"),
    include_str!("0015_index_keys.sql"),
    include_str!("0016_audit_of_users.sql"),
    include_str!("0017_claims_alone.sql"),
    include_str!("0018_audit_key.sql"),
    include_str!("0019_stored_at.sql"),
];

/// What a database says of itself.
#[derive(Debug, PartialEq, Eq)]
enum Identity {
    /// Nothing is in it yet.
    Empty,
    /// A vault with this schema.
    Vault(u32),
    /// Another program's database.
    Foreign,
    /// A copy that is not complete.
    Unfinished,
    /// A vault that has gone there.
    Moved(String),
}

/// Reads what the database is, without writing.
fn read_identity(db: &Connection) -> Result<Identity, Failure> {
    let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, u32::try_from(version)) {
        (APPLICATION_ID, Ok(version)) => Identity::Vault(version),
        (UNFINISHED_ID, _) => Identity::Unfinished,
        (MOVED_ID, _) => moving::read_moved(db)?.map_or(Identity::Foreign, |moved| Identity::Moved(moved.to)),
        (0, Ok(0)) if tables == 0 => Identity::Empty,
        _ => Identity::Foreign,
    })
}

/// Whether it is certainly another program's, by the file alone, without its log.
///
/// # Errors
/// - What SQLite says.
pub(super) fn is_foreign(db: &Connection) -> Result<bool, Failure> {
    let application: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    // What a log changes of one of ours is not known here. A vault has its mark in the file from the moment in which it gets its name.
    Ok(![APPLICATION_ID, UNFINISHED_ID, MOVED_ID].contains(&application) && read_identity(db)? == Identity::Foreign)
}

/// Brings the schema up to date, in one transaction. A vault of a newer version that still lets this one read stays as it is.
///
/// # Errors
/// - `vault_newer`: the vault says that this version is too old for it.
/// - `vault_unavailable`: it is another program's database, or cannot be written.
pub(super) fn migrate(db: &Connection) -> Result<(), Failure> {
    if is_current(db)? {
        return Ok(());
    }
    db.execute_batch("BEGIN IMMEDIATE")?;
    // Another process may have been faster; only now nobody else writes.
    let migrated = is_current(db).and_then(|current| if current { Ok(()) } else { apply_steps(db) });
    match migrated {
        Ok(()) => {
            db.execute_batch("COMMIT")?;
            reached("committed", SCHEMA_VERSION);
            Ok(())
        }
        Err(failure) => {
            if !db.is_autocommit() {
                db.execute_batch("ROLLBACK")?;
            }
            Err(told(failure))
        }
    }
}

/// What a step finds or makes is not there, or is: the file's number is not that of its schema.
fn told(failure: Failure) -> Failure {
    let is_refused = match &failure {
        Failure::Sqlite(rusqlite::Error::SqlInputError { .. }) => true,
        Failure::Sqlite(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::Unknown),
        _ => false,
    };
    if is_refused { Failure::ForeignSchema("a table or an index") } else { failure }
}

/// Whether the schema needs nothing, without writing.
///
/// # Errors
/// As of [`migrate`].
pub(super) fn is_current(db: &Connection) -> Result<bool, Failure> {
    // One snapshot for all reads: another process may be making the schema right now, and half of each answer would look like
    // another program's database.
    let _snapshot = db.is_autocommit().then(|| db.unchecked_transaction()).transpose()?;
    match read_identity(db)? {
        Identity::Foreign => Err(Failure::Foreign),
        Identity::Unfinished => Err(Failure::Unfinished),
        Identity::Moved(to) => Err(Failure::Moved(to)),
        Identity::Empty => Ok(false),
        Identity::Vault(version) if version <= SCHEMA_VERSION => Ok(version == SCHEMA_VERSION),
        Identity::Vault(version) => {
            let oldest: Option<u32> = db.query_row("SELECT oldest_reader FROM meta", [], |row| row.get(0)).optional()?;
            if oldest.is_some_and(|oldest| oldest <= SCHEMA_VERSION) { Ok(true) } else { Err(Failure::Newer(version)) }
        }
    }
}

/// Whether nothing is in the database, not even a schema.
pub(super) fn is_empty(db: &Connection) -> Result<bool, Failure> {
    Ok(read_identity(db)? == Identity::Empty)
}

/// The schema, as the file says.
pub(super) fn read_version(db: &Connection) -> Result<u32, Failure> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn apply_steps(db: &Connection) -> Result<(), Failure> {
    let version = read_version(db)?;
    reached("begun", version);
    for (number, step) in (1..).zip(MIGRATIONS).skip(version as usize) {
        db.execute_batch(step)?;
        reached("step", number);
    }
    db.execute_batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}"))?;
    db.execute("UPDATE meta SET schema_version = ?1, oldest_reader = ?2", [SCHEMA_VERSION, OLDEST_READER])?;
    reached("said", SCHEMA_VERSION);
    Ok(())
}

/// Compares what is in the file with what the migrations make. Tables of somebody else, such as those of a replication tool, may
/// stand beside ours; nothing of theirs may hang on ours, and nothing may run by itself.
///
/// # Errors
/// - `vault_unavailable`: which kind of thing is not ours.
pub(super) fn check_schema(db: &Connection) -> Result<(), Failure> {
    let version = read_version(db)?;
    // A newer version has more than we know; what would run by itself is switched off for every version.
    if version != SCHEMA_VERSION {
        return Ok(());
    }
    let expected = Connection::open_in_memory()?;
    for step in MIGRATIONS {
        expected.execute_batch(step)?;
    }
    let (ours, found) = (read_schema(&expected)?, read_schema(db)?);
    if ours.iter().any(|object| !found.contains(object)) {
        return Err(Failure::ForeignSchema("a table or an index"));
    }
    let is_our_table = |table: &str| ours.iter().any(|object| object.table == table);
    for object in found.iter().filter(|object| !ours.contains(object)) {
        match object.kind.as_str() {
            "table" if !is_our_table(&object.table) => {}
            "index" if !is_our_table(&object.table) => {}
            "table" => return Err(Failure::ForeignSchema("a table")),
            "index" => return Err(Failure::ForeignSchema("an index")),
            "view" => return Err(Failure::ForeignSchema("a view")),
            _ => return Err(Failure::ForeignSchema("a trigger")),
        }
    }
    Ok(())
}

/// Something that a schema holds.
#[derive(Debug, PartialEq, Eq)]
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

/// What SQLite makes by itself has no text: it is part of its table's.
fn read_schema(db: &Connection) -> Result<Vec<Object>, Failure> {
    let mut query =
        db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")?;
    let read =
        query.query_map([], |row| Ok(Object { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? }))?;
    let all = read.collect::<Result<Vec<_>, _>>()?;
    // Statistics that an operator had made, and the counter of AUTOINCREMENT.
    Ok(all.into_iter().filter(|object| !object.name.starts_with("sqlite_")).collect())
}

#[cfg(test)]
#[cfg(unix)]
mod killed;

#[cfg(test)]
mod tests;
