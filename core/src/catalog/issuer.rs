//! Issuers with a placeholder: the organisation is known only from the token that is judged.

use std::collections::BTreeMap;

use super::resolve::{resolve_template, resolve_url};
use crate::base::Result;
use crate::model::config::ProviderConfig;
use crate::model::definition::{IdToken, OAuth, Template};

/// The issuer to which a browser is sent (RFC 9207 §2.4), where it is known before anybody has signed in: the one that is
/// given, else the one that the ID token must name (RFC 9207 §2: they are the same), unless that depends on the organisation.
pub(super) fn fixed_issuer<'a>(oauth: &'a OAuth, id_token: Option<&'a IdToken>) -> Option<&'a Template> {
    let named = id_token.map(|id_token| &id_token.issuer).filter(|issuer| !names_organisation(issuer));
    oauth.issuer.as_ref().or(named)
}

/// Whether an ID token's issuer is known only from the token.
pub(super) fn names_organisation(issuer: &Template) -> bool {
    issuer.0.contains("{organisation}")
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

/// The origins that may receive a config's credentials, where no flow gives variables: for keys that somebody pasted.
///
/// # Errors
/// As [`resolve_template`].
pub(crate) fn resolve_api_origins(config: &ProviderConfig) -> Result<Vec<String>> {
    let none = BTreeMap::new();
    let origin = |template| Ok(resolve_url(config, template, &none)?.origin().ascii_serialization());
    config.definition.api.origins.iter().map(origin).collect()
}
