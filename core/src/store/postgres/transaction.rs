//! Begins and ends transactions. The settings of one end with it: behind a pooler the next one is somebody else's (SR-70).

use std::sync::LazyLock;

use tokio_postgres::SimpleQueryMessage;

use super::errors::Failure;
use super::fence;
use super::known::ROOTS;
use super::process::PROCESS;
use super::session::Db;
use super::statement::text;

/// Begins a transaction as all of ours are, whatever is usual in this database or for this role. A migration waits until it ends.
///
/// # Errors
/// - `Newer`: a newer version lets this one write nothing any more. Nothing is begun.
/// - `Replaced`: another vault has taken the place of the one that was opened. The same.
pub(super) async fn begin(db: &Db) -> Result<(), Failure> {
    let who = if db.statements().is_some() { format!("; SELECT {PROCESS} AS {ANSWERING}") } else { String::new() };
    let said = db.client()?.simple_query(&db.place(&format!("{}; {}; {ROOTS}{who}", *BEGIN, *fence::GATE), &[])?).await?;
    let judged = fence::judge(&said).and_then(|()| db.known.check(&said)).and_then(|()| prove(db, &said));
    if let Err(refused) = judged {
        roll_back(db).await?;
        return Err(refused);
    }
    Ok(())
}

/// A transaction stays with the process that it has begun on: what that one keeps may be used until the end.
fn prove(db: &Db, said: &[SimpleQueryMessage]) -> Result<(), Failure> {
    let Some(statements) = db.statements() else { return Ok(()) };
    let answering = said.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.try_get(ANSWERING).ok().flatten()?.parse().ok(),
        _ => None,
    });
    if !answering.is_some_and(|process| statements.are_of(process)) {
        return Err(Failure::Misnamed { for_good: true });
    }
    db.set_proven(true);
    Ok(())
}

/// The same where there is no vault yet, or not the whole of it; or of whoever holds up writers by other locks.
pub(super) async fn begin_unchecked(db: &Db) -> Result<(), Failure> {
    Ok(db.client()?.batch_execute(&BEGIN).await?)
}

/// Commits. What breaks here may have been committed all the same.
pub(super) async fn end(db: &Db) -> Result<(), Failure> {
    db.set_proven(false);
    db.client()?.batch_execute("COMMIT").await.map_err(|error| {
        let failure = Failure::Server(error);
        if failure.is_broken_connection() { Failure::Unknown } else { failure }
    })
}

/// Takes a transaction back.
pub(super) async fn roll_back(db: &Db) -> Result<(), Failure> {
    db.set_proven(false);
    Ok(db.client()?.batch_execute("ROLLBACK").await?)
}

/// Takes a lock of the vault, held until the transaction ends. Two names that share a number wait for each other, and no more.
pub(super) async fn lock(db: &Db, name: &str) -> Result<(), Failure> {
    let name = format!("{}/{name}", db.schema);
    db.select(LOCK, &[(":name", text(&name))], |_| Ok(())).await.map(drop)
}

/// The name of a column that no other statement of a beginning has.
const ANSWERING: &str = "answering_process";
const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))";
/// A commit is durable before it is acknowledged (SR-70). A process that is stopped in the middle holds up nobody for long: its
/// transaction ends before the patience of those who wait for it does.
static BEGIN: LazyLock<String> = LazyLock::new(|| {
    format!(
        "BEGIN ISOLATION LEVEL READ COMMITTED; {PATIENCE};
        SET LOCAL idle_in_transaction_session_timeout = '5s';
        SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') IN ('off', 'local')"
    )
});
/// How long a lock is waited for.
pub(super) const PATIENCE: &str = "SET LOCAL lock_timeout = '8s'";
