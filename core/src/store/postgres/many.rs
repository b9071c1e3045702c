//! One statement for several rows. What it says of each is what the statement for one row says, in the same words: the values stand in arrays,
//! and where that one has the place of a value, this one has a column of [`ROWS`].

use super::errors::Failure;
use super::statement::{Named, Param};

/// Where a statement for several rows has them: a table with a column `new_name` for each `:name`.
pub(super) const ROWS: &str = "%rows%";

/// The values of several rows, under the same names in the same order.
#[derive(Default)]
pub(super) struct Many<'a> {
    columns: Vec<Named<'a>>,
}

impl<'a> Many<'a> {
    /// Adds a row.
    ///
    /// # Errors
    /// - `Misfit`: it is not like those before.
    pub(super) fn push(&mut self, row: Vec<Named<'a>>) -> Result<(), Failure> {
        if self.columns.is_empty() {
            self.columns = row.iter().filter_map(|(name, value)| Some((*name, none_like(value)?))).collect();
        }
        if self.columns.len() != row.len() {
            return Err(Failure::Misfit);
        }
        for ((known, list), (name, value)) in self.columns.iter_mut().zip(row) {
            if *known != name || !append(list, value) {
                return Err(Failure::Misfit);
            }
        }
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// Puts the rows into a statement.
    pub(super) fn place(&self, sql: &str) -> String {
        let names = || self.columns.iter().map(|(name, _)| name.trim_start_matches(':'));
        let places: Vec<_> = names().map(|name| format!(":{name}")).collect();
        let columns: Vec<_> = names().map(|name| format!("new_{name}")).collect();
        sql.replace(ROWS, &format!("unnest({}) AS new ({})", places.join(", "), columns.join(", ")))
    }

    /// The values of a statement that [`Many::place`] has made.
    pub(super) fn into_values(self) -> Vec<Named<'a>> {
        self.columns
    }
}

/// What a statement says of the values of one row, of one of [`ROWS`].
pub(super) fn of_row(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let end = behind.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(behind.len());
        let (name, next) = behind.split_at(end);
        out.push_str(match name {
            // A type follows, or the clock of the store.
            "" | "now" => ":",
            _ => "new_",
        });
        out.push_str(name);
        rest = next;
        if let Some(kind) = rest.strip_prefix(':').filter(|_| name.is_empty()) {
            out.push(':');
            rest = kind;
        }
    }
    out.push_str(rest);
    out
}

/// An empty list of such values; `None`: it is a list itself.
fn none_like<'a>(value: &Param<'_>) -> Option<Param<'a>> {
    match value {
        Param::Text(_) => Some(Param::Texts(vec![])),
        Param::Bytes(_) => Some(Param::Blobs(vec![])),
        Param::Integer(_) => Some(Param::Integers(vec![])),
        Param::Flag(_) => Some(Param::Flags(vec![])),
        Param::Texts(_) | Param::Integers(_) | Param::Flags(_) | Param::Blobs(_) => None,
    }
}

/// Whether it fits.
fn append<'a>(list: &mut Param<'a>, value: Param<'a>) -> bool {
    match (list, value) {
        (Param::Texts(list), Param::Text(value)) => list.push(value),
        (Param::Blobs(list), Param::Bytes(value)) => list.push(value),
        (Param::Integers(list), Param::Integer(value)) => list.push(value),
        (Param::Flags(list), Param::Flag(value)) => list.push(value),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::statement::{flag, integer, optional_text, text};
    use super::*;

    #[test]
    fn what_is_said_of_one_row_is_said_of_each() {
        let one = "id = :id AND till > :now AND :key::bytea IS NULL OR at <= :at";
        assert_eq!(of_row(one), "id = new_id AND till > :now AND new_key::bytea IS NULL OR at <= new_at");
    }

    #[test]
    fn rows_become_lists_in_their_order() {
        let mut many = Many::default();
        assert!(many.is_empty());
        many.push(vec![(":id", text("a")), (":n", integer(1))]).unwrap();
        many.push(vec![(":id", optional_text(None)), (":n", integer(2))]).unwrap();
        assert_eq!(many.place("SELECT * FROM %rows%"), "SELECT * FROM unnest(:id, :n) AS new (new_id, new_n)");
        let values = format!("{:?}", many.into_values());
        assert_eq!(values, r#"[(":id", Texts([Some("a"), None])), (":n", Integers([Some(1), Some(2)]))]"#);
    }

    #[test]
    fn a_row_that_is_not_like_the_others_is_an_error() {
        for other in [vec![(":id", integer(1))], vec![(":no", text("a"))], vec![], vec![(":id", text("a")), (":n", flag(true))]] {
            let mut many = Many::default();
            many.push(vec![(":id", text("a"))]).unwrap();
            assert!(many.push(other).is_err());
        }
    }
}
