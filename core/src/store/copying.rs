//! A vault on its way from one store into another: rows as they are stored, sealed, in one form that every store with tables reads and
//! writes.
//!
//! Times that a store counts by a clock of its own (pauses, exchanges in doubt) travel as lengths. What is only about processes that run is
//! left behind: leases, holds of jobs, the register of processes, notes of changes.

use std::time::Duration;

use async_trait::async_trait;

use crate::base::Result;

mod tables;

#[cfg(test)]
pub(crate) use tables::OF_ONE_STORE;
pub(crate) use tables::{LEFT_BEHIND, LEFT_ROOT_KEYS, TABLES};

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// NULL.
    Nothing,
    /// A number, a point in time, a length in milliseconds, or a yes or no.
    Number(i64),
    /// A text, or a list of texts as JSON.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    Bytes,
    /// A yes or no; where a store has a type for it, that.
    Flag,
    /// A list of texts; where a store has a type for it, that.
    List,
    /// Sealed bytes: in an outline, only how many they are. Whoever seals anew changes a number beside them.
    Sealed,
    /// A length until now or from now on, which each store keeps in its own way. In no outline: it is another one at each moment.
    Length,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

impl Column {
    /// Whether it is another one at each moment.
    pub(crate) fn is_length(self) -> bool {
        self.kind == Kind::Length
    }
}

/// A table that is copied. Its first columns are its key, by which rows are ordered, byte by byte.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) key: usize,
    pub(crate) columns: &'static [Column],
}

impl Table {
    /// The columns of the key.
    pub(crate) fn key_columns(&self) -> &'static [Column] {
        &self.columns[..self.key]
    }

    /// The key of a row.
    pub(crate) fn key_of<'a>(&self, row: &'a [Cell]) -> &'a [Cell] {
        &row[..self.key]
    }
}

/// How much of a row is read: what tells whether it has changed, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    Outline,
    Whole,
}

/// Which rows of a table, in the order of keys.
#[derive(Debug)]
pub(crate) struct Range<'a> {
    pub(crate) table: &'static Table,
    /// Behind this key.
    pub(crate) after: Option<&'a [Cell]>,
    /// Up to this key and with it.
    pub(crate) up_to: Option<&'a [Cell]>,
    /// At most so many.
    pub(crate) limit: usize,
    pub(crate) depth: Depth,
}

/// How far the logs of a vault have come. Their numbers go on where they were: cursors of events stay good, and an anchor takes the copy for
/// no earlier state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) events: i64,
    pub(crate) changes: i64,
    /// Of the audit log; what its next entry is linked to is the last one that was copied.
    pub(crate) audit: i64,
}

/// Says that a vault has moved, in the vault that is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// Where to, as messages call it: without a password.
    pub(crate) to: String,
    /// Which copy it is.
    pub(crate) copy_id: [u8; 16],
}

/// For so long after the end of its lease a holder that has neither ended it nor lost it to another one is waited for: one that was stopped in
/// the middle of an exchange wakes, and stores what it was given. Behind that it is dead, or it would be waited for without end.
pub(crate) const UNHEARD_OF: Duration = Duration::from_secs(120);

/// Says in the target whose copy it is, for as long as that is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Random, made when the copy was begun.
    pub(crate) copy_id: [u8; 16],
    /// What tells the source from other vaults, whatever is changed in it.
    pub(crate) origin: [u8; 32],
}

/// Whether rows could be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    Done,
    /// A rule of uniqueness says no: a row that has gone meanwhile has its place still. Nothing was put.
    Collides,
}

/// Reads rows as they are stored.
#[async_trait]
pub(crate) trait Rows: Send {
    /// As messages call the vault.
    fn name(&self) -> &str;

    /// The same for whoever runs in another folder.
    fn whole_name(&self) -> String {
        self.name().to_owned()
    }

    /// Some rows.
    async fn read(&mut self, range: Range<'_>) -> Result<Vec<Vec<Cell>>>;

    /// The rows with these keys that are there, whole, in any order.
    async fn read_keys(&mut self, table: &'static Table, keys: &[Vec<Cell>]) -> Result<Vec<Vec<Cell>>>;

    /// How many there are.
    async fn count(&mut self, table: &'static Table) -> Result<u64>;

    /// How far the logs are.
    async fn numbers(&mut self) -> Result<Numbers>;
}

/// A vault that is copied, on a connection of its own. Whoever is dropped in the middle has changed nothing.
#[async_trait]
pub(crate) trait CopySource: Rows {
    /// Whether it has moved already.
    async fn moved(&mut self) -> Result<Option<Moved>>;

    /// From here on, and until [`CopySource::let_go`], nobody is given a lease. Those that are under way end as they would.
    ///
    /// # Errors
    /// - `vault_locked`: somebody else copies this vault.
    async fn hold_leases(&mut self) -> Result<()>;

    /// How many leases run, or have ended a while ago ([`UNHEARD_OF`]) unheard of, whose holders are not known to have ended.
    async fn count_leases(&mut self) -> Result<u64>;

    /// From here on nobody writes. Reading goes on.
    ///
    /// # Errors
    /// - `vault_locked`: somebody has written for too long.
    async fn hold_writes(&mut self) -> Result<()>;

    /// Gives back what is held: the vault is as before.
    async fn let_go(&mut self) -> Result<()>;

    /// Leaves the vault for good: from here on every process is told where it has gone, and reads and writes nothing any more. What is held
    /// is given back with the same commit.
    async fn fence(&mut self, moved: &Moved) -> Result<()>;
}

/// A vault that is being made, on a connection of its own. Nobody can open it before [`CopyTarget::complete`].
#[async_trait]
pub(crate) trait CopyTarget: Rows {
    /// Whose copy it is; `None`: it is complete.
    async fn mark(&mut self) -> Result<Option<Mark>>;

    /// Begins a transaction.
    async fn begin(&mut self) -> Result<()>;

    /// Commits it.
    async fn commit(&mut self) -> Result<()>;

    /// Takes it back.
    async fn roll_back(&mut self) -> Result<()>;

    /// Removes the rows with these keys.
    async fn remove(&mut self, table: &'static Table, keys: &[Vec<Cell>]) -> Result<()>;

    /// Adds rows, whole.
    async fn put(&mut self, table: &'static Table, rows: &[Vec<Cell>]) -> Result<Put>;

    /// Lets the logs go on from here.
    async fn set_numbers(&mut self, numbers: Numbers) -> Result<()>;

    /// From here on it is a vault like any other.
    async fn complete(&mut self) -> Result<()>;
}

/// For how long a grant is paused, from now on.
pub(crate) const PAUSE_LEFT: &str = "pause_left";
/// How long ago the exchange in doubt was announced.
pub(crate) const INTENT_AGE: &str = "intent_age";
/// How long ago the lease ended under which it was announced.
pub(crate) const INTENT_ENDED: &str = "intent_ended";
