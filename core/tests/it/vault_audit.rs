//! What is done is in the audit log, as the tool lists it and verifies it (SR-81).

use std::process::{Command, Output};

use serde_json::json;

use crate::support::look::soon;
use crate::support::{self, App, admin, grant_id, principal, tenant, user};
use authpipe::{AuditQuery, CredentialType, GrantId, ProviderId, Role, Secret, StoreCredential, Subject};
use authpipe_sandbox::{World, demo};

fn run(app: &App, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authpipe"))
        .args(arguments)
        .env("AUTHPIPE_VAULT", format!("sqlite:{}", app.vault_path().display()))
        .env("AUTHPIPE_KEY", app.key.expose())
        .env("AUTHPIPE_ENVIRONMENT", "development")
        .output()
        .unwrap()
}

fn read(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_lists_what_was_done_and_says_where_the_log_was_changed() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let mut browser = app.browser();
    browser.connect(&principal("beta", "ben", Role::Member), &demo::GUS).await;
    // Read, which is not told.
    soon(app.user_credential()).await.unwrap();
    let id = |user_id: &str, tenant_id: &str| -> String {
        let sql = "SELECT id FROM grants WHERE user_id = ?1 AND tenant_id = ?2";
        app.open_database().query_row(sql, [user_id, tenant_id], |row| row.get(0)).unwrap()
    };
    let (of_acme, of_beta) = (id("ben", "acme"), id("ben", "beta"));
    soon(app.authpipe.delete_connection(tenant("acme"), GrantId::parse(&of_acme).unwrap())).await.unwrap();
    // By the person, through the handler.
    let answer = browser.delete(&format!("/connections/{of_beta}"), Some(&principal("beta", "ben", Role::Member))).await;
    assert!(answer.status < 300, "{}", answer.status);

    let listed = read(&run(&app, &["audit", "list", "--json"]));
    let entries = listed["entries"].as_array().unwrap();
    let told = |n: usize, name: &str| entries[n][name].as_str().unwrap_or("-").to_owned();
    let kinds: Vec<String> = (0..entries.len()).map(|n| told(n, "kind")).collect();
    assert_eq!(
        kinds,
        ["installation.installed", "connection.connected", "connection.connected", "connection.deleted", "connection.deleted"]
    );
    assert_eq!([told(1, "tenant_id"), told(1, "user_id"), told(1, "actor")], ["acme", "ben", "ben"]);
    assert_eq!(told(1, "connection_id"), of_acme);
    assert!(told(1, "session_id").starts_with("ses_"), "{listed}");
    // What the application's server does has no actor; what a person does has.
    assert_eq!([told(3, "actor"), told(4, "actor"), told(4, "tenant_id")], ["-", "ben", "beta"]);
    let of_one = read(&run(&app, &["audit", "list", "--tenant", "beta", "--json"]));
    assert_eq!(of_one["entries"].as_array().unwrap().len(), 2);
    let later = read(&run(&app, &["audit", "list", "--since", "2999-01-01T00:00:00Z", "--json"]));
    assert_eq!(later["entries"].as_array().unwrap().len(), 0);
    assert_eq!(run(&app, &["audit", "list", "--since", "yesterday"]).status.code(), Some(1));
    let plain = String::from_utf8(run(&app, &["audit", "list"]).stdout).unwrap();
    assert!(plain.contains("connection.deleted\ttenant beta, user ben"), "{plain}");

    // Page by page, as an application lists it.
    let (mut query, mut numbers) = (AuditQuery { limit: Some(2), ..AuditQuery::default() }, Vec::new());
    loop {
        let page = soon(app.authpipe.list_audit(query.clone())).await.unwrap();
        numbers.extend(page.data.iter().map(|entry| entry.number));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    // The last one was never given out: it is of a vault that has seen more.
    for cursor in ["con_1", "6"] {
        query.after = Some(cursor.to_owned());
        assert_eq!(
            soon(app.authpipe.list_audit(query.clone())).await.unwrap_err().code().as_str(),
            "invalid_request",
            "{cursor}"
        );
    }
    query.after = Some("5".to_owned());
    assert!(soon(app.authpipe.list_audit(query.clone())).await.unwrap().data.is_empty());
    // Those of a whole page may be of kinds that only a newer version knows: that is no end.
    let edit = |sql: &str| rusqlite::Connection::open(app.vault_path()).unwrap().execute_batch(sql).unwrap();
    edit("UPDATE audit SET kind = 'connection.newer' WHERE number IN (3, 4)");
    query.after = Some("2".to_owned());
    let page = soon(app.authpipe.list_audit(query)).await.unwrap();
    assert_eq!((page.data.iter().map(|entry| entry.number).collect::<Vec<_>>(), page.next), (vec![5], None));
    edit("UPDATE audit SET kind = 'connection.connected' WHERE number = 3");
    edit("UPDATE audit SET kind = 'connection.deleted' WHERE number = 4");

    let whole = run(&app, &["vault", "verify", "--json"]);
    assert_eq!(whole.status.code(), Some(0), "{}", String::from_utf8_lossy(&whole.stderr));
    assert_eq!((&read(&whole)["audit_entries"], &read(&whole)["audit_broken_at"]), (&5.into(), &serde_json::Value::Null));
    app.open_database().execute("UPDATE audit SET actor = 'eve' WHERE number = 4", []).unwrap();
    let changed = run(&app, &["vault", "verify", "--json"]);
    assert_eq!((changed.status.code(), &read(&changed)["audit_broken_at"]), (Some(1), &4.into()));
    assert!(String::from_utf8_lossy(&changed.stderr).contains("entry 4 was changed, or is gone"));
    let said = String::from_utf8(run(&app, &["vault", "verify"]).stdout).unwrap();
    assert!(said.contains("audit broken at\t4"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_drops_what_is_old_and_lets_another_key_link_beside_the_application() {
    let app = App::start().await;
    app.install().await;
    app.connect().await;
    let rotated = read(&run(&app, &["audit", "rotate-key", "--json"]));
    assert_eq!(rotated["rotated"], true);
    // What is dropped cannot be brought back: it is said to be meant.
    let unmeant = run(&app, &["audit", "retain", "--since", "2999-01-01T00:00:00Z", "--json"]);
    let error: serde_json::Value = serde_json::from_slice(&unmeant.stderr).unwrap();
    assert_eq!((unmeant.status.code(), &error["error"]["hint"]), (Some(1), &"Add --yes.".into()), "{error}");
    assert!(error["error"]["code"] == "invalid_request" && unmeant.stdout.is_empty(), "{error}");
    let nothing = read(&run(&app, &["audit", "retain", "--days", "30", "--yes", "--json"]));
    assert_eq!((&nothing["dropped"], &nothing["up_to"]), (&0.into(), &0.into()));
    for wrong in [&["audit", "retain"][..], &["audit", "retain", "--days", "1", "--since", "2026-01-01T00:00:00Z"]] {
        assert_eq!(run(&app, wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(run(&app, &["audit", "retain", "--since", "yesterday"]).status.code(), Some(1));
    // All but the last one, which the next is linked to.
    let all = read(&run(&app, &["audit", "retain", "--since", "2999-01-01T00:00:00Z", "--yes", "--json"]));
    assert_eq!((&all["dropped"], &all["up_to"]), (&2.into(), &2.into()));
    let entries = read(&run(&app, &["audit", "list", "--json"]));
    let kinds: Vec<&str> = entries["entries"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["audit_key.rotated", "audit.dropped"]);
    assert!(entries["entries"].as_array().unwrap().iter().all(|entry| entry["session_id"].is_null()), "{entries}");
    soon(app.user_credential()).await.unwrap();
    let verified = run(&app, &["vault", "verify", "--json"]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stderr));
    assert_eq!(read(&verified)["audit_dropped_up_to"], 2);
    let said = String::from_utf8(run(&app, &["vault", "verify"]).stdout).unwrap();
    assert!(said.contains("audit entries dropped up to\t2"), "{said}");
    app.open_database().execute("DELETE FROM audit WHERE number = 3", []).unwrap();
    let cut = run(&app, &["vault", "verify", "--json"]);
    // Who tells what was dropped is not linked behind anything any more, so the log begins with 1.
    assert_eq!((cut.status.code(), &read(&cut)["audit_broken_at"]), (Some(1), &1.into()));
    let refused = run(&app, &["audit", "retain", "--since", "2999-01-01T00:00:00Z", "--yes"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("broken at entry 1"));
}

/// Who acts is told where somebody is signed in, and what an application's server does has nobody's name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_application_does_to_installations_and_keys_is_told() {
    let mut world = World::demo();
    // So that the installer cannot prove to be an administrator.
    world.app_mut(demo::CLIENT_ID).unwrap().group_membership_claims = false;
    let app = App::start_with(world, |options| {
        support::flow::add_generic(options, "keys", |definition| definition["auth"] = json!(["user", "api_key"]));
    })
    .await;
    let first = grant_id(&app.install().await["installation"]);
    soon(app.authpipe.approve_installation(tenant("acme"), first.clone())).await.unwrap();
    let answer = app.browser().delete(&format!("/installations/{first}"), Some(&admin())).await;
    assert!(answer.status < 300, "{}", answer.status);
    let second = grant_id(&app.install().await["installation"]);
    soon(app.authpipe.delete_installation(tenant("acme"), second)).await.unwrap();
    let key = StoreCredential {
        subject: Subject { provider: ProviderId::parse("keys").unwrap(), ..user("ben") },
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".into(), Secret::from("key-of-ben"))],
        variables: Default::default(),
    };
    soon(app.authpipe.store_credential(key)).await.unwrap();
    let entries = soon(app.authpipe.list_audit(AuditQuery::default())).await.unwrap().data;
    let told: Vec<_> =
        entries.iter().map(|entry| (entry.kind.as_str(), entry.actor.as_ref().map(|actor| actor.as_str()))).collect();
    let boss = Some(admin().user_id);
    let boss = boss.as_ref().map(|user| user.as_str());
    let expected = [
        ("installation.installed", boss),
        ("installation.approved", None),
        ("installation.deleted", boss),
        ("installation.installed", boss),
        ("installation.deleted", None),
        ("credential.stored", None),
    ];
    assert_eq!(told, expected);
    assert!(!format!("{entries:?}").contains("key-of-ben"));
}
