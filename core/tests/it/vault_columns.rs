//! Every column of every table is edited, as somebody does who writes the database (SR-42): nobody gets what is another's, what was
//! deleted stays so, and a column that decides ends the row that it is changed in. The tables are asked of the schema, so that a new
//! column is not forgotten: it must be named below, among those that decide or among those that do not.

use std::path::PathBuf;

use crate::support::look::soon;
use crate::support::{self, App, installation, principal, tenant, user};
use authpipe::{CallOptions, Role, Subject};
use authpipe_sandbox::demo;
use rusqlite::Connection;

use named::{DECIDING, FINDING};

mod named;
mod running;

/// Everything in a session decides: the second test edits all of it.
const SESSIONS: &str = "sessions";

#[derive(Clone, Debug)]
struct Column {
    table: String,
    name: String,
    kind: String,
}

fn columns(database: &Connection) -> Vec<Column> {
    let sql = "SELECT t.name, c.name, c.type FROM pragma_table_list t, pragma_table_info(t.name) c
        WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid";
    let mut query = database.prepare(sql).unwrap();
    let read = |row: &rusqlite::Row<'_>| Ok(Column { table: row.get(0)?, name: row.get(1)?, kind: row.get(2)? });
    query.query_map([], read).unwrap().map(Result::unwrap).collect()
}

fn is_in(lists: &[(&str, &[&str])], column: &Column) -> bool {
    lists.iter().any(|(table, names)| *table == column.table && names.contains(&column.name.as_str()))
}

/// What somebody might write into a column, as expressions: of the same kind, of another row, empty, nothing, and far off.
fn expressions(column: &Column, other: &str) -> Vec<String> {
    let Column { table, name, kind } = column;
    let mut all = vec!["NULL".to_owned(), format!("(SELECT {name} FROM {table} WHERE {other})")];
    all.extend(match kind.as_str() {
        "INTEGER" => vec![format!("{name} + 1"), format!("{name} - 1"), "0".to_owned(), "9999999999999".to_owned()],
        "BLOB" => vec![
            format!("zeroblob(max(length({name}), 16))"),
            format!("CAST(substr({name}, 1, length({name}) - 1) AS BLOB)"),
            format!("CAST({name} || x'00' AS BLOB)"),
        ],
        _ if name == "user_id" => vec!["''".to_owned(), "'eve'".to_owned()],
        _ => vec![format!("{name} || 'x'"), "''".to_owned(), "'pending'".to_owned(), "'active'".to_owned()],
    });
    all
}

/// A closed vault, from which each edit begins.
struct Base {
    app: App,
    copy: PathBuf,
    /// Everybody, with what is theirs; of the last one what was, before it was deleted.
    people: Vec<(Subject, String)>,
}

impl Base {
    async fn make() -> Base {
        let app = App::start().await;
        app.install().await;
        app.connect().await;
        for (tenant_id, user_id, login) in
            [("acme", "cat", &demo::CARLA), ("beta", "ben", &demo::GUS), ("acme", "dan", &demo::BOB)]
        {
            app.browser().connect(&principal(tenant_id, user_id, Role::Member), login).await;
        }
        let beta = Subject { tenant_id: tenant("beta"), ..user("ben") };
        let mut people = Vec::new();
        for subject in [user("ben"), user("cat"), beta, installation(), user("dan")] {
            let credential = soon(app.authpipe.get_credential(&subject, CallOptions::default())).await.unwrap();
            people.push((subject, credential.value.expose().clone()));
        }
        let of_dan =
            app.open_database().query_row("SELECT id FROM grants WHERE user_id = 'dan'", [], |row| row.get::<_, String>(0));
        let id = authpipe::GrantId::parse(&of_dan.unwrap()).unwrap();
        soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
        app.authpipe.close().await.unwrap();
        let copy = app.folder.path().join("base.db");
        std::fs::copy(app.vault_path(), &copy).unwrap();
        Base { app, copy, people }
    }

    /// The vault after an edit; `None`: the database refuses it, or it changes nothing.
    fn edit(&self, column: &Column, expression: &str, rows: &str) -> Option<()> {
        let Column { table, name, .. } = column;
        self.restore();
        let database = self.app.open_database();
        let is_same = format!("SELECT count(*) FROM {table} WHERE {rows} AND {name} IS NOT {expression}");
        let changes: i64 = database.query_row(&is_same, [], |row| row.get(0)).ok()?;
        let done = database.execute(&format!("UPDATE {table} SET {name} = {expression} WHERE {rows}"), []).ok()?;
        (changes > 0 && done > 0).then_some(())
    }

    fn restore(&self) {
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.app.vault_path().display()));
        }
        std::fs::copy(&self.copy, self.app.vault_path()).unwrap();
    }

    /// Opens the vault as it is now and asks for everybody. Who gets something gets the own, and the deleted one nothing. Gives who
    /// got something.
    async fn ask(&mut self, what: &str) -> Vec<bool> {
        self.app.restart().await;
        self.app.sandbox.ledger().clear();
        let mut got = Vec::new();
        for (number, (subject, own)) in self.people.iter().enumerate() {
            let answer = soon(self.app.authpipe.get_credential(subject, CallOptions::default())).await;
            if let Ok(credential) = &answer {
                assert_eq!(credential.value.expose(), own, "{what}: {subject:?} got what is another's");
                assert_ne!(number, DAN, "{what}: a deleted connection was revived");
            }
            got.push(answer.is_ok());
        }
        let of_eve = soon(self.app.authpipe.get_credential(&user("eve"), CallOptions::default())).await;
        assert!(of_eve.is_err(), "{what}: Eve, who has connected nothing, got something");
        assert!(self.app.sandbox.ledger().is_empty(), "{what}: something was sent to a provider");
        self.app.authpipe.close().await.unwrap();
        got
    }
}

const BEN: usize = 0;
const DAN: usize = 4;

/// The rows of a table that are edited, and another row whose value may be taken over.
fn rows_of(table: &str) -> Vec<(&'static str, &'static str)> {
    match table {
        "grants" => vec![
            ("tenant_id = 'acme' AND user_id = 'ben'", "user_id = 'cat'"),
            ("tenant_id = 'acme' AND user_id = 'ben'", "tenant_id = 'beta'"),
            ("user_id = 'dan'", "tenant_id = 'acme' AND user_id = 'ben'"),
        ],
        "keysets" => vec![
            ("tenant_id = 'acme'", "tenant_id = 'beta'"),
            ("tenant_id = ''", "tenant_id = 'acme'"),
            ("tenant_id = ' audit'", "tenant_id = 'acme'"),
        ],
        _ => vec![("1", "0")],
    }
}

async fn edit_all(is_wanted: impl Fn(&Column) -> bool) {
    let mut base = Base::make().await;
    let all = columns(&Connection::open(&base.copy).unwrap());
    base.restore();
    assert_eq!(base.ask("nothing was edited").await, [true, true, true, true, false]);
    for column in all.into_iter().filter(is_wanted) {
        let decides = is_in(&DECIDING, &column);
        let mut edits = 0;
        for (place, (rows, other)) in rows_of(&column.table).into_iter().enumerate() {
            // Of the further rows what somebody would want: another's value, and life.
            let wanted = |expression: &String| {
                place == 0 || expression.contains("SELECT") || ["'active'", "'eve'"].contains(&expression.as_str())
            };
            for expression in expressions(&column, other).into_iter().filter(wanted) {
                if base.edit(&column, &expression, rows).is_none() {
                    continue;
                }
                let what = format!("{}.{} = {expression} where {rows}", column.table, column.name);
                let got = base.ask(&what).await;
                // The first row is Ben's own, or what Ben's row hangs on.
                if decides && place == 0 {
                    assert!(!got[BEN], "{what}: it decides, and Ben's row opened all the same");
                    edits += 1;
                }
            }
        }
        assert!(!decides || edits > 0, "{}.{} was not edited", column.table, column.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_edit_of_a_grants_column_gives_anybody_what_is_not_theirs() {
    edit_all(|column| column.table == "grants").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_edit_of_any_other_column_does_either() {
    edit_all(|column| column.table != "grants" && column.table != SESSIONS).await;
}

#[tokio::test]
async fn every_column_is_named_here_once() {
    let base = Base::make().await;
    let all = columns(&Connection::open(&base.copy).unwrap());
    assert!(all.len() > 100, "{}", all.len());
    for column in all.iter().filter(|column| column.table != SESSIONS) {
        assert!(
            is_in(&DECIDING, column) != is_in(&FINDING, column),
            "{}.{} is new, or named twice: does it decide anything?",
            column.table,
            column.name
        );
    }
    let named = DECIDING.iter().chain(&FINDING).map(|(_, names)| names.len()).sum::<usize>();
    assert_eq!(named, all.iter().filter(|column| column.table != SESSIONS).count(), "one that is gone is named");
}

/// Rows that go, change places, or are there twice; each as statements of SQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_row_that_is_deleted_moved_or_copied_does() {
    let mut base = Base::make().await;
    let all = columns(&Connection::open(&base.copy).unwrap());
    let names_of = |table: &str| -> Vec<String> {
        all.iter().filter(|column| column.table == table && column.name != "id").map(|column| column.name.clone()).collect()
    };
    let mut tables: Vec<&str> = all.iter().map(|column| column.table.as_str()).collect();
    tables.dedup();
    let mut edits: Vec<String> = tables.iter().map(|table| format!("DELETE FROM {table}")).collect();
    edits.push("DELETE FROM keysets WHERE tenant_id = 'acme'".to_owned());
    edits.push("DELETE FROM root_keys; DELETE FROM meta".to_owned());
    edits.push("DELETE FROM keysets; UPDATE grants SET status = 'revoked'".to_owned());
    // Whole rows of two people change places, but for what the unique key needs to stay one.
    let (ben, cat) = ("tenant_id = 'acme' AND user_id = 'ben'", "user_id = 'cat'");
    let moved: Vec<String> = names_of("grants").into_iter().filter(|name| name != "user_id").collect();
    let columns = moved.join(", ");
    let take = |from: &str| moved.iter().map(|name| format!("{name} = {from}.{name}")).collect::<Vec<_>>().join(", ");
    edits.push(format!(
        "CREATE TEMP TABLE both AS SELECT user_id, {columns} FROM grants WHERE {ben} OR {cat};
         UPDATE grants SET {} FROM (SELECT * FROM both WHERE user_id = 'cat') AS theirs WHERE grants.tenant_id = 'acme' AND grants.user_id = 'ben';
         UPDATE grants SET {} FROM (SELECT * FROM both WHERE user_id = 'ben') AS theirs WHERE grants.user_id = 'cat'",
        take("theirs"),
        take("theirs")
    ));
    // Ben's row once more, as somebody else's or as what was deleted; with his id, and with another.
    for (user_id, id) in [("dan", "id"), ("dan", "'con_' || substr(id, 6) || '0'"), ("cat", "id")] {
        edits.push(format!(
            "DELETE FROM grants WHERE user_id = '{user_id}';
             CREATE TEMP TABLE copied AS SELECT id, user_id, {columns} FROM grants WHERE {ben};
             DELETE FROM grants WHERE {ben};
             INSERT INTO grants (id, user_id, {columns}) SELECT {id}, '{user_id}', {columns} FROM copied"
        ));
    }
    for edit in edits {
        base.restore();
        base.app.open_database().execute_batch(&edit).unwrap_or_else(|error| panic!("{edit}: {error}"));
        base.ask(&edit).await;
    }
}

/// The log of an earlier moment is put beside the file of a later one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_log_of_before_does() {
    let mut base = Base::make().await;
    base.restore();
    // What was in the log at some moment of the base's life: pages of before dan's connection was deleted.
    let log = |app: &App| format!("{}-wal", app.vault_path().display());
    let database = base.app.open_database();
    database
        .execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE grants SET status = 'active'; UPDATE jobs SET due_at = due_at + 1")
        .unwrap();
    let old = std::fs::read(log(&base.app)).unwrap();
    assert!(!old.is_empty());
    drop(database);
    base.restore();
    std::fs::write(log(&base.app), old).unwrap();
    let taken: String =
        base.app.open_database().query_row("SELECT status FROM grants WHERE user_id = 'dan'", [], |row| row.get(0)).unwrap();
    assert_eq!(taken, "active", "SQLite takes the pages of the log");
    base.ask("an old log").await;
}

/// Eve is an ordinary member and writes the database while Ben signs in: whatever she changes in his session, she does not get his
/// sign-in, and no code is spent.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_edit_of_a_session_gives_anybody_the_sign_in_of_another() {
    let app = App::start().await;
    let eve = principal("acme", "eve", Role::Member);
    let mut people = 0;
    let all = columns(&app.opened().await);
    for column in all.into_iter().filter(|column| column.table == SESSIONS) {
        let mut edits = 0;
        for expression in expressions(&column, "user_id = 'eve'") {
            people += 1;
            let ben = principal("acme", &format!("ben{people}"), Role::Member);
            let (mut of_ben, mut of_eve) = (app.browser(), app.browser());
            of_eve.start(&eve).await;
            let (session, url) = of_ben.start(&ben).await;
            let back = support::sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
            let Column { name, .. } = &column;
            let database = app.open_database();
            let is_same = format!("SELECT count(*) FROM sessions WHERE id = ?1 AND {name} IS NOT {expression}");
            let changes: i64 = database.query_row(&is_same, [&session], |row| row.get(0)).unwrap();
            let done = database.execute(&format!("UPDATE sessions SET {name} = {expression} WHERE id = ?1"), [&session]);
            app.sandbox.ledger().clear();
            if changes > 0 && done.is_ok() {
                edits += 1;
                for (browser, who) in [(&mut of_eve, &eve), (&mut of_ben, &ben)] {
                    let answer = browser.callback(&back, Some(who)).await;
                    assert!(answer.status >= 400, "{name} = {expression}: {}", support::text(&answer));
                }
                assert!(app.sandbox.ledger().token_requests().is_empty(), "{name} = {expression}");
                let grants: i64 = database.query_row("SELECT count(*) FROM grants", [], |row| row.get(0)).unwrap();
                assert_eq!(grants, 0, "{name} = {expression}");
            }
            database.execute("DELETE FROM sessions", []).unwrap();
        }
        assert!(edits > 0, "sessions.{} was not edited", column.name);
    }
}

impl App {
    /// The database of a vault that was opened at least once.
    async fn opened(&self) -> Connection {
        soon(self.authpipe.ready()).await.unwrap();
        self.open_database()
    }
}
