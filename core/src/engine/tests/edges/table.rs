//! What becomes of a refresh at whose edges something happens: what the caller of that process is told, what another process hands out in
//! the end, and how often a refresh token was presented. `-`: there is nobody to be told. The connection has `at-1`, which has ended;
//! the first exchange gives `at-2`.

use super::gate::{Fault, When};
use super::judge::Profile;

pub(super) struct Row {
    pub(super) step: &'static str,
    pub(super) when: When,
    /// In the order of [`Fault::ALL`]: crash, failure, hang, cancelled caller, clock ahead, clock back.
    pub(super) expected: [&'static str; 6],
}

const fn before(step: &'static str, expected: [&'static str; 6]) -> Row {
    Row { step, when: When::Before, expected }
}

const fn after(step: &'static str, expected: [&'static str; 6]) -> Row {
    Row { step, when: When::After, expected }
}

/// Nothing has been sent yet: another process does it.
const NOTHING_SENT: [&str; 6] = ["- at-2 1", "vault_unavailable at-2 1", "at-2 at-2 1", "- at-2 1", "at-2 at-2 1", "at-2 at-2 1"];
/// The same, where it is done without the answer.
const DISPENSABLE: [&str; 6] = ["- at-2 1", "at-2 at-2 1", "at-2 at-2 1", "- at-2 1", "at-2 at-2 1", "at-2 at-2 1"];

/// At a provider that rotates strictly, which ends the grant at the second presentation of a token.
pub(super) const STRICT: &[Row] = &[
    before("find the grant", NOTHING_SENT),
    after("find the grant", NOTHING_SENT),
    before("read the grant", NOTHING_SENT),
    after("read the grant", NOTHING_SENT),
    before("read the pauses", DISPENSABLE),
    after("read the pauses", DISPENSABLE),
    before("acquire the lease", NOTHING_SENT),
    after("acquire the lease", NOTHING_SENT),
    // Who hangs here, while a name is looked up or a connection comes about, finds that his time is over, and sends nothing.
    before("exchange", ["- at-2 1", "provider_unavailable at-2 1", "at-2 at-2 1", "- at-2 1", "at-2 at-2 1", "at-2 at-2 1"]),
    // The answer is lost, or nobody has it by the end of the lease. It is the one thing that a strict provider gives to nobody again.
    after(
        "exchange",
        [
            "- reauth_required 2",
            "provider_unavailable reauth_required 2",
            "at-2 at-2 2",
            "- at-2 1",
            "at-2 at-2 1",
            "at-2 at-2 1",
        ],
    ),
    // It has arrived and died with its process; where the process lives, it is on the disk beside the vault.
    before("store the grant", ["- reauth_required 2", "at-2 at-2 1", "at-2 at-2 1", "- at-2 1", "at-2 at-2 1", "at-2 at-2 1"]),
    after("store the grant", DISPENSABLE),
];

/// Where another provider makes a difference.
pub(super) struct Otherwise {
    pub(super) profile: Profile,
    pub(super) step: &'static str,
    pub(super) when: When,
    pub(super) fault: Fault,
    pub(super) expected: &'static str,
}

const fn reusable(step: &'static str, when: When, fault: Fault, expected: &'static str) -> Otherwise {
    Otherwise { profile: Profile::Reusable, step, when, fault, expected }
}

pub(super) const OTHERWISE: &[Otherwise] = &[
    reusable("exchange", When::After, Fault::Crash, "- at-3 2"),
    reusable("exchange", When::After, Fault::Fail, "provider_unavailable at-3 2"),
    // Whoever comes late has the older exchange: the newer one is the answer.
    reusable("exchange", When::After, Fault::Hang, "at-3 at-3 2"),
    reusable("store the grant", When::Before, Fault::Crash, "- at-3 2"),
    // What the provider gives again is not put on the disk.
    reusable("store the grant", When::Before, Fault::Hang, "at-3 at-3 2"),
];

/// Steps that are there only because another one has failed.
pub(super) struct AfterAFailure {
    pub(super) step: &'static str,
    pub(super) when: When,
    pub(super) rows: &'static [Row],
}

pub(super) const AFTER_A_FAILURE: &[AfterAFailure] = &[
    // The successor is on the disk before the second attempt.
    AfterAFailure {
        step: "store the grant",
        when: When::Before,
        rows: &[before("store the grant #2", DISPENSABLE), after("store the grant #2", DISPENSABLE)],
    },
    // The commit was made, and its answer is lost.
    AfterAFailure {
        step: "store the grant",
        when: When::After,
        rows: &[before("store the grant #2", DISPENSABLE), after("store the grant #2", DISPENSABLE)],
    },
];
