//! A config's id that is given to another provider: what was stored under it is no answer for that one (SR-30).

use authpipe::{
    AuthRequest, Authpipe, CallOptions, CredentialType, Error, ListQuery, Options, ProviderInput, Secret, StoreCredential,
    Subject,
};
use authpipe_sandbox::World;
use serde_json::{Value, json};

use crate::support::custom;
use crate::support::look::soon;
use crate::support::{App, code, member, tenant};

fn keys(id: &str, host: &str) -> Value {
    json!({ "id": id, "name": id, "auth": ["api_key"], "api": { "origins": [format!("https://{host}.example")] } })
}

fn configure(options: &mut Options, config: &str, definition: Value) {
    options.providers.insert(config.into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
}

fn subject(provider: &str, config: &str) -> Subject {
    let config = Some(authpipe::ConfigId::parse(config).unwrap());
    Subject { config, ..Subject::user(provider, "acme", "ben").unwrap() }
}

async fn store(authpipe: &Authpipe, subject: Subject) -> Result<(), Error> {
    let fields = vec![("value".to_owned(), Secret::from("sk-canary-1"))];
    let key = StoreCredential { subject, credential_type: CredentialType::ApiKey, fields, variables: Default::default() };
    soon(authpipe.store_credential(key)).await.map(drop)
}

async fn read(authpipe: &Authpipe, subject: &Subject) -> Result<String, Error> {
    soon(authpipe.get_credential(subject, CallOptions::default())).await.map(|read| read.value.expose().clone())
}

/// The application goes on with other options.
async fn again(app: &App, change: impl FnOnce(&mut Options)) -> Authpipe {
    let mut options = app.options();
    change(&mut options);
    Authpipe::new(options).unwrap()
}

#[tokio::test]
async fn a_key_of_one_provider_is_never_handed_out_for_another() {
    let app = App::start_with(World::demo(), |options| configure(options, "main", keys("one", "one"))).await;
    store(&app.authpipe, subject("one", "main")).await.unwrap();
    let id = app.only_connection().await.id;
    soon(app.authpipe.close()).await.unwrap();
    let other = again(&app, |options| {
        configure(options, "main", keys("two", "two"));
        configure(options, "apart", keys("three", "three"));
    })
    .await;
    let by_id = Subject { grant_id: Some(id.clone()), ..subject("two", "main") };
    for asked in [&subject("two", "main"), &by_id] {
        let error = read(&other, asked).await.unwrap_err();
        assert_eq!(error.code().as_str(), "config_invalid", "{error}");
        assert_eq!(
            error.message(),
            "Config \"main\" is one of \"two\" now, and was one of \"one\" when this was connected through it."
        );
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
    assert_eq!(code(soon(other.check_connection(tenant("acme"), id.clone())).await), "config_invalid");
    assert_eq!(code(store(&other, subject("two", "main")).await), "config_invalid", "nothing is written over");
    // Nobody else is held up, and the way out is open.
    store(&other, subject("three", "apart")).await.unwrap();
    assert_eq!(read(&other, &subject("three", "apart")).await.unwrap(), "sk-canary-1");
    let listed = soon(other.list_connections(ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() })).await;
    assert_eq!(listed.unwrap().data.len(), 2);
    soon(other.delete_connection(tenant("acme"), id)).await.unwrap();
    store(&other, subject("two", "main")).await.unwrap();
    assert_eq!(read(&other, &subject("two", "main")).await.unwrap(), "sk-canary-1");
    soon(other.close()).await.unwrap();
}

#[tokio::test]
async fn a_connection_of_one_provider_is_never_handed_out_for_another_nor_replaced() {
    let app = custom::start_generic("strict").await;
    app.browser().connect_generic(&member()).await;
    let id = app.only_connection().await.id;
    soon(app.authpipe.close()).await.unwrap();
    let other = again(&app, |options| {
        let mut definition = custom::definition(&custom::sandbox_origin(options), "strict");
        definition["id"] = "another".into();
        custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
    })
    .await;
    let asked = Subject { provider: authpipe::ProviderId::parse("another").unwrap(), ..custom::own_user("ben") };
    assert_eq!(code(read(&other, &asked).await), "config_invalid");
    assert_eq!(
        code(soon(other.get_credential(&asked, CallOptions { force_refresh: true, ..CallOptions::default() })).await),
        "config_invalid"
    );
    assert_eq!(code(soon(other.check_connection(tenant("acme"), id)).await), "config_invalid");
    let begun = AuthRequest {
        provider: asked.provider.clone(),
        config: None,
        tenant_id: tenant("acme"),
        user_id: authpipe::UserId::parse("ben").unwrap(),
        label: authpipe::Label::empty(),
        scopes: vec![],
        variables: Default::default(),
        connection_id: None,
        installation_id: None,
        login_hint: None,
        prompt: None,
        mode: authpipe::SessionMode::Popup,
        opener_origin: None,
        return_to: None,
    };
    assert_eq!(code(soon(other.create_auth_session(begun)).await), "config_invalid", "before anybody is sent anywhere");
    soon(other.close()).await.unwrap();
}

/// Whoever reads or checks has asked for nothing wrong: the definition has changed under what is stored.
#[tokio::test]
async fn what_a_definition_asks_for_since_is_told_of_the_definition_and_holds_up_nobody_else() {
    let app = custom::start_generic("strict").await;
    app.browser().connect_generic(&member()).await;
    let id = app.only_connection().await.id;
    soon(app.authpipe.close()).await.unwrap();
    let other = again(&app, |options| {
        let mut definition = custom::definition(&custom::sandbox_origin(options), "strict");
        definition["variables"] = json!({ "shop": { "kind": "dns_label", "from_user": true } });
        definition["oauth"]["token_endpoint"] = "https://{shop}.own.example/token".into();
        definition["api"]["origins"].as_array_mut().unwrap().push("https://{shop}.own.example".into());
        definition["probe"] = json!({ "url": "https://{shop}.own.example/me" });
        custom::add(options, "generic-strict", authpipe_sandbox::GENERIC_SECRET, definition);
        configure(options, "apart", keys("three", "three"));
    })
    .await;
    let forced = CallOptions { force_refresh: true, ..CallOptions::default() };
    let errors = [
        soon(other.get_credential(&custom::own_user("ben"), forced)).await.map(drop).unwrap_err(),
        soon(other.check_connection(tenant("acme"), id)).await.map(drop).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code().as_str(), "config_invalid", "{error}");
        assert!(
            error.message().starts_with("What was connected to Own does not fit the definition of config \"own\""),
            "{error}"
        );
        assert!(error.message().contains("\"shop\"") && !error.to_string().contains("session"), "{error}");
    }
    assert!(read(&other, &custom::own_user("ben")).await.is_ok(), "what lives is served");
    store(&other, subject("three", "apart")).await.unwrap();
    assert_eq!(read(&other, &subject("three", "apart")).await.unwrap(), "sk-canary-1");
    soon(other.close()).await.unwrap();
}

#[test]
fn the_provider_of_an_own_definition_is_named_once_and_defined_once() {
    let made = |change: &dyn Fn(&mut Options)| {
        let mut options =
            Options { vault: Some("memory:".into()), mode: Some(authpipe::Mode::Development), ..Options::default() };
        change(&mut options);
        Authpipe::new(options).map(drop)
    };
    let input = |provider: Option<&str>, definition: Value| ProviderInput {
        provider: provider.map(str::to_owned),
        definition: Some(definition),
        ..ProviderInput::default()
    };
    let unnamed = |host: &str| {
        let mut definition = keys("crm", host);
        definition.as_object_mut().unwrap().remove("id");
        definition
    };
    let told = |one: ProviderInput, other: ProviderInput| {
        let made = made(&|options| {
            options.providers.insert("eu".into(), one.clone());
            options.providers.insert("us".into(), other.clone());
        });
        made.map_err(|error| (error.code().as_str(), error.message().to_owned()))
    };
    // Several registrations at one provider of one's own.
    told(input(Some("crm"), unnamed("crm")), input(Some("crm"), unnamed("crm"))).unwrap();
    told(input(Some("crm"), keys("crm", "crm")), input(None, keys("crm", "crm"))).unwrap();
    let (code, message) = told(input(Some("crm"), keys("other", "crm")), input(None, unnamed("us"))).unwrap_err();
    assert_eq!((code, &*message), ("config_invalid", "providers[\"eu\"].provider is another than the id of its definition."));
    let (code, message) = told(input(Some("crm"), unnamed("crm")), input(Some("crm"), unnamed("other"))).unwrap_err();
    assert_eq!(
        (code, &*message),
        ("config_invalid", "providers[\"eu\"] and providers[\"us\"] have different definitions of the provider \"crm\".")
    );
    // A fault is told of the config whose definition has it.
    let (code, message) = told(input(None, keys("us", "one/path")), input(None, unnamed("us"))).unwrap_err();
    assert_eq!(code, "config_invalid");
    assert!(message.starts_with("providers[\"eu\"].definition: The definition of provider \"us\": api.origins[0]"), "{message}");
}
