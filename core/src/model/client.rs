//! How a client proves who it is, and what it signs with.

use crate::base::Secret;
use crate::model::client_assertion::AssertionSource;

/// How a client proves who it is (RFC 6749 §2.1, §2.3): a closed set. What a kind sends is decided by one match, in
/// `protocol::client`.
#[derive(Clone, Debug)]
pub(crate) enum Client {
    /// It cannot: a native app, or a provider that has no client registrations.
    Public,
    /// By a secret that it shares with the provider.
    Secret(Secret<String>),
    /// By assertions that it signs with its own key (RFC 7523 §2.2). Some providers take a secret besides, where people sign in,
    /// and the key for what is the app's own.
    PrivateKey {
        /// The key.
        key: SigningKey,
        /// The secret besides.
        secret: Option<Secret<String>>,
    },
    /// By a token that the platform has issued for it (RFC 7523 §2.2; workload identity federation). The platform replaces it before it
    /// ends, so it is got anew for each request.
    Federated {
        /// Where it is to be had.
        assertion: AssertionSource,
    },
    /// It does not, or by the secret, where people sign in; what is the organisation's is asked for in the name of a service
    /// account, whose key signs (RFC 7523 §2.1).
    ServiceAccount {
        /// The service account's name: who issues the assertions.
        issuer: String,
        /// Its key.
        key: SigningKey,
        /// The client's secret.
        secret: Option<Secret<String>>,
    },
}

impl Client {
    /// The secret of a client that has one.
    pub(crate) const fn secret(&self) -> Option<&Secret<String>> {
        match self {
            Client::Public | Client::Federated { .. } => None,
            Client::Secret(secret) => Some(secret),
            Client::PrivateKey { secret, .. } | Client::ServiceAccount { secret, .. } => secret.as_ref(),
        }
    }

    /// The key of a client that has one.
    pub(crate) const fn key(&self) -> Option<&SigningKey> {
        match self {
            Client::Public | Client::Secret(_) | Client::Federated { .. } => None,
            Client::PrivateKey { key, .. } | Client::ServiceAccount { key, .. } => Some(key),
        }
    }

    /// In whose name the key signs what asks for the organisation's credential; `client_id` is the client's own.
    pub(crate) fn issuer<'a>(&'a self, client_id: &'a str) -> &'a str {
        match self {
            Client::ServiceAccount { issuer, .. } => issuer,
            Client::Public | Client::Secret(_) | Client::PrivateKey { .. } | Client::Federated { .. } => client_id,
        }
    }

    /// The option that gives what proves it, as errors name it.
    pub(crate) const fn option(&self) -> &'static str {
        match self {
            Client::Public | Client::Secret(_) => "⟨client_secret⟩",
            Client::PrivateKey { .. } | Client::ServiceAccount { .. } => "⟨private_key⟩",
            Client::Federated { assertion } => assertion.option(),
        }
    }

    /// Whether it holds nothing that would have to be kept from the users of a program.
    pub(crate) const fn is_public(&self) -> bool {
        matches!(self, Client::Public)
    }
}

/// A private key that signs JSON Web Tokens (RFC 7515).
#[derive(Clone, Debug)]
pub(crate) struct SigningKey {
    /// The key, as PEM text of PKCS #8 or PKCS #1: one block, no certificate.
    pub pem: Secret<String>,
    /// What kind of key it is.
    pub kind: KeyKind,
    /// The key's id at the provider (RFC 7515 §4.1.4).
    pub id: Option<String>,
    /// The SHA-256 thumbprint of its certificate in base64url (RFC 7515 §4.1.8).
    pub thumbprint: Option<String>,
}

/// What kind of key it is, which decides the algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// RSA, of 2048 bits or more.
    Rsa,
    /// An elliptic curve: P-256.
    P256,
}
