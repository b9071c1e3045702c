//! Erases a tenant or a user from a copy of the tables.

use crate::base::{TenantId, Timestamp};
use crate::model::rows::{Conflict, Erasure, ErasureRow, GrantRow, KeyOwner, RootState};

use super::guards::is_current;
use super::{Change, Tables, keys};

/// Erases.
pub(super) fn erase(tables: &mut Tables, erasure: &Erasure, now: Timestamp) {
    match erasure {
        Erasure::Tenant { tenant_id, is_backup_proof, note } => {
            let roots = tables.root_keys.values().filter(|root| root.state != RootState::Offered);
            // Not before the keys that end, whose version began with somebody's clock.
            let version =
                tables.keysets.get(&KeyOwner::Tenant(tenant_id.clone())).and_then(|row| i64::try_from(row.version).ok());
            let erased_at = now.max(Timestamp::from_unix_millis(version.unwrap_or_default()));
            let row = ErasureRow {
                tenant_id: tenant_id.clone(),
                erased_at,
                root_key_ids: roots.map(|root| root.root_key_id.clone()).collect(),
                is_backup_proof: *is_backup_proof,
                confirmed_at: None,
            };
            tables.erasures.insert((tenant_id.clone(), erased_at), row);
            keys::erase(tables, tenant_id);
            note_each(tables, |row| row.tenant_id == *tenant_id, now);
            tables.changes.append(Change { tenant_id: tenant_id.clone(), grant_id: note.clone(), at: now });
            tables.jobs.retain(|_, job| job.tenant_id != *tenant_id);
            tables.grants.retain(|_, grant| grant.row.tenant_id != *tenant_id);
            tables.sessions.retain(|_, session| session.tenant_id != *tenant_id);
            tables.events.entries.retain(|_, event| event.tenant_id != *tenant_id);
        }
        Erasure::User { tenant_id, user_id } => {
            let is_own = |row: &GrantRow| row.tenant_id == *tenant_id && row.user_id.as_ref() == Some(user_id);
            let own: Vec<_> =
                tables.grants.values().filter(|grant| is_own(&grant.row)).map(|grant| grant.row.id.clone()).collect();
            note_each(tables, is_own, now);
            let of_grant = |id: &str| id.split('.').next().unwrap_or_default().to_owned();
            tables.jobs.retain(|key, _| own.iter().all(|id| id.as_str() != of_grant(&key.id)));
            tables.grants.retain(|_, grant| !is_own(&grant.row));
            tables.sessions.retain(|_, session| (&session.tenant_id, &session.user_id) != (tenant_id, user_id));
            tables.events.entries.retain(|_, event| {
                let is_about =
                    event.user_id.as_ref() == Some(user_id) || event.grant_id.as_ref().is_some_and(|id| own.contains(id));
                event.tenant_id != *tenant_id || !is_about
            });
        }
    }
}

/// Notes that nothing opens any more that an earlier backup holds.
pub(super) fn confirm(tables: &mut Tables, tenant_id: &TenantId, now: Timestamp) -> Result<(), Conflict> {
    let Tables { erasures, root_keys, .. } = tables;
    let has_retired = |id: &String| root_keys.get(id).is_none_or(|root| root.state == RootState::Retired);
    let mut has_confirmed = false;
    for row in erasures.values_mut().filter(|row| row.tenant_id == *tenant_id) {
        if row.is_backup_proof && row.confirmed_at.is_none() && row.root_key_ids.iter().all(has_retired) {
            (row.confirmed_at, has_confirmed) = (Some(now), true);
        }
    }
    is_current(has_confirmed)
}

/// Refuses what is sealed under a key that has ended.
pub(super) fn check_key(tables: &Tables, key_id: &[u8; 16]) -> Result<(), Conflict> {
    if tables.ended_keys.contains_key(key_id) { Err(Conflict::KeyEnded) } else { Ok(()) }
}

fn note_each(tables: &mut Tables, is_wanted: impl Fn(&GrantRow) -> bool, now: Timestamp) {
    let wanted: Vec<_> = tables.grants.values().filter(|grant| is_wanted(&grant.row)).cloned().collect();
    for grant in wanted {
        let (tenant_id, grant_id) = (grant.row.tenant_id.clone(), grant.row.id.clone());
        tables.changes.append(Change { tenant_id, grant_id, at: now });
    }
}
