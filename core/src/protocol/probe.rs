//! Builds the requests that only read, a health probe with the credential and a key set without one, and judges what a probe's
//! answer shows of the grant.

use url::Url;

use super::interposed::{Proof, is_interposed};
use super::lenient::{Answer, read_value};
use super::oauth1::{SignedRequest, sign};
use super::rejection::{Verdict, judge_no};
use super::retry_after::asks_for_pause;
use super::scalars::is_one_of;
use super::token_response::says_no;
use crate::base::Secret;
use crate::model::credential::SecretParameter;
use crate::model::definition::{JsonCondition, JsonPointer, ProbeMethod};
use crate::model::http::{ApiHeaders, Body, Method, OutboundRequest, OutboundResponse, SecretHeader};
use crate::model::signer::{SignatureStamp, Signer};

/// What a probe asks, and how its answer is read.
#[derive(Clone, Debug)]
pub(crate) struct ProbeQuestion {
    /// The address, at an origin that may see the credential.
    pub url: Url,
    /// The method.
    pub method: ProbeMethod,
    /// Statuses that show a live credential.
    pub live: Vec<u16>,
    /// Statuses that mean that permissions do not work yet.
    pub waits: Vec<u16>,
    /// What the JSON of an answer of `live` must hold besides.
    pub live_when: Option<JsonCondition>,
    /// What in that JSON shows that the credential is rejected.
    pub rejected_when: Option<JsonCondition>,
}

/// What a probe's answer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeVerdict {
    /// The credential lives.
    Live,
    /// It is not accepted (RFC 9110 §15.5.2).
    Rejected,
    /// It is accepted, and may not do this (RFC 9110 §15.5.4).
    Forbidden,
    /// It lives, and was not granted what this needs (RFC 6750 §3.1, `insufficient_scope`; RFC 9470 §3).
    Unscoped,
    /// Nothing: an outage, a page, a proxy's own challenge, an answer that is not understood.
    Unknown,
}

/// Where a request carries a credential.
#[derive(Clone, Debug)]
pub(crate) enum Carried {
    /// In a header.
    Header(SecretHeader),
    /// In the query of the address: a key of a provider that takes it nowhere else.
    Query(Vec<SecretParameter>),
    /// In a signature of this request (RFC 5849 §3).
    Signed(Box<SignedProbe>),
}

impl Carried {
    /// How it proves the request.
    pub(crate) fn proof(&self) -> Proof {
        match self {
            Carried::Header(header) => Proof::of_header(header.value.expose()),
            Carried::Query(_) | Carried::Signed(_) => Proof::Other,
        }
    }
}

/// What signs a request.
#[derive(Clone, Debug)]
pub(crate) struct SignedProbe {
    /// With what.
    pub signer: Signer,
    /// Time and nonce of this request.
    pub stamp: SignatureStamp,
}

/// Builds a probe with the credential in a header, or where its definition says so in the query, which is put together when the request
/// is sent (SR-30). `headers` are the definition's.
pub(crate) fn build_probe_request(question: &ProbeQuestion, headers: &ApiHeaders, credential: Carried) -> OutboundRequest {
    let (method, name) = match question.method {
        ProbeMethod::Get => (Method::Get, "GET"),
        ProbeMethod::Head => (Method::Head, "HEAD"),
        ProbeMethod::Post => (Method::Post, "POST"),
    };
    let bare = build_get(question.url.clone());
    let mut request = match credential {
        Carried::Header(header) => OutboundRequest { method, secret_header: Some(header), ..bare },
        Carried::Query(parameters) => OutboundRequest { method, body: Body::Query(written(&parameters)), ..bare },
        Carried::Signed(signed) => {
            let asked = SignedRequest { method: name, url: &question.url, form: "", further: &[] };
            OutboundRequest { method, secret_header: Some(sign(&signed.signer, &asked, &signed.stamp)), ..bare }
        }
    };
    for (name, value) in &headers.open {
        request.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        request.headers.push((name.clone(), value.clone()));
    }
    request.further_secrets.clone_from(&headers.secret);
    request
}

fn written(parameters: &[SecretParameter]) -> Secret<String> {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for SecretParameter { name, value } in parameters {
        query.append_pair(name, value.expose());
    }
    Secret::new(query.finish())
}

/// Judges the answer of a probe: its status, and what the definition looks for in its JSON. Only a definition's own words in a
/// readable answer, status 401 of who was asked, or `invalid_token` in its challenge show a rejection: an answer that is not understood ends
/// nothing, and neither does what a proxy says in the place of the API (SR-23). `proof`: how the request has proved itself.
pub(crate) fn judge_probe(question: &ProbeQuestion, proof: Proof, response: &OutboundResponse) -> ProbeVerdict {
    match response.status {
        status if question.live.contains(&status) => judge_content(question, response),
        // APIs that count requests say no like this too. A 401 is about the credential, whatever was counted.
        400 | 402..=499 if asks_for_pause(response) => ProbeVerdict::Unknown,
        status => match judge_no(response, proof) {
            Verdict::Rejected => ProbeVerdict::Rejected,
            Verdict::Lives => ProbeVerdict::Unscoped,
            Verdict::Nothing if status == 401 || is_interposed(response) => ProbeVerdict::Unknown,
            Verdict::Nothing if status == 403 || question.waits.contains(&status) => ProbeVerdict::Forbidden,
            Verdict::Nothing => ProbeVerdict::Unknown,
        },
    }
}

fn judge_content(question: &ProbeQuestion, response: &OutboundResponse) -> ProbeVerdict {
    let body = read_value(&response.body);
    if question.live_when.is_none() && question.rejected_when.is_none() {
        // A sign-in page is no API's answer; and under 2xx some say no to everything.
        let says_no = response.status < 300 && body.as_ref().is_some_and(|body| says_no(body.value()));
        return if says_no || (response.status < 300 && is_interposed(response)) {
            ProbeVerdict::Unknown
        } else {
            ProbeVerdict::Live
        };
    }
    let Some(body) = body else { return ProbeVerdict::Unknown };
    let holds = |condition: &JsonCondition| holds(condition, &body);
    if question.rejected_when.as_ref().is_some_and(holds) {
        ProbeVerdict::Rejected
    } else if question.live_when.as_ref().is_none_or(holds) {
        ProbeVerdict::Live
    } else {
        ProbeVerdict::Unknown
    }
}

/// Whether one of the values stands at the pointer (RFC 6901 §4).
pub(super) fn holds(condition: &JsonCondition, body: &Answer) -> bool {
    let found = body.value().pointer(&condition.pointer).filter(|_| !body.is_ambiguous(&condition.pointer));
    found.is_some_and(|found| is_one_of(found, &condition.values))
}

/// The text that stands in an answer at a place, for people to read: one line of at most 256 characters. `None`: there is none.
pub(crate) fn read_name(response: &OutboundResponse, pointer: &JsonPointer) -> Option<String> {
    if response.status != 200 {
        return None;
    }
    let body = read_value(&response.body)?;
    let name = body.find(pointer)?.as_str()?.trim();
    let fits = (1..=256).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

/// Builds a GET of a key set (RFC 7517 §5). It carries no credential.
pub(crate) fn build_jwks_request(url: Url) -> OutboundRequest {
    build_get(url)
}

/// Builds the look-up of what an issuer publishes (RFC 8414 §3.1), which carries no credential.
pub(crate) fn build_metadata_request(url: Url) -> OutboundRequest {
    build_get(url)
}

fn build_get(url: Url) -> OutboundRequest {
    OutboundRequest {
        method: Method::Get,
        url,
        headers: vec![("accept".to_owned(), "application/json".to_owned())],
        secret_header: None,
        further_secrets: Vec::new(),
        body: Body::Empty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Secret;
    use crate::model::definition::JsonScalar;
    use zeroize::Zeroizing;

    fn question() -> ProbeQuestion {
        let condition = |pointer: &str, values: Vec<JsonScalar>| JsonCondition { pointer: pointer.to_owned(), values };
        ProbeQuestion {
            url: Url::parse("https://api.example/v1.0/me").unwrap(),
            method: ProbeMethod::Post,
            live: vec![200, 404],
            waits: vec![409],
            live_when: Some(condition("/ok", vec![JsonScalar::Bool(true)])),
            rejected_when: Some(condition(
                "/errors/0/a~1b",
                vec![JsonScalar::Text("token_revoked".to_owned()), JsonScalar::Integer(7)],
            )),
        }
    }

    #[test]
    fn the_credential_stands_in_the_secret_header_only() {
        let pairs = |pairs: [(&str, &str); 2]| pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let key = SecretHeader { name: "X-Api-Key".to_owned(), value: Secret::from("key-canary") };
        let headers = ApiHeaders { open: pairs([("Accept", "a/b"), ("X-Version", "2")]), secret: vec![key] };
        let credential = Carried::Header(SecretHeader::authorization(Secret::from("Bearer canary")));
        let request = build_probe_request(&question(), &headers, credential);
        assert!(request.method == Method::Post && matches!(request.body, Body::Empty) && request.url == question().url);
        assert_eq!(request.headers, pairs([("Accept", "a/b"), ("X-Version", "2")]), "the application's key stands apart");
        assert_eq!(request.further_secrets[0].value.expose(), "key-canary");
        assert_eq!(request.secret_header.unwrap().value.expose(), "Bearer canary");
        assert!(build_jwks_request(question().url).secret_header.is_none());
    }

    #[test]
    fn an_answer_shows_what_status_and_json_say_together() {
        let plain = ProbeQuestion { live_when: None, rejected_when: None, ..question() };
        let only_live = ProbeQuestion { rejected_when: None, ..question() };
        let only_rejected = ProbeQuestion { live_when: None, ..question() };
        use ProbeVerdict::{Forbidden, Live, Rejected, Unknown, Unscoped};
        let revoked = r#"{"ok":false,"errors":[{"a/b":"token_revoked"}]}"#;
        for (question, status, body, verdict) in [
            (&plain, 200, "", Live),
            (&plain, 200, "OK", Live),
            (&plain, 200, r#"{"id":7,"error":null}"#, Live),
            (&plain, 200, "<user/>", Live),
            (&plain, 200, "\n<!DOCTYPE html><title>Sign in</title>", Unknown),
            (&plain, 200, "<html>", Unknown),
            (&plain, 404, "<html>", Live),
            (&plain, 200, r#"{"ok":false,"error":"invalid_auth"}"#, Unknown),
            (&plain, 200, r#"{"success":false}"#, Unknown),
            (&plain, 200, r#"{"errors":[{"message":"no"}]}"#, Unknown),
            (&plain, 404, "", Live),
            (&plain, 409, "", Forbidden),
            (&plain, 401, "", Rejected),
            (&plain, 401, "<html>", Unknown),
            (&plain, 403, "", Forbidden),
            (&plain, 403, "<!doctype html>", Unknown),
            (&plain, 409, "<html>", Unknown),
            (&plain, 500, "", Unknown),
            (&question(), 200, r#"{"ok":true}"#, Live),
            (&question(), 200, r#"{"ok":"true"}"#, Unknown),
            (&question(), 200, r#"{"ok":false,"errors":[{"a/b":"ratelimited"}]}"#, Unknown),
            (&question(), 200, revoked, Rejected),
            (&question(), 200, r#"{"ok":true,"errors":[{"a/b":7}]}"#, Rejected),
            (&question(), 200, "<html>", Unknown),
            (&question(), 200, "", Unknown),
            (&question(), 500, revoked, Unknown),
            (&question(), 401, r#"{"ok":true}"#, Rejected),
            (&only_live, 200, revoked, Unknown),
            (&only_rejected, 200, "{}", Live),
            (&only_rejected, 200, revoked, Rejected),
            (&only_rejected, 200, "<html>", Unknown),
            (&only_live, 200, r#"{"ok":true,"ok":false}"#, Unknown),
        ] {
            let body = Zeroizing::new(body.as_bytes().to_vec());
            let response = OutboundResponse { status, headers: vec![], body, is_cut: false };
            assert_eq!(
                judge_probe(question, Proof::Other, &response),
                verdict,
                "{status} {:?}",
                String::from_utf8_lossy(&response.body)
            );
        }
        // An API that counts requests says no in the words of one that takes the permission away.
        for (status, name, value, verdict) in [
            (403, "x-ratelimit-remaining", "0", Unknown),
            (403, "x-ratelimit-remaining", "7", Forbidden),
            (403, "retry-after", "60", Unknown),
            (409, "retry-after", "60", Unknown),
            (401, "x-ratelimit-remaining", "0", Rejected),
            (200, "x-ratelimit-remaining", "0", Live),
            // Challenges: of the API, of a proxy, and for a scope that a live token lacks.
            (401, "www-authenticate", "Bearer", Rejected),
            (401, "www-authenticate", "Basic realm=proxy", Unknown),
            (401, "www-authenticate", "NTLM", Unknown),
            (401, "www-authenticate", "Bearer error=\"insufficient_scope\"", Unscoped),
            (403, "www-authenticate", "Bearer error=\"insufficient_scope\"", Unscoped),
            (401, "www-authenticate", "Bearer error=\"invalid_token\", scope=\"insufficient_scope\"", Rejected),
            (401, "www-authenticate", "Bearer error=\"insufficient_user_authentication\"", Unscoped),
            (400, "www-authenticate", "Bearer error=\"invalid_token\"", Rejected),
            (403, "www-authenticate", "Bearer error=\"invalid_token\"", Rejected),
            (401, "www-authenticate", "OAuth oauth_problem=\"nonce_used\"", Unknown),
            (401, "www-authenticate", "OAuth oauth_problem=\"token_revoked\"", Rejected),
            (403, "cf-mitigated", "challenge", Unknown),
        ] {
            let headers = vec![(name.to_owned(), value.to_owned())];
            let response = OutboundResponse { status, headers, body: Zeroizing::new(Vec::new()), is_cut: false };
            assert_eq!(judge_probe(&plain, Proof::Other, &response), verdict, "{status} {name}: {value}");
        }
        // A key that is sent by Basic is what a challenge of that scheme is about.
        let headers = vec![("www-authenticate".to_owned(), "Basic realm=api".to_owned())];
        let response = OutboundResponse { status: 401, headers, body: Zeroizing::new(b"<html>".to_vec()), is_cut: false };
        let basic = Carried::Header(SecretHeader::authorization(Secret::from("Basic YTpi"))).proof();
        assert_eq!(judge_probe(&plain, basic, &response), Rejected);
        assert_eq!(judge_probe(&plain, Carried::Query(vec![]).proof(), &response), Unknown);
    }

    #[test]
    fn a_name_is_one_line_of_a_readable_answer() {
        let read = |status: u16, body: &str| {
            let response =
                OutboundResponse { status, headers: vec![], body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false };
            read_name(&response, &JsonPointer("/value/0/displayName".to_owned()))
        };
        let named = |name: &str| read(200, &serde_json::json!({ "value": [{ "displayName": name }] }).to_string());
        assert_eq!(named(" Contoso Ltd. ").as_deref(), Some("Contoso Ltd."));
        assert_eq!(named("\u{4e2d}\u{6587}").as_deref(), Some("\u{4e2d}\u{6587}"));
        for wrong in ["", "  ", "a\nb", &"x".repeat(257)] {
            assert_eq!(named(wrong), None, "{wrong:?}");
        }
        for (status, body) in
            [(403, r#"{"value":[{"displayName":"x"}]}"#), (200, "<html>"), (200, "{}"), (200, r#"{"value":[{"displayName":7}]}"#)]
        {
            assert_eq!(read(status, body), None, "{body}");
        }
    }
}
