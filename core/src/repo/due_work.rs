//! Hands out what has fallen due, opened.

use std::time::Duration;

use crate::base::{ConfigId, Result, Timestamp};
use crate::model::grant::Grant;
use crate::model::rows::{DueJob, GrantJob, GrantRow, JobKind, JobRequest};

use super::revocations::HeldRevocation;
use super::{Repo, asked};

/// Work on a grant that has fallen due.
pub(crate) struct DueGrant {
    /// What is to be done.
    pub(crate) job: GrantJob,
    /// The grant.
    pub(crate) grant: Grant,
}

/// Work that has fallen due.
pub(crate) enum DueWork {
    /// On a grant.
    Grant(Box<DueGrant>),
    /// Tokens that are to be revoked.
    Revocation(Box<HeldRevocation>),
}

/// A machine that has not been told the time yet believes that it is earlier: 2026-01-01.
const NOT_SET_YET: Timestamp = Timestamp::from_unix_seconds(1_767_225_600);
/// The clocks of two machines may differ by this.
const CORRECTION: Duration = Duration::from_secs(3600);

/// Whether this work on a grant is due, by its own plan.
fn is_due(grant: &Grant, job: GrantJob, now: Timestamp) -> bool {
    let planned = match job {
        GrantJob::Refresh => grant.refresh_at,
        GrantJob::Check => grant.next_check_at,
    };
    planned.is_some_and(|at| at <= now)
}

impl Repo {
    /// Due work, handed out to this process and held for a while. A grant that does not open is passed over: it must not
    /// stop the work on the others. So is one that is not due any more as it is stored now: somebody has done the work between the
    /// store's answer and its opening, and a token of a moment ago is not renewed. Those of the configs in `except` are left in
    /// the store.
    pub(crate) async fn take_jobs(
        &self,
        kinds: &[JobKind],
        now: Timestamp,
        hold: Duration,
        limit: usize,
        except: Vec<ConfigId>,
    ) -> Result<Vec<DueWork>> {
        let kinds = kinds.to_vec();
        let due = asked::take_jobs(&*self.store, JobRequest { kinds, now, after: None, hold, limit, except }).await?;
        Ok(self.open_jobs(due, |grant, kind| is_due(grant, kind, now)).await)
    }

    /// Work that is planned for later than so long from now, handed out and held like what is due. None where this process's clock is not to
    /// be believed, which would take what is planned well for something far away.
    pub(crate) async fn take_far_jobs(
        &self,
        kinds: &[JobKind],
        ahead: Duration,
        hold: Duration,
        limit: usize,
    ) -> Result<Vec<DueWork>> {
        let (now, shared) = (self.clock.now(), self.shared_now().await?);
        if now < NOT_SET_YET || now.since(shared).max(shared.since(now)) > CORRECTION {
            return Ok(Vec::new());
        }
        let (kinds, after, except) = (kinds.to_vec(), Some(now.plus(ahead)), Vec::new());
        let far = asked::take_jobs(&*self.store, JobRequest { kinds, now: Timestamp::NEVER, after, hold, limit, except }).await?;
        Ok(self.open_jobs(far, |_, _| true).await)
    }

    async fn open_jobs(&self, due: Vec<DueJob>, is_meant: impl Fn(&Grant, GrantJob) -> bool) -> Vec<DueWork> {
        let mut jobs = Vec::with_capacity(due.len());
        for job in due {
            let (kind, row) = match job {
                DueJob::Grant(kind, row) => (kind, row),
                DueJob::Queued(row) => {
                    jobs.extend(self.open_due_revocation(row).await.map(|held| DueWork::Revocation(Box::new(held))));
                    continue;
                }
            };
            match self.open_optional(Some(GrantRow::clone(&row))).await {
                Ok(grant) => {
                    let due = grant.filter(|grant| is_meant(grant, kind)).map(|grant| DueGrant { job: kind, grant });
                    jobs.extend(due.map(|due| DueWork::Grant(Box::new(due))))
                }
                Err(error) => tracing::warn!(
                    connection_id = row.id.as_str(),
                    provider = row.provider.as_str(),
                    config = row.config.as_str(),
                    tenant_id = row.tenant_id.as_str(),
                    code = error.code().as_str(),
                    "a due grant cannot be opened"
                ),
            }
        }
        jobs
    }
}
