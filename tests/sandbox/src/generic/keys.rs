//! Registers keys of clients and of service accounts. The private halves go to whoever asked, and into the ledger's secrets.

use serde_json::{Value, json};

use super::{ServiceAccount, note};
use crate::StartError;
use crate::jwt::{KeyKind, MadeKey};
use crate::state::Core;

/// Makes a key for a client, which signs with it from now on. Keys that it had stay good, so that a test can rotate them.
pub(crate) fn add_client_key(core: &Core, client_id: &str, kind: KeyKind) -> Result<MadeKey, StartError> {
    let made = MadeKey::make(kind)?;
    if let Some(client) = core.state().world.generic.client_mut(client_id) {
        client.keys.get_or_insert_default().push(made.public.clone());
    }
    note(core, "private_key", &made.private_key_pem, client_id, None);
    Ok(made)
}

/// Makes a service account. Gives its key file.
pub(crate) fn add_service_account(core: &Core, email: &str, delegates: Vec<String>) -> Result<Value, StartError> {
    let made = MadeKey::make(KeyKind::Rsa)?;
    let file = json!({
        "type": "service_account", "client_email": email, "private_key_id": made.public.id, "private_key": made.private_key_pem,
        "token_uri": format!("{}/oauth/token", core.http_origin()),
    });
    let account = ServiceAccount { email: email.to_owned(), keys: vec![made.public], delegates };
    core.state().world.generic.service_accounts.push(account);
    note(core, "private_key", &made.private_key_pem, email, None);
    Ok(file)
}
