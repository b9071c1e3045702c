//! Reads and writes root keys, wrapped keys and registered processes. The conditions of a root rotation stand in the SQL.

use rusqlite::{Connection, Row};

use crate::base::{TenantId, Timestamp};
use crate::model::rows::{Conflict, KeyPurpose, KeyQuery, KeyRow, KeyState, ProcessRow, RewrappedKey, RootKeyRow, RootState};
use crate::model::sealed::SealedBytes;

use super::columns::Cells;
use super::errors::Failure;
use super::readable::readable;
use super::statement::{Named, at_most, blob, execute, insert, one_row, optional, select, text, time};

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

/// How many keys each root key wraps.
pub(super) fn count_keys(db: &Connection) -> Result<Vec<(String, u64)>, Failure> {
    select(db, KEY_COUNTS, &[], |row| {
        let mut cells = Cells::new(row, "tenant_keys");
        Ok((cells.text()?, cells.count()?))
    })
}

/// Wrapped keys.
pub(super) fn list_keys(db: &Connection, query: &KeyQuery) -> Result<Vec<KeyRow>, Failure> {
    match query {
        KeyQuery::Tenant(tenant) => select_readable(db, TENANT_KEYS, &[(":tenant_id", text(tenant.as_str()))], read_key),
        KeyQuery::Index => select_readable(db, INDEX_KEY, &[], read_key),
        KeyQuery::DecryptOnly { after, limit } => {
            let after = after.as_ref().map_or(&[][..], |id| id);
            select_readable(db, DECRYPT_ONLY, &[(":after", blob(after)), (":limit", at_most(*limit))], read_key)
        }
        KeyQuery::WrappedBy { root_key_id, after, limit } => {
            // Every id is longer than an empty one, and so behind it.
            let after = after.as_ref().map_or(&[][..], |id| id);
            let values = [(":root_key_id", text(root_key_id)), (":after", blob(after)), (":limit", at_most(*limit))];
            select_readable(db, WRAPPED_KEYS, &values, read_key)
        }
    }
}

fn select_readable<T>(
    db: &Connection,
    sql: &str,
    values: &[Named<'_>],
    read: impl Fn(&Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    Ok(select(db, sql, values, |row| readable(read(row)))?.into_iter().flatten().collect())
}

fn read_key(row: &Row<'_>) -> Result<KeyRow, Failure> {
    let mut cells = Cells::new(row, "tenant_keys");
    Ok(KeyRow {
        key_id: cells.bytes()?,
        purpose: cells.parsed(KeyPurpose::parse)?,
        tenant_id: cells.optional(|cells| cells.parsed(|text| TenantId::stored(text).ok()))?,
        state: cells.parsed(KeyState::parse)?,
        root_key_id: cells.text()?,
        wrapped: cells.sealed()?,
        created_at: cells.time()?,
    })
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

/// Adds a tenant's next key in the place of the one that seals.
pub(super) fn follow(db: &Connection, was: &[u8; 16], row: &KeyRow, now: Timestamp) -> Result<(), Failure> {
    let tenant_id = (":tenant_id", optional(row.tenant_id.as_ref(), |id| text(id.as_str())));
    one_row(execute(db, DECRYPT, &[(":key_id", blob(was)), tenant_id])?)?;
    execute(db, END_KEY, &[(":key_id", blob(was)), (":now", time(now))])?;
    insert_key(db, row)
}

/// Destroys a key that seals nothing any more.
pub(super) fn destroy(db: &Connection, tenant_id: &TenantId, key_id: &[u8; 16]) -> Result<(), Failure> {
    one_row(execute(db, DESTROY, &[(":key_id", blob(key_id)), (":tenant_id", text(tenant_id.as_str()))])?)
}

/// Adds a key, unless its root key is retired or its owner has lost another.
pub(super) fn add_key(db: &Connection, row: &KeyRow) -> Result<(), Failure> {
    insert_key(db, row)?;
    // After the insert: that somebody else has just made the key is not that it is lost.
    if is_first_of_its_owner(db, row)? && has_rows(db, row.tenant_id.as_ref())? { Err(Conflict::Orphaned.into()) } else { Ok(()) }
}

fn insert_key(db: &Connection, row: &KeyRow) -> Result<(), Failure> {
    let root = [(":root_key_id", text(&row.root_key_id))];
    if !select(db, IS_RETIRED, &root, |_| Ok(()))?.is_empty() {
        return Err(Conflict::Stale.into());
    }
    let values: Vec<Named<'_>> = vec![
        (":key_id", blob(&row.key_id)),
        (":purpose", text(row.purpose.as_str())),
        (":tenant_id", optional(row.tenant_id.as_ref(), |id| text(id.as_str()))),
        (":state", text(row.state.as_str())),
        (":root_key_id", text(&row.root_key_id)),
        (":wrapped", blob(row.wrapped.as_bytes())),
        (":created_at", time(row.created_at)),
    ];
    insert(db, ADD_KEY, &values)
}

fn is_first_of_its_owner(db: &Connection, row: &KeyRow) -> Result<bool, Failure> {
    let query = row.tenant_id.clone().map_or(KeyQuery::Index, KeyQuery::Tenant);
    Ok(list_keys(db, &query)?.len() == 1)
}

/// Whether something is there that a key of this owner has sealed or hashed.
fn has_rows(db: &Connection, tenant_id: Option<&TenantId>) -> Result<bool, Failure> {
    let Some(tenant_id) = tenant_id else { return Ok(!select(db, HASHED, &[], |_| Ok(()))?.is_empty()) };
    for sql in [SEALED_GRANT, SEALED_SESSION] {
        if !select(db, sql, &[(":tenant_id", text(tenant_id.as_str()))], |_| Ok(()))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
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

/// Stores keys that were wrapped again.
pub(super) fn rewrap(db: &Connection, keys: &[RewrappedKey]) -> Result<(), Failure> {
    for key in keys {
        let values = [
            (":key_id", blob(&key.key_id)),
            (":was", blob(key.was.as_bytes())),
            (":root_key_id", text(&key.root_key_id)),
            (":wrapped", blob(key.wrapped.as_bytes())),
        ];
        execute(db, REWRAP, &values)?;
    }
    Ok(())
}

const ROOT_KEYS: &str = "SELECT root_key_id, sentinel, state, created_at FROM root_keys ORDER BY root_key_id";
const KEY_COUNTS: &str = "SELECT root_key_id, count(*) FROM tenant_keys GROUP BY root_key_id ORDER BY root_key_id";
const TENANT_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM tenant_keys
    WHERE tenant_id = :tenant_id ORDER BY created_at, key_id";
const INDEX_KEY: &str =
    "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM tenant_keys WHERE purpose = 'index'";
const WRAPPED_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM tenant_keys
    WHERE root_key_id = :root_key_id AND key_id > :after ORDER BY key_id LIMIT :limit";
const DECRYPT_ONLY: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM tenant_keys
    WHERE state = 'decrypt_only' AND key_id > :after ORDER BY key_id LIMIT :limit";
const DECRYPT: &str =
    "UPDATE tenant_keys SET state = 'decrypt_only' WHERE key_id = :key_id AND tenant_id = :tenant_id AND state = 'primary'";
const END_KEY: &str = "INSERT OR IGNORE INTO ended_keys (key_id, ended_at) VALUES (:key_id, :now)";
const DESTROY: &str = "DELETE FROM tenant_keys WHERE key_id = :key_id AND tenant_id = :tenant_id AND state = 'decrypt_only'
    AND EXISTS (SELECT 1 FROM ended_keys WHERE key_id = :key_id)
    AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.tenant_id = :tenant_id AND grants.key_id = :key_id AND sealed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.tenant_id = :tenant_id AND sessions.key_id = :key_id
        AND sealed IS NOT NULL)";
const PROCESSES: &str = "SELECT id, root_key_ids, seen_at FROM processes ORDER BY id";
const ADD_ROOT_KEY: &str = "INSERT INTO root_keys (root_key_id, sentinel, state, created_at)
    VALUES (:root_key_id, :sentinel, :state, :created_at)";
const ADD_KEY: &str = "INSERT INTO tenant_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
    VALUES (:key_id, :purpose, :tenant_id, :state, :root_key_id, :wrapped, :created_at)";
const IS_RETIRED: &str = "SELECT 1 FROM root_keys WHERE root_key_id = :root_key_id AND state = 'retired'";
// What is left of a revoked grant holds no secret: that it does not open keeps nobody from beginning anew.
const SEALED_GRANT: &str = "SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND sealed IS NOT NULL
    AND status <> 'revoked' LIMIT 1";
const SEALED_SESSION: &str =
    "SELECT 1 FROM sessions WHERE tenant_id = :tenant_id AND status = 'pending' AND sealed IS NOT NULL LIMIT 1";
const HASHED: &str = "SELECT 1 FROM grants WHERE account_hash IS NOT NULL LIMIT 1";
const IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM root_keys) OR EXISTS (SELECT 1 FROM tenant_keys)
    OR EXISTS (SELECT 1 FROM grants) OR EXISTS (SELECT 1 FROM sessions)";
// One statement: between its questions and its row nobody promotes another root key.
const REGISTER: &str = "INSERT INTO processes (id, root_key_ids, seen_at)
    SELECT :id, :root_key_ids, :seen_at WHERE NOT EXISTS (
        SELECT 1 FROM root_keys AS root WHERE (root.state = 'primary'
                OR EXISTS (SELECT 1 FROM tenant_keys AS wrapped WHERE wrapped.root_key_id = root.root_key_id))
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
    AND NOT EXISTS (SELECT 1 FROM tenant_keys WHERE root_key_id = :root_key_id)";
const RENEW_SENTINEL: &str = "UPDATE root_keys SET sentinel = :sentinel WHERE root_key_id = :root_key_id AND sentinel = :was";
const REWRAP: &str = "UPDATE tenant_keys SET root_key_id = :root_key_id, wrapped = :wrapped
    WHERE key_id = :key_id AND wrapped = :was AND EXISTS (SELECT 1 FROM root_keys WHERE root_key_id = :root_key_id AND state = 'primary')";

/// The statements that look something up, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [
        TENANT_KEYS,
        INDEX_KEY,
        WRAPPED_KEYS,
        DECRYPT_ONLY,
        DECRYPT,
        IS_RETIRED,
        SEALED_GRANT,
        SEALED_SESSION,
        FORGET,
        RETIRE,
        RENEW_SENTINEL,
        REWRAP,
    ]
    .map(str::to_owned)
    .to_vec()
}
