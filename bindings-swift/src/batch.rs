//! Many keys on their way into the vault.

use std::sync::Arc;

use authpipe::{CredentialBatch, ErrorCode, StoredCredentials};
use authpipe_bindings::read_rows;

use crate::CoreAuthpipe;
use crate::edge::{Edge, enter};
use crate::generated::{CoreStoreCredentialParams, CoreStoredCredentials};
use crate::value::Value;

/// Rows that are judged, and stored as far as it says.
#[derive(uniffi::Object)]
pub struct CoreBatch {
    batch: CredentialBatch,
}

/// How far it is.
#[derive(uniffi::Record)]
pub struct CoreStored {
    pub stored: u64,
    pub total: u64,
    pub counts: CoreStoredCredentials,
}

impl From<StoredCredentials> for CoreStored {
    fn from(done: StoredCredentials) -> Self {
        CoreStored { stored: done.stored, total: done.total, counts: CoreStoredCredentials::of(done) }
    }
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Begins to store many keys or webhook secrets.
    pub fn credential_batch(&self) -> Edge<Arc<CoreBatch>> {
        enter("coreauthpipe_credential_batch");
        Ok(Arc::new(CoreBatch { batch: self.authpipe.credential_batch() }))
    }
}

#[uniffi::export]
impl CoreBatch {
    /// Judges rows, and adds them. Nothing is stored yet.
    pub async fn add(&self, rows: Vec<CoreStoreCredentialParams>) -> Edge<()> {
        enter("corebatch_add");
        let rows = Value::List(rows.into_iter().map(Value::from).collect());
        let rows = read_rows(&rows, "rows", self.batch.next_row());
        Ok(self.batch.add(rows.map_err(|refusal| refusal.into_error(ErrorCode::InvalidRequest))?).await?)
    }

    /// Stores the next part, and says how far it is.
    pub async fn store_next(&self) -> Edge<CoreStored> {
        enter("corebatch_store_next");
        Ok(self.batch.store_next().await?.into())
    }
}
