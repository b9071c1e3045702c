//! A gateway answers in its origin's place: nobody knows what the origin has done (SR-57).

use std::time::Duration;

use crate::engine::CallOptions;
use crate::model::http::NetFailure;

use super::stage::{Answer, LIFETIME, Stage, connect, get, load, soon, subject, value};

/// Beyond each pause after a failure.
const BEYOND_BACKOFF: Duration = Duration::from_secs(61);

#[tokio::test]
async fn what_a_gateway_says_of_a_strict_provider_is_a_doubt() {
    for (rotation, status, is_in_doubt) in [
        ("strict", 502, true),
        ("strict", 504, true),
        ("strict", 500, false),
        ("strict", 503, false),
        ("unknown", 504, false),
        ("grace", 504, false),
        ("reusable", 504, false),
    ] {
        let stage = Stage::new(rotation);
        let engine = stage.process().await;
        connect(&engine).await;
        let force = CallOptions { force_refresh: true, ..CallOptions::default() };
        stage.provider.will([Answer::Status(status, "")]);
        soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
        assert_eq!(load(&engine).await.open_intent.is_some(), is_in_doubt, "{rotation} {status}");
        stage.clock.advance(BEYOND_BACKOFF);
        // What still serves is not put at risk.
        stage.provider.will([Answer::Failure(NetFailure::NotConnected)]);
        soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
        assert_eq!(get(&engine).await.unwrap().value.expose(), "at-1");
        assert_eq!(stage.provider.presented().len(), if is_in_doubt { 1 } else { 2 }, "{rotation} {status}");
    }
}

/// Well again within two minutes, however long it was away.
#[tokio::test]
async fn a_gateway_that_has_its_origin_back_is_asked_soon() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    for _ in 0..60 {
        stage.provider.will([Answer::Status(504, "")]);
        assert_eq!(value(&engine).await, "provider_unavailable");
        stage.provider.forget();
        stage.clock.advance(BEYOND_BACKOFF);
    }
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    if value(&engine).await != "at-2" {
        stage.clock.advance(BEYOND_BACKOFF);
        assert_eq!(value(&engine).await, "at-2");
    }
}
