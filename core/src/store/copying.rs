//! A vault on its way from one store into another: rows as they are stored, sealed, in one form that every store with tables reads and
//! writes.
//!
//! Times that a store counts by a clock of its own (pauses, exchanges in doubt) travel as lengths. What is only about processes that run is
//! left behind: leases, holds of jobs, the register of processes, notes of changes.

use async_trait::async_trait;

use crate::base::Result;

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
}

/// Says that a vault has moved, in the vault that is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// Where to, as messages call it: without a password.
    pub(crate) to: String,
    /// Which copy it is.
    pub(crate) copy_id: [u8; 16],
}

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

    /// How many leases run whose holders are not known to have ended.
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

const fn number(name: &'static str) -> Column {
    Column { name, kind: Kind::Number }
}

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn bytes(name: &'static str) -> Column {
    Column { name, kind: Kind::Bytes }
}

const fn of(kind: Kind, name: &'static str) -> Column {
    Column { name, kind }
}

/// For how long a grant is paused, from now on.
pub(crate) const PAUSE_LEFT: &str = "pause_left";
/// How long ago the exchange in doubt was announced.
pub(crate) const INTENT_AGE: &str = "intent_age";
/// How long ago the lease ended under which it was announced.
pub(crate) const INTENT_ENDED: &str = "intent_ended";

/// What is copied, in this order. Keysets come last: whatever was sealed before they are read, its key is in them.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "meta",
        key: 1,
        columns: &[
            number("only_row"),
            number("schema_version"),
            number("oldest_reader"),
            bytes("environment_hash"),
            number("store_epoch"),
        ],
    },
    Table { name: "root_keys", key: 1, columns: &[text("root_key_id"), bytes("sentinel"), text("state"), number("created_at")] },
    Table {
        name: "grants",
        key: 1,
        columns: &[
            text("id"),
            text("tenant_id"),
            text("config"),
            text("provider"),
            text("subject"),
            text("user_id"),
            text("label"),
            text("credential_type"),
            bytes("account_hash"),
            text("status"),
            text("reason"),
            number("generation"),
            number("revision"),
            number("fence"),
            number("committed_epoch"),
            bytes("key_id"),
            of(Kind::Sealed, "sealed"),
            number("expires_at"),
            number("refresh_at"),
            number("next_check_at"),
            number("last_used_at"),
            number("failures"),
            number("last_ok_at"),
            number("created_at"),
            number("updated_at"),
            number("record_version"),
            number("lease_epoch"),
            bytes("intent_digest"),
            of(Kind::Flag, "intent_is_recovery"),
            of(Kind::Length, PAUSE_LEFT),
            of(Kind::Length, INTENT_AGE),
            of(Kind::Length, INTENT_ENDED),
        ],
    },
    Table {
        name: "sessions",
        key: 1,
        columns: &[
            text("id"),
            text("tenant_id"),
            text("kind"),
            text("user_id"),
            text("config"),
            text("provider"),
            text("status"),
            text("step"),
            bytes("state_hash"),
            bytes("binding_hash"),
            bytes("resume_hash"),
            bytes("completion_hash"),
            number("revision"),
            number("created_at"),
            number("expires_at"),
            text("grant_id"),
            text("error_code"),
            bytes("key_id"),
            of(Kind::Sealed, "sealed"),
        ],
    },
    Table {
        name: "jobs",
        key: 2,
        columns: &[
            text("kind"),
            text("id"),
            text("tenant_id"),
            text("config"),
            number("due_at"),
            number("claims"),
            bytes("key_id"),
            bytes("sealed"),
        ],
    },
    Table {
        name: "events",
        key: 1,
        columns: &[
            number("seq"),
            text("id"),
            text("event_type"),
            text("grant_id"),
            text("tenant_id"),
            text("user_id"),
            text("config"),
            text("provider"),
            text("status"),
            text("reason"),
            number("at"),
            text("session_id"),
            text("failure"),
        ],
    },
    Table {
        name: "legacy_keys",
        key: 1,
        columns: &[
            bytes("key_id"),
            text("purpose"),
            text("tenant_id"),
            text("state"),
            text("root_key_id"),
            bytes("wrapped"),
            number("created_at"),
        ],
    },
    Table { name: "ended_keys", key: 1, columns: &[bytes("key_id"), number("ended_at"), number("destroyed_at")] },
    Table {
        name: "erasures",
        key: 2,
        columns: &[
            text("tenant_id"),
            number("erased_at"),
            of(Kind::List, "root_key_ids"),
            of(Kind::Flag, "is_backup_proof"),
            number("confirmed_at"),
        ],
    },
    Table {
        name: "keysets",
        key: 1,
        columns: &[
            text("tenant_id"),
            number("keyset_version"),
            text("root_key_id"),
            bytes("key_ids"),
            bytes("sealed"),
            number("changed_at"),
        ],
    },
];

/// What stays behind: it is about processes that have the vault open, or says again what [`Numbers`] and the schema of the target say. An
/// endpoint that is left alone for now says so again when it is asked.
pub(crate) const LEFT_BEHIND: &[&str] = &["processes", "changes", "positions", "authpipe", "endpoint_pauses"];

/// Columns that stay behind or travel as lengths.
#[cfg(test)]
pub(crate) const OF_ONE_STORE: &[&str] = &[
    "lease_owner",
    "lease_until",
    "lease_timed",
    "lease_boot",
    "lease_began",
    "lease_ends",
    "intent_sent_at",
    "intent_since",
    "next_attempt_at",
    "pause_boot",
    "pause_began",
    "pause_ends",
    "paused_until",
    "held_boot",
    "held_since",
    "held_until",
];
