//! Many keys stored with one call, beside one call for each.

use std::time::Instant;

use authpipe::{Authpipe, CredentialType, Mode, Options, ProviderInput, Secret, StoreCredential, Subject};
use tokio::runtime::Builder;

use crate::harness::{each, print_row};

const PROVIDER: &str = "bench-import";
const ROWS: usize = 10_000;
const SINGLE: usize = 500;

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let runtime = Builder::new_current_thread().build()?;
    let definition =
        serde_json::json!({ "name": "Bench", "auth": ["api_key"], "api": { "origins": ["https://api.example.test"] } });
    let mut options = Options {
        vault: Some(format!("sqlite:{}", folder.path().join("bench.db").display())),
        keys: vec![authpipe::make_root_key()],
        mode: Some(Mode::Development),
        background: false,
        ..Options::default()
    };
    options.providers.insert(PROVIDER.into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
    let authpipe = Authpipe::new(options)?;
    runtime.block_on(authpipe.ready())?;

    let rows = (0..ROWS).map(|number| row("many", number)).collect::<authpipe::Result<Vec<_>>>()?;
    let began = Instant::now();
    runtime.block_on(authpipe.store_credentials(rows, |_| ()))?;
    let many = each(began.elapsed(), ROWS);
    let singles = (0..SINGLE).map(|number| row("single", number)).collect::<authpipe::Result<Vec<_>>>()?;
    let began = Instant::now();
    for row in singles {
        runtime.block_on(authpipe.store_credential(row))?;
    }
    let single = each(began.elapsed(), SINGLE);
    runtime.block_on(authpipe.close())?;
    print_row("store 10,000 keys, each", many, "a call for each", single, "≤ 200 µs (5,000 a second)");
    Ok(())
}

/// Ten users to a tenant.
fn row(kind: &str, number: usize) -> authpipe::Result<StoreCredential> {
    let subject = Subject::user(PROVIDER, &format!("{kind}_{:04}", number / 10), &format!("user_{number:05}"))?;
    let fields = vec![("value".to_owned(), Secret::new(format!("sk-{number:040}")))];
    Ok(StoreCredential { subject, credential_type: CredentialType::ApiKey, fields, variables: Default::default() })
}
