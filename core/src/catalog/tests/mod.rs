//! The catalogue's lint, the hostile values of SR-34, and the wording of what an operator reads first.

mod configs;
mod definitions;
mod fuzzing;
mod lint;
mod listed;
mod oauth1;
mod resolving;
mod revocations;
mod rules;
mod schema;
mod secrets;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};

use super::entry::read_file;
use super::*;
use crate::base::{ConfigId, ProviderId};
use crate::model::client::Client;
use crate::model::config::{Attachment, ProviderConfig};

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn definition(json: &Value) -> ProviderDefinition {
    read_definition(json, &ConfigId::parse("acme").unwrap()).unwrap()
}

fn config_of(definition: ProviderDefinition) -> ProviderConfig {
    let id = definition.id.clone();
    ProviderConfig {
        id: ConfigId::parse(&id).unwrap(),
        provider: ProviderId::parse(&id).unwrap(),
        definition: Arc::new(definition),
        client_id: "client".into(),
        names_client: false,
        client: Client::Secret("secret-canary".into()),
        redirect_uri: None,
        attachment: Attachment::User,
        scopes: Vec::new(),
        optional_scopes: Vec::new(),
        bot_scopes: Vec::new(),
        variables: BTreeMap::new(),
        secrets: BTreeMap::new(),
        danger_origins: BTreeMap::new(),
        enabled: true,
    }
}

fn onedrive() -> ProviderConfig {
    config_of(Arc::unwrap_or_clone(Catalog::builtin().get("microsoft-onedrive").unwrap()))
}

/// A definition with every kind of variable in a place where it may stand.
fn shop() -> Value {
    json!({
        "name": "Acme",
        "auth": ["user"],
        "variables": {
            "shop": { "kind": "dns_label", "from_user": true },
            "domain": { "kind": "host", "hosts": ["login.acme.example"], "suffixes": [".acme-cloud.example"], "from_user": true },
            "region": { "kind": "one_of", "values": ["eu", "us"], "default": "eu" },
            "whole": { "kind": "one_of", "values": ["a.acme.example", "b.acme.example"], "default": "a.acme.example" },
            "space": { "kind": "path_segment", "from_user": true },
            "org": { "kind": "uuid" },
        },
        "oauth": {
            "authorization_endpoint": "https://{shop}.acme.example/authorize",
            "token_endpoint": "https://{shop}.acme.example/token",
        },
        "api": { "origins": ["https://{shop}.acme.example", "https://{shop}.{region}.acme.example:8443", "https://api-{region}.acme.example"] },
    })
}

fn vectors_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/catalog")
}

fn vectors() -> Vec<(String, Value)> {
    let files = std::fs::read_dir(vectors_folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut read: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), serde_json::from_str(&text).unwrap())
        })
        .collect();
    read.sort_by(|a, b| a.0.cmp(&b.0));
    read
}

fn hostile_values() -> Vec<String> {
    let lists = vectors().into_iter().filter_map(|(_, vector)| vector.get("values").cloned());
    lists.flat_map(|list| serde_json::from_value::<Vec<String>>(list).unwrap()).collect()
}

fn strings(value: &Value) -> BTreeMap<String, String> {
    if value.is_null() { BTreeMap::new() } else { serde_json::from_value(value.clone()).unwrap() }
}
