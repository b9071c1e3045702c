//! Signs requests (RFC 5849 §3.4, §3.5.1). Only the header carries what is signed, never the body or the address.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::Hmac;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use sha1::Sha1;
use sha2::Sha256;
use url::Url;
use zeroize::Zeroizing;

use crate::base::Secret;
use crate::model::definition::SignatureMethod;
use crate::model::http::SecretHeader;
use crate::model::signer::{SignatureStamp, Signer};

/// What RFC 5849 §3.6 encodes: everything but the unreserved characters of RFC 3986 §2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What of a request is signed (RFC 5849 §3.4.1).
pub(crate) struct SignedRequest<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// The address, with its query.
    pub url: &'a Url,
    /// The content, where it is of the type `application/x-www-form-urlencoded`; no other content is signed. Empty: there is none.
    pub form: &'a str,
    /// Further parameters of the protocol: `oauth_callback`, `oauth_verifier`.
    pub further: &'a [(&'a str, &'a str)],
}

/// The header `Authorization` of a request (RFC 5849 §3.5.1).
pub(crate) fn sign(signer: &Signer, request: &SignedRequest<'_>, stamp: &SignatureStamp) -> SecretHeader {
    let timestamp = stamp.now.unix_seconds().to_string();
    let mut parameters = vec![
        ("oauth_consumer_key", signer.client_id.as_str()),
        ("oauth_signature_method", signer.method.as_str()),
        ("oauth_timestamp", timestamp.as_str()),
        ("oauth_nonce", stamp.nonce.as_str()),
        ("oauth_version", "1.0"),
    ];
    if let Some(token) = &signer.token {
        parameters.push(("oauth_token", token.token.expose()));
    }
    parameters.extend(request.further);
    let signature = signature(signer, request, &parameters);
    parameters.push(("oauth_signature", &signature));
    write_header(signer.realm.as_deref(), &parameters)
}

/// The value of `oauth_signature` for these parameters of the protocol.
fn signature(signer: &Signer, request: &SignedRequest<'_>, parameters: &[(&str, &str)]) -> Zeroizing<String> {
    let key = signing_key(signer);
    let base = || base_string(request, parameters);
    match signer.method {
        SignatureMethod::HmacSha1 => Zeroizing::new(STANDARD.encode(mac::<Hmac<Sha1>>(&key, &base()))),
        SignatureMethod::HmacSha256 => Zeroizing::new(STANDARD.encode(mac::<Hmac<Sha256>>(&key, &base()))),
        SignatureMethod::Plaintext => key,
    }
}

/// Both secrets (RFC 5849 §3.4.2), which PLAINTEXT sends as they are (§3.4.4).
fn signing_key(signer: &Signer) -> Zeroizing<String> {
    let secret = signer.token.as_ref().map(|token| token.secret.expose().as_str()).unwrap_or_default();
    let client_secret = signer.client_secret.expose();
    // As large as it can become, so that growing leaves no copy behind.
    let mut key = Zeroizing::new(String::with_capacity(3 * (client_secret.len() + secret.len()) + 1));
    key.extend(encode(client_secret.as_bytes()));
    key.push('&');
    key.extend(encode(secret.as_bytes()));
    key
}

fn mac<M: hmac::KeyInit + hmac::Mac>(key: &str, text: &str) -> Vec<u8> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104 §2)")]
    let mut mac = <M as hmac::KeyInit>::new_from_slice(key.as_bytes()).expect("any bytes are a key");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// RFC 5849 §3.4.1.1.
fn base_string(request: &SignedRequest<'_>, parameters: &[(&str, &str)]) -> Zeroizing<String> {
    let normalised = normalise(request, parameters);
    let uri = base_uri(request.url);
    let mut base = Zeroizing::new(String::with_capacity(request.method.len() + 3 * (uri.len() + normalised.len()) + 2));
    base.push_str(request.method);
    base.push('&');
    base.extend(encode(uri.as_bytes()));
    base.push('&');
    base.extend(encode(normalised.as_bytes()));
    base
}

/// RFC 5849 §3.4.1.2: the parser has put scheme and host into small letters, and left out a port that is the usual one.
fn base_uri(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{host}{port}{}", url.scheme(), url.path())
}

/// RFC 5849 §3.4.1.3: all parameters, decoded, encoded anew and sorted by bytes.
fn normalise(request: &SignedRequest<'_>, parameters: &[(&str, &str)]) -> Zeroizing<String> {
    let sent = form_pairs(request.url.query().unwrap_or_default()).chain(form_pairs(request.form));
    let own = parameters.iter().map(|(name, value)| Pair::of(name.as_bytes(), value.as_bytes()));
    let mut pairs: Vec<Pair> = sent.chain(own).collect();
    pairs.sort_unstable_by(|a, b| (a.name.as_bytes(), a.value.as_bytes()).cmp(&(b.name.as_bytes(), b.value.as_bytes())));
    let size = pairs.iter().map(|pair| pair.name.len() + pair.value.len() + 2).sum();
    let mut out = Zeroizing::new(String::with_capacity(size));
    for pair in &pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&pair.name);
        out.push('=');
        out.push_str(&pair.value);
    }
    out
}

/// A parameter, encoded.
struct Pair {
    name: Zeroizing<String>,
    value: Zeroizing<String>,
}

impl Pair {
    fn of(name: &[u8], value: &[u8]) -> Self {
        let encoded = |text: &[u8]| Zeroizing::new(encode(text).collect::<String>());
        Pair { name: encoded(name), value: encoded(value) }
    }
}

/// The parameters of a form, byte for byte: what is not UTF-8 is signed as it is sent.
fn form_pairs(form: &str) -> impl Iterator<Item = Pair> {
    form.split('&').filter(|piece| !piece.is_empty()).map(|piece| {
        let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
        let decoded = |text: &str| Zeroizing::new(percent_decode(text.replace('+', " ").as_bytes()).collect::<Vec<u8>>());
        Pair::of(&decoded(name), &decoded(value))
    })
}

fn encode(text: &[u8]) -> percent_encoding::PercentEncode<'_> {
    percent_encode(text, RESERVED)
}

fn write_header(realm: Option<&str>, parameters: &[(&str, &str)]) -> SecretHeader {
    let size = parameters.iter().map(|(name, value)| name.len() + 3 * value.len() + 5).sum::<usize>();
    let mut value = String::with_capacity(size + realm.map_or(0, str::len) + 16);
    value.push_str("OAuth ");
    if let Some(realm) = realm {
        value.push_str("realm=\"");
        value.push_str(realm);
        value.push_str("\", ");
    }
    for (at, (name, text)) in parameters.iter().enumerate() {
        value.push_str(if at > 0 { ", " } else { "" });
        value.push_str(name);
        value.push_str("=\"");
        value.extend(encode(text.as_bytes()));
        value.push('"');
    }
    SecretHeader::authorization(Secret::new(value))
}

#[cfg(test)]
mod tests;
