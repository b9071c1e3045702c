//! Somebody sets the wall clock forward, by minutes, a day or to 2099: nothing ends for good because of it that has not ended (SR-68). Once the
//! clock is right again, it is as if nothing had been.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::stage::{Answer, LIFETIME, Refusal, START, Stage, config_with, connect, load, sample, soon, subject, value};
use crate::base::{BootTime, Clock as _};
use crate::engine::common::policy::Policy;
use crate::engine::{Engine, EventQuery};
use crate::model::grant::{Grant, GrantStatus, Material, StatusReason};
use crate::model::renewal::Renewal;
use crate::model::revocation::RevocationOutcome;

const JUMPS: [i64; 3] = [4_000, 4 * 86_400, 73 * 365 * 86_400];
const SECOND: Duration = Duration::from_secs(1);

/// A connection that nothing renews.
pub(super) fn unrenewable() -> Grant {
    let mut grant = sample("acme", "u");
    let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
    tokens.renewal = Renewal::Never;
    grant
}

pub(super) async fn store(engine: &Engine, grant: &Grant) {
    engine.repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
}

pub(super) async fn stands(engine: &Engine) -> (GrantStatus, Option<StatusReason>) {
    let secrets = load(engine).await.secrets;
    (secrets.status, secrets.reason)
}

pub(super) async fn check(engine: &Arc<Engine>, grant: &Grant) -> (GrantStatus, Option<StatusReason>) {
    soon(engine.checker.check(&grant.key.tenant_id, &grant.id)).await.unwrap();
    stands(engine).await
}

#[tokio::test]
async fn a_grant_that_nothing_renews_ends_with_its_token_and_not_with_a_clock() {
    for jump in JUMPS {
        // Got by this machine, or elsewhere.
        for is_here in [true, false] {
            let stage = Stage::new("strict");
            let (engine, told) = (stage.process().await, format!("{jump} {is_here}"));
            let mut grant = unrenewable();
            let Material::OAuth(tokens) = &mut grant.secrets.material else { unreachable!("tokens") };
            tokens.issued_on = BootTime::now(&*stage.clock).filter(|_| is_here);
            store(&engine, &grant).await;
            stage.clock.jump(jump);
            assert_eq!(value(&engine).await, "reauth_required", "{told}: nobody knows, and none that has ended is handed out");
            assert_eq!(stands(&engine).await, (GrantStatus::Active, None), "{told}");
            stage.clock.jump(-jump);
            assert_eq!(value(&engine).await, "at-1", "{told}");
            stage.clock.advance(LIFETIME);
            assert_eq!(value(&engine).await, "reauth_required", "{told}");
            assert_eq!(stands(&engine).await, (GrantStatus::NeedsReauth, Some(StatusReason::Expired)), "{told}");
        }
    }
}

/// Roles spread slowly: after a quarter of an hour they will not come any more, and not before.
#[tokio::test]
async fn what_waits_for_its_roles_waits_for_as_long_as_it_does() {
    for jump in JUMPS {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let mut grant = Grant { next_check_at: Some(START), ..sample("acme", "u") };
        (grant.secrets.status, grant.secrets.pending_since) = (GrantStatus::Pending, Some(START));
        store(&engine, &grant).await;
        stage.provider.probes.store(403, Ordering::SeqCst);
        stage.provider.will(["at-2", "at-3", "at-4"].map(|token| Answer::Tokens(token, None)));
        stage.clock.advance(SECOND);
        stage.clock.jump(jump);
        assert_eq!(check(&engine, &grant).await, (GrantStatus::Pending, None), "{jump}");
        stage.clock.advance(Policy::default().spread_limit - 2 * SECOND);
        assert_eq!(check(&engine, &grant).await, (GrantStatus::Pending, None), "{jump}");
        stage.clock.advance(SECOND);
        assert_eq!(check(&engine, &grant).await, (GrantStatus::NeedsReauth, Some(StatusReason::RolesMissing)), "{jump}");
    }
}

/// Nobody could be asked: it is looked at again as soon as if nobody had set a clock.
#[tokio::test]
async fn what_waits_for_its_roles_is_looked_at_as_often_whatever_the_clock_says() {
    for jump in JUMPS {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let mut grant = Grant { next_check_at: Some(START), ..sample("acme", "u") };
        (grant.secrets.status, grant.secrets.pending_since) = (GrantStatus::Pending, Some(START));
        store(&engine, &grant).await;
        stage.provider.probes.store(503, Ordering::SeqCst);
        stage.provider.will([Answer::Tokens("at-2", None)]);
        stage.clock.advance(SECOND);
        stage.clock.jump(jump);
        assert_eq!(check(&engine, &grant).await, (GrantStatus::Pending, None), "{jump}");
        let next = load(&engine).await.next_check_at.unwrap();
        assert_eq!(next, stage.clock.now().plus(Policy::default().spread_poll), "{jump}");
    }
}

/// A second no is believed a minute after the first one.
#[tokio::test]
async fn a_second_no_counts_once_time_has_passed() {
    // While its token lives by that clock too.
    for jump in [120, 3_000] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        let grant = unrenewable();
        store(&engine, &grant).await;
        stage.provider.probes.store(401, Ordering::SeqCst);
        let doubted = (GrantStatus::Degraded, Some(StatusReason::Rejected));
        assert_eq!(check(&engine, &grant).await, doubted, "{jump}");
        stage.clock.jump(jump);
        stage.clock.advance(SECOND);
        assert_eq!(check(&engine, &grant).await, doubted, "{jump}");
        stage.clock.advance(Policy::default().confirm_after);
        assert_eq!(check(&engine, &grant).await.0, GrantStatus::NeedsReauth, "{jump}");
    }
}

/// What a provider cannot be asked for now is asked for until three days have passed (SR-27).
#[tokio::test]
async fn a_revocation_is_given_up_after_three_days_and_not_by_a_clock() {
    for jump in JUMPS {
        let stage = Stage::new("strict");
        let revoking = config_with("acme", "strict", |definition| {
            definition["revocation"] = serde_json::json!({ "endpoint": "https://id.acme.example/revoke", "scope": "grant" });
        });
        let engine = stage.process_of(vec![revoking]).await;
        let id = connect(&engine).await;
        stage.provider.will_refuse([Refusal { status: 503, body: "", retry_after: None }; 2]);
        let outcome = soon(engine.manager.delete_connection(&subject().tenant_id, &id, None)).await.unwrap().revocation;
        assert_eq!(outcome, RevocationOutcome::Pending);
        stage.clock.advance(Duration::from_secs(60));
        stage.clock.jump(jump);
        soon(engine.scheduler.run_maintenance(None)).await.unwrap();
        let events = engine.manager.list_events(&EventQuery::default()).await.unwrap().data;
        let has_failed = |event: &crate::model::event::Event| event.event_type.as_str() == "token.revocation_failed";
        assert!(!events.iter().any(has_failed), "{jump}: it was asked twice");
        stage.clock.advance(Duration::from_secs(4000));
        assert_eq!(soon(engine.scheduler.run_maintenance(None)).await.unwrap().revoked, 1, "{jump}");
    }
}

/// Whoever has used a connection today still has it renewed ahead of its end when the clock is right again.
#[tokio::test]
async fn what_is_used_is_kept_warm_whatever_the_clock_says() {
    for jump in JUMPS {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        store(&engine, &Grant { refresh_at: Some(START.plus(LIFETIME / 2)), ..sample("acme", "u") }).await;
        stage.provider.will([Answer::Tokens("at-2", None)]);
        stage.clock.jump(jump);
        assert_eq!(soon(engine.scheduler.run_maintenance(None)).await.unwrap().refreshed, 1, "{jump}");
        assert!(load(&engine).await.refresh_at.is_some(), "{jump}");
    }
}
