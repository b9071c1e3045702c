//! A refresh that fails, and brings the next refresh token all the same.

use crate::engine::EventQuery;
use crate::model::event::EventType;
use crate::model::grant::GrantStatus;

use super::late::{BEYOND_LEASE, refresh_tokens};
use super::stage::{Answer, LIFETIME, Stage, connect, get, load, soon, spawn_caller, value};

const BROUGHT: Answer = Answer::Status(200, r#"{"token_type":"Bearer","refresh_token":"rt-9"}"#);

#[tokio::test]
async fn it_is_stored_with_the_failure_and_leaves_nothing_in_doubt() {
    for rotation in ["none", "reusable", "grace", "strict", "unknown"] {
        let stage = Stage::new(rotation);
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([BROUGHT]);
        let error = get(&engine).await.unwrap_err();
        assert_eq!(error.code().as_str(), "provider_unavailable");
        assert!(error.to_string().contains("access_token is missing"), "{error}");
        let grant = load(&engine).await;
        assert_eq!((grant.secrets.status, grant.generation, grant.failures), (GrantStatus::Degraded, 1, 1), "{rotation}");
        assert_eq!(refresh_tokens(&grant), ["rt-9", "rt-1"], "{rotation}");
        assert!(grant.open_intent.is_none(), "{rotation}");
        let renewals = EventQuery { event_type: Some(EventType::TokenRefreshed), ..EventQuery::default() };
        assert!(engine.manager.list_events(&renewals).await.unwrap().data.is_empty());
    }
}

/// An answer that names the token that was presented brings nothing, and takes no doubt away.
#[tokio::test]
async fn the_token_that_was_presented_is_no_news() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Status(200, r#"{"token_type":"Bearer","refresh_token":"rt-1"}"#)]);
    get(&engine).await.unwrap_err();
    let grant = load(&engine).await;
    assert_eq!(refresh_tokens(&grant), ["rt-1"]);
    assert!(grant.open_intent.is_some());
}

/// Another process has taken over, and renewed with the token that was presented to both.
#[tokio::test]
async fn somebody_who_was_first_keeps_it_beside_what_is_theirs() {
    let stage = Stage::new("reusable");
    let (slow, other) = (stage.process().await, stage.process().await);
    connect(&slow).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([BROUGHT]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(BEYOND_LEASE);
    stage.provider.will([Answer::AtOnce("at-2", Some("rt-2"))]);
    assert_eq!(value(&other).await, "at-2");
    stage.provider.gate.open();
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    let grant = load(&other).await;
    assert_eq!((grant.secrets.status, refresh_tokens(&grant)), (GrantStatus::Active, vec!["rt-2".into(), "rt-9".into()]));
}

/// Another process is still at it: what it will bring is later, and ours is not lost until then.
#[tokio::test]
async fn where_the_lease_is_somebody_elses_it_is_presented_next() {
    let stage = Stage::new("reusable");
    let (slow, other) = (stage.process().await, stage.process().await);
    connect(&slow).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([BROUGHT]);
    stage.provider.gate.shut();
    let caller = spawn_caller(&slow);
    stage.provider.gate.reached(1).await;
    stage.clock.advance(BEYOND_LEASE);
    // Its holder dies without a word.
    let read = load(&other).await;
    other.grants.acquire(&read, false).await.unwrap();
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    stage.provider.gate.open();
    stage.store.holder_died.store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(soon(caller).await.unwrap(), "at-2");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-9"]);
}
