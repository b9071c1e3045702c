//! Providers that take a refresh token only once the access token has ended.

use std::time::Duration;

use crate::engine::CallOptions;

use super::stage::{Answer, LIFETIME, Stage, connect, load, soon, subject, value};

const EARLY: Answer = Answer::Status(400, r#"{"error":"invalid_grant","error_description":"token not expired"}"#);
const NEXT: Answer = Answer::Tokens("at-2", Some("rt-2"));

/// The definition says so: nobody asks ahead, whatever validity is wanted, and the credential is handed out until its end.
#[tokio::test]
async fn nobody_asks_ahead_of_an_end_that_a_provider_waits_for() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(|definition| definition["lifetime"]["refresh_after_end"] = true.into()).await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME - Duration::from_secs(1));
    assert_eq!(value(&engine).await, "at-1");
    let options = CallOptions { min_validity: Some(Duration::from_secs(300)), ..CallOptions::default() };
    let credential = soon(engine.reader.get_credential(&subject(), &options)).await.unwrap();
    assert_eq!(credential.value.expose(), "at-1");
    assert!(stage.provider.presented().is_empty());
    stage.clock.advance(Duration::from_secs(1));
    stage.provider.will([NEXT]);
    assert_eq!(value(&engine).await, "at-2");
    let grant = load(&engine).await;
    let plan = grant.refresh_at.unwrap().since(grant.updated_at);
    assert!(plan > LIFETIME && plan < LIFETIME + Duration::from_secs(60), "planned behind the end: {plan:?}");
}

/// Where it does not, the provider does: the pause ends with the token, and does not outlast it.
#[tokio::test]
async fn a_pause_until_the_end_does_not_outlast_the_token() {
    for (left, waits_for) in [(0, 1), (5, 15), (300, 310), (3000, 600)] {
        let stage = Stage::new("strict");
        let engine = stage.process().await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME - Duration::from_secs(left));
        stage.provider.will([EARLY]);
        let options = CallOptions { force_refresh: true, ..CallOptions::default() };
        let error = soon(engine.reader.get_credential(&subject(), &options)).await.unwrap_err();
        assert_eq!(
            (error.code().as_str(), error.retry_after()),
            ("rate_limited", Some(Duration::from_secs(waits_for))),
            "{left}"
        );
        stage.provider.will([NEXT]);
        stage.clock.advance(Duration::from_secs(waits_for));
        let options = CallOptions { force_refresh: true, ..CallOptions::default() };
        let credential = soon(engine.reader.get_credential(&subject(), &options)).await.unwrap();
        assert_eq!(credential.value.expose(), "at-2", "{left}");
    }
}
