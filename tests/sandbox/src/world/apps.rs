//! Application registrations, and which redirect URIs each covers.

use std::time::{Duration, SystemTime};

use crate::jwt::ClientKey;

/// Who may sign in to an application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Members of the organisation with this id only.
    SingleTenant(String),
    /// Any work organisation.
    MultiTenant,
    /// Any work organisation and personal accounts.
    #[default]
    MultiTenantAndPersonal,
}

/// How a redirect URI is registered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RedirectKind {
    /// A server-side web application.
    #[default]
    Web,
    /// A single-page application: `Origin` needed at redemption, refresh tokens live 24 hours.
    Spa,
    /// A native application.
    Native,
}

/// A registered redirect URI. For `http://localhost` and `http://127.0.0.1` the port is ignored.
#[derive(Clone, Debug)]
pub struct RedirectUri {
    /// The URI as registered.
    pub uri: String,
    /// Its platform type.
    pub kind: RedirectKind,
}

/// A client secret.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The secret itself.
    pub value: String,
    /// From then on it is refused with 7000222.
    pub expires_at: Option<SystemTime>,
}

/// A federated identity credential of an application: a token of this issuer, about this subject and for this audience, proves it.
#[derive(Clone, Debug)]
pub struct FederatedCredential {
    /// Who issues the token.
    pub issuer: String,
    /// Whom it is about.
    pub subject: String,
    /// For whom it is.
    pub audience: String,
    /// The issuer's key; it signs with RS256.
    pub key: ClientKey,
}

/// An application registration.
#[derive(Clone, Debug)]
pub struct App {
    /// Application (client) id.
    pub client_id: String,
    /// Name on the consent pages.
    pub name: String,
    /// Client secrets; any of them works.
    pub secrets: Vec<Secret>,
    /// Certificates in PEM, for `private_key_jwt`; any of them works.
    pub certificates: Vec<String>,
    /// Tokens of other issuers that prove the application.
    pub federated: Vec<FederatedCredential>,
    /// A public client has no credential and must send none.
    pub public_client: bool,
    /// Redirect URIs.
    pub redirect_uris: Vec<RedirectUri>,
    /// Accept any http or https redirect URI on `localhost` or `127.0.0.1`, whatever its port and path.
    pub any_loopback_redirect: bool,
    /// Who may sign in.
    pub audience: Audience,
    /// Delegated permissions of the registration, granted by admin consent to `.default`.
    pub delegated: Vec<String>,
    /// Application permissions of the registration, granted by admin consent to `.default`.
    pub roles: Vec<String>,
    /// Whether ID tokens carry `wids` (the registration's `groupMembershipClaims`).
    pub group_membership_claims: bool,
    /// A disabled application gets 7000112.
    pub disabled: bool,
    /// Lifetime of access tokens, least and most; random in between. Empty: the sandbox's setting.
    pub access_token_lifetime: Option<(Duration, Duration)>,
}

impl App {
    /// A confidential multi-tenant web application without permissions.
    pub fn web(client_id: &str, name: &str, secret: &str) -> App {
        App {
            client_id: client_id.to_owned(),
            name: name.to_owned(),
            secrets: vec![Secret { value: secret.to_owned(), expires_at: None }],
            certificates: Vec::new(),
            federated: Vec::new(),
            public_client: false,
            redirect_uris: Vec::new(),
            any_loopback_redirect: false,
            audience: Audience::MultiTenantAndPersonal,
            delegated: Vec::new(),
            roles: Vec::new(),
            group_membership_claims: true,
            disabled: false,
            access_token_lifetime: None,
        }
    }

    /// A public client: no secret, no certificate.
    pub fn public(client_id: &str, name: &str) -> App {
        App { secrets: Vec::new(), public_client: true, ..App::web(client_id, name, "") }
    }

    /// Registers a redirect URI.
    pub fn redirect(mut self, uri: &str, kind: RedirectKind) -> App {
        self.redirect_uris.push(RedirectUri { uri: uri.to_owned(), kind });
        self
    }

    /// Adds delegated permissions to the registration.
    pub fn delegated(mut self, names: &[&str]) -> App {
        self.delegated.extend(names.iter().map(|&name| name.to_owned()));
        self
    }

    /// Adds application permissions to the registration.
    pub fn roles(mut self, names: &[&str]) -> App {
        self.roles.extend(names.iter().map(|&name| name.to_owned()));
        self
    }

    /// Finds the registration that covers a redirect URI of a request.
    pub(crate) fn match_redirect(&self, uri: &str) -> Option<RedirectKind> {
        let asked = url::Url::parse(uri).ok();
        for registered in &self.redirect_uris {
            if registered.uri == uri {
                return Some(registered.kind);
            }
            if let (Some(asked), Ok(known)) = (&asked, url::Url::parse(&registered.uri))
                && is_loopback(asked)
                && known.scheme() == "http"
                && (asked.scheme(), asked.host_str(), asked.path(), asked.query(), asked.fragment())
                    == (known.scheme(), known.host_str(), known.path(), known.query(), known.fragment())
            {
                return Some(registered.kind);
            }
        }
        match asked {
            Some(asked) if self.any_loopback_redirect && is_loopback(&asked) && asked.fragment().is_none() => {
                Some(if self.public_client { RedirectKind::Native } else { RedirectKind::Web })
            }
            _ => None,
        }
    }
}

fn is_loopback(url: &url::Url) -> bool {
    matches!(url.scheme(), "http" | "https") && matches!(url.host_str(), Some("localhost" | "127.0.0.1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirect_uris_match_exactly_but_for_the_loopback_port() {
        let app = App::web("id", "n", "s")
            .redirect("https://app.example.test/cb", RedirectKind::Web)
            .redirect("http://localhost/cb", RedirectKind::Spa);
        let cases = [
            ("https://app.example.test/cb", Some(RedirectKind::Web)),
            ("https://app.example.test/CB", None),
            ("https://app.example.test:8443/cb", None),
            ("https://app.example.test/cb?x=1", None),
            ("http://localhost:4711/cb", Some(RedirectKind::Spa)),
            ("http://localhost:4711/other", None),
            ("https://localhost:4711/cb", None),
            ("http://localhost.example:1/cb", None),
        ];
        for (uri, expected) in cases {
            assert_eq!(app.match_redirect(uri), expected, "{uri}");
        }
    }

    #[test]
    fn any_loopback_redirect_covers_every_port_and_path_but_nothing_else() {
        let mut app = App::web("id", "n", "s");
        app.any_loopback_redirect = true;
        assert!(app.match_redirect("http://127.0.0.1:3000/oauth/callback/x").is_some());
        assert!(app.match_redirect("https://localhost:3000/").is_some());
        assert!(app.match_redirect("http://127.0.0.2:3000/").is_none());
        assert!(app.match_redirect("https://evil.example/").is_none());
    }
}
