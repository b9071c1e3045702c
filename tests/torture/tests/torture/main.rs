//! Real processes on one vault, in SQLite and on PostgreSQL, and providers with one-time refresh tokens (SR-56 to SR-61): the sandbox, and
//! npm `oidc-provider`. Processes are killed and stopped in the middle of everything, a disk is full or a server away when an answer has
//! come, wall clocks jump. What became of it is judged by the provider's ledger and by what the processes were given, and by nothing else;
//! `mutants` has the judge fail for processes that leave out a rule.
//!
//! A worker is this program again. The quick run takes seconds; `cargo xtask test --long` does more of the same.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod hosts;
mod judge;
mod moving;
mod mutants;
mod oidc;
mod on_postgres;
mod on_sqlite;
mod place;
mod storms;
mod times;
mod worker;

use std::time::Duration;

use authpipe_sandbox::{Endpoint, Fault, FaultHandle};

use judge::Allowed;
use place::{Place, Vault};
use worker::Worker;

/// Whether there is time for the long run.
fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

fn of_refreshes(place: &Place, fault: Fault) -> FaultHandle {
    place.sandbox().faults().add(fault.grant_type("refresh_token"))
}

/// Nothing happens to anybody: no token is presented twice, and nobody is told no.
#[tokio::test(flavor = "multi_thread")]
async fn processes_that_nothing_happens_to_present_no_token_twice() {
    let place = Place::make("strict", 4).await;
    let mut workers: Vec<Worker> = (0..4).map(|_| place.start()).collect();
    let rounds = if is_long() { 500 } else { 12 };
    workers.iter_mut().for_each(|worker| worker.tell(&format!("run {rounds}")));
    workers.iter_mut().for_each(|worker| worker.wait_for("done"));
    let histories = workers.into_iter().map(|worker| worker.close("closed")).collect();
    let verdict = place.judge(histories, Allowed::default());
    assert!(verdict.presentations >= rounds, "{verdict:?}");
    assert_eq!((verdict.repeated, verdict.lost), (0, 0), "{verdict:?}");
}

/// What was rotated when its process died may be lost, and nothing else: one presentation more, and one grant, for each death.
#[tokio::test(flavor = "multi_thread")]
async fn processes_that_are_killed_lose_what_died_with_them_and_nothing_else() {
    let deaths = if is_long() { 1_000 } else { 10 };
    // A death may end one grant at a strict provider, and the next one is waited for until the others have been refreshed.
    let place = Place::make("strict", deaths + 2).await;
    // Long enough that a process is killed in an exchange as often as not.
    let slow = of_refreshes(&place, Fault::delay(Endpoint::Token, Duration::from_millis(15)).always());
    let mut workers: Vec<Worker> = (0..3).map(|_| place.start()).collect();
    workers.iter_mut().for_each(|worker| worker.tell("run 1000000"));
    let mut histories = Vec::new();
    for death in 0..deaths {
        let asked = place.refreshes();
        place.wait_until(&format!("death {death}"), || place.refreshes() >= asked + 3);
        let at = death % workers.len();
        histories.push(workers.remove(at).kill());
        let mut next = place.start();
        next.tell("run 1000000");
        workers.push(next);
    }
    histories.extend(workers.into_iter().map(|worker| worker.close("closed")));
    slow.remove();
    // One that starts anew finds every grant as the dead have left it.
    let mut last = place.start();
    last.tell("each");
    last.wait_for("done");
    histories.push(last.close("closed"));
    let allowed = Allowed { deaths, heals_within: Some(times::WITHOUT_THE_LEASE), ..Allowed::default() };
    let verdict = place.judge(histories, allowed);
    println!("{deaths} killed: {}; {verdict:?}", verdict.healed);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lease_of_a_killed_process_holds_up_nobody() {
    storms::kill_a_holder(Vault::Sqlite).await;
}

/// The disk is full when the provider has rotated, and the process is killed: the successor waits on the disk all the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_successor_survives_a_full_disk_and_a_kill() {
    let place = Place::make("strict", 1).await;
    let mut dying = place.start();
    let held = of_refreshes(&place, Fault::hold_answer(Endpoint::Token));
    dying.tell("get 0");
    held.wait_until_reached().await;
    // No file grows beyond this: the vault's log has, a successor's file does not.
    dying.limit_files(4096);
    held.release();
    place.wait_until("a successor in the spool", || place.spooled() == 1);
    let mut histories = vec![dying.kill()];
    let mut next = place.start();
    next.tell("get 0");
    next.wait_for("served");
    histories.push(next.close("closed"));
    assert_eq!(place.spooled(), 0, "it is in the vault now");
    let verdict = place.judge(histories, Allowed::default());
    assert_eq!((verdict.presentations, verdict.repeated, verdict.lost), (2, 0, 0), "{verdict:?}");
}

/// As `on_postgres` moves one to a server and back.
#[tokio::test(flavor = "multi_thread")]
async fn a_vault_moves_to_another_file_while_processes_refresh() {
    let place = Place::make("strict", 6).await;
    moving::move_while_processes_refresh(&place, &place.another_file()).await;
}

/// Neither vault nor spool can be written. An orderly end says so, and how many it is about.
#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_loses_a_successor_says_so() {
    let place = Place::make("strict", 1).await;
    let mut worker = place.start();
    let held = of_refreshes(&place, Fault::hold_answer(Endpoint::Token));
    worker.tell("get 0");
    held.wait_until_reached().await;
    // Neither grows beyond this; what the worker says of it does not.
    worker.limit_files(600);
    held.release();
    let told = worker.close("not closed");
    let told = told.iter().find(|line| line.starts_with("not closed")).unwrap();
    assert!(told.contains("vault_unavailable") && told.contains("renewed token"), "{told}");
}

/// A process is stopped, in a long run for longer than a request may take, and the answer arrives meanwhile: it is read, and nothing is
/// sent again. Quick runs do not let the time pass: `net::tests::exchange` has the deadline.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_came_to_a_stopped_process_is_kept() {
    let place = Place::make("strict", 1).await;
    let mut stopped = place.start();
    let held = of_refreshes(&place, Fault::hold_answer(Endpoint::Token));
    stopped.tell("get 0");
    held.wait_until_reached().await;
    stopped.signal("STOP");
    held.release();
    if is_long() {
        tokio::time::sleep(Duration::from_secs(25)).await;
    }
    stopped.signal("CONT");
    // A caller has waited long enough for so long a stop, and is told so; what has come is everybody's.
    stopped.wait_for_answer();
    let mut histories = vec![stopped.close("closed")];
    let mut next = place.start();
    next.tell("read 0");
    next.wait_for("served 0 2");
    histories.push(next.close("closed"));
    let verdict = place.judge(histories, Allowed::default());
    assert_eq!((verdict.presentations, verdict.repeated, verdict.lost), (1, 0, 0), "{verdict:?}");
}
