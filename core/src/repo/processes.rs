//! Who has the vault open, for an operator: which root keys each process was given, when it was heard of last, and that one has ended which
//! nobody can see ended. A root key is waited for until every process has it (`root_keys`).

use super::housekeeping::Housekeeping;
use super::unexpected;
use crate::base::encoding::to_hex;
use crate::base::{Error, ErrorCode, Result, Timestamp};
use crate::model::rows::{ProcessRow, RootState, Write};

/// A process that is registered, other than this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProcessStatus {
    /// Its id, in hexadecimal. It is random, and another one after each start.
    pub(crate) id: String,
    /// When it was heard of last, by the clock of the store, or the machine where that has none. It says every ten minutes that it is there, if it does work in the background.
    pub(crate) seen_at: Timestamp,
    /// The root keys that it was given, the one that is to wrap first.
    pub(crate) root_key_ids: Vec<String>,
    /// Whether this machine sees that it lives. Of one on another machine that is not known.
    pub(crate) is_alive: bool,
}

impl ProcessStatus {
    /// Whether a root key waits for it: one that has wrapped before wraps again only where everybody has it first.
    pub(crate) fn keeps_waiting(&self, root_key_id: &str, state: RootState) -> bool {
        match state {
            RootState::Primary => false,
            RootState::Offered => !self.root_key_ids.iter().any(|given| given == root_key_id),
            RootState::Retiring | RootState::Retired => self.root_key_ids.first().is_none_or(|first| first != root_key_id),
        }
    }
}

impl Housekeeping {
    /// Who else has the vault open, in the order of ids: those that have ended and were not seen to are among them.
    ///
    /// # Errors
    /// - `vault_unavailable`.
    pub(crate) async fn list_processes(&self) -> Result<Vec<ProcessStatus>> {
        self.repo.store.open().await?;
        let mut found = Vec::new();
        for ProcessRow { id, root_key_ids, seen_at } in self.repo.store.list_processes().await? {
            if id != self.repo.process.id {
                let is_alive = self.repo.is_alive(id).await?;
                found.push(ProcessStatus { id: to_hex(&id), seen_at, root_key_ids, is_alive });
            }
        }
        Ok(found)
    }

    /// Waits for a process no longer, because somebody says that it has ended. If it has not, it registers anew within ten minutes, or is told
    /// that it lacks a root key.
    ///
    /// # Errors
    /// - `invalid_request`: none of this id is registered, or it lives.
    pub(crate) async fn forget_process(&self, id: &str) -> Result<()> {
        let refused = |message: String| Error::new(ErrorCode::InvalidRequest, message);
        let process = self.list_processes().await?.into_iter().find(|process| process.id == id);
        let Some(process) = process else {
            return Err(refused(format!("No other process {id} has {} open.", self.repo.store_name()))
                .with_hint("\"⟨command key status⟩\" names them, each by its whole id."));
        };
        if process.is_alive {
            return Err(refused(format!("Process {id} runs on this machine, and has {} open.", self.repo.store_name()))
                .with_hint("Restart it with the new root key, or end it."));
        }
        let rows = self.repo.store.list_processes().await?;
        let forgotten = rows.iter().filter(|row| to_hex(&row.id) == id).map(|row| Write::ForgetProcess(row.id)).collect();
        self.repo.commit(forgotten).await?.map(drop).map_err(|conflict| unexpected(conflict, "forget a process"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fill, open, process_with};
    use super::*;
    use crate::vault::LocalRootKey;

    /// One that nobody sees, as on another machine: of it there is only its row.
    fn register_unseen(file: &std::path::Path, given: &str) {
        let database = rusqlite::Connection::open(file).unwrap();
        let row = rusqlite::params![[0xab_u8; 16], serde_json::to_string(&[given]).unwrap(), i64::MAX / 2];
        database.execute("INSERT INTO processes (id, root_key_ids, seen_at) VALUES (?1, ?2, ?3)", row).unwrap();
    }

    #[tokio::test]
    async fn a_root_key_waits_for_a_process_that_died_unseen_until_somebody_says_that_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db");
        let (old, new) = (LocalRootKey::make(), LocalRootKey::make());
        let first = open(&file, &old).await;
        fill(&first, 0..3).await;
        let of = |key: &crate::base::Secret<String>| LocalRootKey::parse(key.expose()).unwrap().id().to_owned();
        let (old_id, new_id) = (of(&old), of(&new));
        register_unseen(&file, &old_id);
        let repo = process_with(&file, &[&new, &old]);
        repo.open().await.unwrap();
        first.close().await;
        let housekeeping = repo.housekeeping();
        housekeeping.rotate_root_keys(|_| true).await.unwrap();
        let state = async |id: &str| {
            let roots = housekeeping.list_root_keys().await.unwrap();
            roots.into_iter().find(|root| root.id == id).map(|root| root.state)
        };
        assert_eq!(state(&new_id).await, Some(RootState::Offered), "somebody has not been given it");
        let waiting = housekeeping.list_processes().await.unwrap();
        let unseen = "ab".repeat(16);
        assert_eq!(waiting.iter().map(|process| process.id.as_str()).collect::<Vec<_>>(), [unseen.as_str()]);
        assert!(waiting[0].keeps_waiting(&new_id, RootState::Offered) && !waiting[0].keeps_waiting(&old_id, RootState::Offered));
        assert!(!waiting[0].is_alive);
        housekeeping.forget_process(&unseen).await.unwrap();
        housekeeping.rotate_root_keys(|_| true).await.unwrap();
        assert_eq!((state(&new_id).await, state(&old_id).await), (Some(RootState::Primary), Some(RootState::Retired)));
        repo.close().await;
    }

    #[tokio::test]
    async fn nobody_says_of_a_process_that_lives_that_it_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db");
        let key = LocalRootKey::make();
        let (one, other) = (open(&file, &key).await, open(&file, &key).await);
        let lives = one.housekeeping().list_processes().await.unwrap();
        assert!(lives.len() == 1 && lives[0].is_alive, "{lives:?}");
        for (id, told) in [(lives[0].id.as_str(), "runs on this machine"), ("ab", "No other process ab")] {
            let error = one.housekeeping().forget_process(id).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidRequest);
            assert!(error.message().contains(told), "{error}");
        }
        assert_eq!(one.housekeeping().list_processes().await.unwrap(), lives);
        other.close().await;
        assert_eq!(one.housekeeping().list_processes().await.unwrap(), []);
        one.close().await;
    }
}
