//! A tenant or a user is erased with the tool, while the application runs (SR-48).

use std::process::{Command, Output};
use std::time::Duration;

use crate::support::look::soon;
use crate::support::{self, App, code, custom, member, principal, user};
use authpipe::{CallOptions, Options, Role, Subject};
use authpipe_sandbox::{GENERIC_SECRET, Kind, World, demo};

fn run(app: &App, arguments: &[&str]) -> Output {
    command(app).args(arguments).output().unwrap()
}

fn command(app: &App) -> Command {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_authpipe"));
    tool.env("AUTHPIPE_VAULT", format!("sqlite:{}", app.vault_path().display()))
        .env("AUTHPIPE_KEY", app.key.expose())
        .env("AUTHPIPE_ENVIRONMENT", "development");
    tool
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

/// A provider of RFC 7009 besides.
fn revoking(options: &mut Options) {
    let origin = custom::sandbox_origin(options);
    let mut definition = custom::definition(&origin, "strict");
    definition["revocation"] = serde_json::json!({ "endpoint": format!("{origin}/oauth/revoke"), "scope": "grant" });
    custom::add(options, "generic-strict", GENERIC_SECRET, definition);
}

async fn has(app: &App, subject: &Subject) -> bool {
    match soon(app.authpipe.get_credential(subject, CallOptions::default())).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code().as_str(), "not_connected", "{error}");
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_erases_a_tenant_and_the_running_application_knows_nothing_of_it() {
    let app = App::start().await;
    app.connect().await;
    app.browser().connect(&principal("beta", "ben", Role::Member), &demo::GUS).await;
    let beta = Subject { tenant_id: support::tenant("beta"), ..user("ben") };
    assert!(has(&app, &user("ben")).await && has(&app, &beta).await);
    let refused = run(&app, &["tenant", "erase", "acme"]);
    assert_eq!(refused.status.code(), Some(1), "it is not done by mistake");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--yes"));

    let erased = run(&app, &["tenant", "erase", "acme", "--yes", "--backup-proof", "--json"]);
    assert_eq!(erased.status.code(), Some(0), "{}", String::from_utf8_lossy(&erased.stderr));
    let said = json(&erased);
    assert_eq!((&said["connections"], &said["variant"]), (&1.into(), &"backup-proof, pending".into()), "{said}");
    assert!(String::from_utf8_lossy(&erased.stderr).contains("ALL tenants' earlier backups"));
    app.advance(Duration::from_secs(60));
    assert!(!has(&app, &user("ben")).await, "a minute later nobody serves it");
    assert!(has(&app, &beta).await);
    let rows: i64 =
        app.open_database().query_row("SELECT count(*) FROM grants WHERE tenant_id = 'acme'", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
    let early = run(&app, &["tenant", "erase", "acme", "--confirm"]);
    assert_eq!(early.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&early.stderr).contains("still needs one of the root keys"));
    let listed = json(&run(&app, &["tenant", "erasures", "--json"]));
    assert_eq!(listed["erasures"][0]["tenant_id"], "acme", "{listed}");
    // It may come back.
    app.connect().await;
    assert!(has(&app, &user("ben")).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_rotates_a_tenants_key_beside_the_running_application() {
    let app = App::start().await;
    app.connect().await;
    let key = || -> Vec<u8> {
        app.open_database().query_row("SELECT key_id FROM grants WHERE user_id = 'ben'", [], |row| row.get(0)).unwrap()
    };
    let before = key();
    let rotated = json(&run(&app, &["tenant", "rotate", "acme", "--json"]));
    assert_eq!((&rotated["resealed"], &rotated["unreadable"]), (&1.into(), &0.into()), "{rotated}");
    assert_ne!(key(), before);
    // The application had the key before in memory: it reads, renews and connects.
    assert!(has(&app, &user("ben")).await);
    app.advance(Duration::from_secs(2 * 3600));
    assert_eq!(soon(app.user_credential()).await.unwrap().generation, 2);
    app.browser().connect(&principal("acme", "cat", Role::Member), &demo::CARLA).await;
    assert!(has(&app, &user("cat")).await);
    // The sign-in of before is forgotten after a day, and the key with it.
    app.advance(Duration::from_secs(25 * 3600));
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    soon(app.authpipe.run_maintenance(None)).await.unwrap();
    let keys: i64 =
        app.open_database().query_row("SELECT count(*) FROM keysets WHERE tenant_id = 'acme'", [], |row| row.get(0)).unwrap();
    assert_eq!(keys, 1);
    let unknown = run(&app, &["tenant", "rotate", "nobody"]);
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_rotates_the_index_key_beside_the_running_application() {
    let app = App::start().await;
    assert_eq!(run(&app, &["key", "rotate-index"]).status.code(), Some(1), "nothing is hashed yet");
    app.connect().await;
    app.install().await;
    // By which keys accounts are hashed, and how many: that of the installation alone.
    let hashed = || -> Vec<(Vec<u8>, i64)> {
        let database = app.open_database();
        let sql = "SELECT substr(account_hash, 1, 16), count(*) FROM grants WHERE account_hash IS NOT NULL GROUP BY 1";
        let mut query = database.prepare(sql).unwrap();
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let before = hashed();
    assert_eq!((before.len(), before[0].1), (1, 1));
    let rotated = json(&run(&app, &["key", "rotate-index", "--json"]));
    let told = ["hashed", "unreadable", "destroyed", "waiting"].map(|name| rotated[name].as_i64().unwrap());
    // The key before has made no hash that is there, and links nothing.
    assert_eq!(told, [before[0].1, 0, 1, 0], "{rotated}");
    let after = hashed();
    assert_eq!((after.len(), after[0].1), (1, before[0].1));
    assert_ne!(after[0].0, before[0].0);
    // The application had the key before in memory: it reads, renews and connects.
    assert!(has(&app, &user("ben")).await);
    app.advance(Duration::from_secs(2 * 3600));
    assert_eq!(soon(app.user_credential()).await.unwrap().generation, 2);
    app.browser().connect(&principal("acme", "cat", Role::Member), &demo::CARLA).await;
    assert!(has(&app, &user("cat")).await);
    assert_eq!(hashed(), after);
    assert_eq!(run(&app, &["vault", "verify"]).status.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_erases_a_user_alone() {
    let app = App::start().await;
    app.connect().await;
    app.browser().connect(&principal("acme", "cat", Role::Member), &demo::CARLA).await;
    let erased = run(&app, &["user", "erase", "acme", "ben", "--yes", "--json"]);
    assert_eq!(erased.status.code(), Some(0), "{}", String::from_utf8_lossy(&erased.stderr));
    assert_eq!(json(&erased)["connections"], 1);
    app.advance(Duration::from_secs(60));
    assert!(!has(&app, &user("ben")).await && has(&app, &user("cat")).await);
    assert_eq!(code(soon(app.authpipe.get_credential(&user("ben"), CallOptions::default())).await), "not_connected");
    // Of somebody of whom nothing is stored, as of a tenant: an id that is mistyped is not told as erased.
    for (tenant, name) in [("acme", "bne"), ("acmee", "cat"), ("acme", "ben")] {
        let refused = run(&app, &["user", "erase", tenant, name, "--yes", "--json"]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{said}");
        assert!(said.contains(&format!("Nothing is stored of the user {name} in the tenant {tenant}.")), "{said}");
    }
    assert!(has(&app, &user("cat")).await);
    let none = run(&app, &["connections", "delete", "--tenant", "acmee", "--yes", "--json"]);
    assert_eq!((none.status.code(), &json(&none)["deleted"]), (Some(0), &0.into()));
    assert!(String::from_utf8_lossy(&none.stderr).contains("Nothing that is connected fits"), "{none:?}");
}

/// By provider, or by tenant: what is deleted is denied at once, and revoked by the running application.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tool_deletes_many_and_the_running_application_revokes_them() {
    let app = App::start_with(World::demo(), revoking).await;
    app.connect().await;
    app.browser().connect_generic(&member()).await;
    app.browser().connect_generic(&principal("acme", "cat", Role::Member)).await;
    app.browser().connect_generic(&principal("beta", "ben", Role::Member)).await;
    assert_eq!(run(&app, &["connections", "delete", "--provider", custom::OWN, "--yes"]).status.code(), Some(1), "of whom?");
    let refused = run(&app, &["connections", "delete", "--provider", custom::OWN, "--tenant", "acme"]);
    assert_eq!(refused.status.code(), Some(1), "it is not done by mistake");
    for (whose, deleted) in [(&["--tenant", "acme"][..], 2), (&["--all-tenants"], 1)] {
        let mut tool = command(&app);
        tool.args(["connections", "delete", "--provider", custom::OWN, "--yes", "--json"]).args(whose);
        let deleting = tokio::task::spawn_blocking(move || tool.output().unwrap());
        while !deleting.is_finished() {
            soon(app.authpipe.run_maintenance(None)).await.unwrap();
        }
        let said = json(&deleting.await.unwrap());
        assert_eq!((&said["deleted"], &said["unrevoked"]), (&deleted.into(), &0.into()), "{said}");
    }
    assert_eq!(app.sandbox.ledger().of_kind(Kind::Revocation).len(), 6, "both tokens of each");
    app.advance(Duration::from_secs(60));
    assert!(!has(&app, &custom::own_user("ben")).await && has(&app, &user("ben")).await, "another provider's stays");
}

/// The tool has no client of any provider: running applications revoke what is to be erased, for as long as they are given.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_erased_is_revoked_before_by_a_running_application() {
    let app = App::start_with(World::demo(), revoking).await;
    let (user, tenant) = (&["user", "erase", "acme", "ben"][..], &["tenant", "erase", "acme"][..]);
    for (what, within, unrevoked) in [(user, "60", 0), (user, "0", 1), (tenant, "60", 0)] {
        app.browser().connect_generic(&member()).await;
        let asked_before = app.sandbox.ledger().of_kind(Kind::Revocation).len();
        let mut tool = command(&app);
        tool.args(what).args(["--yes", "--json", "--revoke-within", within]);
        let erasing = tokio::task::spawn_blocking(move || tool.output().unwrap());
        while !erasing.is_finished() {
            soon(app.authpipe.run_maintenance(None)).await.unwrap();
        }
        let erased = erasing.await.unwrap();
        assert_eq!(erased.status.code(), Some(0), "{}", String::from_utf8_lossy(&erased.stderr));
        let said = json(&erased);
        assert_eq!((&said["connections"], &said["unrevoked"]), (&1.into(), &unrevoked.into()), "{said}");
        let asked = app.sandbox.ledger().of_kind(Kind::Revocation).len() - asked_before;
        assert_eq!((asked, unrevoked), if within == "0" { (0, 1) } else { (2, 0) });
        let told = String::from_utf8_lossy(&erased.stderr).contains("were not revoked at their providers");
        assert_eq!(told, unrevoked == 1);
        let jobs: i64 =
            app.open_database().query_row("SELECT count(*) FROM jobs WHERE kind = 'revoke'", [], |row| row.get(0)).unwrap();
        assert_eq!(jobs, 0, "nothing of it is left to be revoked");
    }
}
