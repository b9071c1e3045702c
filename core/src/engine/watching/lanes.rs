//! Due work in lanes, two per config: a provider that hangs fills its own and holds up nobody else's work, and an API that hangs holds up
//! no renewal.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use crate::base::{ConfigId, Result, Timestamp};
use crate::model::rows::{GrantJob, JobKind, QueuedKind};
use crate::repo::DueWork;

use super::jobs::Jobs;

/// Renewals of one config at the same time, and as many checks and revocations: a provider is not stormed by what falls due together (SR-65).
const WIDTH: usize = 8;
/// What is done in lanes.
const ALL: [JobKind; 3] = [RENEW, JobKind::Grant(GrantJob::Check), REVOKE];
/// What asks no token endpoint.
const ELSEWHERE: [JobKind; 2] = [JobKind::Grant(GrantJob::Check), REVOKE];
const RENEW: JobKind = JobKind::Grant(GrantJob::Refresh);
const REVOKE: JobKind = JobKind::Queued(QueuedKind::Revoke);
/// Jobs taken at a time: enough to keep a lane busy, few enough that a crash delays little.
const TAKE: usize = 32;
/// A job that was taken is found again after this time if its process dies. A full lane of a provider that hangs takes less.
const HOLD: Duration = Duration::from_secs(120);

fn config_of(due: &DueWork) -> &ConfigId {
    match due {
        DueWork::Grant(due) => &due.grant.key.config,
        DueWork::Revocation(held) => &held.revocation.config,
    }
}

fn kind_of(due: &DueWork) -> JobKind {
    match due {
        DueWork::Grant(due) => JobKind::Grant(due.job),
        DueWork::Revocation(_) => REVOKE,
    }
}

/// Whose work goes in a lane.
#[derive(Clone, PartialEq, Eq, Hash)]
struct LaneName {
    config: ConfigId,
    /// Whether it asks the token endpoint. A check that needs a renewal is in the other one: it waits for an API as well.
    renews: bool,
}

impl LaneName {
    fn of(due: &DueWork) -> Self {
        LaneName { config: config_of(due).clone(), renews: kind_of(due) == RENEW }
    }
}

#[derive(Default)]
struct Lane {
    running: usize,
    waiting: VecDeque<DueWork>,
}

impl Lane {
    /// Nothing more is taken for it: what is due stays in the store, for other processes too.
    fn is_full(&self) -> bool {
        self.running >= WIDTH || !self.waiting.is_empty()
    }
}

/// Work that has ended.
pub(super) struct Finished {
    pub(super) job: JobKind,
    /// Whether it went well.
    pub(super) done: bool,
}

/// The lanes of one round of work, or of a scheduler that never ends.
#[derive(Default)]
pub(super) struct Lanes {
    open: HashMap<LaneName, Lane>,
    running: JoinSet<bool>,
    /// Whose lane a task is in.
    tasks: HashMap<Id, (LaneName, JobKind)>,
    /// A lane has become free since the last look: there may be more for it.
    has_room: bool,
}

impl Lanes {
    /// Whether a look may find work for a lane that was full at the last one.
    pub(super) fn has_room(&self) -> bool {
        self.has_room
    }

    /// Whether work that was taken has not been started.
    pub(super) fn has_waiting(&self) -> bool {
        self.open.values().any(|lane| !lane.waiting.is_empty())
    }

    /// Takes what is due at `now` for lanes that are not full, and starts as much as `fits`.
    ///
    /// # Errors
    /// - `vault_unavailable`: the due work could not be found. What was taken before goes on.
    pub(super) async fn fill(&mut self, jobs: &Arc<Jobs>, now: Timestamp, fits: impl Fn() -> bool) -> Result<()> {
        self.has_room = false;
        let mut more = true;
        while more && fits() {
            more = false;
            // What a provider does not want to hear stays due, and is taken when its pause is over.
            let renewals: HashSet<_> = self.full(true).chain(jobs.refresher.throttles.stopped()).collect();
            let others: HashSet<_> = self.full(false).collect();
            // Most often nothing is full, and one question finds everything.
            let questions: Vec<(&[JobKind], _)> = if renewals == others {
                vec![(&ALL[..], renewals)]
            } else {
                vec![(&[RENEW][..], renewals), (&ELSEWHERE[..], others)]
            };
            for (kinds, except) in questions {
                let taken = jobs.grants.take_jobs(kinds, now, HOLD, TAKE, except.into_iter().collect()).await?;
                more |= taken.len() == TAKE;
                for due in taken {
                    self.open.entry(LaneName::of(&due)).or_default().waiting.push_back(due);
                }
            }
            self.start(jobs, &fits);
        }
        Ok(())
    }

    /// The configs for whose renewals, or whose other work, nothing more is taken.
    fn full(&self, renews: bool) -> impl Iterator<Item = ConfigId> {
        let is_meant = move |(name, lane): &(&LaneName, &Lane)| name.renews == renews && lane.is_full();
        self.open.iter().filter(is_meant).map(|(name, _)| name.config.clone())
    }

    /// Starts what waits and has a place in its lane, for as long as more `fits`.
    pub(super) fn start(&mut self, jobs: &Arc<Jobs>, fits: impl Fn() -> bool) {
        for (name, lane) in &mut self.open {
            while lane.running < WIDTH && fits() {
                let Some(due) = lane.waiting.pop_front() else { break };
                let (job, worker) = (kind_of(&due), jobs.clone());
                let task = self.running.spawn(async move { worker.run(due).await });
                self.tasks.insert(task.id(), (name.clone(), job));
                lane.running += 1;
            }
        }
    }

    /// Waits until one task has ended; `None` if nothing is running.
    pub(super) async fn finished(&mut self) -> Option<Finished> {
        // A panic is a failure of its grant and frees its place like any other end.
        let (id, done) = match self.running.join_next_with_id().await? {
            Ok((id, done)) => (id, done),
            Err(error) => (error.id(), false),
        };
        let (name, job) = self.tasks.remove(&id)?;
        if let Some(lane) = self.open.get_mut(&name) {
            // Where something waits, it takes the place at once and the lane stays full.
            self.has_room |= lane.running == WIDTH && lane.waiting.is_empty();
            lane.running -= 1;
            if lane.running == 0 && lane.waiting.is_empty() {
                self.open.remove(&name);
            }
        }
        Some(Finished { job, done })
    }
}
