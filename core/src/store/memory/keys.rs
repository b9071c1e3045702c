//! Reads and writes root keys, wrapped keys and registered processes. The conditions of a root rotation are its guards.

use std::collections::BTreeMap;

use crate::base::{TenantId, Timestamp};
use crate::model::credential_type::Purpose;
use crate::model::grant::{GrantStatus, HashRange};
use crate::model::rows::{
    Conflict, GrantRow, KeyOwner, KeyRow, KeysetChange, KeysetQuery, KeysetRow, LegacyKeyQuery, ProcessRow, RootState,
};
use crate::model::sealed::SealedBytes;
use crate::model::session::SessionStatus;
use crate::model::subject::SubjectKind;

use super::Tables;
use super::guards::{is_current, is_free};

/// Keysets in the order of their owners.
pub(super) fn list(tables: &Tables, query: &KeysetQuery) -> Vec<KeysetRow> {
    let is_wanted = |row: &&KeysetRow| {
        query.root_key_id.as_ref().is_none_or(|root| row.root_key_id == *root)
            && (!query.is_rotating || row.key_ids.len() > 1)
            && query.after.as_ref().is_none_or(|after| row.owner > *after)
    };
    tables.keysets.values().filter(is_wanted).take(query.limit).cloned().collect()
}

/// Keys of before there were keysets.
pub(super) fn list_legacy(tables: &Tables, query: &LegacyKeyQuery) -> Vec<KeyRow> {
    let is_wanted = |key: &&KeyRow| match query {
        LegacyKeyQuery::Owner(owner) => KeyOwner::from(key.tenant_id.clone()) == *owner,
        LegacyKeyQuery::Any { after, .. } => after.is_none_or(|after| key.key_id > after),
    };
    let mut keys: Vec<_> = tables.legacy_keys.values().filter(is_wanted).cloned().collect();
    match query {
        // The table is in the order of ids.
        LegacyKeyQuery::Any { limit, .. } => keys.truncate(*limit),
        LegacyKeyQuery::Owner(_) => keys.sort_by_key(|key| (key.created_at, key.key_id)),
    }
    keys
}

/// What wraps each keyset and each key of before.
fn wrapping(tables: &Tables) -> impl Iterator<Item = &String> {
    let keysets = tables.keysets.values().map(|row| &row.root_key_id);
    keysets.chain(tables.legacy_keys.values().map(|key| &key.root_key_id))
}

/// How many of them each root key wraps.
pub(super) fn count(tables: &Tables) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    for root_key_id in wrapping(tables) {
        *counts.entry(root_key_id.clone()).or_default() += 1;
    }
    counts.into_iter().collect()
}

fn is_retired(tables: &Tables, root_key_id: &str) -> bool {
    tables.root_keys.get(root_key_id).is_some_and(|root| root.state == RootState::Retired)
}

/// Adds a keyset, in the place of these keys.
pub(super) fn add(tables: &mut Tables, row: &KeysetRow, legacy: &[([u8; 16], SealedBytes)]) -> Result<(), Conflict> {
    is_current(!is_retired(tables, &row.root_key_id))?;
    let erased = row.owner.tenant().and_then(|tenant_id| find_last_erasure(tables, tenant_id));
    is_current(erased.is_none_or(|at| i128::from(at.unix_millis()) < i128::from(row.version)))?;
    is_free(!tables.keysets.contains_key(&row.owner))?;
    let owned = list_legacy(tables, &LegacyKeyQuery::Owner(row.owner.clone()));
    let is_listed = |key: &KeyRow| legacy.iter().any(|(id, wrapped)| *id == key.key_id && *wrapped == key.wrapped);
    if owned.len() != legacy.len() || !owned.iter().all(is_listed) {
        return Err(if legacy.is_empty() { Conflict::Exists } else { Conflict::Stale });
    }
    let has_rows = match &row.owner {
        KeyOwner::Tenant(tenant_id) => {
            tables.grants.values().any(|grant| {
                grant.row.tenant_id == *tenant_id && grant.row.sealed.is_some() && grant.row.status != GrantStatus::Revoked
            }) || tables.sessions.values().any(|session| {
                session.tenant_id == *tenant_id && session.status == SessionStatus::Pending && session.sealed.is_some()
            })
        }
        KeyOwner::Index => tables.grants.values().any(|grant| grant.row.account_hash.is_some()) || is_linked_by_index(tables),
        KeyOwner::Audit => tables.audit.signers().next_back().is_some_and(|last| {
            let legacy = tables.legacy_keys.values().filter(|key| key.tenant_id.is_none()).map(|key| key.key_id);
            !ids_of(tables, &KeyOwner::Index).chain(legacy).any(|key_id| key_id[..] == *last)
        }),
    };
    if legacy.is_empty() && has_rows {
        return Err(Conflict::Orphaned);
    }
    tables.legacy_keys.retain(|_, key| KeyOwner::from(key.tenant_id.clone()) != row.owner);
    tables.keysets.insert(row.owner.clone(), row.clone());
    Ok(())
}

fn ids_of(tables: &Tables, owner: &KeyOwner) -> impl Iterator<Item = [u8; 16]> {
    tables.keysets.get(owner).into_iter().flat_map(|row| row.key_ids.iter().copied())
}

fn is_linked_by_index(tables: &Tables) -> bool {
    let is_own = |first: &[u8]| ids_of(tables, &KeyOwner::Audit).any(|key_id| key_id[..] == *first);
    tables.audit.signers().next().is_some_and(|first| !is_own(first))
}

/// Whether an entry was linked by this index key.
pub(super) fn has_linked(tables: &Tables, key_id: &[u8; 16]) -> bool {
    is_linked_by_index(tables) && tables.audit.is_linked_by(key_id)
}

/// Replaces a keyset.
pub(super) fn replace(
    tables: &mut Tables,
    change: &KeysetChange,
    ended: &[[u8; 16]],
    destroyed: &[[u8; 16]],
) -> Result<(), Conflict> {
    let KeysetChange { was, row } = change;
    is_current(!is_retired(tables, &row.root_key_id))?;
    let stored = tables.keysets.get_mut(&row.owner).filter(|stored| stored.version == *was).ok_or(Conflict::Stale)?;
    *stored = row.clone();
    for key_id in ended {
        tables.ended_keys.entry(*key_id).or_default();
    }
    if let (KeyOwner::Index, [_, ..], Some(newest)) = (&row.owner, destroyed, row.key_ids.last()) {
        is_current(!has_others(tables, newest))?;
    }
    for key_id in destroyed {
        is_current(!is_used(tables, &row.owner, key_id))?;
        *tables.ended_keys.get_mut(key_id).ok_or(Conflict::Stale)? = true;
    }
    Ok(())
}

/// Whether a grant has a hash that another key than this one has made, or that claims nothing.
pub(super) fn is_to_be_hashed(grant: &GrantRow, key_id: &[u8; 16]) -> bool {
    let may_claim = grant.subject == SubjectKind::Installation && grant.credential_type.purpose() == Purpose::Api;
    grant.account_hash.is_some_and(|hash| !may_claim || !hash.as_bytes().starts_with(key_id))
}

/// Whether another key than this one has made a hash that is there.
fn has_others(tables: &Tables, key_id: &[u8; 16]) -> bool {
    let ranges = HashRange::without([*key_id].into_iter());
    let hashes = || tables.grants.values().filter_map(|grant| grant.row.account_hash);
    hashes().any(|hash| ranges.iter().any(|range| range.holds(&hash)))
}

/// Whether a record of its owner is sealed under it, or an entry of the audit log linked by it where it is an index key.
fn is_used(tables: &Tables, owner: &KeyOwner, key_id: &[u8; 16]) -> bool {
    let grants = tables.grants.values().map(|grant| &grant.row);
    let mut sealed = grants
        .map(|row| (&row.tenant_id, &row.key_id, row.sealed.is_some()))
        .chain(tables.sessions.values().map(|session| (&session.tenant_id, &session.key_id, session.sealed.is_some())))
        .chain(tables.jobs.values().filter_map(|job| Some((&job.tenant_id, &job.queued.as_ref()?.key_id, true))));
    (*owner == KeyOwner::Index && has_linked(tables, key_id))
        || sealed.any(|(tenant_id, under, is_sealed)| is_sealed && Some(tenant_id) == owner.tenant() && under == key_id)
}

/// Stores keysets that were wrapped again.
pub(super) fn rewrap(tables: &mut Tables, changes: &[KeysetChange]) {
    for KeysetChange { was, row } in changes {
        let is_primary = tables.root_keys.get(&row.root_key_id).is_some_and(|root| root.state == RootState::Primary);
        if let Some(stored) = tables.keysets.get_mut(&row.owner).filter(|stored| is_primary && stored.version == *was) {
            *stored = row.clone();
        }
    }
}

/// When a tenant was last erased: a keyset of it is later.
pub(super) fn find_last_erasure(tables: &Tables, tenant_id: &TenantId) -> Option<Timestamp> {
    tables.erasures.keys().filter(|(erased, _)| erased == tenant_id).map(|(_, at)| *at).max()
}

/// Ends and destroys all keys of a tenant.
pub(super) fn erase(tables: &mut Tables, tenant_id: &TenantId) {
    let ids = tables.keysets.remove(&KeyOwner::Tenant(tenant_id.clone())).map(|row| row.key_ids).unwrap_or_default();
    let is_its = |key: &KeyRow| key.tenant_id.as_ref() == Some(tenant_id);
    let legacy = tables.legacy_keys.values().filter(|key| is_its(key)).map(|key| key.key_id);
    tables.ended_keys.extend(ids.into_iter().chain(legacy).map(|key_id| (key_id, true)));
    tables.legacy_keys.retain(|_, key| !is_its(key));
}

/// Whether a vault without `meta` has something in it all the same.
pub(super) fn is_in_use(tables: &Tables) -> bool {
    !(tables.root_keys.is_empty() && wrapping(tables).next().is_none() && tables.grants.is_empty() && tables.sessions.is_empty())
}

/// Says that a process is there.
pub(super) fn register(tables: &mut Tables, process: &ProcessRow) -> Result<(), Conflict> {
    let wraps = |id: &str| wrapping(tables).any(|wrapping| wrapping == id);
    let is_needed = |id: &str, state| state == RootState::Primary || wraps(id);
    let mut needed = tables.root_keys.values().filter(|root| is_needed(&root.root_key_id, root.state));
    is_current(needed.all(|root| process.root_key_ids.contains(&root.root_key_id)))?;
    tables.processes.insert(process.id, process.clone());
    Ok(())
}

/// Makes a root key the one that wraps.
pub(super) fn promote(tables: &mut Tables, root_key_id: &str) -> Result<(), Conflict> {
    let state = tables.root_keys.get(root_key_id).ok_or(Conflict::Stale)?.state;
    let may = |process: &ProcessRow| match state {
        RootState::Primary => false,
        RootState::Offered => process.root_key_ids.iter().any(|id| id == root_key_id),
        RootState::Retiring | RootState::Retired => process.root_key_ids.first().is_some_and(|id| id == root_key_id),
    };
    is_current(state != RootState::Primary && tables.processes.values().all(may))?;
    for root in tables.root_keys.values_mut() {
        if root.root_key_id == root_key_id {
            root.state = RootState::Primary;
        } else if root.state == RootState::Primary {
            root.state = RootState::Retiring;
        }
    }
    Ok(())
}

/// Ends a root key that wraps nothing any more.
pub(super) fn retire(tables: &mut Tables, root_key_id: &str) -> Result<(), Conflict> {
    is_current(!wrapping(tables).any(|wrapping| wrapping == root_key_id))?;
    let root = tables.root_keys.get_mut(root_key_id).filter(|root| root.state == RootState::Retiring).ok_or(Conflict::Stale)?;
    root.state = RootState::Retired;
    Ok(())
}

/// Replaces a sentinel.
pub(super) fn renew_sentinel(
    tables: &mut Tables,
    root_key_id: &str,
    was: &SealedBytes,
    sentinel: &SealedBytes,
) -> Result<(), Conflict> {
    let root = tables.root_keys.get_mut(root_key_id).filter(|root| root.sentinel == *was).ok_or(Conflict::Stale)?;
    root.sentinel = sentinel.clone();
    Ok(())
}
