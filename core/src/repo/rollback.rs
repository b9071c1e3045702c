//! An earlier state of the vault that was put in the place of a later one is noticed: an anchor outside of it remembers how far the vault
//! was (SR-50). In such a state tokens lie that are spent; who presents one loses the grant, so none is presented before somebody has
//! confirmed.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::audit::KeptEnd;
use super::housekeeping::Housekeeping;
use super::{Repo, unexpected};
use crate::base::encoding::to_hex;
use crate::base::{Error, ErrorCode, Result};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{AuditEnd, MetaRow, Position, Write};
use crate::store::Anchor;

/// The anchor is brought up to date this often while the vault is in use, and when it is closed.
const EVERY: Duration = Duration::from_secs(10);
/// Whoever makes a vault writes its anchor within this time.
const JUST_NOW: Duration = Duration::from_secs(60);
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
    /// It was found to be behind, and nobody has confirmed that yet. It stays so, however far the earlier state goes on.
    #[serde(default)]
    is_earlier: bool,
    /// The end of the audit log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    audit: Option<KeptEnd>,
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

    fn is_due(&self, now: Duration) -> bool {
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
            if self.rollback.standing() == Standing::Unknown {
                self.rollback.note(Standing::Sound);
            }
            return Ok(());
        };
        if !self.rollback.is_unconfirmed(&meta) && !self.is_behind(&kept, &meta).await? {
            self.rollback.note(Standing::Sound);
            return Ok(());
        }
        // Whoever is making this vault has not come to write its anchor yet: what lies there is of one that was deleted.
        if self.is_another(&kept) && self.was_made_just_now().await? {
            self.rollback.note(Standing::Sound);
            return self.begin_anchor(&meta).await;
        }
        self.note_earlier(&kept, &meta).await;
        Ok(())
    }

    /// What is remembered, and now what the vault says of itself: a restore that was confirmed in between is seen as that.
    async fn beside_meta(&self, kept: Option<Kept>) -> Result<Option<Remembered>> {
        let Some(kept) = kept else { return Ok(None) };
        Ok(self.store.find_meta().await?.map(|meta| Remembered { kept, meta }))
    }

    fn is_another(&self, kept: &Kept) -> bool {
        self.rollback.vault_id().is_some_and(|id| to_hex(&id) != kept.vault)
    }

    async fn was_made_just_now(&self) -> Result<bool> {
        let made_at = self.store.list_root_keys().await?.into_iter().map(|root| root.created_at).min();
        let now = self.clock.now();
        Ok(made_at.is_some_and(|at| at <= now && now < at.plus(JUST_NOW)))
    }

    async fn is_behind(&self, kept: &Kept, meta: &MetaRow) -> Result<bool> {
        if kept.epoch < meta.store_epoch {
            // Somebody has confirmed, in another place than this one.
            return Ok(false);
        }
        if kept.is_earlier || self.is_another(kept) || kept.epoch > meta.store_epoch {
            return Ok(true);
        }
        match Position::from_text(&kept.position) {
            Some(position) => self.store.is_ahead(&position).await,
            None => Ok(true),
        }
    }

    async fn note_earlier(&self, kept: &Kept, meta: &MetaRow) {
        self.mark_earlier(meta).await;
        if !self.rollback.is_unconfirmed(meta) {
            self.rollback.note(Standing::Earlier { epoch: meta.store_epoch });
            tracing::error!(
                vault = self.store_name(),
                "the vault is in an earlier state than the anchor remembers: no refresh token is presented before this is confirmed"
            );
        }
        if !kept.is_earlier {
            let position = kept.position.clone();
            let audit = kept.audit.clone();
            let kept = Kept { v: 1, vault: kept.vault.clone(), epoch: kept.epoch, position, is_earlier: true, audit };
            self.rollback.store(&kept).await;
        }
    }

    /// Brings the anchor up to date, at most every ten seconds; `None`: now, and wherever the vault is.
    pub(super) async fn keep_anchor(&self, position: Option<&Position>) -> Result<()> {
        let rollback = &self.rollback;
        if rollback.anchor.is_none() || (!rollback.is_due(self.clock.elapsed()) && position.is_some()) {
            return Ok(());
        }
        let _looks = rollback.looks.lock().await;
        // What others remember by now comes first: they may be further, and this vault may have been exchanged under us. Where that cannot
        // be read it is not written over.
        let Ok(kept) = rollback.load().await else { return Ok(()) };
        let found = self.beside_meta(kept).await?;
        if let Some(Remembered { kept, meta }) = &found
            && (rollback.is_unconfirmed(meta) || self.is_behind(kept, meta).await?)
        {
            self.note_earlier(kept, meta).await;
            return Ok(());
        }
        let Some(meta) = self.store.find_meta().await? else { return Ok(()) };
        if rollback.is_unconfirmed(&meta) {
            // What was remembered is gone; that it was more than this is not.
            let position = self.store.changes_since(None, 0).await?.position;
            let audit = self.kept_audit(None).await?;
            rollback.store(&Kept { is_earlier: true, ..self.kept(&meta, &position, audit) }).await;
            return Ok(());
        }
        rollback.note(Standing::Sound);
        let position = match position {
            Some(position) => position.clone(),
            None => self.store.changes_since(None, 0).await?.position,
        };
        // Of another vault, or before a restore that was confirmed: then that log is no longer this one.
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

    /// Whether this is an earlier state, or may be one for all that is known.
    async fn is_earlier(&self) -> Result<bool> {
        if self.rollback.standing() == Standing::Sound {
            return Ok(false);
        }
        // Somebody may have confirmed meanwhile, in another process; or what is remembered can be read now.
        self.compare_with_anchor().await?;
        Ok(self.rollback.standing() != Standing::Sound)
    }

    /// Refuses to spend a refresh token of an earlier state.
    ///
    /// # Errors
    /// - `restore_unconfirmed`.
    /// - `vault_unavailable` (retry later): the anchor could not be read since the vault was opened.
    pub(crate) async fn check_not_earlier(&self) -> Result<()> {
        if !self.is_earlier().await? {
            return Ok(());
        }
        if self.rollback.standing() == Standing::Unknown {
            return Err(self.unread_anchor());
        }
        let message = format!(
            "The vault at {} is in an earlier state than it was: a backup was restored. No refresh token in it is presented.",
            self.store_name()
        );
        Err(Error::new(ErrorCode::RestoreUnconfirmed, message).with_hint(
            "If that was meant, run \"⟨command vault confirm-restore⟩\". Connections that were refreshed since the backup must then be \
             connected again.",
        ))
    }

    fn unread_anchor(&self) -> Error {
        let message = format!(
            "The anchor of the vault at {} cannot be read: whether the vault is in an earlier state than it was is not known. No refresh \
             token in it is presented.",
            self.store_name()
        );
        Error::new(ErrorCode::VaultUnavailable, message).with_hint(
            "Make the anchor readable for this process; it is asked again with the next refresh. The log says what stands in the way.",
        )
    }

    async fn confirm_restore(&self) -> Result<bool> {
        if !self.is_earlier().await? {
            return Ok(false);
        }
        if self.rollback.standing() == Standing::Unknown {
            // Nobody knows what would be confirmed.
            return Err(self.unread_anchor());
        }
        let told = AuditEntry::of_vault(AuditKind::RestoreConfirmed, self.clock.now());
        self.commit_told(vec![Write::ConfirmRestore], told)
            .await?
            .map_err(|conflict| unexpected(conflict, "confirm a restore"))?;
        if let Some(meta) = self.store.find_meta().await? {
            self.begin_anchor(&meta).await?;
        }
        self.rollback.note(Standing::Sound);
        Ok(true)
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
        Ok(kept.and_then(|kept| kept.audit).map(|end| end.to_end()))
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

mod marking;
#[cfg(test)]
mod tests;
