//! Refusals that a provider sends back with a person: the flow ends, and nothing is told.

use crate::support::flow::{state_of, words};
use crate::support::page::check_page;
use crate::support::{App, PROVIDER, member};
use authpipe_sandbox::demo;
use serde_json::json;
use url::form_urlencoded;

/// SR-15: every registered code, unknown ones and none: the session is over, nothing is stored, nothing is told.
#[tokio::test]
async fn every_refusal_closes_the_flow_and_tells_nothing() {
    let app = App::start().await;
    let mut browser = app.browser();
    let cancelled = ("cancelled", "access_denied");
    let ask_an_admin = ("failed", "admin_consent_required");
    let refused = ("failed", "provider_error");
    let later = ("failed", "provider_unavailable");
    for (error, (status, code)) in [
        ("access_denied", cancelled),
        ("user_cancelled_login", cancelled),
        ("user_cancelled_authorize", cancelled),
        ("unsupported_response_type", refused),
        ("login_required", refused),
        ("account_selection_required", refused),
        ("invalid_request_uri", refused),
        ("invalid_request_object", refused),
        ("request_not_supported", refused),
        ("request_uri_not_supported", refused),
        ("registration_not_supported", refused),
        ("invalid_client", refused),
        ("invalid_grant", refused),
        ("invalid_token", refused),
        ("insufficient_scope", refused),
        ("invalid_target", refused),
        ("insufficient_user_authentication", refused),
        ("unmet_authentication_requirements", refused),
        ("expired_token", refused),
        ("slow_down", refused),
        ("authorization_pending", refused),
        ("need_info", refused),
        ("interaction_required", ask_an_admin),
        ("consent_required", ask_an_admin),
        ("invalid_request", refused),
        // A name in our own request, which no waiting makes right.
        ("invalid_scope", (refused.0, "scope_unavailable")),
        ("unauthorized_client", refused),
        ("server_error", later),
        ("temporarily_unavailable", later),
        ("redirect_uri_mismatch", refused),
        ("application_suspended", refused),
        ("no_such_error", refused),
        ("ACCESS_DENIED", cancelled),
        ("canary secret acme ben", refused),
        ("", refused),
    ] {
        for beside in ["", "&code=spent", "&admin_consent=True&tenant=x"] {
            let (id, url) = browser.start(&member()).await;
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("error", error), ("state", &state_of(&url))])
                .finish();
            let page = browser.answer(PROVIDER, &format!("{query}{beside}"), Some(&member())).await;
            assert_eq!(page.status, 200, "{error}");
            check_page(&page);
            app.assert_ended_with_nothing(&id, status, code);
            let session = browser.session(&id, &member()).await;
            assert_eq!((&session["status"], &session["error"]["code"]), (&json!(status), &json!(code)), "{error}");
            let said = words(&page);
            for told in ["acme", "ben", "canary", "tenantId", demo::CLIENT_ID] {
                assert!(!said.contains(told), "{error}: {said}");
            }
        }
    }
    assert_eq!(app.token_requests(), 0);
}

/// A person who leaves, with whatever code, has cancelled; whoever is not let in for the app's sake has not.
#[tokio::test]
async fn only_a_person_cancels() {
    let app = App::start().await;
    let mut browser = app.browser();
    for (answer, status, code, said) in [
        (
            "error=access_denied",
            "cancelled",
            "access_denied",
            "The sign-in at OneDrive was cancelled or not allowed. If an administrator must approve, let one install it; otherwise start again.",
        ),
        (
            "error=server_error&error_subcode=cancel",
            "cancelled",
            "access_denied",
            "The sign-in at OneDrive was cancelled or not allowed. If an administrator must approve, let one install it; otherwise start again.",
        ),
        (
            "error=invalid_client",
            "failed",
            "provider_error",
            "OneDrive refused the request of this app (invalid_client). Check the app registration: redirect URI, scopes and who may sign in.",
        ),
        (
            "error=redirect_uri_mismatch&error_subcode=other",
            "failed",
            "provider_error",
            "OneDrive refused the request of this app (other). Check the app registration: redirect URI, scopes and who may sign in.",
        ),
    ] {
        let (id, url) = browser.start(&member()).await;
        browser.answer(PROVIDER, &format!("{answer}&state={}", state_of(&url)), Some(&member())).await;
        assert_eq!(browser.told(&id, &member()).await, said);
        app.assert_ended_with_nothing(&id, status, code);
    }
}
