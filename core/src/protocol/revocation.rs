//! Asks a provider to revoke a token, and judges what it says (RFC 7009; vendors' own ways are data of the definition).

use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::client::{ClientRegistration, authenticate};
use super::errors::{RegisteredError, code_of};
use super::form::{encode_form, encode_json};
use super::interposed::{Proof, is_about_credential, is_interposed};
use super::lenient::{Answer, read_form, read_value};
use super::probe::holds;
use super::retry_after::{asks_for_pause, read_response_retry_after};
use super::token::filled_headers;
use super::token_response::{asks_to_come_back, says_no};
use crate::base::Secret;
use crate::model::definition::{
    CODE_PLACES, ClientAuthentication, ParameterNames, Placement, Revocation, RevocationMethod, RevokedToken, RevokingClient,
    TokenIn,
};
use crate::model::http::{Body, Method, OutboundRequest, OutboundResponse, SecretHeader};

/// Where tokens are revoked, and by whom.
pub(crate) struct RevocationEndpoint<'a> {
    /// The address (RFC 7009 §2).
    pub url: &'a Url,
    /// How it is asked.
    pub asked: &'a Revocation,
    /// The client, as it proves itself at the token endpoint.
    pub client: ClientRegistration<'a>,
    /// What the provider calls parameters.
    pub names: &'a ParameterNames,
    /// Where a credential stands in a request, for a token that proves itself.
    pub placement: &'a Placement,
}

/// What an answer says of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RevocationVerdict {
    /// It works no more: it is revoked now, or was known no more (RFC 7009 §2.2).
    Done,
    /// This kind of token is not revoked here (RFC 7009 §2.2.1, `unsupported_token_type`).
    NotThisKind,
    /// Not for now. It lives (RFC 7009 §2.2.1: 503), and may be asked about again after this time.
    Later(Option<Duration>),
    /// The client is not taken: what the operator mends.
    Client,
    /// No, and asking again would not change that.
    Refused,
}

/// Builds the request that revokes one token.
pub(crate) fn build_revocation_request(
    endpoint: &RevocationEndpoint<'_>,
    kind: RevokedToken,
    token: &Secret<String>,
) -> OutboundRequest {
    let asked = endpoint.asked;
    let mut pairs = Vec::new();
    let mut secret_header = None;
    match &asked.token_in {
        TokenIn::Form(name) | TokenIn::Json(name) | TokenIn::Query(name) => pairs.push((name.as_str(), token.expose().as_str())),
        TokenIn::Bearer => {
            let value = format!("{}{}", endpoint.placement.prefix(), token.expose());
            secret_header = Some(SecretHeader { name: endpoint.placement.header.clone(), value: Secret::new(value) });
        }
    }
    if matches!(asked.token_in, TokenIn::Form(_)) && asked.token_type_hint {
        pairs.push(("token_type_hint", kind.hint()));
    }
    let by = |authentication| ClientRegistration { authentication, assertion: None, ..endpoint.client.clone() };
    let (basic, post) = (by(ClientAuthentication::ClientSecretBasic), by(ClientAuthentication::ClientSecretPost));
    let proof = match asked.client {
        RevokingClient::AsAtTokenEndpoint => authenticate(&endpoint.client, &mut pairs),
        RevokingClient::Basic => authenticate(&basic, &mut pairs),
        RevokingClient::Post => authenticate(&post, &mut pairs),
        RevokingClient::IdOnly => {
            pairs.push(("client_id", endpoint.client.client_id));
            None
        }
        RevokingClient::Nothing => None,
    };
    let name = |name| asked.parameter_names.other(name).unwrap_or_else(|| endpoint.names.of(name));
    let pairs: Vec<_> = pairs.iter().map(|(known, value)| (name(*known), *value)).collect();
    let body = match &asked.token_in {
        TokenIn::Form(_) => Body::Form(encode_form(&pairs)),
        TokenIn::Json(_) => Body::Json(encode_json(&pairs)),
        TokenIn::Query(_) => Body::Query(encode_form(&pairs)),
        TokenIn::Bearer => Body::Empty,
    };
    let is_given = asked.headers.keys().any(|name| name.eq_ignore_ascii_case("accept"));
    let accept = (!is_given).then(|| ("accept".to_owned(), "application/json".to_owned()));
    let further = filled_headers(&asked.headers, endpoint.client.client_id);
    OutboundRequest {
        method: match asked.method {
            RevocationMethod::Post => Method::Post,
            RevocationMethod::Get => Method::Get,
            RevocationMethod::Delete => Method::Delete,
        },
        url: endpoint.url.clone(),
        headers: accept.into_iter().chain(further).collect(),
        secret_header: secret_header.or(proof),
        further_secrets: Vec::new(),
        body,
    }
}

/// Judges the answer. A redirect is none: nobody follows it with a token (SR-24), and a portal's is over some time.
pub(crate) fn judge_revocation(asked: &Revocation, response: &OutboundResponse) -> RevocationVerdict {
    // Some write their errors as a form, whatever was asked for.
    let body = read_value(&response.body).or_else(|| read_form(&response.body, &FORM_MEMBERS).ok());
    let says = |condition| body.as_ref().is_some_and(|body| holds(condition, body));
    // What stands in front of a server has revoked nothing, and knows of no token.
    if is_interposed(response) {
        return RevocationVerdict::Later(read_response_retry_after(response));
    }
    // Some answer everything with 200.
    let says_yes = || !response.is_cut && body.as_ref().is_none_or(|body| !says_no(body.value()));
    let is_done = asked.done.contains(&response.status) && asked.done_when.as_ref().map_or_else(says_yes, says);
    // Some tell a throttle under the status that also says that a token is not known.
    let is_for_now = asks_for_pause(response) || asks_to_come_back(response, body.as_ref());
    let is_gone = (asked.gone.contains(&response.status) && !is_for_now) || asked.gone_when.as_ref().is_some_and(says);
    if is_done || is_gone {
        return RevocationVerdict::Done;
    }
    // To revoke a token twice is harmless (RFC 7009 §2.2), and what nobody has read says nothing.
    let is_unread = response.is_cut && !matches!(response.status, 401 | 403);
    // Whoever leads elsewhere, or wants a proxy's password, has not looked at it either.
    if is_unread || matches!(response.status, 300..=399 | 407 | 408 | 425 | 500..) || asks_for_pause(response) {
        return RevocationVerdict::Later(read_response_retry_after(response));
    }
    match body.as_ref().and_then(error_of) {
        // Servers that tell what RFC 7009 §2.2 lets them leave out.
        Some(RegisteredError::InvalidToken | RegisteredError::InvalidGrant) => return RevocationVerdict::Done,
        Some(RegisteredError::UnsupportedTokenType) => return RevocationVerdict::NotThisKind,
        Some(RegisteredError::InvalidClient | RegisteredError::UnauthorizedClient) => return RevocationVerdict::Client,
        Some(RegisteredError::TemporarilyUnavailable | RegisteredError::ServerError) => return RevocationVerdict::Later(None),
        // Of those whom the server does not let in, it has looked at what proves them.
        _ if is_for_now && !matches!(response.status, 401 | 403) => {
            return RevocationVerdict::Later(read_response_retry_after(response));
        }
        _ => {}
    }
    match response.status {
        // The token is what proved itself (RFC 6750 §3.1).
        401 if asked.token_in == TokenIn::Bearer && is_about_credential(response, Proof::Other) => RevocationVerdict::Done,
        401 if asked.token_in == TokenIn::Bearer => RevocationVerdict::Later(None),
        401 | 403 => RevocationVerdict::Client,
        _ => RevocationVerdict::Refused,
    }
}

/// The members of an answer that is a form.
const FORM_MEMBERS: [&str; 2] = ["error", "error_description"];

/// The code of a specification in the places, and with what stands behind it, where token endpoints write it too. What is given twice is none.
fn error_of(body: &Answer) -> Option<RegisteredError> {
    let code = |place: &str| {
        let text = body.value().pointer(place).and_then(Value::as_str).filter(|_| !body.is_ambiguous(place));
        text.and_then(code_of)
    };
    let mut errors = CODE_PLACES.iter().filter_map(|place| code(place)).map(|code| RegisteredError::read(&code));
    errors.find(|error| *error != RegisteredError::Other)
}

#[cfg(test)]
mod tests;
