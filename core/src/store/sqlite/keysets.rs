//! Reads and writes keysets, and the keys of before there were any. The conditions of a change stand in the SQL.

use rusqlite::{Connection, Row};

use crate::base::giving_way::Steps;
use crate::base::{TenantId, Timestamp};
use crate::model::grant::HashRange;
use crate::model::rows::{
    Conflict, KeyOwner, KeyPurpose, KeyRow, KeyState, KeysetChange, KeysetQuery, KeysetRow, LegacyKeyQuery,
};
use crate::model::sealed::SealedBytes;

use super::audit;
use super::columns::Cells;
use super::errors::Failure;
use super::readable::readable;
#[cfg(test)]
use super::statement::optional;
use super::statement::{Named, Param, at_most, blob, count, execute, exists, insert, one_row, select, text, time};

/// The keyset of an owner.
pub(super) fn find(db: &Connection, owner: &KeyOwner) -> Result<Option<KeysetRow>, Failure> {
    Ok(select(db, KEYSET, &[(":tenant_id", tenant(owner))], read)?.pop())
}

/// Keysets in the order of their owners. A page is short only where it is the last one: what cannot be read hides nothing.
pub(super) fn list(db: &Connection, query: &KeysetQuery) -> Result<Vec<KeysetRow>, Failure> {
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
        let page = select(db, sql, &values, |row| Ok((Cells::new(row, "keysets").text().ok(), readable(read(row))?)))?;
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

fn read(row: &Row<'_>) -> Result<KeysetRow, Failure> {
    let mut cells = Cells::new(row, "keysets");
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
pub(super) fn list_legacy(db: &Connection, query: &LegacyKeyQuery) -> Result<Vec<KeyRow>, Failure> {
    let read = |row: &Row<'_>| readable(read_legacy(row));
    let found = match query {
        LegacyKeyQuery::Owner(KeyOwner::Tenant(tenant_id)) => {
            select(db, TENANT_KEYS, &[(":tenant_id", text(tenant_id.as_str()))], read)
        }
        LegacyKeyQuery::Owner(KeyOwner::Index) => select(db, INDEX_KEY, &[], read),
        LegacyKeyQuery::Owner(KeyOwner::Audit) => Ok(vec![]),
        LegacyKeyQuery::Any { after, limit } => {
            // Every id is longer than an empty one, and so behind it.
            let after = after.as_ref().map_or(&[][..], |id| id);
            select(db, LEGACY_KEYS, &[(":after", blob(after)), (":limit", at_most(*limit))], read)
        }
    };
    Ok(found?.into_iter().flatten().collect())
}

fn read_legacy(row: &Row<'_>) -> Result<KeyRow, Failure> {
    let mut cells = Cells::new(row, "legacy_keys");
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

/// Adds a keyset, in the place of these keys.
pub(super) fn add(db: &Connection, row: &KeysetRow, legacy: &[([u8; 16], SealedBytes)]) -> Result<(), Failure> {
    if exists(db, IS_RETIRED, &[(":root_key_id", text(&row.root_key_id))])? {
        return Err(Conflict::Stale.into());
    }
    if exists(db, IS_BEHIND, &[(":tenant_id", tenant(&row.owner)), (":version", count(row.version)?)])? {
        return Err(Conflict::Stale.into());
    }
    let ids = row.key_ids.concat();
    insert(db, ADD, &values(row, &ids)?)?;
    let owned = list_legacy(db, &LegacyKeyQuery::Owner(row.owner.clone()))?;
    let is_listed = |key: &KeyRow| legacy.iter().any(|(id, wrapped)| *id == key.key_id && *wrapped == key.wrapped);
    if owned.len() != legacy.len() || !owned.iter().all(is_listed) {
        return Err(if legacy.is_empty() { Conflict::Exists } else { Conflict::Stale }.into());
    }
    if legacy.is_empty() && has_rows(db, &row.owner)? {
        return Err(Conflict::Orphaned.into());
    }
    for key in &owned {
        one_row(execute(db, FORGET_LEGACY, &[(":key_id", blob(&key.key_id))])?)?;
    }
    Ok(())
}

/// Whether something is there that a key of this owner has sealed, hashed or linked.
fn has_rows(db: &Connection, owner: &KeyOwner) -> Result<bool, Failure> {
    let tenant_id = match owner {
        KeyOwner::Tenant(tenant_id) => tenant_id,
        KeyOwner::Index => return Ok(exists(db, HASHED, &[])? || is_linked_by_index(db)?),
        KeyOwner::Audit => return is_linked_by_others(db),
    };
    for sql in [SEALED_GRANT, SEALED_SESSION] {
        if exists(db, sql, &[(":tenant_id", text(tenant_id.as_str()))])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an entry of the audit log was linked by this index key.
pub(super) fn has_linked(db: &Connection, key_id: &[u8; 16]) -> Result<bool, Failure> {
    Ok(is_linked_by_index(db)? && audit::is_linked_by(db, key_id)?)
}

/// Whether an index key has linked an entry: those are the first ones.
fn is_linked_by_index(db: &Connection) -> Result<bool, Failure> {
    let Some(first) = audit::find_first_signer(db)? else { return Ok(false) };
    let own = find(db, &KeyOwner::Audit)?.map(|row| row.key_ids).unwrap_or_default();
    Ok(!own.iter().any(|key_id| key_id[..] == first))
}

/// Whether another key than an index key has linked an entry: those are the last ones.
fn is_linked_by_others(db: &Connection) -> Result<bool, Failure> {
    let Some(last) = audit::find_last_signer(db)? else { return Ok(false) };
    let index = find(db, &KeyOwner::Index)?.map(|row| row.key_ids).unwrap_or_default();
    let legacy = list_legacy(db, &LegacyKeyQuery::Owner(KeyOwner::Index))?.into_iter().map(|key| key.key_id);
    Ok(!index.into_iter().chain(legacy).any(|key_id| key_id[..] == last))
}

/// Adds a key as vaults before schema 12 have it.
#[cfg(test)]
pub(super) fn add_legacy(db: &Connection, row: &KeyRow) -> Result<(), Failure> {
    let values = [
        (":key_id", blob(&row.key_id)),
        (":purpose", text(row.purpose.as_str())),
        (":tenant_id", optional(row.tenant_id.as_ref(), |id| text(id.as_str()))),
        (":state", text(row.state.as_str())),
        (":root_key_id", text(&row.root_key_id)),
        (":wrapped", blob(row.wrapped.as_bytes())),
        (":created_at", time(row.created_at)),
    ];
    insert(db, ADD_LEGACY, &values)
}

/// Replaces a keyset.
pub(super) fn replace(
    db: &Connection,
    change: &KeysetChange,
    ended: &[[u8; 16]],
    destroyed: &[[u8; 16]],
    now: Timestamp,
) -> Result<(), Failure> {
    let ids = change.row.key_ids.concat();
    one_row(execute(db, REPLACE, &change_values(change, &ids)?)?)?;
    for key_id in ended {
        execute(db, END_KEY, &[(":key_id", blob(key_id)), (":now", time(now))])?;
    }
    if let (KeyOwner::Index, [_, ..], Some(newest)) = (&change.row.owner, destroyed, change.row.key_ids.last())
        && has_others(db, newest)?
    {
        return Err(Conflict::Stale.into());
    }
    for key_id in destroyed {
        if change.row.owner == KeyOwner::Index && has_linked(db, key_id)? {
            return Err(Conflict::Stale.into());
        }
        let values = [(":key_id", blob(key_id)), (":tenant_id", tenant(&change.row.owner)), (":now", time(now))];
        one_row(execute(db, DESTROY_KEY, &values)?)?;
    }
    Ok(())
}

/// Stores keysets that were wrapped again.
pub(super) fn rewrap(db: &Connection, changes: &[KeysetChange]) -> Result<(), Failure> {
    let mut steps = Steps::long();
    for change in changes {
        let ids = change.row.key_ids.concat();
        execute(db, REWRAP, &change_values(change, &ids)?)?;
        steps.made();
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
pub(super) fn erase(db: &Connection, tenant_id: &TenantId, now: Timestamp) -> Result<(), Failure> {
    let (of, at) = ((":tenant_id", text(tenant_id.as_str())), (":now", time(now)));
    // A keyset that cannot be read goes all the same.
    let ids = |row: &Row<'_>| readable(Cells::new(row, "keysets").ids());
    for key_id in select(db, KEY_IDS, std::slice::from_ref(&of), ids)?.into_iter().flatten().flatten() {
        execute(db, ERASE_KEY, &[(":key_id", blob(&key_id)), at.clone()])?;
    }
    execute(db, ERASE_LEGACY_KEYS, &[of.clone(), at])?;
    for sql in [FORGET, FORGET_LEGACY_OF_TENANT] {
        execute(db, sql, std::slice::from_ref(&of))?;
    }
    Ok(())
}

/// Whether a hash is there that another key than this one has made, or that claims nothing.
pub(super) fn has_outdated(db: &Connection, key_id: &[u8; 16]) -> Result<bool, Failure> {
    Ok(exists(db, IN_VAIN, &[])? || has_others(db, key_id)?)
}

/// Whether another key than this one has made a hash that is there.
fn has_others(db: &Connection, key_id: &[u8; 16]) -> Result<bool, Failure> {
    for range in HashRange::without([*key_id].into_iter()) {
        if exists(db, OTHERS, &[(":from", blob(&range.from)), (":until", blob(&range.until))])? {
            return Ok(true);
        }
    }
    Ok(false)
}

const KEYSET: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM keysets
    WHERE tenant_id = :tenant_id";
const ALL: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM keysets
    WHERE tenant_id >= :from ORDER BY tenant_id LIMIT :limit";
const ROTATING: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM keysets
    WHERE length(key_ids) > 16 AND tenant_id >= :from ORDER BY tenant_id LIMIT :limit";
const WRAPPED: &str = "SELECT tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at FROM keysets
    WHERE root_key_id = :root_key_id AND tenant_id >= :from ORDER BY tenant_id LIMIT :limit";
const TENANT_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM legacy_keys
    WHERE tenant_id = :tenant_id ORDER BY created_at, key_id";
const INDEX_KEY: &str =
    "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM legacy_keys WHERE purpose = 'index'";
const LEGACY_KEYS: &str = "SELECT key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at FROM legacy_keys
    WHERE key_id > :after ORDER BY key_id LIMIT :limit";
const ADD: &str = "INSERT INTO keysets (tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at)
    VALUES (:tenant_id, :version, :root_key_id, :key_ids, :sealed, :changed_at)";
#[cfg(test)]
const ADD_LEGACY: &str = "INSERT INTO legacy_keys (key_id, purpose, tenant_id, state, root_key_id, wrapped, created_at)
    VALUES (:key_id, :purpose, :tenant_id, :state, :root_key_id, :wrapped, :created_at)";
const IS_RETIRED: &str = "SELECT 1 FROM root_keys WHERE root_key_id = :root_key_id AND state = 'retired'";
const IS_BEHIND: &str = "SELECT 1 FROM erasures WHERE tenant_id = :tenant_id AND erased_at >= :version LIMIT 1";
// What is left of a revoked grant holds no secret: that it does not open keeps nobody from beginning anew.
const SEALED_GRANT: &str = "SELECT 1 FROM grants WHERE tenant_id = :tenant_id AND sealed IS NOT NULL
    AND status <> 'revoked' LIMIT 1";
const SEALED_SESSION: &str =
    "SELECT 1 FROM sessions WHERE tenant_id = :tenant_id AND status = 'pending' AND sealed IS NOT NULL LIMIT 1";
const HASHED: &str = "SELECT 1 WHERE EXISTS (SELECT 1 FROM grants WHERE account_hash IS NOT NULL)";
const REPLACE: &str = "UPDATE keysets SET keyset_version = :version, root_key_id = :root_key_id, key_ids = :key_ids,
        sealed = :sealed, changed_at = :changed_at
    WHERE tenant_id = :tenant_id AND keyset_version = :was
    AND NOT EXISTS (SELECT 1 FROM root_keys WHERE root_key_id = :root_key_id AND state = 'retired')";
const REWRAP: &str = "UPDATE keysets SET keyset_version = :version, root_key_id = :root_key_id, key_ids = :key_ids,
        sealed = :sealed, changed_at = :changed_at
    WHERE tenant_id = :tenant_id AND keyset_version = :was
    AND EXISTS (SELECT 1 FROM root_keys WHERE root_key_id = :root_key_id AND state = 'primary')";
const IN_VAIN: &str = "SELECT 1 FROM grants INDEXED BY grants_hashed_in_vain
    WHERE account_hash IS NOT NULL AND subject <> 'installation' AND id > '' LIMIT 1";
const OTHERS: &str = "SELECT 1 FROM grants INDEXED BY grants_hashed WHERE account_hash > :from AND account_hash < :until LIMIT 1";
const END_KEY: &str = "INSERT OR IGNORE INTO ended_keys (key_id, ended_at) VALUES (:key_id, :now)";
const DESTROY_KEY: &str = "UPDATE ended_keys SET destroyed_at = :now WHERE key_id = :key_id
    AND NOT EXISTS (SELECT 1 FROM grants WHERE grants.tenant_id = :tenant_id AND grants.key_id = :key_id AND sealed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.tenant_id = :tenant_id AND sessions.key_id = :key_id
        AND sealed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.tenant_id = :tenant_id AND jobs.key_id = :key_id)";
const KEY_IDS: &str = "SELECT key_ids FROM keysets WHERE tenant_id = :tenant_id";
const ERASE_KEY: &str = "INSERT INTO ended_keys (key_id, ended_at, destroyed_at) VALUES (:key_id, :now, :now)
    ON CONFLICT (key_id) DO UPDATE SET destroyed_at = coalesce(destroyed_at, excluded.destroyed_at)";
const ERASE_LEGACY_KEYS: &str = "INSERT INTO ended_keys (key_id, ended_at, destroyed_at)
    SELECT key_id, :now, :now FROM legacy_keys WHERE tenant_id = :tenant_id
    ON CONFLICT (key_id) DO UPDATE SET destroyed_at = coalesce(destroyed_at, excluded.destroyed_at)";
const FORGET: &str = "DELETE FROM keysets WHERE tenant_id = :tenant_id";
const FORGET_LEGACY: &str = "DELETE FROM legacy_keys WHERE key_id = :key_id";
const FORGET_LEGACY_OF_TENANT: &str = "DELETE FROM legacy_keys WHERE tenant_id = :tenant_id";

/// The statements that look something up, for the test of their plans.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [
        KEYSET,
        ALL,
        ROTATING,
        WRAPPED,
        TENANT_KEYS,
        INDEX_KEY,
        LEGACY_KEYS,
        IS_RETIRED,
        IS_BEHIND,
        SEALED_GRANT,
        SEALED_SESSION,
        REPLACE,
        REWRAP,
        KEY_IDS,
        IN_VAIN,
        OTHERS,
    ]
    .map(str::to_owned)
    .to_vec()
}
