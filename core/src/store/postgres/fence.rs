//! Keeps out of a vault a program that a newer version has shut out while it ran.
//!
//! Which versions may still use the vault is asked when it is opened, and again by every operation: in the statements that begin a
//! transaction, in those that look for jobs and for changes, in what is read most often, and on the heels of every other read. None of them waits for an answer of its
//! own. Whoever writes holds `meta` until the commit, so that a migration waits for it and finds what it has written; who comes later reads
//! what the migration says.

use std::sync::LazyLock;

use tokio_postgres::{Row, SimpleQueryMessage};

use crate::model::rows::VAULT_VERSION;

use super::columns::Cells;
use super::errors::Failure;
use super::moving;
use super::session::Db;
use super::statement::Named;

/// Refuses where a newer version lets this one do nothing any more.
pub(super) async fn check(db: &Db) -> Result<(), Failure> {
    let newer = db.select(&NEWER, &[], |row| Cells::new(row, "meta").count()).await?.pop();
    newer.map_or(Ok(()), |version| Err(shut_out(version)))
}

/// An answer of the vault, if the vault lets this program read when it was given. The question follows on the heels of what reads, and is
/// answered with it: a read that takes several statements has seen the vault in between as well.
pub(super) async fn checked<T>(db: Db, read: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let (answer, is_let) = tokio::join!(read, check(&db));
    match is_let {
        Err(Failure::Newer(version)) => Err(Failure::Newer(version)),
        is_let => answer.and_then(|answer| is_let.map(|()| answer)),
    }
}

/// What a statement finds in a table, if the vault lets this program read: one statement for both. What is asked every round is asked so.
pub(super) async fn select<T>(
    db: &Db,
    table: &'static str,
    sql: &str,
    values: &[Named<'_>],
    read: impl Fn(&mut Cells<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let sql = format!(
        "SELECT {lets}, found.* FROM (SELECT 1) AS always
            LEFT JOIN LATERAL (SELECT true AS is_there, it.* FROM ({sql}) AS it) AS found ON true",
        lets = *LETS
    );
    let read = |row: &Row| {
        let mut cells = Cells::new(row, table);
        self::read(&mut cells)?;
        let is_there: Option<bool> = cells.take()?;
        is_there.map(|_| read(&mut cells)).transpose()
    };
    Ok(db.select(&sql, values, read).await?.into_iter().flatten().collect())
}

/// A column of what is read, with which the vault says whether it lets this program read: what is asked all the time asks for it in the
/// same statement.
pub(super) static LETS: LazyLock<String> = LazyLock::new(|| format!("({})", *NEWER));

/// What [`LETS`] says in the next cell of a row.
pub(super) fn read(cells: &mut Cells<'_>) -> Result<(), Failure> {
    let newer = cells.take::<Option<i64>>()?.and_then(|version| u64::try_from(version).ok());
    newer.map_or(Ok(()), |version| Err(shut_out(version)))
}

/// What a transaction of ours begins with, and gives a row where this program is shut out.
pub(super) static GATE: LazyLock<String> = LazyLock::new(|| format!("LOCK TABLE @meta IN ROW EXCLUSIVE MODE; {}", *NEWER));

/// What [`GATE`] has said.
pub(super) fn judge(said: &[SimpleQueryMessage]) -> Result<(), Failure> {
    let newer = said.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.try_get(COLUMN).ok().flatten(),
        _ => None,
    });
    newer.map_or(Ok(()), |version| Err(shut_out(version.parse().unwrap_or_default())))
}

/// Waits for everybody who writes, and holds up who comes until the transaction ends: what they write then is what the vault of then
/// allows. Reads go on.
pub(super) async fn hold_up_writers(db: &Db) -> Result<(), Failure> {
    Ok(db.client()?.batch_execute(&db.place("LOCK TABLE @meta IN SHARE ROW EXCLUSIVE MODE", &[])?).await?)
}

/// Why a table or a column is not there, where that is because the vault has moved, or a newer version has changed it.
pub(super) async fn why_missing(db: &Db) -> Option<Failure> {
    if let Ok(Some(moved)) = moving::read_moved(db).await {
        return Some(Failure::Moved(moved.to));
    }
    check(db).await.err().filter(|failure| matches!(failure, Failure::Newer(_)))
}

fn shut_out(version: u64) -> Failure {
    Failure::Newer(u32::try_from(version).unwrap_or(u32::MAX))
}

/// Where this stands in a statement, it does nothing once this program is shut out.
pub(super) static MAY_WRITE: LazyLock<String> = LazyLock::new(|| format!("NOT EXISTS ({})", *NEWER));

/// The name of a column that no other statement of a beginning has.
const COLUMN: &str = "newer_version";
/// The one row in which a vault says of itself what it is; a copy that is not complete has it too.
static NEWER: LazyLock<String> =
    LazyLock::new(|| format!("SELECT schema_version AS {COLUMN} FROM @meta WHERE oldest_reader > {VAULT_VERSION}"));
