//! Opening a vault: a wrong key or another environment stops the start before anything is written (SR-46, SR-49).

use sha2::{Digest as _, Sha256};

use super::{Repo, unexpected};
use crate::base::waiting::{self, Awaited};
use crate::base::{Error, ErrorCode, Result};
use crate::model::rows::{Conflict, MetaRow, OLDEST_READER, RootKeyRow, VAULT_VERSION, Write};
use crate::vault::Wrapped;

impl Repo {
    /// Opens the store, checks that key and environment are the vault's, and makes a new vault where there is none.
    ///
    /// # Errors
    /// - `key_mismatch`: the vault was written with another root key; both ids are named.
    /// - `environment_mismatch`: the vault belongs to another environment.
    /// - `vault_newer`: a newer version wrote it.
    pub(crate) async fn open(&self) -> Result<()> {
        self.store.open().await?;
        if let Some(meta) = self.store.find_meta().await? {
            return self.check(&meta).await;
        }
        let Wrapped { root_key_id, bytes: sentinel } =
            waiting::on(Awaited::KeyService, Box::pin(self.keyring.roots().make_sentinel(&self.environment))).await?;
        let now = self.clock.now();
        let meta = MetaRow {
            schema_version: VAULT_VERSION,
            oldest_reader: OLDEST_READER,
            environment_hash: self.environment_hash(),
            store_epoch: 1,
        };
        let writes = vec![Write::InitMeta(meta), Write::AddRootKey(RootKeyRow { root_key_id, sentinel, created_at: now })];
        match self.commit(writes).await? {
            Ok(_) => Ok(()),
            // Another process made it at the same moment: then its content counts.
            Err(Conflict::Exists) => match self.store.find_meta().await? {
                Some(meta) => self.check(&meta).await,
                None => Err(unexpected(Conflict::Exists, "make a vault")),
            },
            Err(conflict) => Err(unexpected(conflict, "make a vault")),
        }
    }

    async fn check(&self, meta: &MetaRow) -> Result<()> {
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
                "Set AUTHPIPE_ENVIRONMENT to the environment it was made in. A copy for another environment cannot be opened.",
            ));
        }
        let sentinels = self.store.list_root_keys().await?;
        let roots = self.keyring.roots();
        let ours = roots.ids();
        // Every sentinel of the vault belongs to a key that wraps something in it; the newest one must be ours.
        let mut opened = false;
        for row in &sentinels {
            if ours.contains(&row.root_key_id.as_str()) {
                let checking = roots.check_sentinel(&self.environment, &row.root_key_id, &row.sentinel);
                opened |= waiting::on(Awaited::KeyService, Box::pin(checking)).await?;
            }
        }
        if opened {
            return self.add_primary_sentinel(&sentinels).await;
        }
        let theirs = sentinels.first().map_or_else(|| "unknown".to_owned(), |row| short(&row.root_key_id));
        Err(Error::new(
            ErrorCode::KeyMismatch,
            format!(
                "The vault at {} was encrypted with key {theirs}…, but AUTHPIPE_KEY is key {}….",
                self.store_name(),
                short(roots.primary_id())
            ),
        )
        .with_hint("Restore the old key; to rotate, deploy key: [old, new] first, then [new, old]."))
    }

    async fn add_primary_sentinel(&self, known: &[RootKeyRow]) -> Result<()> {
        let roots = self.keyring.roots();
        if known.iter().any(|row| row.root_key_id == roots.primary_id()) {
            return Ok(());
        }
        let Wrapped { root_key_id, bytes: sentinel } =
            waiting::on(Awaited::KeyService, Box::pin(roots.make_sentinel(&self.environment))).await?;
        let row = RootKeyRow { root_key_id, sentinel, created_at: self.clock.now() };
        match self.commit(vec![Write::AddRootKey(row)]).await? {
            Ok(_) | Err(Conflict::Exists) => Ok(()),
            Err(conflict) => Err(unexpected(conflict, "add a sentinel")),
        }
    }

    fn environment_hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"authpipe environment 1\0");
        hash.update(self.environment.as_str().as_bytes());
        hash.finalize().into()
    }
}

/// The first four characters of a key id, as messages show it.
fn short(root_key_id: &str) -> String {
    root_key_id.chars().take(4).collect()
}
