//! Google's consent page.

use super::{Code, note};
use crate::identity::flow::{self, Flow, Purpose};
use crate::identity::pages;
use crate::ledger::Kind;
use crate::message::{Call, Reply, append_query};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, Person, State};
use crate::world::User;

/// A judged request.
#[derive(Clone)]
pub(crate) struct GoogleRequest {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<String>,
    pub(super) scopes: Vec<String>,
    /// `access_type=offline`: a refresh token is wanted.
    pub(super) is_offline: bool,
    /// `prompt=consent`: the person is asked again.
    pub(super) asks_again: bool,
    /// The origin that was asked, which the issuer names.
    pub(super) origin: String,
}

pub(super) fn handle(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::Authorize));
    let Some(client) = call.query.get("client_id").and_then(|id| state.world.google.find_client(id)).cloned() else {
        return pages::error(401, "Error 401: invalid_client. The OAuth client was not found.").entry(seq);
    };
    let redirect_uri = call.query.get("redirect_uri").unwrap_or_default().to_owned();
    let is_loopback = url::Url::parse(&redirect_uri)
        .is_ok_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1")) && url.fragment().is_none());
    if !is_loopback && !client.redirect_uris.contains(&redirect_uri) {
        return pages::error(400, "Error 400: redirect_uri_mismatch").entry(seq);
    }
    let get = |name: &str| call.query.get(name);
    let scopes: Vec<String> = get("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let is_plain = get("code_challenge").is_some() && get("code_challenge_method") != Some("S256");
    if get("response_type") != Some("code") || scopes.is_empty() || call.query.repeated().is_some() || is_plain {
        return pages::error(400, "Error 400: invalid_request").entry(seq);
    }
    let request = GoogleRequest {
        client_id: client.client_id.clone(),
        redirect_uri,
        state: call.query.owned("state"),
        nonce: call.query.owned("nonce"),
        challenge: call.query.owned("code_challenge"),
        scopes,
        is_offline: get("access_type") == Some("offline"),
        asks_again: get("prompt").is_some_and(|prompt| prompt.split(' ').any(|word| word == "consent")),
        origin: call.origin.clone(),
    };
    flow::begin(core, &mut state, call, Flow::new(Purpose::Google(request))).entry(seq)
}

/// Goes on with a signed-in person. Whoever has consented before is not asked again, unless the client wants that.
pub(crate) fn proceed(core: &Core, state: &mut State, id: &str, request: &GoogleRequest, person: &Person, user: &User) -> Reply {
    let has_consented = state.google.consented.contains(&(person.clone(), request.client_id.clone()));
    if has_consented && !request.asks_again {
        return decide(core, state, id, request, person, true);
    }
    pages::generic_consent(id, user, &request.client_id, &request.scopes)
}

/// The decision on the page.
pub(crate) fn decide(
    core: &Core,
    state: &mut State,
    id: &str,
    request: &GoogleRequest,
    person: &Person,
    is_accepted: bool,
) -> Reply {
    state.flows.remove(id);
    let back = |params: &[(&str, &str)]| {
        let app_state = request.state.as_deref().map(|state| ("state", state));
        let params: Vec<_> = app_state.into_iter().chain(params.iter().copied()).collect();
        Reply::see_other(&append_query(&request.redirect_uri, &params))
    };
    if !is_accepted {
        return back(&[("error", "access_denied")]);
    }
    let is_first = state.google.consented.insert((person.clone(), request.client_id.clone()));
    let value = format!("4/0{}", make_token::<36>());
    let code = Code {
        request: request.clone(),
        person: person.clone(),
        issued_at: core.clock.now(),
        gives_refresh_token: request.is_offline && (is_first || request.asks_again),
    };
    state.google.codes.insert(value.clone(), code);
    note(core, "code", &value, &request.client_id, Some(person));
    back(&[("code", &value), ("scope", &request.scopes.join(" ")), ("authuser", "0"), ("prompt", "consent")])
}
