//! Reads and writes root keys and registered processes. They and keysets are written one after the other, under one lock of the vault:
//! what a write asks about the others holds until it is committed.

use tokio_postgres::Row;

use crate::model::rows::{Conflict, MetaRow, ProcessRow, RootKeyRow, RootState};
use crate::model::sealed::SealedBytes;

use super::columns::Cells;
use super::errors::Failure;
use super::fence;
use super::query;
use super::readable::readable;
use super::session::Db;
use super::statement::{blob, count, integer, one_row, text, texts, time};
use super::transaction;

/// Waits until nobody else writes keys.
pub(super) async fn lock(db: &Db) -> Result<(), Failure> {
    transaction::lock(db, "keys").await
}

/// Every sentinel, in the order of ids, if the vault lets this program read.
pub(super) async fn list_root_keys(db: &Db) -> Result<Vec<RootKeyRow>, Failure> {
    let read = |cells: &mut Cells<'_>| readable(read_root_key(cells));
    let mut found: Vec<_> = fence::select(db, "root_keys", ROOT_KEYS, &[], read).await?.into_iter().flatten().collect();
    found.sort_by(|one, other| one.root_key_id.cmp(&other.root_key_id));
    Ok(found)
}

fn read_root_key(cells: &mut Cells<'_>) -> Result<RootKeyRow, Failure> {
    Ok(RootKeyRow {
        root_key_id: cells.text()?,
        sentinel: cells.sealed()?,
        state: cells.parsed(RootState::parse)?,
        created_at: cells.time()?,
    })
}

/// How many keysets and keys of before each root key wraps, likewise.
pub(super) async fn count_keys(db: &Db) -> Result<Vec<(String, u64)>, Failure> {
    let read = |cells: &mut Cells<'_>| Ok((cells.text()?, cells.count()?));
    let mut found = fence::select(db, "keysets", KEY_COUNTS, &[], read).await?;
    found.sort();
    Ok(found)
}

/// Who is registered.
pub(super) async fn list_processes(db: &Db) -> Result<Vec<ProcessRow>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "processes");
        let id = readable(cells.bytes())?;
        // One that cannot be read says that it has none: it is forgotten like any other, once it is silent.
        let root_key_ids = readable(cells.take())?.unwrap_or_default();
        let seen_at = cells.time()?;
        Ok(id.map(|id| ProcessRow { id, root_key_ids, seen_at }))
    };
    Ok(db.select(PROCESSES, &[], read).await?.into_iter().flatten().collect())
}

/// Writes what the vault says of itself, unless something is in it already.
pub(super) async fn init_meta(db: &Db, row: &MetaRow) -> Result<(), Failure> {
    if query::find_meta(db).await?.is_none() && db.exists(IN_USE, &[]).await? {
        return Err(Conflict::Orphaned.into());
    }
    let values = [
        (":schema_version", integer(i64::from(row.schema_version))),
        (":oldest_reader", integer(i64::from(row.oldest_reader))),
        (":environment_hash", blob(&row.environment_hash)),
        (":store_epoch", count(row.store_epoch)?),
    ];
    db.execute(INIT_META, &values).await.map(drop)
}

/// Adds a sentinel.
pub(super) async fn add_root_key(db: &Db, row: &RootKeyRow) -> Result<(), Failure> {
    let values = [
        (":root_key_id", text(&row.root_key_id)),
        (":sentinel", blob(row.sentinel.as_bytes())),
        (":state", text(row.state.as_str())),
        (":created_at", time(row.created_at)),
    ];
    db.execute(ADD_ROOT_KEY, &values).await.map(drop)
}

/// Says that a process is there.
pub(super) async fn register(db: &Db, process: &ProcessRow) -> Result<(), Failure> {
    let ids = texts(process.root_key_ids.iter().map(String::as_str));
    let values = [(":id", blob(&process.id)), (":root_key_ids", ids), (":seen_at", time(process.seen_at))];
    one_row(db.execute(REGISTER, &values).await?)
}

/// Forgets a process.
pub(super) async fn forget(db: &Db, id: &[u8; 16]) -> Result<(), Failure> {
    db.execute(FORGET, &[(":id", blob(id))]).await.map(drop)
}

/// Makes a root key the one that wraps.
pub(super) async fn promote(db: &Db, root_key_id: &str) -> Result<(), Failure> {
    let root = [(":root_key_id", text(root_key_id))];
    one_row(db.execute(PROMOTE, &root).await?)?;
    db.execute(DEMOTE, &root).await.map(drop)
}

/// Ends a root key that wraps nothing any more.
pub(super) async fn retire(db: &Db, root_key_id: &str) -> Result<(), Failure> {
    one_row(db.execute(RETIRE, &[(":root_key_id", text(root_key_id))]).await?)
}

/// Replaces a sentinel.
pub(super) async fn renew_sentinel(db: &Db, root_key_id: &str, was: &SealedBytes, sentinel: &SealedBytes) -> Result<(), Failure> {
    let values = [(":root_key_id", text(root_key_id)), (":was", blob(was.as_bytes())), (":sentinel", blob(sentinel.as_bytes()))];
    one_row(db.execute(RENEW_SENTINEL, &values).await?)
}

const ROOT_KEYS: &str = "SELECT root_key_id, sentinel, state, created_at FROM @root_keys ORDER BY root_key_id";
const KEY_COUNTS: &str = "SELECT root_key_id, count(*) FROM (SELECT root_key_id FROM @keysets
    UNION ALL SELECT root_key_id FROM @legacy_keys) AS wrapped GROUP BY root_key_id ORDER BY root_key_id";
const PROCESSES: &str = "SELECT id, root_key_ids, seen_at FROM @processes ORDER BY id";
const INIT_META: &str = "INSERT INTO @meta (only_row, schema_version, oldest_reader, environment_hash, store_epoch)
    VALUES (1, :schema_version, :oldest_reader, :environment_hash, :store_epoch)";
const ADD_ROOT_KEY: &str = "INSERT INTO @root_keys (root_key_id, sentinel, state, created_at)
    VALUES (:root_key_id, :sentinel, :state, :created_at)";
const IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM @root_keys) OR EXISTS (SELECT 1 FROM @keysets)
    OR EXISTS (SELECT 1 FROM @legacy_keys) OR EXISTS (SELECT 1 FROM @grants) OR EXISTS (SELECT 1 FROM @sessions)";
const REGISTER: &str = "INSERT INTO @processes (id, root_key_ids, seen_at)
    SELECT :id, :root_key_ids, :seen_at WHERE NOT EXISTS (
        SELECT 1 FROM @root_keys AS root WHERE (root.state = 'primary'
                OR EXISTS (SELECT 1 FROM @keysets AS wrapped WHERE wrapped.root_key_id = root.root_key_id)
                OR EXISTS (SELECT 1 FROM @legacy_keys AS wrapped WHERE wrapped.root_key_id = root.root_key_id))
            AND root.root_key_id <> ALL (:root_key_ids))
    ON CONFLICT (id) DO UPDATE SET root_key_ids = excluded.root_key_ids, seen_at = excluded.seen_at";
const FORGET: &str = "DELETE FROM @processes WHERE id = :id";
// Who has been given no root key has not this one either.
const PROMOTE: &str = "UPDATE @root_keys AS root SET state = 'primary' WHERE root_key_id = :root_key_id AND state <> 'primary'
    AND NOT EXISTS (SELECT 1 FROM @processes AS process WHERE length(id) = 16 AND NOT CASE root.state
        WHEN 'offered' THEN :root_key_id = ANY (process.root_key_ids)
        ELSE coalesce(:root_key_id = process.root_key_ids[1], false) END)";
const DEMOTE: &str = "UPDATE @root_keys SET state = 'retiring' WHERE state = 'primary' AND root_key_id <> :root_key_id";
const RETIRE: &str = "UPDATE @root_keys SET state = 'retired' WHERE root_key_id = :root_key_id AND state = 'retiring'
    AND NOT EXISTS (SELECT 1 FROM @keysets WHERE root_key_id = :root_key_id)
    AND NOT EXISTS (SELECT 1 FROM @legacy_keys WHERE root_key_id = :root_key_id)";
const RENEW_SENTINEL: &str = "UPDATE @root_keys SET sentinel = :sentinel WHERE root_key_id = :root_key_id AND sentinel = :was";
