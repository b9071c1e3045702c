//! A caller whose time is over is told what was waited for: the one who is to blame, and nobody else.

use std::time::Duration;

use authpipe::{CallOptions, ErrorCode};
use authpipe_sandbox::{Endpoint, Fault};

use crate::support::look::{HOUR, soon};
use crate::support::{App, user};

const SHORT: Duration = Duration::from_millis(500);

async fn connected() -> App {
    let app = App::start_with(authpipe_sandbox::World::demo(), |_| {}).await;
    app.connect().await;
    app
}

#[tokio::test]
async fn a_vault_that_another_process_keeps_locked_is_not_the_providers_silence() {
    let app = connected().await;
    let id = app.user_credential().await.unwrap().grant_id.clone();
    app.advance(2 * HOUR);
    let other = app.open_database();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let asked = app.refreshes();
    for force_refresh in [false, true] {
        let options = CallOptions { timeout: Some(SHORT), force_refresh, ..CallOptions::default() };
        let error = soon(app.authpipe.get_credential(&user("ben"), options)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultLocked, "{error}");
        let who =
            if cfg!(target_os = "linux") { format!("Process {} (", std::process::id()) } else { "Another process".to_owned() };
        assert!(error.message().starts_with(&who) && error.message().contains(" locked, for at least "), "{error}");
    }
    let tenant = user("ben").tenant_id;
    let error = soon(app.authpipe.limited(SHORT).delete_connection(tenant, id)).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultLocked, "{error}");
    assert_eq!(app.refreshes(), asked, "no request was sent");
    other.execute_batch("COMMIT").unwrap();
    drop(other);
}

#[tokio::test]
async fn a_provider_that_is_silent_is_named() {
    let app = connected().await;
    let grant = app.user_credential().await.unwrap();
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Graph));
    let tenant = user("ben").tenant_id;
    let limited = app.authpipe.limited(SHORT);
    let error = soon(limited.check_connection(tenant, grant.grant_id.clone())).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Timeout);
    assert_eq!(error.message(), "OneDrive has not answered in time; what was begun goes on.");
    held.release();

    app.advance(2 * HOUR);
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token).grant_type("refresh_token"));
    let options = CallOptions { timeout: Some(SHORT), ..CallOptions::default() };
    let error = soon(app.authpipe.get_credential(&user("ben"), options)).await.unwrap_err();
    assert_eq!(error.message(), "OneDrive has not answered in time; the refresh goes on.");
    let error = soon(limited.run_maintenance(None)).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Timeout, "{error}");
    held.release();
}

/// The whole call has its limit, the opening of the vault included.
#[tokio::test]
async fn a_server_that_accepts_and_says_nothing_is_waited_for_no_longer_than_was_asked() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = format!("postgres://authpipe:secret@127.0.0.1:{}/vault?sslmode=disable", silent.local_addr().unwrap().port());
    let app = App::start().await;
    let authpipe = authpipe::Authpipe::new(authpipe::Options { vault: Some(place), ..app.options() }).unwrap();
    let options = || CallOptions { timeout: Some(SHORT), ..CallOptions::default() };
    for error in [
        soon(authpipe.get_credential(&user("ben"), options())).await.unwrap_err(),
        soon(authpipe.report_rejected(&user("ben"), 1, None, options())).await.unwrap_err(),
        soon(authpipe.limited(SHORT).ready()).await.unwrap_err(),
    ] {
        // The store's own patience ends later, and its error speaks of the server.
        assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
        let message = error.message();
        assert!(message.starts_with("The vault ") && message.ends_with(" has not answered in time."), "{error}");
    }
}
