//! Writes and reads the JSON that is sealed of a session, with a copy of the columns that it binds.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::material::BootTimeRecord;
use super::{AccountRecord, Hidden, UnknownShape, hide, hide_option, read, reveal, write};
use crate::base::encoding::to_hex;
use crate::base::{Advice, BootTime, GrantId, Label, ProviderDetails, Retry, Timestamp};
use crate::model::failure::Failure;
use crate::model::grant::ExternalAccount;
use crate::model::rows::SessionRow;
use crate::model::session::{Continuation, DeviceWait, ParkedAnswer, ProvenAdmin, SessionMode, SessionSecrets};
use crate::model::signer::SharedToken;

/// A copy of the columns that decide: a row whose columns say something else does not open (SR-44). Hashes are hexadecimal.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct BoundColumns {
    user_id: String,
    provider: String,
    status: String,
    step: String,
    created_at: Timestamp,
    expires_at: Timestamp,
    state_hash: String,
    binding_hash: String,
    resume_hash: Option<String>,
    completion_hash: Option<String>,
    grant_id: Option<GrantId>,
    error_code: Option<String>,
}

impl From<&SessionRow> for BoundColumns {
    fn from(row: &SessionRow) -> Self {
        BoundColumns {
            user_id: row.user_id.as_str().to_owned(),
            provider: row.provider.as_str().to_owned(),
            status: row.status.as_str().to_owned(),
            step: row.step.as_str().to_owned(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            state_hash: to_hex(&row.state_hash),
            binding_hash: to_hex(&row.binding_hash),
            resume_hash: row.resume_hash.as_ref().map(|hash| to_hex(hash)),
            completion_hash: row.completion_hash.as_ref().map(|hash| to_hex(hash)),
            grant_id: row.grant_id.clone(),
            error_code: row.error_code.clone(),
        }
    }
}

/// The version that is written, and the only one that is read: a flow lasts minutes, so none outlives a version of the record.
const VERSION: u8 = 2;

#[derive(Serialize, Deserialize)]
struct SessionRecord {
    v: u8,
    /// Absent in version 1.
    columns: Option<BoundColumns>,
    /// Absent where the machine does not name its boots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    began_on: Option<BootTimeRecord>,
    verifier: Option<Hidden>,
    nonce: Option<Hidden>,
    /// Token and secret. Absent where no requests are signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    temporary: Option<(Hidden, Hidden)>,
    redirect_uri: String,
    variables: BTreeMap<String, String>,
    token_endpoint: String,
    scopes: Vec<String>,
    /// Absent where there are none, and in records that were written before there were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    further_scopes: Vec<String>,
    mode: String,
    return_to: Option<String>,
    opener_origin: Option<String>,
    /// Absent where anybody may, and in records that were written before it was kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    needs_admin: bool,
    label: Label,
    expected_account: Option<AccountRecord>,
    /// Absent in records that were written before there was one.
    #[serde(default, rename = "renews", skip_serializing_if = "Option::is_none")]
    reconnects: Option<GrantId>,
    proven_admin: Option<(AccountRecord, bool)>,
    /// Absent in every session of a browser, and in records that were written before there were others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    device: Option<DeviceRecord>,
    parked: Option<(Hidden, Timestamp)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resume: Option<Hidden>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    completion: Option<Hidden>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    continuation: Option<(Hidden, Hidden)>,
    /// Message, hint, and what the provider said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failure: Option<(String, Option<String>, Option<String>)>,
    /// What a new session would do after that failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failure_retry: Option<String>,
    /// How long to wait before that, from the session's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failure_retry_after_ms: Option<u64>,
    /// What the person is told of it, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
    /// What else the provider said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provider_details: Option<Box<ProviderDetails>>,
}

#[derive(Serialize, Deserialize)]
struct DeviceRecord {
    device_code: Hidden,
    interval_s: u64,
    next_poll_at: Timestamp,
    unanswered: u32,
}

impl From<&DeviceWait> for DeviceRecord {
    fn from(wait: &DeviceWait) -> Self {
        DeviceRecord {
            device_code: hide(&wait.device_code),
            interval_s: wait.interval.as_secs(),
            next_poll_at: wait.next_poll_at,
            unanswered: wait.unanswered,
        }
    }
}

impl From<DeviceRecord> for DeviceWait {
    fn from(record: DeviceRecord) -> Self {
        DeviceWait {
            device_code: record.device_code.0,
            interval: Duration::from_secs(record.interval_s),
            next_poll_at: record.next_poll_at,
            unanswered: record.unanswered,
        }
    }
}

fn to_millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Writes what is sealed of a session.
pub(in crate::repo) fn write_session(secrets: &SessionSecrets, row: &SessionRow) -> Zeroizing<Vec<u8>> {
    write(&SessionRecord {
        v: VERSION,
        columns: Some(row.into()),
        began_on: secrets.began_on.as_ref().map(BootTimeRecord::from),
        verifier: hide_option(secrets.verifier.as_ref()),
        nonce: hide_option(secrets.nonce.as_ref()),
        temporary: secrets.temporary.as_ref().map(|temporary| (hide(&temporary.token), hide(&temporary.secret))),
        redirect_uri: secrets.redirect_uri.clone(),
        variables: secrets.variables.clone(),
        token_endpoint: secrets.token_endpoint.clone(),
        scopes: secrets.scopes.clone(),
        further_scopes: secrets.further_scopes.clone(),
        mode: secrets.mode.as_str().to_owned(),
        return_to: secrets.return_to.clone(),
        opener_origin: secrets.opener_origin.clone(),
        needs_admin: secrets.needs_admin,
        label: secrets.label.clone(),
        expected_account: secrets.expected_account.as_ref().map(AccountRecord::from),
        reconnects: secrets.reconnects.clone(),
        proven_admin: secrets.proven_admin.as_ref().map(|proof| (AccountRecord::from(&proof.account), proof.is_admin)),
        device: secrets.device.as_ref().map(DeviceRecord::from),
        parked: secrets.parked.as_ref().map(|parked| (hide(&parked.raw), parked.received_at)),
        resume: hide_option(secrets.resume.as_ref()),
        completion: hide_option(secrets.completion.as_ref()),
        continuation: secrets.continuation.as_ref().map(|next| (hide(&next.location), hide(&next.set_cookie))),
        failure: secrets
            .failure
            .as_ref()
            .map(|failure| (failure.message.clone(), failure.hint.clone(), failure.provider_error.clone())),
        failure_retry: secrets.failure.as_ref().and_then(|failure| failure.retry).map(|retry| retry.as_str().to_owned()),
        failure_retry_after_ms: secrets.failure.as_ref().and_then(|failure| failure.retry_after).map(to_millis),
        advice: secrets.failure.as_ref().and_then(|failure| failure.advice).map(|advice| advice.as_str().to_owned()),
        provider_details: secrets.failure.as_ref().and_then(|failure| failure.provider_details.clone()),
    })
}

/// Reads what was sealed of a session, whose columns must be what they were when it was. `None`: it was sealed by a version that did
/// not bind them, so nobody knows what they were.
pub(in crate::repo) fn read_session(plaintext: &[u8], row: &SessionRow) -> Result<Option<SessionSecrets>, UnknownShape> {
    let record: SessionRecord = read(plaintext)?;
    if record.v < VERSION {
        return Ok(None);
    }
    if record.v != VERSION || record.columns != Some(row.into()) {
        return Err(UnknownShape);
    }
    Ok(Some(SessionSecrets {
        began_on: record.began_on.map(BootTime::from),
        verifier: reveal(record.verifier),
        nonce: reveal(record.nonce),
        temporary: record.temporary.map(|(token, secret)| SharedToken { token: token.0, secret: secret.0 }),
        redirect_uri: record.redirect_uri,
        variables: record.variables,
        token_endpoint: record.token_endpoint,
        scopes: record.scopes,
        further_scopes: record.further_scopes,
        mode: SessionMode::parse(&record.mode).ok_or(UnknownShape)?,
        return_to: record.return_to,
        opener_origin: record.opener_origin,
        needs_admin: record.needs_admin,
        label: record.label,
        expected_account: record.expected_account.map(ExternalAccount::from),
        reconnects: record.reconnects,
        proven_admin: record.proven_admin.map(|(account, is_admin)| ProvenAdmin { account: account.into(), is_admin }),
        device: record.device.map(DeviceWait::from),
        parked: record.parked.map(|(raw, received_at)| ParkedAnswer { raw: raw.0, received_at }),
        resume: reveal(record.resume),
        completion: reveal(record.completion),
        continuation: record
            .continuation
            .map(|(location, set_cookie)| Continuation { location: location.0, set_cookie: set_cookie.0 }),
        failure: record.failure.map(|(message, hint, provider_error)| Failure {
            message,
            hint,
            provider_error,
            provider_details: record.provider_details,
            retry: record.failure_retry.as_deref().and_then(Retry::parse),
            retry_after: record.failure_retry_after_ms.map(Duration::from_millis),
            // What a newer version would tell, the code says well enough.
            advice: record.advice.as_deref().and_then(Advice::parse),
        }),
    }))
}
