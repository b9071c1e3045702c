//! Rules of finding a grant by its key: each part of the key tells grants apart.

use crate::model::credential_type::Purpose;
use crate::model::grant::CredentialType;
use crate::model::rows::{GrantQuery, GrantRow};
use crate::model::subject::{GrantKey, SubjectKind};

use super::fixtures::*;

async fn by_key(store: &Any, key: GrantKey) -> Option<GrantRow> {
    store.find_grant(GrantQuery::Key(key)).await.unwrap()
}

pub(super) async fn each_part_of_a_key_finds_a_grant_of_its_own(store: &Any) {
    let first = connection("t", "u");
    let key = || GrantKey {
        tenant_id: first.tenant_id.clone(),
        config: first.config.clone(),
        subject: first.subject,
        user_id: first.user_id.clone(),
        label: first.label.clone(),
        purpose: first.credential_type.purpose(),
    };
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
