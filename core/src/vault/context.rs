//! Names where a sealed value belongs: it opens only under the context under which it was sealed.

use crate::base::encoding::encode_tuple;
use crate::base::{ConfigId, Environment, TenantId};

/// What kind of record a sealed value is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordType {
    /// A connection or an installation.
    Grant,
    /// A flow in progress.
    Session,
    /// What an exchange has brought while the store was away.
    Successor,
    /// All keys of one owner.
    Keyset,
    /// A wrapped tenant key, of before there were keysets.
    TenantKey,
    /// The wrapped index key, of before there were keysets.
    IndexKey,
    /// What proves at the start that a root key is the right one.
    Sentinel,
    /// Tokens that are to be revoked at their provider.
    Revocation,
}

impl RecordType {
    /// Every type, for tables in tests.
    pub const ALL: [RecordType; 8] = [
        RecordType::Grant,
        RecordType::Session,
        RecordType::Successor,
        RecordType::Keyset,
        RecordType::TenantKey,
        RecordType::IndexKey,
        RecordType::Sentinel,
        RecordType::Revocation,
    ];

    /// The name that is sealed into the context. Frozen: another name opens nothing.
    pub const fn as_str(self) -> &'static str {
        match self {
            RecordType::Grant => "grant",
            RecordType::Session => "session",
            RecordType::Successor => "successor",
            RecordType::Keyset => "keyset",
            RecordType::TenantKey => "tenant_key",
            RecordType::IndexKey => "index_key",
            RecordType::Sentinel => "sentinel",
            RecordType::Revocation => "revocation",
        }
    }
}

/// The place of a sealed value. It opens in this place only (SR-42): a value moved to another tenant, environment, record, field
/// or generation by somebody who can write to the database does not open there.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The deployment, from configuration and never from the store (SR-49).
    pub environment: &'a Environment,
    /// The tenant; `None` for what belongs to the whole environment.
    pub tenant_id: Option<&'a TenantId>,
    /// The kind of record.
    pub record_type: RecordType,
    /// The record's id.
    pub record_id: &'a str,
    /// The provider config; `None` where the record has none.
    pub config: Option<&'a ConfigId>,
    /// The field of the record.
    pub field: &'static str,
    /// The record's generation.
    pub generation: u64,
}

impl Context<'_> {
    /// The context as bytes; different contexts never encode alike (SR-39). Order and form are frozen: `FORMAT.md`, "Context".
    pub fn encode(&self) -> Vec<u8> {
        encode_tuple(&[
            self.environment.as_str().as_bytes(),
            &encode_option(self.tenant_id.map(TenantId::as_str)),
            self.record_type.as_str().as_bytes(),
            self.record_id.as_bytes(),
            &encode_option(self.config.map(ConfigId::as_str)),
            self.field.as_bytes(),
            &self.generation.to_be_bytes(),
        ])
    }
}

/// Nothing for `None`, 0x01 and the text for `Some`: "no tenant" is no tenant's name, whatever names a grammar may allow.
fn encode_option(text: Option<&str>) -> Vec<u8> {
    text.map_or_else(Vec::new, |text| [b"\x01", text.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Words that a careless join would confuse with each other.
    const WORDS: [&str; 6] = ["a", "aa", "a\x01", "\x01a", "1", "a/b"];

    #[test]
    fn different_contexts_encode_differently() {
        let environments = ["a", "aa", "1"].map(|text| Environment::parse(text).unwrap());
        let tenants = ["a", "aa", "1", "a/b"].map(|text| TenantId::parse(text).unwrap());
        let tenants = tenants.iter().map(Some).chain([None]).collect::<Vec<_>>();
        let configs = ["a", "aa", "1"].map(|text| ConfigId::parse(text).unwrap());
        let configs = configs.iter().map(Some).chain([None]).collect::<Vec<_>>();
        let mut seen = HashMap::new();
        for environment in &environments {
            for tenant_id in &tenants {
                for record_type in RecordType::ALL {
                    for record_id in WORDS.into_iter().chain(["", "grant"]) {
                        for config in &configs {
                            for field in ["", "a", "aa", "a\x01"] {
                                for generation in [0, 1, 256, u64::MAX] {
                                    let context = Context {
                                        environment,
                                        tenant_id: *tenant_id,
                                        record_type,
                                        record_id,
                                        config: *config,
                                        field,
                                        generation,
                                    };
                                    let before = seen.insert(context.encode(), format!("{context:?}"));
                                    assert_eq!(before, None, "{context:?}");
                                }
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(seen.len(), 3 * 5 * 8 * 8 * 4 * 4 * 4);
    }

    #[test]
    fn no_value_is_not_the_empty_value() {
        assert_ne!(encode_option(None), encode_option(Some("")));
        assert_ne!(encode_option(Some("")), encode_option(Some("\x01")));
    }

    #[test]
    fn record_types_have_different_names() {
        let names: std::collections::HashSet<_> = RecordType::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(names.len(), RecordType::ALL.len());
    }
}
