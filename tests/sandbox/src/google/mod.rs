//! Google's OAuth 2 and OpenID Connect, and service accounts with domain-wide delegation.
//!
//! A refresh token comes with the first consent only, unless consent is asked for again; of one account and client a hundred live, and the
//! oldest is dropped without a word; a refresh gives no new one. A service account acts for a person of a domain whose administrator has
//! delegated that, and the app learns so only by trying.
//!
//! Sources: developers.google.com identity/protocols/oauth2, …/web-server, …/service-account; googleapis/google-auth-library-python
//! google/oauth2/_client.py, service_account.py; googleapis/google-auth-library-nodejs src/auth/oauth2client.ts.

mod api;
mod authorize;
mod delegation;
mod token;

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, SystemTime};

pub(crate) use authorize::{GoogleRequest, decide, proceed};

use crate::StartError;
use crate::jwt::{ClientKey, KeyKind, MadeKey};
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::state::{Core, Person};

/// Google's settings.
#[derive(Clone, Debug)]
pub struct GoogleServer {
    /// Clients.
    pub clients: Vec<GoogleClient>,
    /// Service accounts.
    pub service_accounts: Vec<GoogleServiceAccount>,
    /// Lifetime of access tokens.
    pub access_token_lifetime: Duration,
    /// How many refresh tokens of one person and client live. One more drops the oldest.
    pub most_refresh_tokens: usize,
}

impl Default for GoogleServer {
    fn default() -> Self {
        GoogleServer {
            clients: Vec::new(),
            service_accounts: Vec::new(),
            access_token_lifetime: Duration::from_secs(3600),
            most_refresh_tokens: 100,
        }
    }
}

/// A client at Google.
#[derive(Clone, Debug)]
pub struct GoogleClient {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: String,
    /// Redirect URIs; loopback ones on any port and path are always accepted.
    pub redirect_uris: Vec<String>,
}

/// A service account at Google.
#[derive(Clone, Debug)]
pub struct GoogleServiceAccount {
    /// Its address.
    pub email: String,
    /// Its keys.
    pub keys: Vec<ClientKey>,
    /// What administrators have delegated to it.
    pub delegations: Vec<GoogleDelegation>,
}

/// What the administrator of a domain has delegated to a service account.
#[derive(Clone, Debug)]
pub struct GoogleDelegation {
    /// The domain, of whose people it may act for any.
    pub domain: String,
    /// The scopes.
    pub scopes: Vec<String>,
}

/// Client secret of the demo client.
pub const GOOGLE_SECRET: &str = "google-demo-secret";

impl GoogleServer {
    /// The client `google-demo` with the secret [`GOOGLE_SECRET`].
    pub fn demo() -> GoogleServer {
        let client = GoogleClient {
            client_id: "google-demo".to_owned(),
            client_secret: GOOGLE_SECRET.to_owned(),
            redirect_uris: vec!["https://app.example.test/callback".to_owned()],
        };
        GoogleServer { clients: vec![client], ..GoogleServer::default() }
    }

    fn find_client(&self, client_id: &str) -> Option<&GoogleClient> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }
}

/// What a person has allowed a client, and the tokens of it.
#[derive(Default)]
pub(crate) struct GoogleState {
    codes: HashMap<String, Code>,
    access_tokens: HashMap<String, AccessToken>,
    refresh_tokens: HashMap<String, Granted>,
    /// Living refresh tokens of a person at a client, the oldest first.
    living: HashMap<(Person, String), VecDeque<String>>,
    /// Who has consented to what already: those get no second refresh token unless they are asked again.
    consented: HashSet<(Person, String)>,
}

/// Whose a token is, and for what.
#[derive(Clone)]
struct Granted {
    client_id: String,
    person: Person,
    scopes: Vec<String>,
}

struct Code {
    request: GoogleRequest,
    person: Person,
    issued_at: SystemTime,
    /// Whether a refresh token comes with it.
    gives_refresh_token: bool,
}

struct AccessToken {
    /// `None`: a service account's, for the person of this address.
    granted: Option<Granted>,
    subject: String,
    scopes: Vec<String>,
    expires_at: SystemTime,
}

impl GoogleState {
    /// Takes access away from a client for a person: its tokens end, and the next consent is a first one. How many refresh tokens it hit.
    pub(crate) fn revoke_person(&mut self, user_id: &str) -> usize {
        let before = self.refresh_tokens.len();
        self.refresh_tokens.retain(|_, granted| granted.person.user_id != user_id);
        self.access_tokens.retain(|_, token| token.granted.as_ref().is_none_or(|granted| granted.person.user_id != user_id));
        self.living.retain(|(person, _), _| person.user_id != user_id);
        self.consented.retain(|(person, _)| person.user_id != user_id);
        before - self.refresh_tokens.len()
    }

    /// Ends what a token stands for: a refresh token, an access token, and with either the whole of what that person allowed the client.
    fn revoke(&mut self, token: &str) -> bool {
        let granted = self.refresh_tokens.get(token).cloned();
        let granted = granted.or_else(|| self.access_tokens.get(token).and_then(|token| token.granted.clone()));
        let Some(granted) = granted else { return self.access_tokens.remove(token).is_some() };
        let is_other = |other: &Granted| other.person != granted.person || other.client_id != granted.client_id;
        self.refresh_tokens.retain(|_, other| is_other(other));
        self.access_tokens.retain(|_, other| other.granted.as_ref().is_none_or(is_other));
        let whose = (granted.person.clone(), granted.client_id.clone());
        self.living.remove(&whose);
        self.consented.remove(&whose);
        true
    }
}

/// Makes a service account with a key, and gives its key file.
pub(crate) fn add_service_account(
    core: &Core,
    email: &str,
    delegations: Vec<GoogleDelegation>,
) -> Result<serde_json::Value, StartError> {
    let made = MadeKey::make(KeyKind::Rsa)?;
    let file = serde_json::json!({
        "type": "service_account", "project_id": "sandbox", "client_email": email, "client_id": "1234567890",
        "private_key_id": made.public.id, "private_key": made.private_key_pem,
        "token_uri": format!("{}/token", core.tls_origin()),
    });
    let account = GoogleServiceAccount { email: email.to_owned(), keys: vec![made.public], delegations };
    core.state().world.google.service_accounts.push(account);
    note(core, "private_key", &made.private_key_pem, email, None);
    Ok(file)
}

/// Routes a request of Google's, if it is one.
pub(crate) fn handle(core: &Core, call: &Call, path: &[&str]) -> Option<Reply> {
    match (call.method.as_str(), path) {
        ("GET", ["o", "oauth2", "v2", "auth"]) => Some(authorize::handle(core, call)),
        ("POST", ["token"]) => Some(token::handle(core, call)),
        ("POST", ["revoke"]) => Some(token::revoke(core, call)),
        ("GET", ["oauth2", "v3", "userinfo"]) => Some(api::userinfo(core, call)),
        ("GET", ["oauth2", "v3", "certs"]) => Some(api::certs(core, call)),
        ("GET", ["drive", "v3", "about"]) => Some(api::about(core, call)),
        _ => None,
    }
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
