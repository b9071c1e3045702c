//! Tests that every store finds a grant by its key, each part of which tells grants apart, and those of which there may be something to say.

use crate::model::credential_type::Purpose;
use crate::model::grant::{CredentialType, GrantStatus};
use crate::model::rows::{GrantFilter, GrantQuery, GrantRow, Write};
use crate::model::subject::{GrantKey, SubjectKind};

use super::fixtures::*;

async fn by_key(store: &Any, key: GrantKey) -> Option<GrantRow> {
    store.find_grant(GrantQuery::Key(key)).await.unwrap()
}

fn key(row: &GrantRow) -> GrantKey {
    GrantKey {
        tenant_id: row.tenant_id.clone(),
        config: row.config.clone(),
        subject: row.subject,
        user_id: row.user_id.clone(),
        label: row.label.clone(),
        purpose: row.credential_type.purpose(),
    }
}

pub(super) async fn each_part_of_a_key_finds_a_grant_of_its_own(store: &Any) {
    let first = connection("t", "u");
    let key = || key(&first);
    apply(store, [insert(&first)]).await;
    let others = [
        GrantKey { tenant_id: tenant("t2"), ..key() },
        GrantKey { config: config("mail"), ..key() },
        GrantKey { subject: SubjectKind::Tenant, ..key() },
        GrantKey { user_id: Some(user("u2")), ..key() },
        GrantKey { label: label("work"), ..key() },
        GrantKey { purpose: Purpose::Webhook, ..key() },
    ];
    for other in others {
        assert_eq!(by_key(store, other.clone()).await, None, "{other:?}");
        let credential_type = match other.purpose {
            Purpose::Webhook => CredentialType::WebhookSecret,
            Purpose::Api => first.credential_type,
        };
        let GrantKey { tenant_id, config, subject, user_id, label, .. } = other.clone();
        let row = GrantRow { tenant_id, config, subject, user_id, label, credential_type, ..connection("t", "unused") };
        apply(store, [insert(&row)]).await;
        assert_eq!(by_key(store, other.clone()).await, Some(row), "{other:?}");
        assert_eq!(by_key(store, key()).await.as_ref(), Some(&first), "{other:?}");
    }
}

pub(super) async fn several_are_found_in_the_order_asked(store: &Any) {
    let (one, two) = (connection("t", "u1"), connection("t", "u2"));
    let revoked = GrantRow { sealed: None, status: GrantStatus::Revoked, ..connection("t", "u3") };
    apply(store, [insert(&one), insert(&two), insert(&revoked)]).await;
    let absent = GrantKey { label: label("other"), ..key(&one) };
    let foreign = GrantQuery::Id(tenant("theirs"), one.id.clone());
    let by_id = GrantQuery::Id(tenant("t"), two.id.clone());
    let asked = vec![
        GrantQuery::Key(key(&two)),
        GrantQuery::Key(absent),
        GrantQuery::Key(key(&one)),
        foreign,
        by_id,
        GrantQuery::Key(key(&two)),
        GrantQuery::Key(key(&revoked)),
    ];
    let found = store.find_grants(asked).await.unwrap();
    assert_eq!(found, [Some(two.clone()), None, Some(one), None, Some(two.clone()), Some(two), Some(revoked)]);
    assert!(store.find_grants(Vec::new()).await.unwrap().is_empty());
}

pub(super) async fn those_of_whose_refreshes_nothing_is_to_be_said_are_left_out(store: &Any) {
    let sound = connection("t", "a");
    let begun = GrantRow { status: GrantStatus::Pending, ..connection("t", "b") };
    let ended = GrantRow { status: GrantStatus::NeedsReauth, ..connection("t", "c") };
    let failing = GrantRow { failures: 1, ..connection("t2", "d") };
    let asked = connection("t2", "e");
    apply(store, [&sound, &begun, &ended, &failing, &asked].map(insert)).await;
    apply(store, [Write::AcquireLease(acquisition(&asked, 1))]).await;
    let found = store
        .list_grants(GrantFilter { is_troubled: true, include_revoked: true, limit: 100, ..GrantFilter::default() })
        .await
        .unwrap();
    let found: Vec<_> = found.into_iter().map(|row| row.id).collect();
    let mut expected = [&ended, &failing, &asked].map(|row| row.id.clone());
    expected.sort();
    assert_eq!(found, expected);
}
