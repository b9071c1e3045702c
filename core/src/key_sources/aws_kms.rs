//! A symmetric key of AWS KMS: `aws-kms:arn:aws:kms:eu-central-1:111122223333:key/…`.
//!
//! Credentials are looked for as AWS's own tools do (`credentials`). `AWS_ENDPOINT_URL_KMS` and `AWS_ENDPOINT_URL_STS` name other endpoints.
//! The process needs `kms:Encrypt` and `kms:Decrypt`. The encryption context has one member, `authpipe-context`.

mod access_key;
mod credentials;
mod machine;
mod profile;
mod refusals;
mod signature;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use url::Url;

use super::calling::{
    Answer, Asked, Surroundings, Variables, post, read_json, read_key, read_wrapped, to_base64, write_key, write_members,
};
use super::{Service, Source, refuse};
use crate::base::encoding::to_hex;
use crate::base::{Clock, Result, Secret};
use crate::model::http::{Body, SecretHeader};
use crate::net::HttpClient;
use crate::vault::{RootKey, RootKeyError};
use credentials::Credentials;
use signature::{Signing, sign};

const FORM: &str = "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/// What the protocol is called (AWS JSON 1.1).
const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// Reads the name: the key's Amazon resource name. The one of an alias is refused: it can come to mean another key.
pub(super) fn read(text: &str, variables: &Variables) -> Result<Source> {
    let refused = || refuse("is no Amazon resource name of a KMS key", FORM);
    let parts: Vec<_> = text.splitn(6, ':').collect();
    let &["arn", partition, "kms", region, account, resource] = parts.as_slice() else { return Err(refused()) };
    let is_name = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let key = resource.strip_prefix("key/").ok_or_else(refused)?;
    if ![partition, region, account, key].into_iter().all(is_name) {
        return Err(refused());
    }
    let domain = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
    let of = |service: &str| {
        let variable = format!("AWS_ENDPOINT_URL_{}", service.to_ascii_uppercase());
        let named = variables.get(&variable).or_else(|| variables.get("AWS_ENDPOINT_URL"));
        let is_named = named.is_some();
        let text = named.unwrap_or_else(|| format!("https://{service}.{region}.{domain}/"));
        let url = Url::parse(&text).map_err(|_| refuse(&format!("has no endpoint: {variable} is no address"), FORM))?;
        Ok::<_, crate::base::Error>(Endpoint { url, is_named })
    };
    let place = Place { arn: text.to_owned(), region: region.to_owned(), kms: of("kms")?, sts: of("sts")? };
    Ok(Source::Service(Arc::new(AwsKms { id: format!("aws-kms:{text}"), place: Arc::new(place) })))
}

/// Where the key is.
struct Place {
    arn: String,
    region: String,
    kms: Endpoint,
    sts: Endpoint,
}

struct Endpoint {
    url: Url,
    /// Whether the operator has named it, so that it may be anywhere.
    is_named: bool,
}

struct AwsKms {
    id: String,
    place: Arc<Place>,
}

impl Service for AwsKms {
    fn named(&self) -> Vec<&Url> {
        let named = [&self.place.kms, &self.place.sts].into_iter().filter(|endpoint| endpoint.is_named);
        named.map(|endpoint| &endpoint.url).collect()
    }

    fn connect(&self, surroundings: Surroundings) -> Arc<dyn RootKey> {
        let http = surroundings.client(&self.named());
        let credentials = Credentials::new(surroundings.variables, self.place.sts.url.clone());
        let (id, place, clock) = (self.id.clone(), self.place.clone(), surroundings.clock);
        Arc::new(AwsKmsKey { id, place, http, credentials, clock })
    }
}

struct AwsKmsKey {
    id: String,
    place: Arc<Place>,
    http: Arc<dyn HttpClient>,
    credentials: Credentials,
    clock: Arc<dyn Clock>,
}

#[async_trait]
impl RootKey for AwsKmsKey {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        let answer = self.ask("Encrypt", "Plaintext", &write_key(key), context_hash).await?;
        read_wrapped(answer.text("/CiphertextBlob"))
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        let answer = self.ask("Decrypt", "CiphertextBlob", &Secret::new(to_base64(wrapped)), context_hash).await?;
        read_key(answer.text("/Plaintext"))
    }
}

impl AwsKmsKey {
    async fn ask(
        &self,
        operation: &str,
        member: &str,
        value: &Secret<String>,
        context_hash: &[u8; 32],
    ) -> Result<Answer, RootKeyError> {
        let body = write_members(json!({
            "KeyId": self.place.arn,
            member: value.expose(),
            "EncryptionContext": { "authpipe-context": to_hex(context_hash) },
        }));
        // Credentials that ended before their time are fetched anew once.
        for is_last in [false, true] {
            let credentials = self.credentials.get(&*self.http, &*self.clock).await?;
            let signed = sign(&Signing {
                credentials: &credentials,
                region: &self.place.region,
                service: "kms",
                url: &self.place.kms.url,
                target: &format!("TrentService.{operation}"),
                content_type: CONTENT_TYPE,
                body: body.expose().as_bytes(),
                now: self.clock.now(),
            });
            let asked = Asked {
                url: self.place.kms.url.clone(),
                headers: signed.headers,
                secret_header: Some(SecretHeader::authorization(signed.authorization)),
                body: Body::Typed(CONTENT_TYPE, body.clone()),
            };
            // An overloaded KMS answers 400 too, so what it says counts.
            let response = post(&*self.http, asked).await?;
            let answer = read_json(&response)?;
            if response.status == 200 {
                return Ok(answer);
            }
            // `com.amazonaws.kms#DisabledException`, or the same without what stands before.
            let code = answer.text("/__type").map(|code| code.rsplit_once('#').map_or(code, |(_, code)| code));
            let error = refusals::of_kms(response.status, code, answer.text("/message").or(answer.text("/Message")));
            if matches!(error, RootKeyError::Denied(_)) {
                // Who holds credentials that ended gets new ones at the next call.
                self.credentials.forget().await;
            }
            if is_last || code != Some(refusals::EXPIRED) {
                return Err(error);
            }
        }
        Err(RootKeyError::denied("it takes no credentials"))
    }
}

#[cfg(test)]
pub(super) mod tests;
