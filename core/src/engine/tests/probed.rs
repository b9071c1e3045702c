//! What is heard of a token that is dead, each consequence by itself (SR-64, SR-73).

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::stage::{Answer, Heard, LIFETIME, START, Stage, connect, load, sample, soon, subject, value};
use crate::base::Clock as _;
use crate::base::log::Log;
use crate::engine::CallOptions;
use crate::engine::grants::rejections::Rejection;
use crate::model::grant::{GrantStatus, Material, StatusReason};
use crate::model::standing::Standing;

/// The store does not take it: in this process the token is dead all the same.
#[tokio::test]
async fn what_is_shown_dead_while_the_store_is_away_is_handed_out_no_more() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    for rejection in [Rejection::Probed, Rejection::Shown(StatusReason::Revoked)] {
        assert_eq!(value(&engine).await, "at-1");
        let known = || engine.reader.answer(&subject(), &CallOptions::default()).unwrap();
        assert!(known().is_some());
        let grant = load(&engine).await;
        stage.store.go_away(true);
        assert_eq!(engine.grants.rejected(&grant, &rejection).await.unwrap_err().code().as_str(), "vault_unavailable");
        assert!(known().is_none(), "{rejection:?}");
        assert_eq!(value(&engine).await, "vault_unavailable");
        stage.store.go_away(false);
    }
}

/// It was said of a token that another one has replaced meanwhile.
#[tokio::test]
async fn what_is_heard_of_an_earlier_token_says_nothing_of_its_successor() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    let earlier = load(&engine).await;
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    soon(engine.reader.get_credential(&subject(), &force)).await.unwrap();
    for rejection in [Rejection::Unproven, Rejection::Probed, Rejection::Shown(StatusReason::Revoked)] {
        let stands = engine.grants.rejected(&earlier, &rejection).await.unwrap().unwrap();
        let Material::OAuth(tokens) = &stands.secrets.material else { panic!("tokens") };
        assert_eq!((stands.secrets.status, tokens.standing), (GrantStatus::Active, Standing::Good), "{rejection:?}");
    }
    assert_eq!(value(&engine).await, "at-2");
}

/// Whoever asks waits for another token: it is due now, however far away it was planned, or as soon as the provider's pause is over.
#[tokio::test]
async fn for_a_token_that_is_dead_another_one_is_due_as_soon_as_may_be() {
    for is_paused in [false, true] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let mut grant = sample("acme", "u");
        grant.refresh_at = Some(START.plus(LIFETIME / 2));
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
        if is_paused {
            stage.provider.will([Answer::Later(429, "{}", "60")]);
            let force = CallOptions { force_refresh: true, ..CallOptions::default() };
            soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
        }
        let heard = load(&engine).await;
        let pause = heard.next_attempt_at.map_or(Duration::ZERO, |at| at.saturating_sub(stage.clock.elapsed()));
        assert_eq!(pause.is_zero(), !is_paused);
        let stands = engine.grants.rejected(&heard, &Rejection::Probed).await.unwrap().unwrap();
        let due = stands.refresh_at.unwrap();
        let (from, to) = (stage.clock.now().plus(pause), stage.clock.now().plus(pause + Duration::from_secs(1)));
        assert!(from <= due && due <= to, "{is_paused}: {due:?} is not in {from:?} to {to:?}");
    }
}

/// A probe that asks at a wrong address says nothing of anybody, for ever: that is the definition's to mend.
#[tokio::test]
async fn a_probe_at_a_wrong_address_is_told_with_what_to_compare() {
    for (status, is_told) in [(404, true), (405, true), (301, true), (503, false), (403, false)] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        let id = connect(&engine).await;
        let heard = Arc::new(Heard::default());
        // As a client does that calls: what is said meanwhile is its own.
        let log = Log::new(Some(heard.clone()));
        let _on = log.enter();
        stage.provider.probes.store(status, Ordering::SeqCst);
        soon(engine.checker.check(&subject().tenant_id, &id)).await.unwrap();
        heard.has("a probe did not show a live credential", &["connection_id"]);
        assert_eq!(heard.says("the address of a probe answers no probe", "hint"), is_told, "{status}");
        if !is_told {
            continue;
        }
        // However many connections ask there, it is told once.
        let again = Arc::new(Heard::default());
        let log = Log::new(Some(again.clone()));
        let _on = log.enter();
        soon(engine.checker.check(&subject().tenant_id, &id)).await.unwrap();
        again.has("a probe did not show a live credential", &["connection_id"]);
        assert!(!again.says("the address of a probe answers no probe", "hint"), "{status}");
    }
}
