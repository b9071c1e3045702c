//! A key of the transit engine of HashiCorp Vault or OpenBao: `transit:https://vault.example:8200/transit/authpipe`.
//!
//! The engine's key must be one with authenticated encryption (`aes256-gcm96`, the default, or `chacha20-poly1305`). `login` says where the
//! token comes from; `VAULT_NAMESPACE` is read from the environment.

mod login;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use url::Url;

use super::calling::{
    Answer, Asked, Surroundings, Token, Variables, denied, post, read_json, read_key, to_base64, write_key, write_members,
};
use super::{Service, Source, refuse};
use crate::base::{Result, Secret};
use crate::model::http::{Body, SecretHeader};
use crate::net::HttpClient;
use crate::vault::{RootKey, RootKeyError};

const FORM: &str = "transit:https://vault.example:8200/transit/authpipe";

/// Reads the name: address, mount and key.
pub(super) fn read(text: &str, _: &Variables) -> Result<Source> {
    let url = Url::parse(text).map_err(|_| refuse("is no address of a transit key", FORM))?;
    let parts: Vec<_> = url.path_segments().map(|parts| parts.map(str::to_owned).collect()).unwrap_or_default();
    let is_plain =
        |part: &String| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    if !is_bare || !matches!(url.scheme(), "https" | "http") || parts.len() < 2 || !parts.iter().all(is_plain) {
        return Err(refuse("is no address of a transit key", FORM));
    }
    Ok(Source::Service(Arc::new(Transit { id: format!("transit:{url}"), url })))
}

struct Transit {
    id: String,
    url: Url,
}

impl Service for Transit {
    fn named(&self) -> Vec<&Url> {
        vec![&self.url]
    }

    fn connect(&self, surroundings: Surroundings) -> Arc<dyn RootKey> {
        let http = surroundings.client(&self.named());
        let (id, url) = (self.id.clone(), self.url.clone());
        Arc::new(TransitKey { id, url, http, surroundings, token: Token::default() })
    }
}

struct TransitKey {
    id: String,
    url: Url,
    http: Arc<dyn HttpClient>,
    surroundings: Surroundings,
    token: Token,
}

#[async_trait]
impl RootKey for TransitKey {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        let answer = self.ask("encrypt", "plaintext", &write_key(key), context_hash).await?;
        let ciphertext = answer.text("/data/ciphertext");
        ciphertext.map(|text| text.as_bytes().to_vec()).ok_or_else(|| RootKeyError::unavailable("its answer has no ciphertext"))
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        let ciphertext = std::str::from_utf8(wrapped).map_err(|_| RootKeyError::Mismatch)?;
        let answer = self.ask("decrypt", "ciphertext", &Secret::from(ciphertext), context_hash).await?;
        read_key(answer.text("/data/plaintext"))
    }
}

impl TransitKey {
    async fn ask(
        &self,
        operation: &str,
        member: &str,
        value: &Secret<String>,
        context_hash: &[u8; 32],
    ) -> Result<Answer, RootKeyError> {
        let variables = &self.surroundings.variables;
        let headers = login::headers(variables);
        let body = write_members(json!({ member: value.expose(), "associated_data": to_base64(context_hash) }));
        // A token of a login that was withdrawn before its time is fetched anew once.
        for is_last in [false, true] {
            let token = match login::find(variables)? {
                Some(token) => token,
                None => {
                    let fetching = login::fetch(&*self.http, variables, &self.url);
                    self.token.get(&*self.surroundings.clock, fetching).await?
                }
            };
            let asked = Asked {
                url: self.operation(operation),
                headers: headers.clone(),
                secret_header: Some(SecretHeader { name: "x-vault-token".to_owned(), value: token }),
                body: Body::Json(body.clone()),
            };
            let response = post(&*self.http, asked).await?;
            let answer = read_json(&response)?;
            match response.status {
                200 => return Ok(answer),
                403 if !is_last && login::is_by_role(variables) => self.token.forget().await,
                // What it says of a value that does not open; a key that is not there, or may not be used like this, is a denial.
                400 if operation == "decrypt" && is_about_value(answer.text("/errors/0")) => return Err(RootKeyError::Mismatch),
                status => return Err(refused(status)),
            }
        }
        Err(RootKeyError::denied("it takes no token"))
    }

    /// `…/v1/transit/encrypt/authpipe`
    fn operation(&self, operation: &str) -> Url {
        let mut url = self.url.clone();
        let path = self.url.path();
        let (mount, key) = path.rsplit_once('/').unwrap_or(("", path));
        url.set_path(&format!("/v1{mount}/{operation}/{key}"));
        url
    }
}

/// What an answer besides yes means, whatever was asked. A standby that does not forward (472, 473), or has not heard yet of what it is
/// asked for (412), is an outage.
fn refused(status: u16) -> RootKeyError {
    match status {
        412 | 472 | 473 => RootKeyError::unavailable(format!("it answers with status {status}")),
        status => denied(status, None),
    }
}

fn is_about_value(said: Option<&str>) -> bool {
    said.is_some_and(|said| {
        ["authentication failed", "invalid ciphertext", "unable to decrypt"].iter().any(|part| said.contains(part))
    })
}

#[cfg(test)]
pub(super) mod tests;
