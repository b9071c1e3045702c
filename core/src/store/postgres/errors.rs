//! What can go wrong with a PostgreSQL vault, and what callers are told. No message holds content of a row, a password or text of the
//! server.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use tokio_postgres::error::{DbError, SqlState};

use crate::base::{Error, ErrorCode};
use crate::model::rows::{Conflict, GrantRow};
use crate::store::moves;
pub(super) use crate::store::moves::is_copied;

use super::altered::Altered;
use super::handshake::{self, Problem};

/// Why an operation stopped, before it is told to a caller.
#[derive(Debug)]
pub(super) enum Failure {
    /// A guard or a uniqueness rule said no: an ordinary outcome.
    Conflict(Conflict),
    /// Another installation holds the organisation of this grant, unless its key is taken as well.
    OrganisationHeld(Box<GrantRow>),
    /// The server, or the way to it, failed.
    Server(tokio_postgres::Error),
    /// The connection broke while the server was committing, or it did not say in time that it had.
    Unknown,
    /// Every attempt to commit broke off, and none of them was committed.
    NotCommitted,
    /// Nothing came back for so long that nobody waits any longer.
    Silent,
    /// Every connection of this process is in use.
    Busy,
    /// The connections were let go while somebody waited for one.
    Detached,
    /// A statement that the server was to keep is not there, is another one, or does not fit any more; or not the process has answered that keeps
    /// it. Nothing was done. `for_good`: names mean nothing on these connections.
    Misnamed { for_good: bool },
    /// A stored value of this table is outside its grammar.
    Damaged(&'static str),
    /// Nothing is in this table, in which there always is something.
    Emptied(&'static str),
    /// The database took a row of this table and did not keep it.
    Swallowed(&'static str),
    /// A counter does not fit into 63 bits.
    OutOfRange,
    /// A statement and its values do not fit: a fault of this program.
    Misfit,
    /// The schema holds tables of another program.
    Foreign,
    /// Somebody has changed a table of the vault.
    Altered(Altered),
    /// A newer version wrote the vault, with this schema.
    Newer(u32),
    /// The server is older than what is supported.
    OldServer,
    /// The schema holds a copy of a vault that is not complete.
    Unfinished,
    /// The vault has gone there.
    Moved(String),
    /// Another vault is where this process has opened one.
    Replaced,
}

/// A rule of uniqueness that a write has broken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// Two installations of one organisation.
    Organisation,
    /// Any other.
    Key,
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Failure::Server(error)
    }
}

impl From<Conflict> for Failure {
    fn from(conflict: Conflict) -> Self {
        Failure::Conflict(conflict)
    }
}

impl Failure {
    fn state(&self) -> Option<&SqlState> {
        match self {
            Failure::Server(error) => error.code(),
            _ => None,
        }
    }

    /// Which rule of uniqueness was violated, if one was.
    pub(super) fn broken(&self) -> Option<Broken> {
        let Failure::Server(error) = self else { return None };
        // Numbers of the audit log are given out behind a lock: one that is there already is no caller's fault, and none is told so.
        let is_rule = |said: &&DbError| *said.code() == SqlState::UNIQUE_VIOLATION && said.table() != Some("audit");
        let said = error.as_db_error().filter(is_rule)?;
        Some(if said.constraint() == Some("grants_claim") { Broken::Organisation } else { Broken::Key })
    }

    /// Whether the server has taken the transaction back so that somebody else could go on: the same may succeed now.
    pub(super) fn is_collision(&self) -> bool {
        matches!(self.state(), Some(state) if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(state))
    }

    /// Whether the connection is gone. What was under way on it was not committed, unless it was a commit.
    pub(super) fn is_broken_connection(&self) -> bool {
        let Failure::Server(error) = self else { return false };
        match error.code() {
            Some(state) => {
                is_of_class(state, "08")
                    || state.code().starts_with("57P0")
                    || *state == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT
                    // transaction_timeout, from PostgreSQL 17 on: it ends the session too.
                    || state.code() == "25P04"
            }
            None => error.is_closed() || io_kind(error).is_some(),
        }
    }

    /// Whether it may be wrong with one of several batches that are applied together: a value, a rule of the table, or one that whoever runs
    /// the database has added. What the server, the connection or the disk says is the same for all of them.
    pub(super) fn may_be_of_one(&self) -> bool {
        match self {
            Failure::Server(_) if self.is_missing() || self.is_locked() => false,
            Failure::Server(_) => self.state().is_some_and(may_be_of_one),
            Failure::Conflict(_) | Failure::OutOfRange | Failure::Damaged(_) => true,
            _ => false,
        }
    }

    /// Whether the server that answered cannot write: it may have been the primary before.
    pub(super) fn is_read_only(&self) -> bool {
        self.state() == Some(&SqlState::READ_ONLY_SQL_TRANSACTION)
    }

    /// Whether a table or a column is not there that was.
    pub(super) fn is_missing(&self) -> bool {
        self.state().is_some_and(|state| [SqlState::UNDEFINED_TABLE, SqlState::UNDEFINED_COLUMN].contains(state))
    }

    /// Whether somebody else has held a lock for longer than is waited for.
    pub(super) fn is_locked(&self) -> bool {
        self.state() == Some(&SqlState::LOCK_NOT_AVAILABLE)
    }

    /// What the caller is told about `vault`, its address without password.
    pub(super) fn into_error(self, vault: &str) -> Error {
        match self {
            Failure::Server(error) => server_error(&error, vault),
            Failure::Unknown => {
                unavailable(format!("The connection to {vault} broke during a commit; whether it took effect is unknown."))
                    .with_hint("Read again what it was about.")
            }
            Failure::NotCommitted => {
                unavailable(format!("The connection to {vault} broke during every attempt to commit. Nothing was written."))
                    .with_hint("Look at the server's log, and at what stands between it and this host.")
            }
            Failure::Silent => unavailable(format!("The server of {vault} has not answered in time."))
                .with_hint("Look at the server's load, and at what stands between it and this host."),
            Failure::Busy => unavailable(format!("Every connection of this process to {vault} is in use."))
                .with_hint("Call again; if it lasts, allow more of them: ?connections=8 in the vault's address.")
                .with_retry_after(Duration::from_secs(1)),
            Failure::Damaged(table) => {
                unavailable(format!("Cannot read {vault}: a row of {table} is damaged.")).with_hint("Restore a backup.")
            }
            Failure::Emptied(table) => {
                unavailable(format!("Cannot use {vault}: somebody has emptied its table {table}.")).with_hint("Restore a backup.")
            }
            Failure::Swallowed(table) => {
                unavailable(format!("Cannot write {vault}: something in the database drops what is written to {table}."))
                    .with_hint("Look for a trigger or a rule that Authpipe did not make, and remove it.")
            }
            Failure::OutOfRange => Error::new(ErrorCode::InvalidRequest, "A counter does not fit into the vault."),
            Failure::Misfit => unavailable(format!("Cannot use {vault}: a statement and its values do not fit.")),
            Failure::Foreign => unavailable(format!("Cannot open {vault}: its schema holds tables that Authpipe has not made."))
                .with_hint("Give the vault a schema of its own: ?schema=authpipe in its address."),
            Failure::Altered(altered) => unavailable(format!("Cannot open {vault}: {altered}."))
                .with_hint(
                    "Somebody has changed the database. Find out who, and undo it or restore a backup. A tool that rewrites tables, such as \
                     pg_repack, has a trigger there while it runs.",
                ),
            Failure::Newer(version) => {
                Error::new(ErrorCode::VaultNewer, format!("A newer version of Authpipe wrote {vault} (schema {version})."))
                    .with_hint("Upgrade Authpipe.")
            }
            Failure::OldServer => {
                unavailable(format!("The server of {vault} is older than PostgreSQL 13.")).with_hint("Upgrade the server.")
            }
            Failure::Unfinished => moves::unfinished(vault),
            Failure::Moved(to) => moves::moved(vault, &to),
            Failure::Replaced => {
                unavailable(format!("Cannot use {vault}: another vault has taken its place while this process used it."))
                    .with_hint("Put the right one back; or restart every process that uses it, to go on with what is there now.")
            }
            // Callers ask again, or turn these into outcomes; one that gets here belongs to nobody.
            Failure::Detached | Failure::Misnamed { .. } | Failure::Conflict(_) | Failure::OrganisationHeld(_) => {
                unavailable(format!("Cannot write {vault}: a rule of the vault was violated."))
            }
        }
    }
}

/// Classes of what is wrong with the connection, the transaction, what the server has room for, who stops it, and the machine. A trigger, a
/// rule or a policy of whoever runs the database may say no to one row by any other.
const OF_ALL: [&str; 6] = ["08", "25", "40", "53", "57", "58"];

fn may_be_of_one(state: &SqlState) -> bool {
    !OF_ALL.iter().any(|class| is_of_class(state, class))
}

fn is_of_class(state: &SqlState, class: &str) -> bool {
    state.code().starts_with(class)
}

/// The vault as a whole cannot be used now.
pub(super) fn unavailable(message: String) -> Error {
    Error::new(ErrorCode::VaultUnavailable, message)
}

/// After `close`.
pub(super) fn closed(name: &str) -> Error {
    Error::new(ErrorCode::Closed, format!("The vault {name} is not open."))
}

fn server_error(error: &tokio_postgres::Error, vault: &str) -> Error {
    match error.code() {
        Some(state) => said_error(state, vault),
        None => unsaid_error(error, vault),
    }
}

/// What the server says, in our words.
pub(super) fn said_error(state: &SqlState, vault: &str) -> Error {
    let second = Duration::from_secs(1);
    if *state == SqlState::INVALID_PASSWORD {
        return unavailable(format!("The server of {vault} refused the password."))
            .with_hint("Put the right one into PGPASSWORD, or into the vault's address.");
    }
    if *state == SqlState::INVALID_AUTHORIZATION_SPECIFICATION {
        return unavailable(format!("The server of {vault} does not let this role in from here."))
            .with_hint("Check the role's name, and the server's pg_hba.conf.");
    }
    if *state == SqlState::INVALID_CATALOG_NAME {
        return unavailable(format!("There is no such database: {vault}.")).with_hint("Create it: createdb, or CREATE DATABASE.");
    }
    if [SqlState::INSUFFICIENT_PRIVILEGE, SqlState::INVALID_SCHEMA_NAME].contains(state) {
        return unavailable(format!("The role has not the rights that it needs in {vault}."))
            .with_hint("Let it make the vault's schema, or make that for it: CREATE SCHEMA authpipe AUTHORIZATION the_role.");
    }
    if *state == SqlState::READ_ONLY_SQL_TRANSACTION {
        return unavailable(format!("Cannot write {vault}: the server is a standby, or set to read only."))
            .with_hint("Name the primary in the vault's address; of several hosts, the one that can be written is found.")
            .with_retry_after(second);
    }
    if *state == SqlState::TOO_MANY_CONNECTIONS {
        return unavailable(format!("The server of {vault} takes no more connections."))
            .with_hint(
                "Each process takes up to 4 of them, or as many as connections= in the vault's address says. Raise max_connections, or the \
                 CONNECTION LIMIT of the role or the database, or put PgBouncer in between.",
            )
            .with_retry_after(second);
    }
    if *state == SqlState::DISK_FULL {
        return unavailable(format!("Cannot write {vault}: the disk of the server is full.")).with_hint("Free some space there.");
    }
    if *state == SqlState::CANNOT_CONNECT_NOW || state.code().starts_with("57P0") {
        return unavailable(format!("The server of {vault} is starting or shutting down.")).with_retry_after(second);
    }
    // PgBouncer says all of it with this class: a password, a database or a server that is not right.
    if is_of_class(state, "08") {
        return unavailable(format!("The server of {vault}, or the pooler before it, refused the connection."))
            .with_hint("Check user, password and database in the vault's address; a pooler's log says which of them it was.")
            .with_retry_after(second);
    }
    if *state == SqlState::QUERY_CANCELED || state.code() == "25P04" {
        return unavailable(format!("The server of {vault} ended a statement that took longer than it allows."))
            .with_hint("Give this role a statement_timeout of 15 s or more, or none; a person may have ended it too.")
            .with_retry_after(second);
    }
    if *state == SqlState::LOCK_NOT_AVAILABLE {
        return locked(vault);
    }
    if [SqlState::UNDEFINED_TABLE, SqlState::UNDEFINED_COLUMN].contains(state) {
        return unavailable(format!("Cannot use {vault}: a table of it was removed or changed."))
            .with_hint("Somebody has changed the database. Find out who, then restore a backup.");
    }
    unavailable(format!("Cannot use {vault} (PostgreSQL code {}).", state.code()))
}

/// What went wrong before the server could say anything.
fn unsaid_error(error: &tokio_postgres::Error, vault: &str) -> Error {
    if is_tls(error) {
        let Problem { what, hint } = handshake::read(error);
        return unavailable(format!("No TLS with the server of {vault}: {what}.")).with_hint(hint);
    }
    if let Some(kind) = io_kind(error) {
        let is_unknown = error.source().is_some_and(|source| source.to_string().contains("lookup address"));
        let message = match kind {
            _ if is_unknown => format!("Cannot reach the server of {vault}: nobody knows its name."),
            io::ErrorKind::ConnectionRefused => format!("Cannot reach the server of {vault}: it refuses connections."),
            io::ErrorKind::TimedOut => format!("Cannot reach the server of {vault}: it does not answer."),
            io::ErrorKind::NotFound => format!("Cannot reach the server of {vault}: its socket is not there."),
            _ => format!("The connection to the server of {vault} broke."),
        };
        return unavailable(message)
            .with_hint("Check host and port in the vault's address, and whether the server runs.")
            .with_retry_after(Duration::from_secs(1));
    }
    if error.source().is_some_and(|source| source.to_string() == "password missing") {
        return unavailable(format!("The server of {vault} asks for a password, and none was given."))
            .with_hint(
                "Put it into PGPASSWORD, or into the vault's address. A file of passwords counts where nobody else may read it (chmod 600).",
            );
    }
    if error.source().is_some_and(|source| source.to_string().contains("channel binding")) {
        return unavailable(format!("The server of {vault} has not bound the password to its TLS connection."))
            .with_hint("channel_binding=require needs TLS and a server that has it (SCRAM-SHA-256); otherwise leave it out.");
    }
    if error.is_closed() {
        return unavailable(format!("The connection to the server of {vault} broke.")).with_retry_after(Duration::from_secs(1));
    }
    unavailable(format!("Cannot use {vault}: the server gave an answer that does not fit."))
}

/// By its text: the library has no other word for it.
fn is_tls(error: &tokio_postgres::Error) -> bool {
    error.to_string().contains("TLS")
}

pub(super) fn io_kind(error: &tokio_postgres::Error) -> Option<io::ErrorKind> {
    error.source()?.downcast_ref::<io::Error>().map(io::Error::kind)
}
/// Another session holds rows for longer than is waited for.
pub(super) fn locked(vault: &str) -> Error {
    Error::new(ErrorCode::VaultLocked, format!("Another session keeps rows of {vault} locked."))
        .with_hint("Look for a tool that holds a transaction open: pg_stat_activity shows it.")
        .with_retry_after(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a trigger, a policy or a function of whoever runs the database says no with, to one row among many, and what is the same for all.
    #[test]
    fn what_one_batch_may_be_refused_with_is_told_from_what_all_are() {
        for of_one in ["23514", "23505", "22001", "42501", "P0001", "45000", "38000", "54000", "21000", "XX001", "0A000", "44000"]
        {
            assert!(may_be_of_one(&SqlState::from_code(of_one)), "{of_one}");
        }
        for of_all in ["08006", "25006", "25P04", "40001", "40P01", "53100", "53300", "57014", "57P01", "58030"] {
            assert!(!may_be_of_one(&SqlState::from_code(of_all)), "{of_all}");
        }
    }
}
