//! What a failed sign-in tells whom.

use authpipe_sandbox::{Scripted, ScriptedResponse, World};

use crate::support::custom;
use crate::support::flow::words;
use crate::support::{App, member};

/// What will be the same the next time is no outage: nobody is told to try again later.
const PASSES: [&str; 2] = ["cut off", "check token_endpoint"];

/// Two audiences: the developer is told the cause, the person what to do, and neither reads the other's text.
#[tokio::test]
async fn the_developer_is_told_the_cause_and_the_person_what_to_do() {
    let json = |status: u16, body: &str| ScriptedResponse::json(status, body.to_owned());
    let played = |status: u16, header: &str| ScriptedResponse::played(&format!("HTTP/1.1 {status} Answer"), &[header], "");
    for (answer, cause) in [
        (json(200, r#"{"access_token":"a","token_type":"mac"}"#), "token_type"),
        (json(200, r#"{"token_type":"bearer"}"#), "access_token is missing"),
        (json(200, r#"{"access_token":"a","access_token":"b"}"#), "several values for access_token"),
        (json(200, r#"{"access_token":"#), "cut off"),
        (json(200, r#"{"data":{"access_token":"a"}}"#), "oauth.token_response.wrapped_in"),
        (json(200, r#"{"accessToken":"a","tokenType":"bearer"}"#), "there is accessToken"),
        (json(200, r#"{"access_token":7}"#), "access_token has a value that cannot be one"),
        (
            ScriptedResponse::new(200, "application/x-www-form-urlencoded", "access_token=a&token_type=bearer"),
            "encoding to \"form\"",
        ),
        (ScriptedResponse::new(200, "text/plain", "access_token=a&token_type=bearer"), "encoding to \"form\""),
        (
            ScriptedResponse::new(200, "text/xml", "<?xml version=\"1.0\"?><OAuth><access_token>a</access_token></OAuth>"),
            "it is XML",
        ),
        (json(200, &format!(r#"{{"access_token":"a","x":"{}"}}"#, "y".repeat(300_000))), "too large"),
        (json(400, r#"{"error":"invalid_grant"}"#), "redirect URI http://localhost:3000/api/authpipe/oauth/callback/"),
        (json(400, r#"{"error":"invalid_scope"}"#), "scope"),
        (json(400, r#"{"error":"unsupported_grant_type"}"#), "unsupported_grant_type"),
        (json(401, r#"{"error":"invalid_client"}"#), "client secret"),
        (json(401, r#"{"message":"Client authentication failed"}"#), "rejected the client secret"),
        (played(401, "WWW-Authenticate: Basic realm=\"token\""), "rejected the client secret"),
        (json(401, "{}"), "client secret of the config"),
        (json(301, ""), "a trailing slash?"),
        (json(308, ""), "a redirect, which is not followed"),
        (json(404, "{}"), "Check token_endpoint"),
        (json(405, ""), "Check token_endpoint"),
        (json(415, "{}"), "Check token_endpoint"),
        (
            json(400, r#"{"error":{"message":"This code has been used","type":"OAuthException","code":100}}"#),
            "in words of its own",
        ),
        (json(400, r#"{"errors":[{"message":"bad code"}]}"#), "in words of its own"),
        (json(400, r#"{"serviceErrorCode":65601,"message":"x","status":400}"#), "in words of its own"),
        (ScriptedResponse::new(200, "text/html", "<!doctype html><title>Sign in</title>"), "check token_endpoint"),
        (json(200, ""), "check token_endpoint"),
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
        let passes = PASSES.contains(&cause);
        assert!(passes || !told.contains("later"), "{told}");
        assert_eq!(said.contains("in a few minutes"), passes, "{said}");
        for word in ["Own", "token", "redirect", "scope", "client", "definition", "oauth", "URI"] {
            assert!(!said.contains(word), "{word}: {said}");
        }
        assert_ne!(told, said);
    }
}
