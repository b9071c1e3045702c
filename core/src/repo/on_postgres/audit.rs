//! The audit log, where several machines append to it.

use super::*;
use crate::base::{ErrorCode, Timestamp};
use crate::model::rows::AuditFilter;

async fn client(vault: &Vault) -> tokio_postgres::Client {
    let server = std::env::var("AUTHPIPE_TEST_POSTGRES").unwrap();
    let (client, connection) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let schema = vault.address.split_once("schema=").unwrap().1;
    client.batch_execute(&format!("SET search_path = {schema}")).await.unwrap();
    client
}

async fn store(repo: &Repo, n: usize) -> crate::base::Result<()> {
    let act = Some(crate::repo::Act { kind: crate::model::audit::AuditKind::CredentialStored, actor: None });
    let write = crate::repo::GrantWrite::Insert { grant: &grant(n), events: vec![], act };
    repo.write_grants(vec![write], None).await.map(|stored| drop(stored.unwrap()))
}

/// What stands in `positions` is a copy: whoever edits it leads nobody astray, and keeps nobody for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn an_edited_count_of_the_log_leads_nobody_astray() {
    let vault = Vault::new();
    let (repo, other) = (vault.process("a").await, vault.process("b").await);
    fill_told(&repo, 0..4).await;
    let (client, mut n) = (client(&vault).await, 10);
    let edits = [
        "audit = 1",
        "audit = 0, audit_mac = ''",
        "audit = -7",
        "audit_mac = ''",
        "audit_mac = '\\x00'",
        "audit = 2, audit_mac = (SELECT mac FROM audit WHERE number = 2)",
        "audit_mac = (SELECT mac FROM audit WHERE number = 1)",
    ];
    for edit in edits {
        client.batch_execute(&format!("UPDATE positions SET {edit}")).await.unwrap();
        let both = tokio::join!(store(&repo, n), store(&other, n + 1));
        assert!(both.0.is_ok() && both.1.is_ok(), "{edit}: {both:?}");
        n += 2;
        let found = repo.verify_audit().await.unwrap();
        assert!(found.is_whole(), "{edit}: {found:?}");
    }
    // One that is too high says that entries are gone; one beyond all numbers is named.
    let last = repo.verify_audit().await.unwrap().entries;
    for count in [i64::MAX, i64::MAX - 1] {
        client.batch_execute(&format!("UPDATE positions SET audit = {count}")).await.unwrap();
        assert_eq!(repo.verify_audit().await.unwrap().broken, Some(last + 1));
        if count == i64::MAX {
            let error = store(&repo, 90).await.unwrap_err();
            assert_eq!(error.code(), ErrorCode::VaultUnavailable);
            assert!(error.message().contains("positions"), "{error}");
        }
    }
    client.batch_execute(&format!("UPDATE positions SET audit = {last}")).await.unwrap();
    store(&repo, 91).await.unwrap();
    assert!(repo.verify_audit().await.unwrap().is_whole());
    for process in [repo, other] {
        process.close().await;
    }
}

/// Whoever writes goes on while the first entries are dropped and another key follows, and the log stays whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn machines_write_while_others_drop_and_let_another_key_follow() {
    let vault = Vault::new();
    let (repo, other) = (vault.process("a").await, vault.process("b").await);
    fill_told(&repo, 0..20).await;
    let writing = tokio::spawn({
        let other = other.clone();
        async move { fill_told(&other, 100..140).await.len() }
    });
    for _ in 0..3 {
        repo.housekeeping().rotate_audit_key().await.unwrap();
        repo.housekeeping().drop_audit(Timestamp::from_unix_millis(i64::MAX), |_| true).await.unwrap();
        assert_eq!(repo.verify_audit().await.unwrap().broken, None);
    }
    assert_eq!(writing.await.unwrap(), 40);
    let found = other.verify_audit().await.unwrap();
    assert!(found.is_whole() && found.dropped > 20, "{found:?}");
    let first = other.audit_log().list(AuditFilter { limit: 1, ..AuditFilter::default() }).await.unwrap();
    assert_eq!(first[0].number, found.dropped + 1);
    for process in [repo, other] {
        process.close().await;
    }
}
