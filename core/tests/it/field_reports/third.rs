//! Reports from the trackers of other OAuth clients and servers, each tried as a row or a sign-in: the third list.
//!
//! | report | what was met | here |
//! |---|---|---|
//! | [auth#2829 (Supabase)](https://github.com/supabase/auth/issues/2829) | a dead refresh token is `error_code` beside `msg`, and no `error` | held: evidence of days; now at once, as such words are read there too |
//! | [oauth2#17 (Elixir)](https://github.com/ueberauth/oauth2/issues/17) | 401 with an empty body, and `invalid_token` in the challenge | failed (degraded until evidence adds up), fixed: RFC 6750 §3.1 puts the code there |
//! | [aad_oauth#332](https://github.com/Earlybyte/aad_oauth/issues/332) | a refresh answers with a refresh token and no access token | failed (the new one was lost), fixed: nothing is handed out, the error names the member, and the new token is presented next (`rotated.rs`) |
//! | [athenaFlex#55](https://github.com/athenahealth/apiserver-athenaFlex/issues/55) | the refresh must carry `redirect_uri`, against RFC 6749 §6 | not supported: the connection is degraded and says `invalid_request`; its maker calls it a fault |
//! | [deno-oauth2-client#25](https://github.com/cmd-johnson/deno-oauth2-client/issues/25) | GitHub says `incorrect_client_credentials` under 200 | failed ("refused the request (other)"; at a refresh the grant was degraded), fixed: it is the client that is rejected; the same of Slack's words |
//! | [courtlistener#7927](https://github.com/freelawproject/courtlistener/issues/7927) | the token endpoint without its slash answers 301 | held: it is not followed, and the error asks for the slash |
//! | [qwen-code#5510](https://github.com/QwenLM/qwen-code/issues/5510) | `expires_in` is `3600abc`, and read as 3600 | held: it says nothing, and an hour is assumed |
//! | [next-auth#13097](https://github.com/nextauthjs/next-auth/issues/13097) | Douyin's tokens stand inside `data`, at the refresh too | failed (at the refresh), fixed: a refresh is read where the sign-in was, if nothing is at the top |
//! | [apisix#13776](https://github.com/apache/apisix/pull/13788) | the callback says `temporarily_unavailable`, and the person sees an error of the server's | held: the person is asked to start again, the developer is told that it is the provider |
//! | [client-js#205](https://github.com/smart-on-fhir/client-js/pull/205) | Keycloak adds `iss` to the callback, and nobody has said what it must be | held |
//! | [open-api#186 (Etsy)](https://github.com/etsy/open-api/issues/186) | the callback's `state` comes back in lower case | held: it is not believed, and nothing is ended |

use authpipe_sandbox::{Scripted, World};
use serde_json::json;

use super::stage::{DAY, HOURS, Row, answer, play, played, usual};
use crate::support::custom;
use crate::support::{App, member, text};

fn signed_in(name: &'static str) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS)
}

#[tokio::test]
async fn words_for_what_is_over() {
    let supabase = || {
        answer(
            400,
            r#"{"code":400,"error_code":"refresh_token_not_found","msg":"Invalid Refresh Token: Refresh Token Not Found"}"#,
        )
    };
    let by_code = json!({ "oauth": { "token_response": { "ends_grant": [
        { "status": [400], "pointer": "/error_code", "values": ["refresh_token_not_found"] }] } } });
    let invalid_token = |status: &str, challenge: &str| played(status, &[challenge, "Content-Length: 0"], "");
    play(vec![
        signed_in("supabase/auth#2829").answers(supabase()).define(by_code).fails("reauth_required", "").stands("needs_reauth", Some("revoked")),
        signed_in("supabase/auth#2829, unknown").answers(supabase()).fails("reauth_required", "").stands("needs_reauth", Some("revoked")),
        signed_in("supabase/auth#2829, a word that nobody knows")
            .answers(answer(400, r#"{"code":400,"error_code":"session_gone","msg":"Gone"}"#))
            .times(7, |row| row.later(DAY).fails("provider_unavailable", ""))
            .later(DAY)
            .fails("reauth_required", "for days")
            .stands("needs_reauth", Some("evidence")),
        signed_in("ueberauth/oauth2#17")
            .answers(invalid_token("HTTP/1.1 401 Unauthorized", r#"WWW-Authenticate: Bearer realm="Service", error="invalid_token", error_description="The access token provided is invalid.""#))
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("revoked")),
        // A challenge is no word about the grant where it is a gateway's, or where the body says something else.
        signed_in("ueberauth/oauth2#17, another code")
            .answers(invalid_token("HTTP/1.1 401 Unauthorized", r#"WWW-Authenticate: Bearer realm="gateway", error="invalid_request""#))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed")),
        signed_in("ueberauth/oauth2#17, under 403")
            .answers(invalid_token("HTTP/1.1 403 Forbidden", r#"WWW-Authenticate: Bearer error="invalid_token""#))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed")),
        signed_in("ueberauth/oauth2#17, beside a word about the client")
            .answers(played(
                "HTTP/1.1 401 Unauthorized",
                &[r#"WWW-Authenticate: Bearer error="invalid_token""#, "Content-Type: application/json"],
                r#"{"error":"invalid_client"}"#,
            ))
            .fails("provider_config_rejected", "")
            .stands("active", None),
    ])
    .await;
}

#[tokio::test]
async fn answers_that_are_something_else() {
    play(vec![
        signed_in("aad_oauth#332")
            .answers(answer(200, r#"{"token_type":"Bearer","refresh_token":"rt-2","expires_in":4995,"id_token":"x.y.z"}"#))
            .fails("provider_unavailable", "access_token")
            .later(HOURS)
            .answers(answer(200, r#"{"access_token":"at-3","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-3"}"#))
            .reads("at-3")
            .sent("refresh_token", "rt-2"),
        signed_in("athenaFlex#55")
            .answers(answer(400, r#"{"expires_in":0,"error":"invalid_request","error_description":"Missing redirect_uri param is required."}"#))
            .fails("provider_error", "invalid_request")
            .stands("degraded", Some("refresh_failed"))
            .sends_no("redirect_uri"),
        Row::new("deno-oauth2-client#25").refuses_sign_in(
            answer(200, r#"{"error":"incorrect_client_credentials","error_description":"The client_id and/or client_secret passed are incorrect."}"#),
            "provider_config_rejected",
            "client secret",
        ),
        signed_in("courtlistener#7927")
            .answers(played("HTTP/1.1 301 Moved Permanently", &["Location: /oauth/token/", "Content-Length: 0"], ""))
            .fails("provider_unavailable", "a trailing slash?")
            .stands("degraded", Some("refresh_failed")),
        // The same words at a refresh are about the client too, and say nothing of the grant.
        signed_in("deno-oauth2-client#25, at a refresh")
            .answers(answer(200, r#"{"error":"incorrect_client_credentials"}"#))
            .fails("provider_config_rejected", "client secret")
            .stands("active", None),
        signed_in("deno-oauth2-client#25, as Slack says it")
            .answers(answer(200, r#"{"ok":false,"error":"bad_client_secret"}"#))
            .fails("provider_config_rejected", "client secret")
            .stands("active", None),
        Row::new("qwen-code#5510").signs_in(answer(200, r#"{"access_token":"at-1","token_type":"Bearer","expires_in":"3600abc","refresh_token":"rt-1"}"#)).reads("at-1"),
        Row::new("next-auth#13097")
            .define(json!({ "oauth": { "credentials": [{ "subject": "user", "access_token": "/data/access_token", "refresh_token": "/data/refresh_token", "expires_in": "/data/expires_in" }] } }))
            .signs_in(answer(200, r#"{"data":{"access_token":"at-1","refresh_token":"rt-1","expires_in":3600,"open_id":"o","error_code":0},"message":"success"}"#))
            .reads("at-1")
            .later(2 * HOURS)
            .answers(answer(200, r#"{"data":{"access_token":"at-2","refresh_token":"rt-2","expires_in":3600,"open_id":"o","error_code":0},"message":"success"}"#))
            .reads("at-2"),
    ])
    .await;
}

async fn scripted() -> (Scripted, App) {
    let server = Scripted::start().await;
    let definition = custom::definition(&server.origin(), "strict");
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (server, app)
}

fn parameter(url: &url::Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

/// The callback of a sign-in, with these parameters.
fn back(url: &url::Url, parameters: &[(&str, &str)]) -> url::Url {
    let mut back: url::Url = parameter(url, "redirect_uri").parse().unwrap();
    back.query_pairs_mut().extend_pairs(parameters);
    back
}

/// apisix#13776.
#[tokio::test]
async fn a_provider_that_is_away_at_the_callback_asks_for_another_try() {
    let (server, app) = scripted().await;
    let mut browser = app.browser();
    let (id, url) = browser.start_own(&member()).await;
    let state = parameter(&url, "state");
    let page = browser.callback(&back(&url, &[("error", "temporarily_unavailable"), ("state", &state)]), Some(&member())).await;
    assert!(text(&page).contains("again"), "{}", text(&page));
    let session = browser.session(&id, &member()).await;
    assert_eq!((session["status"].as_str(), session["error"]["code"].as_str()), (Some("failed"), Some("provider_unavailable")));
    let told = browser.told(&id, &member()).await;
    assert!(told.starts_with("Own could not finish the sign-in now."), "{told}");
    assert_eq!(server.requests().len(), 0);
}

/// client-js#205.
#[tokio::test]
async fn an_issuer_that_nobody_has_named_is_passed_over() {
    let (server, app) = scripted().await;
    server.respond("/oauth/token", usual());
    let mut browser = app.browser();
    let (id, url) = browser.start_own(&member()).await;
    let state = parameter(&url, "state");
    let iss = "https://keycloak.example/realms/demo";
    let page = browser.callback(&back(&url, &[("code", "a-code"), ("state", &state), ("iss", iss)]), Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
}

/// open-api#186.
#[tokio::test]
async fn a_state_that_comes_back_changed_ends_nothing() {
    let (server, app) = scripted().await;
    server.respond("/oauth/token", usual());
    let mut browser = app.browser();
    let (id, url) = browser.start_own(&member()).await;
    let state = parameter(&url, "state");
    let changed = state.to_lowercase();
    assert_ne!(state, changed);
    let page = browser.callback(&back(&url, &[("code", "a-code"), ("state", &changed)]), Some(&member())).await;
    assert!(page.status >= 400, "{}", text(&page));
    assert_eq!(server.requests().len(), 0);
    let page = browser.callback(&back(&url, &[("code", "a-code"), ("state", &state)]), Some(&member())).await;
    assert_eq!(page.status, 200, "{}", text(&page));
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
}
