//! What is stored for many tenants at once costs few questions.

use crate::base::TenantId;
use crate::repo::GrantWrite;

use super::stage::{Stage, sample};

#[tokio::test]
async fn the_keys_of_many_new_tenants_take_one_question_for_the_root_key() {
    const TENANTS: usize = 5;
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let grants: Vec<_> = (0..TENANTS)
        .map(|tenant| {
            let mut grant = sample("acme", "0");
            grant.key.tenant_id = TenantId::parse(&format!("org_{tenant}")).unwrap();
            grant
        })
        .collect();
    let count = |what: &str| stage.store.asked.lock().unwrap().iter().filter(|line| line.starts_with(what)).count();
    let counted = || ["root keys", "Tenant", "AddKeyset"].map(count);
    let before = counted();
    let inserts = grants.iter().map(|grant| GrantWrite::Insert { grant, events: vec![], act: None }).collect();
    engine.repo.write_grants(inserts, None).await.unwrap().unwrap();
    let after = counted();
    assert_eq!([0, 1, 2].map(|what| after[what] - before[what]), [1, TENANTS, 1], "a look for each, and one commit");
}
