//! Fills in the headers that name the application or the organisation beside a credential (`api.further_headers`).

use std::collections::BTreeMap;

use super::grammar::CLIENT_ID;
use super::resolve::value_of;
use crate::model::config::ProviderConfig;
use crate::model::definition::parts;

/// Those of the headers whose every variable has a value, by name. The variables are a flow's or a grant's. Each value fits its grammar, which
/// knows no line's end, so nothing can add another header.
pub(crate) fn further_headers(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let filled = |template: &str| {
        let mut value = String::new();
        for (text, name) in parts(template) {
            value.push_str(text);
            match name {
                Some(CLIENT_ID) => value.push_str(&config.client_id),
                Some(name) => value.push_str(&value_of(config, variables, name)?),
                None => {}
            }
        }
        (!value.is_empty()).then_some(value)
    };
    let headers = &config.definition.api.further_headers;
    headers.iter().filter_map(|(name, template)| Some((name.clone(), filled(template)?))).collect()
}

/// All headers that the definition names for a request of our own: the fixed ones, and these.
pub(crate) fn api_headers(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all = config.definition.api.headers.clone();
    all.extend(further_headers(config, variables));
    all
}
