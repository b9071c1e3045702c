//! Against a responder that does what Google documents of the token endpoint and of Cloud KMS.

use std::time::Duration;

use serde_json::Value;

use super::super::calling::read_base64;
use super::super::testing::{Responder, Seen, kind, round_trip, surroundings};
use super::*;
use crate::base::TestClock;

const NAME: &str = "projects/acme/locations/europe-west3/keyRings/main/cryptoKeys/authpipe";

pub(in crate::key_sources) fn google(seen: &Seen) -> (u16, Value) {
    let refused = |code: u16, status: &str| (code, json!({ "error": { "code": code, "message": "…", "status": status } }));
    if let Some(answer) = of_others(seen) {
        return answer;
    }
    if seen.path == "/token" {
        let assertion = seen.parameter("assertion").unwrap();
        let claims = read_base64(assertion.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        let is_right = claims["iss"] == "kms@acme.iam.gserviceaccount.com"
            && claims["scope"] == "https://www.googleapis.com/auth/cloudkms"
            && claims["aud"].as_str().unwrap().ends_with("/token")
            && seen.parameter("grant_type").as_deref() == Some("urn:ietf:params:oauth:grant-type:jwt-bearer");
        return if is_right {
            (200, json!({ "access_token": "ya29.right", "expires_in": 3599, "token_type": "Bearer" }))
        } else {
            (400, json!({ "error": "invalid_grant" }))
        };
    }
    if seen.header("authorization").as_deref() != Some("Bearer ya29.right") {
        return refused(401, "UNAUTHENTICATED");
    }
    let scramble = |bytes: &[u8]| bytes.iter().map(|byte| byte ^ 0x5A).collect::<Vec<_>>();
    let bound = seen.text("additionalAuthenticatedData").into_bytes();
    if seen.path == format!("/v1/{NAME}:encrypt") {
        let plaintext = read_base64(&seen.text("plaintext")).unwrap();
        return (
            200,
            json!({ "name": format!("{NAME}/cryptoKeyVersions/1"), "ciphertext": to_base64(&[scramble(&plaintext), bound].concat()) }),
        );
    }
    if seen.path == format!("/v1/{NAME}:decrypt") {
        let made = read_base64(&seen.text("ciphertext")).unwrap();
        return match made.split_at_checked(32) {
            Some((scrambled, rest)) if rest == bound => (200, json!({ "plaintext": to_base64(&scramble(scrambled)) })),
            _ => refused(400, "INVALID_ARGUMENT"),
        };
    }
    if seen.path.contains("/disabled:") { refused(400, "FAILED_PRECONDITION") } else { refused(404, "NOT_FOUND") }
}

/// The key file of a service account.
fn key_file(folder: &std::path::Path) -> String {
    let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    let file = folder.join("account.json");
    let account = json!({
        "type": "service_account", "private_key_id": "abc", "private_key": key.serialize_pem(),
        "client_email": "kms@acme.iam.gserviceaccount.com", "token_uri": "https://evil.example/token",
    });
    std::fs::write(&file, account.to_string()).unwrap();
    file.to_str().unwrap().to_owned()
}

fn root(responder: &Responder, name: &str, file: Option<&str>, clock: &TestClock) -> Arc<dyn RootKey> {
    let variables: Vec<_> = file.map(|file| ("GOOGLE_APPLICATION_CREDENTIALS", file.to_owned())).into_iter().collect();
    root_with(responder, name, variables, clock)
}

fn root_with(
    responder: &Responder,
    name: &str,
    mut variables: Vec<(&'static str, String)>,
    clock: &TestClock,
) -> Arc<dyn RootKey> {
    let [tokens, exchange] = ["token", "v1/token"].map(|path| format!("{}{path}", responder.url));
    let endpoints = Endpoints { tokens, exchange, impersonation: responder.url.to_string() };
    let (id, name) = (format!("gcp-kms:{name}"), name.to_owned());
    let place = GcpKms { id, name, api: responder.url.to_string(), endpoints };
    // A test asks no machine: nobody listens there.
    if !variables.iter().any(|(name, _)| *name == "GCE_METADATA_HOST") {
        variables.push(("GCE_METADATA_HOST", "127.0.0.1:9".to_owned()));
    }
    place.connect(surroundings(&variables, clock))
}

/// One that works, for tests of what all sources do.
pub(in crate::key_sources) fn usual(responder: &Responder) -> Arc<dyn RootKey> {
    let machine = vec![("GCE_METADATA_HOST", responder.url[url::Position::BeforeHost..url::Position::AfterPort].to_owned())];
    root_with(responder, NAME, machine, &TestClock::new())
}

#[tokio::test]
async fn what_it_wraps_opens_in_its_place() {
    let (responder, folder, clock) = (Responder::start(google).await, tempfile::tempdir().unwrap(), TestClock::new());
    let file = key_file(folder.path());
    let right = root(&responder, NAME, Some(&file), &clock);
    let wrapped = round_trip(&*right).await;
    assert_eq!(kind(right.unwrap(&wrapped, &[2; 32]).await), "mismatch");
    assert_eq!(kind(right.unwrap(b"short", &[1; 32]).await), "mismatch");
    assert_eq!(responder.asked("/token"), 1, "the token is kept");
    clock.advance(Duration::from_secs(3599 - 60));
    round_trip(&*right).await;
    assert_eq!(responder.asked("/token"), 2, "until shortly before its end");
}

#[tokio::test]
async fn denials_are_told_with_googles_word() {
    let (responder, folder, clock) = (Responder::start(google).await, tempfile::tempdir().unwrap(), TestClock::new());
    let file = key_file(folder.path());
    let other = |key: &str| NAME.replace("authpipe", key);
    let disabled = root(&responder, &other("disabled"), Some(&file), &clock);
    assert_eq!(kind(disabled.unwrap(b"x", &[1; 32]).await), "denied: FAILED_PRECONDITION (status 400)");
    assert_eq!(
        kind(root(&responder, &other("gone"), Some(&file), &clock).unwrap(b"x", &[1; 32]).await),
        "denied: NOT_FOUND (status 404)"
    );
    let nobody = root(&responder, NAME, None, &clock);
    assert!(kind(nobody.unwrap(b"x", &[1; 32]).await).starts_with("failed: GOOGLE_APPLICATION_CREDENTIALS is not set"));
}

#[tokio::test]
async fn a_token_that_is_refused_is_exchanged_once() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
    let responder = Responder::start(|seen| match seen.path.as_str() {
        "/token" => google(seen),
        _ => (401, json!({ "error": { "code": 401, "status": "UNAUTHENTICATED" } })),
    })
    .await;
    let root = root(&responder, NAME, Some(&key_file(folder.path())), &clock);
    assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "denied: UNAUTHENTICATED (status 401)");
    assert_eq!((responder.asked("/token"), responder.asked(":decrypt")), (2, 2));
}

#[tokio::test]
async fn outages_of_either_service_are_no_denials() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
    let file = key_file(folder.path());
    for away in ["/token", ":decrypt"] {
        for status in [429, 500, 503] {
            let responder =
                Responder::start(move |seen| if seen.path.ends_with(away) { (status, json!({})) } else { google(seen) }).await;
            let root = root(&responder, NAME, Some(&file), &clock);
            assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away", "{away} {status}");
        }
    }
}

/// Who else is given tokens: a person, a workload of elsewhere, and a machine.
fn of_others(seen: &Seen) -> Option<(u16, Value)> {
    let parameter = |name: &str| seen.parameter(name).unwrap_or_default();
    let token = |text: &str| (200, json!({ "access_token": text, "expires_in": 3599, "token_type": "Bearer" }));
    let refused = (400, json!({ "error": "invalid_grant" }));
    match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/token") if parameter("grant_type") == "refresh_token" => {
            let is_right = ["client_id", "client_secret", "refresh_token"].map(parameter) == ["id-1", "s3cret", "1//refresh"];
            Some(if is_right { token("ya29.right") } else { refused })
        }
        ("POST", "/v1/token") => {
            let is_right = parameter("grant_type") == "urn:ietf:params:oauth:grant-type:token-exchange"
                && parameter("audience") == "//iam.googleapis.com/pools/p"
                && parameter("subject_token_type") == "urn:ietf:params:oauth:token-type:jwt";
            Some(match parameter("subject_token").as_str() {
                "direct.token" if is_right => token("ya29.right"),
                "standing.token" if is_right => token("ya29.federated"),
                _ => refused,
            })
        }
        ("POST", "/v1/projects/-/serviceAccounts/kms@acme.example:generateAccessToken") => {
            let is_right = seen.header("authorization").as_deref() == Some("Bearer ya29.federated");
            Some(if is_right { (200, json!({ "accessToken": "ya29.right" })) } else { (403, json!({})) })
        }
        ("GET", "/computeMetadata/v1/instance/service-accounts/default/token") => {
            let is_right = seen.header("metadata-flavor").as_deref() == Some("Google");
            Some(if is_right { token("ya29.right") } else { (403, json!({})) })
        }
        _ => None,
    }
}

#[tokio::test]
async fn whoever_google_knows_is_let_in() {
    let (responder, folder, clock) = (Responder::start(google).await, tempfile::tempdir().unwrap(), TestClock::new());
    let write = |name: &str, text: String| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let person = json!({
        "type": "authorized_user", "client_id": "id-1", "client_secret": "s3cret", "refresh_token": "1//refresh", "quota_project_id": "acme",
    });
    let workload = |token: Value, account: Option<&str>| {
        let mut text = json!({
            "type": "external_account", "audience": "//iam.googleapis.com/pools/p", "token_url": "https://evil.example/token",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "credential_source": token,
        });
        if let Some(account) = account {
            text["service_account_impersonation_url"] = json!(account);
        }
        text.to_string()
    };
    let direct = json!({ "file": write("direct.token", "direct.token\n".to_owned()) });
    let standing = json!({
        "file": write("standing.json", json!({ "id_token": "standing.token" }).to_string()),
        "format": { "type": "json", "subject_token_field_name": "id_token" },
    });
    // Of the address its end counts, wherever a file would send the token.
    let account = "https://evil.example/v1/projects/-/serviceAccounts/kms@acme.example:generateAccessToken";
    for file in [
        write("person.json", person.to_string()),
        write("direct.json", workload(direct, None)),
        write("account.json", workload(standing, Some(account))),
    ] {
        round_trip(&*root(&responder, NAME, Some(&file), &clock)).await;
    }
    let machine = vec![("GCE_METADATA_HOST", responder.url[url::Position::BeforeHost..url::Position::AfterPort].to_owned())];
    round_trip(&*root_with(&responder, NAME, machine, &clock)).await;
    let gcloud = vec![("CLOUDSDK_CONFIG", folder.path().to_str().unwrap().to_owned())];
    write("application_default_credentials.json", person.to_string());
    round_trip(&*root_with(&responder, NAME, gcloud, &clock)).await;
    for (name, text, says) in [
        (
            "other.json",
            json!({ "type": "impersonated_service_account" }).to_string(),
            "holds no credentials of Google's that can be used",
        ),
        ("command.json", workload(json!({ "executable": { "command": "x" } }), None), "those in files are read"),
        ("revoked.json", person.to_string().replace("1//refresh", "1//old"), "denied: invalid_grant (status 400)"),
    ] {
        let said = kind(root(&responder, NAME, Some(&write(name, text)), &clock).unwrap(b"x", &[1; 32]).await);
        assert!(said.starts_with("denied: ") && said.contains(says), "{name}: {said}");
    }
}

/// What Google says where somebody has set this machine's clock, and of a key that was withdrawn.
#[tokio::test]
async fn an_assertion_of_another_time_is_no_denial() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
    let file = key_file(folder.path());
    for (says, expected) in [
        (
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.",
            "away",
        ),
        ("ID Token issued at 1796000000 is stale to sign-in.", "away"),
        ("Invalid JWT Signature.", "denied: invalid_grant (status 400)"),
    ] {
        let responder = Responder::start(move |_| (400, json!({ "error": "invalid_grant", "error_description": says }))).await;
        let root = root(&responder, NAME, Some(&file), &clock);
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), expected);
    }
}

/// Its lifetime is a number that somebody else has made.
#[tokio::test]
async fn a_token_that_lives_for_ever_is_a_token() {
    let (folder, clock) = (tempfile::tempdir().unwrap(), TestClock::new());
    let responder = Responder::start(|seen| match seen.path.as_str() {
        "/token" => (200, json!({ "access_token": "ya29.right", "expires_in": u64::MAX })),
        _ => google(seen),
    })
    .await;
    clock.advance(Duration::from_secs(120));
    round_trip(&*root(&responder, NAME, Some(&key_file(folder.path())), &clock)).await;
}
