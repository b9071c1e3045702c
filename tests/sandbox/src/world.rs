//! The world the sandbox plays: organisations, people, application registrations, settings.

use std::time::{Duration, SystemTime};

use crate::generic::GenericServer;

/// The organisation id of all personal accounts.
pub const PERSONAL_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// Everything that exists before the first request. A running sandbox changes it through [`Sandbox::change`](crate::Sandbox::change).
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Work organisations.
    pub organisations: Vec<Organisation>,
    /// People with personal accounts.
    pub personal_users: Vec<User>,
    /// Application registrations of the Microsoft part.
    pub apps: Vec<App>,
    /// The generic RFC 6749 server.
    pub generic: GenericServer,
    /// How the sandbox behaves where the provider may behave in several ways.
    pub settings: Settings,
}

/// A work organisation (a directory).
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its GUID.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Its verified domain, usable in place of the id.
    pub domain: String,
    /// Members.
    pub users: Vec<User>,
    /// What members may consent to by themselves.
    pub user_consent: UserConsent,
}

/// The user-consent policy of an organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserConsent {
    /// Members consent to any delegated permission that does not need an administrator by definition.
    #[default]
    Allowed,
    /// Members cannot consent to `*.All` scopes; an administrator must.
    NotAdminRestricted,
    /// Members consent to nothing.
    Nobody,
}

/// A person.
#[derive(Clone, Debug)]
pub struct User {
    /// Object id (`oid`).
    pub id: String,
    /// Sign-in name.
    pub username: String,
    /// Password for the sign-in page.
    pub password: String,
    /// Name shown.
    pub display_name: String,
    /// Whether the person is Global Administrator of the organisation.
    pub administrator: bool,
    /// A disabled account cannot sign in or refresh (50057).
    pub disabled: bool,
    /// State of the person's OneDrive.
    pub drive: Drive,
    /// Names of the files in the root of the drive.
    pub files: Vec<String>,
    /// When set, refreshes answer `interaction_required` (50076) with these `claims` until a sign-in carries `claims`.
    pub step_up: Option<String>,
    /// When set, Graph answers 401 `insufficient_claims` with these `claims` (JSON) to every token of the person that was not
    /// issued for them.
    pub graph_claims: Option<String>,
}

/// State of a OneDrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drive {
    /// It exists.
    #[default]
    Provisioned,
    /// It is made by the person's first own request; until then applications get 404.
    OnFirstUse,
    /// No licence: 404 for everybody.
    Unavailable,
}

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

/// How access tokens look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccessTokenFormat {
    /// Signed JWTs for work accounts, opaque for personal ones, as the provider does.
    #[default]
    Jwt,
    /// Opaque for all: no RSA signature per refresh, for load tests.
    Opaque,
}

/// How `scope` is written in token answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScopeStyle {
    /// As the client wrote them when asking.
    #[default]
    AsRequested,
    /// Short names.
    Short,
    /// With the `https://graph.microsoft.com/` prefix.
    Full,
}

/// Behaviours that a test may want different.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `expires_in` arrives as a string.
    pub expires_in_as_string: bool,
    /// Answers carry `refresh_in` (half of the lifetime).
    pub refresh_in: bool,
    /// Answers carry a member no client knows.
    pub unknown_member: bool,
    /// How `scope` is written.
    pub scope_style: ScopeStyle,
    /// How access tokens look.
    pub access_token_format: AccessTokenFormat,
    /// Lifetime of access tokens, least and most (default 3600 to 5400 s).
    pub access_token_lifetime: (Duration, Duration),
    /// Lifetime of access tokens of clients that declared `cp1` (default 28 h).
    pub cae_lifetime: Duration,
    /// Lifetime of codes (default 10 min).
    pub code_lifetime: Duration,
    /// Idle lifetime of refresh tokens (default 90 days).
    pub refresh_token_idle: Duration,
    /// Total lifetime of refresh tokens of single-page applications (default 24 h).
    pub spa_refresh_token_lifetime: Duration,
    /// Time from admin consent until new tokens carry the roles (default none).
    pub consent_propagation: Duration,
    /// `suberror` of the answer to a revoked refresh token (50173).
    pub revoked_suberror: Option<String>,
    /// Client assertions are also accepted if they are valid by real time, for clients whose clock cannot be moved.
    pub accept_real_time_assertions: bool,
}

impl Default for Settings {
    fn default() -> Self {
        const HOUR: u64 = 3600;
        Settings {
            expires_in_as_string: false,
            refresh_in: false,
            unknown_member: true,
            scope_style: ScopeStyle::AsRequested,
            access_token_format: AccessTokenFormat::Jwt,
            access_token_lifetime: (Duration::from_secs(HOUR), Duration::from_secs(HOUR + HOUR / 2)),
            cae_lifetime: Duration::from_secs(28 * HOUR),
            code_lifetime: Duration::from_secs(600),
            refresh_token_idle: Duration::from_secs(90 * 24 * HOUR),
            spa_refresh_token_lifetime: Duration::from_secs(24 * HOUR),
            consent_propagation: Duration::ZERO,
            revoked_suberror: Some("bad_token".to_owned()),
            accept_real_time_assertions: false,
        }
    }
}

impl World {
    /// A world with nothing in it.
    pub fn empty() -> World {
        World::default()
    }

    /// Adds an organisation.
    pub fn organisation(mut self, organisation: Organisation) -> World {
        self.organisations.push(organisation);
        self
    }

    /// Adds a person with a personal account.
    pub fn personal_user(mut self, user: User) -> World {
        self.personal_users.push(user);
        self
    }

    /// Adds an application registration.
    pub fn app(mut self, app: App) -> World {
        self.apps.push(app);
        self
    }

    /// The registration with this client id, to be changed.
    pub fn app_mut(&mut self, client_id: &str) -> Option<&mut App> {
        self.apps.iter_mut().find(|app| app.client_id == client_id)
    }

    /// The organisation with this id, to be changed.
    pub fn organisation_mut(&mut self, id: &str) -> Option<&mut Organisation> {
        self.organisations.iter_mut().find(|o| o.id == id)
    }

    /// The person with this object id, to be changed.
    pub fn user_mut(&mut self, id: &str) -> Option<&mut User> {
        let Self { organisations, personal_users, .. } = self;
        organisations.iter_mut().flat_map(|o| o.users.iter_mut()).chain(personal_users).find(|user| user.id == id)
    }

    pub(crate) fn find_app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id.eq_ignore_ascii_case(client_id))
    }

    pub(crate) fn find_organisation(&self, id_or_domain: &str) -> Option<&Organisation> {
        self.organisations.iter().find(|o| o.id.eq_ignore_ascii_case(id_or_domain) || o.domain.eq_ignore_ascii_case(id_or_domain))
    }

    /// All people with the id of their organisation.
    pub(crate) fn people(&self) -> impl Iterator<Item = (&str, &User)> {
        let work = self.organisations.iter().flat_map(|o| o.users.iter().map(move |user| (o.id.as_str(), user)));
        work.chain(self.personal_users.iter().map(|user| (PERSONAL_TENANT, user)))
    }

    pub(crate) fn find_person(&self, tenant_id: &str, user_id: &str) -> Option<&User> {
        self.people().find(|(tenant, user)| *tenant == tenant_id && user.id == user_id).map(|(_, user)| user)
    }
}

impl Organisation {
    /// An organisation without members.
    pub fn new(id: &str, name: &str, domain: &str) -> Organisation {
        Organisation {
            id: id.to_owned(),
            name: name.to_owned(),
            domain: domain.to_owned(),
            users: Vec::new(),
            user_consent: UserConsent::Allowed,
        }
    }

    /// Adds a person.
    pub fn user(mut self, user: User) -> Organisation {
        self.users.push(user);
        self
    }
}

impl User {
    /// An ordinary member with a drive and two files.
    pub fn member(id: &str, username: &str, password: &str, display_name: &str) -> User {
        let first = display_name.split(' ').next().unwrap_or(display_name);
        User {
            id: id.to_owned(),
            username: username.to_owned(),
            password: password.to_owned(),
            display_name: display_name.to_owned(),
            administrator: false,
            disabled: false,
            drive: Drive::Provisioned,
            files: vec![format!("{first}'s notes.txt"), format!("{first} budget 2026.xlsx")],
            step_up: None,
            graph_claims: None,
        }
    }

    /// A Global Administrator.
    pub fn administrator(id: &str, username: &str, password: &str, display_name: &str) -> User {
        User { administrator: true, ..User::member(id, username, password, display_name) }
    }
}

impl App {
    /// A confidential multi-tenant web application without permissions.
    pub fn web(client_id: &str, name: &str, secret: &str) -> App {
        App {
            client_id: client_id.to_owned(),
            name: name.to_owned(),
            secrets: vec![Secret { value: secret.to_owned(), expires_at: None }],
            certificates: Vec::new(),
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
