//! Rotations and erasures on a vault in PostgreSQL, where several processes do write at once.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::testing::{ends_within, fill_told, grant, open_on_server, open_on_server_with, successor, tenant, update, value};
use super::{GrantUpdate, Repo};
use crate::base::entropy::make_bytes;
use crate::base::{Clock as _, Secret, TestClock};
use crate::model::grant::{Grant, Material};
use crate::model::rows::{Conflict, GrantFilter, RootState};
use crate::store::Wiped;
use crate::vault::LocalRootKey;

const MINUTE: Duration = Duration::from_secs(60);

mod audit;

struct Vault {
    address: String,
    folder: tempfile::TempDir,
    key: Secret<String>,
}

impl Vault {
    fn new() -> Self {
        let server = std::env::var("AUTHPIPE_TEST_POSTGRES").expect("no server: run `cargo xtask test postgres`");
        let address = format!("{server}?schema=r{}", u64::from_be_bytes(make_bytes()));
        Vault { address, folder: tempfile::tempdir().unwrap(), key: LocalRootKey::make() }
    }

    /// One more process, on a machine of its own.
    async fn process(&self, machine: &str) -> Arc<Repo> {
        self.process_with(machine, &[&self.key]).await
    }

    async fn process_with(&self, machine: &str, keys: &[&Secret<String>]) -> Arc<Repo> {
        open_on_server(&self.address, &Path::new(self.folder.path()).join(machine), keys).await
    }
}

async fn fill(repo: &Repo, grants: impl Iterator<Item = usize>) -> Vec<Grant> {
    let grants: Vec<Grant> = grants.map(grant).collect();
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    grants
}

async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!(value(&found), value(grant));
    }
}

fn changed(grant: &Grant, text: &str) -> Grant {
    let mut next = grant.clone();
    next.secrets.material = Material::Fields(vec![("value".to_owned(), Secret::from(text))]);
    next.generation += 1;
    next
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn several_machines_rotate_one_tenant_at_once_beside_a_writer_and_a_reader() {
    let vault = Vault::new();
    let writer = vault.process("w").await;
    let mut grants = fill(&writer, (0..12).map(|n| 7 * n)).await;
    let tenant_id = tenant(0);
    let away = vault.process("away").await;
    away.spool(&successor(&grants[11], 5)).await;
    let mut rotating = Vec::new();
    for n in 0..3 {
        let (process, tenant_id) = (vault.process(&n.to_string()).await, tenant_id.clone());
        rotating.push(tokio::spawn(async move {
            let done = process.housekeeping().rotate_tenant_key(&tenant_id, |_| true).await;
            process.close().await;
            // Who is overtaken again and again before it has begun says so, and the others go on.
            done.map_or_else(|error| assert!(error.message().contains("replace"), "{error}"), drop);
        }));
    }
    let reader = vault.process("r").await;
    for round in 0..4 {
        for grant in &mut grants[..6] {
            let next = changed(grant, &format!("round-{round}"));
            *grant = writer.replace_grant(GrantUpdate { grant: &next, ..update(grant) }).await.unwrap().unwrap();
        }
        check(&reader, &grants).await;
    }
    for rotation in rotating {
        rotation.await.unwrap();
    }
    writer.housekeeping().finish_key_rotations(|_| true).await.unwrap();
    for process in [&writer, &reader, &vault.process("late").await] {
        check(process, &grants).await;
        assert!(process.housekeeping().verify().await.unwrap().is_whole());
    }
    away.housekeeping().purge().await.unwrap();
    assert_eq!(away.list_spool(None).await.unwrap().len(), 1, "with the key that it carries");
}

/// By the folder of the spool, which the processes of a machine share. As one that is killed, it takes nothing back.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_process_that_has_died_is_seen_on_its_machine_and_on_no_other() {
    let vault = Vault::new();
    let [dying, closing] = [vault.process("one").await, vault.process("one").await];
    let (beside, elsewhere) = (vault.process("one").await, vault.process("two").await);
    let grants = fill(&dying, 0..1).await;
    dying.leave_in_doubt(&grants[0]).await;
    let holder = [9; 16];
    assert!(!beside.is_gone(holder).await.unwrap() && beside.is_alive(holder).await.unwrap());
    assert!(!elsewhere.is_gone(holder).await.unwrap() && !elsewhere.is_alive(holder).await.unwrap());
    let count = async || beside.store.list_processes().await.unwrap().len();
    assert_eq!(count().await, 4);
    closing.close().await;
    drop(dying);
    assert!(beside.is_gone(holder).await.unwrap() && !elsewhere.is_gone(holder).await.unwrap());
    // Nor does its row hold up a root key for a day.
    let next = vault.process("two").await;
    assert_eq!(count().await, 4, "on another machine its silence alone is known");
    let last = vault.process("one").await;
    assert_eq!(count().await, 4, "three and itself");
    last.close().await;
    next.close().await;
}

/// At whatever step of a read all of a rotation comes in between.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn who_reads_on_a_server_while_a_key_is_replaced_reads() {
    let vault = Vault::new();
    let repo = vault.process("a").await;
    let grants = fill(&repo, [0, 7].into_iter()).await;
    let mut steps = 0;
    loop {
        let reader = vault.process("b").await;
        let mut reading = std::pin::pin!(reader.list_grants(GrantFilter { limit: 10, ..GrantFilter::default() }));
        if ends_within(steps, reading.as_mut()).await {
            reader.close().await;
            break;
        }
        repo.housekeeping().rotate_tenant_key(&tenant(0), |_| true).await.unwrap();
        let mut found: Vec<_> = reading.await.unwrap().iter().map(|grant| value(grant).to_owned()).collect();
        found.sort();
        assert_eq!(found, grants.iter().map(value).collect::<Vec<_>>(), "after {steps} steps");
        reader.close().await;
        steps += 1;
    }
    assert!(steps >= 2, "{steps}: also between the rows and their key");
}

/// Writers of all kinds go on while their tenant is erased: each is refused, or erased with it, or begins anew under another key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn nothing_of_an_erased_tenant_or_user_outlives_it_on_a_server() {
    let vault = Vault::new();
    let (repo, writer) = (vault.process("a").await, vault.process("b").await);
    let grants = fill(&repo, 0..14).await;
    check(&writer, &grants).await;
    writer.spool(&successor(&grants[0], 5)).await;
    let user_id = grants[1].key.user_id.clone().unwrap();
    let done = repo.erasures().erase_user(&tenant(1), &user_id).await.unwrap();
    assert_eq!((done.grants, done.wiped), (1, Wiped::NotOurs));
    let done = repo.erasures().erase_tenant(&tenant(0), false).await.unwrap();
    assert_eq!(done.grants, 2);
    let late = writer.replace_grant(GrantUpdate { grant: &grants[0], ..update(&grants[0]) }).await.unwrap();
    assert_eq!(late.unwrap_err(), Conflict::Stale);
    writer.housekeeping().purge().await.unwrap();
    assert!(writer.list_spool(None).await.unwrap().is_empty());
    for process in [&repo, &writer] {
        for erased in [&grants[0], &grants[1], &grants[7]] {
            assert!(process.load_grant(&erased.key.tenant_id, &erased.id).await.unwrap().is_none());
        }
        check(process, &grants[2..7]).await;
        check(process, &grants[8..]).await;
        assert!(process.housekeeping().verify().await.unwrap().is_whole());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_root_key_takes_over_on_a_server_and_the_old_one_may_go() {
    let (vault, new) = (Vault::new(), LocalRootKey::make());
    let old = &vault.key;
    let first = vault.process("a").await;
    let grants = fill(&first, 0..14).await;
    first.close().await;
    for keys in [[old, &new], [&new, old]] {
        let mut processes = Vec::new();
        for machine in ["a", "b", "c"] {
            processes.push(vault.process_with(machine, &keys).await);
        }
        let rotating: Vec<_> = processes
            .iter()
            .map(|process| {
                let process = process.clone();
                tokio::spawn(async move { process.housekeeping().rotate_root_keys(|_| true).await.unwrap() })
            })
            .collect();
        for process in &processes {
            check(process, &grants).await;
        }
        for rotation in rotating {
            rotation.await.unwrap();
        }
        for process in &processes {
            process.close().await;
        }
    }
    let repo = vault.process_with("d", &[&new]).await;
    check(&repo, &grants).await;
    let roots = repo.housekeeping().list_root_keys().await.unwrap();
    assert_eq!(roots.iter().filter(|root| root.state == RootState::Retired).count(), 1);
}

/// Numbers are what everybody waits for who commits: entries are emptied without them, however long that takes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn whoever_commits_waits_for_nobody_who_empties_very_many_entries() {
    const MANY: i64 = 100_000;
    let vault = Vault::new();
    let (repo, other) = (vault.process("a").await, vault.process("b").await);
    fill_told(&repo, 1..2).await;
    let schema = vault.address.rsplit('=').next().unwrap();
    let connect = async || {
        let (client, connection) =
            tokio_postgres::connect(vault.address.split('?').next().unwrap(), tokio_postgres::NoTls).await.unwrap();
        drop(tokio::spawn(connection));
        client
    };
    let (client, holder) = (connect().await, connect().await);
    let fill = format!(
        "INSERT INTO {schema}.audit SELECT (jsonb_populate_record(one, jsonb_build_object('number', n, 'user_id', 'u' || n))).*
            FROM {schema}.audit AS one, generate_series(2, {MANY}) AS n;
        UPDATE {schema}.positions SET audit = {MANY};"
    );
    client.batch_execute(&fill).await.unwrap();
    let count = async |of: String| -> i64 { client.query_one(&format!("SELECT count(*) FROM {of}"), &[]).await.unwrap().get(0) };
    // Whoever empties the entries waits here, in the middle of them.
    let hold = format!("BEGIN; SELECT 1 FROM {schema}.audit WHERE number = {MANY} / 2 FOR UPDATE");
    holder.batch_execute(&hold).await.unwrap();
    let erasing = tokio::spawn({
        let repo = repo.clone();
        async move { repo.erasures().erase_tenant(&tenant(1), false).await }
    });
    let waiting = format!("pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{schema}%audit%'");
    while count(waiting.clone()).await == 0 {
        assert!(!erasing.is_finished());
    }
    fill_told(&other, 2..3).await;
    assert!(!erasing.is_finished());
    holder.batch_execute("COMMIT").await.unwrap();
    erasing.await.unwrap().unwrap();
    let erased = count(format!("{schema}.audit WHERE erased IS NOT NULL")).await;
    assert_eq!((erased, count(format!("{schema}.audit")).await), (MANY, MANY + 3));
}

/// Sign-ins that begin at one machine and end at another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_machine_whose_clock_is_wrong_goes_by_the_servers() {
    let vault = Vault::new();
    let right = vault.process("right").await;
    let now = right.sessions().now().await.unwrap();
    for seconds in [900, -900] {
        let clock = TestClock::new();
        clock.set_wall(seconds);
        let wrong = open_on_server_with(&vault.address, &vault.folder.path().join("wrong"), &[&vault.key], clock.clone()).await;
        let told = wrong.sessions().now().await.unwrap();
        assert!(told.since(now) < MINUTE && now.since(told) < MINUTE, "{told:?} {now:?}");
        assert!(clock.now().since(told) > MINUTE || told.since(clock.now()) > MINUTE, "it would have said {:?}", clock.now());
        assert!(
            wrong.age_of(now) < MINUTE,
            "{seconds}: what was noted a moment ago is no older for a clock that was ahead from the start"
        );
        wrong.close().await;
    }
}
