//! A provider's signing keys come and go: the key set is asked for again where that can help, and no more often (SR-25).

use std::time::Duration;

use crate::support::{App, member};
use authpipe_sandbox::{Endpoint, Fault, demo};
use serde_json::json;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

/// How often the sandbox was asked for its keys.
fn looks(app: &App) -> usize {
    let is_key_set = |path: &Option<String>| path.as_deref().is_some_and(|path| path.ends_with("/keys"));
    app.sandbox.ledger().entries().iter().filter(|entry| is_key_set(&entry.path)).count()
}

/// The status of a sign-in of Bob's.
async fn connect(app: &App) -> String {
    app.browser().connect(&member(), &demo::BOB).await["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_key_that_is_new_is_found_with_one_more_look() {
    for keep_old in [true, false] {
        let app = App::start().await;
        assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 1));
        // As a sandbox is started again: the set may have been fetched the moment before.
        app.sandbox.rotate_keys(keep_old);
        assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 2), "old key kept: {keep_old}");
        // The new set stays.
        assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 2));
        app.sandbox.rotate_keys(keep_old);
        assert_eq!((connect(&app).await, looks(&app)), ("failed".into(), 2), "twice within a minute");
        app.advance(MINUTE);
        assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 3));
    }
}

/// A key may be replaced under its name, or have none: then its signatures alone tell of it.
#[tokio::test]
async fn a_key_that_is_replaced_under_its_name_is_found_with_one_more_look() {
    let app = App::start().await;
    let name = app.sandbox.signing_key_ids().pop().unwrap();
    let modulus = format!("{}w", "u".repeat(341));
    let other = json!({ "keys": [{ "kty": "RSA", "use": "sig", "kid": name, "n": modulus, "e": "AQAB" }] }).to_string();
    let stale = app.sandbox.faults().add(Fault::raw(Endpoint::Jwks, 200, "application/json", other).always());
    assert_eq!((connect(&app).await, looks(&app)), ("failed".into(), 2));
    stale.remove();
    assert_eq!((connect(&app).await, looks(&app)), ("failed".into(), 2), "twice within a minute");
    app.advance(MINUTE);
    assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 3));
}

/// Anybody can name a key that does not exist, so names alone must not make us ask all the time.
#[tokio::test]
async fn unknown_keys_cost_one_look_a_minute() {
    let app = App::start().await;
    assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 1));
    app.sandbox.rotate_keys(true);
    let stale = app.sandbox.faults().add(Fault::raw(Endpoint::Jwks, 200, "application/json", r#"{"keys":[]}"#).always());
    for expected in [2, 2] {
        assert_eq!((connect(&app).await, looks(&app)), ("failed".into(), expected), "within the first minute");
    }
    app.advance(MINUTE);
    for expected in [3, 3, 3] {
        assert_eq!((connect(&app).await, looks(&app)), ("failed".into(), expected), "in the second");
    }
    stale.remove();
    app.advance(MINUTE);
    assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 4));
}

/// A provider that withdraws a key is believed after a day.
#[tokio::test]
async fn a_key_set_is_kept_for_a_day() {
    let app = App::start().await;
    assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 1));
    app.advance(DAY - Duration::from_secs(1));
    assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 1));
    app.advance(Duration::from_secs(1));
    assert_eq!((connect(&app).await, looks(&app)), ("complete".into(), 2));
}
