//! Entries for which nobody vouches stay what they are; an operator who has looked at them says so, and is told of others only.

use std::sync::atomic::Ordering;

use super::super::super::testing::{Refusing, open_refusing};
use super::*;

const EMPTY: &str =
    "UPDATE audit SET tenant_id = NULL, user_id = NULL, grant_id = NULL, actor = NULL, request = NULL, key_id = NULL,
    salt = NULL, erased = zeroblob(32) WHERE number = ";

async fn unvouched(repo: &Repo) -> Vec<u64> {
    let found = repo.verify_audit().await.unwrap();
    assert_eq!(found.broken, None);
    found.unvouched
}

#[tokio::test]
async fn what_is_acknowledged_is_not_told_of_again_and_all_else_is() {
    let vault = Vault::make();
    let repo = vault.open().await;
    let stored = fill_told(&repo, 1..5).await;
    repo.close().await;
    let root = Refusing::new();
    let repo = open_refusing(&vault.file(), &vault.key, &root).await;
    let rows = repo.audit_log().list(AuditFilter { limit: 99, ..AuditFilter::default() }).await.unwrap();
    let before = rows.len() as u64;
    let deny = async |is_denied: bool| {
        root.left.store(if is_denied { 0 } else { usize::MAX }, Ordering::SeqCst);
        repo.keyring.forget(&KeyOwner::Audit);
    };
    let mut all = Vec::new();
    for grant in &stored[..2] {
        repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap();
        deny(true).await;
        delete(&repo, grant).await.unwrap();
        let refused = repo.acknowledge_audit(1).await.map(drop);
        assert!(refused.is_err(), "who has not the key acknowledges nothing");
        deny(false).await;
        all.push(before + all.len() as u64 + 1);
    }
    assert_eq!(unvouched(&repo).await, all);
    // Only up to there.
    assert_eq!(repo.acknowledge_audit(all[0]).await.unwrap(), 1);
    assert_eq!(unvouched(&repo).await, all[1..]);
    assert_eq!(repo.acknowledge_audit(all[1]).await.unwrap(), 1);
    assert!(repo.housekeeping().verify().await.unwrap().is_whole());
    assert_eq!(repo.acknowledge_audit(all[1]).await.unwrap(), 0);
    // What somebody empties later is none of those, whatever its number.
    edit(&vault.file(), &format!("{EMPTY} 2"));
    assert_eq!(unvouched(&repo).await, [vec![2], all.clone()].concat());
    assert_eq!(repo.acknowledge_audit(all[1]).await.unwrap(), 3);
    assert_eq!(unvouched(&repo).await, [0u64; 0]);
    // Nobody else acknowledges, and nothing else can be acknowledged.
    let end = repo.verify_audit().await.unwrap().entries;
    for wrong in [0, end + 1, u64::MAX] {
        assert_eq!(repo.acknowledge_audit(wrong).await.unwrap_err().code(), ErrorCode::InvalidRequest, "{wrong}");
    }
    edit(&vault.file(), &format!("UPDATE audit SET request = replace(request, '{} ', '99 ') WHERE number = {end}", all[1]));
    assert_eq!(broken(&repo).await, Some(end));
    assert_eq!(repo.acknowledge_audit(1).await.unwrap_err().code(), ErrorCode::InvalidRequest);
    repo.close().await;
}
