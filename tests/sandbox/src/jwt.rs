//! JSON Web Tokens that clients sign (RFC 7515 §3.1): read, and verified with the key that is registered.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_RSA_SHA256, PublicKeyData as _};
use serde_json::Value;

use crate::StartError;
use crate::random::make_token;

/// What kind of key a client signs with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA of 2048 bits: RS256 or PS256.
    #[default]
    Rsa,
    /// The curve P-256: ES256.
    P256,
}

/// The public half of a key that is registered for a client.
#[derive(Clone, Debug)]
pub struct ClientKey {
    /// Its id (RFC 7515 §4.1.4).
    pub id: String,
    /// What kind of key it is.
    pub kind: KeyKind,
    /// The public key: for RSA as RFC 8017 writes it, for P-256 the uncompressed point.
    pub public: Vec<u8>,
}

/// A key that has just been made, with its private half. The sandbox keeps the public one.
#[derive(Clone, Debug)]
pub struct MadeKey {
    /// What is registered.
    pub public: ClientKey,
    /// The private key, PKCS #8 in PEM.
    pub private_key_pem: String,
}

impl MadeKey {
    /// Makes a key pair. Whoever puts its public half into a [`World`](crate::World) before the start needs this;
    /// [`Sandbox::add_client_key`](crate::Sandbox::add_client_key) does both at once.
    ///
    /// # Errors
    /// [`StartError::Certificate`] when it cannot be made.
    pub fn make(kind: KeyKind) -> Result<MadeKey, StartError> {
        let algorithm = match kind {
            KeyKind::Rsa => &PKCS_RSA_SHA256,
            KeyKind::P256 => &PKCS_ECDSA_P256_SHA256,
        };
        let pair = KeyPair::generate_for(algorithm).map_err(StartError::certificate)?;
        let public = ClientKey { id: make_token::<12>(), kind, public: pair.der_bytes().to_vec() };
        Ok(MadeKey { public, private_key_pem: pair.serialize_pem() })
    }
}

/// A token in its three parts, of which nothing has been believed yet.
pub(crate) struct SignedToken<'a> {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// What the signature is of.
    pub(crate) signed: &'a str,
    pub(crate) signature: Vec<u8>,
}

impl<'a> SignedToken<'a> {
    /// Takes the text apart. `None`: it is no such token.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let json = |part: &str| serde_json::from_slice(&decode(part)?).ok();
        Some(SignedToken { header: json(header)?, claims: json(claims)?, signed, signature: decode(signature)? })
    }

    /// A claim that is text.
    pub(crate) fn text(&self, claim: &str) -> Option<&str> {
        self.claims[claim].as_str()
    }

    /// A claim that is a number of seconds. It may have a fraction (RFC 7519 §2), and some clients send one.
    pub(crate) fn seconds(&self, claim: &str) -> Option<f64> {
        self.claims[claim].as_f64()
    }

    /// Whether one of these keys has signed it: the one that `kid` names, where it names one. The algorithm is the key's, not
    /// whatever the header says (RFC 8725 §3.1).
    pub(crate) fn is_signed_by(&self, keys: &[ClientKey]) -> bool {
        let named = self.header["kid"].as_str();
        keys.iter().filter(|key| named.is_none_or(|id| id == key.id)).any(|key| self.verifies(key))
    }

    fn verifies(&self, key: &ClientKey) -> bool {
        let algorithm: &dyn VerificationAlgorithm = match (key.kind, self.header["alg"].as_str()) {
            (KeyKind::Rsa, Some("RS256")) => &RSA_PKCS1_2048_8192_SHA256,
            (KeyKind::Rsa, Some("PS256")) => &RSA_PSS_2048_8192_SHA256,
            (KeyKind::P256, Some("ES256")) => &ECDSA_P256_SHA256_FIXED,
            _ => return false,
        };
        UnparsedPublicKey::new(algorithm, &key.public).verify(self.signed.as_bytes(), &self.signature).is_ok()
    }
}
