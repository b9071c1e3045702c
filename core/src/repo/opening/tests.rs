//! Tests of what stays in a process that could not open a vault.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::super::testing::{fill, open, process, process_with};
use super::*;
use crate::base::Secret;
use crate::vault::LocalRootKey;

/// What it was about to say of a vault of its own it does not believe of another one.
#[tokio::test]
async fn who_has_made_no_vault_remembers_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    open(&file, &key).await.close().await;
    rusqlite::Connection::open(&file).unwrap().execute("DELETE FROM meta", []).unwrap();
    let repo = process(&file, &key);
    let (form, name) = (repo.keyring.oldest_form(), repo.rollback.vault_id());
    assert_eq!(repo.open().await.unwrap_err().code(), ErrorCode::VaultUnavailable, "remains of another one are in the way");
    assert_eq!((repo.keyring.oldest_form(), repo.rollback.vault_id()), (form, name));
    repo.close().await;
}

/// Also while nothing is in it yet; and one that lacks its sentinels is not one that needs no key.
#[tokio::test]
async fn a_vault_without_tenants_needs_its_root_key_too() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    open(&file, &key).await.close().await;
    let refused = async |key: &Secret<String>, code| {
        let repo = process(&file, key);
        let error = repo.open().await.unwrap_err();
        repo.close().await;
        assert_eq!(error.code(), code);
        error.message().to_owned()
    };
    let id = LocalRootKey::parse(key.expose()).unwrap().id().to_owned();
    let message = refused(&LocalRootKey::make(), ErrorCode::KeyMismatch).await;
    assert!(message.contains(&format!("was encrypted with key {}…", &id[..4])), "{message}");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute("DELETE FROM root_keys", []).unwrap();
    let message = refused(&key, ErrorCode::KeyMismatch).await;
    assert!(message.ends_with("somebody has emptied its table root_keys."), "{message}");
    let known: i64 = database.query_row("SELECT count(*) FROM root_keys", [], |row| row.get(0)).unwrap();
    assert_eq!(known, 0, "nothing was written");
}

/// Whoever puts back a sentinel of long ago, of one root key, makes nobody open what another one says is retired.
#[tokio::test]
async fn the_strictest_sentinel_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (file, one, other) = (folder.path().join("v.db"), LocalRootKey::make(), LocalRootKey::make());
    let repo = open(&file, &one).await;
    fill(&repo, 0..1).await;
    repo.close().await;
    let repo = process_with(&file, &[&one, &other]);
    repo.open().await.unwrap();
    let ids = [&one, &other].map(|key| LocalRootKey::parse(key.expose()).unwrap().id().to_owned());
    let mut of_long_ago = Vec::new();
    for id in &ids {
        let says = Sentinel { oldest_form: 1, ..repo.known() };
        of_long_ago.push((id, repo.make_sentinel(id, says).await.unwrap()));
    }
    repo.close().await;
    let database = rusqlite::Connection::open(&file).unwrap();
    // Both are needed: one wraps the tenant's keys, the other one is to wrap what comes.
    database.execute("UPDATE root_keys SET state = 'retiring' WHERE root_key_id = ?1", [&ids[0]]).unwrap();
    database.execute("UPDATE root_keys SET state = 'primary' WHERE root_key_id = ?1", [&ids[1]]).unwrap();
    for (id, sentinel) in of_long_ago {
        let was: Vec<u8> =
            database.query_row("SELECT sentinel FROM root_keys WHERE root_key_id = ?1", [id], |row| row.get(0)).unwrap();
        let put = |sentinel: &[u8]| {
            database.execute("UPDATE root_keys SET sentinel = ?2 WHERE root_key_id = ?1", (id, sentinel)).unwrap();
        };
        put(sentinel.as_bytes());
        let repo = process_with(&file, &[&other, &one]);
        repo.open().await.unwrap();
        assert_eq!(repo.keyring.oldest_form(), FORM, "{id}");
        repo.close().await;
        put(&was);
    }
}

/// What says of itself that this version cannot read it is not read, whatever its schema looks like.
#[tokio::test]
async fn a_vault_that_needs_a_later_reader_is_not_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    open(&file, &key).await.close().await;
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute("UPDATE meta SET oldest_reader = ?1", [VAULT_VERSION + 1]).unwrap();
    let repo = process(&file, &key);
    assert_eq!(repo.open().await.unwrap_err().code(), ErrorCode::VaultNewer);
    repo.close().await;
}

/// A tool that empties tables leaves what the others hold: which one is gone is said, and nobody makes new keys beside old records.
#[tokio::test]
async fn a_vault_without_its_keys_names_the_table_that_is_empty() {
    for (table, with_grants, is_refused) in [("root_keys", true, true), ("keysets", true, true), ("keysets", false, false)] {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let repo = open(&file, &key).await;
        if with_grants {
            fill(&repo, 0..1).await;
        }
        repo.close().await;
        let database = rusqlite::Connection::open(&file).unwrap();
        database.execute(&format!("DELETE FROM {table}"), []).unwrap();
        let repo = process(&file, &key);
        let opened = repo.open().await;
        repo.close().await;
        assert_eq!(opened.is_err(), is_refused, "{table}");
        if let Err(error) = opened {
            let told = (error.code(), error.message().ends_with(&format!("somebody has emptied its table {table}.")));
            let code = if table == "root_keys" { ErrorCode::KeyMismatch } else { ErrorCode::VaultUnavailable };
            assert_eq!(told, (code, true), "{error}");
        }
        let left: i64 = database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert!(!is_refused || left == 0, "nothing was written");
    }
}

/// Its first key comes with it: whoever has counted keys before and grants afterwards takes that for no table that somebody has emptied.
#[tokio::test]
async fn a_first_grant_that_comes_between_two_counts_empties_no_table() {
    let (mut steps, mut is_over) = (0, false);
    while !is_over {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let writer = open(&file, &key).await;
        let repo = process(&file, &key);
        let mut opening = pin!(repo.open());
        let (mut left, mut opened) = (steps, None);
        // What was asked last has its answer by then, which nobody has looked at.
        poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(());
            }
            left -= 1;
            opening.as_mut().poll(context).map(|answer| opened = Some(answer))
        })
        .await;
        fill(&writer, 0..1).await;
        is_over = opened.is_some();
        let opened = match opened {
            Some(opened) => opened,
            None => opening.await,
        };
        assert!(opened.is_ok(), "after {steps} steps: {opened:?}");
        repo.close().await;
        writer.close().await;
        steps += 1;
    }
    assert!(steps > 3, "{steps}");
}

#[tokio::test]
async fn a_vault_that_names_no_root_key_that_wraps_needs_one_that_nobody_has() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    open(&file, &key).await.close().await;
    rusqlite::Connection::open(&file).unwrap().execute("UPDATE root_keys SET state = 'retired'", []).unwrap();
    let repo = process(&file, &key);
    assert_eq!(repo.open().await.unwrap_err().code(), ErrorCode::KeyMismatch);
    repo.close().await;
}

/// Nor by whoever has another key than the one of the vault that was there.
#[tokio::test]
async fn no_vault_is_made_beside_what_is_left_of_another_ones() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    open(&file, &LocalRootKey::make()).await.close().await;
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute("DELETE FROM meta", []).unwrap();
    let repo = process(&file, &LocalRootKey::make());
    assert_eq!(repo.open().await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    repo.close().await;
    let rows: (i64, i64) = database
        .query_row("SELECT (SELECT count(*) FROM meta), (SELECT count(*) FROM root_keys)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(rows, (0, 1), "nothing was written");
}
