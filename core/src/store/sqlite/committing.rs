//! Applies a batch, and remembers how far this process has come with what it has committed itself: the file may be exchanged under it.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::Result;
use crate::model::rows::{Batch, Conflict, Outcome, Position, Write};
use crate::store::sequence;

use super::moving::Hold;
use super::writer::Written;
use super::{SqliteStore, query, write};

/// How far this process has come itself.
#[derive(Default)]
pub(super) struct Committed(AtomicU64);

impl Committed {
    /// `None`: it has committed nothing that others are told of.
    pub(super) fn position(&self) -> Option<Position> {
        Some(self.0.load(Ordering::SeqCst)).filter(|count| *count > 0).map(sequence::position)
    }
}

/// What became of a batch, and the note of a change that was the last one then.
struct Applied {
    outcome: Outcome,
    last: u64,
}

impl SqliteStore {
    /// As [`Store::commit`](crate::store::Store::commit).
    pub(super) async fn commit_batch(&self, batch: Batch) -> Result<Outcome> {
        let machine = self.machine.clone();
        let shows = |write: &Write| match write {
            Write::AcquireLease(wanted) => Some(wanted.owner),
            Write::RegisterProcess(process) => Some(process.id),
            _ => None,
        };
        let mut live_folder = None;
        for owner in batch.writes.iter().filter_map(shows) {
            // Before the lease or the process can be seen: who has neither is not asked about.
            live_folder = Some(match self.life.folder_if_shown(owner) {
                Some(folder) => folder,
                None => self.with_live(move |live| live.show(owner)).await?,
            });
        }
        let acquires = batch.writes.iter().any(|write| matches!(write, Write::AcquireLease(_)));
        let Applied { outcome, last } = self
            .write(move |db| {
                // Asked inside the transaction: whoever copies the vault sees every lease that was given before.
                if acquires && live_folder.is_some_and(|folder| Hold::is_taken(&folder)) {
                    let answer = Applied { outcome: Outcome::Conflict(Conflict::Leased), last: 0 };
                    return Ok(Written { answer, keep: false });
                }
                let Written { answer: outcome, keep } = write::apply(db, &batch, &machine.now())?;
                let last = if keep { query::find_last_change(db)? } else { 0 };
                Ok(Written { answer: Applied { outcome, last }, keep })
            })
            .await?;
        self.committed.0.fetch_max(last, Ordering::SeqCst);
        Ok(outcome)
    }
}
