//! Due work that has failed is due again when its pause is over, and not when the hold on it ends.

use std::time::Duration;

use crate::engine::MaintenanceReport;
use crate::model::grant::Grant;

use super::stage::{Answer, LIFETIME, START, Stage, load, sample, soon};

/// Beyond each pause after a failure, and within the hold.
const BEYOND_BACKOFF: Duration = Duration::from_secs(61);

#[tokio::test]
async fn a_renewal_that_has_failed_is_due_when_its_pause_is_over() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let grant = Grant { refresh_at: Some(START), ..sample("acme", "u") };
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.clock.advance(LIFETIME / 2);
    stage.provider.will([Answer::Status(503, ""), Answer::Tokens("at-2", Some("rt-2"))]);
    let round = async || soon(engine.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!(round().await, MaintenanceReport { refreshed: 0, checked: 0, revoked: 0, failed: 1, complete: true });
    let paused = load(&engine).await;
    let wait = paused.next_attempt_at.unwrap() - crate::base::Clock::elapsed(&*stage.clock);
    let due_at = paused.refresh_at.unwrap();
    assert!(due_at >= START.plus(LIFETIME / 2 + wait) && due_at <= START.plus(LIFETIME / 2 + BEYOND_BACKOFF), "{due_at:?}");
    assert_eq!(round().await, MaintenanceReport { refreshed: 0, checked: 0, revoked: 0, failed: 0, complete: true });
    stage.clock.advance(BEYOND_BACKOFF);
    assert_eq!(round().await, MaintenanceReport { refreshed: 1, checked: 0, revoked: 0, failed: 0, complete: true });
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"]);
}

/// A caller has asked for a renewal ahead of its time, in vain: the plan stands.
#[tokio::test]
async fn a_failure_ahead_of_time_brings_nothing_forward() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let planned = START.plus(LIFETIME / 2);
    let grant = Grant { refresh_at: Some(planned), ..sample("acme", "u") };
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Status(503, "")]);
    let force = crate::engine::CallOptions { force_refresh: true, ..crate::engine::CallOptions::default() };
    soon(engine.reader.get_credential(&super::stage::subject(), &force)).await.unwrap_err();
    assert_eq!(load(&engine).await.refresh_at, Some(planned));
}
