//! An earlier state of the vault that was put in the place of a later one is noticed: an anchor outside of it remembers how far the vault
//! was (SR-50). In such a state tokens lie that are spent; who presents one loses the grant, so none is presented before somebody has
//! confirmed.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Repo;
use super::audit::KeptEnd;
use super::housekeeping::Housekeeping;
use crate::base::encoding::to_hex;
use crate::base::{Error, ErrorCode, Result};
use crate::model::rows::{AuditEnd, MetaRow, Position};
use crate::store::Anchor;

/// The anchor is brought up to date this often while the vault is in use, and when it is closed.
const EVERY: Duration = Duration::from_secs(10);
/// So long an anchor has for one answer; who takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is remembered of the vault, and what that says of it.
#[derive(Default)]
pub(super) struct Rollback {
    anchor: Option<Arc<dyn Anchor>>,
    vault_id: Mutex<Option<[u8; 16]>>,
    standing: Mutex<Standing>,
    /// One look of this process at a time: what one has found is not undone by another that began earlier.
    looks: tokio::sync::Mutex<()>,
    /// When the anchor was last brought up to date.
    kept_at: Mutex<Option<Duration>>,
    /// How many restores had been confirmed then.
    kept_epoch: Mutex<Option<u64>>,
}

/// What is known of the state that the vault is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Standing {
    /// Nothing later is remembered.
    #[default]
    Sound,
    /// What is remembered could not be read yet.
    Unknown,
    /// It is an earlier one, and nobody has confirmed that.
    Earlier {
        /// How many restores had been confirmed when that was found: only one more ends it. How far the vault has come since says nothing,
        /// and the anchor may not say what was found, as it could not be written.
        epoch: u64,
    },
    /// What is remembered is of another vault. That says nothing of this one that would have to be noted in it: it lasts for as long as the
    /// anchor says so.
    Another,
}

/// An anchor's text.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    v: u32,
    /// The vault's own name, from its sentinel.
    vault: String,
    /// How many restores had been confirmed.
    epoch: u64,
    /// How far the vault was.
    position: String,
    /// An earlier version of Authpipe has found some copy behind it, and could not say which. It is read and not written: the copy itself
    /// says so, and what is remembered stays what the others go by.
    #[serde(default, skip_serializing_if = "is_false")]
    is_earlier: bool,
    /// The end of the audit log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audit: Option<KeptEnd>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The anchor cannot be read.
struct Unread;

/// What an anchor says, and the vault itself.
struct Remembered {
    kept: Kept,
    meta: MetaRow,
}

impl Rollback {
    pub(super) fn with(anchor: Option<Arc<dyn Anchor>>) -> Self {
        Rollback { anchor, ..Rollback::default() }
    }

    /// The vault's own name, once it is known.
    pub(super) fn vault_id(&self) -> Option<[u8; 16]> {
        *self.vault_id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the vault's own name, as its sentinel says it. It takes the place of the one that this process was about to give: another
    /// process may have made the vault meanwhile.
    pub(super) fn note_vault_id(&self, id: [u8; 16]) {
        *self.vault_id.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
    }

    fn standing(&self) -> Standing {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what is known from now on.
    fn note(&self, standing: Standing) {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = standing;
    }

    /// Whether this process has found the vault in an earlier state, and nobody has confirmed that since.
    fn is_unconfirmed(&self, meta: &MetaRow) -> bool {
        matches!(self.standing(), Standing::Earlier { epoch } if meta.store_epoch <= epoch)
    }

    /// What the anchor says; `None`: nothing. That it cannot be asked says nothing of the vault: what it remembers stays, and it is asked
    /// again.
    async fn load(&self) -> Result<Option<Kept>, Unread> {
        let Some(anchor) = &self.anchor else { return Ok(None) };
        let text = within_patience(anchor.read()).await.map_err(|error| {
            tracing::warn!(
                error = error.to_string(),
                "the anchor cannot be read: a restored copy of the vault is not noticed before it can be"
            );
            Unread
        })?;
        // Whatever it was, it does not say that all is well.
        let damaged =
            || Kept { v: 1, vault: String::new(), epoch: u64::MAX, position: String::new(), is_earlier: true, audit: None };
        Ok(text.map(|text| serde_json::from_str(&text).ok().filter(|kept: &Kept| kept.v == 1).unwrap_or_else(damaged)))
    }

    async fn store(&self, kept: &Kept) {
        let Some(anchor) = &self.anchor else { return };
        let Ok(text) = serde_json::to_string(kept) else { return };
        if let Err(error) = within_patience(anchor.write(&text)).await {
            tracing::warn!(
                error = error.to_string(),
                "the anchor cannot be written: a restored copy of the vault may not be noticed"
            );
        }
    }

    fn kept_epoch(&self) -> Option<u64> {
        *self.kept_epoch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_epoch(&self, epoch: u64) {
        *self.kept_epoch.lock().unwrap_or_else(PoisonError::into_inner) = Some(epoch);
    }

    fn is_due(&self, now: Duration) -> bool {
        self.kept_at.lock().unwrap_or_else(PoisonError::into_inner).is_none_or(|at| now.saturating_sub(at) >= EVERY)
    }

    /// The same; from now on it is not, for a while.
    fn begin(&self, now: Duration) -> bool {
        let mut kept_at = self.kept_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = kept_at.is_none_or(|at| now.saturating_sub(at) >= EVERY);
        if is_due {
            *kept_at = Some(now);
        }
        is_due
    }
}

async fn within_patience<T>(
    asking: impl Future<Output = Result<T, Box<dyn StdError + Send + Sync>>>,
) -> Result<T, Box<dyn StdError + Send + Sync>> {
    tokio::time::timeout(PATIENCE, asking).await.unwrap_or_else(|_| Err("it took longer than 5 s".into()))
}

impl Housekeeping {
    /// Whether this is an earlier state of the vault, which nobody has confirmed.
    pub(crate) async fn is_earlier(&self) -> Result<bool> {
        self.repo.is_earlier().await
    }

    /// The restore was meant: what is here counts from now on, for everybody. Whether there was anything to confirm.
    ///
    /// # Errors
    /// - `vault_unavailable` (retry later); also where the anchor cannot be read, and nobody knows whether there is something to confirm.
    pub(crate) async fn confirm_restore(&self) -> Result<bool> {
        self.repo.confirm_restore().await
    }
}

impl Repo {
    /// From here on the vault is remembered as it is now: it was made just now, or somebody has confirmed that it counts.
    pub(super) async fn begin_anchor(&self, meta: &MetaRow) -> Result<()> {
        if self.rollback.anchor.is_none() {
            return Ok(());
        }
        let position = self.store.changes_since(None, 0).await?.position;
        let audit = self.kept_audit(None).await?;
        self.rollback.store(&self.kept(meta, &position, audit)).await;
        self.rollback.note_epoch(meta.store_epoch);
        Ok(())
    }

    /// Compares the vault with what is remembered of it, before anything is written.
    pub(super) async fn compare_with_anchor(&self) -> Result<()> {
        let _looks = self.rollback.looks.lock().await;
        self.believe_mark().await?;
        let Ok(kept) = self.rollback.load().await else {
            if self.rollback.standing() == Standing::Sound {
                self.rollback.note(Standing::Unknown);
            }
            return Ok(());
        };
        let Some(Remembered { kept, meta }) = self.beside_meta(kept).await? else {
            if matches!(self.rollback.standing(), Standing::Unknown | Standing::Another) {
                self.rollback.note(Standing::Sound);
            }
            return Ok(());
        };
        let found = self.judge(&kept, &meta).await?;
        self.note_found(found, &meta).await;
        Ok(())
    }

    /// What is remembered, and now what the vault says of itself: a restore that was confirmed in between is seen as that.
    async fn beside_meta(&self, kept: Option<Kept>) -> Result<Option<Remembered>> {
        let Some(kept) = kept else { return Ok(None) };
        Ok(self.store.find_meta().await?.map(|meta| Remembered { kept, meta }))
    }

    /// Whether it is of another vault. What is damaged is of none.
    fn is_another(&self, kept: &Kept) -> bool {
        !kept.vault.is_empty() && self.rollback.vault_id().is_some_and(|id| to_hex(&id) != kept.vault)
    }

    /// What follows for this vault from what is remembered.
    async fn judge(&self, kept: &Kept, meta: &MetaRow) -> Result<Standing> {
        let earlier = Standing::Earlier { epoch: meta.store_epoch };
        if self.rollback.is_unconfirmed(meta) {
            return Ok(earlier);
        }
        if self.is_another(kept) {
            return Ok(Standing::Another);
        }
        if kept.epoch < meta.store_epoch {
            // Somebody has confirmed, in another place than this one.
            return Ok(Standing::Sound);
        }
        if kept.is_earlier || kept.epoch > meta.store_epoch {
            return Ok(earlier);
        }
        let is_behind = match Position::from_text(&kept.position) {
            Some(position) => self.store.is_ahead(&position).await?,
            None => true,
        };
        Ok(if is_behind { earlier } else { Standing::Sound })
    }

    async fn note_found(&self, found: Standing, meta: &MetaRow) {
        if matches!(found, Standing::Earlier { .. }) {
            self.mark_earlier(meta).await;
        }
        if found == self.rollback.standing() || (found != Standing::Sound && self.rollback.is_unconfirmed(meta)) {
            return;
        }
        self.rollback.note(found);
        match found {
            Standing::Earlier { .. } => tracing::error!(
                vault = self.store_name(),
                "the vault is in an earlier state than its anchor or its spool knows of: no refresh token is presented before this is confirmed"
            ),
            Standing::Another => tracing::error!(
                vault = self.store_name(),
                "the anchor remembers another vault than this one: no refresh token is presented before one of them is put right"
            ),
            Standing::Sound | Standing::Unknown => {}
        }
    }

    /// Whether the anchor is to be brought up to date.
    pub(crate) fn is_anchor_due(&self) -> bool {
        !self.only_looks && self.rollback.anchor.is_some() && self.rollback.is_due(self.clock.elapsed())
    }

    /// Brings the anchor up to date, at most every ten seconds; `None`: now, and wherever the vault is.
    pub(crate) async fn keep_anchor(&self, position: Option<&Position>) -> Result<()> {
        let rollback = &self.rollback;
        if self.only_looks || rollback.anchor.is_none() || (position.is_some() && !rollback.begin(self.clock.elapsed())) {
            return Ok(());
        }
        let _looks = rollback.looks.lock().await;
        // What others remember by now comes first: they may be further, and this vault may have been exchanged under us. Where that cannot
        // be read it is not written over.
        let Ok(kept) = rollback.load().await else { return Ok(()) };
        let found = self.beside_meta(kept).await?;
        if let Some(Remembered { kept, meta }) = &found {
            let judged = self.judge(kept, meta).await?;
            if judged != Standing::Sound {
                self.note_found(judged, meta).await;
                return Ok(());
            }
        }
        let Some(meta) = self.store.find_meta().await? else { return Ok(()) };
        if rollback.is_unconfirmed(&meta) {
            // What was remembered is gone; that it was more than this is not.
            return Ok(());
        }
        rollback.note(Standing::Sound);
        rollback.note_epoch(meta.store_epoch);
        let position = match position {
            Some(position) => position.clone(),
            None => self.store.changes_since(None, 0).await?.position,
        };
        // Before a restore that was confirmed: then that log is no longer this one.
        let kept = found.map(|found| found.kept).filter(|kept| kept.epoch == meta.store_epoch);
        let audit = self.kept_audit(kept.as_ref().and_then(|kept| kept.audit.clone())).await?;
        // Whoever was faster has said more. Two that write at the same moment may still leave the earlier one; the next look puts that right.
        let said = kept.and_then(|kept| Some((Position::from_text(&kept.position)?, kept.audit)));
        let further = |said: &Position| !self.store.is_later(&position, said);
        match said {
            Some((said, kept)) if further(&said) && kept.as_ref() == Some(&audit) => {}
            Some((said, _)) if further(&said) => rollback.store(&self.kept(&meta, &said, audit)).await,
            _ => rollback.store(&self.kept(&meta, &position, audit)).await,
        }
        Ok(())
    }

    /// The vault cannot be asked, and may have been exchanged under us: that is seen by whoever opens what lies there now, where the anchor
    /// says how far this process had come itself.
    pub(super) async fn keep_own(&self) {
        let Some(own) = self.store.last_committed().filter(|_| !self.only_looks && self.rollback.standing() == Standing::Sound)
        else {
            return;
        };
        let _looks = self.rollback.looks.lock().await;
        let Ok(Some(kept)) = self.rollback.load().await else { return };
        // Of another vault, damaged, or from before a restore that somebody has confirmed: then our numbers are of a past that counts no more.
        let is_ours = !self.is_another(&kept) && !kept.is_earlier && Some(kept.epoch) == self.rollback.kept_epoch();
        let said = Position::from_text(&kept.position);
        if is_ours && said.is_some_and(|said| self.store.is_later(&own, &said)) {
            self.rollback.store(&Kept { position: own.as_str().to_owned(), ..kept }).await;
        }
    }

    /// What the anchor remembers of the audit log.
    ///
    /// # Errors
    /// - `vault_unavailable`: it cannot be read.
    pub(super) async fn anchored_audit(&self) -> Result<Option<AuditEnd>> {
        let kept = self.rollback.load().await.map_err(|Unread| {
            let message = "The anchor cannot be read: whether the end of the audit log is gone is not known.";
            Error::new(ErrorCode::VaultUnavailable, message).with_hint("Make the anchor readable for this process.")
        })?;
        Ok(kept.filter(|kept| !self.is_another(kept)).and_then(|kept| kept.audit).map(|end| end.to_end()))
    }

    fn kept(&self, meta: &MetaRow, position: &Position, audit: KeptEnd) -> Kept {
        Kept {
            v: 1,
            vault: self.rollback.vault_id().map(|id| to_hex(&id)).unwrap_or_default(),
            epoch: meta.store_epoch,
            position: position.as_str().to_owned(),
            is_earlier: false,
            audit: Some(audit),
        }
    }
}

mod beginning;
mod confirming;
mod marking;
#[cfg(test)]
mod tests;
