//! Reads from the options how a client proves who it is: a secret, a private key as PEM text, the key file of a service account, a variable
//! of the environment that holds a key, the file in which the platform keeps a token for it, or a function that gets one.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use crate::base::{Error, ErrorCode, Result, Secret, paths};
use crate::model::client::Client;
use crate::model::client_assertion::{AssertionSource, ClientAssertion};
use crate::protocol::assertion::read_signing_key;

/// What an option names instead of a key: a variable of the environment.
const VARIABLE: &str = "env:";

/// What an application gives of a client.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    /// The config's id, as it may be shown.
    pub(super) config: &'a str,
    pub(super) client_secret: Option<&'a Secret<String>>,
    pub(super) private_key: Option<&'a Secret<String>>,
    pub(super) private_key_id: Option<&'a str>,
    pub(super) client_assertion_file: Option<&'a str>,
    pub(super) client_assertion: Option<&'a Arc<dyn ClientAssertion>>,
}

/// Reads what proves the client of a config. The key is read and tried once, here.
///
/// # Errors
/// - `config_invalid`: the key is none. Nothing of it is repeated.
/// - `provider_not_configured`: its variable is not set.
pub(super) fn read_client(given: Given<'_>) -> Result<Client> {
    let Given { config, client_secret, private_key, private_key_id, client_assertion_file, client_assertion } = given;
    let secret = client_secret.cloned();
    let invalid =
        |option: &str, rule: &str| Error::new(ErrorCode::ConfigInvalid, format!("providers[\"{}\"].{option} {rule}.", config));
    if let Some(key_id) = private_key_id {
        if private_key.is_none() {
            return Err(invalid("⟨private_key_id⟩", "must be absent, as there is no ⟨private_key⟩"));
        }
        if !(1..=256).contains(&key_id.len()) || !key_id.bytes().all(|byte| (0x21..=0x7E).contains(&byte)) {
            return Err(invalid("⟨private_key_id⟩", "must be 1 to 256 visible ASCII characters without spaces"));
        }
    }
    if let Some(file) = client_assertion_file {
        if client_secret.is_some() || private_key.is_some() {
            return Err(invalid(
                "⟨client_assertion_file⟩",
                "must be absent, as a ⟨client_secret⟩ or a ⟨private_key⟩ proves the client",
            ));
        }
        if client_assertion.is_some() {
            return Err(invalid("⟨client_assertion_file⟩", "must be absent, as a ⟨client_assertion⟩ proves the client"));
        }
        return read_file(config, file).map(|file| Client::Federated { assertion: AssertionSource::File(file) });
    }
    if let Some(application) = client_assertion {
        if client_secret.is_some() || private_key.is_some() {
            return Err(invalid(
                "⟨client_assertion⟩",
                "must be absent, as a ⟨client_secret⟩ or a ⟨private_key⟩ proves the client",
            ));
        }
        return Ok(Client::Federated { assertion: AssertionSource::Application(application.clone()) });
    }
    let Some(given) = private_key else { return Ok(secret.map_or(Client::Public, Client::Secret)) };
    let variable = given.expose().strip_prefix(VARIABLE);
    let text = match variable {
        Some(name) => std::env::var(name).map(Secret::new).map_err(|_| {
            let message = format!(
                "providers[\"{config}\"].⟨private_key⟩ names a variable of the environment{} that is not set or not text.",
                shown(name).map(|name| format!(", {name},")).unwrap_or_default()
            );
            Error::new(ErrorCode::ProviderNotConfigured, message)
                .with_hint(format!("Set the variable, or give the PEM text itself. After {VARIABLE} stands its name."))
        })?,
        None => given.clone(),
    };
    let place = variable.and_then(shown).map(|name| format!(" (from {name})")).unwrap_or_default();
    let refused = |rule: &str| invalid(&format!("⟨private_key⟩{place}"), rule);
    if text.expose().trim_start().starts_with('{') {
        let file = KeyFile::read(&text).ok_or_else(|| {
            refused("is JSON, but no key file of a service account: it needs the texts client_email and private_key")
        })?;
        let key_id = private_key_id.or(file.private_key_id.as_deref());
        let key = read_signing_key(&file.private_key.0, key_id).map_err(|problem| refused(problem.0))?;
        return Ok(Client::ServiceAccount { issuer: file.client_email, key, secret });
    }
    let key = read_signing_key(&text, private_key_id).map_err(|problem| refused(problem.0))?;
    Ok(Client::PrivateKey { key, secret })
}

/// The file that holds the platform's token. Only its name is looked at here: the platform may write it later, and does so again and again.
fn read_file(config: &str, given: &str) -> Result<PathBuf> {
    let file = match given.strip_prefix(VARIABLE) {
        Some(name) => std::env::var(name).map_err(|_| {
            let message = format!(
                "providers[\"{config}\"].⟨client_assertion_file⟩ names a variable of the environment{} that is not set or not text.",
                shown(name).map(|name| format!(", {name},")).unwrap_or_default()
            );
            Error::new(ErrorCode::ProviderNotConfigured, message)
                .with_hint(format!("Set the variable, or give the file's path itself. After {VARIABLE} stands the variable's name."))
        })?,
        None => given.to_owned(),
    };
    paths::read_path(&file).filter(|path| !path.as_os_str().is_empty()).ok_or_else(|| {
        let message = format!("providers[\"{config}\"].⟨client_assertion_file⟩ must be the path of a file.");
        Error::new(ErrorCode::ConfigInvalid, message)
    })
}

/// The name of a variable, for a message: only what cannot be a key that stands in the wrong place.
fn shown(name: &str) -> Option<&str> {
    let is_name = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    Some(name).filter(|_| is_name)
}

/// The key file of a service account, as its provider gives it. What else is in it is not used: addresses come from the definition.
#[derive(Deserialize)]
struct KeyFile {
    client_email: String,
    private_key: Pem,
    private_key_id: Option<String>,
}

struct Pem(Secret<String>);

impl<'de> Deserialize<'de> for Pem {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Ok(Pem(Secret::new(String::deserialize(deserializer)?)))
    }
}

impl KeyFile {
    fn read(text: &Secret<String>) -> Option<Self> {
        let file: KeyFile = serde_json::from_str(text.expose()).ok()?;
        let is_name =
            (1..=320).contains(&file.client_email.len()) && file.client_email.bytes().all(|byte| byte.is_ascii_graphic());
        is_name.then_some(file)
    }
}
