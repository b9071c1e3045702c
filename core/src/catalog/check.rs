//! Checks a config against its definition, and words the error for a provider that is not there.

use std::collections::BTreeMap;

use super::advice::not_configured;
use super::check_installing::key_missing;
use super::check_signing::{check_signing_client, is_for_keys_alone};
use super::check_variables;
use super::further_headers;
use super::grammar;
use super::resolve::{invalid_config, invalid_flow_value};
use super::validate::{OriginRule, validate_definition};
use crate::base::ids::is_text_of_nothing;
use crate::base::placeholders::is_placeholder;
use crate::base::{Error, ErrorCode, ProviderId, Result};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::model::definition::{AuthKind, ClientAuthentication, Mint, OAuth, ProviderDefinition, SignIn, Variable};
use crate::model::native_redirect::{NativeRedirect, NativeRedirectKind};

/// The error for a provider that is not in the catalogue. A text outside `[a-z0-9-]{1,64}` is foreign and not repeated.
pub(crate) fn unknown_provider(text: &str, suggestion: Option<&str>) -> Error {
    let named = ProviderId::parse(text).ok();
    let message = named.as_ref().map_or_else(|| "Unknown provider.".to_owned(), |id| format!("Unknown provider \"{id}\"."));
    let error = Error::new(ErrorCode::ProviderUnknown, message);
    let error = match suggestion {
        Some(near) => error.with_hint(format!("Did you mean \"{near}\"?")),
        None => error.with_hint("A provider that is not in the catalogue is given with its ⟨definition⟩."),
    };
    error.with_context(|context| context.provider = named.map(|id| id.to_string()))
}

/// The variables that a browser may set: those marked `from_user`.
pub(super) fn user_variables(definition: &ProviderDefinition) -> impl Iterator<Item = (&str, &Variable)> {
    let marked = definition.variables.iter().filter(|(_, variable)| grammar::is_from_user(variable));
    marked.map(|(name, variable)| (name.as_str(), variable))
}

/// Judges values that a browser sends: only variables marked `from_user`, only those that the operator has not fixed (a tenant
/// must not lead the operator's registration to another host, SR-6), each within its grammar.
///
/// # Errors
/// - `invalid_request`: names the variable if it is one; values are not repeated.
pub(crate) fn check_user_variables(config: &ProviderConfig, values: &BTreeMap<String, String>) -> Result<()> {
    for (name, value) in values {
        let variable = user_variables(&config.definition).find(|(known, _)| known == name).map(|(_, variable)| variable);
        let variable = variable.filter(|_| !config.variables.contains_key(name));
        let Some(variable) = variable else {
            let message = format!("\"{}\" does not let the browser choose this variable.", config.id);
            return Err(Error::new(ErrorCode::InvalidRequest, message).with_context(|context| {
                context.provider = Some(config.provider.to_string());
                context.config = Some(config.id.to_string());
            }));
        };
        if !grammar::fits(variable, value) {
            return Err(invalid_flow_value(config, name, &grammar::describe(variable)));
        }
    }
    Ok(())
}

/// The first variable that whoever connects may choose and that has another value in `new` than in `old`: a customer's own host, which has
/// accounts of its own. Where neither says a value, it is the config's or the definition's default.
pub(crate) fn changed_user_variable<'a>(
    config: &'a ProviderConfig,
    old: &BTreeMap<String, String>,
    new: &BTreeMap<String, String>,
) -> Option<&'a str> {
    let value = |of: &BTreeMap<String, String>, name: &str, variable: &Variable| {
        of.get(name).or_else(|| config.variables.get(name)).cloned().or_else(|| default_of(variable))
    };
    // Where nobody has chosen one of a list, a choice that comes later changes nothing.
    let differs = |(name, variable): &(&str, &Variable)| {
        let both = value(old, name, variable).zip(value(new, name, variable));
        both.is_some_and(|(before, now)| before != now)
    };
    user_variables(&config.definition).find(differs).map(|(name, _)| name)
}

fn default_of(variable: &Variable) -> Option<String> {
    match variable {
        Variable::OneOf { default, .. } => default.clone(),
        _ => None,
    }
}

/// Checks a config and its definition before first use.
///
/// `development` allows literal loopback http in the definition, and `dangerOrigins`.
///
/// # Errors
/// - `provider_not_configured`: the client id, or the secret that this provider needs, is missing.
/// - `config_invalid`: anything else; names the option. No value is repeated.
pub(crate) fn check_config(config: &ProviderConfig, development: bool) -> Result<()> {
    let rule = if development { OriginRule::AllowLoopbackHttp } else { OriginRule::HttpsOnly };
    validate_definition(&config.definition, rule)?;
    check_redirect(config, development)?;
    check_scopes(config)?;
    check_variables::check(config)?;
    check_danger_origins(config, development)?;
    // Last: what is absent may come later, and hides nothing that is wrong.
    check_client(config)
}

fn check_client(config: &ProviderConfig) -> Result<()> {
    if config.definition.oauth1.is_some() {
        return check_signing_client(config);
    }
    let Some(oauth) = &config.definition.oauth else {
        // A provider of pasted keys has no client registration.
        return if config.client.is_public() {
            Ok(())
        } else {
            Err(invalid_config(config, proof(config), "must be absent: this provider has no client registration"))
        };
    };
    if is_for_keys_alone(config) {
        return Ok(());
    }
    let authentication = oauth.client_authentication;
    let is_public = authentication == ClientAuthentication::None;
    if config.client_id.is_empty() {
        return Err(not_configured(config, "client id", is_public));
    }
    // `VSCHAR` (RFC 6749 appendix A.1 and A.2); a space at either end is a mistake of copying.
    let fits = |text: &str, longest: usize| {
        text.len() <= longest && text.trim() == text && text.bytes().all(|b| (0x20..=0x7E).contains(&b))
    };
    let grammar = "must be visible ASCII characters without spaces around them";
    if !fits(&config.client_id, 1024) {
        return Err(invalid_config(config, "⟨client_id⟩", grammar));
    }
    let absent = "is the text of a value that is not there";
    if is_text_of_nothing(&config.client_id) {
        return Err(invalid_config(config, "⟨client_id⟩", absent));
    }
    if config.client.secret().is_some_and(|secret| is_text_of_nothing(secret.expose())) {
        return Err(invalid_config(config, "⟨client_secret⟩", absent));
    }
    if config.client.secret().is_some_and(|secret| is_placeholder(secret.expose())) {
        let rule = "stands where the secret is to come: give the secret itself, which is sent as it is";
        return Err(invalid_config(config, "⟨client_secret⟩", rule));
    }
    if authentication == ClientAuthentication::ClientSecretBasicRaw && config.client_id.contains(':') {
        let rule = "must have no colon, as client_secret_basic_raw sends it: nobody could tell where the secret begins";
        return Err(invalid_config(config, "⟨client_id⟩", rule));
    }
    if let Some(secret) = config.client.secret() {
        match authentication {
            // Its API may want what its token endpoint does not.
            ClientAuthentication::None if further_headers::name_secret(&config.definition) => {}
            ClientAuthentication::None => {
                return Err(invalid_config(config, "⟨client_secret⟩", "must be absent: this provider takes public clients only"));
            }
            ClientAuthentication::PrivateKeyJwt => {
                return Err(invalid_config(config, "⟨client_secret⟩", "must be absent: this provider takes a private key only"));
            }
            ClientAuthentication::ClientSecretBasic
            | ClientAuthentication::ClientSecretBasicRaw
            | ClientAuthentication::ClientSecretPost => {}
        }
        if secret.expose().is_empty() {
            return Err(not_configured(config, "client secret", is_public));
        }
        if !fits(secret.expose(), 8192) {
            return Err(invalid_config(config, "⟨client_secret⟩", grammar));
        }
    }
    match &config.client {
        Client::PrivateKey { .. } | Client::ServiceAccount { .. } => check_key(config, oauth),
        Client::Federated { .. } => check_federated(config, oauth),
        Client::Secret(_) => check_signer(config),
        Client::Public if is_public || oauth.public_clients => check_signer(config),
        Client::Public if authentication == ClientAuthentication::PrivateKeyJwt => Err(key_missing(config)),
        Client::Public => check_signer(config).and(Err(not_configured(config, "client secret", is_public))),
    }
}

/// What a key is for: the client proves itself with it, or it signs what asks for the organisation's credential.
fn check_key(config: &ProviderConfig, oauth: &OAuth) -> Result<()> {
    let asserts = takes_assertions(oauth);
    let mint = config.definition.mint();
    let signs = mint.is_some_and(Mint::needs_key);
    if !asserts && !signs {
        return Err(invalid_config(config, "⟨private_key⟩", "must be absent: this provider takes no key"));
    }
    match &config.client {
        Client::ServiceAccount { .. } if !matches!(mint, Some(Mint::JwtBearer(_))) => {
            Err(invalid_config(config, "⟨private_key⟩", "must be PEM text: this provider has no service accounts"))
        }
        Client::PrivateKey { key, .. }
            if asserts
                && key.thumbprint.is_none()
                && oauth.client_assertion.as_ref().is_some_and(|assertion| assertion.needs_certificate) =>
        {
            let rule = "must hold the certificate too (-----BEGIN CERTIFICATE-----): this provider knows the key by it";
            Err(invalid_config(config, "⟨private_key⟩", rule))
        }
        _ => Ok(()),
    }
}

/// A token of the platform proves the client, where the provider takes such tokens.
fn check_federated(config: &ProviderConfig, oauth: &OAuth) -> Result<()> {
    if !oauth.client_assertion.as_ref().is_some_and(|assertion| assertion.federated) {
        let rule = "must be absent: this provider takes no tokens of other issuers";
        return Err(invalid_config(config, proof(config), rule));
    }
    check_signer(config)
}

/// Where only a key can ask for the organisation's credential, somebody who installs must have one; users can do without.
fn check_signer(config: &ProviderConfig) -> Result<()> {
    let installs = config.definition.auth.contains(&AuthKind::Installation) && !config.definition.auth.contains(&AuthKind::User);
    if installs && config.definition.mint().is_some_and(Mint::needs_key) {
        return Err(key_missing(config));
    }
    Ok(())
}

/// Whether a client with a key may prove itself by assertions (RFC 7523 §2.2).
fn takes_assertions(oauth: &OAuth) -> bool {
    oauth.client_authentication == ClientAuthentication::PrivateKeyJwt || oauth.client_assertion.is_some()
}

/// Whether an assertion, rather than a secret, proves who the client of this config is at the token endpoint.
pub(crate) fn asserts(config: &ProviderConfig) -> bool {
    matches!(config.client, Client::PrivateKey { .. } | Client::Federated { .. })
        && config.definition.oauth.as_ref().is_some_and(takes_assertions)
}

/// The option that holds what proves who the client is.
fn proof(config: &ProviderConfig) -> &'static str {
    config.client.option()
}

/// What a flow through a web server needs: a registration that can keep a secret (RFC 6749 §2.1), unless the provider has none
/// of that kind. A public one is for native apps.
///
/// # Errors
/// - `provider_not_configured`: the secret is missing.
pub(crate) fn check_confidential(config: &ProviderConfig) -> Result<()> {
    let Some(oauth) = &config.definition.oauth else { return Ok(()) };
    let proves = config.client.secret().is_some() || asserts(config);
    if oauth.client_authentication == ClientAuthentication::None || proves {
        return Ok(());
    }
    Err(not_configured(config, "client secret", false))
}

/// What a redirect URI of a native app needs: a client without a secret, because whoever has the app has its secret (RFC 8252
/// §8.5, SR-29). `development` lets a script on the developer's own machine have one: its answer comes back to a loopback port.
///
/// # Errors
/// - `config_invalid`.
pub(crate) fn check_native_secret(config: &ProviderConfig, redirect: &NativeRedirect, development: bool) -> Result<()> {
    let rule = match redirect.kind() {
        _ if config.client.is_public() => return Ok(()),
        NativeRedirectKind::Loopback if development => return Ok(()),
        NativeRedirectKind::Loopback => {
            "must be absent where a sign-in comes back to a loopback port, but for development mode: everybody who has the program \
             would have the secret"
        }
        NativeRedirectKind::CustomScheme | NativeRedirectKind::ClaimedHttps => {
            "must be absent where the redirect URI leads into an app: everybody who has the app would have the secret"
        }
    };
    Err(invalid_config(config, proof(config), rule))
}

fn check_redirect(config: &ProviderConfig, development: bool) -> Result<()> {
    let Some(redirect) = &config.redirect_uri else { return Ok(()) };
    if config.definition.sign_in().is_none() {
        return Err(invalid_config(config, "⟨redirect_uri⟩", "must be absent: nobody signs in at this provider"));
    }
    if redirect.kind() == NativeRedirectKind::Loopback && redirect.has_port() {
        return Err(invalid_config(config, "⟨redirect_uri⟩", "must name no port: each flow takes a fresh one"));
    }
    check_native_secret(config, redirect, development)
}

fn check_scopes(config: &ProviderConfig) -> Result<()> {
    let separator = config.definition.scope_separator();
    for (field, scopes) in
        [("scopes", &config.scopes), ("⟨optional_scopes⟩", &config.optional_scopes), ("⟨bot_scopes⟩", &config.bot_scopes)]
    {
        if let Some(at) = scopes.iter().position(|scope| !grammar::is_scope(scope, separator)) {
            return Err(invalid_config(config, &format!("{field}[{at}]"), "must be one scope, without spaces or quotes"));
        }
    }
    if !config.bot_scopes.is_empty() && !config.definition.auth.contains(&AuthKind::Installation) {
        return Err(invalid_config(config, "⟨bot_scopes⟩", "must be empty: this provider has no installation"));
    }
    Ok(())
}

/// Says in the log which scopes are probably others that the definition knows. It is no error: providers have scopes of which a
/// definition does not know.
pub(crate) fn warn_of_misspelt_scopes(config: &ProviderConfig) {
    for (given, meant) in misspelt_scopes(config) {
        let config = config.id.as_str();
        tracing::warn!(config, scope = given, "the scope {given} is not known to the definition; did you mean {meant}?");
    }
}

/// Scopes that the definition does not know and that are one letter away from one it does.
pub(super) fn misspelt_scopes(config: &ProviderConfig) -> Vec<(&str, &str)> {
    let asked = config.scopes.iter().chain(&config.optional_scopes).chain(&config.bot_scopes).map(String::as_str);
    asked.filter_map(|scope| meant_scope(config, scope).map(|meant| (scope, meant))).collect()
}

/// The scope that is probably meant: one that the definition knows, where this one is unknown to it and one letter away.
pub(crate) fn meant_scope<'a>(config: &'a ProviderConfig, scope: &str) -> Option<&'a str> {
    let definition = &config.definition;
    let always = definition.sign_in().into_iter().flat_map(SignIn::always_scopes);
    let implied = definition.scope_comparison.implied.iter().flat_map(|(scope, others)| others.iter().chain([scope]));
    let known: Vec<&str> = definition.scopes.keys().chain(always).chain(implied).map(String::as_str).collect();
    if known.iter().any(|one| one.eq_ignore_ascii_case(scope)) {
        return None;
    }
    known.into_iter().find(|one| one.len() > 3 && strsim::osa_distance(one, scope) == 1)
}

fn check_danger_origins(config: &ProviderConfig, development: bool) -> Result<()> {
    if config.danger_origins.is_empty() {
        return Ok(());
    }
    let danger = |field: &str, rule: &str| {
        let error = Error::new(ErrorCode::ConfigInvalid, format!("⟨danger_origins⟩[\"{}\"]{field} {rule}.", config.id));
        error.with_context(|context| {
            context.provider = Some(config.provider.to_string());
            context.config = Some(config.id.to_string());
        })
    };
    if !development {
        return Err(danger("", "is refused outside development mode"));
    }
    let origins = config.definition.origins.as_ref();
    let names: Vec<&str> = origins
        .and_then(|origins| origins.sets.get(&origins.default))
        .into_iter()
        .flat_map(|set| set.keys().map(String::as_str))
        .collect();
    for (name, origin) in &config.danger_origins {
        if !names.contains(&name.as_str()) {
            let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            return Err(danger("", &format!("has a name that is not an origin of this provider (known: {known})")));
        }
        if !grammar::parse_origin(origin).is_some_and(|url| grammar::is_literal_loopback(&url)) {
            return Err(danger(
                &format!(".{name}"),
                "must be a literal loopback origin such as http://127.0.0.1:4000, without path",
            ));
        }
    }
    Ok(())
}
