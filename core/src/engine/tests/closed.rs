//! Tests that work begun after `close` is answered `closed`, asks no provider, and is no `internal`.

use crate::base::Result;
use crate::engine::renewing::flights::Wanted;

use super::stage::{Stage, connect, load, soon};

#[tokio::test]
async fn what_begins_after_the_end_is_told_of_the_end() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    connect(&engine).await;
    let grant = load(&engine).await;
    let config = engine.configs().of(&grant).unwrap().clone();
    soon(engine.close()).await.unwrap();
    let renewal = soon(engine.refresher.refresh(Wanted::after(&config, &grant))).await.map(drop);
    let seen_through: Result<()> = soon(engine.tasks.see_through(async { Ok(()) })).await;
    for outcome in [renewal, seen_through] {
        assert_eq!(outcome.unwrap_err().code().as_str(), "closed");
    }
    assert!(stage.provider.presented().is_empty());
}

#[tokio::test]
async fn work_that_panics_is_told_as_a_defect() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let seen_through: Result<()> = soon(engine.tasks.see_through(async { panic!("a bug") })).await;
    assert_eq!(seen_through.unwrap_err().code().as_str(), "internal");
}
