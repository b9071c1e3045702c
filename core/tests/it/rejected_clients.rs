//! A client that the provider rejects is seen by whoever runs the application, wherever it was rejected first (SR-63).

use crate::support::look::{HOUR, soon};
use crate::support::{App, principal, tenant};
use authpipe::{ConfigStatus, Event, EventQuery, EventType, GrantStatus, Role};
use authpipe_sandbox::{Endpoint, Fault, demo};

async fn told(app: &App) -> Vec<Event> {
    let query = EventQuery { limit: Some(200), ..EventQuery::default() };
    let all = app.authpipe.list_events(query).await.unwrap().data;
    let is_meant = |event: &Event| matches!(event.event_type, EventType::ConfigError | EventType::ConfigRecovered);
    all.into_iter().filter(is_meant).collect()
}

fn names(events: &[Event]) -> Vec<&'static str> {
    events.iter().map(|event| event.event_type.as_str()).collect()
}

/// The usual first deployment: the secret is wrong, and the first thing that anybody does is to sign in.
#[tokio::test]
async fn a_sign_in_that_shows_a_rejected_client_is_heard_by_the_operator() {
    let app = App::start().await;
    app.connect().await;
    let id = app.only_connection().await.id;
    let status = async || app.only_connection().await.config_status;
    let refusal = Fault::raw(Endpoint::Token, 401, "application/json", &br#"{"error":"invalid_client"}"#[..]);
    let wrong = app.sandbox.faults().add(refusal.always());
    let eve = principal("other", "eve", Role::Member);
    for _ in 0..2 {
        let session = app.browser().connect(&eve, &demo::GUS).await;
        assert_eq!(session["error"]["code"], "provider_config_rejected");
    }
    let events = told(&app).await;
    assert_eq!(names(&events), ["config.error"], "told once");
    let (event, failure) = (&events[0], events[0].error().unwrap());
    assert_eq!((event.tenant_id.as_str(), event.grant_id.as_ref(), event.session_id.is_some()), ("other", None, true));
    assert_eq!(failure.code().as_str(), "provider_config_rejected");
    assert_eq!(failure.context().provider_error.as_deref(), Some("invalid_client"));
    assert_eq!(status().await, ConfigStatus::ConfigError, "of everybody's connections");
    wrong.remove();
    let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
    assert_eq!((health.status, health.config_status), (GrantStatus::Active, ConfigStatus::ConfigError));
    assert_eq!(app.browser().connect(&eve, &demo::GUS).await["status"], "complete");
    assert_eq!(status().await, ConfigStatus::Ok, "a sign-in shows that too");
    assert_eq!(names(&told(&app).await), ["config.error", "config.recovered"]);
    app.advance(2 * HOUR);
    app.user_credential().await.unwrap();
    assert_eq!(
        (status().await, names(&told(&app).await)),
        (ConfigStatus::Ok, vec!["config.error", "config.recovered"]),
        "told once"
    );
}

/// A secret is corrected by a restart: the process that has told of the wrong one is gone, and its alarm ends all the same.
#[tokio::test]
async fn what_a_process_before_a_restart_has_told_is_recovered_by_a_sign_in_and_by_a_renewal() {
    for is_by_renewal in [false, true] {
        let mut app = App::start().await;
        app.connect().await;
        let refusal = Fault::raw(Endpoint::Token, 401, "application/json", &br#"{"error":"invalid_client"}"#[..]);
        let wrong = app.sandbox.faults().add(refusal.always());
        let eve = principal("other", "eve", Role::Member);
        let session = app.browser().connect(&eve, &demo::GUS).await;
        assert_eq!(session["error"]["code"], "provider_config_rejected");
        wrong.remove();
        app.restart().await;
        assert_eq!(names(&told(&app).await), ["config.error"]);
        if is_by_renewal {
            app.advance(2 * HOUR);
            app.user_credential().await.unwrap();
        } else {
            assert_eq!(app.browser().connect(&principal("third", "joe", Role::Member), &demo::GUS).await["status"], "complete");
        }
        assert_eq!(names(&told(&app).await), ["config.error", "config.recovered"], "by a renewal: {is_by_renewal}");
        // Neither what comes after nor another restart tells it again.
        for _ in 0..2 {
            app.restart().await;
            app.advance(2 * HOUR);
            app.user_credential().await.unwrap();
            assert_eq!(app.browser().connect(&eve, &demo::GUS).await["status"], "complete");
            assert_eq!(names(&told(&app).await), ["config.error", "config.recovered"]);
        }
    }
}

/// `unauthorized_client` is said of what was asked for, such as one organisation's sign-in.
#[tokio::test]
async fn what_one_sign_in_may_not_do_is_told_of_no_client() {
    let app = App::start().await;
    app.connect().await;
    app.sandbox.faults().add(Fault::raw(Endpoint::Token, 400, "application/json", &br#"{"error":"unauthorized_client"}"#[..]));
    let session = app.browser().connect(&principal("other", "eve", Role::Member), &demo::GUS).await;
    assert_eq!(session["error"]["code"], "provider_config_rejected", "{session}");
    assert_eq!(told(&app).await.len(), 0);
    assert_eq!(app.only_connection().await.config_status, ConfigStatus::Ok);
}

/// Sign-ins and renewals have both shown it: that it is over is told once, and by the first renewal that works.
#[tokio::test]
async fn a_client_that_is_taken_again_is_told_once_whoever_has_found_out() {
    let app = App::start().await;
    app.connect().await;
    let refusal = Fault::raw(Endpoint::Token, 401, "application/json", &br#"{"error":"invalid_client"}"#[..]);
    let wrong = app.sandbox.faults().add(refusal.always());
    app.browser().connect(&principal("other", "eve", Role::Member), &demo::GUS).await;
    app.advance(2 * HOUR);
    assert_eq!(app.user_credential().await.unwrap_err().code().as_str(), "provider_config_rejected");
    wrong.remove();
    let recovered = async || names(&told(&app).await).into_iter().filter(|name| *name == "config.recovered").count();
    for _ in 0..3 {
        app.advance(2 * HOUR);
        app.user_credential().await.unwrap();
        assert_eq!(recovered().await, 1);
    }
}
