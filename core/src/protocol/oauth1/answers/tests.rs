//! What providers answer, and what it comes to.

use zeroize::Zeroizing;

use super::*;

/// Sun, 06 Nov 1994 08:49:37 GMT.
const SENT: Timestamp = Timestamp::from_unix_seconds(784_111_777);

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> OutboundResponse {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    OutboundResponse { status, headers, body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false }
}

fn temporary(body: &str) -> Result<(String, String), SignedFailure> {
    let found = judge_temporary(&answer(200, &[], body), SENT)?;
    Ok((found.token.expose().clone(), found.secret.expose().clone()))
}

#[test]
fn temporary_credentials_confirm_the_callback() {
    // RFC 5849 §1.2.
    let body = "oauth_token=hh5s93j4hdidpola&oauth_token_secret=hdhd0244k9j7ao03&oauth_callback_confirmed=true";
    assert_eq!(temporary(body).unwrap(), ("hh5s93j4hdidpola".to_owned(), "hdhd0244k9j7ao03".to_owned()));
    assert_eq!(temporary("oauth_token=a%2Bb&oauth_token_secret=&oauth_callback_confirmed=true\n").unwrap().0, "a+b");
    for yes in ["true", "1", "\"TRUE\""] {
        let json = format!(r#"{{"oauth_token":"a+b","oauth_token_secret":"s","oauth_callback_confirmed":{yes}}}"#);
        assert_eq!(temporary(&json).unwrap().0, "a+b", "{yes}");
    }
    assert_eq!(temporary("oauth_token=a%2Bb&oauth_token_secret=&oauth_callback_confirmed=1").unwrap().0, "a+b");
    for (body, failure) in [
        ("oauth_token=a&oauth_token_secret=b", SignedFailure::Unconfirmed),
        ("oauth_token=a&oauth_token_secret=b&oauth_callback_confirmed=false", SignedFailure::Unconfirmed),
        ("oauth_token=a&oauth_callback_confirmed=true", SignedFailure::Unusable("oauth_token_secret")),
        ("oauth_token=&oauth_token_secret=b&oauth_callback_confirmed=true", SignedFailure::Unusable("oauth_token")),
        ("oauth_token=%00&oauth_token_secret=b&oauth_callback_confirmed=true", SignedFailure::Unusable("oauth_token")),
        (
            "oauth_token=a&oauth_token=b&oauth_token_secret=b&oauth_callback_confirmed=true",
            SignedFailure::Unusable("one value for each parameter"),
        ),
        ("<html>oauth_token=a</html>", SignedFailure::Unavailable { status: 200, retry_after: None, is_cut: false }),
        ("no form", SignedFailure::Unusable("a form")),
        ("", SignedFailure::Unusable("a form")),
        ("oauth_problem=consumer_key_unknown", SignedFailure::ClientRejected(SignedProblem::ConsumerKeyUnknown)),
    ] {
        assert_eq!(temporary(body).unwrap_err(), failure, "{body}");
    }
}

#[test]
fn token_credentials_name_the_account_where_the_definition_says() {
    let places = AnswerPlaces { person: Some("user_id"), display: Some("screen_name") };
    let judge = |body: &str| judge_token(&answer(200, &[], body), SENT, places);
    let found =
        judge("oauth_token=t&oauth_token_secret=s&user_id=38895958&screen_name=the%20printer&oauth_expires_in=3600").unwrap();
    let account = found.account.unwrap();
    assert_eq!((account.person.as_deref(), account.display.as_deref()), (Some("38895958"), Some("the printer")));
    assert_eq!(found.answer.access_token.expose(), "t");
    assert_eq!(found.answer.token_secret.unwrap().expose(), "s");
    assert_eq!(found.answer.expires_in, Some(Duration::from_secs(3600)));
    let both =
        judge("oauth_token=t&oauth_token_secret=s&user_id=1&oauth_expires_in=3600&oauth_authorization_expires_in=60").unwrap();
    assert_eq!(both.answer.expires_in, Some(Duration::from_secs(60)), "the sooner one");
    assert_eq!(judge("oauth_token=t&oauth_token_secret=s&user_id=1&oauth_expires_in=0").unwrap().answer.expires_in, None);
    assert_eq!(judge("oauth_token=t&oauth_token_secret=s").unwrap_err(), SignedFailure::Unusable("the person"));
    let plain = judge_token(&answer(200, &[], "oauth_token=t&oauth_token_secret="), SENT, AnswerPlaces::default()).unwrap();
    assert!(plain.account.is_none() && plain.answer.token_secret.unwrap().expose().is_empty());
}

#[test]
fn a_refusal_is_what_the_provider_names_or_its_clock_shows() {
    let near = ("date", "Sun, 06 Nov 1994 08:51:00 GMT");
    let far = ("date", "Sun, 06 Nov 1994 09:49:37 GMT");
    let challenge = |problem| ("www-authenticate", problem);
    use SignedFailure::{ClientRejected, Denied, Refused, Throttled, TimeRefused, Unavailable};
    use SignedProblem as P;
    for (status, headers, body, failure) in [
        (401, vec![challenge(r#"OAuth realm="x", oauth_problem="timestamp_refused""#)], "", TimeRefused),
        (401, vec![far], "", TimeRefused),
        (401, vec![far], "oauth_problem=nonce_used", TimeRefused),
        (401, vec![near], "oauth_problem=nonce_used", Refused(P::NonceUsed)),
        (401, vec![near], "oauth_problem=signature_invalid&debug=x", ClientRejected(P::SignatureInvalid)),
        (400, vec![], "oauth_problem=consumer_key_unknown", ClientRejected(P::ConsumerKeyUnknown)),
        (401, vec![], "oauth_problem=user_refused", Denied(P::UserRefused)),
        (401, vec![], "oauth_problem=token_used", Refused(P::TokenUsed)),
        (401, vec![], "oauth_problem=canary", Refused(P::Other)),
        // A proxy, a firewall, a portal: it is about nobody's registration, and its clock is none.
        (403, vec![], "<html>", Unavailable { status: 403, retry_after: None, is_cut: false }),
        (401, vec![far], "<html>", Unavailable { status: 401, retry_after: None, is_cut: false }),
        (401, vec![], "<html>oauth_problem=token_used", Unavailable { status: 401, retry_after: None, is_cut: false }),
        (401, vec![challenge("Basic realm=\"Corp Proxy\"")], "", Unavailable { status: 401, retry_after: None, is_cut: false }),
        (401, vec![challenge("Negotiate")], "", Unavailable { status: 401, retry_after: None, is_cut: false }),
        (403, vec![("cf-mitigated", "challenge")], "{}", Unavailable { status: 403, retry_after: None, is_cut: false }),
        (401, vec![challenge("OAuth realm=\"x\"")], "<html>", Unavailable { status: 401, retry_after: None, is_cut: false }),
        (401, vec![challenge("OAuth realm=\"x\"")], "", Refused(P::Other)),
        (429, vec![("retry-after", "7")], "", Throttled { retry_after: Some(Duration::from_secs(7)) }),
        (420, vec![], "", Throttled { retry_after: None }),
        (403, vec![("retry-after", "7")], "", Throttled { retry_after: Some(Duration::from_secs(7)) }),
        (403, vec![("x-rate-limit-remaining", "0")], "", Throttled { retry_after: None }),
        (401, vec![("x-rate-limit-remaining", "0")], "oauth_problem=token_used", Refused(P::TokenUsed)),
        (503, vec![], "oauth_problem=token_revoked", Unavailable { status: 503, retry_after: None, is_cut: false }),
        (302, vec![], "", Unavailable { status: 302, retry_after: None, is_cut: false }),
    ] {
        assert_eq!(judge_refusal(&answer(status, &headers, body), SENT), failure, "{status} {headers:?} {body}");
    }
    // Nobody but the client is named when temporary credentials are asked for.
    let bare = answer(401, &[], "");
    assert_eq!(judge_temporary(&bare, SENT).unwrap_err(), ClientRejected(P::Other));
    assert_eq!(judge_token(&bare, SENT, AnswerPlaces::default()).unwrap_err(), Refused(P::Other));
    let page = answer(401, &[("content-type", "text/html")], "<!DOCTYPE html>");
    let outage = Unavailable { status: 401, retry_after: None, is_cut: false };
    assert_eq!(judge_temporary(&page, SENT).unwrap_err(), outage, "no registration is wrong for it");
}

/// What its header says is whole; what its body says, nobody has read.
#[test]
fn a_refusal_that_nobody_has_read_to_its_end_is_an_outage() {
    let cut = |status, headers: &[(&str, &str)]| {
        judge_temporary(&OutboundResponse { is_cut: true, ..answer(status, headers, "") }, SENT).unwrap_err()
    };
    for status in [400, 401, 403, 404, 500] {
        assert_eq!(cut(status, &[]), SignedFailure::Unavailable { status, retry_after: None, is_cut: true });
    }
    let header = ("www-authenticate", "OAuth oauth_problem=\"consumer_key_unknown\"");
    assert_eq!(cut(401, &[header]), SignedFailure::ClientRejected(SignedProblem::ConsumerKeyUnknown));
}
