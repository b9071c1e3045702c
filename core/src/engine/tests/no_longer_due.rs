//! Due work that a caller overtakes, between the store's answer and the work: what was found due is not due any more.

use std::time::Duration;

use crate::engine::{CallOptions, MaintenanceReport};
use crate::model::grant::{Grant, GrantStatus};

use super::stage::{Answer, LIFETIME, START, Stage, sample, soon, subject};

#[tokio::test]
async fn what_a_caller_has_renewed_since_it_was_found_due_is_not_renewed_again() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let grant = Grant { refresh_at: Some(START), ..sample("acme", "u") };
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2")), Answer::Tokens("at-3", Some("rt-3"))]);
    stage.clock.advance(2 * LIFETIME);
    stage.store.jobs.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await.unwrap() }
    });
    stage.store.jobs.reached(1).await;
    let credential = soon(engine.reader.get_credential(&subject(), &CallOptions::default())).await.unwrap();
    assert!(credential.refreshed);
    stage.store.jobs.open();
    let report = soon(round).await.unwrap();
    assert_eq!(stage.provider.presented(), ["rt-1"], "one refresh for one expiry");
    assert_eq!(report, MaintenanceReport { refreshed: 0, checked: 0, revoked: 0, failed: 0, complete: true });
    // It falls due again as any other.
    stage.clock.advance(LIFETIME + Duration::from_secs(1));
    let report = soon(engine.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!((report.refreshed, stage.provider.presented().len()), (1, 2));
}

/// A check of what is pending takes a new token each time: one that somebody has made since is not made again.
#[tokio::test]
async fn what_somebody_has_checked_since_it_was_found_due_is_not_checked_again() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let mut grant = Grant { next_check_at: Some(START), ..sample("acme", "u") };
    (grant.secrets.status, grant.secrets.pending_since) = (GrantStatus::Pending, Some(START));
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2")), Answer::Tokens("at-3", Some("rt-3"))]);
    stage.clock.advance(2 * LIFETIME);
    stage.store.jobs.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await.unwrap() }
    });
    stage.store.jobs.reached(1).await;
    soon(engine.checker.check(&grant.key.tenant_id, &grant.id)).await.unwrap();
    stage.store.jobs.open();
    let report = soon(round).await.unwrap();
    assert_eq!(stage.provider.presented(), ["rt-1"], "one refresh for one check");
    assert_eq!(report, MaintenanceReport { refreshed: 0, checked: 0, revoked: 0, failed: 0, complete: true });
}
