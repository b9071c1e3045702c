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
        let due = asked::take_jobs(&*self.store, JobRequest { kinds, now, hold, limit, except }).await?;
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
                    let due = grant.filter(|grant| is_due(grant, kind, now)).map(|grant| DueGrant { job: kind, grant });
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
        Ok(jobs)
    }
}
