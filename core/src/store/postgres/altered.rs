//! What of a vault's tables somebody has changed, and how that is told.

use std::fmt::{self, Display, Formatter};

/// A table that is not as Authpipe has made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Altered {
    pub(super) table: &'static str,
    pub(super) kind: PartKind,
}

/// What of a table there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum PartKind {
    Table,
    Column,
    Constraint,
    Index,
    /// One that refuses rows, or computes something at each write. It is told as an index besides.
    ActingIndex,
    Trigger,
    Rule,
    RowSecurity,
    Inheritance,
    /// Which schema the vault has.
    Schema,
}

impl PartKind {
    const ALL: [PartKind; 10] = [
        PartKind::Table,
        PartKind::Column,
        PartKind::Constraint,
        PartKind::Index,
        PartKind::ActingIndex,
        PartKind::Trigger,
        PartKind::Rule,
        PartKind::RowSecurity,
        PartKind::Inheritance,
        PartKind::Schema,
    ];

    /// As `shape.sql` calls it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            PartKind::Table => "table",
            PartKind::Column => "column",
            PartKind::Constraint => "constraint",
            PartKind::Index => "index",
            PartKind::ActingIndex => "index that does something",
            PartKind::Trigger => "trigger",
            PartKind::Rule => "rule",
            PartKind::RowSecurity => "row security",
            PartKind::Inheritance => "inheritance",
            PartKind::Schema => "schema",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        PartKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Display for Altered {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Altered { table, kind } = self;
        match kind {
            PartKind::Table | PartKind::Schema => write!(f, "its table {table} is gone, or something else is in its place"),
            PartKind::Column => write!(f, "the columns of its table {table} are not those that Authpipe has made"),
            PartKind::Constraint => write!(f, "the constraints of its table {table} are not those that Authpipe has made"),
            PartKind::Index => write!(f, "an index of its table {table} is gone, or not the one that Authpipe has made"),
            PartKind::ActingIndex => {
                write!(f, "an index of its table {table} that is unique or computes something was not made by Authpipe")
            }
            PartKind::Trigger => write!(f, "a trigger on its table {table} was not made by Authpipe"),
            PartKind::Rule => write!(f, "a rule on its table {table} was not made by Authpipe"),
            PartKind::RowSecurity => write!(f, "row-level security of its table {table} was not set up by Authpipe"),
            PartKind::Inheritance => write!(f, "its table {table} inherits from another one, or another one from it"),
        }
    }
}
