//! Reports from the trackers of other OAuth clients and servers, each tried as a row: the fourth list.
//!
//! | report | what was met | here |
//! |---|---|---|
//! | [n8n#33018](https://github.com/n8n-io/n8n/pull/33018) | a refresh that rotates answers its JSON as `text/plain`, and the new token is lost | held |
//! | [oauth2#3 (Macaron)](https://github.com/go-macaron/oauth2/issues/3) | QQ answers a call, `callback( {…} );`, or a form | failed (the call), fixed: what stands around an object is passed over; a form where the definition says so |
//! | [synctv#329](https://github.com/synctv-org/synctv/issues/329) | `expires_in` is a text beside texts that are no UTF-8 | held |
//! | [CLIProxyAPI#5766](https://github.com/router-for-me/CLIProxyAPI/pull/5766) | a dead refresh token is `refresh_token_reused`, `refresh_token_invalidated` or `token_invalidated`, inside of an object `error` | failed (degraded until evidence adds up), fixed: these words, and that place |
//! | [micronaut-security#235](https://github.com/micronaut-projects/micronaut-security/issues/235) | a dead refresh token is answered with 500 | held: an outage ends nothing (SR-23); at once where the definition lists it |
//! | [streamlit#15589](https://github.com/streamlit/streamlit/pull/15589) | Opera loads the callback ahead, which spends the code | held (`connect_again.rs`) |
//! | [user_oidc#1537](https://github.com/nextcloud/user_oidc/pull/1537) | the same of Chrome, which throws away what is set by it | held: nothing is set |

use serde_json::json;

use super::stage::{DAY, HOURS, Row, answer, play, played, renewed, usual};

fn signed_in(name: &'static str) -> Row {
    Row::new(name).signs_in(usual()).later(2 * HOURS)
}

#[tokio::test]
async fn answers_that_rotate() {
    let rotated = r#"{"access_token":"a","token_type":"bearer","expires_in":"5184000","refresh_token":"r""#;
    let taken = |name, response| {
        signed_in(name).answers(response).reads("a").later(70 * DAY).answers(renewed()).reads("at-2").sent("refresh_token", "r")
    };
    play(vec![
        taken("n8n#33018", played("HTTP/1.1 200 OK", &["Content-Type: text/plain; charset=utf-8"], format!("{rotated}}}"))),
        taken("oauth2#3", played("HTTP/1.1 200 OK", &["Content-Type: text/html"], format!("callback( {rotated}}} );\n"))),
        taken(
            "synctv#329",
            played("HTTP/1.1 200 OK", &[], [rotated.as_bytes(), b",\"nickname\":\"\xd0\xa1\xc2\xeb\xff\"}"].concat()),
        ),
    ])
    .await;
}

#[tokio::test]
async fn words_for_what_is_over() {
    let openai = |code: &str| {
        answer(
            401,
            &json!({ "error": { "message": "x", "type": "invalid_request_error", "param": null, "code": code } }).to_string(),
        )
    };
    let ended = |row: Row| row.fails("reauth_required", "").stands("needs_reauth", Some("revoked"));
    let broken = || answer(500, r#"{"message":"Internal Server Error: refresh token not found"}"#);
    let by_text = json!({ "oauth": { "token_response": { "ends_grant": [{ "status": [500], "pointer": "/message",
        "values": ["Internal Server Error: refresh token not found"] }] } } });
    play(vec![
        ended(signed_in("CLIProxyAPI#5766, reused").answers(openai("refresh_token_reused"))),
        ended(signed_in("CLIProxyAPI#5766, invalidated").answers(openai("refresh_token_invalidated"))),
        ended(signed_in("CLIProxyAPI#5766, as the code").answers(answer(401, r#"{"code":"token_invalidated"}"#))),
        signed_in("CLIProxyAPI#5766, another code")
            .answers(openai("rate_limit_exceeded"))
            .fails("rate_limited", "")
            .stands("active", None),
        signed_in("micronaut-security#235")
            .answers(broken())
            .times(10, |row| row.later(DAY).fails("provider_unavailable", ""))
            .stands("degraded", Some("refresh_failed")),
        ended(signed_in("micronaut-security#235, as the definition says").define(by_text).answers(broken())),
    ])
    .await;
}
