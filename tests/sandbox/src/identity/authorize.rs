//! The authorize endpoint: judging the request, consent, and the redirect with a code.

use crate::identity::error::{AadError, aad};
use crate::identity::flow::{self, Flow, Purpose};
use crate::identity::pages;
use crate::identity::scope::{Asked, Scope, contains, read_scopes};
use crate::identity::tenant::Segment;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Params, Reply};
use crate::random::{make_guid, make_token};
use crate::server::describe;
use crate::state::{ChallengeMethod, Code, Core, Person, State};
use crate::world::{App, Audience, PERSONAL_TENANT, RedirectKind, User, UserConsent};

/// A judged authorize request.
#[derive(Clone)]
pub(crate) struct AuthorizeRequest {
    pub(crate) segment: Segment,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) redirect_kind: RedirectKind,
    pub(crate) form_post: bool,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) prompt: Option<String>,
    pub(crate) login_hint: Option<String>,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) challenge: Option<(String, ChallengeMethod)>,
    pub(crate) claims: Option<String>,
    pub(crate) client_info: bool,
}

pub(super) fn handle(core: &Core, call: &Call, tenant: &str) -> Reply {
    let mut entry = describe(call, Kind::Authorize);
    let params = if call.method == http::Method::POST { &call.form } else { &call.query };
    let mut state = core.state();
    let outcome = read_request(core, &state, params, tenant);
    if let Err(refusal) = &outcome {
        entry.error = Some(refusal.error.error.to_owned());
        entry.error_code = Some(refusal.error.code);
    }
    let seq = core.ledger.add(entry);
    match outcome {
        Ok(request) => flow::begin(core, &mut state, call, Flow::new(Purpose::Authorize(request))).entry(seq),
        Err(refusal) => match refusal.back {
            Some(back) => send_error(core, &back, &refusal.error, &[]).entry(seq),
            None => pages::refusal(&refusal.error).entry(seq),
        },
    }
}

/// Where and how an answer goes back.
#[derive(Clone)]
struct Back {
    redirect_uri: String,
    form_post: bool,
    state: Option<String>,
}

struct Refusal {
    error: AadError,
    /// Empty while the redirect URI is not known to be the application's: then the person sees a page.
    back: Option<Back>,
}

fn read_request(core: &Core, state: &State, params: &Params, tenant: &str) -> Result<AuthorizeRequest, Box<Refusal>> {
    let page = |error: AadError| Box::new(Refusal { error, back: None });
    let segment = Segment::resolve(&state.world, tenant).ok_or_else(|| page(aad(90002)))?;
    let client_id = params.get("client_id").ok_or_else(|| page(aad(90014).detail("Field: client_id.")))?;
    let app = state.world.find_app(client_id).ok_or_else(|| page(aad(700016)))?;
    let redirect_uri = params.get("redirect_uri").ok_or_else(|| page(aad(90014).detail("Field: redirect_uri.")))?;
    let redirect_kind = app.match_redirect(redirect_uri).ok_or_else(|| page(aad(50011).detail(redirect_uri)))?;
    if app.disabled {
        return Err(page(aad(7000112)));
    }
    match &app.audience {
        Audience::SingleTenant(home) if segment != Segment::Tenant(home.clone()) => {
            return Err(page(aad(50194)));
        }
        Audience::MultiTenant if segment == Segment::Tenant(PERSONAL_TENANT.to_owned()) => {
            return Err(page(aad(500200)));
        }
        _ => {}
    }

    let mode = params.get("response_mode").unwrap_or("query");
    let back = Back { redirect_uri: redirect_uri.to_owned(), form_post: mode == "form_post", state: params.owned("state") };
    let refuse = |error: AadError| Box::new(Refusal { error, back: Some(back.clone()) });
    if let Some(name) = params.repeated() {
        return Err(refuse(aad(9002313).detail(format!("Parameter {name} is repeated."))));
    }
    if !matches!(mode, "query" | "form_post") {
        return Err(refuse(aad(90023).detail("response_mode.")));
    }
    if params.get("response_type") != Some("code") {
        return Err(refuse(aad(70005)));
    }
    let asked: Asked = match params.get("scope") {
        Some(text) => read_scopes(core, text).map_err(refuse)?,
        None => return Err(refuse(aad(90014).detail("Field: scope."))),
    };
    let challenge = match (params.owned("code_challenge"), params.get("code_challenge_method")) {
        (None, None) => None,
        (None, Some(_)) => return Err(refuse(aad(50147))),
        (Some(challenge), method) => {
            if !(43..=128).contains(&challenge.len()) {
                return Err(refuse(aad(50147)));
            }
            match method {
                Some("S256") => Some((challenge, ChallengeMethod::S256)),
                None | Some("plain") => Some((challenge, ChallengeMethod::Plain)),
                Some(_) => return Err(refuse(aad(90023).detail("code_challenge_method."))),
            }
        }
    };
    if redirect_kind == RedirectKind::Spa && challenge.is_none() {
        return Err(refuse(aad(9002313).detail("Proof Key for Code Exchange is required for cross-origin redemption.")));
    }
    let prompt = params.owned("prompt");
    if !matches!(prompt.as_deref(), None | Some("login" | "none" | "consent" | "select_account")) {
        return Err(refuse(aad(90023).detail("prompt.")));
    }
    Ok(AuthorizeRequest {
        segment,
        client_id: app.client_id.clone(),
        redirect_kind,
        scopes: asked.resolve(app),
        nonce: params.owned("nonce"),
        prompt,
        login_hint: params.owned("login_hint"),
        challenge,
        claims: params.owned("claims"),
        client_info: params.get("client_info") == Some("1"),
        redirect_uri: back.redirect_uri,
        form_post: back.form_post,
        state: back.state,
    })
}

/// Why an account may not be used for a request.
pub(crate) fn refuses(state: &State, request: &AuthorizeRequest, person: &Person) -> Option<String> {
    if !request.segment.admits(&person.tenant_id) {
        let error = aad(50020);
        return Some(format!("AADSTS{}: {}", error.code, error.message));
    }
    let app = state.world.find_app(&request.client_id)?;
    let refused = match &app.audience {
        Audience::SingleTenant(home) => *home != person.tenant_id,
        Audience::MultiTenant => person.tenant_id == PERSONAL_TENANT,
        Audience::MultiTenantAndPersonal => false,
    };
    refused.then(|| format!("AADSTS500200: {}", aad(500200).message))
}

/// The answer to `prompt=none` when somebody would have to act.
pub(crate) fn silent_failure(core: &Core, state: &mut State, id: &str, flow: &Flow) -> Reply {
    state.flows.remove(id);
    match &flow.purpose {
        Purpose::Authorize(request) => send_error(core, &back_of(request), &aad(50058), &[]),
        _ => pages::error(400, "Nobody is signed in."),
    }
}

/// Goes on with a signed-in person: consent page, approval page, or the code.
pub(crate) fn proceed(
    core: &Core,
    state: &mut State,
    id: &str,
    request: &AuthorizeRequest,
    person: &Person,
    user: &User,
) -> Reply {
    let Some(app) = state.world.find_app(&request.client_id).cloned() else {
        return pages::error(400, "The application does not exist any more.");
    };
    let missing = missing_scopes(state, request, person);
    let ask = !missing.is_empty() || request.prompt.as_deref() == Some("consent");
    if !ask {
        return finish(core, state, id, request, person, user);
    }
    if request.prompt.as_deref() == Some("none") {
        state.flows.remove(id);
        let error = AadError { error: "interaction_required", ..aad(65001) };
        return send_error(core, &back_of(request), &error, &[]);
    }
    if needs_administrator(state, person, user, &missing) {
        return pages::approval_required(id, user, &app);
    }
    pages::consent(id, user, &app, &request.scopes)
}

fn missing_scopes(state: &State, request: &AuthorizeRequest, person: &Person) -> Vec<Scope> {
    let mut missing = request.scopes.clone();
    missing.retain(|scope| !state.consents.covers(person, &request.client_id, scope));
    // An application that was removed comes back through consent.
    if missing.is_empty() && !state.consents.is_installed(&person.tenant_id, &request.client_id) {
        return request.scopes.clone();
    }
    missing
}

fn needs_administrator(state: &State, person: &Person, user: &User, missing: &[Scope]) -> bool {
    let policy = state.world.find_organisation(&person.tenant_id).map_or(UserConsent::Allowed, |o| o.user_consent);
    !user.administrator
        && match policy {
            UserConsent::Allowed => false,
            UserConsent::NotAdminRestricted => missing.iter().any(Scope::is_admin_restricted),
            UserConsent::Nobody => !missing.is_empty(),
        }
}

/// `decision=accept` on the consent page.
pub(crate) fn accept(
    core: &Core,
    state: &mut State,
    call: &Call,
    id: &str,
    request: &AuthorizeRequest,
    person: &Person,
    user: &User,
) -> Reply {
    let missing = missing_scopes(state, request, person);
    if needs_administrator(state, person, user, &missing) {
        return pages::error(403, "An administrator must approve this application.");
    }
    let names = || request.scopes.iter().map(|scope| scope.name.as_str());
    state.consents.add_user(person, &request.client_id, names());
    if user.administrator && call.form.get("for_organisation") == Some("1") {
        let now = core.clock.now();
        state.consents.add_tenant(&person.tenant_id, &request.client_id, names(), std::iter::empty(), now);
    }
    finish(core, state, id, request, person, user)
}

/// `decision=cancel` on the consent or approval page.
pub(crate) fn cancel(core: &Core, state: &mut State, id: &str, request: &AuthorizeRequest) -> Reply {
    state.flows.remove(id);
    // The same number as a declined admin consent, under another name.
    let error = AadError { error: "access_denied", ..aad(65004) };
    send_error(core, &back_of(request), &error, &[("error_subcode", "cancel")])
}

fn finish(core: &Core, state: &mut State, id: &str, request: &AuthorizeRequest, person: &Person, user: &User) -> Reply {
    state.flows.remove(id);
    state.consents.install(&person.tenant_id, &request.client_id);
    if request.claims.is_some()
        && let Some(user) = state.world.user_mut(&user.id)
    {
        user.step_up = None;
    }
    let value = format!("0.A{}", make_token::<48>());
    let code = Code {
        client_id: request.client_id.clone(),
        segment: request.segment.clone(),
        person: person.clone(),
        redirect_uri: request.redirect_uri.clone(),
        redirect_kind: request.redirect_kind,
        scopes: request.scopes.clone(),
        nonce: request.nonce.clone(),
        challenge: request.challenge.clone(),
        cae: declares_cae(request.claims.as_deref()),
        claims: request.claims.clone(),
        issued_at: core.clock.now(),
        redeemed: false,
    };
    state.codes.insert(value.clone(), code);
    core.ledger.add(Entry {
        what: Some("code"),
        value: Some(value.clone()),
        client_id: Some(request.client_id.clone()),
        tenant_id: Some(person.tenant_id.clone()),
        user_id: Some(person.user_id.clone()),
        ..Entry::new(Kind::Issued)
    });
    let session_state = make_guid();
    let mut params = vec![("code", value.as_str())];
    let info = super::issue::client_info(person);
    if request.client_info {
        params.push(("client_info", info.as_str()));
    }
    params.push(("session_state", session_state.as_str()));
    send(&back_of(request), &params)
}

/// Whether a `claims` parameter declares the capability `cp1` (continuous access evaluation).
pub(crate) fn declares_cae(claims: Option<&str>) -> bool {
    let parsed = claims.and_then(|claims| serde_json::from_str::<serde_json::Value>(claims).ok());
    let values = parsed.as_ref().and_then(|claims| claims.pointer("/access_token/xms_cc/values")?.as_array());
    values.is_some_and(|values| values.iter().any(|value| value == "cp1"))
}

fn back_of(request: &AuthorizeRequest) -> Back {
    Back { redirect_uri: request.redirect_uri.clone(), form_post: request.form_post, state: request.state.clone() }
}

fn send_error(core: &Core, back: &Back, error: &AadError, more: &[(&str, &str)]) -> Reply {
    let description = error.redirect_description(core);
    let mut params = vec![("error", error.error), ("error_description", description.as_str())];
    params.extend_from_slice(more);
    send(back, &params)
}

fn send(back: &Back, params: &[(&str, &str)]) -> Reply {
    let mut params = params.to_vec();
    if let Some(state) = &back.state {
        params.push(("state", state));
    }
    if back.form_post {
        pages::form_post(&back.redirect_uri, &params)
    } else {
        Reply::see_other(&crate::message::append_query(&back.redirect_uri, &params))
    }
}

/// Whether an answer to these scopes carries a refresh token.
pub(crate) fn wants_refresh_token(scopes: &[Scope]) -> bool {
    contains(scopes, "offline_access")
}

/// What an administrator consents to with `.default`: the delegated permissions of the registration.
pub(crate) fn default_scopes(app: &App) -> Vec<Scope> {
    app.delegated.iter().map(|name| Scope::named(name)).collect()
}
