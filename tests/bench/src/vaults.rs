//! A vault in a folder of its own, and many keys in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use authpipe::extend::RootKey;
use authpipe::{Authpipe, CredentialType, Mode, Options, ProviderInput, Secret, StoreCredential, Subject};

use crate::harness::Failure;

const PROVIDER: &str = "bench-vault";
/// So many rows are handed over at once.
const CALL: usize = 10_000;

/// A vault, and the root key that it begins with.
pub(crate) struct Vault {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) key: Secret<String>,
}

impl Vault {
    pub(crate) fn make() -> Result<Self, Failure> {
        Ok(Vault { folder: tempfile::tempdir()?, key: authpipe::make_root_key() })
    }

    /// Opens it with these root keys; nothing happens in the background.
    pub(crate) fn open(&self, keys: Vec<Secret<String>>) -> authpipe::Result<Authpipe> {
        self.open_with(keys, Vec::new())
    }

    pub(crate) fn open_with(&self, keys: Vec<Secret<String>>, root_keys: Vec<Arc<dyn RootKey>>) -> authpipe::Result<Authpipe> {
        let definition =
            serde_json::json!({ "name": "Bench", "auth": ["api_key"], "api": { "origins": ["https://api.example.test"] } });
        let mut options = Options {
            vault: Some(format!("sqlite:{}", self.folder.path().join("bench.db").display())),
            keys,
            root_keys,
            mode: Some(Mode::Development),
            background: false,
            ..Options::default()
        };
        options.providers.insert(PROVIDER.into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
        Authpipe::new(options)
    }
}

/// Who a number of a tenant is.
pub(crate) fn subject(tenant: &str, user: usize) -> authpipe::Result<Subject> {
    Subject::user(PROVIDER, tenant, &format!("user_{user:07}"))
}

/// Stores a key of each of these tenants' users.
pub(crate) async fn fill(authpipe: &Authpipe, whose: impl Iterator<Item = (String, usize)>) -> Result<(), Failure> {
    let mut rows = Vec::with_capacity(CALL);
    for (tenant, user) in whose {
        let fields = vec![("value".to_owned(), Secret::new(format!("sk-{user:0200}")))];
        rows.push(StoreCredential {
            subject: subject(&tenant, user)?,
            credential_type: CredentialType::ApiKey,
            fields,
            variables: BTreeMap::new(),
        });
        if rows.len() == CALL {
            authpipe.store_credentials(std::mem::take(&mut rows), |_| ()).await?;
        }
    }
    authpipe.store_credentials(rows, |_| ()).await?;
    Ok(())
}
