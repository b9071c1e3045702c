//! Refreshing, and everything that ends a refresh token.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use authpipe_sandbox::demo::{self, BOB, CARLA, CONTOSO, FABRIKAM, PIA};
use authpipe_sandbox::{Sandbox, ScopeStyle, World};
use common::*;

#[tokio::test]
async fn old_refresh_tokens_stay_valid() {
    let sandbox = Sandbox::start(World::demo()).await;
    let first = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let second = text(&refresh(&sandbox, CONTOSO, &first, &[]).await.json(), "refresh_token");
    assert_ne!(first, second);
    for token in [&first, &second] {
        assert_eq!(refresh(&sandbox, CONTOSO, token, &[]).await.status, 200);
    }
    let seen = sandbox.ledger().refreshes();
    assert_eq!(seen.len(), 3);
    assert_eq!(seen[0].refresh_token.as_deref(), Some(first.as_str()));
    assert_eq!(seen[0].issued_refresh_token.as_deref(), Some(second.as_str()));
    assert!(seen.iter().all(|entry| entry.processed && entry.delivered && entry.status == Some(200)));
}

#[tokio::test]
async fn access_tokens_are_ended_alone() {
    let sandbox = Sandbox::start(World::demo()).await;
    let (bob, carla) = (tokens(&sandbox, &BOB).await, tokens(&sandbox, &CARLA).await);
    assert_eq!(sandbox.revoke_access_tokens(BOB.id), 1);
    assert_eq!(sandbox.revoke_access_tokens(BOB.id), 0);
    assert_eq!(graph(&sandbox, &text(&bob, "access_token"), "/me").await.status, 401);
    assert_eq!(graph(&sandbox, &text(&carla, "access_token"), "/me").await.status, 200);
    let renewed = refresh(&sandbox, CONTOSO, &text(&bob, "refresh_token"), &[]).await.json();
    assert_eq!(graph(&sandbox, &text(&renewed, "access_token"), "/me").await.status, 200);
}

#[tokio::test]
async fn no_refresh_token_without_offline_access_in_scope() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let body = refresh(&sandbox, CONTOSO, &token, &[("scope", "https://graph.microsoft.com/User.Read")]).await.json();
    assert!(body["refresh_token"].is_null() && body["id_token"].is_null());
    assert_eq!(body["scope"], "https://graph.microsoft.com/User.Read", "as asked");
}

#[tokio::test]
async fn scopes_are_written_in_the_chosen_style() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    for (style, expected) in [
        (ScopeStyle::Short, "User.Read"),
        (ScopeStyle::Full, "https://graph.microsoft.com/User.Read"),
        (ScopeStyle::AsRequested, "user.read"),
    ] {
        sandbox.change(|world| world.settings.scope_style = style);
        let body = refresh(&sandbox, CONTOSO, &token, &[("scope", "user.read")]).await.json();
        assert_eq!(body["scope"], expected);
    }
}

#[tokio::test]
async fn refresh_is_bound_to_client_account_and_consent() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let other_client = [
        ("client_id", demo::PUBLIC_CLIENT_ID),
        ("client_secret", ""),
        ("grant_type", "refresh_token"),
        ("refresh_token", token.as_str()),
    ];
    let answer = token_as_app(&sandbox, CONTOSO, &other_client).await;
    assert_refused(&answer, 400, "invalid_grant", 70000);
    assert_eq!(answer.json()["suberror"], "bad_token");
    assert_refused(&refresh(&sandbox, FABRIKAM, &token, &[]).await, 400, "invalid_grant", 50020);
    let more = refresh(&sandbox, CONTOSO, &token, &[("scope", "Sites.Read.All")]).await;
    assert_refused(&more, 400, "invalid_grant", 65001);
    assert_eq!(more.json()["suberror"], "consent_required");
    for tenant in ["common", "organizations", "contoso.example"] {
        assert_eq!(refresh(&sandbox, tenant, &token, &[]).await.status, 200, "{tenant}");
    }
}

#[tokio::test]
async fn revocations_look_as_the_provider_shows_them() {
    type Event = fn(&Sandbox);
    let events: [(&str, Event, &str, u32, Option<&str>); 6] = [
        ("tokens", |s| _ = s.revoke_user_tokens(BOB.id), "invalid_grant", 50173, Some("bad_token")),
        (
            "consent",
            |s| s.revoke_user_consent(CONTOSO, BOB.id, demo::CLIENT_ID),
            "invalid_grant",
            65001,
            Some("consent_required"),
        ),
        (
            "tenant consent",
            |s| s.revoke_tenant_consent(CONTOSO, demo::CLIENT_ID),
            "invalid_grant",
            65001,
            Some("consent_required"),
        ),
        ("app removed", |s| s.remove_app_from_organisation(CONTOSO, demo::CLIENT_ID), "unauthorized_client", 700016, None),
        ("app disabled", |s| s.disable_app(demo::CLIENT_ID), "unauthorized_client", 7000112, None),
        ("user disabled", |s| s.change(|w| w.user_mut(BOB.id).unwrap().disabled = true), "invalid_grant", 50057, None),
    ];
    for (name, event, error, number, suberror) in events {
        let sandbox = Sandbox::start(World::demo()).await;
        let body = tokens(&sandbox, &BOB).await;
        let other = text(&tokens(&sandbox, &CARLA).await, "refresh_token");
        let access = text(&body, "access_token");
        event(&sandbox);
        let answer = refresh(&sandbox, CONTOSO, &text(&body, "refresh_token"), &[]).await;
        assert_refused(&answer, 400, error, number);
        assert_eq!(answer.json()["suberror"].as_str(), suberror, "{name}");
        assert_eq!(graph(&sandbox, &access, "/me").await.status, 200, "{name}: access tokens live on");
        let spared = refresh(&sandbox, CONTOSO, &other, &[]).await.status == 200;
        assert_eq!(spared, ["tokens", "consent", "user disabled"].contains(&name), "{name}");
    }
}

#[tokio::test]
async fn a_password_change_leaves_refresh_tokens_alone() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    sandbox.change_password(BOB.id, "new");
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 200);
}

#[tokio::test]
async fn refresh_tokens_end_after_ninety_idle_days() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let day = Duration::from_secs(86_400);
    sandbox.clock().advance(day * 89);
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 200, "use extends it");
    sandbox.clock().advance(day * 89);
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 200);
    sandbox.clock().advance(day * 90);
    assert_refused(&refresh(&sandbox, CONTOSO, &token, &[]).await, 400, "invalid_grant", 700082);
}

#[tokio::test]
async fn step_up_carries_claims_until_a_sign_in_carries_them_back() {
    let sandbox = Sandbox::start(World::demo()).await;
    let token = text(&tokens(&sandbox, &BOB).await, "refresh_token");
    let wanted = r#"{"access_token":{"polids":{"essential":true,"values":["x"]}}}"#;
    sandbox.change(|world| world.user_mut(BOB.id).unwrap().step_up = Some(wanted.to_owned()));
    let answer = refresh(&sandbox, CONTOSO, &token, &[]).await;
    assert_refused(&answer, 400, "interaction_required", 50076);
    assert_eq!(answer.json()["claims"], wanted);
    code(&sandbox, CONTOSO, &BOB, &[("claims", wanted)]).await;
    assert_eq!(refresh(&sandbox, CONTOSO, &token, &[]).await.status, 200);
}

#[tokio::test]
async fn continuous_access_evaluation_challenges_only_clients_that_declared_it() {
    let sandbox = Sandbox::start(World::demo()).await;
    let plain = text(&tokens(&sandbox, &BOB).await, "access_token");
    let cp1 = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;
    let code = code(&sandbox, CONTOSO, &BOB, &[("claims", cp1)]).await;
    let body = redeem(&sandbox, CONTOSO, &code, &[("claims", cp1)]).await.json();
    assert_eq!(body["expires_in"], 28 * 3600);
    let cae = text(&body, "access_token");
    assert_eq!(graph(&sandbox, &cae, "/me").await.status, 200);
    sandbox.revoke_user_tokens(BOB.id);
    assert_eq!(graph(&sandbox, &plain, "/me").await.status, 200);
    let answer = graph(&sandbox, &cae, "/me").await;
    assert_eq!(answer.status, 401);
    let challenge = answer.header("www-authenticate").unwrap();
    assert!(challenge.contains("error=\"insufficient_claims\"") && challenge.contains("claims=\""), "{challenge}");
}

#[tokio::test]
async fn personal_accounts_refresh_and_have_opaque_tokens() {
    let sandbox = Sandbox::start(World::demo()).await;
    let code = code(&sandbox, "consumers", &PIA, &[]).await;
    let body = redeem(&sandbox, "consumers", &code, &[]).await.json();
    let access = text(&body, "access_token");
    assert!(!access.contains('.'));
    assert_eq!(graph(&sandbox, &access, "/me/drive").await.json()["driveType"], "personal");
    assert_eq!(graph(&sandbox, &access, "/organization").await.status, 401);
    let again = refresh(&sandbox, PIA.tenant_id, &text(&body, "refresh_token"), &[]).await;
    assert_eq!(again.status, 200, "{}", again.text());
}
