//! Connections and servers that go away.

use std::sync::atomic::{AtomicUsize, Ordering};

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
    let store = Arc::new(PostgresStore::new(place_at(&cluster.address(Cluster::APP)), Arc::new(SystemClock)));
    store.open().await.unwrap();
    let ended = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (template, _) = suite::two_grants();
    let [event, ..] = suite::three_events();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (store, ended, template, event) = (store.clone(), ended.clone(), template.clone(), event.clone());
            tokio::spawn(async move {
                let (mut acknowledged, mut failed, mut unknown) = (Vec::new(), Vec::new(), 0);
                let mut number = 0;
                while !ended.load(std::sync::atomic::Ordering::SeqCst) {
                    number += 1;
                    let user_id = crate::base::UserId::parse(&format!("u{writer}-{number}")).ok();
                    let row = GrantRow { id: GrantId::make_connection(), user_id, account_hash: None, ..template.clone() };
                    let event = Event { id: format!("evt_{writer}_{number}"), grant_id: Some(row.id.clone()), ..event.clone() };
                    let writes = vec![insert(&row), Write::AppendEvent(event)];
                    match store.commit(Batch { writes }).await {
                        Ok(outcome) => {
                            assert!(matches!(outcome, Outcome::Applied { .. }), "done twice: {outcome:?}");
                            acknowledged.push(row);
                        }
                        Err(error) if error.message().ends_with("is unknown.") => unknown += 1,
                        Err(_) => failed.push(row),
                    }
                }
                (acknowledged, failed, unknown)
            })
        })
        .collect();
    for _ in 0..4 {
        let before = count(&store).await;
        while count(&store).await < before + 20 {
            tokio::task::yield_now().await;
        }
        // On this thread: the server ends with the thread that has started it.
        tokio::task::block_in_place(|| {
            cluster.kill();
            cluster.start_again().unwrap();
        });
    }
    ended.store(true, std::sync::atomic::Ordering::SeqCst);
    let filter = EventFilter { limit: 1_000_000, ..EventFilter::default() };
    let (mut acknowledged, mut failed, mut unknown) = (Vec::new(), Vec::new(), 0);
    for writer in writers {
        let (good, bad, open) = writer.await.unwrap();
        unknown += open;
        acknowledged.extend(good);
        failed.extend(bad);
    }
    // The server is back in time, and each batch has left something by which it can be told.
    assert_eq!(unknown, 0);
    assert!(acknowledged.len() > 50, "{}", acknowledged.len());
    let events = store.list_events(filter).await.unwrap();
    let told: std::collections::HashSet<_> = events.iter().filter_map(|(_, event)| event.grant_id.clone()).collect();
    for row in &acknowledged {
        assert!(find(&store, row).await.is_some() && told.contains(&row.id), "acknowledged and lost");
    }
    for row in &failed {
        assert!(find(&store, row).await.is_none() && !told.contains(&row.id), "refused and there");
    }
    let stored = store.count_grants().await.unwrap().iter().map(|(_, count)| *count).sum::<u64>();
    assert_eq!(stored, told.len() as u64, "a grant without its event, or the other way round");
    let positions: Vec<u64> = events.iter().map(|(position, _)| position.as_str().parse().unwrap()).collect();
    assert_eq!(positions, (1..=told.len() as u64).collect::<Vec<_>>(), "no number is left out or given twice");
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
