//! What proves this process to Vault: a token of `VAULT_TOKEN`, of the file that `VAULT_TOKEN_FILE` names and an agent renews, or of the file
//! that `vault login` has written; or a login by the service account of a pod, where `AUTHPIPE_VAULT_KUBERNETES_ROLE` names the role.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use url::Url;

use super::super::calling::{AccessToken, Asked, Variables, post, read_json, read_secret, write_members};
use crate::base::Secret;
use crate::model::http::Body;
use crate::net::HttpClient;
use crate::vault::RootKeyError;

/// Where Kubernetes mounts the token of a pod's service account.
const POD_TOKEN: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const ROLE: &str = "AUTHPIPE_VAULT_KUBERNETES_ROLE";

/// What every request says.
pub(super) fn headers(variables: &Variables) -> Vec<(String, String)> {
    let namespace = variables.get("VAULT_NAMESPACE").map(|name| ("x-vault-namespace".to_owned(), name));
    // Without it an agent in between that adds tokens of its own may refuse (its protection from forged requests).
    namespace.into_iter().chain([("x-vault-request".to_owned(), "true".to_owned())]).collect()
}

/// Whether there is a role to log in by, and no token.
pub(super) fn is_by_role(variables: &Variables) -> bool {
    ["VAULT_TOKEN", "VAULT_TOKEN_FILE"].iter().all(|name| variables.get(name).is_none()) && variables.get(ROLE).is_some()
}

/// A token that is there; `None`: it is to be fetched by the role. Files are read each time.
pub(super) fn find(variables: &Variables) -> Result<Option<Secret<String>>, RootKeyError> {
    if let Some(token) = variables.get("VAULT_TOKEN") {
        return Ok(Some(Secret::new(token)));
    }
    if let Some(file) = variables.get("VAULT_TOKEN_FILE") {
        return read_secret(&file).map(Some);
    }
    if is_by_role(variables) {
        return Ok(None);
    }
    let file = variables.get("HOME").map(|home| PathBuf::from(home).join(".vault-token")).filter(|file| file.exists());
    match file {
        Some(file) => read_secret(&file.to_string_lossy()).map(Some),
        None => Err(RootKeyError::denied(format!("neither VAULT_TOKEN nor VAULT_TOKEN_FILE nor {ROLE} is set"))),
    }
}

/// Logs in by the service account of the pod.
pub(super) async fn fetch(http: &dyn HttpClient, variables: &Variables, key: &Url) -> Result<AccessToken, RootKeyError> {
    let file = variables.get("AUTHPIPE_VAULT_KUBERNETES_TOKEN_FILE").unwrap_or_else(|| POD_TOKEN.to_owned());
    let mount = variables.get("AUTHPIPE_VAULT_KUBERNETES_MOUNT").unwrap_or_else(|| "kubernetes".to_owned());
    let mut url = key.clone();
    url.set_path(&format!("/v1/auth/{}/login", mount.trim_matches('/')));
    let body = json!({ "role": variables.need(ROLE)?, "jwt": read_secret(&file)?.expose() });
    let body = Body::Json(write_members(body));
    let response = post(http, Asked { url, headers: headers(variables), secret_header: None, body }).await?;
    let answer = read_json(&response)?;
    match (response.status, answer.text("/auth/client_token")) {
        (200, Some(token)) => {
            let lifetime = Duration::from_secs(answer.number("/auth/lease_duration").unwrap_or(300));
            Ok(AccessToken { value: Secret::from(token), lifetime })
        }
        (status, _) => Err(super::refused(status)),
    }
}
