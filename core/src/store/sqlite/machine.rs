//! Times leases and pauses by the machine's monotonic clock, which counts sleep, and by the boot id; both are stored beside what they time.
//! A jump of the wall clock moves no lease, and a reboot ends all: whoever held one is gone.

use std::sync::Arc;
use std::time::Duration;

use crate::base::mutations::{Rule, is_left_out};
use crate::base::{Clock, boot_id};

use super::statement::{Named, integer, text};

/// Where a vault's time comes from.
#[derive(Clone)]
pub(super) struct Machine {
    clock: Arc<dyn Clock>,
    /// Empty where the system does not tell. Then what seems to begin in the future is of another boot, and what is left of one
    /// from before lasts no longer than it was meant to.
    boot: Arc<str>,
}

impl Machine {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Machine { clock, boot: boot_id().into() }
    }

    /// A machine that has been started anew.
    #[cfg(test)]
    pub(super) fn of_boot(clock: Arc<dyn Clock>, boot: &str) -> Self {
        Machine { clock, boot: boot.into() }
    }

    pub(super) fn now(&self) -> Now {
        let wall = self.clock.now().unix_millis();
        let at = if is_left_out(Rule::SharedClock) { wall } else { millis(self.clock.elapsed()) };
        Now { boot: self.boot.clone(), at, wall }
    }
}

/// No version pauses for longer. What a wall clock says beyond that, somebody has set.
pub(super) const LONGEST_WALL_PAUSE: Duration = Duration::from_secs(3600);

/// A moment, in milliseconds.
pub(super) struct Now {
    boot: Arc<str>,
    /// Since the machine was started. What is older than that has a negative time.
    at: i64,
    /// On this process's wall clock, for what a version before this one has written or is to read, and for ages that go back
    /// before a reboot.
    wall: i64,
}

/// One moment, by the machine's clock and by the wall clock, in milliseconds.
pub(super) struct OnBothClocks {
    pub(super) at: i64,
    pub(super) wall: i64,
}

impl Now {
    pub(super) fn boot(&self) -> Named<'_> {
        (":boot", text(&self.boot))
    }

    pub(super) fn at(&self) -> Named<'static> {
        (":at", integer(self.at))
    }

    pub(super) fn wall(&self) -> Named<'static> {
        (":wall", integer(self.wall))
    }

    /// This much later.
    pub(super) fn after(&self, length: Duration) -> OnBothClocks {
        OnBothClocks { at: self.at.saturating_add(millis(length)), wall: self.wall.saturating_add(millis(length)) }
    }

    /// This much earlier.
    pub(super) fn before(&self, age: Duration) -> OnBothClocks {
        OnBothClocks { at: self.at.saturating_sub(millis(age)), wall: self.wall.saturating_sub(millis(age)) }
    }

    /// What is left of a time that began and ends on the machine's clock under `boot`.
    pub(super) fn left(&self, boot: &str, began: i64, ends: i64) -> Duration {
        if *boot == *self.boot && began <= self.at { between(self.at, ends) } else { Duration::ZERO }
    }

    /// How long ago something was, on the machine's clock under `boot`; across a reboot by the wall clock, which is all there is.
    pub(super) fn age(&self, boot: &str, at: i64, wall: i64) -> Duration {
        if *boot == *self.boot { between(at, self.at) } else { self.wall_age(wall) }
    }

    /// How long ago something was at least, that was at a time on the machine's clock under `boot`: another boot than this one was before it.
    pub(super) fn least_age(&self, boot: &str, at: i64) -> Duration {
        if *boot == *self.boot && at <= self.at { between(at, self.at) } else { between(0, self.at) }
    }

    /// How long ago something was, on the wall clock.
    pub(super) fn wall_age(&self, wall: i64) -> Duration {
        between(wall, self.wall)
    }

    /// What is left of a pause on the wall clock.
    pub(super) fn wall_pause_left(&self, end: i64) -> Duration {
        Some(self.wall_left(end)).filter(|left| *left <= LONGEST_WALL_PAUSE).unwrap_or_default()
    }

    /// How long it is until something, on the wall clock.
    pub(super) fn wall_left(&self, wall: i64) -> Duration {
        between(self.wall, wall)
    }
}

fn between(from: i64, to: i64) -> Duration {
    Duration::from_millis(u64::try_from(to.saturating_sub(from)).unwrap_or(0))
}

fn millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(boot: &str, at: i64, wall: i64) -> Now {
        Now { boot: boot.into(), at, wall }
    }

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn what_is_left_is_the_machines_business_and_that_of_its_boot() {
        let later = now("b", 30_000, -900_000);
        assert_eq!(later.left("b", 10_000, 70_000), seconds(40), "whatever the wall clock says");
        assert_eq!(later.left("b", 10_000, 30_000), Duration::ZERO);
        assert_eq!(later.left("a", 10_000, 70_000), Duration::ZERO, "of another boot");
        // Where no boot is named, a beginning in the future tells the same.
        assert_eq!(now("", 5_000, 0).left("", 10_000, 70_000), Duration::ZERO);
    }

    #[test]
    fn what_another_boot_stored_is_as_old_as_this_one_at_least() {
        let later = now("b", 30_000, 0);
        assert_eq!(later.least_age("b", 10_000), seconds(20));
        assert_eq!(later.least_age("a", 29_000), seconds(30), "whatever that boot's clock said");
        // Where no boot is named, a time in the future tells the same.
        assert_eq!(now("", 5_000, 0).least_age("", 10_000), seconds(5));
    }

    #[test]
    fn an_age_reaches_back_before_a_reboot() {
        let later = now("b", 30_000, 1_000_000);
        assert_eq!(later.age("b", -10_000, 0), seconds(40));
        assert_eq!(later.age("a", 29_000, 900_000), seconds(100));
        assert_eq!(later.age("a", 29_000, 1_100_000), Duration::ZERO, "a wall clock that was set back says nothing");
    }
}
