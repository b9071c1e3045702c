//! Reports from the trackers of other OAuth clients and servers, each tried as a row: the fifth list.
//!
//! | report | what was met | here |
//! |---|---|---|
//! | [js-client-oauth2#108](https://github.com/mulesoft-labs/js-client-oauth2/pull/108), [oauth2-server#3 (leaonline)](https://github.com/leaonline/oauth2-server/issues/3) | `expires_in` is a date, and no number of seconds | failed (an hour was assumed, also of ten minutes), fixed: whatever stands there, a date is an end |
//! | [oauth2#405 (Ruby)](https://github.com/ruby-oauth/oauth2/issues/405) | Square's `expires_at` is a date, and was read as the year 2018 | held; without a zone, or as HTTP writes it, it failed, fixed |
//! | [simple-oauth2#277](https://github.com/lelylan/simple-oauth2/pull/277) | Strava's `expires_at` counts from 1970 | held |
//! | [authlib#841](https://github.com/authlib/authlib/issues/841) | an `expires_at` that nobody can read, beside an `expires_in` | held |
//! | [jersey#2595](https://github.com/eclipse-ee4j/jersey/issues/2595) | a list among the members of the answer | held |
//! | [oauth2-client#739 (PHP)](https://github.com/thephpleague/oauth2-client/issues/739) | a gateway's text in the place of an answer ends the program | held: an outage, which passes |

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use authpipe::Timestamp;
use authpipe_sandbox::ScriptedResponse;
use serde_json::{Value, json};

use super::stage::{HOURS, Row, answer, play, played, renewed, usual};

const MINUTES: Duration = Duration::from_secs(60);

/// Ten minutes from now.
fn soon() -> Timestamp {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_unix_seconds(i64::try_from(now.as_secs()).unwrap() + 600)
}

fn token(members: &Value) -> ScriptedResponse {
    let mut body = json!({ "access_token": "a", "token_type": "bearer", "refresh_token": "r" });
    body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    answer(200, &body.to_string())
}

/// A token that lives for ten minutes is handed out for these, and not for an hour.
#[tokio::test]
async fn ends_of_tokens_as_they_are_told() {
    let end = soon();
    let date = end.to_rfc3339().replace(".000Z", "");
    let lives = |name, members: Value| {
        let row = Row::new(name).signs_in(token(&members)).later(4 * MINUTES).reads("a");
        row.later(7 * MINUTES).answers(renewed()).reads("at-2").sent("refresh_token", "r")
    };
    play(vec![
        lives("js-client-oauth2#108", json!({ "expires_in": format!("{date}Z") })),
        lives("js-client-oauth2#108, without a zone", json!({ "expires_in": date })),
        lives("oauth2#405", json!({ "expires_at": format!("{date}Z") })),
        lives("oauth2#405, as databases write it", json!({ "expires_at": date.replace('T', " ") })),
        lives("oauth2#405, without a colon", json!({ "expires_at": format!("{date}.000+0000") })),
        lives("simple-oauth2#277", json!({ "expires_at": end.unix_seconds() })),
        lives("simple-oauth2#277, in milliseconds", json!({ "expires": end.unix_millis() })),
        lives("authlib#841", json!({ "expires_at": "in a while", "expires_in": 600 })),
        lives("authlib#841, in words of a library", json!({ "expires_at": "in a while", "expiresIn": "10m" })),
    ])
    .await;
}

#[tokio::test]
async fn answers_around_a_token() {
    play(vec![
        Row::new("jersey#2595")
            .signs_in(token(&json!({ "expires_in": 3600, "authorities": ["a", { "b": [1] }], "scope": ["read"] })))
            .reads("a"),
        Row::new("oauth2-client#739")
            .signs_in(usual())
            .later(2 * HOURS)
            .answers(played("HTTP/1.1 502 Bad Gateway", &["Content-Type: text/plain"], "upstream connect error"))
            .fails("provider_unavailable", "")
            .later(HOURS)
            .answers(renewed())
            .reads("at-2"),
    ])
    .await;
}
