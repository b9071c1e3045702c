//! A refresh under way: shared, not stopped by its callers, stored before it is answered, bounded for nobody but the caller.

use crate::support;
use std::collections::HashSet;
use std::task::{Context, Waker};
use std::time::Duration;

use crate::support::look::{HOUR, soon, stored};
use crate::support::{App, PROVIDER, code, user};
use authpipe::{CallOptions, Clock as _, Retry};
use authpipe_sandbox::{Endpoint, Fault, World};

fn world() -> World {
    let mut world = World::demo();
    world.settings.access_token_lifetime = (HOUR, HOUR);
    world
}

async fn connected() -> App {
    let app = App::start_with(world(), |_| {}).await;
    app.connect().await;
    app
}

fn hold(app: &App) -> authpipe_sandbox::FaultHandle {
    app.sandbox.faults().add(Fault::hold(Endpoint::Token).grant_type("refresh_token"))
}

fn spawn_callers(app: &App, count: usize) -> Vec<tokio::task::JoinHandle<authpipe::Result<authpipe::Credential>>> {
    (0..count)
        .map(|_| {
            let authpipe = app.authpipe.clone();
            tokio::spawn(async move { authpipe.get_credential(&user("ben"), CallOptions::default()).await })
        })
        .collect()
}

#[tokio::test]
async fn callers_during_a_refresh_share_it() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let held = hold(&app);
    let mut callers = spawn_callers(&app, 25);
    soon(held.wait_until_reached()).await;
    callers.extend(spawn_callers(&app, 25));
    held.release();
    let mut values = HashSet::new();
    for caller in callers {
        let credential = soon(caller).await.unwrap().unwrap();
        assert_eq!(credential.generation, 2);
        values.insert(credential.value.expose().clone());
    }
    assert_eq!((values.len(), app.refreshes()), (1, 1));
}

#[tokio::test]
async fn a_refresh_outlives_its_callers_and_its_successor_is_stored() {
    let mut app = connected().await;
    app.advance(2 * HOUR);
    let held = hold(&app);
    let callers = spawn_callers(&app, 5);
    soon(held.wait_until_reached()).await;
    for caller in &callers {
        caller.abort();
    }
    for caller in callers {
        assert!(caller.await.unwrap_err().is_cancelled());
    }
    held.release();
    // Orderly shutdown waits for the exchange.
    soon(app.restart()).await;
    let credential = soon(app.user_credential()).await.unwrap();
    let issued = app.sandbox.ledger().refreshes().pop().unwrap();
    assert_eq!(Some(credential.value.expose()), issued.issued_access_token.as_ref());
    assert_eq!((credential.generation, app.refreshes()), (2, 1));
}

#[tokio::test]
async fn whoever_closes_again_waits_for_the_exchange_as_well() {
    for first_goes_away in [false, true] {
        let app = connected().await;
        let id = app.only_connection().await.id;
        app.advance(2 * HOUR);
        let held = hold(&app);
        let _caller = spawn_callers(&app, 1);
        soon(held.wait_until_reached()).await;
        let mut closing = [Box::pin(app.authpipe.close()), Box::pin(app.authpipe.close())];
        for one in &mut closing {
            assert!(one.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(), "the provider has not answered");
        }
        let [first, second] = closing;
        let first = (!first_goes_away).then_some(first);
        held.release();
        soon(second).await.unwrap();
        assert_eq!(stored(&app.open_database(), &id).0, 2, "the first one {}", if first_goes_away { "is gone" } else { "waits" });
        drop(first);
    }
}

#[tokio::test]
async fn an_answer_is_stored_before_it_is_given() {
    let app = connected().await;
    for generation in 2..6 {
        app.advance(2 * HOUR);
        let credential = soon(app.user_credential()).await.unwrap();
        assert!(credential.refreshed);
        assert_eq!(credential.generation, generation);
        assert_eq!(stored(&app.open_database(), &credential.grant_id).0, generation);
    }
}

#[tokio::test]
async fn a_timeout_bounds_the_wait_and_not_the_exchange() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let held = hold(&app);
    let options = CallOptions { timeout: Some(Duration::from_millis(500)), ..CallOptions::default() };
    let error = soon(app.authpipe.get_credential(&user("ben"), options)).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.retry()), ("timeout", Retry::Later));
    soon(held.wait_until_reached()).await;
    held.release();
    assert_eq!(soon(app.user_credential()).await.unwrap().generation, 2);
    assert_eq!(app.refreshes(), 1);
}

#[tokio::test]
async fn a_due_token_is_answered_at_once_and_renewed_behind() {
    let mut app = App::start_with(world(), |options| options.background = true).await;
    app.connect().await;
    let first = app.user_credential().await.unwrap();
    let held = hold(&app);
    app.advance_to(first.expires_at.unwrap(), Duration::from_secs(300));
    let due = soon(app.user_credential()).await.unwrap();
    assert_eq!(due.value.expose(), first.value.expose());
    assert!(!due.refreshed && !due.degraded);
    soon(held.wait_until_reached()).await;
    // Still the old one, although the refresh is under way.
    assert_eq!(soon(app.user_credential()).await.unwrap().value.expose(), first.value.expose());
    held.release();
    soon(app.restart()).await;
    assert_eq!(soon(app.user_credential()).await.unwrap().generation, 2);
    assert_eq!(app.refreshes(), 1);
}

#[tokio::test]
async fn without_background_work_a_due_token_waits_for_maintenance() {
    let app = connected().await;
    let first = app.user_credential().await.unwrap();
    app.advance_to(first.expires_at.unwrap(), Duration::from_secs(300));
    assert_eq!(app.user_credential().await.unwrap().generation, 1);
    assert_eq!(app.refreshes(), 0);
    let report = soon(app.authpipe.run_maintenance(None)).await.unwrap();
    assert_eq!((report.refreshed, report.failed, report.complete), (1, 0, true));
    assert_eq!(app.user_credential().await.unwrap().generation, 2);
    // No exchange is started that the budget cannot finish.
    let second = app.user_credential().await.unwrap();
    app.advance_to(second.expires_at.unwrap(), Duration::from_secs(300));
    let report = soon(app.authpipe.run_maintenance(Some(Duration::from_secs(1)))).await.unwrap();
    assert_eq!((report.refreshed, report.complete), (0, false));
    assert_eq!(app.refreshes(), 1);
}

#[tokio::test]
async fn validity_left_is_a_minute_or_a_tenth_of_the_lifetime() {
    for (lifetime, fresh, stale) in [(3600, 65, 55), (100, 15, 5)] {
        let app = App::start_with(world(), |_| {}).await;
        let lifetime = Duration::from_secs(lifetime);
        app.sandbox.change(|world| world.settings.access_token_lifetime = (lifetime, lifetime));
        app.connect().await;
        let end = app.user_credential().await.unwrap().expires_at.unwrap();
        app.advance_to(end, Duration::from_secs(fresh));
        assert_eq!(app.user_credential().await.unwrap().generation, 1);
        app.advance_to(end, Duration::from_secs(stale));
        assert_eq!(app.user_credential().await.unwrap().generation, 2, "{lifetime:?}");
    }
}

#[tokio::test]
async fn who_asks_for_nearly_all_of_a_lifetime_gets_it() {
    let app = connected().await;
    let end = app.user_credential().await.unwrap().expires_at.unwrap();
    let lifetime = end.since(app.clock.now());
    app.advance_to(end, lifetime / 2);
    let asked = |min_validity| CallOptions { min_validity: Some(min_validity), ..CallOptions::default() };
    let half = app.authpipe.get_credential(&user("ben"), asked(lifetime / 3)).await.unwrap();
    assert_eq!(half.generation, 1, "so much is left");
    let most = app.authpipe.get_credential(&user("ben"), asked(lifetime / 6 * 5)).await.unwrap();
    assert_eq!(most.generation, 2);
    assert!(most.expires_at.unwrap().since(app.clock.now()) >= lifetime / 6 * 5);
    // No token lives so long: the one that has just been given is handed out.
    let all = app.authpipe.get_credential(&user("ben"), asked(2 * lifetime)).await.unwrap();
    assert_eq!(all.generation, 2);
    assert_eq!(app.refreshes(), 1);
}

#[tokio::test]
async fn a_caller_may_ask_for_more_validity_or_for_a_new_token() {
    let app = connected().await;
    let end = app.user_credential().await.unwrap().expires_at.unwrap();
    app.advance_to(end, Duration::from_secs(200));
    let more = CallOptions { min_validity: Some(Duration::from_secs(300)), ..CallOptions::default() };
    assert_eq!(app.user_credential().await.unwrap().generation, 1);
    assert_eq!(app.authpipe.get_credential(&user("ben"), more.clone()).await.unwrap().generation, 2);
    assert_eq!(app.authpipe.get_credential(&user("ben"), more).await.unwrap().generation, 2);
    let force = CallOptions { force_refresh: true, ..CallOptions::default() };
    let forced = app.authpipe.get_credential(&user("ben"), force).await.unwrap();
    assert_eq!((forced.generation, forced.refreshed), (3, true));
    assert_eq!(app.user_credential().await.unwrap().value.expose(), forced.value.expose());
    assert_eq!(app.refreshes(), 2);
}

#[tokio::test]
async fn expiry_is_counted_from_the_start_of_the_request() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let held = hold(&app);
    let started_at = app.clock.now();
    let mut callers = spawn_callers(&app, 1);
    soon(held.wait_until_reached()).await;
    // The library's clock alone: to the sandbox the answer is prompt.
    app.clock.advance(Duration::from_secs(600));
    held.release();
    let credential = soon(callers.remove(0)).await.unwrap().unwrap();
    let lifetime = credential.expires_at.unwrap().since(started_at);
    assert!(lifetime < HOUR + Duration::from_secs(60), "{lifetime:?}");
}

#[tokio::test]
async fn missing_scopes_are_named_before_anything_is_sent() {
    let app = connected().await;
    let asks = CallOptions { scopes: vec!["Files.ReadWrite.All".into()], ..CallOptions::default() };
    let error = app.authpipe.get_credential(&user("ben"), asks).await.unwrap_err();
    assert_eq!(error.code().as_str(), "scope_missing");
    assert_eq!(error.context().provider.as_deref(), Some(PROVIDER));
    let misspelt = CallOptions { scopes: vec!["Files.Raed".into()], ..CallOptions::default() };
    let error = app.authpipe.get_credential(&user("ben"), misspelt).await.unwrap_err();
    assert_eq!((error.code().as_str(), error.hint()), ("scope_not_allowed", Some("Did you mean \"Files.Read\"?")), "{error}");
    let has = CallOptions { scopes: vec!["files.read".into()], ..CallOptions::default() };
    app.authpipe.get_credential(&user("ben"), has).await.unwrap();
    assert_eq!(app.refreshes(), 0);
}

#[tokio::test]
async fn a_deletion_during_a_refresh_stands() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let id = app.only_connection().await.id;
    let held = hold(&app);
    let mut callers = spawn_callers(&app, 1);
    soon(held.wait_until_reached()).await;
    app.authpipe.delete_connection(support::tenant("acme"), id.clone()).await.unwrap();
    assert_eq!(code(app.user_credential().await), "not_connected");
    held.release();
    assert_eq!(code(soon(callers.remove(0)).await.unwrap()), "not_connected");
    // What is left is sealed: that it was revoked.
    assert_eq!(stored(&app.open_database(), &id), (2, true, "revoked".to_owned()));
    assert_eq!(code(app.user_credential().await), "not_connected");
}

#[tokio::test]
async fn a_new_sign_in_during_a_refresh_stands() {
    let app = connected().await;
    app.advance(2 * HOUR);
    let held = hold(&app);
    let mut callers = spawn_callers(&app, 1);
    soon(held.wait_until_reached()).await;
    app.connect().await;
    let fresh = app.user_credential().await.unwrap();
    assert_eq!((fresh.generation, fresh.refreshed), (2, false));
    held.release();
    let late = soon(callers.remove(0)).await.unwrap().unwrap();
    assert_eq!(late.value.expose(), fresh.value.expose(), "the caller of the old refresh gets what the user has signed in to");
    let stands = app.user_credential().await.unwrap();
    assert_eq!((stands.generation, stands.value.expose()), (2, fresh.value.expose()));
}
