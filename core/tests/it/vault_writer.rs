//! What somebody can do who writes the database while the application runs, and has an ordinary account of it besides: deny service,
//! and put back what no living process remembers. Nothing else (SR-42, SR-44).

use std::collections::BTreeMap;

use crate::support::look::{HOUR, soon};
use crate::support::{self, App, code, principal, tenant, user};
use authpipe::{CallOptions, GrantId, Role};
use authpipe_sandbox::demo;
use rusqlite::Connection;
use rusqlite::types::Value;

/// A row of a table, by column.
fn row_of(database: &Connection, table: &str, which: &str) -> BTreeMap<String, Value> {
    let mut query = database.prepare(&format!("SELECT * FROM {table} WHERE {which}")).unwrap();
    let names: Vec<String> = query.column_names().map(str::to_owned).collect();
    query
        .query_row([], |row| names.iter().map(|name| Ok((name.clone(), row.get(name.as_str())?))).collect::<Result<_, _>>())
        .unwrap()
}

/// Writes some columns of a row.
fn put_back(database: &Connection, table: &str, which: &str, columns: &BTreeMap<String, Value>, names: &[&str]) {
    for name in names {
        let changed = database.execute(&format!("UPDATE {table} SET {name} = ?1 WHERE {which}"), [&columns[*name]]).unwrap();
        assert_eq!(changed, 1, "{name}");
    }
}

#[tokio::test]
async fn what_was_planted_into_the_file_does_not_run_in_the_victim() {
    let app = App::start().await;
    app.connect().await;
    app.browser().connect(&principal("acme", "cat", Role::Member), &demo::CARLA).await;
    // In the running process: deletions that delete nothing, changes that nobody hears of.
    app.open_database()
        .execute_batch(
            "CREATE TRIGGER keep AFTER UPDATE ON grants BEGIN
                 UPDATE grants SET sealed = OLD.sealed, status = OLD.status, generation = OLD.generation, fence = OLD.fence,
                     revision = OLD.revision WHERE id = OLD.id; END;
             CREATE TRIGGER silence BEFORE INSERT ON changes BEGIN SELECT RAISE(IGNORE); END;
             CREATE TRIGGER spread AFTER INSERT ON events BEGIN DELETE FROM grants WHERE user_id = 'cat'; END;",
        )
        .unwrap();
    let changes = || app.open_database().query_row("SELECT count(*) FROM changes", [], |row| row.get::<_, i64>(0)).unwrap();
    let before = changes();
    let id = app.only_id("ben");
    let before_it = row_of(&app.open_database(), "grants", "user_id = 'ben'");
    soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
    assert!(changes() > before, "other processes hear of it");
    assert_eq!(code(app.user_credential().await), "not_connected");
    let after = row_of(&app.open_database(), "grants", "user_id = 'ben'");
    assert_ne!(after["sealed"], before_it["sealed"], "what was deleted is gone");
    assert!(app.authpipe.get_credential(&user("cat"), CallOptions::default()).await.is_ok());
}

#[tokio::test]
async fn a_vault_with_something_planted_in_it_does_not_open() {
    for (sql, what) in [
        ("CREATE TRIGGER t AFTER UPDATE ON grants BEGIN SELECT 1; END", "a trigger"),
        ("CREATE VIEW v AS SELECT 1", "a view"),
        ("CREATE UNIQUE INDEX i ON grants (config)", "an index"),
        ("DROP INDEX grants_claim", "a table or an index"),
    ] {
        let mut app = App::start().await;
        app.connect().await;
        app.authpipe.close().await.unwrap();
        app.open_database().execute_batch(sql).unwrap();
        app.restart().await;
        let error = soon(app.authpipe.ready()).await.unwrap_err();
        assert_eq!(error.code().as_str(), "vault_unavailable", "{sql}");
        assert!(error.message().contains(&format!("{what} in it was not made by Authpipe")), "{error}");
    }
}

#[tokio::test]
async fn a_deleted_grant_is_not_revived_by_what_lies_in_the_log() {
    // Column by column, and together with what makes the old envelope fit again.
    let pastes: [&[&str]; 5] = [
        &["sealed"],
        &["sealed", "status", "reason"],
        &["sealed", "status", "reason", "generation"],
        &["sealed", "status", "reason", "generation", "fence"],
        &["sealed", "status", "reason", "generation", "revision", "key_id"],
    ];
    for names in pastes {
        for restarted in [false, true] {
            let mut app = App::start().await;
            app.connect().await;
            let old = row_of(&app.open_database(), "grants", "user_id = 'ben'");
            let id = app.only_id("ben");
            soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
            if restarted {
                app.authpipe.close().await.unwrap();
            }
            put_back(&app.open_database(), "grants", "user_id = 'ben'", &old, names);
            if restarted {
                app.restart().await;
            }
            app.sandbox.ledger().clear();
            assert_eq!(code(soon(app.user_credential()).await), "vault_unavailable", "{names:?} {restarted}");
            assert!(app.sandbox.ledger().is_empty(), "{names:?}");
        }
    }
}

#[tokio::test]
async fn a_whole_row_of_before_is_not_believed_by_who_has_seen_a_newer_one() {
    let app = App::start().await;
    app.connect().await;
    let old = row_of(&app.open_database(), "grants", "user_id = 'ben'");
    let all: Vec<&str> = old.keys().map(String::as_str).filter(|name| *name != "id").collect();
    app.advance(2 * HOUR);
    assert_eq!(app.user_credential().await.unwrap().generation, 2);
    put_back(&app.open_database(), "grants", "user_id = 'ben'", &old, &all);
    app.sandbox.ledger().clear();
    app.advance(2 * HOUR);
    assert_eq!(code(soon(app.user_credential()).await), "vault_unavailable");
    assert!(app.sandbox.ledger().is_empty(), "the old refresh token is not presented");
    // The way out that the error names: delete, and connect again.
    soon(app.authpipe.delete_connection(tenant("acme"), app.only_id("ben"))).await.unwrap();
    app.connect().await;
    assert!(!app.user_credential().await.unwrap().needs_reauth);
    // Deleted, and put back whole.
    let app = App::start().await;
    app.connect().await;
    let old = row_of(&app.open_database(), "grants", "user_id = 'ben'");
    let id = app.only_id("ben");
    soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
    put_back(&app.open_database(), "grants", "user_id = 'ben'", &old, &all);
    assert_eq!(code(soon(app.user_credential()).await), "vault_unavailable");
}

#[tokio::test]
async fn every_bound_column_of_a_grant_is_compared() {
    for edit in [
        "revision = revision + 1",
        "revision = revision - 1",
        "fence = fence + 1",
        "provider = 'slack'",
        "credential_type = 'api_key'",
        "account_hash = zeroblob(32)",
        "generation = generation + 1",
        "config = 'other'",
        "tenant_id = 'beta'",
        "user_id = 'eve'",
        "label = 'work'",
    ] {
        let mut app = App::start().await;
        app.connect().await;
        app.authpipe.close().await.unwrap();
        app.open_database().execute(&format!("UPDATE grants SET {edit}"), []).unwrap();
        app.restart().await;
        app.sandbox.ledger().clear();
        for who in [user("ben"), user("eve")] {
            let answer = soon(app.authpipe.get_credential(&who, CallOptions::default())).await;
            assert!(matches!(code(answer), "vault_unavailable" | "not_connected"), "{edit}");
        }
        assert!(app.sandbox.ledger().is_empty(), "{edit}");
    }
}

/// Eve has an account of her own, and changes columns of Ben's session, whose answer is parked or on its way.
#[tokio::test]
async fn a_session_is_nobody_elses_whatever_its_columns_say() {
    for edit in [
        "user_id = 'eve'",
        "user_id = 'eve', status = 'pending', expires_at = 9999999999999",
        "status = 'awaiting_completion'",
        "step = 'consent'",
        "expires_at = 9999999999999",
        "created_at = created_at + 1",
        "provider = 'slack'",
        "binding_hash = (SELECT binding_hash FROM sessions WHERE user_id = 'eve')",
        "user_id = 'eve', binding_hash = (SELECT binding_hash FROM sessions WHERE user_id = 'eve')",
        "resume_hash = zeroblob(32)",
        "completion_hash = zeroblob(32)",
        "grant_id = 'con_000000000000000000000000'",
        "error_code = 'access_denied'",
        "revision = revision + 1",
        "kind = 'install'",
    ] {
        let app = App::start().await;
        let eve = principal("acme", "eve", Role::Member);
        let (mut of_ben, mut of_eve) = (app.browser(), app.browser());
        of_eve.start(&eve).await;
        let (session, url) = of_ben.start(&support::member()).await;
        let back = support::sign_in(&app.sandbox.browser(), &url, &demo::BOB).await;
        let changed = app.open_database().execute(&format!("UPDATE sessions SET {edit} WHERE id = ?1"), [&session]).unwrap();
        assert_eq!(changed, 1, "{edit}");
        app.sandbox.ledger().clear();
        for (browser, who) in [(&mut of_eve, eve.clone()), (&mut of_ben, support::member())] {
            let answer = browser.callback(&back, Some(&who)).await;
            assert!(answer.status >= 400, "{edit}: {}", support::text(&answer));
        }
        assert!(app.sandbox.ledger().token_requests().is_empty(), "{edit}");
        assert_eq!(app.count("grants"), 0, "{edit}");
    }
}

/// A session from which somebody has taken what was sealed: nothing in its row is believed.
#[tokio::test]
async fn a_session_with_nothing_sealed_says_nothing() {
    let app = App::start().await;
    let eve = principal("acme", "eve", Role::Member);
    app.connect().await;
    let (session, _) = app.browser().start(&eve).await;
    let edit = "sealed = NULL, status = 'complete', error_code = 'access_denied', grant_id = (SELECT id FROM grants WHERE user_id = 'ben')";
    let changed = app.open_database().execute(&format!("UPDATE sessions SET {edit} WHERE id = ?1"), [&session]).unwrap();
    assert_eq!(changed, 1);
    let view = soon(app.authpipe.get_session(tenant("acme"), authpipe::SessionId::parse(&session).unwrap())).await.unwrap();
    assert_eq!(view.status.as_str(), "expired");
    assert!(view.connection.is_none() && view.installation.is_none());
    assert_eq!(view.error.unwrap().code().as_str(), "session_expired");
}

/// What is left of a deleted grant is sealed: whoever sets its numbers back gets no earlier envelope to open again.
#[tokio::test]
async fn a_grant_made_anew_is_not_behind_what_was_deleted() {
    for edit in [
        "generation = 1, revision = 1, fence = 0, sealed = NULL",
        "generation = 1, revision = 1, fence = 0, sealed = NULL, status = 'active', reason = NULL",
        "revision = 1, fence = 0",
    ] {
        let mut app = App::start().await;
        app.connect().await;
        let old = row_of(&app.open_database(), "grants", "user_id = 'ben'");
        let id = app.only_id("ben");
        soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
        app.authpipe.close().await.unwrap();
        app.open_database().execute(&format!("UPDATE grants SET {edit}"), []).unwrap();
        app.restart().await;
        app.connect().await;
        assert!(app.user_credential().await.is_ok(), "{edit}");
        let new = row_of(&app.open_database(), "grants", "user_id = 'ben'");
        let number = |row: &BTreeMap<String, Value>, name: &str| match row[name] {
            Value::Integer(number) => number,
            _ => panic!("{name} is a number"),
        };
        assert!(number(&new, "fence") > number(&old, "fence"), "{edit}");
        app.authpipe.close().await.unwrap();
        // The earlier envelope, with all that it binds.
        put_back(&app.open_database(), "grants", "user_id = 'ben'", &old, &["sealed", "account_hash"]);
        app.restart().await;
        assert_eq!(code(soon(app.user_credential()).await), "vault_unavailable", "{edit}");
    }
}

/// The same where the row was made unreadable before it was deleted: nobody vouches for its numbers.
#[tokio::test]
async fn a_grant_made_anew_is_not_behind_what_could_not_be_read() {
    let mut app = App::start().await;
    app.connect().await;
    let old = row_of(&app.open_database(), "grants", "user_id = 'ben'");
    app.authpipe.close().await.unwrap();
    app.open_database().execute("UPDATE grants SET sealed = zeroblob(200), generation = 0, revision = 0, fence = 0", []).unwrap();
    app.restart().await;
    let id = app.only_id("ben");
    soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
    app.connect().await;
    let new = row_of(&app.open_database(), "grants", "user_id = 'ben'");
    let Value::Integer(fence) = new["fence"] else { panic!("a number") };
    assert!(fence > 1_000_000_000, "{fence}: the clock is ahead of every count");
    app.authpipe.close().await.unwrap();
    put_back(&app.open_database(), "grants", "user_id = 'ben'", &old, &["sealed", "generation", "revision", "account_hash"]);
    app.restart().await;
    assert_eq!(code(soon(app.user_credential()).await), "vault_unavailable");
}

impl App {
    /// The id of a user's one grant.
    fn only_id(&self, user_id: &str) -> GrantId {
        let database = self.open_database();
        let id: String = database.query_row("SELECT id FROM grants WHERE user_id = ?1", [user_id], |row| row.get(0)).unwrap();
        GrantId::parse(&id).unwrap()
    }

    fn count(&self, table: &str) -> i64 {
        self.open_database().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }
}

/// A vault whose keys, or whose own description, somebody has taken away.
#[tokio::test]
async fn no_key_and_no_vault_is_made_in_the_place_of_one_that_is_gone() {
    for edit in
        ["DELETE FROM keysets WHERE tenant_id = 'acme'", "UPDATE keysets SET tenant_id = 'other' WHERE tenant_id = 'acme'"]
    {
        let mut app = App::start().await;
        app.connect().await;
        app.authpipe.close().await.unwrap();
        app.open_database().execute(edit, []).unwrap();
        app.restart().await;
        assert_eq!(code(soon(app.user_credential()).await), "vault_unavailable", "{edit}");
        let keys = app.count("keysets");
        let start = serde_json::json!({ "provider": support::PROVIDER });
        let answer = app.browser().post("/oauth/sessions", start, &principal("acme", "cat", Role::Member)).await;
        assert!(answer.status >= 500, "{edit}: {}", support::text(&answer));
        assert_eq!(app.count("keysets"), keys, "{edit}: no key was made");
        // The way out without a backup: what cannot be opened is deleted, and the tenant begins anew.
        let id = app.only_id("ben");
        soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
        app.connect().await;
        assert!(app.user_credential().await.is_ok(), "{edit}");
    }
    let mut app = App::start().await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    app.open_database().execute("DELETE FROM meta", []).unwrap();
    let good = app.key.clone();
    for key in [support::new_key(), good] {
        app.key = key;
        app.restart().await;
        let error = soon(app.authpipe.ready()).await.unwrap_err();
        assert_eq!(error.code().as_str(), "vault_unavailable");
        assert!(error.message().contains("its anchor remembers one"), "{error}");
        assert_eq!((app.count("meta"), app.count("root_keys")), (0, 1));
        app.authpipe.close().await.unwrap();
    }
}
