//! Reads and writes a vault's rows for a copy, on a connection of its own beside those of the store. What must hold for longer than a
//! statement is held by one transaction, so a pooler may stand in between here too.

use std::sync::Arc;

use async_trait::async_trait;
use tokio_postgres::Row;

use crate::base::{Clock, Error, ErrorCode, Result};
use crate::model::rows::VAULT_VERSION;
use crate::store::copying::{Cell, CopySource, CopyTarget, Depth, Kind, Mark, Moved, Numbers, Put, Range, Rows, Table};

use super::columns::Cells;
use super::copied_rows::{LENGTHS, LENGTHS_INTO, Value, arrays, names, read_row, selected, unnested, written};
use super::errors::{self, Broken, Failure};
use super::life::Life;
use super::place::Place;
use super::session::Db;
use super::statement::integer;
use super::time::Source;
use super::{fence, migrations, moving, transaction};

/// A vault in a schema on its way.
pub(super) struct Copying {
    name: String,
    life: Life,
    db: Db,
    in_transaction: bool,
}

/// Opens a vault to copy it from there. It is of this version, or has moved already.
pub(in crate::store::postgres) async fn open_source(place: &Place, clock: Arc<dyn Clock>) -> Result<Copying> {
    let copying = Copying::open(place, clock).await?;
    let Copying { name, db, .. } = &copying;
    match migrations::is_current(db, &place.schema).await {
        Ok(true) => {}
        Err(Failure::Moved(_)) => return Ok(copying),
        Ok(false) => return Err(errors::unavailable(format!("The vault at {name} is of an earlier version."))),
        Err(failure) => return Err(failure.into_error(name)),
    }
    if copying.told(moving::may_leave(db).await)? {
        return Ok(copying);
    }
    Err(errors::unavailable(format!("The role does not own the tables of {name}, so it could not leave the vault at the end."))
        .with_hint("Copy as the role that made the vault."))
}

/// Opens the place of a copy; where nothing is, it is made, with this mark.
///
/// # Errors
/// - `invalid_request`: a vault is there.
pub(super) async fn open_target(place: &Place, clock: Arc<dyn Clock>, mark: &Mark) -> Result<Copying> {
    let copying = Copying::open(place, clock).await?;
    let Copying { name, db, .. } = &copying;
    copying.told(migrations::make_copy(db, &place.schema, mark).await)?;
    if copying.told(moving::read_mark(db).await)?.is_some()
        && copying.told(moving::version_of_copy(db).await)? != Some(i64::from(VAULT_VERSION))
    {
        let message = format!("The copy at {name} was begun by another version of Authpipe.");
        return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Delete it, and begin again."));
    }
    Ok(copying)
}

impl Copying {
    async fn open(place: &Place, clock: Arc<dyn Clock>) -> Result<Self> {
        let name = place.name.clone();
        let life = Life::new(place.clone(), Source::Server(clock));
        let db = life.lone_session().await.map_err(|failure| failure.into_error(&name))?;
        Ok(Copying { name, life, db, in_transaction: false })
    }

    /// Another connection where the server, or a firewall, has ended the one that stood idle (`idle_session_timeout`). In a transaction
    /// there is none: what it held is lost.
    async fn stay(&mut self) -> Result<()> {
        if !self.in_transaction && self.told(self.db.client())?.is_closed() {
            let db = self.life.lone_session().await;
            self.db = self.told(db)?;
        }
        Ok(())
    }

    fn told<T>(&self, done: Result<T, Failure>) -> Result<T> {
        done.map_err(|failure| failure.into_error(&self.name))
    }

    async fn start(&mut self) -> Result<()> {
        self.stay().await?;
        self.told(transaction::begin_unchecked(&self.db).await)?;
        self.in_transaction = true;
        // The other vault has its turn in between, which may take as long as a million rows do.
        self.run(AS_LONG_AS_THE_OTHER_TAKES).await
    }

    async fn run(&self, sql: &str) -> Result<()> {
        let run = async { Ok(self.db.client()?.batch_execute(&sql.replace('@', &format!("{}.", self.db.schema))).await?) };
        self.told(run.await)
    }

    async fn end(&mut self) -> Result<()> {
        self.in_transaction = false;
        self.told(transaction::end(&self.db).await)
    }

    async fn take_back(&mut self) -> Result<()> {
        if std::mem::take(&mut self.in_transaction) { self.told(transaction::roll_back(&self.db).await) } else { Ok(()) }
    }

    async fn rows(&self, sql: &str, values: &[Value], table: &Table) -> Result<Vec<Vec<Cell>>, Failure> {
        let sql = self.db.place(sql, &[])?;
        let values: Vec<_> = values.iter().map(|value| (value.as_sql(), value.kind())).collect();
        let rows = self.db.client()?.query_typed(&sql, &values).await?;
        rows.iter().map(|row| read_row(row, table)).collect()
    }

    async fn put_here(&self, table: &Table, rows: &[Vec<Cell>]) -> Result<(), Failure> {
        let values = arrays(table.columns, rows);
        let plain: Vec<_> = table.columns.iter().filter(|column| column.kind != Kind::Length).collect();
        let has_lengths = plain.len() < table.columns.len();
        let columns: Vec<_> = plain.iter().map(|column| column.name).collect();
        let selected: Vec<_> = plain.iter().map(|column| written(column)).collect();
        let (more, lengths) = if has_lengths { (LENGTHS_INTO, LENGTHS) } else { ("", "") };
        let sql = format!(
            "INSERT INTO @{} ({}{more}) SELECT {}{lengths} FROM {}",
            table.name,
            columns.join(", "),
            selected.join(", "),
            unnested(table.columns)
        );
        self.execute(&sql, &values).await
    }

    async fn execute(&self, sql: &str, values: &[Value]) -> Result<(), Failure> {
        let sql = self.db.place(sql, &[])?;
        let values: Vec<_> = values.iter().map(|value| (value.as_sql(), value.kind())).collect();
        self.db.client()?.execute_typed(&sql, &values).await?;
        Ok(())
    }
}

#[async_trait]
impl Rows for Copying {
    fn name(&self) -> &str {
        &self.name
    }

    async fn read(&mut self, range: Range<'_>) -> Result<Vec<Vec<Cell>>> {
        self.stay().await?;
        let Range { table, after, up_to, limit, depth } = range;
        let keys = names(table.key_columns());
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (compare, key) in [(">", after), ("<=", up_to)] {
            if let Some(key) = key {
                let places: Vec<_> = (0..key.len()).map(|at| format!("${}", values.len() + at + 1)).collect();
                conditions.push(format!("({keys}) {compare} ({})", places.join(", ")));
                values.extend(key.iter().map(Value::of));
            }
        }
        let only = if conditions.is_empty() { String::new() } else { format!("WHERE {}", conditions.join(" AND ")) };
        let sql = format!("SELECT {} FROM @{} {only} ORDER BY {keys} LIMIT {limit}", selected(table, depth), table.name);
        self.told(self.rows(&sql, &values, table).await)
    }

    async fn read_keys(&mut self, table: &'static Table, keys: &[Vec<Cell>]) -> Result<Vec<Vec<Cell>>> {
        self.stay().await?;
        let (columns, selected) = (names(table.key_columns()), selected(table, Depth::Whole));
        let wanted = unnested(table.key_columns());
        let sql = format!("SELECT {selected} FROM @{} WHERE ({columns}) IN (SELECT {columns} FROM {wanted})", table.name);
        self.told(self.rows(&sql, &arrays(table.key_columns(), keys), table).await)
    }

    async fn count(&mut self, table: &'static Table) -> Result<u64> {
        self.stay().await?;
        let counted =
            self.db.select(&format!("SELECT count(*) FROM @{}", table.name), &[], |row| Cells::new(row, "").count()).await;
        Ok(self.told(counted)?.pop().unwrap_or_default())
    }

    async fn numbers(&mut self) -> Result<Numbers> {
        self.stay().await?;
        let read = |row: &Row| {
            let mut cells = Cells::new(row, "positions");
            Ok(Numbers { events: cells.integer()?, changes: cells.integer()?, audit: cells.integer()? })
        };
        let numbers = self.told(self.db.select("SELECT events, changes, audit FROM @positions", &[], read).await)?.pop();
        self.told(numbers.ok_or(Failure::Emptied("positions")))
    }
}

/// A limit of whole transactions is there from PostgreSQL 17 on.
const AS_LONG_AS_THE_OTHER_TAKES: &str = "SET LOCAL idle_in_transaction_session_timeout = '5min';
    SELECT set_config(name, '0', true) FROM pg_settings WHERE name = 'transaction_timeout'";
/// What a sealed write holds first.
const KEYS: [&str; 2] = ["keysets", "legacy_keys"];
/// What is written behind the lock of positions.
const NUMBERED: [&str; 2] = ["events", "audit"];

#[async_trait]
impl CopySource for Copying {
    async fn moved(&mut self) -> Result<Option<Moved>> {
        self.stay().await?;
        self.told(moving::read_moved(&self.db).await)
    }

    async fn hold_leases(&mut self) -> Result<()> {
        self.start().await?;
        match transaction::lock(&self.db, moving::LEASES).await {
            Ok(()) => Ok(()),
            Err(failure) if failure.is_locked() => Err(errors::is_copied(&self.name)),
            Err(failure) => Err(failure.into_error(&self.name)),
        }
    }

    async fn count_leases(&mut self) -> Result<u64> {
        self.stay().await?;
        let counted = self.db.select(&super::leases::COUNT, &[], |row| Cells::new(row, "grants").count()).await;
        Ok(self.told(counted)?.pop().unwrap_or_default())
    }

    async fn hold_writes(&mut self) -> Result<()> {
        // What every transaction that writes begins with: who has it goes on to its end, and nobody who waits for it has anything else.
        self.told(fence::hold_up_writers(&self.db).await)?;
        self.told(fence::check(&self.db).await)?;
        // One after the other, in the order of a sealed write: it holds its key, then changes a grant, then takes a position, and then
        // notes what it was. Another order would wait for a writer of an earlier version who waits for us.
        let is_other = |name: &&str| !KEYS.contains(name) && !NUMBERED.contains(name);
        let others = super::super::copying::TABLES.iter().map(|table| table.name).filter(is_other);
        let last = ["processes", "positions", "changes"].into_iter().chain(NUMBERED);
        let tables: Vec<_> = KEYS.into_iter().chain(others).chain(last).map(|name| format!("@{name}")).collect();
        let lock = format!("LOCK TABLE {} IN EXCLUSIVE MODE", tables.join(", "));
        let held: Result<(), Failure> = async { Ok(self.db.client()?.batch_execute(&self.db.place(&lock, &[])?).await?) }.await;
        match held {
            // Somebody has taken locks in another order, and goes on now.
            Err(failure) if failure.is_collision() => Err(errors::locked(&self.name)),
            held => self.told(held),
        }
    }

    async fn let_go(&mut self) -> Result<()> {
        self.take_back().await
    }

    async fn fence(&mut self, moved: &Moved) -> Result<()> {
        self.told(moving::leave(&self.db, moved).await)?;
        self.end().await
    }
}

#[async_trait]
impl CopyTarget for Copying {
    async fn mark(&mut self) -> Result<Option<Mark>> {
        self.stay().await?;
        self.told(moving::read_mark(&self.db).await)
    }

    async fn begin(&mut self) -> Result<()> {
        self.start().await
    }

    async fn commit(&mut self) -> Result<()> {
        self.end().await
    }

    async fn roll_back(&mut self) -> Result<()> {
        self.take_back().await
    }

    async fn remove(&mut self, table: &'static Table, keys: &[Vec<Cell>]) -> Result<()> {
        let columns = names(table.key_columns());
        let wanted = unnested(table.key_columns());
        let sql = format!("DELETE FROM @{} WHERE ({columns}) IN (SELECT {columns} FROM {wanted})", table.name);
        self.told(self.execute(&sql, &arrays(table.key_columns(), keys)).await)
    }

    async fn put(&mut self, table: &'static Table, rows: &[Vec<Cell>]) -> Result<Put> {
        self.run("SAVEPOINT put").await?;
        match self.put_here(table, rows).await {
            Ok(()) => self.run("RELEASE SAVEPOINT put").await.map(|()| Put::Done),
            Err(failure) if matches!(failure.broken(), Some(Broken::Organisation | Broken::Key)) => {
                self.run("ROLLBACK TO SAVEPOINT put; RELEASE SAVEPOINT put").await.map(|()| Put::Collides)
            }
            Err(failure) => self.told(Err(failure)),
        }
    }

    async fn set_numbers(&mut self, numbers: Numbers) -> Result<()> {
        let Numbers { events, changes, audit } = numbers;
        let values = [(":events", integer(events)), (":changes", integer(changes)), (":audit", integer(audit))];
        self.told(self.db.execute(SET_NUMBERS, &values).await).map(drop)
    }

    async fn complete(&mut self) -> Result<()> {
        self.start().await?;
        self.told(moving::unmark(&self.db).await)?;
        self.end().await
    }
}

const SET_NUMBERS: &str = "UPDATE @positions SET events = :events, changes = :changes, audit = :audit,
    audit_mac = coalesce((SELECT mac FROM @audit ORDER BY number DESC LIMIT 1), ''::bytea)";
