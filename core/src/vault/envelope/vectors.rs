//! The frozen vectors: every envelope that was ever written opens for ever, and is still written alike.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::base::encoding::{encode_tuple, to_hex};
use crate::base::{ConfigId, Environment, ErrorCode, TenantId};
use crate::vault::{Context, DataKey, LocalRootKey, RecordType, RootKeys};

#[derive(Deserialize)]
struct File<C> {
    cases: Vec<C>,
}

#[derive(Deserialize)]
struct EnvelopeCase {
    name: String,
    opens: bool,
    key: String,
    key_id: String,
    context: ContextText,
    wrapped_key_id: Option<String>,
    context_bytes: Option<String>,
    salt: Option<String>,
    plaintext: Option<String>,
    sealed: String,
    base: Option<String>,
}

#[derive(Clone, PartialEq, Deserialize)]
struct ContextText {
    environment: Environment,
    tenant_id: Option<TenantId>,
    record_type: String,
    record_id: String,
    config: Option<ConfigId>,
    field: String,
    generation: String,
}

impl EnvelopeCase {
    fn key(&self) -> Secret<[u8; 32]> {
        Secret::new(from_hex(&self.key).try_into().unwrap())
    }

    fn key_id(&self) -> [u8; 16] {
        from_hex(&self.key_id).try_into().unwrap()
    }

    /// The place, as a caller names it.
    fn place(&self) -> Context<'_> {
        let text = &self.context;
        Context {
            environment: &text.environment,
            tenant_id: text.tenant_id.as_ref(),
            record_type: RecordType::ALL.into_iter().find(|kind| kind.as_str() == text.record_type).unwrap(),
            record_id: &text.record_id,
            config: text.config.as_ref(),
            field: text.field.clone().leak(),
            generation: text.generation.parse().unwrap(),
        }
    }

    /// The context bytes of the envelope.
    fn context(&self) -> Vec<u8> {
        match &self.wrapped_key_id {
            Some(id) => encode_tuple(&[&self.place().encode(), &from_hex(id)]),
            None => self.place().encode(),
        }
    }

    fn sealed(&self) -> SealedBytes {
        SealedBytes::from_stored(from_hex(&self.sealed))
    }

    fn open(&self) -> Result<Zeroizing<Vec<u8>>, OpenFailed> {
        open(&self.key(), self.key_id(), &self.context(), &self.sealed())
    }
}

#[test]
fn frozen_envelopes_open_and_are_sealed_alike() {
    let mut count = 0;
    for case in envelopes().iter().filter(|case| case.opens) {
        let name = &case.name;
        let plaintext = from_hex(case.plaintext.as_ref().unwrap());
        assert_eq!(Some(&to_hex(&case.context())), case.context_bytes.as_ref(), "{name}");
        assert_eq!(case.open().expect(name).as_slice(), plaintext, "{name}");
        let salt = from_hex(case.salt.as_ref().unwrap()).try_into().unwrap();
        let again = seal_with_salt(&case.key(), case.key_id(), &case.context(), &plaintext, salt);
        assert_eq!(to_hex(again.as_bytes()), case.sealed, "{name}");
        assert_eq!(read_key_id(&again), Some(case.key_id()), "{name}");
        count += 1;
    }
    assert!(count >= 60, "{count}");
}

#[test]
fn frozen_refusals_are_refused() {
    let cases = envelopes();
    let by_name: HashMap<_, _> = cases.iter().map(|case| (case.name.as_str(), case)).collect();
    assert_eq!(by_name.len(), cases.len(), "names are unique");
    let mut count = 0;
    for case in cases.iter().filter(|case| !case.opens) {
        assert_eq!(case.open(), Err(OpenFailed), "{}", case.name);
        let base = by_name[case.base.as_ref().expect("names its base").as_str()];
        assert!(base.opens, "{}", case.name);
        let differences = [
            case.key != base.key,
            case.key_id != base.key_id,
            case.context != base.context,
            case.wrapped_key_id != base.wrapped_key_id,
            case.sealed != base.sealed,
        ];
        assert_eq!(differences.into_iter().filter(|differs| *differs).count(), 1, "{} differs in one thing", case.name);
        count += 1;
    }
    assert!(count >= 40, "{count}");
}

#[test]
fn a_ciphertext_for_two_keys_is_stopped_by_the_commitment_alone() {
    let cases = envelopes();
    for name in ["one_tag_for_two_keys_second", "one_tag_for_two_contexts_second"] {
        let case = cases.iter().find(|case| case.name == name).unwrap();
        let bytes = from_hex(&case.sealed);
        let envelope = Envelope::read(&bytes).unwrap();
        let message = MessageKey::derive(&case.key(), case.key_id(), &case.context(), &envelope.salt);
        // Without the commitment it would open, to another plaintext than the first key's.
        assert!(message.cipher().decrypt(&message.nonce(), envelope.ciphertext).is_ok(), "{name}");
        assert_eq!(case.open(), Err(OpenFailed), "{name}");
    }
}

#[tokio::test]
async fn frozen_sentinels_are_recognised() {
    let (roots, cases) = (root_keys(), envelopes());
    let mut count = 0;
    for case in cases.iter().filter(|case| case.opens && case.context.record_type == "sentinel") {
        let place = &case.context;
        assert!(
            roots.check_sentinel(&place.environment, &place.record_id, &case.sealed()).await.unwrap().is_some(),
            "{}",
            case.name
        );
        count += 1;
    }
    assert!(count >= 2, "{count}");
}

#[derive(Deserialize)]
struct HashCase {
    name: String,
    key: String,
    parts: Vec<String>,
    hash: String,
}

#[test]
fn frozen_keyed_hashes_stay() {
    let cases: Vec<HashCase> = read("keyed-hash");
    assert!(cases.len() >= 8);
    for case in &cases {
        let key = DataKey::from_parts([0; 16], Secret::new(from_hex(&case.key).try_into().unwrap()));
        let parts: Vec<_> = case.parts.iter().map(|part| from_hex(part)).collect();
        let parts: Vec<_> = parts.iter().map(Vec::as_slice).collect();
        assert_eq!(to_hex(&key.hash(&parts)), case.hash, "{}", case.name);
    }
    let different: HashSet<_> = cases.iter().map(|case| &case.hash).collect();
    assert_eq!(different.len(), cases.len());
}

#[derive(Deserialize)]
struct TextCase {
    name: String,
    valid: bool,
    text: String,
    id: Option<String>,
}

#[test]
fn frozen_root_keys_keep_their_names() {
    let cases: Vec<TextCase> = read("root-key-text");
    assert!(cases.len() >= 17);
    for case in cases {
        match LocalRootKey::parse(&case.text) {
            Ok(key) => assert!(case.valid && Some(key.id()) == case.id.as_deref(), "{}", case.name),
            Err(error) => {
                let code = if case.text.is_empty() { ErrorCode::KeyMissing } else { ErrorCode::ConfigInvalid };
                assert!(!case.valid && error.code() == code, "{}", case.name);
            }
        }
    }
}

#[tokio::test]
async fn frozen_wrapped_keys_unwrap_with_their_root_key() {
    let (roots, cases) = (root_keys(), envelopes());
    let mut count = 0;
    for case in cases.iter().filter(|case| case.opens) {
        let Some(key_id) = case.wrapped_key_id.as_deref().map(from_hex) else {
            continue;
        };
        let key_id = key_id.try_into().unwrap();
        let root_key_id = String::from_utf8(case.key_id().to_vec()).unwrap();
        let key = roots.unwrap_key(&root_key_id, key_id, &case.place(), &case.sealed()).await.expect(&case.name);
        assert_eq!(Some(to_hex(key.key().expose())), case.plaintext, "{}", case.name);
        count += 1;
    }
    assert!(count >= 3, "{count}");
}

/// Every root key of the folder.
fn root_keys() -> RootKeys {
    let texts: Vec<TextCase> = read("root-key-text");
    let keys = texts.iter().filter(|case| case.valid).map(|case| LocalRootKey::parse(&case.text).unwrap().into());
    RootKeys::new(keys.collect()).unwrap()
}

fn envelopes() -> Vec<EnvelopeCase> {
    read("envelope")
}

/// The cases of every file of this kind: a new file needs no list.
fn read<C: DeserializeOwned>(kind: &str) -> Vec<C> {
    #[derive(Deserialize)]
    struct Kind {
        kind: String,
    }

    let mut cases = Vec::new();
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        if serde_json::from_str::<Kind>(&text).unwrap().kind == kind {
            cases.extend(serde_json::from_str::<File<C>>(&text).unwrap().cases);
        }
    }
    cases
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/vault");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 2, 0);
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
