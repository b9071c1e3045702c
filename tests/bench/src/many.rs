//! Very many grants in one vault, in a file and on a server: what opening it, a look for due work and a first read cost, beside the same vault
//! with a thousand, and beside the bare statement.

use std::time::{Duration, Instant};

use authpipe::CallOptions;
use rusqlite::{Connection, OpenFlags};
use tokio::runtime::{Builder, Runtime};

use crate::harness::{Failure, is_long, nanoseconds, percentile, print_bytes, print_row, resident};
use crate::vaults::{PROVIDER, Vault, fill, on, server, subject};

const FEW: usize = 1_000;
const SOME: usize = 10_000;
const LONG: usize = 1_000_000;
const TENANT: &str = "org_many";
/// First reads that are timed.
const READS: usize = 2_000;
const LOOKS: usize = 20;

/// What is measured of a vault with so many grants.
struct Figures {
    opened: Duration,
    /// What the process takes more once it is open, in bytes; `None`: the system does not say.
    memory: Option<f64>,
    looked: f64,
    reads: Vec<Duration>,
    bare: Vec<Duration>,
}

/// Where a vault is, and the bare statement on it.
enum Place {
    File(Connection),
    Server(tokio_postgres::Client),
}

const BY_KEY: &str =
    "SELECT sealed FROM grants WHERE tenant_id = $1 AND config = $2 AND subject = 'user' AND user_id = $3 AND label = ''";

pub(crate) fn run() -> Result<(), Failure> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let many = if is_long() { LONG } else { SOME };
    let file = |grants| measure(&runtime, &Vault::make()?, grants);
    tell("SQLite", many, &file(FEW)?, file(many)?, "≤ 2×");
    if let Some(cluster) = server("many grants", &[]) {
        let there = |schema: &str, grants| measure(&runtime, &on(&cluster, schema)?, grants);
        tell("PostgreSQL", many, &there("few", FEW)?, there("many", many)?, "≤ 1.3×");
    }
    Ok(())
}

fn tell(store: &str, many: usize, few: &Figures, mut all: Figures, read_target: &str) {
    let beside = format!("of {FEW}");
    let row = |what: &str, ours: f64, beside: &str, theirs: f64, target: &str| {
        print_row(&format!("{store}, {many} grants: {what}"), ours, beside, theirs, target);
    };
    row("open", nanoseconds(all.opened), &beside, nanoseconds(few.opened), "≤ 1 s");
    row("a round of maintenance, where nothing is due", all.looked, &beside, few.looked, "what is due: 1×");
    let [read, bare] = [percentile(&mut all.reads, 50), percentile(&mut all.bare, 50)];
    row("first read of one", read, "the bare SELECT", bare, read_target);
    let [read, bare] = [percentile(&mut all.reads, 99), percentile(&mut all.bare, 99)];
    row("first read of one, 99th of 100", read, "the bare SELECT", bare, "≤ 2 ms");
    if let Some((ours, theirs)) = all.memory.zip(few.memory) {
        print_bytes(&format!("{store}, {many} grants: open"), ours, &beside, theirs.max(1.0), "≤ 64 MiB");
    }
}

fn measure(runtime: &Runtime, vault: &Vault, grants: usize) -> Result<Figures, Failure> {
    let filling = vault.open(vec![vault.key.clone()])?;
    runtime.block_on(fill(&filling, (0..grants).map(|user| (TENANT.to_owned(), user))))?;
    runtime.block_on(filling.close())?;

    let before = resident();
    let began = Instant::now();
    let authpipe = vault.open(vec![vault.key.clone()])?;
    runtime.block_on(authpipe.ready())?;
    let opened = began.elapsed();
    let memory = before.zip(resident()).map(|(before, after)| after.saturating_sub(before) as f64);

    let mut looks = Vec::with_capacity(LOOKS);
    for _ in 0..LOOKS {
        let began = Instant::now();
        runtime.block_on(authpipe.run_maintenance(None))?;
        looks.push(began.elapsed());
    }
    // Another one each time, far apart.
    let users: Vec<usize> = (0..READS.min(grants)).map(|read| read * 7919 % grants).collect();
    let mut place = runtime.block_on(bare(vault))?;
    let (mut reads, mut bares) = (Vec::with_capacity(READS), Vec::with_capacity(READS));
    for user in users {
        let who = subject(TENANT, user)?;
        let began = Instant::now();
        runtime.block_on(authpipe.get_credential(&who, CallOptions::default()))?;
        reads.push(began.elapsed());
        bares.push(runtime.block_on(place.select(user))?);
    }
    runtime.block_on(authpipe.close())?;
    Ok(Figures { opened, memory, looked: percentile(&mut looks, 50), reads, bare: bares })
}

async fn bare(vault: &Vault) -> Result<Place, Failure> {
    if let Some(path) = vault.file() {
        return Ok(Place::File(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?));
    }
    let address = vault.address();
    let (address, schema) = address.split_once("?schema=").ok_or("an address without a schema")?;
    let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await?;
    tokio::spawn(async move { drop(connection.await) });
    client.batch_execute(&format!("SET search_path = {schema}")).await?;
    Ok(Place::Server(client))
}

impl Place {
    /// How long the bare statement takes that finds a user's row.
    async fn select(&mut self, user: usize) -> Result<Duration, Failure> {
        let user = format!("user_{user:07}");
        let began = Instant::now();
        let length = match self {
            Place::File(database) => {
                let mut statement = database.prepare_cached(BY_KEY)?;
                statement.query_row([TENANT, PROVIDER, &user], |row| row.get::<_, Vec<u8>>(0))?.len()
            }
            Place::Server(client) => {
                let rows = client.query_typed(BY_KEY, &[(&TENANT, TEXT), (&PROVIDER, TEXT), (&user, TEXT)]).await?;
                rows.first().ok_or("a row that is not there")?.get::<_, Vec<u8>>(0).len()
            }
        };
        let took = began.elapsed();
        if length == 0 { Err("an empty record".into()) } else { Ok(took) }
    }
}

const TEXT: tokio_postgres::types::Type = tokio_postgres::types::Type::TEXT;
