//! The token endpoint: code redemption, refresh, client credentials.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::{CACHE_CONTROL, ORIGIN};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::identity::authorize::{declares_cae, default_scopes, wants_refresh_token};
use crate::identity::client_auth::authenticate;
use crate::identity::error::{AadError, aad};
use crate::identity::issue::{UserGrant, issue_app_token, issue_user_tokens};
use crate::identity::scope::{Scope, read_scopes};
use crate::identity::tenant::Segment;
use crate::ledger::{Entry, Kind};
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::{ChallengeMethod, Core, Person, State};
use crate::world::{App, PERSONAL_TENANT, RedirectKind, User};

pub(super) fn handle(core: &Core, call: &Call, tenant: &str) -> Reply {
    let mut entry = describe(call, Kind::TokenRequest);
    // The state stays locked until the ledger has the request, so that its order is the order of effects.
    let mut state = core.state();
    let outcome = grant(core, &mut state, call, tenant, &mut entry);
    let reply = match &outcome {
        Ok(body) => {
            let text = |name: &str| body[name].as_str().map(str::to_owned);
            entry.issued_access_token = text("access_token");
            entry.issued_refresh_token = text("refresh_token");
            Reply::json(200, body)
        }
        Err(error) => {
            entry.error = Some(error.error.to_owned());
            entry.error_code = Some(error.code);
            Reply::json(error.status, &error.body(core, &call.origin))
        }
    };
    let seq = core.ledger.add(entry);
    reply.header(CACHE_CONTROL, "no-store").entry(seq)
}

fn grant(core: &Core, state: &mut State, call: &Call, tenant: &str, entry: &mut Entry) -> Result<Value, AadError> {
    if let Some(name) = call.form.repeated() {
        return Err(aad(9002313).detail(format!("Parameter {name} is repeated.")));
    }
    let segment = Segment::resolve(&state.world, tenant).ok_or_else(|| aad(90002).detail(format!("Tenant '{tenant}'.")))?;
    let grant_type = call.form.get("grant_type").ok_or_else(|| aad(900144).detail("Field: grant_type."))?;
    let app = authenticate(core, state, call, tenant, entry)?;
    if app.disabled {
        return Err(aad(7000112));
    }
    match grant_type {
        "authorization_code" => redeem_code(core, state, call, &segment, &app, entry),
        "refresh_token" => refresh(core, state, call, &segment, &app, entry),
        "client_credentials" => client_credentials(core, state, call, &segment, &app, entry),
        _ => Err(aad(70003)),
    }
}

fn note_person(entry: &mut Entry, person: &Person) {
    entry.tenant_id = Some(person.tenant_id.clone());
    entry.user_id = Some(person.user_id.clone());
}

fn find_usable_person(state: &State, person: &Person) -> Result<User, AadError> {
    let user = state.world.find_person(&person.tenant_id, &person.user_id).ok_or_else(|| aad(50034))?;
    if user.disabled { Err(aad(50057)) } else { Ok(user.clone()) }
}

fn redeem_code(
    core: &Core,
    state: &mut State,
    call: &Call,
    segment: &Segment,
    app: &App,
    entry: &mut Entry,
) -> Result<Value, AadError> {
    let value = call.form.get("code").ok_or_else(|| aad(900144).detail("Field: code."))?;
    let now = core.clock.now();
    let lifetime = state.world.settings.code_lifetime;
    let code = state.codes.get(value).ok_or_else(|| aad(70000).detail("The code is not known."))?;
    if code.client_id != app.client_id {
        return Err(aad(70000).detail("The code was issued to another application."));
    }
    note_person(entry, &code.person);
    if code.redeemed {
        return Err(aad(54005));
    }
    if code.segment != *segment {
        return Err(aad(700005));
    }
    if now >= code.issued_at + lifetime {
        return Err(aad(70008));
    }
    let redirect_uri = call.form.get("redirect_uri").ok_or_else(|| aad(900144).detail("Field: redirect_uri."))?;
    if redirect_uri != code.redirect_uri {
        return Err(aad(500112));
    }
    // The platform of the redirect URI decides: a web one needs a credential, which a public client does not have.
    if app.public_client && code.redirect_kind == RedirectKind::Web {
        return Err(aad(7000218));
    }
    let spa = code.redirect_kind == RedirectKind::Spa;
    match (spa, call.headers.contains_key(ORIGIN)) {
        (true, false) => return Err(aad(9002327)),
        (false, true) => return Err(aad(9002326)),
        _ => {}
    }
    check_verifier(code.challenge.as_ref(), call.form.get("code_verifier"))?;

    let mut scopes = code.scopes.clone();
    if let Some(text) = call.form.get("scope") {
        let asked = read_scopes(core, text)?.resolve(app);
        require_consent(state, &code.person, &app.client_id, &asked)?;
        let named: Vec<Scope> = asked;
        let oidc = scopes.iter().filter(|scope| scope.oidc && !named.iter().any(|other| other.same(scope)));
        scopes = named.iter().chain(oidc).cloned().collect();
    }
    let everything = union(&state.codes[value].scopes, &scopes);
    let code = state.codes.get(value).ok_or_else(|| aad(70000))?;
    let person = code.person.clone();
    let nonce = code.nonce.clone();
    let claims = call.form.owned("claims").or_else(|| code.claims.clone());
    let cae = code.cae || declares_cae(call.form.get("claims"));
    let user = find_usable_person(state, &person)?;
    if let Some(code) = state.codes.get_mut(value) {
        code.redeemed = true;
    }
    let ends_at = spa.then(|| now + state.world.settings.spa_refresh_token_lifetime);
    let refresh = wants_refresh_token(&everything).then_some((everything, ends_at));
    let grant = UserGrant {
        app,
        person: &person,
        user: &user,
        scopes: &scopes,
        nonce: nonce.as_deref(),
        cae,
        claims,
        spa,
        refresh,
        client_info: call.form.get("client_info") == Some("1"),
    };
    Ok(issue_user_tokens(core, state, &call.origin, &grant))
}

fn union(first: &[Scope], second: &[Scope]) -> Vec<Scope> {
    let more = second.iter().filter(|scope| !first.iter().any(|other| other.same(scope)));
    first.iter().chain(more).cloned().collect()
}

/// RFC 7636 §4.6. A verifier without a challenge is refused too.
fn check_verifier(challenge: Option<&(String, ChallengeMethod)>, verifier: Option<&str>) -> Result<(), AadError> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(aad(501481).detail("No code_challenge was sent.")),
        (Some(_), None) => Err(aad(501481).detail("The verifier is missing.")),
        (Some((challenge, method)), Some(verifier)) => {
            let derived = match method {
                ChallengeMethod::Plain => verifier.to_owned(),
                ChallengeMethod::S256 => URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
            };
            if derived == *challenge { Ok(()) } else { Err(aad(501481)) }
        }
    }
}

fn require_consent(state: &State, person: &Person, client_id: &str, scopes: &[Scope]) -> Result<(), AadError> {
    match scopes.iter().find(|scope| !state.consents.covers(person, client_id, scope)) {
        Some(scope) => Err(aad(65001).suberror("consent_required").detail(format!("Scope: {}.", scope.name))),
        None => Ok(()),
    }
}

fn refresh(
    core: &Core,
    state: &mut State,
    call: &Call,
    segment: &Segment,
    app: &App,
    entry: &mut Entry,
) -> Result<Value, AadError> {
    let value = call.form.get("refresh_token").ok_or_else(|| aad(900144).detail("Field: refresh_token."))?;
    let now = core.clock.now();
    let known = state.refresh_tokens.get(value).cloned();
    let token = known
        .filter(|token| token.client_id == app.client_id)
        .ok_or_else(|| aad(70000).suberror("bad_token").detail("The refresh token is not known."))?;
    note_person(entry, &token.person);
    if token.person.tenant_id != PERSONAL_TENANT && !state.consents.is_installed(&token.person.tenant_id, &app.client_id) {
        return Err(aad(700016));
    }
    if !segment.admits(&token.person.tenant_id) {
        return Err(aad(50020));
    }
    if token.revoked {
        let mut error = aad(50173);
        error.suberror.clone_from(&state.world.settings.revoked_suberror);
        return Err(error);
    }
    if token.ends_at.is_some_and(|end| now >= end) {
        return Err(aad(700084));
    }
    if now >= token.last_used + state.world.settings.refresh_token_idle {
        return Err(aad(700082));
    }
    let user = find_usable_person(state, &token.person)?;
    if let Some(claims) = &user.step_up {
        let mut error = aad(50076).suberror("basic_action");
        error.claims = Some(claims.clone());
        return Err(error);
    }
    match (token.spa, call.headers.contains_key(ORIGIN)) {
        (true, false) => return Err(aad(9002327)),
        (false, true) => return Err(aad(9002326)),
        _ => {}
    }

    let scopes = match call.form.get("scope") {
        None => token.scopes.clone(),
        Some(text) => {
            let asked = read_scopes(core, text)?;
            if asked.default {
                let mut scopes = asked.scopes;
                let consented = default_scopes(app).into_iter();
                scopes
                    .extend(consented.filter(|scope| !scope.oidc && state.consents.covers(&token.person, &app.client_id, scope)));
                scopes
            } else {
                asked.scopes
            }
        }
    };
    require_consent(state, &token.person, &app.client_id, &scopes)?;
    if let Some(used) = state.refresh_tokens.get_mut(value) {
        used.last_used = now;
    }
    let everything = union(&token.scopes, &scopes);
    let grant = UserGrant {
        app,
        person: &token.person,
        user: &user,
        scopes: &scopes,
        nonce: None,
        cae: token.cae || declares_cae(call.form.get("claims")),
        claims: call.form.owned("claims").or_else(|| token.claims.clone()),
        spa: token.spa,
        refresh: wants_refresh_token(&scopes).then_some((everything, token.ends_at)),
        client_info: call.form.get("client_info") == Some("1"),
    };
    Ok(issue_user_tokens(core, state, &call.origin, &grant))
}

fn client_credentials(
    core: &Core,
    state: &mut State,
    call: &Call,
    segment: &Segment,
    app: &App,
    entry: &mut Entry,
) -> Result<Value, AadError> {
    let tenant_id = match segment {
        Segment::Tenant(id) if id != PERSONAL_TENANT => id.clone(),
        _ => return Err(aad(9001023)),
    };
    entry.tenant_id = Some(tenant_id.clone());
    if app.public_client {
        return Err(aad(7000218));
    }
    if call.headers.contains_key(ORIGIN) {
        return Err(aad(9002326));
    }
    let scope = call.form.get("scope").ok_or_else(|| aad(900144).detail("Field: scope."))?;
    if !scope.ends_with("/.default") {
        return Err(aad(1002012).detail(format!("Scope: {scope}.")));
    }
    let asked = read_scopes(core, scope)?;
    if !asked.default || !asked.scopes.is_empty() {
        return Err(aad(1002012).detail(format!("Scope: {scope}.")));
    }
    if !state.consents.is_installed(&tenant_id, &app.client_id) {
        return Err(aad(700016));
    }
    Ok(issue_app_token(core, state, &call.origin, app, &tenant_id))
}
