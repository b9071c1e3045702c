//! What a failed sign-in tells whom.

use authpipe_sandbox::{Scripted, ScriptedResponse, World};

use crate::support::custom;
use crate::support::flow::words;
use crate::support::{App, member};

/// Two audiences: the developer is told the cause, the person what to do, and neither reads the other's text.
#[tokio::test]
async fn the_developer_is_told_the_cause_and_the_person_what_to_do() {
    let json = |status: u16, body: &str| ScriptedResponse::json(status, body.to_owned());
    for (answer, cause) in [
        (json(200, r#"{"access_token":"a","token_type":"mac"}"#), "token_type"),
        (json(200, r#"{"token_type":"bearer"}"#), "access_token is missing"),
        (json(200, r#"{"access_token":"a","access_token":"b"}"#), "several values for access_token"),
        (json(200, r#"{"access_token":"#), "cut off"),
        (json(400, r#"{"error":"invalid_grant"}"#), "redirect URI http://localhost:3000/api/authpipe/oauth/callback/"),
        (json(400, r#"{"error":"invalid_scope"}"#), "scope"),
        (json(400, r#"{"error":"unsupported_grant_type"}"#), "unsupported_grant_type"),
        (json(401, r#"{"error":"invalid_client"}"#), "client secret"),
    ] {
        let server = Scripted::start().await;
        server.respond("/oauth/token", answer);
        let app = App::start_with(World::demo(), |options| {
            custom::add(options, "id", "a-client-secret", custom::definition(&server.origin(), "strict"));
        })
        .await;
        let mut browser = app.browser();
        let (id, page) = browser.connect_scripted(&member(), "a-code").await;
        let (told, said) = (browser.told(&id, &member()).await, words(&page));
        // The browser's script is the person's too, and whoever else can make it ask.
        let session = browser.session(&id, &member()).await;
        assert_eq!(
            (session["error"]["message"].as_str(), session["session_id"].as_str()),
            (Some(said.as_str()), Some(id.as_str()))
        );
        let mut shown: Vec<_> = session["error"].as_object().unwrap().keys().collect();
        shown.sort();
        assert_eq!(shown, ["code", "message"], "the id is the session's, and no request's");
        assert!(told.contains(cause), "{cause}: {told}");
        for word in ["Own", "token", "redirect", "scope", "client", "definition", "oauth", "URI"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
        assert_ne!(told, said);
    }
}
