//! What the log says of entries that were dropped from its beginning.

use std::ops::RangeInclusive;

use super::super::Repo;
use super::from_hex;
use crate::base::Result;
use crate::base::encoding::to_hex;
use crate::model::audit::AuditKind;
use crate::model::rows::{AuditFilter, AuditRow};
use crate::vault::{Chain, Judged};

/// So many entries are read at once.
pub(super) const PAGE: usize = 1000;
/// So many entries for which nobody vouches, and of which nobody has said to know, may go: what tells of it names them.
pub(super) const MOST_PENDING: usize = 1000;

/// What is known of the entries that were dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dropped {
    /// The number of the last of them.
    pub(super) number: u64,
    /// Its `mac`.
    pub(super) mac: Vec<u8>,
    /// Those of them for which nobody vouches, and of which nobody had said to know: an entry that is still there may name them.
    pub(super) pending: Vec<u64>,
}

impl Dropped {
    /// The form is frozen: `FORMAT.md`, "Audit log".
    pub(super) fn to_text(&self) -> String {
        let mut ranges: Vec<RangeInclusive<u64>> = Vec::new();
        for number in &self.pending {
            match ranges.last_mut() {
                Some(last) if last.end() + 1 == *number => *last = *last.start()..=*number,
                _ => ranges.push(*number..=*number),
            }
        }
        let ranges: Vec<String> = ranges.iter().map(|range| format!("{}-{}", range.start(), range.end())).collect();
        let text = format!("{} {}", self.number, to_hex(&self.mac));
        if ranges.is_empty() { text } else { format!("{text} {}", ranges.join(",")) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (number, mac) = (parts.next()?.parse().ok()?, from_hex(parts.next()?));
        let mut pending = Vec::new();
        for range in parts.next().into_iter().flat_map(|ranges| ranges.split(',')) {
            let (first, last) = range.split_once('-')?;
            let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
            // No entry that a key has linked says more.
            if last.checked_sub(first)? >= MOST_PENDING as u64 || pending.len() > MOST_PENDING {
                return None;
            }
            pending.extend(first..=last);
        }
        Some(Dropped { number, mac, pending })
    }
}

impl Repo {
    /// What was dropped last, as an entry says that a key of the log has linked where it stands.
    pub(super) async fn find_dropped(&self, chain: &Chain) -> Result<Option<Dropped>> {
        let (mut after, mut newest) = (0, None);
        loop {
            let kind = Some(AuditKind::AuditDropped);
            let page = self.store.list_audit(AuditFilter { after, kind, limit: PAGE, ..AuditFilter::default() }).await?;
            let Some(last) = page.last() else { return Ok(newest) };
            after = last.number;
            for row in page {
                if self.is_whole(chain, &row).await?
                    && let Some(dropped) = row.about.request.as_deref().and_then(Dropped::parse)
                    && dropped.number < row.number
                {
                    newest = Some(dropped);
                }
            }
        }
    }

    /// Whether an entry was linked behind the one that stands before it.
    async fn is_whole(&self, chain: &Chain, row: &AuditRow) -> Result<bool> {
        let filter = AuditFilter { after: row.number.saturating_sub(2), limit: 1, ..AuditFilter::default() };
        let before = self.store.list_audit(filter).await?.pop().filter(|before| before.number + 1 == row.number);
        Ok(before.is_some_and(|before| chain.judge(&before.mac, row) == Judged::Whole))
    }
}
