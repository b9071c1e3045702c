//! Fills in the headers that name the application or the organisation beside a credential (`api.further_headers`). They may hold the client's
//! secret and the application's keys, so none of them prints.

use std::collections::BTreeMap;

use super::grammar::{self, CLIENT_ID, CLIENT_SECRET};
use super::resolve::value_of;
use crate::base::Secret;
use crate::model::config::ProviderConfig;
use crate::model::definition::{ProviderDefinition, parts};
use crate::model::http::{ApiHeaders, SecretHeader};

/// Those of the headers whose every variable has a value, by name; the client's secret is one where the config has it. The variables are a
/// flow's or a grant's. Each value fits its grammar, which knows no line's end, so nothing can add another header.
pub(crate) fn further_headers(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> BTreeMap<String, Secret<String>> {
    let filled = |template: &str| {
        let mut value = String::new();
        for (text, name) in parts(template) {
            value.push_str(text);
            match name {
                Some(CLIENT_ID) => value.push_str(&config.client_id),
                Some(CLIENT_SECRET) => value.push_str(config.client.secret()?.expose()),
                // A connection of before the definition said that it is secret may have a value of its own.
                Some(name) if is_secret(&config.definition, name) && !variables.contains_key(name) => {
                    value.push_str(config.secrets.get(name)?.expose());
                }
                Some(name) => value.push_str(&value_of(config, variables, name)?),
                None => {}
            }
        }
        (!value.is_empty()).then(|| Secret::new(value))
    };
    let headers = &config.definition.api.further_headers;
    headers.iter().filter_map(|(name, template)| Some((name.clone(), filled(template)?))).collect()
}

/// Whether one of them holds the client's secret.
pub(super) fn name_secret(definition: &ProviderDefinition) -> bool {
    definition.api.further_headers.values().any(|template| parts(template).any(|(_, name)| name == Some(CLIENT_SECRET)))
}

/// Whether the definition says that the variable is a secret of the application's.
pub(crate) fn is_secret(definition: &ProviderDefinition, variable: &str) -> bool {
    definition.variables.get(variable).is_some_and(grammar::is_for_nobody)
}

/// All headers that the definition names for a request of our own: the fixed ones, and these.
pub(crate) fn api_headers(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> ApiHeaders {
    let api = &config.definition.api;
    let holds_secret = |header: &str| {
        let mut names =
            api.further_headers.get(header).into_iter().flat_map(|template| parts(template)).filter_map(|(_, name)| name);
        names.any(|name| name == CLIENT_SECRET || is_secret(&config.definition, name))
    };
    let (secret, open): (Vec<_>, Vec<_>) =
        further_headers(config, variables).into_iter().partition(|(name, _)| holds_secret(name));
    let open = open.into_iter().map(|(name, value)| (name, value.expose().clone()));
    ApiHeaders {
        open: api.headers.clone().into_iter().chain(open).collect(),
        secret: secret.into_iter().map(|(name, value)| SecretHeader { name, value }).collect(),
    }
}
