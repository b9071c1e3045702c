//! The two flows against the sandbox: an installation, then a user's connection.

use std::time::Duration;

use crate::support::{App, admin, code, installation, member, tenant, user};
use authpipe::{CallOptions, CredentialSource, ListQuery};
use authpipe_sandbox::demo;

#[tokio::test]
async fn install_then_connect_gives_both_credentials() {
    let app = App::start().await;
    let session = app.install().await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(session["installation"]["status"], "active", "{session}");
    assert_eq!(session["installation"]["provider_installation_id"], demo::CONTOSO);
    assert_eq!(session["installation"]["installed_by"], "ann");

    let session = app.connect().await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(session["connection"]["status"], "active", "{session}");

    let bot = app.bot_credential().await.unwrap();
    assert_eq!(bot.source, CredentialSource::Installation);
    let mine = app.user_credential().await.unwrap();
    assert_eq!(mine.source, CredentialSource::Connection);
    assert!(mine.expires_at.unwrap() > bot.expires_at.unwrap().minus(Duration::from_secs(2000)));
    let answer =
        app.sandbox.client().get_bearer(&format!("{}/v1.0/me", app.sandbox.http_origin()), mine.value.expose()).await.unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(
        app.authpipe
            .list_connections(ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() })
            .await
            .unwrap()
            .data
            .len(),
        1
    );
}

#[tokio::test]
async fn cached_reads_touch_nobody() {
    let app = App::start().await;
    app.connect().await;
    let first = app.user_credential().await.unwrap();
    let before = app.sandbox.ledger().len();
    for _ in 0..100 {
        let again = app.authpipe.peek_credential(&user("ben")).unwrap().unwrap();
        assert_eq!(again.value.expose(), first.value.expose());
    }
    assert_eq!(app.sandbox.ledger().len(), before);
}

#[tokio::test]
async fn fifty_callers_after_expiry_cause_one_refresh() {
    let app = App::start().await;
    app.connect().await;
    app.advance(Duration::from_secs(2 * 3600));
    let callers = (0..50).map(|_| {
        let authpipe = app.authpipe.clone();
        tokio::spawn(async move { authpipe.get_credential(&user("ben"), CallOptions::default()).await })
    });
    let mut values = std::collections::HashSet::new();
    for caller in callers.collect::<Vec<_>>() {
        values.insert(caller.await.unwrap().unwrap().value.expose().clone());
    }
    assert_eq!(values.len(), 1);
    assert_eq!(app.sandbox.ledger().refreshes().len(), 1);
}

#[tokio::test]
async fn a_restart_keeps_the_user_connected() {
    let mut app = App::start().await;
    app.install().await;
    app.connect().await;
    let before = app.user_credential().await.unwrap();
    app.restart().await;
    let after = app.user_credential().await.unwrap();
    assert_eq!(after.value.expose(), before.value.expose());
    app.advance(Duration::from_secs(2 * 3600));
    assert!(app.user_credential().await.unwrap().refreshed);
    assert!(app.bot_credential().await.unwrap().refreshed);
}

#[tokio::test]
async fn without_a_grant_the_errors_say_what_to_do() {
    let app = App::start().await;
    assert_eq!(code(app.user_credential().await), "not_connected");
    assert_eq!(code(app.bot_credential().await), "installation_not_found");
    let _ = (admin(), member(), installation());
}

#[tokio::test]
async fn a_refresh_asks_for_what_the_user_was_asked_so_that_its_token_gets_a_successor() {
    let app = App::start().await;
    app.connect().await;
    app.advance(Duration::from_secs(2 * 3600));
    app.user_credential().await.unwrap();
    app.advance(Duration::from_secs(2 * 3600));
    app.user_credential().await.unwrap();
    let refreshes = app.sandbox.ledger().refreshes();
    assert_eq!(refreshes.len(), 2);
    assert!(refreshes[0].issued_refresh_token.is_some(), "the answer names no successor: offline_access was not asked for");
    assert_eq!(refreshes[1].refresh_token, refreshes[0].issued_refresh_token);
}
