//! Reads a key set (RFC 7517) down to the public keys that may sign an ID token.

use std::fmt;

use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use super::json::{Malformed, read_json_body};
use crate::base::encoding::from_base64url;

/// Keys that are looked at. Providers publish fewer than twenty.
const MAX_KEYS: usize = 200;

/// The keys of a key set that are usable here. Others are left out, as RFC 7517 §5 says.
pub(crate) struct Jwks {
    keys: Vec<Key>,
}

impl fmt::Debug for Jwks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jwks({})", self.keys.len())
    }
}

impl Jwks {
    /// How many usable keys it has.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether it has no usable key.
    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }
}

/// One public key.
pub(super) struct Key {
    pub(super) kid: Option<String>,
    shape: Shape,
    algorithm: Option<Algorithm>,
    pub(super) decoding: DecodingKey,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Rsa,
    P256,
    P384,
    Ed25519,
}

impl Key {
    /// Whether this key may verify this algorithm: by its own kind, and by the `alg` it was published with (RFC 8725 §3.1).
    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        self.shape == shape_of(algorithm) && self.algorithm.is_none_or(|own| own == algorithm)
    }
}

/// Reads an algorithm's name. Only asymmetric ones exist here: with `none` anybody signs, and with HMAC everybody who knows the
/// public key or the client secret does.
pub(super) fn read_algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        "RS256" => Algorithm::RS256,
        "RS384" => Algorithm::RS384,
        "RS512" => Algorithm::RS512,
        "PS256" => Algorithm::PS256,
        "PS384" => Algorithm::PS384,
        "PS512" => Algorithm::PS512,
        "ES256" => Algorithm::ES256,
        "ES384" => Algorithm::ES384,
        // RFC 9864 §2.2: the name that says the curve; no other curve of `EdDSA` is read here.
        "EdDSA" | "Ed25519" => Algorithm::EdDSA,
        _ => return None,
    })
}

fn shape_of(algorithm: Algorithm) -> Shape {
    match algorithm {
        Algorithm::ES256 => Shape::P256,
        Algorithm::ES384 => Shape::P384,
        Algorithm::EdDSA => Shape::Ed25519,
        // HMAC never comes out of `read_algorithm`; an RSA key would refuse it in the verifier once more.
        _ => Shape::Rsa,
    }
}

/// Reads a key set.
///
/// # Errors
/// [`Malformed`]: not JSON, no array `keys`, or more than 200 keys. A key that cannot be used is not an error.
pub(crate) fn read_jwks(bytes: &[u8]) -> Result<Jwks, Malformed> {
    let json = read_json_body(bytes)?;
    let keys = json.get("keys").and_then(Value::as_array).ok_or(Malformed("no array `keys`"))?;
    if keys.len() > MAX_KEYS {
        return Err(Malformed("too many keys"));
    }
    Ok(Jwks { keys: keys.iter().filter_map(|key| read_key(key.as_object()?)).collect() })
}

fn read_key(members: &Map<String, Value>) -> Option<Key> {
    // What is null is not there: serializers of some languages write what they leave out.
    let given = |name: &str| members.get(name).filter(|value| !value.is_null());
    let text = |name: &str| given(name).and_then(Value::as_str);
    // Padding is not written (RFC 7515 §2), and a number has no leading zeros (RFC 7518 §2): some servers have them all the same.
    let bytes = |name: &str| text(name).and_then(|text| from_base64url(text.trim_end_matches('=')));
    let number = |name: &str| bytes(name).map(|bytes| bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>());
    let for_signatures = given("use").is_none_or(|usage| usage == "sig");
    let for_verifying = given("key_ops").is_none_or(|ops| ops.as_array().is_some_and(|ops| ops.iter().any(|op| op == "verify")));
    if !for_signatures || !for_verifying {
        return None;
    }
    let kid = match given("kid") {
        None => None,
        Some(kid) => Some(kid.as_str()?.to_owned()),
    };
    let algorithm = match given("alg") {
        None => None,
        Some(name) => Some(read_algorithm(name.as_str()?)?),
    };
    let (shape, decoding) = match (text("kty")?, text("crv")) {
        ("RSA", _) => {
            let (n, e) = (number("n")?, number("e")?);
            // The verifier takes 2048 to 8192 bits. An exponent of 1 would make every text its own signature.
            let is_sound = (256..=1025).contains(&n.len()) && (1..=8).contains(&e.len()) && e != [1];
            (Shape::Rsa, is_sound.then(|| DecodingKey::from_rsa_raw_components(&n, &e))?)
        }
        ("EC", Some("P-256")) => (Shape::P256, read_point(text("x")?, text("y")?, 32)?),
        ("EC", Some("P-384")) => (Shape::P384, read_point(text("x")?, text("y")?, 48)?),
        ("OKP", Some("Ed25519")) => (Shape::Ed25519, bytes("x").filter(|x| x.len() == 32).map(|x| DecodingKey::from_ed_der(&x))?),
        _ => return None,
    };
    let key = Key { kid, shape, algorithm, decoding };
    algorithm.is_none_or(|own| key.fits(own)).then_some(key)
}

// RFC 7518 §6.2.1.2: coordinates have the full length of the field.
fn read_point(x: &str, y: &str, length: usize) -> Option<DecodingKey> {
    let is_full = |text: &str| from_base64url(text).is_some_and(|bytes| bytes.len() == length);
    (is_full(x) && is_full(y)).then(|| DecodingKey::from_ec_components(x, y).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::encoding::to_base64url;
    use crate::model::definition::ID_TOKEN_ALGORITHMS;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn only_public_signature_keys_of_known_kinds_are_kept() {
        let (n, e, c) = (to_base64url(&[0xC3; 256]), "AQAB", to_base64url(&[7; 32]));
        let padded = format!("{n}==");
        let table = [
            (json!({"kty":"RSA","n":n,"e":e}), 1),
            (json!({"kty":"RSA","n":n,"e":e,"use":"sig","alg":"RS256","kid":"k","x5c":["AA=="]}), 1),
            (json!({"kty":"RSA","n":n,"e":e,"alg":"PS256"}), 1),
            (json!({"kty":"EC","crv":"P-256","x":c,"y":c}), 1),
            (json!({"kty":"OKP","crv":"Ed25519","x":c}), 1),
            (json!({"kty":"RSA","n":n,"e":e,"use":"enc"}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"use":null,"alg":null,"kid":null,"key_ops":null}), 1),
            (json!({"kty":"RSA","n":n,"e":null}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"key_ops":["sign"]}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"key_ops":["verify"]}), 1),
            (json!({"kty":"RSA","n":n,"e":e,"alg":"ES256"}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"alg":"RSA-OAEP"}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"alg":"none"}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"alg":"HS256"}), 0),
            (json!({"kty":"RSA","n":n,"e":"AQ"}), 0),
            (json!({"kty":"RSA","n":n,"e":"AAAB"}), 0),
            (json!({"kty":"RSA","n":padded,"e":"AQAB"}), 1),
            (json!({"kty":"RSA","n":to_base64url(&[&[0; 129][..], &[0xC3; 128]].concat()),"e":e}), 0),
            (json!({"kty":"RSA","n":to_base64url(&[0xC3; 128]),"e":e}), 0),
            (json!({"kty":"RSA","n":to_base64url(&[0xC3; 4096]),"e":e}), 0),
            (json!({"kty":"RSA","n":"!","e":e}), 0),
            (json!({"kty":"RSA","n":n,"e":e,"kid":7}), 0),
            (json!({"kty":"oct","k":c}), 0),
            (json!({"kty":"oct","k":c,"alg":"HS256"}), 0),
            (json!({"kty":"EC","crv":"P-256","x":to_base64url(&[7; 31]),"y":c}), 0),
            (json!({"kty":"EC","crv":"P-521","x":c,"y":c}), 0),
            (json!({"kty":"EC","crv":"P-384","x":c,"y":c}), 0),
            (json!({"kty":"OKP","crv":"X25519","x":c}), 0),
            (json!({"kty":"rsa","n":n,"e":e}), 0),
            (json!({}), 0),
            (json!("RSA"), 0),
        ];
        for (key, count) in table {
            let set = json!({ "keys": [key] }).to_string();
            assert_eq!(read_jwks(set.as_bytes()).unwrap().len(), count, "{set}");
        }
    }

    #[test]
    fn every_algorithm_that_a_definition_may_name_is_read_and_no_other() {
        for name in ID_TOKEN_ALGORITHMS {
            assert!(read_algorithm(name).is_some(), "{name}");
        }
        for name in ["", "none", "HS256", "HS512", "RS1", "ES256K", "ES512", "Ed448", "rs256"] {
            assert!(read_algorithm(name).is_none(), "{name}");
        }
    }

    #[test]
    fn what_is_no_key_set_is_refused() {
        for text in
            ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[],"keys":[]}"#, r#"{"keys":[{"kty":"RSA","kty":"EC"}]}"#, "<html>"]
        {
            assert!(read_jwks(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read_jwks(json!({ "keys": vec![json!({}); 201] }).to_string().as_bytes()).is_err());
        assert!(read_jwks(br#"{"keys":[]}"#).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), x in "[A-Za-z0-9_-]{0,70}") {
            let _ = read_jwks(&bytes);
            for (kty, crv) in [("RSA", ""), ("EC", "P-256"), ("EC", "P-384"), ("OKP", "Ed25519")] {
                let set = json!({"keys":[{"kty":kty,"crv":crv,"x":x,"y":x,"n":x,"e":x}]}).to_string();
                prop_assert!(read_jwks(set.as_bytes()).is_ok());
            }
        }
    }
}
