//! Applies a batch in a transaction of its own, and says what is known of it afterwards.

use crate::model::rows::{Batch, Conflict, Outcome};

use super::errors::Failure;
use super::logs::Proof;
use super::session::Db;
use super::transaction::{begin, end};
use super::write::Applied;
use super::{grants, write};

/// What became of a transaction.
#[derive(Debug)]
pub(super) enum Committed {
    /// This, and it is known.
    Known(Outcome),
    /// The connection broke while the server was committing. If it was committed, this is the outcome.
    InDoubt { outcome: Outcome, proof: Option<Proof> },
}

/// Applies a batch: all of it, or nothing.
pub(super) async fn commit(db: &Db, batch: &Batch) -> Result<Committed, Failure> {
    begin(db).await?;
    match write::apply(db, batch).await {
        Ok(Applied::All { outcome, proof }) => match end(db).await {
            Ok(()) => Ok(Committed::Known(outcome)),
            Err(Failure::Unknown) => {
                db.give_up();
                Ok(Committed::InDoubt { outcome, proof })
            }
            Err(failure) => Err(failure),
        },
        Ok(Applied::Conflict(conflict)) => {
            db.client()?.batch_execute("ROLLBACK").await?;
            Ok(Committed::Known(Outcome::Conflict(conflict)))
        }
        Err(Failure::OrganisationHeld(row)) => {
            db.client()?.batch_execute("ROLLBACK").await?;
            let is_taken = grants::is_key_taken(db, &row).await?;
            Ok(Committed::Known(Outcome::Conflict(if is_taken { Conflict::Exists } else { Conflict::OrganisationHeld })))
        }
        // The connection is closed with it.
        Err(failure) => Err(failure),
    }
}
