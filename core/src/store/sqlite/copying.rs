//! Reads and writes a vault's rows for a copy, on a connection of its own beside those of the store.

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};

use crate::base::{Clock, Error, ErrorCode, Result};
use crate::store::copying::{
    Cell, Column, CopySource, CopyTarget, Depth, INTENT_AGE, INTENT_ENDED, Kind, Mark, Moved, Numbers, PAUSE_LEFT, Put, Range,
    Rows, Table,
};

use super::connect::{self, Place};
use super::errors::{self, Failure, io_error};
use super::files::{self, FileId};
use super::live::LiveLock;
use super::machine::{Machine, Now};
use super::moving::{self, Hold};
use super::statement::{Named, select};
use super::{fence, file_system, making, migrations, ours};

/// A vault in a file on its way.
pub(super) struct Copying {
    name: String,
    place: Place,
    file: FileId,
    db: Connection,
    machine: Machine,
    hold: Option<Hold>,
    live: LiveLock,
}

/// Opens a vault to copy it from there. It is of this version, or has moved already.
pub(super) fn open_source(place: &Place, name: &str, clock: Arc<dyn Clock>) -> Result<Copying> {
    let copying = Copying::open(place, name, clock, || Ok(()))?;
    match migrations::is_current(&copying.db) {
        Ok(true) | Err(Failure::Moved(_)) => Ok(copying),
        Ok(false) => Err(errors::unavailable(format!("The vault at {name} is of an earlier version."))),
        Err(failure) => Err(failure.into_error(&place.shown)),
    }
}

/// Opens the place of a copy; where nothing is, it is made, with this mark.
///
/// # Errors
/// - `invalid_request`: a vault is there.
pub(super) fn open_target(place: &Place, name: &str, clock: Arc<dyn Clock>, mark: &Mark) -> Result<Copying> {
    let shown = place.shown.clone();
    let make = |path: &Path| making::create_copy(path, &shown, |db| moving::mark(db, mark));
    let path = files::locate(&place.path, &place.shown)?;
    let copying = Copying::open(place, name, clock, || make(&path))?;
    match migrations::is_current(&copying.db) {
        Err(Failure::Unfinished)
            if migrations::read_version(&copying.db).is_ok_and(|version| version == migrations::SCHEMA_VERSION) =>
        {
            Ok(copying)
        }
        Err(Failure::Unfinished) => {
            Err(Error::new(ErrorCode::InvalidRequest, format!("The copy at {name} was begun by another version of Authpipe."))
                .with_hint("Delete it, and begin again."))
        }
        Ok(_) => Ok(copying),
        Err(failure) => Err(failure.into_error(&place.shown)),
    }
}

impl Copying {
    fn open(given: &Place, name: &str, clock: Arc<dyn Clock>, prepare: impl FnOnce() -> Result<()>) -> Result<Self> {
        connect::check_library(rusqlite::version_number())?;
        let place = Place { path: files::locate(&given.path, &given.shown)?, ..given.clone() };
        file_system::refuse_network(place.path.parent().unwrap_or(Path::new("/")), &place.shown)?;
        ours::check(&place)?;
        let live = LiveLock::take(&place.path, &place.shown, prepare)?;
        let file = files::identify(&place.path, &place.shown)?;
        let db = connect::connect_for_copy(&place)?;
        live.tell_vault(file, false);
        Ok(Copying { name: name.to_owned(), place, file, db, machine: Machine::new(clock), hold: None, live })
    }

    fn told<T>(&self, done: Result<T, Failure>) -> Result<T> {
        done.map_err(|failure| moving::explain(&self.db, failure).into_error(&self.place.shown))
    }

    fn run(&self, sql: &str) -> Result<()> {
        self.told(self.db.execute_batch(sql).map_err(Failure::from))
    }

    fn rows(&self, sql: &str, values: &[Value], columns: usize, times: &[Named<'_>]) -> Result<Vec<Vec<Cell>>, Failure> {
        let mut statement = self.db.prepare_cached(sql)?;
        for (number, value) in values.iter().enumerate() {
            if let Some(place) = statement.parameter_index(&key_place(number))? {
                statement.raw_bind_parameter(place, value)?;
            }
        }
        for (name, value) in times {
            if let Some(place) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(place, value)?;
            }
        }
        let mut found = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push((0..columns).map(|at| row.get_ref(at).map(read_cell)).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(rows)
    }

    fn read_here(&self, range: &Range<'_>) -> Result<Vec<Vec<Cell>>, Failure> {
        let Range { table, after, up_to, limit, depth } = range;
        let keys = names(table.key_columns());
        let places = |from: usize| (0..table.key).map(|at| key_place(from + at)).collect::<Vec<_>>().join(", ");
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (compare, key) in [(">", after), ("<=", up_to)] {
            if let Some(key) = key {
                conditions.push(format!("({keys}) {compare} ({})", places(values.len())));
                values.extend(key.iter().map(value));
            }
        }
        let only = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let sql = format!("SELECT {} FROM {} {only} ORDER BY {keys} LIMIT {limit}", selected(table, *depth), table.name);
        self.rows(&sql, &values, table.columns.len(), &clock(&self.machine.now()))
    }

    fn remove_here(&self, table: &Table, keys: &[Vec<Cell>]) -> Result<(), Failure> {
        let mut statement = self.db.prepare_cached(&format!("DELETE FROM {} WHERE {}", table.name, by_key(table)))?;
        for key in keys {
            statement.execute(params_from_iter(key.iter().map(value)))?;
        }
        Ok(())
    }

    fn put_here(&self, table: &Table, rows: &[Vec<Cell>]) -> Result<(), Failure> {
        let now = self.machine.now();
        let plain: Vec<_> = table.columns.iter().filter(|column| column.kind != Kind::Length).collect();
        let columns: Vec<_> = plain.iter().map(|column| column.name).collect();
        let places: Vec<_> = columns.iter().map(|name| place_of(name)).collect();
        let has_lengths = plain.len() < table.columns.len();
        let (more, lengths) = if has_lengths { (LENGTHS_INTO, LENGTHS) } else { ("", "") };
        let (columns, places) = (columns.join(", "), places.join(", "));
        let sql = format!("INSERT INTO {} ({columns}{more}) VALUES ({places}{lengths})", table.name);
        let mut statement = self.db.prepare_cached(&sql)?;
        for row in rows {
            for (column, cell) in table.columns.iter().zip(row) {
                if let Some(place) = statement.parameter_index(&place_of(column.name))? {
                    statement.raw_bind_parameter(place, value(cell))?;
                }
            }
            for (name, value) in clock(&now) {
                if let Some(place) = statement.parameter_index(name)? {
                    statement.raw_bind_parameter(place, value)?;
                }
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    fn read_number(&self, of: &str) -> Result<i64, Failure> {
        let found = self.db.query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [of], |row| row.get(0));
        Ok(found.optional()?.unwrap_or(0))
    }

    fn set_number(&self, of: &str, to: i64) -> Result<(), Failure> {
        if self.db.execute("UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1", (of, to))? == 0 {
            self.db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (of, to))?;
        }
        Ok(())
    }

    /// That what is committed goes to the file at the path (SR-99).
    fn check_file(&self) -> Result<()> {
        if files::identify(&self.place.path, &self.place.shown)? == self.file {
            return Ok(());
        }
        Err(errors::lost_file(errors::Lost::Replaced, &self.place.shown))
    }
}

impl Drop for Copying {
    fn drop(&mut self) {
        // The last connection removes the log.
        self.live.before_close();
    }
}

#[async_trait]
impl Rows for Copying {
    fn name(&self) -> &str {
        &self.name
    }

    fn whole_name(&self) -> String {
        if std::path::Path::new(&self.place.shown).is_relative() {
            format!("sqlite:{}", self.place.path.display())
        } else {
            self.name.clone()
        }
    }

    async fn read(&mut self, range: Range<'_>) -> Result<Vec<Vec<Cell>>> {
        self.told(self.read_here(&range))
    }

    async fn read_keys(&mut self, table: &'static Table, keys: &[Vec<Cell>]) -> Result<Vec<Vec<Cell>>> {
        let sql = format!("SELECT {} FROM {} WHERE {}", selected(table, Depth::Whole), table.name, by_key(table));
        let now = self.machine.now();
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            let key: Vec<_> = key.iter().map(value).collect();
            rows.extend(self.told(self.rows(&sql, &key, table.columns.len(), &clock(&now)))?);
        }
        Ok(rows)
    }

    async fn count(&mut self, table: &'static Table) -> Result<u64> {
        let count = self.db.query_row(&format!("SELECT count(*) FROM {}", table.name), [], |row| row.get::<_, i64>(0));
        let count = count.map_err(Failure::from).and_then(|count| u64::try_from(count).map_err(|_| Failure::OutOfRange));
        self.told(count)
    }

    async fn numbers(&mut self) -> Result<Numbers> {
        let numbers = (|| {
            let [events, changes, audit] = ["events", "changes", "audit"].map(|of| self.read_number(of));
            Ok(Numbers { events: events?, changes: changes?, audit: audit? })
        })();
        self.told(numbers)
    }
}

#[async_trait]
impl CopySource for Copying {
    async fn moved(&mut self) -> Result<Option<Moved>> {
        self.told(moving::read_moved(&self.db))
    }

    async fn hold_leases(&mut self) -> Result<()> {
        let hold = Hold::take(self.live.folder()).map_err(|error| io_error(&error, &self.place.shown))?;
        self.hold = Some(hold.ok_or_else(|| errors::is_copied(&self.name))?);
        Ok(())
    }

    async fn count_leases(&mut self) -> Result<u64> {
        let now = self.machine.now();
        let values = [now.boot(), now.at(), now.wall()];
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, Option<bool>>(1)?.unwrap_or(false)));
        let owners = self.told(select(&self.db, &super::leases::OWNERS, &values, read))?;
        let is_awaited = |owner, is_ahead| if is_ahead { self.live.is_alive(owner) } else { !self.live.is_gone(owner) };
        Ok(owners.into_iter().filter(|(owner, is_ahead)| is_awaited(*owner, *is_ahead)).count() as u64)
    }

    async fn hold_writes(&mut self) -> Result<()> {
        self.run("BEGIN IMMEDIATE")?;
        self.told(fence::check(&self.db))
    }

    async fn let_go(&mut self) -> Result<()> {
        if !self.db.is_autocommit() {
            self.run("ROLLBACK")?;
        }
        self.hold = None;
        Ok(())
    }

    async fn fence(&mut self, moved: &Moved) -> Result<()> {
        self.check_file()?;
        self.told(moving::leave(&self.db, moved, migrations::MOVED_ID))?;
        self.run("COMMIT")?;
        self.hold = None;
        self.check_file()
    }
}

#[async_trait]
impl CopyTarget for Copying {
    async fn mark(&mut self) -> Result<Option<Mark>> {
        self.told(moving::read_mark(&self.db))
    }

    async fn begin(&mut self) -> Result<()> {
        self.run("BEGIN IMMEDIATE")
    }

    async fn commit(&mut self) -> Result<()> {
        self.check_file()?;
        self.run("COMMIT")
    }

    async fn roll_back(&mut self) -> Result<()> {
        if self.db.is_autocommit() { Ok(()) } else { self.run("ROLLBACK") }
    }

    async fn remove(&mut self, table: &'static Table, keys: &[Vec<Cell>]) -> Result<()> {
        self.told(self.remove_here(table, keys))
    }

    async fn put(&mut self, table: &'static Table, rows: &[Vec<Cell>]) -> Result<Put> {
        self.run("SAVEPOINT put")?;
        match self.put_here(table, rows) {
            Ok(()) => self.run("RELEASE put").map(|()| Put::Done),
            Err(failure) if failure.is_unique_violation() => self.run("ROLLBACK TO put; RELEASE put").map(|()| Put::Collides),
            Err(failure) => self.told(Err(failure)),
        }
    }

    async fn set_numbers(&mut self, numbers: Numbers) -> Result<()> {
        let Numbers { events, changes, audit } = numbers;
        let set = [("events", events), ("changes", changes), ("audit", audit)];
        self.told(set.into_iter().try_for_each(|(of, to)| self.set_number(of, to)))
    }

    async fn complete(&mut self) -> Result<()> {
        self.check_file()?;
        self.run("BEGIN IMMEDIATE")?;
        self.run("DELETE FROM processes")?;
        self.told(moving::unmark(&self.db, migrations::APPLICATION_ID))?;
        self.run("COMMIT")
    }
}

/// The place of a column's value. A column may be called like a clock's place.
fn place_of(column: &str) -> String {
    format!(":new_{column}")
}

/// The place of a value of a key.
fn key_place(number: usize) -> String {
    format!(":key_{number}")
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

fn by_key(table: &Table) -> String {
    let each = table.key_columns().iter().enumerate().map(|(at, column)| format!("{} = {}", column.name, key_place(at)));
    each.collect::<Vec<_>>().join(" AND ")
}

fn selected(table: &Table, depth: Depth) -> String {
    let each = table.columns.iter().map(|column| match (column.kind, depth) {
        (Kind::Sealed, Depth::Outline) => format!("length({})", column.name),
        (Kind::Length, Depth::Outline) => "NULL".to_owned(),
        (Kind::Length, Depth::Whole) => length(column.name).to_owned(),
        _ => column.name.to_owned(),
    });
    each.collect::<Vec<_>>().join(", ")
}

/// How a length is told from this store's times.
fn length(name: &str) -> &'static str {
    match name {
        PAUSE_LEFT => {
            "nullif(max(0, CASE WHEN pause_boot IS NULL THEN coalesce(next_attempt_at - :wall, 0)
                WHEN pause_boot = :boot AND pause_began <= :at THEN pause_ends - :at ELSE 0 END), 0)"
        }
        INTENT_AGE => {
            "CASE WHEN intent_digest IS NOT NULL THEN max(0, CASE WHEN lease_timed = lease_epoch AND lease_boot = :boot
                THEN :at - intent_since ELSE :wall - intent_sent_at END) END"
        }
        INTENT_ENDED => {
            "CASE WHEN intent_digest IS NOT NULL THEN max(0, CASE WHEN lease_timed = lease_epoch AND lease_boot = :boot
                THEN :at - lease_ends ELSE :wall - lease_until END) END"
        }
        _ => "NULL",
    }
}

/// Where lengths go in `grants`, behind the other columns, and what they become. The lease of an exchange in doubt is over.
const LENGTHS_INTO: &str =
    ", pause_boot, pause_began, pause_ends, next_attempt_at, lease_timed, lease_boot, lease_began, lease_ends,
    lease_until, intent_since, intent_sent_at";
const LENGTHS: &str =
    ", CASE WHEN :new_pause_left > 0 THEN :boot END, CASE WHEN :new_pause_left > 0 THEN :at END, :at + :new_pause_left, :wall + :new_pause_left,
    CASE WHEN :new_intent_age IS NOT NULL THEN :new_lease_epoch END, CASE WHEN :new_intent_age IS NOT NULL THEN :boot END, :at - :new_intent_age,
    :at - :new_intent_ended, :wall - :new_intent_ended, :at - :new_intent_age, :wall - :new_intent_age";

fn clock(now: &Now) -> [Named<'_>; 3] {
    [now.boot(), now.at(), now.wall()]
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Number(number) => Value::Integer(*number),
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Bytes(bytes) => Value::Blob(bytes.clone()),
    }
}

fn read_cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Integer(number) => Cell::Number(number),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        ValueRef::Null | ValueRef::Real(_) => Cell::Nothing,
    }
}
