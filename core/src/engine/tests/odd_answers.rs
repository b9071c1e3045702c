//! Providers that answer a refresh in ways that no specification has: what they give is used, and nothing is presented more often for that.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use async_trait::async_trait;

use super::stage::{Answer, HeldClock, INVALID_GRANT, LIFETIME, Provider, START, Stage, connect, load, value, write_over};
use crate::base::Clock as _;
use crate::model::grant::{Grant, Material, OAuthTokens};
use crate::model::http::{Cut, NetFailure, OutboundRequest, OutboundResponse};
use crate::model::rows::Schedule;
use crate::net::{Budget, HttpClient};

fn tokens(grant: &mut Grant) -> &mut OAuthTokens {
    let Material::OAuth(tokens) = &mut grant.secrets.material else { panic!("tokens") };
    tokens
}

/// A lost race has left a token, and then the provider gives that one.
#[tokio::test]
async fn a_token_that_the_provider_goes_back_to_is_refused_once() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let lost_race = |grant: &mut Grant| tokens(grant).candidates = vec!["rt-2".into(), "rt-0".into()];
    write_over(&engine, &load(&engine).await, Schedule::Kept, lost_race).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "at-2");
    stage.clock.advance(LIFETIME);
    stage.provider.will([INVALID_GRANT, INVALID_GRANT]);
    assert_eq!(value(&engine).await, "reauth_required");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-2", "rt-0"]);
}

/// Each answer is that of the one before, as from a cache that should not be there.
#[tokio::test]
async fn the_same_tokens_again_are_tokens() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    for renewal in 1..=3 {
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("at-1", Some("rt-1"))]);
        assert_eq!(value(&engine).await, "at-1");
        assert_eq!(value(&engine).await, "at-1");
        assert_eq!(stage.provider.presented().len(), renewal);
    }
    assert!(tokens(&mut load(&engine).await).candidates.is_empty());
}

#[tokio::test]
async fn each_lifetime_costs_one_renewal_however_short_it_gets() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let mut lives = LIFETIME;
    for (renewal, seconds) in [1800, 600, 120, 60, 59, 20, 5, 1].into_iter().enumerate() {
        stage.clock.advance(lives);
        let body = format!(r#"{{"access_token":"at-{seconds}","expires_in":{seconds},"refresh_token":"rt-{seconds}"}}"#);
        stage.provider.will([Answer::Status(200, body.leak())]);
        for _ in 0..3 {
            assert_eq!(value(&engine).await, format!("at-{seconds}"));
        }
        assert_eq!(stage.provider.presented().len(), renewal + 1, "{seconds}");
        lives = Duration::from_secs(seconds);
    }
}

/// Longer than any clock counts, and a moment of long ago.
#[tokio::test]
async fn a_lifetime_beyond_measure_is_no_reason_to_ask_again() {
    for seconds in ["1000000000000", "9007199254740991", "18446744073709551615", "1e300"] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        let body = format!(r#"{{"access_token":"at-2","expires_in":{seconds},"refresh_token":"rt-2"}}"#);
        stage.provider.will([Answer::Status(200, body.leak())]);
        assert_eq!(value(&engine).await, "at-2", "{seconds}");
        stage.clock.advance(LIFETIME / 2);
        engine.grants.invalidate_all();
        assert_eq!(value(&engine).await, "at-2", "{seconds}");
        assert_eq!(stage.provider.presented(), ["rt-1"], "{seconds}");
    }
}

/// Says with each answer what time it is, by a clock that nobody sets.
struct Dated {
    provider: Arc<Provider>,
    clock: Arc<HeldClock>,
}

#[async_trait]
impl HttpClient for Dated {
    async fn send(&self, request: OutboundRequest, total: Duration) -> Result<OutboundResponse, NetFailure> {
        self.provider.send(request, total).await
    }

    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        let mut response = self.provider.send_keeping(request, budget).await?;
        let since = Duration::from_secs(u64::try_from(START.unix_seconds()).unwrap()) + self.clock.ahead();
        response.headers.push(("date".to_owned(), httpdate::fmt_http_date(UNIX_EPOCH + since)));
        Ok(response)
    }
}

/// The answer names a moment, and somebody has set the clock by which it would be read (SR-68).
#[tokio::test]
async fn a_moment_that_an_answer_names_is_read_by_the_clock_that_wrote_it() {
    // Ten minutes behind the renewal.
    const BODY: &str = r#"{"access_token":"at-2","token_type":"Bearer","expires_at":1800004200}"#;
    for (jump, is_put_right) in [(900, true), (86_400, true), (900, false), (-900, false), (-86_400, false)] {
        let stage = Stage::new("reusable");
        let dated = Dated { provider: stage.provider.clone(), clock: stage.clock.clone() };
        let engine = stage.process_with(Arc::new(dated), false).await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.clock.jump(jump);
        stage.provider.will([Answer::Status(200, BODY)]);
        assert_eq!(value(&engine).await, "at-2", "{jump}");
        if is_put_right {
            stage.clock.jump(-jump);
        }
        stage.clock.advance(Duration::from_secs(500));
        assert_eq!(value(&engine).await, "at-2", "{jump}: it lives");
        stage.clock.advance(Duration::from_secs(100));
        stage.provider.will([Answer::Tokens("at-3", None)]);
        assert_eq!(value(&engine).await, "at-3", "{jump}: it has ended");
        assert_eq!(stage.provider.presented().len(), 2, "{jump}");
    }
}
