//! How a source asks its service: JSON over HTTPS, once, and what the answer means for the key.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use crate::base::{Clock, Secret, WipedJson, write_json};
use crate::model::http::{Body, Method, OutboundRequest, OutboundResponse, SecretHeader};
use crate::net::{HttpClient, Net, NetPolicy};
use crate::protocol::form::encode_form;
use crate::vault::RootKeyError;

/// Variables of the environment, by their names.
#[derive(Clone)]
pub(crate) struct Variables(Arc<Lookup>);

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Variables {
    /// Those of this process.
    pub(crate) fn of_process() -> Self {
        Variables(Arc::new(|name| std::env::var(name).ok()))
    }

    /// Those of a test.
    #[cfg(test)]
    pub(super) fn of(pairs: &[(&'static str, String)]) -> Self {
        let pairs = pairs.to_vec();
        Variables(Arc::new(move |name| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())))
    }

    /// A variable that is set and not empty.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// A variable that must be set. Without what proves us nobody lets us in, so it is a denial.
    pub(super) fn need(&self, name: &str) -> Result<String, RootKeyError> {
        self.get(name).ok_or_else(|| RootKeyError::denied(format!("the variable {name} is not set")))
    }
}

/// What a source works with.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(super) net: NetPolicy,
    pub(super) variables: Variables,
    pub(super) clock: Arc<dyn Clock>,
}

impl Surroundings {
    /// A client that reaches public hosts and these, which the operator has named, wherever they are.
    pub(super) fn client(&self, named: &[&Url]) -> Arc<dyn HttpClient> {
        Arc::new(Net::new(named.iter().fold(self.net.clone(), |policy, url| policy.reaching(url))))
    }
}

/// One request.
pub(super) struct Asked {
    pub(super) url: Url,
    pub(super) headers: Vec<(String, String)>,
    pub(super) secret_header: Option<SecretHeader>,
    pub(super) body: Body,
}

/// Sends a POST, and gives back an answer that says something: neither an outage nor throttling.
pub(super) async fn post(http: &dyn HttpClient, asked: Asked) -> Result<OutboundResponse, RootKeyError> {
    const TOTAL: Duration = Duration::from_secs(5);
    send(http, Method::Post, asked, TOTAL).await
}

/// The same by any method, within a time.
pub(super) async fn send(
    http: &dyn HttpClient,
    method: Method,
    asked: Asked,
    total: Duration,
) -> Result<OutboundResponse, RootKeyError> {
    let Asked { url, headers, secret_header, body } = asked;
    let request = OutboundRequest { method, url, headers, secret_header, further_secrets: Vec::new(), body };
    let response = http.send(request, total).await.map_err(RootKeyError::unavailable)?;
    match response.status {
        408 | 425 | 429 | 500.. => Err(RootKeyError::unavailable(format!("it answers with status {}", response.status))),
        _ => Ok(response),
    }
}

/// The answer's JSON; a page of somebody in between is an outage.
pub(super) fn read_json(response: &OutboundResponse) -> Result<Answer, RootKeyError> {
    if response.is_cut {
        return Err(RootKeyError::unavailable(format!("its answer with status {} is larger than 256 KiB", response.status)));
    }
    serde_json::from_slice(&response.body)
        .map(|json| Answer(WipedJson(json)))
        .map_err(|_| RootKeyError::unavailable(format!("its answer with status {} is no JSON", response.status)))
}

/// JSON that may hold a key.
pub(super) struct Answer(WipedJson);

impl Answer {
    /// The text at a path of members: `/data/plaintext` (RFC 6901).
    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        self.0.0.pointer(pointer)?.as_str()
    }

    /// The number at a path of members; some write it as a text.
    pub(super) fn number(&self, pointer: &str) -> Option<u64> {
        let value = self.0.0.pointer(pointer)?;
        value.as_u64().or_else(|| value.as_str()?.parse().ok())
    }
}

/// The text of a request's JSON, whose members may hold a key.
pub(super) fn write_members(members: Value) -> Secret<String> {
    const USUAL: usize = 4096;
    let mut text = write_json(&WipedJson(members).0, USUAL);
    Secret::new(String::from_utf8(std::mem::take(&mut *text)).unwrap_or_default())
}

/// A form, whose values may be secrets.
pub(super) fn form(pairs: &[(&str, &str)]) -> Body {
    Body::Form(encode_form(pairs))
}

/// A service's own word for what is wrong, if it is one: letters, digits and joints, short. Sentences of a service are shown nowhere.
pub(super) fn word(text: Option<&str>) -> Option<&str> {
    text.filter(|text| (1..=64).contains(&text.len()))
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)))
}

/// What a service says besides yes: it says no, with its word for the reason.
pub(super) fn denied(status: u16, code: Option<&str>) -> RootKeyError {
    RootKeyError::denied(match word(code) {
        Some(code) => format!("{code} (status {status})"),
        None => format!("status {status}"),
    })
}

/// A key as base64, to be wrapped.
pub(super) fn write_key(key: &Secret<[u8; 32]>) -> Secret<String> {
    Secret::new(to_base64(key.expose()))
}

/// What a service has made of a key.
pub(super) fn read_wrapped(text: Option<&str>) -> Result<Vec<u8>, RootKeyError> {
    text.and_then(read_base64).ok_or_else(|| RootKeyError::unavailable("its answer has no ciphertext"))
}

/// A key from base64 of either alphabet, with or without padding.
pub(super) fn read_key(text: Option<&str>) -> Result<Secret<[u8; 32]>, RootKeyError> {
    let bytes = text.and_then(read_base64).map(zeroize::Zeroizing::new).ok_or(RootKeyError::Mismatch)?;
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| RootKeyError::Mismatch)?;
    Ok(Secret::new(key))
}

/// Base64 of either alphabet, with or without padding (RFC 4648 §4, §5).
pub(super) fn read_base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let text = text.trim_end_matches('=');
    STANDARD_NO_PAD.decode(text).or_else(|_| URL_SAFE_NO_PAD.decode(text)).ok()
}

/// Base64 with padding (RFC 4648 §4).
pub(super) fn to_base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A file that holds one text, such as the token of a workload. It is read each time: somebody renews it. An empty one is being
/// written just now.
pub(super) fn read_secret(file: &str) -> Result<Secret<String>, RootKeyError> {
    let text = std::fs::read_to_string(file).map(zeroize::Zeroizing::new).map_err(RootKeyError::unavailable)?;
    match text.trim() {
        "" => Err(RootKeyError::unavailable("the file that holds the token is empty")),
        text => Ok(Secret::from(text)),
    }
}

/// A bearer token as a header.
pub(super) fn bearer(token: &Secret<String>) -> SecretHeader {
    SecretHeader::authorization(Secret::new(format!("Bearer {}", token.expose())))
}

/// An access token of the service's own.
pub(super) struct AccessToken {
    pub(super) value: Secret<String>,
    pub(super) lifetime: Duration,
}

/// The same, kept until shortly before it ends.
#[derive(Default)]
pub(super) struct Token(tokio::sync::Mutex<Option<KeptToken>>);

struct KeptToken {
    value: Secret<String>,
    until: Duration,
}

impl Token {
    /// So long before its end it is renewed.
    const SPARE: Duration = Duration::from_secs(60);

    /// The token; `fetch` brings one with its lifetime, once however many ask.
    pub(super) async fn get(
        &self,
        clock: &dyn Clock,
        fetch: impl Future<Output = Result<AccessToken, RootKeyError>>,
    ) -> Result<Secret<String>, RootKeyError> {
        let mut kept = self.0.lock().await;
        if let Some(token) = kept.as_ref().filter(|token| clock.elapsed() < token.until) {
            return Ok(token.value.clone());
        }
        let AccessToken { value, lifetime } = fetch.await?;
        *kept =
            Some(KeptToken { value: value.clone(), until: clock.elapsed().saturating_add(lifetime.saturating_sub(Self::SPARE)) });
        Ok(value)
    }

    /// Forgets it: it was refused.
    pub(super) async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

/// An access token from the answer of a token endpoint (RFC 6749 §5.1).
pub(super) fn read_token(response: &OutboundResponse) -> Result<AccessToken, RootKeyError> {
    let answer = read_json(response)?;
    match (response.status, answer.text("/access_token")) {
        (200, Some(token)) => {
            let lifetime = Duration::from_secs(answer.number("/expires_in").unwrap_or(300));
            Ok(AccessToken { value: Secret::from(token), lifetime })
        }
        (status, _) => Err(match answer.text("/error") {
            Some(code) if is_passing(code, answer.text("/error_description")) => {
                RootKeyError::unavailable(format!("its token endpoint says {code}"))
            }
            code => denied(status, code),
        }),
    }
}

/// Whether what a token endpoint says passes by itself: an overload (RFC 6749 §4.1.2.1), or an assertion whose times it does not believe, where
/// somebody has set this machine's clock or is about to renew a workload's token. No standard has a word for that: Google says so in
/// sentences, and Microsoft begins its own with a number.
fn is_passing(code: &str, description: Option<&str>) -> bool {
    const TIMES: [&str; 3] = ["reasonable timeframe", "is stale to sign-in", "AADSTS700024"];
    let is_about_time = || TIMES.iter().any(|part| description.is_some_and(|description| description.contains(part)));
    matches!(code, "temporarily_unavailable" | "server_error") || is_about_time()
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::entropy;
    use crate::vault::wiping::{Needle, alone, work};

    /// SR-52: what a service is asked and what it answers holds a tenant's key as text.
    #[test]
    fn questions_and_answers_that_hold_a_key_leave_no_copy_behind() {
        let _alone = alone();
        let (key, needle) = work(|| {
            let key = Secret::new(entropy::make_bytes::<32>());
            let needle = Needle::of(write_key(&key).expose().as_bytes());
            (key, needle)
        });
        let question = work(move || {
            let plaintext = write_key(&key);
            // Longer than the text takes as a rule, so that it grows.
            write_members(json!({ "Plaintext": plaintext.expose(), "Other": "x".repeat(20_000) }))
        });
        assert_eq!(needle.count(), 1, "the question alone has it");
        work(move || {
            let body = zeroize::Zeroizing::new(question.expose().as_bytes().to_vec());
            let response = OutboundResponse { status: 200, headers: Vec::new(), body, is_cut: false };
            drop(question);
            assert!(read_key(read_json(&response).unwrap().text("/Plaintext")).is_ok());
        });
        assert_eq!(needle.count(), 0);
    }

    #[test]
    fn a_form_leaves_no_copy_of_what_proves_us_behind() {
        let _alone = alone();
        let needle = work(|| {
            let token = entropy::make_token();
            let needle = Needle::of(token.expose().as_bytes());
            let filler = "x".repeat(300);
            drop(form(&[("grant_type", &filler), ("assertion", token.expose()), ("audience", &filler)]));
            needle
        });
        assert_eq!(needle.count(), 0);
    }
}
