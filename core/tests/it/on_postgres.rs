//! A vault in PostgreSQL as an application meets it: its address is all that changes.

use std::process::{Command, Output};
use std::time::Duration;

use authpipe::{Authpipe, CallOptions, ErrorCode, Options};
use authpipe_sandbox::World;

use crate::support::custom::{add_generic, own_user, start_generic};
use crate::support::look::{HOUR, soon};
use crate::support::{App, KEY_SEED, member, new_key, user};

/// The address of a vault that nobody else has.
fn new_address() -> String {
    let server = std::env::var("AUTHPIPE_TEST_POSTGRES").expect("no server: run `cargo xtask test postgres`");
    let random = new_key().expose()[5..].bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    format!("{server}?schema=it{KEY_SEED}_{random}")
}

async fn start(address: &str) -> App {
    let vault = Some(address.to_owned());
    App::start_with(World::demo(), |options| options.vault = vault).await
}

fn again(app: &App, address: &str) -> Authpipe {
    Authpipe::new(Options { vault: Some(address.to_owned()), ..app.options() }).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn an_application_changes_its_address_and_nothing_else() {
    let address = new_address();
    let app = start(&address).await;
    app.install().await;
    app.connect().await;
    let first = app.user_credential().await.unwrap();
    assert!(app.bot_credential().await.is_ok());
    // Longer than any access token lives. The server's clock moves with the test's.
    app.advance(Duration::from_secs(6_000));
    let second = app.user_credential().await.unwrap();
    assert!(second.generation > first.generation);
    let events = app.authpipe.list_events(authpipe::EventQuery::default()).await.unwrap();
    assert!(events.data.len() >= 3, "{events:?}");

    // A process that starts anew finds all of it.
    app.authpipe.close().await.unwrap();
    let other = again(&app, &address);
    let found = other.get_credential(&user("ben"), authpipe::CallOptions::default()).await.unwrap();
    assert_eq!(found.generation, second.generation);
    other.close().await.unwrap();
}

/// Two handles with keys of their own stand for two processes on two machines.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_vault_that_another_key_has_made_does_not_open() {
    let address = new_address();
    let app = start(&address).await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    let wrong = Authpipe::new(Options { vault: Some(address.clone()), keys: vec![new_key()], ..app.options() }).unwrap();
    let error = wrong.ready().await.unwrap_err();
    assert_eq!(error.code(), authpipe::ErrorCode::KeyMismatch);
    assert!(!format!("{error:?} {error}").contains("pass-word"));
}

fn tool(address: &str, key: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authpipe"))
        .args(args)
        .env("AUTHPIPE_VAULT", address)
        .env("AUTHPIPE_KEY", key)
        .env("AUTHPIPE_MODE", "development")
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn the_tool_makes_no_vault_and_shows_no_password() {
    let address = new_address();
    let shown = |output: &Output| {
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!text.contains("pass-word"), "{text}");
        text
    };
    for args in
        [&["vault", "status"][..], &["vault", "verify"], &["key", "status"], &["key", "rotate"], &["vault", "status", "--json"]]
    {
        let text = shown(&tool(&address, new_key().expose(), args));
        assert!(text.contains("There is no vault at postgres://authpipe@"), "{args:?}: {text}");
    }
    let app = start(&address).await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    for args in [&["vault", "status"][..], &["vault", "verify"], &["key", "status"], &["vault", "status", "--json"]] {
        let output = tool(&address, app.key.expose(), args);
        let text = shown(&output);
        assert!(output.status.success() && text.contains("postgres://authpipe@"), "{args:?}: {text}");
    }
    // What a server keeps in dead rows and in its log is not emptied by us, and nobody says that it is.
    for args in [&["user", "erase", "acme", "ben", "--yes", "--json"][..], &["tenant", "erase", "acme", "--yes", "--json"]] {
        let output = tool(&address, app.key.expose(), args);
        let text = shown(&output);
        assert!(output.status.success() && text.contains("until it vacuums"), "{args:?}: {text}");
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(said["log_empty"], false, "{said}");
    }
    let text = shown(&tool(&address, app.key.expose(), &["vault", "backup", "--to", "/nowhere/copy.db"]));
    assert!(text.contains("backed up with the database"), "{text}");
}

/// A dump of before the last refresh is put back. Whoever has an anchor from after it notices, on each machine.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_restored_dump_presents_nothing_until_it_is_confirmed() {
    let app = start_generic("strict").await;
    app.browser().connect_generic(&member()).await;
    soon(app.authpipe.close()).await.unwrap();
    let address = app.options().vault.unwrap();
    assert!(address.starts_with("postgres://"), "run `cargo xtask test postgres`");
    // Each machine has an anchor in a file of its own.
    let machine = |name: &str| {
        let mut options = app.options();
        add_generic(&mut options, "strict");
        options.anchor_file = Some(app.folder.path().join(format!("{name}-anchor")));
        Authpipe::new(options).unwrap()
    };
    let refresh = async |authpipe: &Authpipe| {
        app.advance(2 * HOUR);
        soon(authpipe.run_maintenance(None)).await.unwrap();
        soon(authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.map_err(|error| error.code())
    };
    let refreshes = || app.sandbox.ledger().refreshes().len();
    let dump = authpipe_postgres::dump(&address).unwrap();
    let mut seen = 0;
    for name in ["one", "two"] {
        let authpipe = machine(name);
        refresh(&authpipe).await.unwrap();
        soon(authpipe.close()).await.unwrap();
        assert!(refreshes() > seen);
        seen = refreshes();
    }
    authpipe_postgres::restore(&address, &dump).unwrap();
    for name in ["one", "two"] {
        let authpipe = machine(name);
        soon(authpipe.ready()).await.unwrap();
        assert_eq!(refresh(&authpipe).await.err(), Some(ErrorCode::RestoreUnconfirmed), "{name}");
        soon(authpipe.close()).await.unwrap();
    }
    assert_eq!(refreshes(), seen, "nothing was presented");
    let confirms = machine("one");
    assert!(soon(confirms.confirm_restore()).await.unwrap());
    soon(confirms.close()).await.unwrap();
    for name in ["one", "two"] {
        let authpipe = machine(name);
        assert_ne!(refresh(&authpipe).await.err(), Some(ErrorCode::RestoreUnconfirmed), "what one confirms counts for all");
        soon(authpipe.close()).await.unwrap();
    }
    assert!(refreshes() > seen, "now it is asked");
}
