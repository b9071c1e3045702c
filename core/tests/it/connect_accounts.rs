//! Which account signed in, for which scopes: SR-13, organisations, personal accounts, and what was not granted.

use crate::support;
use std::collections::BTreeMap;

use crate::support::flow::{cancel, parameter, problem, state_of};
use crate::support::{App, PROVIDER, admin, code, member, sign_in, tenant, text, user};
use authpipe::{AuthRequest, CallOptions, Label, Options, ProviderId, ProviderInput, SessionMode, Subject};
use authpipe_sandbox::{Endpoint, Fault, ScopeStyle, Scripted, ScriptedResponse, UserConsent, World, demo};
use serde_json::json;

/// SR-13: a reconnect with another account changes nothing.
#[tokio::test]
async fn another_account_on_reauthorisation_leaves_the_grant_untouched() {
    let app = App::start().await;
    app.connect().await;
    let (lines, value) = (app.grant_lines(), app.user_credential().await.unwrap().value.expose().clone());
    for login in [&demo::CARLA, &demo::GUS] {
        let mut browser = app.browser();
        let (id, url) = browser.start(&member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, login).await;
        browser.callback(&back, Some(&member())).await;
        let told = browser.told(&id, &member()).await;
        assert!(told.starts_with("Another OneDrive account than the connected one signed in."), "{told}");
        app.assert_ended(&id, "failed", "account_mismatch");
        assert_eq!(app.grant_lines(), lines);
        assert_eq!(app.user_credential().await.unwrap().value.expose(), &value);
    }
    // The same account reconnects it in place.
    let session = app.connect().await;
    assert_eq!(session["connection"]["id"], lines[0].id);
    let reconnected = app.grant_lines();
    assert_eq!((reconnected.len(), reconnected[0].generation), (1, lines[0].generation + 1));
    assert_ne!(app.user_credential().await.unwrap().value.expose(), &value);
}

/// Two renewals that were started before the first connection: the second one must agree with the first.
#[tokio::test]
async fn a_session_from_before_the_connection_cannot_replace_it_by_another_account() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    app.connect().await;
    let lines = app.grant_lines();
    let back = sign_in(&app.sandbox.browser(), &url, &demo::CARLA).await;
    browser.callback(&back, Some(&member())).await;
    app.assert_ended(&id, "failed", "account_mismatch");
    assert_eq!(app.grant_lines(), lines);
}

#[tokio::test]
async fn another_label_and_a_disconnect_make_room_for_another_account() {
    let app = App::start().await;
    let first = app.connect().await;
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": PROVIDER, "label": "work" }), &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::CARLA).await;
    browser.callback(&back, Some(&member())).await;
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    assert_eq!(app.grant_lines().len(), 2);

    let path = format!("/connections/{}", first["connection"]["id"].as_str().unwrap());
    assert_eq!(browser.delete(&path, Some(&member())).await.status, 204);
    assert_eq!(code(app.user_credential().await), "not_connected");
    let session = browser.connect(&member(), &demo::CARLA).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert!(app.user_credential().await.is_ok());
}

/// The organisation in which the app is installed is the one in which its users sign in.
#[tokio::test]
async fn an_account_of_another_organisation_is_refused_where_the_app_is_installed() {
    let app = App::start().await;
    let mut browser = app.browser();
    // Started while anybody may sign in; installed meanwhile.
    let (id, url) = browser.start(&member()).await;
    assert!(url.contains("/organizations/oauth2"), "{url}");
    app.install().await;
    let lines = app.grant_lines();
    let back = sign_in(&app.sandbox.browser(), &url, &demo::GUS).await;
    browser.callback(&back, Some(&member())).await;
    app.assert_ended(&id, "failed", "account_mismatch");
    assert_eq!(app.grant_lines().len(), lines.len(), "the installation alone");
    // From now on the sign-in page is the organisation's own.
    let (_, url) = browser.start(&member()).await;
    assert!(url.contains(&format!("/{}/oauth2", demo::CONTOSO)), "{url}");
    assert_eq!(app.connect().await["status"], "complete");
    let tenants: Vec<_> = app.sandbox.ledger().token_requests().into_iter().filter_map(|entry| entry.path).collect();
    assert!(tenants.last().unwrap().contains(demo::CONTOSO), "{tenants:?}");
}

#[tokio::test]
async fn a_person_who_says_no_cancels() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = cancel(&app, &url, &demo::BOB).await;
    let page = browser.callback(&back, Some(&member())).await;
    assert!(text(&page).contains("<h1>Cancelled</h1>"), "{}", text(&page));
    app.assert_ended_with_nothing(&id, "cancelled", "access_denied");
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn a_person_who_may_not_consent_leaves_the_approval_page_and_nothing_else() {
    let mut world = World::demo();
    world.organisation_mut(demo::CONTOSO).unwrap().user_consent = UserConsent::Nobody;
    let app = App::start_with(world, |_| {}).await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = cancel(&app, &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    let told = browser.told(&id, &member()).await;
    assert!(told.contains("If an administrator must approve, let one install it"), "{told}");
    app.assert_ended_with_nothing(&id, "cancelled", "access_denied");
}

fn audience(options: &mut Options, audience: &str, scopes: &[&str]) {
    let input = options.providers.get_mut(PROVIDER).unwrap();
    input.variables.insert("audience".into(), audience.into());
    input.scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
}

#[tokio::test]
async fn scopes_that_no_personal_account_has_are_refused_before_the_redirect() {
    let app = App::start_with(World::demo(), |options| {
        audience(options, "consumers", &["Files.Read"]);
        options.providers.get_mut(PROVIDER).unwrap().optional_scopes = vec!["Sites.Read.All".into()];
    })
    .await;
    let mut browser = app.browser();
    let body = json!({ "provider": PROVIDER, "scopes": ["Files.Read", "Sites.Read.All"] });
    let refused = browser.post("/oauth/sessions", body, &member()).await;
    assert_eq!((refused.status, problem(&refused)), (400, "scope_unavailable".into()));
    // Those that they have work, also after the sign-in names the organisation of personal accounts.
    let session = browser.connect(&member(), &demo::PIA).await;
    assert_eq!(session["status"], "complete", "{session}");
    app.advance(std::time::Duration::from_secs(2 * 3600));
    assert!(app.user_credential().await.unwrap().refreshed);
}

#[tokio::test]
async fn scopes_that_no_personal_account_has_are_refused_after_its_sign_in() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().delegated.push("Sites.Read.All".into());
    let app = App::start_with(world, |options| audience(options, "common", &["Sites.Read.All"])).await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::PIA).await;
    browser.callback(&back, Some(&member())).await;
    app.assert_ended_with_nothing(&id, "failed", "account_type_unsupported");
}

#[tokio::test]
async fn a_personal_account_is_not_of_the_installed_organisation() {
    let app = App::start_with(World::demo(), |options| audience(options, "common", &["Files.Read"])).await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    app.install().await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::PIA).await;
    browser.callback(&back, Some(&member())).await;
    app.assert_ended(&id, "failed", "account_mismatch");
    assert_eq!(app.grant_lines().len(), 1);
}

/// Where an ID token identifies accounts, an answer without a good one stores nothing.
#[tokio::test]
async fn an_answer_without_a_good_id_token_stores_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
    for id_token in [None, Some(""), Some("a.b.c"), Some(unsigned)] {
        let (id, url) = browser.start(&member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let mut answer = json!({ "access_token": "canary", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "r" });
        if let Some(id_token) = id_token {
            answer["id_token"] = json!(id_token);
        }
        let body = answer.to_string().into_bytes();
        app.sandbox.faults().add(Fault::raw(Endpoint::Token, 200, "application/json", body));
        browser.callback(&back, Some(&member())).await;
        app.assert_ended_with_nothing(&id, "failed", "provider_error");
    }
}

/// A nonce ties the ID token to this flow: one from another flow of the same account is not good.
#[tokio::test]
async fn an_answer_with_another_flows_id_token_stores_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    // The browser is sent there with another nonce, as an injected code would be.
    let other = support::flow::with_parameter(&url::Url::parse(&url).unwrap(), "nonce", Some("another-nonce"));
    let back = sign_in(&app.sandbox.browser(), other.as_str(), &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    app.assert_ended_with_nothing(&id, "failed", "provider_error");
}

/// RFC 9700 §4.5: a code that was issued to another flow does not fit this flow's verifier.
#[tokio::test]
async fn an_injected_code_is_refused_by_pkce_and_stores_nothing() {
    let app = App::start().await;
    let mut attacker = app.browser();
    let (_, stolen_url) = attacker.start(&support::principal("evil", "mallory", authpipe::Role::Member)).await;
    let stolen = sign_in(&app.sandbox.browser(), &stolen_url, &demo::BOB).await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let query = format!("code={}&state={}", parameter(stolen.as_str(), "code").unwrap(), state_of(&url));
    browser.answer(PROVIDER, &query, Some(&member())).await;
    app.assert_ended_with_nothing(&id, "failed", "provider_error");
}

fn scripted(options: &mut Options, server: &Scripted) {
    let definition = json!({
        "name": "Acme",
        "auth": ["user"],
        "oauth": { "authorization_endpoint": server.url("/authorize"), "token_endpoint": server.url("/token") },
        "scopes": { "read": { "description": "Read" }, "write": { "description": "Write" } },
        "api": { "origins": [server.origin()] },
    });
    let input = ProviderInput {
        client_id: "client".into(),
        client_secret: Some(authpipe::Secret::from("secret")),
        scopes: vec!["read".into(), "write".into()],
        definition: Some(definition),
        ..ProviderInput::default()
    };
    options.providers.insert("acme-files".into(), input);
}

#[tokio::test]
async fn a_scope_that_was_not_granted_is_missed_and_nothing_is_stored() {
    let server = Scripted::start().await;
    let app = App::start_with(World::demo(), |options| scripted(options, &server)).await;
    for (granted, code) in [
        ("read", "scope_missing"),
        ("READ WRITE", "scope_missing"),
        ("read,more", "scope_missing"),
        ("readwrite", "scope_missing"),
        ("write read more", ""),
        ("read,write", ""),
        ("more,write read", ""),
        // RFC 6749 section 3.3 has no empty scope: nothing is said.
        ("", ""),
    ] {
        let body = json!({ "access_token": "t", "token_type": "bearer", "scope": granted }).to_string();
        server.respond_next("/token", ScriptedResponse::json(200, body));
        let mut browser = app.browser();
        let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
        browser.answer("acme-files", &format!("code=c&state={}", state_of(&url)), Some(&member())).await;
        match code {
            "" => assert_eq!(browser.session(&id, &member()).await["status"], "complete", "{granted}"),
            code => app.assert_ended_with_nothing(&id, "failed", code),
        }
    }
}

/// Some providers answer with commas, whatever they were asked with. What is recorded are scopes, after the sign-in and after
/// each refresh.
#[tokio::test]
async fn scopes_between_commas_are_recorded_one_by_one() {
    let server = Scripted::start().await;
    let app = App::start_with(World::demo(), |options| scripted(options, &server)).await;
    let answer = |scope: &str| {
        let body = json!({ "access_token": "t", "refresh_token": "r", "expires_in": 3600, "scope": scope });
        ScriptedResponse::json(200, body.to_string())
    };
    server.respond_next("/token", answer("read,write"));
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
    browser.answer("acme-files", &format!("code=c&state={}", state_of(&url)), Some(&member())).await;
    assert_eq!(browser.session(&id, &member()).await["connection"]["scopes"], json!(["read", "write"]));
    server.respond_next("/token", answer("write,read,more"));
    app.advance(std::time::Duration::from_secs(2 * 3600));
    let subject = Subject { provider: ProviderId::parse("acme-files").unwrap(), ..user("ben") };
    let asks = CallOptions { scopes: vec!["write".into()], ..CallOptions::default() };
    assert_eq!(
        app.authpipe.get_credential(&subject, asks).await.unwrap().scopes,
        ["read", "write", "more"],
        "each keeps its place"
    );
}

/// Microsoft's answers name a scope in short, by its full address, or as asked, and one grant sees several of them.
#[tokio::test]
async fn a_scope_has_one_name_whatever_answers_call_it() {
    for first in [ScopeStyle::Full, ScopeStyle::Short, ScopeStyle::AsRequested] {
        let mut world = World::demo();
        world.settings.scope_style = first;
        let app = App::start_with(world, |_| {}).await;
        let session = app.connect().await;
        assert_eq!(session["status"], "complete", "{session}");
        let told = app.user_credential().await.unwrap().scopes.clone();
        assert!(told.contains(&"Files.Read".to_owned()), "{told:?}");
        for style in [ScopeStyle::Short, ScopeStyle::Full, ScopeStyle::AsRequested] {
            app.sandbox.change(|world| world.settings.scope_style = style);
            for scope in ["Files.Read", "files.read", "https://graph.microsoft.com/Files.Read"] {
                let options = CallOptions { scopes: vec![scope.into()], force_refresh: true, ..CallOptions::default() };
                let credential = app.authpipe.get_credential(&user("ben"), options).await.unwrap();
                assert_eq!(credential.scopes, told, "{scope}");
            }
        }
    }
}

/// SR-22, SR-23: shapes of answers that are no tokens.
#[tokio::test]
async fn answers_that_are_no_tokens_store_nothing() {
    let server = Scripted::start().await;
    let app = App::start_with(World::demo(), |options| scripted(options, &server)).await;
    for (status, body) in [
        (200, ""),
        (200, "{}"),
        (200, "null"),
        (200, "[]"),
        (200, "<html>"),
        (200, r#"{"ok":false,"error":"x"}"#),
        (200, r#"{"token_type":"bearer"}"#),
        (200, r#"{"access_token":"","token_type":"bearer"}"#),
        (200, r#"{"access_token":1,"token_type":"bearer"}"#),
        (200, r#"{"access_token":"t","token_type":"mac"}"#),
        (200, r#"{"access_token":"t","access_token":"u","token_type":"bearer"}"#),
        (204, ""),
        (302, ""),
        (400, r#"{"error":"invalid_grant"}"#),
        (400, "{}"),
        (401, "<html>"),
        (403, "forbidden"),
        (500, ""),
    ] {
        server.respond_next("/token", ScriptedResponse::json(status, body));
        let mut browser = app.browser();
        let (id, url) = browser.begin("/oauth/sessions", json!({ "provider": "acme-files" }), &member()).await;
        browser.answer("acme-files", &format!("code=c&state={}", state_of(&url)), Some(&member())).await;
        assert_eq!(app.session_line(&id).status, "failed", "{status} {body}");
        assert!(!app.session_line(&id).keeps_secrets, "{status} {body}");
        assert_eq!(app.grant_lines(), [], "{status} {body}");
    }
}

/// Who asks in server code gives the same answers as the handler.
#[tokio::test]
async fn sessions_made_in_server_code_are_judged_alike() {
    let app = App::start().await;
    let request = |scopes: &[&str], variables: &[(&str, &str)]| AuthRequest {
        connection_id: None,
        installation_id: None,
        provider: ProviderId::parse(PROVIDER).unwrap(),
        config: None,
        tenant_id: tenant("acme"),
        user_id: member().user_id,
        label: Label::empty(),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<BTreeMap<_, _>>(),
        login_hint: None,
        prompt: None,
        return_to: None,
        mode: SessionMode::Popup,
        opener_origin: None,
    };
    assert_eq!(code(app.authpipe.create_auth_session(request(&["Mail.Read"], &[])).await), "scope_not_allowed");
    assert_eq!(code(app.authpipe.create_auth_session(request(&[], &[("authority", "common")])).await), "invalid_request");
    let created = app.authpipe.create_auth_session(request(&[], &[])).await.unwrap();
    let mut browser = app.browser();
    // The application sends the cookie with its own redirect.
    let (name, rest) = created.set_cookie[0].split_once('=').unwrap();
    browser.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
    let back = sign_in(&app.sandbox.browser(), &created.authorization_url, &demo::BOB).await;
    assert_eq!(app.browser().callback(&back, Some(&member())).await.status, 403);
    assert_eq!(browser.callback(&back, Some(&admin())).await.status, 200);
    assert_eq!(app.session_line(created.session_id.as_str()).error_code.as_deref(), Some("identity_mismatch"));
}

/// A label is most often what is wrong when it is given, so it is named.
#[tokio::test]
async fn not_connected_under_a_label() {
    let app = App::start().await;
    app.connect().await;
    let subject = Subject { label: Label::parse("work").unwrap(), ..user("ben") };
    let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
    assert_eq!(error.code().as_str(), "not_connected");
    assert!(
        error.message().starts_with("No OneDrive connection labelled \"work\" for tenant \"acme\", user \"ben\"."),
        "{error}"
    );
    assert_eq!(error.hint(), Some("Let the user connect under this label: create_auth_session() with label \"work\"."));
}
