//! Helpers of the sandbox's own tests.

#![allow(dead_code, reason = "each test file uses some of these")]

use authpipe_sandbox::demo::{self, Person};
use authpipe_sandbox::{Decision, HttpAnswer, Sandbox};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

pub(crate) const REDIRECT: &str = "http://localhost:7777/callback";
pub(crate) const VERIFIER: &str = "a-verifier-of-more-than-43-characters-0123456789-abc";
pub(crate) const SCOPE: &str = "openid profile offline_access User.Read Files.Read.All";

/// Changes of parameters: an empty value removes one.
pub(crate) type Changes<'a> = &'a [(&'a str, &'a str)];

pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

pub(crate) fn url(base: &str, params: &[(&str, &str)]) -> String {
    Url::parse_with_params(base, params).unwrap().to_string()
}

/// The authorize URL of the demo application, with changes: an empty value removes a parameter.
pub(crate) fn authorize_url(sandbox: &Sandbox, tenant: &str, changes: &[(&str, &str)]) -> String {
    let challenge = challenge(VERIFIER);
    let mut params = vec![
        ("client_id", demo::CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("scope", SCOPE),
        ("state", "the state"),
        ("nonce", "the nonce"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        params.retain(|(known, _)| known != name);
        if !value.is_empty() {
            params.push((name, value));
        }
    }
    url(&format!("{}/{tenant}/oauth2/v2.0/authorize", sandbox.http_origin()), &params)
}

pub(crate) fn admin_url(sandbox: &Sandbox, tenant: &str, scope: &str) -> String {
    url(
        &format!("{}/{tenant}/v2.0/adminconsent", sandbox.http_origin()),
        &[("client_id", demo::CLIENT_ID), ("scope", scope), ("redirect_uri", REDIRECT), ("state", "install state")],
    )
}

pub(crate) fn param(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

pub(crate) async fn token(sandbox: &Sandbox, tenant: &str, form: &[(&str, &str)]) -> HttpAnswer {
    let url = format!("{}/{tenant}/oauth2/v2.0/token", sandbox.http_origin());
    sandbox.client().post_form(&url, form, &[]).await.unwrap()
}

/// A token request of the demo application with its secret, with changes as in [`authorize_url`].
pub(crate) async fn token_as_app(sandbox: &Sandbox, tenant: &str, form: &[(&str, &str)]) -> HttpAnswer {
    let mut all = vec![("client_id", demo::CLIENT_ID), ("client_secret", demo::CLIENT_SECRET)];
    for (name, value) in form {
        all.retain(|(known, _)| known != name);
        if !value.is_empty() {
            all.push((name, value));
        }
    }
    token(sandbox, tenant, &all).await
}

pub(crate) async fn code(sandbox: &Sandbox, tenant: &str, person: &Person, changes: &[(&str, &str)]) -> String {
    let url = authorize_url(sandbox, tenant, changes);
    let back = sandbox.browser().sign_in(&url, person, Decision::Accept).await.unwrap();
    param(&back, "code").unwrap_or_else(|| panic!("no code in {back}"))
}

pub(crate) async fn redeem(sandbox: &Sandbox, tenant: &str, code: &str, changes: &[(&str, &str)]) -> HttpAnswer {
    let mut form =
        vec![("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)];
    for (name, value) in changes {
        form.retain(|(known, _)| known != name);
        form.push((name, value));
    }
    token_as_app(sandbox, tenant, &form).await
}

/// Signs in and redeems: the body of the token answer.
pub(crate) async fn tokens(sandbox: &Sandbox, person: &Person) -> Value {
    let code = code(sandbox, person.tenant_id, person, &[]).await;
    let answer = redeem(sandbox, person.tenant_id, &code, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

pub(crate) async fn refresh(sandbox: &Sandbox, tenant: &str, refresh_token: &str, more: &[(&str, &str)]) -> HttpAnswer {
    let mut form = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
    form.extend_from_slice(more);
    token_as_app(sandbox, tenant, &form).await
}

pub(crate) async fn app_token(sandbox: &Sandbox, tenant: &str) -> HttpAnswer {
    let scope = "https://graph.microsoft.com/.default";
    token_as_app(sandbox, tenant, &[("grant_type", "client_credentials"), ("scope", scope)]).await
}

pub(crate) async fn graph(sandbox: &Sandbox, token: &str, path: &str) -> HttpAnswer {
    sandbox.client().get_bearer(&format!("{}/v1.0{path}", sandbox.http_origin()), token).await.unwrap()
}

pub(crate) fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}

/// Claims of a JWT, unchecked.
pub(crate) fn claims(jwt: &str) -> Value {
    let payload = jwt.split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[track_caller]
pub(crate) fn assert_refused(answer: &HttpAnswer, status: u16, error: &str, code: u32) {
    let body = answer.json();
    assert_eq!((answer.status, body["error"].as_str()), (status, Some(error)), "{body}");
    assert_eq!(body["error_codes"][0], code, "{body}");
    for member in ["trace_id", "correlation_id", "timestamp", "error_uri", "error_description"] {
        assert!(body[member].is_string(), "{member} missing in {body}");
    }
}
