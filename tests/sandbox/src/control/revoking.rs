//! Takes away what the provider has granted: tokens, consent, an app, a password.

use serde_json::{Value, json};

use super::Outcome;
use super::members::text;
use crate::revoke;
use crate::state::{Core, Person, State};

pub(super) fn revoke(core: &Core, body: &Value) -> Outcome {
    let mut state = core.state();
    let tenant_of =
        |state: &State, user: &str| state.world.people().find(|(_, known)| known.id == user).map(|(tenant, _)| tenant.to_owned());
    match text(body, "what")? {
        "user_tokens" => {
            let user = id_of(&state, text(body, "user")?)?;
            let count = revoke::user_tokens(core, &mut state, &user);
            return Ok(json!({ "revoked": count }));
        }
        "access_tokens" => {
            let user = id_of(&state, text(body, "user")?)?;
            return Ok(json!({ "revoked": revoke::access_tokens(core, &mut state, &user) }));
        }
        "user_consent" => {
            let user_id = id_of(&state, text(body, "user")?)?;
            let tenant_id = tenant_of(&state, &user_id).ok_or("no such user")?;
            revoke::user_consent(core, &mut state, &Person { tenant_id, user_id }, text(body, "client_id")?);
        }
        "tenant_consent" => {
            revoke::tenant_consent(core, &mut state, text(body, "tenant")?, text(body, "client_id")?);
        }
        "app_from_tenant" => {
            revoke::app_from_organisation(core, &mut state, text(body, "tenant")?, text(body, "client_id")?);
        }
        "disable_app" => {
            state.world.app_mut(text(body, "client_id")?).ok_or("no such app")?.disabled = true;
        }
        "password" => {
            let password = text(body, "password")?.to_owned();
            let user = id_of(&state, text(body, "user")?)?;
            state.world.user_mut(&user).ok_or("no such user")?.password = password;
        }
        other => return Err(format!("unknown thing to revoke: {other}")),
    }
    Ok(json!({}))
}

/// A person is named by id or by user name.
fn id_of(state: &State, user: &str) -> Result<String, String> {
    let named = state.world.people().find(|(_, known)| known.id == user || known.username == user);
    named.map(|(_, known)| known.id.clone()).ok_or_else(|| format!("no such user: {user}"))
}
