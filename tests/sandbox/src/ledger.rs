//! The ledger: an append-only list of everything the sandbox was asked, and everything it issued.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::clock::{SandboxClock, unix_ms};

/// What an [`Entry`] tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A request to an authorize endpoint.
    Authorize,
    /// A request to an admin-consent endpoint.
    AdminConsent,
    /// Somebody signed in on a page, or failed to.
    SignIn,
    /// Somebody accepted or cancelled a consent page.
    Consent,
    /// A request for a device code.
    DeviceAuthorization,
    /// A request to a token endpoint.
    TokenRequest,
    /// A value was made: the token itself is in `value`.
    Issued,
    /// A request to a protected resource (Graph, or the generic server's).
    Graph,
    /// A request for keys or metadata.
    Discovery,
    /// A grant was revoked, by the test or by a request.
    Revocation,
    /// Any other request.
    #[default]
    Other,
}

/// One line of the ledger. Fields that do not apply are empty.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// Position in the ledger, from 1, never reused, also after a clear.
    pub seq: u64,
    /// When, by the sandbox's clock, in milliseconds since 1970.
    pub at_unix_ms: u64,
    /// What the entry tells.
    pub kind: Kind,
    /// `http` or `tls`, for requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listener: Option<&'static str>,
    /// Request method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Request path without query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Query and form parameters as received, values included.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// Application concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Organisation concerned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Person concerned (object id).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// `grant_type` of a token request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_type: Option<String>,
    /// How the client authenticated: `post`, `basic`, `assertion` or `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_auth: Option<&'static str>,
    /// The client secret or assertion that was presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_credential: Option<String>,
    /// The refresh token that was presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The code that was presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The bearer token that was presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bearer: Option<String>,
    /// `access_token` of a successful token answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_access_token: Option<String>,
    /// `refresh_token` of a successful token answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_refresh_token: Option<String>,
    /// What was issued: `code`, `access_token`, `refresh_token`, `id_token`, `session`, or `private_key` for one that was registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<&'static str>,
    /// The value that was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Status that was answered (by a fault, if one answered).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// `error` of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// First number of `error_codes`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<u32>,
    /// Whether the request took effect. A fault before processing leaves it false.
    pub processed: bool,
    /// Whether the answer of the protocol (not of a fault) was handed to the connection.
    pub delivered: bool,
    /// Names of the faults that hit the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
}

impl Entry {
    pub(crate) fn new(kind: Kind) -> Entry {
        Entry { kind, ..Entry::default() }
    }
}

/// A shared handle on the ledger.
#[derive(Clone)]
pub struct Ledger {
    clock: SandboxClock,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    last: u64,
    entries: Vec<Entry>,
}

impl Ledger {
    pub(crate) fn new(clock: SandboxClock) -> Ledger {
        Ledger { clock, inner: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, mut entry: Entry) -> u64 {
        let mut inner = self.lock();
        inner.last += 1;
        entry.seq = inner.last;
        entry.at_unix_ms = unix_ms(self.clock.now());
        inner.entries.push(entry);
        inner.last
    }

    /// Changes an entry that was added before; does nothing after a clear.
    pub(crate) fn amend(&self, seq: u64, change: impl FnOnce(&mut Entry)) {
        let mut inner = self.lock();
        if let Ok(index) = inner.entries.binary_search_by_key(&seq, |entry| entry.seq) {
            change(&mut inner.entries[index]);
        }
    }

    /// A copy of all entries, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().entries.clone()
    }

    /// A copy of the entries of one kind, oldest first.
    pub fn of_kind(&self, kind: Kind) -> Vec<Entry> {
        self.lock().entries.iter().filter(|entry| entry.kind == kind).cloned().collect()
    }

    /// All token requests, whatever their grant type.
    pub fn token_requests(&self) -> Vec<Entry> {
        self.of_kind(Kind::TokenRequest)
    }

    /// The token requests with `grant_type=refresh_token`.
    pub fn refreshes(&self) -> Vec<Entry> {
        let mut found = self.token_requests();
        found.retain(|entry| entry.grant_type.as_deref() == Some("refresh_token"));
        found
    }

    /// Requests to protected resources.
    pub fn graph_calls(&self) -> Vec<Entry> {
        self.of_kind(Kind::Graph)
    }

    /// Every raw value that was issued (codes and tokens), for scans of logs and files.
    pub fn issued_values(&self) -> Vec<String> {
        self.lock().entries.iter().filter_map(|entry| entry.value.clone()).collect()
    }

    /// Issued values plus every secret that clients presented: client secrets, assertions, code verifiers.
    pub fn secret_values(&self) -> Vec<String> {
        let inner = self.lock();
        let mut values: Vec<String> = Vec::new();
        for entry in &inner.entries {
            // Of a key in PEM its lines, because a line end may be written in another way.
            let lines = entry.value.iter().flat_map(|value| value.lines());
            values.extend(lines.filter(|line| !line.starts_with("-----")).map(str::to_owned));
            values.extend(entry.client_credential.clone());
            values.extend(entry.params.get("code_verifier").cloned());
        }
        values.sort();
        values.dedup();
        values
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.lock().entries.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all entries; numbering goes on.
    pub fn clear(&self) {
        self.lock().entries.clear();
    }
}
