//! Google Workspace, by its own definition: a refresh token that comes once, a hundred of which live, and organisations whose administrator
//! has delegated to a service account.

use std::collections::BTreeMap;

use crate::support::look::{HOUR, soon};
use crate::support::{App, Browser, code, json as body_of, member, principal, tenant, text};
use authpipe::{
    CallOptions, CreateInstallation, Credential, GrantStatus, GrantView, ListQuery, Options, Principal, ProviderId,
    ProviderInput, Result, RevocationOutcome, Role, Secret, Subject,
};
use authpipe_sandbox::{Decision, GOOGLE_SECRET, GoogleDelegation, Kind, Sandbox, World, demo};
use serde_json::{Value, json};

const GOOGLE: &str = "google-workspace";
const DRIVE: &str = "https://www.googleapis.com/auth/drive.readonly";
const ROBOT: &str = "robot@sandbox.iam.example";

fn add(options: &mut Options, bot_scopes: &[&str], key_file: Option<&str>) {
    let sandbox = options.danger_origins[crate::support::PROVIDER]["login"].clone();
    let input = ProviderInput {
        client_id: "google-demo".into(),
        client_secret: Some(Secret::from(GOOGLE_SECRET)),
        private_key: key_file.map(Secret::from),
        scopes: vec![DRIVE.into()],
        bot_scopes: bot_scopes.iter().map(|&scope| scope.into()).collect(),
        ..ProviderInput::default()
    };
    options.providers.insert(GOOGLE.into(), input);
    let origins = ["accounts", "oauth2", "api"].map(|name| (name.to_owned(), sandbox.clone()));
    options.danger_origins.insert(GOOGLE.into(), origins.into());
}

async fn start() -> App {
    App::start_with(World::demo(), |options| add(options, &[], None)).await
}

/// An application whose service account has been given this, with the application's scopes for installations.
async fn start_delegated(domain: &str, delegated: &[&str], asked: &[&str]) -> App {
    let mut app = App::start_with(World::demo(), |options| add(options, &[], None)).await;
    let scopes = delegated.iter().map(|&scope| scope.to_owned()).collect();
    let file = key_file(&app.sandbox, vec![GoogleDelegation { domain: domain.to_owned(), scopes }]);
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    add(&mut options, asked, Some(&file));
    app.authpipe = authpipe::Authpipe::new(options).unwrap();
    app.handler = crate::support::handler(&app.authpipe);
    app
}

fn key_file(sandbox: &Sandbox, delegations: Vec<GoogleDelegation>) -> String {
    sandbox.add_google_service_account(ROBOT, delegations).unwrap()
}

async fn connect(app: &App, who: &Principal, login: &demo::Person) -> (url::Url, Value) {
    let mut browser: Browser<'_> = app.browser();
    let created = browser.post("/oauth/sessions", json!({ "provider": GOOGLE }), who).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url: url::Url = created["authorization_url"].as_str().unwrap().parse().unwrap();
    let back = app.sandbox.browser().sign_in(url.as_str(), login, Decision::Accept).await.unwrap();
    browser.callback(&back, Some(who)).await;
    (url, browser.session(created["session_id"].as_str().unwrap(), who).await)
}

fn asked(url: &url::Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn person(user_id: &str) -> Subject {
    Subject::user(GOOGLE, "acme", user_id).unwrap()
}

async fn read(app: &App, subject: &Subject) -> Result<Credential> {
    soon(app.authpipe.get_credential(subject, CallOptions::default())).await
}

async fn install(app: &App, tenant_id: &str, domain: &str, delegate: &str) -> Result<GrantView> {
    let variables = [("domain", domain), ("delegate", delegate)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let request = CreateInstallation {
        provider: ProviderId::parse(GOOGLE).unwrap(),
        config: None,
        tenant_id: tenant(tenant_id),
        user_id: None,
        variables: BTreeMap::from(variables),
    };
    soon(app.authpipe.create_installation(request)).await
}

#[tokio::test]
async fn a_person_connects_offline_and_the_one_refresh_token_goes_on() {
    let app = start().await;
    let (url, session) = connect(&app, &member(), &demo::BOB).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert_eq!(asked(&url, "access_type").as_deref(), Some("offline"));
    let account = app.only_connection().await.account.unwrap();
    assert_eq!((account.organisation.as_deref(), account.person.as_deref()), (Some("contoso.example"), Some(demo::BOB.id)));
    let first = read(&app, &person("ben")).await.unwrap();
    let id = app.only_connection().await.id;
    assert_eq!(soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap().live, Some(true));
    for _ in 0..3 {
        app.advance(2 * HOUR);
        assert_ne!(read(&app, &person("ben")).await.unwrap().value.expose(), first.value.expose());
    }
    let refreshes = app.sandbox.ledger().refreshes();
    assert!(refreshes.len() == 3 && refreshes.iter().all(|entry| entry.refresh_token == refreshes[0].refresh_token));
    // Again, by the same account: no consent, no refresh token, and the stored one is kept.
    let (url, session) = connect(&app, &member(), &demo::BOB).await;
    assert_eq!((session["status"].as_str(), asked(&url, "prompt")), (Some("complete"), None), "{session}");
    app.advance(2 * HOUR);
    read(&app, &person("ben")).await.unwrap();
    assert_eq!(app.sandbox.ledger().refreshes()[3].refresh_token, refreshes[0].refresh_token);
}

/// Where no refresh token is stored that could be kept, consent is asked for again: the first one's is gone for good.
#[tokio::test]
async fn consent_is_asked_for_again_where_the_refresh_token_is_missing() {
    let app = start().await;
    let (url, _) = connect(&app, &member(), &demo::BOB).await;
    assert_eq!(asked(&url, "prompt").as_deref(), Some("consent"));
    let id = app.only_connection().await.id;
    soon(app.authpipe.delete_connection(tenant("acme"), id)).await.unwrap();
    let (url, session) = connect(&app, &member(), &demo::BOB).await;
    assert_eq!((session["status"].as_str(), asked(&url, "prompt").as_deref()), (Some("complete"), Some("consent")), "{session}");
    app.advance(2 * HOUR);
    read(&app, &person("ben")).await.unwrap();
    // Another user of the application with the same account: a refresh token of its own.
    let carla = principal("acme", "carla", Role::Member);
    let (url, session) = connect(&app, &carla, &demo::BOB).await;
    assert_eq!((session["status"].as_str(), asked(&url, "prompt").as_deref()), (Some("complete"), Some("consent")), "{session}");
    app.advance(2 * HOUR);
    read(&app, &person("carla")).await.unwrap();
}

/// A hundred live; one more ends the oldest, and only its next refresh tells.
#[tokio::test]
async fn the_oldest_of_too_many_refresh_tokens_is_dropped_silently() {
    let mut world = World::demo();
    assert_eq!(world.google.most_refresh_tokens, 100);
    world.google.most_refresh_tokens = 2;
    let app = App::start_with(world, |options| add(options, &[], None)).await;
    for user in ["u1", "u2", "u3"] {
        let (_, session) = connect(&app, &principal("acme", user, Role::Member), &demo::BOB).await;
        assert_eq!(session["status"], "complete", "{session}");
    }
    app.advance(2 * HOUR);
    assert_eq!(code(read(&app, &person("u1")).await), "reauth_required");
    assert!(read(&app, &person("u2")).await.is_ok() && read(&app, &person("u3")).await.is_ok());
}

#[tokio::test]
async fn access_that_was_taken_back_is_seen_to_end() {
    let app = start().await;
    connect(&app, &member(), &demo::BOB).await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    let id = app.only_connection().await.id;
    let health = soon(app.authpipe.check_connection(tenant("acme"), id)).await.unwrap();
    assert_eq!((health.live, health.status), (Some(false), GrantStatus::NeedsReauth));
    assert_eq!(code(read(&app, &person("ben")).await), "reauth_required");
    let (_, session) = connect(&app, &member(), &demo::BOB).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert!(read(&app, &person("ben")).await.is_ok());
}

/// The installation is the administrator's delegation: it acts for the person that was named, and each mint proves it anew.
#[tokio::test]
async fn a_delegated_service_account_is_the_installation() {
    let app = start_delegated("contoso.example", &[DRIVE, "https://www.googleapis.com/auth/calendar.readonly"], &[DRIVE]).await;
    let view = install(&app, "acme", "contoso.example", demo::BOB.username).await.unwrap();
    assert_eq!((view.status, view.account.unwrap().organisation.as_deref()), (GrantStatus::Active, Some("contoso.example")));
    let subject = Subject::installation(GOOGLE, "acme").unwrap();
    let first = read(&app, &subject).await.unwrap();
    let url = format!("{}/drive/v3/about", app.sandbox.http_origin());
    let about = app.sandbox.client().get_bearer(&url, first.value.expose()).await.unwrap();
    assert_eq!(about.json()["user"]["emailAddress"], demo::BOB.username);
    assert_eq!(about.json()["scopes"], json!([DRIVE]));
    app.advance(2 * HOUR);
    assert_ne!(read(&app, &subject).await.unwrap().value.expose(), first.value.expose());
    assert!(app.sandbox.ledger().refreshes().is_empty());
    // One domain belongs to one tenant, and people of another one do not connect beside it.
    assert_eq!(code(install(&app, "other", "contoso.example", demo::BOB.username).await), "installation_claimed");
    let (_, session) = connect(&app, &member(), &demo::GUS).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
}

/// Nothing tells the app but trying: without the delegation, for another domain, with a scope too many, for nobody.
#[tokio::test]
async fn without_the_delegation_nothing_is_installed() {
    let app = start_delegated("contoso.example", &[DRIVE], &[DRIVE]).await;
    for (domain, delegate) in [("fabrikam.example", demo::GUS.username), ("contoso.example", "nobody@contoso.example")] {
        let refused = code(install(&app, "acme", domain, delegate).await);
        assert!(["access_denied", "provider_config_rejected"].contains(&refused), "{domain} {delegate}: {refused}");
    }
    let app = start_delegated("contoso.example", &[DRIVE], &[DRIVE, "https://mail.google.com/"]).await;
    assert_eq!(code(install(&app, "acme", "contoso.example", demo::BOB.username).await), "provider_config_rejected");
    let list = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    assert!(app.authpipe.list_installations(list).await.unwrap().data.is_empty());
}

/// Google takes back everything that an account has allowed the client: not while another connection has that account.
#[tokio::test]
async fn what_is_deleted_is_revoked_at_google_unless_somebody_else_has_it() {
    let app = start().await;
    connect(&app, &member(), &demo::BOB).await;
    let bens = app.only_connection().await.id;
    let cat = principal("acme", "cat", Role::Member);
    connect(&app, &cat, &demo::BOB).await;
    let deletion = soon(app.authpipe.delete_connection(tenant("acme"), bens)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Shared);
    assert!(app.sandbox.ledger().of_kind(Kind::Revocation).is_empty());
    app.advance(2 * HOUR);
    read(&app, &person("cat")).await.unwrap();
    let cats = app.only_connection().await.id;
    let deletion = soon(app.authpipe.delete_connection(tenant("acme"), cats)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Revoked);
    let asked = app.sandbox.ledger().of_kind(Kind::Revocation);
    // The access token went with the refresh token, which Google says with a 400.
    assert_eq!(asked.iter().map(|entry| entry.error.as_deref()).collect::<Vec<_>>(), [None, Some("invalid_token")]);
}
