//! The types of credentials, and the purpose of each: an API, or webhooks.

/// What a stored secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialType {
    /// An OAuth access token.
    OAuthToken,
    /// A token of OAuth 1.0a (RFC 5849), which signs requests.
    OAuth1Token,
    /// A key that somebody pasted.
    ApiKey,
    /// A secret that signs webhooks.
    WebhookSecret,
}

impl CredentialType {
    /// The stored and sent name.
    pub const fn as_str(self) -> &'static str {
        match self {
            CredentialType::OAuthToken => "oauth_token",
            CredentialType::OAuth1Token => "oauth1_token",
            CredentialType::ApiKey => "api_key",
            CredentialType::WebhookSecret => "webhook_secret",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        let all =
            [CredentialType::OAuthToken, CredentialType::OAuth1Token, CredentialType::ApiKey, CredentialType::WebhookSecret];
        all.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether somebody has signed in for it, rather than pasted it.
    pub const fn is_signed_in(self) -> bool {
        matches!(self, CredentialType::OAuthToken | CredentialType::OAuth1Token)
    }

    /// Among which credentials one of this type is kept.
    pub const fn purpose(self) -> Purpose {
        match self {
            CredentialType::OAuthToken | CredentialType::OAuth1Token | CredentialType::ApiKey => Purpose::Api,
            CredentialType::WebhookSecret => Purpose::Webhook,
        }
    }
}

/// Whether a field of a stored credential may have this name.
pub(crate) fn is_field_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// What a credential is for. Those of each purpose have keys of their own: one never answers for the other, nor stands in its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// It is sent to the provider's API: OAuth tokens and API keys.
    Api,
    /// It checks what the provider sends, and goes nowhere.
    Webhook,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Purpose; 2] = [Purpose::Api, Purpose::Webhook];
}
