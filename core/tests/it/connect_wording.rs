//! First errors and their exact wording: message and hint together are one sentence for people, the same in all languages.

use crate::support;
use crate::support::custom;
use std::time::Duration;

use crate::support::flow::{add_generic, sentence, state_of, words};
use crate::support::{App, PROVIDER, member, sign_in, user};
use authpipe::{Authpipe, CallOptions, Mode, Options, Subject, TenantId, UserId};
use authpipe_sandbox::{Body, Endpoint, Fault, Scripted, ScriptedResponse, World, demo};
use serde_json::json;

#[tokio::test]
async fn key_missing() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        vault: Some(format!("sqlite:{}", folder.path().join("vault.db").display())),
        mode: Some(Mode::Development),
        ..Options::default()
    };
    let error = Authpipe::new(options).unwrap().ready().await.unwrap_err();
    assert_eq!(error.code().as_str(), "key_missing");
    assert_eq!(
        sentence(&error),
        "Authpipe has no vault key. Run \"authpipe key generate\" and set AUTHPIPE_KEY. \
         Keep it: without this key the vault cannot be read."
    );
}

#[tokio::test]
async fn key_mismatch() {
    let app = App::start().await;
    app.authpipe.ready().await.unwrap();
    app.authpipe.close().await.unwrap();
    let vault = app.vault_path().display().to_string();
    let error = Authpipe::new(Options { keys: vec![support::new_key()], ..app.options() }).unwrap().ready().await.unwrap_err();
    assert_eq!(error.code().as_str(), "key_mismatch");
    let said = sentence(&error);
    let words: Vec<&str> = said.split(' ').collect();
    let shown = |word: &str| word.trim_end_matches(['.', ',']).trim_end_matches('\u{2026}').to_owned();
    let at = |start: &str| words.iter().position(|word| *word == start).unwrap();
    let theirs = shown(words[at("key") + 1]);
    let mine = shown(words[at("option") + 4]);
    assert_ne!(theirs, mine);
    for key in [&theirs, &mine] {
        assert!(key.len() >= 4 && key.bytes().all(|b| b.is_ascii_hexdigit()), "{said}");
    }
    let expected = format!(
        "The vault at sqlite:{vault} was encrypted with key {theirs}\u{2026}, but the option key is key {mine}\u{2026}. \
         Restore the old key; to rotate, deploy key: [old, new] first, then [new, old]."
    );
    assert_eq!(said, expected);
}

#[tokio::test]
async fn base_url_missing() {
    let app = App::start_with(World::demo(), |options| options.base_url = None).await;
    let response = app.browser().post("/oauth/sessions", json!({ "provider": PROVIDER }), &member()).await;
    let document = support::json(&response);
    assert_eq!(
        format!("{} {}", document["detail"].as_str().unwrap(), document["hint"].as_str().unwrap()),
        "Set AUTHPIPE_BASE_URL to the public URL of the handler, e.g. https://app.example.com/api/authpipe. \
         Authpipe does not trust the Host header."
    );
}

#[tokio::test]
async fn not_connected() {
    let app = App::start().await;
    let subject = Subject {
        tenant_id: TenantId::parse("org_acme").unwrap(),
        user_id: Some(UserId::parse("user_123").unwrap()),
        ..user("ben")
    };
    let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
    assert_eq!(error.code().as_str(), "not_connected");
    assert_eq!(
        sentence(&error),
        "No OneDrive connection for tenant \"org_acme\", user \"user_123\". tenant_id is your customer's id, not a Microsoft tenant \
         GUID. Let the user connect: create_auth_session()."
    );
}

#[tokio::test]
async fn reauth_required() {
    let app = App::start().await;
    app.connect().await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    app.advance(Duration::from_secs(2 * 3600));
    // A refusal is believed when it has been confirmed a minute later (SR-62).
    let mut error = app.user_credential().await.unwrap_err();
    for _ in 0..3 {
        if error.code().as_str() != "reauth_required" {
            app.advance(Duration::from_secs(90));
            error = app.user_credential().await.unwrap_err();
        }
    }
    assert_eq!(error.code().as_str(), "reauth_required");
    let expected = "OneDrive needs ben to sign in again: the refresh token was revoked (invalid_grant). Let the user connect \
         again: create_auth_session(). Other users are not affected.";
    assert_eq!(sentence(&error), expected);
}

#[tokio::test]
async fn admin_consent_required() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    browser.answer(PROVIDER, &format!("error=consent_required&state={}", state_of(&url)), Some(&member())).await;
    assert_eq!(
        browser.told(&id, &member()).await,
        "These permissions need an administrator of the Microsoft tenant. Let an administrator install it, or send your admin the install link. \
         Personal Microsoft accounts cannot be installed; connect them per user."
    );
}

/// Nobody is sent to a button that cannot work: this provider has no installations.
#[tokio::test]
async fn refusals_of_a_provider_without_installations() {
    let app = App::start_with(World::demo(), |options| {
        add_generic(options, "acme-files", |definition| {
            definition["oauth"]["requires_iss"] = json!(false);
        });
    })
    .await;
    for (error, said) in [
        (
            "consent_required",
            "These permissions need an administrator of the organisation. Ask an administrator of the organisation to allow this \
             app, then start again.",
        ),
        ("access_denied", "The sign-in at Acme was cancelled or not allowed. Start again from the app."),
    ] {
        let mut browser = app.browser();
        let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
        browser.answer("acme-files", &format!("error={error}&state={}", state_of(&url)), Some(&member())).await;
        assert_eq!(browser.told(&id, &member()).await, said);
    }
}

/// The generic server gives none, asked or not.
#[tokio::test]
async fn no_id_token() {
    for (always, hint) in [
        (json!(["profile"]), "The scope \"openid\" was not asked for: add it to oauth.always_scopes of the definition."),
        (json!(["profile", "openid"]), "The definition says that this provider identifies accounts by ID tokens."),
    ] {
        let app = App::start_with(World::demo(), |options| {
            add_generic(options, "acme-files", |definition| {
                let issuer = definition["oauth"]["issuer"].clone();
                definition["oauth"]["always_scopes"] = always;
                definition["oauth"]["requires_iss"] = json!(false);
                definition["id_token"] = json!({
                    "issuer": issuer, "jwks_uri": format!("{}/keys", issuer.as_str().unwrap()), "algorithms": ["RS256"], "person_claim": "sub",
                });
            });
        })
        .await;
        let mut browser = app.browser();
        let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        browser.callback(&back, Some(&member())).await;
        let said = browser.told(&id, &member()).await;
        assert_eq!(said, format!("Acme sent no ID token, so the account is not known. Nothing was stored. {hint}"));
    }
}

#[tokio::test]
async fn provider_rejected_the_secret() {
    let app = App::start().await;
    app.connect().await;
    app.sandbox.change_secret(demo::CLIENT_ID, "another");
    app.advance(Duration::from_secs(2 * 3600));
    let error = app.user_credential().await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_config_rejected");
    assert_eq!(
        sentence(&error),
        "Microsoft rejected the client secret. Copy the secret's Value, not its Secret ID, and check that it has not expired."
    );
}

/// What somebody sees whose own provider answers the code like this; and what the definition says of it.
async fn told(authentication: &str, secret: bool, answer: ScriptedResponse) -> String {
    let server = Scripted::start().await;
    server.respond("/oauth/token", answer);
    let app = App::start_with(World::demo(), |options| {
        let mut definition = custom::definition(&server.origin(), "strict");
        definition["oauth"]["client_authentication"] = authentication.into();
        custom::add(options, "id", "a-client-secret", definition);
        if !secret {
            options.providers.get_mut(custom::OWN).unwrap().client_secret = None;
        }
    })
    .await;
    let mut browser = app.browser();
    let (id, _) = browser.connect_scripted(&member(), "a-code").await;
    browser.told(&id, &member()).await
}

#[tokio::test]
async fn a_token_endpoint_of_ones_own_that_says_no() {
    const BASIC: &str = "client_secret_basic";
    let json = |status: u16, error: &str| ScriptedResponse::json(status, format!(r#"{{"error":"{error}"}}"#));
    let check_secret = "Own rejected the client secret. Check the client id and the client secret of the config, or set \
                        oauth.client_authentication";
    for (authentication, secret, answer, expected) in [
        (BASIC, true, json(401, "invalid_client"), format!("{check_secret} (client_secret_post) in its definition.")),
        (
            "client_secret_post",
            true,
            json(401, "invalid_client"),
            format!("{check_secret} (client_secret_basic) in its definition."),
        ),
        (
            "none",
            false,
            json(401, "invalid_client"),
            "Own rejected the client id. Check the client id, and that the app is registered as a public client.".to_owned(),
        ),
        (
            BASIC,
            true,
            json(400, "unauthorized_client"),
            "Own does not allow this client to do that (unauthorized_client). Check that the app exists and is enabled at the \
             provider, and that it may use this grant type."
                .to_owned(),
        ),
        (
            BASIC,
            true,
            json(200, "incorrect_client_credentials"),
            format!("{check_secret} (client_secret_post) in its definition."),
        ),
        (
            BASIC,
            true,
            json(200, "out_of_luck"),
            "Own refused the request (other). Check scopes, redirect URI and the app registration.".to_owned(),
        ),
        (
            BASIC,
            true,
            ScriptedResponse::redirect(301, "https://elsewhere.example/token"),
            "Own answered with a redirect, which is not followed. Check token_endpoint in the definition (a trailing slash?), and the \
             variables that it is made of."
                .to_owned(),
        ),
        (
            BASIC,
            true,
            ScriptedResponse::new(404, "text/html", "<html>"),
            "Own did not answer usefully (HTTP status 404). Check token_endpoint in the definition (a trailing slash?), and the \
             variables that it is made of."
                .to_owned(),
        ),
        (
            BASIC,
            true,
            ScriptedResponse::json(503, ""),
            "Own did not answer usefully (HTTP status 503). Nothing was lost. Try again later.".to_owned(),
        ),
        (
            BASIC,
            true,
            ScriptedResponse::json(200, r#"{"token_type":"bearer"}"#),
            "Own gave an answer without a token that can be used: access_token is missing. Compare oauth.token_endpoint and \
             oauth.token_response of the definition with the provider's documentation; if they are right, the provider must change it."
                .to_owned(),
        ),
    ] {
        assert_eq!(told(authentication, secret, answer).await, expected);
    }
}

/// The catalogue's own providers: nobody has a definition to mend.
#[tokio::test]
async fn a_token_endpoint_of_the_catalogue_that_says_no() {
    for (fault, expected) in [
        (
            Fault::redirect(Endpoint::Token, 307, "http://127.0.0.1:1/token"),
            "OneDrive answered with a redirect, which is not followed. Nothing was lost. Try again later.",
        ),
        (
            Fault::status(Endpoint::Token, 404).body(Body::Html),
            "OneDrive did not answer usefully (HTTP status 404). Nothing was lost. Try again later.",
        ),
        (
            Fault::raw(Endpoint::Token, 400, "application/json", &br#"{"error":"unauthorized_client"}"#[..]),
            "Microsoft does not allow this client to do that (unauthorized_client). Check that the app exists and is enabled at \
             the provider, and that it may use this grant type.",
        ),
    ] {
        let app = App::start().await;
        app.connect().await;
        app.advance(Duration::from_secs(2 * 3600));
        app.sandbox.faults().add(fault);
        let first = app.user_credential().await.unwrap_err();
        assert_eq!(sentence(&first), expected);
        // Whoever asks a moment later is told the same, as far as it is one's own to mend.
        let again = app.user_credential().await.unwrap_err();
        assert_eq!((again.code(), again.retry()), (first.code(), first.retry()));
        assert_eq!(again.context().provider_error, first.context().provider_error);
        if !expected.contains("404") {
            assert_eq!(sentence(&again), expected);
        }
    }
}

#[tokio::test]
async fn session_binding_mismatch() {
    let app = App::start().await;
    let (_, url) = app.browser().start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let page = app.browser().callback(&back, Some(&member())).await;
    assert_eq!(words(&page), "This sign-in was started in another browser. Start again from the app.");
}

#[tokio::test]
async fn identity_mismatch() {
    let app = App::start().await;
    let response = app.browser().post("/oauth/sessions", json!({ "provider": PROVIDER, "tenant_id": "x" }), &member()).await;
    let document = support::json(&response);
    assert_eq!(
        format!("{} {}", document["detail"].as_str().unwrap(), document["hint"].as_str().unwrap()),
        "The browser sent tenant_id \"x\" but identify() returned \"acme\". Remove tenant_id from the request."
    );
}
