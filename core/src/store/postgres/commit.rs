//! Applies a batch in a transaction of its own, and says what is known of it afterwards.

use std::time::Duration;

use tokio::time::timeout;

use crate::model::rows::{Batch, Conflict, Outcome};

use super::errors::Failure;
use super::life::limited;
use super::logs::Proof;
use super::session::Db;
use super::transaction::{begin, end, roll_back};
use super::write::Applied;
use super::{grants, write};

/// What became of a transaction.
#[derive(Debug)]
pub(super) enum Committed {
    /// This, and it is known.
    Known(Outcome),
    /// The connection broke while the server was committing, or nothing came back. If it was committed, this is the outcome.
    InDoubt { outcome: Outcome, proof: Option<Proof> },
}

/// Applies a batch: all of it, or nothing. The answer to the commit is waited for so long, however long the rest has taken: who gave up
/// on both together would tell of a failure where the server has committed.
pub(super) async fn commit(db: &Db, batch: &Batch, answer_within: Duration) -> Result<Committed, Failure> {
    let applied = limited(async {
        begin(db).await?;
        write::apply(db, batch).await
    });
    match applied.await {
        Ok(Applied::All { outcome, proof }) => match timeout(answer_within, end(db)).await.unwrap_or(Err(Failure::Unknown)) {
            Ok(()) => Ok(Committed::Known(outcome)),
            Err(Failure::Unknown) => {
                db.give_up();
                Ok(Committed::InDoubt { outcome, proof })
            }
            Err(failure) => Err(failure),
        },
        Ok(Applied::Conflict(conflict)) => {
            limited(roll_back(db)).await?;
            Ok(Committed::Known(Outcome::Conflict(conflict)))
        }
        Err(Failure::OrganisationHeld(row)) => {
            let is_taken = limited(async {
                roll_back(db).await?;
                grants::is_key_taken(db, &row).await
            });
            let is_taken = is_taken.await?;
            Ok(Committed::Known(Outcome::Conflict(if is_taken { Conflict::Exists } else { Conflict::OrganisationHeld })))
        }
        // The connection is closed with it.
        Err(failure) => Err(failure),
    }
}
