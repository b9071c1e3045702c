//! What is done to keys is told, and what is done while the key that links cannot be had.

use std::sync::atomic::Ordering;

use super::super::super::testing::{Refusing, ends_within, open_refusing, process_with};
use super::*;

/// A key that links may be lost; what people delete is told all the same, and that nobody vouches for it.
#[tokio::test]
async fn without_its_key_the_log_goes_on_and_says_who_vouches_for_nothing() {
    let vault = Vault::make();
    let repo = vault.open().await;
    let stored = fill_told(&repo, 0..2).await;
    repo.close().await;
    let hidden = "CREATE TABLE kept AS SELECT * FROM keysets; UPDATE keysets SET sealed = zeroblob(length(sealed)) WHERE tenant_id = ' audit'";
    edit(&vault.file(), hidden);
    let repo = vault.open().await;
    // Whoever writes the database can bring that about: what is to come in waits until somebody can vouch for it.
    assert_eq!(store(&repo, 2).await.unwrap_err().code(), ErrorCode::KeyMismatch);
    delete(&repo, &stored[1]).await.unwrap();
    assert_eq!(broken(&repo).await, Some(1), "nobody has the key");
    let rows = repo.audit_log().list(AuditFilter { limit: 9, ..AuditFilter::default() }).await.unwrap();
    assert_eq!((&*rows[2].kind, rows[2].about.user_id.as_deref()), ("connection.deleted", Some("u1")));
    assert!(!repo.housekeeping().verify().await.unwrap().is_whole());
    repo.close().await;
    // It is found again: what is done from then on is linked, and what was before is as it was written.
    edit(
        &vault.file(),
        "DELETE FROM keysets WHERE tenant_id = ' audit'; INSERT INTO keysets SELECT * FROM kept WHERE tenant_id = ' audit'; DROP TABLE kept",
    );
    let repo = vault.open().await;
    fill_told(&repo, 3..5).await;
    let found = AuditVerification { entries: 5, dropped: 0, unvouched: vec![3], broken: None };
    assert_eq!(repo.verify_audit().await.unwrap(), found);
    let verified = repo.housekeeping().verify().await.unwrap();
    assert!(verified.unreadable() == 0 && !verified.is_whole(), "somebody must look at it");
    for (sql, at) in [
        ("UPDATE audit SET actor = 'eve' WHERE number = 2", 2),
        ("UPDATE audit SET actor = 'eve' WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3", 3),
        // An entry that was linked does not pass for one that was not.
        ("UPDATE audit SET signer = zeroblob(16), content = zeroblob(32), mac = zeroblob(32) WHERE number = 4", 5),
    ] {
        edit(&vault.file(), "CREATE TABLE kept AS SELECT * FROM audit");
        edit(&vault.file(), sql);
        assert_eq!(broken(&repo).await, Some(at), "{sql}");
        edit(&vault.file(), "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
        assert_eq!(repo.verify_audit().await.unwrap(), found, "{sql}");
    }
    repo.close().await;
}

/// A log whose key was removed gets no other one, which would break it for ever: what is done meanwhile nobody vouches for.
#[tokio::test]
async fn a_key_that_was_removed_is_not_replaced() {
    let vault = Vault::make();
    let repo = vault.open().await;
    let stored = fill_told(&repo, 0..2).await;
    repo.close().await;
    edit(&vault.file(), "CREATE TABLE kept AS SELECT * FROM keysets; DELETE FROM keysets WHERE tenant_id = ' audit'");
    let repo = vault.open().await;
    assert_eq!(store(&repo, 2).await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    delete(&repo, &stored[0]).await.unwrap();
    repo.close().await;
    edit(&vault.file(), "INSERT INTO keysets SELECT * FROM kept WHERE tenant_id = ' audit'; DROP TABLE kept");
    let repo = vault.open().await;
    let found = AuditVerification { entries: 3, dropped: 0, unvouched: vec![3], broken: None };
    assert_eq!(repo.verify_audit().await.unwrap(), found);
    repo.close().await;
}

/// A service that says no keeps nobody from erasing; one that is away is waited for, and nothing is done meanwhile.
#[tokio::test]
async fn an_erasure_under_a_service_that_says_no_is_told_and_not_linked() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 1..3).await;
    repo.close().await;
    let root = Refusing::new();
    let repo = open_refusing(&vault.file(), &vault.key, &root).await;
    repo.forget_keys();
    root.left.store(0, Ordering::SeqCst);
    repo.erasures().erase_tenant(&tenant(1), false).await.unwrap();
    root.left.store(usize::MAX, Ordering::SeqCst);
    repo.forget_keys();
    let rows = repo.audit_log().list(AuditFilter { limit: 99, ..AuditFilter::default() }).await.unwrap();
    let last = rows.last().unwrap();
    assert_eq!((last.kind.as_str(), last.about.tenant_id.as_deref()), ("tenant.erased", Some("t1")));
    assert!(!format!("{rows:?}").contains("\"u1\""), "what it was about has gone");
    // The erasure, that it has begun, and what it has emptied; the links go on.
    let number = last.number;
    let found = AuditVerification { entries: number, dropped: 0, unvouched: vec![1, number - 1, number], broken: None };
    assert_eq!(repo.verify_audit().await.unwrap(), found);
    fill_told(&repo, 3..4).await;
    assert_eq!(repo.verify_audit().await.unwrap(), AuditVerification { entries: number + 1, ..found });
    repo.close().await;
}

/// Who disconnects waits for nobody: the key that links is kept at hand, and where it is not, nobody vouches for the entry.
#[tokio::test]
async fn a_connection_is_deleted_while_the_service_of_the_root_key_is_away() {
    let vault = Vault::make();
    let repo = vault.open().await;
    let stored = fill_told(&repo, 1..4).await;
    repo.close().await;
    let root = Refusing::new();
    let repo = open_refusing(&vault.file(), &vault.key, &root).await;
    let all = stored.iter().map(|grant| repo.load_grant(&grant.key.tenant_id, &grant.id));
    for read in all {
        read.await.unwrap().unwrap();
    }
    repo.keyring.forget(&KeyOwner::Audit);
    repo.housekeeping().purge().await.unwrap();
    root.is_away.store(true, Ordering::SeqCst);
    delete(&repo, &stored[0]).await.unwrap();
    // It has been away for longer than a key serves without it.
    repo.keyring.forget(&KeyOwner::Audit);
    repo.housekeeping().purge().await.unwrap();
    delete(&repo, &stored[1]).await.unwrap();
    assert_eq!(store(&repo, 8).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
    root.is_away.store(false, Ordering::SeqCst);
    delete(&repo, &stored[2]).await.unwrap();
    let rows = repo.audit_log().list(AuditFilter { limit: 99, ..AuditFilter::default() }).await.unwrap();
    let deleted: Vec<u64> = rows.iter().filter(|row| row.kind == "connection.deleted").map(|row| row.number).collect();
    let found = AuditVerification { entries: deleted[2], dropped: 0, unvouched: vec![deleted[1]], broken: None };
    assert_eq!(repo.verify_audit().await.unwrap(), found);
    repo.close().await;
}

/// Another process has the key of before at hand: what it tells is linked by the one that has followed, whatever it does.
#[tokio::test]
async fn who_links_with_a_key_that_another_one_has_followed_links_again() {
    let vault = Vault::make();
    let (repo, other) = (vault.open().await, vault.open().await);
    fill_told(&repo, 1..3).await;
    other.keyring.audit_key().await.unwrap();
    repo.housekeeping().rotate_audit_key().await.unwrap();
    fill_told(&other, 3..5).await;
    repo.housekeeping().rotate_audit_key().await.unwrap();
    other.erasures().erase_tenant(&tenant(1), false).await.unwrap();
    assert!(other.verify_audit().await.unwrap().is_whole());
    for process in [repo, other] {
        process.close().await;
    }
}

/// At whatever step of a verification another key follows, and links.
#[tokio::test]
async fn a_key_that_follows_while_the_log_is_verified_breaks_nothing() {
    let vault = Vault::make();
    let (repo, other) = (vault.open().await, vault.open().await);
    fill_told(&repo, 0..2).await;
    let mut steps = 0;
    loop {
        let mut verifying = std::pin::pin!(repo.verify_audit());
        if ends_within(steps, verifying.as_mut()).await {
            break;
        }
        other.housekeeping().rotate_audit_key().await.unwrap();
        fill_told(&other, 10 + steps..=10 + steps).await;
        assert_eq!(verifying.await.unwrap().broken, None, "after {steps} steps");
        steps += 1;
    }
    assert!(steps >= 6, "{steps}");
    for process in [repo, other] {
        process.close().await;
    }
}

/// Each step of a rotation of root keys, of a tenant's key, of the index key and of the log's own, a backup, and an erasure that is confirmed.
#[tokio::test]
async fn what_is_done_to_keys_is_told() {
    let vault = Vault::make();
    let next = LocalRootKey::make();
    let repo = vault.open().await;
    fill_told(&repo, 1..2).await;
    repo.housekeeping().rotate_tenant_key(&tenant(1), |_| true).await.unwrap();
    repo.keyring.index_keys().await.unwrap();
    repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    repo.housekeeping().rotate_audit_key().await.unwrap();
    repo.back_up(&vault.folder.path().join("backup.db")).await.unwrap();
    repo.erasures().erase_tenant(&tenant(1), true).await.unwrap();
    repo.close().await;
    for keys in [[&vault.key, &next], [&next, &vault.key]] {
        let repo = process_with(&vault.file(), &keys);
        repo.open().await.unwrap();
        repo.housekeeping().rotate_root_keys(|_| true).await.unwrap();
        repo.close().await;
    }
    let repo = open(&vault.file(), &next).await;
    repo.erasures().confirm(&tenant(1)).await.unwrap();
    let rows = repo.audit_log().list(AuditFilter { limit: 99, ..AuditFilter::default() }).await.unwrap();
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    let expected = [
        "credential.stored",
        "tenant_key.rotated",
        "tenant_key.destroyed",
        "index_key.rotated",
        "index_key.destroyed",
        "audit_key.rotated",
        "vault.backup_begun",
        "tenant.erasure_begun",
        "tenant.erased",
        "root_key.offered",
        "root_key.promoted",
        "root_key.retired",
        "tenant.erasure_confirmed",
    ];
    assert_eq!(kinds, expected);
    assert!(rows[9..12].iter().all(|row| row.about.key_id.is_some()), "{rows:?}");
    assert_eq!(broken(&repo).await, None);
    repo.close().await;
}
