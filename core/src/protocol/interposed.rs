//! Tells the answer of a server from that of whatever stands in front of it: a proxy, a firewall, a portal. What those say is about whoever
//! asks, or about nobody, and never about a token, a key or a client (SR-23).

use super::www_authenticate::challenge_schemes;
use crate::model::http::OutboundResponse;

/// How a request has proved itself, as far as it tells what a challenge is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// By the scheme `Basic` (RFC 7617).
    Basic,
    /// In another way.
    Other,
}

impl Proof {
    /// As this header proves it.
    pub(super) fn of_header(value: &str) -> Proof {
        let is_basic = value.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic "));
        if is_basic { Proof::Basic } else { Proof::Other }
    }
}

/// The schemes by which proxies and sign-on gateways ask for an account of their own, in small letters.
const OF_GATEWAYS: [&str; 5] = ["basic", "digest", "ntlm", "negotiate", "kerberos"];

/// The headers by which firewalls mark what they put in the place of an answer.
const MARKS: [&str; 2] = ["cf-mitigated", "x-amzn-waf-action"];

/// The content type without its parameters, in lower case.
pub(super) fn media_type(response: &OutboundResponse) -> String {
    let content_type = response.header("content-type").unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(super) fn is_html(response: &OutboundResponse) -> bool {
    media_type(response).contains("html")
}

/// Whether there is somebody's page in an answer, whatever it calls itself.
pub(super) fn is_page(response: &OutboundResponse) -> bool {
    let start = start_of(&response.body);
    let begins = |text: &str| start.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text.as_bytes()));
    begins("<!doctype html") || begins("<html") || (is_html(response) && start.starts_with(b"<"))
}

/// Whether a body that nobody has read to its end, because it is beyond measure, is somebody's page: no answer of a token endpoint begins so
/// and is so long.
pub(crate) fn begins_page(begun: &[u8]) -> bool {
    start_of(begun).starts_with(b"<")
}

fn start_of(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start()
}

/// Whether a firewall has marked an answer as its own.
pub(super) fn is_marked(response: &OutboundResponse) -> bool {
    MARKS.into_iter().any(|mark| response.header(mark).is_some())
}

/// Whether an answer is not the server's: a page, or what a firewall has marked as its own.
pub(crate) fn is_interposed(response: &OutboundResponse) -> bool {
    is_page(response) || is_marked(response)
}

/// Whether a no is about the credential that the request has carried in this way. A challenge of a scheme that no gateway has is the server's,
/// whatever stands beside it, and so is one of the scheme in which the credential was sent; of other challenges only that counts which comes in
/// the language of an API. Without any (RFC 9110 §15.5.2 has one at each 401) every answer is the server's that is no page, and in which no proxy
/// asks for itself.
pub(crate) fn is_about_credential(response: &OutboundResponse, proof: Proof) -> bool {
    let schemes: Vec<String> = challenge_schemes(response).map(str::to_ascii_lowercase).collect();
    let is_own = |scheme: &String| match scheme.as_str() {
        "basic" => proof == Proof::Basic,
        scheme => !OF_GATEWAYS.contains(&scheme),
    };
    if is_marked(response) {
        return false;
    }
    if schemes.iter().any(is_own) {
        return true;
    }
    // What is beyond measure has nobody read: no API says no at such length.
    let is_read = !response.is_cut && !is_page(response);
    // Some proxies ask under 401 (RFC 9110 §11.7.1 has the header with 407 only).
    is_read && response.header("proxy-authenticate").is_none() && (schemes.is_empty() || is_of_api(response))
}

/// Whether an answer is in a language in which programs are spoken to.
fn is_of_api(response: &OutboundResponse) -> bool {
    let media_type = media_type(response);
    let is_named = media_type.ends_with("json") || media_type.ends_with("xml");
    (is_named && !is_html(response) && !response.body.is_empty()) || matches!(start_of(&response.body).first(), Some(b'{' | b'['))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&str, &str)], body: &str) -> OutboundResponse {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        OutboundResponse { status: 401, headers, body: body.as_bytes().to_vec().into(), is_cut: false }
    }

    #[test]
    fn a_no_is_about_the_credential_unless_somebody_in_between_says_it() {
        const PAGE: &str = "<!DOCTYPE html><title>Proxy</title>";
        const HTML: (&str, &str) = ("content-type", "text/html; charset=utf-8");
        const JSON: (&str, &str) = ("content-type", "application/json");
        let asks = |challenge| ("www-authenticate", challenge);
        let basic = asks(r#"Basic realm="Corp Proxy""#);
        // By a bearer token or a key in a header of its own, and by `Basic`.
        for (headers, body, other, in_basic) in [
            // APIs that name no challenge, say nothing, or say it as text.
            (vec![], "", true, true),
            (vec![JSON], r#"{"error":"no"}"#, true, true),
            (vec![HTML], "Access denied.", true, true),
            (vec![HTML], "", true, true),
            (vec![("content-type", "text/xml")], "<?xml version=\"1.0\"?><error/>", true, true),
            // Pages, whatever they call themselves.
            (vec![HTML], PAGE, false, false),
            (vec![HTML], "\u{feff} <h1>Sign in</h1>", false, false),
            (vec![], PAGE, false, false),
            (vec![JSON], "<html>", false, false),
            // Challenges that are about another account than the credential's.
            (vec![basic, HTML], PAGE, false, true),
            (vec![basic], "", false, true),
            (vec![basic, HTML], "HTTP Basic: Access denied.", false, true),
            (vec![asks("NTLM"), asks("Negotiate")], "", false, false),
            (vec![asks("Negotiate, NTLM"), HTML], PAGE, false, false),
            (vec![asks("Negotiate, Basic realm=x"), HTML], PAGE, false, true),
            (vec![asks(r#"Digest realm="x", nonce="y""#)], "", false, false),
            // APIs that ask for `Basic` whatever they are sent.
            (vec![basic, JSON], r#"{"error":"no"}"#, true, true),
            (vec![basic], " {}", true, true),
            (vec![basic, JSON], "", false, true),
            // The challenge of an API, whatever stands beside it.
            (vec![asks(r#"Bearer realm="api""#), HTML], PAGE, true, true),
            (vec![asks("Bearer"), basic], "", true, true),
            (vec![asks(r#"Token realm="Application""#), HTML], "HTTP Token: Access denied.", true, true),
            (vec![asks(r#"Bearer error="invalid_token""#), ("cf-mitigated", "challenge")], PAGE, false, false),
            (vec![("x-amzn-waf-action", "captcha")], "", false, false),
            // A proxy's own, under a status that is none of its.
            (vec![("proxy-authenticate", "Basic realm=proxy")], "", false, false),
            (vec![("proxy-authenticate", "Basic realm=proxy"), asks("Bearer")], "", true, true),
        ] {
            let response = answer(&headers, body);
            let seen = [Proof::Other, Proof::Basic].map(|proof| is_about_credential(&response, proof));
            assert_eq!(seen, [other, in_basic], "{headers:?} {body}");
        }
        for (header, proof) in
            [("Basic YTpi", Proof::Basic), ("basic YTpi", Proof::Basic), ("Bearer Basic ", Proof::Other), ("", Proof::Other)]
        {
            assert_eq!(Proof::of_header(header), proof, "{header}");
        }
    }
}
