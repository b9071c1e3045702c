//! Validates how access tokens are exchanged for others.

use super::oauth::RESERVED_TOKEN_PARAMETERS;
use super::{Check, Validator, ensure, problem};
use crate::catalog::grammar;
use crate::model::definition::{ClientAuthentication, ClientParameter, OAuth, TokenExchange};

/// Those that the exchange itself sets, and grants of other kinds (SR-31).
const OTHER_GRANTS: [&str; 4] = ["authorization_code", "refresh_token", "client_credentials", "password"];

impl Validator<'_> {
    pub(super) fn token_exchanges(&self, oauth: &OAuth) -> Check {
        if let Some(further) = &oauth.further_exchange {
            self.token_exchange("oauth.further_exchange", oauth, further)?;
            // Which of several tokens would be exchanged is nowhere said.
            ensure(oauth.credentials.len() < 2, "oauth.further_exchange", "must be absent, as oauth.credentials lists several")?;
        }
        let Some(renewal) = &oauth.renewal_by_access_token else { return Ok(()) };
        let field = "oauth.renewal_by_access_token";
        self.token_exchange(&format!("{field}.exchange"), oauth, &renewal.exchange)?;
        ensure(oauth.refresh_endpoint.is_none(), "oauth.refresh_endpoint", "must be absent, as access tokens renew themselves")?;
        ensure(oauth.discovery.is_none(), field, "must be absent, as oauth.discovery is given")?;
        ensure(oauth.credentials.len() < 2, field, "must be absent, as oauth.credentials lists several")?;
        let lifetime = &self.definition.lifetime;
        // An end that is only assumed would end the grant.
        let Some(life) = lifetime.access_seconds else {
            return problem("lifetime.access_seconds", "is missing, as access tokens renew themselves before they end");
        };
        // It is renewed at 60 % of its life at the earliest.
        let fits = renewal.minimum_age_seconds <= life / 10 * 6;
        ensure(fits, &format!("{field}.minimum_age_seconds"), "must be at most 60 % of lifetime.access_seconds")?;
        let idle = lifetime.refresh_idle_seconds;
        ensure(idle == 0, "lifetime.refresh_idle_seconds", "must be 0, as access tokens renew themselves")
    }

    fn token_exchange(&self, field: &str, oauth: &OAuth, exchange: &TokenExchange) -> Check {
        let TokenExchange { endpoint, method: _, grant, token_parameter, client } = exchange;
        self.address(&format!("{field}.endpoint"), endpoint, &[])?;
        let is_word = grammar::is_header_name(grant) && !OTHER_GRANTS.iter().any(|other| grant.eq_ignore_ascii_case(other));
        ensure(is_word, &format!("{field}.grant"), "must be a plain name, and none of another grant")?;
        let is_free = !RESERVED_TOKEN_PARAMETERS.iter().any(|taken| token_parameter.eq_ignore_ascii_case(taken));
        let fits = grammar::is_header_name(token_parameter) && is_free;
        ensure(fits, &format!("{field}.token_parameter"), "must be a plain name, and none of the request itself")?;
        let once = client.iter().enumerate().all(|(at, one)| !client[..at].contains(one));
        ensure(once, &format!("{field}.client"), "must name each parameter once")?;
        let has_secret = !matches!(oauth.client_authentication, ClientAuthentication::None | ClientAuthentication::PrivateKeyJwt);
        let fits = has_secret || !client.contains(&ClientParameter::ClientSecret);
        ensure(fits, &format!("{field}.client"), "must not name client_secret, as clients have none")
    }
}
