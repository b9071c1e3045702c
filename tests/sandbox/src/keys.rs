//! RSA signing keys, the published key set, and JWT signing.

use std::sync::{Arc, OnceLock};

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::random::make_token;

/// One RSA key with its published identifier.
#[derive(Clone)]
pub(crate) struct SigningKey {
    pair: Arc<RsaKeyPair>,
    kid: String,
}

impl SigningKey {
    /// The first key of every sandbox in this process: generating one costs tens of milliseconds.
    pub(crate) fn shared() -> SigningKey {
        static SHARED: OnceLock<SigningKey> = OnceLock::new();
        SHARED.get_or_init(SigningKey::make).clone()
    }

    /// A fresh 2048-bit key.
    pub(crate) fn make() -> SigningKey {
        match RsaKeyPair::generate(KeySize::Rsa2048) {
            Ok(pair) => SigningKey { pair: Arc::new(pair), kid: make_token::<20>() },
            Err(error) => panic!("RSA key generation failed: {error}"),
        }
    }

    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as a JSON Web Key (RFC 7517 §4, RFC 7518 §6.3.1).
    pub(crate) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        json!({
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "x5t": self.kid,
            "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// Signs claims as a compact RS256 JWT (RFC 7515 §3.1).
    pub(crate) fn sign_jwt(&self, claims: &Value) -> String {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": self.kid });
        let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        if let Err(error) = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature) {
            panic!("RSA signing with a 2048-bit key cannot fail: {error}");
        }
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The private key in PKCS #8 DER.
    pub(crate) fn pkcs8(&self) -> Vec<u8> {
        let der: Result<aws_lc_rs::encoding::Pkcs8V1Der<'static>, _> = self.pair.as_der();
        match der {
            Ok(der) => der.as_ref().to_vec(),
            Err(error) => panic!("a generated RSA key can always be exported: {error}"),
        }
    }
}

/// All keys that are published; the last one signs.
#[derive(Clone)]
pub(crate) struct KeyRing {
    keys: Vec<SigningKey>,
}

impl KeyRing {
    pub(crate) fn new() -> KeyRing {
        KeyRing { keys: vec![SigningKey::shared()] }
    }

    /// Adds a key that signs from now on; `keep_old` says whether older keys stay published.
    pub(crate) fn rotate(&mut self, keep_old: bool) {
        if !keep_old {
            self.keys.clear();
        }
        self.keys.push(SigningKey::make());
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.kid().to_owned()).collect()
    }

    pub(crate) fn signer(&self) -> &SigningKey {
        &self.keys[self.keys.len() - 1] // the ring is never empty
    }

    /// The JSON Web Key Set; `issuer` is the provider's extra member.
    pub(crate) fn jwks(&self, issuer: &str) -> Value {
        let keys: Vec<Value> = self
            .keys
            .iter()
            .map(|key| {
                let mut jwk = key.jwk();
                jwk["issuer"] = json!(issuer);
                jwk
            })
            .collect();
        json!({ "keys": keys })
    }
}
