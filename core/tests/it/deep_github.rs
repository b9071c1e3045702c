//! GitHub, by its own definition: the app is installed on GitHub's page, the installation is believed once it is listed for whoever signed
//! in, its tokens are minted with what the app's key signs, and people's tokens rotate beside.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::logging::Kept;
use crate::support::look::{HOUR, soon};
use crate::support::{App, Browser, admin, code, json as body_of, member, principal, tenant, text};
use authpipe::{
    CallOptions, Credential, GrantStatus, ListQuery, LogLevel, Options, Principal, ProviderInput, Result, RevocationOutcome,
    Role, Secret, Subject,
};
use authpipe_sandbox::{Decision, GITHUB_SECRET, KeyKind, Kind, MadeKey, World, demo, github_id};
use serde_json::{Value, json};

const GITHUB: &str = "github";
const CLIENT: &str = "Iv1.demo";

fn add(options: &mut Options, key: &str) {
    let sandbox = options.danger_origins[crate::support::PROVIDER]["login"].clone();
    let input = ProviderInput {
        client_id: CLIENT.into(),
        client_secret: Some(Secret::from(GITHUB_SECRET)),
        private_key: Some(Secret::from(key)),
        variables: BTreeMap::from([("app".into(), "authpipe-demo".into())]),
        ..ProviderInput::default()
    };
    options.providers.insert(GITHUB.into(), input);
    let origins = ["web", "api"].map(|name| (name.to_owned(), sandbox.clone()));
    options.danger_origins.insert(GITHUB.into(), origins.into());
}

async fn start() -> App {
    let key = MadeKey::make(KeyKind::Rsa).unwrap();
    let mut world = World::demo();
    world.github.app_mut(CLIENT).unwrap().keys.push(key.public.clone());
    App::start_with(world, |options| add(options, &key.private_key_pem)).await
}

/// Goes to GitHub's page and back; `change` may do to the address of the callback what a browser's owner can. The session at the end.
async fn go(app: &App, path: &str, who: &Principal, login: &demo::Person, change: impl FnOnce(&mut url::Url)) -> Value {
    let mut browser: Browser<'_> = app.browser();
    let created = browser.post(path, json!({ "provider": GITHUB }), who).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url = created["authorization_url"].as_str().unwrap();
    let mut back = app.sandbox.browser().sign_in(url, login, Decision::Accept).await.unwrap();
    change(&mut back);
    browser.callback(&back, Some(who)).await;
    browser.session(created["session_id"].as_str().unwrap(), who).await
}

async fn install(app: &App) -> Value {
    go(app, "/oauth/installs", &admin(), &demo::ADA, |_| {}).await
}

fn set(url: &mut url::Url, name: &str, value: Option<&str>) {
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(key, _)| key != name).collect();
    url.query_pairs_mut().clear().extend_pairs(pairs).extend_pairs(value.map(|value| (name, value)));
}

fn bot() -> Subject {
    Subject::installation(GITHUB, "acme").unwrap()
}

fn person(user_id: &str) -> Subject {
    Subject::user(GITHUB, "acme", user_id).unwrap()
}

async fn read(app: &App, subject: &Subject) -> Result<Credential> {
    soon(app.authpipe.get_credential(subject, CallOptions::default())).await
}

fn of_acme() -> ListQuery {
    ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() }
}

async fn check(app: &App) -> Vec<(Option<bool>, GrantStatus)> {
    let mut views = app.authpipe.list_installations(of_acme()).await.unwrap().data;
    views.extend(app.authpipe.list_connections(of_acme()).await.unwrap().data);
    let mut found = Vec::new();
    for view in views {
        let health = soon(app.authpipe.check_connection(tenant("acme"), view.id)).await.unwrap();
        found.push((health.live, health.status));
    }
    found
}

#[tokio::test]
async fn a_page_installs_and_both_credentials_live_and_renew_in_their_own_way() {
    let app = start().await;
    let session = install(&app).await;
    assert_eq!((&session["status"], &session["installation"]["status"]), (&json!("complete"), &json!("active")), "{session}");
    let installed = app.authpipe.list_installations(of_acme()).await.unwrap().data.remove(0);
    let account = installed.account.unwrap();
    let organisation = github_id(demo::CONTOSO).to_string();
    assert_eq!((account.organisation.as_deref(), account.organisation_name()), (Some(organisation.as_str()), Some("Contoso")));
    let (first_bot, first_person) = (read(&app, &bot()).await.unwrap(), read(&app, &person("ann")).await.unwrap());
    assert!(first_bot.value.expose().starts_with("ghs_") && first_bot.value.expose().len() == 520);
    assert!(first_person.value.expose().starts_with("ghu_"));
    let connected = app.only_connection().await.account.unwrap();
    assert_eq!((connected.person, connected.display.as_deref()), (Some(github_id(demo::ADA.id).to_string()), Some("ada")));
    assert_eq!(check(&app).await, [(Some(true), GrantStatus::Active); 2]);

    // An hour: only the installation's is minted anew. Nine hours: the person's rotates, and the old token dies with it.
    app.advance(2 * HOUR);
    let second_bot = read(&app, &bot()).await.unwrap();
    assert_ne!(second_bot.value.expose(), first_bot.value.expose());
    assert_eq!(read(&app, &person("ann")).await.unwrap().value.expose(), first_person.value.expose());
    assert!(app.sandbox.ledger().refreshes().is_empty());
    app.advance(7 * HOUR);
    let second_person = read(&app, &person("ann")).await.unwrap();
    assert_ne!(second_person.value.expose(), first_person.value.expose());
    assert_eq!(app.sandbox.ledger().refreshes().len(), 1);
    assert_eq!(check(&app).await, [(Some(true), GrantStatus::Active); 2]);
}

/// The vendor's own warning: the id in the address can be changed. What is not listed for whoever signed in is not believed.
#[tokio::test]
async fn a_forged_installation_is_refused() {
    let app = start().await;
    let fabrikams = app.sandbox.install_on_github(demo::FABRIKAM, CLIENT).to_string();
    for (forged, expected) in [
        (fabrikams.as_str(), "account_mismatch"),
        ("1", "account_mismatch"),
        ("9999999999999999999999", "account_mismatch"),
        ("../1", "access_denied"),
        ("1/x", "access_denied"),
        ("", "access_denied"),
    ] {
        let session = go(&app, "/oauth/installs", &admin(), &demo::ADA, |back| set(back, "installation_id", Some(forged))).await;
        assert_eq!(session["error"]["code"], expected, "{forged}: {session}");
    }
    let again = |back: &mut url::Url| {
        back.query_pairs_mut().append_pair("installation_id", "7");
    };
    let session = go(&app, "/oauth/installs", &admin(), &demo::ADA, again).await;
    assert_eq!(session["error"]["code"], "access_denied", "which of the two counts nobody knows");
    // Without a code nobody has signed in: as where the app does not ask for that during an installation. It ends nothing.
    let session = go(&app, "/oauth/installs", &admin(), &demo::ADA, |back| set(back, "code", None)).await;
    assert_eq!(session["status"], "pending", "{session}");
    assert_eq!(code(read(&app, &bot()).await), "installation_not_found");
    assert!(app.authpipe.list_connections(of_acme()).await.unwrap().data.is_empty());
    assert!(
        app.sandbox.ledger().entries().iter().all(|entry| !entry.path.as_deref().unwrap_or_default().ends_with("/access_tokens"))
    );
}

/// A member may only ask an owner, and comes back without an installation.
#[tokio::test]
async fn a_member_installs_nothing() {
    let app = start().await;
    let session = go(&app, "/oauth/installs", &admin(), &demo::BOB, |_| {}).await;
    assert_eq!(session["error"]["code"], "access_denied", "{session}");
    assert_eq!(code(read(&app, &bot()).await), "installation_not_found");
}

/// One organisation belongs to one tenant, and a tenant keeps to its own.
#[tokio::test]
async fn an_organisation_is_one_tenants() {
    let app = start().await;
    install(&app).await;
    let session = go(&app, "/oauth/installs", &principal("other", "olga", Role::Admin), &demo::ADA, |_| {}).await;
    assert_eq!(session["error"]["code"], "installation_claimed", "{session}");
    let session = go(&app, "/oauth/installs", &admin(), &demo::FAY, |_| {}).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    assert!(read(&app, &bot()).await.is_ok());
}

#[tokio::test]
async fn a_person_signs_in_beside_and_is_of_no_organisation() {
    let app = start().await;
    install(&app).await;
    let session = go(&app, "/oauth/sessions", &member(), &demo::BOB, |_| {}).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert!(read(&app, &person("ben")).await.unwrap().value.expose().starts_with("ghu_"));
    // SR-13: another account under the same label.
    let session = go(&app, "/oauth/sessions", &member(), &demo::CARLA, |_| {}).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
}

#[tokio::test]
async fn what_ends_at_github_is_seen_to_end() {
    let app = start().await;
    install(&app).await;
    app.sandbox.revoke_user_tokens(demo::ADA.id);
    assert_eq!(check(&app).await, [(Some(true), GrantStatus::Active), (Some(false), GrantStatus::NeedsReauth)]);
    assert_eq!(code(read(&app, &person("ann")).await), "reauth_required");
    app.sandbox.uninstall_from_github(demo::CONTOSO, CLIENT);
    app.advance(2 * HOUR);
    assert_eq!(code(read(&app, &bot()).await), "reauth_required", "404 in JSON ends an installation");
    // Installed again it has another number, and is the same organisation's.
    assert_eq!(install(&app).await["status"], "complete");
    assert!(read(&app, &bot()).await.is_ok() && read(&app, &person("ann")).await.is_ok());
}

/// A person's whole authorisation is taken back by the token that lives; what was minted ends by itself.
#[tokio::test]
async fn what_is_deleted_is_taken_back_at_github() {
    let app = start().await;
    install(&app).await;
    let token = read(&app, &person("ann")).await.unwrap();
    let connection = app.only_connection().await.id;
    let deletion = soon(app.authpipe.delete_connection(tenant("acme"), connection)).await.unwrap();
    let asked = app.sandbox.ledger().of_kind(Kind::Revocation);
    assert_eq!((deletion.revocation, asked.len(), asked[0].error.as_deref()), (RevocationOutcome::Revoked, 1, None), "{asked:?}");
    let user = format!("{}/user", app.sandbox.http_origin());
    assert_eq!(app.sandbox.client().get_bearer(&user, token.value.expose()).await.unwrap().status, 401);
    let installed = app.authpipe.list_installations(of_acme()).await.unwrap().data.remove(0).id;
    let deletion = soon(app.authpipe.delete_installation(tenant("acme"), installed)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Unsupported);
    // Signed in again, and deleted when the access token has ended: GitHub takes no other.
    go(&app, "/oauth/sessions", &member(), &demo::BOB, |_| {}).await;
    app.advance(9 * HOUR);
    let connection = app.only_connection().await.id;
    let deletion = soon(app.authpipe.delete_connection(tenant("acme"), connection)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Failed);
    assert_eq!(app.sandbox.ledger().of_kind(Kind::Revocation).len(), 1);
}

/// Without the key nobody installs: said at the start and before an administrator is sent to GitHub, where an installation would be left
/// that nobody knows. People connect all the same.
#[tokio::test]
async fn a_config_without_its_key_refuses_installations_before_anybody_installs() {
    let kept = Arc::new(Kept::default());
    let logger = kept.clone();
    let start = App::start_with(World::demo(), move |options| {
        add(options, "");
        options.providers.get_mut(GITHUB).unwrap().private_key = None;
        options.logger = Some(logger);
    });
    let app = start.await;
    let warned = kept.find("users can connect through this config, and nobody can install with it");
    assert_eq!((warned.len(), warned[0].level), (1, LogLevel::Warn), "{}", kept.text());
    app.authpipe.ready().await.unwrap();
    let refused = app.browser().post("/oauth/installs", json!({ "provider": GITHUB }), &admin()).await;
    assert_eq!((refused.status, &body_of(&refused)["code"]), (400, &json!("provider_not_configured")), "{}", text(&refused));
    let told = format!("{:?}", kept.find("answered with an error"));
    assert!(told.contains("The config \\\"github\\\" has no private key: it is absent or empty."), "{told}");
    assert!(told.contains("Give ⟨private_key⟩ beside what the config has") && !told.contains("client_secret"), "{told}");
    let session = go(&app, "/oauth/sessions", &member(), &demo::BOB, |_| {}).await;
    assert_eq!(session["status"], "complete", "{session}");
}
