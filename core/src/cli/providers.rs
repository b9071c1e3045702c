//! Runs `authpipe providers` and `authpipe doctor`: shows the catalogue, and how to register an application at a provider.

use clap::Subcommand;
use serde_json::json;

use crate::base::ConfigId;
use crate::catalog::{self, Catalog};
use crate::model::definition::{Origins, ProviderDefinition, Variable};
use crate::{Options, Result};

#[derive(Subcommand)]
pub(super) enum Command {
    /// List the catalogue.
    List,
    /// Show one provider: what can be connected, its scopes and variables.
    Show {
        /// The provider's id, e.g. microsoft-onedrive.
        provider: String,
    },
}

pub(super) fn run(command: &Command, json: bool) -> Result<()> {
    match command {
        Command::List => list(json),
        Command::Show { provider } => {
            let definition = find(provider)?;
            if json {
                return super::print_json(&serde_json::to_value(&*definition).unwrap_or_default());
            }
            show(&definition);
            Ok(())
        }
    }
}

fn list(json: bool) -> Result<()> {
    let all: Vec<_> = Catalog::builtin().list().collect();
    if json {
        let rows: Vec<_> = all
            .iter()
            .map(|definition| json!({ "id": definition.id, "name": definition.name, "category": definition.category, "auth": definition.auth }))
            .collect();
        return super::print_json(&json!(rows));
    }
    for definition in all {
        super::print_line(format_args!("{}\t{}\t{}", definition.id, definition.name, kinds(definition)));
    }
    Ok(())
}

fn show(definition: &ProviderDefinition) {
    super::print_line(format_args!("{} ({})", definition.name, definition.id));
    super::print_line(format_args!("can be connected: {}", kinds(definition)));
    if let Some(docs) = &definition.docs {
        super::print_line(format_args!("documentation: {docs}"));
    }
    super::print_line(format_args!("scopes:"));
    for (name, scope) in &definition.scopes {
        super::print_line(format_args!("  {name}\t{}", scope.description));
    }
    if !definition.variables.is_empty() || definition.origins.is_some() {
        super::print_line(format_args!("variables:"));
    }
    for (name, variable) in &definition.variables {
        super::print_line(format_args!("  {name}\t{}", values_of(variable)));
    }
    if let Some(Origins { select, default, sets }) = &definition.origins {
        super::print_line(format_args!("  {select}\t{}", listed(sets.keys(), Some(default))));
    }
}

/// What may be given for a variable.
fn values_of(variable: &Variable) -> String {
    match variable {
        Variable::OneOf { values, or_uuid, default, .. } => {
            let values = listed(values, default.as_ref());
            if *or_uuid { format!("{values}, or a GUID") } else { values }
        }
        Variable::Uuid { .. } => "a GUID".to_owned(),
        Variable::DnsLabel { .. } => "a DNS label".to_owned(),
        Variable::Host { hosts, suffixes, .. } => {
            let under = suffixes.iter().map(|suffix| format!("a host under {suffix}"));
            hosts.iter().cloned().chain(under).collect::<Vec<_>>().join(", ")
        }
        Variable::EmailAddress { .. } => "an e-mail address".to_owned(),
        Variable::PathSegment { .. } => "a path segment".to_owned(),
    }
}

fn listed<'a>(values: impl IntoIterator<Item = &'a String>, default: Option<&String>) -> String {
    let values =
        values.into_iter().map(|value| if Some(value) == default { format!("{value} (default)") } else { value.clone() });
    values.collect::<Vec<_>>().join(", ")
}

/// Says how to register the application: the redirect URI to enter, which ends in the config's id, and the steps at the provider.
pub(super) fn doctor(provider: &str, config: Option<&str>, json: bool) -> Result<()> {
    let definition = find(provider)?;
    let config = ConfigId::parse(config.unwrap_or(&definition.id))?;
    let base_url = Options::default().or_environment()?.base_url;
    let redirect_uri = base_url.map(|base_url| format!("{}/oauth/callback/{config}", base_url.trim_end_matches('/')));
    if json {
        return super::print_json(&json!({ "id": definition.id, "redirect_uri": redirect_uri, "setup": definition.setup }));
    }
    super::print_line(format_args!("{} ({})", definition.name, definition.id));
    match redirect_uri {
        Some(redirect_uri) => super::print_line(format_args!("redirect URI: {redirect_uri}")),
        None => super::print_line(format_args!(
            "redirect URI: <AUTHPIPE_BASE_URL>/oauth/callback/{config} (set AUTHPIPE_BASE_URL to see it whole)"
        )),
    }
    for (number, step) in definition.setup.iter().enumerate() {
        super::print_line(format_args!("{}. {step}", number + 1));
    }
    Ok(())
}

fn find(provider: &str) -> Result<std::sync::Arc<ProviderDefinition>> {
    let catalog = Catalog::builtin();
    catalog.get(provider).ok_or_else(|| catalog::unknown_provider(provider, catalog.suggest(provider, &[]).as_deref()))
}

fn kinds(definition: &ProviderDefinition) -> String {
    let names: Vec<String> =
        definition.auth.iter().filter_map(|kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)).collect();
    names.join(", ")
}
