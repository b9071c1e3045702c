//! Compares what the catalogue of the server says of the vault's tables with what the steps of the schema make (SR-44): whoever may alter them
//! can have the server run something of his own at each write, hide rows, drop what is written, or take two texts for the same.
//!
//! What an operator does for himself stays allowed: indexes that are neither unique nor compute anything (a `WHERE` that only compares does
//! not), other tables and views beside ours, rights, comments, storage, statistics, and what replicates the database without triggers.

use std::collections::HashSet;
use std::sync::LazyLock;

use tokio_postgres::Row;

use crate::model::rows::VAULT_VERSION;

use super::altered::{Altered, PartKind};
use super::columns::Cells;
use super::errors::Failure;
use super::session::Db;
use super::statement::{text, texts};
use super::transaction::roll_back;

/// One line of what there is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Part {
    table: String,
    kind: PartKind,
    what: String,
}

/// Asks for what there is, and compares. What another process is changing at this moment, such as one of a newer version that migrates, is
/// another thing a moment later: only what is found twice is told.
///
/// # Errors
/// - `Altered`: somebody has changed a table.
pub(super) async fn check(db: &Db, schema: &str) -> Result<(), Failure> {
    for _ in 0..2 {
        if judge(&EXPECTED, &read(db, schema).await?).is_none() {
            return Ok(());
        }
    }
    let found = read(db, schema).await?;
    judge(&EXPECTED, &found).map_or(Ok(()), |altered| Err(Failure::Altered(altered)))
}

async fn read(db: &Db, schema: &str) -> Result<Vec<Part>, Failure> {
    let tables: HashSet<&str> = EXPECTED.iter().map(|part| part.table.as_str()).collect();
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "authpipe");
        Ok(Part { table: cells.text()?, kind: cells.parsed(PartKind::parse)?, what: cells.text()? })
    };
    db.client()?.batch_execute(PLAINLY).await?;
    let found = db.select(&FIND, &[(":schema", text(schema)), (":tables", texts(tables.into_iter()))], read).await?;
    roll_back(db).await?;
    Ok(found)
}

/// What is not as it should be, if anything; of several the plainest.
fn judge(expected: &'static [Part], found: &[Part]) -> Option<Altered> {
    let version = found.iter().find(|part| part.kind == PartKind::Schema).and_then(|part| part.what.parse().ok());
    // A newer version has more than we know. It acts by no trigger and no rule either.
    let is_known = version.is_none_or(|version: u32| version <= VAULT_VERSION);
    let (ours, theirs): (HashSet<&Part>, HashSet<&Part>) = (expected.iter().collect(), found.iter().collect());
    let missing = expected.iter().filter(|part| is_known && !theirs.contains(part));
    let added = found.iter().filter(|part| {
        !ours.contains(part)
            && match part.kind {
                PartKind::Schema | PartKind::Index => false,
                PartKind::Table | PartKind::Column | PartKind::Constraint => is_known,
                // One of ours that is made anew beside the old one, or that was left over from that, has another name.
                PartKind::ActingIndex => is_known && !expected.iter().any(|one| one.is_index_as(part)),
                PartKind::Trigger | PartKind::Rule | PartKind::RowSecurity | PartKind::Inheritance => true,
            }
    });
    let first = missing.chain(added).min_by_key(|part| part.kind)?;
    let table = expected.iter().find(|part| part.table == first.table)?.table.as_str();
    Some(Altered { table, kind: first.kind })
}

impl Part {
    fn parse(line: &str) -> Option<Self> {
        let mut cells = line.splitn(3, '|').map(str::to_owned);
        Some(Part { table: cells.next()?, kind: PartKind::parse(&cells.next()?)?, what: cells.next()? })
    }

    /// Whether this index is what the other one is, whatever they are called.
    fn is_index_as(&self, other: &Part) -> bool {
        let what = self.what.split_once(' ').map(|(_, what)| what);
        self.kind == PartKind::Index && self.table == other.table && what == Some(other.what.as_str())
    }
}

/// A database, a role or an address may say how the server writes expressions, and which names it leaves a schema out of.
const PLAINLY: &str = "BEGIN READ ONLY; SET LOCAL bytea_output = hex; SET LOCAL standard_conforming_strings = on;
    SET LOCAL quote_all_identifiers = off; SET LOCAL search_path = pg_catalog";
/// What the steps make, as `shape.sql` finds it, behind the schema that it is of. A test compares it with a vault that was made.
const MADE: &str = include_str!("shape.txt");
static EXPECTED: LazyLock<Vec<Part>> = LazyLock::new(|| MADE.lines().filter_map(Part::parse).collect());
/// Without what it says of itself, which may hold anything.
static FIND: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("shape.sql").lines().filter(|line| !line.starts_with("--"));
    lines.collect::<Vec<_>>().join("\n")
});

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::store::copying::{LEFT_BEHIND, TABLES};

    /// What a vault has, as lines of `shape.txt`.
    pub(in crate::store::postgres) async fn lines(db: &Db, schema: &str) -> String {
        let mut lines: Vec<String> = read(db, schema).await.unwrap().iter().filter_map(Part::line).collect();
        lines.sort();
        lines.join("\n")
    }

    /// What a new vault has, without the schema that it is of.
    pub(in crate::store::postgres) fn made() -> &'static str {
        MADE.split_once('\n').unwrap().1.trim_end()
    }

    impl Part {
        fn line(&self) -> Option<String> {
            let is_told = ![PartKind::ActingIndex, PartKind::Schema].contains(&self.kind);
            is_told.then(|| format!("{}|{}|{}", self.table, self.kind.as_str(), self.what))
        }
    }

    fn part(line: &str) -> Part {
        Part::parse(line).unwrap()
    }

    /// `shape.txt` follows each step.
    #[test]
    fn what_is_expected_is_of_the_schema_that_this_version_makes() {
        assert_eq!(MADE.lines().next(), Some(format!("schema|{VAULT_VERSION}").as_str()), "make shape.txt anew");
        let lines: Vec<Option<Part>> = MADE.lines().skip(1).map(Part::parse).collect();
        assert!(lines.iter().all(Option::is_some) && lines.len() > 200, "{}", lines.len());
        let tables: HashSet<String> = EXPECTED.iter().map(|part| part.table.clone()).collect();
        let known = TABLES.iter().map(|table| table.name).chain(LEFT_BEHIND.iter().copied());
        assert_eq!(known.filter(|name| !tables.contains(*name)).collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn what_was_added_changed_or_taken_away_is_told_and_what_is_an_operators_own_is_not() {
        let without = |what: &str, more: &[&str]| -> Vec<Part> {
            let kept = EXPECTED.iter().filter(|part| part.line().as_deref() != Some(what)).cloned();
            kept.chain(more.iter().map(|line| part(line))).collect()
        };
        let judged =
            |what: &str, more: &[&str]| judge(&EXPECTED, &without(what, more)).map(|Altered { table, kind }| (table, kind));
        const CLAIM: &str = "unique btree (config C, account_hash) ((subject = 'installation'::text) AND (account_hash IS NOT NULL) AND (status <> ALL (ARRAY['pending_approval'::text, 'revoked'::text])))";
        let anew = format!("grants|index that does something|{CLAIM}");
        for allowed in [
            &[][..],
            &["grants|index|own btree (provider C)"],
            &[&anew],
            &["authpipe|schema|19", "grants|index|grants_claim_ccnew of ours", &anew],
        ] {
            assert_eq!(judged("", allowed), None, "{allowed:?}");
        }
        let user_id = "grants|column|user_id text C not null default ''::text";
        for (taken, more, expected) in [
            ("grants|table|r p", &["grants|table|v p"][..], ("grants", PartKind::Table)),
            ("grants|table|r p", &["grants|table|r u"], ("grants", PartKind::Table)),
            (user_id, &["grants|column|user_id text other not null default ''::text"], ("grants", PartKind::Column)),
            (user_id, &[], ("grants", PartKind::Column)),
            ("", &["events|column|more text C"], ("events", PartKind::Column)),
            ("", &["jobs|constraint|theirs CHECK ((attempts < 3))"], ("jobs", PartKind::Constraint)),
            ("sessions|constraint|sessions_state UNIQUE (state_hash)", &[], ("sessions", PartKind::Constraint)),
            (&format!("grants|index|grants_claim {CLAIM}"), &[], ("grants", PartKind::Index)),
            (
                &format!("grants|index|grants_claim {CLAIM}"),
                &["grants|index|grants_claim btree (config C)"],
                ("grants", PartKind::Index),
            ),
            ("", &["grants|index that does something|unique btree (config C)"], ("grants", PartKind::ActingIndex)),
            ("", &["grants|index that does something|btree (theirs(id))"], ("grants", PartKind::ActingIndex)),
            ("", &["keysets|trigger|"], ("keysets", PartKind::Trigger)),
            ("", &["keysets|rule|"], ("keysets", PartKind::Rule)),
            ("", &["keysets|row security|"], ("keysets", PartKind::RowSecurity)),
            ("", &["keysets|inheritance|"], ("keysets", PartKind::Inheritance)),
        ] {
            assert_eq!(judged(taken, more), Some(expected), "{taken:?} {more:?}");
        }
        // A newer version has other columns, and acts by no trigger either.
        assert_eq!(judged(user_id, &["authpipe|schema|99"]), None);
        assert_eq!(judged(user_id, &["authpipe|schema|99", "keysets|trigger|"]), Some(("keysets", PartKind::Trigger)));
    }
}
