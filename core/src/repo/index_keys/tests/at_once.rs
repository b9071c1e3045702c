//! Sign-ins of one account, and claims of one organisation, at once by several processes, while index keys take turns.

use std::sync::atomic::{AtomicBool, Ordering};

use super::super::super::testing::open_wherever;
use super::*;
use crate::base::Label;

/// So many accounts and organisations.
const ROUNDS: usize = 30;
/// So many processes sign in at once.
const PROCESSES: usize = 3;

/// Stores it as a sign-in does, which looks again where another key has followed. Whether it is stored, or another one is there.
async fn is_stored(repo: &Repo, grant: &Grant) -> bool {
    loop {
        match repo.insert_grant(grant, vec![], None).await.unwrap() {
            Ok(()) => return true,
            Err(Conflict::OrganisationHeld | Conflict::Exists) => return false,
            Err(Conflict::KeyEnded | Conflict::IndexKeyEnded) => {}
            Err(conflict) => panic!("{conflict:?}"),
        }
    }
}

/// How many of them are stored, each by a process of its own.
async fn count_stored(processes: &[Arc<Repo>], grants: Vec<Grant>) -> usize {
    let begun: Vec<_> = processes
        .iter()
        .zip(grants)
        .map(|(repo, grant)| {
            let repo = repo.clone();
            tokio::spawn(async move { is_stored(&repo, &grant).await })
        })
        .collect();
    let mut count = 0;
    for stored in begun {
        count += usize::from(stored.await.unwrap());
    }
    count
}

/// Each organisation is held by one, and each account has one connection, whatever keys there were when they came.
async fn one_of_each_is_stored(address: &str) {
    let (folder, key) = (tempfile::tempdir().unwrap(), LocalRootKey::make());
    let process = async |name: &str| open_wherever(address, &folder.path().join(name), &[&key]).await.unwrap();
    let rotating = process("rotating").await;
    let mut processes = vec![];
    for n in 0..PROCESSES {
        processes.push(process(&n.to_string()).await);
    }
    assert!(is_stored(&rotating, &installation(0, "the first")).await);
    let is_over = Arc::new(AtomicBool::new(false));
    let rotation = tokio::spawn({
        let (repo, is_over) = (rotating.clone(), is_over.clone());
        async move {
            let mut turns = 0;
            while !is_over.load(Ordering::SeqCst) {
                // Every second one stops after a page: then there are several keys for a while.
                repo.housekeeping().rotate_index_key(|_| turns % 2 == 0).await.unwrap();
                turns += 1;
            }
            turns
        }
    });
    for n in 0..ROUNDS {
        // Three tenants claim one organisation.
        let claim = |tenant: usize| {
            let mut claim = installation(tenant, &format!("organisation-{n}"));
            claim.key.label = Label::parse(&format!("of-{n}")).unwrap();
            claim
        };
        assert_eq!(count_stored(&processes, (0..PROCESSES).map(claim).collect()).await, 1, "organisation {n}");
        // One person signs in three times.
        let sign_in = |_| connection(n);
        assert_eq!(count_stored(&processes, (0..PROCESSES).map(sign_in).collect()).await, 1, "person {n}");
    }
    is_over.store(true, Ordering::SeqCst);
    assert!(rotation.await.unwrap() > 1, "keys have taken turns");
    finish(&rotating).await;
    let filter = GrantFilter { limit: 10 * ROUNDS, ..GrantFilter::default() };
    assert_eq!(rotating.list_grants(filter).await.unwrap().len(), 1 + 2 * ROUNDS);
    let late = process("late").await;
    for n in 0..ROUNDS {
        assert!(!is_stored(&late, &installation(5, &format!("organisation-{n}"))).await, "organisation {n} is held");
    }
    for repo in processes.iter().chain([&rotating, &late]) {
        repo.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_organisation_has_one_holder_and_one_account_one_connection_while_keys_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    one_of_each_is_stored(&format!("sqlite:{}", folder.path().join("v.db").display())).await;
}

mod on_postgres {
    use super::one_of_each_is_stored;
    use crate::base::entropy::make_bytes;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    #[ignore = "needs a server: cargo xtask test postgres"]
    async fn one_organisation_has_one_holder_and_one_account_one_connection_on_a_server() {
        let server = std::env::var("AUTHPIPE_TEST_POSTGRES").expect("no server: run `cargo xtask test postgres`");
        one_of_each_is_stored(&format!("{server}?schema=x{}", u64::from_be_bytes(make_bytes()))).await;
    }
}
