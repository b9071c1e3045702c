//! Tests of how long a call may take, by what it says itself, its handle and the options say; and of what the work is told of it.

use std::time::Duration;

use super::{Authpipe, Mode, Options};
use crate::engine::CallOptions;
use crate::vault::LocalRootKey;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

fn made(timeout: Option<Duration>) -> Authpipe {
    let (vault, keys) = (Some("memory:".into()), vec![LocalRootKey::make()]);
    let options = Options { vault, keys, mode: Some(Mode::Development), timeout, ..Options::default() };
    Authpipe::new(options).unwrap()
}

async fn told(authpipe: &Authpipe, limit: Option<Duration>) -> Option<Duration> {
    authpipe.run_for(limit, |_, left| async move { Ok(left) }).await.unwrap()
}

#[tokio::test]
async fn the_work_is_told_what_is_left_of_the_shortest_limit() {
    let authpipe = made(None);
    let left = told(&authpipe, Some(HOUR)).await.unwrap();
    assert!(left < HOUR, "the vault was opened meanwhile: {left:?}");
    for (handle, call) in [(MINUTE, HOUR), (HOUR, MINUTE)] {
        let left = told(&authpipe.limited(handle), Some(call)).await.unwrap();
        assert!(left <= MINUTE, "{handle:?} {call:?}: {left:?}");
    }
    assert!(told(&authpipe.limited(MINUTE), None).await.is_some());
    assert_eq!(told(&authpipe, None).await, None);
    authpipe.close().await.unwrap();
}

#[tokio::test]
async fn a_call_says_its_limit_before_the_options_and_these_before_the_default() {
    let of_call = CallOptions { timeout: Some(MINUTE), ..CallOptions::default() };
    for (options, own) in [(None, Duration::from_secs(10)), (Some(HOUR), HOUR)] {
        let authpipe = made(options);
        assert_eq!(authpipe.limit_of(&CallOptions::default()).unwrap(), own);
        assert_eq!(authpipe.limit_of(&of_call).unwrap(), MINUTE);
        authpipe.close().await.unwrap();
    }
}
