//! Root keys take turns: which ones this process has, which one wraps, what is still to be wrapped again, and which one may go (SR-45,
//! SR-47).
//!
//! Each step is one guarded write, and what is left to do is always asked of the vault: a process that dies in between leaves nothing
//! half done, the next round of any process goes on, and several at once get in nobody's way.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::housekeeping::Housekeeping;
use super::keyring::OpenKeyset;
use super::{Repo, unexpected};
use crate::base::giving_way::Steps;
use crate::base::{ErrorCode, Result};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{Conflict, KeysetChange, KeysetQuery, KeysetRow, ProcessRow, RootKeyRow, RootState, Write};
use crate::vault::is_denied;

/// A process says this often that it is still there.
const SAID_EVERY: Duration = Duration::from_secs(10 * 60);
/// Who has said nothing for this long counts as gone, where the store cannot tell by itself and nobody says so (`processes`).
const SILENT_FOR: Duration = Duration::from_secs(24 * 3600);
/// So many keys are wrapped again in one commit.
const PAGE: usize = 100;

/// A root key of the vault, and what depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RootKeyStatus {
    /// Its id.
    pub(crate) id: String,
    /// Where it stands.
    pub(crate) state: RootState,
    /// How many keys it wraps.
    pub(crate) keys: u64,
    /// Whether this process was given it.
    pub(crate) is_given: bool,
    /// Whether it is the first of those, which is to wrap.
    pub(crate) is_first: bool,
}

impl RootKeyStatus {
    /// Whether nothing in the vault needs it, now and later.
    pub(crate) fn may_go(&self) -> bool {
        self.state == RootState::Retired && self.keys == 0
    }
}

/// What a round left undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RewrapProgress {
    /// Keys that were wrapped again.
    pub(crate) done: u64,
    /// Keys that another root key than the primary one wraps still.
    pub(crate) left: u64,
    /// Of these, keys that did not open. They stay as they are.
    pub(crate) unreadable: u64,
}

impl Repo {
    /// Takes part: makes known which root keys this process has, then lets the first one wrap if everybody has it.
    pub(super) async fn join(&self) -> Result<()> {
        if self.rollback.vault_id().is_none() {
            self.name_vault().await?;
        }
        self.offer_root_keys().await?;
        self.say_that_we_are_here().await?;
        self.promote_first().await
    }

    /// Adds the sentinels of those that were given and that the vault does not know yet.
    async fn offer_root_keys(&self) -> Result<()> {
        let known = self.store.list_root_keys().await?;
        for id in self.keyring.roots().ids() {
            if known.iter().any(|row| row.root_key_id == id) {
                continue;
            }
            let row = match self.make_root_row(id, RootState::Offered, self.known()).await {
                Ok(row) => row,
                // Nothing depends on it yet; the next start offers it again.
                Err(error) if error.code() == ErrorCode::KeyServiceUnavailable => {
                    tracing::warn!(root_key_id = id, "a root key that nothing needs yet does not answer");
                    continue;
                }
                Err(error) => return Err(error),
            };
            let told = self.told_of_root(AuditKind::RootKeyOffered, id);
            match self.commit_told(vec![Write::AddRootKey(row)], told).await? {
                Ok(_) | Err(Conflict::Exists) => {}
                Err(conflict) => return Err(unexpected(conflict, "add a sentinel")),
            }
        }
        Ok(())
    }

    async fn say_that_we_are_here(&self) -> Result<()> {
        let root_key_ids = self.keyring.roots().ids().into_iter().map(str::to_owned).collect();
        let row = ProcessRow { id: self.process.id, root_key_ids, seen_at: self.shared_now().await? };
        self.announce(self.process.id).await;
        match self.commit(vec![Write::RegisterProcess(row)]).await? {
            Ok(_) => {
                self.process.note(self.clock.elapsed());
                // Their rows are nobody's: a program that is killed every minute would leave one each time.
                self.forget_the_dead().await
            }
            // Somebody has made another root key the one that wraps since we looked: now the check says which.
            Err(Conflict::Stale) => match self.check_root_keys().await {
                Ok(()) => Err(unexpected(Conflict::Stale, "register this process")),
                Err(error) => Err(error),
            },
            Err(conflict) => Err(unexpected(conflict, "register this process")),
        }
    }

    /// Makes the first of the given root keys the one that wraps, as soon as every process has it.
    async fn promote_first(&self) -> Result<()> {
        let known = self.store.list_root_keys().await?;
        let first = self.keyring.roots().primary_id();
        let is_waiting = |row: &RootKeyRow| row.root_key_id == first && row.state != RootState::Primary;
        if !known.iter().any(is_waiting) {
            return Ok(());
        }
        self.forget_the_dead().await?;
        // It was offered by somebody: that its id is ours does not say that it is the same key.
        if self.prove(&known, first).await?.is_none() {
            return Err(self.lacks(first));
        }
        // It may have been offered before something was retired that stays so.
        self.renew_sentinel(&known, first).await?;
        let told = self.told_of_root(AuditKind::RootKeyPromoted, first);
        match self.commit_told(vec![Write::PromoteRootKey(first.to_owned())], told).await? {
            Ok(_) => tracing::info!(root_key_id = first, "another root key wraps from now on"),
            // Somebody does not have it, or puts another one first.
            Err(Conflict::Stale) => {}
            Err(conflict) => return Err(unexpected(conflict, "change the root key")),
        }
        Ok(())
    }

    /// Forgets processes that have ended: at once where the store can tell, after a day of silence where it cannot. One without work in
    /// the background says nothing for as long as it lives.
    async fn forget_the_dead(&self) -> Result<()> {
        // Of the clock of the store, which somebody may set: that makes nobody silent who has just been heard of.
        let now = self.shared_now().await?;
        let mut dead = Vec::new();
        for process in self.store.list_processes().await?.into_iter().filter(|process| process.id != self.process.id) {
            let silence = self.start.age(&*self.clock, now, process.seen_at);
            let is_silent = silence > SILENT_FOR && !self.is_alive(process.id).await?;
            if is_silent || self.is_gone(process.id).await? {
                dead.push(Write::ForgetProcess(process.id));
            }
        }
        if dead.is_empty() {
            return Ok(());
        }
        self.commit(dead).await?.map(drop).map_err(|conflict| unexpected(conflict, "forget processes"))
    }

    /// Leaves in order. That it could not be said is no failure: whoever needs to know finds out.
    pub(super) async fn leave(&self) {
        if self.process.is_known.swap(false, Ordering::SeqCst) {
            let _ = self.commit(vec![Write::ForgetProcess(self.process.id)]).await;
        }
    }

    /// Wraps again what another root key than the primary one wraps, a page at a time, and retires those that wrap nothing any more.
    /// `after_page` is told how it stands, and says whether to go on.
    async fn rewrap_keys(&self, mut after_page: impl FnMut(RewrapProgress) -> bool) -> Result<RewrapProgress> {
        let mut progress = RewrapProgress::default();
        let known = self.store.list_root_keys().await?;
        let Some(primary) = known.iter().find(|root| root.state == RootState::Primary) else { return Ok(progress) };
        let mut others = self.store.count_keys().await?;
        others.retain(|(id, _)| *id != primary.root_key_id);
        progress.left = others.iter().map(|(_, keys)| keys).sum();
        if !self.gather_keys(&mut progress, &mut after_page).await? {
            return Ok(progress);
        }
        if others.is_empty() && progress.done == 0 && known.iter().all(|root| root.state != RootState::Retiring) {
            // As almost every round finds it: there is nothing to count once more.
            return Ok(progress);
        }
        let given = self.keyring.roots().ids();
        for (from, _) in others.iter().filter(|(id, _)| given.contains(&id.as_str())) {
            let mut after = None;
            loop {
                let query = KeysetQuery { root_key_id: Some(from.clone()), is_rotating: false, after, limit: PAGE };
                let page = self.store.list_keysets(query).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.owner.clone());
                let (mut rewrapped, mut steps) = (Vec::with_capacity(page.len()), Steps::short());
                for row in page {
                    match self.rewrap(row, &primary.root_key_id).await {
                        Ok(change) => rewrapped.extend(change),
                        // Whose service says no, perhaps for a moment, is not damaged.
                        Err(error) if error.code() == ErrorCode::KeyMismatch && !is_denied(&error) => progress.unreadable += 1,
                        Err(error) => return Err(error),
                    }
                    steps.made_by_task().await;
                }
                let done = rewrapped.len() as u64;
                self.commit(vec![Write::RewrapKeysets(rewrapped)])
                    .await?
                    .map_err(|conflict| unexpected(conflict, "wrap keys again"))?;
                progress.done += done;
                progress.left = progress.left.saturating_sub(done);
                if !after_page(progress) {
                    return Ok(progress);
                }
            }
        }
        // What others have done meanwhile, or undone, counts as it is.
        let counts = self.store.count_keys().await?;
        progress.left = counts.iter().filter(|(id, _)| *id != primary.root_key_id).map(|(_, keys)| keys).sum();
        for root in known.iter().filter(|root| root.state == RootState::Retiring) {
            let told = self.told_of_root(AuditKind::RootKeyRetired, &root.root_key_id);
            match self.commit_told(vec![Write::RetireRootKey(root.root_key_id.clone())], told).await? {
                Ok(_) => tracing::info!(root_key_id = root.root_key_id, "nothing in the vault needs this root key any more"),
                // It wraps something still, or somebody was faster.
                Err(Conflict::Stale) => {}
                Err(conflict) => return Err(unexpected(conflict, "retire a root key")),
            }
        }
        if progress.unreadable > 0 {
            tracing::error!(
                keys = progress.unreadable,
                "keys in the vault cannot be opened, so their root key cannot be retired"
            );
        }
        Ok(progress)
    }
}

impl Repo {
    fn told_of_root(&self, kind: AuditKind, root_key_id: &str) -> AuditEntry {
        AuditEntry { key_id: Some(root_key_id.to_owned()), ..AuditEntry::of_vault(kind, self.clock.now()) }
    }

    /// A keyset under another root key; `None`: it is gone, or is by now.
    async fn rewrap(&self, row: KeysetRow, to: &str) -> Result<Option<KeysetChange>> {
        let Some(OpenKeyset { row, keyset }) = self.keyring.open(row).await? else { return Ok(None) };
        if row.root_key_id == to {
            return Ok(None);
        }
        Ok(Some(KeysetChange { was: row.version, row: self.keyring.next_row(&row, to, &keyset).await? }))
    }
}

impl Housekeeping {
    /// One round of a rotation, as far as `after_page` lets it go: the first root key wraps if everybody has it, and what others wrap
    /// is wrapped again.
    ///
    /// # Errors
    /// - `key_mismatch`: another root key wraps now, and this process does not have it.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was done stays done.
    pub(crate) async fn rotate_root_keys(&self, after_page: impl FnMut(RewrapProgress) -> bool) -> Result<RewrapProgress> {
        if self.repo.process.is_silent(self.repo.clock.elapsed()) {
            self.repo.say_that_we_are_here().await?;
        }
        self.repo.promote_first().await?;
        self.repo.rewrap_keys(after_page).await
    }

    /// Every root key that the vault knows or needs, in the order of ids. No root key is asked for anything.
    pub(crate) async fn list_root_keys(&self) -> Result<Vec<RootKeyStatus>> {
        let store = &self.repo.store;
        store.open().await?;
        let (known, counts) = (store.list_root_keys().await?, store.count_keys().await?);
        let given = self.repo.keyring.roots().ids();
        let of = |id: &str, state, keys| RootKeyStatus {
            id: id.to_owned(),
            state,
            keys,
            is_given: given.contains(&id),
            is_first: given.first() == Some(&id),
        };
        let keys_of = |id: &str| counts.iter().find(|(counted, _)| counted == id).map_or(0, |(_, keys)| *keys);
        let mut all: Vec<_> = known.iter().map(|root| of(&root.root_key_id, root.state, keys_of(&root.root_key_id))).collect();
        // Somebody has deleted its row: what it wraps is there all the same.
        let strangers = counts.iter().filter(|(id, _)| known.iter().all(|root| root.root_key_id != *id));
        all.extend(strangers.map(|(id, keys)| of(id, RootState::Retiring, *keys)));
        all.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(all)
    }
}

/// This process, as the vault knows it.
pub(super) struct Process {
    pub(super) id: [u8; 16],
    pub(super) is_known: std::sync::atomic::AtomicBool,
    /// Milliseconds of the clock when it was last said.
    said_at: std::sync::atomic::AtomicU64,
}

impl Process {
    pub(super) fn new() -> Self {
        Process { id: crate::base::entropy::make_bytes(), is_known: false.into(), said_at: 0.into() }
    }

    fn note(&self, now: Duration) {
        self.said_at.store(millis(now), Ordering::SeqCst);
        self.is_known.store(true, Ordering::SeqCst);
    }

    fn is_silent(&self, now: Duration) -> bool {
        millis(now).saturating_sub(self.said_at.load(Ordering::SeqCst)) >= millis(SAID_EVERY)
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
