//! Chooses the probe for a grant or a key, and builds its request.

use std::collections::BTreeMap;

use crate::base::{Clock, Result, Secret};
use crate::catalog;
use crate::engine::common::{errors, signing};
use crate::model::config::ProviderConfig;
use crate::model::credential::Sending;
use crate::model::credential_type::Purpose;
use crate::model::definition::{AuthKind, Install, Probe, ProbeMethod, RoleProbe};
use crate::model::grant::{CredentialType, Grant, Material};
use crate::model::http::SecretHeader;
use crate::model::subject::SubjectKind;
use crate::protocol::probe::{Carried, ProbeQuestion};

/// What to ask about this grant; nothing where the definition has no probe.
///
/// # Errors
/// - `config_invalid`: the definition asks for something that the grant does not have.
pub(super) fn question(config: &ProviderConfig, grant: &Grant) -> Result<Option<ProbeQuestion>> {
    put(config, grant).map_err(|error| errors::unfit(config, grant, error))
}

/// What can be asked about a grant whose token somebody's API has rejected. A newer definition may ask where this one's token may not go, or
/// for a value that it has not: then nobody but that API can tell, as where there is no probe.
pub(super) fn answerable(config: &ProviderConfig, grant: &Grant) -> Option<ProbeQuestion> {
    let question = question(config, grant)
        .inspect_err(|error| {
            let (config, connection_id) = (grant.key.config.as_str(), grant.id.as_str());
            tracing::warn!(config, connection_id, code = error.code().as_str(), "a rejected token cannot be looked at: {error}");
        })
        .ok()
        .flatten()?;
    grant.secrets.destination.api_origins.contains(&question.url.origin().ascii_serialization()).then_some(question)
}

fn put(config: &ProviderConfig, grant: &Grant) -> Result<Option<ProbeQuestion>> {
    if let Material::Fields(fields) = &grant.secrets.material {
        // A webhook's secret is sent to nobody, and fields that make no header can be.
        let probe = probe_of_keys(config)
            .filter(|_| grant.credential_type == CredentialType::ApiKey && carried_key(config, fields).is_some());
        return probe.map(|probe| simple_question(config, probe, &grant.secrets.destination.variables)).transpose();
    }
    let install = config.definition.install.as_ref().filter(|_| grant.key.subject == SubjectKind::Installation);
    let simple = match install {
        None if grant.key.subject != SubjectKind::Installation => config.definition.probe.as_ref(),
        Some(Install::ByAnswer(install)) => install.probe.as_ref(),
        Some(Install::ByMint(install)) => install.probe.as_ref(),
        Some(Install::ByPage(install)) => install.probe.as_ref(),
        None | Some(Install::SignInThenConsent(_)) => None,
    };
    if let Some(probe) = simple {
        return simple_question(config, probe, &grant.secrets.destination.variables).map(Some);
    }
    let Some(Install::SignInThenConsent(install)) = install else { return Ok(None) };
    let roles = if config.bot_scopes.is_empty() { &install.default_roles } else { &config.bot_scopes };
    let fits = |probe: &&RoleProbe| roles.iter().any(|role| role.starts_with(&probe.when_role));
    let Some(probe) = install.probes.iter().find(fits) else { return Ok(None) };
    let mut variables = grant.secrets.destination.variables.clone();
    if let Some(person) = grant.secrets.account.as_ref().and_then(|account| account.person.clone()) {
        variables.insert("person".to_owned(), person);
    }
    let url = catalog::resolve_url(config, &probe.url, &variables)?;
    let (live, waits, method) = (probe.proves.clone(), probe.waits.clone(), ProbeMethod::Get);
    Ok(Some(ProbeQuestion { url, method, live, waits, live_when: None, rejected_when: None }))
}

/// What a probe asks that the definition writes out.
pub(super) fn simple_question(
    config: &ProviderConfig,
    probe: &Probe,
    variables: &BTreeMap<String, String>,
) -> Result<ProbeQuestion> {
    let url = catalog::resolve_url(config, &probe.url, variables)?;
    let (live, method) = (probe.live.clone(), probe.method);
    let (live_when, rejected_when) = (probe.live_when.clone(), probe.rejected_when.clone());
    Ok(ProbeQuestion { url, method, live, waits: Vec::new(), live_when, rejected_when })
}

/// The probe that tells whether a key works. One that is not named as such is made for what a sign-in brings, where people sign in too: it
/// may be an address that no key opens.
pub(in crate::engine) fn probe_of_keys(config: &ProviderConfig) -> Option<&Probe> {
    let definition = &config.definition;
    definition.key_probe.as_ref().or_else(|| definition.probe.as_ref().filter(|_| definition.auth == [AuthKind::ApiKey]))
}

/// Where a probe of this grant carries its credential.
pub(super) fn carried(config: &ProviderConfig, grant: &Grant, clock: &dyn Clock) -> Option<Carried> {
    match &grant.secrets.material {
        Material::OAuth(tokens) => {
            let placement = &config.definition.api.placement;
            let token = tokens.access_token.as_ref()?;
            if let Some(secret) = &tokens.token_secret {
                return signing::carried(config, token, secret, clock);
            }
            Some(Carried::Header(SecretHeader {
                name: placement.header.clone(),
                value: Secret::new(format!("{}{}", placement.prefix(), token.expose())),
            }))
        }
        Material::Fields(fields) => carried_key(config, fields),
    }
}

/// Where a request carries the key; `None` where the definition does not say what its fields make, and so nobody can ask with it.
pub(super) fn carried_key(config: &ProviderConfig, fields: &[(String, Secret<String>)]) -> Option<Carried> {
    match Sending::of(&config.definition.api.placement, Purpose::Api, fields) {
        Sending::Prefixed { header, prefix } => {
            let (_, value) = fields.first()?;
            Some(Carried::Header(SecretHeader { name: header, value: Secret::new(format!("{prefix}{}", value.expose())) }))
        }
        Sending::Made { header, value } => Some(Carried::Header(SecretHeader { name: header, value })),
        Sending::Query(parameters) => Some(Carried::Query(parameters)),
        Sending::Signed(_) | Sending::Nowhere(_) => None,
    }
}
