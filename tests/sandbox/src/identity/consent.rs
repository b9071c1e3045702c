//! Admin consent, and the decisions taken on consent pages.

use crate::identity::authorize;
use crate::identity::error::{AadError, aad};
use crate::identity::flow::{self, Flow, Purpose};
use crate::identity::pages;
use crate::identity::scope::{GRAPH_RESOURCE, Scope, read_scopes};
use crate::identity::tenant::Segment;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply, append_query};
use crate::server::describe;
use crate::state::{Core, Person, State};
use crate::world::{PERSONAL_TENANT, User};

/// A judged admin-consent request.
#[derive(Clone)]
pub(crate) struct AdminRequest {
    segment: Segment,
    client_id: String,
    redirect_uri: String,
    state: Option<String>,
    /// Delegated permissions asked for.
    delegated: Vec<Scope>,
    /// Application permissions asked for.
    roles: Vec<String>,
    /// The older endpoint, without `/v2.0`.
    older: bool,
}

pub(super) fn start(core: &Core, call: &Call, tenant: &str, older: bool) -> Reply {
    let mut state = core.state();
    let mut entry = describe(call, Kind::AdminConsent);
    let outcome = read_request(core, &state, call, tenant, older);
    if let Err(error) = &outcome {
        entry.error = Some(error.error.to_owned());
        entry.error_code = Some(error.code);
    }
    let seq = core.ledger.add(entry);
    match outcome {
        Ok(request) => flow::begin(core, &mut state, call, Flow::new(Purpose::AdminConsent(request))).entry(seq),
        Err(error) => pages::refusal(&error).entry(seq),
    }
}

fn read_request(core: &Core, state: &State, call: &Call, tenant: &str, older: bool) -> Result<AdminRequest, AadError> {
    let segment = Segment::resolve(&state.world, tenant).ok_or_else(|| aad(90002))?;
    let refused = match &segment {
        // The newer endpoint wants `organizations` or an organisation; the older one also takes `common`.
        Segment::Common => !older,
        Segment::Organizations => older,
        Segment::Tenant(id) => id == PERSONAL_TENANT,
    };
    if refused {
        return Err(aad(90023).detail("The tenant of an admin consent request."));
    }
    let field = |name: &str| call.query.get(name).ok_or_else(|| aad(90014).detail(format!("Field: {name}.")));
    let app = state.world.find_app(field("client_id")?).ok_or_else(|| aad(700016))?;
    let redirect_uri = field("redirect_uri")?;
    app.match_redirect(redirect_uri).ok_or_else(|| aad(50011).detail(redirect_uri))?;
    let (delegated, roles) = if older {
        (authorize::default_scopes(app), app.roles.clone())
    } else {
        let asked = read_scopes(core, field("scope")?)?;
        if asked.default { (authorize::default_scopes(app), app.roles.clone()) } else { (asked.scopes, Vec::new()) }
    };
    Ok(AdminRequest {
        segment,
        client_id: app.client_id.clone(),
        redirect_uri: redirect_uri.to_owned(),
        state: call.query.owned("state"),
        delegated,
        roles,
        older,
    })
}

/// Why an account may not be used for a request.
pub(crate) fn refuses(request: &AdminRequest, person: &Person) -> Option<String> {
    let refused = !request.segment.admits(&person.tenant_id) || person.tenant_id == PERSONAL_TENANT;
    refused.then(|| format!("AADSTS50020: {}", aad(50020).message))
}

/// Shows the consent page to an administrator, and to others a page that says who could.
pub(crate) fn proceed(state: &State, id: &str, request: &AdminRequest, user: &User) -> Reply {
    let Some(app) = state.world.find_app(&request.client_id) else {
        return pages::error(400, "The application does not exist any more.");
    };
    if !user.administrator {
        return pages::approval_required(id, user, app);
    }
    pages::admin_consent(id, user, app, &request.delegated, &request.roles)
}

/// `POST /_consent`: `decision=accept` or `decision=cancel`, for every kind of flow.
pub(super) fn decide(core: &Core, call: &Call) -> Reply {
    let mut state = core.state();
    let mut entry = describe(call, Kind::Consent);
    let id = call.form.get("flow").unwrap_or_default().to_owned();
    let person = flow::session_person(&state, call);
    let flow = state.flows.get(&id).cloned();
    let (Some(flow), Some(person)) = (flow, person) else {
        core.ledger.add(entry);
        return pages::error(400, "This sign-in is over. Go back to the application and start again.");
    };
    entry.tenant_id = Some(person.tenant_id.clone());
    entry.user_id = Some(person.user_id.clone());
    let Some(user) = state.world.find_person(&person.tenant_id, &person.user_id).cloned() else {
        core.ledger.add(entry);
        return pages::error(400, "The account does not exist any more.");
    };
    let refused = flow.refuses(&state, &person);
    let accepted = call.form.get("decision") == Some("accept");
    let seq = core.ledger.add(Entry { error: (!accepted).then(|| "cancelled".to_owned()), ..entry });
    let reply = match (&flow.purpose, accepted) {
        (_, true) if refused.is_some() => pages::error(403, &refused.unwrap_or_default()),
        (Purpose::Authorize(request), true) => authorize::accept(core, &mut state, call, &id, request, &person, &user),
        (Purpose::Authorize(request), false) => authorize::cancel(core, &mut state, &id, request),
        (Purpose::AdminConsent(request), true) => accept(core, &mut state, &id, request, &person, &user),
        (Purpose::AdminConsent(request), false) => cancel(core, &mut state, &id, request),
        (Purpose::Generic(request), _) => crate::generic::decide(core, &mut state, &id, request, &person, accepted),
        (Purpose::Device(request), _) => crate::generic::device::decide(&mut state, &id, request, &person, accepted),
        (Purpose::Slack(request), _) => crate::slack::decide(core, &mut state, &id, request, &person, accepted),
        (Purpose::GitHub(request), _) => crate::github::decide(core, &mut state, &id, request, &person, accepted),
        (Purpose::Google(request), _) => crate::google::decide(core, &mut state, &id, request, &person, accepted),
        (Purpose::OAuth1(request), _) => crate::oauth1::decide(core, &mut state, &id, request, &person, accepted),
    };
    reply.entry(seq)
}

fn accept(core: &Core, state: &mut State, id: &str, request: &AdminRequest, person: &Person, user: &User) -> Reply {
    if !user.administrator {
        return pages::error(403, "Only an administrator can approve this application.");
    }
    state.flows.remove(id);
    let from = core.clock.now() + state.world.settings.consent_propagation;
    state.consents.add_tenant(
        &person.tenant_id,
        &request.client_id,
        request.delegated.iter().map(|scope| scope.name.as_str()),
        request.roles.iter().map(String::as_str),
        from,
    );
    let app_state = request.state.as_deref().map(|state| ("state", state));
    let location = if request.older {
        let mut params = vec![("tenant", person.tenant_id.as_str())];
        params.extend(app_state);
        params.push(("admin_consent", "True"));
        append_query(&request.redirect_uri, &params)
    } else {
        let mut granted: Vec<String> = Vec::new();
        let names = request.delegated.iter().filter(|scope| !scope.oidc).map(|scope| &scope.name).chain(&request.roles);
        for name in names {
            let full = format!("{GRAPH_RESOURCE}/{name}");
            if !granted.contains(&full) {
                granted.push(full);
            }
        }
        let granted = granted.join(" ");
        let mut params = vec![("admin_consent", "True"), ("tenant", person.tenant_id.as_str()), ("scope", granted.as_str())];
        params.extend(app_state);
        append_query(&request.redirect_uri, &params)
    };
    Reply::see_other(&location)
}

/// The two endpoints tell a cancellation differently, and only the newer one returns `state`.
fn cancel(core: &Core, state: &mut State, id: &str, request: &AdminRequest) -> Reply {
    state.flows.remove(id);
    let location = if request.older {
        let params = [("error", "permission_denied"), ("error_description", "The admin canceled the request")];
        append_query(&request.redirect_uri, &params)
    } else {
        let mut more = vec![("admin_consent", "True")];
        more.extend(request.state.as_deref().map(|state| ("state", state)));
        aad(65004).redirect(core, &request.redirect_uri, &more)
    };
    Reply::see_other(&location)
}
