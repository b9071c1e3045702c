//! Writes and reads the JSON that is sealed of a grant, with a copy of the columns that it binds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::material::MaterialRecord;
use super::{AccountRecord, FailureRecord, Hidden, UnknownShape, hide_option, read, reveal, write};
use crate::base::encoding::to_hex;
use crate::base::{Label, ProviderDetails, ProviderId, Timestamp, UserId};
use crate::model::credential_type::{CredentialType, Purpose};
use crate::model::failure::Failure;
use crate::model::grant::{AccountHash, Destination, Evidence, ExternalAccount, GrantSecrets, GrantStatus, StatusReason};
use crate::model::rows::RECORD_VERSION;
use crate::model::subject::SubjectKind;

/// A copy of the columns that decide besides what is sealed: an older record of the same grant, or one whose row says something else of
/// itself, does not open. The hash is hexadecimal.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct BoundColumns {
    revision: u64,
    fence: u64,
    provider: String,
    credential_type: String,
    account_hash: Option<String>,
}

impl From<Columns<'_>> for BoundColumns {
    fn from(columns: Columns<'_>) -> Self {
        BoundColumns {
            revision: columns.revision,
            fence: columns.fence,
            provider: columns.provider.as_str().to_owned(),
            credential_type: columns.credential_type.as_str().to_owned(),
            account_hash: columns.account_hash.map(|hash| to_hex(hash.as_bytes())),
        }
    }
}

/// The version that is written. Version 1 has no [`BoundColumns`], and is read until everything was sealed again.
const VERSION: u8 = RECORD_VERSION as u8;

#[derive(Serialize, Deserialize)]
struct GrantRecord {
    v: u8,
    /// Absent in version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    columns: Option<BoundColumns>,
    /// A copy of the columns: a row that was given to another user of its tenant does not open.
    user_id: Option<UserId>,
    label: Label,
    /// [`WEBHOOK`]. Absent for what goes to an API, and in a webhook's records of before it was stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    material: MaterialRecord,
    issuer: Option<String>,
    token_endpoint: String,
    client_id: String,
    api_origins: Vec<String>,
    variables: BTreeMap<String, String>,
    account: Option<AccountRecord>,
    status: String,
    reason: Option<String>,
    created_by: Option<UserId>,
    pending_since: Option<Timestamp>,
    /// Absent in records of before it was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pending_claims: Option<Hidden>,
    /// Absent in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused_by: Option<String>,
    /// Absent in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused_with: Option<FailureRecord>,
    /// Absent where nothing has failed, and in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed_at: Option<Timestamp>,
    /// Absent where nothing has failed, and in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider_details: Option<Box<ProviderDetails>>,
    /// Absent where another registration would wait as well, and in records that were written before there was one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    paused_under: Vec<String>,
    /// Absent where nothing speaks against it, as in all records of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceRecord>,
}

#[derive(Serialize, Deserialize)]
struct EvidenceRecord {
    since: Timestamp,
    refusals: u32,
    counted_at: Timestamp,
    is_rejected: bool,
}

impl From<Evidence> for EvidenceRecord {
    fn from(Evidence { since, refusals, counted_at, is_rejected }: Evidence) -> Self {
        EvidenceRecord { since, refusals, counted_at, is_rejected }
    }
}

impl From<EvidenceRecord> for Evidence {
    fn from(EvidenceRecord { since, refusals, counted_at, is_rejected }: EvidenceRecord) -> Self {
        Evidence { since, refusals, counted_at, is_rejected }
    }
}

/// The stored name of [`Purpose::Webhook`].
const WEBHOOK: &str = "webhook";

/// Whose grant a record is: the columns of its row, of which the record holds a copy.
#[derive(Clone, Copy)]
pub(in crate::repo) struct Columns<'a> {
    /// What the grant is for.
    pub(in crate::repo) subject: SubjectKind,
    /// The user, for a user's grant.
    pub(in crate::repo) user_id: Option<&'a UserId>,
    /// Tells several accounts of one user apart.
    pub(in crate::repo) label: &'a Label,
    /// The provider.
    pub(in crate::repo) provider: &'a ProviderId,
    /// What kind of secret it is.
    pub(in crate::repo) credential_type: CredentialType,
    /// Counts its changes.
    pub(in crate::repo) revision: u64,
    /// Counts its ends.
    pub(in crate::repo) fence: u64,
    /// The hash of its external account.
    pub(in crate::repo) account_hash: Option<&'a AccountHash>,
}

impl Columns<'_> {
    fn purpose(&self) -> Purpose {
        self.credential_type.purpose()
    }
}

/// Writes what is sealed of a grant.
pub(in crate::repo) fn write_grant(secrets: &GrantSecrets, columns: Columns<'_>) -> Zeroizing<Vec<u8>> {
    write(&GrantRecord {
        v: VERSION,
        columns: Some(columns.into()),
        user_id: columns.user_id.cloned(),
        label: columns.label.clone(),
        purpose: (columns.purpose() == Purpose::Webhook).then(|| WEBHOOK.to_owned()),
        material: MaterialRecord::from(&secrets.material),
        issuer: secrets.destination.issuer.clone(),
        token_endpoint: secrets.destination.token_endpoint.clone(),
        client_id: secrets.destination.client_id.clone(),
        api_origins: secrets.destination.api_origins.clone(),
        variables: secrets.destination.variables.clone(),
        account: secrets.account.as_ref().map(AccountRecord::from),
        status: secrets.status.as_str().to_owned(),
        reason: secrets.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        created_by: secrets.created_by.clone(),
        pending_since: secrets.pending_since,
        pending_claims: hide_option(secrets.pending_claims.as_ref()),
        paused_by: secrets.paused_by.clone(),
        paused_with: secrets.paused_with.as_deref().map(FailureRecord::from),
        failed_at: secrets.failed_at,
        provider_details: secrets.provider_details.clone(),
        paused_under: secrets.paused_under.clone(),
        evidence: secrets.evidence.map(EvidenceRecord::from),
    })
}

/// What was sealed of a grant.
pub(in crate::repo) enum Content {
    /// A grant.
    Live(Box<GrantSecrets>),
    /// What is left of one that was revoked: its numbers. Its columns may say something else by now.
    Ended { revision: u64, fence: u64 },
}

/// Writes what is sealed of a grant that was revoked: that it was, and its numbers.
pub(in crate::repo) fn write_ended(reason: Option<&StatusReason>, columns: Columns<'_>) -> Zeroizing<Vec<u8>> {
    let (status, reason) = (GrantStatus::Revoked, reason.cloned());
    write_grant(&GrantSecrets { status, reason, ..GrantSecrets::unreadable() }, columns)
}

/// Reads what was sealed of a grant, which must be this columns's, and of no version before the `oldest` one.
pub(in crate::repo) fn read_grant(plaintext: &[u8], columns: Columns<'_>, oldest: u32) -> Result<Content, UnknownShape> {
    let record: GrantRecord = read(plaintext)?;
    if u32::from(record.v) < oldest {
        return Err(UnknownShape);
    }
    if record.v == VERSION
        && record.status == GrantStatus::Revoked.as_str()
        && let Some(columns) = record.columns
    {
        return Ok(Content::Ended { revision: columns.revision, fence: columns.fence });
    }
    // A webhook's secret whose column was changed must not go to an API (SR-44).
    let fits = match record.purpose.as_deref() {
        None => true,
        Some(WEBHOOK) => columns.purpose() == Purpose::Webhook,
        Some(_) => false,
    };
    let is_bound = match record.v {
        1 => record.columns.is_none(),
        VERSION => record.columns == Some(columns.into()),
        _ => false,
    };
    if !is_bound || record.user_id.as_ref() != columns.user_id || record.label != *columns.label || !fits {
        return Err(UnknownShape);
    }
    Ok(Content::Live(Box::new(GrantSecrets {
        material: record.material.read(columns.subject)?,
        destination: Destination {
            issuer: record.issuer,
            token_endpoint: record.token_endpoint,
            client_id: record.client_id,
            api_origins: record.api_origins,
            variables: record.variables,
        },
        account: record.account.map(ExternalAccount::from),
        status: GrantStatus::parse(&record.status).ok_or(UnknownShape)?,
        reason: record.reason.as_deref().map(StatusReason::read),
        created_by: record.created_by,
        pending_since: record.pending_since,
        pending_claims: reveal(record.pending_claims),
        paused_by: record.paused_by,
        paused_with: record.paused_with.map(|failure| Box::new(Failure::from(failure))),
        failed_at: record.failed_at,
        provider_details: record.provider_details,
        paused_under: record.paused_under,
        evidence: record.evidence.map(Evidence::from),
    })))
}

#[cfg(test)]
mod tests;
