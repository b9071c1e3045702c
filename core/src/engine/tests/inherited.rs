//! An engine in a child of a fork that nobody has announced (SR-83): its runtime has no threads there.

use super::stage::{START, Stage, sample, subject};
use crate::base::fork::Origin;
use crate::base::{ErrorCode, Timestamp};
use crate::engine::grants::cache::Loaded;
use crate::engine::grants::upkeep::Upkeep;
use crate::engine::{CallOptions, Engine};

#[tokio::test]
async fn a_cached_credential_that_asks_for_work_is_refused() {
    let stage = Stage::new("strict");
    // A refresh behind is due; its use is to be noted; neither.
    for (due_at, touched, answers) in
        [(START, START, false), (Timestamp::NEVER, Timestamp::EPOCH, false), (Timestamp::NEVER, START, true)]
    {
        let engine = stage.inherited();
        fill(&engine, due_at, touched);
        // This thread has read before the fork.
        engine.grants.cache().introduce_thread(Origin::here()).unwrap();
        let ask = || engine.reader.answer(&subject(), &CallOptions::default());
        if answers {
            assert!(ask().unwrap().is_some());
        } else {
            assert_eq!(ask().unwrap_err().code(), ErrorCode::Forked);
            // The hit that asked for the work was the only one to do so.
            assert!(ask().unwrap().is_none());
        }
        assert!(!engine.is_busy() && engine.tasks.is_empty(), "nothing was started");
    }
}

#[tokio::test]
async fn a_thread_that_has_never_read_is_refused_whatever_is_cached() {
    let stage = Stage::new("strict");
    let engine = stage.inherited();
    let ask = || [engine.reader.peek(&subject()).map(drop), engine.reader.answer_with_validity(&subject()).map(drop)];
    let answers = std::thread::scope(|scope| scope.spawn(ask).join().unwrap());
    assert!(answers.iter().all(|answer| answer.as_ref().is_err_and(|error| error.code() == ErrorCode::Forked)), "{answers:?}");
}

/// As a read would fill the cache that has just looked.
fn fill(engine: &Engine, due_at: Timestamp, touched: Timestamp) {
    let grant = sample("acme", "u");
    let config = engine.configs().resolve(&subject().provider, None).unwrap();
    let credential = engine.reader.hand_out_renewed(config, &grant, &[]).unwrap();
    let upkeep = Upkeep::new(Some(touched), due_at);
    let loaded = Loaded {
        key: grant.key,
        credential,
        revision: grant.revision,
        usable_until: Timestamp::NEVER,
        usable_until_elapsed: std::time::Duration::MAX,
        lives_until_elapsed: std::time::Duration::MAX,
        upkeep,
    };
    // Before anything is due.
    engine.grants.cache().put(engine.grants.cache().mark(), loaded, Timestamp::from_unix_millis(-1));
    engine.grants.cache().note_look(engine.scheduler.clock.elapsed());
}
