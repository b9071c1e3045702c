//! A vault in a folder of its own, and many keys in it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use authpipe::extend::RootKey;
use authpipe::{Authpipe, CredentialType, Mode, Options, ProviderInput, Secret, StoreCredential, Subject};
use authpipe_postgres::Cluster;

use crate::harness::Failure;

pub(crate) const PROVIDER: &str = "bench-vault";
/// So many rows are handed over at once.
const CALL: usize = 10_000;

/// A vault, and the root key that it begins with.
pub(crate) struct Vault {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) key: Secret<String>,
    /// `None`: a file in the folder.
    server: Option<String>,
}

const FILE: &str = "bench.db";

impl Vault {
    pub(crate) fn make() -> Result<Self, Failure> {
        Ok(Vault { folder: tempfile::tempdir()?, key: authpipe::make_root_key(), server: None })
    }

    /// One on a server, at this address.
    pub(crate) fn at(address: String) -> Result<Self, Failure> {
        Ok(Vault { server: Some(address), ..Vault::make()? })
    }

    /// The same vault in another process, which was told where it is and its key.
    pub(crate) fn elsewhere(address: String, key: Secret<String>) -> Result<Self, Failure> {
        Ok(Vault { server: Some(address), key, folder: tempfile::tempdir()? })
    }

    /// Its file, if it is one.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        self.server.is_none().then(|| self.folder.path().join(FILE))
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        self.server.clone().unwrap_or_else(|| format!("sqlite:{}", self.folder.path().join(FILE).display()))
    }

    /// Opens it with these root keys; nothing happens in the background.
    pub(crate) fn open(&self, keys: Vec<Secret<String>>) -> authpipe::Result<Authpipe> {
        self.open_with(keys, Vec::new())
    }

    pub(crate) fn open_with(&self, keys: Vec<Secret<String>>, root_keys: Vec<Arc<dyn RootKey>>) -> authpipe::Result<Authpipe> {
        Authpipe::new(self.options(keys, root_keys))
    }

    /// Opens it with its own root key, and perhaps does in the background what falls due.
    pub(crate) fn open_working(&self, background: bool) -> authpipe::Result<Authpipe> {
        Authpipe::new(Options { background, ..self.options(vec![self.key.clone()], Vec::new()) })
    }

    fn options(&self, keys: Vec<Secret<String>>, root_keys: Vec<Arc<dyn RootKey>>) -> Options {
        let definition =
            serde_json::json!({ "name": "Bench", "auth": ["api_key"], "api": { "origins": ["https://api.example.test"] } });
        let mut options = Options {
            vault: Some(self.address()),
            keys,
            root_keys,
            mode: Some(Mode::Development),
            background: false,
            ..Options::default()
        };
        options.providers.insert(PROVIDER.into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
        options
    }
}

/// A server whose commits are on the disk when they are acknowledged; `None`: there is none here, which is said.
pub(crate) fn server(what: &str, settings: &[&str]) -> Option<Cluster> {
    let started = Cluster::start(&[&["fsync = on"], settings].concat());
    started.map_err(|problem| println!("{what} on PostgreSQL are left out: {problem}")).ok()
}

/// A vault of its own on a server.
pub(crate) fn on(cluster: &Cluster, schema: &str) -> Result<Vault, Failure> {
    Vault::at(format!("{}?schema={schema}", cluster.address(Cluster::APP)))
}

/// Who a number of a tenant is.
pub(crate) fn subject(tenant: &str, user: usize) -> authpipe::Result<Subject> {
    Subject::user(PROVIDER, tenant, &format!("user_{user:07}"))
}

/// The key of a user.
pub(crate) fn key(user: usize) -> String {
    format!("sk-{user:0200}")
}

/// Stores a key of each of these tenants' users.
pub(crate) async fn fill(authpipe: &Authpipe, whose: impl Iterator<Item = (String, usize)>) -> Result<(), Failure> {
    let mut rows = Vec::with_capacity(CALL);
    for (tenant, user) in whose {
        let fields = vec![("value".to_owned(), Secret::new(key(user)))];
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
