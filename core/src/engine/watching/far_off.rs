//! What a wall clock has planned that was far ahead. While it was, each renewal and each check was planned for a day that is years away once the
//! clock is right again, and a grant that nobody asks for would be left alone until then. So whatever is planned for later than anybody plans
//! is looked at now and then, and planned anew by what is left of it.

use std::time::Duration;

use crate::base::Result;
use crate::model::grant::GrantStatus;
use crate::model::rows::{GrantJob, JobKind, QueuedKind};
use crate::repo::{DueGrant, DueWork};

use super::jobs::Jobs;

/// How often it is looked for, in a process that works by itself.
pub(super) const EVERY: Duration = Duration::from_secs(3600);
/// What was looked at and is planned well, as a token that lives for years may be, is looked at once a day and not each hour. It does not fall
/// due within that time; and what is planned anew, by this or by whoever changes the grant meanwhile, is held no longer.
const HOLD: Duration = Duration::from_secs(DAY);
const DAY: u64 = 86_400;
const TAKE: usize = 100;
/// So many at a time at most, of each kind: the rest is looked at by the next round.
const PAGES: usize = 10;

/// Later than anybody plans it.
const FAR: [(JobKind, Duration); 3] = [
    // Some tokens live for a year, and few for longer.
    (JobKind::Grant(GrantJob::Refresh), Duration::from_secs(366 * DAY)),
    // A check is made each day, and a revocation is tried again each hour.
    (JobKind::Grant(GrantJob::Check), Duration::from_secs(2 * DAY)),
    (JobKind::Queued(QueuedKind::Revoke), Duration::from_secs(2 * DAY)),
];

impl Jobs {
    /// Plans anew what is planned for later than anybody plans, for as long as this `goes_on`.
    ///
    /// # Errors
    /// - `vault_unavailable`: it could not be found.
    pub(super) async fn plan_far_ones_anew(&self, goes_on: impl Fn() -> bool) -> Result<()> {
        for (kind, ahead) in FAR {
            for _ in 0..PAGES {
                if !goes_on() {
                    return Ok(());
                }
                let far = self.grants.take_far_jobs(&[kind], ahead, HOLD, TAKE).await?;
                let is_last = far.len() < TAKE;
                for work in far {
                    self.plan_anew(work).await?;
                }
                if is_last {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn plan_anew(&self, work: DueWork) -> Result<()> {
        let DueGrant { job, grant } = match work {
            DueWork::Grant(due) => *due,
            DueWork::Revocation(held) => {
                self.grants.revocation_postponed(&held, Duration::ZERO).await;
                return Ok(());
            }
        };
        let now = self.clock.now();
        let (planned, anew) = match job {
            // What is left by what has passed since its tokens were got, which nobody who sets a clock changes.
            GrantJob::Refresh => {
                let of_tokens = self.grants.now_for(&grant);
                (grant.refresh_at, grant.refresh_at.map(|at| now.plus(at.since(of_tokens))))
            }
            // Somebody waits for what the check of a pending one finds.
            GrantJob::Check if grant.secrets.status == GrantStatus::Pending => (grant.next_check_at, Some(now)),
            GrantJob::Check => (grant.next_check_at, Some(self.settings.policy.next_check(now))),
        };
        let Some((planned, anew)) = planned.zip(anew) else { return Ok(()) };
        // Where it is planned well, both are the same but for what a clock has been corrected by.
        if planned.since(anew) < Duration::from_secs(DAY) {
            return Ok(());
        }
        tracing::warn!(
            connection_id = grant.id.as_str(),
            provider = grant.provider.as_str(),
            config = grant.key.config.as_str(),
            tenant_id = grant.key.tenant_id.as_str(),
            job = JobKind::Grant(job).as_str(),
            "work was planned by a clock that was far ahead; it is planned anew"
        );
        self.grants.planned_anew(&grant, job, anew).await
    }
}
