//! Statements that the server keeps for a connection, parsed and planned, under a name: most of what a read costs it is to make a plan of it.
//!
//! A name means something in one session only, and a pooler may give each transaction another one (SR-70). So names are used where the
//! connection is known to lead to one process of the server: where its number is the one that the server gave with the key for
//! cancelling, which a pooler makes up itself, as it has no process to name. It is said again by each read, and at the beginning of each
//! transaction; where it is another one, or a name is not known, what was asked is asked again without names, and names are left alone for as
//! long as the vault is open. Nothing was done by then: a name is looked up before anything runs, and a transaction in which one is missing is
//! taken back.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use deadpool_postgres::{Object, StatementCache};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Statement};

use crate::base::{Clock as _, SystemClock};

use super::errors::{Failure, io_kind};
use super::process;

/// The connections of a vault whose server keeps statements.
#[derive(Default)]
pub(super) struct Names {
    are_off: AtomicBool,
    known: Mutex<Vec<Known>>,
}

struct Known {
    /// Its place in memory is no other connection's for as long as it is named here.
    connection: Weak<StatementCache>,
    statements: Arc<Statements>,
}

impl Names {
    /// What is kept for a connection; `None`: it is used without names.
    pub(super) fn of(&self, connection: &Object) -> Option<Arc<Statements>> {
        if self.are_off.load(Ordering::Relaxed) {
            return None;
        }
        let is_it = |known: &&Known| known.connection.as_ptr() == Arc::as_ptr(&connection.statement_cache);
        self.known().iter().find(is_it).map(|known| known.statements.clone())
    }

    /// Finds out whether a connection that has just answered leads to one process of the server.
    pub(super) async fn learn(&self, connection: &Object) {
        if self.are_off.load(Ordering::Relaxed) {
            return;
        }
        let named = process::of_key(connection).await;
        // Where that is not said either, the next operation finds out why.
        let Ok(answering) = process::ask(connection).await else { return };
        match named.filter(|named| *named == answering) {
            Some(process) => {
                let connection = Arc::downgrade(&connection.statement_cache);
                let mut known = self.known();
                known.retain(|known| known.connection.strong_count() > 0);
                known.push(Known { connection, statements: Arc::new(Statements { process, asked: Mutex::default() }) });
            }
            None => self.turn_off(),
        }
    }

    /// Names are used no more.
    pub(super) fn turn_off(&self) {
        self.are_off.store(true, Ordering::Relaxed);
        self.known().clear();
    }

    #[cfg(test)]
    pub(super) fn are_off(&self) -> bool {
        self.are_off.load(Ordering::Relaxed)
    }

    /// As if the connections led to this process by now.
    #[cfg(test)]
    pub(super) fn pretend(&self, process: i32) {
        for known in &mut *self.known() {
            known.statements = Arc::new(Statements { process, asked: Mutex::default() });
        }
    }

    fn known(&self) -> MutexGuard<'_, Vec<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the server keeps for one connection.
pub(super) struct Statements {
    /// Which process of the server it leads to.
    process: i32,
    asked: Mutex<HashMap<String, Asked>>,
}

/// A statement that was asked, on the system's clock.
struct Asked {
    at: Duration,
    kept: Option<Kept>,
}

#[derive(Clone)]
struct Kept {
    statement: Statement,
    since: Duration,
}

impl Statements {
    /// Whether the process that has answered is the one that keeps these.
    pub(super) fn are_of(&self, process: i32) -> bool {
        self.process == process
    }

    /// The statement as the server keeps it; `None`: it is not asked often enough to be kept.
    pub(super) async fn find(&self, client: &Client, sql: &str, types: &[Type]) -> Result<Option<Statement>, Failure> {
        let now = SystemClock.elapsed();
        match self.note(sql, types, now) {
            Noted::Kept(statement) => return Ok(Some(statement)),
            Noted::Rare => return Ok(None),
            Noted::Often => {}
        }
        let statement = client.prepare_typed(sql, types).await.map_err(misnamed)?;
        if let Some(asked) = self.asked().get_mut(sql) {
            // One that was kept before is forgotten by the server when nobody uses it any more.
            asked.kept = Some(Kept { statement: statement.clone(), since: now });
        }
        Ok(Some(statement))
    }

    fn note(&self, sql: &str, types: &[Type], now: Duration) -> Noted {
        let mut all = self.asked();
        let Some(asked) = all.get_mut(sql) else {
            if all.len() >= MOST {
                all.clear();
            }
            all.insert(sql.to_owned(), Asked { at: now, kept: None });
            return Noted::Rare;
        };
        let since_last = now.saturating_sub(std::mem::replace(&mut asked.at, now));
        let is_good = |kept: &&Kept| now.saturating_sub(kept.since) < KEPT_FOR && kept.statement.params() == types;
        match &asked.kept {
            Some(kept) if is_good(&kept) => Noted::Kept(kept.statement.clone()),
            _ if since_last < SOON => Noted::Often,
            _ => Noted::Rare,
        }
    }

    fn asked(&self) -> MutexGuard<'_, HashMap<String, Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Noted {
    Kept(Statement),
    /// To be kept from now on.
    Often,
    Rare,
}

/// What is asked again within this time is kept: it saves more than it costs to say it once more.
const SOON: Duration = Duration::from_secs(1);
/// A plan is made anew after this time: how many rows there are is not asked again before, and where there were few, it may be to read all of
/// them.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// So many statements at most for a connection; there are fewer, unless the clock of a test stands in them.
const MOST: usize = 64;

/// There is no statement of this name, there is one already, or it is one with other parameters.
const OF_NAMES: [SqlState; 3] =
    [SqlState::INVALID_SQL_STATEMENT_NAME, SqlState::DUPLICATE_PSTATEMENT, SqlState::PROTOCOL_VIOLATION];

/// Says of a failure of a kept statement whether it is that it was kept.
pub(super) fn misnamed(error: tokio_postgres::Error) -> Failure {
    match error.code() {
        Some(state) if OF_NAMES.contains(state) => Failure::Misnamed { for_good: true },
        // What the driver cannot read was given by another statement, with other columns.
        None if !error.is_closed() && io_kind(&error).is_none_or(|kind| kind == io::ErrorKind::InvalidData) => {
            Failure::Misnamed { for_good: true }
        }
        // What it gives has another type by now: "cached plan must not change result type".
        _ if error.as_db_error().and_then(|said| said.routine()) == Some("RevalidateCachedQuery") => {
            Failure::Misnamed { for_good: false }
        }
        _ => error.into(),
    }
}
