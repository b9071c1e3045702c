//! Which vault this process has opened. A schema may be dropped and made anew while it runs, as whoever resets a database does: what is at
//! hand here is another vault's then, and what would be written is sealed under keys that the new one does not have.

use std::sync::{Arc, OnceLock};

use tokio_postgres::SimpleQueryMessage;

use super::errors::Failure;

/// A root key of the vault, with when it was added. None is ever removed, so the vault has it for good; one that is dumped and put back has
/// it as well, and is the same.
#[derive(Clone, Default)]
pub(super) struct Known(Arc<OnceLock<String>>);

impl Known {
    /// Compares what [`ROOTS`] has said. The first that says anything is believed: it is the transaction with which a process registers.
    ///
    /// # Errors
    /// - `Replaced`: it is another vault.
    pub(super) fn check(&self, said: &[SimpleQueryMessage]) -> Result<(), Failure> {
        let roots = said.iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.try_get(COLUMN).ok().flatten(),
            _ => None,
        });
        self.compare(&roots.collect::<Vec<_>>())
    }

    /// A vault without any is none yet, or somebody has emptied the table, which whoever needs a key says.
    fn compare(&self, roots: &[&str]) -> Result<(), Failure> {
        let Some(first) = roots.first() else { return Ok(()) };
        let known = self.0.get_or_init(|| (*first).to_owned());
        if roots.contains(&known.as_str()) { Ok(()) } else { Err(Failure::Replaced) }
    }
}

/// What a transaction asks at its beginning.
pub(super) const ROOTS: &str = "SELECT root_key_id || ' ' || created_at AS root_with_time FROM @root_keys";
/// The name of a column that no other statement of a beginning has.
const COLUMN: &str = "root_with_time";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vault_stays_the_same_whatever_keys_come_and_is_another_without_its_first() {
        let known = Known::default();
        known.compare(&[]).unwrap();
        known.compare(&["b 7"]).unwrap();
        known.clone().compare(&["a 9", "b 7"]).unwrap();
        known.compare(&["b 7", "c 3"]).unwrap();
        known.compare(&[]).unwrap();
        for other in [&["b 8"][..], &["a 7"], &["a 9", "c 3"]] {
            assert!(matches!(known.compare(other), Err(Failure::Replaced)), "{other:?}");
        }
        known.compare(&["b 7"]).unwrap();
    }
}
