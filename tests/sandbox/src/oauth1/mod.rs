//! A server of OAuth 1.0a (RFC 5849), strict about everything that its clients are asked for: signatures, times, nonces, callbacks and
//! verifiers. What it refuses it names, as the extension "OAuth Problem Reporting" does.
//!
//! Sources: RFC 5849; oauthlib/oauthlib oauthlib/oauth1/rfc5849/signature.py, …/request_validator.py.

mod api;
mod credentials;
mod page;
mod signature;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, SystemTime};

pub(crate) use page::{OAuth1Request, decide, proceed};

use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::state::{Core, Person};

/// The settings of the server of OAuth 1.0a.
#[derive(Clone, Debug)]
pub struct OAuth1Server {
    /// Clients.
    pub clients: Vec<OAuth1Client>,
    /// How long temporary credentials can be used.
    pub temporary_lifetime: Duration,
    /// How long token credentials live, which the answer says as `oauth_expires_in`. `None`: until somebody revokes them.
    pub token_lifetime: Option<Duration>,
    /// How far the time of a request may be away from the server's.
    pub most_apart: Duration,
    /// Leave out `oauth_callback_confirmed`, as servers of OAuth 1.0 without the repair of 1.0a do.
    pub omit_confirmation: bool,
}

impl Default for OAuth1Server {
    fn default() -> Self {
        OAuth1Server {
            clients: Vec::new(),
            temporary_lifetime: Duration::from_secs(600),
            token_lifetime: None,
            most_apart: Duration::from_secs(300),
            omit_confirmation: false,
        }
    }
}

/// A client of OAuth 1.0a.
#[derive(Clone, Debug)]
pub struct OAuth1Client {
    /// Its identifier (`oauth_consumer_key`).
    pub client_id: String,
    /// Its shared secret.
    pub secret: String,
    /// Callbacks; loopback ones on any port and path are always accepted.
    pub callbacks: Vec<String>,
}

/// The shared secret of the demo client.
pub const OAUTH1_SECRET: &str = "oauth1-demo&secret";

impl OAuth1Server {
    /// The client `oauth1-demo` with the secret [`OAUTH1_SECRET`].
    pub fn demo() -> OAuth1Server {
        let client = OAuth1Client {
            client_id: "oauth1-demo".to_owned(),
            secret: OAUTH1_SECRET.to_owned(),
            callbacks: vec!["https://app.example.test/callback".to_owned()],
        };
        OAuth1Server { clients: vec![client], ..OAuth1Server::default() }
    }

    fn find_client(&self, client_id: &str) -> Option<&OAuth1Client> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    /// The client with this id, to be changed.
    pub fn client_mut(&mut self, client_id: &str) -> Option<&mut OAuth1Client> {
        self.clients.iter_mut().find(|client| client.client_id == client_id)
    }
}

/// Credentials and nonces of the server.
#[derive(Default)]
pub(crate) struct OAuth1State {
    temporary: HashMap<String, Temporary>,
    tokens: HashMap<String, Token>,
    nonces: HashSet<Nonce>,
}

/// A nonce is new among the requests of one client, token and time (RFC 5849 §3.3).
#[derive(Hash, PartialEq, Eq)]
struct Nonce {
    client_id: String,
    token: String,
    timestamp: u64,
    nonce: String,
}

#[derive(Clone)]
struct Temporary {
    client_id: String,
    secret: String,
    callback: String,
    issued_at: SystemTime,
    /// Who has authorised it, and the verifier that shows so.
    authorised: Option<Authorised>,
    used: bool,
}

#[derive(Clone)]
struct Authorised {
    person: Person,
    verifier: String,
    scopes: Vec<String>,
}

#[derive(Clone)]
struct Token {
    client_id: String,
    secret: String,
    person: Person,
    scopes: Vec<String>,
    ends_at: Option<SystemTime>,
}

impl OAuth1State {
    /// Takes away what a person has authorised. How many tokens it hit.
    pub(crate) fn revoke_person(&mut self, user_id: &str) -> usize {
        let before = self.tokens.len();
        self.tokens.retain(|_, token| token.person.user_id != user_id);
        before - self.tokens.len()
    }
}

/// Routes a request below `/oauth1`.
pub(crate) fn handle(core: &Core, call: &Call, path: &[&str]) -> Reply {
    match (call.method.as_str(), path) {
        ("GET" | "POST", ["initiate"]) => credentials::initiate(core, call),
        ("GET", ["authorize"]) => page::authorize(core, call),
        ("GET" | "POST", ["token"]) => credentials::token(core, call),
        (_, ["api", "me"]) => api::me(core, call),
        ("GET" | "POST", ["api", "moved"]) => api::moved(core, call),
        _ => Reply::text(404, "nothing here\n"),
    }
}

/// A problem, by its name in "OAuth Problem Reporting", and the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Problem {
    name: &'static str,
    status: u16,
}

const fn problem(name: &'static str) -> Problem {
    Problem { name, status: 401 }
}

const fn malformed(name: &'static str) -> Problem {
    Problem { name, status: 400 }
}

fn refuse(problem: Problem) -> Reply {
    Reply::empty(problem.status)
        .with_body("application/x-www-form-urlencoded", format!("oauth_problem={}", problem.name))
        .header(http::header::WWW_AUTHENTICATE, &format!("OAuth realm=\"sandbox\", oauth_problem=\"{}\"", problem.name))
}

fn note(core: &Core, what: &'static str, value: &str, client_id: &str, person: Option<&Person>) {
    core.ledger.add(Entry {
        what: Some(what),
        value: Some(value.to_owned()),
        client_id: Some(client_id.to_owned()),
        user_id: person.map(|person| person.user_id.clone()),
        tenant_id: person.map(|person| person.tenant_id.clone()),
        ..Entry::new(Kind::Issued)
    });
}
