//! Reports from the trackers of other OAuth clients and servers, each tried as a row.
//!
//! | report | what was met | here |
//! |---|---|---|
//! | [simple-oauth2#459](https://github.com/lelylan/simple-oauth2/issues/459) | GitHub says `bad_refresh_token` under 200 and the client takes it for a token | failed (a refusal for ever), fixed: the grant ends |
//! | [sso-issues#54](https://github.com/ccpgames/sso-issues/issues/54) | the error code has its description behind a colon: `invalid_grant: Token is …` | failed (an error that nobody knows), fixed: the code before the colon counts |
//! | [better-auth#8103](https://github.com/better-auth/better-auth/pull/8103) | `invalid_request` for a refresh token that is dead | failed (degraded for ever), fixed: a definition says so; without it, evidence of days |
//! | [ferriskey#1284](https://github.com/ferriskey/ferriskey/pull/1284) | 401 and a plain text instead of `invalid_grant` | failed (degraded for ever), fixed: evidence of days |
//! | [oauth2#126 (Ruby)](https://github.com/ruby-oauth/oauth2/pull/126) | a form that calls itself `text/plain` | failed (unusable), fixed: `token_response.encoding = "form"` |
//! | [openid-client#134](https://github.com/panva/openid-client/issues/134) | `$` in the secret, and a server that does not decode Basic | failed (no way to say it), fixed: `client_secret_basic_raw` |
//! | [datalab#524](https://github.com/datalab-org/datalab/issues/524) | GitHub answers the scopes in its own order, with commas | held |
//! | [requests-oauthlib#387](https://github.com/requests/requests-oauthlib/issues/387) | Google grants `openid` besides, and names scopes by address | held; the short names failed, fixed: `scope_comparison.implied` |
//! | [openid-client#826](https://github.com/panva/openid-client/issues/826) | LinkedIn gives no `token_type` | held |
//! | [oauth2#542 (Go)](https://github.com/golang/oauth2/pull/542) | Deezer's JSON calls itself HTML | held |
//! | [oauth2c#120](https://github.com/SecureAuthCorp/oauth2c/issues/120) | Microsoft's `expires_in` is a text | held |
//! | [scribejava#1023](https://github.com/scribejava/scribejava/issues/1023) | Slack gives the person's token alone, inside `authed_user` | held, where the definition says where it stands |
//! | [oauth2#655 (Go)](https://github.com/golang/oauth2/issues/655) | no refresh token, and an `id_token` that is empty | held |
//! | [spring-security-oauth#1862](https://github.com/spring-attic/spring-security-oauth/pull/1862) | `expires_in` of 0 for a token that does not end | held |
//! | [mcp-server-neon#229](https://github.com/neondatabase/mcp-server-neon/pull/229) | a refresh answers without `refresh_token` and without `expires_in` | held |
//! | [insomnia#150](https://github.com/Kong/insomnia/issues/150) | `expires_in` without a refresh token is shown as never ending | held: the connection ends with its token, and says so |
//! | [next-auth#1544](https://github.com/nextauthjs/next-auth/pull/1544) | Slack says `ok: false` under 200 at the sign-in | held: nothing is stored |
//! | [core#141223](https://github.com/home-assistant/core/issues/141223) | Fitbit says `invalid_grant` in a list of errors, of a refresh token and of a code | failed (degraded for days), fixed: `/errors/0/errorType` is one of the places |
//! | [airbyte#79592](https://github.com/airbytehq/airbyte/issues/79592) | HubSpot says `BAD_REFRESH_TOKEN` as the `status` | failed (degraded for days), fixed: `/status` is one of the places |
//! | [dreeve#1449](https://github.com/dreeveapp/dreeve/issues/1449) | Strava names what is wrong by its resource, in a list of errors | failed (degraded for days), fixed: the catalogue says so |
//! | [ZohoBooksApi#84](https://github.com/Weble/ZohoBooksApi/issues/84), [Zoho#18](https://github.com/schmorrison/Zoho/pull/18) | Zoho says `invalid_code` of a refresh token, under 200 | failed (degraded for days), fixed: the catalogue says so |
//! | [extensions#10896](https://github.com/raycast/extensions/issues/10896), [queue#363](https://github.com/tl-its-umich-edu/remote-office-hours-queue/issues/363) | Zoom says why beside the error, which once was `invalid_request`, and once under 401 | failed (degraded for days), fixed: the catalogue says so |
//! | [chatgpt-twitter-bot](https://github.com/transitive-bullshit/chatgpt-twitter-bot/blob/06b4ce7d2d5b0d7b8a26a4a547b230e1e5c9a3bf/src/twitter.ts) | X says `invalid_request` for a dead refresh token, and which one by its description | failed (degraded for days), fixed: the catalogue says so |
//! | [bc-api#247](https://github.com/basecamp/bc-api/issues/247), [bc-api#199](https://github.com/basecamp/bc-api/issues/199), [bc-api#98](https://github.com/basecamp/bc-api/issues/98) | Basecamp says it in a plain text, or in a word of its own | failed (degraded, and asked for ever), fixed: the catalogue names whole texts |
//! | [oauthd#183](https://github.com/oauth-io/oauthd/issues/183) | Concur answers in XML | not read: the sign-in says so, and nothing is stored |

use authpipe::Catalog;
use serde_json::{Value, json};

use super::stage::{DAY, HOURS, Row, answer, play, played, renewed, usual, usual_with};

const OK: &str = "HTTP/1.1 200 OK";

#[tokio::test]
async fn answers_of_the_token_endpoint() {
    let token = |members: Value| answer(200, &members.to_string());
    let slack = json!({ "oauth": { "credentials": [{
        "subject": "user", "access_token": "/authed_user/access_token", "scope": "/authed_user/scope",
        "person": "/authed_user/id", "organisation": ["/team/id"] }] } });
    play(vec![
        Row::new("openid-client#826")
            .signs_in(token(json!({ "access_token": "a", "expires_in": 5_184_000, "refresh_token": "r", "scope": "read" })))
            .reads("a"),
        Row::new("oauth2#542")
            .signs_in(played(OK, &["Content-Type: text/html; charset=utf-8"], r#"{"access_token":"a","expires":3600}"#))
            .reads("a"),
        Row::new("oauth2c#120")
            .signs_in(token(json!({ "access_token": "a", "token_type": "Bearer", "expires_in": "3599", "ext_expires_in": "3599",
                "expires_on": "1671217329", "refresh_token": "r" })))
            .reads("a")
            .later(HOURS)
            .answers(renewed())
            .reads("at-2"),
        Row::new("oauth2#126")
            .define(json!({ "oauth": { "token_response": { "encoding": "form" } } }))
            .signs_in(played(
                OK,
                &["Content-Type: text/plain"],
                "access_token=a&refresh_token=r&expires_in=7199&token_type=Bearer",
            ))
            .reads("a"),
        Row::new("oauth2#655")
            .signs_in(token(json!({ "access_token": "a", "expires_in": 3594, "token_type": "Bearer", "id_token": "" })))
            .reads("a"),
        Row::new("spring-security-oauth#1862")
            .signs_in(token(json!({ "access_token": "a", "token_type": "bearer", "expires_in": 0 })))
            .later(90 * DAY)
            .reads("a"),
        Row::new("insomnia#150")
            .signs_in(token(json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 60 })))
            .reads("a")
            .later(2 * HOURS)
            .fails("reauth_required", "expired")
            .stands("needs_reauth", Some("expired")),
        Row::new("mcp-server-neon#229")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(token(json!({ "access_token": "a", "token_type": "bearer" })))
            .reads("a")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1"),
        Row::new("scribejava#1023")
            .define(slack)
            .signs_in(token(json!({ "ok": true, "app_id": "A1", "authed_user": { "id": "U1", "scope": "read,channels:read",
                "access_token": "a", "token_type": "user" }, "team": { "id": "T1", "name": "Team" }, "enterprise": null })))
            .reads("a")
            .scopes(&["read", "channels:read"]),
        Row::new("next-auth#1544").refuses_sign_in(
            answer(200, r#"{"ok":false,"error":"invalid_code"}"#),
            "provider_error",
            "did not accept the code",
        ),
        Row::new("oauthd#183").refuses_sign_in(
            played(OK, &["Content-Type: application/xml"], "<Access_Token><Token>a</Token></Access_Token>"),
            "provider_error",
            "it is XML",
        ),
    ])
    .await;
}

#[tokio::test]
async fn scopes_as_they_are_answered() {
    let google = json!({ "scope_comparison": { "implied": { "https://www.googleapis.com/auth/userinfo.email": ["read"] } } });
    play(vec![
        Row::new("datalab#524").signs_in(usual_with("user,repo,read")).scopes(&["user", "repo", "read"]).reads("at-1"),
        Row::new("requests-oauthlib#387")
            .signs_in(usual_with("openid https://www.googleapis.com/auth/userinfo.email read"))
            .reads("at-1"),
        Row::new("requests-oauthlib#387, the short name")
            .define(google)
            .signs_in(usual_with("openid https://www.googleapis.com/auth/userinfo.email"))
            .reads("at-1"),
    ])
    .await;
}

#[tokio::test]
async fn words_for_a_dead_refresh_token() {
    let refused = |name, definition: Value, response| {
        Row::new(name).define(definition).signs_in(usual()).later(2 * HOURS).answers(response)
    };
    let by_description = json!({ "oauth": { "token_response": { "ends_grant": [
        { "status": [400], "pointer": "/error_description", "values": ["session not found", "refresh token revoked"] }] } } });
    let unclear = || answer(400, r#"{"error":"invalid_request","error_description":"session not found"}"#);
    let days = |row: Row| row.times(7, |row| row.later(DAY)).later(HOURS);
    play(vec![
        refused(
            "simple-oauth2#459",
            json!({}),
            answer(
                200,
                r#"{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired."}"#,
            ),
        )
        .fails("reauth_required", "")
        .stands("needs_reauth", Some("revoked")),
        refused("sso-issues#54", json!({}), answer(400, r#"{"error":"invalid_grant: Token is expired or invalid."}"#))
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("revoked")),
        refused("better-auth#8103", by_description, unclear())
            .fails("reauth_required", "")
            .stands("needs_reauth", Some("revoked")),
        refused("better-auth#8103, unknown", json!({}), unclear())
            .fails("provider_error", "")
            .times(6, |row| row.later(DAY).fails("provider_error", ""))
            .later(DAY)
            .fails("reauth_required", "for days")
            .stands("needs_reauth", Some("evidence")),
        days(
            refused(
                "ferriskey#1284",
                json!({}),
                played("HTTP/1.1 401 Unauthorized", &["Content-Type: text/plain"], "Invalid token"),
            )
            .times(7, |row| row.later(DAY).fails("provider_unavailable", "")),
        )
        .fails("reauth_required", "for days")
        .stands("needs_reauth", Some("evidence")),
    ])
    .await;
}

#[tokio::test]
async fn secrets_of_clients() {
    play(vec![
        Row::new("openid-client#134")
            .secret("pa$$word")
            .define(json!({ "oauth": { "client_authentication": "client_secret_basic_raw" } }))
            .signs_in(usual())
            .sent("authorization", "Basic aWQ6cGEkJHdvcmQ="),
    ])
    .await;
}

/// Reads token answers as the catalogue says of this provider.
fn as_of(slug: &str) -> Value {
    let definition = Catalog::builtin().get(slug).unwrap();
    let definition = serde_json::to_value(authpipe::definition::ProviderDefinition::clone(&definition)).unwrap();
    // What says nothing of its own has the defaults.
    definition["oauth"].get("token_response").map_or(json!({}), |rules| json!({ "oauth": { "token_response": rules } }))
}

/// A row of the provider's name, in which somebody has signed in whose token needs a refresh, which is answered so.
fn refused_by(slug: &'static str, status: u16, body: &str) -> Row {
    Row::new(slug).define(as_of(slug)).signs_in(usual()).later(2 * HOURS).answers(answer(status, body))
}

#[tokio::test]
async fn the_catalogue_knows_how_its_vendors_call_a_dead_refresh_token() {
    let ends =
        |slug, status, body| refused_by(slug, status, body).fails("reauth_required", "").stands("needs_reauth", Some("revoked"));
    let strava = r#"{"message":"Bad Request","errors":[{"resource":"RefreshToken","field":"refresh_token","code":"invalid"}]}"#;
    let x = r#"{"error":"invalid_request","error_description":"Value passed for the token was invalid."}"#;
    let zoom = r#"{"reason":"Invalid Token!","error":"invalid_request"}"#;
    let fitbit = r#"{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x."}],"success":false}"#;
    let hubspot = r#"{"status":"BAD_REFRESH_TOKEN","message":"missing or unknown refresh token","correlationId":"c"}"#;
    let zoho = ["zoho", "zoho-books", "zoho-crm", "zoho-desk", "zoho-invoice", "zoho-mail"];
    let rows = [
        ends("fitbit", 400, fitbit),
        ends("hubspot", 400, hubspot),
        ends("strava", 400, strava),
        ends("twitter", 400, x),
        ends("zoom", 400, zoom),
        ends("zoom", 401, zoom),
        ends("zoom", 400, r#"{"reason":"Invalid Token!","error":"invalid_grant"}"#),
        ends("basecamp", 401, "Unknown Basecamp ID."),
        ends("basecamp", 400, "This Basecamp ID rekeyed its deadbolt."),
        ends("basecamp", 400, r#"{"error":"authorization_expired"}"#),
    ];
    play(rows.into_iter().chain(zoho.map(|slug| ends(slug, 200, r#"{"error":"invalid_code"}"#))).collect()).await;
}

/// A code that is not good is told by the same word in the same places.
#[tokio::test]
async fn a_refused_code_is_one_in_other_places_too() {
    let refused = |name, body| Row::new(name).refuses_sign_in(answer(400, body), "provider_error", "did not accept the code");
    play(vec![
        refused(
            "fitbit",
            r#"{"errors":[{"errorType":"invalid_grant","message":"Authorization code invalid: x."}],"success":false}"#,
        ),
        refused("inside an object", r#"{"error":{"code":"invalid_grant"}}"#),
        refused("as a code", r#"{"code":"invalid_grant","message":"x"}"#),
    ])
    .await;
}

/// The same shapes about something else.
#[tokio::test]
async fn what_its_vendors_say_of_other_things_ends_nothing() {
    let waits = |slug, code, body| refused_by(slug, 400, body).fails(code, "").stands("degraded", Some("refresh_failed"));
    let strava = r#"{"message":"Bad Request","errors":[{"resource":"Application","field":"client_id","code":"invalid"}]}"#;
    let x = r#"{"error":"invalid_request","error_description":"Missing required parameter [client_id]."}"#;
    play(vec![
        waits("strava", "provider_unavailable", strava),
        waits("twitter", "provider_error", x),
        waits("zoom", "provider_error", r#"{"reason":"Bad Request","error":"invalid_request"}"#),
        waits("zoho", "provider_error", r#"{"error":"general_error"}"#),
        waits("basecamp", "provider_unavailable", "Unknown Basecamp ID. Or a proxy."),
        // A refresh token is taken only once the access token has ended.
        refused_by("head-hunter", 400, r#"{"error":"invalid_grant","error_description":"token not expired"}"#)
            .fails("rate_limited", "")
            .stands("active", None),
    ])
    .await;
}
