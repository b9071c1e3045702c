//! Judges what a no of an API says of the credential that the request has carried. Probes ask it, and so does whoever sends requests of their
//! own, before a rejection is reported: what ends a connection must not be said by a proxy, a firewall or a portal (SR-23).

use std::fmt;

use super::errors::SignedProblem;
use super::interposed::{Proof, is_about_credential, is_html, is_marked};
use super::oauth1::read_problem_of;
use super::www_authenticate::{challenges_claims, challenges_with};
use crate::model::http::OutboundResponse;

/// What a no says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The credential is not accepted (RFC 9110 §15.5.2; RFC 6750 §3.1, `invalid_token`).
    Rejected,
    /// It is accepted, and this needs more than it was given: scopes (RFC 6750 §3.1, `insufficient_scope`), or a sign-in of another kind
    /// (RFC 9470 §3).
    Lives,
    /// Nothing: it is somebody else's answer, or about something else.
    Nothing,
}

/// The codes of a challenge to a token that is good.
const OF_LIVE_TOKENS: [&str; 2] = ["insufficient_scope", "insufficient_user_authentication"];

/// What a no says of the credential that proved the request in this way.
pub(super) fn judge_no(response: &OutboundResponse, proof: Proof) -> Verdict {
    if is_marked(response) {
        return Verdict::Nothing;
    }
    match response.status {
        401 | 403 if OF_LIVE_TOKENS.iter().any(|code| challenges_with(response, code)) => Verdict::Lives,
        401 if is_about_credential(response, proof) => judge_problem(response),
        // The code says it under whatever status, and no gateway has it.
        400 | 403 if challenges_with(response, "invalid_token") => Verdict::Rejected,
        _ => Verdict::Nothing,
    }
}

/// What a refusal of a signed request is about, where it says so: of the token nothing, as long as the request itself was not read to its end.
/// A client that is not taken, and a wrong signature, are told apart from a dead token by whoever signs another request.
fn judge_problem(response: &OutboundResponse) -> Verdict {
    match read_problem_of(response) {
        SignedProblem::VersionRejected
        | SignedProblem::ParameterAbsent
        | SignedProblem::ParameterRejected
        | SignedProblem::TimestampRefused
        | SignedProblem::NonceUsed
        | SignedProblem::UserRefused => Verdict::Nothing,
        SignedProblem::AdditionalAuthorizationRequired => Verdict::Lives,
        _ => Verdict::Rejected,
    }
}

/// An answer of an API, as far as it tells whether it rejects a credential.
#[derive(Clone, Copy)]
pub struct ApiAnswer<'a> {
    /// The status code.
    pub status: u16,
    /// Names, in any case, and values.
    pub headers: &'a [(String, String)],
    /// What the body begins with, its content coding undone. 16 bytes behind white space are enough of a page, which begins with `<`; of
    /// anything else give 512 bytes, or the whole where it is shorter: what refuses a signed request (OAuth 1.0a) may name its problem there,
    /// and half a name tells nothing. `None`: nobody has looked, or it is the answer to a HEAD.
    pub begun: Option<&'a [u8]>,
}

impl fmt::Debug for ApiAnswer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Headers set cookies, and a body may hold anything.
        write!(f, "ApiAnswer({}, {} headers)", self.status, self.headers.len())
    }
}

/// Whether an answer of an API says that it does not accept the OAuth token that the request has carried: what
/// [`Authpipe::report_rejected`](crate::Authpipe::report_rejected) is for.
///
/// It is worth asking of a 401, and of a 400 or 403 that has the header `WWW-Authenticate`; every other answer is no rejection. A 401 is none
/// where it comes from somebody in between (a page of a proxy, a firewall or a portal; a challenge of `Basic`, `NTLM`, `Negotiate` or the like,
/// unless it comes in the language of an API), and where the token is good and lacks a scope. A challenge that names `claims` is one: the token
/// that is renewed for it is what the API asks for.
///
/// Spec: RFC 6750 §3.1; RFC 9110 §15.5.2; RFC 9470 §3.
pub fn is_rejection(answer: &ApiAnswer<'_>) -> bool {
    let headers = answer.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    let body = answer.begun.unwrap_or_default().to_vec().into();
    let response = OutboundResponse { status: answer.status, headers, body, is_cut: false };
    // Of what calls itself a page, and nobody has looked at, is believed that it is one.
    let response = OutboundResponse { is_cut: answer.begun.is_none() && is_html(&response), ..response };
    match judge_no(&response, Proof::Other) {
        Verdict::Rejected => true,
        Verdict::Lives => response.status == 401 && challenges_claims(&response),
        Verdict::Nothing => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><title>Sign in to the network</title>";
    const HTML: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");
    const JSON: (&str, &str) = ("Content-Type", "application/json");

    fn asks(challenge: &str) -> (&str, &str) {
        ("WWW-Authenticate", challenge)
    }

    fn rejects(status: u16, headers: &[(&str, &str)], begun: Option<&str>) -> bool {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        is_rejection(&ApiAnswer { status, headers: &headers, begun: begun.map(str::as_bytes) })
    }

    #[test]
    fn a_401_is_a_rejection_unless_somebody_else_says_it() {
        for (headers, begun, rejected) in [
            (vec![], Some(""), true),
            (vec![], None, true),
            (vec![JSON], Some(r#"{"error":"no"}"#), true),
            (vec![HTML], Some("Access denied."), true),
            (vec![HTML], Some(PAGE), false),
            (vec![], Some(PAGE), false),
            (vec![JSON], Some("\u{feff}\r\n<html>"), false),
            // Nobody has looked.
            (vec![HTML], None, false),
            (vec![HTML, asks("Bearer realm=api")], None, true),
            (vec![JSON], None, true),
            (vec![asks("Basic realm=\"Corp Proxy\"")], Some(""), false),
            (vec![asks("Basic realm=\"Corp Proxy\""), HTML], Some(PAGE), false),
            (vec![asks("Negotiate, NTLM")], None, false),
            (vec![asks("Basic realm=api"), JSON], Some(r#"{"error":"no"}"#), true),
            (vec![("Proxy-Authenticate", "Basic realm=proxy")], Some(""), false),
            (vec![("Proxy-Authenticate", "Basic realm=proxy"), asks("Bearer")], Some(""), true),
            (vec![("CF-Mitigated", "challenge"), asks("Bearer")], Some(PAGE), false),
            (vec![asks("Bearer error=\"invalid_token\""), HTML], Some(PAGE), true),
        ] {
            assert_eq!(rejects(401, &headers, begun), rejected, "{headers:?} {begun:?}");
        }
    }

    #[test]
    fn a_code_of_a_challenge_says_what_is_wrong_with_the_token() {
        for (status, challenge, rejected) in [
            (401, "Bearer error=\"invalid_token\"", true),
            (400, "Bearer error=\"invalid_token\", error_description=\"expired\"", true),
            (403, "Bearer error=\"invalid_token\"", true),
            (404, "Bearer error=\"invalid_token\"", false),
            (200, "Bearer error=\"invalid_token\"", false),
            (400, "Bearer error=\"invalid_request\"", false),
            (403, "Bearer", false),
            (401, "Bearer realm=\"x\", error=\"insufficient_scope\", scope=\"admin\"", false),
            (403, "Bearer error=\"insufficient_scope\"", false),
            (401, "Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa\"", false),
            (401, "Bearer error=\"insufficient_claims\", claims=\"eyJh\"", true),
            (401, "Bearer error=\"insufficient_scope\", claims=\"eyJh\"", true),
            (401, "Bearer error_description=\"insufficient_scope\"", true),
        ] {
            assert_eq!(rejects(status, &[asks(challenge)], Some("")), rejected, "{status} {challenge}");
        }
    }

    #[test]
    fn a_problem_of_a_signed_request_is_not_always_the_token() {
        for (problem, rejected) in [
            ("token_rejected", true),
            ("token_revoked", true),
            ("token_expired", true),
            ("signature_invalid", true),
            ("of_nobody", true),
            ("timestamp_refused", false),
            ("nonce_used", false),
            ("parameter_absent", false),
            ("version_rejected", false),
            ("user_refused", false),
            ("additional_authorization_required", false),
        ] {
            let challenge = format!("OAuth realm=\"x\", oauth_problem=\"{problem}\"");
            assert_eq!(rejects(401, &[asks(&challenge)], Some("")), rejected, "{problem}");
            let form = format!("oauth_problem={problem}&oauth_problem_advice=none");
            assert_eq!(rejects(401, &[], Some(&form)), rejected, "{problem} in the body");
        }
    }

    #[test]
    fn an_answer_does_not_print_what_is_in_it() {
        let headers = [("set-cookie".to_owned(), "canary".to_owned())];
        let printed = format!("{:?}", ApiAnswer { status: 401, headers: &headers, begun: Some(b"canary") });
        assert_eq!(printed, "ApiAnswer(401, 1 headers)");
    }
}
