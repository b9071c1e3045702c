//! While a grant waits for its next attempt, whoever asks is told what the first one was told.

use std::time::Duration;

use crate::base::{ErrorCode, Retry};
use crate::engine::common::errors::no_answer;
use crate::engine::common::exchange::Destination;
use crate::engine::common::pause;
use crate::model::http::{NetFailure, ProxyFailure, TlsFailure};

use super::stage::{Answer, LIFETIME, Stage, connect, get, load};

/// Every reason why TLS does not come about.
pub(super) const TLS: [TlsFailure; 9] = [
    TlsFailure::UnknownAuthority,
    TlsFailure::Expired,
    TlsFailure::NotYetValid,
    TlsFailure::OtherName,
    TlsFailure::BadCertificate,
    TlsFailure::Refused,
    TlsFailure::WantsCertificate,
    TlsFailure::OldVersion,
    TlsFailure::NoTls,
];

const PROXY: [ProxyFailure; 5] = [
    ProxyFailure::Absent,
    ProxyFailure::TimedOut,
    ProxyFailure::Tls(TlsFailure::UnknownAuthority),
    ProxyFailure::WantsPassword,
    ProxyFailure::Refuses,
];

/// Every way in which a renewal can fail without ending the grant.
fn failures() -> Vec<Answer> {
    let unanswered = [
        NetFailure::Blocked,
        NetFailure::NotConnected,
        NetFailure::Refused,
        NetFailure::NameUnknown,
        NetFailure::TimedOut,
        NetFailure::Broken,
        NetFailure::TooLarge,
        NetFailure::NotSent,
    ];
    let answered = [
        (429, ""),
        (503, ""),
        (404, ""),
        (302, ""),
        (200, "no JSON"),
        (200, r#"{"token_type":"Bearer"}"#),
        (200, r#"{"access_token":"a","token_type":"mac"}"#),
        (401, r#"{"error":"invalid_client"}"#),
        (400, r#"{"error":"unauthorized_client"}"#),
        (400, r#"{"error":"invalid_scope"}"#),
        (400, r#"{"error":"invalid_target"}"#),
    ];
    let unanswered = unanswered.into_iter().chain(TLS.map(NetFailure::Tls)).chain(PROXY.map(NetFailure::Proxy));
    unanswered.map(Answer::Failure).chain(answered.map(|(status, body)| Answer::Status(status, body))).collect()
}

#[tokio::test]
async fn whoever_asks_meanwhile_is_told_the_same_cause_and_advice() {
    for (number, answer) in failures().into_iter().enumerate() {
        let stage = Stage::new("reusable");
        let (engine, other) = (stage.process().await, stage.process().await);
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([answer]);
        let first = get(&engine).await.unwrap_err();
        for process in [&engine, &other] {
            let again = get(process).await.unwrap_err();
            assert_eq!(
                (again.code(), again.message(), again.hint(), again.retry()),
                (first.code(), first.message(), first.hint(), first.retry()),
                "{number}"
            );
            assert_eq!(again.context(), first.context(), "{number}");
            assert_eq!(again.retry_after().is_some(), first.retry() == Retry::Later, "{again:?}");
        }
        assert_eq!(stage.provider.presented().len(), 1, "nobody has asked again: {number}");
    }
}

/// A process of an earlier version has noted the code alone.
#[tokio::test]
async fn a_pause_of_which_the_code_alone_is_known_is_told_by_that() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Status(401, r#"{"error":"invalid_client"}"#)]);
    let first = get(&engine).await.unwrap_err();
    let mut grant = load(&engine).await;
    grant.secrets.paused_with = None;
    grant.secrets.paused_by = Some("provider_config_rejected invalid_client".to_owned());
    let config = engine.configs().enabled().next().unwrap();
    let error = pause::paused(config, &grant, Duration::from_secs(5));
    assert_eq!((error.code(), error.retry()), (first.code(), first.retry()));
    assert_eq!(error.context().connection_id, first.context().connection_id);
}

/// The proxy is blamed for what it does, the provider for what it does, and a proxy on the way is named.
#[tokio::test]
async fn whoever_was_in_the_way_is_named() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let config = engine.configs().enabled().next().unwrap();
    let destination = Destination { host: "id.acme.example".into(), proxy: Some("http://corp:3128".into()), issuers: None };
    let direct = Destination { proxy: None, ..destination.clone() };
    for problem in PROXY {
        let error = no_answer(config, NetFailure::Proxy(problem), &destination);
        let is_tls = matches!(problem, ProxyFailure::Tls(_));
        assert_eq!(error.code(), if is_tls { ErrorCode::TlsFailed } else { ErrorCode::ProviderUnavailable });
        let said = format!("at id.acme.example: the proxy http://corp:3128 {problem}.");
        assert!(error.message().contains(&said), "{error}");
        assert!(error.hint().unwrap().starts_with("Nothing was lost."), "{error}");
    }
    for failure in [NetFailure::Tls(TlsFailure::UnknownAuthority), NetFailure::TimedOut, NetFailure::Broken] {
        let error = no_answer(config, failure, &destination);
        assert!(
            error.message().contains(&format!("at id.acme.example through the proxy http://corp:3128: {failure}.")),
            "{error}"
        );
        let error = no_answer(config, failure, &direct);
        assert!(error.message().ends_with(&format!("at id.acme.example: {failure}.")), "{error}");
    }
}
