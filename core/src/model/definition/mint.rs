//! How a credential is minted: what a definition says of it.

use serde::{Deserialize, Serialize};

use super::template::Template;
use crate::model::renewal::MintKind;

/// How a credential is minted with what the application itself holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mint {
    /// The client credentials grant (RFC 6749 §4.4).
    ClientCredentials {
        /// Its scope (RFC 6749 §4.4.2).
        scope: Template,
    },
}

impl Mint {
    /// The kind, as it is stored with a grant.
    pub(crate) const fn kind(&self) -> MintKind {
        match self {
            Mint::ClientCredentials { .. } => MintKind::ClientCredentials,
        }
    }
}
