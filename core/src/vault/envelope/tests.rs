//! An envelope that was changed, or put in another's place, does not open; and nothing is sealed alike twice.

use std::collections::HashSet;

use super::*;
use crate::base::{ConfigId, Environment, TenantId};
use crate::vault::{Context, DataKey, RecordType};

const PLAINTEXT: &[u8] = b"refresh token canary 0123456789";

fn environment() -> Environment {
    Environment::parse("production").unwrap()
}

fn context(environment: &Environment) -> Context<'_> {
    Context {
        environment,
        tenant_id: None,
        record_type: RecordType::Grant,
        record_id: "con_1",
        config: None,
        field: "secrets",
        generation: 7,
    }
}

#[test]
fn an_envelope_is_100_bytes_longer_and_opens() {
    let (environment, key) = (environment(), DataKey::make());
    for length in [0, 1, 15, 16, 17, 4096, 1 << 20] {
        let plaintext = vec![0x5A; length];
        let sealed = key.seal(&context(&environment), &plaintext);
        assert_eq!(sealed.as_bytes().len(), length + 100);
        assert_eq!(key.open(&context(&environment), &sealed).unwrap().as_slice(), plaintext);
        assert_eq!(read_key_id(&sealed), Some(key.id()));
    }
}

#[test]
fn every_changed_bit_is_refused() {
    let (environment, key) = (environment(), DataKey::make());
    let sealed = key.seal(&context(&environment), PLAINTEXT);
    for at in 0..sealed.as_bytes().len() {
        for bit in 0..8 {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            let changed = SealedBytes::from_stored(bytes);
            assert_eq!(key.open(&context(&environment), &changed), Err(OpenFailed), "bit {bit} of byte {at}");
        }
    }
    assert!(key.open(&context(&environment), &sealed).is_ok());
}

#[test]
fn every_other_byte_of_the_form_is_unknown() {
    let (environment, key) = (environment(), DataKey::make());
    let sealed = key.seal(&context(&environment), PLAINTEXT);
    for at in 0..4 {
        for value in 0..=u8::MAX {
            let mut bytes = sealed.as_bytes().to_vec();
            if std::mem::replace(&mut bytes[at], value) == value {
                continue;
            }
            let changed = SealedBytes::from_stored(bytes);
            assert_eq!(read_key_id(&changed), None, "{value} at {at}");
            assert_eq!(key.open(&context(&environment), &changed), Err(OpenFailed));
        }
    }
}

#[test]
fn every_shortened_or_lengthened_envelope_is_refused() {
    let (environment, key) = (environment(), DataKey::make());
    for plaintext in [PLAINTEXT, b""] {
        let sealed = key.seal(&context(&environment), plaintext);
        let bytes = sealed.as_bytes();
        for length in 0..bytes.len() {
            for part in [&bytes[..length], &bytes[bytes.len() - length..]] {
                let part = SealedBytes::from_stored(part.to_vec());
                assert_eq!(key.open(&context(&environment), &part), Err(OpenFailed), "{length}");
            }
        }
        let longer = SealedBytes::from_stored([bytes, b"\0"].concat());
        assert_eq!(key.open(&context(&environment), &longer), Err(OpenFailed));
        assert_eq!(read_key_id(&SealedBytes::from_stored(bytes[..99].to_vec())), None);
    }
}

/// SR-42: every value opens in its own place and in no other, over a full matrix of
/// places that differ in one or more fields.
#[test]
fn a_value_opens_in_its_own_place_only() {
    let environments = ["production", "staging"].map(|text| Environment::parse(text).unwrap());
    let tenants = ["org_a", "org_b"].map(|text| TenantId::parse(text).unwrap());
    let configs = ["one", "two"].map(|text| ConfigId::parse(text).unwrap());
    let mut places = Vec::new();
    for bits in 0..1 << 7 {
        let second = |bit: u32| bits >> bit & 1 == 1;
        places.push(Context {
            environment: &environments[usize::from(second(0))],
            tenant_id: (!second(1)).then_some(&tenants[0]),
            record_type: if second(2) { RecordType::Session } else { RecordType::Grant },
            record_id: if second(3) { "con_2" } else { "con_1" },
            config: (!second(4)).then_some(&configs[0]),
            field: if second(5) { "pending" } else { "secrets" },
            generation: if second(6) { 2 } else { 1 },
        });
    }
    let first = places[0];
    for config in [Some(&configs[0]), Some(&configs[1]), None] {
        places.push(Context { tenant_id: Some(&tenants[1]), config, ..first });
    }
    for tenant_id in [Some(&tenants[0]), None] {
        places.push(Context { tenant_id, config: Some(&configs[1]), ..first });
    }
    places.extend(RecordType::ALL[2..].iter().map(|kind| Context { record_type: *kind, ..first }));
    assert_eq!(places.len(), 128 + 3 + 2 + 6);
    let key = DataKey::make();
    let sealed: Vec<_> = places.iter().map(|place| key.seal(place, PLAINTEXT)).collect();
    for (from, value) in sealed.iter().enumerate() {
        for (to, place) in places.iter().enumerate() {
            assert_eq!(key.open(place, value).is_ok(), from == to, "{:?} opened as {place:?}", places[from]);
        }
    }
}

#[test]
fn another_key_opens_nothing_even_under_the_same_id() {
    let (environment, key) = (environment(), DataKey::make());
    let sealed = key.seal(&context(&environment), PLAINTEXT);
    assert_eq!(DataKey::make().open(&context(&environment), &sealed), Err(OpenFailed));
    let impostor = DataKey::from_parts(key.id(), Secret::new(entropy::make_bytes()));
    assert_eq!(impostor.open(&context(&environment), &sealed), Err(OpenFailed));
    let renamed = DataKey::from_parts(entropy::make_bytes(), key.key().clone());
    assert_eq!(renamed.open(&context(&environment), &sealed), Err(OpenFailed));
}

#[test]
fn salts_keys_and_ids_do_not_repeat() {
    let (environment, key) = (environment(), DataKey::make());
    let mut salts = HashSet::new();
    for _ in 0..10_000 {
        let sealed = key.seal(&context(&environment), b"");
        assert!(salts.insert(sealed.as_bytes()[20..52].to_vec()));
    }
    let keys: Vec<_> = (0..1_000).map(|_| DataKey::make()).collect();
    assert_eq!(keys.iter().map(DataKey::id).collect::<HashSet<_>>().len(), keys.len());
    assert_eq!(keys.iter().map(|key| *key.key().expose()).collect::<HashSet<_>>().len(), keys.len());
}

#[test]
fn the_plaintext_is_nowhere_in_the_envelope_and_the_failure_says_nothing() {
    let (environment, key) = (environment(), DataKey::make());
    let sealed = key.seal(&context(&environment), PLAINTEXT);
    assert!(!sealed.as_bytes().windows(8).any(|window| PLAINTEXT.windows(8).any(|part| part == window)));
    assert_eq!(format!("{OpenFailed} {OpenFailed:?}"), "The sealed value does not open. OpenFailed");
    assert_eq!(std::mem::size_of::<OpenFailed>(), 0);
}

#[test]
fn the_overhead_is_what_the_format_says() {
    assert_eq!(OVERHEAD, 100);
}
