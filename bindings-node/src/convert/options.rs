//! What `new Authpipe()` takes.

use std::collections::HashMap;
use std::path::PathBuf;

use authpipe::{Attachment, Error, Options, ProviderInput, Result, Secret, TestClock};
use napi_derive::napi;

use super::{config_invalid, duration};

/// Options of the core, as JavaScript gives them.
#[napi(object)]
pub struct CoreOptions {
    pub vault: Option<String>,
    #[napi(js_name = "key")]
    pub keys: Option<Vec<String>>,
    pub base_url: Option<String>,
    pub mode: Option<String>,
    pub environment: Option<String>,
    pub providers: Option<HashMap<String, ProviderConfigFields>>,
    pub background: Option<bool>,
    pub min_validity_ms: Option<f64>,
    pub timeout_ms: Option<f64>,
    pub allowed_private_hosts: Option<Vec<String>>,
    pub extra_ca_file: Option<String>,
    pub danger_origins: Option<HashMap<String, HashMap<String, String>>>,
    pub proxy: Option<String>,
}

/// A client registration, as JavaScript gives it.
#[napi(object)]
pub struct ProviderConfigFields {
    pub client_id: String,
    pub client_secret: Option<String>,
    pub attachment: Option<String>,
    pub provider: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub optional_scopes: Option<Vec<String>>,
    pub bot_scopes: Option<Vec<String>>,
    pub variables: Option<HashMap<String, String>>,
    pub enabled: Option<bool>,
    pub definition: Option<serde_json::Value>,
}

impl CoreOptions {
    pub(crate) fn into_options(self, test_clock: Option<TestClock>) -> Result<Options> {
        let defaults = Options::default();
        let providers = self.providers.unwrap_or_default();
        Options {
            vault: self.vault,
            keys: self.keys.unwrap_or_default().into_iter().map(Secret::from).collect(),
            base_url: self.base_url,
            mode: self.mode.as_deref().map(authpipe::read_mode).transpose()?,
            environment: self.environment,
            providers: providers.into_iter().map(|(id, fields)| Ok((id, fields.try_into()?))).collect::<Result<_>>()?,
            background: self.background.unwrap_or(defaults.background),
            min_validity: self.min_validity_ms.map(|ms| duration("minValidityMs", ms)).transpose()?,
            timeout: self.timeout_ms.map(|ms| duration("timeoutMs", ms)).transpose()?,
            allowed_private_hosts: self.allowed_private_hosts.unwrap_or_default(),
            extra_ca_file: self.extra_ca_file.map(PathBuf::from),
            danger_origins: self
                .danger_origins
                .unwrap_or_default()
                .into_iter()
                .map(|(id, o)| (id, o.into_iter().collect()))
                .collect(),
            test_clock,
            proxy: self.proxy,
            public_clients_only: defaults.public_clients_only,
        }
        .or_environment()
    }
}

impl TryFrom<ProviderConfigFields> for ProviderInput {
    type Error = Error;

    fn try_from(fields: ProviderConfigFields) -> Result<Self> {
        let attachment = match fields.attachment.as_deref() {
            None => Attachment::default(),
            Some("user") => Attachment::User,
            Some("tenant") => Attachment::Tenant,
            Some(_) => return Err(config_invalid("attachment must be \"user\" or \"tenant\".")),
        };
        Ok(ProviderInput {
            provider: fields.provider,
            client_id: fields.client_id,
            client_secret: fields.client_secret.map(Secret::from),
            redirect_uri: None,
            attachment,
            scopes: fields.scopes.unwrap_or_default(),
            optional_scopes: fields.optional_scopes.unwrap_or_default(),
            bot_scopes: fields.bot_scopes.unwrap_or_default(),
            variables: fields.variables.unwrap_or_default().into_iter().collect(),
            disabled: !fields.enabled.unwrap_or(true),
            definition: fields.definition,
        })
    }
}
