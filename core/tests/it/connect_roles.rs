//! What only an administrator of the tenant may start on a page, only an administrator finishes: the right may be taken away in between.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::device_flow::{self, decide};
use crate::support::custom::OWN;
use crate::support::flow::words;
use crate::support::{App, PROVIDER, admin, json as body_of, post, sign_in, tenant};
use authpipe::{Attachment, InstallRequest, Principal, ProviderId, Role, SessionMode};
use authpipe_sandbox::{Decision, World, demo};
use serde_json::json;

/// Who was an administrator when they began.
fn demoted() -> Principal {
    Principal { role: Role::Member, ..admin() }
}

#[tokio::test]
async fn who_is_no_administrator_any_more_installs_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (at_first, url) = browser.begin_install(&admin()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
    let page = browser.callback(&back, Some(&demoted())).await;
    assert_eq!(words(&page), "You are not allowed to do this. Ask an administrator.");
    assert_eq!(app.token_requests(), 0, "no code was spent");
    app.assert_ended_with_nothing(&at_first, "failed", "forbidden");

    let (at_consent, consent_url) = browser.prove(&admin(), &demo::ADA).await;
    let back = sign_in(&app.sandbox.browser(), &consent_url, &demo::ADA).await;
    browser.callback(&back, Some(&demoted())).await;
    app.assert_ended_with_nothing(&at_consent, "failed", "forbidden");
    assert!(browser.told(&at_consent, &admin()).await.contains("identify() returned role \"member\""));

    // Their login came with the second step only, which is a page of the application.
    let (by_page, url) = browser.begin_install(&admin()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
    let page = browser.callback(&back, None).await;
    let resume = browser.resume_url(&page);
    browser.callback(&resume, Some(&demoted())).await;
    app.assert_ended_with_nothing(&by_page, "failed", "forbidden");
}

/// Server code has judged whoever goes through by itself.
#[tokio::test]
async fn what_server_code_starts_for_somebody_they_finish_with_any_role() {
    let app = App::start().await;
    let request = InstallRequest {
        provider: ProviderId::parse(PROVIDER).unwrap(),
        config: None,
        tenant_id: tenant("acme"),
        user_id: admin().user_id,
        login_hint: None,
        prompt: None,
        variables: BTreeMap::new(),
        return_to: None,
        mode: SessionMode::Popup,
        opener_origin: Some("http://localhost:3000".into()),
    };
    let created = app.authpipe.create_install_session(request).await.unwrap();
    let mut browser = app.browser();
    for cookie in &created.set_cookie {
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        browser.cookies.insert(name.to_owned(), value.to_owned());
    }
    let mut url = created.authorization_url.clone();
    for _ in 0..2 {
        let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
        let page = browser.callback(&back, Some(&demoted())).await;
        url = page.headers.iter().find(|(name, _)| name == "location").map(|(_, to)| to.clone()).unwrap_or_default();
    }
    let session = browser.session(created.session_id.as_str(), &demoted()).await;
    assert_eq!((&session["status"], &session["installation"]["status"]), (&json!("complete"), &json!("active")), "{session}");
}

#[tokio::test]
async fn who_is_no_administrator_any_more_connects_nothing_for_the_whole_tenant() {
    let app = App::start_with(World::demo(), |options| {
        options.providers.get_mut(PROVIDER).unwrap().attachment = Attachment::Tenant;
    })
    .await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&admin()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    browser.callback(&back, Some(&demoted())).await;
    app.assert_ended_with_nothing(&id, "failed", "forbidden");
}

#[tokio::test]
async fn nor_on_another_device() {
    let app = App::start_with(World::demo(), |options| {
        device_flow::add(options);
        options.providers.get_mut(OWN).unwrap().attachment = Attachment::Tenant;
    })
    .await;
    let send = |path: &str, body, who| app.handler.handle(post(path, &body), Some(who));
    let started = body_of(&send("/oauth/device/start", json!({ "provider": OWN }), admin()).await);
    decide(&app, started["verification_uri_complete"].as_str().unwrap(), &demo::BOB, Decision::Accept).await;
    app.advance(Duration::from_secs(5));
    let refused = send("/oauth/device/poll", json!({ "session_id": started["session_id"] }), demoted()).await;
    assert_eq!((refused.status, &body_of(&refused)["code"]), (403, &json!("forbidden")));
    assert_eq!(app.token_requests(), 0);
    app.assert_ended_with_nothing(started["session_id"].as_str().unwrap(), "failed", "forbidden");
}
