//! The same key stored by several at once: one of them makes the connection, and the others take its place.

use std::sync::Arc;

use crate::base::Secret;
use crate::engine::connecting::batch::Batch;
use crate::engine::{Engine, EventQuery, StoreCredential};
use crate::model::credential_type::CredentialType;

use super::stage::{Stage, config_with, soon, subject};

const MANY: usize = 12;

async fn process(stage: &Stage) -> Arc<Engine> {
    stage
        .process_of(vec![config_with("acme", "reusable", |definition| {
            definition["auth"] = serde_json::json!(["user", "api_key"])
        })])
        .await
}

fn key(number: usize) -> StoreCredential {
    let fields = vec![("value".to_owned(), Secret::new(format!("sk-{number}")))];
    StoreCredential { subject: subject(), credential_type: CredentialType::ApiKey, fields, variables: Default::default() }
}

/// How many events tell of a new connection, and how many of another key in its place.
async fn told(engine: &Arc<Engine>) -> (usize, usize) {
    let events = engine.manager.list_events(&EventQuery { limit: Some(200), ..EventQuery::default() }).await.unwrap().data;
    let count = |name: &str| events.iter().filter(|event| event.event_type.as_str() == name).count();
    (count("connection.created"), count("connection.updated"))
}

#[tokio::test]
async fn of_several_who_store_one_key_at_once_one_has_made_the_connection() {
    let stage = Stage::new("reusable");
    let processes = [process(&stage).await, process(&stage).await];
    // All of them have looked, and found nothing, before the first writes.
    stage.store.updates.shut();
    let storing: Vec<_> = (0..MANY)
        .map(|number| {
            let engine = processes[number % 2].clone();
            tokio::spawn(async move { engine.connector.store_credential(key(number)).await.unwrap() })
        })
        .collect();
    stage.store.updates.reached(MANY).await;
    stage.store.updates.open();
    let mut stored = Vec::new();
    for one in storing {
        stored.push(soon(one).await.unwrap());
    }
    let made = stored.iter().filter(|stored| stored.created).count();
    assert_eq!((made, told(&processes[0]).await), (1, (1, MANY - 1)));
    assert!(stored.iter().all(|other| other.connection_id == stored[0].connection_id));
    assert_eq!(super::stage::load(&processes[0]).await.generation, MANY as u64);
}

/// The same of rows that were judged, and found new, before somebody else has stored one of them.
#[tokio::test]
async fn a_row_that_somebody_else_has_stored_meanwhile_is_told_as_updated() {
    let stage = Stage::new("reusable");
    let engine = process(&stage).await;
    let mut batch = Batch::default();
    engine.connector.add_rows(&mut batch, vec![key(1)]).await.unwrap();
    assert!(engine.connector.store_credential(key(2)).await.unwrap().created);
    let done = engine.connector.store_part(&mut batch).await.unwrap();
    assert_eq!((done.created, done.updated, told(&engine).await), (0, 1, (1, 1)));
    // Where somebody has deleted it meanwhile, it is new again.
    let mut batch = Batch::default();
    engine.connector.add_rows(&mut batch, vec![key(3)]).await.unwrap();
    let id = super::stage::load(&engine).await.id;
    engine.manager.delete_connection(&subject().tenant_id, &id, None).await.unwrap();
    let done = engine.connector.store_part(&mut batch).await.unwrap();
    assert_eq!((done.created, done.updated, told(&engine).await), (1, 0, (2, 1)));
}
