//! Statements and their values. Each value is named, so that a statement says what it takes, and one that is forgotten or left over is an
//! error. Statements are sent with the types of their values and have no names, because a pooler that hands out a connection per transaction
//! (PgBouncer before 1.21) knows none (SR-70); but for those that are asked all the time, where it is known that there is none (`names`).

use std::error::Error;
use std::fmt;

use tokio_postgres::Row;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{Format, IsNull, ToSql, Type};

use crate::base::{Timestamp, UserId};
use crate::model::rows::Conflict;

use super::errors::Failure;
use super::names::{Statements, misnamed};
use super::session::Db;

/// A value on its way into a statement.
#[derive(Clone, Debug)]
pub(super) enum Param<'a> {
    Text(Option<&'a str>),
    Bytes(Option<&'a [u8]>),
    Integer(Option<i64>),
    Flag(bool),
    Texts(Vec<Option<&'a str>>),
    Integers(Vec<Option<i64>>),
    Flags(Vec<bool>),
    Blobs(Vec<Option<&'a [u8]>>),
}

impl Param<'_> {
    fn with_type(&self) -> (&(dyn ToSql + Sync), Type) {
        match self {
            Param::Text(value) => (value, Type::TEXT),
            Param::Bytes(value) => (value, Type::BYTEA),
            Param::Integer(value) => (value, Type::INT8),
            Param::Flag(value) => (value, Type::BOOL),
            Param::Texts(values) => (values, Type::TEXT_ARRAY),
            Param::Integers(values) => (values, Type::INT8_ARRAY),
            Param::Flags(values) => (values, Type::BOOL_ARRAY),
            Param::Blobs(values) => (values, Type::BYTEA_ARRAY),
        }
    }
}

/// A value of which no log tells: where a program has switched that on, the driver tells what it binds to a statement that is kept.
struct Unseen<'a>(&'a (dyn ToSql + Sync));

impl fmt::Debug for Unseen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl ToSql for Unseen<'_> {
    fn to_sql(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.0.to_sql_checked(of, out)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn to_sql_checked(&self, of: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        self.0.to_sql_checked(of, out)
    }

    fn encode_format(&self, of: &Type) -> Format {
        self.0.encode_format(of)
    }
}

fn as_sql<'a>(value: &'a Unseen<'_>) -> &'a (dyn ToSql + Sync) {
    value
}

/// A whole statement with the values of its places.
pub(super) struct Select<'a> {
    pub(super) sql: String,
    pub(super) values: Vec<Named<'a>>,
}

/// A value with the name of its places, such as `:id`.
pub(super) type Named<'a> = (&'static str, Param<'a>);

impl Db {
    /// Runs a statement and reads every row that it gives.
    pub(super) async fn select<T>(
        &self,
        sql: &str,
        values: &[Named<'_>],
        read: impl Fn(&Row) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        let sql = self.place(sql, values)?;
        let values: Vec<_> = values.iter().map(|(_, value)| value.with_type()).collect();
        let rows = self.client()?.query_typed(&sql, &values).await?;
        rows.iter().map(read).collect()
    }

    /// Runs a statement that gives no rows; how many it changed.
    pub(super) async fn execute(&self, sql: &str, values: &[Named<'_>]) -> Result<u64, Failure> {
        let sql = self.place(sql, values)?;
        let values: Vec<_> = values.iter().map(|(_, value)| value.with_type()).collect();
        Ok(self.client()?.execute_typed(&sql, &values).await?)
    }

    /// As [`Db::select`], for what is asked again and again: in a transaction of ours the server keeps it.
    pub(super) async fn select_kept<T>(
        &self,
        sql: &str,
        values: &[Named<'_>],
        read: impl Fn(&Row) -> Result<T, Failure>,
    ) -> Result<Vec<T>, Failure> {
        let sql = self.place(sql, values)?;
        let rows = self.ask(&sql, values, self.proven_statements()).await?;
        rows.iter().map(read).collect()
    }

    /// As [`Db::execute`], likewise.
    pub(super) async fn execute_kept(&self, sql: &str, values: &[Named<'_>]) -> Result<u64, Failure> {
        let sql = self.place(sql, values)?;
        let (params, types): (Vec<_>, Vec<_>) = values.iter().map(|(_, value)| value.with_type()).unzip();
        let client = self.client()?;
        if let Some(statements) = self.proven_statements()
            && let Some(statement) = statements.find(client, &sql, &types).await?
        {
            let unseen: Vec<_> = params.iter().map(|value| Unseen(*value)).collect();
            return client.execute(&statement, &unseen.iter().map(as_sql).collect::<Vec<_>>()).await.map_err(misnamed);
        }
        let values: Vec<_> = params.into_iter().zip(types).collect();
        Ok(client.execute_typed(&sql, &values).await?)
    }

    /// As [`Db::select_kept`] outside of a transaction, for a statement that gives a row, with [`PROCESS`](super::process::PROCESS) in its first
    /// cell, whatever it finds. The first one is read.
    pub(super) async fn select_one_kept<T>(
        &self,
        sql: &str,
        values: &[Named<'_>],
        read: impl Fn(&Row) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let sql = self.place(sql, values)?;
        let rows = self.ask(&sql, values, self.statements()).await?;
        let row = match (&rows[..], self.statements()) {
            ([row, ..], None) => row,
            // What another one has kept under the name may give anything.
            ([row, ..], Some(statements)) if row.try_get::<_, i32>(0).is_ok_and(|process| statements.are_of(process)) => row,
            (_, Some(_)) => return Err(Failure::Misnamed { for_good: true }),
            (_, None) => return Err(Failure::Misfit),
        };
        read(row)
    }

    async fn ask(&self, sql: &str, values: &[Named<'_>], statements: Option<&Statements>) -> Result<Vec<Row>, Failure> {
        let (params, types): (Vec<_>, Vec<_>) = values.iter().map(|(_, value)| value.with_type()).unzip();
        let client = self.client()?;
        if let Some(statements) = statements
            && let Some(statement) = statements.find(client, sql, &types).await?
        {
            let unseen: Vec<_> = params.iter().map(|value| Unseen(*value)).collect();
            return client.query(&statement, &unseen.iter().map(as_sql).collect::<Vec<_>>()).await.map_err(misnamed);
        }
        let values: Vec<_> = params.into_iter().zip(types).collect();
        Ok(client.query_typed(sql, &values).await?)
    }

    /// Whether a statement finds a row.
    pub(super) async fn exists(&self, sql: &str, values: &[Named<'_>]) -> Result<bool, Failure> {
        Ok(!self.select(sql, values, |_| Ok(())).await?.is_empty())
    }

    /// A statement as the server takes it: `@` before a table is the vault's schema, `:name` a value, `:now` the store's clock.
    pub(super) fn place(&self, sql: &str, values: &[Named<'_>]) -> Result<String, Failure> {
        #[cfg(test)]
        self.note_statement();
        place(sql, &self.schema, &self.time.sql(), values)
    }
}

fn place(sql: &str, schema: &str, now: &str, values: &[Named<'_>]) -> Result<String, Failure> {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut used = vec![false; values.len()];
    let mut rest = sql;
    while let Some(at) = rest.find([':', '@']) {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        if rest[at..].starts_with('@') {
            out.push_str(schema);
            out.push('.');
            rest = behind;
        } else if let Some(behind) = behind.strip_prefix(':') {
            out.push_str("::");
            rest = behind;
        } else {
            let end = behind.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(behind.len());
            let (name, behind) = behind.split_at(end);
            if name == "now" {
                out.push_str(now);
            } else {
                let place = values.iter().position(|(known, _)| known.strip_prefix(':') == Some(name));
                let place = place.ok_or(Failure::Misfit)?;
                used[place] = true;
                out.push('$');
                out.push_str(&(place + 1).to_string());
            }
            rest = behind;
        }
    }
    out.push_str(rest);
    if used.iter().all(|used| *used) { Ok(out) } else { Err(Failure::Misfit) }
}

/// A guarded write that found no row has met a guard that no longer holds, a foreign tenant, or nothing at all: all the same.
pub(super) fn one_row(changed: u64) -> Result<(), Failure> {
    if changed == 1 { Ok(()) } else { Err(Conflict::Stale.into()) }
}

/// Text.
pub(super) fn text(value: &str) -> Param<'_> {
    Param::Text(Some(value))
}

/// Text, or NULL.
pub(super) fn optional_text(value: Option<&str>) -> Param<'_> {
    Param::Text(value)
}

/// A user, or empty text: the unique key compares NULLs as different.
pub(super) fn user(value: Option<&UserId>) -> Param<'_> {
    text(value.map_or("", UserId::as_str))
}

/// Bytes.
pub(super) fn blob(value: &[u8]) -> Param<'_> {
    Param::Bytes(Some(value))
}

/// Bytes, or NULL.
pub(super) fn optional_blob(value: Option<&[u8]>) -> Param<'_> {
    Param::Bytes(value)
}

/// A number.
pub(super) fn integer(value: i64) -> Param<'static> {
    Param::Integer(Some(value))
}

/// A yes or no.
pub(super) fn flag(value: bool) -> Param<'static> {
    Param::Flag(value)
}

/// A point in time.
pub(super) fn time(value: Timestamp) -> Param<'static> {
    integer(value.unix_millis())
}

/// A point in time, or NULL.
pub(super) fn optional_time(value: Option<Timestamp>) -> Param<'static> {
    Param::Integer(value.map(Timestamp::unix_millis))
}

/// A counter, which must fit into 63 bits.
pub(super) fn count(value: u64) -> Result<Param<'static>, Failure> {
    i64::try_from(value).map(integer).map_err(|_| Failure::OutOfRange)
}

/// A limit, or any other number of which the largest that fits will do.
pub(super) fn at_most(value: impl TryInto<i64>) -> Param<'static> {
    integer(value.try_into().unwrap_or(i64::MAX))
}

/// A list of numbers.
pub(super) fn integers(values: impl Iterator<Item = i64>) -> Param<'static> {
    Param::Integers(values.map(Some).collect())
}

/// A list of texts.
pub(super) fn texts<'a>(values: impl Iterator<Item = &'a str>) -> Param<'a> {
    Param::Texts(values.map(Some).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_places_and_tables_get_their_schema() {
        let values = [(":id", integer(1)), (":at", integer(2))];
        let sql = "SELECT a::text FROM @grants WHERE id = :id AND at < :at AND till > :now AND id = :id";
        assert_eq!(
            place(sql, "\"v\"", "clock()", &values).unwrap(),
            "SELECT a::text FROM \"v\".grants WHERE id = $1 AND at < $2 AND till > clock() AND id = $1"
        );
    }

    #[test]
    fn no_log_tells_of_a_value_that_is_bound_to_a_kept_statement() {
        let value = blob(b"sealed");
        let unseen = Unseen(value.with_type().0);
        assert_eq!(format!("{unseen:?} {:?}", [as_sql(&unseen)]), "… […]");
        let mut out = BytesMut::new();
        assert!(matches!(unseen.to_sql_checked(&Type::BYTEA, &mut out), Ok(IsNull::No)));
        assert_eq!(&out[..], b"sealed");
        assert!(unseen.to_sql_checked(&Type::INT8, &mut out).is_err(), "its own types are judged");
    }

    #[test]
    fn a_value_that_is_forgotten_left_over_or_misspelt_is_an_error() {
        for values in [vec![], vec![(":a", integer(1)), (":b", integer(1))], vec![(":b", integer(1))]] {
            assert!(place("SELECT :a", "s", "now", &values).is_err(), "{values:?}");
        }
    }
}
