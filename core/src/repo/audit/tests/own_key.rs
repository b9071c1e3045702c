//! A key that links the log links nothing else, and none links where it has not; what was linked before the log had its own is still proven.

use super::*;
use crate::repo::keyring::Stored;

/// The keys of the log, as whoever has stolen all of them has them.
async fn keys_of(repo: &Repo, owner: KeyOwner) -> Vec<Linking> {
    let Stored::Keyset(open) = repo.keyring.stored(&owner).await.unwrap() else { panic!("{owner:?}") };
    open.keyset.linking().collect()
}

async fn list(repo: &Arc<Repo>) -> Vec<AuditRow> {
    repo.audit_log().list(AuditFilter { limit: 999, ..AuditFilter::default() }).await.unwrap()
}

/// Writes all entries from this number on anew, so that another user has done it, as whoever has this key can.
async fn forge(vault: &Vault, repo: &Arc<Repo>, stolen: &Linking, from: u64) {
    let chain = Chain::of(stolen.key.clone());
    let (rows, database) = (list(repo).await, Connection::open(vault.file()).unwrap());
    let mut before = rows.iter().find(|row| row.number + 1 == from).map(|row| row.mac.clone()).unwrap_or_default();
    for row in rows.into_iter().filter(|row| row.number >= from) {
        let entry = AuditEntry {
            user_id: UserId::parse("eve").ok(),
            actor: UserId::parse("eve").ok(),
            ..AuditEntry::of_tenant(AuditKind::parse(&row.kind).unwrap(), &tenant(1), row.at)
        };
        let forged = chain.link(row.number, &before, &entry);
        assert_eq!(chain.judge(&before, &forged), Judged::Whole);
        let about = &forged.about;
        let values = rusqlite::params![
            row.number as i64,
            about.tenant_id,
            about.user_id,
            about.actor,
            about.salt,
            forged.content,
            forged.signer,
            forged.mac
        ];
        let sql = "UPDATE audit SET tenant_id = ?2, user_id = ?3, grant_id = NULL, actor = ?4, request = NULL, key_id = NULL, salt = ?5,
            content = ?6, signer = ?7, mac = ?8 WHERE number = ?1";
        assert_eq!(database.execute(sql, values).unwrap(), 1);
        before = forged.mac;
    }
}

/// Does what may be done to a vault, and puts the log back as it was.
async fn with_log(vault: &Vault, work: impl AsyncFnOnce()) {
    edit(&vault.file(), "CREATE TABLE kept AS SELECT * FROM audit");
    work().await;
    edit(&vault.file(), "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
}

#[tokio::test]
async fn who_has_stolen_the_key_that_hashes_accounts_links_nothing() {
    let vault = Vault::make();
    let repo = vault.open().await;
    repo.keyring.index_keys().await.unwrap();
    fill_told(&repo, 0..4).await;
    let stolen = keys_of(&repo, KeyOwner::Index).await.pop().unwrap();
    // From its first entry on, once it is sealed where that is.
    repo.seal_link_start().await.unwrap();
    for from in [1, 2, 4] {
        with_log(&vault, async || {
            forge(&vault, &repo, &stolen, from).await;
            assert_eq!(broken(&repo).await, Some(from));
        })
        .await;
    }
    // Nor does a rotation of that key touch the log: it goes at once.
    let turn = repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    assert_eq!((turn.destroyed, turn.waiting), (1, 0));
    assert!(repo.verify_audit().await.unwrap().is_whole());
    repo.close().await;
}

/// Where a key begins is not taken from an entry that somebody has changed: sealed, that would be proof of what never was.
#[tokio::test]
async fn from_a_changed_entry_no_beginning_is_sealed() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..4).await;
    let start = async || keys_of(&repo, KeyOwner::Audit).await.pop().unwrap().start.map(|start| start.number);
    edit(&vault.file(), "UPDATE audit SET actor = 'eve' WHERE number = 1");
    repo.seal_link_start().await.unwrap();
    assert_eq!((start().await, broken(&repo).await), (None, Some(1)));
    edit(&vault.file(), "UPDATE audit SET actor = 'ben' WHERE number = 1");
    repo.seal_link_start().await.unwrap();
    assert_eq!((start().await, broken(&repo).await), (Some(1), None));
    repo.close().await;
}

#[tokio::test]
async fn a_key_that_another_one_has_followed_rewrites_nothing() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..3).await;
    repo.housekeeping().rotate_audit_key().await.unwrap();
    fill_told(&repo, 3..6).await;
    let keys = keys_of(&repo, KeyOwner::Audit).await;
    assert_eq!(keys.iter().map(|key| key.start.as_ref().map(|start| start.number)).collect::<Vec<_>>(), [None, Some(4)]);
    assert_eq!(repo.verify_audit().await.unwrap().entries, 7);
    for (stolen, from, at) in [(0, 1, 4), (0, 2, 4), (0, 4, 4), (0, 6, 6), (1, 3, 3)] {
        with_log(&vault, async || {
            forge(&vault, &repo, &keys[stolen], from).await;
            assert_eq!(broken(&repo).await, Some(at), "key {stolen} from {from}");
        })
        .await;
    }
    // All that the one before has linked, and not a word of the one that has followed.
    with_log(&vault, async || {
        let cut = "DELETE FROM audit WHERE number > 3; UPDATE sqlite_sequence SET seq = 3 WHERE name = 'audit'";
        edit(&vault.file(), cut);
        assert_eq!(broken(&repo).await, Some(4));
    })
    .await;
    repo.close().await;
}

/// A vault of an earlier version, whose log the index key has linked.
async fn linked_by_index(vault: &Vault) {
    let repo = vault.open().await;
    repo.keyring.index_keys().await.unwrap();
    fill_told(&repo, 0..5).await;
    let index = keys_of(&repo, KeyOwner::Index).await.pop().unwrap();
    forge(vault, &repo, &index, 1).await;
    repo.close().await;
    edit(&vault.file(), "DELETE FROM keysets WHERE tenant_id = ' audit'");
}

#[tokio::test]
async fn what_the_index_key_has_linked_is_still_proven_and_ends_where_the_log_has_its_own() {
    let vault = Vault::make();
    linked_by_index(&vault).await;
    let repo = vault.open().await;
    assert_eq!(repo.verify_audit().await.unwrap(), AuditVerification { entries: 5, ..AuditVerification::default() });
    let stored = fill_told(&repo, 10..12).await;
    // Whoever dies before it is sealed where the key begins leaves that to the next one.
    assert_eq!(keys_of(&repo, KeyOwner::Audit).await.pop().unwrap().start, None);
    repo.housekeeping().purge().await.unwrap();
    let own = keys_of(&repo, KeyOwner::Audit).await.pop().unwrap();
    assert_eq!(own.start.as_ref().map(|start| start.number), Some(6));
    assert_eq!(repo.verify_audit().await.unwrap().entries, 7);
    let index = keys_of(&repo, KeyOwner::Index).await.pop().unwrap();
    for (stolen, from, at) in [(&index, 1, 6), (&index, 5, 6), (&index, 6, 6), (&index, 7, 7), (&own, 3, 3)] {
        with_log(&vault, async || {
            forge(&vault, &repo, stolen, from).await;
            assert_eq!(broken(&repo).await, Some(at), "from {from}");
        })
        .await;
    }
    // It stays for as long as something is there that it has linked, and hashes nothing any more.
    let turn = repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    assert_eq!((turn.destroyed, turn.waiting), (0, 1));
    repo.housekeeping().drop_audit(Timestamp::from_unix_millis(i64::MAX), |_| true).await.unwrap();
    let turn = repo.housekeeping().finish_index_rotation(|_| true).await.unwrap();
    assert_eq!((turn.destroyed, turn.waiting), (1, 0));
    assert!(repo.verify_audit().await.unwrap().is_whole());
    repo.close().await;
    // No other one is made in the place of one that was removed, also where an index key could have linked.
    edit(&vault.file(), "DELETE FROM keysets WHERE tenant_id = ' audit'");
    let repo = vault.open().await;
    assert_eq!(store(&repo, 20).await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    delete(&repo, &stored[0]).await.unwrap();
    repo.close().await;
}

/// The key that hashes is made when it is first needed, whatever the log's own has linked by then; and none over what it has linked itself.
#[tokio::test]
async fn a_log_with_a_key_of_its_own_keeps_nobody_from_hashing() {
    let vault = Vault::make();
    let repo = vault.open().await;
    fill_told(&repo, 0..2).await;
    repo.keyring.index_keys().await.unwrap();
    repo.close().await;
    let vault = Vault::make();
    linked_by_index(&vault).await;
    edit(&vault.file(), "DELETE FROM keysets WHERE tenant_id = ''");
    let repo = vault.open().await;
    assert_eq!(repo.keyring.index_keys().await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    assert_eq!(store(&repo, 20).await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    repo.close().await;
}
