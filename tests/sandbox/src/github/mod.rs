//! GitHub Apps: an app is installed on a page, mints tokens for its installations with what its key signs, and gets tokens of people beside.
//! What comes back from the page proves nothing: anybody can change `installation_id`.
//!
//! Sources: github/docs content/apps/sharing-github-apps/sharing-your-github-app.md; creating-github-apps/registering-a-github-app/
//! about-the-setup-url.md; creating-github-apps/authenticating-with-a-github-app/ (JSON web tokens, installation tokens, user access tokens,
//! refreshing). Installation tokens have about 520 characters since 27 April 2026.

mod access;
mod api;
mod installations;
mod sign_in;

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

pub(crate) use sign_in::{GitHubRequest, decide, proceed};

use crate::StartError;
use crate::jwt::{ClientKey, KeyKind, MadeKey};
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::random::make_token;
use crate::state::{Core, Person};

/// GitHub's settings.
#[derive(Clone, Debug)]
pub struct GitHubServer {
    /// Apps.
    pub apps: Vec<GitHubApp>,
    /// Lifetime of tokens of people.
    pub user_token_lifetime: Duration,
    /// Lifetime of their refresh tokens.
    pub refresh_token_lifetime: Duration,
    /// Lifetime of tokens of installations.
    pub installation_token_lifetime: Duration,
}

impl Default for GitHubServer {
    fn default() -> Self {
        GitHubServer {
            apps: Vec::new(),
            user_token_lifetime: Duration::from_secs(28_800),
            refresh_token_lifetime: Duration::from_secs(15_811_200),
            installation_token_lifetime: Duration::from_secs(3600),
        }
    }
}

/// A GitHub App.
#[derive(Clone, Debug)]
pub struct GitHubApp {
    /// Client id, which is also who signs.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// The app's number, by which its signatures may name it too.
    pub app_id: u64,
    /// Its name in addresses.
    pub slug: String,
    /// Its keys.
    pub keys: Vec<ClientKey>,
    /// Where its pages lead back: the first callback URL.
    pub callback_url: String,
    /// Whether tokens of people end and come with a refresh token.
    pub user_tokens_expire: bool,
}

/// Client secret of the demo app.
pub const GITHUB_SECRET: &str = "github-demo-secret";

impl GitHubServer {
    /// The app `Iv1.demo` named `authpipe-demo` with the secret [`GITHUB_SECRET`]. Its callback URL and its key are set by the test.
    pub fn demo() -> GitHubServer {
        let app = GitHubApp {
            client_id: "Iv1.demo".to_owned(),
            client_secret: GITHUB_SECRET.to_owned(),
            app_id: 4242,
            slug: "authpipe-demo".to_owned(),
            keys: Vec::new(),
            callback_url: "http://localhost:3000/api/authpipe/oauth/callback/github".to_owned(),
            user_tokens_expire: true,
        };
        GitHubServer { apps: vec![app], ..GitHubServer::default() }
    }

    /// The app with this client id, to be changed.
    pub fn app_mut(&mut self, client_id: &str) -> Option<&mut GitHubApp> {
        self.apps.iter_mut().find(|app| app.client_id == client_id)
    }

    fn find_app(&self, client_id: &str) -> Option<&GitHubApp> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }
}

/// GitHub's number of an organisation or a person.
pub fn github_id(of: &str) -> u64 {
    let digest = Sha256::digest(of);
    digest.iter().take(4).fold(0, |number, byte| number << 8 | u64::from(*byte)) + 1
}

/// Tokens and installations.
#[derive(Default)]
pub(crate) struct GitHubState {
    codes: HashMap<String, Code>,
    user_tokens: HashMap<String, UserToken>,
    refresh_tokens: HashMap<String, Refresh>,
    installation_tokens: HashMap<String, InstallationToken>,
    installations: Vec<Installation>,
}

struct Code {
    client_id: String,
    person: Person,
    issued_at: SystemTime,
}

struct UserToken {
    client_id: String,
    person: Person,
    expires_at: Option<SystemTime>,
}

struct Refresh {
    client_id: String,
    person: Person,
    /// The access token that dies with it.
    access_token: String,
    expires_at: SystemTime,
}

struct InstallationToken {
    installation: u64,
    expires_at: SystemTime,
}

struct Installation {
    id: u64,
    client_id: String,
    tenant_id: String,
}

impl GitHubState {
    /// Takes the app away from a person: every token of the person's ends. How many it hit.
    pub(crate) fn revoke_person(&mut self, user_id: &str) -> usize {
        self.refresh_tokens.retain(|_, token| token.person.user_id != user_id);
        let before = self.user_tokens.len();
        self.user_tokens.retain(|_, token| token.person.user_id != user_id);
        before - self.user_tokens.len()
    }

    /// Uninstalls an app from an organisation: tokens of the installation end with it.
    pub(crate) fn uninstall(&mut self, tenant_id: &str, client_id: &str) {
        let is_it = |installation: &Installation| installation.tenant_id == tenant_id && installation.client_id == client_id;
        let gone: Vec<u64> = self.installations.iter().filter(|one| is_it(one)).map(|one| one.id).collect();
        self.installations.retain(|one| !is_it(one));
        self.installation_tokens.retain(|_, token| !gone.contains(&token.installation));
    }

    /// The installation in an organisation, which is made where there is none.
    fn install(&mut self, tenant_id: &str, client_id: &str) -> u64 {
        let known = self.installations.iter().find(|one| one.tenant_id == tenant_id && one.client_id == client_id);
        if let Some(known) = known {
            return known.id;
        }
        // A new one each time: an installation that was removed does not come back under its number.
        let id = github_id(&make_token::<12>());
        self.installations.push(Installation { id, client_id: client_id.to_owned(), tenant_id: tenant_id.to_owned() });
        id
    }
}

/// Installs an app without pages.
pub(crate) fn install(core: &Core, tenant_id: &str, client_id: &str) -> u64 {
    core.state().github.install(tenant_id, client_id)
}

/// Makes a key for an app, which signs with it from now on.
pub(crate) fn add_key(core: &Core, client_id: &str) -> Result<MadeKey, StartError> {
    let made = MadeKey::make(KeyKind::Rsa)?;
    if let Some(app) = core.state().world.github.app_mut(client_id) {
        app.keys.push(made.public.clone());
    }
    note(core, "private_key", &made.private_key_pem, client_id, None);
    Ok(made)
}

/// Routes a request of GitHub's, if it is one.
pub(crate) fn handle(core: &Core, call: &Call, path: &[&str]) -> Option<Reply> {
    match (call.method.as_str(), path) {
        ("GET", ["login", "oauth", "authorize"]) => Some(sign_in::authorize(core, call)),
        ("POST", ["login", "oauth", "access_token"]) => Some(access::handle(core, call)),
        ("GET", ["apps", slug, "installations", "new"]) => Some(sign_in::install(core, call, slug)),
        ("POST", ["app", "installations", id, "access_tokens"]) => Some(installations::mint(core, call, id)),
        ("GET", ["app"]) => Some(installations::app(core, call)),
        ("DELETE", ["installation", "token"]) => Some(installations::revoke(core, call)),
        ("GET", ["installation", "repositories"]) => Some(installations::repositories(core, call)),
        ("GET", ["user"]) => Some(api::user(core, call)),
        ("GET", ["user", "installations"]) => Some(api::installations(core, call)),
        ("DELETE", ["applications", client_id, "token" | "grant"]) => Some(api::revoke(core, call, client_id)),
        _ => None,
    }
}

/// The token of a request, in the scheme `Bearer` or, as GitHub's own client sends it, `token`.
fn presented(call: &Call) -> Option<&str> {
    let in_own_scheme = || {
        let (scheme, token) = call.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("token").then_some(token.trim())
    };
    call.bearer().or_else(in_own_scheme)
}

/// What the API says where it says no.
fn refuse(status: u16, message: &'static str, entry: &mut Entry) -> Reply {
    entry.error = Some(message.to_owned());
    Reply::json(status, &serde_json::json!({ "message": message, "documentation_url": "https://docs.github.com/rest" }))
}

fn note(core: &Core, what: &'static str, value: &str, client_id: &str, person: Option<&Person>) {
    core.ledger.add(Entry {
        what: Some(what),
        value: Some(value.to_owned()),
        client_id: Some(client_id.to_owned()),
        tenant_id: person.map(|person| person.tenant_id.clone()),
        user_id: person.map(|person| person.user_id.clone()),
        ..Entry::new(Kind::Issued)
    });
}
