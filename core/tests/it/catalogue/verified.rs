//! Verifies the signatures of OAuth 1.0a (RFC 5849 §3.4), with nothing of the library's own that makes them.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

use super::judge::{Asked, same};

/// A client of a vendor's, and the credentials that the vendor has issued.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) consumer_key: String,
    pub(super) consumer_secret: String,
    /// Each token's secret.
    secrets: BTreeMap<String, String>,
    /// Nonces that were taken.
    nonces: BTreeSet<String>,
}

impl Keys {
    /// Reads the credentials of an answer (RFC 5849 §2.1, §2.3).
    pub(super) fn issued(&mut self, answer: &str) {
        let form: BTreeMap<String, String> = form_urlencoded::parse(answer.as_bytes()).into_owned().collect();
        if let (Some(token), Some(secret)) = (form.get("oauth_token"), form.get("oauth_token_secret")) {
            self.secrets.insert(token.clone(), secret.clone());
        }
    }

    /// The parameters of the header besides those that all signed requests have, once the signature over this request is right and the nonce
    /// new.
    pub(super) fn verify(&mut self, asked: &Asked) -> Result<BTreeMap<String, String>, String> {
        let mut protocol = read_header(asked)?;
        let of = |name: &str| protocol.get(name).cloned().unwrap_or_default();
        let secret = self.secrets.get(&of("oauth_token")).cloned().unwrap_or_default();
        let expected = signature(asked, &protocol, "HMAC-SHA1", &self.consumer_secret, &secret)?;
        same("the signature", &of("oauth_signature"), &expected)?;
        if !self.nonces.insert(of("oauth_nonce")) {
            return Err("the nonce was used before".to_owned());
        }
        for (name, value) in [("consumer_key", self.consumer_key.as_str()), ("signature_method", "HMAC-SHA1"), ("version", "1.0")]
        {
            same(name, protocol.remove(&format!("oauth_{name}")).as_deref().unwrap_or_default(), value)?;
        }
        for name in ["oauth_signature", "oauth_nonce", "oauth_timestamp"] {
            protocol.remove(name).ok_or(format!("there is no {name}"))?;
        }
        Ok(protocol)
    }
}

/// The parameters of the header `Authorization` (RFC 5849 §3.5.1).
pub(super) fn read_header(asked: &Asked) -> Result<BTreeMap<String, String>, String> {
    let sent = asked.headers.get("authorization").and_then(|value| value.strip_prefix("OAuth ")).ok_or("no header")?;
    let mut protocol = BTreeMap::new();
    for parameter in sent.split(", ") {
        let (name, value) = parameter.split_once('=').ok_or("a parameter without a value")?;
        protocol.insert(name.to_owned(), decode(value.trim_matches('"')));
    }
    Ok(protocol)
}

/// What a request must be signed with (RFC 5849 §3.4.2).
pub(super) fn signature(
    asked: &Asked,
    protocol: &BTreeMap<String, String>,
    method: &str,
    client_secret: &str,
    token_secret: &str,
) -> Result<String, String> {
    let key = format!("{}&{}", encode(client_secret), encode(token_secret));
    let form = form_urlencoded::parse(asked.body.as_bytes()).into_owned();
    let query = form_urlencoded::parse(asked.query.as_bytes()).into_owned();
    let own = protocol.iter().filter(|(name, _)| *name != "oauth_signature" && *name != "realm");
    let own = own.map(|(name, value)| (name.clone(), value.clone()));
    let mut pairs: Vec<_> = own.chain(query).chain(form).map(|(name, value)| (encode(&name), encode(&value))).collect();
    pairs.sort();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let base = format!("{}&{}&{}", asked.method, encode(&asked.url), encode(&pairs.join("&")));
    match method {
        "HMAC-SHA1" => Ok(mac(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key, &base)),
        other => Err(format!("{other} is not played")),
    }
}

fn mac(algorithm: hmac::Algorithm, key: &str, text: &str) -> String {
    STANDARD.encode(hmac::sign(&hmac::Key::new(algorithm, key.as_bytes()), text.as_bytes()))
}

/// RFC 5849 §3.6.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn decode(text: &str) -> String {
    // A plus stands for itself in a header.
    let form = format!("x={}", text.replace('+', "%2B"));
    form_urlencoded::parse(form.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[test]
fn the_signature_of_rfc_5849_is_verified_and_another_one_is_not() {
    // §1.2.
    let header = |signature: &str| {
        format!(
            "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_signature_method=\"HMAC-SHA1\", \
             oauth_timestamp=\"137131200\", oauth_nonce=\"wIjqoS\", \
             oauth_callback=\"http%3A%2F%2Fprinter.example.com%2Fready\", oauth_signature=\"{signature}\""
        )
    };
    let asked = |signature: &str| Asked {
        method: "POST".to_owned(),
        url: "https://photos.example.net/initiate".to_owned(),
        query: String::new(),
        headers: BTreeMap::from([("authorization".to_owned(), header(signature))]),
        body: String::new(),
    };
    let good = "74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D";
    let read = read_header(&asked(good)).unwrap();
    let made = signature(&asked(good), &read, "HMAC-SHA1", "kd94hf93k423kf44", "").unwrap();
    assert_eq!(encode(&made), good);
    let mut keys =
        Keys { consumer_key: "dpf43f3p2l4k3l03".to_owned(), consumer_secret: "kd94hf93k423kf44".to_owned(), ..Keys::default() };
    assert!(keys.verify(&asked("74KNZJeDHnMBp0EMJ9ZHt%2FXKycV%3D")).unwrap_err().starts_with("the signature"));
    // All requests of the library name a version, which this one does not.
    assert!(keys.verify(&asked(good)).unwrap_err().starts_with("version"));
}
