//! JSON Web Tokens that a client signs: to prove who it is (RFC 7523 §2.2), or to ask for a token (RFC 7523 §2.1).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::base::{Secret, Timestamp};
use crate::model::client::{KeyKind, SigningKey};
use crate::model::definition::RsaAlgorithm;

/// How long an assertion is good, in seconds. It is made for one request, so the clocks of both sides are what it must bridge;
/// the most that providers take is 600.
const LIFETIME: i64 = 300;
/// How far the provider's clock may be behind ours, in seconds.
const SKEW: i64 = 60;

/// What makes an assertion of its own: the time, and an id that no other has. The caller makes both, because this module knows no
/// clock and no randomness.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    /// Now.
    pub now: Timestamp,
    /// A new random id (RFC 7519 §4.1.7).
    pub id: Secret<String>,
}

/// What an assertion says (RFC 7523 §3).
#[derive(Clone, Debug)]
pub(crate) struct Claims<'a> {
    /// Who signs it.
    pub issuer: &'a str,
    /// Whom it is about.
    pub subject: Option<&'a str>,
    /// For whom it is.
    pub audience: Option<&'a str>,
    /// The scope, for providers that read it here and not from the request.
    pub scope: Option<&'a str>,
}

/// Text that is no private key for signing: what to say of it. The text itself is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct KeyProblem(pub(crate) &'static str);

/// The same with line ends in the place of `\n`, and without `\r`. The buffer never grows, so that no copy is left behind.
fn with_line_ends(text: &Secret<String>) -> Secret<String> {
    let mut out = String::with_capacity(text.expose().len());
    for (at, line) in text.expose().split("\\n").enumerate() {
        if at > 0 {
            out.push('\n');
        }
        line.split("\\r").for_each(|part| out.push_str(part));
    }
    Secret::new(out)
}

/// Reads a key from PEM text (RFC 7468): one private key, and perhaps the certificate that belongs to it. Line ends may be written
/// as `\n`, as they often are in variables of an environment.
///
/// A signature is tried, so that a key that cannot sign is told now and not in the middle of a request.
///
/// # Errors
/// [`KeyProblem`], which says what is wrong.
pub(crate) fn read_signing_key(text: &Secret<String>, id: Option<&str>) -> Result<SigningKey, KeyProblem> {
    let text = with_line_ends(text);
    let blocks = blocks(text.expose());
    if blocks.is_empty() {
        return Err(KeyProblem("must be PEM text: a block that begins with -----BEGIN PRIVATE KEY-----"));
    }
    let mut keys = blocks.iter().filter(|block| block.label.ends_with("PRIVATE KEY"));
    let Some(block) = keys.next() else {
        return Err(KeyProblem("holds no private key: a certificate or a public key cannot sign"));
    };
    if keys.next().is_some() {
        return Err(KeyProblem("holds several private keys: give the one that is registered"));
    }
    match block.label {
        "ENCRYPTED PRIVATE KEY" => return Err(KeyProblem("is encrypted: decrypt it, such as with openssl pkcs8 -nocrypt")),
        "PRIVATE KEY" | "RSA PRIVATE KEY" => {}
        _ => {
            return Err(KeyProblem(
                "must be PKCS #8 (-----BEGIN PRIVATE KEY-----): convert it with openssl pkcs8 -topk8 -nocrypt",
            ));
        }
    }
    let thumbprint = blocks.iter().find(|block| block.label == "CERTIFICATE").map(|block| thumbprint(block.text)).transpose()?;
    let key =
        |kind| SigningKey { pem: Secret::from(block.text), kind, id: id.map(str::to_owned), thumbprint: thumbprint.clone() };
    let signs = |key: &SigningKey| sign_bytes(key, "", RsaAlgorithm::Rs256).is_some();
    [KeyKind::Rsa, KeyKind::P256]
        .into_iter()
        .map(key)
        .find(signs)
        .ok_or(KeyProblem("must be an RSA key of 2048 bits or more, or a key of the curve P-256"))
}

/// A block of a PEM text (RFC 7468 §2).
#[derive(Clone, Copy)]
struct Block<'a> {
    /// What stands between `BEGIN ` and the dashes.
    label: &'a str,
    /// All of it, from the first dash to the last.
    text: &'a str,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    const BEGIN: &str = "-----BEGIN ";
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(begin) = text[at..].find(BEGIN).map(|offset| at + offset) {
        let after = &text[begin + BEGIN.len()..];
        let Some((label, _)) = after.split_once("-----") else { break };
        let end = format!("-----END {label}-----");
        let Some(offset) = after.find(&end) else { break };
        at = begin + BEGIN.len() + offset + end.len();
        found.push(Block { label, text: &text[begin..at] });
    }
    found
}

/// RFC 7515 §4.1.8: of the certificate's DER form.
fn thumbprint(block: &str) -> Result<String, KeyProblem> {
    let body: String = block.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
    let der = STANDARD.decode(body).map_err(|_| KeyProblem("has a certificate that is not base64 text"))?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(der)))
}

/// Signs an assertion (RFC 7515 §7.1). `None`: the key cannot sign, which [`read_signing_key`] has ruled out.
pub(crate) fn sign(key: &SigningKey, rsa: RsaAlgorithm, claims: &Claims<'_>, stamp: &Stamp) -> Option<Secret<String>> {
    let mut header =
        Map::from_iter([("typ".to_owned(), json!("JWT")), ("alg".to_owned(), json!(name(algorithm(key.kind, rsa))))]);
    let mut put = |name: &str, value: Option<&str>| value.map(|value| header.insert(name.to_owned(), json!(value)));
    put("kid", key.id.as_deref());
    put("x5t#S256", key.thumbprint.as_deref());
    let now = stamp.now.unix_seconds();
    let mut body = Map::from_iter([
        ("iss".to_owned(), json!(claims.issuer)),
        ("iat".to_owned(), json!(now - SKEW)),
        ("exp".to_owned(), json!(now + LIFETIME)),
        ("jti".to_owned(), json!(stamp.id.expose())),
    ]);
    let mut put = |name: &str, value: Option<&str>| value.map(|value| body.insert(name.to_owned(), json!(value)));
    put("sub", claims.subject);
    put("aud", claims.audience);
    put("scope", claims.scope);
    let part = |members: Map<String, Value>| URL_SAFE_NO_PAD.encode(Value::Object(members).to_string());
    let message = format!("{}.{}", part(header), part(body));
    let signature = sign_bytes(key, &message, rsa)?;
    Some(Secret::new(format!("{message}.{signature}")))
}

fn sign_bytes(key: &SigningKey, message: &str, rsa: RsaAlgorithm) -> Option<String> {
    // As for signatures that are verified: without a provider `jsonwebtoken` panics. "Already set" is what the second call says.
    let _ = DEFAULT_PROVIDER.install_default();
    let pem = key.pem.expose().as_bytes();
    let encoding = match key.kind {
        KeyKind::Rsa => EncodingKey::from_rsa_pem(pem),
        KeyKind::P256 => EncodingKey::from_ec_pem(pem),
    };
    jsonwebtoken::crypto::sign(message.as_bytes(), &encoding.ok()?, algorithm(key.kind, rsa)).ok()
}

const fn algorithm(kind: KeyKind, rsa: RsaAlgorithm) -> Algorithm {
    match (kind, rsa) {
        (KeyKind::Rsa, RsaAlgorithm::Rs256) => Algorithm::RS256,
        (KeyKind::Rsa, RsaAlgorithm::Ps256) => Algorithm::PS256,
        (KeyKind::P256, _) => Algorithm::ES256,
    }
}

const fn name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::PS256 => "PS256",
        Algorithm::ES256 => "ES256",
        _ => "RS256",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jsonwebtoken::DecodingKey;
    use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256};

    fn stamp() -> Stamp {
        Stamp { now: Timestamp::from_unix_seconds(1_000_000), id: Secret::from("an-id") }
    }

    fn pem(algorithm: &'static rcgen::SignatureAlgorithm) -> (KeyPair, Secret<String>) {
        let pair = KeyPair::generate_for(algorithm).unwrap();
        let pem = Secret::new(pair.serialize_pem());
        (pair, pem)
    }

    fn parts(token: &Secret<String>) -> (Value, Value) {
        let mut parts = token.expose().split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
        let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
        (next(), next())
    }

    #[test]
    fn each_key_signs_by_its_algorithm_and_its_public_half_verifies() {
        for (algorithm, rsa, name) in [
            (&PKCS_RSA_SHA256, RsaAlgorithm::Rs256, Algorithm::RS256),
            (&PKCS_RSA_SHA256, RsaAlgorithm::Ps256, Algorithm::PS256),
            (&PKCS_ECDSA_P256_SHA256, RsaAlgorithm::Ps256, Algorithm::ES256),
        ] {
            let (pair, pem) = pem(algorithm);
            let key = read_signing_key(&pem, Some("key-1")).unwrap();
            let claims = Claims { issuer: "me", subject: Some("them"), audience: Some("https://as.example/token"), scope: None };
            let token = sign(&key, rsa, &claims, &stamp()).unwrap();
            let (header, body) = parts(&token);
            let spelt = json!({ "alg": format!("{name:?}"), "typ": "JWT", "kid": "key-1" });
            assert_eq!(header, spelt);
            let expected = json!({
                "iss": "me", "sub": "them", "aud": "https://as.example/token",
                "iat": 1_000_000 - 60, "exp": 1_000_000 + 300, "jti": "an-id",
            });
            assert_eq!(body, expected);
            let (message, signature) = token.expose().rsplit_once('.').unwrap();
            let public = pair.public_key_pem();
            let public = match name {
                Algorithm::ES256 => DecodingKey::from_ec_pem(public.as_bytes()),
                _ => DecodingKey::from_rsa_pem(public.as_bytes()),
            };
            assert!(jsonwebtoken::crypto::verify(signature, message.as_bytes(), &public.unwrap(), name).unwrap());
        }
    }

    #[test]
    fn a_certificate_beside_the_key_gives_its_thumbprint() {
        let (pair, key) = pem(&PKCS_ECDSA_P256_SHA256);
        let certificate = rcgen::CertificateParams::default().self_signed(&pair).unwrap();
        let expected = URL_SAFE_NO_PAD.encode(Sha256::digest(certificate.der()));
        for text in [format!("{}{}", certificate.pem(), key.expose()), format!("{}\n{}", key.expose(), certificate.pem())] {
            let key = read_signing_key(&Secret::new(text.replace('\n', "\\n")), None).unwrap();
            let claims = Claims { issuer: "me", subject: None, audience: None, scope: Some("a b") };
            let (header, body) = parts(&sign(&key, RsaAlgorithm::Rs256, &claims, &stamp()).unwrap());
            assert_eq!((header["x5t#S256"].as_str(), body["scope"].as_str()), (Some(expected.as_str()), Some("a b")));
            assert!(header.get("kid").is_none() && body.get("sub").is_none() && body.get("aud").is_none());
        }
    }

    #[test]
    fn text_that_is_no_key_is_told_and_not_repeated() {
        let (pair, key) = pem(&PKCS_ECDSA_P256_SHA256);
        let labelled = |label: &str| format!("-----BEGIN {label}-----\nY2FuYXJ5\n-----END {label}-----\n");
        for (text, problem) in [
            ("canary".to_owned(), "must be PEM text"),
            (String::new(), "must be PEM text"),
            ("-----BEGIN PRIVATE KEY-----\ncanary".to_owned(), "must be PEM text"),
            (pair.public_key_pem(), "holds no private key"),
            (labelled("CERTIFICATE"), "holds no private key"),
            (labelled("ENCRYPTED PRIVATE KEY"), "is encrypted"),
            (labelled("EC PRIVATE KEY"), "must be PKCS #8"),
            (labelled("PRIVATE KEY"), "must be an RSA key"),
            (format!("{0}{0}", key.expose()), "holds several private keys"),
            (pem(&PKCS_ECDSA_P384_SHA384).1.expose().clone(), "must be an RSA key"),
        ] {
            let problem_found = read_signing_key(&Secret::new(text), None).unwrap_err().to_string();
            assert!(problem_found.starts_with(problem) && !problem_found.contains("canary"), "{problem_found}");
        }
    }
}
