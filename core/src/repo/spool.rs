//! The spool: what an exchange has brought while the store could not be written, sealed in a file beside the vault until it can
//! (SR-60). A file opens under the tenant's key and in its own place only, like a row.

use std::io;

use serde::{Deserialize, Serialize};

use super::{Repo, record};
use crate::base::encoding::{from_base64url, to_base64url};
use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};
use crate::model::sealed::SealedBytes;
use crate::model::successor::Successor;
use crate::store::{SpoolFolder, run_blocking};
use crate::vault::{Context, DataKey, RecordType, read_key_id};

const VERSION: u8 = 1;

/// A file of the spool: `FORMAT.md`, "Spool".
#[derive(Serialize, Deserialize)]
struct SpoolFile {
    v: u8,
    tenant_id: String,
    grant_id: String,
    epoch: u64,
    sealed: String,
}

impl Repo {
    /// Whether anything can be kept beside the vault.
    pub(crate) fn has_spool(&self) -> bool {
        self.spool.is_some()
    }

    /// Makes the spool, where there is to be one.
    ///
    /// # Errors
    /// - `vault_unavailable`: it cannot be made. While the vault cannot be written, renewed tokens are kept in memory only.
    pub(crate) async fn prepare_spool(&self) -> Result<()> {
        self.in_spool(|spool| spool.prepare()).await.map_err(|error| {
            let folder = self.spool.as_ref().map(|spool| spool.path().display().to_string()).unwrap_or_default();
            let message = format!("The spool {folder} cannot be made ({}).", error.kind());
            Error::new(ErrorCode::VaultUnavailable, message).with_hint(
                "Renewed tokens wait there while the vault cannot be written. Let this process make and write the folder, or name another \
                 one with ⟨spool_dir⟩.",
            )
        })
    }

    /// Keeps a successor beside the vault; durable when this returns.
    pub(crate) async fn put_in_spool(&self, successor: &Successor) -> Result<()> {
        let key = self.keyring.tenant_key(&successor.right.tenant_id).await?;
        self.put_in_spool_with(successor, &key).await
    }

    pub(super) async fn put_in_spool_with(&self, successor: &Successor, key: &DataKey) -> Result<()> {
        let right = &successor.right;
        let context = self.successor_context(&right.tenant_id, &right.grant_id, right.epoch);
        let sealed = key.seal(&context, &record::write_successor(successor));
        let file = SpoolFile {
            v: VERSION,
            tenant_id: right.tenant_id.as_str().to_owned(),
            grant_id: right.grant_id.as_str().to_owned(),
            epoch: right.epoch,
            sealed: to_base64url(sealed.as_bytes()),
        };
        let content = serde_json::to_vec(&file).map_err(|error| unwritten(&error.into()))?;
        let name = file_name(&right.grant_id, right.epoch);
        self.in_spool(move |spool| spool.put(&name, &content)).await.map_err(|error| unwritten(&error))
    }

    /// What waits for a grant, or for all, oldest first. A file that does not open is put aside.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable`: whether it opens cannot be told now.
    pub(crate) async fn list_spool(&self, of: Option<&GrantId>) -> Result<Vec<Successor>> {
        let names = match self.in_spool(|spool| spool.list()).await {
            Ok(names) => names,
            Err(error) => {
                tracing::warn!(%error, "the spool cannot be read");
                return Ok(Vec::new());
            }
        };
        let mut found = Vec::new();
        for name in names {
            let Some(Exchange { grant_id, epoch }) = read_name(&name) else { continue };
            if of.is_some_and(|wanted| *wanted != grant_id) {
                continue;
            }
            let opened = match self.open_spooled(&name, &grant_id, epoch).await {
                // Of many, one whose key cannot be had now hides none of the others.
                Err(error) if of.is_none() => {
                    tracing::warn!(
                        connection_id = grant_id.as_str(),
                        code = error.code().as_str(),
                        "a file of the spool waits for its key"
                    );
                    continue;
                }
                opened => opened?,
            };
            match opened {
                Opened::Successor(successor) => found.push(*successor),
                Opened::Gone => {}
                Opened::Unreadable => {
                    tracing::warn!(connection_id = grant_id.as_str(), "a file of the spool cannot be opened; it is put aside");
                    let _ = self.in_spool(move |spool| spool.put_aside(&name)).await;
                }
            }
        }
        found.sort_by_key(|successor: &Successor| successor.right.epoch);
        Ok(found)
    }

    async fn open_spooled(&self, name: &str, grant_id: &GrantId, epoch: u64) -> Result<Opened> {
        let file = name.to_owned();
        let content = match self.in_spool(move |spool| spool.get(&file)).await {
            Ok(Some(content)) => content,
            Ok(None) => return Ok(Opened::Gone),
            Err(error) => {
                tracing::warn!(%error, "a file of the spool cannot be read");
                return Ok(Opened::Gone);
            }
        };
        let (tenant_id, sealed) = match read_file(&content) {
            Read::Content { tenant_id, sealed } => (tenant_id, sealed),
            Read::Newer => return Ok(Opened::Gone),
            Read::Nothing => return Ok(Opened::Unreadable),
        };
        let Some(key_id) = read_key_id(&sealed) else { return Ok(Opened::Unreadable) };
        // Of another vault, whose spool is in the same place.
        let Some(key) = self.keyring.key_by_id(&tenant_id, key_id).await? else { return Ok(Opened::Gone) };
        let opened = key.open(&self.successor_context(&tenant_id, grant_id, epoch), &sealed);
        let successor = opened.ok().and_then(|plaintext| record::read_successor(&plaintext).ok());
        Ok(successor.map_or(Opened::Unreadable, |successor| Opened::Successor(Box::new(successor))))
    }

    /// Whether a successor waits still. Where that cannot be told, it does.
    pub(crate) async fn is_in_spool(&self, grant_id: &GrantId, epoch: u64) -> bool {
        let name = file_name(grant_id, epoch);
        self.in_spool(move |spool| spool.has(&name)).await.unwrap_or(true)
    }

    /// Removes what waited: it is stored, or what it belonged to is gone.
    pub(crate) async fn remove_from_spool(&self, grant_id: &GrantId, epoch: u64) {
        let name = file_name(grant_id, epoch);
        if let Err(error) = self.in_spool(move |spool| spool.remove(&name)).await {
            // It is taken for what it is when it is found again: the epoch is history.
            tracing::warn!(%error, connection_id = grant_id.as_str(), "a file of the spool could not be removed");
        }
    }

    /// Removes what waits for these grants.
    pub(super) async fn clear_spool_of(&self, grants: &[GrantId]) {
        let prefixes: Vec<String> = grants.iter().map(|id| format!("{}.", id.as_str())).collect();
        self.clear_spool(move |name, _| prefixes.iter().any(|prefix| name.starts_with(prefix))).await;
    }

    /// Removes what waits sealed under these keys: nobody opens it any more.
    pub(super) async fn clear_spool_under(&self, keys: &[[u8; 16]]) {
        let keys = keys.to_vec();
        let is_under = move |content: &[u8]| {
            let Read::Content { sealed, .. } = read_file(content) else { return false };
            read_key_id(&sealed).is_some_and(|key_id| keys.contains(&key_id))
        };
        self.clear_spool(move |_, content| is_under(content)).await;
    }

    /// Whether anything waits that this key has sealed. Where that cannot be told, something does.
    pub(super) async fn spool_needs(&self, key_id: [u8; 16]) -> bool {
        let listed = self.in_spool(|spool| {
            let contents = spool.list()?.into_iter().map(|name| spool.get(&name));
            contents.collect::<io::Result<Vec<_>>>()
        });
        let is_under = |content: &Vec<u8>| match read_file(content) {
            Read::Content { sealed, .. } => read_key_id(&sealed) == Some(key_id),
            Read::Newer => true,
            Read::Nothing => false,
        };
        listed.await.map_or(true, |contents| contents.iter().flatten().any(is_under))
    }

    async fn clear_spool(&self, is_wanted: impl Fn(&str, &[u8]) -> bool + Send + 'static) {
        if let Err(error) = self.in_spool(move |spool| spool.remove_all(is_wanted)).await {
            tracing::warn!(%error, "what was erased could not be removed from the spool");
        }
    }

    fn successor_context<'a>(&'a self, tenant_id: &'a TenantId, grant_id: &'a GrantId, epoch: u64) -> Context<'a> {
        Context {
            environment: &self.environment,
            tenant_id: Some(tenant_id),
            record_type: RecordType::Successor,
            record_id: grant_id.as_str(),
            config: None,
            field: "successor",
            generation: epoch,
        }
    }

    /// Does something with the folder on a thread that may wait for a disk; nothing where there is none.
    async fn in_spool<T: Default + Send + 'static>(
        &self,
        work: impl FnOnce(&SpoolFolder) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let Some(spool) = self.spool.clone() else { return Ok(T::default()) };
        let ended = || Err(io::Error::other("the work on the spool was broken off"));
        run_blocking(move || work(&spool)).await.unwrap_or_else(ended)
    }
}

enum Opened {
    Successor(Box<Successor>),
    /// Somebody else has taken it, or it is not for us: of another vault, or of a later version.
    Gone,
    Unreadable,
}

fn file_name(grant_id: &GrantId, epoch: u64) -> String {
    format!("{}.{epoch}", grant_id.as_str())
}

/// The exchange that a file is called after.
struct Exchange {
    grant_id: GrantId,
    epoch: u64,
}

fn read_name(name: &str) -> Option<Exchange> {
    let (grant_id, epoch) = name.split_once('.')?;
    Some(Exchange { grant_id: GrantId::parse(grant_id).ok()?, epoch: epoch.parse().ok()? })
}

/// What a file says, not yet believed.
enum Read {
    Content {
        tenant_id: TenantId,
        sealed: SealedBytes,
    },
    /// Of a later version of this library, which knows what to do with it.
    Newer,
    Nothing,
}

fn read_file(content: &[u8]) -> Read {
    #[derive(Deserialize)]
    struct Versioned {
        v: u32,
    }
    if serde_json::from_slice(content).is_ok_and(|file: Versioned| file.v > u32::from(VERSION)) {
        return Read::Newer;
    }
    let Ok(file) = serde_json::from_slice::<SpoolFile>(content) else { return Read::Nothing };
    let (tenant_id, sealed) = (TenantId::stored(&file.tenant_id), from_base64url(&file.sealed));
    match (tenant_id, sealed) {
        (Ok(tenant_id), Some(sealed)) if file.v == VERSION => {
            Read::Content { tenant_id, sealed: SealedBytes::from_stored(sealed) }
        }
        _ => Read::Nothing,
    }
}

fn unwritten(error: &io::Error) -> Error {
    Error::new(ErrorCode::VaultUnavailable, format!("The spool could not be written ({}).", error.kind()))
}
