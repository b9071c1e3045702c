//! What a schema says of a copy: that it is one which is not complete, or that its vault has gone elsewhere.

use tokio_postgres::Row;

use crate::store::copying::{LEFT_BEHIND, Mark, Moved, TABLES};

use super::columns::Cells;
use super::errors::Failure;
use super::session::Db;
use super::statement::{blob, text};

/// The name under which whoever copies the vault holds up leases, in the vault's own space of names.
pub(super) const LEASES: &str = "moving";

/// Whether the vault has moved.
pub(super) async fn read_moved(db: &Db) -> Result<Option<Moved>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "moved");
        Ok(Moved { to: cells.text()?, copy_id: cells.bytes()? })
    };
    if is_there(db, "moved").await? { Ok(db.select(READ_MOVED, &[], read).await?.pop()) } else { Ok(None) }
}

/// Leaves the vault. Every table that a process of any version reads or writes gets another name.
pub(super) async fn leave(db: &Db, moved: &Moved) -> Result<(), Failure> {
    let mut sql = String::new();
    for name in TABLES.iter().map(|table| table.name).chain(LEFT_BEHIND.iter().copied()) {
        sql.push_str(&format!("ALTER TABLE IF EXISTS {schema}.{name} RENAME TO moved_{name};\n", schema = db.schema));
    }
    sql.push_str(&format!("CREATE TABLE {}.moved (to_vault text NOT NULL, copy_id bytea NOT NULL)", db.schema));
    db.client()?.batch_execute(&sql).await?;
    db.execute(WRITE_MOVED, &[(":to_vault", text(&moved.to)), (":copy_id", blob(&moved.copy_id))]).await.map(drop)
}

/// Whose copy it is; `None`: none that is not complete.
pub(super) async fn read_mark(db: &Db) -> Result<Option<Mark>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "unfinished_copy");
        Ok(Mark { copy_id: cells.bytes()?, origin: cells.bytes()? })
    };
    if is_there(db, "unfinished_copy").await? { Ok(db.select(READ_MARK, &[], read).await?.pop()) } else { Ok(None) }
}

/// Marks a new vault as a copy that is not complete. A version that does not know the mark takes it for another program's tables.
pub(super) async fn mark(db: &Db, mark: &Mark) -> Result<(), Failure> {
    let sql = format!(
        "ALTER TABLE {schema}.authpipe RENAME TO unfinished_authpipe;
        CREATE TABLE {schema}.unfinished_copy (copy_id bytea NOT NULL, origin bytea NOT NULL)",
        schema = db.schema
    );
    db.client()?.batch_execute(&sql).await?;
    db.execute(WRITE_MARK, &[(":copy_id", blob(&mark.copy_id)), (":origin", blob(&mark.origin))]).await.map(drop)
}

/// Takes the mark away.
pub(super) async fn unmark(db: &Db) -> Result<(), Failure> {
    let sql = format!(
        "DELETE FROM {schema}.processes; DROP TABLE {schema}.unfinished_copy;
        ALTER TABLE {schema}.unfinished_authpipe RENAME TO authpipe",
        schema = db.schema
    );
    Ok(db.client()?.batch_execute(&sql).await?)
}

/// The schema that an unfinished copy has.
pub(super) async fn version_of_copy(db: &Db) -> Result<Option<i64>, Failure> {
    Ok(db
        .select("SELECT schema_version FROM @unfinished_authpipe", &[], |row| Cells::new(row, "authpipe").integer())
        .await?
        .pop())
}

/// Whether this role may give the vault's tables other names.
pub(super) async fn may_leave(db: &Db) -> Result<bool, Failure> {
    let schema = db.schema.trim_matches('"').to_owned();
    Ok(!db.exists(NOT_OURS, &[(":schema", text(&schema))]).await?)
}

async fn is_there(db: &Db, table: &str) -> Result<bool, Failure> {
    let schema = db.schema.trim_matches('"').to_owned();
    db.exists(IS_THERE, &[(":schema", text(&schema)), (":table", text(table))]).await
}

const IS_THERE: &str =
    "SELECT 1 FROM pg_catalog.pg_class AS it JOIN pg_catalog.pg_namespace AS space ON space.oid = it.relnamespace
    WHERE space.nspname = :schema AND it.relname = :table AND it.relkind = 'r'";
const NOT_OURS: &str =
    "SELECT 1 FROM pg_catalog.pg_class AS it JOIN pg_catalog.pg_namespace AS space ON space.oid = it.relnamespace
    WHERE space.nspname = :schema AND it.relkind = 'r' AND NOT pg_has_role(it.relowner, 'USAGE')";
const READ_MOVED: &str = "SELECT to_vault, copy_id FROM @moved";
const WRITE_MOVED: &str = "INSERT INTO @moved (to_vault, copy_id) VALUES (:to_vault, :copy_id)";
const READ_MARK: &str = "SELECT copy_id, origin FROM @unfinished_copy";
const WRITE_MARK: &str = "INSERT INTO @unfinished_copy (copy_id, origin) VALUES (:copy_id, :origin)";
