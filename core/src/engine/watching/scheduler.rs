//! Work that falls due: looks at other processes' changes, refreshes ahead of expiry, health checks, housekeeping. Everything
//! due is found through an index; a tick costs what is due.

use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::base::{Clock, Error, ErrorCode, Result};
#[cfg(feature = "cli")]
use crate::base::{TenantId, Timestamp};
use crate::model::rows::{GrantJob, JobKind, QueuedKind};
#[cfg(feature = "cli")]
use crate::repo::{
    AuditDropping, KeyRotation, OpenedSoFar, ProcessStatus, ResealProgress, RewrapProgress, RootKeyStatus, Verification,
};
use crate::repo::{Events, Housekeeping};

use super::far_off;
use super::jobs::Jobs;
use super::lanes::{Finished, Lanes};
use crate::engine::common::policy::Settings;
use crate::engine::common::tasks::Tasks;
use crate::engine::connecting::Connector;
use crate::engine::grants::Grants;

/// How often what is past its time is removed. A parked code is refused after 60 s, and gone from the vault soon after.
const PURGE_EVERY: Duration = Duration::from_secs(30);

/// What a round of work did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaintenanceReport {
    /// Refreshes that worked.
    pub refreshed: u32,
    /// Health checks that got an answer, whatever it says of the credential.
    pub checked: u32,
    /// Revocations at a provider that came to an end. They are of tokens of what was deleted.
    pub revoked: u32,
    /// Refreshes and revocations that failed, and checks that nobody answered. Each is tried again by itself.
    pub failed: u32,
    /// Whether everything due was done; otherwise the budget was over.
    pub complete: bool,
}

/// Does what falls due.
pub(crate) struct Scheduler {
    pub(in crate::engine) housekeeping: Housekeeping,
    pub(in crate::engine) events: Events,
    pub(in crate::engine) grants: Arc<Grants>,
    pub(in crate::engine) connector: Arc<Connector>,
    pub(in crate::engine) jobs: Arc<Jobs>,
    pub(in crate::engine) clock: Arc<dyn Clock>,
    pub(in crate::engine) settings: Arc<Settings>,
    pub(in crate::engine) tasks: Arc<Tasks>,
}

/// Looks at other processes' changes, and removes what is past its time. It holds no scheduler while it waits, so that
/// a forgotten engine can go.
pub(in crate::engine) async fn run_looks(scheduler: Weak<Scheduler>) {
    let (mut last_purge, mut said) = (None, Said::default());
    loop {
        let Some(scheduler) = scheduler.upgrade() else { return };
        let tasks = scheduler.tasks.clone();
        // Made before the look at `closed`: a wake in between is not lost.
        let woken = tasks.woken();
        if tasks.check_open().is_err() {
            return;
        }
        if tasks.is_suspended() {
            drop(scheduler);
            woken.await;
            continue;
        }
        said.warn_of(scheduler.look_and_purge(&mut last_purge).await);
        let pause = scheduler.settings.policy.look_every;
        drop(scheduler);
        // Woken early by a moved clock and by the end.
        let _ = tokio::time::timeout(pause, woken).await;
    }
}

/// What may wait long for a key service or a disk: stores what the spool holds, root keys take turns, records are sealed again. Apart
/// from the looks, which it must not delay.
pub(in crate::engine) async fn run_slow_work(scheduler: Weak<Scheduler>) {
    let mut last_far: Option<Duration> = None;
    loop {
        let Some(scheduler) = scheduler.upgrade() else { return };
        let tasks = scheduler.tasks.clone();
        let woken = tasks.woken();
        if tasks.check_open().is_err() {
            return;
        }
        if tasks.is_suspended() {
            drop(scheduler);
            woken.await;
            continue;
        }
        scheduler.grants.store_all_spooled().await;
        let goes_on = || tasks.check_open().is_ok() && !tasks.is_suspended();
        scheduler.keep_up(&goes_on).await;
        let now = scheduler.clock.elapsed();
        if last_far.is_none_or(|at| now.saturating_sub(at) >= far_off::EVERY) {
            warn_of(scheduler.jobs.plan_far_ones_anew(goes_on).await);
            last_far = Some(now);
        }
        drop(scheduler);
        let _ = tokio::time::timeout(PURGE_EVERY, woken).await;
    }
}

/// Due refreshes, checks and revocations, in lanes that go on from one look to the next: work that hangs delays no look.
pub(in crate::engine) async fn run_work(scheduler: Weak<Scheduler>) {
    let mut lanes = Lanes::default();
    let mut looks: Option<tokio::time::Interval> = None;
    let (mut is_due, mut said) = (true, Said::default());
    loop {
        let Some(scheduler) = scheduler.upgrade() else { return };
        let tasks = scheduler.tasks.clone();
        let woken = tasks.woken();
        if tasks.check_open().is_err() {
            return;
        }
        let may_start = || tasks.check_open().is_ok() && !tasks.is_suspended();
        lanes.start(&scheduler.jobs, may_start);
        if (is_due || lanes.has_room()) && may_start() {
            said.warn_of(lanes.fill(&scheduler.jobs, scheduler.clock.now(), may_start).await);
        }
        // Half as often as changes are looked for: what falls due is planned well ahead, and an idle process is to ask little.
        let pause = scheduler.settings.policy.look_every * 2;
        drop(scheduler);
        let looks = looks.get_or_insert_with(|| {
            let mut looks = tokio::time::interval(pause);
            looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            looks
        });
        is_due = tokio::select! {
            () = woken => true,
            // A suspended process is woken by nothing of ours.
            _ = looks.tick(), if !tasks.is_suspended() => true,
            Some(_) = lanes.finished() => false,
        };
    }
}

fn warn_of(done: Result<()>) {
    if let Err(error) = done {
        tracing::warn!(code = error.code().as_str(), "a scheduled round failed; the next one tries again");
    }
}

/// What has been said of rounds that come each second: where all fail alike, nothing new is to be said.
#[derive(Default)]
struct Said(Option<ErrorCode>);

impl Said {
    fn warn_of(&mut self, done: Result<()>) {
        let failed = done.as_ref().err().map(Error::code);
        if std::mem::replace(&mut self.0, failed) != failed {
            warn_of(done);
        }
    }
}

impl Scheduler {
    async fn look_and_purge(&self, last_purge: &mut Option<Duration>) -> Result<()> {
        // Whatever comes of this: whoever waits for events hears of it.
        let looked = self.grants.look().await;
        self.events.look().await;
        looked?;
        let now = self.clock.elapsed();
        if last_purge.is_none_or(|at| now.saturating_sub(at) >= PURGE_EVERY) {
            self.housekeeping.purge().await?;
            *last_purge = Some(now);
        }
        Ok(())
    }

    /// One round of due work, for programs without background work. No exchange is started that the budget cannot finish.
    ///
    /// # Errors
    /// - `vault_unavailable`: the due work could not be found. Failures of single grants are counted, not raised.
    pub(crate) async fn run_maintenance(&self, budget: Option<Duration>) -> Result<MaintenanceReport> {
        self.tasks.check_open()?;
        let start = self.clock.elapsed();
        self.grants.look_and_remember(budget.unwrap_or(Duration::MAX)).await?;
        self.grants.note_uses(Duration::MAX).await;
        self.grants.store_all_spooled().await;
        self.connector.store_endings().await;
        let report = self.round(start, budget).await?;
        self.housekeeping.purge().await?;
        let fits = || {
            let took = self.clock.elapsed().saturating_sub(start);
            self.tasks.check_open().is_ok() && budget.is_none_or(|budget| took < budget)
        };
        // What was done is reported, whatever becomes of keys and records: they go on at the next round.
        self.keep_up(&fits).await;
        if fits() {
            warn_of(self.jobs.plan_far_ones_anew(fits).await);
        }
        Ok(report)
    }

    /// Root keys take turns, records are sealed again, and rotations that were begun go on, for as long as `goes_on` says.
    async fn keep_up(&self, goes_on: &(dyn Fn() -> bool + Sync)) {
        if goes_on() {
            warn_of(self.housekeeping.rotate_root_keys(|_| goes_on()).await.map(drop));
        }
        if goes_on() {
            warn_of(self.housekeeping.reseal_records(|_| goes_on()).await.map(drop));
        }
        if goes_on() {
            warn_of(self.housekeeping.finish_key_rotations(|_| goes_on()).await);
        }
        if goes_on() {
            warn_of(self.housekeeping.finish_index_rotation(|_| goes_on()).await.map(drop));
        }
    }

    async fn round(&self, start: Duration, budget: Option<Duration>) -> Result<MaintenanceReport> {
        // What falls due while this round runs is the next round's: a round ends.
        let now = self.clock.now();
        let fits = || {
            let took = self.clock.elapsed().saturating_sub(start);
            self.tasks.check_open().is_ok() && budget.is_none_or(|budget| took + self.settings.policy.exchange <= budget)
        };
        let mut report = MaintenanceReport { complete: true, ..MaintenanceReport::default() };
        let mut lanes = Lanes::default();
        let mut looks = true;
        loop {
            if looks && fits() {
                lanes.fill(&self.jobs, now, fits).await?;
            } else if looks {
                report.complete = false;
            }
            match lanes.finished().await {
                Some(Finished { job: JobKind::Grant(GrantJob::Refresh), done: true }) => report.refreshed += 1,
                Some(Finished { job: JobKind::Grant(GrantJob::Check), done: true }) => report.checked += 1,
                Some(Finished { job: JobKind::Queued(QueuedKind::Revoke | QueuedKind::Deliver), done: true }) => {
                    report.revoked += 1
                }
                Some(Finished { done: false, .. }) => report.failed += 1,
                None => break,
            }
            lanes.start(&self.jobs, fits);
            looks = lanes.has_room();
        }
        report.complete &= !lanes.has_waiting();
        Ok(report)
    }

    /// Opens everything that is sealed, and tells what does not open.
    #[cfg(feature = "cli")]
    pub(crate) async fn verify(&self, after_page: impl FnMut(OpenedSoFar)) -> Result<Verification> {
        self.housekeeping.verify_telling(after_page).await
    }

    /// The root keys that the vault knows or needs.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_root_keys(&self) -> Result<Vec<RootKeyStatus>> {
        self.housekeeping.list_root_keys().await
    }

    /// Who else has the vault open.
    #[cfg(feature = "cli")]
    pub(crate) async fn list_processes(&self) -> Result<Vec<ProcessStatus>> {
        self.housekeeping.list_processes().await
    }

    /// Waits for a process no longer, because somebody says that it has ended.
    #[cfg(feature = "cli")]
    pub(crate) async fn forget_process(&self, id: &str) -> Result<()> {
        self.housekeeping.forget_process(id).await
    }

    /// Seals again what an earlier version has sealed, for as long as `goes_on` says.
    #[cfg(feature = "cli")]
    pub(crate) async fn reseal_records(&self, goes_on: impl FnMut(ResealProgress) -> bool) -> Result<ResealProgress> {
        self.housekeeping.reseal_records(goes_on).await
    }

    /// Lets another key of a tenant seal, and seals again what the ones before have sealed.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_tenant_key(
        &self,
        tenant_id: &TenantId,
        goes_on: impl FnMut(KeyRotation) -> bool,
    ) -> Result<KeyRotation> {
        self.housekeeping.rotate_tenant_key(tenant_id, goes_on).await
    }

    /// Notes that an operator knows of the entries of the audit log up to this one for which nobody vouches. How many those are.
    #[cfg(feature = "cli")]
    pub(crate) async fn acknowledge_audit(&self, up_to: u64) -> Result<u64> {
        self.housekeeping.acknowledge_audit(up_to).await
    }

    /// Tells that the vault is copied to another place.
    #[cfg(feature = "cli")]
    pub(crate) async fn tell_of_copy(&self) -> Result<()> {
        self.housekeeping.tell_of_copy().await
    }

    /// Lets another index key hash accounts, and hashes again what the ones before have hashed.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_index_key(&self, goes_on: impl FnMut(KeyRotation) -> bool) -> Result<KeyRotation> {
        self.housekeeping.rotate_index_key(goes_on).await
    }

    /// Lets another key link the audit log from now on.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_audit_key(&self) -> Result<()> {
        self.housekeeping.rotate_audit_key().await
    }

    /// Drops the entries of the audit log that are older than this time, for as long as `goes_on` says.
    #[cfg(feature = "cli")]
    pub(crate) async fn drop_audit(
        &self,
        before: Timestamp,
        goes_on: impl FnMut(AuditDropping) -> bool,
    ) -> Result<AuditDropping> {
        self.housekeeping.drop_audit(before, goes_on).await
    }

    /// Whether the vault is in an earlier state than is remembered, which nobody has confirmed.
    #[cfg(feature = "cli")]
    pub(crate) async fn is_earlier(&self) -> Result<bool> {
        self.housekeeping.is_earlier().await
    }

    /// Refuses where no refresh token is presented.
    #[cfg(feature = "cli")]
    pub(crate) async fn check_not_earlier(&self) -> Result<()> {
        self.grants.check_not_restored().await
    }

    /// The restore was meant. Whether there was anything to confirm.
    pub(crate) async fn confirm_restore(&self) -> Result<bool> {
        self.housekeeping.confirm_restore().await
    }

    /// How many records an earlier version may have sealed.
    #[cfg(feature = "cli")]
    pub(crate) async fn count_outdated(&self) -> Result<u64> {
        self.housekeeping.count_outdated().await
    }

    /// Lets the first root key wrap and wraps again what others wrap, for as long as `goes_on` says.
    #[cfg(feature = "cli")]
    pub(crate) async fn rotate_root_keys(&self, goes_on: impl FnMut(RewrapProgress) -> bool) -> Result<RewrapProgress> {
        self.housekeeping.rotate_root_keys(goes_on).await
    }
}
