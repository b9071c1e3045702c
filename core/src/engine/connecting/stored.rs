//! Stores API keys and webhook secrets that somebody pasted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::ids::is_text_of_nothing;
use crate::base::placeholders::is_placeholder;
use crate::base::{Error, ErrorCode, GrantId, Result, Secret};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::credential_type::is_field_name;
use crate::model::definition::AuthKind;
use crate::model::grant::{CredentialType, Destination, Grant, GrantStatus, Material, NewGrant};
use crate::model::subject::{CredentialFor, GrantKey, Subject, SubjectKind};

use super::Connector;
use crate::engine::checking::questions::probe_of_keys;
use crate::engine::common::errors;

/// The longest field, in bytes; a PEM file with its chain fits.
const MOST_BYTES: usize = 64 * 1024;
/// The most fields of one credential.
const MOST_FIELDS: usize = 32;

/// A secret to keep.
#[derive(Clone, Debug)]
pub struct StoreCredential {
    /// Whose it is.
    pub subject: Subject,
    /// What it is: an API key or a webhook secret.
    pub credential_type: CredentialType,
    /// Its fields; a single one is named `value`.
    pub fields: Vec<(String, Secret<String>)>,
    /// Values of the definition's variables that whoever connects may choose (`from_user`), such as the name of a customer's own host.
    /// They are stored with it, and it goes to no other host. Those of the config need not be repeated.
    pub variables: BTreeMap<String, String>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCredential {
    /// The connection.
    pub connection_id: GrantId,
    /// Whether it is new; otherwise it took the place of an earlier one.
    pub created: bool,
}

/// What is to be stored, and through which config.
pub(super) struct JudgedKey {
    pub(super) config: Arc<ProviderConfig>,
    pub(super) grant: Grant,
}

impl Connector {
    /// Seals and keeps a secret.
    ///
    /// # Errors
    /// - `invalid_request`: empty, too large, or not a kind that the provider has; a variable is missing, has no such grammar, or is not
    ///   chosen by whoever connects.
    /// - `provider_unknown`, `provider_not_configured`, `ambiguous_config`, `user_id_required`.
    pub(crate) async fn store_credential(self: &Arc<Self>, request: StoreCredential) -> Result<StoredCredential> {
        self.tasks.check_open()?;
        let JudgedKey { config, grant } = self.judge_stored(request)?;
        if let (CredentialType::ApiKey, Material::Fields(fields)) = (grant.credential_type, &grant.secrets.material) {
            self.checker.test_key(&config, fields, &grant.secrets.destination).await?;
        }
        let stored = self.put_one(&config, grant, None).await?;
        Ok(StoredCredential { connection_id: stored.grant.id, created: stored.is_new })
    }

    /// Judges what is to be stored. It asks nobody.
    pub(super) fn judge_stored(&self, request: StoreCredential) -> Result<JudgedKey> {
        let subject = &request.subject;
        let config = self.configs.resolve(&subject.provider, subject.config.as_ref())?.clone();
        let refuse = |message: String| Err(errors::with_config(Error::new(ErrorCode::InvalidRequest, message), &config));
        match request.credential_type {
            CredentialType::OAuthToken | CredentialType::OAuth1Token => {
                return refuse("OAuth tokens come from a session; they are not stored by hand.".to_owned());
            }
            CredentialType::ApiKey if !config.definition.auth.contains(&AuthKind::ApiKey) => {
                return refuse(format!("{} has no API keys.", config.definition.name));
            }
            CredentialType::ApiKey | CredentialType::WebhookSecret => {}
        }
        if request.fields.is_empty() || request.fields.len() > MOST_FIELDS {
            return refuse(format!("A credential has 1 to {MOST_FIELDS} fields."));
        }
        for (name, value) in &request.fields {
            if !is_field_name(name) || value.expose().len() > MOST_BYTES {
                return refuse(
                    "Each field has a name of 1 to 64 letters, digits, _ or -, and a value of 1 byte to 64 KiB.".to_owned(),
                );
            }
        }
        if let Some((name, _)) = request.fields.iter().find(|(_, value)| value.expose().is_empty()) {
            let what = if name == "value" { "The credential".to_owned() } else { format!("The field {name} of the credential") };
            return refuse(format!("{what} is empty: there is nothing to store. Look where it is read from."));
        }
        let placement = &config.definition.api.placement;
        // A name without a password is the key.
        let beside =
            placement.basic.as_ref().filter(|basic| basic.password.is_some()).and_then(|basic| basic.username.as_deref());
        let placed = placement.fields().unwrap_or_default();
        let is_secret = |name: &str| name == "value" || (placed.contains(&name) && beside != Some(name));
        let is_absent = |name: &str, text: &str| is_no_secret(text) && (is_secret(name) || !is_said_beside_a_secret(text));
        if let Some((name, _)) = request.fields.iter().find(|(name, value)| is_absent(name, value.expose())) {
            let what = if name == "value" { "The credential".to_owned() } else { format!("The field {name} of the credential") };
            return refuse(format!(
                "{what} is the text of a value that is not there, or stands where one is to come. Look where it is read from."
            ));
        }
        // What the header is made of is told now, and not at the first request.
        let wanted = config.definition.api.placement.fields().filter(|_| request.credential_type == CredentialType::ApiKey);
        let has = |name: &str| request.fields.iter().any(|(given, _)| given == name);
        if let Some(wanted) = wanted
            && !(wanted.iter().all(|name| has(name)) && request.fields.iter().all(|(name, _)| wanted.contains(&name.as_str())))
        {
            return refuse(format!("A credential of {} has the fields {}.", config.definition.name, wanted.join(", ")));
        }
        // A key read from a file often has a line's end. HTTP libraries repeat a header that they refuse, so it ends here (SR-79).
        let is_key = request.credential_type == CredentialType::ApiKey;
        if is_key && request.fields.iter().any(|(_, value)| !fits_a_header(value.expose())) {
            let message =
                "The key has characters that no HTTP header can carry: a line's end, spaces around it, or other than ASCII.";
            let error = Error::new(ErrorCode::InvalidRequest, message).with_hint("Remove them, and store it again.");
            return Err(errors::with_config(error, &config));
        }
        // Whoever copies a header's value copies the scheme with it.
        if is_key
            && placement.fields().is_none()
            && request.fields.iter().any(|(_, value)| has_prefix(value.expose(), placement.prefix()))
        {
            let prefix = placement.prefix().trim();
            return refuse(format!("The credential begins with {prefix}, which is put before it: store what comes behind it."));
        }
        // RFC 7617 §2: the password would begin at the name's colon, and the provider sees another user.
        let username =
            config.definition.api.placement.basic.as_ref().and_then(|basic| basic.username.as_deref()).filter(|_| is_key);
        if request.fields.iter().any(|(name, value)| Some(name.as_str()) == username && value.expose().contains(':')) {
            return refuse(format!(
                "The field {} of the credential has a colon, and is a user name that is sent with its password behind a colon.",
                username.unwrap_or_default()
            ));
        }
        catalog::check_user_variables(&config, &request.variables)?;
        let kind = subject_kind(&config, subject, request.credential_type)?;
        let key = GrantKey {
            tenant_id: subject.tenant_id.clone(),
            config: config.id.clone(),
            subject: kind,
            user_id: subject.user_id.clone().filter(|_| kind == SubjectKind::User),
            label: subject.label.clone(),
            purpose: request.credential_type.purpose(),
        };
        let now = self.clock.now();
        let is_checked = is_key && probe_of_keys(&config).is_some();
        let next_check_at = is_checked.then(|| self.settings.policy.next_check(now));
        let grant = Grant::new(
            NewGrant {
                id: GrantId::make_connection(),
                key,
                provider: config.provider.clone(),
                credential_type: request.credential_type,
                material: Material::Fields(request.fields),
                destination: Destination {
                    issuer: None,
                    token_endpoint: String::new(),
                    client_id: config.client_id.clone(),
                    api_origins: catalog::resolve_api_origins(&config, &request.variables)?,
                    variables: request.variables,
                },
                account: None,
                status: GrantStatus::Active,
                created_by: subject.user_id.clone(),
                refresh_at: None,
                next_check_at,
                last_ok_at: None,
            },
            now,
        );
        Ok(JudgedKey { config, grant })
    }
}

/// To whom a stored secret belongs. Who it is must be said (SR-96): what nobody is named for would be the whole tenant's.
fn subject_kind(config: &ProviderConfig, subject: &Subject, credential_type: CredentialType) -> Result<SubjectKind> {
    match (subject.credential_for(), config.user_kind(), &subject.user_id) {
        (None, _, _) | (Some(CredentialFor::User | CredentialFor::Any), SubjectKind::User, None) => {
            Err(errors::nobody_named(config, subject))
        }
        (Some(CredentialFor::User | CredentialFor::Any), kind, _) => Ok(kind),
        // A webhook's secret is the organisation's.
        (Some(CredentialFor::Installation), _, _) if credential_type == CredentialType::WebhookSecret => Ok(SubjectKind::Tenant),
        (Some(CredentialFor::Installation), _, _) => {
            let error = Error::new(ErrorCode::InvalidRequest, "An installation holds no key that somebody has pasted.")
                .with_hint("Give ⟨user_id⟩; or attach the config to the tenant, and say ⟨for user⟩.");
            Err(errors::with_config(error, config))
        }
    }
}

/// Whether a value begins with what stands before it in the header anyway, in letters of either case.
fn has_prefix(value: &str, prefix: &str) -> bool {
    let start = value.get(..prefix.len()).unwrap_or_default();
    prefix.ends_with(' ') && start.eq_ignore_ascii_case(prefix)
}

/// Whether a value may stand in a header field as it is (RFC 9110 §5.5), in the characters that all libraries send alike.
fn fits_a_header(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b' '..=b'~')) && value.trim_matches(' ').len() == value.len()
}

/// What programs write where there is none, and pages and examples where they show none.
fn is_no_secret(text: &str) -> bool {
    is_text_of_nothing(text) || is_placeholder(text)
}

/// Fields beside a secret say yes, no, none or nobody, and stand in braces as their provider likes.
fn is_said_beside_a_secret(text: &str) -> bool {
    let text = text.trim();
    let is_word = ["true", "false", "anonymous"].iter().any(|word| text.eq_ignore_ascii_case(word)) || text == "none";
    let is_in_braces = text.len() > 2 && text.starts_with('{') && !text.starts_with("{{");
    is_word || (is_in_braces && !is_placeholder(text))
}
