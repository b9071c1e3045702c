//! An erasure of whom very many entries name stops nobody else, and has told that it had begun.

use std::sync::atomic::{AtomicBool, Ordering};

use super::super::super::testing::ends_within_writes;
use super::*;
use crate::base::TenantId;

async fn list(repo: &Arc<Repo>, tenant_id: &TenantId) -> Vec<AuditRow> {
    let filter = AuditFilter { tenant_id: Some(tenant_id.clone()), limit: 200_000, ..AuditFilter::default() };
    repo.audit_log().list(filter).await.unwrap()
}

/// Who writes meanwhile is counted, not timed: what is told of another tenant between the begin and the end.
#[tokio::test]
async fn whoever_writes_goes_on_while_very_many_entries_are_emptied() {
    const MANY: usize = 100_000;
    let vault = Vault::make();
    let (repo, other) = (vault.open().await, vault.open().await);
    fill_told(&repo, 1..2).await;
    edit(
        &vault.file(),
        &format!(
            "WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY})
            INSERT INTO audit (kind, at, tenant_id, user_id, grant_id, actor, request, key_id, salt, content, signer, mac)
                SELECT kind, at, tenant_id, 'u' || n, grant_id, actor, request, key_id, salt, content, signer, mac FROM audit, numbers"
        ),
    );
    assert_eq!(list(&repo, &tenant(1)).await.len(), MANY);
    let is_erased = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let is_erased = is_erased.clone();
        async move {
            let mut n = 2;
            while !is_erased.load(Ordering::SeqCst) {
                fill_told(&other, n..=n).await;
                n += 7;
            }
            other.close().await;
        }
    });
    repo.erasures().erase_tenant(&tenant(1), false).await.unwrap();
    is_erased.store(true, Ordering::SeqCst);
    writing.await.unwrap();
    let of_erasure = list(&repo, &tenant(1)).await;
    let [begun, erased] = &of_erasure[..] else { panic!("{of_erasure:?}") };
    assert_eq!([&*begun.kind, &*erased.kind], ["tenant.erasure_begun", "tenant.erased"]);
    let meanwhile =
        list(&repo, &tenant(2)).await.iter().filter(|row| (begun.number..erased.number).contains(&row.number)).count();
    assert!(meanwhile > 20, "{meanwhile} commits");
    repo.close().await;
}

/// Pages of entries that are linked, with what is appended between them.
#[tokio::test]
async fn what_is_emptied_in_pages_stays_linked() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 1..3).await;
    for _ in 0..3 {
        let mut writes = Vec::new();
        for n in 0..900 {
            let user_id = UserId::parse(if n % 3 == 0 { "ben" } else { "ada" }).ok();
            let entry = AuditEntry::of_tenant(AuditKind::CredentialStored, &tenant(1), Timestamp::EPOCH);
            writes.push(repo.audit(AuditEntry { user_id, ..entry }).await.unwrap());
        }
        repo.commit(writes).await.unwrap().unwrap();
    }
    let ada = UserId::parse("ada").unwrap();
    repo.erasures().erase_user(&tenant(1), &ada).await.unwrap();
    let rows = repo.audit_log().list(AuditFilter { limit: 9_000, ..AuditFilter::default() }).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.erased.is_some()).count(), 1800);
    assert!(!rows.iter().any(|row| row.about.user_id.as_deref() == Some("ada")));
    assert_eq!(
        repo.verify_audit().await.unwrap(),
        AuditVerification { entries: 2704, dropped: 0, unvouched: vec![], broken: None }
    );
    repo.close().await;
}

/// What was removed before somebody died is told of, and the same once more ends it.
#[tokio::test]
async fn an_erasure_that_dies_has_told_that_it_had_begun() {
    let mut steps = 0;
    loop {
        let vault = Vault::make();
        let repo = vault.open().await;
        let stored = fill_told(&repo, 1..2).await;
        let erasures = repo.erasures();
        let ended = ends_within_writes(steps, erasures.erase_user(&tenant(1), stored[0].key.user_id.as_ref().unwrap())).await;
        repo.close().await;
        let repo = vault.open().await;
        let rows = list(&repo, &tenant(1)).await;
        let told = |kind: &str| rows.iter().any(|row| row.kind == kind);
        let is_touched = !rows.iter().any(|row| row.about.user_id.is_some());
        assert!(!is_touched || told("user.erasure_begun"), "after {steps} steps");
        repo.erasures().erase_user(&tenant(1), stored[0].key.user_id.as_ref().unwrap()).await.unwrap();
        assert!(repo.load_grant(&tenant(1), &stored[0].id).await.unwrap().is_none());
        assert!(repo.verify_audit().await.unwrap().is_whole(), "after {steps} steps");
        repo.close().await;
        if ended {
            break;
        }
        steps += 1;
    }
    assert!(steps >= 12, "{steps}");
}
