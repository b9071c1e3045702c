//! Exchanges an access token for another one, as a definition says (`oauth.further_exchange`, `oauth.renewal_by_access_token`): deviations of
//! providers that have no refresh tokens. The answer is judged as that of any token request.

use super::form::encode_form;
use super::token::TokenEndpoint;
use crate::base::Secret;
use crate::model::definition::{ClientParameter, TokenExchange, TokenMethod};
use crate::model::http::{Body, Method, OutboundRequest};
use crate::model::lease::Lease;

/// Builds the exchange of a token that has just been issued: nobody else knows it, so there is no lease. It goes to the address of `endpoint`.
pub(crate) fn build_further(endpoint: &TokenEndpoint<'_>, exchange: &TokenExchange, token: &Secret<String>) -> OutboundRequest {
    let client = |parameter: &ClientParameter| match parameter {
        ClientParameter::ClientId => Some(("client_id", endpoint.client.client_id)),
        ClientParameter::ClientSecret => Some(("client_secret", endpoint.client.client.secret()?.expose().as_str())),
    };
    let mut pairs = vec![("grant_type", exchange.grant.as_str())];
    pairs.extend(exchange.client.iter().filter_map(client));
    pairs.push((exchange.token_parameter.as_str(), token.expose()));
    let pairs: Vec<_> = pairs.into_iter().map(|(name, value)| (endpoint.name_of(name), value)).collect();
    let (method, body) = match exchange.method {
        TokenMethod::Post => (Method::Post, Body::Form(encode_form(&pairs))),
        TokenMethod::Get => (Method::Get, Body::Query(encode_form(&pairs))),
    };
    let headers = vec![("accept".to_owned(), "application/json".to_owned())];
    OutboundRequest { method, url: endpoint.url.clone(), headers, secret_header: None, further_secrets: Vec::new(), body }
}

/// The same where the token is a grant's. The lease is proof that the store knows of it.
pub(crate) fn build_renewal(
    _: &Lease,
    endpoint: &TokenEndpoint<'_>,
    exchange: &TokenExchange,
    token: &Secret<String>,
) -> OutboundRequest {
    build_further(endpoint, exchange, token)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::model::client::Client;
    use crate::model::definition::{ParameterNames, TokenRequest};
    use crate::protocol::client::ClientRegistration;

    #[test]
    fn it_sends_what_the_definition_names_of_the_client_and_nothing_else() {
        let url = Url::parse("https://as.example/exchange?v=1").unwrap();
        let (written, names) = (TokenRequest::default(), ParameterNames::default());
        let secret = Client::Secret("canary&=s".into());
        let client = ClientRegistration {
            client_id: "id",
            client: &secret,
            authentication: Default::default(),
            assertion: Some("assertion".into()),
        };
        let endpoint = TokenEndpoint { url: &url, client, written: &written, names: &names };
        let exchange = |client: &[ClientParameter], method| TokenExchange {
            endpoint: crate::model::definition::Template(url.to_string()),
            method,
            grant: "x_exchange".to_owned(),
            token_parameter: "short_token".to_owned(),
            client: client.to_vec(),
        };
        let both = [ClientParameter::ClientId, ClientParameter::ClientSecret];
        for (client, expected) in [
            (&both[..], "grant_type=x_exchange&client_id=id&client_secret=canary%26%3Ds&short_token=t%3D1"),
            (&both[1..], "grant_type=x_exchange&client_secret=canary%26%3Ds&short_token=t%3D1"),
            (&[], "grant_type=x_exchange&short_token=t%3D1"),
        ] {
            for method in [TokenMethod::Get, TokenMethod::Post] {
                let request = build_further(&endpoint, &exchange(client, method), &"t=1".into());
                let (sent, is_get) = match &request.body {
                    Body::Query(query) => (query.expose(), true),
                    Body::Form(form) => (form.expose(), false),
                    other => panic!("{other:?}"),
                };
                assert_eq!((sent.as_str(), is_get), (expected, method == TokenMethod::Get));
                assert!(request.url == url && request.secret_header.is_none() && !format!("{request:?}").contains("canary"));
            }
        }
    }
}
