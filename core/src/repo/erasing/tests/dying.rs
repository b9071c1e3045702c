//! Erasures that die at any step: what is erased is there as a whole or not at all, nobody else loses anything, and the same once more goes
//! to the end (SR-48).

use super::*;

/// What is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    Tenant,
    TenantInBackupsToo,
    User,
}

async fn erase(repo: &Arc<Repo>, whom: Whom, of: &Grant) -> Result<Erased> {
    let (erasures, tenant_id) = (repo.erasures(), &of.key.tenant_id);
    match whom {
        Whom::Tenant => erasures.erase_tenant(tenant_id, false).await,
        Whom::TenantInBackupsToo => erasures.erase_tenant(tenant_id, true).await,
        Whom::User => erasures.erase_user(tenant_id, of.key.user_id.as_ref().unwrap()).await,
    }
}

#[tokio::test]
async fn an_erasure_that_dies_at_any_step_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (base, key) = (folder.path().join("base.db"), LocalRootKey::make());
    let repo = open(&base, &key).await;
    let grants = fill_told(&repo, 0..14).await;
    repo.close().await;
    for whom in [Whom::Tenant, Whom::TenantInBackupsToo, Whom::User] {
        let is_erased =
            |grant: &&Grant| grant.id == grants[3].id || (whom != Whom::User && grant.key.tenant_id == grants[3].key.tenant_id);
        let (erased, others): (Vec<_>, Vec<_>) = grants.iter().partition(is_erased);
        let (mut before, mut after) = (0, 0);
        for steps in 0.. {
            let file = folder.path().join(format!("{whom:?}-{steps}.db"));
            std::fs::copy(&base, &file).unwrap();
            let needle: Vec<u8> = Connection::open(&file)
                .unwrap()
                .query_row("SELECT sealed FROM grants WHERE id = ?1", [erased[0].id.as_str()], |row| row.get(0))
                .unwrap();
            let repo = open(&file, &key).await;
            for grant in [erased[0], others[0]] {
                repo.spool(&successor(grant, 5)).await;
            }
            let ended = ends_within_writes(steps, erase(&repo, whom, erased[0])).await;
            // It is not closed: it died.
            drop(repo);
            let next = open(&file, &key).await;
            let mut left = 0;
            for grant in &erased {
                left += usize::from(opens(&next, grant).await);
            }
            assert!(left == 0 || left == erased.len(), "{whom:?}, {steps} steps: {left} are left");
            before += usize::from(left > 0);
            after += usize::from(left == 0 && !ended);
            for grant in &others {
                assert!(opens(&next, grant).await, "{whom:?}, {steps} steps: {} is gone", grant.id);
            }
            let done = erase(&next, whom, erased[0]).await.unwrap();
            assert_eq!(done.wiped, Wiped::Everywhere, "{whom:?}, {steps} steps");
            done.spool_cleared.unwrap();
            for grant in &erased {
                assert!(!opens(&next, grant).await, "{whom:?}, {steps} steps");
            }
            assert!(!holds(&file, &needle), "{whom:?}, {steps} steps: neither in the file nor in its log");
            assert!(!next.is_in_spool(&erased[0].id, 5).await, "{whom:?}, {steps} steps: it waits in the spool");
            assert!(next.is_in_spool(&others[0].id, 5).await, "{whom:?}, {steps} steps: what waits for others waits on");
            assert!(next.housekeeping().verify().await.unwrap().is_whole(), "{whom:?}, {steps} steps");
            next.close().await;
            if ended {
                break;
            }
        }
        // Whoever dies in the middle of the commit may have made it.
        let deaths = before + after;
        assert!(deaths >= 12 && before >= 6 && after >= 5, "{whom:?}: {before} died before the commit, {after} after it");
    }
}

/// The tenant's key lives on, so no round of housekeeping takes what waits there for erased: the same erasure once more does.
#[tokio::test]
async fn what_an_erasure_of_a_user_has_left_in_the_spool_goes_with_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("v.db");
    let repo = open(&file, &LocalRootKey::make()).await;
    let grants = fill_told(&repo, [1, 8].into_iter()).await;
    for grant in &grants {
        repo.spool(&successor(grant, 5)).await;
    }
    let waiting = || -> Vec<bool> {
        let spool = file.with_extension("spool");
        grants.iter().map(|grant| spool.join(format!("{}.5", grant.id.as_str())).exists()).collect()
    };
    assert_eq!(waiting(), [true, true]);
    let (tenant_id, user_id) = (grants[0].key.tenant_id.clone(), grants[0].key.user_id.clone().unwrap());
    // As far as it came before it died.
    repo.erase(Erasure::User { tenant_id: tenant_id.clone(), user_id: user_id.clone() }).await.unwrap();
    repo.drop_destroyed_keys().await.unwrap();
    assert_eq!(waiting(), [true, true]);
    repo.erasures().erase_user(&tenant_id, &user_id).await.unwrap().spool_cleared.unwrap();
    assert_eq!(waiting(), [false, true]);
    repo.close().await;
}
