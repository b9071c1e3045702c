//! Row 2: provider definitions, each read and validated at first use, and the addresses that follow from them.
//!
//! A definition is data: one file of `core/catalog`, embedded by `build.rs`, or the same fields given in code
//! ([`generic`]). It says where secrets go, so nothing in it is free text: every address is a template whose variables have
//! a grammar, and every expanded address is parsed again and compared with what the template allows (SR-34).

mod advice;
mod check;
mod check_installing;
mod check_signing;
mod check_variables;
mod discovered;
mod entry;
mod file;
mod further_headers;
pub(crate) mod generic;
mod grammar;
mod issuer;
mod read;
mod remedy;
mod resolve;
mod suggest;
mod template;
#[cfg(test)]
mod tests;
mod validate;

use std::sync::Arc;

use entry::{Entry, Packed};

use crate::model::definition::ProviderDefinition;

pub(crate) use advice::not_among_providers;
pub(crate) use check::{
    asserts, changed_user_variable, check_confidential, check_config, check_native_secret, check_user_variables, meant_scope,
    unknown_provider, warn_of_misspelt_scopes,
};
pub(crate) use check_installing::{check_installable, key_missing, warn_of_installation};
pub(crate) use check_signing::{client_missing, is_for_keys_alone};
pub(crate) use discovered::{Elsewhere, Issuer, complete, issuer_to_ask, revocation_elsewhere};
pub(crate) use file::{BYTE_ORDER_MARK, FileFault, read_text};
pub(crate) use further_headers::{api_headers, further_headers, is_secret as is_secret_variable};
pub(crate) use read::read_definition;
pub(crate) use resolve::{
    check_api_origin, fit_kept, resolve_api_origins, resolve_endpoints, resolve_issuer, resolve_sealed_endpoints,
    resolve_template, resolve_url,
};
pub(crate) use validate::{OriginRule, validate_definition};

/// Whether the catalogue alone says where refresh tokens go. What is sealed with another endpoint is of an older release then, and no config
/// brings that one back.
pub(crate) fn settles_token_endpoint(definition: &ProviderDefinition) -> bool {
    let endpoint = definition.oauth.as_ref().and_then(|oauth| oauth.renewal_endpoint().or(oauth.token_endpoint.as_ref()));
    Catalog::builtin().contains(&definition.id) && endpoint.is_some_and(|template| !template.0.contains('{'))
}

/// Whether an address is a literal loopback one: `localhost`, `127.0.0.0/8` or `[::1]`.
pub(crate) fn is_loopback(url: &url::Url) -> bool {
    grammar::is_literal_loopback(url)
}

include!(concat!(env!("OUT_DIR"), "/catalog_entries.rs"));

/// The providers that come with the library.
///
/// A program pays for those that it uses: each is read and validated when it is first asked for.
#[derive(Debug)]
pub struct Catalog {
    entries: &'static [Entry],
}

impl Catalog {
    /// The embedded catalogue. Nothing of it is read yet.
    pub fn builtin() -> &'static Catalog {
        static BUILTIN: Catalog = Catalog { entries: &ENTRIES };
        &BUILTIN
    }

    /// The provider of this id, read and validated at first use and once.
    pub fn get(&self, id: &str) -> Option<Arc<ProviderDefinition>> {
        self.find(id).map(|entry| entry.definition().clone())
    }

    /// Bytes of all files as they are embedded. Reads none.
    pub(crate) fn embedded_bytes(&self) -> usize {
        let blocks = self.entries.chunk_by(|one, next| std::ptr::eq(one.packed.block, next.packed.block));
        blocks.filter_map(<[Entry]>::first).map(|entry| entry.packed.block.len()).sum()
    }

    /// Whether there is a provider of this id. Reads none.
    pub fn contains(&self, id: &str) -> bool {
        self.find(id).is_some()
    }

    /// All providers, in the order of their ids. Each is read when the iterator comes to it.
    pub fn list(&self) -> impl Iterator<Item = &Arc<ProviderDefinition>> {
        self.entries.iter().map(Entry::definition)
    }

    /// Ids and names of all providers, in the order of their ids. Reads none.
    pub fn names(&self) -> impl Iterator<Item = ProviderName> {
        self.entries.iter().map(|entry| ProviderName { id: entry.id, name: entry.name })
    }

    /// The id that somebody who wrote `text` most likely meant: of the catalogue or of `also` (the configs given in code).
    /// `None` if nothing is near, or if `text` is too long to have been meant as an id.
    pub fn suggest(&self, text: &str, also: &[&str]) -> Option<String> {
        let ids = self.entries.iter().map(|entry| (entry.id, entry.name));
        suggest::nearest(text, ids.chain(also.iter().map(|id| (*id, ""))))
    }

    fn find(&self, id: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.id.cmp(id)).ok()?;
        self.entries.get(at)
    }
}

/// What is known of a provider before its definition is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderName {
    /// The id.
    pub id: &'static str,
    /// The name shown to people.
    pub name: &'static str,
}
