//! What somebody in between says in the place of a token endpoint, and what only that endpoint says.

use super::*;

/// What stands in between is known by more than its type: it ends no grant, adds up to nothing, and blames no client.
#[test]
fn what_stands_in_between_is_nobodys_no() {
    const PAGE: &str = "<!DOCTYPE html><title>Proxy</title>";
    let basic = ("www-authenticate", "Basic realm=\"Corp Proxy\"");
    let captcha = ("x-amzn-waf-action", "captcha");
    for (status, header, body) in [
        (401, basic, PAGE),
        (400, basic, PAGE),
        (401, ("www-authenticate", "Bearer error=\"invalid_token\""), PAGE),
        (400, captcha, r#"{"error":"invalid_grant"}"#),
        (403, captcha, r#"{"error":"invalid_grant"}"#),
        (401, captcha, r#"{"error":"invalid_client"}"#),
        (400, captcha, r#"{"error":"expired_token"}"#),
        (403, ("cf-mitigated", "challenge"), PAGE),
        (202, captcha, ""),
    ] {
        let mut answer = response(status, body);
        answer.headers = vec![(header.0.to_owned(), header.1.to_owned())];
        for asked in [Asked::plain(&[], " ").by_refresh_token(), Asked::plain(&[], " ").by_mint()] {
            let failure = judge_token_response(&answer, asked).unwrap_err();
            let is_outage = matches!(failure, TokenFailure::Unavailable { is_refusal: false, .. });
            assert!(is_outage, "{status} {header:?} {body}: {failure:?}");
        }
    }
    // A token is one all the same: nobody in between has any.
    let mut answer = response(200, r#"{"access_token":"a"}"#);
    answer.headers = vec![(captcha.0.to_owned(), captcha.1.to_owned())];
    assert!(judge(&answer).is_ok());
}

/// At a refresh no other token was presented than the refresh token.
#[test]
fn a_registered_code_for_a_token_that_is_over_ends_a_grant_at_a_refresh() {
    for (status, code, ends) in [
        (400, "invalid_token", true),
        (401, "expired_token", false),
        (400, "expired_token", true),
        (403, "expired_token", false),
        (500, "expired_token", false),
        (400, "token_expired", false),
    ] {
        let answer = response(status, &format!(r#"{{"error":"{code}"}}"#));
        let refreshed = judge_token_response(&answer, Asked::plain(&[], " ").by_refresh_token()).unwrap_err();
        assert_eq!(matches!(refreshed, TokenFailure::GrantEnded), ends, "{status} {code}: {refreshed:?}");
        let minted = judge_token_response(&answer, Asked::plain(&[], " ").by_mint()).unwrap_err();
        assert!(!minted.needs_user(), "{status} {code}: {minted:?}");
    }
}
