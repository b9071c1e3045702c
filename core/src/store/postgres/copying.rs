//! Reads and writes a vault's rows for a copy, on a connection of its own beside those of the store. What must hold for longer than a
//! statement is held by one transaction, so a pooler may stand in between here too.

use std::sync::Arc;

use async_trait::async_trait;
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use crate::base::{Clock, Error, ErrorCode, Result};
use crate::model::rows::VAULT_VERSION;
use crate::store::copying::{
    Cell, Column, CopySource, CopyTarget, Depth, INTENT_AGE, INTENT_ENDED, Kind, Mark, Moved, Numbers, PAUSE_LEFT, Put, Range,
    Rows, Table,
};

use super::columns::Cells;
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
        let db = Life::new(place.clone(), Source::Server(clock)).lone_session().await;
        Ok(Copying { db: db.map_err(|failure| failure.into_error(&name))?, name, in_transaction: false })
    }

    fn told<T>(&self, done: Result<T, Failure>) -> Result<T> {
        done.map_err(|failure| failure.into_error(&self.name))
    }

    async fn start(&mut self) -> Result<()> {
        self.told(transaction::begin_unchecked(&self.db).await)?;
        self.in_transaction = true;
        // The other vault has its turn in between, which may take as long as a million rows do.
        self.run("SET LOCAL idle_in_transaction_session_timeout = '5min'").await
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
        let (columns, selected) = (names(table.key_columns()), selected(table, Depth::Whole));
        let wanted = unnested(table.key_columns());
        let sql = format!("SELECT {selected} FROM @{} WHERE ({columns}) IN (SELECT {columns} FROM {wanted})", table.name);
        self.told(self.rows(&sql, &arrays(table.key_columns(), keys), table).await)
    }

    async fn count(&mut self, table: &'static Table) -> Result<u64> {
        let counted =
            self.db.select(&format!("SELECT count(*) FROM @{}", table.name), &[], |row| Cells::new(row, "").count()).await;
        Ok(self.told(counted)?.pop().unwrap_or_default())
    }

    async fn numbers(&mut self) -> Result<Numbers> {
        let read = |row: &Row| {
            let mut cells = Cells::new(row, "positions");
            Ok(Numbers { events: cells.integer()?, changes: cells.integer()?, audit: cells.integer()? })
        };
        let numbers = self.told(self.db.select("SELECT events, changes, audit FROM @positions", &[], read).await)?.pop();
        self.told(numbers.ok_or(Failure::Emptied("positions")))
    }
}

/// What a sealed write holds first.
const KEYS: [&str; 2] = ["keysets", "legacy_keys"];
/// What is written behind the lock of positions.
const NUMBERED: [&str; 2] = ["events", "audit"];

#[async_trait]
impl CopySource for Copying {
    async fn moved(&mut self) -> Result<Option<Moved>> {
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

/// A value, or the values of a column.
#[derive(Debug)]
enum Value {
    Number(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Numbers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    AllBytes(Vec<Option<Vec<u8>>>),
}

impl Value {
    fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Nothing => Value::Text(None),
            Cell::Number(number) => Value::Number(Some(*number)),
            Cell::Text(text) => Value::Text(Some(text.clone())),
            Cell::Bytes(bytes) => Value::Bytes(Some(bytes.clone())),
        }
    }

    fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            Value::Number(value) => value,
            Value::Text(value) => value,
            Value::Bytes(value) => value,
            Value::Numbers(values) => values,
            Value::Texts(values) => values,
            Value::AllBytes(values) => values,
        }
    }

    fn kind(&self) -> Type {
        match self {
            Value::Number(_) => Type::INT8,
            Value::Text(_) => Type::TEXT,
            Value::Bytes(_) => Type::BYTEA,
            Value::Numbers(_) => Type::INT8_ARRAY,
            Value::Texts(_) => Type::TEXT_ARRAY,
            Value::AllBytes(_) => Type::BYTEA_ARRAY,
        }
    }
}

/// The values of each of these columns, which stand first in each row.
fn arrays(columns: &[Column], rows: &[Vec<Cell>]) -> Vec<Value> {
    let each = columns.iter().enumerate().map(|(at, column)| {
        let cells = rows.iter().map(|row| row.get(at).unwrap_or(&Cell::Nothing));
        match column.kind {
            Kind::Number | Kind::Flag | Kind::Length => {
                Value::Numbers(cells.map(|cell| if let Cell::Number(number) = cell { Some(*number) } else { None }).collect())
            }
            Kind::Text | Kind::List => {
                Value::Texts(cells.map(|cell| if let Cell::Text(text) = cell { Some(text.clone()) } else { None }).collect())
            }
            Kind::Bytes | Kind::Sealed => Value::AllBytes(
                cells.map(|cell| if let Cell::Bytes(bytes) = cell { Some(bytes.clone()) } else { None }).collect(),
            ),
        }
    });
    each.collect()
}

fn unnested(columns: &[Column]) -> String {
    let places: Vec<_> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    format!("unnest({}) AS given ({})", places.join(", "), names(columns))
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

fn selected(table: &Table, depth: Depth) -> String {
    let each = table.columns.iter().map(|Column { name, kind }| match (kind, depth) {
        (Kind::Sealed, Depth::Outline) => format!("octet_length({name})::int8"),
        (Kind::Length, Depth::Outline) => "NULL::int8".to_owned(),
        (Kind::Length, Depth::Whole) => length(name).to_owned(),
        (Kind::Flag, _) => format!("{name}::int4::int8"),
        (Kind::List, _) => format!("to_json({name})::text"),
        _ => (*name).to_owned(),
    });
    each.collect::<Vec<_>>().join(", ")
}

fn written(column: &Column) -> String {
    let name = column.name;
    match column.kind {
        Kind::Flag => format!("{name} <> 0"),
        Kind::List => format!("ARRAY(SELECT json_array_elements_text({name}::json))"),
        _ => name.to_owned(),
    }
}

/// How a length is told from this store's times.
fn length(name: &str) -> &'static str {
    match name {
        PAUSE_LEFT => "nullif(greatest(0, paused_until - :now), 0)",
        INTENT_AGE => "CASE WHEN intent_digest IS NOT NULL THEN greatest(0, :now - intent_since) END",
        INTENT_ENDED => "CASE WHEN intent_digest IS NOT NULL THEN greatest(0, :now - lease_ends) END",
        _ => "NULL::int8",
    }
}

/// Where lengths go in `grants`, behind the other columns, and what they become. The lease of an exchange in doubt is over.
const LENGTHS_INTO: &str = ", paused_until, lease_ends, intent_since";
const LENGTHS: &str = ", :now + pause_left, :now - intent_ended, :now - intent_age";

fn read_row(row: &Row, table: &Table) -> Result<Vec<Cell>, Failure> {
    let read = |at: usize| -> Result<Cell, tokio_postgres::Error> {
        let kind = row.columns().get(at).map(|column| column.type_().clone());
        Ok(match kind {
            Some(Type::INT8) => row.try_get::<_, Option<i64>>(at)?.map_or(Cell::Nothing, Cell::Number),
            Some(Type::INT4) => row.try_get::<_, Option<i32>>(at)?.map_or(Cell::Nothing, |number| Cell::Number(number.into())),
            Some(Type::BYTEA) => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Cell::Nothing, Cell::Bytes),
            _ => row.try_get::<_, Option<String>>(at)?.map_or(Cell::Nothing, Cell::Text),
        })
    };
    (0..table.columns.len()).map(|at| read(at).map_err(|_| Failure::Damaged(table.name))).collect()
}
