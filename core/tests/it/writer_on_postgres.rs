//! What somebody can do who writes the database of a server, beside a process that runs and against one that starts, with an ordinary
//! account of the application besides: the same as who writes a file (`vault_columns.rs`, `vault_writer.rs`), and nothing else (SR-42, SR-44).

use std::time::Duration;

use authpipe::{CallOptions, Credential, Result, Role, Subject};
use authpipe_sandbox::demo;
use tokio_postgres::{Client, NoTls};

use crate::support::look::{HOUR, soon};
use crate::support::{self, App, code, principal, tenant, user};

const BEN: &str = "tenant_id = 'acme' AND user_id = 'ben'";
const CAT: &str = "tenant_id = 'acme' AND user_id = 'cat'";
const BETA: &str = "tenant_id = 'beta' AND user_id = 'ben'";

/// A vault on a server, and somebody who writes it past its process.
struct Server {
    app: App,
    writer: Client,
}

impl Server {
    /// Ben and Cat of `acme`, Ben of `beta`. Eve of `acme` has connected nothing.
    async fn start() -> Server {
        let app = App::start().await;
        app.connect().await;
        app.browser().connect(&principal("acme", "cat", Role::Member), &demo::CARLA).await;
        app.browser().connect(&principal("beta", "ben", Role::Member), &demo::GUS).await;
        let address = app.options().vault.unwrap();
        let (server, schema) = address.split_once("?schema=").expect("run `cargo xtask test postgres`");
        let (writer, connection) = tokio_postgres::connect(server, NoTls).await.unwrap();
        drop(tokio::spawn(connection));
        writer.batch_execute(&format!("SET search_path = {schema}")).await.unwrap();
        let server = Server { app, writer };
        server.run("CREATE TABLE kept_grants AS TABLE grants; CREATE TABLE kept_keysets AS TABLE keysets").await;
        server
    }

    async fn run(&self, sql: &str) {
        // The application works meanwhile: of two that wait for each other the server ends one, and that may be this one.
        for _ in 0..3 {
            match self.writer.batch_execute(sql).await {
                Ok(()) => return,
                Err(error) if error.code() == Some(&tokio_postgres::error::SqlState::T_R_DEADLOCK_DETECTED) => {}
                Err(error) => panic!("{sql}: {error:?}"),
            }
        }
        panic!("{sql}: ended three times by the server");
    }

    /// Whether the database takes a change of so many rows.
    async fn changes(&self, sql: &str) -> bool {
        self.writer.execute(sql, &[]).await.is_ok_and(|rows| rows > 0)
    }

    async fn texts(&self, sql: &str) -> Vec<String> {
        self.writer.query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }

    async fn put_back(&self) {
        self.run(
            "BEGIN; DELETE FROM grants; INSERT INTO grants SELECT * FROM kept_grants;
            DELETE FROM keysets; INSERT INTO keysets SELECT * FROM kept_keysets; COMMIT",
        )
        .await;
    }

    /// Past the cache: the row as it is now.
    async fn get(&self, subject: &Subject) -> Result<Credential> {
        let options = CallOptions { min_validity: Some(Duration::from_secs(1)), ..CallOptions::default() };
        soon(self.app.authpipe.get_credential(subject, options)).await
    }

    /// Everybody, with what is theirs.
    async fn people(&self) -> Vec<(Subject, String)> {
        let mut people = Vec::new();
        for subject in [user("ben"), user("cat"), of_beta()] {
            let own = self.get(&subject).await.unwrap().value.expose().clone();
            people.push((subject, own));
        }
        people
    }

    /// Who gets something gets the own, Eve nothing, and nothing is sent to the provider.
    async fn nobody_gets_anothers(&self, people: &[(Subject, String)], what: &str) {
        for (subject, own) in people {
            if let Ok(credential) = self.get(subject).await {
                assert_eq!(credential.value.expose(), own, "{what}: {subject:?} got what is another's");
            }
        }
        assert!(self.get(&user("eve")).await.is_err(), "{what}: Eve got something");
        assert!(self.app.sandbox.ledger().is_empty(), "{what}: something was sent");
    }

    async fn restart(&mut self) {
        self.app.restart().await;
        self.app.sandbox.ledger().clear();
    }
}

fn of_beta() -> Subject {
    Subject { tenant_id: tenant("beta"), ..user("ben") }
}

/// What somebody might write into a column, by its kind.
fn expressions(table: &str, column: &str, kind: &str) -> Vec<String> {
    let other = if table == "grants" { BETA } else { "tenant_id = 'beta'" };
    let mut all = vec!["NULL".to_owned(), format!("(SELECT {column} FROM {table} WHERE {other})")];
    all.extend(match kind {
        "bigint" => vec![format!("{column} + 1"), format!("{column} - 1"), "0".to_owned(), "9999999999999".to_owned()],
        "bytea" => vec![format!("{column} || '\\x00'::bytea"), format!("substring({column} FROM 2)"), "''::bytea".to_owned()],
        "boolean" => vec![format!("NOT {column}")],
        _ => vec![format!("{column} || 'x'"), "''".to_owned(), "'eve'".to_owned(), "'active'".to_owned()],
    });
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn no_edit_of_a_column_on_a_server_gives_anybody_what_is_not_theirs() {
    let mut server = Server::start().await;
    let people = server.people().await;
    server.app.sandbox.ledger().clear();
    let mut edits = 0;
    for (table, rows) in [("grants", BEN), ("keysets", "tenant_id = 'acme'")] {
        let columns = server
            .texts(&format!(
                "SELECT column_name || ' ' || data_type FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position"
            ))
            .await;
        assert!(columns.len() >= 6, "{columns:?}");
        for column in &columns {
            let (column, kind) = column.split_once(' ').unwrap();
            for expression in expressions(table, column, kind) {
                let edit = format!(
                    "UPDATE {table} SET {column} = {expression} WHERE {rows} AND {column} IS DISTINCT FROM ({expression})"
                );
                if !server.changes(&edit).await {
                    continue;
                }
                edits += 1;
                server.nobody_gets_anothers(&people, &format!("running: {edit}")).await;
                // One that starts now has seen nothing.
                server.restart().await;
                server.nobody_gets_anothers(&people, &format!("started: {edit}")).await;
                server.put_back().await;
            }
        }
    }
    assert!(edits > 80, "{edits}");
    for (subject, own) in &people {
        assert_eq!(server.get(subject).await.unwrap().value.expose(), own, "put back, it is whole");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn rows_on_a_server_that_are_swapped_moved_copied_or_deleted_give_nobody_what_is_not_theirs() {
    let mut server = Server::start().await;
    let people = server.people().await;
    server.app.sandbox.ledger().clear();
    let swap = |columns: &str, one: &str, other: &str| {
        let from = |rows: &str| format!("(SELECT {columns} FROM kept_grants WHERE {rows})");
        format!(
            "UPDATE grants SET ({columns}) = {} WHERE {one}; UPDATE grants SET ({columns}) = {} WHERE {other}",
            from(other),
            from(one)
        )
    };
    let copied = "INSERT INTO grants SELECT (jsonb_populate_record(it, jsonb_build_object('id', overlay(id placing 'zz' from 6), 'user_id', 'eve'))).*
        FROM kept_grants AS it WHERE tenant_id = 'acme' AND user_id = 'ben'";
    // Whose row it was, and what he is told.
    for (edit, told) in [
        (swap("sealed, key_id", BEN, CAT), "vault_unavailable"),
        (swap("sealed, key_id, generation, revision, fence, account_hash", BEN, BETA), "vault_unavailable"),
        (format!("UPDATE grants SET user_id = 'eve' WHERE {BEN}"), "not_connected"),
        (format!("DELETE FROM grants WHERE {CAT}; UPDATE grants SET user_id = 'cat' WHERE {BEN}"), "not_connected"),
        (copied.to_owned(), ""),
        (format!("DELETE FROM grants WHERE {BEN}"), "not_connected"),
        ("DELETE FROM keysets WHERE tenant_id = 'acme'".to_owned(), "vault_unavailable"),
        ("UPDATE keysets SET tenant_id = 'gone' WHERE tenant_id = 'acme'".to_owned(), "vault_unavailable"),
    ] {
        server.run(&edit).await;
        server.restart().await;
        server.nobody_gets_anothers(&people, &edit).await;
        let of_ben = server.get(&user("ben")).await;
        if told.is_empty() {
            assert!(of_ben.is_ok(), "{edit}");
        } else {
            assert_eq!(code(of_ben), told, "{edit}");
        }
        assert_eq!(
            server.texts("SELECT 'x' FROM keysets WHERE tenant_id = 'acme'").await.len(),
            usize::from(!edit.contains("keysets"))
        );
        server.put_back().await;
        server.restart().await;
        assert!(server.get(&user("ben")).await.is_ok(), "{edit}: put back, it is whole");
    }
}

/// What a server's log or an earlier backup still has of a row, under the process that has deleted or renewed it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_row_on_a_server_of_before_is_not_believed_by_who_has_seen_a_newer_one() {
    let server = Server::start().await;
    let put_back = format!("DELETE FROM grants WHERE {BEN}; INSERT INTO grants SELECT * FROM kept_grants WHERE {BEN}");
    server.app.advance(2 * HOUR);
    assert_eq!(server.get(&user("ben")).await.unwrap().generation, 2);
    server.run(&put_back).await;
    server.app.sandbox.ledger().clear();
    server.app.advance(2 * HOUR);
    assert_eq!(code(server.get(&user("ben")).await), "vault_unavailable");
    assert!(server.app.sandbox.ledger().is_empty(), "the old refresh token is not presented");
    // Deleted, and put back whole; and parts of it in what is left.
    let id = server.texts(&format!("SELECT id FROM grants WHERE {BEN}")).await.remove(0);
    soon(server.app.authpipe.delete_connection(tenant("acme"), authpipe::GrantId::parse(&id).unwrap())).await.unwrap();
    server.run("CREATE TABLE deleted AS TABLE grants").await;
    for columns in
        ["sealed", "sealed, status, reason", "sealed, status, reason, generation", "sealed, key_id, generation, revision"]
    {
        let paste = format!("UPDATE grants SET ({columns}) = (SELECT {columns} FROM kept_grants WHERE {BEN}) WHERE {BEN}");
        server.run(&paste).await;
        assert_eq!(code(server.get(&user("ben")).await), "vault_unavailable", "{columns}");
        server.run(&format!("DELETE FROM grants WHERE {BEN}; INSERT INTO grants SELECT * FROM deleted WHERE {BEN}")).await;
    }
    server.run(&put_back).await;
    assert_eq!(code(server.get(&user("ben")).await), "vault_unavailable");
    assert!(server.app.sandbox.ledger().is_empty());
}

/// Eve has an account of her own, and changes columns of Ben's session, whose answer is on its way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_session_on_a_server_is_nobody_elses_whatever_its_columns_say() {
    for edit in [
        "user_id = 'eve'",
        "user_id = 'eve', status = 'pending', expires_at = 9999999999999",
        "status = 'awaiting_completion'",
        "provider = 'slack'",
        "binding_hash = (SELECT binding_hash FROM sessions WHERE user_id = 'eve')",
        "user_id = 'eve', binding_hash = (SELECT binding_hash FROM sessions WHERE user_id = 'eve')",
        "sealed = (SELECT sealed FROM sessions WHERE user_id = 'eve'), key_id = (SELECT key_id FROM sessions WHERE user_id = 'eve')",
    ] {
        let server = Server::start().await;
        let (dan, eve) = (principal("acme", "dan", Role::Member), principal("acme", "eve", Role::Member));
        let (mut of_dan, mut of_eve) = (server.app.browser(), server.app.browser());
        of_eve.start(&eve).await;
        let (session, url) = of_dan.start(&dan).await;
        let back = support::sign_in(&server.app.sandbox.browser(), &url, &demo::BOB).await;
        assert!(server.changes(&format!("UPDATE sessions SET {edit} WHERE id = '{session}'")).await, "{edit}");
        server.app.sandbox.ledger().clear();
        for (browser, who) in [(&mut of_eve, &eve), (&mut of_dan, &dan)] {
            let answer = browser.callback(&back, Some(who)).await;
            assert!(answer.status >= 400, "{edit}: {}", support::text(&answer));
        }
        assert!(server.app.sandbox.ledger().token_requests().is_empty(), "{edit}");
        assert_eq!(server.texts("SELECT id FROM grants WHERE user_id IN ('dan', 'eve')").await, Vec::<String>::new(), "{edit}");
    }
}
