//! Makes once in a run what several suites need: the suite that asks first makes it, and the others wait.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What has been made in this run, by name, and whether that succeeded.
#[derive(Default)]
pub(crate) struct Once {
    made: Mutex<BTreeMap<String, Arc<OnceLock<bool>>>>,
}

/// Who made it.
#[derive(Debug, PartialEq)]
pub(crate) enum Made {
    /// The one that asked, now.
    Here(bool),
    /// Somebody else, earlier.
    Before(bool),
}

impl Once {
    /// Makes it, or waits for the one that does.
    pub(crate) fn make(&self, what: &str, make: impl FnOnce() -> bool) -> Made {
        let cell = self.made.lock().unwrap_or_else(PoisonError::into_inner).entry(what.to_owned()).or_default().clone();
        let mut here = false;
        let made = *cell.get_or_init(|| {
            here = true;
            make()
        });
        if here { Made::Here(made) } else { Made::Before(made) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_or_could_not_be_made_is_not_tried_again() {
        let once = Once::default();
        assert_eq!(once.make("a", || true), Made::Here(true));
        assert_eq!(once.make("a", || unreachable!("it is made")), Made::Before(true));
        assert_eq!(once.make("b", || false), Made::Here(false));
        assert_eq!(once.make("b", || true), Made::Before(false));
    }

    #[test]
    fn who_asks_meanwhile_waits() {
        let once = Once::default();
        let (started, begun) = std::sync::mpsc::channel();
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let made = &once;
        std::thread::scope(|scope| {
            let first = scope.spawn(move || made.make("a", || started.send(()).is_ok() && held.recv().is_ok()));
            assert!(begun.recv().is_ok());
            let second = scope.spawn(|| once.make("a", || false));
            assert!(let_go.send(()).is_ok());
            assert_eq!(first.join().ok(), Some(Made::Here(true)));
            assert_eq!(second.join().ok(), Some(Made::Before(true)));
        });
    }
}
