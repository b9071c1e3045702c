//! The Microsoft identity platform v2.0: sign-in, consent, tokens, keys.

mod assertion;
mod authorize;
mod client_auth;
mod consent;
mod discovery;
pub(crate) mod error;
pub(crate) mod flow;
mod issue;
pub(crate) mod pages;
pub(crate) mod scope;
mod sign_in;
pub(crate) mod tenant;
mod token;

pub(crate) use issue::subject;

use crate::ledger::Kind;
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, State};

/// Routes a request below the origin.
pub(crate) fn handle(core: &Core, call: &Call, segments: &[&str]) -> Reply {
    match (call.method.as_str(), segments) {
        ("GET" | "POST", [tenant, "oauth2", "v2.0", "authorize"]) => authorize::handle(core, call, tenant),
        ("POST", [tenant, "oauth2", "v2.0", "token"]) => token::handle(core, call, tenant),
        ("GET", [tenant, "v2.0", "adminconsent"]) => consent::start(core, call, tenant, false),
        ("GET", [tenant, "adminconsent"]) => consent::start(core, call, tenant, true),
        ("GET" | "POST", [_, "oauth2", "v2.0", "logout"]) => sign_in::logout(core, call),
        ("GET" | "HEAD", [tenant, "discovery", "v2.0", "keys"]) => discovery::keys(core, call, tenant),
        ("GET" | "HEAD", [tenant, "v2.0", ".well-known", "openid-configuration"]) => discovery::configuration(core, call, tenant),
        ("GET", [_, "discovery", "instance"]) => discovery::instance(core, call),
        ("GET", ["_flow"]) => flow::show(core, call),
        ("POST", ["_login"]) => sign_in::login(core, call),
        ("POST", ["_account"]) => sign_in::choose_account(core, call),
        ("POST", ["_consent"]) => consent::decide(core, call),
        _ => {
            let seq = core.ledger.add(describe(call, Kind::Other));
            Reply::text(404, "nothing here\n").entry(seq)
        }
    }
}

/// An administrator's consent to everything in a registration, without pages.
pub(crate) fn grant_admin_consent(core: &Core, state: &mut State, tenant_id: &str, client_id: &str) {
    if let Some(app) = state.world.find_app(client_id).cloned() {
        let (delegated, roles) = (app.delegated.iter().map(String::as_str), app.roles.iter().map(String::as_str));
        state.consents.add_tenant(tenant_id, client_id, delegated, roles, core.clock.now());
    }
}
