//! The two pages: where a person lets the app in, and where the app is installed, which lets the person in besides.

use super::{Code, GitHubApp, note};
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
pub(crate) struct GitHubRequest {
    client_id: String,
    /// Where the browser goes back: for an installation always the first callback URL.
    redirect_uri: String,
    state: Option<String>,
    installs: bool,
}

pub(super) fn authorize(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::Authorize));
    let Some(app) = call.query.get("client_id").and_then(|id| state.world.github.find_app(id)).cloned() else {
        return pages::error(404, "Not Found").entry(seq);
    };
    let asked = call.query.get("redirect_uri").unwrap_or(&app.callback_url).to_owned();
    let is_loopback = url::Url::parse(&asked).is_ok_and(|url| matches!(url.host_str(), Some("localhost" | "127.0.0.1")));
    if !is_loopback && asked != app.callback_url {
        return pages::error(400, "The redirect_uri is not associated with this application.").entry(seq);
    }
    begin(core, &mut state, call, &app, asked, false).entry(seq)
}

pub(super) fn install(core: &Core, call: &Call, slug: &str) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::Authorize));
    let Some(app) = state.world.github.apps.iter().find(|app| app.slug == slug).cloned() else {
        return pages::error(404, "Not Found").entry(seq);
    };
    let back = app.callback_url.clone();
    begin(core, &mut state, call, &app, back, true).entry(seq)
}

fn begin(core: &Core, state: &mut State, call: &Call, app: &GitHubApp, redirect_uri: String, installs: bool) -> Reply {
    let request = GitHubRequest { client_id: app.client_id.clone(), redirect_uri, state: call.query.owned("state"), installs };
    flow::begin(core, state, call, Flow::new(Purpose::GitHub(request)))
}

/// Goes on with a signed-in person.
pub(crate) fn proceed(id: &str, request: &GitHubRequest, user: &User) -> Reply {
    let what = if request.installs { "Install, and act for you" } else { "Act for you" };
    pages::generic_consent(id, user, &request.client_id, &[what.to_owned()])
}

/// The decision on the page. A member who may not install only asks an owner, and comes back without an installation.
pub(crate) fn decide(
    core: &Core,
    state: &mut State,
    id: &str,
    request: &GitHubRequest,
    person: &Person,
    is_accepted: bool,
) -> Reply {
    state.flows.remove(id);
    let app_state = request.state.as_deref().map(|state| ("state", state));
    let back = |params: &[(&str, &str)]| {
        let params: Vec<_> = params.iter().copied().chain(app_state).collect();
        Reply::see_other(&append_query(&request.redirect_uri, &params))
    };
    if !is_accepted {
        return back(&[("error", "access_denied"), ("error_description", "The user has denied your application access.")]);
    }
    let code = make_token::<15>();
    let known = Code { client_id: request.client_id.clone(), person: person.clone(), issued_at: core.clock.now() };
    state.github.codes.insert(code.clone(), known);
    note(core, "code", &code, &request.client_id, Some(person));
    if !request.installs {
        return back(&[("code", &code)]);
    }
    let is_owner = state.world.find_person(&person.tenant_id, &person.user_id).is_some_and(|user| user.administrator);
    if !is_owner {
        return back(&[("code", &code), ("setup_action", "request")]);
    }
    let installation = state.github.install(&person.tenant_id, &request.client_id).to_string();
    back(&[("code", &code), ("installation_id", &installation), ("setup_action", "install")])
}
