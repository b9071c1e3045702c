//! Whatever happens at whichever edge of a refresh: each step that a process does outside of itself, before it and after it, with a crash,
//! a failure, a hang beyond the lease, a caller that goes away, and a wall clock that is set. The table says what becomes of it.

mod gate;
mod judge;
mod store;
mod table;
mod world;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use gate::{Fault, Plan, When};
use judge::Profile;
use table::{AFTER_A_FAILURE, OTHERWISE, Row, STRICT};
use world::{Kind, World};

/// What is done in a refresh to which nothing happens, or only this.
async fn steps_of(kind: Kind, plans: Vec<Plan>) -> Vec<String> {
    let world = World::new(kind, Profile::Strict).await;
    let process = world.process().await;
    process.edges.watch(plans);
    process.call().await.unwrap();
    process.idle().await;
    let steps = process.edges.steps();
    process.close().await;
    steps
}

/// What differs from a row; empty: nothing.
async fn play(kind: Kind, profile: Profile, first: Option<Plan>, row: &Row) -> Vec<String> {
    let mut wrong = Vec::new();
    for (fault, expected) in Fault::ALL.into_iter().zip(row.expected) {
        let otherwise = OTHERWISE.iter().find(|case| {
            (case.profile, case.step, case.when, case.fault) == (profile, row.step, row.when, fault) && first.is_none()
        });
        let expected = otherwise.map_or(expected, |case| case.expected);
        let world = World::new(kind, profile).await;
        let plans = first.iter().cloned().chain([Plan { step: row.step, when: row.when, fault }]).collect();
        let outcome = world.play(plans).await;
        let found = format!("{} {} {}", outcome.told, outcome.then, outcome.presented);
        if found != expected {
            wrong.push(format!("{profile:?}, {fault:?} {:?} \"{}\": expected {expected}, found {found}", row.when, row.step));
        }
    }
    wrong
}

async fn play_all(kind: Kind, profile: Profile) {
    let mut wrong = Vec::new();
    for row in STRICT {
        wrong.extend(play(kind, profile, None, row).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A step that is left out of the code, or comes to it, is one that nobody has thought about.
#[tokio::test]
async fn the_table_has_every_step_of_a_refresh() {
    let mut rows: Vec<&str> = STRICT.iter().filter(|row| row.when == When::Before).map(|row| row.step).collect();
    let after: Vec<&str> = STRICT.iter().filter(|row| row.when == When::After).map(|row| row.step).collect();
    assert_eq!(rows, after, "each step has its two edges");
    rows.sort_unstable();
    for kind in [Kind::Memory, Kind::Sqlite] {
        let mut steps = steps_of(kind, vec![]).await;
        steps.sort_unstable();
        assert_eq!(steps, rows);
    }
}

#[tokio::test]
async fn each_edge_comes_out_as_the_table_says_on_sqlite() {
    play_all(Kind::Sqlite, Profile::Strict).await;
}

#[tokio::test]
async fn each_edge_comes_out_as_the_table_says_at_a_provider_with_a_grace() {
    play_all(Kind::Memory, Profile::Grace).await;
}

#[tokio::test]
async fn each_edge_comes_out_as_the_table_says_at_a_provider_that_rotates_nothing() {
    play_all(Kind::Memory, Profile::Reusable).await;
}

#[tokio::test]
async fn each_edge_comes_out_as_the_table_says_at_a_provider_of_which_nothing_is_known() {
    play_all(Kind::Memory, Profile::Unknown).await;
}

/// The same while the access token lives for a moment still: it is served, and nothing is risked for its successor.
#[tokio::test]
async fn no_edge_loses_a_grant_whose_access_token_lives() {
    for profile in [Profile::Strict, Profile::Unknown, Profile::Grace, Profile::Reusable] {
        for row in STRICT {
            for fault in Fault::ALL {
                println!("{profile:?} {fault:?} {:?} {}", row.when, row.step);
                let world = World::living(Kind::Memory, profile).await;
                let outcome = world.play(vec![Plan { step: row.step, when: row.when, fault }]).await;
                assert!(outcome.told == "-" || outcome.told.starts_with("at-") || fault == Fault::Fail, "{outcome:?}");
            }
        }
    }
}

/// Something has failed, and something happens to what is done about it.
#[tokio::test]
async fn each_edge_behind_a_failure_comes_out_as_the_table_says() {
    let mut wrong = Vec::new();
    for (number, case) in AFTER_A_FAILURE.iter().enumerate() {
        let first = Plan { step: case.step, when: case.when, fault: Fault::Fail };
        for row in case.rows {
            let steps = steps_of(Kind::Memory, vec![first.clone()]).await;
            assert!(steps.iter().any(|step| step == row.step), "case {number}: \"{}\" is not among {steps:?}", row.step);
            wrong.extend(play(Kind::Sqlite, Profile::Strict, Some(first.clone()), row).await);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everything that can happen at every edge.
fn everything() -> Vec<Plan> {
    STRICT.iter().flat_map(|row| Fault::ALL.map(|fault| Plan { step: row.step, when: row.when, fault })).collect()
}

const PROFILES: [Profile; 4] = [Profile::Strict, Profile::Grace, Profile::Reusable, Profile::Unknown];

fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

/// What happens to one process after the other, at a provider of this kind.
#[derive(Debug)]
struct Schedule {
    profile: Profile,
    turns: Vec<Plan>,
}

/// Which part of a long run this process plays: `AUTHPIPE_SHARD=2/8` is the second one of eight, each about as long as the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shard {
    /// From one on.
    number: usize,
    of: usize,
}

impl Shard {
    const WHOLE: Shard = Shard { number: 1, of: 1 };

    fn of_this_process() -> Self {
        std::env::var("AUTHPIPE_SHARD").map_or(Shard::WHOLE, |text| Shard::parse(&text).expect("AUTHPIPE_SHARD is such as 2/8"))
    }

    fn parse(text: &str) -> Option<Self> {
        let (number, of) = text.split_once('/')?;
        let shard = Shard { number: number.parse().ok()?, of: of.parse().ok()? };
        (1..=shard.of).contains(&shard.number).then_some(shard)
    }

    fn take<T>(self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        all.skip(self.number - 1).step_by(self.of)
    }
}

#[test]
fn the_parts_of_a_long_run_are_all_of_it() {
    let mut parts: Vec<usize> = (1..=8).flat_map(|number| Shard { number, of: 8 }.take(0..100)).collect();
    parts.sort_unstable();
    assert_eq!(parts, (0..100).collect::<Vec<_>>());
    assert_eq!(Shard::parse("2/8"), Some(Shard { number: 2, of: 8 }));
    assert_eq!(["0/8", "9/8", "8", "a/8", "1/0"].map(Shard::parse), [None; 5]);
}

/// Names a schedule that fails.
struct Failing<'a>(&'a Schedule);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("failed: {:?}", self.0);
        }
    }
}

/// Most of a schedule waits: for a quarter of a second after which a successor is put on the disk, for a pause before a commit is tried again.
const AT_ONCE: usize = 8;

/// Plays schedules on all processors, several at once: none has to do with another one.
fn play_schedules(kind: Kind, schedules: impl Iterator<Item = Schedule> + Send) {
    let (left, played) = (Mutex::new(Shard::of_this_process().take(schedules)), AtomicUsize::new(0));
    let begun = Instant::now();
    let play = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        loop {
            let next = left.lock().unwrap().next();
            let Some(schedule) = next else { break };
            let turns = schedule.turns.iter().map(|plan| vec![plan.clone()]).collect();
            let played_to_its_end = Failing(&schedule);
            runtime.block_on(async { World::new(kind, schedule.profile).await.play_in_turn(turns).await });
            drop(played_to_its_end);
            let played = played.fetch_add(1, Ordering::SeqCst) + 1;
            // A run that is ended before its end has been one all the same.
            if is_long() && played.is_multiple_of(1_000) {
                println!("{played} schedules in {:?}", begun.elapsed());
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE * std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(play);
        }
    });
    if is_long() {
        println!("{} schedules in {:?}", played.into_inner(), begun.elapsed());
    }
}

/// Plays every so manieth pair of two things that happen, to one process and to the next one that refreshes.
fn play_pairs(kind: Kind, one_in: usize) {
    let edges = everything();
    let pairs = PROFILES.iter().flat_map(|profile| edges.iter().map(move |first| (*profile, first)));
    let all = pairs.flat_map(|(profile, first)| edges.iter().map(move |second| (profile, first, second)));
    let turns =
        |(profile, first, second): (Profile, &Plan, &Plan)| Schedule { profile, turns: vec![first.clone(), second.clone()] };
    play_schedules(kind, all.step_by(one_in).map(turns));
}

/// In the quick run every hundredth pair; all of them with `AUTHPIPE_LONG`, or a part of them with `AUTHPIPE_SHARD`.
#[test]
fn whatever_two_things_happen_no_grant_is_lost_but_with_an_answer() {
    play_pairs(Kind::Memory, if is_long() { 1 } else { 101 });
}

#[test]
fn whatever_two_things_happen_on_sqlite_no_grant_is_lost_but_with_an_answer() {
    play_pairs(Kind::Sqlite, if is_long() { 1 } else { 997 });
}

/// In the quick run a few of them; a hundred thousand with `AUTHPIPE_LONG`.
#[test]
fn whatever_three_things_happen_no_grant_is_lost_but_with_an_answer() {
    let edges = everything();
    let all = edges.len().pow(3) * PROFILES.len();
    let schedules = if is_long() { 100_000 } else { 60 };
    let schedule = |number: usize| {
        // Far apart, and the same ones each time: a step that shares no divisor with their number comes to all of them.
        let at = number * 104_729 % all;
        let edge = |place: u32| edges[at / PROFILES.len() / edges.len().pow(place) % edges.len()].clone();
        Schedule { profile: PROFILES[at % PROFILES.len()], turns: vec![edge(0), edge(1), edge(2)] }
    };
    play_schedules(Kind::Memory, (0..schedules).map(schedule));
}

/// Against a server that several processes do share.
mod on_postgres {
    use super::*;

    #[tokio::test]
    #[ignore = "needs a server: cargo xtask test postgres"]
    async fn each_edge_comes_out_as_the_table_says() {
        play_all(Kind::Postgres, Profile::Strict).await;
    }

    #[test]
    #[ignore = "needs a server: cargo xtask test postgres"]
    fn whatever_two_things_happen_no_grant_is_lost_but_with_an_answer() {
        play_pairs(Kind::Postgres, if is_long() { 1 } else { 1_993 });
    }
}
