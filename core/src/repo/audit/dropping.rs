//! Drops the first entries of the log, which are older than an operator keeps them: in slices beside whoever writes, each in one commit with
//! an entry that says up to where, and what the last of them was linked to. So what is missing at the beginning is what the vault itself has
//! dropped, and nothing in between is.

use super::super::housekeeping::Housekeeping;
use super::super::{Repo, unexpected};
use super::dropped::{Dropped, MOST_PENDING, PAGE};
use super::verification::Walk;
use crate::base::{Error, ErrorCode, Result, Timestamp};
use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{AuditFilter, Conflict, KeyOwner, Write};

/// So often one after the other somebody else may be faster.
const MOST_REFUSALS: usize = 10;

/// What is dropped in one commit.
struct Slice {
    /// The number of the entry before.
    behind: u64,
    slice: Dropped,
}

/// How much was dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuditDropping {
    /// Entries that were dropped now.
    pub(crate) entries: u64,
    /// The number of the last one that was dropped, now or before; 0: none.
    pub(crate) up_to: u64,
    /// Keys that were destroyed because no entry is there any more that they have linked.
    pub(crate) keys: u64,
}

impl Housekeeping {
    /// Drops the entries of the audit log that are older than this time, up to the first one that is not, as far as `after_slice` lets it.
    /// The last entry stays, and what is broken does.
    ///
    /// # Errors
    /// - `invalid_request`: the log is broken before that.
    /// - `key_mismatch`: the log's keys do not open.
    /// - `key_service_unavailable`, `vault_unavailable` (retry later). What was dropped stays so.
    pub(crate) async fn drop_audit(
        &self,
        before: Timestamp,
        after_slice: impl FnMut(AuditDropping) -> bool,
    ) -> Result<AuditDropping> {
        self.repo.drop_audit(before, after_slice).await
    }
}

impl Repo {
    async fn drop_audit(&self, before: Timestamp, mut after_slice: impl FnMut(AuditDropping) -> bool) -> Result<AuditDropping> {
        let (mut done, mut refusals) = (AuditDropping::default(), 0);
        // What tells of it stays, however late this is to go up to.
        let last = self.store.find_audit_end().await?.number;
        let mut walk = self.begin_behind_dropped().await?;
        loop {
            let read = self.read_slice(&mut walk, before, last).await?;
            let Some(Slice { behind, slice }) = read else { break };
            done.up_to = behind;
            let request = Some(slice.to_text());
            let told = AuditEntry { request, ..AuditEntry::of_vault(AuditKind::AuditDropped, self.clock.now()) };
            let drop = Write::DropAudit { up_to: slice.number, mac: slice.mac };
            match self.commit_told(vec![drop], told).await? {
                Ok(()) => {
                    (done.entries, refusals) = (done.entries + slice.number - done.up_to, 0);
                    done.up_to = slice.number;
                }
                // Somebody else drops, too.
                Err(Conflict::Stale) if refusals < MOST_REFUSALS => {
                    refusals += 1;
                    walk = self.begin_behind_dropped().await?;
                }
                Err(conflict) => return Err(unexpected(conflict, "drop entries of the audit log")),
            }
            if !after_slice(done) {
                break;
            }
        }
        done.up_to = walk.place.number;
        done.keys = self.destroy_idle_audit_keys(done.up_to).await?;
        Ok(done)
    }

    async fn begin_behind_dropped(&self) -> Result<Walk> {
        let chain = self.chain().await?;
        let dropped = self.find_dropped(&chain).await?;
        Ok(Walk::begin(chain, dropped))
    }

    /// The next entries that are to go, to whose end it goes on; `None`: there is none.
    async fn read_slice(&self, walk: &mut Walk, before: Timestamp, last: u64) -> Result<Option<Slice>> {
        let mut behind = walk.place.number;
        'again: loop {
            let filter = AuditFilter { after: behind, limit: PAGE, ..AuditFilter::default() };
            for row in self.store.list_audit(filter).await? {
                if row.at >= before || row.number >= last {
                    break;
                }
                if walk.follow(self, &row).await? {
                    continue;
                }
                let number = walk.place.number + 1;
                let again = self.begin_behind_dropped().await?;
                // Somebody else drops, too.
                if again.place.number > behind {
                    *walk = again;
                    behind = walk.place.number;
                    continue 'again;
                }
                let message = format!("The audit log is broken at entry {number}: nothing from there on is dropped.");
                let hint = "Run \"⟨command vault verify⟩\", and compare the log with a backup.";
                return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint));
            }
            break;
        }
        // Whoever says to know of them says so at the end of the log, behind what is dropped.
        if walk.pending.len() > MOST_PENDING
            && !self.follow_audit().await?.pending.iter().any(|number| *number <= walk.place.number)
        {
            walk.pending.clear();
        }
        if walk.pending.len() > MOST_PENDING {
            let message = "Nobody vouches for too many of the entries that were to be dropped.";
            let hint = "Look at them, and run \"⟨command audit acknowledge⟩ --up-to NUMBER\" first.";
            return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint));
        }
        let (number, mac) = (walk.place.number, walk.place.mac.clone());
        let slice = Dropped { number, mac, pending: walk.pending.clone() };
        Ok((number > behind).then_some(Slice { behind, slice }))
    }

    /// Destroys the keys of which no entry is there any more, as the next one begins with the first that is, or before.
    async fn destroy_idle_audit_keys(&self, dropped: u64) -> Result<u64> {
        let Some(open) = self.keyset_of(&KeyOwner::Audit).await? else { return Ok(0) };
        let all: Vec<_> = open.keyset.linking().collect();
        let mut destroyed = 0;
        for pair in all.windows(2) {
            let begins = pair.get(1).and_then(|next| next.start.as_ref()).map(|start| start.number);
            let is_idle = begins.is_some_and(|number| number <= dropped + 1);
            if let (true, Some(idle)) = (is_idle, pair.first()) {
                destroyed += u64::from(self.destroy_key(&KeyOwner::Audit, idle.key.id()).await? == Some(true));
            }
        }
        Ok(destroyed)
    }
}
