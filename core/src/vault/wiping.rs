//! Tests SR-52 and SR-53 by looking: after a drop, this process's memory holds no copy of a key, and after a failure none of what
//! was sealed. Linux shows a process its own memory.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::{Mutex, MutexGuard, PoisonError};

use zeroize::Zeroize as _;

use super::{Context, DataKey, LocalRootKey, RecordType};
use crate::base::{Environment, entropy};
use crate::model::sealed::SealedBytes;

/// A value to look for, masked: the search must not find what it searches with.
pub(crate) struct Needle(Vec<u8>);

const MASK: u8 = 0xA5;

impl Needle {
    /// The last 16 bytes of a value: where a block is given back unwiped, the allocator's own notes cover its first 16.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Needle(bytes[bytes.len() - 16..].iter().map(|byte| byte ^ MASK).collect())
    }

    fn is_at(&self, window: &[u8]) -> bool {
        window.iter().zip(&self.0).all(|(byte, masked)| byte ^ MASK == *masked)
    }

    /// How many copies there are in the writable memory of this process.
    pub(crate) fn count(&self) -> usize {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let mut memory = File::open("/proc/self/mem").unwrap();
        let mut buffer = Vec::new();
        let mut count = 0;
        for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
            let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let [start, end] = [start, end].map(|text| u64::from_str_radix(text, 16).unwrap());
            let mut at = start;
            while at < end {
                let length = usize::try_from(end - at).unwrap().min(1 << 20);
                buffer.resize(length, 0);
                memory.seek(SeekFrom::Start(at)).unwrap();
                if memory.read_exact(&mut buffer).is_err() {
                    break; // a guard page, or a region that another thread has just given back
                }
                count += (0..length.saturating_sub(self.0.len() - 1))
                    .filter(|from| buffer[*from] ^ MASK == self.0[0] && self.is_at(&buffer[*from..*from + self.0.len()]))
                    .count();
                buffer.zeroize();
                at += length as u64;
            }
        }
        count
    }
}

/// One search at a time: the buffer of another one holds, for a moment, what it reads.
pub(crate) fn alone() -> MutexGuard<'static, ()> {
    static SEARCH: Mutex<()> = Mutex::new(());
    SEARCH.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does the work where its stack is given back before the search.
pub(crate) fn work<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::spawn(work).join().unwrap()
}

#[test]
fn a_data_key_is_gone_after_its_drop() {
    let _alone = alone();
    for _ in 0..3 {
        let (key, needle) = work(|| {
            let key = DataKey::make();
            let needle = Needle::of(key.key().expose());
            (key, needle)
        });
        assert!(needle.count() >= 1, "the search finds a living key");
        work(move || {
            let environment = Environment::parse("production").unwrap();
            let context = Context {
                environment: &environment,
                tenant_id: None,
                record_type: RecordType::Grant,
                record_id: "con_1",
                config: None,
                field: "secrets",
                generation: 1,
            };
            let sealed = key.seal(&context, b"plaintext");
            assert!(key.open(&context, &sealed).is_ok());
            key.hash(&[b"account"]);
        });
        assert_eq!(needle.count(), 0);
    }
}

/// Seals random bytes and forgets them; gives the envelope and what to look for.
fn seal_something(key: &DataKey, context: &Context<'_>) -> (SealedBytes, Needle) {
    let mut plaintext = vec![0; 500];
    for part in plaintext.chunks_mut(32) {
        part.copy_from_slice(&entropy::make_bytes::<32>()[..part.len()]);
    }
    let needle = Needle::of(&plaintext[100..200]);
    let sealed = key.seal(context, &plaintext);
    plaintext.zeroize();
    (sealed, needle)
}

/// SR-53: what does not open was never decrypted, not even in a buffer that nobody is given.
#[test]
fn an_envelope_with_a_changed_byte_leaves_no_plaintext_anywhere() {
    let _alone = alone();
    let environment = Environment::parse("production").unwrap();
    let context = Context {
        environment: &environment,
        tenant_id: None,
        record_type: RecordType::Grant,
        record_id: "con_1",
        config: None,
        field: "secrets",
        generation: 1,
    };
    let key = DataKey::make();
    let (sealed, needle) = seal_something(&key, &context);
    let length = sealed.as_bytes().len();
    // The commitment holds for all of them: only the tag can tell. First and last byte of the ciphertext, and of the tag.
    for at in [84, length - 17, length - 16, length - 1] {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[at] ^= 1;
        assert!(key.open(&context, &SealedBytes::from_stored(bytes)).is_err());
        assert_eq!(needle.count(), 0, "byte {at} was changed");
    }
    let opened = key.open(&context, &sealed).unwrap();
    assert!(needle.count() >= 1, "the search finds an opened plaintext");
    drop(opened);
}

#[test]
fn an_opened_plaintext_is_gone_after_its_drop() {
    let _alone = alone();
    let environment = Environment::parse("production").unwrap();
    let context = Context {
        environment: &environment,
        tenant_id: None,
        record_type: RecordType::Grant,
        record_id: "con_1",
        config: None,
        field: "secrets",
        generation: 1,
    };
    let key = DataKey::make();
    let (sealed, needle) = seal_something(&key, &context);
    assert_eq!(needle.count(), 0, "after sealing");
    let opened = key.open(&context, &sealed).unwrap();
    assert!(needle.count() >= 1, "the search finds an opened plaintext");
    drop(opened);
    assert_eq!(needle.count(), 0, "after opening");
}

#[test]
fn a_root_key_and_its_text_are_gone_after_their_drop() {
    let _alone = alone();
    let (text, root, [text_needle, key_needle]) = work(|| {
        let text = LocalRootKey::make();
        let root = LocalRootKey::parse(text.expose()).unwrap();
        let needles = [Needle::of(text.expose().as_bytes()), Needle::of(root.key().expose())];
        (text, root, needles)
    });
    assert!(text_needle.count() >= 1 && key_needle.count() >= 1, "the search finds living keys");
    work(move || {
        let key = DataKey::make();
        let wrapped = root.wrap(b"context", key.key());
        assert!(root.unwrap(b"context", &wrapped).is_ok());
        drop(text);
    });
    assert_eq!((text_needle.count(), key_needle.count()), (0, 0));
}
