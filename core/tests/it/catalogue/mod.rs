//! Every provider of the catalogue, driven once: connected (or its key entered), refreshed, probed, rejected and revoked, with a server in
//! its place that plays it strictly from its facts. The facts lie in `tests/vectors/catalog`, apart from the definitions and in other
//! words, so that a definition that is bent is found out.

mod device;
mod documented;
mod drive;
mod exchange;
mod facts;
mod judge;
mod reading;
mod revoked;
mod signed;
mod tunnel;
mod verified;

use std::collections::BTreeMap;
use std::sync::Arc;

use authpipe::definition::ProviderDefinition;
use authpipe::{Catalog, ConfigId, ProviderId, ProviderInput, RegistrationCheck, Secret};
use authpipe_sandbox::World;
use drive::{Players, drive};
use facts::Plays;
use judge::{Provider, mark};
use serde_json::{Value, json};
use tunnel::Tunnel;

use crate::support::App;

/// A config of the application, and whose facts it is held against.
struct Case {
    config: String,
    slug: String,
    definition: Option<Value>,
}

/// An application with these configs, whose every request arrives at the players.
async fn start(cases: &[Case], all: &BTreeMap<String, Plays>) -> (App, Players, Tunnel) {
    let players = Players::default();
    let judge = players.clone();
    let tunnel = Tunnel::open(Arc::new(move |asked| judge.answer(&asked))).await;
    // Read when the application starts.
    let ca = tunnel.ca_file();
    let app = App::start_with(World::demo(), |options| {
        options.providers.clear();
        options.danger_origins.clear();
        options.vault = Some("memory:".into());
        options.proxy = Some(tunnel.proxy.clone());
        options.extra_ca_file = Some(ca.path().to_owned());
        for case in cases {
            let plays = &all[&case.slug];
            let signs_in = plays.authorize.is_some() || plays.signed.is_some();
            let has_secret = signs_in && plays.token.as_ref().is_none_or(|token| token.client != "id");
            let has_scopes = plays.signed.as_ref().is_none_or(|signed| signed.authorize.scope_parameter.is_some());
            let input = ProviderInput {
                client_id: if signs_in { mark(&case.slug, "id", 0) } else { String::new() },
                client_secret: has_secret.then(|| Secret::from(mark(&case.slug, "secret", 0))),
                scopes: if signs_in && has_scopes { vec!["alpha".into(), "beta".into()] } else { Vec::new() },
                variables: plays.variables.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect(),
                definition: case.definition.clone(),
                ..ProviderInput::default()
            };
            options.providers.insert(case.config.clone(), input);
        }
    })
    .await;
    (app, players, tunnel)
}

/// The folder is driven in so many parts, which the runner spreads over its processes.
const PARTS: usize = 4;

/// The part that a provider is in: told by its name alone, so that one more moves no other.
fn part_of(slug: &str) -> usize {
    slug.bytes().fold(0, |sum, byte| (sum * 31 + usize::from(byte)) % 65_521) % PARTS
}

/// Every provider is in one of the parts, and each part is driven below.
#[test]
fn every_provider_of_the_catalogue_is_driven() {
    let all = facts::read();
    // Flows that cannot be played by rule, such as those with ID tokens, are driven as their vendors document them.
    let documented = documented::read();
    let is_driven = |id: &str| all.contains_key(id) || documented.iter().any(|it| it.provider == id);
    let others: Vec<&str> = Catalog::builtin().names().map(|known| known.id).filter(|id| !is_driven(id)).collect();
    assert_eq!(others, [""; 0], "not driven");
    let mut sizes = [0; PARTS];
    for slug in all.keys() {
        assert!(Catalog::builtin().contains(slug), "{slug} is played, and is no provider");
        sizes[part_of(slug)] += 1;
    }
    let tests = include_str!("mod.rs").lines().filter(|line| line.trim_start().starts_with("drive_part(")).count();
    assert_eq!(tests, PARTS, "each part has its test");
    assert!(all.len() > 400 && sizes.iter().all(|size| *size < all.len() / 2), "{sizes:?}");
}

#[tokio::test]
async fn every_provider_is_connected_refreshed_probed_rejected_and_revoked_as_its_facts_say_1() {
    drive_part(0).await;
}

#[tokio::test]
async fn every_provider_is_connected_refreshed_probed_rejected_and_revoked_as_its_facts_say_2() {
    drive_part(1).await;
}

#[tokio::test]
async fn every_provider_is_connected_refreshed_probed_rejected_and_revoked_as_its_facts_say_3() {
    drive_part(2).await;
}

#[tokio::test]
async fn every_provider_is_connected_refreshed_probed_rejected_and_revoked_as_its_facts_say_4() {
    drive_part(3).await;
}

async fn drive_part(part: usize) {
    let all = facts::read();
    let case = |slug: &String| Case { config: slug.clone(), slug: slug.clone(), definition: None };
    let cases: Vec<Case> = all.keys().filter(|slug| part_of(slug) == part).map(case).collect();
    let (app, players, _tunnel) = start(&cases, &all).await;
    let mut wrong = Vec::new();
    for Case { config, slug, .. } in &cases {
        players.add(Provider::new(slug, all[slug].clone()));
        if let Err(why) = drive(&app, &players, config, slug).await {
            wrong.push(format!("{slug}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Providers whose definitions have a member that others have not, and that member told otherwise.
#[tokio::test]
async fn a_definition_whose_facts_are_bent_is_found_out() {
    let all = facts::read();
    let mut cases = Vec::new();
    for (slug, pointer, value) in bends() {
        let definition = Catalog::builtin().get(slug).unwrap_or_else(|| panic!("{slug} is gone: bend another"));
        let mut definition = serde_json::to_value(ProviderDefinition::clone(&definition)).unwrap();
        let config = format!("bent-{}", cases.len());
        definition["id"] = json!(config);
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let parent = definition.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        assert_ne!(parent.get(name), Some(&value), "{slug}{pointer} says so anyway");
        if value.is_null() {
            assert!(parent.remove(name).is_some(), "{slug}{pointer} says nothing that could be left out");
        } else {
            parent.insert(name.to_owned(), value);
        }
        cases.push(Case { config, slug: slug.to_owned(), definition: Some(definition) });
    }
    let (app, players, _tunnel) = start(&cases, &all).await;
    for (Case { config, slug, .. }, (_, pointer, value)) in cases.iter().zip(bends()) {
        players.add(Provider::new(slug, all[slug].clone()));
        assert!(drive(&app, &players, config, slug).await.is_err(), "{slug}{pointer} = {value} is not found out");
    }
}

/// A client is tried at its provider without anybody who signs in, and nothing else is asked.
#[tokio::test]
async fn a_client_is_tried_with_a_code_that_was_never_issued() {
    let all = facts::read();
    let slugs = ["airtable", "asana", "notion", "zendesk", "openai"];
    let case = |slug: &str| Case { config: slug.to_owned(), slug: slug.to_owned(), definition: None };
    let (app, players, tunnel) = start(&slugs.map(case), &all).await;
    let check = async |slug: &str| {
        let id = ConfigId::parse(slug).unwrap();
        app.authpipe.check_registration(ProviderId::parse(slug).unwrap(), Some(id)).await
    };
    for slug in &slugs[..4] {
        players.add(Provider::new(slug, all[*slug].clone()));
        assert_eq!(check(slug).await.unwrap(), RegistrationCheck::Accepted, "{slug}");
        assert_eq!(players.with(slug, |provider| (provider.asked.clone(), provider.wrong.clone())), Default::default());
    }
    assert_eq!(check("openai").await.unwrap_err().code().as_str(), "invalid_request", "keys have no client");
    // The same registrations with another secret.
    let mut options = app.options();
    options.providers.clear();
    options.danger_origins.clear();
    options.vault = Some("memory:".into());
    let ca = tunnel.ca_file();
    (options.proxy, options.extra_ca_file) = (Some(tunnel.proxy.clone()), Some(ca.path().to_owned()));
    for slug in &slugs[..3] {
        let input =
            ProviderInput { client_id: mark(slug, "id", 0), client_secret: Some("wrong".into()), ..ProviderInput::default() };
        options.providers.insert((*slug).to_owned(), input);
    }
    let other = authpipe::Authpipe::new(options).unwrap();
    for slug in &slugs[..3] {
        let checked = other.check_registration(ProviderId::parse(slug).unwrap(), None).await.unwrap();
        assert_eq!(checked, RegistrationCheck::Rejected, "{slug}");
    }
}

/// Slug, where in its definition, and what stands there instead; null: nothing.
fn bends() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("airtable", "/oauth/authorization_endpoint", json!("https://airtable.com/oauth2/v2/authorize")),
        ("airtable", "/oauth/token_endpoint", json!("https://airtable.com/oauth2/v1/tokens")),
        ("airtable", "/oauth/token_endpoint", json!("https://api.airtable.com/oauth2/v1/token")),
        ("airtable", "/oauth/client_authentication", json!("client_secret_post")),
        ("asana", "/oauth/client_authentication", json!("client_secret_basic")),
        ("linear", "/oauth/scope_separator", json!(" ")),
        ("jira", "/oauth/authorization_parameters", null()),
        ("jira", "/oauth/authorization_parameters", json!({ "audience": "api.atlassian.com", "prompt": "login" })),
        ("jira", "/oauth/authorization_parameters", json!({ "audience": "api.atlassian.com", "prompt": "consent", "x": "y" })),
        ("typeform", "/oauth/pkce", json!("s256")),
        ("spotify", "/oauth/pkce", json!({ "off": { "reason": "a reason that is none" } })),
        ("notion", "/oauth/token_request", null()),
        ("shopify", "/oauth/token_request", null()),
        ("zendesk", "/oauth/token_endpoint", json!("https://zendesk-oauth.{subdomain}.zendesk.com/oauth/tokens")),
        ("spotify", "/api/origins", json!(["https://api.spotify.com", "https://open.spotify.com"])),
        ("spotify", "/api/placement", json!({ "prefix": "Token " })),
        ("shopify", "/api/placement", json!({ "header": "x-shopify-token" })),
        ("spotify", "/probe/url", json!("https://api.spotify.com/v1/you")),
        ("notion", "/api/headers", null()),
        ("notion", "/api/headers", json!({ "notion-version": "2021-01-01" })),
        ("box", "/revocation/endpoint", json!("https://api.box.com/oauth2/revocation")),
        ("box", "/revocation/client", json!("nothing")),
        ("box", "/revocation", null()),
        ("linear", "/revocation/token_type_hint", json!(false)),
        ("asana", "/revocation/tokens", json!(["refresh", "access"])),
        ("notion", "/revocation/token_in", json!({ "form": "token" })),
        ("notion", "/revocation/headers", null()),
        ("dropbox", "/revocation/method", json!("delete")),
        ("okta", "/oauth/always_scopes", null()),
        ("squarespace", "/oauth/authorization_parameters", null()),
        ("zoho-crm", "/oauth/refresh_token_parameters", null()),
        ("deel", "/api/further_headers", null()),
        ("bungie", "/api/further_headers", null()),
        ("blackbaud", "/api/further_headers", null()),
        ("harvest", "/api/further_headers", null()),
        ("harvest", "/oauth/kept/0/where", null()),
        ("lichess", "/revocation/method", json!("post")),
        ("lichess", "/identity", null()),
        ("kakao", "/oauth/scope_separator", json!(" ")),
        ("xero", "/probe", null()),
        ("cognito", "/revocation/client", null()),
        ("openai", "/api/placement", json!({ "header": "x-api-key" })),
        ("openai", "/probe/url", json!("https://api.openai.com/v2/models")),
        ("anthropic", "/api/placement", json!({ "header": "authorization" })),
        ("trello", "/api/placement/template", json!("OAuth key=\"{key}\", oauth_token=\"{token}\"")),
        ("trello", "/oauth1/authorization_parameters", null()),
        ("trello", "/oauth1/scope_separator", json!(" ")),
        ("trello", "/oauth1/token_endpoint", json!("https://trello.com/1/OAuthGetToken")),
        ("discogs", "/oauth1/method", json!("get")),
        ("discogs", "/oauth1/signature_method", json!("HMAC-SHA256")),
        ("discogs", "/identity/url", json!("https://api.discogs.com/oauth/who")),
        ("flickr", "/oauth1/person_parameter", json!("username")),
        ("hunter", "/api/placement/query", json!({ "apikey": "value" })),
        ("hunter", "/api/placement", json!({ "header": "x-api-key" })),
        ("twilio", "/api/placement/basic", json!({ "username": "password", "password": "username" })),
    ]
}

fn null() -> Value {
    Value::Null
}
