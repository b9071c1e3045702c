//! Reads and writes root keys and registered processes. The conditions of a root rotation stand in the SQL.

use rusqlite::{Connection, Row};

use crate::model::rows::{ProcessRow, RootKeyRow, RootState};
use crate::model::sealed::SealedBytes;

use super::columns::Cells;
use super::errors::Failure;
use super::readable::readable;
use super::statement::{Named, blob, execute, insert, one_row, select, text, time};

/// Every sentinel.
pub(super) fn list_root_keys(db: &Connection) -> Result<Vec<RootKeyRow>, Failure> {
    let read = |row: &Row<'_>| {
        let mut cells = Cells::new(row, "root_keys");
        Ok(RootKeyRow {
            root_key_id: cells.text()?,
            sentinel: cells.sealed()?,
            state: cells.parsed(RootState::parse)?,
            created_at: cells.time()?,
        })
    };
    select_readable(db, ROOT_KEYS, &[], read)
}

/// How many keysets and keys of before each root key wraps.
pub(super) fn count_keys(db: &Connection) -> Result<Vec<(String, u64)>, Failure> {
    select(db, KEY_COUNTS, &[], |row| {
        let mut cells = Cells::new(row, "keysets");
        Ok((cells.text()?, cells.count()?))
    })
}

fn select_readable<T>(
    db: &Connection,
    sql: &str,
    values: &[Named<'_>],
    read: impl Fn(&Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    Ok(select(db, sql, values, |row| readable(read(row)))?.into_iter().flatten().collect())
}

/// Who is registered.
pub(super) fn list_processes(db: &Connection) -> Result<Vec<ProcessRow>, Failure> {
    select_readable(db, PROCESSES, &[], |row| {
        let mut cells = Cells::new(row, "processes");
        Ok(ProcessRow {
            id: cells.bytes()?,
            // One that cannot be read says that it has none: it is forgotten like any other, once it is silent.
            root_key_ids: cells.text().map(|text| serde_json::from_str(&text).unwrap_or_default())?,
            seen_at: cells.time()?,
        })
    })
}

/// Adds a sentinel.
pub(super) fn add_root_key(db: &Connection, row: &RootKeyRow) -> Result<(), Failure> {
    let values = [
        (":root_key_id", text(&row.root_key_id)),
        (":sentinel", blob(row.sentinel.as_bytes())),
        (":state", text(row.state.as_str())),
        (":created_at", time(row.created_at)),
    ];
    insert(db, ADD_ROOT_KEY, &values)
}

/// Whether a vault without `meta` has something in it all the same.
pub(super) fn is_in_use(db: &Connection) -> Result<bool, Failure> {
    Ok(!select(db, IN_USE, &[], |_| Ok(()))?.is_empty())
}

/// Says that a process is there.
pub(super) fn register(db: &Connection, process: &ProcessRow) -> Result<(), Failure> {
    let ids = serde_json::Value::from(process.root_key_ids.clone()).to_string();
    let values = [(":id", blob(&process.id)), (":root_key_ids", text(&ids)), (":seen_at", time(process.seen_at))];
    one_row(execute(db, REGISTER, &values)?)
}

/// Forgets a process.
pub(super) fn forget(db: &Connection, id: &[u8; 16]) -> Result<(), Failure> {
    execute(db, FORGET, &[(":id", blob(id))]).map(drop)
}

/// Makes a root key the one that wraps.
pub(super) fn promote(db: &Connection, root_key_id: &str) -> Result<(), Failure> {
    let root = [(":root_key_id", text(root_key_id))];
    one_row(execute(db, PROMOTE, &root)?)?;
    execute(db, DEMOTE, &root).map(drop)
}

/// Ends a root key that wraps nothing any more.
pub(super) fn retire(db: &Connection, root_key_id: &str) -> Result<(), Failure> {
    one_row(execute(db, RETIRE, &[(":root_key_id", text(root_key_id))])?)
}

/// Replaces a sentinel.
pub(super) fn renew_sentinel(
    db: &Connection,
    root_key_id: &str,
    was: &SealedBytes,
    sentinel: &SealedBytes,
) -> Result<(), Failure> {
    let values = [(":root_key_id", text(root_key_id)), (":was", blob(was.as_bytes())), (":sentinel", blob(sentinel.as_bytes()))];
    one_row(execute(db, RENEW_SENTINEL, &values)?)
}

const ROOT_KEYS: &str = "SELECT root_key_id, sentinel, state, created_at FROM root_keys ORDER BY root_key_id";
const KEY_COUNTS: &str = "SELECT root_key_id, count(*) FROM (SELECT root_key_id FROM keysets
    UNION ALL SELECT root_key_id FROM legacy_keys) GROUP BY root_key_id ORDER BY root_key_id";
const PROCESSES: &str = "SELECT id, root_key_ids, seen_at FROM processes ORDER BY id";
const ADD_ROOT_KEY: &str = "INSERT INTO root_keys (root_key_id, sentinel, state, created_at)
    VALUES (:root_key_id, :sentinel, :state, :created_at)";
const IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM root_keys) OR EXISTS (SELECT 1 FROM keysets)
    OR EXISTS (SELECT 1 FROM legacy_keys) OR EXISTS (SELECT 1 FROM grants) OR EXISTS (SELECT 1 FROM sessions)";
// One statement: between its questions and its row nobody promotes another root key.
const REGISTER: &str = "INSERT INTO processes (id, root_key_ids, seen_at)
    SELECT :id, :root_key_ids, :seen_at WHERE NOT EXISTS (
        SELECT 1 FROM root_keys AS root WHERE (root.state = 'primary'
                OR EXISTS (SELECT 1 FROM keysets AS wrapped WHERE wrapped.root_key_id = root.root_key_id)
                OR EXISTS (SELECT 1 FROM legacy_keys AS wrapped WHERE wrapped.root_key_id = root.root_key_id))
            AND root.root_key_id NOT IN (SELECT value FROM json_each(:root_key_ids)))
    ON CONFLICT (id) DO UPDATE SET root_key_ids = excluded.root_key_ids, seen_at = excluded.seen_at";
const FORGET: &str = "DELETE FROM processes WHERE id = :id";
// A row that says nothing counts as a process that has none of them; one that no process can have made, as none at all.
const PROMOTE: &str = "UPDATE root_keys SET state = 'primary' WHERE root_key_id = :root_key_id AND state <> 'primary'
    AND NOT EXISTS (SELECT 1 FROM processes WHERE length(id) = 16 AND NOT CASE
        WHEN NOT json_valid(processes.root_key_ids) THEN 0
        WHEN root_keys.state = 'offered' THEN :root_key_id IN (SELECT value FROM json_each(processes.root_key_ids))
        ELSE :root_key_id = json_extract(processes.root_key_ids, '$[0]') END)";
const DEMOTE: &str = "UPDATE root_keys SET state = 'retiring' WHERE state = 'primary' AND root_key_id <> :root_key_id";
const RETIRE: &str = "UPDATE root_keys SET state = 'retired' WHERE root_key_id = :root_key_id AND state = 'retiring'
    AND NOT EXISTS (SELECT 1 FROM keysets WHERE root_key_id = :root_key_id)
    AND NOT EXISTS (SELECT 1 FROM legacy_keys WHERE root_key_id = :root_key_id)";
const RENEW_SENTINEL: &str = "UPDATE root_keys SET sentinel = :sentinel WHERE root_key_id = :root_key_id AND sentinel = :was";

/// The statements that look something up, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [FORGET, RETIRE, RENEW_SENTINEL].map(str::to_owned).to_vec()
}
