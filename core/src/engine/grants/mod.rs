//! The one door to grants: what the vault holds, what this process has read of it, and every change of it.
//!
//! A change is an intention of the domain: [`Grants::renewed`], [`Grants::ended`], [`Grants::checked`], … Each says what must still
//! be true, which due times it decides, whether the lease ends and what event tells of it; it commits all of that at once and
//! invalidates what was cached. Nobody else writes a grant.

mod alarms;
pub(in crate::engine) mod cache;
pub(in crate::engine) mod changes;
pub(in crate::engine) mod departure;
#[cfg(feature = "cli")]
mod erasing;
pub(in crate::engine) mod failed_renewals;
pub(in crate::engine) mod freshness;
pub(in crate::engine) mod leases;
mod pauses;
pub(in crate::engine) mod rejections;
pub(in crate::engine) mod renewals;
pub(in crate::engine) mod revocations;
mod spool;
pub(in crate::engine) mod status;
pub(in crate::engine) mod storing;
mod token_time;
pub(in crate::engine) mod upkeep;
mod uses;
pub(in crate::engine) mod validity;
mod watched;
mod watching_over;

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::base::{Clock, ConfigId, ErrorCode, GrantId, Result, TenantId, Timestamp, UserId};
use crate::model::audit::AuditKind;
use crate::model::event::Event;
use crate::model::grant::{Grant, GrantStatus};
use crate::model::lease::{CommitRight, LeaseHolder};
use crate::model::rows::{Conflict, GrantFilter, GrantGuard, JobKind, LeaseGuard, Position, Schedule};
use crate::model::subject::GrantKey;
use crate::repo::{Act, DueWork, GrantUpdate, NewRevocation, Repo, SealingKey};

use super::common::configs::Configs;
use super::common::errors;
use super::common::policy::Settings;
use super::common::tasks::Tasks;
use cache::Cache;
use freshness::Freshness;

/// A disk that is well has remembered something by then.
const SOON: Duration = Duration::from_millis(250);
/// So many pages of changes a look reads.
const MOST_PAGES: usize = 16;

/// The grants of one vault, as this process knows them.
pub(in crate::engine) struct Grants {
    repo: Arc<Repo>,
    cache: Cache,
    clock: Arc<dyn Clock>,
    configs: Configs,
    settings: Arc<Settings>,
    tasks: Arc<Tasks>,
    /// Names this process as a holder of leases; random, so that a forked child or a cloned machine is somebody else.
    owner: [u8; 16],
    /// How far this process has read the notes of changes.
    position: Mutex<Option<Position>>,
    /// Names nobody: under it this process has a grant left alone for a while.
    nobody: [u8; 16],
    /// Leases that may be ours, and under which nothing was sent.
    unsent: leases::Unsent,
    /// Uses that are noted by the next call that waits for the vault.
    uses: uses::Uses,
    /// Leases of others that callers of this process wait for.
    watched: watched::Watched,
    /// Successors that this process has given up: only its memory held them.
    lost: AtomicUsize,
}

/// What a change says besides the grant's new content.
#[derive(Clone)]
struct Change {
    guard: GrantGuard,
    schedule: Schedule,
    release_lease: bool,
    events: Vec<Event>,
    /// Seals it where the tenant's key cannot be had.
    held: Option<SealingKey>,
    act: Option<Act>,
    /// Tokens that it gives up.
    revocation: Option<NewRevocation>,
}

impl Change {
    /// One of a grant as it was read, which decides these due times and leaves a lease alone.
    fn of(before: &Grant, schedule: Schedule, events: impl IntoIterator<Item = Event>) -> Self {
        Change {
            guard: guard(before),
            schedule,
            release_lease: false,
            events: events.into_iter().collect(),
            act: None,
            held: None,
            revocation: None,
        }
    }

    /// What is written of this grant.
    fn update(self, grant: &Grant) -> GrantUpdate<'_> {
        let Change { guard, schedule, release_lease, events, act, held, revocation } = self;
        GrantUpdate { grant, guard, schedule, release_lease, events, act, held, revocation }
    }

    /// The same; a lease under way ends with it, and its late result changes nothing.
    fn ending_lease(self) -> Self {
        Change { release_lease: true, ..self }
    }

    /// The same; these tokens are revoked at the provider.
    fn revoking(self, revocation: Option<NewRevocation>) -> Self {
        Change { revocation, ..self }
    }

    /// The same, told in the audit log.
    fn told_as(self, kind: AuditKind, actor: Option<&UserId>) -> Self {
        Change { act: Some(Act { kind, actor: actor.cloned() }), ..self }
    }
}

/// What must still be true of a grant as it was read.
fn guard(before: &Grant) -> GrantGuard {
    GrantGuard { generation: before.generation, revision: Some(before.revision), fence: before.fence, lease: LeaseGuard::Any }
}

/// The same for the result of an exchange: the lease must still be ours. With the revision: a check may have changed the status
/// since, and its event must keep its counterpart.
fn guard_under(right: &CommitRight, before: &Grant) -> GrantGuard {
    GrantGuard {
        generation: right.generation,
        revision: Some(before.revision),
        fence: right.fence,
        lease: LeaseGuard::Held(LeaseHolder { owner: right.owner, epoch: right.epoch }),
    }
}

impl Grants {
    pub(in crate::engine) fn new(
        repo: Arc<Repo>,
        clock: Arc<dyn Clock>,
        configs: Configs,
        settings: Arc<Settings>,
        tasks: Arc<Tasks>,
    ) -> Self {
        Grants {
            repo,
            cache: Cache::new(settings.policy.look_limit),
            clock,
            configs,
            settings,
            tasks,
            owner: crate::base::entropy::make_bytes(),
            nobody: crate::base::entropy::make_bytes(),
            position: Mutex::new(None),
            unsent: leases::Unsent::default(),
            uses: uses::Uses::default(),
            watched: watched::Watched::default(),
            lost: AtomicUsize::new(0),
        }
    }

    /// The prebuilt credentials. Only a read puts something there; what a change makes stale is removed by the change.
    pub(in crate::engine) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The grant with this id in this tenant; a foreign id is like an absent one (SR-38).
    pub(in crate::engine) async fn load(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Option<Grant>> {
        self.repo.load_grant(tenant_id, id).await.inspect(|grant| self.note_read(grant))
    }

    /// As [`Grants::load`], but a record that does not open is given without its secrets, so that it can be deleted.
    pub(in crate::engine) async fn load_to_delete(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Option<Grant>> {
        self.repo.load_grant_to_delete(tenant_id, id).await
    }

    /// The grant that an application names.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`: this tenant has none with this id.
    pub(in crate::engine) async fn get(&self, tenant_id: &TenantId, id: &GrantId) -> Result<Grant> {
        self.load(tenant_id, id).await?.ok_or_else(|| errors::no_grant(tenant_id, id))
    }

    /// The grant under this unique key.
    pub(in crate::engine) async fn find(&self, key: &GrantKey) -> Result<Option<Grant>> {
        self.repo.find_grant(key).await.inspect(|grant| self.note_read(grant))
    }

    /// Those under these keys, in their order.
    pub(in crate::engine) async fn find_all(&self, keys: impl Iterator<Item = &GrantKey>) -> Result<Vec<Option<Grant>>> {
        self.repo.find_grants(keys).await.inspect(|grants| grants.iter().for_each(|grant| self.note_read(grant)))
    }

    /// What was cached of an earlier state ends with every read of a later one.
    fn note_read(&self, grant: &Option<Grant>) {
        if let Some(grant) = grant {
            self.cache.outdate(&grant.id, grant.revision);
        }
    }

    /// Grants in the order of their ids.
    pub(in crate::engine) async fn list(&self, filter: GrantFilter) -> Result<Vec<Grant>> {
        self.repo.list_grants(filter).await
    }

    /// How many there are in each state.
    pub(in crate::engine) async fn count(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.repo.count_grants().await
    }

    /// Due work, handed out to this process and held for a while; none of the configs in `except`.
    pub(in crate::engine) async fn take_jobs(
        &self,
        kinds: &[JobKind],
        now: Timestamp,
        hold: Duration,
        limit: usize,
        except: Vec<ConfigId>,
    ) -> Result<Vec<DueWork>> {
        self.repo.take_jobs(kinds, now, hold, limit, except).await
    }

    /// Work that is planned for later than so long from now, handed out and held as what is due.
    pub(in crate::engine) async fn take_far_jobs(
        &self,
        kinds: &[JobKind],
        ahead: Duration,
        hold: Duration,
        limit: usize,
    ) -> Result<Vec<DueWork>> {
        self.repo.take_far_jobs(kinds, ahead, hold, limit).await
    }

    /// Learns what other processes have changed, with one indexed query for the whole process, and invalidates it here.
    pub(in crate::engine) async fn look(&self) -> Result<()> {
        // Where nothing goes on behind a call, or the vault is let go of, nothing of this does either.
        let goes_on_behind = self.settings.background && !self.tasks.is_suspended();
        self.look_and_remember(if goes_on_behind { SOON } else { Duration::MAX }).await
    }

    /// The same, and waits so long at most until an anchor remembers what the vault is like by now.
    pub(in crate::engine) async fn look_and_remember(&self, patience: Duration) -> Result<()> {
        let looked_at = self.clock.elapsed();
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for pages in 0.. {
            // Callers wait for this: of a vault that others fill, what is kept here is forgotten, and what they do is read on from its end.
            let is_behind = pages == MOST_PAGES;
            let from = position.clone().filter(|_| !is_behind);
            let changes = self.repo.changes_since(from).await.inspect_err(|error| {
                // Nobody tells this process any more what ends.
                if error.code() == ErrorCode::VaultMoved {
                    self.cache.clear();
                }
            })?;
            if changes.lost || is_behind {
                self.cache.clear();
            }
            for (_, grant_id) in &changes.grants {
                self.cache.remove(grant_id);
            }
            // A page may be full: only an empty one shows that everything has been seen. Where notes are lost, the newest place is given.
            let at_end = changes.lost || is_behind || position.is_none_or(|position| position == changes.position);
            position = Some(changes.position);
            if at_end {
                break;
            }
        }
        *self.position.lock().unwrap_or_else(PoisonError::into_inner) = position.clone();
        self.cache.note_look(looked_at);
        if let Some(position) = position {
            self.remember(position, patience).await;
        }
        Ok(())
    }

    /// Brings the anchor up to date where that is due, in a task of its own: whoever looks waits for no disk that takes longer. Whoever lets go
    /// of the vault does.
    async fn remember(&self, position: Position, patience: Duration) {
        if !self.repo.is_anchor_due() {
            return;
        }
        let (repo, (ends, ended)) = (self.repo.clone(), oneshot::channel::<()>());
        self.tasks.spawn_exchange(async move {
            if let Err(error) = repo.keep_anchor(Some(&position)).await {
                tracing::debug!(code = error.code().as_str(), "the anchor could not be brought up to date");
            }
            drop(ends);
        });
        let _ = tokio::time::timeout(patience, ended).await;
    }

    /// Forgets what this process has read of a grant: somebody has seen that it no longer holds.
    pub(in crate::engine) fn invalidate(&self, id: &GrantId) {
        self.cache.remove(id);
    }

    /// Forgets everything that this process has read.
    pub(in crate::engine) fn invalidate_all(&self) {
        self.cache.clear();
    }

    /// Commits a change, and invalidates what it has made stale.
    async fn commit(&self, grant: &Grant, change: Change) -> Result<Result<Grant, Conflict>> {
        let outcome = self.repo.replace_grant(change.update(grant)).await;
        self.invalidate_after(grant, &outcome);
        outcome
    }

    /// What was read is stale after a change, and after a conflict: somebody else was first. Where no answer came, the change may
    /// have been made: what it takes away is served no more, and all else until its end, as in any outage (SR-67).
    fn invalidate_after<T>(&self, changed: &Grant, outcome: &Result<T>) {
        let takes_away = || freshness::judge(changed, self.now_for(changed), Some(Duration::ZERO)) != Freshness::Fresh;
        if outcome.is_ok() || takes_away() {
            self.cache.remove(&changed.id);
        }
    }
}
