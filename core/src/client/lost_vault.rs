//! What is left of a vault whose root keys are lost, for whoever starts again.

use std::sync::Arc;

use super::options::Options;
use super::{places, threads};
use crate::base::{Error, ErrorCode, Result, SystemClock};
use crate::repo;
use crate::store::SpoolFolder;

impl Options {
    /// Removes what the vault has left in the folder of `spool_dir`, and nothing else there; it needs no root key. Files are the vault's
    /// that are sealed under a key that it has or had, so it must still be there. Blocks until it is done.
    ///
    /// # Errors
    /// - `config_invalid`: the vault is not in a file, or `spool_dir` is no place.
    /// - `vault_unavailable`: the vault or the folder cannot be read, so it cannot be told what is the vault's.
    pub fn clear_spool_of_lost_vault(&self) -> Result<()> {
        let Some(folder) = self.spool_dir.as_deref().map(|dir| places::read("spool_dir", dir)).transpose()?.flatten() else {
            return Ok(());
        };
        let address = self.read_vault()?;
        if address.file().is_none() {
            return Err(Error::new(ErrorCode::ConfigInvalid, "Only a vault in a file leaves a spool behind."));
        }
        let runtime = threads::start()?;
        runtime.block_on(async {
            if !folder.exists() || !address.exists().await? {
                return Ok(());
            }
            let store = address.make(Arc::new(SystemClock));
            store.open().await?;
            let cleared = repo::clear_spool_of_lost(&*store, &SpoolFolder::new(folder)).await;
            store.close().await;
            cleared
        })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn clear(vault: &str, spool: &Path) -> Result<()> {
        Options { vault: Some(vault.to_owned()), spool_dir: Some(spool.to_owned()), ..Options::default() }
            .clear_spool_of_lost_vault()
    }

    #[test]
    fn what_cannot_be_told_to_be_the_vaults_stays() {
        let folder = tempfile::tempdir().unwrap();
        let (file, spool) = (folder.path().join("v.db"), folder.path().join("spool"));
        let vault = format!("sqlite:{}", file.display());
        clear(&vault, &spool).unwrap();
        assert!(!spool.exists() && !file.exists(), "nothing is made");
        std::fs::create_dir(&spool).unwrap();
        std::fs::write(spool.join("con_AAAAAAAAAAAAAAAAAAAAAA.1"), "of somebody").unwrap();
        clear(&vault, &spool).unwrap();
        assert!(!file.exists(), "nothing is made");
        std::fs::write(&file, [7; 8192]).unwrap();
        assert_eq!(clear(&vault, &spool).unwrap_err().code(), ErrorCode::VaultUnavailable);
        assert_eq!(clear("memory:", &spool).unwrap_err().code(), ErrorCode::ConfigInvalid);
        assert_eq!(std::fs::read_dir(&spool).unwrap().count(), 1);
    }
}
