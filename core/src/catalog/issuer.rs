//! Says which issuer is known before anybody has signed in, and which only from the ID token.

use crate::model::definition::{IdToken, OAuth, Template};

/// The issuer to which a browser is sent (RFC 9207 §2.4), where it is known before anybody has signed in: the one that is
/// given, else the one that the ID token must name (RFC 9207 §2: they are the same), unless that depends on the organisation.
pub(super) fn fixed_issuer<'a>(oauth: &'a OAuth, id_token: Option<&'a IdToken>) -> Option<&'a Template> {
    let named = id_token.map(|id_token| &id_token.issuer).filter(|issuer| !names_organisation(issuer));
    oauth.issuer.as_ref().or(named)
}

/// Whether an ID token's issuer is known only from the token.
pub(super) fn names_organisation(issuer: &Template) -> bool {
    issuer.0.contains("{organisation}")
}
