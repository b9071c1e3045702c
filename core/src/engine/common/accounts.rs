//! Compares accounts at the provider, and fills a flow's variables with the organisation.

use std::collections::BTreeMap;

use crate::base::{Error, ErrorCode};
use crate::model::config::ProviderConfig;
use crate::model::definition::{AnswerSubject, IdToken, Install, Variable};
use crate::model::grant::{ExternalAccount, Grant};
use crate::protocol::nothing::is_nobody;

use super::errors;

/// Values that a flow or a grant gives to templates: the organisation once it is known, and until then who may sign in.
pub(in crate::engine) fn flow_variables(config: &ProviderConfig, organisation: Option<&str>) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    if let Some(organisation) = organisation {
        variables.insert("organisation".to_owned(), organisation.to_owned());
    }
    let Some(spec) = &config.definition.id_token else { return variables };
    if let Some(name) = &spec.organisation_variable
        && let Some(value) = organisation.map(str::to_owned).or_else(|| audience(config, spec))
    {
        variables.insert(name.clone(), value);
    }
    variables
}

/// Who may sign in where no organisation is known.
fn audience(config: &ProviderConfig, spec: &IdToken) -> Option<String> {
    let name = spec.audience_variable.as_ref()?;
    config.variables.get(name).cloned().or_else(|| match config.definition.variables.get(name)? {
        Variable::OneOf { default, .. } => default.clone(),
        _ => None,
    })
}

/// Whether a flow with these variables lets personal accounts in and no others.
pub(in crate::engine) fn is_personal_only(config: &ProviderConfig, variables: &BTreeMap<String, String>) -> bool {
    let Some(spec) = &config.definition.id_token else { return false };
    let chosen = spec.organisation_variable.as_ref().and_then(|name| variables.get(name));
    spec.personal_audience.is_some() && chosen == spec.personal_audience.as_ref()
}

/// Whether whoever signs in is known to be of an organisation: where the provider does not say so, the account of a person is not one of
/// the organisation in which the app is installed, and need not be.
pub(in crate::engine) fn have_organisations(config: &ProviderConfig) -> bool {
    let definition = &config.definition;
    let by_token = definition.id_token.as_ref().is_some_and(|spec| spec.organisation_claim.is_some());
    let by_answer = definition.answer_credential(AnswerSubject::User).is_some_and(|place| !place.organisation.is_empty());
    let by_api = definition.identity.as_ref().is_some_and(|identity| !identity.organisation.is_empty());
    // Where nothing says so, an account that is known from elsewhere is held against the organisation all the same.
    by_token || by_answer || by_api || !matches!(definition.install, Some(Install::ByPage(_)))
}

/// Whether two accounts are the same person in the same organisation. The name shown to people decides nothing.
pub(in crate::engine) fn same_account(a: &ExternalAccount, b: &ExternalAccount) -> bool {
    named(&a.organisation) == named(&b.organisation) && named(&a.person) == named(&b.person)
}

/// An id as it is read today: one that was stored by a word for nobody, or with white space around it, is the same account's.
fn named(id: &Option<String>) -> Option<&str> {
    id.as_deref().map(str::trim).filter(|id| !is_nobody(id))
}

/// Whether two grants are of the same organisation.
pub(in crate::engine) fn same_organisation(a: &Grant, b: &Grant) -> bool {
    fn organisation(grant: &Grant) -> Option<&str> {
        grant.secrets.account.as_ref().and_then(|account| named(&account.organisation))
    }
    organisation(a) == organisation(b)
}

/// Another account than expected signed in; what was stored stays as it is (SR-13).
pub(in crate::engine) fn mismatch(config: &ProviderConfig) -> Error {
    let error = Error::new(
        ErrorCode::AccountMismatch,
        format!("Another {} account than the connected one signed in. Nothing was changed.", config.definition.name),
    )
    .with_hint("Sign in with the connected account, or disconnect first, or give another label.");
    errors::with_config(error, config)
}

/// The tenant's installation is in another organisation; what was stored stays as it is.
pub(in crate::engine) fn other_organisation(config: &ProviderConfig, installed: &Grant) -> Error {
    let error = Error::new(
        ErrorCode::AccountMismatch,
        format!("{} is installed for this tenant in another organisation. Nothing was changed.", config.definition.name),
    )
    .with_hint(
        "A tenant has one organisation by each config. End the installation with ⟨call delete_installation⟩ first, or install the other \
         organisation through another config.",
    );
    errors::with_grant(error, config, installed)
}

/// The account is of another organisation than the one in which the app is installed for the tenant.
pub(in crate::engine) fn outside_installation(config: &ProviderConfig) -> Error {
    let error = Error::new(
        ErrorCode::AccountMismatch,
        format!(
            "This {} account is of another organisation than the tenant's installation. Nothing was changed.",
            config.definition.name
        ),
    )
    .with_hint("Sign in with an account of the installed organisation, or connect the other one through another config.");
    errors::with_config(error, config)
}

/// Whoever installs is connected with the same step, and was connected with another account.
pub(in crate::engine) fn other_installer(config: &ProviderConfig, connected: &Grant) -> Error {
    let error = Error::new(
        ErrorCode::AccountMismatch,
        format!(
            "Installing {} connects whoever installs as well, and this user is connected with another account. Nothing was changed.",
            config.definition.name
        ),
    )
    .with_hint("Delete that connection first (⟨call delete_connection⟩), or let somebody else install.");
    errors::with_grant(error, config, connected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_was_stored_as_it_was_read_then_is_the_same() {
        let account = |organisation: Option<&str>, person: Option<&str>| ExternalAccount {
            organisation: organisation.map(str::to_owned),
            person: person.map(str::to_owned),
            display: None,
            organisation_display: None,
        };
        let now = account(None, Some("77"));
        for before in [account(Some("0"), Some("77")), account(Some("null"), Some(" 77 ")), account(None, Some("77"))] {
            assert!(same_account(&before, &now), "{before:?}");
        }
        for other in
            [account(Some("o-1"), Some("77")), account(None, Some("7")), account(None, None), account(None, Some("undefined"))]
        {
            assert!(!same_account(&other, &now), "{other:?}");
        }
    }
}
