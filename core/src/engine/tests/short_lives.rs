//! Tokens that live for nothing, or no longer than their answer takes.

use std::time::Duration;

use super::stage::{Answer, LIFETIME, START, Stage, connect, get, load, value};
use crate::model::grant::Material;

#[tokio::test]
async fn a_token_that_had_ended_when_it_arrived_is_not_renewed_at_each_call() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Slow(1200, r#"{"access_token":"at-2","expires_in":1,"refresh_token":"rt-2"}"#)]);
    for call in 0..3 {
        let error = get(&engine).await.unwrap_err();
        assert_eq!(error.message(), "Acme gave a token that had ended before it arrived.", "{call}");
        assert!(call == 0 || error.retry_after().is_some_and(|after| !after.is_zero()), "{error:?}");
    }
    assert_eq!(stage.provider.presented(), ["rt-1"]);
    stage.clock.advance(Duration::from_secs(5));
    stage.provider.will([Answer::Tokens("at-3", Some("rt-3"))]);
    assert_eq!(value(&engine).await, "at-3");
}

/// The answer before knew better.
#[tokio::test]
async fn a_lifetime_of_nothing_is_that_of_the_answer_before() {
    for expires_in in ["0", "-1", r#""0.5""#] {
        let stage = Stage::new("reusable");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Status(200, r#"{"access_token":"at-2","expires_in":600}"#)]);
        assert_eq!(value(&engine).await, "at-2");
        stage.clock.advance(Duration::from_secs(600));
        let body: &'static str = format!(r#"{{"access_token":"at-3","expires_in":{expires_in}}}"#).leak();
        stage.provider.will([Answer::Status(200, body)]);
        assert_eq!(value(&engine).await, "at-3");
        let Material::OAuth(tokens) = load(&engine).await.secrets.material else { panic!("tokens") };
        assert_eq!(tokens.expires_at, Some(START.plus(LIFETIME + Duration::from_secs(1200))), "{expires_in}");
    }
}
