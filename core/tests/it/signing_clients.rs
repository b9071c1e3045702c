//! What signs, against a provider that verifies: a client with a private key, a service account, and a signed app (RFC 7523).

use std::collections::BTreeMap;

use crate::support::custom::{self, OWN, own_user, sandbox_origin};
use crate::support::look::{HOUR, soon};
use crate::support::{App, code, member, tenant};
use authpipe::{CallOptions, CreateInstallation, GrantView, ProviderId, ProviderInput, Result, Secret, Subject};
use authpipe_sandbox::{KeyKind, MadeKey, ServiceAccount, World};
use serde_json::{Value, json};

const CLIENT: &str = "generic-key";

fn world(change: impl FnOnce(&mut World)) -> World {
    let mut world = World::demo();
    change(&mut world);
    world
}

fn register(world: &mut World, key: &MadeKey) {
    world.generic.client_mut(CLIENT).unwrap().keys.get_or_insert_default().push(key.public.clone());
}

fn with_key(key: &MadeKey) -> ProviderInput {
    ProviderInput {
        client_id: CLIENT.into(),
        private_key: Some(Secret::new(key.private_key_pem.clone())),
        private_key_id: Some(key.public.id.clone()),
        ..ProviderInput::default()
    }
}

/// An application whose own provider is the sandbox's generic server with this definition.
async fn start(world: World, input: ProviderInput, definition: impl FnOnce(&str) -> Value) -> App {
    App::start_with(world, |options| {
        let definition = Some(definition(&sandbox_origin(options)));
        options.providers.insert(OWN.into(), ProviderInput { definition, ..input });
    })
    .await
}

fn installed_by(credential: impl FnOnce(&str) -> Value) -> impl FnOnce(&str) -> Value {
    |origin| {
        json!({
            "name": "Own",
            "auth": ["installation"],
            "oauth": { "token_endpoint": format!("{origin}/oauth/token") },
            "variables": { "place": { "kind": "path_segment", "from_user": true }, "delegate": { "kind": "email_address", "from_user": true } },
            "install": { "kind": "by_mint", "credential": credential(origin), "organisation": "{place}" },
            "api": { "origins": [origin] },
        })
    }
}

async fn create(app: &App, variables: &[(&str, &str)]) -> Result<GrantView> {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let request = CreateInstallation {
        provider: ProviderId::parse(OWN).unwrap(),
        config: None,
        tenant_id: tenant("acme"),
        user_id: None,
        variables: variables.collect::<BTreeMap<_, _>>(),
    };
    soon(app.authpipe.create_installation(request)).await
}

/// The installation's credential, which the provider's own API takes.
async fn read(app: &App) -> Result<String> {
    let subject = Subject::installation(OWN, "acme").unwrap();
    let credential = soon(app.authpipe.get_credential(&subject, CallOptions::default())).await?;
    let url = format!("{}/oauth/api/me", app.sandbox.http_origin());
    let me = app.sandbox.client().get_bearer(&url, credential.value.expose()).await.unwrap();
    assert_eq!(me.status, 200, "{}", me.text());
    Ok(me.json()["client_id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_client_with_a_private_key_connects_and_refreshes_at_a_provider_that_verifies() {
    for kind in [KeyKind::Rsa, KeyKind::P256] {
        let key = MadeKey::make(kind).unwrap();
        let app = start(world(|world| register(world, &key)), with_key(&key), |origin| {
            let mut definition = custom::definition(origin, "strict");
            definition["oauth"]["client_authentication"] = json!("private_key_jwt");
            definition
        })
        .await;
        app.browser().connect_generic(&member()).await;
        for generation in 2..=3 {
            app.advance(2 * HOUR);
            let credential = soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.unwrap();
            assert_eq!(credential.generation, generation);
        }
        let requests = app.sandbox.ledger().token_requests();
        assert_eq!(requests.len(), 3);
        assert!(requests.iter().all(|entry| (entry.status, entry.client_auth) == (Some(200), Some("assertion"))), "{requests:?}");
        // Another key is registered in its place: the operator is told, and the grant stays.
        app.sandbox.change(|world| world.generic.client_mut(CLIENT).unwrap().keys = Some(Vec::new()));
        app.advance(2 * HOUR);
        let refused = soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await;
        assert_eq!(code(refused), "provider_config_rejected");
        app.sandbox.change(|world| register(world, &key));
        app.advance(HOUR);
        assert!(soon(app.authpipe.get_credential(&own_user("ben"), CallOptions::default())).await.is_ok());
    }
}

#[tokio::test]
async fn a_client_with_a_private_key_mints_by_client_credentials_too() {
    let key = MadeKey::make(KeyKind::Rsa).unwrap();
    let app = start(world(|world| register(world, &key)), with_key(&key), |origin| {
        let mut definition = installed_by(|_| json!({ "kind": "client_credentials", "scope": "all" }))(origin);
        definition["oauth"]["client_authentication"] = json!("private_key_jwt");
        definition
    })
    .await;
    create(&app, &[("place", "acme.example")]).await.unwrap();
    app.advance(2 * HOUR);
    assert_eq!(read(&app).await.unwrap(), CLIENT);
}

#[tokio::test]
async fn a_service_account_mints_for_those_who_have_delegated_to_it() {
    let key = MadeKey::make(KeyKind::Rsa).unwrap();
    let file = json!({
        "type": "service_account", "client_email": "robot@project.example",
        "private_key": key.private_key_pem, "private_key_id": key.public.id,
    });
    let account = ServiceAccount {
        email: "robot@project.example".into(),
        keys: vec![key.public.clone()],
        delegates: vec!["ann@acme.example".into()],
    };
    let input = ProviderInput {
        client_id: "unused".into(),
        private_key: Some(Secret::new(file.to_string())),
        ..ProviderInput::default()
    };
    let mint = |_: &str| json!({ "kind": "jwt_bearer", "scopes": ["drive"], "scope_in": "assertion", "subject": "{delegate}" });
    let app = start(world(|world| world.generic.service_accounts.push(account)), input, installed_by(mint)).await;
    let refused = create(&app, &[("place", "acme.example"), ("delegate", "eve@acme.example")]).await;
    assert_eq!(code(refused), "access_denied", "nobody has delegated there");
    create(&app, &[("place", "acme.example"), ("delegate", "ann@acme.example")]).await.unwrap();
    for _ in 0..2 {
        app.advance(2 * HOUR);
        assert_eq!(read(&app).await.unwrap(), "robot@project.example");
    }
    // The delegation is withdrawn: nothing is lost, and it works again when it is back.
    app.sandbox.change(|world| world.generic.service_accounts[0].delegates.clear());
    app.advance(2 * HOUR);
    assert_eq!(code(read(&app).await), "provider_error");
    app.sandbox.change(|world| world.generic.service_accounts[0].delegates.push("ann@acme.example".into()));
    app.advance(HOUR);
    assert!(read(&app).await.is_ok());
}

#[tokio::test]
async fn a_signed_app_mints_for_its_installations_until_they_are_gone() {
    let key = MadeKey::make(KeyKind::Rsa).unwrap();
    let installed = |world: &mut World| world.generic.client_mut(CLIENT).unwrap().installations.push("77".into());
    let mint = |origin: &str| {
        json!({
            "kind": "app_jwt", "url": format!("{origin}/oauth/app/installations/{{place}}/access_tokens"),
            "token": "/token", "expires_at": "/expires_at", "ended": [404],
        })
    };
    let world = world(|world| {
        register(world, &key);
        installed(world);
    });
    let app = start(world, with_key(&key), installed_by(mint)).await;
    assert_eq!(code(create(&app, &[("place", "78")]).await), "access_denied");
    create(&app, &[("place", "77")]).await.unwrap();
    for _ in 0..2 {
        app.advance(2 * HOUR);
        assert_eq!(read(&app).await.unwrap(), CLIENT);
    }
    app.sandbox.change(|world| world.generic.client_mut(CLIENT).unwrap().installations.clear());
    app.advance(2 * HOUR);
    assert_eq!(code(read(&app).await), "reauth_required");
    app.sandbox.change(installed);
    create(&app, &[("place", "77")]).await.unwrap();
    assert!(read(&app).await.is_ok());
}
