//! Issuers with a placeholder: the organisation is known only from the token that is judged.

use std::collections::BTreeMap;

use super::resolve::{resolve_template, resolve_url};
use crate::base::Result;
use crate::model::config::ProviderConfig;
use crate::model::definition::Template;

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
