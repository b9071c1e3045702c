//! Reads and writes root keys, wrapped keys and registered processes. They are written one after the other, under one lock of the vault:
//! what a write asks about the others holds until it is committed.

use tokio_postgres::Row;

use crate::base::{TenantId, Timestamp};
use crate::model::rows::{
    Conflict, KeyPurpose, KeyQuery, KeyRow, KeyState, MetaRow, ProcessRow, RewrappedKey, RootKeyRow, RootState,
};
use crate::model::sealed::SealedBytes;

use super::columns::Cells;
use super::errors::Failure;
use super::query;
use super::readable::readable;
use super::session::Db;
use super::statement::{at_most, blob, count, integer, one_row, optional_text, text, texts, time};
use super::transaction;

/// Waits until nobody else writes keys.
pub(super) async fn lock(db: &Db) -> Result<(), Failure> {
    transaction::lock(db, "keys").await
}

/// Every sentinel.
pub(super) async fn list_root_keys(db: &Db) -> Result<Vec<RootKeyRow>, Failure> {
    Ok(db.select(ROOT_KEYS, &[], |row| readable(read_root_key(row))).await?.into_iter().flatten().collect())
}

fn read_root_key(row: &Row) -> Result<RootKeyRow, Failure> {
    let mut cells = Cells::new(row, "root_keys");
    Ok(RootKeyRow {
        root_key_id: cells.text()?,
        sentinel: cells.sealed()?,
        state: cells.parsed(RootState::parse)?,
        created_at: cells.time()?,
    })
}

/// How many keys each root key wraps.
pub(super) async fn count_keys(db: &Db) -> Result<Vec<(String, u64)>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "tenant_keys");
        Ok((cells.text()?, cells.count()?))
    };
    db.select(KEY_COUNTS, &[], read).await
}

/// Wrapped keys.
pub(super) async fn list_keys(db: &Db, query: &KeyQuery) -> Result<Vec<KeyRow>, Failure> {
    let read = |row: &Row| readable(read_key(row));
    let found = match query {
        KeyQuery::Tenant(tenant) => db.select(TENANT_KEYS, &[(":tenant_id", text(tenant.as_str()))], read).await?,
        KeyQuery::Index => db.select(INDEX_KEY, &[], read).await?,
        KeyQuery::DecryptOnly { after, limit } => {
            let after = after.as_ref().map_or(&[][..], |id| id);
            db.select(DECRYPT_ONLY, &[(":after", blob(after)), (":limit", at_most(*limit))], read).await?
        }
        KeyQuery::WrappedBy { root_key_id, after, limit } => {
            // Every id is longer than an empty one, and so behind it.
            let after = after.as_ref().map_or(&[][..], |id| id);
            let values = [(":root_key_id", text(root_key_id)), (":after", blob(after)), (":limit", at_most(*limit))];
            db.select(WRAPPED_KEYS, &values, read).await?
        }
    };
    Ok(found.into_iter().flatten().collect())
}

fn read_key(row: &Row) -> Result<KeyRow, Failure> {
    let mut cells = Cells::new(row, "tenant_keys");
    Ok(KeyRow {
        key_id: cells.bytes()?,
        purpose: cells.parsed(KeyPurpose::parse)?,
        tenant_id: cells.optional_parsed(|text| TenantId::stored(text).ok())?,
        state: cells.parsed(KeyState::parse)?,
        root_key_id: cells.text()?,
        wrapped: cells.sealed()?,
        created_at: cells.time()?,
    })
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

/// Adds a tenant's next key in the place of the one that seals.
pub(super) async fn follow(db: &Db, was: &[u8; 16], row: &KeyRow, now: Timestamp) -> Result<(), Failure> {
    let tenant_id = (":tenant_id", optional_text(row.tenant_id.as_ref().map(TenantId::as_str)));
    one_row(db.execute(DECRYPT, &[(":key_id", blob(was)), tenant_id]).await?)?;
    db.execute(END_KEY, &[(":key_id", blob(was)), (":at", time(now))]).await?;
    insert_key(db, row).await
}

/// Destroys a key that seals nothing any more.
pub(super) async fn destroy(db: &Db, tenant_id: &TenantId, key_id: &[u8; 16]) -> Result<(), Failure> {
    one_row(db.execute(DESTROY, &[(":key_id", blob(key_id)), (":tenant_id", text(tenant_id.as_str()))]).await?)
}

/// Adds a key, unless its root key is retired or its owner has lost another.
pub(super) async fn add_key(db: &Db, row: &KeyRow) -> Result<(), Failure> {
    insert_key(db, row).await?;
    // After the insert: that somebody else has just made the key is not that it is lost.
    let owner = row.tenant_id.clone().map_or(KeyQuery::Index, KeyQuery::Tenant);
    let is_first = list_keys(db, &owner).await?.len() == 1;
    if is_first && has_rows(db, row.tenant_id.as_ref()).await? { Err(Conflict::Orphaned.into()) } else { Ok(()) }
}

async fn insert_key(db: &Db, row: &KeyRow) -> Result<(), Failure> {
    if db.exists(IS_RETIRED, &[(":root_key_id", text(&row.root_key_id))]).await? {
        return Err(Conflict::Stale.into());
    }
    let values = [
        (":key_id", blob(&row.key_id)),
        (":purpose", text(row.purpose.as_str())),
        (":tenant_id", optional_text(row.tenant_id.as_ref().map(TenantId::as_str))),
        (":state", text(row.state.as_str())),
        (":root_key_id", text(&row.root_key_id)),
        (":wrapped", blob(row.wrapped.as_bytes())),
        (":created_at", time(row.created_at)),
    ];
    db.execute(ADD_KEY, &values).await.map(drop)
}

/// Whether something is there that a key of this owner has sealed or hashed.
async fn has_rows(db: &Db, tenant_id: Option<&TenantId>) -> Result<bool, Failure> {
    match tenant_id {
        None => db.exists(HASHED, &[]).await,
        Some(tenant_id) => db.exists(SEALED, &[(":tenant_id", text(tenant_id.as_str()))]).await,
    }
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

/// Stores keys that were wrapped again.
pub(super) async fn rewrap(db: &Db, keys: &[RewrappedKey]) -> Result<(), Failure> {
    for key in keys {
        let values = [
            (":key_id", blob(&key.key_id)),
            (":was", blob(key.was.as_bytes())),
            (":root_key_id", text(&key.root_key_id)),
            (":wrapped", blob(key.wrapped.as_bytes())),
        ];
        db.execute(REWRAP, &values).await?;
    }
    Ok(())
}

const ROOT_KEYS: &str = "SELECT root_key_id, sentinel, state, created_at FROM @root_keys ORDER BY root_key_id";
const KEY_COUNTS: &str = "SELECT root_key_id, count(*) FROM @tenant_keys GROUP BY root_key_id ORDER BY root_key_id";
const TENANT_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @tenant_keys
    WHERE tenant_id = :tenant_id ORDER BY created_at, key_id";
const INDEX_KEY: &str =
    "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @tenant_keys WHERE purpose = 'index'";
const WRAPPED_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @tenant_keys
    WHERE root_key_id = :root_key_id AND key_id > :after ORDER BY key_id LIMIT :limit";
const DECRYPT_ONLY: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @tenant_keys
    WHERE state = 'decrypt_only' AND key_id > :after ORDER BY key_id LIMIT :limit";
// Waits for whoever is writing under it: what they write is sealed again with the rest.
const DECRYPT: &str =
    "UPDATE @tenant_keys SET state = 'decrypt_only' WHERE key_id = :key_id AND tenant_id = :tenant_id AND state = 'primary'";
const END_KEY: &str = "INSERT INTO @ended_keys (key_id, ended_at) VALUES (:key_id, :at) ON CONFLICT (key_id) DO NOTHING";
const DESTROY: &str = "DELETE FROM @tenant_keys WHERE key_id = :key_id AND tenant_id = :tenant_id AND state = 'decrypt_only'
    AND EXISTS (SELECT 1 FROM @ended_keys WHERE key_id = :key_id)
    AND NOT EXISTS (SELECT 1 FROM @grants WHERE tenant_id = :tenant_id AND key_id = :key_id AND sealed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM @sessions WHERE tenant_id = :tenant_id AND key_id = :key_id AND sealed IS NOT NULL)";
const PROCESSES: &str = "SELECT id, root_key_ids, seen_at FROM @processes ORDER BY id";
const INIT_META: &str = "INSERT INTO @meta (only_row, schema_version, oldest_reader, environment_hash, store_epoch)
    VALUES (1, :schema_version, :oldest_reader, :environment_hash, :store_epoch)";
const ADD_ROOT_KEY: &str = "INSERT INTO @root_keys (root_key_id, sentinel, state, created_at)
    VALUES (:root_key_id, :sentinel, :state, :created_at)";
const ADD_KEY: &str = "INSERT INTO @tenant_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
    VALUES (:key_id, :purpose, :tenant_id, :state, :root_key_id, :wrapped, :created_at)";
const IS_RETIRED: &str = "SELECT 1 FROM @root_keys WHERE root_key_id = :root_key_id AND state = 'retired'";
// What is left of a revoked grant holds no secret: that it does not open keeps nobody from beginning anew.
const SEALED: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM @grants WHERE tenant_id = :tenant_id AND sealed IS NOT NULL
        AND status <> 'revoked')
    OR EXISTS (SELECT 1 FROM @sessions WHERE tenant_id = :tenant_id AND status = 'pending' AND sealed IS NOT NULL)";
const HASHED: &str = "SELECT 1 FROM @grants WHERE account_hash IS NOT NULL LIMIT 1";
const IN_USE: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM @root_keys) OR EXISTS (SELECT 1 FROM @tenant_keys)
    OR EXISTS (SELECT 1 FROM @grants) OR EXISTS (SELECT 1 FROM @sessions)";
const REGISTER: &str = "INSERT INTO @processes (id, root_key_ids, seen_at)
    SELECT :id, :root_key_ids, :seen_at WHERE NOT EXISTS (
        SELECT 1 FROM @root_keys AS root WHERE (root.state = 'primary'
                OR EXISTS (SELECT 1 FROM @tenant_keys AS wrapped WHERE wrapped.root_key_id = root.root_key_id))
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
    AND NOT EXISTS (SELECT 1 FROM @tenant_keys WHERE root_key_id = :root_key_id)";
const RENEW_SENTINEL: &str = "UPDATE @root_keys SET sentinel = :sentinel WHERE root_key_id = :root_key_id AND sentinel = :was";
const REWRAP: &str = "UPDATE @tenant_keys SET root_key_id = :root_key_id, wrapped = :wrapped
    WHERE key_id = :key_id AND wrapped = :was AND EXISTS (SELECT 1 FROM @root_keys WHERE root_key_id = :root_key_id AND state = 'primary')";
