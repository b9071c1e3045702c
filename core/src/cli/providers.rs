//! Runs `authpipe providers` and `authpipe doctor`: shows the catalogue, and how to register an application at a provider.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::steps::steps;
use crate::base::ConfigId;
use crate::catalog::{self, Catalog};
use crate::model::definition::{Origins, ProviderDefinition, Variable};
use crate::{Options, Result};

#[derive(Subcommand)]
pub(super) enum Command {
    /// List the catalogue: id, name, what can be connected.
    List {
        /// Only this category, e.g. crm.
        #[arg(long)]
        category: Option<String>,
    },
    /// Find providers by a part of their id, name or category.
    Search {
        /// What to look for.
        text: String,
    },
    /// Read definitions in files of your own, and say of what is wrong where it stands and what to do.
    Lint {
        /// TOML files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Show one provider: what can be connected, its scopes and variables.
    Show {
        /// The provider's id, e.g. microsoft-onedrive.
        provider: String,
    },
}

pub(super) fn run(command: &Command, json: bool) -> Result<()> {
    match command {
        Command::List { category } => {
            let wanted = |definition: &ProviderDefinition| category.as_ref().is_none_or(|wanted| definition.category == *wanted);
            list(wanted, json)
        }
        Command::Search { text } => search(text, json),
        Command::Lint { files } => super::lint::run(files, json),
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

/// Finds by parts, and where no part fits the one that was most likely meant.
fn search(text: &str, json: bool) -> Result<()> {
    let fold = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let wanted = fold(text);
    let fits = |definition: &ProviderDefinition| {
        !wanted.is_empty()
            && [&definition.id, &definition.name, &definition.category].into_iter().any(|part| fold(part).contains(&wanted))
    };
    let meant =
        if Catalog::builtin().list().any(|definition| fits(definition)) { None } else { Catalog::builtin().suggest(text, &[]) };
    if let Some(meant) = &meant {
        say!("No provider is called so. This one nearly is:");
        return list(|definition| definition.id == *meant, json);
    }
    if !Catalog::builtin().list().any(|definition| fits(definition)) {
        say!("No provider of the catalogue fits. One of your own is given with its definition.");
    }
    list(|definition| fits(definition), json)
}

fn list(wanted: impl Fn(&ProviderDefinition) -> bool, json: bool) -> Result<()> {
    let all: Vec<_> = Catalog::builtin().list().filter(|definition| wanted(definition)).collect();
    if json {
        let rows: Vec<_> = all
            .iter()
            .map(|definition| json!({ "id": definition.id, "name": definition.name, "category": definition.category, "auth": definition.auth, "verified": definition.facts.verified }))
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
    let facts = &definition.facts;
    let against = serde_json::to_value(facts.against).ok().and_then(|word| word.as_str().map(|word| word.replace('_', " ")));
    super::print_line(format_args!(
        "checked: {} against {}{}",
        facts.checked,
        against.unwrap_or_default(),
        if facts.verified { "" } else { " (a lead, not verified)" }
    ));
    super::print_line(format_args!("scopes:"));
    for (name, scope) in &definition.scopes {
        let line = format!("  {name}\t{}", scope.description);
        super::print_line(format_args!("{}", line.trim_end()));
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
        Variable::Secret {} => "a secret, sent in a header and shown to nobody".to_owned(),
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
    let redirect_uri = redirect_uri(&config)?;
    if json {
        return super::print_json(&json!({ "id": definition.id, "redirect_uri": redirect_uri, "setup": steps(&definition) }));
    }
    super::print_line(format_args!("{} ({})", definition.name, definition.id));
    match redirect_uri {
        Some(redirect_uri) => super::print_line(format_args!("redirect URI: {redirect_uri}")),
        None => super::print_line(format_args!(
            "redirect URI: <AUTHPIPE_BASE_URL>/oauth/callback/{config} (set AUTHPIPE_BASE_URL to see it whole)"
        )),
    }
    for (number, step) in steps(&definition).iter().enumerate() {
        super::print_line(format_args!("{}. {step}", number + 1));
    }
    Ok(())
}

/// The redirect URI of a config, where AUTHPIPE_BASE_URL says where the handler is.
///
/// # Errors
/// - `config_invalid`: it is no public URL. What is registered at a provider must be right.
pub(super) fn redirect_uri(config: &ConfigId) -> Result<Option<String>> {
    let options = Options::default().or_environment()?;
    Ok(options.mounted_at()?.map(|base_url| format!("{}/oauth/callback/{config}", base_url.trim_end_matches('/'))))
}

pub(super) fn find(provider: &str) -> Result<std::sync::Arc<ProviderDefinition>> {
    let catalog = Catalog::builtin();
    catalog.get(provider).ok_or_else(|| catalog::unknown_provider(provider, catalog.suggest(provider, &[]).as_deref()))
}

fn kinds(definition: &ProviderDefinition) -> String {
    let names: Vec<String> =
        definition.auth.iter().filter_map(|kind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned)).collect();
    names.join(", ")
}
