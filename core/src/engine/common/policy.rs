//! The numbers of the protocol, in one place, so that tests of real processes run the same protocol with small ones: leases of 600 ms,
//! exchanges of 200 and polls of 20, in the same ratios.

use std::time::Duration;

use url::Url;

use super::errors;
use crate::base::{Result, Timestamp, entropy};

/// What the engine is told about its surroundings.
pub(crate) struct Settings {
    /// The public URL of the mounted handler, without a slash at the end.
    pub(crate) base_url: Option<Url>,
    /// Whether refreshes and checks run by themselves.
    pub(crate) background: bool,
    /// Whether this is development mode.
    pub(crate) development: bool,
    /// Numbers that tests make small.
    pub(crate) policy: Policy,
}

impl Settings {
    /// The public URL of the handler.
    ///
    /// # Errors
    /// - `base_url_missing`.
    pub(in crate::engine) fn base_url(&self) -> Result<&Url> {
        self.base_url.as_ref().ok_or_else(errors::base_url_missing)
    }
}

/// Times and limits of the engine.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// A credential is handed out only with this much time left, or nine tenths of its lifetime if that is less; `None`: a minute, or a
    /// tenth of its lifetime.
    pub(crate) min_validity: Option<Duration>,
    /// How long a caller waits. It never bounds the exchange itself.
    pub(crate) caller_timeout: Duration,
    /// How long a lease runs. Longer than the HTTP budget, so that the holder is done or dead when it ends.
    pub(crate) lease: Duration,
    /// The HTTP budget of an exchange (SR-35).
    pub(crate) exchange: Duration,
    /// After how long the holder of a lease says that nothing has been sent under it.
    pub(crate) told_unsent: Duration,
    /// How often a process that lost the lease looks whether the winner is done.
    pub(crate) lease_poll: Duration,
    /// How often the scheduler looks for changes of other processes.
    pub(crate) look_every: Duration,
    /// A cached entry answers only if the last successful look is at most this old.
    pub(crate) look_limit: Duration,
    /// While the store is away, entries are served for at most this long.
    pub(crate) outage_limit: Duration,
    /// How long an exchange whose repair is unanswered too is left alone: a provider that is well again is asked within this time,
    /// however long it has been silent (I6).
    pub(crate) unanswered: Duration,
    /// How long after an API's first no a second one is believed, where nothing but the token could tell.
    pub(crate) confirm_after: Duration,
    /// Grants used within this time are kept warm.
    pub(crate) keep_warm: Duration,
    /// How often a grant's health is checked.
    pub(crate) check_every: Duration,
    /// How soon after a failed check or refresh.
    pub(crate) check_again: Duration,
    /// How long an installation may wait for its permissions to spread.
    pub(crate) spread_limit: Duration,
    /// How often it is probed meanwhile.
    pub(crate) spread_poll: Duration,
    /// The probe inside the callback.
    pub(crate) callback_probe: Duration,
    /// How long a deletion waits for the provider to revoke the tokens.
    pub(crate) revocation_wait: Duration,
    /// How soon after a first failure it is asked again; the pauses double, up to an hour.
    pub(crate) revocation_again: Duration,
    /// After so long it is given up.
    pub(crate) revocation_limit: Duration,
    /// With how many grants of other tenants the account of a revocation is compared, where the provider ends all of an account. With more
    /// nobody can tell in time, and nothing is revoked.
    pub(crate) revocation_compares: usize,
    /// How long a step of a session lives (SR-4).
    pub(crate) session: Duration,
    /// How long a parked answer lives (SR-2).
    pub(crate) parked: Duration,
    /// Flows of one principal at the same time.
    pub(crate) pending_sessions: usize,
}

impl Default for Policy {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Policy {
            min_validity: None,
            caller_timeout: seconds(10),
            lease: seconds(60),
            exchange: seconds(20),
            told_unsent: Duration::from_millis(250),
            lease_poll: Duration::from_millis(250),
            look_every: seconds(2),
            look_limit: seconds(5),
            outage_limit: seconds(15 * 60),
            unanswered: seconds(60),
            confirm_after: seconds(60),
            keep_warm: seconds(7 * 86_400),
            check_every: seconds(86_400),
            check_again: seconds(3600),
            spread_limit: seconds(15 * 60),
            spread_poll: seconds(10),
            callback_probe: seconds(5),
            revocation_wait: seconds(5),
            revocation_again: seconds(30),
            revocation_limit: seconds(3 * 86_400),
            revocation_compares: 5_000,
            session: seconds(600),
            parked: seconds(60),
            pending_sessions: 20,
        }
    }
}

impl Policy {
    /// How long it may take to finish a sign-in whose answer has come: the issuer's endpoints and keys, the code, the token that lasts, and who
    /// it is, one request after the other, and a look at what was made.
    pub(in crate::engine) fn judging(&self) -> Duration {
        self.exchange * 6 + self.callback_probe
    }

    /// When the next check of a healthy grant is due: the interval with a tenth of jitter either way.
    pub(in crate::engine) fn next_check(&self, now: Timestamp) -> Timestamp {
        let every = u64::try_from(self.check_every.as_millis()).unwrap_or(u64::MAX);
        now.plus(Duration::from_millis(entropy::make_u64_between(every / 10 * 9, every / 10 * 11)))
    }
}
