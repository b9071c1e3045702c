//! Tests the source against a responder that does what AWS documents of KMS and STS.

use std::time::Duration;

use serde_json::Value;

use super::super::calling::read_base64;
use super::super::testing::{Responder, Seen, kind, round_trip, surroundings};
use super::*;
use crate::base::TestClock;

const ARN: &str = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

pub(in crate::key_sources) fn aws(seen: &Seen) -> (u16, Value) {
    if let Some(answer) = of_machine(seen) {
        return answer;
    }
    let refused = |code: &str| (400, json!({ "__type": code, "message": "…" }));
    if let Some(action) = seen.parameter("Action") {
        assert_eq!((action.as_str(), seen.header("accept").as_deref()), ("AssumeRoleWithWebIdentity", Some("application/json")));
        if seen.parameter("WebIdentityToken").as_deref() != Some("workload.token") {
            return (400, json!({ "Error": { "Code": "InvalidIdentityToken" } }));
        }
        let keys = json!({ "AccessKeyId": "ASIAROLE", "SecretAccessKey": "secret", "SessionToken": "session" });
        return (
            200,
            json!({ "AssumeRoleWithWebIdentityResponse": { "AssumeRoleWithWebIdentityResult": { "Credentials": keys } } }),
        );
    }
    let authorization = seen.header("authorization").unwrap();
    let is_role = authorization.contains("Credential=ASIAROLE/");
    assert!(
        authorization.contains("/eu-central-1/kms/aws4_request, SignedHeaders=content-type;host;x-amz-date;"),
        "{authorization}"
    );
    assert_eq!(seen.header("content-type").as_deref(), Some("application/x-amz-json-1.1"));
    assert_eq!(seen.header("x-amz-security-token").is_some(), is_role);
    if !is_role && !authorization.contains("Credential=AKIAUSER/") {
        return refused("UnrecognizedClientException");
    }
    if seen.text("KeyId") != ARN {
        return refused("com.amazonaws.kms#NotFoundException");
    }
    let scramble = |bytes: &[u8]| bytes.iter().map(|byte| byte ^ 0x5A).collect::<Vec<_>>();
    let bound = seen.json()["EncryptionContext"].to_string().into_bytes();
    match seen.header("x-amz-target").as_deref() {
        Some("TrentService.Encrypt") => {
            let plaintext = read_base64(&seen.text("Plaintext")).unwrap();
            (200, json!({ "KeyId": ARN, "CiphertextBlob": to_base64(&[scramble(&plaintext), bound].concat()) }))
        }
        Some("TrentService.Decrypt") => {
            let made = read_base64(&seen.text("CiphertextBlob")).unwrap();
            match made.split_at_checked(32) {
                Some((scrambled, rest)) if rest == bound => (200, json!({ "Plaintext": to_base64(&scramble(scrambled)) })),
                _ => refused("InvalidCiphertextException"),
            }
        }
        _ => refused("UnknownOperationException"),
    }
}

fn user(id: &str) -> Vec<(&'static str, String)> {
    vec![("AWS_ACCESS_KEY_ID", id.to_owned()), ("AWS_SECRET_ACCESS_KEY", "secret".to_owned())]
}

fn root(responder: &Responder, arn: &str, mut variables: Vec<(&'static str, String)>, clock: &TestClock) -> Arc<dyn RootKey> {
    variables.push(("AWS_ENDPOINT_URL", responder.url.to_string()));
    // A test asks no machine.
    if !variables.iter().any(|(name, _)| *name == "AWS_EC2_METADATA_SERVICE_ENDPOINT") {
        variables.push(("AWS_EC2_METADATA_DISABLED", "true".to_owned()));
    }
    let Ok(Source::Service(service)) = read(arn, &Variables::of(&variables)) else { panic!("{arn}") };
    service.connect(surroundings(&variables, clock))
}

/// One that works, for tests of what all sources do.
pub(in crate::key_sources) fn usual(responder: &Responder) -> Arc<dyn RootKey> {
    root(responder, ARN, user("AKIAUSER"), &TestClock::new())
}

#[tokio::test]
async fn what_it_wraps_opens_in_its_place() {
    let (responder, clock) = (Responder::start(aws).await, TestClock::new());
    let right = root(&responder, ARN, user("AKIAUSER"), &clock);
    let wrapped = round_trip(&*right).await;
    assert_eq!(kind(right.unwrap(&wrapped, &[2; 32]).await), "mismatch");
    assert_eq!(kind(right.unwrap(b"short", &[1; 32]).await), "mismatch");
}

#[tokio::test]
async fn denials_are_told_with_awss_word() {
    let (responder, clock) = (Responder::start(aws).await, TestClock::new());
    let other = root(&responder, &ARN.replace("1234abcd", "99999999"), user("AKIAUSER"), &clock);
    assert_eq!(kind(other.unwrap(b"x", &[1; 32]).await), "denied: NotFoundException (status 400)");
    let stranger = root(&responder, ARN, user("AKIAOTHER"), &clock);
    assert_eq!(kind(stranger.unwrap(b"x", &[1; 32]).await), "denied: UnrecognizedClientException (status 400)");
    let nobody = root(&responder, ARN, Vec::new(), &clock);
    assert!(kind(nobody.unwrap(b"x", &[1; 32]).await).contains("AWS_ACCESS_KEY_ID"));
}

#[tokio::test]
async fn a_workload_takes_its_role_and_takes_it_again_in_time() {
    let (responder, clock, folder) = (Responder::start(aws).await, TestClock::new(), tempfile::tempdir().unwrap());
    let file = folder.path().join("token");
    std::fs::write(&file, "workload.token\n").unwrap();
    let variables = vec![
        ("AWS_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap().to_owned()),
        ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app".to_owned()),
    ];
    let role = root(&responder, ARN, variables, &clock);
    round_trip(&*role).await;
    assert_eq!(responder.asked("/"), 3, "the role once, and twice the key");
    clock.advance(Duration::from_secs(50 * 60));
    round_trip(&*role).await;
    assert_eq!(responder.asked("/"), 6);
    std::fs::write(&file, "other.token").unwrap();
    clock.advance(Duration::from_secs(50 * 60));
    assert_eq!(kind(role.unwrap(b"x", &[1; 32]).await), "denied: InvalidIdentityToken (status 400)");
}

#[tokio::test]
async fn outages_are_no_denials_whatever_status_they_have() {
    let clock = TestClock::new();
    for (status, code) in [
        (400, "ThrottlingException"),
        (400, "LimitExceededException"),
        (500, "KMSInternalException"),
        (400, "DependencyTimeoutException"),
        (500, "KeyUnavailableException"),
        (400, "ServiceUnavailable"),
        (400, "RequestExpired"),
        (503, "x"),
        (429, "x"),
    ] {
        let responder = Responder::start(move |_| (status, json!({ "__type": code }))).await;
        let root = root(&responder, ARN, user("AKIAUSER"), &clock);
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away", "{code}");
    }
}

/// What AWS documents of the metadata service (version 2) and of the services for containers.
fn of_machine(seen: &Seen) -> Option<(u16, Value)> {
    let keys = json!({ "Code": "Success", "AccessKeyId": "ASIAROLE", "SecretAccessKey": "secret", "Token": "session" });
    let session = || seen.header("x-aws-ec2-metadata-token").as_deref() == Some("imds-session");
    match (seen.method.as_str(), seen.path.as_str()) {
        ("PUT", "/latest/api/token") if seen.header("x-aws-ec2-metadata-token-ttl-seconds").is_some() => {
            Some((200, json!("imds-session")))
        }
        ("GET", "/latest/meta-data/iam/security-credentials/") if session() => Some((200, json!("app-role"))),
        ("GET", "/latest/meta-data/iam/security-credentials/app-role") if session() => Some((200, keys)),
        ("GET", path) if path.starts_with("/latest/") => Some((401, json!(""))),
        ("GET", "/v1/credentials") if seen.header("authorization").as_deref() == Some("pod.token") => Some((200, keys)),
        ("GET", _) => Some((403, json!({ "code": "AccessDenied", "message": "…" }))),
        _ => None,
    }
}

#[tokio::test]
async fn a_machine_gives_the_keys_of_its_role_and_is_asked_again_in_time() {
    let (responder, clock) = (Responder::start(aws).await, TestClock::new());
    let machine = root(&responder, ARN, vec![("AWS_EC2_METADATA_SERVICE_ENDPOINT", responder.url.to_string())], &clock);
    round_trip(&*machine).await;
    assert_eq!(responder.asked("/app-role"), 1, "once for both");
    clock.advance(Duration::from_secs(5 * 60));
    round_trip(&*machine).await;
    assert_eq!(responder.asked("/app-role"), 2);
}

#[tokio::test]
async fn a_container_gives_keys_to_who_shows_its_token() {
    let (responder, clock, folder) = (Responder::start(aws).await, TestClock::new(), tempfile::tempdir().unwrap());
    let file = folder.path().join("token");
    std::fs::write(&file, "pod.token\n").unwrap();
    let variables = |token: &str, value: &str| {
        let token = if token == "file" { "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" } else { "AWS_CONTAINER_AUTHORIZATION_TOKEN" };
        let url = responder.url.join("v1/credentials").unwrap();
        vec![("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.to_string()), (token, value.to_owned())]
    };
    for variables in [variables("file", file.to_str().unwrap()), variables("text", "pod.token")] {
        round_trip(&*root(&responder, ARN, variables, &clock)).await;
    }
    let stranger = root(&responder, ARN, variables("text", "other.token"), &clock);
    // Its role may be being replaced just now: only KMS itself can deny.
    let said = "failed: what gives this container its credentials of AWS does not answer: AccessDenied (status 403)";
    assert_eq!(kind(stranger.unwrap(b"x", &[1; 32]).await), said);
    // A variable names no other host: neither by an address of its own nor by a path that is one.
    for (name, value) in [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://10.1.2.3/v1/credentials"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://provider.example/"),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.3/"),
    ] {
        let elsewhere = root(&responder, ARN, vec![(name, value.to_owned())], &clock);
        let said = kind(elsewhere.unwrap(b"x", &[1; 32]).await);
        assert_eq!(said, "failed: what gives this container its credentials of AWS does not answer", "{value}");
    }
}

#[tokio::test]
async fn keys_of_a_profile_are_read_from_where_awss_tools_have_them() {
    let (responder, clock, home) = (Responder::start(aws).await, TestClock::new(), tempfile::tempdir().unwrap());
    std::fs::create_dir(home.path().join(".aws")).unwrap();
    let credentials = "# aws_access_key_id = AKIACOMMENT\n[other]\naws_access_key_id = AKIAOTHER\naws_secret_access_key = x\n\
        [default]\naws_access_key_id=AKIAUSER\naws_secret_access_key = se=cret\n[role]\nrole_arn = arn:aws:iam::1:role/app\n";
    std::fs::write(home.path().join(".aws/credentials"), credentials).unwrap();
    let config = "[profile session]\naws_access_key_id = ASIAROLE\naws_secret_access_key = secret\naws_session_token = session\n";
    std::fs::write(home.path().join(".aws/config"), config).unwrap();
    let of = |profile: Option<&str>| {
        let mut variables = vec![("HOME", home.path().to_str().unwrap().to_owned())];
        variables.extend(profile.map(|profile| ("AWS_PROFILE", profile.to_owned())));
        root(&responder, ARN, variables, &clock)
    };
    round_trip(&*of(None)).await;
    round_trip(&*of(Some("session"))).await;
    for (profile, says) in [
        ("other", "denied: UnrecognizedClientException (status 400)"),
        ("role", "denied: the profile AWS_PROFILE has no keys of its own; roles and sign-ins of profiles are not read"),
        ("absent", "denied: there is no profile AWS_PROFILE"),
    ] {
        assert_eq!(kind(of(Some(profile)).unwrap(b"x", &[1; 32]).await), says, "{profile}");
    }
}

#[tokio::test]
async fn a_machine_that_gives_nothing_is_told_apart_from_kms() {
    let (responder, clock) = (Responder::start(aws).await, TestClock::new());
    let silent = Responder::start(|_| (200, json!(""))).await;
    let at = silent.url.to_string();
    let without_role = root(&responder, ARN, vec![("AWS_EC2_METADATA_SERVICE_ENDPOINT", at.clone())], &clock);
    let said = kind(without_role.unwrap(b"x", &[1; 32]).await);
    assert!(said.starts_with("failed: neither") && said.ends_with(": this machine has no role"), "{said}");
    // While a role is attached, replaced or renewed, and where a session has ended, it says so by a status, or in its answer.
    for code in ["AssumeRoleUnauthorizedAccess", "InstanceProfileNotFound"] {
        let replaced = Responder::start(move |seen| match seen.path.rsplit('/').next() {
            Some("app") => (200, json!({ "Code": code, "Message": "…" })),
            Some("token") => (200, json!("session")),
            _ => (200, json!("app")),
        });
        let replaced = replaced.await;
        let at = replaced.url.to_string();
        let machine = root(&responder, ARN, vec![("AWS_EC2_METADATA_SERVICE_ENDPOINT", at)], &clock);
        let said = kind(machine.unwrap(b"x", &[1; 32]).await);
        assert!(said.starts_with("failed: neither"), "{said}");
    }
    for status in [400, 401, 403, 404] {
        let changing = Responder::start(move |_| (status, json!(""))).await;
        let at = changing.url.to_string();
        let machine = root(&responder, ARN, vec![("AWS_EC2_METADATA_SERVICE_ENDPOINT", at)], &clock);
        let said = kind(machine.unwrap(b"x", &[1; 32]).await);
        assert!(said.starts_with("failed: neither AWS_ACCESS_KEY_ID nor") && said.contains(&status.to_string()), "{said}");
    }
    drop(silent);
    tokio::task::yield_now().await;
    let nobody = root(&responder, ARN, vec![("AWS_EC2_METADATA_SERVICE_ENDPOINT", at)], &clock);
    let said = kind(nobody.unwrap(b"x", &[1; 32]).await);
    assert!(said.starts_with("failed: neither AWS_ACCESS_KEY_ID nor"), "{said}");
    assert_eq!(responder.asked("/"), 0);
}

/// KMS and STS sign and compare times; whoever has set this machine's clock has taken no right away.
#[tokio::test]
async fn a_clock_that_somebody_has_set_is_no_denial() {
    let clock = TestClock::new();
    for (message, expected) in [
        ("Signature expired: 20261129T120000Z is now earlier than 20261129T121000Z (20261129T121500Z - 5 min.)", "away"),
        ("Signature not yet current: 20261129T130000Z is still later than 20261129T121500Z", "away"),
        (
            "The request signature we calculated does not match the signature you provided.",
            "denied: InvalidSignatureException (status 403)",
        ),
    ] {
        let responder =
            Responder::start(move |_| (403, json!({ "__type": "InvalidSignatureException", "message": message }))).await;
        let root = root(&responder, ARN, user("AKIAUSER"), &clock);
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), expected);
    }
}

fn workload(folder: &std::path::Path) -> Vec<(&'static str, String)> {
    let file = folder.join("token");
    std::fs::write(&file, "workload.token").unwrap();
    vec![
        ("AWS_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap().to_owned()),
        ("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/app".to_owned()),
    ]
}

#[tokio::test]
async fn outages_of_sts_are_no_denials() {
    let (clock, folder) = (TestClock::new(), tempfile::tempdir().unwrap());
    for code in ["Throttling", "ThrottlingException", "IDPCommunicationError", "ExpiredTokenException"] {
        let responder = Responder::start(move |_| (400, json!({ "Error": { "Code": code } }))).await;
        let role = root(&responder, ARN, workload(folder.path()), &clock);
        assert_eq!(kind(role.unwrap(b"x", &[1; 32]).await), "away", "{code}");
    }
}

#[tokio::test]
async fn a_role_whose_keys_ended_before_their_time_is_taken_anew_once() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (clock, folder) = (TestClock::new(), tempfile::tempdir().unwrap());
    let left = Arc::new(AtomicUsize::new(1));
    let ended = left.clone();
    let responder = Responder::start(move |seen| {
        let expires = |left: usize| left.checked_sub(1);
        if seen.parameter("Action").is_none() && ended.fetch_update(Ordering::SeqCst, Ordering::SeqCst, expires).is_ok() {
            return (400, json!({ "__type": "ExpiredTokenException" }));
        }
        aws(seen)
    })
    .await;
    let role = root(&responder, ARN, workload(folder.path()), &clock);
    round_trip(&*role).await;
    assert_eq!(responder.asked("/"), 5, "the role twice, and three times the key");
    left.store(2, Ordering::SeqCst);
    assert_eq!(kind(role.unwrap(b"x", &[1; 32]).await), "denied: ExpiredTokenException (status 400)");
}
