//! Statements and their values. Each value is named, so that a statement says what it takes, and a value that is forgotten or
//! left over is an error instead of a NULL.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, Statement};

use crate::base::giving_way::Steps;
use crate::base::{Timestamp, UserId};
use crate::model::rows::Conflict;

use super::errors::Failure;

/// A value on its way into a statement; text and blobs are borrowed from the row.
pub(super) type Param<'a> = ToSqlOutput<'a>;

/// A value with the name of its places, such as `:id`.
pub(super) type Named<'a> = (&'static str, Param<'a>);

/// Runs a statement to its end and reads every row it gives.
pub(super) fn select<T>(
    db: &Connection,
    sql: &str,
    values: &[Named<'_>],
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut statement = db.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let mut found = statement.raw_query();
    // A page of rows is read in steps. A single one is read at once.
    let (mut out, mut steps) = (Vec::new(), Steps::short());
    while let Some(row) = found.next()? {
        out.push(read(row)?);
        steps.made();
    }
    drop(found);
    #[cfg(test)]
    counting::count(&statement);
    Ok(out)
}

/// What statements of this thread have cost, for the tests of how far they walk.
#[cfg(test)]
mod counting {
    use std::cell::Cell;

    use rusqlite::{Statement, StatementStatus};

    thread_local! {
        static STEPS: Cell<i32> = const { Cell::new(0) };
        static SORTS: Cell<i32> = const { Cell::new(0) };
        static RECOMPILED: Cell<i32> = const { Cell::new(0) };
    }

    pub(super) fn count(statement: &Statement<'_>) {
        STEPS.set(STEPS.get().saturating_add(statement.reset_status(StatementStatus::VmStep)));
        SORTS.set(SORTS.get().saturating_add(statement.reset_status(StatementStatus::Sort)));
        RECOMPILED.set(RECOMPILED.get().saturating_add(statement.reset_status(StatementStatus::RePrepare)));
    }

    pub(in crate::store::sqlite) fn steps() -> i32 {
        STEPS.get()
    }

    pub(in crate::store::sqlite) fn sorts() -> i32 {
        SORTS.get()
    }

    pub(in crate::store::sqlite) fn recompiled() -> i32 {
        RECOMPILED.get()
    }
}
#[cfg(test)]
pub(super) use counting::{recompiled, sorts, steps};

/// Runs a statement that gives no rows; how many it changed.
pub(super) fn execute(db: &Connection, sql: &str, values: &[Named<'_>]) -> Result<usize, Failure> {
    let mut statement = db.prepare_cached(sql)?;
    bind(&mut statement, values)?;
    let changed = statement.raw_execute();
    #[cfg(test)]
    counting::count(&statement);
    Ok(changed?)
}

/// Whether a statement finds a row.
pub(super) fn exists(db: &Connection, sql: &str, values: &[Named<'_>]) -> Result<bool, Failure> {
    Ok(!select(db, sql, values, |_| Ok(()))?.is_empty())
}

/// A guarded write that found no row has met a guard that no longer holds, a foreign tenant, or nothing at all: all the same.
pub(super) fn one_row(changed: usize) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Conflict::Stale.into()) }
}

/// Adds a row; one that breaks a rule of uniqueness exists already.
pub(super) fn insert(db: &Connection, sql: &str, values: &[Named<'_>]) -> Result<(), Failure> {
    execute(db, sql, values).map(drop).map_err(exists_if_not_unique)
}

/// What a broken rule of uniqueness means.
pub(super) fn exists_if_not_unique(failure: Failure) -> Failure {
    if failure.is_unique_violation() { Conflict::Exists.into() } else { failure }
}

fn bind(statement: &mut Statement<'_>, values: &[Named<'_>]) -> Result<(), Failure> {
    let wanted = statement.parameter_count();
    if wanted != values.len() {
        return Err(rusqlite::Error::InvalidParameterCount(values.len(), wanted).into());
    }
    for (name, value) in values {
        match statement.parameter_index(name)? {
            Some(place) => statement.raw_bind_parameter(place, value)?,
            None => return Err(rusqlite::Error::InvalidParameterName((*name).to_owned()).into()),
        }
    }
    Ok(())
}

/// Text.
pub(super) fn text(value: &str) -> Param<'_> {
    Param::Borrowed(ValueRef::Text(value.as_bytes()))
}

/// Text as it is stored, whatever its bytes are.
pub(super) fn text_of(value: &[u8]) -> Param<'_> {
    Param::Borrowed(ValueRef::Text(value))
}

/// A user, or empty text: the unique key compares NULLs as different.
pub(super) fn user(value: Option<&UserId>) -> Param<'_> {
    text(value.map_or("", UserId::as_str))
}

/// Bytes.
pub(super) fn blob(value: &[u8]) -> Param<'_> {
    Param::Borrowed(ValueRef::Blob(value))
}

/// A number.
pub(super) fn integer(value: i64) -> Param<'static> {
    Param::Owned(Value::Integer(value))
}

/// A yes or no.
pub(super) fn flag(value: bool) -> Param<'static> {
    integer(i64::from(value))
}

/// A point in time.
pub(super) fn time(value: Timestamp) -> Param<'static> {
    integer(value.unix_millis())
}

/// A counter, which must fit into SQLite's signed 64 bits.
pub(super) fn count(value: u64) -> Result<Param<'static>, Failure> {
    i64::try_from(value).map(integer).map_err(|_| Failure::OutOfRange)
}

/// A limit, or any other number of which the largest that fits will do. A negative limit would mean none.
pub(super) fn at_most(value: impl TryInto<i64>) -> Param<'static> {
    integer(value.try_into().unwrap_or(i64::MAX))
}

/// NULL where there is nothing.
pub(super) fn optional<'a, T>(value: Option<T>, param: impl FnOnce(T) -> Param<'a>) -> Param<'a> {
    value.map_or(Param::Owned(Value::Null), param)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_is_forgotten_left_over_or_misspelt_is_an_error() {
        let db = Connection::open_in_memory().unwrap();
        let run = |values: &[Named<'_>]| select(&db, "SELECT :a + :b + :a", values, |row| Ok(row.get::<_, i64>(0)?));
        assert_eq!(run(&[(":b", integer(1)), (":a", integer(20))]).unwrap(), [41]);
        for values in [
            vec![(":a", integer(1))],
            vec![(":a", integer(1)), (":b", integer(1)), (":c", integer(1))],
            vec![(":a", integer(1)), (":c", integer(1))],
        ] {
            assert!(run(&values).is_err(), "{values:?}");
        }
    }
}
