//! One look for the keys of an owner, however many need them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::base::Error;
use crate::base::waiting::Waits;
use crate::model::rows::KeyOwner;

/// Who holds `failed` unwraps the keys of one owner; the others wait and find them, or hear in it why there are none.
#[derive(Default)]
pub(super) struct Flight {
    pub(super) failed: tokio::sync::Mutex<Option<Error>>,
    /// What the one waits for that asks: the others wait for the same.
    pub(super) waits: Waits,
}

/// Those under way.
#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<KeyOwner, Weak<Flight>>>);

impl Flights {
    /// The one under way for an owner, or a new one.
    pub(super) fn of(&self, owner: &KeyOwner) -> Arc<Flight> {
        let mut flights = self.lock();
        if let Some(flight) = flights.get(owner).and_then(Weak::upgrade) {
            return flight;
        }
        let flight = Arc::new(Flight::default());
        flights.insert(owner.clone(), Arc::downgrade(&flight));
        flight
    }

    /// Whoever comes from now on is in another one.
    pub(super) fn close(&self, owner: &KeyOwner) {
        self.lock().remove(owner);
    }

    /// Forgets those that nobody is in.
    pub(super) fn sweep(&self) {
        self.lock().retain(|_, flight| flight.strong_count() > 0);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<KeyOwner, Weak<Flight>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
