//! What others than RFC 6749 call things, and how their languages write nothing.

use super::*;

/// What says nothing costs no token: whose language writes `None` has no other type, error or scope.
#[test]
fn words_for_nothing_beside_a_token_say_nothing() {
    for member in [
        r#""token_type":"null""#,
        r#""token_type":"None""#,
        r#""token_type":"undefined""#,
        r#""token_type":false"#,
        r#""token_type":0"#,
        r#""error":"None""#,
        r#""error":"OK""#,
        r#""error":"no_error""#,
        r#""scope":["null"]"#,
        r#""scope":[null]"#,
    ] {
        let answer = judge(&response(200, &format!(r#"{{"access_token":"a",{member}}}"#))).unwrap();
        assert_eq!((answer.access_token.expose().as_str(), answer.scopes), ("a", None), "{member}");
    }
    for member in [r#""token_type":"mac""#, r#""token_type":true"#, r#""error":"no""#] {
        assert!(judge(&response(200, &format!(r#"{{"access_token":"a",{member}}}"#))).is_err(), "{member}");
    }
}

/// The one that was presented may be spent, so the next one is taken under the other spelling too.
#[test]
fn a_refresh_token_in_another_spelling_is_kept() {
    let next = |body: &str| judge(&response(200, body)).unwrap().refresh_token.map(|token| token.expose().clone());
    assert_eq!(next(r#"{"access_token":"a","refreshToken":"r"}"#).as_deref(), Some("r"));
    assert_eq!(next(r#"{"access_token":"a","refresh_token":"r","refreshToken":"s"}"#).as_deref(), Some("r"));
    assert_eq!(next(r#"{"access_token":"a","refresh_token":null,"refreshToken":"s"}"#).as_deref(), Some("s"));
    assert_eq!(next(r#"{"access_token":"a","refreshToken":"None"}"#), None);
    // What is no token there costs nothing: no specification has the member.
    for other in [r#"{"expiresIn":86400}"#, "true", r#""é""#, "7"] {
        assert_eq!(next(&format!(r#"{{"access_token":"a","refreshToken":{other}}}"#)), None, "{other}");
    }
    for renamed in ["accessToken", "AccessToken", "ACCESS_TOKEN", "access-token"] {
        let told = judge(&response(200, &format!(r#"{{"{renamed}":"a"}}"#))).unwrap_err();
        assert!(matches!(told, TokenFailure::Unusable(Flaw::Renamed(name)) if name == renamed), "{renamed}: {told:?}");
    }
}

#[test]
fn a_dead_grant_is_told_in_further_places() {
    let refresh = |response: &OutboundResponse| judge_token_response(response, Asked::plain(&[], " ").by_refresh_token());
    for body in [
        r#"{"errorCode":"invalid_grant"}"#,
        r#"{"errors":["invalid_grant"]}"#,
        r#"{"data":{"error":"invalid_grant: expired"}}"#,
        r#"{"errors":["REFRESH_TOKEN_EXPIRED"]}"#,
    ] {
        let told = refresh(&response(400, body)).unwrap_err();
        assert!(matches!(told, TokenFailure::GrantEnded), "{body}: {told:?}");
    }
}
