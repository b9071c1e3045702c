//! An RSA key of Azure Key Vault or of a managed HSM: `azure-kv:https://acme.vault.azure.net/keys/authpipe`.
//!
//! Credentials are looked for as Azure's own tools do (`credentials`); `AZURE_AUTHORITY_HOST` names another cloud's sign-in. They need the
//! permissions `wrapKey` and `unwrapKey` on the key.

mod credentials;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use url::Url;

use super::calling::{
    Answer, Asked, Surroundings, Token, Variables, bearer, denied, post, read_base64, read_json, read_key, write_members,
};
use super::{Service, Source, refuse};
use crate::base::encoding::to_base64url;
use crate::base::{Result, Secret};
use crate::model::http::Body;
use crate::net::HttpClient;
use crate::vault::{RootKey, RootKeyError};
use credentials::SignIn;

const FORM: &str = "azure-kv:https://acme.vault.azure.net/keys/authpipe";
const AUTHORITY: &str = "https://login.microsoftonline.com";
/// Hosts of key vaults and managed HSMs in each cloud: a token for keys goes nowhere else.
const HOSTS: [&str; 6] = [
    ".vault.azure.net",
    ".vault.azure.cn",
    ".vault.usgovcloudapi.net",
    ".managedhsm.azure.net",
    ".managedhsm.azure.cn",
    ".managedhsm.usgovcloudapi.net",
];

/// Reads the name: the key's address. One without a version wraps with the newest and opens with each.
pub(super) fn read(text: &str, variables: &Variables) -> Result<Source> {
    let refused = || refuse("is no address of a key in Azure Key Vault", FORM);
    let url = Url::parse(text).map_err(|_| refused())?;
    let host = url.host_str().unwrap_or_default();
    let domain = HOSTS.iter().find(|end| host.ends_with(*end)).ok_or_else(refused)?;
    let parts: Vec<_> = url.path_segments().map(Iterator::collect).unwrap_or_default();
    let is_name = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let version = match parts.as_slice() {
        ["keys", name] if is_name(name) => None,
        ["keys", name, version] if is_name(name) && is_name(version) => Some((*version).to_owned()),
        _ => return Err(refused()),
    };
    if url.scheme() != "https"
        || url.port().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
        || !url.username().is_empty()
    {
        return Err(refused());
    }
    let resource = format!("https://{}", &domain[1..]);
    let authority = variables.get("AZURE_AUTHORITY_HOST").unwrap_or_else(|| AUTHORITY.to_owned());
    // As it was parsed: however somebody writes the host, it is one root key.
    let id = format!("azure-kv:{url}");
    Ok(Source::Service(Arc::new(AzureKeyVault {
        id,
        key: without_version(url, version.as_deref()),
        version,
        sign_in: SignIn { resource, authority },
    })))
}

fn without_version(mut url: Url, version: Option<&str>) -> Url {
    if version.is_some()
        && let Ok(mut parts) = url.path_segments_mut()
    {
        parts.pop();
    }
    url
}

#[derive(Clone)]
struct AzureKeyVault {
    id: String,
    /// Without a version.
    key: Url,
    version: Option<String>,
    sign_in: SignIn,
}

impl Service for AzureKeyVault {
    fn connect(&self, surroundings: Surroundings) -> Arc<dyn RootKey> {
        let http = surroundings.client(&[]);
        Arc::new(AzureKey { place: self.clone(), http, surroundings, token: Token::default() })
    }
}

struct AzureKey {
    place: AzureKeyVault,
    http: Arc<dyn HttpClient>,
    surroundings: Surroundings,
    token: Token,
}

#[async_trait]
impl RootKey for AzureKey {
    fn id(&self) -> &str {
        &self.place.id
    }

    /// What is stored: the version that has wrapped, 0x00, and what it made.
    async fn wrap(&self, key: &Secret<[u8; 32]>, _context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        let value = Secret::new(to_base64url(key.expose()));
        let answer = self.ask("wrapkey", self.place.version.as_deref(), &value).await?;
        let version = answer.text("/kid").and_then(|kid| kid.rsplit('/').next()).filter(|version| is_version(version));
        let made = answer.text("/value").and_then(read_base64);
        let (Some(version), Some(made)) = (version, made) else {
            return Err(RootKeyError::unavailable("its answer does not say which version has wrapped what"));
        };
        Ok([version.as_bytes(), b"\0", &made].concat())
    }

    async fn unwrap(&self, wrapped: &[u8], _context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        let end = wrapped.iter().position(|byte| *byte == 0).ok_or(RootKeyError::Mismatch)?;
        let version = std::str::from_utf8(&wrapped[..end]).ok().filter(|version| is_version(version));
        let version = version.ok_or(RootKeyError::Mismatch)?;
        let answer = self.ask("unwrapkey", Some(version), &Secret::new(to_base64url(&wrapped[end + 1..]))).await?;
        read_key(answer.text("/value"))
    }
}

/// It becomes part of an address: hexadecimal digits, as Azure makes them.
fn is_version(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl AzureKey {
    async fn ask(&self, operation: &str, version: Option<&str>, value: &Secret<String>) -> Result<Answer, RootKeyError> {
        let mut url = self.place.key.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.extend(version).push(operation);
        }
        url.set_query(Some("api-version=7.4"));
        // A token that was withdrawn before its time is exchanged once.
        for is_last in [false, true] {
            let token = self
                .token
                .get(
                    &*self.surroundings.clock,
                    credentials::fetch(&*self.http, &self.surroundings.variables, &self.place.sign_in),
                )
                .await?;
            let body = json!({ "alg": "RSA-OAEP-256", "value": value.expose() });
            let asked = Asked {
                url: url.clone(),
                headers: Vec::new(),
                secret_header: Some(bearer(&token)),
                body: Body::Json(write_members(body)),
            };
            let response = post(&*self.http, asked).await?;
            let answer = read_json(&response)?;
            match response.status {
                200 => return Ok(answer),
                401 if !is_last => self.token.forget().await,
                400 if operation == "unwrapkey" => return Err(RootKeyError::Mismatch),
                status => return Err(denied(status, answer.text("/error/innererror/code").or(answer.text("/error/code")))),
            }
        }
        Err(RootKeyError::denied("it takes no token"))
    }
}

#[cfg(test)]
pub(super) mod tests;
