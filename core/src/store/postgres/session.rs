//! A connection in use by one operation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use deadpool_postgres::Object;
use tokio_postgres::Client;

use super::errors::Failure;
use super::time::Time;

/// A connection in use, inside a transaction or not, and where in its database the vault is.
#[derive(Clone)]
pub(super) struct Db {
    session: Arc<Session>,
    /// Quoted.
    pub(super) schema: Arc<str>,
    pub(super) time: Time,
}

/// The connection. It goes back to where it came from only after whoever used it has said that nothing is under way on it.
struct Session {
    connection: Option<Object>,
    is_clean: AtomicBool,
    is_lost: AtomicBool,
    /// How many statements it was given.
    #[cfg(test)]
    statements: std::sync::atomic::AtomicUsize,
}

impl Db {
    pub(super) fn new(connection: Object, schema: Arc<str>, time: Time) -> Self {
        Db {
            session: Arc::new(Session {
                connection: Some(connection),
                is_clean: AtomicBool::default(),
                is_lost: AtomicBool::default(),
                #[cfg(test)]
                statements: std::sync::atomic::AtomicUsize::default(),
            }),
            schema,
            time,
        }
    }

    /// What takes statements.
    pub(super) fn client(&self) -> Result<&Client, Failure> {
        let connection = self.session.connection.as_ref().ok_or(Failure::Misfit)?;
        Ok(connection)
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
