//! Keys of every kind, and tokens that they sign.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize, PublicKeyComponents};
use aws_lc_rs::signature::{self, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use serde_json::{Map, Value, json};

use crate::base::Secret;
use crate::base::encoding::to_base64url;
use crate::protocol::jwks::{Jwks, read_jwks};

pub(super) const NOW: i64 = 1_790_000_000;
pub(super) const TID: &str = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
pub(super) const ISSUER: &str = "https://login.example/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d/v2.0";
pub(super) const ADMIN: &str = "62e90394-69f5-4237-9190-012177145e10";

pub(super) struct Keys {
    pub(super) rsa: RsaKeyPair,
    pub(super) other_rsa: RsaKeyPair,
    pub(super) ec: EcdsaKeyPair,
    pub(super) ed: Ed25519KeyPair,
}

pub(super) static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
    rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
    other_rsa: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(),
    ec: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
    ed: Ed25519KeyPair::generate().unwrap(),
});

pub(super) fn rsa_jwk(key: &RsaKeyPair, more: Value) -> Value {
    let parts = PublicKeyComponents::<Vec<u8>>::from(key.public_key());
    let jwk = json!({ "kty": "RSA", "n": to_base64url(&parts.n), "e": to_base64url(&parts.e) });
    merge(jwk, more)
}

pub(super) fn ec_jwk(more: Value) -> Value {
    let point = KEYS.ec.public_key().as_ref();
    merge(json!({ "kty": "EC", "crv": "P-256", "x": to_base64url(&point[1..33]), "y": to_base64url(&point[33..]) }), more)
}

pub(super) fn ed_jwk(more: Value) -> Value {
    merge(json!({ "kty": "OKP", "crv": "Ed25519", "x": to_base64url(KEYS.ed.public_key().as_ref()) }), more)
}

pub(super) fn jwks(keys: &[Value]) -> Jwks {
    read_jwks(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

/// The key set of most tests: one RSA key `k1`, one EC key `k2`.
pub(super) fn usual_keys() -> Jwks {
    jwks(&[rsa_jwk(&KEYS.rsa, json!({ "kid": "k1", "use": "sig" })), ec_jwk(json!({ "kid": "k2", "alg": "ES256" }))])
}

/// `null` in `more` removes a member.
pub(super) fn merge(base: Value, more: Value) -> Value {
    let mut members: Map<String, Value> = base.as_object().unwrap().clone();
    for (name, value) in more.as_object().unwrap() {
        if value.is_null() {
            members.remove(name)
        } else {
            members.insert(name.clone(), value.clone())
        };
    }
    Value::Object(members)
}

pub(super) fn claims(more: Value) -> Value {
    let usual = json!({
        "iss": ISSUER, "aud": "client", "exp": NOW + 3600, "iat": NOW - 5, "nbf": NOW - 5, "nonce": "the-nonce", "sub": "pairwise-sub",
        "tid": TID, "oid": "person-1", "name": "Ada\u{202e} Lovelace", "wids": ["b79fbf4d-3ef9-4689-8143-76b194e85509", ADMIN],
    });
    merge(usual, more)
}

pub(super) fn sign(algorithm: &str, message: &[u8]) -> Vec<u8> {
    let random = SystemRandom::new();
    let rsa = |key: &RsaKeyPair, encoding: &'static dyn signature::RsaEncoding| {
        let mut out = vec![0; key.public_modulus_len()];
        key.sign(encoding, &random, message, &mut out).unwrap();
        out
    };
    match algorithm {
        "RS256" => rsa(&KEYS.rsa, &signature::RSA_PKCS1_SHA256),
        "PS256" => rsa(&KEYS.rsa, &signature::RSA_PSS_SHA256),
        "other RS256" => rsa(&KEYS.other_rsa, &signature::RSA_PKCS1_SHA256),
        "ES256" => KEYS.ec.sign(&random, message).unwrap().as_ref().to_vec(),
        "EdDSA" | "Ed25519" => KEYS.ed.sign(message).as_ref().to_vec(),
        _ => Vec::new(),
    }
}

pub(super) fn token_of(header: &str, payload: &str, signer: &str) -> Secret<String> {
    let message = format!("{}.{}", to_base64url(header.as_bytes()), to_base64url(payload.as_bytes()));
    let signature = to_base64url(&sign(signer, message.as_bytes()));
    Secret::new(format!("{message}.{signature}"))
}

pub(super) fn token(header: Value, claims: Value) -> Secret<String> {
    let signer = header["alg"].as_str().unwrap_or_default().to_owned();
    token_of(&header.to_string(), &claims.to_string(), &signer)
}

pub(super) fn usual_token(more: Value) -> Secret<String> {
    token(json!({ "alg": "RS256", "kid": "k1", "typ": "JWT" }), claims(more))
}
