//! A grant that its provider ends some time after the sign-in, whatever is refreshed: the application hears of it once, and in time.

use std::sync::Arc;
use std::time::Duration;

use crate::base::Timestamp;
use crate::engine::{Engine, EventQuery};
use crate::model::event::EventType;
use crate::model::grant::{Grant, Material, RenewalEnd};

use super::stage::{Answer, START, Stage, load, sample, soon, subject, value};

const DAY: Duration = Duration::from_secs(24 * 3600);
const NEXT: Answer = Answer::Tokens("at-2", Some("rt-2"));

/// A grant of a provider that ends every one 30 days after the sign-in.
async fn ending(stage: &Stage) -> Arc<Engine> {
    let engine = stage
        .process_changed(|definition| definition["lifetime"]["refresh_absolute_seconds"] = (30 * DAY.as_secs()).into())
        .await;
    let mut grant = Grant { refresh_at: Some(START), last_used_at: Some(START), ..sample("acme", "u") };
    tokens(&mut grant).renewal_end = RenewalEnd::of_sign_in(START, None, Some(30 * DAY));
    engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    engine
}

fn tokens(grant: &mut Grant) -> &mut crate::model::grant::OAuthTokens {
    match &mut grant.secrets.material {
        Material::OAuth(tokens) => tokens,
        Material::Fields(_) => panic!("tokens"),
    }
}

async fn told(engine: &Engine) -> Vec<Timestamp> {
    let events = engine.manager.list_events(&EventQuery::default()).await.unwrap().data;
    events.iter().filter(|event| event.event_type == EventType::CredentialExpiring).map(|event| event.at).collect()
}

async fn work(engine: &Engine) {
    soon(engine.scheduler.run_maintenance(None)).await.unwrap();
}

#[tokio::test]
async fn a_grant_that_nobody_uses_is_renewed_once_to_say_that_its_end_is_near() {
    let stage = Stage::new("strict");
    let engine = ending(&stage).await;
    stage.clock.advance(20 * DAY);
    work(&engine).await;
    assert_eq!(load(&engine).await.refresh_at, Some(START.plus(24 * DAY)), "put off until then, for nobody uses it");
    stage.provider.will([NEXT]);
    stage.clock.advance(4 * DAY);
    work(&engine).await;
    assert_eq!((stage.provider.presented().len(), told(&engine).await), (1, vec![START.plus(24 * DAY)]));
    let mut grant = load(&engine).await;
    assert_eq!(tokens(&mut grant).renewal_end.unwrap().at, START.plus(30 * DAY), "a refresh does not put it off");
    stage.clock.advance(2 * DAY);
    work(&engine).await;
    assert_eq!((stage.provider.presented().len(), told(&engine).await.len()), (1, 1), "once");
}

/// The renewal that announces the end is the only one for its expiry.
#[tokio::test]
async fn who_announces_the_end_is_not_due_again_at_once() {
    let stage = Stage::new("strict");
    let engine = ending(&stage).await;
    stage.provider.will([NEXT]);
    stage.clock.advance(25 * DAY);
    assert_eq!(value(&engine).await, "at-2");
    assert_eq!(told(&engine).await.len(), 1);
    assert!(load(&engine).await.refresh_at.unwrap() > START.plus(25 * DAY));
    assert_eq!(value(&engine).await, "at-2");
    work(&engine).await;
    assert_eq!(stage.provider.presented().len(), 1);
}

#[tokio::test]
async fn an_end_that_a_refresh_puts_off_is_none() {
    let stage = Stage::new("strict");
    let engine = ending(&stage).await;
    let id = load(&engine).await.id;
    // Somebody has taken it out of the definition since: it is the refresh token that ends.
    let engine = {
        drop(engine);
        stage.process().await
    };
    stage.provider.will([Answer::Status(
        200,
        r#"{"access_token":"at-2","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-2","refresh_token_expires_in":2592000}"#,
    )]);
    stage.clock.advance(25 * DAY);
    work(&engine).await;
    assert!(told(&engine).await.is_empty());
    let view = engine.manager.get_connection(&subject().tenant_id, &id).await.unwrap();
    assert_eq!(view.refresh.ends_at, Some(START.plus(55 * DAY)));
}

#[tokio::test]
async fn a_failure_announces_nothing_and_the_next_renewal_does() {
    let stage = Stage::new("strict");
    let engine = ending(&stage).await;
    stage.provider.will([Answer::Status(503, ""), NEXT]);
    stage.clock.advance(25 * DAY);
    work(&engine).await;
    assert!(told(&engine).await.is_empty());
    stage.clock.advance(Duration::from_secs(3600));
    work(&engine).await;
    assert_eq!(told(&engine).await.len(), 1);
}
