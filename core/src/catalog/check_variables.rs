//! Checks the values that a config gives for the definition's variables.

use super::grammar::{self, FLOW_VALUES};
use super::resolve::invalid_config;
use super::suggest::nearest;
use crate::base::placeholders::is_placeholder;
use crate::base::{Error, Result};
use crate::model::config::ProviderConfig;

/// Each value fits its grammar, and none is repeated.
///
/// # Errors
/// - `config_invalid`: names the variable.
pub(super) fn check(config: &ProviderConfig) -> Result<()> {
    let definition = &config.definition;
    for (name, value) in &config.variables {
        let field = format!("variables.{name}");
        if let Some(origins) = definition.origins.as_ref().filter(|origins| origins.select == *name) {
            if !origins.sets.contains_key(value) {
                let known = origins.sets.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
                return Err(invalid_config(config, &field, &format!("must be one of {known}")));
            }
        } else if let Some(variable) = definition.variables.get(name) {
            if !grammar::fits(variable, value) {
                return Err(invalid_config(config, &field, &format!("must be {}", grammar::describe(variable))));
            }
        } else {
            return Err(unknown_variable(config, name));
        }
    }
    for (name, value) in &config.secrets {
        let Some(variable) = definition.variables.get(name) else { return Err(unknown_variable(config, name)) };
        let field = format!("variables.{name}");
        if is_placeholder(value.expose()) {
            let rule = "stands where the secret is to come: give the secret itself, which is sent as it is";
            return Err(invalid_config(config, &field, rule));
        }
        if !grammar::fits(variable, value.expose()) {
            return Err(invalid_config(config, &field, &format!("must be {}", grammar::describe(variable))));
        }
    }
    Ok(())
}

fn unknown_variable(config: &ProviderConfig, name: &str) -> Error {
    let definition = &config.definition;
    // The name is an option's key; one that does not look like a name is not repeated.
    let field = if grammar::is_name(name) { format!("variables.{name}") } else { "variables".to_owned() };
    let rule = if FLOW_VALUES.contains(&name) {
        "comes from the sign-in and cannot be set"
    } else if grammar::is_name(name) {
        "is not a variable of this provider"
    } else {
        "has a key that is not a variable of this provider"
    };
    let known =
        definition.origins.iter().map(|origins| origins.select.as_str()).chain(definition.variables.keys().map(String::as_str));
    let error = invalid_config(config, &field, rule);
    match nearest(name, known.map(|name| (name, ""))) {
        Some(near) => error.with_hint(format!("Did you mean \"{near}\"?")),
        None => error.with_hint("A provider that is not in the catalogue is given with its ⟨definition⟩."),
    }
}
