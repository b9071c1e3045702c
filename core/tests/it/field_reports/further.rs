//! Reports from the trackers of other OAuth clients, each tried as a row or a sign-in: the second list.
//!
//! | report | what was met | here |
//! |---|---|---|
//! | [assent#112](https://github.com/pow-auth/assent/pull/112) | Harvest answers a code with 201 | held |
//! | [pyoidc#879](https://github.com/CZ-NIC/pyoidc/issues/879) | Keycloak answers tokens with `"error": null` beside them, and the client takes them for an error | held |
//! | [aspnetcore#53457](https://github.com/dotnet/aspnetcore/issues/53457) | the same with `"error": ""` | held |
//! | [bmw-mqtt-bridge#34](https://github.com/dj0abr/bmw-mqtt-bridge/issues/34) | the text `"null"` is kept as a token | failed (kept and handed out), fixed: the text of nothing is no token |
//! | [OmniRoute#5214](https://github.com/diegosouzapw/OmniRoute/pull/5214) | a refresh answers `"refresh_token": ""`, which takes the place of the one that works | held |
//! | [eliza#30566](https://github.com/elizaOS/eliza/pull/30566) | a refresh answers `"refresh_token": null`, and fails | held |
//! | [bluebutton-web-server#512](https://github.com/CMSgov/bluebutton-web-server/pull/512) | `expires_in` has a fraction | held |
//! | [opencodex#1418](https://github.com/lidge-jun/opencodex/pull/1418) | `expires_in` is negative, or too large for a date | held |
//! | [LibreChat#15321](https://github.com/danny-avila/LibreChat/pull/15321) | `expires_in` is the text `3.6e3`, and read as 3 seconds | held: it says nothing, and an hour is assumed |
//! | [oauthlib#675](https://github.com/oauthlib/oauthlib/pull/675) | `expires_in` is null | held |
//! | [mcp-server#2520](https://github.com/DollhouseMCP/mcp-server/issues/2520) | a byte order mark before the JSON | held |
//! | [toolhive#2083](https://github.com/stacklok/toolhive/pull/2083) | `scope` is a list of texts | held |
//! | [pi#2357](https://github.com/earendil-works/pi/issues/2357) | a refresh that names scopes is refused with `invalid_scope` | held: none are named |
//! | [rust-sdk#624](https://github.com/modelcontextprotocol/rust-sdk/issues/624) | a refresh that names none is refused | held: `refresh_sends_scope` of the definition |
//! | [KickDevDocs#148](https://github.com/KickEngineering/KickDevDocs/issues/148) | Cloudflare's challenge stands before the token endpoint | held: the provider is away, nothing has ended |
//! | [object-browser#720](https://github.com/minio/object-browser/issues/720) | a code with `/` is sent on as `%2F` | held |
//! | [nextjs-auth0#142](https://github.com/auth0/nextjs-auth0/issues/142) | two tabs sign in, and the first is told that its state is wrong | held |
//! | [authlib#525](https://github.com/authlib/authlib/issues/525) | an error comes back without `state` | held: it belongs to nobody, and the sign-in can still be finished |

use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

use super::stage::{DAY, HOURS, Row, answer, play, played, renewed, usual};
use crate::support::custom;
use crate::support::{App, member, text};

fn token(members: Value) -> ScriptedResponse {
    answer(200, &members.to_string())
}

#[tokio::test]
async fn answers_to_a_code() {
    play(vec![
        Row::new("assent#112")
            .signs_in(answer(201, r#"{"access_token":"a","token_type":"bearer","expires_in":1209599,"refresh_token":"r"}"#))
            .reads("a")
            .later(15 * DAY)
            .answers(answer(201, r#"{"access_token":"b","token_type":"bearer","expires_in":1209599,"refresh_token":"r2"}"#))
            .reads("b"),
        Row::new("pyoidc#879")
            .signs_in(token(json!({ "access_token": "a", "token_type": "Bearer", "error": null, "error_description": null,
                "error_uri": null, "not-before-policy": 0, "scope": "read" })))
            .reads("a"),
        Row::new("aspnetcore#53457")
            .signs_in(token(
                json!({ "access_token": "a", "refresh_token": "r", "expires_in": 7199, "token_type": "Bearer", "error": "" }),
            ))
            .reads("a")
            .later(3 * HOURS)
            .answers(token(json!({ "access_token": "b", "token_type": "Bearer", "error": "" })))
            .reads("b"),
        Row::new("bmw-mqtt-bridge#34").refuses_sign_in(
            token(json!({ "access_token": "null", "id_token": "null", "refresh_token": "null", "expires_in": null })),
            "provider_error",
            "",
        ),
        Row::new("bmw-mqtt-bridge#34, the refresh token")
            .signs_in(token(json!({ "access_token": "a", "refresh_token": "null", "expires_in": 3600 })))
            .later(2 * HOURS)
            .fails("reauth_required", "expired"),
        Row::new("mcp-server#2520")
            .signs_in(played(
                "HTTP/1.1 200 OK",
                &["Content-Type: application/json"],
                "\u{feff}{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
            ))
            .reads("a"),
        Row::new("toolhive#2083")
            .signs_in(token(json!({ "access_token": "a", "token_type": "Bearer", "scope": ["read", "email"] })))
            .reads("a")
            .scopes(&["read", "email"]),
    ])
    .await;
}

#[tokio::test]
async fn lifetimes() {
    let lives = |name, expires_in: Value| {
        Row::new(name).signs_in(token(
            json!({ "access_token": "at-1", "token_type": "Bearer", "expires_in": expires_in, "refresh_token": "rt-1" }),
        ))
    };
    play(vec![
        lives("bluebutton-web-server#512", json!(3599.72)).reads("at-1").later(2 * HOURS).answers(renewed()).reads("at-2"),
        lives("opencodex#1418, negative", json!(-5)).answers(renewed()).later(HOURS).reads("at-2"),
        lives("opencodex#1418, huge", json!(1e300)).later(90 * DAY).reads("at-1"),
        lives("LibreChat#15321", json!("3.6e3")).later(HOURS / 2).reads("at-1").later(2 * HOURS).answers(renewed()).reads("at-2"),
        lives("oauthlib#675", json!(null)).reads("at-1").later(2 * HOURS).answers(renewed()).reads("at-2"),
    ])
    .await;
}

#[tokio::test]
async fn answers_to_a_refresh() {
    let signed_in = |name| Row::new(name).signs_in(usual()).later(2 * HOURS);
    let kept = |name, refresh_token: Value| {
        signed_in(name)
            .answers(token(
                json!({ "access_token": "b", "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh_token }),
            ))
            .reads("b")
            .later(2 * HOURS)
            .answers(renewed())
            .reads("at-2")
            .sent("refresh_token", "rt-1")
    };
    let challenge = "<!DOCTYPE html><title>Just a moment...</title>";
    play(vec![
        kept("OmniRoute#5214", json!("")),
        kept("eliza#30566", json!(null)),
        kept("bmw-mqtt-bridge#34, at a refresh", json!("null")),
        signed_in("pi#2357").answers(renewed()).reads("at-2").sends_no("scope"),
        signed_in("rust-sdk#624")
            .define(json!({ "oauth": { "refresh_sends_scope": true } }))
            .answers(renewed())
            .reads("at-2")
            .sent("scope", "read"),
        signed_in("KickDevDocs#148")
            .answers(played("HTTP/1.1 403 Forbidden", &["Content-Type: text/html", "Cf-Mitigated: challenge"], challenge))
            .fails("provider_unavailable", "")
            .stands("degraded", Some("refresh_failed"))
            .later(HOURS)
            .answers(renewed())
            .reads("at-2")
            .stands("active", None),
    ])
    .await;
}

async fn scripted() -> (Scripted, App) {
    let server = Scripted::start().await;
    let definition = custom::definition(&server.origin(), "strict");
    let app = App::start_with(World::demo(), |options| custom::add(options, "id", "a-client-secret", definition)).await;
    (server, app)
}

/// object-browser#720.
#[tokio::test]
async fn a_code_is_sent_on_as_it_was_meant() {
    let (server, app) = scripted().await;
    for code in ["4/0AUJR-x", "a+b=c", "a b", "100%25", "%2F"] {
        server.respond_next("/oauth/token", usual());
        let (_, page) = app.browser().connect_scripted(&member(), code).await;
        assert_eq!(page.status, 200, "{code}: {}", text(&page));
        let request = server.requests().pop().unwrap();
        let sent = url::form_urlencoded::parse(&request.body).find(|(name, _)| name == "code").unwrap().1.into_owned();
        assert_eq!(sent, code);
    }
}

fn parameter(url: &url::Url, name: &str) -> String {
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

/// nextjs-auth0#142: a person who opened two tabs finishes both, in either order.
#[tokio::test]
async fn two_tabs_of_one_browser_are_two_sign_ins() {
    for first in [0, 1] {
        let (server, app) = scripted().await;
        server.respond("/oauth/token", usual());
        let mut browser = app.browser();
        let tabs = [browser.start_own(&member()).await, browser.start_own(&member()).await];
        for (id, url) in [&tabs[first], &tabs[1 - first]] {
            let mut back: url::Url = parameter(url, "redirect_uri").parse().unwrap();
            back.query_pairs_mut().append_pair("code", "a-code").append_pair("state", &parameter(url, "state"));
            let page = browser.callback(&back, Some(&member())).await;
            assert_eq!(page.status, 200, "{}", text(&page));
            assert_eq!(browser.session(id, &member()).await["status"], "complete");
        }
    }
}

/// authlib#525: whose it is cannot be told, so nothing is ended by it.
#[tokio::test]
async fn an_error_without_state_ends_nothing() {
    let (server, app) = scripted().await;
    server.respond("/oauth/token", usual());
    let mut browser = app.browser();
    let (id, url) = browser.start_own(&member()).await;
    let redirect: url::Url = parameter(&url, "redirect_uri").parse().unwrap();
    let mut lost = redirect.clone();
    lost.query_pairs_mut().append_pair("error", "login_required").append_pair("error_description", "canary");
    let page = browser.callback(&lost, Some(&member())).await;
    assert!(page.status >= 400, "{}", text(&page));
    assert!(!text(&page).contains("canary"));
    let mut back = redirect;
    back.query_pairs_mut().append_pair("code", "a-code").append_pair("state", &parameter(&url, "state"));
    assert_eq!(browser.callback(&back, Some(&member())).await.status, 200);
    assert_eq!(browser.session(&id, &member()).await["status"], "complete");
    assert_eq!(server.requests().len(), 1);
}
