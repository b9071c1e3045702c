//! An answer that is finished at the last moment, and takes long: whoever asks meanwhile is not told that it has stopped.

use std::time::Duration;

use crate::engine::CallbackInput;
use crate::engine::common::policy::Policy;
use crate::model::session::SessionStatus;

use super::device::{self, TOKENS, seconds, with_device_flow};
use super::endings::{code, connections, finish, start, status};
use super::stage::{Answer, Stage, soon};

/// Its time is over, and more than one exchange takes: it lives all the same, here and in another process.
#[tokio::test]
async fn an_exchange_that_began_at_the_last_moment_is_not_told_as_stopped() {
    let stage = Stage::new("reusable");
    let (engine, other) = (stage.process().await, stage.process().await);
    let (id, input) = start(&engine).await;
    let again = || CallbackInput {
        config: input.config.clone(),
        raw: input.raw.clone(),
        cookies: input.cookies.clone(),
        principal: input.principal.clone(),
    };
    stage.provider.will([Answer::Tokens("at-new", Some("rt-new"))]);
    stage.provider.gate.shut();
    let first = finish(&engine, again());
    stage.provider.gate.reached(1).await;
    let policy = Policy::default();
    stage.clock.advance(policy.parked + policy.exchange + policy.callback_probe + Duration::from_secs(1));
    assert_eq!(status(&engine, &id).await, SessionStatus::Pending);
    let asking: Vec<_> = [&engine, &other].map(|engine| finish(engine, again())).into_iter().collect();
    for _ in 0..2_000 {
        tokio::task::yield_now().await;
    }
    assert!(asking.iter().all(|asking| !asking.is_finished()), "one was told that it has stopped");
    stage.provider.gate.open();
    for told in asking.into_iter().chain([first]) {
        assert_eq!(code(&soon(told).await.unwrap()), None);
    }
    assert_eq!((status(&other, &id).await, connections(&engine).await), (SessionStatus::Complete, 1));
}

#[tokio::test]
async fn a_device_flow_that_is_being_finished_is_pending_however_long_that_takes() {
    let stage = Stage::new("strict");
    let engine = stage.process_changed(with_device_flow).await;
    let id = device::start(&stage, &engine).await;
    stage.provider.will([TOKENS]);
    stage.clock.advance(seconds(5));
    // The grant is on its way into the store.
    stage.store.updates.shut();
    let first = tokio::spawn({
        let (engine, id) = (engine.clone(), id.clone());
        async move { device::status(&engine, &id).await }
    });
    stage.store.updates.reached(1).await;
    stage.clock.advance(Policy::default().parked + seconds(1));
    assert_eq!(device::status(&engine, &id).await, "pending");
    stage.store.updates.open();
    assert_eq!(soon(first).await.unwrap(), "complete");
    assert_eq!(device::status(&engine, &id).await, "complete");
}
