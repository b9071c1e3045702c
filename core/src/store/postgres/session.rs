//! A connection in use by one operation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deadpool_postgres::Object;
use tokio_postgres::Client;

use super::errors::Failure;
use super::known::Known;
use super::names::Statements;
use super::time::Time;

/// A connection in use, inside a transaction or not, and where in its database the vault is.
#[derive(Clone)]
pub(super) struct Db {
    session: Arc<Session>,
    /// Quoted.
    pub(super) schema: Arc<str>,
    pub(super) time: Time,
    /// Which vault its process has opened.
    pub(super) known: Known,
}

/// The connection. It goes back to where it came from only after whoever used it has said that nothing is under way on it.
struct Session {
    connection: Option<Object>,
    is_clean: AtomicBool,
    is_lost: AtomicBool,
    /// What the server keeps for it.
    kept: Option<Arc<Statements>>,
    /// Whether it is known to be in a transaction of the process that keeps these.
    is_proven: AtomicBool,
    /// How many statements it was given.
    #[cfg(test)]
    statements: std::sync::atomic::AtomicUsize,
}

impl Db {
    pub(super) fn new(
        connection: Object,
        statements: Option<Arc<Statements>>,
        schema: Arc<str>,
        time: Time,
        known: Known,
    ) -> Self {
        Db {
            session: Arc::new(Session {
                connection: Some(connection),
                is_clean: AtomicBool::default(),
                is_lost: AtomicBool::default(),
                kept: statements,
                is_proven: AtomicBool::default(),
                #[cfg(test)]
                statements: std::sync::atomic::AtomicUsize::default(),
            }),
            schema,
            time,
            known,
        }
    }

    /// What takes statements.
    pub(super) fn client(&self) -> Result<&Client, Failure> {
        Ok(self.connection()?)
    }

    /// The connection itself.
    pub(super) fn connection(&self) -> Result<&Object, Failure> {
        self.session.connection.as_ref().ok_or(Failure::Misfit)
    }

    /// What the server keeps for this connection, for whoever asks with the answer which process has given it.
    pub(super) fn statements(&self) -> Option<&Statements> {
        self.session.kept.as_deref()
    }

    /// The same in a transaction that has begun on the process that keeps it.
    pub(super) fn proven_statements(&self) -> Option<&Statements> {
        self.statements().filter(|_| self.session.is_proven.load(Ordering::Relaxed))
    }

    /// Says whether a transaction goes on that has begun on the process that keeps the statements.
    pub(super) fn set_proven(&self, is_proven: bool) {
        self.session.is_proven.store(is_proven, Ordering::Relaxed);
    }

    /// Counts a statement, for tests of what an operation costs.
    #[cfg(test)]
    pub(super) fn note_statement(&self) {
        self.session.statements.fetch_add(1, Ordering::Relaxed);
    }

    #[cfg(test)]
    pub(super) fn count_statements(&self) -> usize {
        self.session.statements.load(Ordering::Relaxed)
    }

    /// Says that nobody may have the connection any more, whatever is said of it later.
    pub(super) fn give_up(&self) {
        self.session.is_lost.store(true, Ordering::Relaxed);
    }

    /// Whether that was said.
    pub(super) fn is_given_up(&self) -> bool {
        self.session.is_lost.load(Ordering::Relaxed)
    }

    /// Says that nothing is under way: another operation may have the connection.
    pub(super) fn finish(self) {
        self.session.is_clean.store(!self.session.is_lost.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if !self.is_clean.load(Ordering::Relaxed)
            && let Some(connection) = self.connection.take()
        {
            // Closed: the server takes back what was not committed, and nobody waits on a connection that no longer answers.
            drop(Object::take(connection));
        }
    }
}
