//! What is looked up once a code is spent: no other sign-in has it, so that one hiccup of an API costs none.

use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

use super::stage::{answer, played};
use crate::support::custom;
use crate::support::{App, member};

const PAGE: &str = "<!DOCTYPE html><title>Just a moment</title>";

fn page(status: u16) -> ScriptedResponse {
    played(&format!("HTTP/1.1 {status} X"), &["Content-Type: text/html"], PAGE)
}

/// What a sign-in came to.
struct Seen {
    code: String,
    told: String,
    asked: usize,
}

/// Signs in; what is looked up at `path` is answered so, one answer after the other, then as `always` says.
async fn signs_in(path: &str, define: impl Fn(&mut Value, &str), first: &[ScriptedResponse], always: &str) -> Seen {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    define(&mut definition, &server.origin());
    let tokens = json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 3600, "id_token": "a.b.c" });
    server.respond("/oauth/token", answer(200, &tokens.to_string()));
    server.respond(path, answer(200, always));
    for response in first {
        server.respond_next(path, response.clone());
    }
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    let mut browser = app.browser();
    let (id, _) = browser.connect_scripted(&member(), "a-code").await;
    let session = browser.session(&id, &member()).await;
    let code = session["error"]["code"].as_str().unwrap_or_default().to_owned();
    let told = if code.is_empty() { String::new() } else { browser.told(&id, &member()).await };
    let asked = server.requests().iter().filter(|request| request.path == path).count();
    Seen { code, told, asked }
}

#[tokio::test]
async fn one_hiccup_of_the_look_up_of_a_person_costs_no_sign_in() {
    let define = |definition: &mut Value, origin: &str| {
        definition["identity"] = json!({ "url": format!("{origin}/oauth/api/me"), "person": "/id" });
    };
    let busy = |pause: &str| played("HTTP/1.1 429 X", &[&format!("Retry-After: {pause}")], "");
    for (first, code, words, asked) in [
        (vec![], "", "", 1),
        (vec![answer(503, "{}")], "", "", 2),
        (vec![answer(429, "{}")], "", "", 2),
        (vec![ScriptedResponse::Close], "", "", 2),
        (vec![page(200)], "", "", 2),
        (vec![page(403), page(401)], "", "", 3),
        (vec![answer(503, "{}"), answer(502, "{}"), answer(500, "{}")], "provider_unavailable", "HTTP status 500", 3),
        (vec![page(200), page(200), page(200)], "provider_unavailable", "HTTP status 200", 3),
        // Longer than anybody waits in front of a page.
        (vec![busy("60")], "provider_unavailable", "HTTP status 429", 1),
        // The API's own word.
        (vec![answer(401, "{}")], "provider_error", "its answer at identity.url has HTTP status 401", 1),
        (vec![answer(403, "{}")], "provider_error", "its answer at identity.url has HTTP status 403", 1),
        (vec![answer(404, "{}")], "provider_error", "its answer at identity.url has HTTP status 404", 1),
        (vec![answer(200, "{}")], "provider_error", "its answer has no text and no whole number", 1),
    ] {
        let seen = signs_in("/oauth/api/me", define, &first, r#"{"id":1}"#).await;
        assert_eq!((seen.code.as_str(), seen.asked), (code, asked), "{words}: {}", seen.told);
        assert!(seen.told.contains(words), "{}", seen.told);
    }
}

#[tokio::test]
async fn one_hiccup_of_a_key_set_costs_no_sign_in() {
    let define = |definition: &mut Value, origin: &str| {
        definition["oauth"]["always_scopes"] = json!(["openid"]);
        definition["id_token"] = json!({
            "issuer": origin, "jwks_uri": format!("{origin}/oauth/keys"), "algorithms": ["RS256"], "person_claim": "sub",
        });
    };
    let no_keys = "gave no usable key set";
    for (first, code, has_none, asked) in [
        (vec![answer(503, "{}"); 3], "provider_unavailable", true, 3),
        (vec![page(200), page(401), page(404)], "provider_unavailable", true, 3),
        (vec![answer(404, "{}")], "provider_error", true, 1),
        (vec![answer(200, "{}")], "provider_error", true, 1),
        // Asked for once more, and judged by what it holds: the token is none.
        (vec![page(200)], "provider_error", false, 2),
        (vec![ScriptedResponse::Close, answer(503, "{}")], "provider_error", false, 3),
    ] {
        let seen = signs_in("/oauth/keys", define, &first, r#"{"keys":[]}"#).await;
        assert_eq!((seen.code.as_str(), seen.asked, seen.told.contains(no_keys)), (code, asked, has_none), "{}", seen.told);
    }
}
