//! Somebody sets a wall clock while a sign-in is under way: it goes on as if nobody had (SR-68).

use std::time::Duration;

use authpipe::CallOptions;
use authpipe_sandbox::demo;
use serde_json::json;

use crate::support::{self, App, Browser, PROVIDER, member, sign_in, text, user};

const JUMPS: [i64; 2] = [900, -900];

async fn start_with_return(browser: &mut Browser<'_>) -> (String, url::Url) {
    let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": "/done" });
    let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
    let back = sign_in(&browser.app.sandbox.browser(), &url, &demo::BOB).await;
    (id, back)
}

fn completion_of(waits: &url::Url) -> String {
    waits.fragment().unwrap().strip_prefix("authpipe_completion=").unwrap().to_owned()
}

#[tokio::test]
async fn a_clock_that_is_set_during_a_sign_in_ends_none() {
    for jump in JUMPS {
        let app = App::start().await;
        let mut browser = app.browser();
        let (id, back) = start_with_return(&mut browser).await;
        app.clock.set_wall(jump);
        assert_eq!(browser.session(&id, &member()).await["status"], "pending", "{jump}");
        let waits = browser.come_back_unknown(&back).await;
        // Nor is what waits taken for long over.
        app.authpipe.run_maintenance(None).await.unwrap();
        app.clock.set_wall(-jump);
        assert_eq!(browser.session(&id, &member()).await["status"], "awaiting_completion", "{jump}");
        let done = browser.complete(&id, &completion_of(&waits), &member()).await;
        assert_eq!(support::json(&done)["status"], "complete", "{jump}: {}", text(&done));
        assert!(app.authpipe.get_credential(&user("ben"), CallOptions::default()).await.is_ok(), "{jump}");
    }
}

/// Nor does it give one more time than it has.
#[tokio::test]
async fn a_clock_that_is_set_back_prolongs_no_sign_in() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, back) = start_with_return(&mut browser).await;
    let waits = browser.come_back_unknown(&back).await;
    app.clock.set_wall(-900);
    app.advance(Duration::from_secs(61));
    let late = browser.complete(&id, &completion_of(&waits), &member()).await;
    assert_eq!(support::json(&late)["status"], "expired", "{}", text(&late));
    assert_eq!(app.token_requests(), 0);
}
