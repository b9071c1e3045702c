//! What is done to processes whatever their vault is, with npm `oidc-provider` as the judge's witness.

use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use authpipe::mutations::Rule;
use authpipe_sandbox::{Endpoint, Fault};

use crate::judge::{Allowed, Verdict};
use crate::place::{Place, Vault};
use crate::worker::{Kind, Worker};
use crate::{is_long, of_refreshes, times};

const PROCESSES: usize = 8;

/// So many cycles of one place.
const CYCLES: usize = 40;

/// Processes are killed and stopped at random, and the server they share, if there is one, crashes twice under them.
///
/// In a long run this is repeated, each time with new grants, until there were 10,000 cycles.
pub(crate) async fn kill_and_stop(vault: Vault) {
    let repeats = if is_long() { 10_000 / CYCLES } else { 1 };
    let mut all = Verdict::default();
    for repeat in 0..repeats {
        let verdict = kill_and_stop_once(vault).await;
        all.presentations += verdict.presentations;
        all.repeated += verdict.repeated;
        all.lost += verdict.lost;
        all.served += verdict.served;
        all.healed.add(&verdict.healed);
        println!("{vault:?}, {} cycles: {}; {all:?}", (repeat + 1) * CYCLES, all.healed);
    }
    if is_long() {
        assert!(all.healed.is_within(times::ON_ONE_HOST), "I6: {}", all.healed);
    }
}

async fn kill_and_stop_once(vault: Vault) -> Verdict {
    let mut place = Place::make_oidc(vault, CYCLES + PROCESSES).await;
    // Long enough that a process is killed in an exchange as often as not.
    place.oidc().tell("delay 15");
    let mut workers: Vec<Worker> = (0..PROCESSES).map(|_| place.start()).collect();
    workers.iter_mut().for_each(|worker| worker.tell("run 1000000"));
    let mut histories = Vec::new();
    let mut deaths = 0;
    for cycle in 0..CYCLES {
        let asked = place.refreshes();
        place.wait_until(&format!("cycle {cycle}"), || place.refreshes() >= asked + 3);
        if matches!(vault, Vault::Postgres) && (cycle == CYCLES / 3 || cycle == CYCLES * 2 / 3) {
            place.server().kill();
            place.server().start_again().unwrap();
        }
        let at = random(workers.len());
        if random(4) == 0 {
            let asked = place.refreshes();
            workers[at].signal("STOP");
            wait_at_most(Duration::from_secs(1), || place.refreshes() >= asked + 10);
            workers[at].signal("CONT");
        } else {
            deaths += 1;
            histories.push(workers.remove(at).kill());
            let mut next = place.start();
            next.tell("run 1000000");
            workers.push(next);
        }
    }
    histories.extend(workers.into_iter().map(|worker| worker.close("closed")));
    // One that starts anew finds every grant as the dead have left it.
    let mut last = place.start_as(Kind { is_later: true, ..Kind::default() });
    last.tell("each");
    last.wait_for("done");
    histories.push(last.close("closed"));
    let allowed = Allowed { deaths, heals_within: Some(times::WITHOUT_THE_LEASE), ..Allowed::default() };
    let verdict = place.judge(histories, allowed);
    println!("{vault:?}, {deaths} killed in {CYCLES} cycles: {}; {verdict:?}", verdict.healed);
    verdict
}

/// The holder of a lease is killed while the provider works: whoever waits goes on within a second, on the same machine.
pub(crate) async fn kill_a_holder(vault: Vault) {
    let place = Place::make_on(vault, "reusable", 1).await;
    let (mut dying, mut other) = (place.start(), place.start());
    let held = of_refreshes(&place, Fault::hold(Endpoint::Token));
    dying.tell("get 0");
    held.wait_until_reached().await;
    other.tell("get 0");
    let died = Instant::now();
    let histories = vec![dying.kill()];
    other.wait_for("served");
    let healed = died.elapsed();
    held.remove();
    println!("{vault:?}: healed {healed:?} after a kill");
    assert!(healed < times::WITHOUT_THE_LEASE, "{healed:?}; without knowing of the death it takes a lease of 60 s");
    let allowed = Allowed { deaths: 1, is_reusable: true, ..Allowed::default() };
    place.judge([histories, vec![other.close("closed")]].concat(), allowed);
}

/// A process's wall clock jumps while another one is at the provider: it takes nobody's lease for expired.
pub(crate) async fn jump(vault: Vault) {
    for by in ["+15m", "-15m"] {
        let place = Place::make_oidc(vault, 1).await;
        let (mut holder, mut other) = (place.start(), place.start_as(Kind { has_clock: true, ..Kind::default() }));
        place.oidc().tell("hold");
        holder.tell("get 0");
        place.oidc().wait_until_held(1);
        other.jump(by);
        other.tell("get 0 1500");
        other.wait_for("refused 0 timeout");
        place.oidc().tell("release");
        holder.wait_for("served");
        // What the other one gets now is what the holder has been given.
        let histories = vec![holder.close("closed"), other.close("closed")];
        let verdict = place.judge(histories, Allowed::default());
        assert_eq!((verdict.presentations, verdict.repeated, verdict.lost), (1, 0, 0), "{by}: {verdict:?}");
    }
}

/// A process's wall clock is set back and then ahead while tokens end that live for two seconds: it hands out none that has ended.
///
/// # Errors
/// What the judge says.
pub(crate) async fn outlive(vault: Vault, leaves_out: Option<Rule>) -> Result<Verdict, String> {
    let place = Place::make_living(vault, Duration::from_secs(2), 1).await;
    let mut worker = place.start_as(Kind { has_clock: true, leaves_out, ..Kind::default() });
    // What it holds is judged by its clock from now on.
    worker.ask("read", 0);
    let mut generation = 1;
    for by in ["-15m", "+15m"] {
        worker.jump(by);
        generation += 2;
        let begun = Instant::now();
        // Who believes that clock goes on with what has ended.
        while begun.elapsed() < Duration::from_secs(8) {
            let told = worker.ask("read", 0);
            let told = told.strip_prefix("served 0 ").and_then(|told| told.split(' ').next()?.parse().ok());
            if told.is_some_and(|told: u64| told >= generation) {
                break;
            }
        }
    }
    place.try_judge(vec![worker.close("closed")], Allowed::default())
}

/// Below `end`, never the same twice in a row of runs.
fn random(end: usize) -> usize {
    usize::try_from(RandomState::new().hash_one(0) % end as u64).unwrap_or(0)
}

/// Looks until it is so, or long enough.
fn wait_at_most(limit: Duration, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() && begun.elapsed() < limit {
        std::thread::sleep(Duration::from_millis(2));
    }
}
