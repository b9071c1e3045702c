//! Slack's OAuth v2: one answer with the bot's token and the person's, errors under status 200, rotation that an app turns on, installations
//! for a whole organisation, and the two methods that a credential is tried and ended with.
//!
//! Sources: docs.slack.dev reference/methods/oauth.v2.access, authentication/using-token-rotation; api.slack.com methods/auth.revoke;
//! slackapi/node-slack-sdk packages/oauth/src/install-provider.ts; slackapi/python-slack-sdk slack_sdk/oauth/token_rotation/rotator.py.

mod access;
mod authorize;
mod events;
mod methods;
mod tokens;

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

pub(crate) use authorize::{SlackRequest, decide, proceed};
pub(crate) use events::events;
pub(crate) use tokens::SlackState;

use crate::message::{Call, Reply};
use crate::state::{Core, Person};

/// Slack's settings.
#[derive(Clone, Debug)]
pub struct SlackServer {
    /// Apps.
    pub apps: Vec<SlackApp>,
    /// Organisations whose workspaces belong to an enterprise, by the id of the organisation: the enterprise's id.
    pub enterprises: BTreeMap<String, String>,
    /// Lifetime of access tokens of apps that rotate.
    pub access_token_lifetime: Duration,
    /// Lifetime of codes.
    pub code_lifetime: Duration,
}

impl Default for SlackServer {
    fn default() -> Self {
        SlackServer {
            apps: Vec::new(),
            enterprises: BTreeMap::new(),
            access_token_lifetime: Duration::from_secs(43_200),
            code_lifetime: Duration::from_secs(600),
        }
    }
}

/// An app at Slack.
#[derive(Clone, Debug)]
pub struct SlackApp {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// The app's id.
    pub app_id: String,
    /// Redirect URIs; loopback ones on any port and path are always accepted.
    pub redirect_uris: Vec<String>,
    /// Whether tokens end and rotate. Once on, it stays on.
    pub rotates: bool,
    /// Whether it is installed into the whole enterprise, where a workspace belongs to one.
    pub is_org_wide: bool,
}

/// Client secret of the demo apps.
pub const SLACK_SECRET: &str = "slack-demo-secret";

impl SlackServer {
    /// Apps `slack-rotating` and `slack-long-lived`, both with the secret [`SLACK_SECRET`].
    pub fn demo() -> SlackServer {
        let app = |name: &str, rotates| SlackApp {
            client_id: name.to_owned(),
            client_secret: SLACK_SECRET.to_owned(),
            app_id: slack_id("A", name),
            redirect_uris: vec!["https://app.example.test/callback".to_owned()],
            rotates,
            is_org_wide: false,
        };
        SlackServer { apps: vec![app("slack-rotating", true), app("slack-long-lived", false)], ..SlackServer::default() }
    }

    /// The app with this client id, to be changed.
    pub fn app_mut(&mut self, client_id: &str) -> Option<&mut SlackApp> {
        self.apps.iter_mut().find(|app| app.client_id == client_id)
    }

    fn find_app(&self, client_id: &str) -> Option<&SlackApp> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }
}

/// Slack's id of a workspace.
pub fn slack_team_id(tenant_id: &str) -> String {
    slack_id("T", tenant_id)
}

/// Slack's id of a person in a workspace.
pub fn slack_user_id(user_id: &str) -> String {
    slack_id("U", user_id)
}

/// Ids are a letter for what they name and upper-case letters and digits; the same in every run.
fn slack_id(kind: &str, of: &str) -> String {
    const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
    let digest = Sha256::digest(format!("{kind}{of}"));
    let letters = digest.iter().take(9).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    format!("{kind}0{}", letters.collect::<String>())
}

/// Routes a request of Slack's, if it is one.
pub(crate) fn handle(core: &Core, call: &Call, path: &[&str]) -> Option<Reply> {
    match (call.method.as_str(), path) {
        ("GET", ["oauth", "v2", "authorize"]) => Some(authorize::handle(core, call)),
        ("GET" | "POST", ["api", "oauth.v2.access"]) => Some(access::handle(core, call)),
        ("GET" | "POST", ["api", "auth.test"]) => Some(methods::test(core, call)),
        ("GET" | "POST", ["api", "auth.revoke"]) => Some(methods::revoke(core, call)),
        _ => None,
    }
}

/// Whose a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bot,
    User,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Bot => "bot",
            Kind::User => "user",
        }
    }
}

/// What a token is about.
#[derive(Clone, Debug)]
struct Holder {
    client_id: String,
    kind: Kind,
    person: Person,
    scopes: Vec<String>,
    /// Whether the app is installed into the enterprise as a whole.
    is_enterprise: bool,
}

type ByToken<T> = HashMap<String, T>;

#[derive(Clone, Debug)]
struct AccessToken {
    holder: Holder,
    /// `None`: never, as long as the app does not rotate.
    expires_at: Option<SystemTime>,
    is_revoked: bool,
}
