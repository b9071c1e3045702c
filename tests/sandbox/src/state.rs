//! What the sandbox remembers between requests.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::clock::SandboxClock;
use crate::faults::Faults;
use crate::generic::GenericState;
use crate::github::GitHubState;
use crate::google::GoogleState;
use crate::identity::flow::Flow;
use crate::identity::scope::Scope;
use crate::keys::KeyRing;
use crate::ledger::Ledger;
use crate::oauth1::OAuth1State;
use crate::random::make_token;
use crate::slack::SlackState;
use crate::world::{RedirectKind, World};

/// Everything the handlers share.
pub(crate) struct Core {
    pub(crate) clock: SandboxClock,
    pub(crate) ledger: Ledger,
    pub(crate) faults: Faults,
    pub(crate) ca_pem: String,
    pub(crate) ca_file: Mutex<Option<String>>,
    pub(crate) http_port: u16,
    pub(crate) tls_port: u16,
    at_first: World,
    state: Mutex<State>,
}

impl Core {
    pub(crate) fn new(world: World, clock: SandboxClock, ca_pem: String, http_port: u16, tls_port: u16) -> Core {
        Core {
            ledger: Ledger::new(clock.clone()),
            clock,
            faults: Faults::default(),
            ca_pem,
            ca_file: Mutex::new(None),
            http_port,
            tls_port,
            at_first: world.clone(),
            state: Mutex::new(State::new(world, KeyRing::new())),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything that has happened and been changed. The clock stays, because clients that share it do not go back; so do the
    /// signing keys, which they may have read.
    pub(crate) fn reset(&self) {
        self.faults.clear();
        let mut state = self.state();
        let keys = state.keys.clone();
        *state = State::new(self.at_first.clone(), keys);
        self.ledger.clear();
    }

    pub(crate) fn http_origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.http_port)
    }

    pub(crate) fn tls_origin(&self) -> String {
        format!("https://localhost:{}", self.tls_port)
    }

    /// All origins under which the sandbox can be asked.
    pub(crate) fn origins(&self) -> [String; 4] {
        [
            self.http_origin(),
            format!("http://localhost:{}", self.http_port),
            self.tls_origin(),
            format!("https://127.0.0.1:{}", self.tls_port),
        ]
    }
}

pub(crate) struct State {
    pub(crate) world: World,
    pub(crate) keys: KeyRing,
    pub(crate) consents: Consents,
    pub(crate) flows: HashMap<String, Flow>,
    /// Browser sessions by cookie value.
    pub(crate) sessions: HashMap<String, Person>,
    pub(crate) codes: HashMap<String, Code>,
    pub(crate) refresh_tokens: HashMap<String, RefreshToken>,
    pub(crate) access_tokens: HashMap<String, AccessToken>,
    pub(crate) generic: GenericState,
    pub(crate) slack: SlackState,
    pub(crate) github: GitHubState,
    pub(crate) google: GoogleState,
    pub(crate) oauth1: OAuth1State,
}

/// Somebody in an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Person {
    pub(crate) tenant_id: String,
    pub(crate) user_id: String,
}

impl State {
    fn new(world: World, keys: KeyRing) -> State {
        State {
            world,
            keys,
            consents: Consents::default(),
            flows: HashMap::new(),
            sessions: HashMap::new(),
            codes: HashMap::new(),
            refresh_tokens: HashMap::new(),
            access_tokens: HashMap::new(),
            generic: GenericState::default(),
            slack: SlackState::default(),
            github: GitHubState::default(),
            google: GoogleState::default(),
            oauth1: OAuth1State::default(),
        }
    }

    /// Opens a browser session and returns its cookie value.
    pub(crate) fn open_session(&mut self, person: Person) -> String {
        let value = make_token::<24>();
        self.sessions.insert(value.clone(), person);
        value
    }
}

/// An authorization code.
pub(crate) struct Code {
    pub(crate) client_id: String,
    pub(crate) segment: crate::identity::tenant::Segment,
    pub(crate) person: Person,
    pub(crate) redirect_uri: String,
    pub(crate) redirect_kind: RedirectKind,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Option<(String, ChallengeMethod)>,
    pub(crate) cae: bool,
    /// The `claims` parameter it was issued for.
    pub(crate) claims: Option<String>,
    pub(crate) issued_at: SystemTime,
    pub(crate) redeemed: bool,
}

/// `code_challenge_method`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChallengeMethod {
    S256,
    Plain,
}

/// A refresh token.
#[derive(Clone)]
pub(crate) struct RefreshToken {
    pub(crate) client_id: String,
    pub(crate) person: Person,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) cae: bool,
    /// The `claims` parameter it was issued for.
    pub(crate) claims: Option<String>,
    pub(crate) last_used: SystemTime,
    /// Fixed end, inherited by successors (single-page applications).
    pub(crate) ends_at: Option<SystemTime>,
    pub(crate) spa: bool,
    pub(crate) revoked: bool,
}

/// An access token for Graph.
#[derive(Clone)]
pub(crate) struct AccessToken {
    pub(crate) client_id: String,
    pub(crate) tenant_id: String,
    /// Empty for app-only tokens.
    pub(crate) user_id: Option<String>,
    /// Delegated permissions or, without user, application roles; short names.
    pub(crate) permissions: Vec<String>,
    pub(crate) expires_at: SystemTime,
    pub(crate) cae: bool,
    /// The `claims` parameter it was issued for.
    pub(crate) claims: Option<String>,
    /// Set by events that continuous access evaluation reports.
    pub(crate) revoked: bool,
}

/// Who consented to what. Names are short and in lower case.
#[derive(Default)]
pub(crate) struct Consents {
    users: HashMap<(Person, String), BTreeSet<String>>,
    tenants: HashMap<(String, String), TenantConsent>,
    /// Applications present in organisations.
    installed: HashSet<(String, String)>,
}

#[derive(Default)]
struct TenantConsent {
    delegated: BTreeSet<String>,
    /// Application role, as registered, with the time from which new tokens carry it.
    roles: BTreeMap<String, SystemTime>,
}

impl Consents {
    pub(crate) fn is_installed(&self, tenant_id: &str, client_id: &str) -> bool {
        self.installed.contains(&(tenant_id.to_owned(), client_id.to_owned()))
    }

    pub(crate) fn install(&mut self, tenant_id: &str, client_id: &str) {
        self.installed.insert((tenant_id.to_owned(), client_id.to_owned()));
    }

    /// Records one person's consent, which also brings the application into the organisation.
    pub(crate) fn add_user<'a>(&mut self, person: &Person, client_id: &str, scopes: impl Iterator<Item = &'a str>) {
        let granted = self.users.entry((person.clone(), client_id.to_owned())).or_default();
        granted.extend(scopes.map(str::to_ascii_lowercase));
        self.install(&person.tenant_id, client_id);
    }

    /// Records an administrator's consent for the organisation.
    pub(crate) fn add_tenant<'a>(
        &mut self,
        tenant_id: &str,
        client_id: &str,
        delegated: impl Iterator<Item = &'a str>,
        roles: impl Iterator<Item = &'a str>,
        roles_from: SystemTime,
    ) {
        let consent = self.tenants.entry((tenant_id.to_owned(), client_id.to_owned())).or_default();
        consent.delegated.extend(delegated.map(str::to_ascii_lowercase));
        for role in roles {
            consent.roles.entry(role.to_owned()).or_insert(roles_from);
        }
        self.install(tenant_id, client_id);
    }

    /// Whether a delegated permission is covered by the person's or the organisation's consent.
    pub(crate) fn covers(&self, person: &Person, client_id: &str, scope: &Scope) -> bool {
        let name = scope.name.to_ascii_lowercase();
        let by_user = self.users.get(&(person.clone(), client_id.to_owned())).is_some_and(|granted| granted.contains(&name));
        let by_tenant = self
            .tenants
            .get(&(person.tenant_id.clone(), client_id.to_owned()))
            // An organisation's consent to anything covers signing in.
            .is_some_and(|consent| scope.oidc || consent.delegated.contains(&name));
        by_user || by_tenant
    }

    /// The application roles that tokens carry at a time.
    pub(crate) fn roles(&self, tenant_id: &str, client_id: &str, at: SystemTime) -> Vec<String> {
        let consent = self.tenants.get(&(tenant_id.to_owned(), client_id.to_owned()));
        consent.map_or_else(Vec::new, |consent| {
            consent.roles.iter().filter(|(_, from)| **from <= at).map(|(role, _)| role.clone()).collect()
        })
    }

    pub(crate) fn remove_user(&mut self, person: &Person, client_id: &str) {
        self.users.remove(&(person.clone(), client_id.to_owned()));
    }

    /// Withdraws the organisation's consent and that of all its members; the application stays present.
    pub(crate) fn remove_tenant(&mut self, tenant_id: &str, client_id: &str) {
        self.tenants.remove(&(tenant_id.to_owned(), client_id.to_owned()));
        self.users.retain(|(person, client), _| person.tenant_id != tenant_id || client != client_id);
    }

    /// Removes the application from the organisation with everything consented.
    pub(crate) fn uninstall(&mut self, tenant_id: &str, client_id: &str) {
        self.remove_tenant(tenant_id, client_id);
        self.installed.remove(&(tenant_id.to_owned(), client_id.to_owned()));
    }
}
