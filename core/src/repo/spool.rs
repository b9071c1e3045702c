//! The spool: what an exchange has brought while the store could not be written, sealed in a file beside the vault until it can
//! (SR-60). A file opens under the tenant's key and in its own place only, like a row.
//!
//! The vault's processes do not see each other's folders, and who rotates a tenant's key cannot ask one that is on another machine, or is
//! not running. So a file carries its key, wrapped by the root key for this file alone: what waits outlives the key's turn.

use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Repo, SealingKey, asked, record};
use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, GrantId, Result, TenantId};
use crate::model::rows::GrantQuery;
use crate::model::sealed::SealedBytes;
use crate::model::successor::Successor;
use crate::store::{SpoolFolder, run_blocking};
use crate::vault::{Context, DataKey, RecordType, read_key_id};
use file::{CarriedKey, Content, Exchange, Read};

mod belonging;
mod file;
mod lost;

pub(crate) use lost::clear_spool_of_lost;

/// A root key that answers later than this is in a service. The file is written without its key first: what is to be kept is on disk
/// whatever becomes of that service.
const AT_ONCE: Duration = Duration::from_millis(20);

/// Whether a file of this name waits to be stored.
pub(super) fn is_waiting(name: &str) -> bool {
    file::read_name(name).is_some()
}

/// How far a successor is beside the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spooled {
    /// It is not there.
    No,
    /// It is there, and opens for as long as the vault has its key.
    WithoutKey,
    /// It is there with its key.
    Whole,
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
            let folder = self.spool_path().display();
            let message = format!("The spool {folder} cannot be made ({}).", error.kind());
            Error::new(ErrorCode::VaultUnavailable, message).with_hint(
                "Renewed tokens wait there while the vault cannot be written. Let this process make and write the folder, or name another \
                 one with ⟨spool_dir⟩.",
            )
        })
    }

    /// Keeps a successor beside the vault, under a key that is at hand whoever is away; durable when this returns. What is there already, but
    /// without its key, is given that. `is_over` ends the wait for the root key: how far it came is the answer. Once
    /// `is_stored` nothing is left there, whether or not anybody waits for this.
    ///
    /// # Errors
    /// - `vault_unavailable`: it could not be written, and is not there.
    pub(crate) async fn put_in_spool(
        &self,
        successor: &Successor,
        SealingKey(key): &SealingKey,
        mut is_there: Spooled,
        is_over: impl Future<Output = ()>,
        is_stored: &CancellationToken,
    ) -> Result<Spooled> {
        let right = &successor.right;
        let context = self.successor_context(&right.tenant_id, &right.grant_id, right.epoch);
        let sealed = key.seal(&context, &record::write_successor(successor));
        let mut carrying = Box::pin(self.carry_key(successor, key));
        let mut carried = None;
        if is_there == Spooled::No {
            carried = tokio::time::timeout(AT_ONCE, &mut carrying).await.ok();
            let key = carried.as_ref().and_then(Option::as_ref);
            self.write_to_spool(successor, &sealed, key, is_stored).await?;
            is_there = if key.is_some() { Spooled::Whole } else { Spooled::WithoutKey };
        }
        let carried = match carried {
            Some(_) => return Ok(is_there),
            None => tokio::select! {
                biased;
                carried = carrying => carried,
                () = is_over => None,
            },
        };
        // Whoever has taken it from there meanwhile has stored it.
        if carried.is_none() || !self.is_in_spool(&right.grant_id, right.epoch).await {
            return Ok(is_there);
        }
        match self.write_to_spool(successor, &sealed, carried.as_ref(), is_stored).await {
            Ok(()) => Ok(Spooled::Whole),
            Err(error) => {
                tracing::warn!(connection_id = right.grant_id.as_str(), %error, "a file of the spool stays without its key for now");
                Ok(is_there)
            }
        }
    }

    async fn write_to_spool(
        &self,
        successor: &Successor,
        sealed: &SealedBytes,
        key: Option<&CarriedKey>,
        is_stored: &CancellationToken,
    ) -> Result<()> {
        let content = file::write(successor, sealed, key).map_err(|error| self.unwritten(&error.into()))?;
        let name = file::name(&successor.right.grant_id, successor.right.epoch);
        let is_stored = is_stored.clone();
        let write = move |spool: &SpoolFolder| {
            spool.put(&name, &content)?;
            // On a disk that hangs it may have taken longer than the vault.
            if is_stored.is_cancelled() { spool.remove(&name) } else { Ok(()) }
        };
        let written = self.in_spool(write).await;
        self.looks.forget();
        written.map_err(|error| self.unwritten(&error))
    }

    /// The key wrapped for this file; `None`: its root key does not answer, and what waits needs the vault's own copy.
    async fn carry_key(&self, successor: &Successor, key: &DataKey) -> Option<CarriedKey> {
        let right = &successor.right;
        let roots = self.keyring.roots();
        let root_key_id = roots.primary_id();
        let context = self.carried_key_context(&right.tenant_id, &right.grant_id, right.epoch);
        match waiting::on(Awaited::KeyService, Box::pin(roots.wrap_key(root_key_id, &context, key))).await {
            Ok(wrapped) => Some(CarriedKey { root_key_id: root_key_id.to_owned(), wrapped }),
            Err(error) => {
                let (connection_id, code) = (right.grant_id.as_str(), error.code().as_str());
                tracing::warn!(connection_id, code, "a file of the spool is without its key");
                None
            }
        }
    }

    /// What waits for a grant, or for all, oldest first. A file that does not open is put aside.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable`: whether it opens cannot be told now. For all, what cannot be told is left out.
    /// - `key_mismatch`: it needs a root key that was not given.
    pub(crate) async fn list_spool(&self, of: Option<&GrantId>) -> Result<Vec<Successor>> {
        let names = match self.in_spool(|spool| spool.list()).await {
            Ok(names) => names,
            // Whoever asks for one grant spends its token again where nothing waits.
            Err(error) if of.is_some() => return Err(self.unread(&error)),
            Err(error) => {
                tracing::warn!(%error, "the spool cannot be read");
                return Ok(Vec::new());
            }
        };
        let mut found = Vec::new();
        for name in names {
            let Some(Exchange { grant_id, epoch }) = file::read_name(&name) else { continue };
            if of.is_some_and(|wanted| *wanted != grant_id) {
                continue;
            }
            let opened = match self.open_spooled(&name, &grant_id, epoch).await {
                // Of many, one that cannot be opened now hides none of the others.
                Err(error) if of.is_none() => {
                    let (connection_id, code) = (grant_id.as_str(), error.code().as_str());
                    tracing::warn!(connection_id, code, %error, "a file of the spool waits");
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
            Err(error) => return Err(self.unread(&error)),
        };
        let Content { tenant_id, sealed, key: carried } = match file::read(&content) {
            Read::Content(content) => content,
            // What the provider has answered is in there: whoever presented the token before it would spend it twice.
            Read::Newer => return Err(newer()),
            Read::Nothing => return Ok(Opened::Unreadable),
        };
        let Some(key_id) = read_key_id(&sealed) else { return Ok(Opened::Unreadable) };
        let key = match self.keyring.key_by_id(&tenant_id, key_id).await? {
            Some(key) => key,
            // Of another vault, whose spool is in the same place.
            None if self.store.find_destroyed_keys(vec![key_id]).await?.is_empty() => return Ok(Opened::Gone),
            None => {
                let roots = self.keyring.roots();
                let Some(CarriedKey { root_key_id, wrapped }) = carried else { return Ok(Opened::Unreadable) };
                if !roots.ids().contains(&root_key_id.as_str()) {
                    return Err(self.lacks_for_spool(&root_key_id));
                }
                let context = self.carried_key_context(&tenant_id, grant_id, epoch);
                let unwrapping = roots.unwrap_key(&root_key_id, key_id, &context, &wrapped);
                waiting::on(Awaited::KeyService, Box::pin(unwrapping)).await?.into()
            }
        };
        let opened = key.open(&self.successor_context(&tenant_id, grant_id, epoch), &sealed);
        let successor = opened.ok().and_then(|plaintext| record::read_successor(&plaintext).ok());
        Ok(successor.map_or(Opened::Unreadable, |successor| Opened::Successor(Box::new(successor))))
    }

    /// Whether a successor waits still. Where that cannot be told, it does.
    pub(crate) async fn is_in_spool(&self, grant_id: &GrantId, epoch: u64) -> bool {
        let name = file::name(grant_id, epoch);
        self.in_spool(move |spool| spool.has(&name)).await.unwrap_or(true)
    }

    /// For which grants something waits, as of a moment ago. A spool that cannot be read has nothing to tell.
    pub(crate) async fn waiting_in_spool(&self) -> HashSet<GrantId> {
        if self.spool.is_none() {
            return HashSet::new();
        }
        let (looks, waits) = (self.looks.clone(), |name: &String| file::read_name(name).map(|exchange| exchange.grant_id));
        let look = self.in_spool(move |spool| {
            looks.note(spool.list().ok().map(|names| names.iter().filter_map(waits).collect()));
            Ok(())
        });
        self.looks.known(self.clock.elapsed(), async move { drop(look.await) }).await
    }

    /// Removes what waited: it is stored, or what it belonged to is gone.
    pub(crate) async fn remove_from_spool(&self, grant_id: &GrantId, epoch: u64) {
        let name = file::name(grant_id, epoch);
        let removed = self.in_spool(move |spool| spool.remove(&name)).await;
        self.looks.forget();
        if let Err(error) = removed {
            // It is taken for what it is when it is found again: the epoch is history.
            tracing::warn!(%error, connection_id = grant_id.as_str(), "a file of the spool could not be removed");
        }
    }

    /// Removes what waits for these grants.
    pub(super) async fn clear_spool_of(&self, grants: Vec<GrantId>) -> Result<()> {
        let is_wanted = move |name: &str| file::read_grant(name).is_some_and(|id| grants.contains(&id));
        self.in_spool(move |spool| spool.remove_all(is_wanted)).await.map_err(|error| {
            tracing::warn!(%error, "what was erased could not be removed from the spool");
            let message = format!("What waits in the spool of what was erased could not be removed ({}).", error.kind());
            Error::new(ErrorCode::VaultUnavailable, message)
                .with_hint("Let this process read and remove the spool's files, and erase again.")
        })
    }

    /// Removes what waits sealed under a key that is destroyed, where what it belongs to is gone too. Of a grant that is there it stays:
    /// its key was only replaced. Of a tenant of which something was `erased`, also what is sealed under a key that lives: whoever erased
    /// it may have died before he removed it.
    pub(super) async fn clear_spool_of_gone(&self, erased: Option<&TenantId>) -> Result<()> {
        let mut waiting = Vec::new();
        for (name, content) in
            self.read_spool(|name| file::read_grant(name).is_some()).await.map_err(|error| self.unread(&error))?
        {
            let (Some(grant_id), Read::Content(Content { tenant_id, sealed, .. })) =
                (file::read_grant(&name), file::read(&content))
            else {
                continue;
            };
            waiting.extend(read_key_id(&sealed).map(|key_id| Waiting { tenant_id, grant_id, key_id }));
        }
        if waiting.is_empty() {
            return Ok(());
        }
        let destroyed = self.store.find_destroyed_keys(waiting.iter().map(|file| file.key_id).collect()).await?;
        let mut gone = Vec::new();
        for Waiting { tenant_id, grant_id, key_id } in waiting {
            // A key that this vault has never had is another vault's, whose spool is in the same place.
            let is_erased = erased == Some(&tenant_id) && self.keyring.key_by_id(&tenant_id, key_id).await?.is_some();
            if !is_erased && !destroyed.contains(&key_id) {
                continue;
            }
            if !gone.contains(&grant_id)
                && asked::find_grant(&*self.store, GrantQuery::Id(tenant_id, grant_id.clone())).await?.is_none()
            {
                gone.push(grant_id);
            }
        }
        if gone.is_empty() { Ok(()) } else { self.clear_spool_of(gone).await }
    }

    /// Whether anything waits in the folder of this process that this key has sealed. Where that cannot be told, something does.
    pub(super) async fn spool_needs(&self, key_id: [u8; 16]) -> bool {
        let is_under = |content: &[u8]| match file::read(content) {
            Read::Content(Content { sealed, .. }) => read_key_id(&sealed) == Some(key_id),
            Read::Newer => true,
            Read::Nothing => false,
        };
        self.read_spool(|name| file::read_name(name).is_some())
            .await
            .map_or(true, |files| files.iter().any(|(_, content)| is_under(content)))
    }

    /// The name and the content of each file with such a name.
    async fn read_spool(&self, is_wanted: fn(&str) -> bool) -> io::Result<Vec<(String, Vec<u8>)>> {
        self.in_spool(move |spool| {
            let mut files = Vec::new();
            for name in spool.list_all()?.into_iter().filter(|name| is_wanted(name)) {
                files.extend(spool.get(&name)?.map(|content| (name, content)));
            }
            Ok(files)
        })
        .await
    }

    fn carried_key_context<'a>(&'a self, tenant_id: &'a TenantId, grant_id: &'a GrantId, epoch: u64) -> Context<'a> {
        Context { field: "successor_key", ..self.successor_context(tenant_id, grant_id, epoch) }
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

    fn unread(&self, error: &io::Error) -> Error {
        unread(self.spool_path(), error)
    }

    fn unwritten(&self, error: &io::Error) -> Error {
        let folder = self.spool_path().display();
        Error::new(ErrorCode::VaultUnavailable, format!("The spool {folder} could not be written ({}).", error.kind()))
            .with_hint("Let this process write the folder, and give its disk some room.")
    }

    fn spool_path(&self) -> &Path {
        self.spool.as_ref().map_or(Path::new(""), SpoolFolder::path)
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

/// A file, and what it is about.
struct Waiting {
    tenant_id: TenantId,
    grant_id: GrantId,
    /// What it is sealed under.
    key_id: [u8; 16],
}

enum Opened {
    Successor(Box<Successor>),
    /// Somebody else has taken it, or it is not for us: of another vault, or of a later version.
    Gone,
    Unreadable,
}

/// Of a folder or a file in it.
fn unread(folder: &Path, error: &io::Error) -> Error {
    let message = format!("The spool {} could not be read ({}).", folder.display(), error.kind());
    Error::new(ErrorCode::VaultUnavailable, message)
        .with_hint("Let this process read the folder and every file in it: renewed tokens may wait there.")
}

fn newer() -> Error {
    Error::new(ErrorCode::VaultNewer, "A successor waits in the spool that a newer version of Authpipe wrote.")
        .with_hint("Update Authpipe in this process, or let a process of that version store it.")
}

#[cfg(test)]
mod tests;
