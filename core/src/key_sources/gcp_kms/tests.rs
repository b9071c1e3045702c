//! Against a responder that does what Google documents of the token endpoint and of Cloud KMS.

use std::time::Duration;

use serde_json::Value;

use super::super::testing::{Responder, Seen, kind, round_trip, surroundings};
use super::*;
use crate::base::TestClock;

const NAME: &str = "projects/acme/locations/europe-west3/keyRings/main/cryptoKeys/authpipe";

fn google(seen: &Seen) -> (u16, Value) {
    let refused = |code: u16, status: &str| (code, json!({ "error": { "code": code, "message": "…", "status": status } }));
    if seen.path == "/token" {
        let assertion = seen.parameter("assertion").unwrap();
        let claims = read_base64(assertion.split('.').nth(1).unwrap()).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        let is_right = claims["iss"] == "kms@acme.iam.gserviceaccount.com"
            && claims["scope"] == SCOPE
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
    let place = GcpKms {
        id: format!("gcp-kms:{name}"),
        name: name.to_owned(),
        api: responder.url.to_string(),
        tokens: format!("{}token", responder.url),
    };
    let variables: Vec<_> = file.map(|file| ("GOOGLE_APPLICATION_CREDENTIALS", file.to_owned())).into_iter().collect();
    place.connect(surroundings(&variables, clock))
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
    assert!(kind(nobody.unwrap(b"x", &[1; 32]).await).contains("GOOGLE_APPLICATION_CREDENTIALS"));
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
