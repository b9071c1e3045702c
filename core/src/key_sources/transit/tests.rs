//! Against a responder that does what the transit engine documents: it encrypts under a key with versions and compares the additional data.

use std::time::Duration;

use serde_json::Value;

use super::super::calling::read_base64;
use super::super::testing::{Responder, Seen, kind, round_trip, surroundings};
use super::*;
use crate::base::TestClock;

/// A key: what it encrypts can be opened with the same additional data only. XOR is enough of a cipher here.
pub(in crate::key_sources) fn engine(seen: &Seen) -> (u16, Value) {
    let refused = |status: u16, text: &str| (status, json!({ "errors": [text] }));
    if seen.path == "/v1/auth/k8s/login" {
        let is_right =
            seen.text("role") == "app" && seen.text("jwt") == "pod.token" && seen.header("x-vault-namespace").is_some();
        let token = json!({ "auth": { "client_token": "hvs.right", "lease_duration": 3600 } });
        return if is_right { (200, token) } else { refused(403, "permission denied") };
    }
    if seen.header("x-vault-token").as_deref() != Some("hvs.right") {
        return refused(403, "permission denied");
    }
    if seen.header("x-vault-namespace").as_deref() != Some("acme")
        || seen.header("content-type").as_deref() != Some("application/json")
    {
        return refused(404, "no handler for route");
    }
    let scramble = |bytes: &[u8]| bytes.iter().map(|byte| byte ^ 0x5A).collect::<Vec<_>>();
    let associated = seen.text("associated_data");
    match seen.path.as_str() {
        "/v1/teams/transit/encrypt/authpipe" => {
            let plaintext = read_base64(&seen.text("plaintext")).unwrap();
            let made = to_base64(&[scramble(&plaintext), associated.into_bytes()].concat());
            (200, json!({ "data": { "ciphertext": format!("vault:v1:{made}"), "key_version": 1 } }))
        }
        "/v1/teams/transit/decrypt/authpipe" => {
            let text = seen.text("ciphertext");
            let Some(made) = text.strip_prefix("vault:v1:").and_then(read_base64) else {
                return refused(400, "invalid ciphertext: no prefix");
            };
            match made.split_at_checked(32) {
                Some((scrambled, bound)) if bound == associated.as_bytes() => {
                    (200, json!({ "data": { "plaintext": to_base64(&scramble(scrambled)) } }))
                }
                _ => refused(400, "cipher: message authentication failed"),
            }
        }
        path if path.ends_with("/gone") => refused(400, "encryption key not found"),
        _ => refused(404, ""),
    }
}

fn variables(token: &str) -> [(&'static str, String); 2] {
    [("VAULT_TOKEN", token.to_owned()), ("VAULT_NAMESPACE", "acme".to_owned())]
}

fn root(responder: &Responder, key: &str, variables: &[(&'static str, String)]) -> Arc<dyn RootKey> {
    let text = format!("{}teams/transit/{key}", responder.url);
    let Ok(Source::Service(service)) = read(&text, &Variables::of(&[])) else { panic!("{text}") };
    service.connect(surroundings(variables, &TestClock::new()))
}

/// One that works, for tests of what all sources do.
pub(in crate::key_sources) fn usual(responder: &Responder) -> Arc<dyn RootKey> {
    root(responder, "authpipe", &variables("hvs.right"))
}

#[tokio::test]
async fn what_it_wraps_opens_in_its_place_and_with_its_token() {
    let responder = Responder::start(engine).await;
    let right = root(&responder, "authpipe", &variables("hvs.right"));
    let wrapped = round_trip(&*right).await;
    assert_eq!(kind(right.unwrap(&wrapped, &[2; 32]).await), "mismatch");
    assert_eq!(kind(right.unwrap(b"vault:v9:x", &[1; 32]).await), "mismatch");
    assert_eq!(kind(right.unwrap(b"\xFF", &[1; 32]).await), "mismatch");
    let wrong = root(&responder, "authpipe", &variables("hvs.wrong"));
    assert_eq!(kind(wrong.unwrap(&wrapped, &[1; 32]).await), "denied: status 403");
    let gone = root(&responder, "gone", &variables("hvs.right"));
    assert_eq!(kind(gone.unwrap(&wrapped, &[1; 32]).await), "denied: status 400");
    let nobody = root(&responder, "authpipe", &[]);
    assert!(kind(nobody.unwrap(&wrapped, &[1; 32]).await).contains("VAULT_TOKEN"));
}

#[tokio::test]
async fn a_token_in_a_file_is_read_each_time() {
    let responder = Responder::start(engine).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    let named = [("VAULT_TOKEN_FILE", file.to_str().unwrap().to_owned()), ("VAULT_NAMESPACE", "acme".to_owned())];
    let root = root(&responder, "authpipe", &named);
    std::fs::write(&file, "hvs.old\n").unwrap();
    assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "denied: status 403");
    std::fs::write(&file, "hvs.right\n").unwrap();
    round_trip(&*root).await;
}

#[tokio::test]
async fn outages_are_no_denials() {
    for (status, answer) in
        [(503, json!({ "errors": ["Vault is sealed"] })), (429, json!({})), (500, json!({})), (473, json!({})), (412, json!({}))]
    {
        let responder = Responder::start(move |_| (status, answer.clone())).await;
        let root = root(&responder, "authpipe", &variables("hvs.right"));
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away", "{status}");
        // The login goes to the same servers.
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        std::fs::write(&file, "pod.token").unwrap();
        let role = ("AUTHPIPE_VAULT_KUBERNETES_ROLE", "app".to_owned());
        let pod = [role, ("AUTHPIPE_VAULT_KUBERNETES_TOKEN_FILE", file.to_str().unwrap().to_owned())];
        let root = self::root(&responder, "authpipe", &pod);
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away", "login, {status}");
        std::fs::write(&file, "\n").unwrap();
        let asked = responder.asked("/login");
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away", "a file that is being written");
        assert_eq!(responder.asked("/login"), asked, "nothing was shown that proves nobody");
    }
    let responder = Responder::start(engine).await;
    let root = root(&responder, "authpipe", &variables("hvs.right"));
    drop(responder);
    tokio::task::yield_now().await;
    assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away");
}

#[tokio::test]
async fn in_production_it_is_reached_over_https_only_wherever_it_stands() {
    let url = Url::parse("http://10.1.2.3:8200/").unwrap();
    let Ok(Source::Service(service)) = read(&format!("{url}transit/a"), &Variables::of(&[])) else { panic!("{url}") };
    let mut production = surroundings(&variables("hvs.right"), &TestClock::new());
    production.net.development = false;
    // Nothing is dialled.
    assert_eq!(kind(service.connect(production).unwrap(b"x", &[1; 32]).await), "away");
}

#[tokio::test]
async fn a_pod_logs_in_with_its_service_account_and_again_in_time() {
    let (responder, folder, clock) = (Responder::start(engine).await, tempfile::tempdir().unwrap(), TestClock::new());
    let file = folder.path().join("token");
    std::fs::write(&file, "pod.token\n").unwrap();
    let named = [
        ("AUTHPIPE_VAULT_KUBERNETES_ROLE", "app".to_owned()),
        ("AUTHPIPE_VAULT_KUBERNETES_MOUNT", "k8s".to_owned()),
        ("AUTHPIPE_VAULT_KUBERNETES_TOKEN_FILE", file.to_str().unwrap().to_owned()),
        ("VAULT_NAMESPACE", "acme".to_owned()),
    ];
    let text = format!("{}teams/transit/authpipe", responder.url);
    let Ok(Source::Service(service)) = read(&text, &Variables::of(&[])) else { panic!("{text}") };
    let pod = service.connect(surroundings(&named, &clock));
    round_trip(&*pod).await;
    assert_eq!(responder.asked("/login"), 1, "once for both");
    clock.advance(Duration::from_secs(3600));
    round_trip(&*pod).await;
    assert_eq!(responder.asked("/login"), 2);
    std::fs::write(&file, "other.token").unwrap();
    clock.advance(Duration::from_secs(3600));
    assert_eq!(kind(pod.unwrap(b"x", &[1; 32]).await), "denied: status 403");
}

#[tokio::test]
async fn a_login_that_was_revoked_is_made_again_once() {
    let responder = Responder::start(|seen| match seen.path.as_str() {
        "/v1/auth/kubernetes/login" => (200, json!({ "auth": { "client_token": "hvs.revoked", "lease_duration": 3600 } })),
        _ => engine(seen),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "pod.token").unwrap();
    let named = [
        ("AUTHPIPE_VAULT_KUBERNETES_ROLE", "app".to_owned()),
        ("AUTHPIPE_VAULT_KUBERNETES_TOKEN_FILE", file.to_str().unwrap().to_owned()),
    ];
    let pod = root(&responder, "authpipe", &named);
    assert_eq!(kind(pod.unwrap(b"x", &[1; 32]).await), "denied: status 403");
    assert_eq!((responder.asked("/login"), responder.asked("/decrypt/authpipe")), (2, 2));
}

#[tokio::test]
async fn the_token_that_vaults_own_tool_has_written_is_read_where_nothing_else_is_said() {
    let (responder, home) = (Responder::start(engine).await, tempfile::tempdir().unwrap());
    std::fs::write(home.path().join(".vault-token"), "hvs.right").unwrap();
    let named = [("HOME", home.path().to_str().unwrap().to_owned()), ("VAULT_NAMESPACE", "acme".to_owned())];
    round_trip(&*root(&responder, "authpipe", &named)).await;
}
