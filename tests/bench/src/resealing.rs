//! Every record of a tenant sealed again under another key, beside the cipher's work alone; and what reads wait meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use authpipe::{Authpipe, CallOptions, GrantId, ListQuery, Subject, TenantId};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::harness::{Failure, each, is_long, percentile, print_count, print_row, rate};
use crate::sealing::{Ours, seal_and_open};
use crate::vaults::{Vault, fill, on, server, subject};

/// Whose records are sealed again, and whose are read meanwhile.
const MANY: &str = "org_many";
const READ: &str = "org_read";
const RECORDS: usize = 10_000;
const LONG: usize = 1_000_000;
/// So many records are read, each again and again.
const READERS: usize = 1_000;
/// Reads are timed this long where nothing else happens.
const ALONE: Duration = Duration::from_secs(2);

pub(crate) fn run() -> Result<(), Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    measure(&runtime, "SQLite", &Vault::make()?)?;
    if let Some(cluster) = server("records sealed again", &[]) {
        measure(&runtime, "PostgreSQL", &on(&cluster, "resealing")?)?;
    }
    Ok(())
}

fn measure(runtime: &Runtime, store: &str, vault: &Vault) -> Result<(), Failure> {
    let records = if is_long() { LONG } else { RECORDS };
    let authpipe = vault.open(vec![vault.key.clone()])?;
    runtime.block_on(fill(&authpipe, (0..records).map(|user| (MANY.to_owned(), user))))?;
    runtime.block_on(fill(&authpipe, (0..READERS).map(|user| (READ.to_owned(), user))))?;
    let ids = runtime.block_on(ids_of(&authpipe))?;
    let subjects = (0..READERS).map(|user| subject(READ, user)).collect::<authpipe::Result<Vec<_>>>()?;

    let reader = Reader { authpipe: &authpipe, ids: &ids, subjects: &subjects, runtime: runtime.handle() };
    // Looks of that time see what was stored, which makes the next read load again.
    reader.read_until(|began| began.elapsed() >= 2 * ALONE)?;
    let mut alone = reader.read_until(|began| began.elapsed() >= ALONE)?;
    let is_over = AtomicBool::new(false);
    let (mut meanwhile, took, resealed) = std::thread::scope(|scope| {
        let sweep = scope.spawn(|| {
            let began = Instant::now();
            let resealed = TenantId::parse(MANY)
                .and_then(|tenant_id| runtime.block_on(authpipe::bench::rotate_tenant_key(&authpipe, tenant_id)));
            is_over.store(true, Ordering::SeqCst);
            Ok::<_, authpipe::Error>((began.elapsed(), resealed?))
        });
        let meanwhile = reader.read_until(|_| is_over.load(Ordering::SeqCst));
        let (took, resealed) = sweep.join().map_err(|_| "the sweep broke off")??;
        Ok::<_, Failure>((meanwhile?, took, resealed))
    })?;
    if resealed != u64::try_from(records)? {
        return Err(format!("{resealed} of {records} records were sealed again").into());
    }
    runtime.block_on(authpipe.close())?;

    let Ours { seal, open } = seal_and_open()?;
    let what = format!("{store}: {records} records sealed again, each");
    print_row(&what, each(took, records), "opening and sealing alone", seal + open, "reported");
    let what = format!("{store}: records sealed again in a second");
    print_count(&what, rate(records, took), "reads from the store meanwhile", rate(meanwhile.stored.len(), took), "reported");
    for percent in [50, 99] {
        let pair = [&mut meanwhile.stored, &mut alone.stored].map(|took| percentile(took, percent));
        let what = format!("{store}: a read from the store beside that, {percent}th of 100");
        print_row(&what, pair[0], "without it", pair[1], if percent == 99 { "≤ 2×" } else { "reported" });
    }
    let pair = [&mut meanwhile.cached, &mut alone.cached].map(|took| percentile(took, 99));
    print_row(&format!("{store}: a cached read beside that, 99th of 100"), pair[0], "without it", pair[1], "≤ 2×");
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

/// Reads of one caller, one after the other.
struct Reader<'a> {
    authpipe: &'a Authpipe,
    ids: &'a [GrantId],
    subjects: &'a [Subject],
    runtime: &'a Handle,
}

/// How long each took.
#[derive(Default)]
struct Reads {
    /// Those that go to the store and open a record.
    stored: Vec<Duration>,
    /// Those that are answered from memory.
    cached: Vec<Duration>,
}

impl Reader<'_> {
    fn read_until(&self, is_over: impl Fn(Instant) -> bool) -> Result<Reads, Failure> {
        let tenant_id = TenantId::parse(READ)?;
        let (began, mut reads) = (Instant::now(), Reads::default());
        for (id, subject) in self.ids.iter().zip(self.subjects).cycle() {
            let at = Instant::now();
            self.runtime.block_on(self.authpipe.get_connection(tenant_id.clone(), id.clone()))?;
            reads.stored.push(at.elapsed());
            // The first one goes to the store, in the round that nobody times.
            let at = Instant::now();
            self.runtime.block_on(self.authpipe.get_credential(subject, CallOptions::default()))?;
            reads.cached.push(at.elapsed());
            if is_over(began) {
                break;
            }
        }
        Ok(reads)
    }
}
