//! What a file of the spool is called, and what it says before anything of it is opened: `FORMAT.md`, "Spool".

use serde::{Deserialize, Serialize};

use crate::base::encoding::{from_base64url, to_base64url};
use crate::base::{GrantId, TenantId};
use crate::model::sealed::SealedBytes;
use crate::model::successor::Successor;

const VERSION: u8 = 1;

/// The exchange that a file is called after.
pub(super) struct Exchange {
    pub(super) grant_id: GrantId,
    pub(super) epoch: u64,
}

pub(super) fn name(grant_id: &GrantId, epoch: u64) -> String {
    format!("{}.{epoch}", grant_id.as_str())
}

/// `None`: the file is not of the spool, which may be on a disk of its own that holds other things too.
pub(super) fn read_name(name: &str) -> Option<Exchange> {
    let (grant_id, epoch) = name.split_once('.')?;
    Some(Exchange { grant_id: GrantId::parse(grant_id).ok()?, epoch: epoch.parse().ok()? })
}

/// Whose a file is, also one that was put aside or not written to its end.
pub(super) fn read_grant(name: &str) -> Option<GrantId> {
    GrantId::parse(name.split_once('.')?.0).ok()
}

#[derive(Serialize, Deserialize)]
struct SpoolFile {
    v: u8,
    tenant_id: String,
    grant_id: String,
    epoch: u64,
    sealed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<WrappedKey>,
}

#[derive(Serialize, Deserialize)]
struct WrappedKey {
    root_key_id: String,
    wrapped: String,
}

/// The key of a file, as the file itself carries it: the vault may have another one by the time it is read.
#[derive(Clone)]
pub(super) struct CarriedKey {
    pub(super) root_key_id: String,
    pub(super) wrapped: SealedBytes,
}

/// What a file says, not yet believed.
pub(super) enum Read {
    Content(Content),
    /// Of a later version of this library, which knows what to do with it.
    Newer,
    Nothing,
}

pub(super) struct Content {
    pub(super) tenant_id: TenantId,
    pub(super) sealed: SealedBytes,
    pub(super) key: Option<CarriedKey>,
}

pub(super) fn write(successor: &Successor, sealed: &SealedBytes, key: Option<&CarriedKey>) -> serde_json::Result<Vec<u8>> {
    let right = &successor.right;
    serde_json::to_vec(&SpoolFile {
        v: VERSION,
        tenant_id: right.tenant_id.as_str().to_owned(),
        grant_id: right.grant_id.as_str().to_owned(),
        epoch: right.epoch,
        sealed: to_base64url(sealed.as_bytes()),
        key: key.map(|key| WrappedKey { root_key_id: key.root_key_id.clone(), wrapped: to_base64url(key.wrapped.as_bytes()) }),
    })
}

pub(super) fn read(content: &[u8]) -> Read {
    #[derive(Deserialize)]
    struct Versioned {
        v: u32,
    }
    if serde_json::from_slice(content).is_ok_and(|file: Versioned| file.v > u32::from(VERSION)) {
        return Read::Newer;
    }
    let Ok(file) = serde_json::from_slice::<SpoolFile>(content) else { return Read::Nothing };
    let bytes = |text: &str| from_base64url(text).map(SealedBytes::from_stored);
    match (TenantId::stored(&file.tenant_id), bytes(&file.sealed)) {
        (Ok(tenant_id), Some(sealed)) if file.v == VERSION => {
            let carried = |key: WrappedKey| Some(CarriedKey { wrapped: bytes(&key.wrapped)?, root_key_id: key.root_key_id });
            Read::Content(Content { tenant_id, sealed, key: file.key.and_then(carried) })
        }
        _ => Read::Nothing,
    }
}
