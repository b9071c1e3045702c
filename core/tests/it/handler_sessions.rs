//! Sessions over the routes: starting one, how many, whose they are, and what deleting one does.

use crate::support;
use crate::support::flow::{delete, problem, state_of};
use crate::support::{App, PROVIDER, admin, get, header, member, principal, text};
use authpipe::Role;
use authpipe_sandbox::{World, demo};
use serde_json::json;

#[tokio::test]
async fn bad_starts_say_what_to_do() {
    let app = App::start_with(World::demo(), |options| {
        support::flow::add_generic(options, "acme-files", |_| {});
        support::flow::add_generic(options, "acme-keys", |definition| definition["auth"] = json!(["api_key"]));
    })
    .await;
    for (path, body, status, code, part) in [
        (
            "/oauth/sessions",
            json!({ "provider": "onedrive" }),
            400,
            "provider_unknown",
            "Did you mean \\\"microsoft-onedrive\\\"?",
        ),
        (
            "/oauth/sessions",
            json!({ "provider": PROVIDER, "return_too": "/x" }),
            400,
            "invalid_request",
            "Did you mean return_to?",
        ),
        (
            "/oauth/sessions",
            json!({ "provider": PROVIDER, "colour": "red" }),
            400,
            "invalid_request",
            "It takes: provider, config",
        ),
        ("/oauth/installs", json!({ "provider": PROVIDER, "returnTo": "/x" }), 400, "invalid_request", "returnTo is no member"),
        ("/oauth/sessions", json!({ "provider": "nothing-like-it" }), 400, "provider_unknown", "nothing-like-it"),
        ("/oauth/sessions", json!({ "provider": "NOT A SLUG" }), 400, "invalid_id", "provider must be"),
        ("/oauth/sessions", json!({ "provider": PROVIDER, "config": "other" }), 400, "provider_not_configured", ""),
        (
            "/oauth/sessions",
            json!({ "provider": PROVIDER, "scopes": ["Files.ReadWrite.All"] }),
            403,
            "scope_not_allowed",
            "Files.ReadWrite.All",
        ),
        ("/oauth/sessions", json!({ "provider": PROVIDER, "scopes": ["files.read"] }), 403, "scope_not_allowed", ""),
        (
            "/oauth/sessions",
            json!({ "provider": PROVIDER, "scopes": ["https://graph.microsoft.com/.default"] }),
            403,
            "scope_not_allowed",
            "",
        ),
        ("/oauth/sessions", json!({ "provider": PROVIDER, "label": "no spaces" }), 400, "invalid_id", "label"),
        ("/oauth/sessions", json!({ "provider": PROVIDER, "variables": { "authority": "common" } }), 400, "invalid_request", ""),
        (
            "/oauth/sessions",
            json!({ "provider": PROVIDER, "variables": { "login": "https://evil.example" } }),
            400,
            "invalid_request",
            "",
        ),
        ("/oauth/installs", json!({ "provider": "acme-files" }), 400, "invalid_request", "has no installations"),
        ("/oauth/sessions", json!({ "provider": "acme-keys" }), 400, "invalid_request", "do not sign in"),
    ] {
        let response = app.browser().post(path, body.clone(), &admin()).await;
        assert_eq!((response.status, problem(&response)), (status, code.into()), "{body}: {}", text(&response));
        assert!(text(&response).contains(part), "{body}: {}", text(&response));
        assert_eq!(header(&response, "set-cookie"), "");
    }
}

#[tokio::test]
async fn without_a_base_url_no_flow_starts() {
    let app = App::start_with(World::demo(), |options| options.base_url = None).await;
    let response = app.browser().post("/oauth/sessions", json!({ "provider": PROVIDER }), &member()).await;
    assert_eq!((response.status, problem(&response)), (500, "base_url_missing".into()));
    let page = app.browser().answer(PROVIDER, "code=c&state=s", Some(&member())).await;
    assert_eq!((page.status, header(&page, "content-type")), (500, "text/html; charset=utf-8"));
}

/// At most twenty flows of one person at a time; finished and cancelled ones do not count.
#[tokio::test]
async fn the_twenty_first_open_session_is_refused() {
    let app = App::start().await;
    let mut browser = app.browser();
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(browser.start(&member()).await.0);
    }
    let refused = browser.post("/oauth/sessions", json!({ "provider": PROVIDER }), &member()).await;
    assert_eq!((refused.status, problem(&refused), header(&refused, "retry-after")), (429, "rate_limited".into(), "600"));
    app.browser().start(&principal("acme", "eve", Role::Member)).await;
    app.browser().start(&principal("other", "ben", Role::Member)).await;
    assert_eq!(browser.delete(&format!("/oauth/sessions/{}", ids[0]), Some(&member())).await.status, 204);
    browser.start(&member()).await;
    let refused = browser.post("/oauth/sessions", json!({ "provider": PROVIDER }), &member()).await;
    assert_eq!(refused.status, 429);
    app.advance(std::time::Duration::from_secs(601));
    browser.start(&member()).await;
}

#[tokio::test]
async fn a_session_is_its_creators_alone() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    for stranger in [principal("acme", "eve", Role::Admin), principal("other", "ben", Role::Admin)] {
        for request in [get(&format!("/oauth/sessions/{id}")), delete(&format!("/oauth/sessions/{id}"))] {
            let response = app.browser().send(request, Some(stranger.clone())).await;
            assert_eq!((response.status, problem(&response)), (404, "not_found".into()));
        }
    }
    app.assert_untouched(&id);
    // A cancelled session keeps nothing and takes no answer.
    assert_eq!(browser.delete(&format!("/oauth/sessions/{id}"), Some(&member())).await.status, 204);
    assert_eq!(app.session_line(&id).status, "cancelled");
    assert!(!app.session_line(&id).keeps_secrets);
    let late = browser.answer(PROVIDER, &format!("code=c&state={}", state_of(&url)), Some(&member())).await;
    assert_eq!(late.status, 200);
    assert!(text(&late).contains("<h1>Cancelled</h1>") && !text(&late).contains("Connected"), "{}", text(&late));
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn deleting_a_finished_session_changes_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let session = browser.connect(&member(), &demo::BOB).await;
    let id = session["session_id"].as_str().unwrap().to_owned();
    assert_eq!(browser.delete(&format!("/oauth/sessions/{id}"), Some(&member())).await.status, 204);
    assert_eq!(browser.session(&id, &member()).await, session);
    assert!(app.user_credential().await.is_ok());
}

/// Two tabs of one browser: each flow has its own cookie, so neither ends the other.
#[tokio::test]
async fn parallel_tabs_do_not_clobber_each_other() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (first, first_url) = browser.start(&member()).await;
    let (second, second_url) = browser.start(&member()).await;
    assert_eq!(browser.cookies.len(), 2);
    for (id, url) in [(&second, &second_url), (&first, &first_url)] {
        let back = support::sign_in(&app.sandbox.browser(), url, &demo::BOB).await;
        assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
        assert_eq!(browser.session(id, &member()).await["status"], "complete");
    }
    assert_eq!((browser.cookies.len(), app.grant_lines().len()), (2, 1));
}

/// Of two values one would be answered and the other one meant.
#[tokio::test]
async fn a_parameter_that_is_there_twice_is_refused() {
    let app = App::start().await;
    for (path, query) in [
        ("/connections", "provider=microsoft-onedrive&provider=github"),
        ("/installations", "provider=microsoft-onedrive&provider=microsoft-onedrive"),
    ] {
        let request = authpipe::HttpRequest { query: query.into(), ..get(path) };
        let refused = app.handler.handle(request, Some(admin())).await;
        assert_eq!((refused.status, problem(&refused).as_str()), (400, "invalid_request"), "{path}");
        assert_eq!(support::json(&refused)["detail"], "provider is there twice.");
    }
}
