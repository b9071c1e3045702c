//! Holds what a caller gets: a usable value that does not print, and how it is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::credential_type::{CredentialType, Purpose};
use super::definition::{Placement, parts};
use super::http::SecretHeader;
use super::signer::RequestSigner;
use crate::base::encoding::encode_basic;
use crate::base::{Error, ErrorCode, GrantId, Result, Secret, Timestamp};

/// Where a credential came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialSource {
    /// A connection.
    Connection,
    /// An installation.
    Installation,
}

impl CredentialSource {
    /// The name that all languages use.
    pub const fn as_str(self) -> &'static str {
        match self {
            CredentialSource::Connection => "connection",
            CredentialSource::Installation => "installation",
        }
    }
}

/// How a credential is sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Sending {
    /// In this header, behind this prefix.
    Prefixed {
        /// The header's name.
        header: String,
        /// What stands before the credential.
        prefix: String,
    },
    /// In this header, whose value is made of its fields.
    Made {
        /// The header's name.
        header: String,
        /// The header's value.
        value: Secret<String>,
    },
    /// In the query of the address, as these parameters.
    Query(Vec<SecretParameter>),
    /// Each request is signed with it (RFC 5849 §3): `Credential::sign`.
    Signed(RequestSigner),
    /// Not at all.
    Nowhere(Unsent),
}

/// A parameter of a query whose value is a secret.
#[derive(Clone, Debug)]
pub struct SecretParameter {
    /// The parameter's name.
    pub name: String,
    /// Its value, as it is before it is encoded.
    pub value: Secret<String>,
}

/// Why a credential is not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsent {
    /// It checks what the provider sends.
    Webhook,
    /// It has several fields, and the definition does not say how they make a header.
    Fields,
    /// It stands in the address.
    Query,
    /// It signs each request.
    Signed,
    /// It signs each request, and the config has no client secret any more.
    Unsignable,
}

impl Sending {
    /// How a credential of this purpose and with these fields is sent; one without fields is one text.
    pub(crate) fn of(placement: &Placement, purpose: Purpose, fields: &[(String, Secret<String>)]) -> Self {
        let header = placement.header.clone();
        let find = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.expose().as_str());
        match (purpose, &placement.basic, &placement.template, fields) {
            (Purpose::Webhook, ..) => Sending::Nowhere(Unsent::Webhook),
            (Purpose::Api, _, _, []) => Sending::Prefixed { header, prefix: placement.prefix().to_owned() },
            (Purpose::Api, ..) if !placement.query.is_empty() => {
                let parameter = |(name, field): (&String, &String)| {
                    Some(SecretParameter { name: name.clone(), value: Secret::from(find(field)?) })
                };
                let parameters: Option<Vec<_>> = placement.query.iter().map(parameter).collect();
                parameters.map_or(Sending::Nowhere(Unsent::Fields), Sending::Query)
            }
            (Purpose::Api, Some(basic), _, _) => {
                let part = |field: &Option<String>| field.as_deref().map_or(Some(""), find);
                let (Some(username), Some(password)) = (part(&basic.username), part(&basic.password)) else {
                    return Sending::Nowhere(Unsent::Fields);
                };
                Sending::Made { header, value: encode_basic(username, password) }
            }
            (Purpose::Api, None, Some(template), _) => {
                // Each field may stand there once for each part; as large as it can become, so that growing leaves no copy behind.
                let places = parts(template).count();
                let most = fields.iter().map(|(_, value)| value.expose().len()).max().unwrap_or_default();
                let mut value = String::with_capacity(template.len() + places * most);
                for (text, field) in parts(template) {
                    value.push_str(text);
                    match field.map(find) {
                        Some(Some(found)) => value.push_str(found),
                        Some(None) => return Sending::Nowhere(Unsent::Fields),
                        None => {}
                    }
                }
                Sending::Made { header, value: Secret::new(value) }
            }
            (Purpose::Api, None, None, [_]) => Sending::Prefixed { header, prefix: placement.prefix().to_owned() },
            (Purpose::Api, None, None, _) => Sending::Nowhere(Unsent::Fields),
        }
    }
}

impl Unsent {
    /// What somebody is told who wants to send it.
    pub fn error(self) -> Error {
        let (message, hint) = match self {
            Unsent::Webhook => (
                "The secret of a webhook is sent to nobody, so it has no headers.",
                "Check the provider's signatures with it. For the API, ask without ⟨credential_type⟩.",
            ),
            Unsent::Fields => (
                "This credential has several fields, and its definition does not say how they make a header.",
                "Give api.placement.template or api.placement.basic in the definition, or send ⟨fields⟩ yourself.",
            ),
            Unsent::Query => (
                "This provider takes its keys in the address, so the credential has no headers.",
                "Send ⟨fields⟩ as the parameters that api.placement.query of the definition names, over https, and keep the address out of \
                 your logs.",
            ),
            Unsent::Signed => (
                "This provider takes signed requests (OAuth 1.0a), so the credential has no headers of its own.",
                "Sign each request with the credential's `sign`, which takes its method, address and form; or send it with a client that \
                 Authpipe gives, which does so.",
            ),
            Unsent::Unsignable => (
                "This credential signs requests together with the client secret, and the config has none.",
                "Give the config its ⟨client_secret⟩ again.",
            ),
        };
        Error::new(ErrorCode::InvalidRequest, message).with_hint(hint)
    }
}

/// A usable credential. Cloning it clones a pointer.
///
/// It is valid when it is handed out: [`expires_at`](CredentialParts::expires_at) lies at least the effective `min_validity` ahead.
#[derive(Clone, Debug)]
pub struct Credential(Arc<CredentialParts>);

/// The parts of a [`Credential`].
#[derive(Clone, Debug)]
pub struct CredentialParts {
    /// The secret. Of several fields, a JSON object of their names and values. Where requests are signed, the token alone, without the secret
    /// that is shared with it.
    pub value: Secret<String>,
    /// The fields that were stored, by name; a key of one text is the field `value`. Empty for an OAuth token.
    pub fields: Vec<(String, Secret<String>)>,
    /// What it is.
    pub credential_type: CredentialType,
    /// When it ends. `None`: it does not say.
    pub expires_at: Option<Timestamp>,
    /// Granted scopes.
    pub scopes: Vec<String>,
    /// Where it came from.
    pub source: CredentialSource,
    /// The connection or installation.
    pub grant_id: GrantId,
    /// Counts the secrets of the grant.
    pub generation: u64,
    /// Whether this call waited for a refresh.
    pub refreshed: bool,
    /// Whether something failed lately although the credential works. The last refresh, or the vault.
    pub degraded: bool,
    /// Whether it can no longer be renewed although it still works.
    pub needs_reauth: bool,
    /// How it is sent.
    pub sending: Sending,
    /// Headers that name the application or the organisation in each request, beside the credential; most providers want none. Some hold the
    /// client's secret.
    pub further_headers: BTreeMap<String, Secret<String>>,
    /// The origins of the provider's API, `scheme://host[:port]`: where the credential may be sent.
    pub api_origins: Vec<String>,
}

impl Credential {
    /// Wraps the parts.
    pub fn new(parts: CredentialParts) -> Self {
        Credential(Arc::new(parts))
    }

    /// The header with which this credential is sent. [`further_headers`](CredentialParts::further_headers) go with it.
    ///
    /// # Errors
    /// - `invalid_request`: it has none: a webhook's secret checks what the provider sends, several fields make a header only where the
    ///   definition says how, some providers take keys in the address, and some want each request signed.
    pub fn headers(&self) -> Result<SecretHeader> {
        match &self.0.sending {
            Sending::Prefixed { header, prefix } => {
                let mut value = prefix.clone();
                value.push_str(self.0.value.expose());
                Ok(SecretHeader { name: header.clone(), value: Secret::new(value) })
            }
            Sending::Made { header, value } => Ok(SecretHeader { name: header.clone(), value: value.clone() }),
            Sending::Query(_) => Err(Unsent::Query.error()),
            Sending::Signed(_) => Err(Unsent::Signed.error()),
            Sending::Nowhere(why) => Err(why.error()),
        }
    }

    /// The same credential, marked as the fruit of a refresh that the caller waited for.
    #[must_use]
    pub fn into_refreshed(self) -> Self {
        let mut parts = Arc::unwrap_or_clone(self.0);
        parts.refreshed = true;
        Credential::new(parts)
    }
}

impl std::ops::Deref for Credential {
    type Target = CredentialParts;

    fn deref(&self) -> &CredentialParts {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::definition::Basic;

    fn header(placement: &Placement, fields: &[(&str, &str)]) -> Option<String> {
        let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), Secret::from(*value))).collect();
        match Sending::of(placement, Purpose::Api, &fields) {
            Sending::Prefixed { header, prefix } => Some(format!("{header}: {prefix}…")),
            Sending::Made { header, value } => Some(format!("{header}: {}", value.expose())),
            Sending::Query(parameters) => {
                let shown = |SecretParameter { name, value }: &SecretParameter| format!("{name}={}", value.expose());
                Some(parameters.iter().map(shown).collect::<Vec<_>>().join("&"))
            }
            Sending::Signed(_) | Sending::Nowhere(_) => None,
        }
    }

    #[test]
    fn fields_make_a_header_only_where_the_definition_says_how() {
        let plain = Placement::default();
        assert_eq!(header(&plain, &[]).unwrap(), "Authorization: Bearer …");
        assert_eq!(header(&plain, &[("value", "k")]).unwrap(), "Authorization: Bearer …");
        assert_eq!(header(&plain, &[("id", "a"), ("key", "b")]), None);
        let template = Placement { header: "X-Auth".into(), template: Some("id={id},key={key}".into()), ..plain.clone() };
        assert_eq!(header(&template, &[("key", "b"), ("id", "a")]).unwrap(), "X-Auth: id=a,key=b");
        assert_eq!(header(&template, &[("key", "b")]), None);
        // RFC 7617 §2 gives this very example.
        let basic = |password: Option<&str>| Placement {
            basic: Some(Basic { username: Some("user".into()), password: password.map(str::to_owned) }),
            ..plain.clone()
        };
        let stored = [("user", "Aladdin"), ("pass", "open sesame")];
        assert_eq!(header(&basic(Some("pass")), &stored).unwrap(), "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(header(&basic(None), &stored[..1]).unwrap(), "Authorization: Basic QWxhZGRpbjo=");
        assert_eq!(header(&basic(Some("pass")), &stored[..1]), None);
        let query = |list: &[(&str, &str)]| Placement {
            query: list.iter().map(|(name, field)| ((*name).to_owned(), (*field).to_owned())).collect(),
            ..plain.clone()
        };
        assert_eq!(header(&query(&[("api_key", "value")]), &[("value", "k")]).unwrap(), "api_key=k");
        let both = query(&[("key", "pass"), ("id", "user")]);
        assert_eq!(header(&both, &stored).unwrap(), "id=Aladdin&key=open sesame");
        assert_eq!(header(&both, &stored[..1]), None);
        assert_eq!(header(&both, &[]).unwrap(), "Authorization: Bearer …", "a token never stands in an address");
        let hook = Sending::of(&plain, Purpose::Webhook, &[("value".into(), "whsec".into())]);
        assert!(matches!(hook, Sending::Nowhere(Unsent::Webhook)));
    }
}
