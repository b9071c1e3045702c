//! Says how an application is registered at a provider: in the definition's own sentences, else in those that are true everywhere.

use crate::model::definition::{AuthKind, ClientAuthentication, ProviderDefinition, Variable};

/// The steps, in order.
pub(super) fn steps(definition: &ProviderDefinition) -> Vec<String> {
    if !definition.setup.is_empty() {
        return definition.setup.clone();
    }
    let name = &definition.name;
    let mut steps = Vec::new();
    if let Some(sign_in) = definition.sign_in().filter(|_| definition.auth.contains(&AuthKind::User)) {
        steps.push(format!("Register an OAuth application at {name}, where its developers do that."));
        steps.push("Enter the redirect URI above as it stands: most providers compare it byte for byte.".to_owned());
        if !definition.scopes.is_empty() {
            steps.push(
                "Allow the application the scopes that you will ask for; `authpipe providers show` lists those that are known."
                    .to_owned(),
            );
        }
        steps.push(match sign_in.oauth().map(|oauth| oauth.client_authentication) {
            None => "Copy the consumer key as clientId and the consumer secret as clientSecret.".to_owned(),
            Some(ClientAuthentication::None) => "Copy the client id as clientId. There is no secret.".to_owned(),
            Some(ClientAuthentication::PrivateKeyJwt) => {
                "Copy the client id as clientId, and give the private key as privateKey.".to_owned()
            }
            _ => "Copy the client id as clientId and the client secret as clientSecret.".to_owned(),
        });
    }
    if definition.auth.contains(&AuthKind::ApiKey) {
        let fields = definition.api.placement.fields().unwrap_or_default();
        let what = match fields.as_slice() {
            [] | ["value"] => "a key".to_owned(),
            several => format!("the values {}", several.join(", ")),
        };
        steps.push(format!(
            "Whoever connects makes {what} in their own account at {name}, and your application stores it with storeCredential."
        ));
    }
    let hosts = definition.variables.iter().filter(|(_, variable)| !matches!(variable, Variable::Secret {}));
    let fixed: Vec<&str> = hosts.map(|(name, _)| name.as_str()).collect();
    if !fixed.is_empty() {
        steps.push(format!(
            "Hosts differ by customer: give {} in variables, or let the person choose where the definition allows it.",
            fixed.join(", ")
        ));
    }
    for (name, _) in definition.variables.iter().filter(|(_, variable)| matches!(variable, Variable::Secret {})) {
        steps.push(format!("Give the key that {} wants beside the token as the variable {name}.", definition.name));
    }
    steps
}
