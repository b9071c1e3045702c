//! A vault that moves under processes which refresh.

use std::time::Duration;

use authpipe_sandbox::{Endpoint, Fault};

use crate::judge::Allowed;
use crate::of_refreshes;
use crate::place::Place;
use crate::worker::Worker;

/// Nobody is told no before the vault has gone, then everybody is told where, and no rotated token is left behind: where the vault has gone,
/// each grant is refreshed with the newest one.
pub(crate) async fn move_while_processes_refresh(place: &Place, to: &str) {
    // Long enough that somebody is at it whenever the vault goes.
    let slow = of_refreshes(place, Fault::delay(Endpoint::Token, Duration::from_millis(40)).always());
    let mut workers: Vec<Worker> = (0..3).map(|_| place.start()).collect();
    // Patient, as the machine may be busy: who is told no has not run out of time.
    workers.iter_mut().for_each(|worker| worker.tell("run 1000000 30000"));
    let asked = place.refreshes();
    place.wait_until("refreshes before the move", || place.refreshes() >= asked + 6);
    let moved = place.move_vault(to);
    workers.iter().for_each(|worker| worker.wait_until_refused("vault_moved"));
    let mut histories: Vec<_> = workers.into_iter().map(|worker| worker.close("closed")).collect();
    for history in &histories {
        let told: Vec<_> = history.iter().filter(|line| line.starts_with("served") || line.starts_with("refused")).collect();
        let left = told.iter().position(|line| line.ends_with(" vault_moved")).unwrap();
        let (before, after) = told.split_at(left);
        assert!(!before.is_empty() && before.iter().all(|line| line.starts_with("served")), "{before:#?}");
        assert!(after.iter().all(|line| line.ends_with(" vault_moved")), "{after:#?}");
    }
    slow.remove();
    let mut next = place.start_at(&moved);
    next.tell("each");
    next.wait_for("done");
    histories.push(next.close("closed"));
    assert_eq!(histories.last().unwrap().iter().filter(|line| line.starts_with("served")).count(), 6);
    let verdict = place.judge(histories, Allowed::default());
    assert_eq!((verdict.repeated, verdict.lost), (0, 0), "{verdict:?}");
}
