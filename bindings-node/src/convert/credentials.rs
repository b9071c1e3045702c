//! Converts a credential for JavaScript, with its validity, by which the façade knows how long it may give the same one again.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use authpipe::{Clock, Credential, RequestToSign, Secret, Sending, Timestamp, Unsent, Validity};
use napi_derive::napi;

use super::{LAST_DATE_MS, date, millis, number};
use crate::error::to_napi;
use crate::runtime::now;

/// The parts of a credential. The façade wraps them into an object that does not print.
#[napi(object, object_from_js = false)]
pub struct CredentialFields {
    pub value: String,
    /// The fields that were stored; empty for an OAuth token.
    pub fields: HashMap<String, String>,
    pub header_name: Option<String>,
    pub header_prefix: Option<String>,
    /// The whole value, where it is not prefix and value.
    pub header_value: Option<String>,
    /// Headers that name the application or the organisation beside it.
    pub further_headers: HashMap<String, String>,
    /// The parameters of the address that carry it, where no header does.
    pub query: Option<HashMap<String, String>>,
    /// What `headers()` throws.
    pub unsent: Option<String>,
    /// What signs requests, where each one is signed.
    pub signer: Option<CredentialSigner>,
    pub credential_type: String,
    pub expires_at_ms: Option<f64>,
    pub scopes: Vec<String>,
    pub source: String,
    pub refreshed: bool,
    pub degraded: bool,
    pub needs_reauth: bool,
    pub generation: f64,
    pub grant_id: String,
    pub api_origins: Vec<String>,
    pub validity: Option<ValidityFields>,
}

/// Signs requests with a credential whose secrets stay here.
#[napi]
pub struct CredentialSigner {
    credential: Credential,
}

#[napi]
impl CredentialSigner {
    /// The value of the header `Authorization` for this request. `form` is its content, where that is a form.
    #[napi]
    pub fn sign(&self, method: String, url: String, form: String) -> napi::Result<String> {
        now("sign", || {
            let request = RequestToSign { method: &method, url: &url, form: &form };
            Ok(reveal(&self.credential.sign(&request)?.value))
        })
    }
}

/// For how long the façade may hand out the credential again without a call: `Validity` of the core.
#[napi(object)]
pub struct ValidityFields {
    pub slot: u32,
    pub version: u32,
    /// From here on the core must be asked, by the system's wall clock.
    pub ends_at_ms: f64,
    /// For so long from now on it answers at most, by any clock.
    pub lasts_ms: f64,
}

/// The one place where a secret enters JavaScript.
fn reveal(secret: &Secret<String>) -> String {
    secret.expose().clone()
}

impl From<&Credential> for CredentialFields {
    fn from(credential: &Credential) -> Self {
        let (header_name, header_prefix, header_value, unsent) = match &credential.sending {
            Sending::Prefixed { header, prefix } => (Some(header.clone()), Some(prefix.clone()), None, None),
            Sending::Made { header, value } => (Some(header.clone()), None, Some(reveal(value)), None),
            Sending::Query(_) => (None, None, None, Some(to_napi(&Unsent::Query.error()).reason.clone())),
            Sending::Signed(_) => (None, None, None, Some(to_napi(&Unsent::Signed.error()).reason.clone())),
            Sending::Nowhere(why) => (None, None, None, Some(to_napi(&why.error()).reason.clone())),
            _ => (None, None, None, None),
        };
        let query = match &credential.sending {
            Sending::Query(parameters) => {
                Some(parameters.iter().map(|parameter| (parameter.name.clone(), reveal(&parameter.value))).collect())
            }
            _ => None,
        };
        let fields = credential.fields.iter().map(|(name, value)| (name.clone(), reveal(value))).collect();
        CredentialFields {
            value: reveal(&credential.value),
            fields,
            header_name,
            header_prefix,
            header_value,
            further_headers: credential.further_headers.iter().map(|(name, value)| (name.clone(), reveal(value))).collect(),
            query,
            unsent,
            signer: matches!(credential.sending, Sending::Signed(_)).then(|| CredentialSigner { credential: credential.clone() }),
            credential_type: credential.credential_type.as_str().to_owned(),
            expires_at_ms: credential.expires_at.and_then(date),
            scopes: credential.scopes.clone(),
            source: credential.source.as_str().to_owned(),
            refreshed: credential.refreshed,
            degraded: credential.degraded,
            needs_reauth: credential.needs_reauth,
            generation: number(credential.generation),
            grant_id: credential.grant_id.as_str().to_owned(),
            api_origins: credential.api_origins.clone(),
            validity: None,
        }
    }
}

impl ValidityFields {
    /// The core's times are on its own clock, which a test may have moved; JavaScript compares with the system's.
    pub(crate) fn new(validity: &Validity, clock: &dyn Clock) -> Self {
        let left = validity.ends_at().since(clock.now());
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ends_at = Timestamp::EPOCH.plus(system.saturating_add(left)).min(Timestamp::from_unix_millis(LAST_DATE_MS));
        let lasts = validity.ends_at_elapsed().saturating_sub(clock.elapsed());
        let lasts = Timestamp::EPOCH.plus(lasts).min(Timestamp::from_unix_millis(LAST_DATE_MS));
        ValidityFields {
            slot: validity.slot(),
            version: validity.version(),
            ends_at_ms: millis(ends_at),
            lasts_ms: millis(lasts),
        }
    }
}
