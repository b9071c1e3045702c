//! Every record of a tenant sealed again under another key, beside the cipher's work alone; and what reads wait meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use authpipe::{Authpipe, GrantId, ListQuery, TenantId};
use tokio::runtime::{Builder, Handle};

use crate::harness::{Failure, each, is_long, print_row};
use crate::sealing::{Ours, seal_and_open};
use crate::vaults::{Vault, fill};

/// Whose records are sealed again, and whose are read meanwhile.
const MANY: &str = "org_many";
const READ: &str = "org_read";
const RECORDS: usize = 5_000;
const LONG: usize = 1_000_000;
/// So many records are read, each again and again.
const READERS: usize = 1_000;
/// Reads are timed this long where nothing else happens.
const ALONE: Duration = Duration::from_secs(2);

pub(crate) fn run() -> Result<(), Failure> {
    let records = if is_long() { LONG } else { RECORDS };
    let vault = Vault::make()?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let authpipe = vault.open(vec![vault.key.clone()])?;
    runtime.block_on(fill(&authpipe, (0..records).map(|user| (MANY.to_owned(), user))))?;
    runtime.block_on(fill(&authpipe, (0..READERS).map(|user| (READ.to_owned(), user))))?;
    let ids = runtime.block_on(ids_of(&authpipe))?;

    let reader = Reader { authpipe: &authpipe, ids: &ids, runtime: runtime.handle() };
    reader.time_until(|began| began.elapsed() >= ALONE / 4)?;
    let alone = reader.time_until(|began| began.elapsed() >= ALONE)?;
    let is_over = AtomicBool::new(false);
    let (meanwhile, took, resealed) = std::thread::scope(|scope| {
        let sweep = scope.spawn(|| {
            let began = Instant::now();
            let resealed = runtime.block_on(authpipe::bench::rotate_tenant_key(&authpipe, TenantId::parse(MANY)?));
            is_over.store(true, Ordering::SeqCst);
            Ok::<_, authpipe::Error>((began.elapsed(), resealed?))
        });
        let meanwhile = reader.time_until(|_| is_over.load(Ordering::SeqCst));
        let (took, resealed) = sweep.join().map_err(|_| "the sweep broke off")??;
        Ok::<_, Failure>((meanwhile?, took, resealed))
    })?;
    if resealed != u64::try_from(records)? {
        return Err(format!("{resealed} of {records} records were sealed again").into());
    }
    runtime.block_on(authpipe.close())?;

    let Ours { seal, open } = seal_and_open()?;
    let what = format!("{records} records sealed again, each");
    print_row(&what, each(took, records), "opening and sealing alone", seal + open, "reported");
    print_row("a read beside that, 99th of 100", percentile(meanwhile, 99), "without it", percentile(alone, 99), "≤ 2×");
    Ok(())
}

async fn ids_of(authpipe: &Authpipe) -> authpipe::Result<Vec<GrantId>> {
    let mut ids = Vec::with_capacity(READERS);
    let mut query = ListQuery { tenant_id: Some(TenantId::parse(READ)?), ..ListQuery::default() };
    loop {
        let page = authpipe.list_connections(query.clone()).await?;
        ids.extend(page.data.into_iter().map(|grant| grant.id));
        if page.next.is_none() {
            return Ok(ids);
        }
        query.after = page.next;
    }
}

/// Reads that go to the store and open a record each time.
struct Reader<'a> {
    authpipe: &'a Authpipe,
    ids: &'a [GrantId],
    runtime: &'a Handle,
}

impl Reader<'_> {
    /// How long each read took, in nanoseconds.
    fn time_until(&self, is_over: impl Fn(Instant) -> bool) -> Result<Vec<f64>, Failure> {
        let tenant_id = TenantId::parse(READ)?;
        let (began, mut took) = (Instant::now(), Vec::new());
        for id in self.ids.iter().cycle() {
            let at = Instant::now();
            self.runtime.block_on(self.authpipe.get_connection(tenant_id.clone(), id.clone()))?;
            took.push(at.elapsed().as_secs_f64() * 1e9);
            if is_over(began) {
                break;
            }
        }
        Ok(took)
    }
}

fn percentile(mut took: Vec<f64>, percent: usize) -> f64 {
    took.sort_by(f64::total_cmp);
    took.get((took.len() * percent / 100).min(took.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}
