//! Writes and reads what a grant holds: tokens and how they are renewed, or the fields of a key.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::renewal::{read_renewal, renewal_name};
use super::{Hidden, UnknownShape, hide, hide_option, reveal};
use crate::base::{BootTime, Timestamp};
use crate::model::grant::{Material, OAuthTokens, RenewalEnd};
use crate::model::standing::Standing;
use crate::model::subject::SubjectKind;

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, for as long as a record is written or read")]
pub(super) enum MaterialRecord {
    Oauth {
        access_token: Option<Hidden>,
        /// Absent where requests are not signed, as in all records of before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token_secret: Option<Hidden>,
        refresh_token: Option<Hidden>,
        /// The name of a `Renewal`. Absent in records that were written before it was stored.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewal: Option<String>,
        scopes: Vec<String>,
        asked_scopes: Vec<String>,
        issued_at: Timestamp,
        /// Absent where the machine does not name its boots, and in records that were written before it was known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        issued_on: Option<BootTimeRecord>,
        expires_at: Option<Timestamp>,
        candidates: Vec<Hidden>,
        /// The name of a [`Standing`]. Absent where nothing speaks against the token, and in records of before it was known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        standing: Option<String>,
        /// Absent where none is known, as in all records of before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewal_end: Option<RenewalEndRecord>,
    },
    Fields {
        fields: Vec<(String, Hidden)>,
    },
}

#[derive(Serialize, Deserialize)]
pub(super) struct RenewalEndRecord {
    at: Timestamp,
    announce_at: Timestamp,
    is_announced: bool,
}

impl From<RenewalEnd> for RenewalEndRecord {
    fn from(RenewalEnd { at, announce_at, is_announced }: RenewalEnd) -> Self {
        RenewalEndRecord { at, announce_at, is_announced }
    }
}

impl From<RenewalEndRecord> for RenewalEnd {
    fn from(RenewalEndRecord { at, announce_at, is_announced }: RenewalEndRecord) -> Self {
        RenewalEnd { at, announce_at, is_announced }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct BootTimeRecord {
    boot: String,
    at_ms: u64,
}

impl From<&BootTime> for BootTimeRecord {
    fn from(BootTime { boot, at }: &BootTime) -> Self {
        BootTimeRecord { boot: boot.to_string(), at_ms: u64::try_from(at.as_millis()).unwrap_or(u64::MAX) }
    }
}

impl From<BootTimeRecord> for BootTime {
    fn from(BootTimeRecord { boot, at_ms }: BootTimeRecord) -> Self {
        BootTime { boot: boot.into(), at: Duration::from_millis(at_ms) }
    }
}

impl From<&Material> for MaterialRecord {
    fn from(material: &Material) -> Self {
        match material {
            Material::OAuth(tokens) => MaterialRecord::of_tokens(tokens),
            Material::Fields(fields) => {
                MaterialRecord::Fields { fields: fields.iter().map(|(name, value)| (name.clone(), hide(value))).collect() }
            }
        }
    }
}

impl MaterialRecord {
    pub(super) fn of_tokens(tokens: &OAuthTokens) -> Self {
        MaterialRecord::Oauth {
            access_token: hide_option(tokens.access_token.as_ref()),
            token_secret: hide_option(tokens.token_secret.as_ref()),
            refresh_token: hide_option(tokens.renewal.refresh_token()),
            renewal: Some(renewal_name(&tokens.renewal).to_owned()),
            scopes: tokens.scopes.clone(),
            asked_scopes: tokens.asked_scopes.clone(),
            issued_at: tokens.issued_at,
            issued_on: tokens.issued_on.as_ref().map(BootTimeRecord::from),
            expires_at: tokens.expires_at,
            candidates: tokens.candidates.iter().map(hide).collect(),
            renewal_end: tokens.renewal_end.map(RenewalEndRecord::from),
            standing: (tokens.standing != Standing::Good).then(|| tokens.standing.as_str().to_owned()),
        }
    }

    /// Reads the material of a grant for such a subject.
    pub(super) fn read(self, subject: SubjectKind) -> Result<Material, UnknownShape> {
        Ok(match self {
            MaterialRecord::Oauth {
                access_token,
                token_secret,
                refresh_token,
                renewal,
                scopes,
                asked_scopes,
                issued_at,
                issued_on,
                expires_at,
                candidates,
                standing,
                renewal_end,
            } => Material::OAuth(OAuthTokens {
                access_token: reveal(access_token),
                token_secret: reveal(token_secret),
                renewal: read_renewal(renewal.as_deref(), reveal(refresh_token), subject)?,
                renewal_end: renewal_end.map(RenewalEnd::from),
                scopes,
                asked_scopes,
                issued_at,
                issued_on: issued_on.map(BootTime::from),
                expires_at,
                candidates: candidates.into_iter().map(|hidden| hidden.0).collect(),
                standing: match standing {
                    Some(name) => Standing::parse(&name).ok_or(UnknownShape)?,
                    None => Standing::Good,
                },
            }),
            MaterialRecord::Fields { fields } => {
                Material::Fields(fields.into_iter().map(|(name, hidden)| (name, hidden.0)).collect())
            }
        })
    }
}
