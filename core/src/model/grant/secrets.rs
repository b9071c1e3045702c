//! What is sealed of a grant: the secrets, and the facts that decide what they may do.

use std::collections::BTreeMap;
use std::fmt;

use super::evidence::Evidence;
use super::renewal_end::RenewalEnd;
use super::status::{GrantStatus, StatusReason};
use crate::base::{BootTime, ProviderDetails, Secret, Timestamp, UserId};
use crate::model::failure::Failure;
use crate::model::renewal::Renewal;
use crate::model::standing::Standing;

/// The account at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalAccount {
    /// The provider's organisation, where it has organisations.
    pub organisation: Option<String>,
    /// The provider's person; absent for an installation.
    pub person: Option<String>,
    /// The name shown to people: the person's where there is one. It decides nothing.
    pub display: Option<String>,
    /// The organisation's name, where the provider was asked for it. It decides nothing.
    pub organisation_display: Option<String>,
}

impl ExternalAccount {
    /// The organisation's name.
    pub fn organisation_name(&self) -> Option<&str> {
        // Where a person is known too, `display` is that person's.
        let shown = self.display.as_deref().filter(|_| self.person.is_none());
        self.organisation_display.as_deref().or(shown)
    }

    /// The person's name.
    pub fn person_name(&self) -> Option<&str> {
        self.display.as_deref().filter(|_| self.person.is_some())
    }
}

/// Where the secrets of a grant may be sent. Sealed with them, so that an edited column cannot redirect a secret (SR-44).
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    /// The issuer that gave the grant.
    pub issuer: Option<String>,
    /// The token endpoint that may see its refresh token (SR-17).
    pub token_endpoint: String,
    /// The client that the grant belongs to.
    pub client_id: String,
    /// Origins that may see the access token.
    pub api_origins: Vec<String>,
    /// Values of the definition's variables under which these addresses were expanded: the organisation, a shop's name.
    pub variables: BTreeMap<String, String>,
}

impl fmt::Debug for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A definition of before may have asked for a key of the API as a variable like any other, so none of the values prints.
        f.debug_struct("Destination")
            .field("issuer", &self.issuer)
            .field("token_endpoint", &self.token_endpoint)
            .field("client_id", &self.client_id)
            .field("api_origins", &self.api_origins)
            .field("variables", &self.variables.keys())
            .finish()
    }
}

/// The secrets themselves.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "most grants have the larger one, and a box would be one more allocation for each read"
)]
pub(crate) enum Material {
    /// Tokens of OAuth.
    OAuth(OAuthTokens),
    /// Named fields that somebody pasted; one field is named `value`.
    Fields(Vec<(String, Secret<String>)>),
}

impl Material {
    /// How it renews. What somebody pasted does not.
    pub(crate) const fn renewal(&self) -> &Renewal {
        match self {
            Material::OAuth(tokens) => &tokens.renewal,
            Material::Fields(_) => &Renewal::Never,
        }
    }

    /// What a renewal presents of what the provider has issued.
    pub(crate) const fn presented(&self) -> Option<&Secret<String>> {
        match self {
            Material::OAuth(OAuthTokens { renewal: Renewal::AccessToken, access_token, .. }) => access_token.as_ref(),
            Material::OAuth(tokens) => tokens.renewal.refresh_token(),
            Material::Fields(_) => None,
        }
    }
}

/// Tokens of OAuth 2, or the one of OAuth 1.0a.
#[derive(Clone, Debug)]
pub(crate) struct OAuthTokens {
    /// The access token; absent before the first mint of an installation.
    pub access_token: Option<Secret<String>>,
    /// The secret that is shared with the access token, where requests are signed with it (RFC 5849 §1.1).
    pub token_secret: Option<Secret<String>>,
    /// How the next access token is got.
    pub renewal: Renewal,
    /// When that ends; absent: it does not say, or it has none.
    pub renewal_end: Option<RenewalEnd>,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Scopes asked for at the sign-in. A refresh that names scopes names these: answers leave out some that were granted.
    pub asked_scopes: Vec<String>,
    /// When the exchange that gave the access token was started.
    pub issued_at: Timestamp,
    /// The same by the clock of its machine, which no wall clock moves; absent where the machine does not name its boots, and in
    /// records of before it was known.
    pub issued_on: Option<BootTime>,
    /// When the access token ends, counted from the start of the request (SR-68); absent: it does not say.
    pub expires_at: Option<Timestamp>,
    /// What else has been heard of the access token.
    pub standing: Standing,
    /// Other refresh tokens that may still live, newest first, at most three: of exchanges that lost a race, and what was presented for
    /// an answer that gave only another one.
    pub candidates: Vec<Secret<String>>,
}

impl OAuthTokens {
    /// Whether there is an access token that has not ended at this time and is not known to be dead.
    pub(crate) fn is_alive(&self, at: Timestamp) -> bool {
        self.access_token.is_some() && self.standing != Standing::Dead && self.expires_at.is_none_or(|end| at < end)
    }
}

/// Everything about a grant that is sealed: the secrets, and the facts that decide what they may do.
#[derive(Clone, Debug)]
pub(crate) struct GrantSecrets {
    /// The secrets.
    pub material: Material,
    /// Where they may be sent.
    pub destination: Destination,
    /// Whose account it is.
    pub account: Option<ExternalAccount>,
    /// Where the grant stands; the column of the same name is for finding only.
    pub status: GrantStatus,
    /// Why.
    pub reason: Option<StatusReason>,
    /// The user who went through the session.
    pub created_by: Option<UserId>,
    /// Since when an installation waits for its permissions to spread.
    pub pending_since: Option<Timestamp>,
    /// What the provider wants of the next sign-in: the value of its parameter `claims`.
    pub pending_claims: Option<Secret<String>>,
    /// The code of the failure after which nobody asks again before `next_attempt_at`.
    pub paused_by: Option<String>,
    /// What whoever asked was told then; those who ask meanwhile are told the same. None in records of before it was kept.
    pub paused_with: Option<Box<Failure>>,
    /// When the last renewal failed; `None`: one has worked since, or the record is of before it was kept.
    pub failed_at: Option<Timestamp>,
    /// What the provider said when the last renewal or probe failed; none since one has worked.
    pub provider_details: Option<Box<ProviderDetails>>,
    /// What speaks for its end since the last renewal that worked.
    pub evidence: Option<Evidence>,
    /// The registrations under which that failed; none where another one would wait as well.
    pub paused_under: Vec<String>,
}

impl GrantSecrets {
    /// In the place of a record that does not open: nothing that could be sent anywhere, and a state that asks for a new sign-in.
    pub(crate) fn unreadable() -> Self {
        GrantSecrets {
            material: Material::Fields(Vec::new()),
            destination: Destination {
                issuer: None,
                token_endpoint: String::new(),
                client_id: String::new(),
                api_origins: Vec::new(),
                variables: BTreeMap::new(),
            },
            account: None,
            status: GrantStatus::NeedsReauth,
            reason: Some(StatusReason::Unreadable),
            created_by: None,
            pending_since: None,
            pending_claims: None,
            paused_by: None,
            paused_with: None,
            failed_at: None,
            provider_details: None,
            evidence: None,
            paused_under: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_secrets_go_prints_no_value_that_a_definition_of_before_asked_for() {
        let mut secrets = GrantSecrets::unreadable();
        let (name, key) = ("api_key".to_owned(), "canary-of-a-key".to_owned());
        secrets.destination = Destination {
            token_endpoint: "https://login.acme.example/token".to_owned(),
            variables: BTreeMap::from([(name, key)]),
            ..secrets.destination
        };
        let printed = format!("{secrets:?} {:#?}", secrets.destination);
        assert!(printed.contains("api_key") && printed.contains("login.acme.example"), "{printed}");
        assert!(!printed.contains("canary"), "{printed}");
    }
}
