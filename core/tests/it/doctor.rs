//! `authpipe doctor` without a provider: the story of each grant's refreshes in words, with what to do.

use std::process::{Command, Output};
use std::time::Duration;

use authpipe::{CallOptions, CredentialType, GrantId, ProviderInput, Secret, StoreCredential, Subject};
use authpipe_sandbox::{Endpoint, Fault, Scripted, ScriptedResponse, World, demo};
use serde_json::json;

use crate::support::look::soon;
use crate::support::{App, custom, member, tenant};

fn doctor(app: &App, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
    for name in ["AUTHPIPE_BASE_URL", "AUTHPIPE_MODE", "AUTHPIPE_SPOOL_DIR"] {
        command.env_remove(name);
    }
    let vault = format!("sqlite:{}", app.vault_path().display());
    command.arg("doctor").args(arguments).envs([("AUTHPIPE_VAULT", vault.as_str()), ("AUTHPIPE_KEY", app.key.expose())]);
    command.env("AUTHPIPE_ENVIRONMENT", "development").output().expect("the tool runs")
}

fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A connection at a provider that rotates strictly and is not in the catalogue, which the tool knows nothing of.
async fn connected() -> App {
    let app = App::start_with(World::demo(), |options| custom::add_generic(options, "strict")).await;
    app.browser().connect_generic(&member()).await;
    app
}

async fn refresh(app: &App) -> &'static str {
    let options = CallOptions { force_refresh: true, ..CallOptions::default() };
    let got = app.authpipe.get_credential(&custom::own_user("ben"), options).await;
    got.map_or_else(|error| error.code().as_str(), |credential| if credential.degraded { "degraded" } else { "served" })
}

#[tokio::test]
async fn doctor_tells_what_a_refresh_came_to_what_is_in_doubt_and_what_to_do() {
    let app = connected().await;
    let whole = said(&doctor(&app, &[]));
    assert!(whole.ends_with("looked at 1 connections and installations; of 0 there is something to say\n"), "{whole}");
    let listed: serde_json::Value = serde_json::from_str(&said(&doctor(&app, &["--json"]))).unwrap();
    assert_eq!((&listed["looked_at"], &listed["told"]), (&1.into(), &serde_json::json!([])));

    // The provider exchanges the token, and its answer is lost.
    app.sandbox.faults().add(Fault::drop_after(Endpoint::Token).grant_type("refresh_token"));
    refresh(&app).await;
    let listed: serde_json::Value = serde_json::from_str(&said(&doctor(&app, &["--json"]))).unwrap();
    let told = &listed["told"][0];
    let id = GrantId::parse(told["id"].as_str().unwrap()).unwrap();
    assert_eq!((&told["refresh"]["error"], &told["refresh"]["failures"]), (&"provider_unavailable".into(), &1.into()), "{told}");
    assert!(told["refresh"]["in_doubt_since"].is_string() && told["refresh"]["failed_at"].is_string(), "{told}");
    assert!(told["refresh"]["succeeded_at"].is_string() && told["refresh"]["held_since"].is_null(), "{told}");
    let members = [
        "endpoint_paused_until",
        "ends_at",
        "error",
        "failed_at",
        "failures",
        "held_by",
        "held_since",
        "in_doubt_since",
        "next_at",
        "not_before",
        "spooled",
        "stage",
        "succeeded_at",
    ];
    let mut given: Vec<&String> = told["refresh"].as_object().unwrap().keys().collect();
    given.sort();
    assert_eq!(given, members, "all that the page of connections lists");

    let words = said(&doctor(&app, &["--connection", id.as_str(), "--tenant", "acme"]));
    for part in [
        "\tacme\tben\t",
        "  Its access token is of an exchange at 20",
        "  It is refreshed next at 20",
        "  Its last refresh failed at 20",
        "[provider_unavailable], 1 in a row: The provider did not answer usefully.\n    Nothing is to be done: ",
        "  An exchange was begun at 20",
        "If the token is spent the provider says so, and the connection ends.\n",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    for secret in app.sandbox.ledger().secret_values() {
        assert!(!words.contains(&secret) && !listed.to_string().contains(&secret), "a secret is told");
    }
    assert!(!words.contains(demo::CLIENT_SECRET) && !words.contains(app.key.expose()));
}

/// Each tenant's key is a question to a key service: those are not asked for of whom there is nothing to say.
#[tokio::test]
async fn doctor_opens_nothing_of_a_tenant_of_which_there_is_nothing_to_say() {
    let app = connected().await;
    let damage = |edit: &str| app.open_database().execute_batch(edit).unwrap();
    // Whoever opened its keys would say so.
    damage(
        "CREATE TABLE kept AS SELECT * FROM keysets; UPDATE keysets SET sealed = zeroblob(length(sealed)) WHERE tenant_id = 'acme'",
    );
    let whole = doctor(&app, &[]);
    assert!(said(&whole).ends_with("looked at 1 connections and installations; of 0 there is something to say\n"));
    let asked = said(&doctor(&app, &["--tenant", "acme"]));
    assert!(
        asked.contains("unreadable") && asked.ends_with("of 1 there is something to say\n"),
        "who asks for it opens it: {asked}"
    );
    damage(
        "DELETE FROM keysets WHERE tenant_id = 'acme'; INSERT INTO keysets SELECT * FROM kept WHERE tenant_id = 'acme'; DROP TABLE kept",
    );
}

#[tokio::test]
async fn doctor_says_of_what_has_ended_who_must_act() {
    let app = connected().await;
    let refused = Fault::raw(Endpoint::Token, 400, "application/json", r#"{"error":"invalid_grant"}"#);
    app.sandbox.faults().add(refused.grant_type("refresh_token").always());
    assert_eq!(refresh(&app).await, "reauth_required");
    let words = said(&doctor(&app, &["--tenant", "acme"]));
    for part in ["\tneeds_reauth\n", "  It has ended (revoked), and is not refreshed.\n    Let the user connect again.\n"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let other = said(&doctor(&app, &["--tenant", "beta"]));
    assert!(other.contains("looked at 0 connections"), "another tenant's is not told: {other}");
}

/// One no may be a mistake, so the key is handed out until a second one: until then this is where it is told.
#[tokio::test]
async fn doctor_says_of_a_key_that_its_provider_has_said_no_to_it() {
    let server = Scripted::start().await;
    let definition = json!({ "name": "Keys", "auth": ["api_key"], "api": { "origins": [server.origin()] }, "probe": { "url": server.url("/me") } });
    let input = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
    let app = App::start_with(World::demo(), |options| drop(options.providers.insert("keys".into(), input))).await;
    server.respond("/me", ScriptedResponse::json(200, "{}"));
    let key = StoreCredential {
        subject: Subject::user("keys", "acme", "ben").unwrap(),
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".to_owned(), Secret::from("sk-canary-1"))],
        variables: Default::default(),
    };
    soon(app.authpipe.store_credential(key)).await.unwrap();
    assert!(said(&doctor(&app, &[])).ends_with("of 0 there is something to say\n"));
    server.respond("/me", ScriptedResponse::json(401, "{}"));
    let id = app.only_connection().await.id;
    for part in ["  Its provider has said no to the key once", "  It has ended (rejected).\n    Store a new key.\n"] {
        soon(app.authpipe.check_connection(tenant("acme"), id.clone())).await.unwrap();
        let words = said(&doctor(&app, &[]));
        assert!(words.contains(part) && words.ends_with("of 1 there is something to say\n"), "{part}: {words}");
        assert!(!words.contains("canary"));
        app.advance(Duration::from_secs(60));
    }
}

#[tokio::test]
async fn doctor_needs_a_connections_tenant_and_takes_no_provider_with_it() {
    let app = connected().await;
    let id = GrantId::make_connection();
    for (arguments, code) in [
        (vec!["--connection", id.as_str()], 2),
        (vec!["microsoft-onedrive", "--tenant", "acme"], 2),
        (vec!["--config", "x"], 2),
        (vec!["--connection", id.as_str(), "--tenant", "acme"], 1),
        (vec!["--connection", "con_x", "--tenant", "acme"], 1),
    ] {
        assert_eq!(doctor(&app, &arguments).status.code(), Some(code), "{arguments:?}");
    }
}
