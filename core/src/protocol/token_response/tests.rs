//! Judgements over whole sets: every registered error, every shape of a success.

use std::time::Duration;

mod between;
mod spelled;

use super::success::MAX_TOKEN_LENGTH;
use super::*;
use crate::base::Timestamp;
use proptest::prelude::*;

fn response(status: u16, body: &str) -> OutboundResponse {
    OutboundResponse { status, headers: Vec::new(), body: body.as_bytes().to_vec().into(), is_cut: false }
}

fn judge(response: &OutboundResponse) -> Result<TokenAnswer, TokenFailure> {
    judge_token_response(response, Asked::plain(&[], " "))
}

#[test]
fn tokens_of_64_kib_pass_and_longer_ones_do_not() {
    for (length, passes) in [(1, true), (MAX_TOKEN_LENGTH, true), (MAX_TOKEN_LENGTH + 1, false)] {
        let long = "x".repeat(length);
        let access = format!(r#"{{"access_token":"{long}"}}"#);
        assert_eq!(judge(&response(200, &access)).is_ok(), passes, "access {length}");
        let refresh = format!(r#"{{"access_token":"a","refresh_token":"{long}"}}"#);
        assert_eq!(judge(&response(200, &refresh)).is_ok(), passes, "refresh {length}");
    }
}

/// What is recorded with a grant has an end, whatever a provider writes.
#[test]
fn at_most_a_thousand_scopes_are_recorded() {
    for count in [1_000, 1_001, 5_000] {
        let granted: Vec<String> = (0..count).map(|n| format!("s{n}")).collect();
        let body = format!(r#"{{"access_token":"a","scope":"{}"}}"#, granted.join(" "));
        let scopes = judge(&response(200, &body)).unwrap().scopes.unwrap();
        assert_eq!((scopes.len(), &scopes[..]), (1_000, &granted[..1_000]), "{count}");
    }
}

/// SR-23: an outage adds up to nothing, however long it lasts; that somebody who has read the request says no, does over days.
#[test]
fn an_outage_is_no_refusal() {
    for (status, body, counts) in [
        (500, "", false),
        (502, "<html>Bad Gateway</html>", false),
        (503, r#"{"error":"temporarily_unavailable"}"#, false),
        (400, r#"{"error":"server_error"}"#, false),
        (429, "", false),
        (430, "", false),
        (403, r#"{"errorType":"RATE_LIMIT","message":"no more today"}"#, false),
        (400, r#"{"error":{"errors":[{"reason":"dailyLimitExceeded"}]}}"#, false),
        (400, r#"{"error":"invalid_request"}"#, true),
        (400, r#"{"error":"access_denied"}"#, true),
        (400, r#"{"error":"something_else"}"#, true),
    ] {
        assert_eq!(judge(&response(status, body)).unwrap_err().is_refusal(), counts, "{status} {body}");
    }
}

/// Of a text the whole is compared, at a refresh alone, and under the statuses of a refusal (SR-23).
#[test]
fn a_text_ends_a_grant_where_it_is_the_whole_answer_and_listed() {
    let rules = TokenResponse { ends_grant_texts: vec!["Unknown account.".to_owned()], ..TokenResponse::default() };
    let asked = Asked { rules: &rules, ..Asked::plain(&[], " ") };
    for (status, body, ends) in [
        (401, "Unknown account.", true),
        (400, "\r\n Unknown account.\n", true),
        (401, "unknown account.", false),
        (401, "Unknown account. Or the proxy says so.", false),
        (401, "\"Unknown account.\"", false),
        (401, "<html>Unknown account.</html>", false),
        (401, "", false),
        (403, "Unknown account.", false),
        (200, "Unknown account.", false),
        (503, "Unknown account.", false),
    ] {
        for content_type in ["text/plain", "text/html; charset=utf-8", "application/json", ""] {
            let headers = vec![("content-type".to_owned(), content_type.to_owned())];
            let answer = OutboundResponse { status, headers, body: body.as_bytes().to_vec().into(), is_cut: false };
            let refused = judge_token_response(&answer, asked.by_refresh_token()).unwrap_err();
            assert_eq!(matches!(refused, TokenFailure::GrantEnded), ends, "{status} {content_type} {body}: {refused:?}");
            let code = judge_token_response(&answer, asked.by_code()).unwrap_err();
            assert!(!matches!(code, TokenFailure::GrantEnded), "{status} {body}: no grant is presented with a code");
        }
    }
}

/// SR-23, over every registered code and every status: who ends a grant, and what leaves it in doubt.
#[test]
fn every_registered_error_has_a_class_and_few_end_a_grant() {
    use RegisteredError as E;
    let ends = [
        E::InvalidGrant,
        E::InteractionRequired,
        E::LoginRequired,
        E::AccountSelectionRequired,
        E::ConsentRequired,
        E::InsufficientUserAuthentication,
        E::UnmetAuthenticationRequirements,
    ];
    let outages = [E::ServerError, E::TemporarilyUnavailable, E::SlowDown];
    for error in E::KNOWN {
        let judge = |status: u16, content_type: &str| {
            let headers = vec![("content-type".to_owned(), content_type.to_owned())];
            let body = format!(r#"{{"error":"{}"}}"#, error.as_str()).into_bytes();
            judge(&OutboundResponse { status, headers, body: body.into(), is_cut: false }).unwrap_err()
        };
        for status in [400, 401] {
            let failure = judge(status, "application/json");
            assert_eq!(failure.needs_user(), ends.contains(error), "{status} {error:?}");
            assert_eq!(failure.registered_error().is_none(), outages.contains(error), "{status} {error:?}");
            let of_page = judge(status, "text/html").registered_error();
            assert_eq!(of_page, Some(*error).filter(|error| *error == E::InvalidGrant), "{status} {error:?}");
        }
        for content_type in ["application/json", "application/problem+json; charset=utf-8", "text/plain", "text/html"] {
            for status in [402, 403, 404, 410, 422, 499] {
                let believed = judge(status, content_type).registered_error();
                assert_eq!(believed, Some(*error).filter(|error| *error == E::InvalidGrant), "{status} {error:?}");
            }
        }
        assert_eq!(judge(200, "application/json").registered_error().is_none(), outages.contains(error), "200 {error:?}");
        for (status, content_type) in [
            (200, "application/json"),
            (201, "text/html"),
            (302, "application/json"),
            (408, "application/json"),
            (429, "application/json"),
            (500, "application/json"),
            (502, "application/json"),
            (503, "application/json"),
            (504, "application/json"),
        ] {
            let failure = judge(status, content_type);
            assert!(!failure.needs_user() && !failure.may_have_been_processed(), "{status} {content_type} {error:?}");
            assert_eq!(failure.registered_error().is_some(), status < 300 && !outages.contains(error), "{status} {error:?}");
        }
    }
}

#[test]
fn only_a_success_that_may_hold_a_token_leaves_the_exchange_in_doubt() {
    let token = r#"{"access_token":"at","token_type":"#;
    for (status, content_type, body, in_doubt) in [
        (200, "application/json", token, true),
        (200, "", token, true),
        (200, "text/html", token, true),
        (200, "application/json", "access_token=at&token_type=bearer", true),
        (200, "application/x-www-form-urlencoded", "access_token=at&token_type=bearer", true),
        (200, "application/json", "{}", true),
        (200, "application/json", "null", true),
        (200, "application/json", r#"{"access_token":"at","token_type":"mac"}"#, true),
        (201, "application/json", r#"{"access_token":"at","error":"server_error"}"#, true),
        (200, "application/json", r#"{"access_token":"at","ok":false}"#, true),
        (200, "application/json", "", false),
        (200, "application/json", " \r\n", false),
        (204, "", "", false),
        (200, "text/html", "<html>", false),
        (200, "application/json", "\n<html>", false),
        (200, "text/html", "{}", false),
        (200, "text/plain", "OK", false),
        (200, "application/json", r#"{"error":"server_error"}"#, false),
        (200, "application/json", r#"{"error":{"message":"no","code":190}}"#, false),
        (200, "application/json", r#"{"error":"no","access_token":null}"#, false),
        (200, "application/json", r#"{"error":"no","access_token":""}"#, false),
        (200, "application/json", r#"{"ok":false}"#, false),
        (302, "application/json", token, false),
        (307, "", "", false),
        (400, "application/json", token, false),
        (403, "application/json", token, false),
        (408, "", "", false),
        (429, "", "", false),
        (500, "application/json", token, false),
        (503, "", "", false),
    ] {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let failure =
            judge(&OutboundResponse { status, headers, body: body.as_bytes().to_vec().into(), is_cut: false }).unwrap_err();
        assert_eq!(failure.may_have_been_processed(), in_doubt, "{status} {content_type} {body}");
    }
}

/// RFC 6750 §3.1. Of a page nothing is believed, and who says when to come back has not ended anything.
#[test]
fn invalid_token_of_a_challenge_ends_a_grant_where_nothing_else_speaks() {
    let challenge = ("www-authenticate", r#"Bearer error="invalid_token""#);
    let (page, later) = (("content-type", "text/html; charset=utf-8"), ("retry-after", "30"));
    for (headers, ends) in [(vec![challenge], true), (vec![challenge, page], false), (vec![challenge, later], false)] {
        let headers: Vec<_> = headers.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let answer = OutboundResponse { status: 401, headers: headers.clone(), body: Vec::new().into(), is_cut: false };
        let judged = judge_token_response(&answer, Asked::plain(&[], " ").by_refresh_token());
        assert_eq!(matches!(judged, Err(TokenFailure::GrantEnded)), ends, "{headers:?}: {judged:?}");
    }
}

#[test]
fn a_claims_challenge_is_kept_only_as_a_json_object() {
    let claims = |text: &str| {
        let body = serde_json::json!({ "error": "interaction_required", "claims": text }).to_string();
        match judge(&response(400, &body)) {
            Err(TokenFailure::InteractionRequired { claims, .. }) => claims.map(|claims| claims.expose().clone()),
            other => panic!("{other:?}"),
        }
    };
    let good = r#"{"access_token":{"polids":{"essential":true,"values":["3f8c"]}}}"#;
    assert_eq!(claims(good).as_deref(), Some(good));
    for bad in ["", "x", "[]", "\"{}\"", r#"{"a":1,"a":2}"#, &format!(r#"{{"a":"{}"}}"#, "x".repeat(8192))] {
        assert_eq!(claims(bad), None);
    }
}

#[test]
fn the_lifetime_of_a_refresh_token_is_a_hint_under_three_names() {
    let told = |members: &str| {
        let body = format!(r#"{{"access_token":"a",{members}}}"#);
        judge(&response(200, &body)).unwrap().refresh_expires_in.map(|life| life.as_secs())
    };
    for name in ["refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"] {
        assert_eq!(told(&format!(r#""{name}":15811200"#)), Some(15_811_200));
        assert_eq!(told(&format!(r#""{name}":"60""#)), Some(60));
        for nothing in ["null", "[]", "\"soon\"", "1796000000", "1796000000000"] {
            assert_eq!(told(&format!(r#""{name}":{nothing}"#)), None);
        }
        assert_eq!(told(&format!(r#""{name}":1,"{name}":2"#)), None, "two values say nothing, and the tokens stand");
    }
}

/// A gateway's page is no word about a grant, whatever it calls itself.
#[test]
fn a_page_is_nobodys_no() {
    for (content_type, body, is_refusal) in [
        (Some("text/html"), "no", false),
        (Some("text/plain"), "<!DOCTYPE html><title>no</title>", false),
        (None, "  <html><body>no</body></html>", false),
        (None, "no", true),
        (None, "{}", true),
    ] {
        let mut answer = response(400, body);
        answer.headers = content_type.map(|name| ("content-type".to_owned(), name.to_owned())).into_iter().collect();
        let failure = judge_token_response(&answer, Asked::plain(&[], " ").by_refresh_token()).unwrap_err();
        assert_eq!(failure.is_refusal(), is_refusal, "{content_type:?} {body}: {failure:?}");
    }
}

/// It is counted from when the answer was sent, by the clock of whoever wrote it.
#[test]
fn the_end_of_a_refresh_token_is_read_where_its_answer_says_when_it_was_sent() {
    let told = |members: &str| {
        let mut answer = response(200, &format!(r#"{{"access_token":"a",{members}}}"#));
        answer.headers.push(("date".to_owned(), "Mon, 30 Nov 2026 00:43:20 GMT".to_owned()));
        judge(&answer).unwrap().refresh_expires_in.map(|life| life.as_secs())
    };
    for name in ["refresh_token_expires_in", "refresh_expires_in", "refresh_token_expires_at", "refresh_expires_at"] {
        for moment in ["1796000000", "1796000000000", "\"2026-11-30T00:53:20Z\""] {
            assert_eq!(told(&format!(r#""{name}":{moment}"#)), Some(600), "{name} {moment}");
        }
        assert_eq!(told(&format!(r#""{name}":1700000000"#)), Some(0), "it has ended");
    }
    let mut kept = response(200, r#"{"access_token":"a","refresh_expires_at":1796000000}"#);
    kept.headers.push(("date".to_owned(), "Mon, 30 Nov 2026 00:43:20 GMT".to_owned()));
    kept.headers.push(("age".to_owned(), "86400".to_owned()));
    assert_eq!(judge(&kept).unwrap().refresh_expires_in, None, "a cache has it from another day");
}

/// What is not read is assumed to live for an hour.
#[test]
fn an_end_and_a_lifetime_are_read_under_the_names_of_several_libraries() {
    let told = |members: &str| {
        let answer = judge(&response(200, &format!(r#"{{"access_token":"a",{members}}}"#))).unwrap();
        (answer.expires_in.map(|life| life.as_secs()), answer.expires_at.map(Timestamp::unix_seconds))
    };
    let (lives, ends) = ((Some(600), None), (None, Some(1_796_000_000)));
    for name in [".expires", "expires", "expiry", "expiresAt", "expires_at", "expires_on", "expires_in", "expiresIn"] {
        assert_eq!(told(&format!(r#""{name}":"2026-11-30 00:53:20""#)), ends, "{name}");
    }
    assert_eq!(told(r#"".expires":"Mon, 30 Nov 2026 00:53:20 GMT""#), ends);
    assert_eq!(told(r#""expiry_date":1796000000000"#), ends);
    for name in ["expires_in", "expiresIn", "expires"] {
        assert_eq!(told(&format!(r#""{name}":"PT10M""#)), lives, "{name}");
        assert_eq!(told(&format!(r#""{name}":600"#)), lives, "{name}");
    }
    assert_eq!(told(r#""expires":0"#), (None, None), "what never ends, to those who write it so");
    assert_eq!(told(r#""expires_in":600,"expiresIn":700"#), lives);
}

#[test]
fn a_code_is_refused_in_the_words_of_providers_and_nothing_else_is() {
    for word in
        [r#"{"error":"bad_verification_code"}"#, r#"{"ok":false,"error":"invalid_code"}"#, r#"{"error":"code_expired: gone"}"#]
    {
        for status in [200, 400, 401] {
            let answer = response(status, word);
            let by_code = judge_token_response(&answer, Asked::plain(&[], " ").by_code());
            assert!(matches!(by_code, Err(TokenFailure::InvalidGrant { suberror: None })), "{status} {word}: {by_code:?}");
            for asked in [Asked::plain(&[], " "), Asked::plain(&[], " ").by_refresh_token()] {
                assert!(!judge_token_response(&answer, asked).unwrap_err().needs_user(), "{status} {word}");
            }
        }
        let outage = judge_token_response(&response(503, word), Asked::plain(&[], " ").by_code());
        assert!(matches!(outage, Err(TokenFailure::Unavailable { .. })), "{outage:?}");
    }
    let both = response(200, r#"{"access_token":"a","error":"invalid_code"}"#);
    let contradiction = judge_token_response(&both, Asked::plain(&[], " ").by_code());
    assert!(matches!(contradiction, Err(TokenFailure::Unusable(Flaw::Contradiction))), "{contradiction:?}");
}

#[test]
fn an_end_is_read_where_no_lifetime_is_told() {
    let told = |members: &str| {
        let answer = judge(&response(200, &format!(r#"{{"access_token":"a",{members}}}"#))).unwrap();
        (answer.expires_in.map(|life| life.as_secs()), answer.expires_at.map(Timestamp::unix_millis))
    };
    let end = (None, Some(1_796_000_000_000));
    for name in ["expires_at", "expires_on"] {
        for moment in ["1796000000", "\"1796000000\"", "1796000000000", "1796000000.0", "\"2026-11-30T00:53:20Z\""] {
            assert_eq!(told(&format!(r#""{name}":{moment}"#)), end, "{name} {moment}");
        }
        for nothing in ["null", "[]", "\"soon\"", "3600", "true", "\"2026-11-30\""] {
            assert_eq!(told(&format!(r#""{name}":{nothing}"#)), (None, None), "{name} {nothing}");
        }
        assert_eq!(told(&format!(r#""{name}":1796000000,"{name}":1796000001"#)), (None, None), "two values say nothing");
        assert_eq!(told(&format!(r#""{name}":1796000000,"expires_in":60"#)), (Some(60), Some(1_796_000_000_000)));
    }
    // A lifetime that is a moment.
    assert_eq!(told(r#""expires_in":1796000000"#), end);
    assert_eq!(told(r#""expires_in":"1796000000000""#), end);
    assert_eq!(told(r#""expires_in":315360000"#), (Some(315_360_000), None), "ten years are a lifetime");
    assert_eq!(told(r#""expires_in":4294967295"#), (Some(4_294_967_295), None), "as is what never ends");
}

/// SR-23: nobody has read what it says, so it ends nothing, is no refusal that adds up, and blames nobody.
#[test]
fn an_error_that_nobody_has_read_to_its_end_says_its_status_and_its_pause() {
    let cut = |status: u16, headers: &[(&str, &str)]| {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let answer = OutboundResponse { status, headers, body: Vec::new().into(), is_cut: true };
        let asked = Asked::plain(&[], " ");
        [asked.by_refresh_token(), asked.by_code(), asked.by_mint()]
            .map(|asked| judge_token_response(&answer, asked).unwrap_err())
    };
    let challenge = ("www-authenticate", "Bearer error=\"invalid_token\"");
    for status in [302, 400, 401, 403, 404, 408, 422, 500, 502] {
        for headers in [&[] as &[_], &[("content-type", "application/json")], &[challenge], &[("www-authenticate", "Basic")]] {
            for failure in cut(status, headers) {
                assert!(matches!(failure, TokenFailure::Unavailable { is_cut: true, .. }), "{status} {headers:?}: {failure:?}");
                assert!(!failure.needs_user() && !failure.is_refusal() && !failure.may_have_been_processed());
            }
        }
    }
    let pause = ("retry-after", "7");
    for (status, is_throttled) in [(400, true), (429, true), (403, true), (408, false), (503, false)] {
        for failure in cut(status, &[pause]) {
            assert_eq!(
                matches!(failure, TokenFailure::Throttled { is_for_all: true, .. }),
                is_throttled,
                "{status}: {failure:?}"
            );
            assert_eq!(failure.retry_after(), Some(Duration::from_secs(7)), "{status}");
        }
    }
}

proptest! {
    #[test]
    fn any_answer_is_judged_without_panic(status in 100..600_u16, body in proptest::collection::vec(any::<u8>(), 0..200)) {
        let response = OutboundResponse { status, headers: Vec::new(), body: body.into(), is_cut: false };
        prop_assert!(judge(&response).is_err());
    }

    #[test]
    fn any_member_is_read_without_panic(expires in "\\PC{0,12}", number in any::<f64>(), scope in "\\PC{0,40}", separator in "\\PC{0,2}") {
        let body = serde_json::json!({ "access_token": "a", "expires_in": expires, "refresh_in": number, "scope": scope });
        let asked = Asked::plain(&[], &separator);
        prop_assert!(judge_token_response(&response(200, &body.to_string()), asked).is_ok());
    }
}
