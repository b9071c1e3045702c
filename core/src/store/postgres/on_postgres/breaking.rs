//! Connections and servers that go away.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::base::GrantId;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn connections_that_were_cut_while_idle_are_replaced_and_nobody_notices() {
    let (vault, store) = open_vault().await;
    let store = Arc::new(store);
    let client = vault.client().await;
    let (grant, _) = suite::two_grants();
    apply(&store, vec![insert(&grant)]).await;
    for _ in 0..5 {
        // As many as there can be.
        let reads: Vec<_> = (0..8)
            .map(|_| {
                let (store, grant) = (store.clone(), grant.clone());
                tokio::spawn(async move { assert!(find(&store, &grant).await.is_some()) })
            })
            .collect();
        for read in reads {
            read.await.unwrap();
        }
        let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%' || $1 || '%'";
        let cut: i64 = client.query_one(cut, &[&vault.schema]).await.unwrap().get(0);
        assert!((1..=4).contains(&cut), "a process has at most four connections: {cut}");
        assert!(find(&store, &grant).await.is_some());
        assert!(matches!(
            apply(
                &store,
                vec![Write::TouchGrant { tenant_id: grant.tenant_id.clone(), grant_id: grant.id.clone(), at: Timestamp::EPOCH }]
            )
            .await,
            Outcome::Applied { .. }
        ));
    }
}

/// The server crashes again and again while batches are committed: what was acknowledged is there, each batch is there as a whole or
/// not at all, and once, and whoever was told that it was not written is told the truth.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_server_that_crashes_in_the_middle_of_commits_loses_and_doubles_nothing() {
    let mut cluster = Cluster::start(&[]).unwrap();
    let writers = Writers::start(&cluster.address(Cluster::APP)).await;
    for _ in 0..4 {
        writers.wait_for_more(20).await;
        // On this thread: the server ends with the thread that has started it.
        tokio::task::block_in_place(|| {
            cluster.kill();
            cluster.start_again().unwrap();
        });
    }
    writers.judge().await;
}

/// The primary dies while batches are committed, and its replica takes its place: the same, by the addresses of both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_replica_that_is_promoted_in_the_middle_of_commits_loses_and_doubles_nothing() {
    let Pair { mut primary, replica } = Pair::start();
    let both = format!("127.0.0.1:{},127.0.0.1:{}", primary.port(), replica.port());
    let address = primary.address(Cluster::APP).replace(&format!("127.0.0.1:{}", primary.port()), &both);
    let writers = Writers::start(&address).await;
    writers.wait_for_more(40).await;
    tokio::task::block_in_place(|| {
        primary.kill();
        assert_eq!(replica.sql("postgres", "SELECT pg_promote()").unwrap(), "t");
    });
    writers.wait_for_more(40).await;
    writers.judge().await;
}

/// One address, as a name has it that is moved in DNS, or a virtual one: first it leads to the primary, then, while that still runs and
/// can only be read, to the replica that has taken its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn an_address_that_leads_to_another_primary_is_followed() {
    let Pair { primary, replica } = Pair::start();
    let road = Road::to(primary.port()).await;
    let address = primary.address(Cluster::APP).replace(&primary.port().to_string(), &road.port.to_string());
    let writers = Writers::start(&address).await;
    writers.wait_for_more(40).await;
    tokio::task::block_in_place(|| {
        primary.sql("postgres", "ALTER SYSTEM SET default_transaction_read_only = on").unwrap();
        primary.sql("postgres", "SELECT pg_reload_conf()").unwrap();
        let is_behind = "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn IS DISTINCT FROM pg_current_wal_lsn()";
        while primary.sql("postgres", is_behind).unwrap() != "0" {}
        assert_eq!(replica.sql("postgres", "SELECT pg_promote()").unwrap(), "t");
    });
    road.lead_to(replica.port());
    // Connections to the old primary are there still: whoever writes on one is told that it is for reading only, and looks again.
    writers.wait_for_more(40).await;
    writers.judge().await;
}

/// A server and its replica, which has each commit before that is acknowledged.
struct Pair {
    primary: Cluster,
    replica: Cluster,
}

impl Pair {
    fn start() -> Self {
        let primary = Cluster::start(&["wal_level = replica", "max_wal_senders = 4"]).unwrap();
        let replica = primary.start_replica().unwrap();
        primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'").unwrap();
        primary.sql("postgres", "SELECT pg_reload_conf()").unwrap();
        let is_synchronous = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
        while primary.sql("postgres", is_synchronous).unwrap() != "1" {}
        Pair { primary, replica }
    }
}

/// An address that leads somewhere.
struct Road {
    port: u16,
    to: Arc<AtomicU16>,
}

impl Road {
    async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let road = Road { port: listener.local_addr().unwrap().port(), to: Arc::new(AtomicU16::new(port)) };
        let to = road.to.clone();
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let port = to.load(Ordering::SeqCst);
                tokio::spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(("127.0.0.1", port)).await {
                        let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        });
        road
    }

    fn lead_to(&self, port: u16) {
        self.to.store(port, Ordering::SeqCst);
    }
}

/// Four who commit batches of a grant and its event, one after the other; and eight who renew a grant of their own again and again, each
/// renewal with its event and together with those of others.
struct Writers {
    store: Arc<PostgresStore>,
    ended: Arc<AtomicBool>,
    writers: Vec<tokio::task::JoinHandle<Told>>,
    renewers: Vec<tokio::task::JoinHandle<Renewed>>,
    /// What is renewed.
    renewed: Vec<GrantRow>,
}

/// A grant as whoever renews it was told that it is.
struct Renewed {
    row: GrantRow,
    unknown: usize,
}

/// What became of batches, as whoever committed them was told.
#[derive(Default)]
struct Told {
    acknowledged: Vec<GrantRow>,
    failed: Vec<GrantRow>,
    unknown: usize,
}

impl Writers {
    async fn start(address: &str) -> Self {
        let store = Arc::new(PostgresStore::new(place_at(address), Arc::new(SystemClock)));
        store.open().await.unwrap();
        let ended = Arc::new(AtomicBool::new(false));
        let write = |writer| tokio::spawn(write_until(writer, store.clone(), ended.clone()));
        let writers = (0..4).map(write).collect();
        let ([template, _], (key, ..)) = (suite::one_of_each(), suite::sign_in());
        apply(&store, vec![key]).await;
        let (mut renewers, mut renewed) = (vec![], vec![]);
        for renewer in 0..8 {
            let user_id = crate::base::UserId::parse(&format!("r{renewer}")).ok();
            let row = GrantRow { id: GrantId::make_connection(), user_id, ..template.clone() };
            apply(&store, vec![insert(&row), tell_of(&row)]).await;
            renewed.push(row.clone());
            renewers.push(tokio::spawn(renew_until(row, store.clone(), ended.clone())));
        }
        Writers { store, ended, writers, renewers, renewed }
    }

    /// Until so many more grants are there, and each renewer has renewed its own a few times more.
    async fn wait_for_more(&self, more: u64) {
        let before = count(&self.store).await;
        let mut wanted = vec![];
        for row in &self.renewed {
            wanted.push(generation(&self.store, row).await + more / 4);
        }
        while count(&self.store).await < before + more {
            tokio::task::yield_now().await;
        }
        for (row, wanted) in self.renewed.iter().zip(wanted) {
            while generation(&self.store, row).await < wanted {
                tokio::task::yield_now().await;
            }
        }
    }

    /// Ends them, and compares what they were told with what is there.
    async fn judge(self) {
        self.ended.store(true, Ordering::SeqCst);
        let mut all = Told::default();
        for writer in self.writers {
            let told = writer.await.unwrap();
            all.acknowledged.extend(told.acknowledged);
            all.failed.extend(told.failed);
            all.unknown += told.unknown;
        }
        let mut renewed = vec![];
        for renewer in self.renewers {
            renewed.push(renewer.await.unwrap());
        }
        // The server is back in time, and each batch has left something by which it can be told.
        assert_eq!(all.unknown, 0);
        assert!(all.acknowledged.len() > 50, "{}", all.acknowledged.len());
        let events = self.store.list_events(EventFilter { limit: 1_000_000, ..EventFilter::default() }).await.unwrap();
        let told: HashSet<_> = events.iter().filter_map(|(_, event)| event.grant_id.clone()).collect();
        for row in &all.acknowledged {
            assert!(find(&self.store, row).await.is_some() && told.contains(&row.id), "acknowledged and lost");
        }
        for row in &all.failed {
            assert!(find(&self.store, row).await.is_none() && !told.contains(&row.id), "refused and there");
        }
        let stored = count(&self.store).await;
        assert_eq!(stored, told.len() as u64, "a grant without its event, or the other way round");
        let positions: Vec<u64> = events.iter().map(|(position, _)| position.as_str().parse().unwrap()).collect();
        assert_eq!(positions, (1..=events.len() as u64).collect::<Vec<_>>(), "no number is left out or given twice");
        for Renewed { row, unknown } in renewed {
            assert_eq!(unknown, 0);
            assert_eq!(find(&self.store, &row).await.unwrap().generation, row.generation, "lost, or done twice");
            let of_it = events.iter().filter(|(_, event)| event.grant_id.as_ref() == Some(&row.id)).count() as u64;
            assert_eq!(of_it, row.generation, "each generation is told of once");
            assert!(row.generation > 10, "{}", row.generation);
        }
    }
}

async fn write_until(writer: usize, store: Arc<PostgresStore>, ended: Arc<AtomicBool>) -> Told {
    let (template, _) = suite::two_grants();
    let [event, ..] = suite::three_events();
    let (mut told, mut number) = (Told::default(), 0);
    while !ended.load(Ordering::SeqCst) {
        number += 1;
        let user_id = crate::base::UserId::parse(&format!("u{writer}-{number}")).ok();
        let row = GrantRow { id: GrantId::make_connection(), user_id, account_hash: None, ..template.clone() };
        let event = Event { id: format!("evt_{writer}_{number}"), grant_id: Some(row.id.clone()), ..event.clone() };
        match store.commit(Batch { writes: vec![insert(&row), Write::AppendEvent(event)] }).await {
            Ok(outcome) => {
                assert!(matches!(outcome, Outcome::Applied { .. }), "done twice: {outcome:?}");
                told.acknowledged.push(row);
            }
            Err(error) if error.message().ends_with("is unknown.") => told.unknown += 1,
            Err(_) => told.failed.push(row),
        }
    }
    told
}

async fn renew_until(mut row: GrantRow, store: Arc<PostgresStore>, ended: Arc<AtomicBool>) -> Renewed {
    let mut unknown = 0;
    while !ended.load(Ordering::SeqCst) {
        let renewal = suite::renewed(&row);
        let Write::UpdateGrant { row: next, .. } = &renewal else { panic!("another write") };
        let next = (**next).clone();
        match store.commit(Batch { writes: vec![renewal, tell_of(&next)] }).await {
            Ok(outcome) => {
                assert!(matches!(outcome, Outcome::Applied { .. }), "done twice, or by somebody else: {outcome:?}");
                row = next;
            }
            Err(error) if error.message().ends_with("is unknown.") => unknown += 1,
            // It is not there, which is seen at the next one.
            Err(_) => {}
        }
    }
    Renewed { row, unknown }
}

/// An event of this generation.
fn tell_of(row: &GrantRow) -> Write {
    let [event, ..] = suite::three_events();
    let id = format!("evt_{}_{}", row.id.as_str(), row.generation);
    Write::AppendEvent(Event { id, grant_id: Some(row.id.clone()), ..event })
}

/// Asked again until the server answers.
async fn count(store: &PostgresStore) -> u64 {
    loop {
        if let Ok(counts) = store.count_grants().await {
            return counts.iter().map(|(_, count)| *count).sum();
        }
        tokio::task::yield_now().await;
    }
}

/// The same of how often a grant was renewed.
async fn generation(store: &PostgresStore, row: &GrantRow) -> u64 {
    loop {
        if let Ok(found) = store.find_grant(GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await {
            return found.unwrap().generation;
        }
        tokio::task::yield_now().await;
    }
}

/// A way to the server that ends whenever a commit is sent, before the server has heard of it.
struct CutAtCommits {
    address: String,
    commits: Arc<AtomicUsize>,
}

impl CutAtCommits {
    async fn before(vault: &InSchema) -> Self {
        let given = vault.address();
        let server = given.split(['@', '/']).nth(3).unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = given.replace(&server, &listener.local_addr().unwrap().to_string());
        let commits = Arc::new(AtomicUsize::new(0));
        let counted = commits.clone();
        tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(forward(client, server, counted.clone()));
            }
        });
        CutAtCommits { address, commits }
    }
}

async fn forward(mut client: TcpStream, mut server: TcpStream, commits: Arc<AtomicUsize>) {
    let ((mut from_client, mut to_client), (mut from_server, mut to_server)) = (client.split(), server.split());
    let asked = async {
        let mut buffer = vec![0; 65_536];
        while let Ok(read @ 1..) = from_client.read(&mut buffer).await {
            if buffer[..read].windows(7).any(|part| part == b"COMMIT\0") {
                commits.fetch_add(1, Ordering::SeqCst);
                return;
            }
            if to_server.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = asked => {}
        _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_commit_that_breaks_off_every_time_is_given_up() {
    let (vault, direct) = open_vault().await;
    let way = CutAtCommits::before(&vault).await;
    let store = PostgresStore::new(place_at(&way.address), Arc::new(SystemClock));
    store.open().await.unwrap();
    let before = way.commits.load(Ordering::SeqCst);
    let (grant, _) = suite::two_grants();
    let without_end = async {
        while way.commits.load(Ordering::SeqCst) < before + 20 {
            tokio::task::yield_now().await;
        }
    };
    let error = tokio::select! {
        outcome = store.commit(Batch { writes: vec![insert(&grant)] }) => outcome.unwrap_err(),
        () = without_end => panic!("it is tried without end"),
    };
    assert_eq!(error.code(), crate::base::ErrorCode::VaultUnavailable);
    assert!(error.message().ends_with("Nothing was written."), "{error}");
    assert!(find(&direct, &grant).await.is_none());
}
