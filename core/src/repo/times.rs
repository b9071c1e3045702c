//! What time it is, and how long ago something was, where this process's own wall clock may be wrong.

use std::time::Duration;

use super::Repo;
use crate::base::{Result, Timestamp};

impl Repo {
    /// Now, on the clock of the store, where it has one that all who share it read: what one process believes of the time removes
    /// nothing that others wait for, and ends nothing of theirs.
    pub(super) async fn shared_now(&self) -> Result<Timestamp> {
        let Some(now) = self.store.now().await? else { return Ok(self.clock.now()) };
        // Once, as this process begins: whoever sets the server's clock later moves nothing.
        self.judged_by_server.call_once(|| self.start.judge_by(now, &*self.clock));
        Ok(now)
    }

    /// What this process's clock would say if nobody had set it since it began, or the server's, where it began under one that was ahead of it.
    pub(crate) fn unmoved(&self) -> Timestamp {
        self.start.unmoved(&*self.clock)
    }

    /// How long ago a wall clock has noted a point, where something is given up once it is long enough ago: no clock that is set forward makes
    /// it older, and on a vault that is on a server none that was ahead when the process began.
    pub(crate) fn age_of(&self, since: Timestamp) -> Duration {
        self.start.age(&*self.clock, self.clock.now(), since)
    }

    /// The earlier of `now` and what this process's clock would say if nobody had set it by minutes while a sign-in is under way. One
    /// that was set by more was wrong before.
    pub(super) fn unmoved_now(&self, now: Timestamp) -> Timestamp {
        const CORRECTION: Duration = Duration::from_secs(3600);
        let unmoved = self.start.unmoved(&*self.clock);
        if now.since(unmoved) < CORRECTION { unmoved.min(now) } else { now }
    }
}
