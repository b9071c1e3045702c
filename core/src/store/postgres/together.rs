//! Applies batches that are alike in one transaction, with one statement for all of them where a batch by itself takes one. Each is guarded
//! and judged by itself. What cannot be said of one there and then is not said: it is left to be applied by itself, and the others go on
//! without it, and without waiting for a grant, a key or a job that somebody has locked.

use std::sync::Arc;
use std::time::Duration;

use crate::base::GrantId;
use crate::model::event::Event;
use crate::model::rows::{Batch, LeaseAcquisition, Outcome, Write};

use super::commit::{Committed, finish};
use super::errors::Failure;
use super::grants::{self, Replaced};
use super::jobs::{self, Scheduled};
use super::leases;
use super::life::limited;
use super::logs::{Notes, Proof};
use super::session::Db;
use super::transaction::{begin, roll_back};

/// Batches of one sort go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A lease is acquired.
    Leases,
    /// A grant is replaced by what is sealed anew, and events tell of it.
    Changes,
}

/// What may go together with others: which sort it is, and about which grant. No two of a transaction are about the same.
pub(super) struct Alike<'a> {
    pub(super) sort: Sort,
    pub(super) grant_id: &'a GrantId,
}

impl Alike<'_> {
    /// `None`: it is applied by itself.
    pub(super) fn of(batch: &Batch) -> Option<Alike<'_>> {
        match &batch.writes[..] {
            [Write::AcquireLease(wanted)] => Some(Alike { sort: Sort::Leases, grant_id: &wanted.grant_id }),
            [Write::UpdateGrant { row, .. }, events @ ..]
                if row.sealed.is_some() && events.iter().all(|write| matches!(write, Write::AppendEvent(_))) =>
            {
                Some(Alike { sort: Sort::Changes, grant_id: &row.id })
            }
            _ => None,
        }
    }
}

/// What became of each of several batches, in their order; `None`: it is to be applied by itself.
pub(super) type Outcomes = Vec<Option<Outcome>>;

/// Applies batches of one sort about different grants.
pub(super) async fn commit(
    db: &Db,
    sort: Sort,
    batches: &[Arc<Batch>],
    answer_within: Duration,
) -> Result<Committed<Outcomes>, Failure> {
    limited(begin(db)).await?;
    let applied = match sort {
        Sort::Leases => limited(acquire(db, batches)).await.map_err(Stopped::by),
        Sort::Changes => change(db, batches).await,
    };
    match applied {
        Ok(Applied { outcomes, proof }) if outcomes.iter().any(Option::is_some) => {
            match finish(db, outcomes, proof, answer_within).await {
                // A rule that is looked at last, for example: nothing of it is there.
                Err(failure) if failure.may_be_of_one() => Ok(Committed::Known(vec![None; batches.len()])),
                committed => committed,
            }
        }
        Ok(_) | Err(Stopped::ByOne) => {
            limited(roll_back(db)).await?;
            Ok(Committed::Known(vec![None; batches.len()]))
        }
        Err(Stopped::ByAll(failure)) => Err(failure),
    }
}

/// Why nothing could be applied.
enum Stopped {
    /// Something is wrong with one of the batches, or in the way of one, and which one is not known.
    ByOne,
    ByAll(Failure),
}

impl Stopped {
    fn by(failure: Failure) -> Self {
        if failure.may_be_of_one() { Stopped::ByOne } else { Stopped::ByAll(failure) }
    }
}

struct Applied {
    outcomes: Outcomes,
    proof: Option<Proof>,
}

async fn acquire(db: &Db, batches: &[Arc<Batch>]) -> Result<Applied, Failure> {
    let wanted: Vec<&LeaseAcquisition> = batches.iter().filter_map(|batch| acquisition(batch)).collect();
    let given = leases::acquire_all(db, &wanted).await?;
    let outcomes = given.into_iter().map(|epoch| Some(Outcome::Applied { epochs: vec![epoch?] }));
    Ok(Applied { outcomes: outcomes.collect(), proof: None })
}

fn acquisition(batch: &Batch) -> Option<&LeaseAcquisition> {
    match batch.writes.first() {
        Some(Write::AcquireLease(wanted)) => Some(wanted),
        _ => None,
    }
}

async fn change(db: &Db, batches: &[Arc<Batch>]) -> Result<Applied, Stopped> {
    let replaced: Vec<Replaced<'_>> = batches.iter().filter_map(|batch| replacement(batch)).collect();
    let replacing = limited(async {
        let done = grants::update_all(db, &replaced).await?;
        let scheduled = replaced.iter().filter(|one| done.contains(one.row.id.as_str()));
        jobs::follow_all(db, scheduled.map(|one| Scheduled { row: one.row, schedule: one.schedule })).await?;
        Ok(done)
    });
    // Somebody has locked what only one of them needs.
    let done = replacing.await.map_err(|failure| if failure.is_locked() { Stopped::ByOne } else { Stopped::by(failure) })?;
    let (mut notes, mut outcomes) = (Notes::default(), Vec::with_capacity(batches.len()));
    for (one, batch) in replaced.iter().zip(batches) {
        let is_done = done.contains(one.row.id.as_str());
        outcomes.push(is_done.then(|| Outcome::Applied { epochs: vec![] }));
        if is_done {
            notes.note(&one.row.tenant_id, &one.row.id, one.now);
            for event in events(batch) {
                notes.append(db, event, true).await.map_err(Stopped::by)?;
            }
        }
    }
    let proof = limited(notes.write(db)).await.map_err(Stopped::by)?;
    Ok(Applied { outcomes, proof })
}

fn replacement(batch: &Batch) -> Option<Replaced<'_>> {
    let Some(Write::UpdateGrant { row, guard, schedule, release_lease, now, .. }) = batch.writes.first() else { return None };
    let (owner, schedule, release_lease, now) = (guard.lease.owner(), *schedule, *release_lease, *now);
    Some(Replaced { row, guard, owner, schedule, release_lease, now })
}

fn events(batch: &Batch) -> impl Iterator<Item = &Event> {
    batch.writes.iter().filter_map(|write| match write {
        Write::AppendEvent(event) => Some(event),
        _ => None,
    })
}
