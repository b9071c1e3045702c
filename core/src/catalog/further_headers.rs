//! Fills in the headers that name the application or the organisation beside a credential (`api.further_headers`). They may hold the client's
//! secret, so none of them prints.

use std::collections::BTreeMap;

use super::grammar::{CLIENT_ID, CLIENT_SECRET};
use super::resolve::value_of;
use crate::base::Secret;
use crate::model::config::ProviderConfig;
use crate::model::definition::{ProviderDefinition, parts};

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

/// All headers that the definition names for a request of our own: the fixed ones, and these.
pub(crate) fn api_headers(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> BTreeMap<String, Secret<String>> {
    let fixed = config.definition.api.headers.iter().map(|(name, value)| (name.clone(), Secret::from(value.as_str())));
    fixed.chain(further_headers(config, variables)).collect()
}
