//! Whose tokens the answer to a refresh brings. They must be the same person's as before (OpenID Connect Core §12.2): a proxy or a cache
//! that mixes up two answers would give one customer what another one has allowed.
//!
//! It comes from the token endpoint itself, over TLS, so no signature is looked at (§3.1.3.7); and an answer that names nobody says nothing.

use serde_json::{Map, Value};

use super::json::read_json;
use super::nothing::is_nobody;
use super::text::{account_id, id_text};
use crate::base::Secret;
use crate::base::encoding::from_base64url;
use crate::model::definition::IdToken;
use crate::model::grant::ExternalAccount;

/// The longest payload that is looked at, in bytes.
const MAX_PAYLOAD: usize = 32 * 1024;

/// Whether an ID token is about somebody else. One that cannot be read, or lacks what names the account, says nothing.
pub(super) fn is_of_other(token: &Secret<String>, spec: &IdToken, known: &ExternalAccount) -> bool {
    let Some(claims) = read_claims(token.expose()) else { return false };
    let organisation = spec.organisation_claim.as_deref();
    differs(&claims, Some(&spec.person_claim), known.person.as_deref())
        || differs(&claims, organisation, known.organisation.as_deref())
}

/// Whether an answer that names the account beside the token names another one.
pub(super) fn is_other(named: &ExternalAccount, known: &ExternalAccount) -> bool {
    let somebody = |id: &Option<String>| id.as_deref().map(str::trim).filter(|id| !is_nobody(id)).map(str::to_owned);
    let differ = |named, known| somebody(named).zip(somebody(known)).is_some_and(|(named, known)| named != known);
    differ(&named.person, &known.person) || differ(&named.organisation, &known.organisation)
}

/// Whether this claim names somebody, and what is known stands in it no more than in any other: a definition may have named another claim
/// when the account was connected.
fn differs(claims: &Map<String, Value>, claim: Option<&str>, known: Option<&str>) -> bool {
    let is_named = claim.and_then(|claim| claims.get(claim)).and_then(account_id).is_some();
    let is_known = |known: &str| claims.values().any(|value| id_text(value).is_some_and(|id| id.trim() == known.trim()));
    known.filter(|known| !is_nobody(known)).is_some_and(|known| is_named && !is_known(known))
}

fn read_claims(token: &str) -> Option<Map<String, Value>> {
    let payload = token.split('.').nth(1).filter(|payload| payload.len() <= MAX_PAYLOAD)?;
    match read_json(&from_base64url(payload)?) {
        Ok(Value::Object(claims)) => Some(claims),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::encoding::to_base64url;

    fn token(payload: &str) -> Secret<String> {
        Secret::new(format!("e30.{}.sig", to_base64url(payload.as_bytes())))
    }

    #[test]
    fn an_id_token_of_another_person_or_organisation_is_seen() {
        let spec: IdToken = serde_json::from_value(serde_json::json!({
            "issuer": "https://id.example", "jwks_uri": "https://id.example/keys", "algorithms": ["RS256"],
            "person_claim": "oid", "organisation_claim": "tid",
        }))
        .unwrap();
        let known = ExternalAccount {
            organisation: Some("o-1".into()),
            person: Some("p-1".into()),
            display: None,
            organisation_display: None,
        };
        for (payload, expected) in [
            (r#"{"sub":"s","oid":"p-1","tid":"o-1"}"#, false),
            (r#"{"sub":"s","oid":"p-2","tid":"o-1"}"#, true),
            (r#"{"sub":"s","oid":"p-1","tid":"o-2"}"#, true),
            // What names the account is missing: nothing is said.
            (r#"{"sub":"s"}"#, false),
            (r#"{"sub":"s","oid":"","tid":null}"#, false),
            (r#"{"sub":"s","oid":"null","tid":"undefined"}"#, false),
            (r#"{"sub":"s","oid":0,"tid":"None"}"#, false),
            (r#"{"oid":" p-1 ","tid":"o-1"}"#, false),
            // The definition named another claim then.
            (r#"{"sub":"p-1","oid":"p-9","tid":"o-1"}"#, false),
            ("no json", false),
        ] {
            assert_eq!(is_of_other(&token(payload), &spec, &known), expected, "{payload}");
        }
        assert!(!is_of_other(&Secret::from("opaque"), &spec, &known));
        // An installation has no person, and some accounts no organisation.
        let nobody = ExternalAccount { organisation: None, person: None, ..known };
        assert!(!is_of_other(&token(r#"{"oid":"p-2","tid":"o-2"}"#), &spec, &nobody));
        // Nor has one that was stored by a word for nobody.
        let word = ExternalAccount { person: Some("undefined".into()), ..nobody };
        assert!(!is_of_other(&token(r#"{"oid":"p-2","tid":"o-2"}"#), &spec, &word));
    }

    #[test]
    fn a_named_account_is_compared_by_what_both_have() {
        let account = |organisation: Option<&str>, person: Option<&str>| ExternalAccount {
            organisation: organisation.map(str::to_owned),
            person: person.map(str::to_owned),
            display: None,
            organisation_display: None,
        };
        let known = account(Some("o-1"), Some("p-1"));
        for (named, expected) in [
            (account(Some("o-1"), Some("p-1")), false),
            (account(Some("o-1"), None), false),
            (account(None, Some("p-1")), false),
            (account(Some("null"), Some("undefined")), false),
            (account(None, Some(" p-1 ")), false),
            (account(Some("o-2"), None), true),
            (account(Some("o-1"), Some("p-2")), true),
        ] {
            assert_eq!(is_other(&named, &known), expected, "{named:?}");
        }
    }
}
