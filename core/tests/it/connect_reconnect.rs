//! Sessions that name a connection to authorise again, or the installation inside which a user authorises (SR-13, SR-38).

use crate::support;
use crate::support::flow::{add_second_config, parameter, problem};
use crate::support::{App, Browser, PROVIDER, admin, code, header, json as body_of, member, principal, sign_in, tenant, text};
use authpipe::{AuthRequest, CallOptions, Label, ProviderId, Role, SessionMode, Subject};
use authpipe_sandbox::{World, demo};
use serde_json::{Value, json};

/// Connects with these fields besides the provider; the session as its creator reads it at the end.
async fn connect(browser: &mut Browser<'_>, fields: Value, login: &demo::Person) -> Value {
    let (id, url) = start(browser, fields).await;
    finish(browser, &id, &url, login).await
}

async fn start(browser: &mut Browser<'_>, fields: Value) -> (String, String) {
    let mut body = json!({ "provider": PROVIDER });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    browser.begin("/oauth/sessions", body, &member()).await
}

async fn finish(browser: &mut Browser<'_>, id: &str, url: &str, login: &demo::Person) -> Value {
    let back = sign_in(&browser.app.sandbox.browser(), url, login).await;
    browser.callback(&back, Some(&member())).await;
    browser.session(id, &member()).await
}

/// A refusal without what differs from request to request.
async fn refused(app: &App, fields: Value) -> (u16, String, Value) {
    let mut body = json!({ "provider": PROVIDER });
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let response = app.browser().post("/oauth/sessions", body, &member()).await;
    assert_eq!(header(&response, "set-cookie"), "", "{}", text(&response));
    let mut told = body_of(&response);
    told.as_object_mut().unwrap().remove("request_id");
    (response.status, problem(&response), told)
}

#[tokio::test]
async fn a_connection_is_authorised_again_under_its_own_config_and_label() {
    let app = App::start_with(World::demo(), |options| add_second_config(options, "second")).await;
    let mut browser = app.browser();
    let first = connect(&mut browser, json!({ "config": "second", "label": "work" }), &demo::BOB).await;
    let id = first["connection"]["id"].as_str().unwrap().to_owned();
    let before = app.grant_lines();

    // Another account: the old grant is untouched.
    let (session, url) = start(&mut browser, json!({ "connection_id": id })).await;
    assert!(parameter(&url, "redirect_uri").unwrap().ends_with("/oauth/callback/second"), "{url}");
    finish(&mut browser, &session, &url, &demo::CARLA).await;
    app.assert_ended(&session, "failed", "account_mismatch");
    assert_eq!(app.grant_lines(), before);

    // The same one: the same connection, with new secrets.
    let again = connect(&mut browser, json!({ "connection_id": id }), &demo::BOB).await;
    assert_eq!((&again["status"], &again["connection"]["id"]), (&json!("complete"), &json!(id)), "{again}");
    let after = app.grant_lines();
    assert_eq!((after.len(), after[0].generation), (1, before[0].generation + 1));

    // Another label or config than its own names nothing.
    assert_eq!(refused(&app, json!({ "connection_id": id, "label": "home" })).await.1, "invalid_request");
    assert_eq!(refused(&app, json!({ "connection_id": id, "config": PROVIDER })).await.1, "not_connected");
}

#[tokio::test]
async fn server_code_names_a_connection_too() {
    let app = App::start_with(World::demo(), |options| add_second_config(options, "second")).await;
    let connected = connect(&mut app.browser(), json!({ "config": "second" }), &demo::BOB).await;
    let request = |tenant_id, user| AuthRequest {
        provider: ProviderId::parse(PROVIDER).unwrap(),
        config: None,
        tenant_id: tenant(tenant_id),
        user_id: authpipe::UserId::parse(user).unwrap(),
        connection_id: Some(support::grant_id(&connected["connection"])),
        installation_id: None,
        label: Label::empty(),
        scopes: vec![],
        variables: std::collections::BTreeMap::new(),
        login_hint: None,
        prompt: None,
        return_to: None,
        mode: SessionMode::Popup,
        opener_origin: None,
    };
    let created = app.authpipe.create_auth_session(request("acme", "ben")).await.unwrap();
    assert!(parameter(&created.authorization_url, "redirect_uri").unwrap().ends_with("/oauth/callback/second"));
    for (tenant_id, user) in [("acme", "cat"), ("other", "ben")] {
        assert_eq!(code(app.authpipe.create_auth_session(request(tenant_id, user)).await), "not_connected", "{tenant_id} {user}");
    }
}

/// Whoever follows the hint must end with what was asked for, and not with another connection.
#[tokio::test]
async fn who_has_nothing_there_is_told_how_with_the_config_and_the_label_that_were_asked_for() {
    let app = App::start_with(World::demo(), |options| add_second_config(options, "second")).await;
    let config = Some(authpipe::ConfigId::parse("second").unwrap());
    let label = Label::parse("work").unwrap();
    let user = Subject { config: config.clone(), ..Subject::user(PROVIDER, "acme", "ben").unwrap() };
    let installation = Subject { config, ..Subject::installation(PROVIDER, "acme").unwrap() };
    for (subject, hint) in [
        (user.clone(), "Let the user connect: create_auth_session() with config \"second\"."),
        (
            Subject { label, ..user },
            "Let the user connect under this label: create_auth_session() with config \"second\" and label \"work\".",
        ),
        (installation, "Let an administrator install it: create_install_session() with config \"second\"."),
    ] {
        let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap_err();
        assert_eq!(error.hint(), Some(hint));
    }
}

#[tokio::test]
async fn a_foreign_connection_or_installation_is_like_an_absent_one() {
    let app = App::start().await;
    let stranger = principal("other", "ben", Role::Admin);
    let foreign = app.browser().install(&stranger, &demo::ADA).await["installation"]["id"].clone();
    let other_tenants = app.browser().connect(&stranger, &demo::BOB).await["connection"]["id"].clone();
    let other_users =
        app.browser().connect(&principal("acme", "cat", Role::Member), &demo::CARLA).await["connection"]["id"].clone();
    let absent = refused(&app, json!({ "connection_id": "con_0000000000000000000000" })).await;
    assert_eq!((absent.0, absent.1.as_str()), (404, "not_connected"));
    for id in [&other_tenants, &other_users, &foreign, &json!("con_\u{0}"), &json!("")] {
        assert_eq!(refused(&app, json!({ "connection_id": id })).await, absent, "{id}");
    }
    let absent = refused(&app, json!({ "installation_id": "ins_0000000000000000000000" })).await;
    assert_eq!((absent.0, absent.1.as_str()), (404, "installation_not_found"));
    for id in [&foreign, &other_tenants, &other_users] {
        assert_eq!(refused(&app, json!({ "installation_id": id })).await, absent, "{id}");
    }
}

#[tokio::test]
async fn a_connection_that_is_deleted_meanwhile_is_not_revived() {
    let app = App::start().await;
    let connected = app.connect().await;
    let id = connected["connection"]["id"].as_str().unwrap().to_owned();
    let mut browser = app.browser();
    let (session, url) = start(&mut browser, json!({ "connection_id": id })).await;
    let (unnamed, unnamed_url) = start(&mut browser, json!({})).await;
    assert_eq!(app.browser().delete(&format!("/connections/{id}"), Some(&member())).await.status, 204);
    finish(&mut browser, &session, &url, &demo::BOB).await;
    app.assert_ended(&session, "failed", "not_connected");
    assert_eq!(app.grant_lines()[0].status, "revoked");
    // A session that names none connects anew.
    assert_eq!(finish(&mut browser, &unnamed, &unnamed_url, &demo::BOB).await["status"], "complete");
}

#[tokio::test]
async fn a_user_authorises_inside_the_installation_that_is_named() {
    let app = App::start_with(World::demo(), |options| add_second_config(options, "second")).await;
    let mut browser = app.browser();
    let (id, url) = browser.begin("/oauth/installs", json!({ "provider": PROVIDER, "config": "second" }), &admin()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
    let next = browser.callback(&back, Some(&admin())).await;
    let back = sign_in(&app.sandbox.browser(), header(&next, "location"), &demo::ADA).await;
    browser.callback(&back, Some(&admin())).await;
    let installation = browser.session(&id, &admin()).await["installation"]["id"].clone();

    let mut browser = app.browser();
    let (_, url) = start(&mut browser, json!({ "installation_id": installation })).await;
    assert!(parameter(&url, "redirect_uri").unwrap().ends_with("/oauth/callback/second"), "{url}");
    assert!(url.contains(&format!("/{}/oauth2", demo::CONTOSO)), "{url}");
    let connected = connect(&mut browser, json!({ "installation_id": installation }), &demo::BOB).await;
    assert_eq!(connected["status"], "complete", "{connected}");

    let path = format!("/installations/{}", installation.as_str().unwrap());
    assert_eq!(app.browser().delete(&path, Some(&admin())).await.status, 204);
    assert_eq!(refused(&app, json!({ "installation_id": installation })).await.1, "installation_not_found");
}

#[tokio::test]
async fn nobody_authorises_inside_an_installation_that_waits_for_approval() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(&admin(), &demo::BOB).await;
    let state = parameter(&consent_url, "state").unwrap();
    let answer = format!("admin_consent=True&tenant={}&state={state}", demo::CONTOSO);
    browser.answer(PROVIDER, &answer, Some(&admin())).await;
    let session = browser.session(&id, &admin()).await;
    assert_eq!(session["installation"]["status"], "pending_approval", "{session}");
    let fields = json!({ "installation_id": session["installation"]["id"] });
    assert_eq!(refused(&app, fields).await.1, "approval_required");
}
