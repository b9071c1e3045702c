//! Whether the indexes have the rows of their tables. Where the server has the extension `amcheck` and this role may use it, that compares each
//! row; elsewhere rows are counted, once by the table and once by the index, at the same moment: an index that names wrong rows, as many as
//! there are, passes that.

use std::time::Duration;

use tokio_postgres::Row;
use tokio_postgres::error::SqlState;

use crate::base::Result;
use crate::store::IndexCheck;

use super::columns::Cells;
use super::errors::Failure;
use super::life::Life;
use super::session::Db;
use super::statement::{integer, text};
use super::transaction::roll_back;

/// An index of the vault.
struct Index {
    number: i64,
    name: String,
    table: String,
    /// In what order it has them.
    order: String,
    /// Of which rows.
    of: Option<String>,
}

/// What is known of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Whole,
    Damaged,
    Unchecked,
}

/// Checks one after the other, each for as long as it takes: nobody waits for it, and nobody who writes does.
pub(super) async fn check(life: &Life) -> Result<IndexCheck> {
    let schema = life.schema();
    let indexes = &life.run(|db| async move { list(&db, schema).await }).await?;
    let checker = &life.run(|db| async move { find_checker(&db).await }).await?;
    let mut told = IndexCheck::default();
    for index in indexes {
        let found = life.run_unlimited(|db| async move {
            let checked = tokio::time::timeout(LONGEST, check_one(&db, index, checker.as_deref())).await;
            checked.unwrap_or(Err(Failure::Silent))
        });
        match found.await? {
            Found::Whole => {}
            Found::Damaged => told.damaged.push(index.name.clone()),
            Found::Unchecked => told.unchecked.push(index.name.clone()),
        }
    }
    Ok(told)
}

async fn list(db: &Db, schema: &str) -> Result<Vec<Index>, Failure> {
    let read = |row: &Row| {
        let mut cells = Cells::new(row, "authpipe");
        Ok(Index {
            number: cells.integer()?,
            name: cells.text()?,
            table: cells.text()?,
            order: cells.text()?,
            of: cells.optional_text()?.map(str::to_owned),
        })
    };
    db.select(LIST, &[(":schema", text(schema))], read).await
}

/// The schema of `amcheck`, quoted, where it may be used. A function of that name that is not the extension's is somebody's own.
async fn find_checker(db: &Db) -> Result<Option<String>, Failure> {
    Ok(db.select(CHECKER, &[], |row| Cells::new(row, "authpipe").text()).await?.pop())
}

async fn check_one(db: &Db, index: &Index, checker: Option<&str>) -> Result<Found, Failure> {
    let checked = match checker {
        Some(checker) => {
            let sql = format!("SELECT {checker}.bt_index_check(:number::oid::regclass, true)");
            db.client()?.batch_execute(&format!("BEGIN READ ONLY; {AS_LONG_AS_IT_TAKES}")).await?;
            let checked = db.select(&sql, &[(":number", integer(index.number))], |_| Ok(())).await;
            if checked.is_ok() {
                roll_back(db).await?;
            }
            checked.map(|_| Found::Whole)
        }
        None => compare(db, index).await,
    };
    match checked {
        Err(failure) if is_damage(&failure) => {
            roll_back(db).await?;
            Ok(Found::Damaged)
        }
        checked => checked,
    }
}

/// Counts the rows of the table that the index is to have, and those that it has.
async fn compare(db: &Db, index: &Index) -> Result<Found, Failure> {
    let Index { table, order, of, .. } = index;
    // A constant of an operator's predicate may hold what names places in our statements.
    if of.as_ref().is_some_and(|of| of.contains('@') || of.replace("::", "").contains(':')) {
        return Ok(Found::Unchecked);
    }
    let of = of.as_ref().map(|of| format!(" WHERE {of}")).unwrap_or_default();
    let by_table = format!("SELECT count(*) FROM @{table}{of}");
    let by_index = format!("SELECT count(*) FROM (SELECT 1 FROM @{table}{of} ORDER BY {order}) AS found");
    let count = async |sql: &str| -> Result<Option<i64>, Failure> {
        Ok(db.select(sql, &[], |row| Cells::new(row, "authpipe").integer()).await?.pop())
    };
    db.client()?.batch_execute(&format!("{BY_TABLE}; {AS_LONG_AS_IT_TAKES}")).await?;
    let rows = count(&by_table).await?;
    db.client()?.batch_execute(BY_INDEX).await?;
    let plan = db.select(&format!("EXPLAIN {by_index}"), &[], |row| Cells::new(row, "authpipe").text()).await?;
    let is_used = plan.iter().any(|line| line.contains(&format!(" using {} on ", index.name)));
    let found = if is_used { count(&by_index).await? } else { None };
    roll_back(db).await?;
    Ok(match found {
        None => Found::Unchecked,
        found if found == rows => Found::Whole,
        Some(_) => Found::Damaged,
    })
}

/// What the server says of data and of indexes that are damaged.
fn is_damage(failure: &Failure) -> bool {
    let Failure::Server(error) = failure else { return false };
    error.code().is_some_and(|code| [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(code))
}

/// Longer than an index of very many rows takes.
const LONGEST: Duration = Duration::from_secs(30 * 60);
const LIST: &str = "SELECT of.indexrelid::bigint, it.relname::text, its.relname::text,
        (SELECT string_agg(pg_get_indexdef(of.indexrelid, place::int, false), ', ' ORDER BY place)
            FROM generate_series(1, of.indnkeyatts) AS place),
        pg_get_expr(of.indpred, of.indrelid)
    FROM pg_catalog.pg_index AS of JOIN pg_catalog.pg_class AS it ON it.oid = of.indexrelid
    JOIN pg_catalog.pg_class AS its ON its.oid = of.indrelid JOIN pg_catalog.pg_namespace AS space ON space.oid = its.relnamespace
    JOIN pg_catalog.pg_am AS method ON method.oid = it.relam
    WHERE space.nspname = :schema AND method.amname = 'btree' AND of.indisvalid ORDER BY its.relname, it.relname";
const CHECKER: &str = "SELECT quote_ident(space.nspname) FROM pg_catalog.pg_proc AS it
    JOIN pg_catalog.pg_namespace AS space ON space.oid = it.pronamespace
    JOIN pg_catalog.pg_depend AS part ON part.classid = 'pg_catalog.pg_proc'::regclass AND part.objid = it.oid AND part.deptype = 'e'
    JOIN pg_catalog.pg_extension AS of ON part.refclassid = 'pg_catalog.pg_extension'::regclass AND of.oid = part.refobjid
    WHERE of.extname = 'amcheck' AND it.proname = 'bt_index_check' AND it.pronargs = 2
        AND has_function_privilege(it.oid, 'EXECUTE') AND has_schema_privilege(space.oid, 'USAGE')";
/// What is usual for this role, or in this database, is for questions of other kinds.
const AS_LONG_AS_IT_TAKES: &str = "SET LOCAL statement_timeout = 0; SET LOCAL quote_all_identifiers = off";
/// Both are counted in one snapshot.
const BY_TABLE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL enable_seqscan = on;
    SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL enable_bitmapscan = off";
const BY_INDEX: &str = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off;
    SET LOCAL enable_indexscan = on; SET LOCAL enable_indexonlyscan = on";
