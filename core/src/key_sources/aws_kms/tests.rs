//! Tests the source against a responder that does what AWS documents of KMS and STS.

use std::time::Duration;

use super::super::testing::{Responder, Seen, kind, round_trip, surroundings};
use super::*;
use crate::base::TestClock;

const ARN: &str = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

fn aws(seen: &Seen) -> (u16, Value) {
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
    let Ok(Source::Service(service)) = read(arn, &Variables::of(&variables)) else { panic!("{arn}") };
    service.connect(surroundings(&variables, clock))
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
        (503, "x"),
        (429, "x"),
    ] {
        let responder = Responder::start(move |_| (status, json!({ "__type": code }))).await;
        let root = root(&responder, ARN, user("AKIAUSER"), &clock);
        assert_eq!(kind(root.unwrap(b"x", &[1; 32]).await), "away", "{code}");
    }
}
