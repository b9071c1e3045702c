//! A refresh that is answered with somebody else's tokens (OpenID Connect Core §12.2).

use std::time::Duration;

use crate::base::encoding::to_base64url;
use crate::engine::CallOptions;
use crate::model::grant::{ExternalAccount, Grant, Material};

use super::stage::{Answer, LIFETIME, Stage, get, load, sample, soon, subject, value};

/// Beyond each pause after a failure.
const BEYOND_BACKOFF: Duration = Duration::from_secs(61);

fn of_person(person: &str) -> Grant {
    let mut grant = sample("acme", "u");
    grant.secrets.account =
        Some(ExternalAccount { organisation: None, person: Some(person.to_owned()), display: None, organisation_display: None });
    grant
}

fn answer(person: &str, number: u32) -> Answer {
    let claims = to_base64url(format!(r#"{{"sub":"{person}"}}"#).as_bytes());
    let body = format!(
        r#"{{"access_token":"at-{number}","expires_in":3600,"refresh_token":"rt-{number}","id_token":"e30.{claims}.x"}}"#
    );
    Answer::Status(200, body.leak())
}

#[tokio::test]
async fn tokens_of_another_account_are_neither_handed_out_nor_kept() {
    let stage = Stage::new("strict");
    let engine = stage
        .process_changed(|definition| {
            definition["id_token"] = serde_json::json!({
                "issuer": "https://id.acme.example", "jwks_uri": "https://id.acme.example/keys",
                "algorithms": ["RS256"], "person_claim": "sub",
            });
        })
        .await;
    engine.repo.insert_grant(&of_person("p-1"), vec![], None).await.unwrap().unwrap();
    stage.provider.will([answer("p-2", 2)]);
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let error = soon(engine.reader.get_credential(&subject(), &force)).await.unwrap_err();
    assert_eq!(error.code().as_str(), "account_mismatch");
    let stored = load(&engine).await;
    let Material::OAuth(tokens) = &stored.secrets.material else { panic!("tokens") };
    assert_eq!((stored.generation, tokens.candidates.len(), stored.open_intent.is_some()), (1, 0, true));
    assert_eq!(super::spool::refresh_token(&stored), "rt-1");
    // What is there goes on, and is asked for again when it is about to end: the answer may have been another one's by mistake.
    assert!(get(&engine).await.is_ok_and(|served| served.degraded && served.value.expose() == "at-1"));
    stage.clock.advance(LIFETIME + BEYOND_BACKOFF);
    stage.provider.will([answer("p-1", 3)]);
    assert_eq!(value(&engine).await, "at-3");
    assert_eq!(stage.provider.presented(), ["rt-1", "rt-1"]);
}
