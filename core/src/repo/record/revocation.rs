//! Writes and reads the JSON that is sealed of tokens which are to be revoked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{AccountRecord, Hidden, UnknownShape, hide, hide_option, read, reveal, write};
use crate::base::{GrantId, ProviderId, Timestamp, UserId};
use crate::model::grant::Destination;
use crate::model::revocation::Revocation;
use crate::model::rows::QueuedJob;

const VERSION: u8 = 1;

#[derive(Serialize, Deserialize)]
struct RevocationRecord {
    v: u8,
    grant_id: GrantId,
    user_id: Option<UserId>,
    provider: ProviderId,
    issuer: Option<String>,
    token_endpoint: String,
    client_id: String,
    variables: BTreeMap<String, String>,
    account: Option<AccountRecord>,
    refresh_tokens: Vec<Hidden>,
    access_token: Option<Hidden>,
    access_ends_at: Option<Timestamp>,
    is_over: bool,
    since: Timestamp,
}

/// Writes what is sealed of a revocation.
pub(in crate::repo) fn write_revocation(revocation: &Revocation) -> Zeroizing<Vec<u8>> {
    let destination = revocation.destination.clone();
    write(&RevocationRecord {
        v: VERSION,
        grant_id: revocation.grant_id.clone(),
        user_id: revocation.user_id.clone(),
        provider: revocation.provider.clone(),
        issuer: destination.issuer,
        token_endpoint: destination.token_endpoint,
        client_id: destination.client_id,
        variables: destination.variables,
        account: revocation.account.as_ref().map(AccountRecord::from),
        refresh_tokens: revocation.refresh_tokens.iter().map(hide).collect(),
        access_token: hide_option(revocation.access_token.as_ref()),
        access_ends_at: revocation.access_ends_at,
        is_over: revocation.is_over,
        since: revocation.since,
    })
}

/// Reads what was sealed of a revocation. What its row says of it is part of its context.
pub(in crate::repo) fn read_revocation(plaintext: &[u8], row: &QueuedJob) -> Result<Revocation, UnknownShape> {
    let record: RevocationRecord = read(plaintext)?;
    if record.v != VERSION {
        return Err(UnknownShape);
    }
    Ok(Revocation {
        id: row.id.clone(),
        grant_id: record.grant_id,
        tenant_id: row.tenant_id.clone(),
        user_id: record.user_id,
        config: row.config.clone(),
        provider: record.provider,
        destination: Destination {
            issuer: record.issuer,
            token_endpoint: record.token_endpoint,
            client_id: record.client_id,
            api_origins: Vec::new(),
            variables: record.variables,
        },
        account: record.account.map(Into::into),
        refresh_tokens: record.refresh_tokens.into_iter().filter_map(|token| reveal(Some(token))).collect(),
        access_token: reveal(record.access_token),
        access_ends_at: record.access_ends_at,
        is_over: record.is_over,
        since: record.since,
    })
}
