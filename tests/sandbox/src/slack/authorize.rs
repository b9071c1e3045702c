//! The page on which an app is installed, which is also where a person allows it something.

use super::tokens::Code;
use crate::identity::flow::{self, Flow, Purpose};
use crate::identity::pages;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply, append_query};
use crate::random::make_token;
use crate::server::describe;
use crate::state::{Core, Person, State};
use crate::world::User;

/// A judged request.
#[derive(Clone)]
pub(crate) struct SlackRequest {
    pub(super) client_id: String,
    /// As it was sent: the exchange must repeat it.
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    /// What the bot may.
    pub(super) bot_scopes: Vec<String>,
    /// What the app may in the person's name.
    pub(super) user_scopes: Vec<String>,
}

pub(super) fn handle(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::Authorize));
    let Some(app) = call.query.get("client_id").and_then(|id| state.world.slack.find_app(id)).cloned() else {
        return pages::error(400, "Invalid client_id parameter").entry(seq);
    };
    let redirect_uri = call.query.get("redirect_uri").unwrap_or_default().to_owned();
    let is_loopback = url::Url::parse(&redirect_uri)
        .is_ok_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1")) && url.fragment().is_none());
    if !is_loopback && !app.redirect_uris.contains(&redirect_uri) {
        return pages::error(400, "redirect_uri did not match any configured URIs").entry(seq);
    }
    let scopes = |name: &str| split(call.query.get(name));
    let request = SlackRequest {
        client_id: app.client_id.clone(),
        redirect_uri,
        state: call.query.owned("state"),
        bot_scopes: scopes("scope"),
        user_scopes: scopes("user_scope"),
    };
    if request.bot_scopes.is_empty() && request.user_scopes.is_empty() {
        return pages::error(400, "invalid_scope: no scopes requested").entry(seq);
    }
    // A scope that is none, as of somebody who writes spaces between them.
    let known = |scope: &String| scope.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b":._-".contains(&b));
    if !request.bot_scopes.iter().chain(&request.user_scopes).all(known) {
        return pages::error(400, "invalid_scope: no such scope").entry(seq);
    }
    flow::begin(core, &mut state, call, Flow::new(Purpose::Slack(request))).entry(seq)
}

fn split(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().split(',').filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// Goes on with a signed-in person.
pub(crate) fn proceed(id: &str, request: &SlackRequest, user: &User) -> Reply {
    let all: Vec<String> = request.bot_scopes.iter().chain(&request.user_scopes).cloned().collect();
    pages::generic_consent(id, user, &request.client_id, &all)
}

/// The decision on the page.
pub(crate) fn decide(
    core: &Core,
    state: &mut State,
    id: &str,
    request: &SlackRequest,
    person: &Person,
    is_accepted: bool,
) -> Reply {
    state.flows.remove(id);
    let back = |name: &str, value: &str| {
        let app_state = request.state.as_deref().map(|state| ("state", state));
        let params: Vec<_> = std::iter::once((name, value)).chain(app_state).collect();
        Reply::see_other(&append_query(&request.redirect_uri, &params))
    };
    if !is_accepted {
        return back("error", "access_denied");
    }
    let value = format!("{}.{}", make_token::<9>(), make_token::<24>());
    let code = Code { request: request.clone(), person: person.clone(), issued_at: core.clock.now(), is_used: false };
    state.slack.codes.insert(value.clone(), code);
    core.ledger.add(Entry {
        what: Some("code"),
        value: Some(value.clone()),
        client_id: Some(request.client_id.clone()),
        tenant_id: Some(person.tenant_id.clone()),
        user_id: Some(person.user_id.clone()),
        ..Entry::new(Kind::Issued)
    });
    back("code", &value)
}
