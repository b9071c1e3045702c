//! The schema of a PostgreSQL vault, step by step, forward only.
//!
//! PostgreSQL joins at schema 10 with all of it in one step, under the number that SQLite's steps have reached: it says how records are laid
//! out too, so that a vault can be copied from one to the other. Each later number has a step here as it has one there, empty where
//! this store needs none. A step expands; what it makes superfluous is removed by a step of a later release. A file here is never
//! edited after a release.

use crate::model::rows::{OLDEST_READER, VAULT_VERSION};
use crate::store::copying::Mark;
use crate::store::dying::reached;

use super::columns::Cells;
use super::errors::Failure;
use super::fence;
use super::moving;
use super::session::Db;
use super::statement::{integer, text};
use super::transaction;

/// The first schema that a PostgreSQL vault has had.
const FIRST: u32 = 10;

/// Step `n` leads to schema `FIRST + n`.
const MIGRATIONS: [&str; (VAULT_VERSION - FIRST + 1) as usize] = [
    include_str!("0010_initial.sql"),
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

/// What a schema of a database holds.
#[derive(Debug, PartialEq, Eq)]
enum Identity {
    /// There is no such schema.
    Absent,
    /// Nothing is in it.
    Empty,
    /// A vault with this schema.
    Vault(u32),
    /// Tables of another program.
    Foreign,
    /// A copy that is not complete.
    Unfinished,
    /// A vault that has gone there.
    Moved(String),
}

/// Brings the schema up to date, each step in a transaction that only one process is in at a time: what one of them locks is locked for no
/// longer than that one takes. A vault of a newer version that still lets this one read stays as it is.
///
/// # Errors
/// - `Newer`, `Foreign`, `OldServer`, and what the server refuses: rights, a standby.
pub(super) async fn migrate(db: &Db, schema: &str) -> Result<(), Failure> {
    if !db.exists(IS_SUPPORTED, &[]).await? {
        return Err(Failure::OldServer);
    }
    while !is_current(db, schema).await? {
        transaction::begin_unchecked(db).await?;
        // Taken until the transaction ends: whoever else starts now waits here, however long that takes, and finds the work done.
        db.client()?.batch_execute("SET LOCAL lock_timeout = 0").await?;
        transaction::lock(db, "migrations").await?;
        db.client()?.batch_execute(transaction::PATIENCE).await?;
        let mut reached_schema = 0;
        if !is_current(db, schema).await? {
            reached_schema = apply_next(db, schema).await?;
        }
        transaction::end(db).await?;
        reached("committed", reached_schema);
    }
    Ok(())
}

/// Makes the place of a copy if nothing is there: the whole schema, with this mark.
///
/// # Errors
/// As of [`migrate`].
pub(super) async fn make_copy(db: &Db, schema: &str, mark: &Mark) -> Result<(), Failure> {
    if !db.exists(IS_SUPPORTED, &[]).await? {
        return Err(Failure::OldServer);
    }
    transaction::begin_unchecked(db).await?;
    transaction::lock(db, "migrations").await?;
    match read_identity(db, schema).await? {
        Identity::Absent | Identity::Empty => {
            apply_next(db, schema).await?;
            moving::mark(db, mark).await?;
        }
        Identity::Foreign => return Err(Failure::Foreign),
        Identity::Moved(to) => return Err(Failure::Moved(to)),
        Identity::Unfinished | Identity::Vault(_) => {}
    }
    transaction::end(db).await
}

/// Whether there is a vault, or something else in its place.
pub(super) async fn exists(db: &Db, schema: &str) -> Result<bool, Failure> {
    Ok(!matches!(read_identity(db, schema).await?, Identity::Absent | Identity::Empty))
}

/// Whether the schema needs nothing, without writing.
pub(super) async fn is_current(db: &Db, schema: &str) -> Result<bool, Failure> {
    match read_identity(db, schema).await? {
        Identity::Foreign => Err(Failure::Foreign),
        Identity::Unfinished => Err(Failure::Unfinished),
        Identity::Moved(to) => Err(Failure::Moved(to)),
        Identity::Absent | Identity::Empty => Ok(false),
        Identity::Vault(version) if version <= VAULT_VERSION => Ok(version == VAULT_VERSION),
        Identity::Vault(version) => {
            let oldest = db.select(OLDEST, &[], |row| Cells::new(row, "meta").count()).await?.pop();
            if oldest.is_some_and(|oldest| oldest <= u64::from(VAULT_VERSION)) { Ok(true) } else { Err(Failure::Newer(version)) }
        }
    }
}

/// Two questions: a table that is not there cannot be asked. In between another process may have made it, never taken it away.
async fn read_identity(db: &Db, schema: &str) -> Result<Identity, Failure> {
    let read = |row: &tokio_postgres::Row| {
        let mut cells = Cells::new(row, "authpipe");
        Ok((cells.take::<bool>()?, cells.take::<bool>()?, cells.take::<bool>()?))
    };
    let found = db.select(FIND, &[(":schema", text(schema))], read).await?.pop();
    Ok(match found.unwrap_or_default() {
        (false, ..) => Identity::Absent,
        (true, _, true) => {
            let version = db.select(VERSION, &[], |row| Cells::new(row, "authpipe").count()).await?.pop();
            version.and_then(|version| u32::try_from(version).ok()).map_or(Identity::Foreign, Identity::Vault)
        }
        (true, true, false) => {
            if moving::read_mark(db).await?.is_some() {
                return Ok(Identity::Unfinished);
            }
            moving::read_moved(db).await?.map_or(Identity::Foreign, |moved| Identity::Moved(moved.to))
        }
        (true, false, false) => Identity::Empty,
    })
}

/// The next step of a vault, or all of them where there is none, inside a transaction; to which schema that leads.
pub(super) async fn apply_next(db: &Db, schema: &str) -> Result<u32, Failure> {
    let (steps, version) = match read_identity(db, schema).await? {
        Identity::Vault(version) => {
            fence::hold_up_writers(db).await?;
            let step = (version + 1).saturating_sub(FIRST) as usize;
            (MIGRATIONS.get(step..=step).unwrap_or_default(), version + 1)
        }
        Identity::Absent => {
            db.client()?.batch_execute(&format!("CREATE SCHEMA {}", db.schema)).await?;
            (&MIGRATIONS[..], VAULT_VERSION)
        }
        Identity::Empty => (&MIGRATIONS[..], VAULT_VERSION),
        Identity::Foreign => return Err(Failure::Foreign),
        Identity::Unfinished => return Err(Failure::Unfinished),
        Identity::Moved(to) => return Err(Failure::Moved(to)),
    };
    reached("begun", version);
    for step in steps {
        // Comments may hold anything; of what is left, nothing but tables has our mark before it.
        let lines: Vec<_> = step.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        db.client()?.batch_execute(&lines.join("\n").replace('@', &format!("{}.", db.schema))).await?;
    }
    say_version(db, version, OLDEST_READER).await?;
    reached("step", version);
    Ok(version)
}

/// Says which schema the vault has, and which versions of this program may still use it, inside the transaction that has made it so.
pub(super) async fn say_version(db: &Db, version: u32, oldest_reader: u32) -> Result<(), Failure> {
    db.execute(SET_VERSION, &[(":version", integer(i64::from(version)))]).await?;
    let versions = [(":version", integer(i64::from(version))), (":oldest", integer(i64::from(oldest_reader)))];
    db.execute(SET_META, &versions).await.map(drop)
}

const IS_SUPPORTED: &str = "SELECT 1 WHERE current_setting('server_version_num')::int >= 130000";
// The catalogue, and not `to_regclass`, which asks for rights in the schema.
const FIND: &str = "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :schema),
    EXISTS (SELECT 1 FROM pg_catalog.pg_class AS it JOIN pg_catalog.pg_namespace AS space ON space.oid = it.relnamespace
        WHERE space.nspname = :schema AND it.relkind IN ('r', 'v', 'm', 'p', 'f')),
    EXISTS (SELECT 1 FROM pg_catalog.pg_class AS it JOIN pg_catalog.pg_namespace AS space ON space.oid = it.relnamespace
        WHERE space.nspname = :schema AND it.relname = 'authpipe' AND it.relkind = 'r')";
const VERSION: &str = "SELECT schema_version FROM @authpipe";
const OLDEST: &str = "SELECT oldest_reader FROM @meta";
const SET_VERSION: &str = "INSERT INTO @authpipe (only_row, schema_version) VALUES (1, :version)
    ON CONFLICT (only_row) DO UPDATE SET schema_version = excluded.schema_version";
const SET_META: &str = "UPDATE @meta SET schema_version = :version, oldest_reader = :oldest";
