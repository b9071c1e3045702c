//! Hashes of external accounts: which key has made them, and which organisations installations hold under any of the keys.

use crate::model::grant::AccountHash;
use crate::model::rows::{Conflict, GrantRow};

use super::{Tables, erasing};

/// Refuses a hash that the row is given anew if it names no key, or one that another has followed; a claim also where it was not said as
/// what it may stand already. Whether it is a claim that the row did not have.
pub(super) fn check(tables: &Tables, row: &GrantRow, claims: &[AccountHash]) -> Result<bool, Conflict> {
    let Some(hash) = row.account_hash else { return Ok(false) };
    let is_claim = row.claims_organisation();
    let stored = tables.grants.get(&row.id).map(|grant| &grant.row).filter(|stored| stored.tenant_id == row.tenant_id);
    if stored.is_some_and(|stored| stored.account_hash == Some(hash) && (!is_claim || stored.status.holds_organisation())) {
        return Ok(false);
    }
    match hash.key_id() {
        Some(key_id) if !is_claim || claims.contains(&hash) => check_key(tables, &key_id)?,
        _ => return Err(Conflict::IndexKeyEnded),
    }
    Ok(is_claim)
}

/// Refuses what is hashed under an index key that another one has followed.
pub(super) fn check_key(tables: &Tables, key_id: &[u8; 16]) -> Result<(), Conflict> {
    erasing::check_key(tables, key_id).map_err(|_| Conflict::IndexKeyEnded)
}

/// Refuses a claim that another installation has under any of the keys, and every claim while there are some of a key that is none of them.
pub(super) fn check_rivals(tables: &Tables, row: &GrantRow, claims: &[AccountHash]) -> Result<(), Conflict> {
    let others = || {
        let others = tables.grants.values().map(|grant| &grant.row);
        others.filter(|other| other.id != row.id && other.config == row.config && other.claims_organisation())
    };
    let hashes = || others().filter_map(|other| other.account_hash);
    if hashes().any(|hash| claims.contains(&hash)) {
        return Err(Conflict::OrganisationHeld);
    }
    let known: Vec<_> = claims.iter().filter_map(AccountHash::key_id).collect();
    if hashes().filter_map(|hash| hash.key_id()).any(|key_id| !known.contains(&key_id)) {
        return Err(Conflict::Orphaned);
    }
    Ok(())
}
