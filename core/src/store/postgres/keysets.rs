//! Reads and writes keysets, and the keys of before there were any. The conditions of a change stand in the SQL.

use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::base::{TenantId, Timestamp};
use crate::model::grant::HashRange;
use crate::model::rows::{
    Conflict, KeyOwner, KeyPurpose, KeyRow, KeyState, KeysetChange, KeysetQuery, KeysetRow, LegacyKeyQuery,
};
use crate::model::sealed::SealedBytes;

use super::audit;
use super::columns::Cells;
use super::errors::Failure;
use super::fence;
use super::readable::readable;
use super::session::Db;
#[cfg(test)]
use super::statement::optional_text;
use super::statement::{Named, Param, at_most, blob, count, one_row, text, time};

/// The keyset of an owner, if the vault lets this program read.
pub(super) async fn find(db: &Db, owner: &KeyOwner) -> Result<Option<KeysetRow>, Failure> {
    Ok(fence::select(db, "keysets", KEYSET, &[(":tenant_id", tenant(owner))], read).await?.pop())
}

/// Keysets in the order of their owners. A page is short only where it is the last one: what cannot be read hides nothing.
pub(super) async fn list(db: &Db, query: &KeysetQuery) -> Result<Vec<KeysetRow>, Failure> {
    let (sql, root_key_id) = match (&query.root_key_id, query.is_rotating) {
        (Some(root_key_id), _) => (WRAPPED, Some((":root_key_id", text(root_key_id)))),
        (None, true) => (ROTATING, None),
        (None, false) => (ALL, None),
    };
    let (mut found, mut from) = (Vec::new(), first_behind(query.after.as_ref().map(KeyOwner::as_str)));
    loop {
        let most = query.limit - found.len();
        let mut values = vec![(":from", text(&from)), (":limit", at_most(most))];
        values.extend(root_key_id.clone());
        let read = |cells: &mut Cells<'_>| Ok((cells.peek(), readable(read(cells))?));
        let page = fence::select(db, "keysets", sql, &values, read).await?;
        let last = page.last().and_then(|(owner, _)| owner.clone());
        let is_last = page.len() < most;
        found.extend(page.into_iter().filter_map(|(_, row)| row));
        match last {
            Some(last) if !is_last && found.len() < query.limit => from = first_behind(Some(&last)),
            _ => return Ok(found),
        }
    }
}

/// What is no tenant's stands before all tenants; behind an owner comes the first text that is longer, as no name has such a character.
fn first_behind(after: Option<&str>) -> String {
    after.map_or_else(String::new, |owner| format!("{owner}\u{1}"))
}

fn tenant(owner: &KeyOwner) -> Param<'_> {
    text(owner.as_str())
}

fn read(cells: &mut Cells<'_>) -> Result<KeysetRow, Failure> {
    Ok(KeysetRow {
        owner: cells.parsed(KeyOwner::parse)?,
        version: cells.count()?,
        root_key_id: cells.text()?,
        key_ids: cells.ids()?,
        sealed: cells.sealed()?,
        changed_at: cells.time()?,
    })
}

/// Keys of before there were keysets.
pub(super) async fn list_legacy(db: &Db, query: &LegacyKeyQuery) -> Result<Vec<KeyRow>, Failure> {
    let read = |row: &Row| readable(read_legacy(row));
    let found = match query {
        LegacyKeyQuery::Owner(KeyOwner::Tenant(tenant_id)) => {
            db.select(TENANT_KEYS, &[(":tenant_id", text(tenant_id.as_str()))], read).await?
        }
        LegacyKeyQuery::Owner(KeyOwner::Index) => db.select(INDEX_KEY, &[], read).await?,
        LegacyKeyQuery::Owner(KeyOwner::Audit) => vec![],
        LegacyKeyQuery::Any { after, limit } => {
            // Every id is longer than an empty one, and so behind it.
            let after = after.as_ref().map_or(&[][..], |id| id);
            db.select(LEGACY_KEYS, &[(":after", blob(after)), (":limit", at_most(*limit))], read).await?
        }
    };
    Ok(found.into_iter().flatten().collect())
}

fn read_legacy(row: &Row) -> Result<KeyRow, Failure> {
    let mut cells = Cells::new(row, "legacy_keys");
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

/// Adds a keyset, in the place of these keys.
pub(super) async fn add(db: &Db, row: &KeysetRow, legacy: &[([u8; 16], SealedBytes)]) -> Result<(), Failure> {
    if db.exists(IS_RETIRED, &[(":root_key_id", text(&row.root_key_id))]).await? {
        return Err(Conflict::Stale.into());
    }
    if db.exists(IS_BEHIND, &[(":tenant_id", tenant(&row.owner)), (":version", count(row.version)?)]).await? {
        return Err(Conflict::Stale.into());
    }
    let ids = row.key_ids.concat();
    db.execute(ADD, &values(row, &ids)?).await?;
    let owned = list_legacy(db, &LegacyKeyQuery::Owner(row.owner.clone())).await?;
    let is_listed = |key: &KeyRow| legacy.iter().any(|(id, wrapped)| *id == key.key_id && *wrapped == key.wrapped);
    if owned.len() != legacy.len() || !owned.iter().all(is_listed) {
        return Err(if legacy.is_empty() { Conflict::Exists } else { Conflict::Stale }.into());
    }
    if legacy.is_empty() && has_rows(db, &row.owner).await? {
        return Err(Conflict::Orphaned.into());
    }
    for key in &owned {
        one_row(db.execute(FORGET_LEGACY, &[(":key_id", blob(&key.key_id))]).await?)?;
    }
    Ok(())
}

/// Whether something is there that a key of this owner has sealed, hashed or linked.
async fn has_rows(db: &Db, owner: &KeyOwner) -> Result<bool, Failure> {
    match owner {
        KeyOwner::Index => Ok(db.exists(HASHED, &[]).await? || is_linked_by_index(db).await?),
        KeyOwner::Audit => is_linked_by_others(db).await,
        KeyOwner::Tenant(tenant_id) => db.exists(SEALED, &[(":tenant_id", text(tenant_id.as_str()))]).await,
    }
}

/// Whether an entry of the audit log was linked by this index key.
pub(super) async fn has_linked(db: &Db, key_id: &[u8; 16]) -> Result<bool, Failure> {
    Ok(is_linked_by_index(db).await? && audit::is_linked_by(db, key_id).await?)
}

/// Whether an index key has linked an entry: those are the first ones.
async fn is_linked_by_index(db: &Db) -> Result<bool, Failure> {
    let Some(first) = audit::find_first_signer(db).await? else { return Ok(false) };
    let own = find(db, &KeyOwner::Audit).await?.map(|row| row.key_ids).unwrap_or_default();
    Ok(!own.iter().any(|key_id| key_id[..] == first))
}

/// Whether another key than an index key has linked an entry: those are the last ones.
async fn is_linked_by_others(db: &Db) -> Result<bool, Failure> {
    let Some(last) = audit::find_last_signer(db).await? else { return Ok(false) };
    let index = find(db, &KeyOwner::Index).await?.map(|row| row.key_ids).unwrap_or_default();
    let legacy = list_legacy(db, &LegacyKeyQuery::Owner(KeyOwner::Index)).await?.into_iter().map(|key| key.key_id);
    Ok(!index.into_iter().chain(legacy).any(|key_id| key_id[..] == last))
}

/// Adds a key as vaults before schema 12 have it.
#[cfg(test)]
pub(super) async fn add_legacy(db: &Db, row: &KeyRow) -> Result<(), Failure> {
    let values = [
        (":key_id", blob(&row.key_id)),
        (":purpose", text(row.purpose.as_str())),
        (":tenant_id", optional_text(row.tenant_id.as_ref().map(TenantId::as_str))),
        (":state", text(row.state.as_str())),
        (":root_key_id", text(&row.root_key_id)),
        (":wrapped", blob(row.wrapped.as_bytes())),
        (":created_at", time(row.created_at)),
    ];
    db.execute(ADD_LEGACY, &values).await.map(drop)
}

/// Replaces a keyset.
pub(super) async fn replace(
    db: &Db,
    change: &KeysetChange,
    ended: &[[u8; 16]],
    destroyed: &[[u8; 16]],
    now: Timestamp,
) -> Result<(), Failure> {
    let ids = change.row.key_ids.concat();
    one_row(db.execute(REPLACE, &change_values(change, &ids)?).await?)?;
    for key_id in ended {
        db.execute(END_KEY, &[(":key_id", blob(key_id)), (":at", time(now))]).await?;
    }
    if let (KeyOwner::Index, [_, ..], Some(newest)) = (&change.row.owner, destroyed, change.row.key_ids.last())
        && has_others(db, newest).await?
    {
        return Err(Conflict::Stale.into());
    }
    for key_id in destroyed {
        if change.row.owner == KeyOwner::Index && has_linked(db, key_id).await? {
            return Err(Conflict::Stale.into());
        }
        let values = [(":key_id", blob(key_id)), (":tenant_id", tenant(&change.row.owner)), (":at", time(now))];
        one_row(db.execute(DESTROY_KEY, &values).await?)?;
    }
    Ok(())
}

/// Stores keysets that were wrapped again.
pub(super) async fn rewrap(db: &Db, changes: &[KeysetChange]) -> Result<(), Failure> {
    for change in changes {
        let ids = change.row.key_ids.concat();
        db.execute(REWRAP, &change_values(change, &ids)?).await?;
    }
    Ok(())
}

fn values<'a>(row: &'a KeysetRow, ids: &'a [u8]) -> Result<Vec<Named<'a>>, Failure> {
    Ok(vec![
        (":tenant_id", tenant(&row.owner)),
        (":version", count(row.version)?),
        (":root_key_id", text(&row.root_key_id)),
        (":key_ids", blob(ids)),
        (":sealed", blob(row.sealed.as_bytes())),
        (":changed_at", time(row.changed_at)),
    ])
}

fn change_values<'a>(change: &'a KeysetChange, ids: &'a [u8]) -> Result<Vec<Named<'a>>, Failure> {
    let mut values = values(&change.row, ids)?;
    values.push((":was", count(change.was)?));
    Ok(values)
}

/// Ends and destroys all keys of a tenant.
pub(super) async fn erase(db: &Db, tenant_id: &TenantId, now: Timestamp) -> Result<(), Failure> {
    let (of, at) = ((":tenant_id", text(tenant_id.as_str())), (":at", time(now)));
    // Waits for whoever is writing under one of them: what they write is there afterwards, and goes. A keyset that cannot be read goes too.
    let ids = |row: &Row| readable(Cells::new(row, "keysets").ids());
    for key_id in db.select(FORGET, std::slice::from_ref(&of), ids).await?.into_iter().flatten().flatten() {
        db.execute(ERASE_KEY, &[(":key_id", blob(&key_id)), at.clone()]).await?;
    }
    db.execute(ERASE_LEGACY_KEYS, &[of.clone(), at]).await?;
    db.execute(FORGET_LEGACY_OF_TENANT, &[of]).await.map(drop)
}

/// Those of these keys that are destroyed.
pub(super) async fn find_destroyed_keys(db: &Db, key_ids: &[[u8; 16]]) -> Result<Vec<[u8; 16]>, Failure> {
    let of = (":key_ids", Param::Blobs(key_ids.iter().map(|id| Some(&id[..])).collect()));
    let found = fence::select(db, "ended_keys", DESTROYED, &[of], |cells| readable(cells.bytes())).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Whether this is the key that seals its tenant's records or, of no tenant, hashes accounts. Its row is held until the transaction ends:
/// an erasure, or a key that is to follow, that comes meanwhile waits, and finds what is written here.
pub(super) async fn hold(db: &Db, tenant_id: Option<&TenantId>, key_id: &[u8; 16]) -> Result<bool, Failure> {
    let key = (":key_id", blob(key_id));
    let of_tenant = [(":tenant_id", text(tenant_id.map_or("", TenantId::as_str))), key.clone()];
    if db.exists(HOLD, &of_tenant).await? || db.exists(HOLD_LEGACY, &[key]).await? {
        return Ok(true);
    }
    // Who has waited for a key that was gathered meanwhile has found no row, and holds nothing: it is in the keyset by now.
    db.exists(HOLD, &of_tenant).await
}

/// Waits for whoever is writing something sealed of this tenant, and holds up who comes until the transaction ends.
pub(super) async fn hold_all(db: &Db, tenant_id: &TenantId) -> Result<(), Failure> {
    for sql in [HOLD_ALL, HOLD_LEGACY_ALL] {
        db.select(sql, &[(":tenant_id", text(tenant_id.as_str()))], |_| Ok(())).await?;
    }
    Ok(())
}

/// Whether a hash is there that another key than this one has made, or that claims nothing.
pub(super) async fn has_outdated(db: &Db, key_id: &[u8; 16]) -> Result<bool, Failure> {
    let ranges = HashRange::without([*key_id].into_iter());
    let [before, behind] = ranges.as_slice() else { return Err(Failure::Misfit) };
    let values = [
        (":from", blob(&before.from)),
        (":until", blob(&before.until)),
        (":next_from", blob(&behind.from)),
        (":next_until", blob(&behind.until)),
    ];
    Ok(fence::select(db, "grants", &HAS_OUTDATED, &values, |cells| cells.take::<bool>()).await? == [true])
}

/// Whether another key than this one has made a hash that is there.
async fn has_others(db: &Db, key_id: &[u8; 16]) -> Result<bool, Failure> {
    for range in HashRange::without([*key_id].into_iter()) {
        if db.exists(OTHERS, &[(":from", blob(&range.from)), (":until", blob(&range.until))]).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

const KEYSET: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM @keysets
    WHERE tenant_id = :tenant_id";
const ALL: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM @keysets
    WHERE tenant_id >= :from ORDER BY tenant_id LIMIT :limit";
const ROTATING: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM @keysets
    WHERE length(key_ids) > 16 AND tenant_id >= :from ORDER BY tenant_id LIMIT :limit";
const WRAPPED: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM @keysets
    WHERE root_key_id = :root_key_id AND tenant_id >= :from ORDER BY tenant_id LIMIT :limit";
const TENANT_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @legacy_keys
    WHERE tenant_id = :tenant_id ORDER BY created_at, key_id";
const INDEX_KEY: &str =
    "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @legacy_keys WHERE purpose = 'index'";
const LEGACY_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM @legacy_keys
    WHERE key_id > :after ORDER BY key_id LIMIT :limit";
const ADD: &str = "INSERT INTO @keysets (tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at)
    VALUES (:tenant_id, :version, :root_key_id, :key_ids, :sealed, :changed_at)";
#[cfg(test)]
const ADD_LEGACY: &str = "INSERT INTO @legacy_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
    VALUES (:key_id, :purpose, :tenant_id, :state, :root_key_id, :wrapped, :created_at)";
const IS_BEHIND: &str = "SELECT 1 FROM @erasures WHERE tenant_id = :tenant_id AND erased_at >= :version LIMIT 1";
const IS_RETIRED: &str = "SELECT 1 FROM @root_keys WHERE root_key_id = :root_key_id AND state = 'retired'";
// What is left of a revoked grant holds no secret: that it does not open keeps nobody from beginning anew.
const SEALED: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM @grants WHERE tenant_id = :tenant_id AND sealed IS NOT NULL
        AND status <> 'revoked')
    OR EXISTS (SELECT 1 FROM @sessions WHERE tenant_id = :tenant_id AND status = 'pending' AND sealed IS NOT NULL)";
const HASHED: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM @grants WHERE account_hash IS NOT NULL)";
const REPLACE: &str = "UPDATE @keysets SET keyset_version = :version, root_key_id = :root_key_id, key_ids = :key_ids,
        sealed = :sealed, changed_at = :changed_at
    WHERE tenant_id = :tenant_id AND keyset_version = :was
    AND NOT EXISTS (SELECT 1 FROM @root_keys WHERE root_key_id = :root_key_id AND state = 'retired')";
const REWRAP: &str = "UPDATE @keysets SET keyset_version = :version, root_key_id = :root_key_id, key_ids = :key_ids,
        sealed = :sealed, changed_at = :changed_at
    WHERE tenant_id = :tenant_id AND keyset_version = :was
    AND EXISTS (SELECT 1 FROM @root_keys WHERE root_key_id = :root_key_id AND state = 'primary')";
// Most vaults have none of either. A server that has not counted yet expects many, and would read the whole table until it meets one: in
// the order of an index it reads that one.
pub(super) const IN_VAIN: &str =
    "SELECT 1 FROM @grants WHERE account_hash IS NOT NULL AND subject <> 'installation' ORDER BY id LIMIT 1";
pub(super) const OTHERS: &str =
    "SELECT 1 FROM @grants WHERE account_hash > :from AND account_hash < :until ORDER BY account_hash LIMIT 1";
// As values, and not by `EXISTS`, which forgets about the order.
static HAS_OUTDATED: LazyLock<String> = LazyLock::new(|| {
    let next = OTHERS.replace(":from", ":next_from").replace(":until", ":next_until");
    format!("SELECT coalesce(({IN_VAIN}), ({OTHERS}), ({next})) IS NOT NULL AS is_there_one")
});
const END_KEY: &str = "INSERT INTO @ended_keys (key_id, ended_at) VALUES (:key_id, :at) ON CONFLICT (key_id) DO NOTHING";
const DESTROY_KEY: &str = "UPDATE @ended_keys SET destroyed_at = :at WHERE key_id = :key_id
    AND NOT EXISTS (SELECT 1 FROM @grants WHERE tenant_id = :tenant_id AND key_id = :key_id AND sealed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM @sessions WHERE tenant_id = :tenant_id AND key_id = :key_id AND sealed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM @jobs WHERE tenant_id = :tenant_id AND key_id = :key_id)";
const ERASE_KEY: &str = "INSERT INTO @ended_keys AS known (key_id, ended_at, destroyed_at) VALUES (:key_id, :at, :at)
    ON CONFLICT (key_id) DO UPDATE SET destroyed_at = coalesce(known.destroyed_at, excluded.destroyed_at)";
const ERASE_LEGACY_KEYS: &str = "INSERT INTO @ended_keys AS known (key_id, ended_at, destroyed_at)
    SELECT key_id, :at, :at FROM @legacy_keys WHERE tenant_id = :tenant_id
    ON CONFLICT (key_id) DO UPDATE SET destroyed_at = coalesce(known.destroyed_at, excluded.destroyed_at)";
const DESTROYED: &str = "SELECT key_id FROM @ended_keys WHERE key_id = ANY (:key_ids) AND destroyed_at IS NOT NULL";
const FORGET: &str = "DELETE FROM @keysets WHERE tenant_id = :tenant_id RETURNING key_ids";
const FORGET_LEGACY: &str = "DELETE FROM @legacy_keys WHERE key_id = :key_id";
const FORGET_LEGACY_OF_TENANT: &str = "DELETE FROM @legacy_keys WHERE tenant_id = :tenant_id";
// Not KEY SHARE: a change of the keyset would not wait for it. The newest key seals.
const HOLD: &str = "SELECT 1 FROM @keysets WHERE tenant_id = :tenant_id
    AND substring(key_ids FROM length(key_ids) - 15) = :key_id FOR SHARE";
/// The same of the keys of several rows (`many`), by columns that no other table has. One that somebody else has locked, or that is not in a
/// keyset yet, is left out.
pub(super) const HELD: &str = "SELECT new_tenant_id AS held_tenant, new_key_id AS held_key
    FROM (SELECT DISTINCT new_tenant_id, new_key_id FROM unnest(:tenant_id, :key_id) AS each (new_tenant_id, new_key_id)) AS wanted
        JOIN @keysets ON tenant_id = new_tenant_id
    WHERE substring(key_ids FROM length(key_ids) - 15) = new_key_id FOR SHARE OF keysets SKIP LOCKED";
// Who writes holds it FOR SHARE.
const HOLD_ALL: &str = "SELECT 1 FROM @keysets WHERE tenant_id = :tenant_id FOR UPDATE";
const HOLD_LEGACY_ALL: &str = "SELECT 1 FROM @legacy_keys WHERE tenant_id = :tenant_id FOR UPDATE";
const HOLD_LEGACY: &str = "SELECT 1 FROM @legacy_keys WHERE key_id = :key_id AND state <> 'decrypt_only' FOR SHARE";
