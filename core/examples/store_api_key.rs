//! Keeps an API key that somebody has pasted, and hands it out with the header that its provider wants.
//!
//! Run: `cargo run -p authpipe --example store_api_key`. The provider is described here, because it is in no catalogue: any
//! service with API keys can be added so.

use std::collections::BTreeMap;
use std::error::Error;

use authpipe::{
    Authpipe, CallOptions, CredentialType, Mode, Options, ProviderInput, Secret, StoreCredential, Subject, make_root_key,
};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let key = make_root_key();
    let options = || options(&folder.path().join("vault.db"), &key);
    let subject = Subject::user("acme-search", "org_acme", "user_123")?;

    let authpipe = Authpipe::new(options())?;
    let stored = authpipe
        .store_credential(StoreCredential {
            subject: subject.clone(),
            credential_type: CredentialType::ApiKey,
            fields: vec![("value".into(), Secret::from("sk-example"))],
            variables: Default::default(),
        })
        .await?;
    println!("stored as {}", stored.connection_id);
    authpipe.close().await?;

    // The file holds the sealed key; without the root key nothing opens it.
    assert!(!std::fs::read(folder.path().join("vault.db"))?.windows(10).any(|bytes| bytes == b"sk-example"));

    let authpipe = Authpipe::new(options())?;
    let credential = authpipe.get_credential(&subject, CallOptions::default()).await?;
    assert_eq!(credential.value.expose().as_str(), "sk-example");
    println!("{credential:?}");
    authpipe.close().await?;
    Ok(())
}

fn options(vault: &std::path::Path, key: &Secret<String>) -> Options {
    let definition = json!({
        "name": "Acme Search",
        "auth": ["api_key"],
        "api": { "placement": { "header": "X-Api-Key", "prefix": "" }, "origins": ["https://api.search.example"] },
    });
    let config = ProviderInput { client_id: "unused".into(), definition: Some(definition), ..ProviderInput::default() };
    Options {
        vault: Some(format!("sqlite:{}", vault.display())),
        keys: vec![key.clone()],
        mode: Some(Mode::Development),
        providers: BTreeMap::from([("acme-search".into(), config)]),
        ..Options::default()
    }
}
