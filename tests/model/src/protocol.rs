//! What can happen: the steps of the protocol, crashes, pauses, lost answers, a store that is away, and what the provider does.

use crate::checker::Model;
use crate::invariants;
use crate::world::{Bounds, Exchange, Fault, PAUSES, PROCESSES, Phase, Process, Provider, Rotation, Row, Step, Token, World};

/// The protocol, with what surrounds it.
#[derive(Clone, Copy, Debug)]
pub struct Protocol {
    /// What the provider does.
    pub rotation: Rotation,
    /// What happens besides.
    pub bounds: Bounds,
    /// What is left out.
    pub fault: Option<Fault>,
    /// Whether a process may be stopped between its look at the lease and the write to the socket without that counting as broken:
    /// nothing but the provider could close that gap.
    pub is_gap_forgiven: bool,
}

const CRASHES: usize = 0;
const LOSSES: usize = 2;
const OUTAGES: usize = 3;

const fn bit(token: Token) -> u8 {
    1 << token
}

impl Protocol {
    fn runs(&self, world: &World, process: Process) -> bool {
        world.stopped != Some(process) && world.processes[process] != Phase::Dead
    }

    /// Whether the store takes a change under this lease.
    fn holds(row: &Row, process: Process, exchange: &Exchange) -> bool {
        row.holder == Some(process) && row.epoch == exchange.epoch
    }

    /// Whether the lease can end: it has been held for its length. An exchange takes less, and all clocks that time a lease run alike,
    /// so a holder that runs has its outcome before that; only one that is stopped or dead has not.
    fn lease_can_end(&self, world: &World) -> bool {
        let Some(holder) = world.row.holder else { return false };
        let is_under_way = !matches!(world.processes[holder], Phase::Idle | Phase::Read { .. } | Phase::Dead);
        self.fault == Some(Fault::WallClock) || world.stopped == Some(holder) || !is_under_way
    }

    /// A process wants the grant renewed, and finds out what stands in the way.
    fn acquire(&self, world: &World, process: Process, generation: u8, token: Token) -> Option<World> {
        let row = &world.row;
        let mut next = *world;
        let is_current = row.generation == generation && row.token == token && !row.has_ended;
        if !is_current && self.fault != Some(Fault::NoReRead) {
            next.processes[process] = Phase::Idle;
            return Some(next);
        }
        if row.holder.is_some() && self.fault != Some(Fault::NoLease) {
            return None;
        }
        // What lies on the disk may be its answer: it is stored before anybody repeats an exchange.
        if row.intent.is_some() && world.spool.iter().flatten().next().is_some() {
            return None;
        }
        // One that was never sent leaves nothing in doubt, but what it was to repair.
        let is_doubtful = row.intent.is_some_and(|intent| intent.is_recovery || !row.is_unsent);
        let is_recovery = is_doubtful && self.rotation != Rotation::Reusable;
        let exchange = Exchange { epoch: row.epoch + 1, generation, token, is_recovery };
        next.row = Row { epoch: exchange.epoch, holder: Some(process), intent: Some(exchange), is_unsent: false, ..*row };
        next.processes[process] = Phase::Announced(exchange);
        Some(next)
    }

    /// What the provider makes of a presentation.
    fn present(&self, provider: &Provider, token: Token) -> (Provider, Option<Token>) {
        let mut next = *provider;
        let answer = match self.rotation {
            _ if provider.has_revoked => None,
            Rotation::Reusable => Some(provider.current),
            _ if token == provider.current => {
                next.current += 1;
                Some(next.current)
            }
            Rotation::Grace if token + 1 == provider.current => Some(provider.current),
            Rotation::Strict | Rotation::Grace => {
                next.has_revoked = true;
                None
            }
        };
        (next, answer)
    }

    /// Stores a successor: by the lease where it is still ours, else by the order of the exchanges.
    pub fn store(&self, row: &Row, process: Option<Process>, exchange: &Exchange, successor: Token) -> Row {
        let mut next = *row;
        let under_lease = process.is_some_and(|process| Self::holds(row, process, exchange));
        if row.has_ended && row.generation != exchange.generation {
            return next;
        }
        if under_lease && row.generation == exchange.generation {
            (next.generation, next.token) = (row.generation + 1, successor);
            (next.committed_epoch, next.holder, next.intent, next.is_unsent) = (exchange.epoch, None, None, false);
            return next;
        }
        if self.fault == Some(Fault::LateResultDropped) || row.committed_epoch == exchange.epoch {
            return next;
        }
        let is_later = row.committed_epoch < exchange.epoch;
        if is_later {
            let is_spent = row.token == exchange.token;
            next.candidates = if is_spent { row.candidates } else { row.candidates | bit(row.token) };
            (next.generation, next.token, next.committed_epoch) = (row.generation + 1, successor, exchange.epoch);
            next.has_ended = false;
            if row.epoch == exchange.epoch {
                (next.holder, next.intent, next.is_unsent) = (None, None, false);
            }
        } else if row.token != successor {
            next.candidates |= bit(successor);
        }
        next.candidates &= !bit(next.token);
        next
    }

    /// The provider says that the grant has ended: by the token that was presented, if it is still the current one.
    fn end(&self, row: &Row, process: Process, exchange: &Exchange) -> Row {
        let mut next = *row;
        if !Self::holds(row, process, exchange) || row.generation != exchange.generation {
            // Somebody has renewed it, or is at it: theirs is the answer.
            return next;
        }
        (next.holder, next.intent, next.is_unsent) = (None, None, false);
        if row.candidates != 0 {
            let newest = 7 - row.candidates.leading_zeros() as u8;
            next.candidates &= !bit(newest);
            next.token = newest;
        } else {
            next.has_ended = true;
        }
        next
    }

    fn spend(&self, world: &World, which: usize) -> Option<World> {
        let mut next = *world;
        next.left[which] = world.left[which].checked_sub(1)?;
        Some(next)
    }
}

impl Model for Protocol {
    type State = World;
    type Step = Step;

    fn first(&self) -> World {
        let Bounds { crashes, pauses, losses, outages, .. } = self.bounds;
        World {
            row: Row {
                generation: 0,
                token: 0,
                candidates: 0,
                committed_epoch: 0,
                epoch: 0,
                holder: None,
                intent: None,
                is_unsent: false,
                has_ended: false,
            },
            spool: [None; 4],
            provider: Provider { current: 0, has_revoked: false },
            processes: [Phase::Idle; PROCESSES],
            stopped: None,
            late: 0,
            delivered: 0,
            died: 0,
            stored: 0,
            seen: 0,
            left: [crashes, pauses, losses, outages],
        }
    }

    fn steps(&self, world: &World) -> Vec<(Step, World)> {
        let mut steps = Vec::new();
        for process in 0..PROCESSES {
            let phase = world.processes[process];
            let mut add = |step: Step, next: World| steps.push((step, next));
            if world.stopped == Some(process) {
                add(Step::GoesOn(process), World { stopped: None, ..*world });
            }
            if !self.runs(world, process) {
                continue;
            }
            let with = |phase: Phase| {
                let mut next = *world;
                next.processes[process] = phase;
                if phase == Phase::Idle {
                    next.late &= !(1 << process);
                }
                next
            };
            match phase {
                Phase::Idle if !world.row.has_ended && world.row.generation < self.bounds.rotations => {
                    add(Step::Reads(process), with(Phase::Read { generation: world.row.generation, token: world.row.token }));
                }
                Phase::Read { generation, token } => {
                    if let Some(next) = self.acquire(world, process, generation, token) {
                        add(Step::Acquires(process), next);
                    }
                }
                Phase::Announced(exchange) => {
                    // Who finds too little of his lease left sends nothing.
                    let holds = Self::holds(&world.row, process, &exchange);
                    let may_send = holds || self.fault == Some(Fault::NoLease);
                    let mut looked = with(if may_send { Phase::Looked(exchange) } else { Phase::Idle });
                    if holds && self.fault != Some(Fault::UnsentKept) {
                        looked.row.is_unsent = false;
                    }
                    add(Step::Looks(process), looked);
                    if holds && !world.row.is_unsent {
                        let mut told = *world;
                        told.row.is_unsent = true;
                        add(Step::TellsUnsent(process), told);
                    }
                }
                Phase::Looked(exchange) => add(Step::Sends(process), with(Phase::Sent(exchange))),
                Phase::Sent(exchange) => {
                    let (provider, answer) = self.present(&world.provider, exchange.token);
                    let (mut arrived, mut lost) = (with(Phase::Refused(exchange)), self.spend(world, LOSSES));
                    arrived.provider = provider;
                    if let Some(token) = answer {
                        arrived.processes[process] = Phase::Answered(exchange, token);
                        arrived.delivered |= bit(token);
                        // Within its grace, the provider gives again what was lost.
                        arrived.died &= !bit(token);
                        if self.fault == Some(Fault::CommitAfterAnswer) {
                            arrived.seen |= bit(token);
                        }
                    }
                    add(Step::IsAnswered(process), arrived);
                    if let Some(lost) = &mut lost {
                        // The outcome is unknown: the intent stays open, the lease ends.
                        if Self::holds(&world.row, process, &exchange) {
                            lost.row.holder = None;
                        }
                        lost.processes[process] = Phase::Idle;
                        lost.late &= !(1 << process);
                        add(Step::LosesRequest(process), *lost);
                        lost.provider = provider;
                        lost.died |= answer.map_or(0, bit) & !world.delivered;
                        add(Step::LosesAnswer(process), *lost);
                    }
                }
                Phase::Answered(exchange, token) => {
                    let mut stored = with(Phase::Idle);
                    stored.row = self.store(&world.row, Some(process), &exchange, token);
                    stored.seen |= bit(token);
                    stored.stored |= bit(token);
                    add(Step::Commits(process), stored);
                    if let Some(mut spooled) = self.spend(world, OUTAGES) {
                        spooled.processes[process] = Phase::Idle;
                        spooled.late &= !(1 << process);
                        if self.fault == Some(Fault::NoSpool) {
                            spooled.processes[process] = Phase::Dead;
                        } else if let Some(place) = spooled.spool.get_mut(usize::from(token)) {
                            *place = Some(exchange);
                        }
                        if Self::holds(&world.row, process, &exchange) {
                            spooled.row.holder = None;
                        }
                        add(Step::Spools(process), spooled);
                    }
                }
                Phase::Refused(exchange) => {
                    let mut ended = with(Phase::Idle);
                    ended.row = self.end(&world.row, process, &exchange);
                    add(Step::Ends(process), ended);
                }
                Phase::Idle | Phase::Dead => {}
            }
            if phase != Phase::Idle {
                if let Some(mut dead) = self.spend(world, CRASHES) {
                    dead.processes[process] = Phase::Dead;
                    if let Phase::Answered(_, token) = phase {
                        let others = world.processes.iter().enumerate();
                        let is_held = others
                            .filter(|(other, _)| *other != process)
                            .any(|(_, phase)| matches!(phase, Phase::Answered(_, held) if *held == token));
                        let is_on_disk = world.spool.get(usize::from(token)).is_some_and(Option::is_some);
                        let is_kept = is_held
                            || is_on_disk
                            || world.stored & bit(token) != 0
                            || world.row.token == token
                            || world.row.candidates & bit(token) != 0;
                        dead.died |= if is_kept { 0 } else { bit(token) };
                    }
                    // What was on its way is worked on, or is not.
                    if let Phase::Sent(exchange) = phase {
                        let (provider, answer) = self.present(&world.provider, exchange.token);
                        let mut worked = dead;
                        worked.provider = provider;
                        worked.died |= answer.map_or(0, bit) & !world.delivered;
                        add(Step::Crashes(process), worked);
                    }
                    add(Step::Crashes(process), dead);
                }
                if world.stopped.is_none()
                    && let Some(mut stopped) = self.spend(world, PAUSES)
                {
                    stopped.stopped = Some(process);
                    if let Phase::Looked(_) = phase {
                        stopped.late |= 1 << process;
                    }
                    // What was sent arrives all the same, and the answer waits in the socket for whoever goes on.
                    if let Phase::Sent(exchange) = phase {
                        let (provider, answer) = self.present(&world.provider, exchange.token);
                        stopped.provider = provider;
                        stopped.processes[process] =
                            answer.map_or(Phase::Refused(exchange), |token| Phase::Answered(exchange, token));
                        stopped.delivered |= answer.map_or(0, bit);
                        stopped.died &= !answer.map_or(0, bit);
                    }
                    add(Step::Stops(process), stopped);
                }
            }
        }
        if self.lease_can_end(world) {
            let mut next = *world;
            next.row.holder = None;
            steps.push((Step::LeaseEnds, next));
        }
        for (token, spooled) in (0..).zip(&world.spool) {
            let Some(exchange) = spooled else { continue };
            let mut next = *world;
            next.row = self.store(&world.row, None, exchange, token);
            next.spool[usize::from(token)] = None;
            next.seen |= bit(token);
            next.stored |= bit(token);
            steps.push((Step::StoresSpooled(token), next));
        }
        steps
    }

    fn broken(&self, before: &World, step: &Step, after: &World) -> Option<&'static str> {
        invariants::broken(self, before, step, after)
    }
}
