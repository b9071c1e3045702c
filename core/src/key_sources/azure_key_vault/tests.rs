//! Against a responder that does what Microsoft documents of the token endpoint and of Key Vault's keys.

use serde_json::Value;

use super::super::testing::{Responder, Seen, kind, round_trip, surroundings};
use super::*;
use crate::base::TestClock;

const OLD: &str = "11111111111111111111111111111111";
const NEW: &str = "22222222222222222222222222222222";

/// A key with two versions, of which `NEW` is the current one.
pub(in crate::key_sources) fn azure(seen: &Seen) -> (u16, Value) {
    if seen.path == "/tenant-1/oauth2/v2.0/token" {
        let is = |name: &str, value: &str| seen.parameter(name).as_deref() == Some(value);
        let proves = is("client_secret", "s3cret") || is("client_assertion", "workload.token");
        let is_right = is("grant_type", "client_credentials") && is("client_id", "client-1") && proves;
        return if is_right && is("scope", "https://vault.azure.net/.default") {
            (200, json!({ "access_token": "right", "expires_in": 3599 }))
        } else {
            (401, json!({ "error": "invalid_client" }))
        };
    }
    if seen.method == "GET" {
        return identity(seen);
    }
    if seen.header("authorization").as_deref() != Some("Bearer right") {
        return (401, json!({ "error": { "code": "Unauthorized" } }));
    }
    let path = seen.path.strip_suffix("?api-version=7.4").unwrap();
    let parts: Vec<_> = path.trim_start_matches('/').split('/').collect();
    let (version, operation) = match parts.as_slice() {
        ["keys", "authpipe", operation] => (NEW, *operation),
        ["keys", "authpipe", version, operation] => (*version, *operation),
        ["keys", "off", ..] => {
            return (403, json!({ "error": { "code": "Forbidden", "message": "…", "innererror": { "code": "KeyDisabled" } } }));
        }
        _ => return (404, json!({ "error": { "code": "KeyNotFound" } })),
    };
    assert_eq!(seen.text("alg"), "RSA-OAEP-256");
    let value = read_base64(&seen.text("value")).unwrap();
    let scrambled: Vec<u8> = value.iter().map(|byte| byte ^ version.as_bytes()[0]).collect();
    match operation {
        "wrapkey" => (
            200,
            json!({ "kid": format!("https://acme.vault.azure.net/keys/authpipe/{version}"), "value": to_base64url(&scrambled) }),
        ),
        "unwrapkey" if value.len() == 32 => (200, json!({ "kid": "…", "value": to_base64url(&scrambled) })),
        _ => (400, json!({ "error": { "code": "BadParameter" } })),
    }
}

fn root(responder: &Responder, name: &str, version: Option<&str>, variables: &[(&'static str, String)]) -> Arc<dyn RootKey> {
    let place = AzureKeyVault {
        id: format!("azure-kv:https://acme.vault.azure.net/keys/{name}"),
        key: responder.url.join(&format!("keys/{name}")).unwrap(),
        version: version.map(str::to_owned),
        sign_in: SignIn { resource: "https://vault.azure.net".to_owned(), authority: responder.url.to_string() },
    };
    let mut variables = variables.to_vec();
    // A test asks no machine: nobody listens there.
    if !variables.iter().any(|(name, _)| *name == "AZURE_POD_IDENTITY_AUTHORITY_HOST") {
        variables.push(("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9/".to_owned()));
    }
    place.connect(surroundings(&variables, &TestClock::new()))
}

fn variables() -> Vec<(&'static str, String)> {
    let pairs = [("AZURE_TENANT_ID", "tenant-1"), ("AZURE_CLIENT_ID", "client-1"), ("AZURE_CLIENT_SECRET", "s3cret")];
    pairs.map(|(name, value)| (name, value.to_owned())).to_vec()
}

/// One that works, for tests of what all sources do.
pub(in crate::key_sources) fn usual(responder: &Responder) -> Arc<dyn RootKey> {
    root(responder, "authpipe", None, &variables())
}

#[tokio::test]
async fn a_key_that_is_rotated_there_opens_what_its_versions_have_wrapped() {
    let responder = Responder::start(azure).await;
    let current = root(&responder, "authpipe", None, &variables());
    let wrapped = round_trip(&*current).await;
    assert!(wrapped.starts_with(NEW.as_bytes()));
    let before = round_trip(&*root(&responder, "authpipe", Some(OLD), &variables())).await;
    assert!(before.starts_with(OLD.as_bytes()));
    assert_eq!(kind(current.unwrap(&before, &[1; 32]).await), "opens");
    assert_eq!(responder.asked("/token"), 2, "one for each client");
    for damaged in [&wrapped[..wrapped.len() - 1], b"no version", b"../../secrets/x\0abc", b"\0abc"] {
        assert_eq!(kind(current.unwrap(damaged, &[1; 32]).await), "mismatch");
    }
}

#[tokio::test]
async fn denials_are_told_with_azures_word() {
    let responder = Responder::start(azure).await;
    let wrapped = round_trip(&*root(&responder, "authpipe", None, &variables())).await;
    let outcome = |name: &'static str, variables: Vec<(&'static str, String)>| {
        let root = root(&responder, name, None, &variables);
        let wrapped = wrapped.clone();
        async move { kind(root.unwrap(&wrapped, &[1; 32]).await) }
    };
    assert_eq!(outcome("off", variables()).await, "denied: KeyDisabled (status 403)");
    assert_eq!(outcome("gone", variables()).await, "denied: KeyNotFound (status 404)");
    let mut wrong = variables();
    wrong[2].1 = "other".to_owned();
    assert_eq!(outcome("authpipe", wrong).await, "denied: invalid_client (status 401)");
    assert!(outcome("authpipe", variables()[2..].to_vec()).await.contains("AZURE_TENANT_ID"));
    assert!(outcome("authpipe", Vec::new()).await.starts_with("failed: neither AZURE_CLIENT_SECRET nor"));
}

#[tokio::test]
async fn a_workload_proves_itself_with_its_token() {
    let responder = Responder::start(azure).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "workload.token\n").unwrap();
    let mut variables = variables();
    variables[2] = ("AZURE_FEDERATED_TOKEN_FILE", file.to_str().unwrap().to_owned());
    round_trip(&*root(&responder, "authpipe", None, &variables)).await;
}

#[tokio::test]
async fn outages_of_either_service_are_no_denials() {
    for away in ["/token", "unwrapkey?api-version=7.4"] {
        for status in [429, 500, 503] {
            let responder =
                Responder::start(move |seen| if seen.path.ends_with(away) { (status, json!({})) } else { azure(seen) }).await;
            let root = root(&responder, "authpipe", None, &variables());
            assert_eq!(kind(root.unwrap(&[NEW.as_bytes(), &[0], &[7; 32]].concat(), &[1; 32]).await), "away", "{away} {status}");
        }
    }
}

/// The services that give managed identities, which write numbers as texts.
fn identity(seen: &Seen) -> (u16, Value) {
    let url = Url::parse("http://x/").unwrap().join(&seen.path).unwrap();
    let asked = |name: &str| url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
    let is_right = match url.path() {
        "/metadata/identity/oauth2/token" => {
            seen.header("metadata").as_deref() == Some("true") && asked("api-version").unwrap() == "2018-02-01"
        }
        "/msi/token" => {
            seen.header("x-identity-header").as_deref() == Some("h3ader") && asked("api-version").unwrap() == "2019-08-01"
        }
        _ => false,
    };
    let is_known = asked("client_id").is_none_or(|client_id| client_id == "client-1");
    if is_right && is_known && asked("resource").as_deref() == Some("https://vault.azure.net") {
        (200, json!({ "access_token": "right", "expires_in": "3599", "token_type": "Bearer" }))
    } else {
        (400, json!({ "error": "invalid_request", "error_description": "Identity not found" }))
    }
}

#[tokio::test]
async fn a_machine_and_a_container_prove_themselves_with_their_identity() {
    let responder = Responder::start(azure).await;
    let machine = ("AZURE_POD_IDENTITY_AUTHORITY_HOST", responder.url.to_string());
    let client = ("AZURE_CLIENT_ID", "client-1".to_owned());
    let container = [("IDENTITY_ENDPOINT", format!("{}msi/token", responder.url)), ("IDENTITY_HEADER", "h3ader".to_owned())];
    let several: [Vec<(&'static str, String)>; 4] = [
        vec![machine.clone()],
        vec![machine.clone(), client.clone()],
        container.to_vec(),
        [container.as_slice(), &[client]].concat(),
    ];
    for variables in several {
        round_trip(&*root(&responder, "authpipe", None, &variables)).await;
    }
    let other = root(&responder, "authpipe", None, &[machine, ("AZURE_CLIENT_ID", "client-2".to_owned())]);
    let blob = [NEW.as_bytes(), &[0], &[7; 32]].concat();
    let said = kind(other.unwrap(&blob, &[1; 32]).await);
    assert!(said.starts_with("failed: neither") && said.ends_with(": invalid_request (status 400)"), "{said}");
}

/// A service that is being updated says 404 or 410, and one whose identity is replaced 400 or 403: it goes by, and is not the key service's word.
#[tokio::test]
async fn a_machines_service_that_is_being_updated_denies_nothing() {
    for status in [400, 403, 404, 410, 429, 500] {
        let responder = Responder::start(move |_| (status, json!({ "error": "not_found" }))).await;
        let machine = ("AZURE_POD_IDENTITY_AUTHORITY_HOST", responder.url.to_string());
        let said = kind(root(&responder, "authpipe", None, &[machine]).wrap(&Secret::new([7; 32]), &[1; 32]).await);
        assert!(said.starts_with("failed: neither AZURE_CLIENT_SECRET nor"), "{status}: {said}");
    }
}

/// What Microsoft says of a workload's token whose time is over: somebody is about to renew its file.
#[tokio::test]
async fn a_workloads_token_that_has_ended_is_no_denial() {
    for (says, expected) in [
        ("AADSTS700024: Client assertion is not within its valid time range.", "away"),
        ("AADSTS7000215: Invalid client secret provided.", "denied: invalid_client (status 401)"),
    ] {
        let responder = Responder::start(move |_| (401, json!({ "error": "invalid_client", "error_description": says }))).await;
        let root = root(&responder, "authpipe", None, &variables());
        assert_eq!(kind(root.wrap(&Secret::new([7; 32]), &[1; 32]).await), expected);
    }
}
