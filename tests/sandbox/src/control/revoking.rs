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
            let count = revoke::user_tokens(core, &mut state, text(body, "user")?);
            return Ok(json!({ "revoked": count }));
        }
        "user_consent" => {
            let user_id = text(body, "user")?.to_owned();
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
            state.world.user_mut(text(body, "user")?).ok_or("no such user")?.password = password;
        }
        other => return Err(format!("unknown thing to revoke: {other}")),
    }
    Ok(json!({}))
}
