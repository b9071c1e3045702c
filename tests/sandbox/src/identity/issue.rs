//! Making tokens and the answers that carry them.

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::clock::unix_seconds;
use crate::identity::scope::{GRAPH_RESOURCE, Scope, contains};
use crate::ledger::{Entry, Kind};
use crate::random::{make_guid, make_number, make_token};
use crate::state::{AccessToken, Core, Person, RefreshToken, State};
use crate::world::{AccessTokenFormat, App, PERSONAL_TENANT, ScopeStyle, User};

/// Role template of a Global Administrator.
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
/// Role template that every member carries.
const DEFAULT_USER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// What a user's tokens are made from.
pub(super) struct UserGrant<'a> {
    pub(super) app: &'a App,
    pub(super) person: &'a Person,
    pub(super) user: &'a User,
    /// Scopes of the new tokens, OIDC ones included.
    pub(super) scopes: &'a [Scope],
    pub(super) nonce: Option<&'a str>,
    pub(super) cae: bool,
    /// The `claims` parameter of the request that the tokens answer.
    pub(super) claims: Option<String>,
    pub(super) spa: bool,
    /// Everything the refresh token may be used for, and its fixed end if it has one; empty for no refresh token.
    pub(super) refresh: Option<(Vec<Scope>, Option<SystemTime>)>,
    pub(super) client_info: bool,
}

/// base64url JSON `{uid, utid}`.
pub(super) fn client_info(person: &Person) -> String {
    URL_SAFE_NO_PAD.encode(json!({ "uid": person.user_id, "utid": person.tenant_id }).to_string())
}

fn note(core: &Core, what: &'static str, value: &str, client_id: &str, tenant_id: &str, user_id: Option<&str>) {
    core.ledger.add(Entry {
        what: Some(what),
        value: Some(value.to_owned()),
        client_id: Some(client_id.to_owned()),
        tenant_id: Some(tenant_id.to_owned()),
        user_id: user_id.map(str::to_owned),
        ..Entry::new(Kind::Issued)
    });
}

fn lifetime(state: &State, app: &App, cae: bool) -> Duration {
    let (low, high) = match app.access_token_lifetime {
        Some(own) => own,
        None if cae => (state.world.settings.cae_lifetime, state.world.settings.cae_lifetime),
        None => state.world.settings.access_token_lifetime,
    };
    Duration::from_secs(make_number(low.as_secs(), high.as_secs()))
}

/// Makes and remembers an access token for Graph.
fn make_access_token(core: &Core, state: &mut State, origin: &str, token: AccessToken, user: Option<&User>) -> String {
    let opaque = token.tenant_id == PERSONAL_TENANT || state.world.settings.access_token_format == AccessTokenFormat::Opaque;
    let value = if opaque {
        format!("EwB{}", make_token::<240>())
    } else {
        let now = core.clock.unix_seconds();
        let mut claims = json!({
            "aud": GRAPH_RESOURCE,
            "iss": format!("{origin}/{}/", token.tenant_id),
            "iat": now, "nbf": now, "exp": unix_seconds(token.expires_at),
            "appid": token.client_id, "tid": token.tenant_id, "uti": make_token::<16>(), "ver": "1.0",
        });
        match user {
            Some(user) => {
                claims["oid"] = json!(user.id);
                claims["upn"] = json!(user.username);
                claims["name"] = json!(user.display_name);
                claims["scp"] = json!(token.permissions.join(" "));
            }
            None if token.permissions.is_empty() => claims["idtyp"] = json!("app"),
            None => {
                claims["idtyp"] = json!("app");
                claims["roles"] = json!(token.permissions);
            }
        }
        state.keys.signer().sign_jwt(&claims)
    };
    note(core, "access_token", &value, &token.client_id, &token.tenant_id, token.user_id.as_deref());
    state.access_tokens.insert(value.clone(), token);
    value
}

/// A new refresh token's value.
pub(crate) fn make_refresh_value() -> String {
    format!("1.A{}", make_token::<160>())
}

/// Issues what a user's grant gives and returns the answer's body.
pub(super) fn issue_user_tokens(core: &Core, state: &mut State, origin: &str, grant: &UserGrant<'_>) -> Value {
    let life = lifetime(state, grant.app, grant.cae);
    let now = core.clock.now();
    let most = state.world.settings.granted_scopes.as_ref();
    let is_granted = |scope: &&Scope| scope.oidc || most.is_none_or(|names| names.contains(&scope.name));
    let granted: Vec<Scope> = grant.scopes.iter().filter(is_granted).cloned().collect();
    let permissions: Vec<String> = granted.iter().filter(|scope| !scope.oidc).map(|scope| scope.name.clone()).collect();
    let access = AccessToken {
        client_id: grant.app.client_id.clone(),
        tenant_id: grant.person.tenant_id.clone(),
        user_id: Some(grant.person.user_id.clone()),
        permissions,
        expires_at: now + life,
        cae: grant.cae,
        claims: grant.claims.clone(),
        revoked: false,
    };
    let access = make_access_token(core, state, origin, access, Some(grant.user));
    let style = state.world.settings.scope_style;
    let written: Vec<String> = granted
        .iter()
        .filter(|scope| scope.name != "offline_access")
        .map(|scope| match style {
            _ if scope.oidc => scope.name.clone(),
            ScopeStyle::AsRequested => scope.written.clone(),
            ScopeStyle::Short => scope.name.clone(),
            ScopeStyle::Full => format!("{GRAPH_RESOURCE}/{}", scope.name),
        })
        .collect();
    let mut body = answer(state, life, &access);
    body["scope"] = json!(written.join(" "));
    if let Some((scopes, ends_at)) = &grant.refresh {
        let value = make_refresh_value();
        state.refresh_tokens.insert(
            value.clone(),
            RefreshToken {
                client_id: grant.app.client_id.clone(),
                person: grant.person.clone(),
                scopes: scopes.clone(),
                cae: grant.cae,
                claims: grant.claims.clone(),
                last_used: now,
                ends_at: *ends_at,
                spa: grant.spa,
                revoked: false,
            },
        );
        let (tenant, user) = (grant.person.tenant_id.as_str(), grant.person.user_id.as_str());
        note(core, "refresh_token", &value, &grant.app.client_id, tenant, Some(user));
        body["refresh_token"] = json!(value);
        if let Some(left) = ends_at.and_then(|end| end.duration_since(now).ok()) {
            // Rounded up: the end was fixed a moment before this answer is written.
            body["refresh_token_expires_in"] = json!(u64::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u64::MAX));
        }
    }
    if contains(grant.scopes, "openid") {
        body["id_token"] = json!(make_id_token(core, state, origin, grant));
    }
    if grant.client_info {
        body["client_info"] = json!(client_info(grant.person));
    }
    body
}

/// Issues an app-only token and returns the answer's body.
pub(super) fn issue_app_token(core: &Core, state: &mut State, origin: &str, app: &App, tenant_id: &str) -> Value {
    let life = lifetime(state, app, false);
    let now = core.clock.now();
    let token = AccessToken {
        client_id: app.client_id.clone(),
        tenant_id: tenant_id.to_owned(),
        user_id: None,
        permissions: state.consents.roles(tenant_id, &app.client_id, now),
        expires_at: now + life,
        cae: false,
        claims: None,
        revoked: false,
    };
    let value = make_access_token(core, state, origin, token, None);
    answer(state, life, &value)
}

fn answer(state: &State, life: Duration, access_token: &str) -> Value {
    let settings = &state.world.settings;
    let seconds = life.as_secs();
    let written = if settings.expires_in_as_string { json!(seconds.to_string()) } else { json!(seconds) };
    let mut body = json!({
        "token_type": "Bearer", "expires_in": written, "ext_expires_in": seconds, "access_token": access_token,
    });
    if settings.refresh_in {
        body["refresh_in"] = json!(seconds / 2);
    }
    if settings.unknown_member {
        body["sandbox_unknown"] = json!({ "clients": "ignore this" });
    }
    body
}

/// A person's name at one application (OpenID Connect Core §8.1).
pub(crate) fn subject(client_id: &str, user_id: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{client_id}/{user_id}")))
}

fn make_id_token(core: &Core, state: &State, origin: &str, grant: &UserGrant<'_>) -> String {
    let now = core.clock.unix_seconds();
    let mut claims = json!({
        "iss": format!("{origin}/{}/v2.0", grant.person.tenant_id),
        "aud": grant.app.client_id,
        "iat": now, "nbf": now, "exp": now + 3600,
        "sub": subject(&grant.app.client_id, &grant.person.user_id),
        "tid": grant.person.tenant_id,
        "sid": make_guid(), "uti": make_token::<16>(), "ver": "2.0",
    });
    if let Some(nonce) = grant.nonce {
        claims["nonce"] = json!(nonce);
    }
    if contains(grant.scopes, "profile") {
        claims["oid"] = json!(grant.person.user_id);
        claims["name"] = json!(grant.user.display_name);
        claims["preferred_username"] = json!(grant.user.username);
    }
    if contains(grant.scopes, "email") {
        claims["email"] = json!(grant.user.username);
    }
    if grant.app.group_membership_claims && grant.person.tenant_id != PERSONAL_TENANT {
        claims["wids"] =
            if grant.user.administrator { json!([GLOBAL_ADMINISTRATOR, DEFAULT_USER]) } else { json!([DEFAULT_USER]) };
    }
    let value = state.keys.signer().sign_jwt(&claims);
    let (tenant, user) = (grant.person.tenant_id.as_str(), grant.person.user_id.as_str());
    note(core, "id_token", &value, &grant.app.client_id, tenant, Some(user));
    value
}
