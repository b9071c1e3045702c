//! Fills in the variables of a template, and gives the address that one flow or one grant talks to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use url::Url;

use super::grammar::{self, CLIENT_ID, FLOW_VALUES, fits, is_flow_value};
use super::issuer::fixed_issuer;
use super::template::{ExpectedHost, Parsed, Part, Start, encode_component, parse, parse_expanded};
use crate::base::{Error, ErrorCode, Result};
use crate::model::config::{Endpoints, ProviderConfig};
use crate::model::definition::{OAuth1, SignIn, Template, Variable};

/// The addresses of a config for one flow.
///
/// A variable's value is the flow's, else the config's, else the definition's default. Every value is held against its grammar
/// here, wherever it comes from.
///
/// # Errors
/// - `invalid_request`: a value of the flow is missing or outside its grammar. It is not repeated.
/// - `config_invalid`: a value of the config or the definition is; or the provider has no OAuth endpoints.
pub(crate) fn resolve_endpoints(config: &ProviderConfig, flow_variables: &BTreeMap<String, String>) -> Result<Endpoints> {
    resolve_with(config, flow_variables, None)
}

/// The same for a grant that was made already. Where the definition leaves the token endpoint to discovery, it is the one that is sealed
/// with the grant: a refresh token is sent only where it came from (SR-17), whatever the issuer publishes today.
///
/// # Errors
/// As [`resolve_endpoints`].
pub(crate) fn resolve_sealed_endpoints(
    config: &ProviderConfig,
    variables: &BTreeMap<String, String>,
    token_endpoint: &str,
) -> Result<Endpoints> {
    resolve_with(config, variables, Some(token_endpoint))
}

fn resolve_with(
    config: &ProviderConfig,
    flow_variables: &BTreeMap<String, String>,
    sealed_token_endpoint: Option<&str>,
) -> Result<Endpoints> {
    let definition = &config.definition;
    let oauth = match definition.sign_in() {
        Some(SignIn::OAuth(oauth)) => oauth,
        Some(SignIn::OAuth1(oauth1)) => return resolve_signed(config, oauth1, flow_variables),
        None => return Err(invalid_config(config, "definition.oauth", "is missing: this provider has no authorization flow")),
    };
    let text = |template| resolve_template(config, template, flow_variables);
    let url = |template: &Template| resolve_url(config, template, flow_variables);
    // A newer definition may ask there for a value that a grant of before has not, and only a sign-in needs them.
    let of_sign_in = |template: Option<_>| match sealed_token_endpoint {
        Some(_) => Ok(template.and_then(|template| url(template).ok())),
        None => template.map(url).transpose(),
    };
    let audience = oauth.client_assertion.as_ref().and_then(|assertion| assertion.audience.as_ref());
    let token = match (&oauth.token_endpoint, sealed_token_endpoint) {
        (Some(template), _) => url(template)?,
        (None, Some(sealed)) => Url::parse(sealed).map_err(|_| not_an_address(config))?,
        (None, None) => return Err(invalid_config(config, "definition.oauth.token_endpoint", "is missing")),
    };
    Ok(Endpoints {
        audience: audience.map(text).transpose()?.unwrap_or_else(|| token.to_string()),
        issuer: fixed_issuer(oauth, definition.id_token.as_ref()).map(text).transpose()?,
        device_authorization: of_sign_in(oauth.device_authorization_endpoint.as_ref())?,
        temporary_credentials: None,
        authorization: of_sign_in(oauth.authorization_endpoint.as_ref())?,
        refresh: oauth.renewal_endpoint().map(url).transpose()?.unwrap_or_else(|| token.clone()),
        token,
        jwks: of_sign_in(definition.id_token.as_ref().and_then(|id_token| id_token.jwks_uri.as_ref()))?,
    })
}

fn resolve_signed(config: &ProviderConfig, oauth1: &OAuth1, flow_variables: &BTreeMap<String, String>) -> Result<Endpoints> {
    let url = |template| resolve_url(config, template, flow_variables);
    let token = url(&oauth1.token_endpoint)?;
    Ok(Endpoints {
        issuer: None,
        device_authorization: None,
        temporary_credentials: Some(url(&oauth1.temporary_credentials_endpoint)?),
        authorization: Some(url(&oauth1.authorization_endpoint)?),
        refresh: token.clone(),
        audience: token.to_string(),
        token,
        jwks: None,
    })
}

/// Expands a template to an address.
///
/// # Errors
/// As [`resolve_endpoints`]; and `config_invalid` if the template is not an address.
pub(crate) fn resolve_url(
    config: &ProviderConfig,
    template: &Template,
    flow_variables: &BTreeMap<String, String>,
) -> Result<Url> {
    expand(config, template, flow_variables)?.url.ok_or_else(|| not_an_address(config))
}

/// Expands a template to text: an issuer, which is compared byte for byte, a scope such as `{graph}/.default`, a prefix.
///
/// What begins like an address is judged like one, and given back as the template spells it.
///
/// # Errors
/// As [`resolve_endpoints`].
pub(crate) fn resolve_template(
    config: &ProviderConfig,
    template: &Template,
    flow_variables: &BTreeMap<String, String>,
) -> Result<String> {
    Ok(expand(config, template, flow_variables)?.text)
}

/// Stands for the organisation while the rest of the template is expanded and judged.
const PLACE: &str = "__organisation__";

/// Expands an issuer but for `{organisation}`, which the judgement of an ID token fills with the token's own claim.
///
/// # Errors
/// As [`resolve_template`].
pub(crate) fn resolve_issuer(config: &ProviderConfig, template: &Template) -> Result<String> {
    let variables = BTreeMap::from([("organisation".to_owned(), PLACE.to_owned())]);
    Ok(resolve_template(config, template, &variables)?.replace(PLACE, "{organisation}"))
}

/// The origins that may receive a config's credentials. The variables are a flow's, with what it keeps (`oauth.kept`), or those of a key.
///
/// # Errors
/// As [`resolve_template`].
pub(crate) fn resolve_api_origins(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> Result<Vec<String>> {
    let origin = |template| Ok(resolve_url(config, template, variables)?.origin().ascii_serialization());
    config.definition.api.origins.iter().map(origin).collect()
}

/// Refuses an address that is at none of the API's origins: a credential goes there and nowhere else (SR-30). An origin whose variables are
/// not known yet is none.
///
/// # Errors
/// - `config_invalid`: it is elsewhere. A definition that says so is refused when it is read.
pub(crate) fn check_api_origin(config: &ProviderConfig, url: &Url, variables: &BTreeMap<String, String>) -> Result<()> {
    let is_there = |template: &Template| resolve_url(config, template, variables).is_ok_and(|at| at.origin() == url.origin());
    if config.definition.api.origins.iter().any(is_there) {
        return Ok(());
    }
    Err(invalid_config(config, "definition: an address", "is at none of api.origins"))
}

/// What a sign-in tells, as the value of the variable that takes it (`oauth.kept`). A host may stand in an address that has nothing
/// else. `None`: it does not fit the variable's grammar.
pub(crate) fn fit_kept(config: &ProviderConfig, variable: &str, told: &str) -> Option<String> {
    let grammar = config.definition.variables.get(variable)?;
    let told = match grammar {
        Variable::Host { .. } => {
            let bare = told.strip_prefix("https://").unwrap_or(told);
            bare.strip_suffix('/').unwrap_or(bare)
        }
        _ => told,
    };
    fits(grammar, told).then(|| told.to_owned())
}

/// The value of one variable, in its grammar; `None`: it has none.
pub(super) fn value_of<'a>(config: &'a ProviderConfig, flow: &'a BTreeMap<String, String>, name: &str) -> Option<Cow<'a, str>> {
    Values { config, flow }.get(name).ok()
}

/// A template with its variables filled in.
struct Expanded {
    text: String,
    /// The same as an address, where the template is one.
    url: Option<Url>,
}

/// The beginning of an address, and which host the whole must have.
struct Begun {
    text: String,
    expected: Option<ExpectedHost>,
}

/// A host, and what the template promises of it.
struct Host {
    text: String,
    expected: ExpectedHost,
}

fn expand(config: &ProviderConfig, template: &Template, flow: &BTreeMap<String, String>) -> Result<Expanded> {
    let values = Values { config, flow };
    let parsed =
        parse(template, |name| values.is_origin(name)).map_err(|why| invalid_config(config, "definition: an address", why))?;
    let Begun { mut text, expected } = values.expand_start(&parsed)?;
    for part in &parsed.rest {
        match part {
            Part::Literal(literal) => text.push_str(literal),
            Part::Name(name) if parsed.is_address() => text.push_str(&encode_component(&values.get(name)?)),
            Part::Name(name) => text.push_str(&values.get(name)?),
        }
    }
    let Some(expected) = expected else { return Ok(Expanded { text, url: None }) };
    let url = parse_expanded(&text, &expected).ok_or_else(|| not_an_address(config))?;
    Ok(Expanded { text, url: Some(url) })
}

struct Values<'a> {
    config: &'a ProviderConfig,
    flow: &'a BTreeMap<String, String>,
}

impl<'a> Values<'a> {
    fn is_origin(&self, name: &str) -> bool {
        let origins = self.config.definition.origins.as_ref();
        origins.is_some_and(|origins| origins.sets.get(&origins.default).is_some_and(|set| set.contains_key(name)))
    }

    fn expand_start(&self, parsed: &Parsed<'_>) -> Result<Begun> {
        match &parsed.start {
            Start::Text => Ok(Begun { text: String::new(), expected: None }),
            Start::Origin(name) => {
                let origin = self.origin(name)?;
                let host = grammar::parse_origin(origin).and_then(|url| url.host_str().map(str::to_owned));
                let host = host.ok_or_else(|| not_an_address(self.config))?;
                Ok(Begun { text: origin.to_owned(), expected: Some(ExpectedHost::Exact(host)) })
            }
            Start::Authority { scheme, host, port } => {
                let Host { text: host, expected } = self.expand_host(host)?;
                Ok(Begun { text: format!("{scheme}://{host}{port}"), expected: Some(expected) })
            }
        }
    }

    fn expand_host(&self, parts: &[Part<'_>]) -> Result<Host> {
        let mut host = String::new();
        let mut has_names = false;
        for part in parts {
            match part {
                Part::Literal(literal) => host.push_str(literal),
                Part::Name(name) => {
                    has_names = true;
                    let whole = parts.len() == 1;
                    // A flow value or a path segment never reaches a host; a value with a dot only where it is the whole host.
                    let fits_host = match self.config.definition.variables.get(*name) {
                        Some(Variable::DnsLabel { .. }) => !whole,
                        Some(Variable::OneOf { or_uuid, .. }) => !or_uuid,
                        Some(Variable::Host { .. }) => whole,
                        _ => false,
                    };
                    let value = self.get(name)?;
                    let variable = self.config.definition.variables.get(*name);
                    // Several labels are one customer's name only where the variable's own grammar says so.
                    let has_labels =
                        matches!(variable, Some(Variable::OneOf { or_label_before, .. }) if !or_label_before.is_empty());
                    let shape = match (whole, has_labels) {
                        (true, _) => grammar::is_host_name(&value),
                        (false, true) => value.split('.').all(grammar::is_dns_label),
                        (false, false) => grammar::is_dns_label(&value),
                    };
                    if !fits_host || !shape {
                        return Err(not_an_address(self.config));
                    }
                    host.push_str(&value);
                }
            }
        }
        let expected = match parts.last() {
            Some(Part::Literal(suffix)) if has_names => ExpectedHost::Suffix((*suffix).to_owned()),
            // A literal, or one value off the variable's own list of hosts and suffixes.
            _ => ExpectedHost::Exact(host.clone()),
        };
        Ok(Host { text: host, expected })
    }

    fn origin(&self, name: &str) -> Result<&'a str> {
        let config = self.config;
        if let Some(origin) = config.danger_origins.get(name) {
            // `check_config` has refused these outside development mode; that they are loopback is worth asking twice.
            let loopback = grammar::parse_origin(origin).is_some_and(|url| grammar::is_literal_loopback(&url));
            return if loopback { Ok(origin) } else { Err(not_an_address(config)) };
        }
        let origins = config.definition.origins.as_ref().ok_or_else(|| not_an_address(config))?;
        let chosen = config.variables.get(&origins.select).unwrap_or(&origins.default);
        let set = origins.sets.get(chosen).ok_or_else(|| {
            let known = origins.sets.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            invalid_config(config, &format!("variables.{}", origins.select), &format!("must be one of {known}"))
        })?;
        set.get(name).map(String::as_str).ok_or_else(|| not_an_address(config))
    }

    fn get(&self, name: &str) -> Result<Cow<'a, str>> {
        if FLOW_VALUES.contains(&name) {
            return match self.flow.get(name) {
                Some(value) if is_flow_value(value) => Ok(Cow::Borrowed(value)),
                Some(_) => Err(invalid_flow_value(self.config, name, "1 to 128 characters of A-Z, a-z, 0-9, -, . and _")),
                None => Err(missing(self.config, name)),
            };
        }
        let Some(variable) = self.config.definition.variables.get(name) else {
            if name == CLIENT_ID && is_flow_value(&self.config.client_id) {
                return Ok(Cow::Borrowed(&self.config.client_id));
            }
            return Err(invalid_config(self.config, "definition: an address", "uses a variable that is not declared"));
        };
        if let Some(value) = self.flow.get(name) {
            return if fits(variable, value) {
                Ok(Cow::Borrowed(value))
            } else {
                Err(invalid_flow_value(self.config, name, &grammar::describe(variable)))
            };
        }
        if let Some(value) = self.config.variables.get(name) {
            return if fits(variable, value) {
                Ok(Cow::Borrowed(value))
            } else {
                let rule = format!("must be {}", grammar::describe(variable));
                Err(invalid_config(self.config, &format!("variables.{name}"), &rule))
            };
        }
        match variable {
            Variable::OneOf { default: Some(default), .. } => Ok(Cow::Owned(default.clone())),
            _ => Err(missing(self.config, name)),
        }
    }
}

/// `config_invalid` for one field of a config, in the spelling of the options.
pub(super) fn invalid_config(config: &ProviderConfig, field: &str, rule: &str) -> Error {
    Error::new(ErrorCode::ConfigInvalid, format!("providers[\"{}\"].{field} {rule}.", config.id)).with_context(|context| {
        context.provider = Some(config.provider.to_string());
        context.config = Some(config.id.to_string());
    })
}

pub(super) fn invalid_flow_value(config: &ProviderConfig, name: &str, grammar: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, format!("The variable \"{name}\" of \"{}\" must be {grammar}.", config.id))
        .with_context(|context| {
            context.provider = Some(config.provider.to_string());
            context.config = Some(config.id.to_string());
        })
}

fn missing(config: &ProviderConfig, name: &str) -> Error {
    Error::new(ErrorCode::InvalidRequest, format!("\"{}\" needs a value for the variable \"{name}\".", config.id))
        .with_hint(format!("Set providers[\"{}\"].variables.{name}, or pass it when the session is created.", config.id))
        .with_context(|context| {
            context.provider = Some(config.provider.to_string());
            context.config = Some(config.id.to_string());
        })
}

fn not_an_address(config: &ProviderConfig) -> Error {
    invalid_config(config, "variables", "do not give an address that the provider's definition allows")
}
