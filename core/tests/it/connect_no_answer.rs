//! What comes to the address of a sign-in with its state, and is no answer: it uses nothing up, and says so to the developer.

use std::sync::Arc;

use authpipe_sandbox::{World, demo};

use crate::logging::Kept;
use crate::support::flow::{state_of, words};
use crate::support::{App, PROVIDER, admin, member, sign_in, text};

/// SR-3: somebody opens the address by hand, something cuts it, or the provider comes back from a page that is no part of the sign-in. It has
/// neither a code nor a refusal, so nothing is used up: the answer may still come.
#[tokio::test]
async fn what_is_no_answer_uses_nothing_up() {
    let kept = Arc::new(Kept::default());
    let logger = kept.clone();
    let app = App::start_with(World::demo(), move |options| options.logger = Some(logger)).await;
    let mut browser = app.browser();
    let (id, url) = browser.start(&member()).await;
    let state = state_of(&url);
    for query in [
        format!("state={state}"),
        format!("code=&state={state}"),
        format!("state={state}&session_state=1&iss=https://as.example"),
        format!("installation_id=1&setup_action=install&state={state}"),
        // SR-9: tokens in a callback are no tokens.
        format!("state={state}&access_token=canary-token&id_token=a.b.c&refresh_token=r&token_type=Bearer"),
    ] {
        // Whether or not somebody is signed in.
        for who in [Some(member()), None] {
            let page = browser.answer(PROVIDER, &query, who.as_ref()).await;
            assert_eq!(page.status, 400, "{query}");
            assert_eq!(words(&page), "Start again from the app. If it happens again, tell the people who run the app.");
            assert!(!text(&page).contains("canary-token"));
            app.assert_untouched(&id);
        }
    }
    let line = kept.find("answered with an error").pop().expect("a line");
    assert!(format!("{line:?}").contains("has neither a code nor an error"), "{line:?}");
    assert_eq!(browser.session(&id, &member()).await["status"], "pending");
    let back = sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    // What comes late is told what became of it.
    assert_eq!(browser.answer(PROVIDER, &format!("state={state}"), Some(&member())).await.status, 200);
    assert_eq!(app.token_requests(), 1);
}

/// SR-3: what comes to the consent's address and says nothing of a consent uses nothing up.
#[tokio::test]
async fn what_answers_no_consent_page_uses_nothing_up() {
    let app = App::start().await;
    let mut browser = app.browser();
    let (id, consent_url) = browser.prove(&admin(), &demo::ADA).await;
    let state = state_of(&consent_url);
    for query in [format!("state={state}"), format!("code=c&state={state}")] {
        let page = browser.answer(PROVIDER, &query, Some(&admin())).await;
        assert_eq!((page.status, browser.session(&id, &admin()).await["status"].as_str()), (400, Some("pending")), "{query}");
    }
    let page =
        browser.answer(PROVIDER, &format!("admin_consent=True&tenant={}&state={state}", demo::CONTOSO), Some(&admin())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(browser.session(&id, &admin()).await["status"], "complete");
}
