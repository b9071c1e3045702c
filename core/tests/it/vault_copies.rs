//! A copy of the vault that is looked at or opened beside the live one, with the live one's anchor and spool: the live one goes on, and the
//! copy takes and says nothing that is not its own (SR-50, SR-60).

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use authpipe::{Authpipe, CallOptions, Credential, CredentialType, ErrorCode, Options, Secret, StoreCredential};
use authpipe_sandbox::{Endpoint, Fault};

use crate::support::App;
use crate::support::custom::{add_generic, own_user, start_generic};
use crate::support::look::{HOUR, soon};
use crate::support::{member, user};

/// An application with a grant whose refresh tokens work once, its anchor and its spool in places of their own, and a backup from before
/// the last refresh.
struct Live {
    app: App,
    authpipe: Authpipe,
    backup: PathBuf,
}

impl Live {
    async fn start() -> Live {
        let app = start_generic("strict").await;
        app.browser().connect_generic(&member()).await;
        soon(app.authpipe.close()).await.unwrap();
        std::fs::remove_file(app.folder.path().join("vault.db-anchor")).unwrap();
        let authpipe = opened(&app, &app.vault_path(), |_| {});
        let backup = app.folder.path().join("copy.db");
        soon(authpipe.back_up_vault(&backup)).await.unwrap();
        Live { app, authpipe, backup }
    }

    /// Its access token has ended, and is renewed.
    async fn refresh(&self, authpipe: &Authpipe) -> Result<Credential, ErrorCode> {
        self.app.advance(2 * HOUR);
        soon(authpipe.run_maintenance(None)).await.unwrap();
        let got = soon(authpipe.get_credential(&own_user("ben"), CallOptions::default())).await;
        // The anchor is brought up to date.
        self.app.advance(Duration::from_secs(60));
        soon(authpipe.run_maintenance(None)).await.unwrap();
        got.map_err(|error| error.code())
    }

    fn tool(&self, vault: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_authpipe"))
            .args(arguments)
            .env("AUTHPIPE_VAULT", format!("sqlite:{}", vault.display()))
            .env("AUTHPIPE_KEY", self.app.key.expose())
            .env("AUTHPIPE_ENVIRONMENT", "development")
            .env("AUTHPIPE_ANCHOR_FILE", anchor(&self.app))
            .env("AUTHPIPE_SPOOL_DIR", spool(&self.app))
            .output()
            .unwrap()
    }

    fn waiting(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(spool(&self.app)).into_iter().flatten().map(|entry| entry.unwrap().path());
        let is_whole = |name: &str| name.starts_with("con_") && !name.ends_with(".new");
        files.filter(|file| is_whole(&file.file_name().unwrap().to_string_lossy())).collect()
    }

    fn refreshes(&self) -> usize {
        self.app.sandbox.ledger().refreshes().len()
    }
}

fn anchor(app: &App) -> PathBuf {
    app.folder.path().join("anchor")
}

fn spool(app: &App) -> PathBuf {
    app.folder.path().join("spool")
}

fn opened(app: &App, vault: &Path, change: impl FnOnce(&mut Options)) -> Authpipe {
    let mut options = app.options();
    add_generic(&mut options, "strict");
    options.vault = Some(format!("sqlite:{}", vault.display()));
    (options.anchor_file, options.spool_dir) = (Some(anchor(app)), Some(spool(app)));
    change(&mut options);
    Authpipe::new(options).unwrap()
}

fn hook() -> StoreCredential {
    StoreCredential {
        subject: authpipe::Subject { label: authpipe::Label::parse("hook").unwrap(), ..user("ben") },
        credential_type: CredentialType::WebhookSecret,
        fields: vec![("value".into(), Secret::from("hook"))],
        variables: Default::default(),
    }
}

/// Every row of a vault. Its file may change all the same: SQLite notes in it that it has a log.
fn rows(vault: &Path) -> Vec<String> {
    let database = rusqlite::Connection::open(vault).unwrap();
    let names = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    let mut tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let tables: Vec<String> = tables.query_map([], names).unwrap().map(Result::unwrap).collect();
    let mut rows = Vec::new();
    for table in tables {
        let mut statement = database.prepare(&format!("SELECT * FROM {table} ORDER BY 1")).unwrap();
        let columns = statement.column_count();
        let mut found = statement.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<_> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            rows.push(format!("{table}: {}", cells.join(" ")));
        }
    }
    assert!(rows.len() > 5, "{rows:?}");
    rows
}

/// Every command that only looks.
const LOOKS: [&[&str]; 7] = [
    &["vault", "status"],
    &["vault", "verify"],
    &["doctor"],
    &["doctor", "--tenant", "acme"],
    &["audit", "list"],
    &["key", "status"],
    &["tenant", "erasures"],
];

#[tokio::test]
async fn a_command_that_only_looks_at_a_backup_changes_nothing() {
    let live = Live::start().await;
    live.refresh(&live.authpipe).await.unwrap();
    let (remembered, held) = (std::fs::read(anchor(&live.app)).unwrap(), rows(&live.backup));
    for look in LOOKS {
        let done = live.tool(&live.backup, look);
        assert!(!String::from_utf8_lossy(&done.stdout).is_empty(), "{look:?}: {done:?}");
        assert_eq!(std::fs::read(anchor(&live.app)).unwrap(), remembered, "{look:?}");
        assert_eq!(rows(&live.backup), held, "{look:?}");
        let left = ["-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", live.backup.display())).exists());
        assert_eq!(left, [false, false], "{look:?}");
    }
    let status = live.tool(&live.backup, &["vault", "status", "--json"]);
    assert!(String::from_utf8_lossy(&status.stdout).contains("\"restore_unconfirmed\": true"), "{status:?}");
    // Each says why nothing is refreshed there.
    let said = |arguments: &[&str]| {
        let output = live.tool(&live.backup, arguments);
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let listed: serde_json::Value = serde_json::from_str(&said(&["doctor", "--json", "--tenant", "acme"])).unwrap();
    assert_eq!(listed["refreshes_stopped"], "restore_unconfirmed", "{listed}");
    let views = live.authpipe.list_connections(authpipe::ListQuery { all_tenants: true, ..Default::default() });
    let id = soon(views).await.unwrap().data.remove(0).id;
    let one = ["--connection", id.as_str(), "--tenant", "acme"];
    let words = said(&[&["doctor"][..], &one[..]].concat());
    assert!(words.contains("is in an earlier state than it was") && words.contains("[restore_unconfirmed]"), "{words}");
    assert!(!words.contains("Nothing is wrong"), "{words}");
    let found: serde_json::Value = serde_json::from_str(&said(&[&["doctor", "--json"][..], &one[..]].concat())).unwrap();
    assert!(found["told"][0]["found"][0]["to_do"].as_str().unwrap().contains("authpipe vault confirm-restore"), "{found}");
    let verified = said(&["vault", "verify"]);
    assert!(verified.contains("restore\tunconfirmed"), "{verified}");
    let before = live.refreshes();
    live.refresh(&live.authpipe).await.unwrap();
    assert!(live.refreshes() > before, "the live one goes on");
    soon(live.authpipe.close()).await.unwrap();
}

/// Nor at the vault itself: what is remembered stays behind where it is, and no spool is made.
#[tokio::test]
async fn a_command_that_only_looks_at_the_vault_changes_nothing() {
    let live = Live::start().await;
    let remembered = std::fs::read(anchor(&live.app)).unwrap();
    live.refresh(&live.authpipe).await.unwrap();
    soon(live.authpipe.close()).await.unwrap();
    assert_ne!(std::fs::read(anchor(&live.app)).unwrap(), remembered);
    std::fs::write(anchor(&live.app), &remembered).unwrap();
    std::fs::remove_dir_all(spool(&live.app)).unwrap();
    let vault = live.app.vault_path();
    let held = rows(&vault);
    for look in LOOKS {
        let done = live.tool(&vault, look);
        assert!(!done.stdout.is_empty(), "{look:?}: {done:?}");
        assert_eq!(std::fs::read(anchor(&live.app)).unwrap(), remembered, "{look:?}");
        assert!(!spool(&live.app).exists(), "{look:?}");
        assert_eq!(rows(&vault), held, "{look:?}");
    }
}

#[tokio::test]
async fn an_application_on_a_backup_stops_itself_and_not_the_live_one() {
    let live = Live::start().await;
    live.refresh(&live.authpipe).await.unwrap();
    for _ in 0..2 {
        // However far it goes on, and however often it is started.
        let copy = opened(&live.app, &live.backup, |options| options.spool_dir = None);
        for _ in 0..20 {
            soon(copy.store_credential(hook())).await.unwrap();
        }
        let before = live.refreshes();
        assert_eq!(live.refresh(&copy).await.unwrap_err(), ErrorCode::RestoreUnconfirmed);
        assert_eq!(live.refreshes(), before, "nothing was presented");
        soon(copy.close()).await.unwrap();
        live.refresh(&live.authpipe).await.unwrap();
        assert!(live.refreshes() > before);
    }
    soon(live.authpipe.close()).await.unwrap();
    let again = opened(&live.app, &live.app.vault_path(), |_| {});
    live.refresh(&again).await.unwrap();
    soon(again.close()).await.unwrap();
}

/// The vault is locked by somebody when the provider answers, so that the next refresh token is in the spool and nowhere else.
async fn wait_in_spool(live: &Live) -> (rusqlite::Connection, tokio::task::JoinHandle<Result<Credential, authpipe::Error>>) {
    live.app.advance(2 * HOUR);
    let held = live.app.sandbox.faults().add(Fault::hold(Endpoint::Token).grant_type("refresh_token"));
    let authpipe = live.authpipe.clone();
    let caller = tokio::spawn(async move { authpipe.get_credential(&own_user("ben"), CallOptions::default()).await });
    soon(held.wait_until_reached()).await;
    let locking = live.app.open_database();
    locking.execute_batch("BEGIN IMMEDIATE").unwrap();
    held.release();
    soon(async {
        while live.waiting().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    (locking, caller)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_the_live_vault_is_not_stored_into_a_copy() {
    let live = Live::start().await;
    let (locking, caller) = wait_in_spool(&live).await;
    let waiting = live.waiting();
    for look in LOOKS {
        let done = live.tool(&live.backup, look);
        assert!(!done.stdout.is_empty(), "{look:?}: {done:?}");
        assert_eq!(live.waiting(), waiting, "{look:?}");
    }
    // An application on the copy, whose anchor, of its own, knows nothing.
    let copy = opened(&live.app, &live.backup, |options| options.anchor_file = Some(live.app.folder.path().join("own-anchor")));
    soon(copy.ready()).await.unwrap();
    assert_eq!(live.waiting(), waiting);
    let error = soon(copy.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed, "what it has is spent: {error}");
    soon(copy.close()).await.unwrap();
    assert_eq!((live.waiting(), live.refreshes()), (waiting, 1));
    locking.execute_batch("ROLLBACK").unwrap();
    drop(locking);
    let renewed = soon(caller).await.unwrap().unwrap();
    assert_eq!(renewed.generation, 2);
    assert!(live.waiting().is_empty());
    live.refresh(&live.authpipe).await.unwrap();
    soon(live.authpipe.close()).await.unwrap();
}

/// A copy that is open already, with an exchange of before in doubt, finds the answer to a later one on the disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_with_a_doubt_takes_no_later_answer() {
    let live = Live::start().await;
    live.app.advance(2 * HOUR);
    live.app.sandbox.faults().add(Fault::drop_before(Endpoint::Token).grant_type("refresh_token").times(1));
    soon(live.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap_err();
    let backup = live.app.folder.path().join("doubtful.db");
    soon(live.authpipe.back_up_vault(&backup)).await.unwrap();
    let copy = opened(&live.app, &backup, |options| options.anchor_file = Some(live.app.folder.path().join("own-anchor")));
    soon(copy.ready()).await.unwrap();
    let (locking, caller) = wait_in_spool(&live).await;
    let (waiting, asked) = (live.waiting(), live.refreshes());
    let error = soon(copy.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed, "{error}");
    assert_eq!((live.waiting(), live.refreshes()), (waiting, asked));
    soon(copy.close()).await.unwrap();
    locking.execute_batch("ROLLBACK").unwrap();
    drop(locking);
    assert_eq!(soon(caller).await.unwrap().unwrap().generation, 2);
    soon(live.authpipe.close()).await.unwrap();
}

/// A copy whose restore somebody has confirmed takes what waits: it is newer than what it has.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_confirmed_copy_takes_what_waits() {
    let live = Live::start().await;
    let (locking, caller) = wait_in_spool(&live).await;
    caller.abort();
    let copy = opened(&live.app, &live.backup, |options| options.anchor_file = Some(live.app.folder.path().join("own-anchor")));
    soon(copy.ready()).await.unwrap();
    assert!(soon(copy.confirm_restore()).await.unwrap());
    soon(copy.run_maintenance(None)).await.unwrap();
    assert!(live.waiting().is_empty());
    let credential = soon(copy.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap();
    assert_eq!((credential.generation, live.refreshes()), (2, 1), "the refresh token of the copy was not presented");
    soon(copy.close()).await.unwrap();
    drop(locking);
    soon(live.authpipe.close()).await.unwrap();
}

#[tokio::test]
async fn no_vault_is_made_where_the_anchor_remembers_one() {
    let live = Live::start().await;
    live.refresh(&live.authpipe).await.unwrap();
    soon(live.authpipe.close()).await.unwrap();
    let (vault, remembered) = (live.app.vault_path(), std::fs::read(anchor(&live.app)).unwrap());
    std::fs::remove_file(&vault).unwrap();
    let began = opened(&live.app, &vault, |_| {});
    let error = soon(began.ready()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
    assert!(error.message().contains("its anchor remembers one"), "{error}");
    assert!(error.hint().unwrap().contains("delete the anchor"), "{error}");
    soon(began.close()).await.unwrap();
    assert!(!vault.exists(), "nothing is made");
    assert_eq!(std::fs::read(anchor(&live.app)).unwrap(), remembered);
    // Nor where something that is no vault yet has its name.
    std::fs::copy(&live.backup, &vault).unwrap();
    let restored = opened(&live.app, &vault, |_| {});
    let before = live.refreshes();
    assert_eq!(live.refresh(&restored).await.unwrap_err(), ErrorCode::RestoreUnconfirmed);
    assert_eq!(live.refreshes(), before);
    soon(restored.close()).await.unwrap();
    // Who means it deletes what is remembered.
    std::fs::remove_file(&vault).unwrap();
    std::fs::remove_file(anchor(&live.app)).unwrap();
    let new = opened(&live.app, &vault, |_| {});
    soon(new.ready()).await.unwrap();
    soon(new.close()).await.unwrap();
}

#[tokio::test]
async fn the_anchor_of_another_vault_is_not_written_over() {
    let live = Live::start().await;
    live.refresh(&live.authpipe).await.unwrap();
    let remembered = std::fs::read(anchor(&live.app)).unwrap();
    let other = live.app.folder.path().join("other.db");
    let own = |options: &mut Options| options.anchor_file = Some(live.app.folder.path().join("other-anchor"));
    let made = opened(&live.app, &other, own);
    soon(made.ready()).await.unwrap();
    soon(made.close()).await.unwrap();
    // Within the minute in which it was made.
    let copied = live.app.folder.path().join("other-copy.db");
    let copy = live.tool(&other, &["vault", "backup", "--to", copied.to_str().unwrap()]);
    assert!(copy.status.success(), "{copy:?}");
    live.tool(&other, &["vault", "status"]);
    let mistaken = opened(&live.app, &other, |_| {});
    soon(mistaken.ready()).await.unwrap();
    let status = live.tool(&other, &["vault", "status", "--json"]);
    assert!(String::from_utf8_lossy(&status.stdout).contains("\"restore_unconfirmed\": true"), "{status:?}");
    soon(mistaken.close()).await.unwrap();
    assert_eq!(std::fs::read(anchor(&live.app)).unwrap(), remembered);
    live.refresh(&live.authpipe).await.unwrap();
    soon(live.authpipe.close()).await.unwrap();
    // With its own anchor it is as it was: what was said of it was said of the anchor.
    let right = opened(&live.app, &other, own);
    assert!(!soon(right.confirm_restore()).await.unwrap());
    soon(right.close()).await.unwrap();
}
