//! The engine against a store, a provider and a clock that tests hold in their hands: several processes on one vault, a store
//! that is away, a commit that hangs. What needs no such control is tested from outside, in `core/tests`.

mod approvals;
mod brought;
mod challenged;
mod clocks;
mod closed;
mod closing;
mod dead_holders;
mod edges;
mod endings;
mod inherited;
mod kept;
mod lanes;
mod late;
mod new_sessions;
mod no_longer_due;
mod origins;
mod outage;
mod panicking;
mod pauses;
mod persons;
mod processes;
mod reading;
mod registrations;
mod rejected;
mod same_work;
mod sealing;
mod spans;
mod spool;
mod stage;
mod suspended;
mod throttled;
mod throttled_hosts;
mod truth;
mod unanswered;
mod updates;
