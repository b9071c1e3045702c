//! What can go wrong with a service, the same for each source, up to what the vault makes of it. How long keys in use outlast it is the vault's
//! part (`repo/keyring`, `core/tests/it/key_services.rs`), whatever the source.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use serde_json::{Value, json};

use super::calling::to_base64;
use super::testing::{Answering, Responder, Seen};
use super::{aws_kms, azure_key_vault, gcp_kms, transit};
use crate::base::{Environment, ErrorCode, TenantId};
use crate::model::sealed::SealedBytes;
use crate::vault::{Context, DataKey, RecordType, RootKey, RootKeys};

/// What the service does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Does {
    Answers,
    IsAway,
    IsOverloaded,
    Denies,
    HasAnotherKey,
    GivesLess,
    ShowsAPage,
}

impl Does {
    const ALL: [Does; 7] =
        [Does::Answers, Does::IsAway, Does::IsOverloaded, Does::Denies, Does::HasAnotherKey, Does::GivesLess, Does::ShowsAPage];
}

/// A source whose service is a responder, and which does what it is told.
struct Tried {
    name: &'static str,
    service: fn(&Seen) -> (u16, Value),
    root: fn(&Responder) -> Arc<dyn RootKey>,
}

const SOURCES: [Tried; 4] = [
    Tried { name: "aws-kms", service: aws_kms::tests::aws, root: aws_kms::tests::usual },
    Tried { name: "gcp-kms", service: gcp_kms::tests::google, root: gcp_kms::tests::usual },
    Tried { name: "azure-kv", service: azure_key_vault::tests::azure, root: azure_key_vault::tests::usual },
    Tried { name: "transit", service: transit::tests::engine, root: transit::tests::usual },
];

/// The answer of a service, with other bytes where a key is.
fn with_key(mut answer: Value, key: &[u8]) -> Value {
    for pointer in ["/Plaintext", "/plaintext", "/value", "/data/plaintext"] {
        if let Some(value) = answer.pointer_mut(pointer) {
            *value = json!(to_base64(key));
        }
    }
    answer
}

async fn start(tried: &Tried, does: &Arc<AtomicU8>) -> Responder {
    let (service, does) = (tried.service, does.clone());
    let answer: Box<Answering> = Box::new(move |seen| {
        let (status, answer) = service(seen);
        let is_about_key = !seen.path.contains("token");
        match Does::ALL[usize::from(does.load(Ordering::SeqCst))] {
            Does::IsAway => (503, json!({})),
            Does::IsOverloaded => (429, json!({})),
            Does::Denies if is_about_key => (403, json!({ "error": { "code": "Forbidden", "status": "PERMISSION_DENIED" } })),
            Does::HasAnotherKey if is_about_key => (status, with_key(answer, &[9; 32])),
            Does::GivesLess if is_about_key => (status, with_key(answer, &[9; 31])),
            Does::ShowsAPage => (200, json!("<html>Sign in to the hotel's network</html>")),
            _ => (status, answer),
        }
    });
    Responder::start(move |seen| answer(seen)).await
}

#[tokio::test]
async fn each_source_tells_faults_apart_and_nothing_else_opens_a_key() {
    let (environment, tenant) = (Environment::parse("test").unwrap(), TenantId::parse("acme").unwrap());
    let context = Context {
        environment: &environment,
        tenant_id: Some(&tenant),
        record_type: RecordType::TenantKey,
        record_id: "k",
        config: None,
        field: "key",
        generation: 0,
    };
    for tried in &SOURCES {
        let does = Arc::new(AtomicU8::new(0));
        let responder = start(tried, &does).await;
        let root = (tried.root)(&responder);
        let id = root.id().to_owned();
        let roots = RootKeys::new(vec![root.into()]).unwrap();
        let key = DataKey::make();
        let wrapped: SealedBytes = roots.wrap_key(&id, &context, &key).await.unwrap();
        for now in Does::ALL.into_iter().chain([Does::Answers]) {
            does.store(now as u8, Ordering::SeqCst);
            let outcome = roots.unwrap_key(&id, key.id(), &context, &wrapped).await;
            let code = outcome.as_ref().err().map(|error| error.code());
            let expected = match now {
                Does::Answers => None,
                Does::IsAway | Does::IsOverloaded | Does::ShowsAPage => Some(ErrorCode::KeyServiceUnavailable),
                Does::Denies | Does::HasAnotherKey | Does::GivesLess => Some(ErrorCode::KeyMismatch),
            };
            assert_eq!(code, expected, "{} {now:?}", tried.name);
            if let Err(error) = outcome {
                let says = format!("{error} {error:?}");
                assert!(
                    !says.contains("hotel") && (now == Does::HasAnotherKey || now == Does::GivesLess || says.contains(&id)),
                    "{says}"
                );
            }
            // No vault begins with what does not work either.
            let wraps = roots.wrap_key(&id, &context, &key).await.is_ok();
            let may_wrap = matches!(now, Does::Answers | Does::HasAnotherKey | Does::GivesLess);
            assert!(may_wrap || !wraps, "{} {now:?}", tried.name);
        }
    }
}
