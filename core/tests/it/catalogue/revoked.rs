//! What is sent when a connection is deleted, against what vendors document of it.

use authpipe::Catalog;
use serde_json::{Value, json};

use super::documented::{Done, definition, drive, read, start};
use super::exchange::{Documented, Kind, Revoke, same};
use crate::support::tenant;

/// The same sign-in in an application of its own, and then what it brought is deleted.
async fn revoke(documented: &Documented, asked: &Revoke, definition: Value) -> Done {
    let driven = start(documented, definition).await;
    driven.connect(documented).await?;
    driven.expect(&asked.exchanges);
    let (id, tenant) = (driven.view(documented.kind).await.id, tenant("acme"));
    let deletion = match documented.kind {
        Kind::Installation => driven.app.authpipe.delete_installation(tenant, id).await,
        Kind::User | Kind::Key | Kind::Signed => driven.app.authpipe.delete_connection(tenant, id).await,
    };
    driven.asked_for_all()?;
    let told = deletion.map_err(|error| format!("the deletion: {error}"))?.revocation;
    same("what is told of the revocation", format!("{told:?}").to_lowercase(), asked.told.clone())
}

/// Every revocation of the catalogue is sent: as its facts say, or as its vendor documents it.
#[tokio::test]
async fn every_documented_revocation_is_asked_for_as_its_vendor_says() {
    let (all, played) = (read(), super::facts::read());
    let is_sent = |id: &str| {
        all.iter().any(|it| it.provider == id && it.revoke.is_some()) || played.get(id).is_some_and(|it| it.revoke.is_some())
    };
    let revoking = Catalog::builtin().list().filter(|definition| definition.revocation.is_some());
    let unsent: Vec<&str> = revoking.map(|definition| definition.id.as_str()).filter(|id| !is_sent(id)).collect();
    assert_eq!(unsent, [""; 0], "no vector says what is sent to revoke their tokens");
    let (mut wrong, mut driven) = (Vec::new(), 0);
    for documented in &all {
        let Some(asked) = &documented.revoke else { continue };
        driven += 1;
        if let Err(why) = revoke(documented, asked, definition(&documented.provider)).await {
            wrong.push(format!("{}: {why}", documented.provider));
        }
    }
    assert!(wrong.is_empty() && driven >= 14, "{} of {driven}:\n{}", wrong.len(), wrong.join("\n"));
}

/// A definition that says something else than its vendor is found out: by the sign-in, or by what is sent to revoke its tokens.
#[tokio::test]
async fn a_documented_provider_whose_facts_are_bent_is_found_out() {
    let all = read();
    for (file, pointer, value) in [
        ("discogs", "/oauth1/temporary_credentials_method", Value::Null),
        ("flickr", "/oauth1/method", Value::Null),
        ("flickr", "/oauth1/person_parameter", json!("username")),
        ("smugmug", "/oauth1/authorization_parameters", Value::Null),
        ("plurk", "/oauth1/signature_method", json!("HMAC-SHA256")),
        ("dingtalk", "/oauth/code_parameter", Value::Null),
        ("dingtalk", "/oauth/token_request/parameter_names/grant_type", Value::Null),
        ("dingtalk", "/oauth/credentials/0/organisation", Value::Null),
        ("etsy", "/oauth/credentials/0/person_before", json!("-")),
        ("clover", "/oauth/credentials/0/expires_in", Value::Null),
        ("clover", "/oauth/refresh_endpoint", Value::Null),
        ("trovo", "/oauth/token_request/headers", Value::Null),
        ("trovo", "/api/further_headers", Value::Null),
        ("trovo", "/revocation/headers", Value::Null),
        ("basecamp", "/oauth/token_response/ends_grant_texts", Value::Null),
        ("basecamp", "/oauth/token_request", json!({ "parameters": { "type": "web_server" } })),
        ("salesforce", "/revocation/client", Value::Null),
        ("salesforce", "/revocation/endpoint", json!("https://{login}.salesforce.com/services/oauth2/revocation")),
        ("quickbooks", "/revocation/token_in", Value::Null),
        ("quickbooks", "/revocation/client", json!("nothing")),
        ("pipedrive", "/revocation/token_type_hint", json!(false)),
        ("pipedrive", "/revocation", Value::Null),
        ("calendly", "/revocation/client", Value::Null),
        ("webflow", "/revocation/token_in", json!({ "form": "access_token" })),
        ("zoom", "/revocation/tokens", Value::Null),
        ("slack", "/revocation/token_in", Value::Null),
        ("slack", "/revocation/tokens", json!(["access"])),
        ("monday", "/oauth/token_request", Value::Null),
        ("pinterest", "/oauth/token_request", Value::Null),
        ("webflow", "/oauth/token_request", Value::Null),
        ("survey-monkey", "/variables/api/hosts", json!(["api.surveymonkey.com"])),
        ("reddit", "/revocation", Value::Null),
        ("github", "/revocation/method", Value::Null),
        ("google-workspace", "/revocation/client", Value::Null),
    ] {
        let it = all.iter().find(|it| it.provider == file).unwrap();
        let mut bent = definition(file);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = bent.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        assert_ne!(parent.get(name), Some(&value), "{file}{pointer} says so anyway");
        if value.is_null() {
            assert!(parent.remove(name).is_some(), "{file}{pointer} says nothing that could be left out");
        } else {
            parent.insert(name.to_owned(), value.clone());
        }
        let mut found = drive(it, bent.clone()).await;
        if let (Ok(()), Some(asked)) = (&found, &it.revoke) {
            found = revoke(it, asked, bent).await;
        }
        assert!(found.is_err(), "{file}{pointer} = {value} is not found out");
    }
}
