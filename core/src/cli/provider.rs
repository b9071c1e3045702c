//! Runs `authpipe provider`: everything that registers an application at one provider, and whether its client is taken there.

use std::collections::BTreeMap;

use clap::Subcommand;
use serde_json::json;

use super::providers::{find, redirect_uri};
use super::steps::steps;
use crate::base::{ConfigId, ErrorCode, ProviderId};
use crate::catalog;
use crate::client::{Mode, ProviderInput};
use crate::model::definition::{ProviderDefinition, SignIn};
use crate::vault::LocalRootKey;
use crate::{Authpipe, Error, Options, RegistrationCheck, Result, Secret};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Say how to register the application at a provider, and try its client there: AUTHPIPE_CLIENT_ID and AUTHPIPE_CLIENT_SECRET as
    /// the provider gave them, AUTHPIPE_BASE_URL as the application has it. Without them nothing is sent.
    Check {
        /// The provider's id, e.g. microsoft-onedrive.
        provider: String,
        /// The config's id, where `providers` has it under another name than the provider's.
        #[arg(long)]
        config: Option<String>,
        /// A variable of the provider's hosts, as name=value.
        #[arg(long = "variable", value_parser = variable)]
        variables: Vec<Variable>,
    },
}

/// A variable and its value.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    name: String,
    value: String,
}

fn variable(text: &str) -> std::result::Result<Variable, String> {
    let (name, value) = text.split_once('=').ok_or("must be name=value")?;
    Ok(Variable { name: name.to_owned(), value: value.to_owned() })
}

pub(super) fn run(command: Command, json: bool) -> Result<()> {
    let Command::Check { provider, config, variables } = command;
    let definition = find(&provider)?;
    let config = ConfigId::parse(config.as_deref().unwrap_or(&definition.id))?;
    let signs_in = definition.sign_in().is_some_and(SignIn::has_page);
    let redirect_uri = redirect_uri(&config)?.filter(|_| signs_in);
    let tried = match client(&definition, variables)? {
        Some(input) if redirect_uri.is_some() => Some(try_client(&definition, &config, input)?),
        _ => None,
    };
    if json {
        return super::print_json(&json!({
            "id": definition.id, "name": definition.name, "verified": definition.facts.verified, "redirect_uri": redirect_uri,
            "setup": steps(&definition), "client": tried.map(RegistrationCheck::as_str) }));
    }
    super::print_line(format_args!("{} ({})", definition.name, definition.id));
    match (&redirect_uri, signs_in) {
        (Some(redirect_uri), _) => super::print_line(format_args!("redirect URI: {redirect_uri}")),
        (None, true) => super::print_line(format_args!(
            "redirect URI: <AUTHPIPE_BASE_URL>/oauth/callback/{config} (set AUTHPIPE_BASE_URL to see it whole)"
        )),
        (None, false) => super::print_line(format_args!("redirect URI: none, as nobody signs in there")),
    }
    for (number, step) in steps(&definition).iter().enumerate() {
        super::print_line(format_args!("{}. {step}", number + 1));
    }
    super::print_line(format_args!("client: {}", said(tried, signs_in)));
    match tried {
        Some(RegistrationCheck::Rejected) => Err(rejected(&definition)),
        _ => Ok(()),
    }
}

fn said(tried: Option<RegistrationCheck>, signs_in: bool) -> &'static str {
    match tried {
        Some(RegistrationCheck::Accepted) => "accepted; the provider refused only the code, which was made up",
        Some(RegistrationCheck::Rejected) => "not accepted",
        Some(RegistrationCheck::Untold) => "the answer does not tell; sign in once to be sure",
        None if signs_in => "not tried; set AUTHPIPE_CLIENT_ID, AUTHPIPE_CLIENT_SECRET and AUTHPIPE_BASE_URL",
        None => "none, as keys are tried when they are stored",
    }
}

fn rejected(definition: &ProviderDefinition) -> Error {
    let message = format!("{} does not accept this client.", definition.name);
    let hint = definition.words.rejected_client.clone();
    let hint = hint.unwrap_or_else(|| {
        "Copy id and secret again, of the same registration, and check that the secret has not ended.".to_owned()
    });
    Error::new(ErrorCode::ProviderNotConfigured, message).with_hint(hint)
}

/// The client from the environment, where it is there. Never from arguments: other processes can read those.
fn client(definition: &ProviderDefinition, variables: Vec<Variable>) -> Result<Option<ProviderInput>> {
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let Some(client_id) = read("AUTHPIPE_CLIENT_ID") else { return Ok(None) };
    if let Some(secret) = variables.iter().find(|given| catalog::is_secret_variable(definition, &given.name)) {
        let message = format!("The variable \"{}\" is a secret, and other processes can read arguments.", secret.name);
        return Err(Error::new(ErrorCode::ConfigInvalid, message).with_hint("Leave it out: the check does not send it."));
    }
    let variables = variables.into_iter().map(|given| (given.name, given.value.into())).collect();
    let client_secret = read("AUTHPIPE_CLIENT_SECRET").map(Secret::from);
    let provider = Some(definition.id.clone());
    Ok(Some(ProviderInput { provider, client_id, client_secret, variables, ..ProviderInput::default() }))
}

fn try_client(definition: &ProviderDefinition, config: &ConfigId, input: ProviderInput) -> Result<RegistrationCheck> {
    let options = Options { vault: Some("memory:".to_owned()), background: false, ..Options::default() };
    let mut options = options.or_environment()?.or_authorities_of("SSL_CERT_FILE");
    // Nothing is kept, so the keys and vault of the application have no part in it.
    options.keys = vec![LocalRootKey::make()];
    options.mode = options.mode.or(Some(Mode::Development));
    options.environment = options.environment.or_else(|| Some("check".to_owned()));
    options.proxy = std::env::var("AUTHPIPE_PROXY").ok().filter(|proxy| !proxy.is_empty());
    options.providers = BTreeMap::from([(config.to_string(), input)]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| Error::new(ErrorCode::ConfigInvalid, "This process can start no runtime."))?;
    runtime
        .block_on(async {
            let authpipe = Authpipe::new(options)?;
            let tried = authpipe.check_registration(ProviderId::parse(&definition.id)?, Some(config.clone())).await;
            authpipe.close().await?;
            tried
        })
        .map_err(in_words_of_the_tool)
}

/// An incomplete client is told of by what the application writes; here it comes from variables.
fn in_words_of_the_tool(error: Error) -> Error {
    if error.code() != ErrorCode::ProviderNotConfigured {
        return error;
    }
    Error::new(error.code(), error.message().to_owned())
        .with_hint("Set AUTHPIPE_CLIENT_ID and AUTHPIPE_CLIENT_SECRET to what the provider gave, as far as it gives both.")
}
