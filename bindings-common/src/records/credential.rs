//! Describes a credential. Each language makes it by hand, because cached reads must be quick; the documentation of its members
//! is shared nevertheless.

use std::collections::BTreeMap;

use authpipe::{CredentialSource, CredentialType, GrantId, Secret, Timestamp};

use crate::describe::{Field, Record};

const fn field<T: crate::Described>(name: &'static str, doc: &'static str) -> Field {
    Field::new::<T>(name, doc)
}

/// The members of a credential. Not rendered.
pub const CREDENTIAL: Record = Record {
    name: "Credential",
    doc: "A usable credential. It was valid when it was handed out.",
    base: None,
    fields: &[
        field::<Secret<String>>("credential", "The secret itself. Of several fields, a JSON object of their names and values."),
        field::<BTreeMap<String, Secret<String>>>(
            "fields",
            "The fields that were stored, by name; a key of one text is the field `value`.",
        ),
        field::<CredentialType>("credential_type", "What it is."),
        field::<Option<Timestamp>>("expires_at", "When it ends. Absent if it does not say."),
        field::<Vec<String>>("scopes", "Granted scopes."),
        field::<CredentialSource>("source", "Where it came from."),
        field::<bool>("refreshed", "Whether this call waited for a refresh."),
        field::<bool>("degraded", "Whether something failed lately although the credential works."),
        field::<bool>("needs_reauth", "Whether it can no longer be renewed although it still works."),
        field::<u64>("generation", "Counts the secrets of the grant."),
        field::<Vec<String>>(
            "api_origins",
            "The origins of the provider's API, `scheme://host[:port]`: where the credential may be sent.",
        ),
        field::<Option<GrantId>>("connection_id", "The connection, where `source` is `connection`."),
        field::<Option<GrantId>>("installation_id", "The installation, where `source` is `installation`."),
    ],
    is_result: true,
};
