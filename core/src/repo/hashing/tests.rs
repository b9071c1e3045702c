//! What the hash of an account says, and which organisations it keeps for their tenant.

use rusqlite::{Connection, params};

use super::super::testing::{grant, installation, open, update};
use super::*;
use crate::base::ErrorCode;
use crate::model::rows::{Conflict, KeyOwner};
use crate::repo::GrantUpdate;
use crate::vault::LocalRootKey;

fn account(person: Option<&str>) -> ExternalAccount {
    let [organisation, person] = [Some("contoso"), person].map(|name| name.map(str::to_owned));
    ExternalAccount { organisation, person, display: None, organisation_display: None }
}

fn connection(tenant: usize, config: &str, person: &str) -> Grant {
    let mut grant = grant(tenant);
    grant.secrets.account = Some(account(Some(person)));
    grant.key.config = ConfigId::parse(config).unwrap();
    grant
}

async fn stored(repo: &Repo, grant: &Grant) -> Grant {
    repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap()
}

/// So a reader of the database links no two users, and nothing has to be made anew of them when keys take turns.
#[tokio::test]
async fn a_hash_names_its_key_and_only_what_claims_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open(&folder.path().join("v.db"), &LocalRootKey::make()).await;
    let mut of_tenant = connection(2, "drive", "ada");
    (of_tenant.key.subject, of_tenant.key.user_id) = (SubjectKind::Tenant, None);
    for grant in [connection(0, "drive", "ben"), of_tenant] {
        repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
        assert_eq!(stored(&repo, &grant).await.account_hash, None);
    }
    let mut hashes = vec![];
    for (n, config) in [(0, "drive"), (1, "mail")] {
        let mut holder = installation(n, "contoso");
        holder.key.config = ConfigId::parse(config).unwrap();
        repo.insert_grant(&holder, vec![], None).await.unwrap().unwrap();
        hashes.extend(stored(&repo, &holder).await.account_hash);
    }
    let newest = repo.keyring.index_keys().await.unwrap()[0].id();
    assert!(hashes.iter().all(|hash| hash.key_id() == Some(newest)));
    assert_ne!(hashes[0], hashes[1], "of another config it is another one");
    repo.close().await;
}

/// Neither the row nor the database says which organisation it is, so the rule holds by the hash alone.
#[tokio::test]
async fn an_organisation_is_claimed_once_whatever_its_hash_was_made_with() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let (repo, other) = (open(&file, &key).await, open(&file, &key).await);
    let holder = installation(0, "contoso");
    repo.insert_grant(&holder, vec![], None).await.unwrap().unwrap();
    let rival = installation(1, "contoso");
    assert_eq!(other.insert_grant(&rival, vec![], None).await.unwrap(), Err(Conflict::OrganisationHeld));
    // The rotation dies before it has made any hash anew: the holder's is of the key before.
    repo.follow_key(&KeyOwner::Index).await.unwrap();
    for process in [&repo, &other] {
        assert_eq!(process.insert_grant(&rival, vec![], None).await.unwrap(), Err(Conflict::OrganisationHeld));
    }
    // As vaults of before have it: without the name of its key, in a record of version 1 or 2.
    let index_keys = repo.keyring.index_keys().await.unwrap();
    let unnamed = index_keys[1].hash(&[b"organisation", b"contoso"]);
    put_hash(&repo, &file, &holder, AccountHash::Unnamed(unnamed)).await;
    assert_eq!(stored(&repo, &holder).await.account_hash, Some(AccountHash::Unnamed(unnamed)));
    for process in [&repo, &other] {
        assert_eq!(process.insert_grant(&rival, vec![], None).await.unwrap(), Err(Conflict::OrganisationHeld));
    }
    repo.housekeeping().finish_index_rotation(|_| true).await.unwrap();
    assert_eq!(stored(&repo, &holder).await.account_hash.unwrap().key_id(), Some(index_keys[0].id()));
    for process in [&repo, &other] {
        assert_eq!(process.insert_grant(&rival, vec![], None).await.unwrap(), Err(Conflict::OrganisationHeld));
    }
    repo.insert_grant(&installation(1, "fabrikam"), vec![], None).await.unwrap().unwrap();
    repo.close().await;
    other.close().await;
}

/// Seals a row again, in place, with this hash.
async fn put_hash(repo: &Repo, file: &std::path::Path, grant: &Grant, hash: AccountHash) {
    let query = crate::model::rows::GrantQuery::Id(grant.key.tenant_id.clone(), grant.id.clone());
    let row = repo.store.find_grant(query).await.unwrap().unwrap();
    let key = repo.keyring.tenant_key(&row.tenant_id).await.unwrap();
    let row = GrantRow { account_hash: Some(hash), ..row };
    let sealed = repo.seal_row(&key, &row, Some(&stored(repo, grant).await.secrets));
    let values = params![hash.as_bytes(), sealed.as_bytes(), row.id.as_str()];
    let database = Connection::open(file).unwrap();
    assert_eq!(database.execute("UPDATE grants SET account_hash = ?1, sealed = ?2 WHERE id = ?3", values).unwrap(), 1);
}

#[tokio::test]
async fn an_approval_claims_under_every_key() {
    let folder = tempfile::tempdir().unwrap();
    let repo = open(&folder.path().join("v.db"), &LocalRootKey::make()).await;
    let mut waiting = installation(1, "contoso");
    waiting.secrets.status = GrantStatus::PendingApproval;
    repo.insert_grant(&installation(0, "contoso"), vec![], None).await.unwrap().unwrap();
    repo.insert_grant(&waiting, vec![], None).await.unwrap().unwrap();
    repo.follow_key(&KeyOwner::Index).await.unwrap();
    let approved = |mut grant: Grant| {
        grant.secrets.status = GrantStatus::Active;
        grant
    };
    let before = stored(&repo, &waiting).await;
    let grant = approved(before.clone());
    let update = GrantUpdate { grant: &grant, ..update(&before) };
    assert_eq!(repo.replace_grant(update).await.unwrap().map(drop), Err(Conflict::OrganisationHeld));
    repo.close().await;
}

/// Who puts the index keys of before back keeps nobody's organisation free: what names a key that is not there lets nobody in.
#[tokio::test]
async fn while_a_claim_names_an_unknown_key_nobody_claims() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    repo.insert_grant(&installation(0, "fabrikam"), vec![], None).await.unwrap().unwrap();
    let database = Connection::open(&file).unwrap();
    let read = |row: &rusqlite::Row<'_>| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?, row.get::<_, Vec<u8>>(3)?))
    };
    let select = "SELECT keyset_version, root_key_id, key_ids, sealed FROM keysets WHERE tenant_id = ''";
    let before = database.query_row(select, [], read).unwrap();
    repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    repo.insert_grant(&installation(1, "contoso"), vec![], None).await.unwrap().unwrap();
    repo.close().await;
    let values = params![before.0, before.1, before.2, before.3];
    let put_back = "UPDATE keysets SET keyset_version = ?1, root_key_id = ?2, key_ids = ?3, sealed = ?4 WHERE tenant_id = ''";
    assert_eq!(database.execute(put_back, values).unwrap(), 1);
    // Who edits the database says what has ended, too.
    database.execute("DELETE FROM ended_keys", []).unwrap();
    let repo = open(&file, &key).await;
    // An error, not a conflict: nobody who looks again would find it otherwise.
    let error = repo.insert_grant(&installation(2, "contoso"), vec![], None).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
    assert!(error.message().contains("finds external accounts is gone"), "{error}");
    let mut waiting = installation(3, "northwind");
    waiting.secrets.status = GrantStatus::PendingApproval;
    repo.insert_grant(&waiting, vec![], None).await.unwrap().unwrap();
    let before = stored(&repo, &waiting).await;
    let mut approved = before.clone();
    approved.secrets.status = GrantStatus::Pending;
    let approval = GrantUpdate { grant: &approved, ..update(&before) };
    assert_eq!(repo.replace_grant(approval).await.map(drop).unwrap_err().code(), ErrorCode::VaultUnavailable);
    repo.close().await;
}

/// A hash that somebody has edited frees the organisation for nobody beside the one whose row it is: that row does not open.
#[tokio::test]
async fn whose_hash_was_edited_has_no_installation_beside_the_next_claimant() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
    let repo = open(&file, &key).await;
    let holder = installation(0, "contoso");
    repo.insert_grant(&holder, vec![], None).await.unwrap().unwrap();
    let hash = stored(&repo, &holder).await.account_hash.unwrap();
    let edited = (0..48).map(|at| Some(edit(hash, at))).chain([None]);
    for edited in edited.collect::<Vec<_>>() {
        let database = Connection::open(&file).unwrap();
        database.execute("UPDATE grants SET account_hash = ?1 WHERE id = ?2", params![edited, holder.id.as_str()]).unwrap();
        assert!(repo.load_grant(&holder.key.tenant_id, &holder.id).await.is_err());
    }
    repo.close().await;
}

fn edit(hash: AccountHash, at: usize) -> [u8; 48] {
    let mut bytes: [u8; 48] = hash.as_bytes().try_into().unwrap();
    bytes[at] ^= 1;
    bytes
}

#[test]
fn an_organisation_is_hashed_with_its_config_and_nothing_else() {
    let key = DataKey::make();
    let hash = |config: &str, organisation: Option<&str>, person: Option<&str>| {
        let [organisation, person] = [organisation, person].map(|name| name.map(str::to_owned));
        let account = ExternalAccount { organisation, person, display: None, organisation_display: None };
        Claim { config: &ConfigId::parse(config).unwrap(), account: &account }.hash(&key)
    };
    let claim = hash("drive", Some("o"), None);
    assert_eq!(hash("drive", Some("o"), Some("ben")), claim, "whoever installs it, it is one organisation");
    assert_eq!(hash("drive", None, Some("ben")), None);
    assert!(claim.is_some() && hash("mail", Some("o"), None) != claim && hash("drive", Some("p"), None) != claim);
}
