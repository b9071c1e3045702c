//! Hashes of external accounts: which key has made them, and which organisations installations hold under any of the keys.

use crate::model::grant::{AccountHash, HashRange};
use crate::model::rows::{Conflict, GrantRow};

use super::erasures;
use super::errors::Failure;
use super::session::Db;
use super::statement::{blob, flag, text};

/// Refuses a hash that a row is given anew if it names no key, or one that another has followed; a claim also where it was not said as
/// what it may stand already. Whether it is a claim that the row did not have.
pub(super) async fn check(db: &Db, row: &GrantRow, claims: &[AccountHash]) -> Result<bool, Failure> {
    let Some(hash) = &row.account_hash else { return Ok(false) };
    let is_claim = row.claims_organisation();
    match hash.key_id() {
        Some(key_id) if !is_claim || claims.contains(hash) => check_key(db, &key_id).await?,
        _ => return Err(Conflict::IndexKeyEnded.into()),
    }
    Ok(is_claim)
}

/// Refuses what is hashed under an index key that another one has followed.
pub(super) async fn check_key(db: &Db, key_id: &[u8; 16]) -> Result<(), Failure> {
    erasures::check_key(db, None, key_id).await.map_err(|failure| match failure {
        Failure::Conflict(Conflict::KeyEnded) => Conflict::IndexKeyEnded.into(),
        failure => failure,
    })
}

/// Whether a row has this hash already, and claims by it what it is to claim.
pub(super) async fn is_kept(db: &Db, row: &GrantRow, hash: &AccountHash) -> Result<bool, Failure> {
    let values = [
        (":id", text(row.id.as_str())),
        (":tenant_id", text(row.tenant_id.as_str())),
        (":account_hash", blob(hash.as_bytes())),
        (":is_claim", flag(row.claims_organisation())),
    ];
    db.exists(&format!("SELECT 1 FROM @grants WHERE id = :id AND tenant_id = :tenant_id AND {KEPT}"), &values).await
}

/// Refuses a claim that another installation has under any of the keys, and every claim while there are some of a key that is none of them.
pub(super) async fn check_rivals(db: &Db, row: &GrantRow, claims: &[AccountHash]) -> Result<(), Failure> {
    let (config, id) = ((":config", text(row.config.as_str())), (":id", text(row.id.as_str())));
    for claim in claims {
        if db.exists(RIVAL, &[config.clone(), id.clone(), (":hash", blob(claim.as_bytes()))]).await? {
            return Err(Conflict::OrganisationHeld.into());
        }
    }
    for range in HashRange::without(claims.iter().filter_map(AccountHash::key_id)) {
        let values = [config.clone(), id.clone(), (":from", blob(&range.from)), (":until", blob(&range.until))];
        if db.exists(STRANGER, &values).await? {
            return Err(Conflict::Orphaned.into());
        }
    }
    Ok(())
}

/// A row that keeps its hash, and goes on claiming by it what it claims.
pub(super) const KEPT: &str = "account_hash = :account_hash AND NOT (:is_claim AND status IN ('pending_approval', 'revoked'))";
const RIVAL: &str = "SELECT 1 FROM @grants WHERE config = :config AND account_hash = :hash AND id <> :id
    AND subject = 'installation' AND status NOT IN ('pending_approval', 'revoked') LIMIT 1";
const STRANGER: &str = "SELECT 1 FROM @grants WHERE config = :config AND account_hash > :from AND account_hash < :until
    AND subject = 'installation' AND account_hash IS NOT NULL AND status NOT IN ('pending_approval', 'revoked')
    AND length(account_hash) = 48 AND id <> :id LIMIT 1";
