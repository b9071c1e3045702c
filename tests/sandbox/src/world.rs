//! The world the sandbox plays: organisations, people, application registrations, settings.

mod apps;
mod people;
mod settings;

pub use apps::{App, Audience, FederatedCredential, RedirectKind, RedirectUri, Secret};
pub use people::{Drive, Organisation, User, UserConsent};
pub use settings::{AccessTokenFormat, ScopeStyle, Settings};

use crate::generic::GenericServer;
use crate::github::GitHubServer;
use crate::google::GoogleServer;
use crate::oauth1::OAuth1Server;
use crate::slack::SlackServer;

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
    /// GitHub.
    pub github: GitHubServer,
    /// Google.
    pub google: GoogleServer,
    /// The server of OAuth 1.0a.
    pub oauth1: OAuth1Server,
    /// Slack.
    pub slack: SlackServer,
    /// How the sandbox behaves where the provider may behave in several ways.
    pub settings: Settings,
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
