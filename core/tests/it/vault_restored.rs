//! An earlier copy of the vault in its place: no refresh token in it is presented before somebody has confirmed (SR-50).

use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::custom::{OWN, add_generic, own_user, sandbox_origin, start_generic};
use crate::support::look::{HOUR, soon};
use crate::support::{App, member, tenant};
use authpipe::extend::{Anchor, async_trait};
use authpipe::{Authpipe, CallOptions, ErrorCode, Options, RevocationOutcome};

/// An application with a grant whose refresh tokens work once, and a copy of its vault from before the last refresh.
async fn refreshed_since() -> (App, Vec<u8>) {
    let app = start_generic("strict").await;
    app.browser().connect_generic(&member()).await;
    soon(app.authpipe.close()).await.unwrap();
    let copy = std::fs::read(app.vault_path()).unwrap();
    let again = open(&app, |_| {});
    app.advance(2 * HOUR);
    soon(again.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap();
    soon(again.close()).await.unwrap();
    assert_eq!(refreshes(&app), 1);
    (app, copy)
}

fn open(app: &App, change: impl FnOnce(&mut Options)) -> Authpipe {
    let mut options = app.options();
    add_generic(&mut options, "strict");
    change(&mut options);
    Authpipe::new(options).unwrap()
}

fn refreshes(app: &App) -> usize {
    app.sandbox.ledger().refreshes().len()
}

fn put_back(app: &App, copy: &[u8]) {
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(app.folder.path().join(format!("vault.db{end}")));
    }
    std::fs::write(app.vault_path(), copy).unwrap();
}

fn tool(app: &App, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authpipe"))
        .args(arguments)
        .env("AUTHPIPE_VAULT", format!("sqlite:{}", app.vault_path().display()))
        .env("AUTHPIPE_KEY", app.key.expose())
        .env("AUTHPIPE_ENVIRONMENT", "development")
        .output()
        .unwrap()
}

/// What it does in the background, and what it answers.
async fn use_it(app: &App, authpipe: &Authpipe) -> Result<(), authpipe::Error> {
    app.advance(2 * HOUR);
    soon(authpipe.run_maintenance(None)).await.unwrap();
    app.advance(Duration::from_secs(60));
    soon(authpipe.run_maintenance(None)).await.unwrap();
    soon(authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.map(drop)
}

#[tokio::test]
async fn a_restored_copy_presents_nothing_until_it_is_confirmed() {
    let (app, copy) = refreshed_since().await;
    put_back(&app, &copy);
    // However often it is started, and however far it goes on by itself.
    for _ in 0..2 {
        let authpipe = open(&app, |_| {});
        soon(authpipe.ready()).await.unwrap();
        let error = use_it(&app, &authpipe).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed, "{error}");
        assert!(error.hint().unwrap().contains("authpipe vault confirm-restore"), "{error}");
        // It goes on being used otherwise: that moves it ahead, which confirms nothing.
        let list = authpipe::ListQuery { all_tenants: true, ..Default::default() };
        let grant = soon(authpipe.list_connections(list)).await.unwrap().data.remove(0);
        assert_eq!(grant.status.as_str(), "active", "nobody is signed out");
        soon(authpipe.close()).await.unwrap();
    }
    assert_eq!(refreshes(&app), 1, "nothing was presented");

    let status = tool(&app, &["vault", "status"]);
    assert!(String::from_utf8_lossy(&status.stdout).contains("restore\tunconfirmed"), "{status:?}");
    // A process that runs meanwhile hears of it.
    let running = open(&app, |_| {});
    soon(running.ready()).await.unwrap();
    let confirmed = tool(&app, &["vault", "confirm-restore"]);
    let said = String::from_utf8_lossy(&confirmed.stdout);
    assert!(said.contains("restore\tconfirmed") && said.contains("run tenant erase and user erase again"), "{confirmed:?}");
    let outcome = use_it(&app, &running).await;
    assert_ne!(outcome.map_err(|error| error.code()), Err(ErrorCode::RestoreUnconfirmed));
    assert_eq!(refreshes(&app), 2, "now it is asked");
    let nothing = tool(&app, &["vault", "confirm-restore", "--json"]);
    assert!(String::from_utf8_lossy(&nothing.stdout).contains("false"));
    soon(running.close()).await.unwrap();
    let status = tool(&app, &["vault", "status"]);
    assert!(!String::from_utf8_lossy(&status.stdout).contains("unconfirmed"), "{status:?}");
    let told = tool(&app, &["audit", "list", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(told["entries"].as_array().unwrap().last().unwrap()["kind"], "vault.restore_confirmed", "{told}");
    // It is the new beginning of what the anchor remembers.
    assert!(tool(&app, &["vault", "verify"]).status.success());
}

/// What was given up in an earlier state may have been taken back since, so no token of it is given to the provider to revoke either.
#[tokio::test]
async fn a_restored_copy_revokes_nothing_until_it_is_confirmed() {
    let (app, copy) = refreshed_since().await;
    put_back(&app, &copy);
    let reopen = || {
        open(&app, |options| {
            let origin = sandbox_origin(options);
            let definition = options.providers.get_mut(OWN).unwrap().definition.as_mut().unwrap();
            // Where the server says that there is nothing: asked, that is told as a failure.
            definition["revocation"] = serde_json::json!({ "endpoint": format!("{origin}/oauth/none"), "scope": "token" });
        })
    };
    let list = || authpipe::ListQuery { all_tenants: true, ..Default::default() };
    let authpipe = reopen();
    let id = soon(authpipe.list_connections(list())).await.unwrap().data.remove(0).id;
    let deletion = soon(authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Pending);
    soon(authpipe.close()).await.unwrap();
    assert!(tool(&app, &["vault", "confirm-restore"]).status.success());
    let confirmed = reopen();
    app.advance(2 * HOUR);
    soon(confirmed.run_maintenance(None)).await.unwrap();
    let events = soon(confirmed.list_events(authpipe::EventQuery::default())).await.unwrap().data;
    let kinds: Vec<&str> = events.iter().map(|event| event.event_type.as_str()).collect();
    assert!(kinds.contains(&"token.revocation_failed"), "it is asked then: {kinds:?}");
    soon(confirmed.close()).await.unwrap();
}

#[tokio::test]
async fn a_vault_that_goes_on_is_no_restored_one() {
    let (app, _) = refreshed_since().await;
    for number in 2..5 {
        let authpipe = open(&app, |_| {});
        use_it(&app, &authpipe).await.unwrap();
        soon(authpipe.close()).await.unwrap();
        assert!(refreshes(&app) >= number);
    }
    // Nor is a new one that is made where another one was, once what is remembered of that is deleted.
    put_back(&app, b"");
    std::fs::remove_file(app.vault_path()).unwrap();
    std::fs::remove_file(app.folder.path().join("vault.db-anchor")).unwrap();
    let authpipe = open(&app, |_| {});
    soon(authpipe.ready()).await.unwrap();
    assert_eq!(use_it(&app, &authpipe).await.unwrap_err().code(), ErrorCode::NotConnected);
    soon(authpipe.close()).await.unwrap();
    let status = tool(&app, &["vault", "status"]);
    assert!(!String::from_utf8_lossy(&status.stdout).contains("unconfirmed"), "{status:?}");
}

#[tokio::test]
async fn another_vault_in_its_place_is_not_taken_for_it() {
    let (one, _) = refreshed_since().await;
    let (other, _) = refreshed_since().await;
    let another = std::fs::read(other.vault_path()).unwrap();
    put_back(&one, &another);
    let authpipe = open(&one, |options| options.keys = vec![other.key.clone()]);
    soon(authpipe.ready()).await.unwrap();
    assert_eq!(use_it(&one, &authpipe).await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    soon(authpipe.close()).await.unwrap();
}

/// Whoever cannot read what is remembered does not take it for good news.
#[tokio::test]
async fn an_anchor_that_says_nothing_sensible_says_no() {
    let (app, _) = refreshed_since().await;
    let anchor = app.folder.path().join("vault.db-anchor");
    let damages: [fn(&str) -> Vec<u8>; 5] = [
        |_| Vec::new(),
        |_| b"{}".to_vec(),
        |kept| kept.replace("\"v\":1", "\"v\":2").into_bytes(),
        |kept| kept.replace("\"position\":\"", "\"position\":\"9").into_bytes(),
        // Nor is it text.
        |kept| [kept.as_bytes(), &[0xff]].concat(),
    ];
    for damage in damages {
        let damaged = damage(&std::fs::read_to_string(&anchor).unwrap());
        std::fs::write(&anchor, &damaged).unwrap();
        let authpipe = open(&app, |_| {});
        let error = use_it(&app, &authpipe).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed, "{}", String::from_utf8_lossy(&damaged));
        assert!(soon(authpipe.confirm_restore()).await.unwrap());
        use_it(&app, &authpipe).await.unwrap();
        soon(authpipe.close()).await.unwrap();
    }
}

/// In a place of the application's own.
#[derive(Default)]
struct Elsewhere {
    text: Mutex<Option<String>>,
    /// It does not answer.
    is_away: AtomicBool,
}

#[async_trait]
impl Anchor for Elsewhere {
    async fn read(&self) -> Result<Option<String>, Box<dyn std::error::Error + Send + Sync>> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err("it does not answer".into());
        }
        Ok(self.text.lock().unwrap().clone())
    }

    async fn write(&self, text: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        assert!(text.len() <= 1000);
        *self.text.lock().unwrap() = Some(text.to_owned());
        Ok(())
    }
}

/// An application whose anchor of its own knows how far the vault was, and a copy from before.
async fn remembered_elsewhere() -> (App, Vec<u8>, Arc<Elsewhere>) {
    let (app, copy) = refreshed_since().await;
    let elsewhere = Arc::new(Elsewhere::default());
    let authpipe = open(&app, |options| options.anchor = Some(elsewhere.clone()));
    use_it(&app, &authpipe).await.unwrap();
    soon(authpipe.close()).await.unwrap();
    assert_eq!(refreshes(&app), 2);
    (app, copy, elsewhere)
}

/// What is remembered outlives a time in which it can be written and not read.
#[tokio::test]
async fn an_anchor_that_does_not_answer_is_not_taken_for_good_news() {
    let (app, copy, elsewhere) = remembered_elsewhere().await;
    put_back(&app, &copy);
    let kept = elsewhere.text.lock().unwrap().clone();
    elsewhere.is_away.store(true, Ordering::SeqCst);
    let authpipe = open(&app, |options| options.anchor = Some(elsewhere.clone()));
    soon(authpipe.ready()).await.unwrap();
    let error = use_it(&app, &authpipe).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
    assert!(error.message().contains("anchor") && error.hint().unwrap().contains("anchor"), "{error}");
    assert_eq!(*elsewhere.text.lock().unwrap(), kept, "it is not written over");
    elsewhere.is_away.store(false, Ordering::SeqCst);
    assert_eq!(use_it(&app, &authpipe).await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    // Nor does who has noticed forget it.
    elsewhere.is_away.store(true, Ordering::SeqCst);
    assert_eq!(use_it(&app, &authpipe).await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    soon(authpipe.close()).await.unwrap();
    elsewhere.is_away.store(false, Ordering::SeqCst);
    let authpipe = open(&app, |options| options.anchor = Some(elsewhere.clone()));
    assert_eq!(use_it(&app, &authpipe).await.unwrap_err().code(), ErrorCode::RestoreUnconfirmed);
    assert_eq!(refreshes(&app), 2, "nothing was presented");
    soon(authpipe.close()).await.unwrap();
}

#[tokio::test]
async fn refreshes_begin_with_the_first_answer_of_the_anchor() {
    let (app, _, elsewhere) = remembered_elsewhere().await;
    elsewhere.is_away.store(true, Ordering::SeqCst);
    let authpipe = open(&app, |options| options.anchor = Some(elsewhere.clone()));
    assert_eq!(use_it(&app, &authpipe).await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    assert_eq!(refreshes(&app), 2);
    elsewhere.is_away.store(false, Ordering::SeqCst);
    use_it(&app, &authpipe).await.unwrap();
    // From then on it may be away.
    elsewhere.is_away.store(true, Ordering::SeqCst);
    use_it(&app, &authpipe).await.unwrap();
    assert!(refreshes(&app) >= 4);
    soon(authpipe.close()).await.unwrap();
}

#[tokio::test]
async fn an_anchor_of_the_applications_own_notices_what_takes_its_neighbour_along() {
    let (app, copy, elsewhere) = remembered_elsewhere().await;
    // The whole folder is restored, and what lay beside the vault with it.
    put_back(&app, &copy);
    std::fs::remove_file(app.folder.path().join("vault.db-anchor")).unwrap();
    let unaware = open(&app, |_| {});
    soon(unaware.ready()).await.unwrap();
    soon(unaware.close()).await.unwrap();
    let authpipe = open(&app, |options| options.anchor = Some(elsewhere.clone()));
    let error = use_it(&app, &authpipe).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::RestoreUnconfirmed, "{error}");
    assert!(soon(authpipe.confirm_restore()).await.unwrap());
    soon(authpipe.close()).await.unwrap();
}
