//! Due work in lanes, one per config: a provider that hangs fills its own lane and holds up nobody else's work.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use crate::base::{ConfigId, Result, Timestamp};
use crate::model::rows::{GrantJob, JobKind, QueuedKind};
use crate::repo::DueWork;

use super::jobs::Jobs;

/// Renewals, checks and revocations of one config at the same time: a provider is not stormed by what falls due together (SR-65).
const WIDTH: usize = 8;
/// What is done in lanes.
const ALL: [JobKind; 3] = [JobKind::Grant(GrantJob::Refresh), JobKind::Grant(GrantJob::Check), REVOKE];
/// What asks no token endpoint.
const ELSEWHERE: [JobKind; 2] = [JobKind::Grant(GrantJob::Check), REVOKE];
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
    open: HashMap<ConfigId, Lane>,
    running: JoinSet<bool>,
    /// Whose lane a task is in.
    tasks: HashMap<Id, (ConfigId, JobKind)>,
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
            let full: Vec<_> = self.open.iter().filter(|(_, lane)| lane.is_full()).map(|(config, _)| config.clone()).collect();
            // What a provider does not want to hear stays due, and is taken when its pause is over.
            let stopped = jobs.refresher.throttles.stopped();
            let except = full.iter().chain(&stopped).cloned().collect();
            let mut taken = jobs.grants.take_jobs(&ALL, now, HOLD, TAKE, except).await?;
            more |= taken.len() == TAKE;
            if !stopped.is_empty() && taken.len() < TAKE {
                // These ask other endpoints.
                let checks = jobs.grants.take_jobs(&ELSEWHERE, now, HOLD, TAKE - taken.len(), full).await?;
                taken.extend(checks);
            }
            for due in taken {
                self.open.entry(config_of(&due).clone()).or_default().waiting.push_back(due);
            }
            self.start(jobs, &fits);
        }
        Ok(())
    }

    /// Starts what waits and has a place in its lane, for as long as more `fits`.
    pub(super) fn start(&mut self, jobs: &Arc<Jobs>, fits: impl Fn() -> bool) {
        for (config, lane) in &mut self.open {
            while lane.running < WIDTH && fits() {
                let Some(due) = lane.waiting.pop_front() else { break };
                let (job, worker) = (kind_of(&due), jobs.clone());
                let task = self.running.spawn(async move { worker.run(due).await });
                self.tasks.insert(task.id(), (config.clone(), job));
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
        let (config, job) = self.tasks.remove(&id)?;
        if let Some(lane) = self.open.get_mut(&config) {
            // Where something waits, it takes the place at once and the lane stays full.
            self.has_room |= lane.running == WIDTH && lane.waiting.is_empty();
            lane.running -= 1;
            if lane.running == 0 && lane.waiting.is_empty() {
                self.open.remove(&config);
            }
        }
        Some(Finished { job, done })
    }
}
