//! Client authentication at the token endpoint: secret in body or header, or a signed assertion.

use crate::identity::assertion;
use crate::identity::error::{AadError, aad};
use crate::ledger::Entry;
use crate::message::Call;
use crate::state::{Core, State};
use crate::world::App;

/// Finds the application of a token request and checks its credential. The entry learns what was presented.
pub(crate) fn authenticate(core: &Core, state: &State, call: &Call, tenant: &str, entry: &mut Entry) -> Result<App, AadError> {
    let basic = call.basic();
    let body_secret = call.form.get("client_secret");
    let assertion = call.form.get("client_assertion");
    entry.client_auth = Some(match (&basic, body_secret, assertion) {
        (Some(_), _, _) => "basic",
        (_, Some(_), _) => "post",
        (_, _, Some(_)) => "assertion",
        _ => "none",
    });
    entry.client_credential =
        basic.as_ref().map(|(_, secret)| secret.clone()).or_else(|| assertion.or(body_secret).map(str::to_owned));

    let client_id = match (call.form.get("client_id"), &basic) {
        (Some(id), Some((other, _))) if id != other => return Err(aad(9002313)),
        (Some(id), _) => id.to_owned(),
        (None, Some((id, _))) => id.clone(),
        (None, None) => return Err(aad(900144)),
    };
    entry.client_id = Some(client_id.clone());
    let app = state.world.find_app(&client_id).ok_or_else(|| aad(700016))?.clone();

    // RFC 6749 §2.3: not more than one method in a request.
    let methods = usize::from(basic.is_some()) + usize::from(body_secret.is_some()) + usize::from(assertion.is_some());
    if methods > 1 {
        return Err(aad(9002313).detail("More than one client credential."));
    }
    if app.public_client {
        return if methods == 0 { Ok(app) } else { Err(aad(700025)) };
    }
    if let Some(assertion) = assertion {
        let kind = call.form.get("client_assertion_type");
        if kind != Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
            return Err(aad(90023).detail("client_assertion_type."));
        }
        assertion::check(core, state, &app, assertion, tenant)?;
        return Ok(app);
    }
    let secret = basic.map(|(_, secret)| secret).or_else(|| body_secret.map(str::to_owned));
    let secret = secret.filter(|secret| !secret.is_empty()).ok_or_else(|| aad(7000218))?;
    match app.secrets.iter().find(|known| known.value == secret) {
        None => Err(aad(7000215)),
        Some(known) if known.expires_at.is_some_and(|end| core.clock.now() >= end) => Err(aad(7000222)),
        Some(_) => Ok(app),
    }
}
