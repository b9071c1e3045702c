//! Tests of where a sign-in opens, and of what is said of one that is not whole.

use rusqlite::Connection;

use super::super::testing::{open, session, tenant};
use super::*;
use crate::base::ConfigId;
use crate::model::session::SessionKind;
use crate::vault::LocalRootKey;

#[tokio::test]
async fn each_part_of_a_sessions_place_is_bound_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open(&folder.path().join("v.db"), &LocalRootKey::make()).await;
    let row = repo.seal_session(&session(tenant(1))).await.unwrap();
    type Change = fn(&mut SessionRow);
    let changes: [(&str, Change); 5] = [
        ("tenant", |row| row.tenant_id = tenant(2)),
        ("id", |row| row.id = SessionId::make()),
        ("config", |row| row.config = ConfigId::parse("other").unwrap()),
        ("kind", |row| row.kind = SessionKind::Install),
        ("revision", |row| row.revision += 1),
    ];
    for (what, change) in changes {
        let mut other = row.clone();
        change(&mut other);
        assert_ne!(repo.session_context(&other).encode(), repo.session_context(&row).encode(), "{what}");
    }
    repo.close().await;
}

/// Its time is over by now: what the column says of how it ended was written by whoever can write it.
#[tokio::test]
async fn an_end_with_nothing_sealed_is_no_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let begun = session(tenant(1));
    assert!(repo.sessions().insert_session(&begun, 9).await.unwrap());
    let load = async || repo.sessions().load_session(&begun.tenant_id, &begun.user_id, &begun.id).await.unwrap().unwrap();
    assert_eq!(load().await.status, SessionStatus::Pending);
    Connection::open(&file).unwrap().execute("UPDATE sessions SET sealed = NULL, status = 'complete'", []).unwrap();
    assert_eq!(load().await.status, SessionStatus::Expired);
    repo.close().await;
}

/// Whoever waits for it begins again.
#[tokio::test]
async fn a_sign_in_of_a_version_before_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let begun = session(tenant(1));
    assert!(repo.sessions().insert_session(&begun, 9).await.unwrap());
    let row = repo.seal_session(&begun).await.unwrap();
    let written = record::write_session(begun.secrets.as_ref().unwrap(), &row);
    let before = String::from_utf8(written.to_vec()).unwrap().replacen(r#""v":2"#, r#""v":1"#, 1);
    let key = repo.keyring.tenant_key(&begun.tenant_id).await.unwrap();
    let sealed = key.seal(&repo.session_context(&row), before.as_bytes());
    Connection::open(&file).unwrap().execute("UPDATE sessions SET sealed = ?1", [sealed.as_bytes()]).unwrap();
    let read = repo.sessions().load_session(&begun.tenant_id, &begun.user_id, &begun.id).await.unwrap().unwrap();
    assert!(read.status == SessionStatus::Expired && read.secrets.is_none(), "{:?}", read.status);
    repo.close().await;
}
