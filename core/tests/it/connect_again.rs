//! Requests that nobody has made yet, and the same answer more than once.

use crate::support;
use std::time::Duration;

use crate::support::flow::{cancel, with_parameter, words};
use crate::support::{App, PROVIDER, get, header, member, principal, sign_in, text};
use authpipe::{HttpRequest, HttpResponse, Role};
use authpipe_sandbox::demo;
use serde_json::json;

/// SR-3: what a browser or a preview loads ahead, with the cookie, uses up nothing; the person's own navigation connects.
#[tokio::test]
async fn what_is_loaded_ahead_uses_up_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let path = format!("/oauth/callback/{PROVIDER}");
    for (name, value) in [
        ("Sec-Purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("SEC-PURPOSE", "Prefetch; anonymous-client-ip"),
        ("Purpose", "prefetch"),
        ("Purpose", "preview"),
        ("X-Purpose", "preview"),
        ("X-Moz", "prefetch"),
    ] {
        let ahead = |method: &str| HttpRequest {
            method: method.into(),
            query: back.query().unwrap().to_owned(),
            headers: vec![(name.into(), value.into())],
            ..get(&path)
        };
        for method in ["GET", "HEAD"] {
            let answer = browser.send(ahead(method), Some(member())).await;
            assert_eq!((answer.status, header(&answer, "cache-control")), (503, "no-store"), "{name}: {value}");
        }
        // What starts or ends something waits for the person, too; what only looks does not.
        let mut start = support::post("/oauth/sessions", &json!({ "provider": PROVIDER }));
        start.headers.push((name.into(), value.into()));
        assert_eq!(browser.send(start, Some(member())).await.status, 503);
        let look = HttpRequest { path: format!("/oauth/sessions/{id}"), query: String::new(), ..ahead("GET") };
        assert_eq!(browser.send(look, Some(member())).await.status, 200);
        app.assert_untouched(&id);
    }
    let head = HttpRequest { method: "HEAD".into(), query: back.query().unwrap().to_owned(), ..get(&path) };
    assert_eq!(browser.send(head, Some(member())).await.status, 503);
    app.assert_untouched(&id);
    let listed = browser.send(HttpRequest { method: "HEAD".into(), ..get("/connections") }, Some(member())).await;
    assert_eq!((listed.status, listed.body.len()), (200, 0));
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
    assert_eq!(app.token_requests(), 1);
}

/// SR-3: a double click, a reload, another tab: the same browser is told the same again, in bounded time, and nothing is exchanged.
#[tokio::test]
async fn the_same_browser_is_told_the_same_again() {
    for (mode, decision) in [("popup", "in"), ("redirect", "in"), ("popup", "out"), ("redirect", "out")] {
        let app = App::start().await;
        let mut browser = app.browser();
        let body = json!({ "provider": PROVIDER, "mode": mode, "return_to": "/done" });
        let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
        let asked = app.token_requests();
        let back = match decision {
            "in" => sign_in(&app.sandbox.browser(), &url, &demo::BOB).await,
            _ => cancel(&app, &url, &demo::BOB).await,
        };
        let first = browser.callback(&back, Some(&member())).await;
        let redeemed = app.token_requests();
        assert_eq!(redeemed - asked, usize::from(decision == "in"));
        let shown = |page: &HttpResponse| (page.status, header(page, "location").to_owned(), words(page));
        // Signed out of the application or not, with the same answer or a later one for the same state.
        let other = with_parameter(&back, "code", Some("another"));
        for (again, who) in [(&back, Some(member())), (&back, None), (&other, Some(member()))] {
            assert_eq!(shown(&browser.callback(again, who.as_ref()).await), shown(&first), "{mode} {decision}");
        }
        assert_eq!(app.token_requests(), redeemed);
        // The browser is known as long as the ending is, and by the same cookie.
        let (name, value) = browser.cookies.first_key_value().unwrap();
        let value = value.trim_end_matches('.');
        let kept = format!("{name}={value}.; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax");
        assert_eq!(header(&first, "set-cookie"), kept, "{mode} {decision}");
        app.advance(Duration::from_secs(23 * 3600));
        assert_eq!(shown(&browser.callback(&back, Some(&member())).await), shown(&first), "{mode} {decision}, a day later");
        assert_eq!(app.token_requests(), redeemed);
        // Another browser, another person in this one, and whoever comes much later are told nothing.
        assert_eq!(app.browser().callback(&back, Some(&member())).await.status, 403);
        let eve = principal("acme", "eve", Role::Admin);
        assert_eq!(browser.callback(&back, Some(&eve)).await.status, 400);
        let before = browser.session(&id, &member()).await;
        app.advance(Duration::from_secs(2 * 3600));
        assert_eq!(browser.callback(&back, Some(&member())).await.status, 400);
        assert_eq!(browser.session(&id, &member()).await["status"], before["status"]);
    }
}

/// SR-3, SR-12: the address that the last page leaves in the browser has neither code nor state, and a reload of it is told the same.
#[tokio::test]
async fn the_page_on_which_it_ended_can_be_opened_again() {
    for decision in ["in", "out"] {
        let app = App::start().await;
        let mut browser = app.browser();
        let (id, url) = browser.start(&member()).await;
        let left = format!("session={id}");
        // While the session waits, its id ends nothing.
        assert_eq!(browser.answer(PROVIDER, &left, Some(&member())).await.status, 400);
        app.assert_untouched(&id);
        let back = match decision {
            "in" => sign_in(&app.sandbox.browser(), &url, &demo::BOB).await,
            _ => cancel(&app, &url, &demo::BOB).await,
        };
        let first = browser.callback(&back, Some(&member())).await;
        assert!(text(&first).contains("history.replaceState(null,'','?session='+m.session_id);"), "{}", text(&first));
        let asked = app.token_requests();
        let again = browser.answer(PROVIDER, &left, Some(&member())).await;
        assert_eq!((again.status, words(&again)), (first.status, words(&first)), "{decision}");
        assert_eq!(app.token_requests(), asked);
        app.advance(Duration::from_secs(23 * 3600));
        let later = browser.answer(PROVIDER, &left, Some(&member())).await;
        assert_eq!((later.status, words(&later)), (first.status, words(&first)), "{decision}, a day later");
        // It proves nothing by itself.
        let eve = principal("acme", "eve", Role::Admin);
        assert_eq!(app.browser().answer(PROVIDER, &left, Some(&member())).await.status, 403);
        for who in [None, Some(&eve)] {
            assert_eq!(browser.answer(PROVIDER, &left, who).await.status, 400);
        }
        assert_eq!(browser.answer("no-such", &left, Some(&member())).await.status, 400);
        app.advance(Duration::from_secs(2 * 3600));
        assert_eq!(browser.answer(PROVIDER, &left, Some(&member())).await.status, 400);
    }
}

/// The page that navigates once, twice; and the answer again while the application's page completes it.
#[tokio::test]
async fn an_answer_that_waits_is_told_where_again() {
    let app = App::start().await;
    let mut browser = app.browser();
    let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": "/done" });
    let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    let first = browser.callback(&back, None).await;
    let second = browser.callback(&back, None).await;
    let resume = browser.resume_url(&first);
    assert_eq!(browser.resume_url(&second), resume);
    let waits = browser.callback(&resume, None).await;
    for url in [&resume, &back] {
        let again = browser.callback(url, None).await;
        assert_eq!((again.status, header(&again, "location")), (303, header(&waits, "location")));
    }
    let location = url::Url::parse(header(&waits, "location")).unwrap();
    let secret = location.fragment().unwrap().strip_prefix("authpipe_completion=").unwrap();
    assert_eq!(browser.complete(&id, secret, &member()).await.status, 200);
    assert_eq!(app.token_requests(), 1);
}

/// Proxies and people add slashes.
#[tokio::test]
async fn slashes_too_many_change_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    for path in [format!("/oauth/callback/{PROVIDER}/"), format!("//oauth//callback/{PROVIDER}//")] {
        let (id, url) = browser.begin("/oauth/sessions/", json!({ "provider": PROVIDER }), &member()).await;
        let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let request = HttpRequest { query: back.query().unwrap().to_owned(), ..get(&path) };
        let page = browser.send(request, Some(member())).await;
        assert_eq!(page.status, 200, "{path}: {}", text(&page));
        assert_eq!(browser.session(&format!("{id}/"), &member()).await["status"], "complete");
    }
}
