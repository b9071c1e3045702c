//! Converts credentials for Swift, by hand because reads must be quick.

use std::collections::HashMap;
use std::sync::Arc;

use authpipe::{Credential, Error, RequestToSign, Secret, Sending, Unsent};
use authpipe_bindings::{ErrorFields, Language};

use crate::edge::{Edge, enter};
use crate::value::date;

/// The parts of a credential. The façade wraps them into a value that does not print.
#[derive(uniffi::Record)]
pub struct CoreCredential {
    pub value: String,
    pub fields: HashMap<String, String>,
    pub header_name: Option<String>,
    pub header_prefix: Option<String>,
    /// The whole value, where it is not prefix and value.
    pub header_value: Option<String>,
    /// Headers that name the application or the organisation beside it.
    pub further_headers: HashMap<String, String>,
    pub credential_type: String,
    pub expires_at_ms: Option<i64>,
    pub scopes: Vec<String>,
    pub source: String,
    pub refreshed: bool,
    pub degraded: bool,
    pub needs_reauth: bool,
    pub generation: u64,
    pub grant_id: String,
    pub api_origins: Vec<String>,
    /// Parameters of the address that carry it, where no header does.
    pub query: HashMap<String, String>,
    /// Why it has no header, and what to do.
    pub unsent: Option<Vec<String>>,
    /// What signs requests, where each one is signed.
    pub signer: Option<Arc<CoreSigner>>,
}

/// Signs requests with a credential whose secrets stay here.
#[derive(uniffi::Object)]
pub struct CoreSigner {
    credential: Credential,
}

#[uniffi::export]
impl CoreSigner {
    /// The value of the header `Authorization` for this request. `form` is its content, where that is a form.
    pub fn sign(&self, method: String, url: String, form: String) -> Edge<String> {
        enter("coresigner_sign");
        let request = RequestToSign { method: &method, url: &url, form: &form };
        Ok(reveal(&self.credential.sign(&request)?.value))
    }
}

/// The one place where a secret enters Swift.
fn reveal(secret: &Secret<String>) -> String {
    secret.expose().clone()
}

/// What an error says and advises.
fn told(error: &Error) -> Vec<String> {
    let ErrorFields { details, .. } = ErrorFields::new(error, Language::Swift);
    // The message ends in the hint, which Swift appends itself.
    let hint = details.hint.as_deref().unwrap_or_default();
    let message = details.message.strip_suffix(hint).unwrap_or(&details.message).trim_end().to_owned();
    std::iter::once(message).chain(details.hint).collect()
}

impl From<&Credential> for CoreCredential {
    fn from(credential: &Credential) -> Self {
        let (header_name, header_prefix, header_value, unsent) = match &credential.sending {
            Sending::Prefixed { header, prefix } => (Some(header.clone()), Some(prefix.clone()), None, None),
            Sending::Made { header, value } => (Some(header.clone()), None, Some(reveal(value)), None),
            Sending::Query(_) => (None, None, None, Some(told(&Unsent::Query.error()))),
            Sending::Signed(_) => (None, None, None, Some(told(&Unsent::Signed.error()))),
            Sending::Nowhere(why) => (None, None, None, Some(told(&why.error()))),
            _ => (None, None, None, None),
        };
        CoreCredential {
            value: reveal(&credential.value),
            fields: credential.fields.iter().map(|(name, value)| (name.clone(), reveal(value))).collect(),
            header_name,
            header_prefix,
            header_value,
            further_headers: credential.further_headers.iter().map(|(name, value)| (name.clone(), reveal(value))).collect(),
            query: match &credential.sending {
                Sending::Query(parameters) => parameters.iter().map(|one| (one.name.clone(), reveal(&one.value))).collect(),
                _ => HashMap::new(),
            },
            unsent,
            signer: matches!(credential.sending, Sending::Signed(_))
                .then(|| Arc::new(CoreSigner { credential: credential.clone() })),
            credential_type: credential.credential_type.as_str().to_owned(),
            expires_at_ms: credential.expires_at.and_then(date),
            scopes: credential.scopes.clone(),
            source: credential.source.as_str().to_owned(),
            refreshed: credential.refreshed,
            degraded: credential.degraded,
            needs_reauth: credential.needs_reauth,
            generation: credential.generation,
            grant_id: credential.grant_id.as_str().to_owned(),
            api_origins: credential.api_origins.clone(),
        }
    }
}
