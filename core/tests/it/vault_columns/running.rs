//! The same edits under a process that runs, has read everybody's rows, and reads on (SR-42).

use std::time::Duration;

use authpipe::CallOptions;

use super::{Base, Column, DAN, SESSIONS, columns, expressions, rows_of};
use crate::support::look::soon;
use crate::support::user;

/// Reads past the cache: the process has what it read before, and looks at the row as it is now.
fn past_the_cache() -> CallOptions {
    CallOptions { min_validity: Some(Duration::from_secs(1)), ..CallOptions::default() }
}

impl Base {
    /// Asks the running process for everybody: who gets something gets the own, the deleted one and whoever has nothing get nothing.
    async fn ask_running(&self, what: &str) {
        for options in [CallOptions::default(), past_the_cache()] {
            for (number, (subject, own)) in self.people.iter().enumerate() {
                if let Ok(credential) = soon(self.app.authpipe.get_credential(subject, options.clone())).await {
                    assert_eq!(credential.value.expose(), own, "{what}: {subject:?} got what is another's");
                    assert_ne!(number, DAN, "{what}: a deleted connection was revived");
                }
            }
            let of_eve = soon(self.app.authpipe.get_credential(&user("eve"), options)).await;
            assert!(of_eve.is_err(), "{what}: Eve, who has connected nothing, got something");
        }
        assert!(self.app.sandbox.ledger().is_empty(), "{what}: something was sent to a provider");
    }

    /// Puts a table back as it was.
    fn put_back(&self, table: &str) {
        let copy = self.copy.display();
        let sql = format!(
            "ATTACH '{copy}' AS before; BEGIN; DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM before.{table}; COMMIT;
            DETACH before"
        );
        self.app.open_database().execute_batch(&sql).unwrap_or_else(|error| panic!("{table}: {error}"));
    }

    /// Edits a column under the running process, if the database takes it; whether it did.
    fn edit_running(&self, column: &Column, expression: &str, rows: &str) -> bool {
        let Column { table, name, .. } = column;
        let database = self.app.open_database();
        let others = format!("SELECT count(*) FROM {table} WHERE {rows} AND {name} IS NOT {expression}");
        let others: i64 = database.query_row(&others, [], |row| row.get(0)).unwrap_or(0);
        others > 0 && database.execute(&format!("UPDATE {table} SET {name} = {expression} WHERE {rows}"), []).is_ok()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_edit_under_a_running_process_gives_anybody_what_is_not_theirs() {
    let mut base = Base::make().await;
    let all = columns(&base.app.open_database());
    base.restore();
    base.app.restart().await;
    base.app.sandbox.ledger().clear();
    base.ask_running("nothing was edited").await;
    let mut edits = 0;
    for column in all.iter().filter(|column| column.table != SESSIONS) {
        for (rows, other) in rows_of(&column.table) {
            for expression in expressions(column, other) {
                if !base.edit_running(column, &expression, rows) {
                    continue;
                }
                edits += 1;
                base.ask_running(&format!("{}.{} = {expression} where {rows}", column.table, column.name)).await;
                base.put_back(&column.table);
            }
        }
    }
    assert!(edits > 300, "{edits}");
    // Nothing of all this has stuck.
    for (subject, own) in &base.people[..DAN] {
        let credential = soon(base.app.authpipe.get_credential(subject, past_the_cache())).await.unwrap();
        assert_eq!(credential.value.expose(), own);
    }
}

/// A number that is larger than what hands it out, or as large as numbers get: what looks for the end of something finds one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_number_that_is_edited_keeps_a_process_busy_for_ever() {
    let mut base = Base::make().await;
    let numbers: Vec<Column> = columns(&base.app.open_database()).into_iter().filter(|column| column.kind == "INTEGER").collect();
    base.restore();
    base.app.restart().await;
    let mut edits = 0;
    for Column { table, name, .. } in &numbers {
        for value in [format!("{name} + 1"), format!("{name} + 1000000"), i64::MAX.to_string(), "-1".to_owned()] {
            // One row, where there are several: a number may have to be unique.
            let edit = format!("UPDATE {table} SET {name} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})");
            edits += base.app.open_database().execute(&edit, []).unwrap_or(0);
            let what = format!("{table}.{name} = {value}");
            // What it comes to is told elsewhere; that it comes to something is told here.
            let (authpipe, ben, patience) = (&base.app.authpipe, user("ben"), Duration::from_secs(60));
            let done = tokio::time::timeout(patience, authpipe.run_maintenance(Some(Duration::ZERO))).await;
            assert!(done.is_ok(), "{what}: maintenance");
            let read = tokio::time::timeout(patience, authpipe.get_credential(&ben, past_the_cache())).await;
            assert!(read.is_ok(), "{what}: a read");
            base.put_back(table);
        }
    }
    assert!(edits > 50, "{edits}");
}
