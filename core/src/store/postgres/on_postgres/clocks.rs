//! Somebody sets the server's clock back: no pause and no hold lasts for longer than it was meant to (SR-68). For leases see
//! `engine::tests::store_clocks`: whoever waits for one ends it.

use std::sync::atomic::{AtomicU64, Ordering};

use super::*;
use crate::base::Clock;
use crate::model::rows::EndpointPause;
use crate::store::suite::vault::Vault as _;

/// The server's clock, in seconds.
struct ServerClock(AtomicU64);

impl Clock for ServerClock {
    fn now(&self) -> Timestamp {
        Timestamp::EPOCH
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}

async fn open_at(seconds: u64) -> (Arc<ServerClock>, Arc<dyn Store>) {
    let clock = Arc::new(ServerClock(AtomicU64::new(seconds)));
    (clock.clone(), postgres_vault(Way::Direct).open(clock).await)
}

async fn is_applied(store: &Arc<dyn Store>, write: Write) -> bool {
    matches!(store.commit(Batch { writes: vec![write] }).await.unwrap(), Outcome::Applied { .. })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn no_pause_of_a_grant_outlasts_a_clock_that_is_set_back() {
    let (clock, store) = open_at(100_000).await;
    let (_, paused) = suite::two_grants();
    assert!(is_applied(&store, insert(&paused)).await);
    let acquire = || Write::AcquireLease(suite::lease_acquisition(&paused));
    assert!(!is_applied(&store, acquire()).await, "it is paused for a minute");
    let found = async || store.find_grant(GrantQuery::Id(paused.tenant_id.clone(), paused.id.clone())).await.unwrap().unwrap();
    assert_eq!(found().await.paused_for, Duration::from_secs(60));
    clock.0.store(99_999, Ordering::SeqCst);
    assert_eq!(found().await.paused_for, Duration::ZERO);
    assert!(is_applied(&store, acquire()).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn no_pause_of_an_endpoint_outlasts_a_clock_that_is_set_back() {
    let (clock, store) = open_at(100_000).await;
    let pause = |seconds| Write::PauseEndpoint { endpoint: [7; 32], length: Duration::from_secs(seconds), is_asked: true };
    let probe = || Write::ProbeEndpoint { endpoint: [7; 32], hold: Duration::from_secs(20) };
    let left = async || match store.list_endpoint_pauses().await.unwrap()[..] {
        [EndpointPause { left, .. }] => left.as_secs(),
        ref others => panic!("{others:?}"),
    };
    assert!(is_applied(&store, pause(30)).await);
    assert!(!is_applied(&store, probe()).await);
    clock.0.store(50_000, Ordering::SeqCst);
    assert_eq!(left().await, 0);
    assert!(is_applied(&store, probe()).await, "one finds out");
    assert!(!is_applied(&store, probe()).await, "and no other");
    assert_eq!(left().await, 20);
    clock.0.store(10_000, Ordering::SeqCst);
    assert!(is_applied(&store, pause(5)).await);
    assert_eq!(left().await, 5, "and what was to end in the future is forgotten");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn no_hold_of_a_job_outlasts_a_clock_that_is_set_back() {
    let (clock, store) = open_at(100_000).await;
    let (_, due) = suite::two_grants();
    assert!(is_applied(&store, insert(&due)).await);
    let taken = async || store.take_jobs(suite::due_jobs()).await.unwrap().len();
    assert_eq!(taken().await, 1);
    clock.0.store(100_059, Ordering::SeqCst);
    assert_eq!(taken().await, 0, "somebody works on it");
    clock.0.store(90_000, Ordering::SeqCst);
    assert_eq!(taken().await, 1);
    assert_eq!(taken().await, 0);
}

/// A version before 19 writes a generation and does not say when: how old what is there says it is, is of an earlier one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_generation_of_a_version_before_is_of_unknown_age() {
    let (vault, store) = open_vault().await;
    let (row, _) = suite::two_grants();
    apply(&store, vec![insert(&row)]).await;
    let (client, schema) = (vault.client().await, &vault.schema);
    let age = async || find(&store, &row).await.unwrap().stored_for;
    client.batch_execute(&format!("UPDATE {schema}.grants SET stored_at = stored_at - 60000")).await.unwrap();
    assert!(age().await >= Duration::from_secs(60));
    client.batch_execute(&format!("UPDATE {schema}.grants SET generation = generation + 1")).await.unwrap();
    assert_eq!(age().await, Duration::ZERO);
}
