//! What was sent with a request, which must not come back with what is shown of its answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use crate::base::{Secret, WipedJson};
use crate::model::client::Client;
use crate::model::http::{Body, OutboundRequest};
use crate::protocol::callback::CallbackParameters;

/// Parameters of a request that are no secret, and of which words of an error may be made: `bad_refresh_token`.
const PUBLIC: [&str; 5] = ["grant_type", "scope", "client_id", "client_assertion_type", "redirect_uri"];
/// A longer run of characters of a secret is part of it, and not chance.
const RUN: usize = 6;

/// What was sent with a request, and must not come back with what is shown of its answer.
pub(crate) struct Sent(pub(super) Vec<Secret<String>>);

impl Sent {
    /// All texts of a request: the values of its content, the header that carries the credential, and the parts of that.
    pub(crate) fn with(request: &OutboundRequest) -> Self {
        let mut sent = Sent(Vec::new());
        match &request.body {
            Body::Empty => {}
            Body::Form(form) | Body::Query(form) => {
                let secret =
                    form_urlencoded::parse(form.expose().as_bytes()).filter(|(name, _)| !PUBLIC.contains(&name.as_ref()));
                secret.for_each(|(_, value)| sent.add(&value));
            }
            Body::Json(json) | Body::Typed(_, json) => {
                if let Ok(json) = serde_json::from_str(json.expose()).map(WipedJson) {
                    sent.add_texts(&json.0);
                }
            }
        }
        if let Some(header) = &request.secret_header {
            sent.add_header(header.value.expose());
        }
        for header in &request.further_secrets {
            let value = header.value.expose();
            sent.add(value);
            value.split(':').for_each(|part| sent.add(part));
        }
        sent
    }

    /// What came with a browser: its code and state, and the client's own secret, which the provider knows.
    pub(crate) fn with_browser(parameters: &CallbackParameters, client: &Client) -> Self {
        let mut sent = Sent(Vec::new());
        for name in ["code", "state", "oauth_token", "oauth_verifier", "denied"] {
            sent.add(parameters.get(name).unwrap_or_default());
        }
        sent.add(client.secret().map(|secret| secret.expose().as_str()).unwrap_or_default());
        sent
    }

    fn add(&mut self, text: &str) {
        if !text.is_empty() {
            self.0.push(Secret::new(text.to_ascii_lowercase()));
        }
    }

    pub(super) fn add_texts(&mut self, json: &Value) {
        match json {
            Value::String(text) => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_texts(item)),
            Value::Object(members) => {
                let secret = members.iter().filter(|(name, _)| !PUBLIC.contains(&name.as_str()));
                secret.for_each(|(_, member)| self.add_texts(member));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The value with and without its scheme; of Basic also its two halves (RFC 7617 §2, RFC 6749 §2.3.1), of OAuth what is secret among its
    /// parameters (RFC 5849 §3.5.1).
    fn add_header(&mut self, header: &str) {
        self.add(header);
        let Some((scheme, credential)) = header.split_once(' ') else { return };
        self.add(credential);
        if scheme.eq_ignore_ascii_case("oauth") {
            let secret = |name: &str| ["oauth_token", "oauth_verifier", "oauth_signature"].contains(&name);
            let parameters = credential.split(", ").filter_map(|parameter| parameter.split_once('='));
            for (_, value) in parameters.filter(|(name, _)| secret(name)) {
                // Encoded once for the header, and what PLAINTEXT holds once more.
                let once = Secret::new(percent_decode_str(value.trim_matches('"')).decode_utf8_lossy().into_owned());
                self.add(once.expose());
                once.expose().split('&').for_each(|part| self.add(&percent_decode_str(part).decode_utf8_lossy()));
            }
            return;
        }
        let pair = STANDARD.decode(credential).ok().and_then(|bytes| String::from_utf8(bytes).ok()).map(Secret::new);
        for half in pair.iter().flat_map(|pair| pair.expose().split(':')) {
            self.add(half);
            let decoded = form_urlencoded::parse(half.as_bytes()).next();
            self.add(&decoded.map(|(name, _)| name).unwrap_or_default());
        }
    }

    /// Whether a text is something that was sent, or holds it, or is a piece of it.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.0.iter().any(|secret| {
            let secret = secret.expose().as_str();
            text == secret
                || (secret.len() >= 4 && text.contains(secret))
                || (text.len() >= RUN && secret.contains(text.as_str()))
                || shares_a_run(&text, secret)
        })
    }
}

/// Whether half of a secret, and at least [`RUN`] characters, stands in a text: an echo that was cut.
fn shares_a_run(text: &str, secret: &str) -> bool {
    let run = (secret.len() / 2).max(RUN);
    secret.is_ascii() && secret.len() >= run && (0..=secret.len() - run).any(|at| text.contains(&secret[at..at + run]))
}
