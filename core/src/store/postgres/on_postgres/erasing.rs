//! Erasures beside transactions that are under way.

use super::*;
use crate::base::{GrantId, TenantId, UserId};
use crate::model::rows::{Erasure, SessionFilter};
use crate::store::suite::vault::Vault as _;

fn of_user() -> Erasure {
    Erasure::User { tenant_id: TenantId::parse("t").unwrap(), user_id: UserId::parse("a").unwrap() }
}

fn of_tenant() -> Erasure {
    Erasure::Tenant { tenant_id: TenantId::parse("t").unwrap(), is_backup_proof: false, note: GrantId::make_connection() }
}

/// What commits while it is erased is erased, or is refused: in whatever order they came, there is nothing afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_sign_in_that_commits_meanwhile_is_erased_too() {
    for erasure in [of_user(), of_tenant()] {
        for with_session in [true, false] {
            let (vault, store) = open_vault().await;
            let (key, grant, session, begun) = suite::sign_in();
            apply(&store, vec![key, begun]).await;
            let mut writes = vec![insert(&grant)];
            writes.extend(with_session.then_some(session));
            let under_way = vault.begin(Batch { writes }).await;
            let store = Arc::new(store);
            let erasing = tokio::spawn({
                let (store, erase) = (store.clone(), Write::Erase { erasure: erasure.clone(), now: Timestamp::EPOCH });
                async move { apply(&store, vec![erase]).await }
            });
            while !is_waiting(&vault, "").await {
                assert!(!erasing.is_finished());
                tokio::task::yield_now().await;
            }
            under_way.commit().await;
            assert!(matches!(erasing.await.unwrap(), Outcome::Applied { .. }));
            assert!(find(&store, &grant).await.is_none(), "{erasure:?}, with its session: {with_session}");
            let sessions = store.list_sessions(SessionFilter { limit: 10, ..SessionFilter::default() }).await.unwrap();
            assert!(sessions.is_empty());
        }
    }
}
