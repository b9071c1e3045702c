//! What never may be, in no state and after no step. I3 and I8 are of steps, the others of states; I4 (no ended access token is handed
//! out) and I5 (each connection its own) are of the reads, which the model leaves out, and I6 is that a grant is not stuck.

use crate::protocol::Protocol;
use crate::world::{PAUSES, Phase, Rotation, Step, World};

pub(crate) fn broken(protocol: &Protocol, before: &World, step: &Step, after: &World) -> Option<&'static str> {
    // A provider that rotates nothing loses nothing: there only I3 and I7 can break.
    let rotates = protocol.rotation != Rotation::Reusable;
    let is_forgiven = |process: usize| protocol.is_gap_forgiven && before.late & (1 << process) != 0;
    if let Step::Sends(process) = step
        && let Phase::Sent(ours) = after.processes[*process]
        && rotates
        && !is_forgiven(*process)
    {
        let unresolved =
            |phase: &Phase| matches!(phase, Phase::Sent(theirs) | Phase::Answered(theirs, _) if theirs.token == ours.token);
        let others = before.processes.iter().enumerate().filter(|(other, _)| other != process);
        if !ours.is_recovery && others.clone().any(|(_, phase)| unresolved(phase)) {
            return Some("I1: a token is presented while an earlier presentation is unresolved");
        }
        // A repair waits for the end of whoever runs: only one that was stopped can still be at it.
        let nobody_was_stopped = before.left == after.left && before.left[PAUSES] == protocol.bounds.pauses;
        if nobody_was_stopped && others.into_iter().any(|(_, phase)| unresolved(phase)) {
            return Some("I1: a token is presented beside a holder that runs");
        }
    }
    let is_known = |world: &World, token: u8| {
        let held = world.processes.iter().any(|phase| matches!(phase, Phase::Answered(_, held) if *held == token));
        let on_disk = world.spool.get(usize::from(token)).is_some_and(Option::is_some);
        held || on_disk || world.row.token == token || world.row.candidates & (1 << token) != 0
    };
    let current = after.provider.current;
    if rotates && !after.provider.has_revoked && after.delivered & !after.died & (1 << current) != 0 && !is_known(after, current)
    {
        return Some("I2: a delivered successor is lost");
    }
    if after.seen & after.died != 0 {
        return Some("I2: a caller has seen a successor that was never stored");
    }
    if after.row.generation < before.row.generation {
        return Some("I3: a generation goes back");
    }
    if after.row.has_ended && !before.row.has_ended && !after.provider.has_revoked {
        return Some("I7: a person is sent to sign in, and the provider has not ended the grant");
    }
    // Who commits later has asked later: the current token is never replaced by one that was issued before it.
    let promoted = matches!(step, Step::Ends(_));
    if after.row.token < before.row.token && !promoted {
        return Some("I8: an older token becomes current");
    }
    // The one way in which a grant may die: an answer was not stored in time, and the provider takes the one repair for theft.
    if after.provider.has_revoked && !before.provider.has_revoked {
        let (Step::IsAnswered(process) | Step::LosesAnswer(process) | Step::Crashes(process) | Step::Stops(process)) = step
        else {
            return Some("I7: the provider has ended a grant that nobody presented");
        };
        if let Phase::Sent(exchange) = before.processes[*process]
            && !exchange.is_recovery
            && !is_forgiven(*process)
        {
            return Some("I7: we have made the provider end a grant, and repaired nothing");
        }
    }
    is_stuck(protocol, after).then_some("I6: nothing can happen any more, and the grant is neither renewed nor ended")
}

/// Whether a process lives that would renew the grant, and no step is left. A row that somebody dead holds ends by itself.
fn is_stuck(protocol: &Protocol, world: &World) -> bool {
    use crate::checker::Model as _;
    let lives = world.processes.iter().any(|phase| *phase != Phase::Dead);
    let is_done = world.row.has_ended || world.row.generation >= protocol.bounds.rotations;
    lives && !is_done && protocol.steps(world).is_empty()
}
