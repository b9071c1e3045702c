//! Many keys on their way into the vault. The façade hands over a part at a time, so that reading them holds JavaScript's thread briefly.

use authpipe::{CredentialBatch, StoredCredentials};
use authpipe_bindings::read_rows;
use napi::Env;
use napi::bindgen_prelude::{PromiseRaw, Unknown};
use napi_derive::napi;

use crate::Core;
use crate::arguments::read_timeout;
use crate::runtime::{later, now, within};
use crate::value::argument;

/// Rows that are judged, and stored as far as it says.
#[napi]
pub struct CoreBatch {
    batch: CredentialBatch,
}

/// How far it is.
#[napi(object, object_from_js = false)]
pub struct StoredFields {
    pub stored: f64,
    pub total: f64,
    pub created: f64,
    pub updated: f64,
}

#[expect(clippy::cast_precision_loss, reason = "no list has 2^53 rows")]
impl From<StoredCredentials> for StoredFields {
    fn from(done: StoredCredentials) -> Self {
        StoredFields {
            stored: done.stored as f64,
            total: done.total as f64,
            created: done.created as f64,
            updated: done.updated as f64,
        }
    }
}

#[napi]
impl Core {
    /// Begins to store many keys or webhook secrets.
    #[napi]
    pub fn credential_batch(&self) -> napi::Result<CoreBatch> {
        now("credentialBatch", || Ok(CoreBatch { batch: self.authpipe.credential_batch() }))
    }
}

#[napi]
impl CoreBatch {
    /// How many rows are added at a time.
    #[napi(getter)]
    pub fn part(&self) -> u32 {
        u32::try_from(CredentialBatch::PART).unwrap_or(u32::MAX)
    }

    /// Judges rows, and adds them. Nothing is stored yet.
    #[napi]
    pub fn add<'env>(&self, env: &'env Env, rows: Unknown<'_>, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, ()>> {
        let (rows, timeout) = now("add", || {
            let rows = read_rows(&argument(rows), "rows", self.batch.next_row());
            Ok((rows.map_err(|refusal| refusal.into_error(authpipe::ErrorCode::InvalidRequest))?, read_timeout(options)?))
        })?;
        let batch = self.batch.clone();
        later(env, "add", within(timeout, async move { batch.add(rows).await }))
    }

    /// Stores the next part, and says how far it is.
    #[napi]
    pub fn store_next<'env>(&self, env: &'env Env, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, StoredFields>> {
        let timeout = now("storeNext", || read_timeout(options))?;
        let batch = self.batch.clone();
        later(env, "storeNext", within(timeout, async move { batch.store_next().await.map(StoredFields::from) }))
    }
}
