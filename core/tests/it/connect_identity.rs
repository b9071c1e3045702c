//! Whose browser and whose login: a flow goes on only in the browser that started it, and only for its creator (SR-1, SR-2).

use crate::support;
use std::time::Duration;

use crate::support::flow::{parameter, problem, words};
use crate::support::{App, Browser, PROVIDER, admin, header, member, principal, sign_in, text, user};
use authpipe::{CallOptions, Role};
use authpipe_sandbox::demo;
use serde_json::json;

/// SR-1: the attacker's session, opened by the victim.
#[tokio::test]
async fn the_attackers_authorization_url_connects_nobody_in_the_victims_browser() {
    let app = App::start().await;
    let mallory = principal("evil", "mallory", Role::Member);
    let mut attacker = app.browser();
    let (id, url) = attacker.start(&mallory).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;

    let mut victim = app.browser();
    for who in [Some(&member()), Some(&mallory), None] {
        let page = victim.callback(&back, who).await;
        assert_eq!(page.status, 403);
        assert_eq!(words(&page), "This sign-in was started in another browser. Start again from the app.");
    }
    app.assert_untouched(&id);
    // A flow of the victim's own does not help: each session has its own cookie.
    victim.start(&member()).await;
    assert_eq!(victim.callback(&back, Some(&member())).await.status, 403);
    app.assert_untouched(&id);
}

/// SR-1 the other way round: the attacker's answer, brought to the victim's browser (login CSRF, RFC 9700 §4.7).
#[tokio::test]
async fn the_attackers_answer_connects_nothing_to_the_victim() {
    let app = App::start().await;
    let mut attacker = app.browser();
    let (id, url) = attacker.start(&principal("evil", "mallory", Role::Member)).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::GUS).await;
    let mut victim = app.browser();
    let (own, _) = victim.start(&member()).await;
    let planted = victim.cookies.values().next().unwrap().clone();
    // Even where the victim's own binding is planted under the attacker's cookie name.
    let name = attacker.cookies.keys().next().unwrap().clone();
    victim.cookies.insert(name.clone(), planted);
    assert_eq!(victim.callback(&back, Some(&member())).await.status, 403);
    // And where the right one is there beside another of the same name: one of the two was planted.
    let right = attacker.cookies[&name].clone();
    victim.cookies.insert(name.clone(), format!("{right}; {name}=x"));
    assert_eq!(victim.callback(&back, Some(&member())).await.status, 403);
    app.assert_untouched(&id);
    app.assert_untouched(&own);
}

/// RFC 9113 §8.2.3: over HTTP/2 each cookie may come in a header of its own, and a planted one in another.
#[tokio::test]
async fn the_binding_is_found_in_any_of_several_cookie_headers() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let (name, right) = browser.cookies.iter().next().map(|(name, value)| (name.clone(), value.clone())).unwrap();
    let path = back.path().strip_prefix("/api/authpipe").unwrap();
    let with = |cookies: &[String]| {
        let headers = cookies.iter().map(|cookie| ("Cookie".to_owned(), cookie.clone())).collect();
        authpipe::HttpRequest { query: back.query().unwrap().to_owned(), headers, ..support::get(path) }
    };
    let mine = format!("{name}={right}");
    let twice = with(&[mine.clone(), "theme=dark".into(), format!("{name}=x")]);
    assert_eq!(app.handler.handle(twice, Some(member())).await.status, 403);
    app.assert_untouched(&id);
    let page = app.handler.handle(with(&["theme=dark".into(), mine, "a=1; b=2".into()]), Some(member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
}

#[tokio::test]
async fn the_binding_cookie_is_new_hidden_and_lax() {
    let app = App::start().await;
    let mut values = std::collections::HashSet::new();
    for _ in 0..5 {
        let created = app.browser().post("/oauth/sessions", json!({ "provider": PROVIDER }), &member()).await;
        let cookie = header(&created, "set-cookie").to_owned();
        assert!(cookie.contains("; HttpOnly; SameSite=Lax") && cookie.contains("; Path=/; Max-Age=600"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
        let value = cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
        assert_eq!(value.len(), 43, "256 bits");
        assert!(values.insert(value));
    }
}

/// SR-1: `__Host-` and Secure, wherever the handler is not on a loopback address.
#[tokio::test]
async fn on_https_the_cookie_has_the_host_prefix() {
    let change = |options: &mut authpipe::Options| options.base_url = Some("https://app.example/api/authpipe".into());
    let app = App::start_with(authpipe_sandbox::World::demo(), change).await;
    let mut request = support::post("/oauth/sessions", &json!({ "provider": PROVIDER }));
    request.headers.retain(|(name, _)| name != "Origin");
    request.headers.push(("Origin".into(), "https://app.example".into()));
    let created = app.browser().send(request, Some(member())).await;
    let cookie = header(&created, "set-cookie");
    assert!(cookie.starts_with("__Host-authpipe_") && cookie.ends_with("; SameSite=Lax; Secure"), "{cookie}");
}

/// SR-2: another user, another tenant: the session is burnt, the code is not spent.
#[tokio::test]
async fn another_person_at_the_callback_burns_the_session() {
    let app = App::start().await;
    let others = [
        principal("acme", "eve", Role::Admin),
        principal("other", "ben", Role::Member),
        principal("ACME", "ben", Role::Member),
        principal("ben", "acme", Role::Member),
    ];
    for other in &others {
        let mut browser = app.browser();
        let (id, url) = browser.start(&member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let page = browser.callback(&back, Some(other)).await;
        assert!(words(&page).starts_with("This sign-in was started by another user of the application."), "{}", text(&page));
        let told = browser.told(&id, &member()).await;
        assert!(told.starts_with("This sign-in was started by another user of the application."), "{told}");
        app.assert_ended_with_nothing(&id, "failed", "identity_mismatch");
        // The creator cannot pick it up again.
        assert_eq!(words(&browser.callback(&back, Some(&member())).await), words(&page));
        app.assert_ended_with_nothing(&id, "failed", "identity_mismatch");
        assert_eq!(browser.session(&id, &member()).await["error"]["code"], "identity_mismatch");
    }
    assert_eq!(app.token_requests(), 0);
}

/// The role is no part of the identity: whoever lost it meanwhile is still the creator.
#[tokio::test]
async fn a_changed_role_is_still_the_same_person() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&principal("acme", "ben", Role::Admin)).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    browser.callback(&back, Some(&member())).await;
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
}

/// SR-2: strict login cookies do not travel with the provider's redirect; one navigation of our own brings them.
#[tokio::test]
async fn a_login_that_arrives_with_the_second_navigation_is_enough() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let page = browser.callback(&back, None).await;
    assert_eq!(page.status, 200);
    let resume = browser.resume_url(&page);
    assert!(!resume.as_str().contains("code=") && !resume.as_str().contains("state="), "{resume}");
    assert_eq!(app.token_requests(), 0);
    assert_eq!(browser.session(&id, &member()).await["status"], "pending");

    // Without the cookie, at another path, or with a made-up value it is nothing.
    assert_eq!(app.browser().callback(&resume, Some(&member())).await.status, 403);
    let made_up = format!("resume={}", "A".repeat(43));
    assert_eq!(browser.answer(PROVIDER, &made_up, Some(&member())).await.status, 400);
    // The provider's answer, sent again meanwhile, leads to the same navigation.
    let again = browser.callback(&back, Some(&member())).await;
    assert_eq!(browser.resume_url(&again), resume);
    assert_eq!(app.token_requests(), 0);

    let page = browser.callback(&resume, Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(app.token_requests(), 1);
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    assert_eq!(browser.callback(&resume, Some(&member())).await.status, 200, "told again");
    assert_eq!(app.token_requests(), 1, "once");
}

#[tokio::test]
async fn the_second_navigation_of_another_person_burns_the_session() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let page = browser.callback(&back, None).await;
    let resume = browser.resume_url(&page);
    browser.callback(&resume, Some(&principal("acme", "eve", Role::Member))).await;
    app.assert_ended_with_nothing(&id, "failed", "identity_mismatch");
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn nobody_without_a_page_to_return_to_connects_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let page = browser.callback(&back, None).await;
    let resume = browser.resume_url(&page);
    let page = browser.callback(&resume, None).await;
    assert!(words(&page).starts_with("Nobody is signed in to the application"), "{}", text(&page));
    assert!(browser.told(&id, &member()).await.starts_with("Nobody is signed in to the application"));
    app.assert_ended_with_nothing(&id, "failed", "identity_required");
    assert_eq!(app.token_requests(), 0);
}

async fn start_with_return(browser: &mut Browser<'_>) -> (String, url::Url) {
    let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": "/done?tab=2" });
    let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
    let back = sign_in(&browser.app.sandbox.browser(), &url, &demo::BOB).await;
    (id, back)
}

fn completion_of(waits: &url::Url) -> String {
    waits.fragment().unwrap().strip_prefix("authpipe_completion=").unwrap().to_owned()
}

/// SR-2: still nobody: the application's page completes with its own login and the one-time secret.
#[tokio::test]
async fn the_two_step_completion_needs_creator_and_secret_and_works_once() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, back) = start_with_return(&mut browser).await;
    let waits = browser.come_back_unknown(&back).await;
    assert!(waits.as_str().starts_with("http://localhost:3000/done?tab=2&authpipe_session="), "{waits}");
    assert_eq!(parameter(waits.as_str(), "authpipe_session"), Some(id.clone()));
    assert_eq!(parameter(waits.as_str(), "authpipe_status").as_deref(), Some("awaiting_completion"));
    let secret = completion_of(&waits);
    assert!(!waits.query().unwrap().contains(&secret), "no server sees the secret");
    assert_eq!(secret.len(), 43, "256 bits");
    assert_eq!(browser.session(&id, &member()).await["status"], "awaiting_completion");
    for (path, bytes) in app.vault_bytes() {
        assert!(!contains(&bytes, secret.as_bytes()), "{path:?} holds the completion secret");
    }

    for stranger in [principal("acme", "eve", Role::Admin), principal("other", "ben", Role::Admin)] {
        let refused = app.browser().complete(&id, &secret, &stranger).await;
        assert_eq!((refused.status, problem(&refused)), (404, "not_found".into()));
    }
    for wrong in ["", "x", &secret[1..], &format!("{secret}A"), &"A".repeat(43)] {
        let refused = browser.complete(&id, wrong, &member()).await;
        assert_eq!((refused.status, problem(&refused)), (400, "state_invalid".into()), "{wrong}");
    }
    assert_eq!(browser.session(&id, &member()).await["status"], "awaiting_completion", "none of them burnt it");
    assert_eq!(app.token_requests(), 0);

    // The page may be on another origin, where our cookie is not.
    let done = app.browser().complete(&id, &secret, &member()).await;
    assert_eq!(done.status, 200, "{}", text(&done));
    assert_eq!(support::json(&done)["status"], "complete");
    assert_eq!(header(&done, "referrer-policy"), "no-referrer");
    assert!(header(&done, "set-cookie").contains("Max-Age=0"), "where the page is ours, its cookie goes");
    assert_eq!(app.token_requests(), 1);
    assert!(app.authpipe.get_credential(&user("ben"), CallOptions::default()).await.is_ok());
    // A page that sends it twice is told the same again; another secret, or another person, is not.
    let again = browser.complete(&id, &secret, &member()).await;
    assert_eq!((again.status, &support::json(&again)), (200, &support::json(&done)));
    let refused = browser.complete(&id, &format!("{secret}A"), &member()).await;
    assert_eq!((refused.status, problem(&refused)), (400, "state_invalid".into()));
    let stranger = browser.complete(&id, &secret, &principal("acme", "eve", Role::Admin)).await;
    assert_eq!((stranger.status, problem(&stranger)), (404, "not_found".into()));
    assert_eq!(app.token_requests(), 1);
}

/// SR-2: the sealed code is good for 60 s.
#[tokio::test]
async fn a_completion_after_sixty_seconds_is_too_late() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, back) = start_with_return(&mut browser).await;
    let waits = browser.come_back_unknown(&back).await;
    app.advance(Duration::from_secs(61));
    assert_eq!(browser.session(&id, &member()).await["status"], "expired");
    let late = browser.complete(&id, &completion_of(&waits), &member()).await;
    assert_eq!(support::json(&late)["status"], "expired", "{}", text(&late));
    app.assert_ended_with_nothing(&id, "expired", "session_expired");
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn a_completion_within_sixty_seconds_is_in_time() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, back) = start_with_return(&mut browser).await;
    let waits = browser.come_back_unknown(&back).await;
    app.advance(Duration::from_secs(59));
    let done = browser.complete(&id, &completion_of(&waits), &member()).await;
    assert_eq!(support::json(&done)["status"], "complete", "{}", text(&done));
}

/// SR-2 in the first step of an installation.
#[tokio::test]
async fn an_installations_first_step_can_be_completed_in_two_steps_too() {
    let app = App::start().await;
    let mut browser = app.browser();
    let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": "/done" });
    let (id, url) = browser.begin("/oauth/installs", body, &admin()).await;
    let provider = app.sandbox.browser();
    let back = sign_in(&provider, &url, &demo::ADA).await;
    let waits = browser.come_back_unknown(&back).await;
    let secret = completion_of(&waits);
    let refused = browser.complete(&id, &secret, &member()).await;
    assert_eq!(problem(&refused), "not_found");
    assert_eq!(app.token_requests(), 0);

    let next = browser.complete(&id, &secret, &admin()).await;
    assert_eq!(next.status, 200, "{}", text(&next));
    let next = support::json(&next);
    assert_eq!(next["status"], "pending");
    let back = sign_in(&provider, next["authorization_url"].as_str().unwrap(), &demo::ADA).await;
    let end = browser.callback(&back, Some(&admin())).await;
    assert_eq!(
        (end.status, header(&end, "location")),
        (303, format!("http://localhost:3000/done?authpipe_session={id}&authpipe_status=complete").as_str())
    );
    assert_eq!(browser.session(&id, &admin()).await["installation"]["status"], "active");
    assert!(app.bot_credential().await.is_ok());
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
