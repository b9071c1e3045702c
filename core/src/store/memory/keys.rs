//! Reads and writes root keys, wrapped keys and registered processes. The conditions of a root rotation are its guards.

use std::collections::BTreeMap;

use crate::base::TenantId;
use crate::model::grant::GrantStatus;
use crate::model::rows::{Conflict, KeyPurpose, KeyQuery, KeyRow, KeyState, ProcessRow, RewrappedKey, RootState};
use crate::model::sealed::SealedBytes;
use crate::model::session::SessionStatus;

use super::Tables;
use super::guards::{is_current, is_free};

/// Wrapped keys.
pub(super) fn list(tables: &Tables, query: &KeyQuery) -> Vec<KeyRow> {
    let is_wanted = |key: &&KeyRow| match query {
        KeyQuery::Tenant(tenant) => key.purpose == KeyPurpose::Tenant && key.tenant_id.as_ref() == Some(tenant),
        KeyQuery::Index => key.purpose == KeyPurpose::Index,
        KeyQuery::DecryptOnly { after, .. } => key.state == KeyState::DecryptOnly && after.is_none_or(|after| key.key_id > after),
        KeyQuery::WrappedBy { root_key_id, after, .. } => {
            key.root_key_id == *root_key_id && after.is_none_or(|after| key.key_id > after)
        }
    };
    let mut keys: Vec<_> = tables.keys.values().filter(is_wanted).cloned().collect();
    match query {
        // The table is in the order of ids.
        KeyQuery::WrappedBy { limit, .. } | KeyQuery::DecryptOnly { limit, .. } => keys.truncate(*limit),
        KeyQuery::Tenant(_) | KeyQuery::Index => keys.sort_by_key(|key| (key.created_at, key.key_id)),
    }
    keys
}

/// How many keys each root key wraps.
pub(super) fn count(tables: &Tables) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    for key in tables.keys.values() {
        *counts.entry(key.root_key_id.clone()).or_default() += 1;
    }
    counts.into_iter().collect()
}

/// Adds a key, unless its root key is retired or its owner has lost another.
pub(super) fn add(tables: &mut Tables, row: &KeyRow) -> Result<(), Conflict> {
    is_current(tables.root_keys.get(&row.root_key_id).is_none_or(|root| root.state != RootState::Retired))?;
    let is_single = |key: &KeyRow| key.purpose == KeyPurpose::Index || key.state == KeyState::Primary;
    let is_owners = |known: &KeyRow| (known.purpose, &known.tenant_id) == (row.purpose, &row.tenant_id);
    let is_second = |known: &KeyRow| is_single(row) && is_single(known) && is_owners(known);
    is_free(!tables.keys.contains_key(&row.key_id) && !tables.keys.values().any(is_second))?;
    let has_rows = match &row.tenant_id {
        Some(tenant_id) => {
            tables.grants.values().any(|grant| {
                grant.row.tenant_id == *tenant_id && grant.row.sealed.is_some() && grant.row.status != GrantStatus::Revoked
            }) || tables.sessions.values().any(|session| {
                session.tenant_id == *tenant_id && session.status == SessionStatus::Pending && session.sealed.is_some()
            })
        }
        None => tables.grants.values().any(|grant| grant.row.account_hash.is_some()),
    };
    if has_rows && !tables.keys.values().any(is_owners) {
        return Err(Conflict::Orphaned);
    }
    tables.keys.insert(row.key_id, row.clone());
    Ok(())
}

/// Adds a tenant's next key in the place of the one that seals.
pub(super) fn follow(tables: &mut Tables, was: &[u8; 16], row: &KeyRow) -> Result<(), Conflict> {
    is_current(tables.root_keys.get(&row.root_key_id).is_none_or(|root| root.state != RootState::Retired))?;
    let is_it = |key: &&mut KeyRow| key.state == KeyState::Primary && key.tenant_id.is_some() && key.tenant_id == row.tenant_id;
    tables.keys.get_mut(was).filter(is_it).ok_or(Conflict::Stale)?.state = KeyState::DecryptOnly;
    tables.ended_keys.insert(*was);
    is_free(!tables.keys.contains_key(&row.key_id))?;
    tables.keys.insert(row.key_id, row.clone());
    Ok(())
}

/// Destroys a key that seals nothing any more.
pub(super) fn destroy(tables: &mut Tables, tenant_id: &TenantId, key_id: &[u8; 16]) -> Result<(), Conflict> {
    let is_it = |key: &KeyRow| key.state == KeyState::DecryptOnly && key.tenant_id.as_ref() == Some(tenant_id);
    let grants = tables.grants.values().map(|grant| &grant.row);
    let mut sealed = grants
        .map(|row| (&row.tenant_id, &row.key_id, row.sealed.is_some()))
        .chain(tables.sessions.values().map(|session| (&session.tenant_id, &session.key_id, session.sealed.is_some())));
    let is_used = sealed.any(|(owner, under, is_sealed)| is_sealed && owner == tenant_id && under == key_id);
    is_current(!is_used && tables.ended_keys.contains(key_id) && tables.keys.get(key_id).is_some_and(is_it))?;
    tables.keys.remove(key_id);
    Ok(())
}

/// Whether a vault without `meta` has something in it all the same.
pub(super) fn is_in_use(tables: &Tables) -> bool {
    !(tables.root_keys.is_empty() && tables.keys.is_empty() && tables.grants.is_empty() && tables.sessions.is_empty())
}

/// Says that a process is there.
pub(super) fn register(tables: &mut Tables, process: &ProcessRow) -> Result<(), Conflict> {
    let wraps = |id: &str| tables.keys.values().any(|key| key.root_key_id == id);
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
    is_current(!tables.keys.values().any(|key| key.root_key_id == root_key_id))?;
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

/// Stores keys that were wrapped again.
pub(super) fn rewrap(tables: &mut Tables, keys: &[RewrappedKey]) {
    for rewrapped in keys {
        let is_primary = tables.root_keys.get(&rewrapped.root_key_id).is_some_and(|root| root.state == RootState::Primary);
        if let Some(key) = tables.keys.get_mut(&rewrapped.key_id).filter(|key| is_primary && key.wrapped == rewrapped.was) {
            key.root_key_id.clone_from(&rewrapped.root_key_id);
            key.wrapped = rewrapped.wrapped.clone();
        }
    }
}
