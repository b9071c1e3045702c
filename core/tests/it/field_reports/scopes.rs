//! Scopes: what an answer says of them, and when they are judged.

use serde_json::json;

use super::stage::{HOURS, Row, answer, play, usual, usual_with};

fn refreshed(scope: &str) -> authpipe_sandbox::ScriptedResponse {
    let body = json!({ "access_token": "at-2", "token_type": "Bearer", "expires_in": 3600, "scope": scope });
    answer(200, &body.to_string())
}

#[tokio::test]
async fn scopes_are_judged_after_the_renewal_too() {
    play(vec![
        Row::new("the refresh narrows them")
            .signs_in(usual_with("read write"))
            .later(2 * HOURS)
            .answers(refreshed("read"))
            .fails_for(&["write"], "scope_missing")
            .fails_for(&["write"], "scope_missing")
            .reads("at-2")
            .scopes(&["read"]),
        Row::new("an empty scope says nothing")
            .signs_in(usual_with("read write"))
            .later(2 * HOURS)
            .answers(refreshed(""))
            .reads("at-2")
            .scopes(&["read", "write"]),
        Row::new("nor do spaces, at the sign-in").signs_in(usual_with("  ")).scopes(&["read"]).reads("at-1"),
        Row::new("nor does an empty list")
            .signs_in(answer(200, r#"{"access_token":"at-1","refresh_token":"rt-1","expires_in":3600,"scope":[]}"#))
            .scopes(&["read"]),
        Row::new("null says nothing")
            .signs_in(answer(200, r#"{"access_token":"at-1","refresh_token":"rt-1","expires_in":3600,"scope":null}"#))
            .scopes(&["read"]),
        Row::new("a scope that was not granted").refuses_sign_in(usual_with("write"), "scope_missing", ""),
    ])
    .await;
}

/// A scope that another one includes, and scopes that an answer names in their normal form.
#[tokio::test]
async fn implied_scopes_are_a_fact_of_the_definition() {
    let implied = json!({ "scope_comparison": { "implied": {
        "all": ["write"], "write": ["read"], "https://scopes.example/read": ["read"] } } });
    play(vec![
        Row::new("one that includes it").define(implied.clone()).signs_in(usual_with("write")).reads("at-1"),
        Row::new("by way of another").define(implied.clone()).signs_in(usual_with("all")).reads("at-1"),
        Row::new("its normal form").define(implied.clone()).signs_in(usual_with("https://scopes.example/read")).reads("at-1"),
        Row::new("with commas")
            .define(json!({ "scope_comparison": { "implied": { "user": ["read"] } } }))
            .signs_in(usual_with("repo,user"))
            .reads("at-1")
            .fails_for(&["gist"], "scope_missing"),
        Row::new("one that includes another thing").define(implied).refuses_sign_in(usual_with("other"), "scope_missing", ""),
        Row::new("what the definition does not know").refuses_sign_in(usual_with("write"), "scope_missing", ""),
        Row::new("nothing is said").signs_in(usual()).reads("at-1"),
    ])
    .await;
}
