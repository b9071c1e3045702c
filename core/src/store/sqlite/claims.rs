//! Hashes of external accounts: which key has made them, and which organisations installations hold under any of the keys.

use rusqlite::Connection;

use crate::model::grant::{AccountHash, HashRange};
use crate::model::rows::{Conflict, GrantRow};

use super::erasures;
use super::errors::Failure;
use super::statement::{blob, exists, flag, text};

/// A grant that is to be written, and as what the organisation may be stored that it claims.
#[derive(Clone, Copy)]
pub(super) struct Claiming<'a> {
    pub(super) row: &'a GrantRow,
    pub(super) claims: &'a [AccountHash],
}

/// Refuses a hash that the row is given anew if it names no key, or one that another has followed; a claim also where it was not said as
/// what it may stand already. Whether it is a claim that the row did not have.
pub(super) fn check(db: &Connection, row: &GrantRow, claims: &[AccountHash]) -> Result<bool, Failure> {
    let Some(hash) = &row.account_hash else { return Ok(false) };
    let is_claim = row.claims_organisation();
    let values = [
        (":id", text(row.id.as_str())),
        (":tenant_id", text(row.tenant_id.as_str())),
        (":hash", blob(hash.as_bytes())),
        (":is_claim", flag(is_claim)),
    ];
    if exists(db, KEPT, &values)? {
        return Ok(false);
    }
    match hash.key_id() {
        Some(key_id) if !is_claim || claims.contains(hash) => check_key(db, &key_id)?,
        _ => return Err(Conflict::IndexKeyEnded.into()),
    }
    Ok(is_claim)
}

/// Refuses what is hashed under an index key that another one has followed.
pub(super) fn check_key(db: &Connection, key_id: &[u8; 16]) -> Result<(), Failure> {
    erasures::check_key(db, key_id).map_err(|failure| match failure {
        Failure::Conflict(Conflict::KeyEnded) => Conflict::IndexKeyEnded.into(),
        failure => failure,
    })
}

/// Refuses a claim that another installation has under any of the keys, and every claim while there are some of a key that is none of them.
pub(super) fn check_rivals(db: &Connection, row: &GrantRow, claims: &[AccountHash]) -> Result<(), Failure> {
    let (config, id) = ((":config", text(row.config.as_str())), (":id", text(row.id.as_str())));
    for claim in claims {
        if exists(db, RIVAL, &[config.clone(), id.clone(), (":hash", blob(claim.as_bytes()))])? {
            return Err(Conflict::OrganisationHeld.into());
        }
    }
    for range in HashRange::without(claims.iter().filter_map(AccountHash::key_id)) {
        let values = [config.clone(), id.clone(), (":from", blob(&range.from)), (":until", blob(&range.until))];
        if exists(db, STRANGER, &values)? {
            return Err(Conflict::Orphaned.into());
        }
    }
    Ok(())
}

const KEPT: &str = "SELECT 1 FROM grants WHERE id = :id AND tenant_id = :tenant_id AND account_hash = :hash
    AND NOT (:is_claim AND status IN ('pending_approval', 'revoked'))";
const RIVAL: &str = "SELECT 1 FROM grants WHERE config = :config AND account_hash = :hash AND id <> :id
    AND subject = 'installation' AND status NOT IN ('pending_approval', 'revoked') LIMIT 1";
const STRANGER: &str = "SELECT 1 FROM grants WHERE config = :config AND account_hash > :from AND account_hash < :until
    AND subject = 'installation' AND account_hash IS NOT NULL AND status NOT IN ('pending_approval', 'revoked')
    AND length(account_hash) = 48 AND id <> :id LIMIT 1";

/// Every statement of this file.
#[cfg(test)]
pub(super) fn planned_statements() -> Vec<String> {
    [KEPT, RIVAL, STRANGER].map(str::to_owned).to_vec()
}
