//! Opening a vault: a wrong key or another environment stops the start before anything is written (SR-46, SR-49).

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use super::{Repo, unexpected};
use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result, entropy};
use crate::model::rows::{Conflict, FORM, MetaRow, OLDEST_READER, RECORD_VERSION, RootKeyRow, RootState, VAULT_VERSION, Write};
use crate::model::sealed::SealedBytes;
use crate::vault::Sentinel;

/// What a sentinel says that has opened.
pub(super) struct Proven {
    /// The oldest form that is still opened.
    oldest_form: u32,
    vault_id: Option<[u8; 16]>,
    sentinel: SealedBytes,
}

impl Repo {
    /// Opens the store, checks that keys and environment are the vault's, and makes a new vault where there is none.
    ///
    /// # Errors
    /// - `key_mismatch`: a key of the vault is wrapped by a root key that was not given, or that opens nothing here; both ids are named.
    /// - `environment_mismatch`: the vault belongs to another environment.
    /// - `vault_newer`: a newer version wrote it.
    /// - `vault_unavailable`: what the vault says of itself, or its keys, are gone, and what is in it is not; or the vault is gone, and its
    ///   anchor remembers it.
    pub(crate) async fn open(&self) -> Result<()> {
        self.check_none_is_lost().await?;
        self.store.open().await?;
        if let Some(meta) = self.store.find_meta().await? {
            return self.check(&meta).await;
        }
        if self.only_looks {
            return Err(self.without_meta());
        }
        self.check_none_was_here().await?;
        let meta = MetaRow {
            schema_version: VAULT_VERSION,
            oldest_reader: OLDEST_READER,
            environment_hash: self.environment_hash(),
            store_epoch: 1,
            earlier_epoch: None,
        };
        let primary = self.keyring.roots().primary_id().to_owned();
        // In a vault that begins now nothing is of an earlier form.
        let vault_id = entropy::make_bytes();
        let says = Sentinel { oldest_form: FORM, vault_id: Some(vault_id) };
        let root = self.make_root_row(&primary, RootState::Primary, says).await?;
        match self.commit(vec![Write::InitMeta(meta.clone()), Write::AddRootKey(root)]).await? {
            Ok(_) => {
                self.keyring.raise_oldest_form(FORM);
                self.rollback.note_vault_id(vault_id);
                self.begin_anchor_of_new(&meta).await?;
                self.join().await
            }
            // Another process made it at the same moment: then its content counts.
            Err(Conflict::Exists) => match self.store.find_meta().await? {
                Some(meta) => self.check(&meta).await,
                None => Err(unexpected(Conflict::Exists, "make a vault")),
            },
            Err(Conflict::Orphaned) => Err(self.without_meta()),
            Err(conflict) => Err(unexpected(conflict, "make a vault")),
        }
    }

    /// Whether this process can read the vault, and is of its environment.
    pub(super) fn judge_meta(&self, meta: &MetaRow) -> Result<()> {
        if meta.oldest_reader > VAULT_VERSION {
            return Err(Error::new(
                ErrorCode::VaultNewer,
                format!("The vault at {} was written by a newer version of Authpipe.", self.store_name()),
            )
            .with_hint("Update Authpipe in this process."));
        }
        if meta.environment_hash != self.environment_hash() {
            return Err(Error::new(
                ErrorCode::EnvironmentMismatch,
                format!("The vault at {} belongs to another environment than \"{}\".", self.store_name(), self.environment),
            )
            .with_hint(
                "Give the environment it was made in, in ⟨environment⟩. A copy for another environment cannot be opened.",
            ));
        }
        Ok(())
    }

    async fn check(&self, meta: &MetaRow) -> Result<()> {
        self.judge_meta(meta)?;
        self.check_root_keys().await?;
        self.compare_with_anchor().await?;
        // Who only looks does not take part.
        if self.only_looks { Ok(()) } else { self.join().await }
    }

    /// Proves that every root key that something in the vault needs was given, and is the right one. Nothing is written.
    pub(super) async fn check_root_keys(&self) -> Result<()> {
        let sentinels = self.store.list_root_keys().await?;
        if sentinels.is_empty() {
            // Whatever key is given, none is known to be the right one.
            return Err(self.emptied(ErrorCode::KeyMismatch, "root_keys"));
        }
        let mut wrapping = self.store.count_keys().await?;
        if wrapping.is_empty() && self.store.count_records().await?.grants > 0 {
            // Somebody may have stored the first of both since.
            wrapping = self.store.count_keys().await?;
            if wrapping.is_empty() {
                return Err(self.emptied(ErrorCode::VaultUnavailable, "keysets"));
            }
        }
        let needed = needed_root_keys(wrapping, &sentinels);
        let roots = self.keyring.roots();
        let ours = roots.ids();
        if needed.is_empty() {
            return Err(self.lacks("unknown"));
        }
        if let Some(missing) = needed.iter().find(|id| !ours.contains(&id.as_str())) {
            return Err(self.lacks(missing));
        }
        let mut oldest = 1;
        for id in &needed {
            let proven = self.prove(&sentinels, id).await?.ok_or_else(|| self.lacks(id))?;
            // The strictest counts: one that was put back from earlier loosens nothing while another one is there.
            oldest = proven.oldest_form.max(oldest);
            let is_primary = sentinels.iter().any(|row| row.root_key_id == *id && row.state == RootState::Primary);
            if let Some(vault_id) = proven.vault_id.filter(|_| is_primary) {
                self.rollback.note_vault_id(vault_id);
            }
        }
        self.keyring.raise_oldest_form(oldest);
        Ok(())
    }

    /// What the vault's sentinel of this root key says, which is given; `None` where there is none, or it does not open.
    pub(super) async fn prove(&self, sentinels: &[RootKeyRow], root_key_id: &str) -> Result<Option<Proven>> {
        let Some(row) = sentinels.iter().find(|row| row.root_key_id == root_key_id) else { return Ok(None) };
        let checking = self.keyring.roots().check_sentinel(&self.environment, root_key_id, &row.sentinel);
        let says = waiting::on(Awaited::KeyService, Box::pin(checking)).await?;
        Ok(says.map(|Sentinel { oldest_form, vault_id }| Proven { oldest_form, vault_id, sentinel: row.sentinel.clone() }))
    }

    /// A root key's row with a new sentinel.
    pub(super) async fn make_root_row(&self, root_key_id: &str, state: RootState, says: Sentinel) -> Result<RootKeyRow> {
        let sentinel = self.make_sentinel(root_key_id, says).await?;
        Ok(RootKeyRow { root_key_id: root_key_id.to_owned(), sentinel, state, created_at: self.clock.now() })
    }

    /// What this process knows of the vault, as a sentinel says it.
    pub(super) fn known(&self) -> Sentinel {
        Sentinel { oldest_form: self.keyring.oldest_form(), vault_id: self.rollback.vault_id() }
    }

    async fn make_sentinel(&self, root_key_id: &str, says: Sentinel) -> Result<SealedBytes> {
        let making = self.keyring.roots().make_sentinel(&self.environment, root_key_id, says);
        waiting::on(Awaited::KeyService, Box::pin(making)).await
    }

    /// Which version of records is the oldest one that this process opens.
    pub(super) fn oldest_record(&self) -> u32 {
        self.keyring.oldest_form().min(RECORD_VERSION)
    }

    /// From now on earlier forms are refused, here and, by the sentinels, everywhere: nobody gains anything by putting one back.
    pub(super) async fn retire_earlier_forms(&self, oldest_form: u32) -> Result<()> {
        let known = self.store.list_root_keys().await?;
        self.keyring.raise_oldest_form(oldest_form);
        let given = self.keyring.roots().ids();
        for root in known.iter().filter(|root| given.contains(&root.root_key_id.as_str())) {
            self.renew_sentinel(&known, &root.root_key_id).await?;
        }
        Ok(())
    }

    /// Makes the vault say by this root key's sentinel what this process knows. Whoever is faster says it as well.
    pub(super) async fn renew_sentinel(&self, sentinels: &[RootKeyRow], root_key_id: &str) -> Result<()> {
        let Some(proven) = self.prove(sentinels, root_key_id).await? else { return Ok(()) };
        let oldest = self.keyring.oldest_form();
        if proven.oldest_form >= oldest && proven.vault_id == self.rollback.vault_id() {
            return Ok(());
        }
        let says = Sentinel { oldest_form: oldest.max(proven.oldest_form), ..self.known() };
        let sentinel = self.make_sentinel(root_key_id, says).await?;
        let renew = Write::RenewSentinel { root_key_id: root_key_id.to_owned(), was: proven.sentinel, sentinel };
        match self.commit(vec![renew]).await? {
            Ok(_) | Err(Conflict::Stale) => Ok(()),
            Err(conflict) => Err(unexpected(conflict, "renew a sentinel")),
        }
    }

    /// Gives a vault of before they had names one of its own. Whoever is faster, its name counts.
    pub(super) async fn name_vault(&self) -> Result<()> {
        let known = self.store.list_root_keys().await?;
        let Some(primary) = known.iter().find(|root| root.state == RootState::Primary) else { return Ok(()) };
        let Some(proven) = self.prove(&known, &primary.root_key_id).await? else { return Ok(()) };
        if let Some(vault_id) = proven.vault_id {
            self.rollback.note_vault_id(vault_id);
            return Ok(());
        }
        let vault_id = self.rollback.vault_id().unwrap_or_else(entropy::make_bytes);
        let says = Sentinel { oldest_form: proven.oldest_form, vault_id: Some(vault_id) };
        let sentinel = self.make_sentinel(&primary.root_key_id, says).await?;
        let renew = Write::RenewSentinel { root_key_id: primary.root_key_id.clone(), was: proven.sentinel, sentinel };
        if self.commit(vec![renew]).await?.is_ok() {
            self.rollback.note_vault_id(vault_id);
            return Ok(());
        }
        let known = self.store.list_root_keys().await?;
        if let Some(vault_id) = self.prove(&known, &primary.root_key_id).await?.and_then(|proven| proven.vault_id) {
            self.rollback.note_vault_id(vault_id);
        }
        Ok(())
    }

    /// The error for a root key that is needed, and was not given or is another one.
    pub(super) fn lacks(&self, root_key_id: &str) -> Error {
        let message = format!(
            "The vault at {} was encrypted with key {}, but {}.",
            self.store_name(),
            short(root_key_id),
            self.keyring.roots().told(short)
        );
        Error::new(ErrorCode::KeyMismatch, message)
            .with_hint("Restore the old key; to rotate, deploy key: [old, new] first, then [new, old].")
    }

    /// The error for a root key that only a file of the spool needs: this machine was off while others have taken turns.
    pub(super) fn lacks_for_spool(&self, root_key_id: &str) -> Error {
        let message = format!(
            "A renewed token waits in the spool of the vault at {} for key {}, but {}.",
            self.store_name(),
            short(root_key_id),
            self.keyring.roots().told(short)
        );
        Error::new(ErrorCode::KeyMismatch, message).with_hint(
            "Give that key once more behind the new one: ⟨key⟩ [new, old]. Where it is lost, let the user connect again.",
        )
    }

    /// No new vault is made over the remains of another one: its sentinel would say that any key is right.
    fn without_meta(&self) -> Error {
        let message =
            format!("The vault at {} does not say what it is any more, and there is something in it.", self.store_name());
        Error::new(ErrorCode::VaultUnavailable, message).with_hint("Restore the vault from a backup.")
    }

    /// A table in which there is always something, by its name: what else is in the vault says nothing without it.
    fn emptied(&self, code: ErrorCode, table: &str) -> Error {
        let message = format!("The vault at {} is damaged: somebody has emptied its table {table}.", self.store_name());
        Error::new(code, message).with_hint("Restore the vault from a backup.")
    }

    fn environment_hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"authpipe environment 1\0");
        hash.update(self.environment.as_str().as_bytes());
        hash.finalize().into()
    }
}

/// The root keys that wrap something, and the one that is to wrap what comes.
fn needed_root_keys(wrapping: Vec<(String, u64)>, known: &[RootKeyRow]) -> BTreeSet<String> {
    let mut needed: BTreeSet<String> = wrapping.into_iter().map(|(id, _)| id).collect();
    needed.extend(known.iter().filter(|root| root.state == RootState::Primary).map(|root| root.root_key_id.clone()));
    needed
}

/// A key id as messages show it: of the digits of a local key the first four, the name of any other as it is.
fn short(root_key_id: &str) -> String {
    let is_local = root_key_id.len() == 16 && root_key_id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_local { format!("{}…", &root_key_id[..4]) } else { root_key_id.to_owned() }
}

#[cfg(test)]
mod tests;
