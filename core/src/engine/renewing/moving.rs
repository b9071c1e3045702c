//! A refresh whose answer tells a kept value anew: a customer's instance may have moved since the sign-in (`oauth.kept`).

use std::collections::BTreeMap;

use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::grant::{Destination, Grant};

/// Where the new access token may go, if that is elsewhere than the one before. The refresh token's own address stays: no kept value stands
/// in it. What does not fit its grammar, or makes no address, is told in the log and changes nothing (SR-34): the tokens are good, and
/// losing them would end the grant.
pub(super) fn destination_of(config: &ProviderConfig, before: &Grant, told: &BTreeMap<String, String>) -> Option<Destination> {
    let known = &before.secrets.destination;
    let mut variables = known.variables.clone();
    for (variable, told) in told {
        match catalog::fit_kept(config, variable, told) {
            Some(value) => {
                variables.insert(variable.clone(), value);
            }
            None => stays(config, before, variable),
        }
    }
    if variables == known.variables {
        return None;
    }
    match catalog::resolve_api_origins(config, &variables) {
        Ok(api_origins) => Some(Destination { api_origins, variables, ..known.clone() }),
        Err(_) => {
            stays(config, before, "");
            None
        }
    }
}

fn stays(config: &ProviderConfig, grant: &Grant, variable: &str) {
    tracing::warn!(
        connection_id = grant.id.as_str(),
        provider = config.provider.as_str(),
        config = config.id.as_str(),
        tenant_id = grant.key.tenant_id.as_str(),
        variable,
        "a refresh told a value that its variable cannot have; the one before stays"
    );
}
