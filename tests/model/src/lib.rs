//! The refresh protocol as a model (SR-56 to SR-62): three processes, a store and a provider, of which every reachable state is looked
//! at. [`protocol`] says what can happen, [`invariants`] what never may, and [`checker`] goes through all of it.
//!
//! It is a model of the rules in the manual's chapter on refreshes, not of the code: that follows them by its own tests. What is left
//! out: more than one grant (they share nothing but a provider's pauses), and callers (the single flight of a process makes them one).
//! One gap is in it, and forgiven: a process that is stopped after it has looked at its lease, and before it writes to the socket, sends
//! when it goes on, whatever has become of the lease. Nothing but the provider could close it.

pub mod checker;
pub mod invariants;
pub mod protocol;
pub mod world;
