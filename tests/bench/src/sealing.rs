//! Sealing and opening beside the cipher alone.

use std::hint::black_box;

use aes_gcm::aead::Aead as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};
use authpipe::bench::{Context, DataKey, RecordType};
use authpipe::{ConfigId, Environment, TenantId};

use crate::harness::{Failure, median, print_row};

const PLAINTEXT: [u8; 256] = [7; 256];

/// Medians of ours, in nanoseconds.
pub(crate) struct Ours {
    pub(crate) seal: f64,
    pub(crate) open: f64,
}

pub(crate) fn seal_and_open() -> Result<Ours, Failure> {
    let environment = Environment::parse("bench")?;
    let (tenant_id, config) = (TenantId::parse("org_acme")?, ConfigId::parse("bench-keys")?);
    let context = Context {
        environment: &environment,
        tenant_id: Some(&tenant_id),
        record_type: RecordType::Grant,
        record_id: "con_AAAAAAAAAAAAAAAAAAAAAA",
        config: Some(&config),
        field: "secrets",
        generation: 1,
    };
    let key = DataKey::make();
    let sealed = key.seal(&context, &PLAINTEXT);
    let seal = median(|| drop(black_box(key.seal(&context, black_box(&PLAINTEXT)))));
    let open = median(|| drop(black_box(key.open(&context, black_box(&sealed)))));
    Ok(Ours { seal, open })
}

pub(crate) fn run() -> Result<(), Failure> {
    let Ours { seal, open } = seal_and_open()?;
    let cipher = Aes256Gcm::new(&[1; 32].into());
    let nonce = [2; 12].into();
    let encrypted = cipher.encrypt(&nonce, PLAINTEXT.as_slice()).map_err(|_| "the cipher alone")?;
    let encrypt = median(|| drop(black_box(cipher.encrypt(&nonce, black_box(PLAINTEXT.as_slice())))));
    let decrypt = median(|| drop(black_box(cipher.decrypt(&nonce, black_box(encrypted.as_slice())))));

    print_row("seal, 256 bytes", seal, "aes-gcm encrypt, one key", encrypt, "");
    print_row("open, 256 bytes", open, "aes-gcm decrypt, one key", decrypt, "");
    print_row("seal + open, 256 bytes", seal + open, "aes-gcm both, one key", encrypt + decrypt, "≤ 10 µs");
    Ok(())
}
