use super::super::testing::place_at;
use super::*;
use crate::base::{ErrorCode, SystemClock};

/// Who is refused a lease, which is nobody's lock, does not stand behind those who wait for locks for as long as these do.
#[tokio::test(start_paused = true)]
async fn a_turn_is_waited_for_no_longer_than_a_connection() {
    let life = Life::new(place_at("postgres://u:p@127.0.0.1:1/d"), Source::Server(Arc::new(SystemClock)));
    let mut held = vec![life.alone().await.unwrap(), life.alone().await.unwrap()];
    let told = tokio::time::timeout(WAIT * 2, life.alone()).await.expect("it waits without a limit");
    let error = told.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable);
    assert!(error.retry_after().is_some(), "{error}");
    drop(held.pop());
    assert!(life.alone().await.is_ok());
}
