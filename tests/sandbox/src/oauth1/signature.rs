//! Verifies the signature of a request (RFC 5849 §3.2).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, UNIX_EPOCH};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;

use super::{Nonce, Problem, malformed, problem};
use crate::message::Call;
use crate::state::{Core, State};

/// The parameters of the protocol that a request has in its header.
pub(super) struct Protocol(BTreeMap<String, String>);

impl Protocol {
    /// Reads the header (RFC 5849 §3.5.1). Parameters of the protocol stand there and nowhere else, each once.
    pub(super) fn read(call: &Call) -> Result<Protocol, Problem> {
        let header = call.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, list) = header.and_then(|header| header.split_once(' ')).ok_or(malformed("parameter_absent"))?;
        if !scheme.eq_ignore_ascii_case("oauth") {
            return Err(malformed("parameter_absent"));
        }
        let mut found = BTreeMap::new();
        for parameter in list.split(',') {
            let (name, value) = parameter.trim().split_once('=').ok_or(malformed("parameter_rejected"))?;
            let value =
                value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or(malformed("parameter_rejected"))?;
            let value = if name == "realm" { Some(value.to_owned()) } else { decode(value) };
            let value = value.ok_or(malformed("parameter_rejected"))?;
            if found.insert(name.to_owned(), value).is_some() {
                return Err(malformed("parameter_rejected"));
            }
        }
        if call.query.iter().chain(call.form.iter()).any(|(name, _)| name.starts_with("oauth_")) {
            return Err(malformed("parameter_rejected"));
        }
        Ok(Protocol(found))
    }

    /// A parameter that has a value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// One that must be there.
    pub(super) fn need(&self, name: &str) -> Result<&str, Problem> {
        self.get(name).ok_or(malformed("parameter_absent"))
    }
}

/// Checks version, time, nonce and signature of a request that is signed with the secrets of `client_secret` and `token_secret`.
pub(super) fn verify(
    core: &Core,
    state: &mut State,
    call: &Call,
    protocol: &Protocol,
    client_secret: &str,
    token_secret: &str,
) -> Result<(), Problem> {
    if protocol.get("oauth_version").is_some_and(|version| version != "1.0") {
        return Err(malformed("version_rejected"));
    }
    let timestamp: u64 = protocol.need("oauth_timestamp")?.parse().map_err(|_| malformed("parameter_rejected"))?;
    let now = core.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let at = Duration::from_secs(timestamp);
    if now.abs_diff(at) > state.world.oauth1.most_apart {
        return Err(problem("timestamp_refused"));
    }
    let key = format!("{}&{}", encode(client_secret), encode(token_secret));
    let base = base_string(call, protocol);
    let given = protocol.need("oauth_signature")?;
    let is_right = match protocol.need("oauth_signature_method")? {
        "HMAC-SHA1" => is_signed(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key, &base, given),
        "HMAC-SHA256" => is_signed(hmac::HMAC_SHA256, &key, &base, given),
        "PLAINTEXT" => given == key,
        _ => return Err(malformed("signature_method_rejected")),
    };
    if !is_right {
        return Err(problem("signature_invalid"));
    }
    // After the signature: whoever does not know the secrets uses up no nonce of those who do.
    let nonce = Nonce {
        client_id: protocol.need("oauth_consumer_key")?.to_owned(),
        token: protocol.get("oauth_token").unwrap_or_default().to_owned(),
        timestamp,
        nonce: protocol.need("oauth_nonce")?.to_owned(),
    };
    if state.oauth1.nonces.insert(nonce) { Ok(()) } else { Err(problem("nonce_used")) }
}

fn is_signed(algorithm: hmac::Algorithm, key: &str, base: &str, given: &str) -> bool {
    let Ok(given) = STANDARD.decode(given) else { return false };
    hmac::verify(&hmac::Key::new(algorithm, key.as_bytes()), base.as_bytes(), &given).is_ok()
}

/// RFC 5849 §3.4.1.
fn base_string(call: &Call, protocol: &Protocol) -> String {
    let own = protocol.0.iter().filter(|(name, _)| !matches!(name.as_str(), "realm" | "oauth_signature"));
    let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
    let sent = call.query.iter().chain(call.form.iter());
    let mut pairs: Vec<(String, String)> = own.chain(sent).map(|(name, value)| (encode(name), encode(value))).collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let uri = format!("{}{}", call.origin.to_ascii_lowercase(), call.path);
    format!("{}&{}&{}", call.method.as_str().to_ascii_uppercase(), encode(&uri), encode(&pairs.join("&")))
}

/// RFC 5849 §3.6.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The opposite; `None` for what is no such text.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Params;
    use http::{HeaderMap, HeaderValue, Method};

    fn call(header: &'static str) -> Call {
        Call {
            listener: "http",
            origin: "http://example.com".to_owned(),
            method: Method::POST,
            path: "/request".to_owned(),
            query: Params::parse(b"b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
            form: Params::parse(b"c2&a3=2+q"),
            headers: HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(header))]),
            body: bytes::Bytes::new(),
        }
    }

    #[test]
    fn the_base_string_is_that_of_rfc_5849() {
        // §3.4.1.1.
        let call = call(
            "OAuth realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", oauth_token=\"kkk9d7dh3k39sjv7\", \
             oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131201\", oauth_nonce=\"7d8f3e4a\", \
             oauth_signature=\"bYT5CMsGcbgUdFHObYMEfcx6bsw%3D\"",
        );
        let expected = "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26\
                        c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26\
                        oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7";
        assert_eq!(base_string(&call, &Protocol::read(&call).unwrap_or_else(|_| panic!("the header is well-formed"))), expected);
    }

    #[test]
    fn a_header_has_each_parameter_once_and_whole() {
        for header in ["Bearer x", "OAuth a=\"1\", a=\"2\"", "OAuth a=1", "OAuth a", "OAuth a=\"%4\"", "OAuth a=\"%GG\"", "OAuth"]
        {
            assert!(Protocol::read(&call(header)).is_err(), "{header}");
        }
        assert_eq!(decode("%25%20a").as_deref(), Some("% a"));
    }
}
