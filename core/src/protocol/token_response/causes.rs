//! Why somebody says no who names no code of a specification, as far as words of providers tell: too many requests, an outage, the client,
//! or the address from which it was asked. None of it says anything about a grant (SR-23, SR-63).
//!
//! These words can only keep a grant alive: none of them ends one, and where a registered code stands it is what counts.

use std::time::Duration;

use serde_json::Value;

use super::{TokenFailure, challenge_codes, is_of_between, says_no};
use crate::base::Timestamp;
use crate::model::http::OutboundResponse;
use crate::protocol::lenient::Answer;
use crate::protocol::retry_after::{read_pause, says_too_many, says_when};
use crate::protocol::www_authenticate::names_scheme;

/// Why there was a no that is about no grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// There were too many requests.
    TooMany,
    /// Something failed that may work later.
    Outage,
    /// The client was not accepted.
    Client,
    /// Whoever asks was not let in: nobody is at that address, or for a reason that is not told.
    Asker,
}

/// Why an answer says no, beside `refusal`, which it says by a code. `body`: it as an object, if it is one and no page.
pub(super) fn judge_cause(response: &OutboundResponse, body: Option<&Answer>, refusal: Option<&TokenFailure>) -> Option<Cause> {
    // Under 2xx whatever does not say no is a success, or somebody's page.
    if response.status < 300 && !body.is_some_and(|body| says_no(body.value())) {
        return None;
    }
    if says_when(response) {
        return Some(Cause::TooMany);
    }
    let is_unexplained = refusal.is_none_or(TokenFailure::is_unregistered) && !is_of_between(response);
    let is_401 = response.status == 401;
    let challenges_client =
        || (is_401 && names_scheme(response, "basic")) || challenge_codes(response).any(|code| code == "invalid_client");
    let by_head = || {
        let is_client = || challenges_client() && !speaks_of_dead_token(response);
        if says_too_many(response) { Some(Cause::TooMany) } else { is_client().then_some(Cause::Client) }
    };
    let unsaid = || (is_401 && !speaks_of_token(response)).then_some(Cause::Asker);
    let found = || by_head().or_else(|| read_cause(response, body)).or_else(unsaid);
    is_unexplained.then(found).flatten()
}

/// The members that may tell it, beside those of RFC 6749 §5.2.
pub(super) const MEMBERS: [&str; 22] = [
    "error",
    "errors",
    "code",
    "error_code",
    "type",
    "errorType",
    "status",
    "reason",
    "message",
    "msg",
    "error_description",
    "error_message",
    "detail",
    "title",
    "retry_after",
    "retryAfter",
    "retry_after_seconds",
    "retryAfterSeconds",
    "retry_after_ms",
    "retryAfterMs",
    "parameters",
    "additional_data",
];

/// Where a code may stand.
const CODES: [&str; 13] = [
    "/error",
    "/error/code",
    "/error/status",
    "/error/type",
    "/error/errors/0/reason",
    "/errors/0/code",
    "/errors/0/reason",
    "/error_code",
    "/code",
    "/type",
    "/errorType",
    "/status",
    "/reason",
];

/// Where a sentence may stand.
const SENTENCES: [&str; 8] =
    ["/message", "/msg", "/error_description", "/error_message", "/error/message", "/errors/0/message", "/detail", "/title"];

/// What words mean, written without what stands between their letters. The first that is found counts.
const MEANINGS: [(&str, Cause); 42] = [
    ("ratelimit", Cause::TooMany),
    ("rateexceeded", Cause::TooMany),
    ("ratehasbeenexceeded", Cause::TooMany),
    ("toomanyrequest", Cause::TooMany),
    ("toomanyattempt", Cause::TooMany),
    ("toomanylogin", Cause::TooMany),
    ("toomanycall", Cause::TooMany),
    ("throttl", Cause::TooMany),
    ("requestlimit", Cause::TooMany),
    ("calllimit", Cause::TooMany),
    ("querylimit", Cause::TooMany),
    ("quotaexceeded", Cause::TooMany),
    ("limitexceeded", Cause::TooMany),
    ("resourceexhausted", Cause::TooMany),
    ("slowdown", Cause::TooMany),
    ("internalerror", Cause::Outage),
    ("internalservererror", Cause::Outage),
    ("servererror", Cause::Outage),
    ("systemerror", Cause::Outage),
    ("backenderror", Cause::Outage),
    ("fatalerror", Cause::Outage),
    ("unavailable", Cause::Outage),
    ("maintenance", Cause::Outage),
    ("timeout", Cause::Outage),
    ("timedout", Cause::Outage),
    ("overload", Cause::Outage),
    ("badgateway", Cause::Outage),
    ("tryagain", Cause::Outage),
    ("clientauth", Cause::Client),
    ("clientcredential", Cause::Client),
    ("clientsecret", Cause::Client),
    ("invalidclient", Cause::Client),
    ("unknownclient", Cause::Client),
    ("clientnotfound", Cause::Client),
    ("clientid", Cause::Client),
    ("ipnotallowed", Cause::Asker),
    ("ipaddress", Cause::Asker),
    ("ipblocked", Cause::Asker),
    ("ipdenied", Cause::Asker),
    ("iprestrict", Cause::Asker),
    ("ipwhitelist", Cause::Asker),
    ("ipallowlist", Cause::Asker),
];

/// What the words of an answer say, where it is no page. `body`: it as an object, if it is one.
pub(super) fn read_cause(response: &OutboundResponse, body: Option<&Answer>) -> Option<Cause> {
    let Some(body) = body else {
        let text = std::str::from_utf8(&response.body).ok().filter(|text| !text.trim_start().starts_with('<'))?;
        return meaning(text);
    };
    let text = |pointer: &str| body.value().pointer(pointer).and_then(Value::as_str).filter(|_| !body.is_ambiguous(pointer));
    CODES.into_iter().chain(SENTENCES).filter_map(text).find_map(meaning)
}

/// What is said, as a whole sentence, where the access token of before has not ended yet, and the provider renews none before that.
const TOO_EARLY: [&str; 6] =
    ["notexpired", "isnotexpired", "hasnotexpired", "notyetexpired", "isnotyetexpired", "hasnotyetexpired"];

/// Whether it was asked too early. Whatever code stands beside that, the grant lives.
pub(super) fn says_too_early(body: &Answer) -> bool {
    let text = |pointer: &&str| body.value().pointer(pointer).and_then(Value::as_str).filter(|_| !body.is_ambiguous(pointer));
    SENTENCES.iter().filter_map(text).map(joined).any(|said| {
        let said = said.strip_prefix("the").unwrap_or(&said);
        let of_token = said.strip_prefix("access").unwrap_or(said).strip_prefix("token");
        of_token.is_some_and(|said| TOO_EARLY.contains(&said))
    })
}

/// The pause that an answer tells inside of its object, in seconds or, under a name that says so, in milliseconds.
pub(super) fn read_pause_of_body(body: &Answer, sent_at: Option<Timestamp>) -> Option<Duration> {
    const PLACES: [(&str, u32); 12] = [
        ("/retry_after", 1),
        ("/retryAfter", 1),
        ("/retry_after_seconds", 1),
        ("/retryAfterSeconds", 1),
        ("/error/retry_after", 1),
        ("/error/retryAfter", 1),
        ("/parameters/retry_after", 1),
        ("/additional_data/retry_after", 1),
        ("/retry_after_ms", 1000),
        ("/retryAfterMs", 1000),
        ("/error/retry_after_ms", 1000),
        ("/error/retryAfterMs", 1000),
    ];
    let at = |pointer: &str| body.value().pointer(pointer).filter(|_| !body.is_ambiguous(pointer));
    let read = |value: &Value, per_second| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        read_pause(&text, per_second, sent_at)
    };
    let told = PLACES.into_iter().filter_map(|(pointer, per_second)| read(at(pointer)?, per_second));
    // `google.rpc.RetryInfo`, one of several details.
    let details = at("/error/details").and_then(Value::as_array).into_iter().flatten();
    let delays = details.filter_map(|detail| read(detail.get("retryDelay")?, 1));
    told.chain(delays).max().filter(|pause| !pause.is_zero())
}

/// Whether an answer says anything about a token or a grant: a no without such a word may be about whoever asks.
pub(super) fn speaks_of_token(response: &OutboundResponse) -> bool {
    let text = joined(&String::from_utf8_lossy(&response.body));
    ["token", "grant", "session", "revoked", "expired", "consent"].into_iter().any(|word| text.contains(word))
}

/// Whether it says what became of a token, beside which a challenge to the client is the server's habit.
fn speaks_of_dead_token(response: &OutboundResponse) -> bool {
    let text = joined(&String::from_utf8_lossy(&response.body));
    let is_meant = ["refreshtoken", "tokenis", "tokenhas", "tokenwas", "grantis", "granthas", "grantwas"];
    let became = ["revoked", "expired", "invalid", "notfound", "inactive", "deleted", "used"];
    is_meant.into_iter().any(|word| text.contains(word)) && became.into_iter().any(|word| text.contains(word))
}

/// What names a token or a grant is about that, whatever else it names.
fn meaning(text: &str) -> Option<Cause> {
    let text = joined(text);
    let found = MEANINGS.into_iter().find(|(word, _)| text.contains(word)).map(|(_, cause)| cause);
    found.filter(|cause| *cause == Cause::TooMany || !["token", "grant", "session"].into_iter().any(|word| text.contains(word)))
}

/// The letters and digits alone, in small letters, of as much as a code or a sentence may have.
fn joined(text: &str) -> String {
    text.chars().take(4096).filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::lenient::read_answer;

    fn cause(body: &str) -> Option<Cause> {
        let response =
            OutboundResponse { status: 400, headers: Vec::new(), body: body.as_bytes().to_vec().into(), is_cut: false };
        let read = read_answer(&response.body, &MEMBERS).ok();
        read_cause(&response, read.as_ref())
    }

    #[test]
    fn words_of_providers_tell_why_where_no_code_does() {
        for (body, found) in [
            (r#"{"error":"too_many_requests"}"#, Some(Cause::TooMany)),
            (r#"{"error":"login_rate_exceeded"}"#, Some(Cause::TooMany)),
            (r#"{"ok":false,"error":"ratelimited"}"#, Some(Cause::TooMany)),
            (r#"{"message":"API rate limit exceeded for user ID 1."}"#, Some(Cause::TooMany)),
            (r#"{"message":"You have exceeded a secondary rate limit."}"#, Some(Cause::TooMany)),
            (r#"{"error":{"code":403,"status":"RESOURCE_EXHAUSTED"}}"#, Some(Cause::TooMany)),
            (r#"{"error":{"code":403,"errors":[{"reason":"rateLimitExceeded"}]}}"#, Some(Cause::TooMany)),
            (r#"{"errors":[{"code":"ThrottlingException"}]}"#, Some(Cause::TooMany)),
            ("Too many requests", Some(Cause::TooMany)),
            (r#"{"ok":false,"error":"service_unavailable"}"#, Some(Cause::Outage)),
            (r#"{"error":"internal_error"}"#, Some(Cause::Outage)),
            (r#"{"error":"Internal Server Error"}"#, Some(Cause::Outage)),
            ("Service Unavailable", Some(Cause::Outage)),
            (r#"{"message":"Bad client credentials"}"#, Some(Cause::Client)),
            (r#"{"message":"Client authentication failed"}"#, Some(Cause::Client)),
            (r#"{"code":"INVALID_CLIENT"}"#, Some(Cause::Client)),
            (r#"{"error":"ip_not_allowed"}"#, Some(Cause::Asker)),
            (r#"{"message":"Your IP address is not on the list"}"#, Some(Cause::Asker)),
            // About the token, whoever it was issued to.
            (r#"{"message":"Refresh token was issued to another client id"}"#, None),
            (r#"{"error":"session_timeout"}"#, None),
            (r#"{"error":"something_else"}"#, None),
            (r#"{"message":"Unauthorized"}"#, None),
            (r#"{"error":"session_gone","error":"internal_error"}"#, None),
            ("<html>Too many requests</html>", None),
            ("", None),
        ] {
            assert_eq!(cause(body), found, "{body}");
        }
    }

    #[test]
    fn only_a_whole_sentence_says_that_it_is_too_early() {
        for (body, is_early) in [
            (r#"{"error":"invalid_grant","error_description":"token not expired"}"#, true),
            (r#"{"error":"invalid_grant","error_description":"The access token has not yet expired."}"#, true),
            (r#"{"error":"invalid_grant","message":"Token is not expired"}"#, true),
            (r#"{"error":"invalid_grant","error_description":"token has already been refreshed"}"#, false),
            (r#"{"error":"invalid_grant","error_description":"Make sure that the token is not expired."}"#, false),
            (r#"{"error":"invalid_grant","error_description":"token not expired or revoked"}"#, false),
            (r#"{"error":"token not expired"}"#, false),
            (r#"{"error_description":"token not expired","error_description":"token was revoked"}"#, false),
        ] {
            let read = read_answer(body.as_bytes(), &MEMBERS).unwrap();
            assert_eq!(says_too_early(&read), is_early, "{body}");
        }
    }

    #[test]
    fn a_challenge_to_the_client_beside_what_became_of_a_token_is_a_habit_of_the_server() {
        for (body, found) in [
            ("{}", Some(Cause::Client)),
            (r#"{"error":"Unauthorized","path":"/oauth/token"}"#, Some(Cause::Client)),
            (r#"{"message":"Refresh token was revoked"}"#, None),
            (r#"{"message":"The refresh token is invalid or has expired."}"#, None),
        ] {
            let headers = vec![("www-authenticate".to_owned(), "Basic realm=\"api\"".to_owned())];
            let response = OutboundResponse { status: 401, headers, body: body.as_bytes().to_vec().into(), is_cut: false };
            let read = read_answer(&response.body, &MEMBERS).ok();
            assert_eq!(judge_cause(&response, read.as_ref(), None), found, "{body}");
        }
    }
}
