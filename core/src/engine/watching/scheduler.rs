//! Work that falls due: looks at other processes' changes, refreshes ahead of expiry, health checks, housekeeping. Everything
//! due is found through an index; a tick costs what is due.

use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use crate::base::{Result, Timestamp};
use crate::model::grant::{Grant, GrantStatus, Material};
use crate::model::rows::{Due, Schedule};
use crate::repo::GrantUpdate;

use super::lanes::Lanes;
use crate::engine::Engine;
use crate::engine::grants::status;

/// How often what is past its time is removed. A parked code is refused after 60 s, and gone from the vault soon after.
const PURGE_EVERY: Duration = Duration::from_secs(30);

/// What a round of work did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaintenanceReport {
    /// Grants renewed.
    pub refreshed: u32,
    /// Grants checked.
    pub checked: u32,
    /// Renewals and checks that failed; each is tried again by itself.
    pub failed: u32,
    /// Whether everything due was done; otherwise the budget was over.
    pub complete: bool,
}

/// Looks at other processes' changes, and removes what is past its time. It holds no engine while it waits, so that a forgotten
/// one can go.
pub(in crate::engine) async fn run_watch(engine: Weak<Engine>) {
    let mut last_purge = None;
    loop {
        let Some(engine) = engine.upgrade() else { return };
        let wake = engine.wake.clone();
        // Made before the look at `closed`: a wake in between is not lost.
        let woken = wake.notified();
        if engine.check_open().is_err() {
            return;
        }
        if engine.is_suspended() {
            drop(engine);
            woken.await;
            continue;
        }
        warn_of(engine.watch(&mut last_purge).await);
        let pause = engine.settings.policy.look_every;
        drop(engine);
        // Woken early by a moved clock and by the end.
        let _ = tokio::time::timeout(pause, woken).await;
    }
}

/// Due refreshes and checks, in lanes that go on from one look to the next: work that hangs delays no look.
pub(in crate::engine) async fn run_work(engine: Weak<Engine>) {
    let mut lanes = Lanes::default();
    let mut looks: Option<tokio::time::Interval> = None;
    let mut is_due = true;
    loop {
        let Some(engine) = engine.upgrade() else { return };
        let wake = engine.wake.clone();
        let woken = wake.notified();
        if engine.check_open().is_err() {
            return;
        }
        let may_start = || engine.check_open().is_ok() && !engine.is_suspended();
        lanes.start(&engine, may_start);
        if (is_due || lanes.has_room()) && may_start() {
            warn_of(lanes.fill(&engine, engine.clock.now(), may_start).await);
        }
        let pause = engine.settings.policy.look_every;
        drop(engine);
        let looks = looks.get_or_insert_with(|| {
            let mut looks = tokio::time::interval(pause);
            looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            looks
        });
        is_due = tokio::select! {
            () = woken => true,
            _ = looks.tick() => true,
            Some(_) = lanes.settle() => false,
        };
    }
}

fn warn_of(done: Result<()>) {
    if let Err(error) = done {
        tracing::warn!(code = error.code().as_str(), "a scheduled round failed; the next one tries again");
    }
}

impl Engine {
    async fn watch(&self, last_purge: &mut Option<Duration>) -> Result<()> {
        self.look().await?;
        let now = self.clock.elapsed();
        if last_purge.is_none_or(|at| now.saturating_sub(at) >= PURGE_EVERY) {
            self.repo.purge().await?;
            *last_purge = Some(now);
        }
        Ok(())
    }

    /// One round of due work, for programs without background work. No exchange is started that the budget cannot finish.
    ///
    /// # Errors
    /// - `vault_unavailable`: the due work could not be found. Failures of single grants are counted, not raised.
    pub(crate) async fn run_maintenance(self: &Arc<Self>, budget: Option<Duration>) -> Result<MaintenanceReport> {
        self.check_open()?;
        self.look().await?;
        let report = self.round(budget).await?;
        self.repo.purge().await?;
        Ok(report)
    }

    async fn round(self: &Arc<Self>, budget: Option<Duration>) -> Result<MaintenanceReport> {
        let start = self.clock.elapsed();
        // What falls due while this round runs is the next round's: a round ends.
        let now = self.clock.now();
        let fits = || {
            let took = self.clock.elapsed().saturating_sub(start);
            self.check_open().is_ok() && budget.is_none_or(|budget| took + self.settings.policy.exchange <= budget)
        };
        let mut report = MaintenanceReport { complete: true, ..MaintenanceReport::default() };
        let mut lanes = Lanes::default();
        let mut looks = true;
        loop {
            if looks && fits() {
                lanes.fill(self, now, fits).await?;
            } else if looks {
                report.complete = false;
            }
            match lanes.settle().await {
                Some((Due::Refresh, true)) => report.refreshed += 1,
                Some((Due::Check, true)) => report.checked += 1,
                Some((_, false)) => report.failed += 1,
                None => break,
            }
            lanes.start(self, fits);
            looks = lanes.has_room();
        }
        report.complete &= !lanes.has_waiting();
        Ok(report)
    }

    /// Does what a grant is due for; whether it went well.
    pub(in crate::engine) async fn do_due(self: &Arc<Self>, due: Due, grant: Grant) -> bool {
        let Ok(config) = self.config_of(&grant) else { return false };
        let outcome = match due {
            Due::Refresh if self.is_idle(&grant) => self.postpone(&config.definition.lifetime, grant).await,
            Due::Refresh => {
                let (tenant_id, id, generation) = (grant.key.tenant_id.clone(), grant.id.clone(), grant.generation);
                self.refresh(config, tenant_id, id, generation).await.map(drop)
            }
            Due::Check => self.check_grant(config, grant).await.map(drop),
        };
        match outcome {
            Ok(()) => true,
            Err(error) => {
                tracing::info!(code = error.code().as_str(), "due work failed");
                false
            }
        }
    }

    /// Nobody has asked for it lately: it is not kept warm.
    fn is_idle(&self, grant: &Grant) -> bool {
        grant.last_used_at.is_none_or(|at| self.clock.now().since(at) > self.settings.policy.keep_warm)
    }

    /// An idle grant is renewed only before its refresh token would die of idleness.
    async fn postpone(self: &Arc<Self>, lifetime: &crate::model::definition::Lifetime, mut grant: Grant) -> Result<()> {
        let guard = status::guard(&grant);
        let Material::OAuth(tokens) = &grant.secrets.material else { return Ok(()) };
        let idle = Duration::from_secs(lifetime.refresh_idle_seconds);
        let before_death = tokens.issued_at.plus(idle / 10 * 8);
        let dies = !idle.is_zero() && tokens.renewal.refresh_token().is_some();
        if dies && before_death <= self.clock.now() && grant.secrets.status != GrantStatus::NeedsReauth {
            let config = self.config_of(&grant)?;
            return self.refresh(config, grant.key.tenant_id.clone(), grant.id.clone(), grant.generation).await.map(drop);
        }
        grant.refresh_at = dies.then_some(before_death).filter(|at| *at < Timestamp::NEVER);
        let schedule = Schedule::Refresh;
        let update = GrantUpdate { grant: &grant, guard, schedule, release_lease: false, events: vec![] };
        // A conflict: it moved on, and whoever moved it has said when it is due.
        let _ = self.repo.update_grant(update).await?;
        Ok(())
    }

    /// Learns what other processes have changed, with one indexed query for the whole process, and drops those entries.
    pub(in crate::engine) async fn look(&self) -> Result<()> {
        let looked_at = self.clock.elapsed();
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner).clone();
        loop {
            let changes = self.repo.changes_since(position.clone()).await?;
            if changes.lost {
                self.cache.clear();
            }
            for (_, grant_id) in &changes.grants {
                self.cache.remove(grant_id);
            }
            // A page may be full: only an empty one shows that everything has been seen.
            let at_end = position.is_none_or(|position| position == changes.position);
            position = Some(changes.position);
            if at_end {
                break;
            }
        }
        *self.position.lock().unwrap_or_else(PoisonError::into_inner) = position;
        self.cache.note_look(looked_at);
        Ok(())
    }
}
