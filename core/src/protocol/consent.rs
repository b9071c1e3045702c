//! The consent page of a two-step installation: where the administrator is sent, and what comes back.
//!
//! The answer is an unsigned redirect, so it proves nothing: the sign-in before it has proved organisation and person, and probes
//! after it show whether the permissions work. This file refuses an answer that contradicts what was asked.

use url::Url;

use super::callback::{BrowserBound, CallbackParameters, CallbackProblem, CreatorConfirmed};
use super::form::set_query;
use crate::base::Secret;

/// Everything that the request for consent says.
pub(crate) struct ConsentRequest<'a> {
    /// The consent page, already for the proved organisation.
    pub url: &'a Url,
    /// The client.
    pub client_id: &'a str,
    /// The redirect URI, byte for byte as it is registered.
    pub redirect_uri: &'a str,
    /// The `scope` parameter.
    pub scope: &'a str,
    /// A fresh state, not the one of the sign-in.
    pub state: &'a Secret<String>,
}

/// Builds the URL of the consent page. A query that the page's address has is kept, but for our own parameters.
pub(crate) fn build_consent_url(request: &ConsentRequest<'_>) -> Url {
    let pairs = [
        ("client_id", request.client_id),
        ("scope", request.scope),
        ("redirect_uri", request.redirect_uri),
        ("state", request.state.expose()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut url = request.url.clone();
    let own: Vec<(String, String)> = url
        .query_pairs()
        .into_owned()
        .filter(|(name, _)| pairs.iter().all(|(ours, _)| !ours.eq_ignore_ascii_case(name)))
        .collect();
    set_query(&mut url, &[own, pairs.to_vec()].concat());
    url
}

/// The consent page came back without a refusal, for the organisation that was proved. Not proof that anything was granted.
#[derive(Debug)]
pub(crate) struct ConsentGiven(());

/// Whether something answers a consent page at all: with an organisation, a word about the consent, or a refusal.
pub(crate) fn is_consent_answer(parameters: &CallbackParameters, organisation_parameter: &str) -> bool {
    let has = |name: &str| parameters.get(name).is_some();
    parameters.denial().is_some() || has("admin_consent") || has(organisation_parameter)
}

/// Judges the answer of the consent page. Any `error` wins, also beside `admin_consent=True`, which Microsoft sends with errors
/// too; `admin_consent`, where it is sent, must say `True`.
///
/// The organisation is compared by bytes, without regard for what it means: two spellings of one GUID differ. The expected value
/// comes from a verified ID token of the same provider, which spells it the same way; a comparison that folds case would be one
/// more rule to get wrong, for an answer that nobody signs.
///
/// # Errors
/// - [`CallbackProblem::Denied`]: there is an `error`, of any value.
/// - [`CallbackProblem::WrongOrganisation`]: the organisation is another, empty or absent.
/// - [`CallbackProblem::Malformed`]: the organisation is repeated, or `admin_consent` says something else.
pub(crate) fn verify_consent(
    parameters: CallbackParameters,
    _: BrowserBound,
    _: CreatorConfirmed,
    organisation_parameter: &str,
    expected_organisation: &str,
) -> Result<ConsentGiven, CallbackProblem> {
    if let Some(denial) = parameters.denial() {
        return Err(denial);
    }
    let organisation = parameters.get_single(organisation_parameter)?;
    if parameters.get("admin_consent").is_some_and(|given| !given.eq_ignore_ascii_case("true")) {
        return Err(CallbackProblem::Malformed("admin_consent"));
    }
    match organisation {
        Some(given) if !given.is_empty() && given.as_bytes() == expected_organisation.as_bytes() => Ok(ConsentGiven(())),
        _ => Err(CallbackProblem::WrongOrganisation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::callback::read_callback;

    #[test]
    fn an_answer_names_an_organisation_or_refuses() {
        for (query, is_answer) in [
            ("admin_consent=True&tenant=t", true),
            ("admin_consent=True", true),
            ("tenant=", true),
            ("error=access_denied", true),
            ("code=c", false),
            ("", false),
        ] {
            assert_eq!(is_consent_answer(&read_callback(query).unwrap(), "tenant"), is_answer, "{query}");
        }
    }

    #[test]
    fn the_request_names_client_scope_redirect_and_state() {
        let url = build_consent_url(&ConsentRequest {
            url: &Url::parse("https://login.example/0a1b/v2.0/adminconsent?state=evil").unwrap(),
            client_id: "client",
            redirect_uri: "https://app.example/cb",
            scope: "https://graph.example/.default",
            state: &Secret::from("st"),
        });
        assert_eq!(
            url.as_str(),
            "https://login.example/0a1b/v2.0/adminconsent?client_id=client&scope=https%3A%2F%2Fgraph.example%2F.default\
             &redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=st"
        );
    }
}
