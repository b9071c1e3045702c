//! How a client proves who it is at the token endpoint (RFC 6749 §2.3).

use super::form::encode_value;
use crate::base::Secret;
use crate::base::encoding::encode_basic;
use crate::model::client::Client;
use crate::model::definition::ClientAuthentication;
use crate::model::http::SecretHeader;

/// Who the client is, and how it proves that.
#[derive(Clone, Debug)]
pub(crate) struct ClientRegistration<'a> {
    /// The client id.
    pub client_id: &'a str,
    /// What it proves itself with.
    pub client: &'a Client,
    /// How a secret is sent. With [`ClientAuthentication::None`] it is not sent, even if there is one.
    pub authentication: ClientAuthentication,
    /// What its key has signed for this request, where that is how it proves itself: then no secret is sent.
    pub assertion: Option<Secret<String>>,
}

/// RFC 7523 §2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Adds exactly one authentication (SR-18; RFC 6749 §2.3: no more than one method in each request). With Basic the body does not
/// even name the client, because strict servers count that as a second one.
pub(super) fn authenticate<'a>(client: &'a ClientRegistration<'_>, pairs: &mut Vec<(&'a str, &'a str)>) -> Option<SecretHeader> {
    use ClientAuthentication::{ClientSecretBasic, ClientSecretBasicRaw, ClientSecretPost, None as Public, PrivateKeyJwt};
    match (client.authentication, client.client.secret(), &client.assertion) {
        (_, _, Some(assertion)) => {
            // RFC 7521 §4.2 makes the id optional beside an assertion; servers that look the client up by it are served as well.
            pairs.push(("client_id", client.client_id));
            pairs.push(("client_assertion_type", ASSERTION_TYPE));
            pairs.push(("client_assertion", assertion.expose()));
        }
        (ClientSecretBasic, Some(secret), None) => {
            // RFC 6749 §2.3.1: both parts are form-encoded before they are joined, so that a colon in the id cannot move the border.
            // Where they are not, an id with a colon is refused with the config.
            let (id, secret) = (encode_value(client.client_id), encode_value(secret.expose()));
            return Some(SecretHeader::authorization(encode_basic(&id, &secret)));
        }
        (ClientSecretBasicRaw, Some(secret), None) => {
            return Some(SecretHeader::authorization(encode_basic(client.client_id, secret.expose())));
        }
        (ClientSecretPost, Some(secret), None) => {
            pairs.push(("client_id", client.client_id));
            pairs.push(("client_secret", secret.expose()));
        }
        (Public | PrivateKeyJwt, Some(_), None) | (_, None, None) => pairs.push(("client_id", client.client_id)),
    }
    None
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn basic_encodes_both_parts_first_but_where_the_server_does_not_decode_them() {
        use ClientAuthentication::{ClientSecretBasic, ClientSecretBasicRaw};
        let (secret, client_id) = (Client::Secret(Secret::from("~s/e:c=re+t%")), "id 1");
        for (authentication, expected) in
            [(ClientSecretBasic, "id+1:%7Es%2Fe%3Ac%3Dre%2Bt%25"), (ClientSecretBasicRaw, "id 1:~s/e:c=re+t%")]
        {
            let mut pairs = Vec::new();
            let client = ClientRegistration { client_id, client: &secret, authentication, assertion: None };
            let SecretHeader { name, value } = authenticate(&client, &mut pairs).unwrap();
            let decoded = STANDARD.decode(value.expose().strip_prefix("Basic ").unwrap()).unwrap();
            assert_eq!((name.as_str(), String::from_utf8(decoded).unwrap().as_str()), ("authorization", expected));
            assert!(pairs.is_empty());
        }
    }
}
