//! Pauses of endpoints.

use std::time::Duration;

use crate::model::rows::{Conflict, EndpointPause};

use super::{Instant, Tables};

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct Pause {
    is_asked: bool,
    ends: Instant,
    /// Until when somebody finds out whether it works again.
    probe_ends: Instant,
}

impl Pause {
    fn end(&self) -> Instant {
        self.ends.max(self.probe_ends)
    }
}

/// Every pause.
pub(super) fn list(tables: &Tables, at: Instant) -> Vec<EndpointPause> {
    let pauses = tables.pauses.iter();
    let seen = pauses.map(|(endpoint, pause)| EndpointPause {
        endpoint: *endpoint,
        is_asked: pause.is_asked,
        left: pause.end().since(at),
    });
    seen.collect()
}

/// Nobody asks it for so long; one that ends later stays.
pub(super) fn pause(tables: &mut Tables, endpoint: [u8; 32], length: Duration, is_asked: bool, at: Instant) {
    let new = Pause { is_asked, ends: at.plus(length), probe_ends: at };
    let kept = tables.pauses.get(&endpoint).filter(|known| known.ends > new.ends);
    let pause = kept.map_or(new, |known| Pause { probe_ends: at, ..known.clone() });
    tables.pauses.insert(endpoint, pause);
}

/// One finds out whether it works again.
pub(super) fn probe(tables: &mut Tables, endpoint: [u8; 32], hold: Duration, at: Instant) -> Result<(), Conflict> {
    // Where there is none, somebody has found out.
    let Some(pause) = tables.pauses.get_mut(&endpoint) else { return Ok(()) };
    if pause.end() > at {
        return Err(Conflict::Paused);
    }
    (pause.ends, pause.probe_ends) = (at, at.plus(hold));
    Ok(())
}

/// Forgets those that have been over for so long that nobody has asked since.
pub(super) fn purge(tables: &mut Tables, at: Instant) {
    let long_ago = at.minus(EndpointPause::FORGOTTEN_AFTER);
    tables.pauses.retain(|_, pause| pause.end() >= long_ago);
}
