//! What a provider said about a failure, read into closed fields (SR-82).
//!
//! Two walls keep secrets out. Each field has a grammar: numbers, ids of hexadecimal digits, a time, words of closed sets; texts of the
//! provider's own only where its definition says that they are safe. And whatever repeats something that was sent with the request is
//! left out, in any field: some servers write a code, a refresh token or a client secret into their errors.

mod sent;

use serde_json::{Map, Value};

pub(crate) use sent::Sent;

use super::callback::CallbackParameters;
use super::errors::{DenialSubcode, RegisteredError, Suberror, code_of};
use super::lenient::{Answer, read_answer, read_form};
use crate::base::ProviderDetails;
use crate::model::definition::{Diagnosis, SafeMember};
use crate::model::http::OutboundResponse;

/// The members of an error that are looked at.
const MEMBERS: [&str; 8] =
    ["error", "error_codes", "suberror", "trace_id", "correlation_id", "timestamp", "error_description", "error_uri"];
const TOKENS: [&str; 3] = ["access_token", "refresh_token", "id_token"];
/// How the names of headers end that name the id of a request.
const ID_HEADERS: [&str; 8] =
    ["request-id", "requestid", "req-id", "correlation-id", "correlationid", "trace-id", "traceid", "trackingid"];
const MAX_CODES: usize = 8;

/// What an answer that is no success says of itself.
pub(crate) fn read_provider_details(response: &OutboundResponse, sent: &Sent, diagnosis: &Diagnosis) -> ProviderDetails {
    let used: Vec<&str> = MEMBERS.into_iter().chain(TOKENS).collect();
    let body = read_answer(&response.body, &used).or_else(|_| read_form(&response.body, &used)).ok();
    // A success that cannot be used has tokens of its own.
    let mut sent = Sent(sent.0.clone());
    let tokens = body.as_ref().and_then(Answer::members).into_iter().flat_map(|members| TOKENS.map(|name| members.get(name)));
    tokens.flatten().for_each(|token| sent.add_texts(token));
    let mut details = ProviderDetails { status: Some(response.status), ..ProviderDetails::default() };
    if let Some(members) = body.as_ref().and_then(Answer::members) {
        read_members(&mut details, members, &sent, diagnosis);
    }
    details.request_id = read_request_id(response, diagnosis).filter(|id| !sent.is_in(id)).map(str::to_owned);
    details
}

/// What an authorization response says that is an error (RFC 6749 §4.1.2.1).
pub(crate) fn read_callback_details(parameters: &CallbackParameters, sent: &Sent, diagnosis: &Diagnosis) -> ProviderDetails {
    let members: Map<String, Value> =
        MEMBERS.iter().filter_map(|name| parameters.get(name).map(|value| ((*name).to_owned(), Value::from(value)))).collect();
    let mut details = ProviderDetails::default();
    let subcode = parameters.get("error_subcode").map(DenialSubcode::read);
    read_members(&mut details, &members, sent, diagnosis);
    details.suberror = subcode.filter(|subcode| *subcode != DenialSubcode::Other).map(|subcode| subcode.as_str().to_owned());
    details
}

fn read_members(details: &mut ProviderDetails, members: &Map<String, Value>, sent: &Sent, diagnosis: &Diagnosis) {
    let text = |name: &str| members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let own = |name: &str, fits: fn(&str) -> bool| text(name).filter(|text| fits(text) && !sent.is_in(text)).map(str::to_owned);
    let is_safe = |member: SafeMember| diagnosis.safe_members.contains(&member);
    details.error = text("error").map(|error| {
        let registered = code_of(error).map_or(RegisteredError::Other, |code| RegisteredError::read(&code)).as_str().to_owned();
        let word = own("error", is_word).filter(|_| is_safe(SafeMember::Error));
        if registered == RegisteredError::Other.as_str() { word.unwrap_or(registered) } else { registered }
    });
    let suberror = text("suberror").map(Suberror::read).filter(|suberror| *suberror != Suberror::Other);
    details.suberror = suberror.map(|suberror| suberror.as_str().to_owned());
    details.error_codes = read_codes(members.get("error_codes"), sent);
    details.trace_id = own("trace_id", is_hexadecimal_id);
    details.correlation_id = own("correlation_id", is_hexadecimal_id);
    details.timestamp = own("timestamp", is_time);
    details.error_description = own("error_description", is_line).filter(|_| is_safe(SafeMember::ErrorDescription));
    details.error_uri = own("error_uri", is_address).filter(|_| is_safe(SafeMember::ErrorUri));
}

fn read_codes(codes: Option<&Value>, sent: &Sent) -> Vec<u64> {
    const MOST: u64 = 9_999_999_999;
    let Some(codes) = codes.and_then(Value::as_array).filter(|codes| codes.len() <= MAX_CODES) else { return Vec::new() };
    let fits = |code: &u64| *code <= MOST && !sent.is_in(&code.to_string());
    codes.iter().filter_map(Value::as_u64).filter(fits).collect()
}

fn read_request_id<'a>(response: &'a OutboundResponse, diagnosis: &Diagnosis) -> Option<&'a str> {
    let named = diagnosis.request_id_headers.iter().find_map(|name| response.header(name));
    let usual = || {
        let of = |end: &str| response.headers.iter().find(|(name, _)| name.ends_with(end)).map(|(_, value)| value.as_str());
        ID_HEADERS.iter().find_map(|end| of(end))
    };
    named.or_else(usual).filter(|id| is_request_id(id))
}

/// Ids of traces: UUIDs (RFC 9562 §4), trace ids (W3C Trace Context §3.2.2.3), groups of hexadecimal digits.
fn is_hexadecimal_id(text: &str) -> bool {
    (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b':'))
}

/// Ids of requests: a header is made by a server of the provider's, and has fewer shapes than a body.
fn is_request_id(text: &str) -> bool {
    (8..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// A date, and what may follow it (RFC 3339, with a space for the `T`).
fn is_time(text: &str) -> bool {
    let is_date = |date: &[u8]| {
        date.iter().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    (10..=35).contains(&text.len())
        && is_date(&text.as_bytes()[..10])
        && text.bytes().skip(10).all(|byte| byte.is_ascii_digit() || b" T:.+-Z".contains(&byte))
}

fn is_word(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_line(text: &str) -> bool {
    (1..=200).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, 0x20..=0x7E))
}

fn is_address(text: &str) -> bool {
    let is_plain = |url: &url::Url| url.scheme() == "https" && url.query().is_none() && url.username().is_empty();
    is_line(text) && url::Url::parse(text).is_ok_and(|url| is_plain(&url) && url.password().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Secret;
    use crate::model::client::Client;
    use crate::model::http::{Body, Method, OutboundRequest, SecretHeader};
    use crate::protocol::callback::read_callback;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;
    use serde_json::json;
    use url::form_urlencoded;
    use zeroize::Zeroizing;

    const TRACE: &str = "6d0a1b2c-0000-4000-8000-00000000abcd";
    const SECRETS: [&str; 5] =
        ["c0de-1234-5678-9abc", "rt.refresh~token-77", "deadbeefdeadbeefdeadbeefdeadbeef", "s3cret:with%20", "7000215"];

    fn response(status: u16, headers: &[(&str, &str)], body: &str) -> OutboundResponse {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        OutboundResponse { status, headers, body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false }
    }

    fn everything_safe() -> Diagnosis {
        Diagnosis {
            safe_members: vec![SafeMember::Error, SafeMember::ErrorDescription, SafeMember::ErrorUri],
            request_id_headers: vec!["intuit_tid".to_owned()],
        }
    }

    fn request(body: Body, header: Option<&str>) -> OutboundRequest {
        OutboundRequest {
            method: Method::Post,
            url: "https://id.example/token".parse().unwrap(),
            headers: vec![],
            secret_header: header.map(|header| SecretHeader { name: "authorization".to_owned(), value: Secret::from(header) }),
            further_secrets: Vec::new(),
            body,
        }
    }

    fn nothing() -> Sent {
        Sent(Vec::new())
    }

    #[test]
    fn what_fits_is_read_and_nothing_else_is() {
        let body = json!({
            "error": "invalid_client", "error_codes": [7_000_215, 1], "trace_id": TRACE, "correlation_id": "b9f3b9f3b9f3b9f3",
            "timestamp": "2026-01-05 10:11:12Z", "suberror": "bad_token", "error_description": "AADSTS: text",
            "error_uri": "https://id.example/error",
        });
        let answer = response(401, &[("x-ms-request-id", "C0FE:1A2B:33")], &body.to_string());
        let plain = read_provider_details(&answer, &nothing(), &Diagnosis::default());
        assert_eq!(
            plain.to_string(),
            format!(
                "status=401 error=invalid_client suberror=bad_token error_codes=7000215,1 trace_id={TRACE} \
                 correlation_id=b9f3b9f3b9f3b9f3 request_id=C0FE:1A2B:33 timestamp=2026-01-05 10:11:12Z"
            )
        );
        let all = read_provider_details(&answer, &nothing(), &everything_safe());
        assert_eq!(all.error_description.as_deref(), Some("AADSTS: text"));
        assert_eq!(all.error_uri.as_deref(), Some("https://id.example/error"));
    }

    #[test]
    fn words_of_the_providers_own_need_its_definition() {
        for (body, plain, safe) in [
            (r#"{"ok":false,"error":"token_revoked"}"#, "other", "token_revoked"),
            (r#"{"error":"bad_refresh_token"}"#, "other", "bad_refresh_token"),
            ("error=bad_verification_code&error_uri=x", "other", "bad_verification_code"),
            (r#"{"error":"Not A Word"}"#, "other", "other"),
            (r#"{"error":"invalid_grant: the token"}"#, "invalid_grant", "invalid_grant"),
        ] {
            let form = "grant_type=refresh_token&refresh_token=rt-12345";
            let sent = Sent::with(&request(Body::Form(Secret::from(form)), None));
            let read = |diagnosis: &Diagnosis| read_provider_details(&response(200, &[], body), &sent, diagnosis).error;
            assert_eq!(
                (read(&Diagnosis::default()).as_deref(), read(&everything_safe()).as_deref()),
                (Some(plain), Some(safe)),
                "{body}"
            );
        }
        let none = read_provider_details(&response(502, &[], "<html>"), &nothing(), &everything_safe());
        assert_eq!(none.to_string(), "status=502");
    }

    #[test]
    fn the_id_of_a_request_is_in_a_header_of_many_names() {
        let read = |headers: &[(&str, &str)]| {
            read_provider_details(&response(500, headers, ""), &nothing(), &everything_safe()).request_id
        };
        for name in [
            "request-id",
            "x-request-id",
            "x-github-request-id",
            "x-slack-req-id",
            "x-amzn-requestid",
            "intuit_tid",
            "atl-traceid",
        ] {
            assert_eq!(read(&[(name, "abc-12345")]).as_deref(), Some("abc-12345"), "{name}");
        }
        for (name, value) in
            [("x-request-id", "short"), ("x-request-id", "with space 1"), ("x-request-id", "onlyletters"), ("x-id", "abc-12345")]
        {
            assert_eq!(read(&[(name, value)]), None, "{name} {value}");
        }
        assert_eq!(read(&[("x-request-id", "1".repeat(65).as_str())]), None);
    }

    #[test]
    fn a_value_outside_its_grammar_is_left_out() {
        for body in [
            json!({ "trace_id": "not-hexadecimal" }),
            json!({ "trace_id": "a".repeat(65) }),
            json!({ "trace_id": 7, "correlation_id": [TRACE] }),
            json!({ "timestamp": "yesterday" }),
            json!({ "timestamp": "2026-01-05 10:11:12 secret" }),
            json!({ "error_codes": "50173" }),
            json!({ "error_codes": ["50173", -1, 1.5, 99_999_999_999_u64] }),
            json!({ "error_codes": (0..9).collect::<Vec<_>>() }),
            json!({ "suberror": "their own" }),
            json!({ "error_description": "two\nlines", "error_uri": "http://id.example/" }),
            json!({ "error_description": "a".repeat(201), "error_uri": "https://id.example/?code=1" }),
        ] {
            let details = read_provider_details(&response(400, &[], &body.to_string()), &nothing(), &everything_safe());
            assert_eq!(details.to_string(), "status=400", "{body}");
        }
    }

    /// Whatever was sent may come back in any field, whole, in a sentence, or cut: it is shown in none.
    #[test]
    fn nothing_that_was_sent_comes_back() {
        for secret in SECRETS {
            let form: String = form_urlencoded::Serializer::new(String::new()).append_pair("x", secret).finish();
            let encoded: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let basic = format!("Basic {}", STANDARD.encode(format!("client:{encoded}")));
            for sent in [
                Sent::with(&request(Body::Form(Secret::new(form.clone())), None)),
                Sent::with(&request(Body::Json(Secret::new(json!({ "a": [{ "b": secret }] }).to_string())), None)),
                Sent::with(&request(Body::Empty, Some(&format!("Bearer {secret}")))),
                Sent::with(&request(Body::Empty, Some(&basic))),
                Sent::with_browser(&read_callback(&form.replacen('x', "code", 1)).unwrap(), &Client::Public),
            ] {
                for echo in [
                    secret.to_owned(),
                    secret.to_uppercase(),
                    format!("no such token {secret}!"),
                    secret[..secret.len() - 1].to_owned(),
                ] {
                    let body = json!({
                        "error": echo, "trace_id": echo, "correlation_id": echo, "timestamp": echo, "error_description": echo,
                        "error_uri": format!("https://id.example/{echo}"), "error_codes": [secret.parse::<u64>().unwrap_or(0)],
                    });
                    let answer = response(400, &[("x-request-id", &echo)], &body.to_string());
                    let shown = read_provider_details(&answer, &sent, &everything_safe());
                    let shown = format!("{shown} {shown:?}").to_lowercase();
                    assert!(!shown.contains(&secret[..secret.len() - 1]), "{secret} {echo}: {shown}");
                }
            }
        }
    }

    #[test]
    fn an_answer_through_the_browser_says_less() {
        let query = format!(
            "error=access_denied&error_subcode=cancel&error_description=AADSTS65004&trace_id={TRACE}&state=deadbeef-state&correlation_id=cafe-0005"
        );
        let parameters = read_callback(&query).unwrap();
        let sent = Sent::with_browser(&parameters, &Client::Public);
        let details = read_callback_details(&parameters, &sent, &Diagnosis::default());
        let expected = format!("error=access_denied suberror=cancel trace_id={TRACE} correlation_id=cafe-0005");
        assert_eq!(details.to_string(), expected);
    }

    proptest! {
        #[test]
        fn any_answer_is_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), header in "\\PC{0,80}") {
            let answer = OutboundResponse { status: 400, headers: vec![("request-id".into(), header)], body: Zeroizing::new(bytes), is_cut: false };
            let _ = read_provider_details(&answer, &Sent(vec![Secret::from("ünïcode-secret")]), &everything_safe());
        }
    }
}
