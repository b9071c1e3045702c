//! First errors and their exact wording: message and hint together are one sentence for people, the same in all languages.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::time::Duration;

use authpipe::{Authpipe, CallOptions, Error, ListQuery, Mode, Options, ProviderId, Subject, TenantId, UserId};
use authpipe_sandbox::{World, demo};
use serde_json::json;
use support::flow::{add_generic, state_of, words};
use support::{App, PROVIDER, member, sign_in, tenant, user};

fn sentence(error: &Error) -> String {
    match error.hint() {
        Some(hint) => format!("{} {hint}", error.message()),
        None => error.message().to_owned(),
    }
}

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
        "Authpipe has no vault key. Run \"npx @authpipe/node key generate\" and set AUTHPIPE_KEY. \
         Keep it: without this key the vault cannot be read."
    );
}

#[tokio::test]
async fn key_mismatch() {
    let app = App::start().await;
    app.authpipe.ready().await.unwrap();
    app.authpipe.close().await;
    let vault = app.vault_path().display().to_string();
    let error = Authpipe::new(Options { keys: vec![support::new_key()], ..app.options() }).unwrap().ready().await.unwrap_err();
    assert_eq!(error.code().as_str(), "key_mismatch");
    let said = sentence(&error);
    let words: Vec<&str> = said.split(' ').collect();
    let shown = |word: &str| word.trim_end_matches(['.', ',']).trim_end_matches('\u{2026}').to_owned();
    let at = |start: &str| words.iter().position(|word| *word == start).unwrap();
    let theirs = shown(words[at("key") + 1]);
    let mine = shown(words[at("AUTHPIPE_KEY") + 3]);
    assert_ne!(theirs, mine);
    for key in [&theirs, &mine] {
        assert!(key.len() >= 4 && key.bytes().all(|b| b.is_ascii_hexdigit()), "{said}");
    }
    let expected = format!(
        "The vault at sqlite:{vault} was encrypted with key {theirs}\u{2026}, but AUTHPIPE_KEY is key {mine}\u{2026}. \
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
async fn provider_not_configured_and_unknown() {
    let app = App::start_with(World::demo(), |options| {
        options.providers.clear();
        options.danger_origins.clear();
    })
    .await;
    let error = app.user_credential().await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured");
    assert_eq!(
        sentence(&error),
        "\"microsoft-onedrive\" is in the catalog but has no client id. Add providers[\"microsoft-onedrive\"] = { clientId, \
         clientSecret }. Steps: npx @authpipe/node doctor microsoft-onedrive"
    );
    let subject = Subject { provider: ProviderId::parse("onedrive").unwrap(), ..user("ben") };
    let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_unknown");
    assert_eq!(sentence(&error), "Unknown provider \"onedrive\". Did you mean \"microsoft-onedrive\"?");
}

/// What was connected through a config that is not there any more.
#[tokio::test]
async fn config_gone() {
    const GONE: &str = "acme-files";
    let mut world = World::demo();
    world.generic.send_iss = true;
    let mut app = App::start_with(world, |options| add_generic(options, GONE, |_| {})).await;
    let mut browser = app.browser();
    let (_, url) = browser.begin("/oauth/sessions", json!({ "provider": GONE }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    let (waiting, url) = browser.begin("/oauth/sessions", json!({ "provider": GONE }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let cookies = browser.cookies.clone();

    app.restart().await;
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let connection = app.authpipe.list_connections(query).await.unwrap().data.remove(0);
    let error = app.authpipe.check_connection(tenant("acme"), connection.id).await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured");
    let expected = "The config \"acme-files\" is not here any more, or is switched off. Add providers[\"acme-files\"] again: what was \
                    connected through it is still there.";
    assert_eq!(sentence(&error), expected);
    let mut browser = app.browser();
    browser.cookies = cookies;
    assert_eq!(words(&browser.callback(&back, Some(&member())).await), expected);
    app.assert_ended(&waiting, "failed", "provider_not_configured");
}

#[tokio::test]
async fn configs_switched_off() {
    let app = App::start_with(World::demo(), |options| {
        for provider in options.providers.values_mut() {
            provider.disabled = true;
        }
    })
    .await;
    let error = app.user_credential().await.unwrap_err();
    assert_eq!(error.code().as_str(), "provider_not_configured");
    assert_eq!(
        sentence(&error),
        "Every config of provider \"microsoft-onedrive\" is switched off. Set `enabled` of one of them to true."
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
        "No OneDrive connection for tenant \"org_acme\", user \"user_123\". tenantId is your customer's id, not a Microsoft tenant \
         GUID. Let the user connect: <ConnectButton provider=\"microsoft-onedrive\" />."
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
    let expected =
        "OneDrive needs ben to sign in again: the refresh token was revoked (invalid_grant). Other users are not affected.";
    assert_eq!(sentence(&error), expected);
}

#[tokio::test]
async fn admin_consent_required() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (_, url) = browser.start(&member()).await;
    let page = browser.answer(PROVIDER, &format!("error=consent_required&state={}", state_of(&url)), Some(&member())).await;
    assert_eq!(
        words(&page),
        "These permissions need an administrator of the Microsoft tenant. Use <InstallButton>, or send your admin the install link. \
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
        let (_, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
        let page = browser.answer("acme-files", &format!("error={error}&state={}", state_of(&url)), Some(&member())).await;
        assert_eq!(words(&page), said);
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
        let (_, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let said = words(&browser.callback(&back, Some(&member())).await);
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
