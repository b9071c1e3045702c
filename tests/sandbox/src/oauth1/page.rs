//! The page on which a person authorises (RFC 5849 §2.2).

use super::{Authorised, note};
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
pub(crate) struct OAuth1Request {
    client_id: String,
    token: String,
    scopes: Vec<String>,
}

pub(super) fn authorize(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let seq = core.ledger.add(describe(call, Kind::Authorize));
    let token = call.query.owned("oauth_token").unwrap_or_default();
    let lifetime = state.world.oauth1.temporary_lifetime;
    let known = state.oauth1.temporary.get(&token).filter(|known| {
        let age = core.clock.now().duration_since(known.issued_at).unwrap_or_default();
        known.authorised.is_none() && !known.used && age <= lifetime
    });
    let Some(client_id) = known.map(|known| known.client_id.clone()) else {
        return pages::error(401, "The temporary credentials are not known, or were used.").entry(seq);
    };
    if call.query.repeated().is_some() {
        return pages::error(400, "A parameter is repeated.").entry(seq);
    }
    let scope = call.query.get("scope").unwrap_or_default();
    let scopes = scope.split(',').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    let request = OAuth1Request { client_id, token, scopes };
    flow::begin(core, &mut state, call, Flow::new(Purpose::OAuth1(request))).entry(seq)
}

/// Goes on with a signed-in person.
pub(crate) fn proceed(id: &str, request: &OAuth1Request, user: &User) -> Reply {
    pages::generic_consent(id, user, &request.client_id, &request.scopes)
}

/// The decision on the page.
pub(crate) fn decide(
    core: &Core,
    state: &mut State,
    id: &str,
    request: &OAuth1Request,
    person: &Person,
    is_accepted: bool,
) -> Reply {
    state.flows.remove(id);
    let Some(temporary) = state.oauth1.temporary.get_mut(&request.token) else {
        return pages::error(401, "The temporary credentials are not known any more.");
    };
    if !is_accepted {
        temporary.used = true;
        // No specification says how a person says no; this is what several providers do.
        return Reply::see_other(&append_query(&temporary.callback, &[("denied", &request.token)]));
    }
    let verifier = make_token::<18>();
    let authorised = Authorised { person: person.clone(), verifier: verifier.clone(), scopes: request.scopes.clone() };
    temporary.authorised = Some(authorised);
    let callback = temporary.callback.clone();
    note(core, "code", &verifier, &request.client_id, Some(person));
    if callback == "oob" {
        return pages::message("verifier", "Verifier", &verifier);
    }
    Reply::see_other(&append_query(&callback, &[("oauth_token", &request.token), ("oauth_verifier", &verifier)]))
}
