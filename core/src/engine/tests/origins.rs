//! What a person has pasted or signed in for goes to the origins of its API, also where a definition got past its own check (SR-30).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{ConfigId, Error, Secret};
use crate::engine::{Engine, ListQuery, StoreCredential};
use crate::model::definition::LookUp;
use crate::model::grant::CredentialType;
use crate::protocol::token::TokenAnswer;

use super::stage::{Stage, subject};

const HERE: &str = "https://api.acme.example/me";
const ELSEWHERE: [&str; 3] =
    ["https://other.example/me", "https://api.acme.example:8443/me", "https://api.acme.example.other.example/me"];

async fn with_key_probe(stage: &Stage, url: &str) -> Arc<Engine> {
    let keys = |definition: &mut serde_json::Value| {
        definition["auth"] = serde_json::json!(["user", "api_key"]);
        definition["key_probe"] = serde_json::json!({ "url": url });
    };
    stage.process_changed(keys).await
}

async fn paste(engine: &Engine) -> Result<(), Error> {
    let fields = vec![("value".to_owned(), Secret::new("key-1".to_owned()))];
    let key =
        StoreCredential { subject: subject(), credential_type: CredentialType::ApiKey, fields, variables: Default::default() };
    engine.connector.store_credential(key).await.map(drop)
}

#[tokio::test]
async fn a_key_is_tried_where_it_may_be_sent_and_nowhere_else() {
    for url in ELSEWHERE {
        let stage = Stage::new("strict");
        let engine = with_key_probe(&stage, url).await;
        let refused = paste(&engine).await.expect_err(url);
        assert_eq!(refused.code().as_str(), "config_invalid", "{refused}");
        assert!(refused.to_string().contains("must not be sent"), "{refused}");
        assert_eq!(stage.provider.asked(), [""; 0]);
        let all = ListQuery { all_tenants: true, ..ListQuery::default() };
        assert!(engine.manager.list_connections(&all).await.unwrap().data.is_empty(), "{url}: nothing is stored");
    }
    let stage = Stage::new("strict");
    let engine = with_key_probe(&stage, HERE).await;
    paste(&engine).await.unwrap();
    assert_eq!(stage.provider.asked(), [HERE]);
}

#[tokio::test]
async fn a_sign_in_asks_for_an_organisations_name_where_it_may_be_sent_and_nowhere_else() {
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let config = engine.configs.get(&ConfigId::parse("acme").unwrap()).unwrap();
    let credential = TokenAnswer {
        access_token: Secret::from("at-1"),
        token_secret: None,
        expires_in: None,
        expires_at: None,
        refresh_in: None,
        refresh_expires_in: None,
        refresh_token: None,
        is_refresh_token_unusable: false,
        scopes: None,
        id_token: None,
    };
    for url in ELSEWHERE.into_iter().chain([HERE]) {
        let look_up: LookUp = serde_json::from_value(serde_json::json!({ "url": url, "pointer": "/name" })).unwrap();
        // The answer has no name either way: what counts is who was asked.
        assert_eq!(engine.connector.find_organisation_name(config, &look_up, &credential, &BTreeMap::new()).await, None);
    }
    assert_eq!(stage.provider.asked(), [HERE]);
}
