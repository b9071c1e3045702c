//! Follows the links from the first entry to the last, and tells where they break and for which entries nobody vouches.

use std::fmt::{self, Display, Formatter};

use sha2::{Digest as _, Sha256};

use super::super::Repo;
#[cfg(feature = "cli")]
use super::super::unexpected;
use super::dropped::{Dropped, PAGE};
use crate::base::Result;
use crate::base::encoding::to_hex;
#[cfg(feature = "cli")]
use crate::base::{Error, ErrorCode};
#[cfg(feature = "cli")]
use crate::model::audit::AuditEntry;
use crate::model::audit::AuditKind;
use crate::model::rows::{AuditFilter, AuditRow};
use crate::vault::{Chain, Judged, Place};

/// So often it is begun again because the first entries were dropped meanwhile.
const ATTEMPTS: usize = 10;

/// What became of the chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuditVerification {
    /// Entries that are as they were written, those included that an erasure has emptied, and those that nobody vouches for.
    pub(crate) entries: u64,
    /// The number up to which the vault itself has dropped what was older than an operator keeps it; 0: nothing.
    pub(crate) dropped: u64,
    /// The numbers of entries that were written or emptied while the key could not be had: nobody vouches for what they say.
    pub(crate) unvouched: Vec<u64>,
    /// The number of the first entry that is not, or is gone.
    pub(crate) broken: Option<u64>,
}

impl AuditVerification {
    /// Whether somebody vouches for every entry.
    pub(crate) fn is_whole(&self) -> bool {
        self.broken.is_none() && self.unvouched.is_empty()
    }
}

/// The entries for which nobody vouches, as an operator has found them. One that is emptied later, by whoever has not the key, is not
/// among them, whatever its number is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Acknowledged {
    up_to: u64,
    /// A hash of their numbers.
    numbers: String,
}

impl Acknowledged {
    pub(super) fn of(unvouched: &[u64], up_to: u64) -> Self {
        let mut hash = Sha256::new();
        unvouched.iter().filter(|number| **number <= up_to).for_each(|number| hash.update(number.to_be_bytes()));
        Acknowledged { up_to, numbers: to_hex(&hash.finalize()) }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (up_to, numbers) = text.split_once(' ')?;
        Some(Acknowledged { up_to: up_to.parse().ok()?, numbers: numbers.to_owned() })
    }

    fn take_from(&self, unvouched: &mut Vec<u64>) {
        if *self == Acknowledged::of(unvouched, self.up_to) {
            unvouched.retain(|number| *number > self.up_to);
        }
    }
}

impl Display for Acknowledged {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.up_to, self.numbers)
    }
}

/// How far a log was followed.
pub(super) struct Walk {
    chain: Chain,
    pub(super) place: Place,
    /// Those for which nobody vouches, and of which nobody has said to know, dropped ones among them.
    pub(super) pending: Vec<u64>,
}

impl Walk {
    /// Behind what was dropped.
    pub(super) fn begin(chain: Chain, dropped: Option<Dropped>) -> Self {
        let Some(Dropped { number, mac, pending }) = dropped else {
            return Walk { chain, place: Place::default(), pending: vec![] };
        };
        Walk { chain, place: Place::behind(number, mac), pending }
    }

    /// Goes on to the next entry; `false`, and where it was: it is not what was written there.
    pub(super) async fn follow(&mut self, repo: &Repo, row: &AuditRow) -> Result<bool> {
        if !self.chain.knows(&row.signer) {
            // A key that has followed since the others were read.
            self.chain = repo.chain().await?;
        }
        match self.chain.follow(&mut self.place, row) {
            Judged::Broken => return Ok(false),
            Judged::Unvouched => self.pending.push(row.number),
            Judged::Whole if row.kind == AuditKind::AuditAcknowledged.as_str() => {
                if let Some(acknowledged) = row.about.request.as_deref().and_then(Acknowledged::parse) {
                    acknowledged.take_from(&mut self.pending);
                }
            }
            Judged::Whole | Judged::Erased => {}
        }
        Ok(true)
    }
}

/// What was followed, and what an acknowledgement would be about.
pub(super) struct Followed {
    found: AuditVerification,
    pub(super) pending: Vec<u64>,
}

impl Repo {
    /// Follows the chain from its beginning to its end, as far as it is whole.
    ///
    /// # Errors
    /// - `vault_unavailable`, `key_service_unavailable` (retry later): then nothing is known.
    pub(in crate::repo) async fn verify_audit(&self) -> Result<AuditVerification> {
        Ok(self.follow_audit().await?.found)
    }

    pub(super) async fn follow_audit(&self) -> Result<Followed> {
        let mut followed = self.follow_once().await?;
        for _ in 0..ATTEMPTS {
            // What is dropped while the log is read is missing, and is not.
            if followed.found.broken.is_none() || self.count_dropped().await? == followed.found.dropped {
                break;
            }
            followed = self.follow_once().await?;
        }
        Ok(followed)
    }

    async fn count_dropped(&self) -> Result<u64> {
        Ok(self.find_dropped(&self.chain().await?).await?.map_or(0, |dropped| dropped.number))
    }

    async fn follow_once(&self) -> Result<Followed> {
        let chain = self.chain().await?;
        // Before the end: what is remembered meanwhile is behind the end that is looked for.
        let anchored = self.anchored_audit().await?;
        // What is appended from here on is verified next time.
        let end = self.store.find_audit_end().await?;
        let dropped = self.find_dropped(&chain).await?;
        let first = self.store.list_audit(AuditFilter { limit: 1, ..AuditFilter::default() }).await?.pop();
        let mut found = AuditVerification { dropped: dropped.as_ref().map_or(0, |dropped| dropped.number), ..Default::default() };
        let mut walk = Walk::begin(chain, dropped);
        let broken_at = |place: &Place| Some(place.number + 1);
        // What was dropped does not come back.
        let mut is_whole = first.is_none_or(|first| first.number > found.dropped);
        if !is_whole {
            found.broken = Some(1);
        }
        while is_whole && walk.place.number < end.given {
            let filter = AuditFilter { after: walk.place.number, limit: PAGE, ..AuditFilter::default() };
            let rows = self.store.list_audit(filter).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let is_other = anchored.as_ref().is_some_and(|end| end.number == row.number && end.mac != row.mac);
                let at = broken_at(&walk.place);
                if is_other || !walk.follow(self, &row).await? {
                    (found.broken, is_whole) = (at, false);
                    break;
                }
                found.entries += 1;
            }
        }
        let last = end.given.max(anchored.map_or(0, |end| end.number)).max(walk.chain.known_end());
        if is_whole && walk.place.number < last {
            found.broken = broken_at(&walk.place);
        }
        found.unvouched = walk.pending.iter().copied().filter(|number| *number > found.dropped).collect();
        Ok(Followed { found, pending: walk.pending })
    }

    /// Notes that an operator knows of the entries up to this one for which nobody vouches: from then on only others are told of. How many
    /// they are.
    ///
    /// # Errors
    /// - `invalid_request`: the log is not so long, or is broken.
    /// - As of [`Repo::verify_audit`]; and the log's key must open.
    #[cfg(feature = "cli")]
    pub(in crate::repo) async fn acknowledge_audit(&self, up_to: u64) -> Result<u64> {
        let Followed { found, pending } = self.follow_audit().await?;
        if let Some(number) = found.broken {
            let message = format!("The audit log is broken at entry {number}, which nobody can acknowledge.");
            return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Compare it with a backup."));
        }
        let last = found.dropped + found.entries;
        if up_to <= found.dropped || up_to > last {
            let message = format!("The audit log has the entries {} to {last}: {up_to} is none of them.", found.dropped + 1);
            return Err(Error::new(ErrorCode::InvalidRequest, message));
        }
        let request = Some(Acknowledged::of(&pending, up_to).to_string());
        let told = AuditEntry { request, ..AuditEntry::of_vault(AuditKind::AuditAcknowledged, self.clock.now()) };
        self.commit_told(vec![], told).await?.map_err(|conflict| unexpected(conflict, "acknowledge"))?;
        Ok(found.unvouched.iter().filter(|number| **number <= up_to).count() as u64)
    }
}
