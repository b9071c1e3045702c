//! Orders of steps, by the thousand; a million with `AUTHPIPE_LONG`.

use authpipe_shuttle::engine::{End, Run, run};

/// Orders of each kind, of which there are ten.
fn orders() -> usize {
    if std::env::var_os("AUTHPIPE_LONG").is_some() { 100_000 } else { 1_000 }
}

const RUNS: [Run; 5] = [
    Run { callers: 3, first: End::Answered, is_cancelled: false },
    Run { callers: 4, first: End::Answered, is_cancelled: true },
    Run { callers: 3, first: End::Dropped, is_cancelled: false },
    Run { callers: 4, first: End::Dropped, is_cancelled: true },
    Run { callers: 2, first: End::Answered, is_cancelled: true },
];

#[test]
fn callers_share_one_exchange_in_every_order_that_chance_finds() {
    for what in RUNS {
        shuttle::check_random(move || run(what), orders());
    }
    println!("{} orders at random", RUNS.len() * orders());
}

/// Orders with few changes of who runs, which chance alone seldom finds (Burckhardt et al., "A Randomized Scheduler with Probabilistic
/// Guarantees of Finding Bugs").
#[test]
fn callers_share_one_exchange_in_every_order_with_few_changes() {
    for what in RUNS {
        shuttle::check_pct(move || run(what), orders(), 3);
    }
    println!("{} orders by PCT", RUNS.len() * orders());
}
