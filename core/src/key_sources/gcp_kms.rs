//! A symmetric key of Google Cloud KMS: `gcp-kms:projects/p/locations/l/keyRings/r/cryptoKeys/k`.
//!
//! Credentials are looked for as Google's own libraries do (`credentials`); they need `roles/cloudkms.cryptoKeyEncrypterDecrypter` on the key.

mod credentials;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use url::Url;

use super::calling::{
    Answer, Asked, Surroundings, Token, Variables, bearer, denied, post, read_json, read_key, read_wrapped, to_base64, write_key,
    write_members,
};
use super::{Service, Source, refuse};
use crate::base::{Result, Secret};
use crate::model::http::Body;
use crate::net::HttpClient;
use crate::vault::{RootKey, RootKeyError};
use credentials::Endpoints;

const FORM: &str = "gcp-kms:projects/acme/locations/europe-west3/keyRings/main/cryptoKeys/authpipe";
const API: &str = "https://cloudkms.googleapis.com/";
const TOKENS: &str = "https://oauth2.googleapis.com/token";
const EXCHANGE: &str = "https://sts.googleapis.com/v1/token";
const IMPERSONATION: &str = "https://iamcredentials.googleapis.com/";

/// Reads the name: the key's resource name, without a version.
pub(super) fn read(text: &str, _: &Variables) -> Result<Source> {
    let parts: Vec<_> = text.split('/').collect();
    let is_name =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte));
    match parts.as_slice() {
        ["projects", project, "locations", location, "keyRings", ring, "cryptoKeys", key]
            if [project, location, ring, key].into_iter().all(|part| is_name(part)) =>
        {
            let [tokens, exchange, impersonation] = [TOKENS, EXCHANGE, IMPERSONATION].map(str::to_owned);
            let endpoints = Endpoints { tokens, exchange, impersonation };
            let (id, name) = (format!("gcp-kms:{text}"), text.to_owned());
            Ok(Source::Service(Arc::new(GcpKms { id, name, api: API.to_owned(), endpoints })))
        }
        _ => Err(refuse("is no resource name of a Cloud KMS key", FORM)),
    }
}

#[derive(Clone)]
struct GcpKms {
    id: String,
    name: String,
    api: String,
    endpoints: Endpoints,
}

impl Service for GcpKms {
    fn connect(&self, surroundings: Surroundings) -> Arc<dyn RootKey> {
        let http = surroundings.client(&[]);
        Arc::new(GcpKmsKey { place: self.clone(), http, surroundings, token: Token::default() })
    }
}

struct GcpKmsKey {
    place: GcpKms,
    http: Arc<dyn HttpClient>,
    surroundings: Surroundings,
    token: Token,
}

#[async_trait]
impl RootKey for GcpKmsKey {
    fn id(&self) -> &str {
        &self.place.id
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        let answer = self.ask("encrypt", "plaintext", &write_key(key), context_hash).await?;
        read_wrapped(answer.text("/ciphertext"))
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        let answer = self.ask("decrypt", "ciphertext", &Secret::new(to_base64(wrapped)), context_hash).await?;
        read_key(answer.text("/plaintext"))
    }
}

impl GcpKmsKey {
    async fn ask(
        &self,
        operation: &str,
        member: &str,
        value: &Secret<String>,
        context_hash: &[u8; 32],
    ) -> Result<Answer, RootKeyError> {
        let text = format!("{}v1/{}:{operation}", self.place.api, self.place.name);
        let url = Url::parse(&text).map_err(RootKeyError::unavailable)?;
        // A token that was withdrawn before its time is exchanged once.
        for is_last in [false, true] {
            let token = self
                .token
                .get(&*self.surroundings.clock, credentials::fetch(&*self.http, &self.surroundings, &self.place.endpoints))
                .await?;
            let body = json!({ member: value.expose(), "additionalAuthenticatedData": to_base64(context_hash) });
            let asked = Asked {
                url: url.clone(),
                headers: Vec::new(),
                secret_header: Some(bearer(&token)),
                body: Body::Json(write_members(body)),
            };
            let response = post(&*self.http, asked).await?;
            let answer = read_json(&response)?;
            match (response.status, answer.text("/error/status")) {
                (200, _) => return Ok(answer),
                (401, _) if !is_last => self.token.forget().await,
                (400, Some("INVALID_ARGUMENT")) if operation == "decrypt" => return Err(RootKeyError::Mismatch),
                (status, code) => return Err(denied(status, code)),
            }
        }
        Err(RootKeyError::denied("it takes no token"))
    }
}

#[cfg(test)]
pub(super) mod tests;
