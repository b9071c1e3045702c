//! The rows of a copy as PostgreSQL is given them and gives them: as values, and as what stands for them in SQL.

use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

use crate::store::copying::{Cell, Column, Depth, INTENT_AGE, INTENT_ENDED, Kind, PAUSE_LEFT, Table};

use super::errors::Failure;

/// A value, or the values of a column.
#[derive(Debug)]
pub(super) enum Value {
    Number(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Numbers(Vec<Option<i64>>),
    Texts(Vec<Option<String>>),
    AllBytes(Vec<Option<Vec<u8>>>),
}

impl Value {
    pub(super) fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Nothing => Value::Text(None),
            Cell::Number(number) => Value::Number(Some(*number)),
            Cell::Text(text) => Value::Text(Some(text.clone())),
            Cell::Bytes(bytes) => Value::Bytes(Some(bytes.clone())),
        }
    }

    pub(super) fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            Value::Number(value) => value,
            Value::Text(value) => value,
            Value::Bytes(value) => value,
            Value::Numbers(values) => values,
            Value::Texts(values) => values,
            Value::AllBytes(values) => values,
        }
    }

    pub(super) fn kind(&self) -> Type {
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
pub(super) fn arrays(columns: &[Column], rows: &[Vec<Cell>]) -> Vec<Value> {
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

pub(super) fn unnested(columns: &[Column]) -> String {
    let places: Vec<_> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    format!("unnest({}) AS given ({})", places.join(", "), names(columns))
}

pub(super) fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

pub(super) fn selected(table: &Table, depth: Depth) -> String {
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

pub(super) fn written(column: &Column) -> String {
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
pub(super) const LENGTHS_INTO: &str = ", paused_until, lease_ends, intent_since";
pub(super) const LENGTHS: &str = ", :now + pause_left, :now - intent_ended, :now - intent_age";

pub(super) fn read_row(row: &Row, table: &Table) -> Result<Vec<Cell>, Failure> {
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
