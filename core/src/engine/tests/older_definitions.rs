//! Connections of before, under the definition of a newer release: nothing is lost, nothing crashes, and what cannot be done is said.

use std::sync::Arc;

use serde_json::{Value, json};

use super::stage::{Answer, LIFETIME, Stage, config_with, connect, get, load, sample, soon, subject, value};
use crate::base::GrantId;
use crate::engine::{CallOptions, Engine};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::grant::{Grant, GrantStatus, Material, StatusReason};
use crate::model::renewal::Renewal;
use crate::model::revocation::RevocationOutcome;

type Change = fn(&mut Value);

/// What a newer release may change, and what a refresh comes to then: the new token, or the code of an error.
const CHANGES: [(&str, Change, &str); 16] = [
    ("nothing", |_| {}, "at-2"),
    (
        "a variable of the page where people sign in",
        |it| {
            it["variables"] = json!({ "site": { "kind": "dns_label" } });
            it["oauth"]["authorization_endpoint"] = json!("https://{site}.acme.example/authorize");
        },
        "at-2",
    ),
    (
        "a variable of the API's host",
        |it| {
            it["variables"] = json!({ "site": { "kind": "dns_label" } });
            it["api"]["origins"] = json!(["https://{site}.acme.example", "https://api.acme.example"]);
        },
        "at-2",
    ),
    (
        "a variable of the token endpoint",
        |it| {
            it["variables"] = json!({ "site": { "kind": "dns_label" } });
            it["oauth"]["token_endpoint"] = json!("https://{site}.acme.example/token");
        },
        "config_invalid",
    ),
    (
        "a secret in a header beside the token",
        |it| {
            it["variables"] = json!({ "key": { "kind": "secret" } });
            it["api"]["further_headers"] = json!({ "X-Api-Key": "{key}" });
        },
        "at-2",
    ),
    ("another token endpoint", |it| it["oauth"]["token_endpoint"] = json!("https://id.acme.example/v2/token"), "config_invalid"),
    (
        "an endpoint of its own for refreshes",
        |it| it["oauth"]["refresh_endpoint"] = json!("https://id.acme.example/refresh"),
        "config_invalid",
    ),
    ("another page where people sign in", |it| it["oauth"]["authorization_endpoint"] = json!("https://acme.example/in"), "at-2"),
    ("another separator of scopes", |it| it["oauth"]["scope_separator"] = json!(","), "at-2"),
    ("scopes in refreshes", |it| it["oauth"]["refresh_sends_scope"] = json!(true), "at-2"),
    ("no rotation", |it| it["lifetime"] = json!({ "rotation": "reusable" }), "at-2"),
    ("a grace", |it| it["lifetime"] = json!({ "rotation": "grace", "grace_seconds": 30 }), "at-2"),
    ("rotation that nobody knows", |it| it["lifetime"] = json!({ "rotation": "unknown" }), "at-2"),
    ("another client authentication", |it| it["oauth"]["client_authentication"] = json!("client_secret_post"), "at-2"),
    (
        "another API",
        |it| {
            it["api"]["origins"] = json!(["https://api2.acme.example"]);
            it["probe"]["url"] = json!("https://api2.acme.example/me");
        },
        "at-2",
    ),
    ("another header", |it| it["api"]["placement"] = json!({ "header": "X-Token" }), "at-2"),
];

async fn of(stage: &Stage, change: Change) -> Arc<Engine> {
    stage.process_as(Client::Secret("secret".into()), change).await
}

#[tokio::test]
async fn a_connection_of_an_older_definition_is_read_renewed_or_told_why_not_and_comes_back() {
    for (what, change, comes_to) in CHANGES {
        let stage = Stage::new("strict");
        let before = of(&stage, |_| {}).await;
        let id = connect(&before).await;
        let after = of(&stage, change).await;
        let credential = get(&after).await.unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(
            (credential.value.expose().as_str(), &credential.api_origins[..]),
            ("at-1", &["https://api.acme.example".to_owned()][..]),
            "{what}"
        );
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens("at-2", Some("rt-2"))]);
        assert_eq!(value(&after).await, comes_to, "{what}");
        if comes_to == "config_invalid" {
            let error = get(&after).await.unwrap_err();
            assert!(
                error.message().contains("acme") && error.hint().is_some_and(|hint| hint.contains("onnect")),
                "{what}: {error:?}"
            );
            assert!(stage.provider.presented().is_empty(), "{what}: a refresh token goes only where it came from");
        }
        // Nothing is lost meanwhile: the release of before finds it as it is.
        let grant = load(&before).await;
        assert_eq!((grant.id == id, grant.secrets.status), (true, GrantStatus::Active), "{what}");
        assert_eq!(value(&before).await, "at-2", "{what}");
        assert_eq!(stage.provider.presented(), ["rt-1"], "{what}");
    }
}

/// Nobody can be asked about it where the newer probe stands: at a host where its token may not go, or at one whose name it has not.
#[tokio::test]
async fn a_newer_probe_that_cannot_be_asked_says_nothing_and_keeps_no_dead_token() {
    let elsewhere: Change = |it| {
        it["api"]["origins"] = json!(["https://api.acme.example", "https://who.acme.example"]);
        it["probe"]["url"] = json!("https://who.acme.example/me");
    };
    let unnamed: Change = |it| {
        it["variables"] = json!({ "site": { "kind": "dns_label" } });
        it["api"]["origins"] = json!(["https://{site}.acme.example"]);
        it["probe"]["url"] = json!("https://{site}.acme.example/me");
    };
    for change in [elsewhere, unnamed] {
        let stage = Stage::new("strict");
        let after = of(&stage, change).await;
        let id = store(&after, |grant| {
            if let Material::OAuth(tokens) = &mut grant.secrets.material {
                tokens.renewal = Renewal::Never;
            }
        })
        .await;
        match soon(after.checker.check(&subject().tenant_id, &id)).await {
            Ok(health) => assert_eq!((health.status, health.live), (GrantStatus::Active, None)),
            Err(error) => assert!(error.message().contains("\"site\""), "{error}"),
        }
        let credential = get(&after).await.unwrap();
        soon(after.reader.report_rejected(&subject(), credential.generation, None, &CallOptions::default())).await.unwrap_err();
        let grant = load(&after).await;
        assert_eq!((grant.secrets.status, grant.secrets.reason), (GrantStatus::NeedsReauth, Some(StatusReason::Rejected)));
    }
}

async fn store(engine: &Engine, change: impl FnOnce(&mut Grant)) -> GrantId {
    let mut grant = sample("acme", "u");
    change(&mut grant);
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    grant.id
}

/// A release that knows the provider no more: its connection waits, is told about, and is deleted without a word to anybody.
#[tokio::test]
async fn a_provider_that_is_gone_loses_no_connection() {
    let stage = Stage::new("strict");
    let before = stage.process().await;
    let id = connect(&before).await;
    let after = stage.process_of(vec![config_with("bravo", "strict", |_| {})]).await;
    assert!(["provider_unknown", "provider_not_configured", "config_invalid"].contains(&value(&after).await.as_str()));
    let error = soon(after.checker.check(&subject().tenant_id, &id)).await.unwrap_err();
    assert!(error.message().contains("acme"), "{error}");
    assert_eq!(value(&before).await, "at-1");
    let deletion = soon(after.manager.delete_connection(&subject().tenant_id, &id, None)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Pending, "another process may know where");
    assert!(stage.provider.revoked().is_empty());
}

fn revoking(name: &str, change: Change) -> ProviderConfig {
    config_with(name, "strict", |it| {
        it["revocation"] = json!({ "endpoint": format!("https://id.{name}.example/revoke"), "scope": "grant" });
        change(it);
    })
}

/// What the catalogue says of a token endpoint no config can restore: that its tokens stay is told at once, and not after three days.
#[tokio::test]
async fn tokens_of_an_older_endpoint_of_the_catalogue_are_told_at_once_to_stay() {
    for (name, outcome) in [("monday", RevocationOutcome::Failed), ("acme", RevocationOutcome::Pending)] {
        let stage = Stage::new("strict");
        let after =
            stage.process_of(vec![revoking(name, |it| it["oauth"]["token_endpoint"] = json!("https://id.example/v2"))]).await;
        let grant = sample(name, "u");
        after.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
        let deletion = soon(after.manager.delete_connection(&subject().tenant_id, &grant.id, None)).await.unwrap();
        assert_eq!(deletion.revocation, outcome, "{name}");
        assert!(stage.provider.revoked().is_empty(), "{name}");
    }
}
