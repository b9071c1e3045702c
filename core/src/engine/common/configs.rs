//! Holds the application's client registrations, and finds the one that a caller means.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::base::{ConfigId, Error, ErrorCode, ProviderId, Result};
use crate::catalog::{self, Catalog};
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

use super::errors;

/// Every config, by id and by provider.
#[derive(Clone, Default)]
pub(crate) struct Configs {
    by_id: BTreeMap<ConfigId, Arc<ProviderConfig>>,
    by_provider: HashMap<ProviderId, Vec<Arc<ProviderConfig>>, crate::base::entropy::MapHasher>,
    /// Why a config cannot be used yet: its client, or what proves it, is absent.
    lacking: BTreeMap<ConfigId, Error>,
}

impl Configs {
    /// From judged configs.
    pub(crate) fn new(configs: Vec<ProviderConfig>) -> Self {
        let mut all = Configs::default();
        for config in configs {
            let config = Arc::new(config);
            all.by_provider.entry(config.provider.clone()).or_default().push(config.clone());
            all.by_id.insert(config.id.clone(), config);
        }
        all
    }

    /// The same, where these lack something.
    pub(crate) fn lacking(self, lacking: BTreeMap<ConfigId, Error>) -> Self {
        Configs { lacking, ..self }
    }

    /// The configs that may be used, in the order of their ids.
    pub(crate) fn enabled(&self) -> impl Iterator<Item = &Arc<ProviderConfig>> {
        self.by_id.values().filter(|config| config.enabled)
    }

    /// Whether every config that may be used has what it needs.
    ///
    /// # Errors
    /// - `provider_not_configured`: what the first one lacks.
    pub(crate) fn check_complete(&self) -> Result<()> {
        self.enabled().try_for_each(|config| self.check(config))
    }

    /// Whether a config has what it needs.
    ///
    /// # Errors
    /// - `provider_not_configured`: what it lacks.
    pub(in crate::engine) fn check(&self, config: &ProviderConfig) -> Result<()> {
        self.lacking.get(&config.id).map_or(Ok(()), |error| Err(error.clone()))
    }

    /// The config with this id.
    pub(crate) fn get(&self, id: &ConfigId) -> Option<&Arc<ProviderConfig>> {
        self.by_id.get(id).filter(|config| config.enabled)
    }

    /// The config of a grant.
    ///
    /// # Errors
    /// - `provider_not_configured`: it is no longer given, or lacks something.
    /// - `config_invalid`: it is another provider's now.
    pub(in crate::engine) fn of(&self, grant: &Grant) -> Result<&Arc<ProviderConfig>> {
        let config = &grant.key.config;
        let config = self.get(config).ok_or_else(|| errors::config_gone(&grant.provider, config))?;
        errors::check_provider(config, grant)?;
        self.check(config).map(|()| config)
    }

    /// The config a caller means: the named one, else the provider's only one.
    ///
    /// # Errors
    /// - `provider_unknown`, with a suggestion.
    /// - `provider_not_configured`: known, but without a client registration here.
    /// - `ambiguous_config`: the provider has several, and none was named.
    pub(crate) fn resolve(&self, provider: &ProviderId, id: Option<&ConfigId>) -> Result<&Arc<ProviderConfig>> {
        match self.find(provider, id) {
            Some(config) => self.check(config).map(|()| config),
            None => Err(self.explain(provider, id)),
        }
    }

    /// The same without an explanation: for the read that must not allocate.
    pub(crate) fn find(&self, provider: &ProviderId, id: Option<&ConfigId>) -> Option<&Arc<ProviderConfig>> {
        let configs = self.by_provider.get(provider)?;
        match id {
            Some(id) => configs.iter().find(|config| config.enabled && config.id == *id),
            None => match configs.as_slice() {
                [config] if config.enabled => Some(config),
                several => {
                    let mut enabled = several.iter().filter(|config| config.enabled);
                    let first = enabled.next();
                    if enabled.next().is_some() { None } else { first }
                }
            },
        }
    }

    /// That a list was asked of a provider or a config that is not known here, where one is that is called nearly so. What is configured no
    /// more may have connections all the same.
    pub(in crate::engine) fn check_spelling(&self, provider: Option<&ProviderId>, config: Option<&ConfigId>) -> Result<()> {
        if let Some(provider) = provider.filter(|provider| !self.by_provider.contains_key(*provider))
            && !Catalog::builtin().contains(provider.as_str())
        {
            let known: Vec<&str> = self.by_provider.keys().map(ProviderId::as_str).collect();
            if let Some(near) = Catalog::builtin().suggest(provider.as_str(), &known) {
                return Err(catalog::unknown_provider(provider.as_str(), Some(&near)));
            }
        }
        let Some(config) = config.filter(|config| !self.by_id.contains_key(*config)) else { return Ok(()) };
        let known: Vec<&str> = self.by_id.keys().map(ConfigId::as_str).collect();
        let near = Catalog::builtin().suggest(config.as_str(), &known).filter(|near| known.contains(&near.as_str()));
        match near {
            Some(near) => Err(Error::new(ErrorCode::ProviderNotConfigured, format!("No config is called \"{config}\"."))
                .with_hint(format!("Did you mean \"{near}\"?"))
                .with_context(|context| context.config = Some(config.as_str().to_owned()))),
            None => Ok(()),
        }
    }

    fn explain(&self, provider: &ProviderId, id: Option<&ConfigId>) -> Error {
        let known: Vec<&str> = self.by_provider.keys().map(ProviderId::as_str).collect();
        let enabled: Vec<&str> = self
            .by_provider
            .get(provider)
            .into_iter()
            .flatten()
            .filter(|config| config.enabled)
            .map(|config| config.id.as_str())
            .collect();
        match (self.by_provider.get(provider), id) {
            (Some(_), _) if enabled.is_empty() => {
                Error::new(ErrorCode::ProviderNotConfigured, format!("Every config of provider \"{provider}\" is switched off."))
                    .with_hint("Set `enabled` of one of them to true.")
            }
            (Some(_), Some(id)) => {
                Error::new(ErrorCode::ProviderNotConfigured, format!("Provider \"{provider}\" has no config \"{id}\"."))
                    .with_hint(format!("Its configs are: {}.", enabled.join(", ")))
            }
            (Some(_), None) => Error::new(
                ErrorCode::AmbiguousConfig,
                format!("Provider \"{provider}\" has several configs: {}.", enabled.join(", ")),
            )
            .with_hint("Name one with `config`."),
            (None, _) => match Catalog::builtin().get(provider.as_str()) {
                Some(definition) => catalog::not_among_providers(provider, &definition),
                None => {
                    let suggestion = Catalog::builtin().suggest(provider.as_str(), &known);
                    catalog::unknown_provider(provider.as_str(), suggestion.as_deref())
                }
            },
        }
        .with_context(|context| context.provider = Some(provider.as_str().to_owned()))
    }
}
