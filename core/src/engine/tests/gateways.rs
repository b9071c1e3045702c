//! A gateway answers in its origin's place: nobody knows what the origin has done (SR-57).

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use zeroize::Zeroizing;

use crate::engine::CallOptions;
use crate::model::http::{Cut, NetFailure, OutboundRequest, OutboundResponse};
use crate::net::{Budget, HttpClient};

use super::stage::{Answer, LIFETIME, Provider, Stage, connect, get, load, soon, subject, value};

/// Beyond each pause after a failure.
const BEYOND_BACKOFF: Duration = Duration::from_secs(61);

#[tokio::test]
async fn what_a_gateway_says_of_a_strict_provider_is_a_doubt() {
    for (rotation, status, is_in_doubt) in [
        ("strict", 502, true),
        ("strict", 504, true),
        // Of Cloudflare: the origin broke off, or took too long; it was not reached. Of proxies that read for too long.
        ("strict", 520, true),
        ("strict", 524, true),
        ("strict", 521, false),
        ("strict", 598, true),
        ("strict", 599, true),
        // It says that it was done, and what it has brought is not there.
        ("strict", 200, true),
        ("strict", 204, true),
        ("unknown", 200, false),
        ("grace", 200, false),
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

/// A way on which each answer is beyond measure, and begins so.
struct Beyond {
    provider: Arc<Provider>,
    begins: &'static str,
}

#[async_trait]
impl HttpClient for Beyond {
    async fn send(&self, request: OutboundRequest, total: Duration) -> Result<OutboundResponse, NetFailure> {
        self.provider.send(request, total).await
    }

    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        self.provider.send_keeping(request, budget).await?;
        Err(Cut { failure: NetFailure::TooLarge, begun: Zeroizing::new(self.begins.as_bytes().to_vec()) })
    }
}

/// However large it is, a page is an outage and has spent nothing; what is not one is a shape that somebody must put right.
#[tokio::test]
async fn a_page_beyond_measure_is_a_page() {
    for (begins, told, is_in_doubt) in [
        ("\n<!DOCTYPE html><html>", "provider_unavailable", false),
        ("\u{feff}<html>", "provider_unavailable", false),
        (r#"{"padding":""#, "provider_error", true),
        (r#"<p>{"refresh_token":"rt-2","padding":"#, "provider_error", false),
    ] {
        let stage = Stage::new("strict");
        let engine = stage.process_with(Arc::new(Beyond { provider: stage.provider.clone(), begins }), false).await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Status(200, "")]);
        assert_eq!(value(&engine).await, told, "{begins}");
        assert_eq!(load(&engine).await.open_intent.is_some(), is_in_doubt, "{begins}");
    }
}
