//! A small generic authorization server (RFC 6749) with every refresh-token rotation profile, clients that sign (RFC 7523) and an
//! API for installations of an app.

pub(crate) mod assertion;
mod client_auth;
pub(crate) mod device;
mod installation;
pub(crate) mod keys;
mod token;

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use serde_json::json;

pub use device::DeviceSettings;

use crate::identity::flow::{self, Flow, Purpose};
use crate::identity::pages;
use crate::jwt::ClientKey;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply, append_query};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, Person, State};
use crate::world::User;

/// What happens to refresh tokens at a refresh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rotation {
    /// No new refresh token; the first one stays.
    None,
    /// A new refresh token each time; old ones stay valid.
    #[default]
    Reusable,
    /// A new refresh token each time; using an old one revokes the whole family (RFC 9700 §4.14.2).
    Strict,
    /// As `Strict`, but for this long after its replacement an old token gives its successor again.
    Grace(Duration),
    /// As `Strict`, and with each refresh the access tokens of before end.
    Companion,
    /// A new refresh token each time; an old one is refused, and nothing ends for it.
    NewestOnly,
}

/// The generic server's settings.
#[derive(Clone, Debug)]
pub struct GenericServer {
    /// Clients.
    pub clients: Vec<GenericClient>,
    /// Service accounts: who may ask for tokens with assertions alone (RFC 7523 §2.1).
    pub service_accounts: Vec<ServiceAccount>,
    /// Lifetime of access tokens.
    pub access_token_lifetime: Duration,
    /// Lifetime of codes.
    pub code_lifetime: Duration,
    /// Leave out `expires_in`, as some providers do.
    pub omit_expires_in: bool,
    /// Send `iss` with authorization answers (RFC 9207).
    pub send_iss: bool,
    /// Show a consent page; without, signing in is enough.
    pub ask_consent: bool,
    /// How device flows go (RFC 8628).
    pub device: DeviceSettings,
}

impl Default for GenericServer {
    fn default() -> Self {
        GenericServer {
            clients: Vec::new(),
            service_accounts: Vec::new(),
            access_token_lifetime: Duration::from_secs(3600),
            code_lifetime: Duration::from_secs(600),
            omit_expires_in: false,
            send_iss: false,
            ask_consent: true,
            device: DeviceSettings::default(),
        }
    }
}

/// A client of the generic server.
#[derive(Clone, Debug)]
pub struct GenericClient {
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub secret: Option<String>,
    /// Keys of a client that proves itself by what one of them signs (`private_key_jwt`). A client without secret and keys is public
    /// and must use PKCE.
    pub keys: Option<Vec<ClientKey>>,
    /// Installations of the app, whose tokens it gets at `/oauth/app/installations/{installation}/access_tokens`.
    pub installations: Vec<String>,
    /// Redirect URIs; loopback ones on any port and path are always accepted.
    pub redirect_uris: Vec<String>,
    /// Rotation profile.
    pub rotation: Rotation,
}

impl GenericClient {
    /// Whether it has nothing to prove itself by.
    pub(crate) fn is_public(&self) -> bool {
        self.secret.is_none() && self.keys.is_none()
    }

    /// The keys that may sign for it.
    pub(crate) fn keys(&self) -> &[ClientKey] {
        self.keys.as_deref().unwrap_or_default()
    }
}

/// A service account of the generic server.
#[derive(Clone, Debug)]
pub struct ServiceAccount {
    /// Its name: who issues the assertions.
    pub email: String,
    /// Its keys.
    pub keys: Vec<ClientKey>,
    /// In whose name it may act besides its own (`sub`).
    pub delegates: Vec<String>,
}

impl GenericServer {
    /// The client with this id.
    pub(crate) fn find_client(&self, client_id: &str) -> Option<&GenericClient> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    /// The client with this id, to be changed.
    pub fn client_mut(&mut self, client_id: &str) -> Option<&mut GenericClient> {
        self.clients.iter_mut().find(|client| client.client_id == client_id)
    }

    /// Clients `generic-none`, `generic-reusable`, `generic-strict`, `generic-grace` (30 s), `generic-grace-5s`,
    /// `generic-grace-10min`, `generic-companion`, `generic-newest`, all with the secret
    /// [`GENERIC_SECRET`]; the public `generic-public` (strict); and `generic-key` (strict), which signs: its key is registered with
    /// [`Sandbox::add_client_key`](crate::Sandbox::add_client_key).
    pub fn demo() -> GenericServer {
        let client = |name: &str, rotation| GenericClient {
            client_id: name.to_owned(),
            secret: (!matches!(name, "generic-public" | "generic-key")).then(|| GENERIC_SECRET.to_owned()),
            keys: (name == "generic-key").then(Vec::new),
            installations: Vec::new(),
            redirect_uris: vec!["https://app.example.test/callback".to_owned()],
            rotation,
        };
        GenericServer {
            clients: vec![
                client("generic-none", Rotation::None),
                client("generic-reusable", Rotation::Reusable),
                client("generic-strict", Rotation::Strict),
                client("generic-grace", Rotation::Grace(Duration::from_secs(30))),
                client("generic-grace-5s", Rotation::Grace(Duration::from_secs(5))),
                client("generic-grace-10min", Rotation::Grace(Duration::from_secs(600))),
                client("generic-companion", Rotation::Companion),
                client("generic-newest", Rotation::NewestOnly),
                client("generic-public", Rotation::Strict),
                client("generic-key", Rotation::Strict),
            ],
            ..GenericServer::default()
        }
    }
}

/// Client secret of the demo clients.
pub const GENERIC_SECRET: &str = "generic-demo-secret";

/// A judged authorization request.
#[derive(Clone)]
pub(crate) struct GenericRequest {
    client_id: String,
    redirect_uri: String,
    state: Option<String>,
    scopes: Vec<String>,
    challenge: Option<String>,
    origin: String,
}

/// Codes and tokens of the generic server.
#[derive(Default)]
pub(crate) struct GenericState {
    codes: HashMap<String, GenericCode>,
    refresh_tokens: HashMap<String, GenericRefresh>,
    devices: HashMap<String, device::Device>,
    access_tokens: HashMap<String, GenericAccess>,
    /// Issuers and ids of the assertions that were taken, with the time from which on nobody would take them anyway.
    assertions: HashMap<(String, String), SystemTime>,
    next_family: u64,
}

struct GenericCode {
    request: GenericRequest,
    person: Person,
    issued_at: SystemTime,
    /// Family of the tokens it gave, once redeemed.
    family: Option<u64>,
}

#[derive(Clone)]
struct GenericRefresh {
    client_id: String,
    person: Person,
    scopes: Vec<String>,
    family: u64,
    revoked: bool,
    /// When it was replaced, and by what.
    replaced: Option<(SystemTime, String)>,
}

struct GenericAccess {
    person: Option<Person>,
    client_id: String,
    scopes: Vec<String>,
    family: Option<u64>,
    expires_at: SystemTime,
    revoked: bool,
}

impl GenericState {
    fn revoke_family(&mut self, family: u64) {
        self.refresh_tokens.values_mut().filter(|t| t.family == family).for_each(|t| t.revoked = true);
        self.revoke_access(family);
    }

    fn revoke_access(&mut self, family: u64) {
        self.access_tokens.values_mut().filter(|t| t.family == Some(family)).for_each(|t| t.revoked = true);
    }

    /// Ends what a person's access tokens open, and nothing else.
    pub(crate) fn revoke_access_of(&mut self, user_id: &str) -> usize {
        let is_own = |token: &&mut GenericAccess| token.person.as_ref().is_some_and(|person| person.user_id == user_id);
        let own = self.access_tokens.values_mut().filter(is_own).filter(|token| !token.revoked);
        own.map(|token| token.revoked = true).count()
    }

    pub(crate) fn revoke_person(&mut self, user_id: &str) -> usize {
        let hit = self.refresh_tokens.values_mut().filter(|t| t.person.user_id == user_id && !t.revoked);
        hit.map(|t| t.revoked = true).count()
    }
}

/// Routes a request below `/oauth`.
pub(crate) fn handle(core: &Core, call: &Call, path: &[&str]) -> Reply {
    match (call.method.as_str(), path) {
        ("GET", ["authorize"]) => authorize(core, call),
        ("POST", ["token"]) => token::handle(core, call),
        ("POST", ["device_authorization"]) => device::authorize(core, call),
        ("GET", ["device"]) => device::page(core, call),
        ("POST", ["app", "installations", installation, "access_tokens"]) => installation::handle(core, call, installation),
        ("POST", ["revoke"]) => token::revoke(core, call),
        ("GET", ["api", "me"]) => protected_resource(core, call),
        ("GET", [".well-known", "oauth-authorization-server"]) => metadata(call),
        _ => Reply::text(404, "nothing here\n"),
    }
}

fn issuer(origin: &str) -> String {
    format!("{origin}/oauth")
}

/// The names of this server as an assertion may have them: its issuer and its token endpoint, at each of its origins.
fn audiences(core: &Core) -> Vec<String> {
    core.origins().iter().map(|origin| issuer(origin)).flat_map(|issuer| [format!("{issuer}/token"), issuer]).collect()
}

/// Server metadata (RFC 8414 §3).
pub(crate) fn metadata(call: &Call) -> Reply {
    let base = issuer(&call.origin);
    let document = json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize"),
        "device_authorization_endpoint": format!("{base}/device_authorization"),
        "token_endpoint": format!("{base}/token"),
        "revocation_endpoint": format!("{base}/revoke"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials", token::JWT_BEARER, device::GRANT_TYPE],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256", "ES256"],
    });
    Reply::json(200, &document)
}

fn authorize(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::Authorize));
    let client = call.query.get("client_id").and_then(|id| state.world.generic.find_client(id));
    let Some(client) = client.cloned() else {
        return pages::error(400, "Unknown client.").entry(seq);
    };
    let redirect_uri = call.query.get("redirect_uri").unwrap_or_default().to_owned();
    let loopback = url::Url::parse(&redirect_uri)
        .is_ok_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1")) && url.fragment().is_none());
    if !loopback && !client.redirect_uris.contains(&redirect_uri) {
        return pages::error(400, "The redirect URI is not registered.").entry(seq);
    }
    let request = GenericRequest {
        client_id: client.client_id.clone(),
        state: call.query.owned("state"),
        scopes: call.query.get("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        challenge: call.query.owned("code_challenge"),
        origin: call.origin.clone(),
        redirect_uri,
    };
    let method = call.query.get("code_challenge_method");
    let problem = if call.query.repeated().is_some() {
        Some("invalid_request")
    } else if call.query.get("response_type") != Some("code") {
        Some("unsupported_response_type")
    } else if (request.challenge.is_some() && method != Some("S256")) || (request.challenge.is_none() && client.is_public()) {
        Some("invalid_request")
    } else {
        None
    };
    match problem {
        Some(error) => send(&state, &request, &[("error", error)]).entry(seq),
        None => flow::begin(core, &mut state, call, Flow::new(Purpose::Generic(request))).entry(seq),
    }
}

fn send(state: &State, request: &GenericRequest, params: &[(&str, &str)]) -> Reply {
    let mut params = params.to_vec();
    if let Some(state) = &request.state {
        params.push(("state", state));
    }
    let issuer = issuer(&request.origin);
    if state.world.generic.send_iss {
        params.push(("iss", &issuer));
    }
    Reply::see_other(&append_query(&request.redirect_uri, &params))
}

/// Goes on with a signed-in person.
pub(crate) fn proceed(core: &Core, state: &mut State, id: &str, request: &GenericRequest, person: &Person, user: &User) -> Reply {
    if state.world.generic.ask_consent {
        pages::generic_consent(id, user, &request.client_id, &request.scopes)
    } else {
        decide(core, state, id, request, person, true)
    }
}

/// The decision on the consent page.
pub(crate) fn decide(
    core: &Core,
    state: &mut State,
    id: &str,
    request: &GenericRequest,
    person: &Person,
    accepted: bool,
) -> Reply {
    state.flows.remove(id);
    if !accepted {
        return send(state, request, &[("error", "access_denied")]);
    }
    let value = make_token::<24>();
    let code = GenericCode { request: request.clone(), person: person.clone(), issued_at: core.clock.now(), family: None };
    state.generic.codes.insert(value.clone(), code);
    note(core, "code", &value, &request.client_id, Some(person));
    send(state, request, &[("code", &value)])
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

/// `GET /oauth/api/me`: a protected resource (RFC 6750).
fn protected_resource(core: &Core, call: &Call) -> Reply {
    let mut entry = describe(call, Kind::Graph);
    let state = core.state();
    let token = call.bearer().and_then(|bearer| state.generic.access_tokens.get(bearer));
    let reply = match token {
        Some(token) if !token.revoked && core.clock.now() < token.expires_at => {
            entry.client_id = Some(token.client_id.clone());
            entry.user_id = token.person.as_ref().map(|person| person.user_id.clone());
            let user = token.person.as_ref().and_then(|p| state.world.find_person(&p.tenant_id, &p.user_id));
            Reply::json(
                200,
                &json!({
                    "client_id": token.client_id, "scope": token.scopes.join(" "),
                    "user_id": user.map(|user| &user.id), "username": user.map(|user| &user.username),
                }),
            )
        }
        _ => {
            entry.error = Some("invalid_token".to_owned());
            Reply::json(401, &json!({ "error": "invalid_token" }))
                .header(http::header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
        }
    };
    let seq = core.ledger.add(entry);
    reply.entry(seq)
}
