//! Plays a provider of OAuth 1.0a (RFC 5849) strictly, and drives one config through a sign-in there, a signed request, a probe and a revocation.
//! Signatures are verified by an implementation of their own.

use std::collections::{BTreeMap, BTreeSet};

use authpipe::{CallOptions, CredentialType, HttpRequest, ListQuery, RequestToSign, Subject};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::drive::{Done, Players, Wrong, check, only, same};
use super::facts::ProbePlace;
use super::judge::{self, Answer, Asked, Provider};
use super::verified::{read_header, signature};
use crate::support::{App, get, header, member, tenant, text};

const SECRET_OF: [(&str, &str); 2] = [("tmp", "tmp-secret"), ("tok", "tok-secret")];

impl Provider {
    /// Any request that is signed: to one of the endpoints, or to the API.
    pub(super) fn signed_request(&mut self, asked: &Asked) -> Result<Answer, String> {
        let signed = self.plays.signed.clone().ok_or("nothing is signed here")?;
        let protocol = self.verify(asked, &signed.signature_method)?;
        let token = protocol.get("oauth_token").map_or("", String::as_str);
        let line = format!("{} {}", asked.method, asked.url);
        if line == signed.temporary {
            self.asked.push("temporary");
            judge::same("oauth_token", token, "")?;
            protocol.get("oauth_callback").ok_or("there is no oauth_callback")?;
            let form = self.credentials("tmp", &[("oauth_callback_confirmed", "true")]);
            return Ok(Answer { status: 200, body: form });
        }
        if line == signed.token {
            self.asked.push("token");
            judge::same("oauth_token", token, &self.value("tmp", 0))?;
            judge::same("oauth_verifier", protocol.get("oauth_verifier").map_or("", String::as_str), &self.value("verifier", 0))?;
            let more: Vec<_> = signed.answer.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            return Ok(Answer { status: 200, body: self.credentials("tok", &more) });
        }
        judge::same("oauth_token", token, &self.value("tok", 0))?;
        let url = if asked.query.is_empty() { asked.url.clone() } else { format!("{}?{}", asked.url, asked.query) };
        judge::same("the method", &asked.method, "GET")?;
        for (name, value) in &self.plays.api.headers {
            judge::same(name, asked.headers.get(name).map_or("", String::as_str), value)?;
        }
        let names_person =
            self.plays.identity.clone().filter(|identity| identity.url == url && !self.asked.contains(&"identity"));
        if let Some(identity) = names_person {
            self.asked.push("identity");
            return Ok(Answer::json(200, &identity.answer));
        }
        let Some(ProbePlace::Told { url: probe, answer, status, rejected }) = self.plays.probe.clone() else {
            return Err("it has no such address".to_owned());
        };
        judge::same("the address", &url, &probe)?;
        self.asked.push("probe");
        let body = |body: &Value| if body.is_null() { json!({}) } else { body.clone() };
        let (status, body) = if self.is_revoked { (status, body(&rejected)) } else { (200, body(&answer)) };
        Ok(Answer::json(status, &body))
    }

    fn credentials(&self, kind: &str, more: &[(&str, &str)]) -> String {
        let (_, secret) = SECRET_OF.into_iter().find(|(known, _)| *known == kind).expect("it is one of both");
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("oauth_token", &self.value(kind, 0)).append_pair("oauth_token_secret", &self.value(secret, 0));
        form.extend_pairs(more);
        form.finish()
    }

    /// The parameters of the header, once the signature over this request is right and the nonce new.
    fn verify(&mut self, asked: &Asked, method: &str) -> Result<BTreeMap<String, String>, String> {
        let protocol = read_header(asked)?;
        let of = |name: &str| protocol.get(name).cloned().unwrap_or_default();
        judge::same("oauth_consumer_key", &of("oauth_consumer_key"), &self.value("id", 0))?;
        judge::same("oauth_signature_method", &of("oauth_signature_method"), method)?;
        judge::same("oauth_version", &of("oauth_version"), "1.0")?;
        if !self.nonces.insert(of("oauth_nonce")) {
            return Err("the nonce was used before".to_owned());
        }
        let kind = SECRET_OF.into_iter().find(|(kind, _)| of("oauth_token") == self.value(kind, 0));
        let secret = kind.map(|(_, secret)| self.value(secret, 0)).unwrap_or_default();
        let expected = signature(asked, &protocol, method, &self.value("secret", 0), &secret)?;
        judge::same("the signature", &of("oauth_signature"), &expected)?;
        Ok(protocol)
    }
}

/// From the application's button to the end of what the person allowed.
pub(super) async fn drive(app: &App, players: &Players, config: &str, slug: &str) -> Done {
    sign_in(app, players, config, slug).await?;
    let subject = Subject::user(config, "acme", "ben").unwrap();
    let credential = app.authpipe.get_credential(&subject, CallOptions::default()).await.map_err(|error| error.to_string())?;
    same("what it is", (credential.credential_type, credential.headers().is_ok()), (CredentialType::OAuth1Token, false))?;
    let origins: BTreeSet<&str> = credential.api_origins.iter().map(String::as_str).collect();
    let listed = players.with(slug, |provider| provider.plays.api.origins.clone());
    same("the hosts that may receive it", origins, listed.iter().map(String::as_str).collect())?;
    for origin in &listed {
        let url = format!("{origin}/x?a=b%20c");
        let signed =
            credential.sign(&RequestToSign { method: "POST", url: &url, form: "d=e" }).map_err(|error| error.to_string())?;
        let asked = Asked {
            method: "POST".to_owned(),
            url: format!("{origin}/x"),
            query: "a=b%20c".to_owned(),
            headers: BTreeMap::from([("authorization".to_owned(), signed.value.expose().clone())]),
            body: "d=e".to_owned(),
        };
        players.with(slug, |provider| {
            let method = provider.plays.signed.clone().unwrap().signature_method;
            provider.verify(&asked, &method).map(drop)
        })?;
    }
    let plays = players.with(slug, |provider| provider.plays.clone());
    let facts = plays.signed.unwrap();
    let id = only(app, config).await?;
    let query =
        ListQuery { tenant_id: Some(tenant("acme")), config: authpipe::ConfigId::parse(config).ok(), ..ListQuery::default() };
    let account = app.authpipe.list_connections(query).await.map_err(|error| error.to_string())?.data.remove(0).account;
    let (person, display) = account.map(|account| (account.person, account.display)).unwrap_or_default();
    same("whose it is", (person, display), (facts.person, facts.display))?;
    check(app, &id, Some(true)).await?;
    players.with(slug, |provider| provider.is_revoked = true);
    check(app, &id, Some(false)).await?;
    let mut expected = vec!["temporary", "token"];
    expected.extend(plays.identity.map(|_| "identity"));
    // A request without the token shows that it is the token which is refused, and not the client.
    expected.extend(["probe", "probe", "temporary"]);
    let asked = players.with(slug, |provider| std::mem::take(&mut provider.asked));
    same("what was asked, in order", asked, expected)?;
    players.with(slug, |provider| provider.is_revoked = false);
    app.authpipe.delete_connection(tenant("acme"), id).await.map(drop).map_err(|error| error.to_string())
}

async fn sign_in(app: &App, players: &Players, config: &str, slug: &str) -> Done {
    let mut browser = app.browser();
    let created = browser.post("/oauth/sessions", json!({ "provider": config }), &member()).await;
    if created.status != 201 {
        let wrong = players.with(slug, |provider| provider.wrong.clone());
        return Err(format!("the sign-in: {}; {wrong:?}", text(&created)));
    }
    let created = crate::support::json(&created);
    let page = Url::parse(created["authorization_url"].as_str().unwrap()).unwrap();
    players.with(slug, |provider| show_page(provider, &page))?;
    let query = players.with(slug, |provider| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("oauth_token", &provider.value("tmp", 0)).append_pair("oauth_verifier", &provider.value("verifier", 0));
        query.finish()
    });
    let request = HttpRequest { query, ..get(&format!("/oauth/callback/{config}")) };
    let answer = browser.send(request, Some(member())).await;
    let wrong = players.with(slug, |provider| provider.wrong.clone());
    same("the callback", (answer.status, wrong, header(&answer, "location")), (200, Vec::new(), ""))?;
    let session = browser.session(created["session_id"].as_str().unwrap(), &member()).await;
    same("the session", session["status"].as_str(), Some("complete"))
}

/// The provider's page: judges how somebody was sent there.
fn show_page(provider: &Provider, page: &Url) -> Result<(), Wrong> {
    let expected = provider.plays.signed.clone().unwrap().authorize;
    let mut bare = page.clone();
    bare.set_query(None);
    same("the page", bare.as_str(), expected.url.as_str())?;
    let mut sent: BTreeMap<String, String> = page.query_pairs().into_owned().collect();
    same("oauth_token", sent.remove("oauth_token"), Some(provider.value("tmp", 0)))?;
    if let Some(parameter) = expected.scope_parameter {
        let scopes = sent.remove(&parameter).unwrap_or_default();
        let scopes: BTreeSet<&str> = scopes.split(expected.scope_separator.as_str()).collect();
        same("the scopes", scopes, BTreeSet::from(["alpha", "beta"]))?;
    }
    same("the further parameters", sent, expected.parameters)
}
