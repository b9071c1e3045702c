//! Applies a batch in a transaction of its own, and says what is known of it afterwards.

use std::time::Duration;

use tokio::time::timeout;

use crate::base::{Clock as _, ErrorCode, Result, SystemClock, waiting};
use crate::model::rows::{Batch, Conflict, Outcome};

use super::errors::Failure;
use super::life::{Life, limited};
use super::logs::Proof;
use super::session::Db;
use super::transaction::{begin, end, roll_back};
use super::write::Applied;
use super::{grants, write};

/// What became of a transaction.
#[derive(Debug)]
pub(super) enum Committed<T> {
    /// This, and it is known.
    Known(T),
    /// The connection broke while the server was committing, or nothing came back. If it was committed, this is the outcome.
    InDoubt { outcome: T, proof: Option<Proof> },
}

/// Applies a batch by itself.
pub(super) async fn apply(life: &Life, batch: &Batch) -> Result<Outcome> {
    let limit = life.commit_limit();
    until_known(life, |db| async move { commit(&db, batch, limit).await }).await
}

/// Commits until it is known what has become of it: what was found not to be committed is done again.
pub(super) async fn until_known<T, F>(life: &Life, attempt: impl Fn(Db) -> F + Send + Sync) -> Result<T>
where
    F: Future<Output = Result<Committed<T>, Failure>> + Send,
    T: Send,
{
    for _ in 0..ATTEMPTS {
        let committing = life.run_unlimited(&attempt);
        match waiting::on(life.awaited(), Box::pin(committing)).await? {
            Committed::Known(outcome) => return Ok(outcome),
            Committed::InDoubt { outcome, proof } => {
                if was_committed(life, proof).await? {
                    return Ok(outcome);
                }
            }
        }
    }
    Err(Failure::NotCommitted.into_error(life.name()))
}

/// Whether a transaction was committed whose answer was lost, once the server can be asked again. If it was not, nothing of it is there, and
/// the same may be tried again.
pub(super) async fn was_committed(life: &Life, proof: Option<Proof>) -> Result<bool> {
    let unknown = || Failure::Unknown.into_error(life.name());
    let proof = &proof.ok_or_else(unknown)?;
    let until = SystemClock.elapsed().saturating_add(PATIENCE);
    loop {
        let asked = life.run(|db| async move { proof.holds(&db).await });
        match waiting::on(life.awaited(), Box::pin(asked)).await {
            Ok(holds) => return Ok(holds),
            Err(error) if error.code() == ErrorCode::Closed || SystemClock.elapsed() > until => return Err(unknown()),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Applies a batch: all of it, or nothing.
async fn commit(db: &Db, batch: &Batch, answer_within: Duration) -> Result<Committed<Outcome>, Failure> {
    let applied = limited(async {
        begin(db).await?;
        write::apply(db, batch).await
    });
    match applied.await {
        Ok(Applied::All { outcome, proof }) => finish(db, outcome, proof, answer_within).await,
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

/// Commits what was applied. The answer is waited for so long, however long the rest has taken: who gave up on both together would tell of
/// a failure where the server has committed.
pub(super) async fn finish<T>(
    db: &Db,
    outcome: T,
    proof: Option<Proof>,
    answer_within: Duration,
) -> Result<Committed<T>, Failure> {
    match timeout(answer_within, end(db)).await.unwrap_or(Err(Failure::Unknown)) {
        Ok(()) => Ok(Committed::Known(outcome)),
        Err(Failure::Unknown) => {
            db.give_up();
            Ok(Committed::InDoubt { outcome, proof })
        }
        Err(failure) => Err(failure),
    }
}

/// So often a batch is applied whose commit breaks off, and which was found not to be committed.
const ATTEMPTS: usize = 3;
/// How long a server that was lost in the middle of a commit is asked what became of it: longer than a restart or a failover by a manager
/// usually takes, shorter than a lease.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(250);
