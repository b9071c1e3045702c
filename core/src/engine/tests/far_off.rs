//! A wall clock was years ahead while something was planned, and is right again: what nobody asks for falls due all the same (SR-68).

use std::time::Duration;

use super::stage::{
    Answer, LIFETIME, Refusal, START, Stage, config_with, connect, load, sample, soon, subject, value, write_over,
};
use crate::base::{BootTime, Clock as _, Timestamp};
use crate::engine::{Engine, MaintenanceReport};
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::revocation::RevocationOutcome;
use crate::model::rows::Schedule;

const DAY: Duration = Duration::from_secs(86_400);
const YEARS: i64 = 5 * 365 * 86_400;

async fn round(engine: &Engine) -> MaintenanceReport {
    soon(engine.scheduler.run_maintenance(None)).await.unwrap()
}

/// Of another machine's boot, or this one's.
async fn got(engine: &Engine, is_elsewhere: bool) {
    if is_elsewhere {
        write_over(engine, &load(engine).await, Schedule::Kept, |grant| {
            grant.revision += 1;
            let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
            tokens.issued_on = Some(BootTime { boot: "elsewhere".into(), at: Duration::from_secs(7) });
        })
        .await;
    }
}

#[tokio::test]
async fn a_grant_that_was_renewed_under_a_clock_years_ahead_is_renewed_again_in_time() {
    for is_elsewhere in [false, true] {
        let stage = Stage::new("reusable");
        let ahead = stage.process().await;
        connect(&ahead).await;
        stage.clock.advance(LIFETIME);
        stage.clock.jump(YEARS);
        stage.provider.will([Answer::Tokens("at-2", None), Answer::Tokens("at-3", None)]);
        assert_eq!(value(&ahead).await, "at-2");
        got(&ahead, is_elsewhere).await;
        stage.clock.jump(-YEARS);

        let engine = stage.process().await;
        round(&engine).await;
        let planned = load(&engine).await.refresh_at.unwrap();
        let now = stage.clock.now();
        assert!(planned.since(now) <= LIFETIME && planned > now, "{is_elsewhere}: what is left of its plan");
        stage.clock.advance(LIFETIME);
        assert_eq!(round(&engine).await.refreshed, 1, "{is_elsewhere}");
        assert_eq!(value(&engine).await, "at-3");
        assert_eq!(stage.provider.presented().len(), 2);
    }
}

/// One that nobody uses is kept from dying of idleness.
#[tokio::test]
async fn a_grant_that_nobody_uses_is_renewed_before_its_refresh_token_dies() {
    let stage = Stage::new("reusable");
    let engine = stage.process_changed(|definition| definition["lifetime"]["refresh_idle_seconds"] = 864_000.into()).await;
    let ahead = START.plus(Duration::from_secs(YEARS.unsigned_abs()));
    let mut grant = Grant { refresh_at: Some(ahead.plus(LIFETIME / 2)), last_used_at: None, ..sample("acme", "u") };
    let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
    (tokens.issued_at, tokens.expires_at) = (ahead, Some(ahead.plus(LIFETIME)));
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Tokens("at-2", None)]);
    round(&engine).await;
    stage.clock.advance(LIFETIME);
    round(&engine).await;
    assert_eq!(stage.provider.presented(), Vec::<String>::new(), "it is put off: nobody uses it");
    let put_off = load(&engine).await.refresh_at.unwrap().since(stage.clock.now());
    assert!(put_off > 7 * DAY && put_off < 8 * DAY, "{put_off:?}");
    stage.clock.advance(8 * DAY);
    round(&engine).await;
    assert_eq!(stage.provider.presented(), ["rt-1"]);
}

#[tokio::test]
async fn a_check_that_was_planned_by_a_clock_years_ahead_is_made_within_two_days() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let far = START.plus(Duration::from_secs(YEARS.unsigned_abs()));
    let grant = Grant { next_check_at: Some(far), ..sample("acme", "u") };
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    round(&engine).await;
    let planned = load(&engine).await.next_check_at.unwrap();
    assert!(planned > START && planned < START.plus(2 * DAY), "{planned:?}");
}

/// Somebody has approved it under such a clock, and waits.
#[tokio::test]
async fn a_pending_installation_is_looked_at_as_soon_as_the_clock_is_right() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let far = START.plus(Duration::from_secs(YEARS.unsigned_abs()));
    let mut grant = Grant { next_check_at: Some(far), ..sample("acme", "u") };
    (grant.secrets.status, grant.secrets.pending_since) = (GrantStatus::Pending, Some(START));
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Tokens("at-2", None)]);
    round(&engine).await;
    assert_eq!(round(&engine).await.checked, 1);
    assert_eq!(load(&engine).await.secrets.status, GrantStatus::Active);
}

#[tokio::test]
async fn a_revocation_that_was_put_off_under_a_clock_years_ahead_is_tried_again() {
    let stage = Stage::new("strict");
    let revoking = config_with("acme", "strict", |definition| {
        definition["revocation"] = serde_json::json!({ "endpoint": "https://id.acme.example/revoke", "scope": "grant" });
    });
    let engine = stage.process_of(vec![revoking]).await;
    let id = connect(&engine).await;
    stage.clock.jump(YEARS);
    stage.provider.will_refuse([Refusal { status: 503, body: "", retry_after: None }]);
    let outcome = soon(engine.manager.delete_connection(&subject().tenant_id, &id, None)).await.unwrap().revocation;
    assert_eq!(outcome, RevocationOutcome::Pending);
    let asked = stage.provider.revoked().len();
    stage.clock.jump(-YEARS);
    round(&engine).await;
    assert_eq!(round(&engine).await.revoked, 1);
    assert!(stage.provider.revoked().len() > asked);
}

/// A token that lives for years is renewed after years, and a machine that does not know the time plans nothing anew.
#[tokio::test]
async fn what_is_planned_well_stays() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let long = 10 * 365 * DAY;
    let mut grant = Grant { refresh_at: Some(START.plus(long / 10 * 8)), ..sample("acme", "u") };
    let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
    tokens.expires_at = Some(START.plus(long));
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    let before = load(&engine).await;
    round(&engine).await;
    assert_eq!(load(&engine).await.revision, before.revision);

    // Years behind: what is due next week seems to be far away.
    let soon_due = Stage::new("reusable");
    let engine = soon_due.process().await;
    let planned = START.plus(LIFETIME / 2);
    let grant = Grant { refresh_at: Some(planned), next_check_at: Some(planned), ..sample("acme", "u") };
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    soon_due.clock.jump(-START.unix_seconds());
    assert!(soon_due.clock.now() < Timestamp::from_unix_seconds(1));
    round(&engine).await;
    let after = load(&engine).await;
    assert_eq!((after.refresh_at, after.next_check_at), (Some(planned), Some(planned)));
}

/// Nor does one that is an hour away from its server's clock, whichever of them is right.
#[tokio::test]
async fn a_process_that_is_far_from_its_servers_clock_plans_nothing_anew() {
    let stage = Stage::new("reusable");
    stage.store.own_clock.be_settable();
    let engine = stage.process().await;
    let planned = START.plus(LIFETIME / 2);
    let grant = Grant { refresh_at: Some(planned), next_check_at: Some(planned), ..sample("acme", "u") };
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    stage.clock.jump(-370 * 86_400);
    round(&engine).await;
    let after = load(&engine).await;
    assert_eq!((after.refresh_at, after.next_check_at), (Some(planned), Some(planned)));
}
