//! Every state of the protocol, and that each rule is missed where it is left out.

use authpipe_model::checker::{Report, check};
use authpipe_model::protocol::Protocol;
use authpipe_model::world::{Bounds, Fault, Rotation, Step};

const PROFILES: &[Rotation] = &[Rotation::Strict, Rotation::Grace, Rotation::Reusable];
const BOUNDS: Bounds = Bounds { crashes: 2, pauses: 1, rotations: 2, losses: 1, outages: 1 };

fn look(rotation: Rotation, bounds: Bounds, fault: Option<Fault>) -> Report<Protocol> {
    check(&Protocol { rotation, bounds, fault, is_gap_forgiven: true })
}

#[test]
fn no_state_breaks_an_invariant() {
    for rotation in PROFILES {
        let report = look(*rotation, BOUNDS, None);
        println!("{rotation:?}: {} states, {} steps", report.states, report.steps);
        assert!(report.broken.is_none(), "{rotation:?}: {:#?}", report.broken);
        assert!(report.states > 1_000, "{rotation:?}: what was to be looked at is not there: {}", report.states);
    }
}

#[test]
fn each_rule_that_is_left_out_is_missed() {
    for (fault, bounds, what) in [
        (Fault::NoLease, BOUNDS, "I1"),
        (Fault::CommitAfterAnswer, BOUNDS, "I2"),
        (Fault::NoReRead, BOUNDS, "I"),
        (Fault::WallClock, BOUNDS, "I1"),
        (Fault::LateResultDropped, BOUNDS, "I2"),
        (Fault::NoSpool, BOUNDS, "I2"),
        (Fault::UnsentKept, BOUNDS, "I7"),
        // Two processes that do nothing unusual are enough for these.
        (Fault::NoLease, Bounds { crashes: 0, pauses: 0, losses: 0, outages: 0, ..BOUNDS }, "I1"),
        (Fault::WallClock, Bounds { crashes: 0, pauses: 0, losses: 0, outages: 0, ..BOUNDS }, "I"),
    ] {
        let report = look(Rotation::Strict, bounds, Some(fault));
        let Some((broken, way)) = report.broken else { panic!("{fault:?} is not missed: {} states", report.states) };
        println!("{fault:?}: {broken}, after {way:?}");
        assert!(broken.starts_with(what), "{fault:?}: {broken}, after {way:#?}");
    }
}

/// What is forgiven is there, and it is what it is said to be: a process is stopped right between its look and its write.
#[test]
fn the_one_gap_is_a_stop_between_the_look_and_the_write() {
    let strict = Protocol { rotation: Rotation::Strict, bounds: BOUNDS, fault: None, is_gap_forgiven: false };
    let (broken, way) = check(&strict).broken.expect("the gap");
    println!("{broken}, after {way:?}");
    assert!(broken.starts_with("I1"), "{broken}, after {way:#?}");
    let stopped =
        way.iter().find_map(|step| if let Step::Stops(process) = step { Some(*process) } else { None }).expect("a stop");
    let of_its: Vec<_> = way
        .iter()
        .filter(|step| matches!(step, Step::Looks(p) | Step::Stops(p) | Step::GoesOn(p) | Step::Sends(p) if *p == stopped))
        .collect();
    assert_eq!(of_its, [&Step::Looks(stopped), &Step::Stops(stopped), &Step::GoesOn(stopped), &Step::Sends(stopped)]);
    let without = Protocol { bounds: Bounds { pauses: 0, ..BOUNDS }, ..strict };
    assert!(check(&without).broken.is_none(), "nobody is stopped");
}
