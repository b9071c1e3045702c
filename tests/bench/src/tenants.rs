//! Very many tenants: a root key that changes, the first read of one whose root key is in a service, and what open ones take in memory.

use std::sync::Arc;
use std::time::{Duration, Instant};

use authpipe::extend::{RootKey, RootKeyError, async_trait};
use authpipe::{Authpipe, CallOptions, Secret};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};

use crate::harness::{Failure, each, is_long, print_bytes, print_row, resident};
use crate::vaults::{Vault, fill, key, subject};

const TENANTS: usize = 2_000;
const LONG: usize = 100_000;
/// Tenants whose first read is timed; each waits for the service.
const FIRST_READS: usize = 25;
/// How long the service takes.
const ANSWER: Duration = Duration::from_millis(30);

pub(crate) fn run() -> Result<(), Failure> {
    let tenants = if is_long() { LONG } else { TENANTS };
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    first_reads(&runtime)?;
    let vault = Vault::make()?;
    let authpipe = vault.open(vec![vault.key.clone()])?;
    runtime.block_on(fill(&authpipe, (0..tenants).map(|number| (name(number), 0))))?;
    runtime.block_on(authpipe.close())?;
    change_root(&runtime, &vault, tenants)
}

fn name(number: usize) -> String {
    format!("org_{number:06}")
}

/// `[A] → [A, B] → [B, A]`, and everything is wrapped under B; then a process reads one credential of each tenant.
fn change_root(runtime: &Runtime, vault: &Vault, tenants: usize) -> Result<(), Failure> {
    let (old, new) = (vault.key.clone(), authpipe::make_root_key());
    let offering = vault.open(vec![old.clone(), new.clone()])?;
    runtime.block_on(offering.ready())?;
    runtime.block_on(offering.close())?;
    let authpipe = vault.open(vec![new.clone(), old])?;
    let began = Instant::now();
    let rewrapped = runtime.block_on(authpipe::bench::rotate_root_keys(&authpipe))?;
    let took = began.elapsed();
    runtime.block_on(authpipe.close())?;
    if rewrapped < u64::try_from(tenants)? {
        return Err(format!("{rewrapped} keys of {tenants} tenants were wrapped again").into());
    }
    let bare = update_rows(vault.folder.path(), tenants)?;
    let what = format!("root key of {tenants} tenants changed, each");
    print_row(&what, each(took, tenants), "a row of SQLite updated", each(bare, tenants), "reported");
    memory(runtime, &vault.open(vec![new])?, tenants)
}

/// The same number of rows of the same size, changed in commits of the same size by SQLite alone.
fn update_rows(folder: &std::path::Path, rows: usize) -> Result<Duration, Failure> {
    const SEALED: usize = 220;
    const PAGE: usize = 100;
    let mut database = Connection::open(folder.join("bare.db"))?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.execute("CREATE TABLE keysets (tenant_id TEXT PRIMARY KEY, sealed BLOB) STRICT, WITHOUT ROWID", [])?;
    let mut write = |sql: &str, fill: u8| {
        let began = Instant::now();
        for first in (0..rows).step_by(PAGE) {
            let commit = database.transaction()?;
            for row in first..rows.min(first + PAGE) {
                commit.execute(sql, (name(row), vec![fill; SEALED]))?;
            }
            commit.commit()?;
        }
        Ok::<_, Failure>(began.elapsed())
    };
    write("INSERT INTO keysets VALUES (?1, ?2)", 1)?;
    write("UPDATE keysets SET sealed = ?2 WHERE tenant_id = ?1", 2)
}

/// What a process takes more after it has given a credential of each tenant, beside the texts alone.
fn memory(runtime: &Runtime, authpipe: &Authpipe, tenants: usize) -> Result<(), Failure> {
    let Some(before) = resident() else {
        println!("memory of open tenants is left out: this system does not say how much a process takes");
        return Ok(());
    };
    let read = |number| runtime.block_on(authpipe.get_credential(&subject(&name(number), 0)?, CallOptions::default()));
    for number in 0..tenants {
        drop(read(number)?);
    }
    let open = resident().unwrap_or(before);
    let each = open.saturating_sub(before) as f64 / tenants as f64;
    let texts = (name(0).len() + key(0).len()) as f64;
    print_bytes(&format!("{tenants} tenants open, each with a credential"), each, "its texts", texts, "reported");
    runtime.block_on(authpipe.close())?;
    Ok(())
}

/// A service that takes its time.
struct Service;

#[async_trait]
impl RootKey for Service {
    fn id(&self) -> &str {
        "bench:service"
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, _: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        tokio::time::sleep(ANSWER).await;
        Ok(key.expose().iter().map(|byte| byte ^ 0x5A).collect())
    }

    async fn unwrap(&self, wrapped: &[u8], _: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        tokio::time::sleep(ANSWER).await;
        let key: [u8; 32] = wrapped.try_into().map_err(|_| RootKeyError::Mismatch)?;
        Ok(Secret::new(key.map(|byte| byte ^ 0x5A)))
    }
}

/// The first read of a tenant in a process that has just begun, beside the service's answer alone.
fn first_reads(runtime: &Runtime) -> Result<(), Failure> {
    let vault = Vault::make()?;
    let authpipe = vault.open_with(Vec::new(), vec![Arc::new(Service)])?;
    runtime.block_on(fill(&authpipe, (0..FIRST_READS).map(|number| (name(number), 0))))?;
    runtime.block_on(authpipe.close())?;
    let authpipe = vault.open_with(Vec::new(), vec![Arc::new(Service)])?;
    runtime.block_on(authpipe.ready())?;
    let read = |number| -> Result<(), Failure> {
        runtime.block_on(authpipe.get_credential(&subject(&name(number), 0)?, CallOptions::default()))?;
        Ok(())
    };
    let ours = median_of(FIRST_READS, read)?;
    let alone = median_of(FIRST_READS, |_| {
        runtime.block_on(async { tokio::time::sleep(ANSWER).await });
        Ok(())
    })?;
    runtime.block_on(authpipe.close())?;
    print_row("first read of a tenant, its key in a service", ours, "the service's answer, 30 ms", alone, "one answer: 1×");
    Ok(())
}

fn median_of(times: usize, work: impl Fn(usize) -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut took = Vec::with_capacity(times);
    for number in 0..times {
        let began = Instant::now();
        work(number)?;
        took.push(each(began.elapsed(), 1));
    }
    took.sort_by(f64::total_cmp);
    Ok(took[times / 2])
}
