//! Row 2: provider definitions, validated once, and the addresses that follow from them.
//!
//! A definition is data: one file of `core/catalog`, embedded by `build.rs`, or the same fields given in code
//! ([`generic`]). It says where secrets go, so nothing in it is free text: every address is a template whose variables have
//! a grammar, and every expanded address is parsed again and compared with what the template allows (SR-34).

mod check;
pub(crate) mod generic;
mod grammar;
mod issuer;
mod read;
mod resolve;
mod suggest;
mod template;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::base::{ProviderId, Result, fork};
use crate::model::definition::ProviderDefinition;

pub(crate) use check::{
    asserts, check_confidential, check_config, check_native_secret, check_user_variables, how_to_add, key_missing,
    unknown_provider, warn_of_misspelt_scopes,
};
pub(crate) use read::read_definition;
pub(crate) use resolve::{
    check_api_origin, fit_kept, resolve_api_origins, resolve_endpoints, resolve_issuer, resolve_template, resolve_url,
};
pub(crate) use validate::{OriginRule, validate_definition};

/// Whether an address is a literal loopback one: `localhost`, `127.0.0.0/8` or `[::1]`.
pub(crate) fn is_loopback(url: &url::Url) -> bool {
    grammar::is_literal_loopback(url)
}

mod files {
    include!(concat!(env!("OUT_DIR"), "/catalog_files.rs"));
}

/// The providers that come with the library.
#[derive(Debug)]
pub struct Catalog {
    by_id: BTreeMap<String, Arc<ProviderDefinition>>,
}

impl Catalog {
    /// The embedded catalogue, read and validated at first use and once.
    pub fn builtin() -> &'static Catalog {
        static BUILTIN: OnceLock<Catalog> = OnceLock::new();
        if let Some(catalog) = BUILTIN.get() {
            return catalog;
        }
        let _made = fork::first_use();
        #[expect(clippy::expect_used, reason = "the files are part of the program; the catalogue's lint reads every one of them")]
        BUILTIN.get_or_init(|| Catalog::read(files::FILES).expect("the embedded catalogue is valid"))
    }

    /// The provider of this id.
    pub fn get(&self, id: &str) -> Option<Arc<ProviderDefinition>> {
        self.by_id.get(id).cloned()
    }

    /// All providers, in the order of their ids.
    pub fn list(&self) -> impl Iterator<Item = &Arc<ProviderDefinition>> {
        self.by_id.values()
    }

    /// The id that somebody who wrote `text` most likely meant: of the catalogue or of `also` (the configs given in code).
    /// `None` if nothing is near, or if `text` is too long to have been meant as an id.
    pub fn suggest(&self, text: &str, also: &[&str]) -> Option<String> {
        let ids = self.by_id.values().map(|definition| (definition.id.as_str(), definition.name.as_str()));
        suggest::nearest(text, ids.chain(also.iter().map(|id| (*id, ""))))
    }

    fn read(files: &[(&str, &str)]) -> Result<Catalog, String> {
        let mut by_id = BTreeMap::new();
        for (name, text) in files {
            let definition = read_file(name, text).map_err(|why| format!("{name}.toml: {why}"))?;
            by_id.insert(definition.id.clone(), Arc::new(definition));
        }
        Ok(Catalog { by_id })
    }
}

fn read_file(name: &str, text: &str) -> Result<ProviderDefinition, String> {
    let definition: ProviderDefinition = toml::from_str(text).map_err(|error| error.to_string())?;
    let id = ProviderId::parse(&definition.id).map_err(|error| error.to_string())?;
    if id.as_str() != name {
        return Err(format!("its id is {id:?}"));
    }
    validate_definition(&definition, OriginRule::HttpsOnly).map_err(|error| error.to_string())?;
    Ok(definition)
}
