//! Sessions of native apps (RFC 8252; SR-29): custom schemes, no web server, no client secret.

use std::sync::Arc;
use std::time::Duration;

use crate::support::flow::{cancel, parameter, state_of, with_parameter};
use crate::support::native::{answer, as_app, begin, refused, request, start, world};
use crate::support::{App, PROVIDER, code, get, member, sign_in, tenant, text, user};
use authpipe::{Authpipe, CallOptions, Error, ErrorCode, GrantStatus, HttpRequest, NativeRequest, NativeSession, Secret, UserId};
use authpipe_sandbox::{Endpoint, Fault, demo};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn an_app_connects_by_its_own_scheme_with_pkce_and_without_a_secret() {
    let mut app = start().await;
    let session = begin(&app).await;
    assert_eq!((session.redirect_uri(), session.callback_scheme()), (demo::NATIVE_REDIRECT, "msauth.com.acme.notes"));
    let url = session.authorization_url();
    assert_eq!(parameter(url, "redirect_uri").as_deref(), Some(demo::NATIVE_REDIRECT));
    assert_eq!(parameter(url, "code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(parameter(url, "client_id").as_deref(), Some(demo::PUBLIC_CLIENT_ID));
    let back = answer(&app, &session).await;
    assert!(back.as_str().starts_with("msauth.com.acme.notes://auth?"), "{back}");

    let grant = app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
    assert_eq!(grant.status, GrantStatus::Active);
    assert_eq!(grant.account.unwrap().display.as_deref(), Some(demo::BOB.username));
    let exchange = app.sandbox.ledger().token_requests().pop().unwrap();
    assert_eq!(exchange.client_auth, Some("none"));
    assert_eq!(exchange.params["client_id"], demo::PUBLIC_CLIENT_ID);
    assert!(exchange.params["code_verifier"].len() >= 43);
    let events = app.authpipe.list_events(Default::default()).await.unwrap();
    assert_eq!(events.data.len(), 1);

    // The refresh of a public client names the client in the body, also after a restart.
    app.advance(2 * HOUR);
    let credential = app.user_credential().await.unwrap();
    assert!(credential.refreshed);
    app.advance(2 * HOUR);
    let mut options = app.options();
    as_app(&mut options);
    app.authpipe.close().await.unwrap();
    app.authpipe = Authpipe::new(options).unwrap();
    assert_eq!(app.user_credential().await.unwrap().generation, 3);
    let refreshes = app.sandbox.ledger().refreshes();
    assert_eq!(refreshes.len(), 2);
    for refresh in refreshes {
        assert_eq!((refresh.client_auth, refresh.params["client_id"].as_str()), (Some("none"), demo::PUBLIC_CLIENT_ID));
    }
}

/// SR-29: another program that has taken the scheme gets the callback. It may even share the vault.
#[tokio::test]
async fn a_squatted_callback_finishes_nothing() {
    let app = start().await;
    let session = begin(&app).await;
    let back = answer(&app, &session).await;

    let mut options = app.options();
    as_app(&mut options);
    let squatter = Authpipe::new(options).unwrap();
    let its_own = squatter.create_native_session(request()).await.unwrap();
    // Its own session with the victim's answer, and the victim's code under its own state.
    for url in [back.clone(), with_parameter(&back, "state", Some(&state_of(its_own.authorization_url())))] {
        let outcome = squatter.complete_native_session(&its_own, url.as_str()).await;
        if url == back {
            assert_eq!(code(outcome), "state_invalid");
            assert_eq!(app.token_requests(), 0);
        } else {
            // The code belongs to another verifier (RFC 7636 §4.6).
            assert_eq!(code(outcome), "provider_error");
            assert_eq!(app.sandbox.ledger().token_requests()[0].status, Some(400));
        }
    }
    assert!(app.grant_lines().is_empty());
    // The one that started it is not disturbed.
    app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
}

/// What its program has kept finishes it after a restart, once, and nothing of that is in the vault.
#[tokio::test]
async fn a_sign_in_that_its_program_keeps_survives_the_end_of_the_process() {
    let mut app = start().await;
    let session = begin(&app).await;
    let kept = session.to_keep();
    assert!(!format!("{kept:?} {session:?}").contains(&state_of(session.authorization_url())));
    let back = answer(&app, &session).await;
    let mut options = app.options();
    as_app(&mut options);
    app.authpipe.close().await.unwrap();
    app.authpipe = Authpipe::new(options).unwrap();

    let again = NativeSession::of_kept(&kept).unwrap();
    assert_eq!(again.session_id(), session.session_id());
    assert_eq!((again.redirect_uri(), again.expires_at()), (session.redirect_uri(), session.expires_at()));
    assert_eq!(again.authorization_url(), session.authorization_url());
    let other = with_parameter(&back, "state", Some("guessed"));
    assert_eq!(refused(&app, &again, other.as_str()).await, "state_invalid");
    let grant = app.authpipe.complete_native_session(&again, back.as_str()).await.unwrap();
    assert_eq!(grant.status, GrantStatus::Active);
    assert_eq!(refused(&app, &NativeSession::of_kept(&kept).unwrap(), back.as_str()).await, "state_invalid");
}

#[test]
fn what_was_not_kept_is_no_sign_in() {
    for text in ["", "{}", "null", r#"{"form":2}"#] {
        let error = NativeSession::of_kept(&Secret::from(text)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidRequest, "{text}");
    }
}

/// The verifier is in this process only: not even whoever reads the vault, with its key, has it.
#[tokio::test]
async fn the_web_handler_cannot_finish_a_native_session() {
    let app = App::start_with(world(), |options| {
        let base_url = options.base_url.clone();
        as_app(options);
        options.base_url = base_url;
    })
    .await;
    let session = begin(&app).await;
    let back = answer(&app, &session).await;
    let mut browser = app.browser();
    let query = back.query().unwrap().to_owned();
    let page = browser.send(HttpRequest { query, ..get(&format!("/oauth/callback/{PROVIDER}")) }, Some(member())).await;
    assert_eq!(page.status, 403, "{}", text(&page));
    app.assert_untouched(session.session_id().as_str());
    app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap();
}

#[tokio::test]
async fn an_answer_to_another_address_or_state_burns_nothing() {
    let app = start().await;
    let (session, other) = (begin(&app).await, begin(&app).await);
    let back = answer(&app, &session).await;
    let query = back.query().unwrap();
    let long = format!("{back}&x={}", "x".repeat(20_000));
    for url in [
        format!("msauth.com.acme.notez://auth?{query}"),
        format!("msauth.com.acme.notes://other?{query}"),
        format!("msauth.com.acme.notes://auth/more?{query}"),
        format!("msauth.com.acme.notes://u:p@auth?{query}"),
        format!("https://auth?{query}"),
        format!("http://127.0.0.1:1/oauth/callback/{PROVIDER}?{query}"),
        "msauth.com.acme.notes://auth".to_owned(),
        "not a url".to_owned(),
        String::new(),
        with_parameter(&back, "state", Some(&"A".repeat(43))).into(),
        with_parameter(&back, "state", None).into(),
        with_parameter(&back, "state", Some(&state_of(other.authorization_url()))).into(),
        format!("{back}&state=second"),
        format!("{back}&code=second"),
        format!("{back}&iss=a&iss=b"),
        format!("{back}&error=access_denied&error=access_denied"),
        // Nobody who only knows the scheme can end the session with an error.
        "msauth.com.acme.notes://auth?error=access_denied&state=guessed".to_owned(),
        long,
    ] {
        assert_eq!(refused(&app, &session, &url).await, "state_invalid", "{url}");
    }
    app.assert_untouched(session.session_id().as_str());
    app.assert_untouched(other.session_id().as_str());
    // Some providers put a slash after a host, and a fragment behind everything.
    let url = format!("msauth.com.acme.notes://auth/?{query}#_=_");
    app.authpipe.complete_native_session(&session, &url).await.unwrap();
}

#[tokio::test]
async fn a_hundred_completions_of_one_session_make_one_token_request() {
    let app = Arc::new(start().await);
    let session = Arc::new(begin(&app).await);
    let back = answer(&app, &session).await;
    let mut parallel = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (app, session, back) = (app.clone(), session.clone(), back.to_string());
        parallel.spawn(async move { app.authpipe.complete_native_session(&session, &back).await });
    }
    let results = parallel.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let codes = |error: &Error| error.code() == ErrorCode::StateInvalid;
    assert_eq!(results.iter().filter_map(|result| result.as_ref().err()).filter(|error| codes(error)).count(), 99);
    assert_eq!(app.token_requests(), 1);
}

#[tokio::test]
async fn a_denial_ends_the_session_once() {
    let app = start().await;
    let session = begin(&app).await;
    let back = cancel(&app, session.authorization_url(), &demo::BOB).await;
    assert_eq!(refused(&app, &session, back.as_str()).await, "access_denied");
    app.assert_ended_with_nothing(session.session_id().as_str(), "cancelled", "access_denied");
    assert_eq!(refused(&app, &session, back.as_str()).await, "state_invalid");
    assert_eq!(app.token_requests(), 0);
}

#[tokio::test]
async fn a_session_ends_after_ten_minutes_or_when_the_app_says_so() {
    let app = start().await;
    let (late, cancelled) = (begin(&app).await, begin(&app).await);
    let (late_answer, cancelled_answer) = (answer(&app, &late).await, answer(&app, &cancelled).await);
    app.authpipe.cancel_native_session(&cancelled).await.unwrap();
    app.authpipe.cancel_native_session(&cancelled).await.unwrap();
    assert_eq!(refused(&app, &cancelled, cancelled_answer.as_str()).await, "state_invalid");
    app.advance(Duration::from_secs(601));
    assert_eq!(refused(&app, &late, late_answer.as_str()).await, "session_expired");
    assert_eq!(refused(&app, &late, late_answer.as_str()).await, "state_invalid");
    assert_eq!(app.token_requests(), 0);
}

/// SR-59: a sheet that goes away with its view does not lose the code that is being exchanged.
#[tokio::test]
async fn a_completion_outlives_its_caller_and_shutdown_waits_for_it() {
    let app = Arc::new(start().await);
    let session = begin(&app).await;
    let back = answer(&app, &session).await;
    let held = app.sandbox.faults().add(Fault::hold(Endpoint::Token));
    let other = app.clone();
    let caller = tokio::spawn(async move { other.authpipe.complete_native_session(&session, back.as_str()).await });
    held.wait_until_reached().await;
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    held.release();
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    as_app(&mut options);
    let again = Authpipe::new(options).unwrap();
    assert_eq!(again.get_credential(&user("ben"), CallOptions::default()).await.unwrap().generation, 1);
}

#[tokio::test]
async fn a_connection_is_reconnected_by_its_account_only() {
    let app = start().await;
    let first = begin(&app).await;
    let back = answer(&app, &first).await;
    let grant = app.authpipe.complete_native_session(&first, back.as_str()).await.unwrap();
    let reconnects = || NativeRequest { connection_id: Some(grant.id.clone()), ..request() };

    let session = app.authpipe.create_native_session(reconnects()).await.unwrap();
    let back = sign_in(&app.sandbox.browser(), session.authorization_url(), &demo::CARLA).await;
    assert_eq!(refused(&app, &session, back.as_str()).await, "account_mismatch");
    assert_eq!(app.user_credential().await.unwrap().generation, 1, "the old grant stands");

    let session = app.authpipe.create_native_session(reconnects()).await.unwrap();
    let back = answer(&app, &session).await;
    assert_eq!(app.authpipe.complete_native_session(&session, back.as_str()).await.unwrap().id, grant.id);
    for (tenant_id, user_id) in [("other", "ben"), ("acme", "eve")] {
        let foreign = NativeRequest { tenant_id: tenant(tenant_id), user_id: UserId::parse(user_id).unwrap(), ..reconnects() };
        assert_eq!(code(app.authpipe.create_native_session(foreign).await), "not_connected");
    }
}

#[tokio::test]
async fn a_native_session_prints_neither_state_nor_secrets() {
    let app = start().await;
    let session = begin(&app).await;
    let printed = format!("{session:?}");
    assert!(printed.contains(session.session_id().as_str()));
    assert!(!printed.contains(&state_of(session.authorization_url())) && !printed.contains("code_challenge"), "{printed}");
}
