//! Signing in, choosing an account, signing out.

use crate::identity::flow::{self, SESSION_COOKIE};
use crate::identity::pages;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{Core, Person};

/// `POST /_login`: user name and password.
pub(super) fn login(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let id = call.form.get("flow").unwrap_or_default().to_owned();
    let username = call.form.get("username").unwrap_or_default();
    let password = call.form.get("password").unwrap_or_default();
    let mut entry = describe(call, Kind::SignIn);
    entry.params.remove("password");
    let Some(mut flow) = state.flows.get(&id).cloned() else {
        core.ledger.add(entry);
        return pages::error(400, "This sign-in is over. Go back to the application and start again.");
    };
    let found = state
        .world
        .people()
        .find(|(_, user)| user.username.eq_ignore_ascii_case(username))
        .map(|(tenant, user)| (Person { tenant_id: tenant.to_owned(), user_id: user.id.clone() }, user.clone()));
    let refusal = match &found {
        Some((_, user)) if user.password != password => Some("The user name or password is incorrect.".to_owned()),
        Some((_, user)) if user.disabled => Some("AADSTS50057: The user account is disabled.".to_owned()),
        Some((person, _)) => flow.refuses(&state, person),
        None => Some("The user name or password is incorrect.".to_owned()),
    };
    let (person, _) = match (found, refusal) {
        (Some(found), None) => found,
        (_, refusal) => {
            let seq = core.ledger.add(Entry { error: Some("sign_in_failed".to_owned()), ..entry });
            return pages::sign_in(&id, username, refusal.as_deref()).entry(seq);
        }
    };
    entry.tenant_id = Some(person.tenant_id.clone());
    entry.user_id = Some(person.user_id.clone());
    let seq = core.ledger.add(entry);
    flow.confirmed = true;
    flow.other_account = false;
    state.flows.insert(id.clone(), flow.clone());
    let cookie = state.open_session(person.clone());
    core.ledger.add(Entry { what: Some("session"), value: Some(cookie.clone()), ..Entry::new(Kind::Issued) });
    let secure = if call.listener == "tls" { "; Secure" } else { "" };
    flow::advance_as(core, &mut state, &id, &flow, Some(person))
        .set_cookie(&format!("{SESSION_COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax{secure}"))
        .entry(seq)
}

/// `POST /_account`: `decision=continue` or `decision=another`.
pub(super) fn choose_account(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let id = call.form.get("flow").unwrap_or_default().to_owned();
    if let Some(flow) = state.flows.get_mut(&id) {
        flow.other_account = call.form.get("decision") != Some("continue");
        flow.confirmed = !flow.other_account;
    }
    flow::advance(core, &mut state, call, &id)
}

/// Ends the browser session; refresh tokens live on.
pub(super) fn logout(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::SignIn));
    if let Some(cookie) = call.cookie(SESSION_COOKIE) {
        state.sessions.remove(cookie);
    }
    let gone = format!("{SESSION_COOKIE}=; Path=/; Max-Age=0");
    let back = call
        .query
        .get("post_logout_redirect_uri")
        .filter(|uri| state.world.apps.iter().any(|app| app.match_redirect(uri).is_some()));
    match back {
        Some(uri) => Reply::see_other(uri),
        None => pages::message("signed-out", "Signed out", "You are signed out of the sandbox."),
    }
    .set_cookie(&gone)
    .entry(seq)
}
