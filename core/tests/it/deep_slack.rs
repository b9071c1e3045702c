//! Slack, by its own definition: one consent gives the bot's and the person's credential, each rotates by itself, and both are seen to end.

use std::collections::BTreeMap;

use crate::support::look::{HOUR, soon};
use crate::support::{App, BASE_URL, Browser, admin, code, json as body_of, member, principal, sign_in, tenant, text};
use authpipe::{
    CallOptions, Credential, GrantStatus, Health, ListQuery, Options, Principal, ProviderInput, Result, RevocationOutcome, Role,
    Secret, Subject,
};
use authpipe_sandbox::{Decision, Kind, SLACK_SECRET, World, demo, slack_team_id, slack_user_id};
use serde_json::{Value, json};

const SLACK: &str = "slack";

fn add(options: &mut Options, client_id: &str, secret: &str) {
    let sandbox = options.danger_origins[crate::support::PROVIDER]["login"].clone();
    let input = ProviderInput {
        client_id: client_id.into(),
        client_secret: Some(Secret::from(secret)),
        scopes: vec!["users:read".into(), "search:read".into()],
        bot_scopes: vec!["chat:write".into(), "channels:read".into()],
        ..ProviderInput::default()
    };
    options.providers.insert(SLACK.into(), input);
    options.danger_origins.insert(SLACK.into(), BTreeMap::from([("slack".into(), sandbox)]));
}

async fn start(client_id: &str) -> App {
    App::start_with(World::demo(), |options| add(options, client_id, SLACK_SECRET)).await
}

/// Goes through an installation, or a person's own sign-in: the session as its creator reads it at the end.
async fn go(app: &App, path: &str, who: &Principal, login: &demo::Person, decision: Decision) -> Value {
    let mut browser: Browser<'_> = app.browser();
    let created = browser.post(path, json!({ "provider": SLACK }), who).await;
    assert_eq!(created.status, 201, "{}", text(&created));
    let created = body_of(&created);
    let url = created["authorization_url"].as_str().unwrap();
    assert!(!url.contains("code_challenge"), "PKCE would make the app a public client for good: {url}");
    let back = app.sandbox.browser().sign_in(url, login, decision).await.unwrap();
    assert!(back.as_str().starts_with(&format!("{BASE_URL}/oauth/callback/slack?")), "{back}");
    browser.callback(&back, Some(who)).await;
    browser.session(created["session_id"].as_str().unwrap(), who).await
}

async fn install(app: &App) -> Value {
    go(app, "/oauth/installs", &admin(), &demo::ADA, Decision::Accept).await
}

fn bot() -> Subject {
    Subject::installation(SLACK, "acme").unwrap()
}

fn person(user_id: &str) -> Subject {
    Subject::user(SLACK, "acme", user_id).unwrap()
}

async fn read(app: &App, subject: &Subject) -> Result<Credential> {
    soon(app.authpipe.get_credential(subject, CallOptions::default())).await
}

async fn check_all(app: &App) -> Vec<Health> {
    let query = || ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let mut found = Vec::new();
    for view in app.authpipe.list_installations(query()).await.unwrap().data {
        found.push(soon(app.authpipe.check_connection(tenant("acme"), view.id)).await.unwrap());
    }
    for view in app.authpipe.list_connections(query()).await.unwrap().data {
        found.push(soon(app.authpipe.check_connection(tenant("acme"), view.id)).await.unwrap());
    }
    found
}

fn statuses(found: &[Health]) -> Vec<(Option<bool>, GrantStatus)> {
    found.iter().map(|health| (health.live, health.status)).collect()
}

#[tokio::test]
async fn one_consent_gives_the_bots_and_the_persons_credential_and_each_rotates() {
    let app = start("slack-rotating").await;
    let session = install(&app).await;
    assert_eq!((&session["status"], &session["installation"]["status"]), (&json!("complete"), &json!("active")), "{session}");
    let (first_bot, first_person) = (read(&app, &bot()).await.unwrap(), read(&app, &person("ann")).await.unwrap());
    assert!(first_bot.value.expose().starts_with("xoxe.xoxb-") && first_person.value.expose().starts_with("xoxe.xoxp-"));
    assert_eq!(first_bot.scopes, ["chat:write", "channels:read"]);
    assert_eq!(first_person.scopes, ["users:read", "search:read"]);
    let list = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let account = app.authpipe.list_installations(list).await.unwrap().data.remove(0).account.unwrap();
    let team = slack_team_id(demo::CONTOSO);
    assert_eq!((account.organisation.as_deref(), account.organisation_name()), (Some(team.as_str()), Some("Contoso")));
    let account = app.only_connection().await.account.unwrap();
    assert_eq!(account.person.as_deref(), Some(slack_user_id(demo::ADA.id).as_str()));
    assert_eq!(statuses(&check_all(&app).await), [(Some(true), GrantStatus::Active); 2]);

    // 12 hours: each is renewed once, by its own refresh token, and by HTTP Basic.
    app.advance(13 * HOUR);
    let (second_bot, second_person) = (read(&app, &bot()).await.unwrap(), read(&app, &person("ann")).await.unwrap());
    assert_ne!(second_bot.value.expose(), first_bot.value.expose());
    assert_ne!(second_person.value.expose(), first_person.value.expose());
    assert!(second_bot.value.expose().starts_with("xoxe.xoxb-") && second_person.value.expose().starts_with("xoxe.xoxp-"));
    let refreshes = app.sandbox.ledger().refreshes();
    assert_eq!(refreshes.len(), 2);
    assert!(refreshes.iter().all(|entry| entry.client_auth == Some("basic") && entry.error.is_none()), "{refreshes:?}");
    assert_eq!(statuses(&check_all(&app).await), [(Some(true), GrantStatus::Active); 2]);
    app.advance(13 * HOUR);
    assert!(read(&app, &bot()).await.is_ok() && read(&app, &person("ann")).await.is_ok(), "the successors are good too");
}

#[tokio::test]
async fn a_person_signs_in_beside_the_installation_and_installs_nothing() {
    let app = start("slack-rotating").await;
    let session = go(&app, "/oauth/sessions", &member(), &demo::BOB, Decision::Accept).await;
    assert_eq!(session["status"], "complete", "{session}");
    assert!(read(&app, &person("ben")).await.unwrap().value.expose().starts_with("xoxe.xoxp-"));
    assert_eq!(code(read(&app, &bot()).await), "installation_not_found");
    install(&app).await;
    // SR-13: of another workspace nobody connects where the app is installed in this one.
    let gus = principal("acme", "gus", Role::Member);
    let session = go(&app, "/oauth/sessions", &gus, &demo::GUS, Decision::Accept).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    let session = go(&app, "/oauth/sessions", &member(), &demo::BOB, Decision::Cancel).await;
    assert_eq!(session["status"], "cancelled", "{session}");
}

/// Uninstalled, or taken away from one person: said under status 200, seen by the check, and not handed out again.
#[tokio::test]
async fn what_ends_at_slack_is_seen_to_end() {
    let app = start("slack-rotating").await;
    install(&app).await;
    assert_eq!(app.sandbox.revoke_user_tokens(demo::ADA.id), 1, "the person's token, not the bot's");
    let found = check_all(&app).await;
    assert_eq!(statuses(&found), [(Some(true), GrantStatus::Active), (Some(false), GrantStatus::NeedsReauth)]);
    assert_eq!(code(read(&app, &person("ann")).await), "reauth_required");
    assert!(read(&app, &bot()).await.is_ok());
    assert_eq!(app.sandbox.uninstall_from_slack(demo::CONTOSO, "slack-rotating"), 1);
    app.advance(13 * HOUR);
    assert_eq!(code(read(&app, &bot()).await), "reauth_required");
    // Installing again brings both back.
    assert_eq!(install(&app).await["status"], "complete");
    assert!(read(&app, &bot()).await.is_ok() && read(&app, &person("ann")).await.is_ok());
}

/// What Slack posts names people and bots by their ids, and no token: whose id it is, is asked about.
#[tokio::test]
async fn an_event_of_slacks_names_whom_to_check_and_holds_no_token() {
    let app = start("slack-rotating").await;
    install(&app).await;
    assert_eq!(app.sandbox.slack_events(), [Value::Null; 0]);
    app.sandbox.revoke_user_tokens(demo::ADA.id);
    let events = app.sandbox.slack_events();
    let ada = slack_user_id(demo::ADA.id);
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["event"], json!({ "type": "tokens_revoked", "tokens": { "oauth": [ada], "bot": [] } }));
    assert_eq!(events[0]["team_id"], slack_team_id(demo::CONTOSO).as_str());
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let connections = app.authpipe.list_connections(query).await.unwrap().data;
    let person = |view: &authpipe::GrantView| view.account.as_ref().and_then(|account| account.person.clone());
    let meant: Vec<_> = connections.into_iter().filter(|view| person(view) == Some(ada.clone())).collect();
    assert_eq!(meant.len(), 1);
    let health = soon(app.authpipe.check_connection(tenant("acme"), meant[0].id.clone())).await.unwrap();
    assert_eq!((health.live, health.status), (Some(false), GrantStatus::NeedsReauth));
    app.sandbox.uninstall_from_slack(demo::CONTOSO, "slack-rotating");
    let events = app.sandbox.slack_events();
    let told: Vec<_> = events.iter().map(|event| &event["event"]["type"]).collect();
    assert_eq!(told, ["tokens_revoked", "tokens_revoked", "app_uninstalled"]);
    let bots = events[1]["event"]["tokens"]["bot"].as_array().unwrap();
    assert!(bots.len() == 1 && bots[0].as_str().unwrap().starts_with('U'), "{}", events[1]);
    assert!(!json!(events).to_string().contains("xox"), "no event holds a token");
}

/// Without rotation a token has neither end nor successor.
#[tokio::test]
async fn a_token_of_an_app_without_rotation_lives_until_it_is_rejected() {
    let app = start("slack-long-lived").await;
    install(&app).await;
    let first = read(&app, &bot()).await.unwrap();
    assert!(first.value.expose().starts_with("xoxb-") && first.expires_at.is_none());
    app.advance(400 * 24 * HOUR);
    assert_eq!(read(&app, &bot()).await.unwrap().value.expose(), first.value.expose());
    assert!(app.sandbox.ledger().refreshes().is_empty());
    app.sandbox.uninstall_from_slack(demo::CONTOSO, "slack-long-lived");
    // One no may be a gateway's mistake; a second one a while later is believed.
    assert_eq!(statuses(&check_all(&app).await), [(Some(false), GrantStatus::Degraded); 2]);
    app.advance(HOUR);
    assert_eq!(statuses(&check_all(&app).await), [(Some(false), GrantStatus::NeedsReauth); 2]);
    assert_eq!(code(read(&app, &bot()).await), "reauth_required");
}

/// An installation into a whole enterprise names no workspace: it belongs to the enterprise.
#[tokio::test]
async fn an_installation_may_be_an_enterprises() {
    let mut world = World::demo();
    world.slack.enterprises.insert(demo::CONTOSO.into(), "E0CONTOSO".into());
    world.slack.app_mut("slack-rotating").unwrap().is_org_wide = true;
    let app = App::start_with(world, |options| add(options, "slack-rotating", SLACK_SECRET)).await;
    let session = install(&app).await;
    assert_eq!(session["status"], "complete", "{session}");
    let list = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let account = app.authpipe.list_installations(list).await.unwrap().data.remove(0).account.unwrap();
    assert_eq!(account.organisation.as_deref(), Some("E0CONTOSO"));
    assert_eq!(statuses(&check_all(&app).await), [(Some(true), GrantStatus::Active); 2]);
}

/// `ok: false` under status 200: a wrong secret is the operator's matter and ends nothing.
#[tokio::test]
async fn a_wrong_secret_is_told_to_the_operator_and_ends_nothing() {
    let mut app = start("slack-rotating").await;
    install(&app).await;
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    add(&mut options, "slack-rotating", "another-secret");
    app.authpipe = authpipe::Authpipe::new(options).unwrap();
    app.advance(13 * HOUR);
    assert_eq!(code(read(&app, &bot()).await), "provider_config_rejected");
    app.authpipe.close().await.unwrap();
    let mut options = app.options();
    add(&mut options, "slack-rotating", SLACK_SECRET);
    app.authpipe = authpipe::Authpipe::new(options).unwrap();
    assert!(read(&app, &bot()).await.is_ok());
    let asked = app.sandbox.ledger().entries().into_iter().filter(|entry| entry.kind == Kind::TokenRequest);
    let errors: Vec<_> = asked.map(|entry| (entry.status, entry.error)).collect();
    assert!(errors.contains(&(Some(200), Some("bad_client_secret".to_owned()))), "{errors:?}");
}

/// The page at which somebody is let in has not let anybody in who comes back with a code of another app.
#[tokio::test]
async fn a_code_is_good_once_and_for_its_own_app() {
    let app = start("slack-rotating").await;
    let mut browser = app.browser();
    let created = browser.post("/oauth/installs", json!({ "provider": SLACK }), &admin()).await;
    let url = body_of(&created)["authorization_url"].as_str().unwrap().replace("slack-rotating", "slack-long-lived");
    let back = sign_in(&app.sandbox.browser(), &url, &demo::ADA).await;
    browser.callback(&back, Some(&admin())).await;
    let session = browser.session(body_of(&created)["session_id"].as_str().unwrap(), &admin()).await;
    assert_eq!(session["status"], "failed", "{session}");
    assert_eq!(code(read(&app, &bot()).await), "installation_not_found");
}

/// Bot and person are revoked each by itself, and what is said under status 200 is read.
#[tokio::test]
async fn what_is_deleted_is_revoked_at_slack() {
    let app = start("slack-rotating").await;
    install(&app).await;
    let (of_bot, of_person) = (read(&app, &bot()).await.unwrap(), read(&app, &person("ann")).await.unwrap());
    let connection = app.only_connection().await.id;
    let deletion = soon(app.authpipe.delete_connection(tenant("acme"), connection)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Revoked);
    let live = async |token: &Credential| {
        let url = format!("{}/api/auth.test", app.sandbox.http_origin());
        app.sandbox.client().get_bearer(&url, token.value.expose()).await.unwrap().json()["ok"] == true
    };
    assert!(!live(&of_person).await && live(&of_bot).await);
    let list = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let installed = app.authpipe.list_installations(list).await.unwrap().data.remove(0).id;
    let deletion = soon(app.authpipe.delete_installation(tenant("acme"), installed)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Revoked);
    assert!(!live(&of_bot).await);
    // One token ends at a time: whoever kept a refresh token could go on with it.
    let issued = app.sandbox.ledger().of_kind(Kind::Issued).into_iter().filter(|entry| entry.what == Some("refresh_token"));
    let values: Vec<String> = issued.filter_map(|entry| entry.value).collect();
    assert_eq!(values.len(), 2);
    for value in &values {
        let url = format!("{}/api/oauth.v2.access", app.sandbox.http_origin());
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", value.as_str()),
            ("client_id", "slack-rotating"),
            ("client_secret", SLACK_SECRET),
        ];
        let answer = app.sandbox.client().post_form(&url, &form, &[]).await.unwrap().json();
        assert_eq!(answer["error"], "invalid_refresh_token", "{answer}");
    }
    // Taken away there before: there is nothing to revoke any more.
    go(&app, "/oauth/sessions", &member(), &demo::BOB, Decision::Accept).await;
    app.sandbox.revoke_user_tokens(demo::BOB.id);
    let connection = app.only_connection().await.id;
    let deletion = soon(app.authpipe.delete_connection(tenant("acme"), connection)).await.unwrap();
    assert_eq!(deletion.revocation, RevocationOutcome::Revoked);
}

/// What the developer is told of a session that failed.
async fn failure(app: &App) -> (String, String) {
    let query = authpipe::EventQuery { limit: Some(200), ..authpipe::EventQuery::default() };
    let events = app.authpipe.list_events(query).await.unwrap().data;
    let error = events.iter().rev().find_map(authpipe::Event::error).expect("a failure");
    (error.message().to_owned(), error.hint().unwrap_or_default().to_owned())
}

/// One organisation for each tenant and config: said as that, and not as an account that somebody has connected.
#[tokio::test]
async fn a_second_workspace_is_refused_by_what_is_in_its_way() {
    let app = start("slack-rotating").await;
    install(&app).await;
    let fabrikams = principal("acme", "fay", Role::Admin);
    let session = go(&app, "/oauth/installs", &fabrikams, &demo::FAY, Decision::Accept).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    let (message, hint) = failure(&app).await;
    assert_eq!(message, "Slack is installed for this tenant in another organisation. Nothing was changed.");
    assert!(hint.contains("one organisation by each config") && hint.contains("delete_installation()"), "{hint}");

    let session = go(&app, "/oauth/sessions", &principal("acme", "gus", Role::Member), &demo::GUS, Decision::Accept).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    let (message, _) = failure(&app).await;
    assert_eq!(message, "This Slack account is of another organisation than the tenant's installation. Nothing was changed.");

    // The installation is gone; the connection of who installed it is there, and is what is in the way now.
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    let installed = app.authpipe.list_installations(query).await.unwrap().data.remove(0).id;
    soon(app.authpipe.delete_installation(tenant("acme"), installed)).await.unwrap();
    let session = go(&app, "/oauth/installs", &admin(), &demo::FAY, Decision::Accept).await;
    assert_eq!(session["error"]["code"], "account_mismatch", "{session}");
    let (message, hint) = failure(&app).await;
    assert!(message.contains("connects whoever installs as well"), "{message}");
    assert!(hint.contains("delete_connection()"), "{hint}");
    let connected = app.only_connection().await.id;
    soon(app.authpipe.delete_connection(tenant("acme"), connected)).await.unwrap();
    let session = go(&app, "/oauth/installs", &admin(), &demo::FAY, Decision::Accept).await;
    assert_eq!(session["status"], "complete", "{session}");
}
