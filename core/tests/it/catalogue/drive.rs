//! Drives one config through all that can happen to a connection, and says what was not as the provider's facts say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authpipe::{
    CallOptions, CredentialType, GrantId, HttpRequest, ListQuery, RevocationOutcome, Secret, Sending, StoreCredential, Subject,
};
use serde_json::json;
use url::Url;

use super::judge::{Answer, Asked, Provider, whose};
use super::signed;
use crate::support::{App, get, header, member, tenant, text};

pub(super) type Wrong = String;
pub(super) type Done = Result<(), Wrong>;

/// Every provider that is played, by its slug.
#[derive(Clone, Default)]
pub(super) struct Players(Arc<Mutex<BTreeMap<String, Provider>>>);

impl Players {
    pub(super) fn add(&self, provider: Provider) {
        self.lock().insert(provider.slug.clone(), provider);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Provider>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn with<T>(&self, slug: &str, act: impl FnOnce(&mut Provider) -> T) -> T {
        act(self.lock().get_mut(slug).expect("it is played"))
    }

    /// A request that names nobody is nobody's: 421, as of a server that was asked for another host.
    pub(super) fn answer(&self, asked: &Asked) -> Answer {
        let slug = whose(asked);
        let mut players = self.lock();
        match slug.and_then(|slug| players.get_mut(&slug)) {
            Some(provider) => provider.answer(asked),
            None => Answer { status: 421, body: "{}".to_owned() },
        }
    }
}

pub(super) fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Done {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, and not {expected:?}")) }
}

/// Drives the config that plays against the provider of this slug.
pub(super) async fn drive(app: &App, players: &Players, config: &str, slug: &str) -> Done {
    let plays = players.with(slug, |provider| provider.plays.clone());
    if plays.authorize.is_some() {
        sign_in(app, players, config, slug).await?;
        use_token(app, players, config, slug).await?;
    }
    if plays.signed.is_some() {
        signed::drive(app, players, config, slug).await?;
    }
    if plays.key.is_some() {
        key(app, players, config, slug).await?;
    }
    let wrong = players.with(slug, |provider| std::mem::take(&mut provider.wrong));
    same("what the provider was asked", wrong, Vec::new())
}

/// A sign-in, from the application's button to the callback.
async fn sign_in(app: &App, players: &Players, config: &str, slug: &str) -> Done {
    let mut browser = app.browser();
    let created = browser.post("/oauth/sessions", json!({ "provider": config }), &member()).await;
    if created.status != 201 {
        return Err(format!("the sign-in: {}", text(&created)));
    }
    let created = crate::support::json(&created);
    let page = Url::parse(created["authorization_url"].as_str().unwrap()).unwrap();
    let back = players.with(slug, |provider| show_page(provider, &page))?;
    let path = back.path().strip_prefix("/api/authpipe").unwrap().to_owned();
    let request = HttpRequest { query: back.query().unwrap_or_default().to_owned(), ..get(&path) };
    let answer = browser.send(request, Some(member())).await;
    let wrong = players.with(slug, |provider| provider.wrong.clone());
    same("the callback", (answer.status, wrong, header(&answer, "location")), (200, Vec::new(), ""))?;
    let session = browser.session(created["session_id"].as_str().unwrap(), &member()).await;
    same("the session", session["status"].as_str(), Some("complete"))
}

/// The provider's page: judges how somebody was sent there, and sends them back with a code.
fn show_page(provider: &mut Provider, page: &Url) -> Result<Url, Wrong> {
    let expected = provider.plays.authorize.clone().unwrap();
    let mut bare = page.clone();
    bare.set_query(None);
    same("the page", bare.as_str().trim_end_matches('?'), &expected.url)?;
    let mut sent: BTreeMap<String, String> = page.query_pairs().into_owned().collect();
    let mut take = |name: &str| sent.remove(name).unwrap_or_default();
    same("response_type", take("response_type").as_str(), "code")?;
    same("client_id", take("client_id"), provider.value("id", 0))?;
    provider.scope = take("scope");
    let scopes: BTreeSet<&str> = provider.scope.split(expected.scope_separator.as_str()).collect();
    let wanted = expected.always_scopes.iter().map(String::as_str).chain(["alpha", "beta"]).collect();
    same("the scopes", scopes, wanted)?;
    provider.redirect_uri = take("redirect_uri");
    let state = take("state");
    same("whether there is a state", state.is_empty(), false)?;
    let challenge = take("code_challenge");
    same("whether PKCE is used", !challenge.is_empty(), expected.pkce)?;
    same("code_challenge_method", take("code_challenge_method").as_str(), if expected.pkce { "S256" } else { "" })?;
    provider.challenge = expected.pkce.then_some(challenge);
    same("the further parameters", sent, expected.parameters)?;
    let mut back = Url::parse(&provider.redirect_uri).unwrap();
    back.query_pairs_mut().append_pair("code", &provider.value("code", 0)).append_pair("state", &state);
    back.query_pairs_mut().extend_pairs(&expected.callback);
    Ok(back)
}

/// Reading, refreshing, probing, rejecting and revoking.
async fn use_token(app: &App, players: &Players, config: &str, slug: &str) -> Done {
    let subject = Subject::user(config, "acme", "ben").unwrap();
    for (number, force_refresh) in [(1, false), (2, true)] {
        let options = CallOptions { force_refresh, ..CallOptions::default() };
        let credential = app.authpipe.get_credential(&subject, options).await;
        let wrong = players.with(slug, |provider| provider.wrong.clone());
        let credential = credential.map_err(|error| format!("token {number}: {error}; {wrong:?}"))?;
        let sent = credential.headers().map_err(|error| error.to_string())?;
        let expected = players.with(slug, |provider| provider.token_header(number));
        same("the header", Some((sent.name.to_ascii_lowercase(), sent.value.expose().clone())), expected)?;
        let further =
            credential.further_headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.expose().clone())).collect();
        same("the headers beside it", further, players.with(slug, |provider| provider.further_headers()))?;
        let origins: BTreeSet<&str> = credential.api_origins.iter().map(String::as_str).collect();
        let listed = players.with(slug, |provider| provider.plays.api.origins.clone());
        same("the hosts that may receive it", origins, listed.iter().map(String::as_str).collect())?;
    }
    let id = only(app, config).await?;
    let meant = players.with(slug, |Provider { plays, .. }| {
        let told = plays.authorize.as_ref().and_then(|page| page.organisation.clone());
        told.or_else(|| plays.look_up.as_ref().and_then(|look_up| look_up.organisation.clone()))
    });
    if meant.is_some() {
        let view = app.authpipe.get_connection(tenant("acme"), id.clone()).await.map_err(|error| error.to_string())?;
        same("the organisation", view.account.and_then(|account| account.organisation), meant)?;
    }
    let has_probe = players.with(slug, |provider| provider.plays.probe.is_some());
    check(app, &id, has_probe.then_some(true)).await?;
    // The person takes it back at the provider.
    players.with(slug, |provider| provider.is_revoked = true);
    if has_probe {
        check(app, &id, Some(false)).await?;
    }
    let options = CallOptions { force_refresh: true, ..CallOptions::default() };
    let error = app.authpipe.get_credential(&subject, options).await.err().map(|error| error.code().as_str());
    same("a refresh of what was revoked", error, Some("reauth_required"))?;
    let look_up = players.with(slug, |provider| provider.plays.look_up.clone());
    let mut expected = vec!["code"];
    expected.extend(look_up.is_some().then_some("look_up"));
    expected.push("refresh");
    expected.extend(has_probe.then_some(["probe", "probe"]).into_iter().flatten());
    expected.push("refresh");
    let asked = players.with(slug, |provider| std::mem::take(&mut provider.asked));
    same("what was asked, in order", asked, expected)?;
    let deletion = app.authpipe.delete_connection(tenant("acme"), id).await.map_err(|error| error.to_string())?;
    let revokes = players.with(slug, |provider| provider.plays.revoke.as_ref().map_or(0, |revoke| revoke.tokens.len()));
    let asked = players.with(slug, |provider| std::mem::take(&mut provider.asked));
    let wrong = players.with(slug, |provider| provider.wrong.clone());
    same("what was revoked", (asked, wrong), (vec!["revoke"; revokes], Vec::new()))?;
    let expected = if revokes == 0 { RevocationOutcome::Unsupported } else { RevocationOutcome::Revoked };
    same("what is told of it", deletion.revocation, expected)?;
    let error = app.authpipe.get_credential(&subject, CallOptions::default()).await.err().map(|error| error.code().as_str());
    same("a credential that was deleted", error, Some("not_connected"))
}

/// A key: refused where the provider refuses it, else kept, sent, and found out when it dies.
async fn key(app: &App, players: &Players, config: &str, slug: &str) -> Done {
    let subject = Subject::user(config, "acme", "ben").unwrap();
    let (fields, has_probe) = players.with(slug, |provider| (provider.key_fields(), provider.plays.key_probe.is_some()));
    let row = || StoreCredential {
        subject: subject.clone(),
        credential_type: CredentialType::ApiKey,
        fields: fields.iter().map(|(name, value)| (name.clone(), Secret::from(value.as_str()))).collect(),
        variables: Default::default(),
    };
    if has_probe {
        players.with(slug, |provider| provider.is_revoked = true);
        let error = app.authpipe.store_credential(row()).await.err().map(|error| error.code().as_str());
        same("a dead key", error, Some("credential_rejected"))?;
    }
    players.with(slug, |provider| provider.is_revoked = false);
    app.authpipe.store_credential(row()).await.map_err(|error| {
        let wrong = players.with(slug, |provider| provider.wrong.clone());
        format!("a key: {error}; {wrong:?}")
    })?;
    let read = app.authpipe.get_credential(&subject, CallOptions::default()).await.map_err(|error| error.to_string())?;
    let key = players.with(slug, |provider| provider.plays.key.clone()).unwrap();
    let sent = match &read.sending {
        Sending::Query(parameters) => {
            same("whether it has a header", read.headers().is_ok(), false)?;
            parameters.iter().map(|sent| (sent.name.clone(), sent.value.expose().clone())).collect()
        }
        _ => {
            let sent = read.headers().map_err(|error| error.to_string())?;
            BTreeMap::from([(sent.name.to_ascii_lowercase(), sent.value.expose().clone())])
        }
    };
    let expected = match key.query.is_empty() {
        true => BTreeMap::from([(key.header.clone(), key.header_value(&fields))]),
        false => key.parameters(&fields),
    };
    same("how a key is sent", sent, expected)?;
    let id = only(app, config).await?;
    check(app, &id, has_probe.then_some(true)).await?;
    if has_probe {
        players.with(slug, |provider| provider.is_revoked = true);
        check(app, &id, Some(false)).await?;
        let asked = players.with(slug, |provider| std::mem::take(&mut provider.asked));
        same("what was asked about a key", asked, vec!["key_probe"; 4])?;
    }
    let deletion = app.authpipe.delete_connection(tenant("acme"), id).await.map_err(|error| error.to_string())?;
    same("what is revoked of a key", deletion.revocation, RevocationOutcome::Unsupported)
}

pub(super) async fn check(app: &App, id: &GrantId, live: Option<bool>) -> Done {
    let health = app.authpipe.check_connection(tenant("acme"), id.clone()).await.map_err(|error| error.to_string())?;
    same("whether it is alive", health.live, live)
}

pub(super) async fn only(app: &App, config: &str) -> Result<GrantId, Wrong> {
    let config = Some(authpipe::ConfigId::parse(config).unwrap());
    let query = ListQuery { tenant_id: Some(tenant("acme")), config, ..ListQuery::default() };
    let mut page = app.authpipe.list_connections(query).await.map_err(|error| error.to_string())?;
    same("how many connections there are", page.data.len(), 1)?;
    Ok(page.data.remove(0).id)
}
