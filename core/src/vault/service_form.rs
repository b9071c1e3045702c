//! What a root key wraps that is elsewhere: form 2 of `FORMAT.md`.
//!
//! The service encrypts a key that is made for this one value, and that key seals the value in its place. So the place is bound by us,
//! whatever the service can compare, and a service that answers with something else opens nothing.

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::envelope::{self, read_key};
use super::root_key::{
    RootKey, RootKeyError, build_away_error, build_denied_error, build_failed_error, build_open_error, build_silent_error,
};
use crate::base::{Error, Result, Secret, entropy};
use crate::model::sealed::SealedBytes;

/// So long a service has for one answer. Below the time that a caller has, who is then told what was waited for; for half a minute the next
/// callers do not wait again (SR-51), nor do those who have waited beside him.
const PATIENCE: Duration = Duration::from_secs(5);
/// "AP", form 2, suite 1.
const HEADER: [u8; 4] = *b"AP\x02\x01";
/// What a service makes of 32 bytes: 64 KiB is a hundred times more than any needs.
const LONGEST_BLOB: usize = u16::MAX as usize;

/// Wraps a key for one place.
pub(super) async fn wrap(service: &dyn RootKey, context: &[u8], key: &Secret<[u8; 32]>) -> Result<SealedBytes> {
    let once = Secret::new(entropy::make_bytes());
    let blob = within_patience(service, "wrap", service.wrap(&once, &hash(context))).await?;
    let length = u16::try_from(blob.len()).ok().filter(|length| *length > 0);
    let Some(length) = length else {
        return Err(build_away_error(service.id(), &format!("it made {} bytes of 32; at most {LONGEST_BLOB} fit", blob.len())));
    };
    let sealed = envelope::seal(&once, key_id(service.id()), context, key.expose());
    let mut out = HEADER.to_vec();
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&blob);
    out.extend_from_slice(sealed.as_bytes());
    Ok(SealedBytes::from_stored(out))
}

/// Opens what was wrapped for this place.
pub(super) async fn unwrap(service: &dyn RootKey, context: &[u8], wrapped: &SealedBytes) -> Result<Secret<[u8; 32]>> {
    let Parts { blob, sealed } = split(wrapped.as_bytes()).ok_or_else(build_open_error)?;
    let once = within_patience(service, "unwrap", service.unwrap(blob, &hash(context))).await?;
    let sealed = SealedBytes::from_stored(sealed.to_vec());
    let plaintext = envelope::open(&once, key_id(service.id()), context, &sealed).map_err(|_| build_open_error())?;
    read_key(&plaintext).ok_or_else(build_open_error)
}

/// What form 2 consists of.
struct Parts<'a> {
    /// What the service made.
    blob: &'a [u8],
    /// The envelope.
    sealed: &'a [u8],
}

fn split(bytes: &[u8]) -> Option<Parts<'_>> {
    let rest = bytes.strip_prefix(&HEADER)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let (blob, sealed) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
    Some(Parts { blob, sealed })
}

async fn within_patience<T>(
    service: &dyn RootKey,
    function: &str,
    asking: impl Future<Output = Result<T, RootKeyError>>,
) -> Result<T> {
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(answer) => answer.map_err(|error| describe(service.id(), error)),
        Err(_) => Err(build_silent_error(service.id(), function)),
    }
}

fn describe(root_key_id: &str, error: RootKeyError) -> Error {
    match error {
        RootKeyError::Unavailable(reason) => build_away_error(root_key_id, &reason.to_string()),
        RootKeyError::Denied(reason) => build_denied_error(root_key_id, &reason),
        RootKeyError::Mismatch => build_open_error(),
        RootKeyError::Failed(what) => build_failed_error(root_key_id, &what),
    }
}

fn hash(context: &[u8]) -> [u8; 32] {
    Sha256::digest(context).into()
}

/// Names the root key in the envelope inside.
fn key_id(root_key_id: &str) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::new().chain_update(b"authpipe root key id 2\0").chain_update(root_key_id).finalize().into();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    id
}

#[cfg(test)]
mod tests;
