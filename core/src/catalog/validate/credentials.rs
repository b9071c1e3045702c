//! Validates where credentials stand in the answer to a code.

use super::oauth::RESERVED_PARAMETERS;
use super::{Check, Validator, ensure, is_json_pointer};
use crate::catalog::grammar;
use crate::model::definition::{AnswerCredential, AnswerSubject, Install, InstalledByAnswer, JsonPointer, OAuth};

impl Validator<'_> {
    pub(super) fn credentials(&self, oauth: &OAuth) -> Check {
        for (at, credential) in oauth.credentials.iter().enumerate() {
            let field = format!("oauth.credentials[{at}]");
            self.credential(&field, credential)?;
            let others = oauth.credentials.iter().take(at);
            ensure(others.clone().all(|other| other.subject != credential.subject), &field, "has the subject of another one")?;
            let apart = others.clone().all(|other| other.access_token != credential.access_token);
            ensure(apart, &format!("{field}.access_token"), "is the place of another one")?;
            let apart = others.clone().all(|other| !other.scope_parameter.eq_ignore_ascii_case(&credential.scope_parameter));
            ensure(apart, &format!("{field}.scope_parameter"), "is the parameter of another one")?;
            if credential.subject == AnswerSubject::Installation {
                let installs = matches!(self.definition.install, Some(Install::ByAnswer(_)));
                ensure(installs, "install.kind", "must be by_answer, as oauth.credentials holds the installation's")?;
                let chosen =
                    matches!(&self.definition.install, Some(Install::ByAnswer(install)) if install.organisation.is_some());
                let organisation = !credential.organisation.is_empty() || chosen || self.tells_organisation();
                ensure(organisation, &format!("{field}.organisation"), "is missing: an installation belongs to an organisation")?;
            }
        }
        Ok(())
    }

    /// Whether the API tells the organisation of whoever signs in.
    fn tells_organisation(&self) -> bool {
        self.definition.identity.as_ref().is_some_and(|identity| !identity.organisation.is_empty())
    }

    fn credential(&self, field: &str, credential: &AnswerCredential) -> Check {
        let AnswerCredential { access_token, refresh_token, expires_in, scope, organisation, person, display, .. } = credential;
        let pointers = [refresh_token, expires_in, scope, person, display].into_iter().flatten();
        for pointer in std::iter::once(access_token).chain(pointers).chain(organisation) {
            ensure(is_json_pointer(&pointer.0) && !pointer.0.is_empty(), field, "must name places by JSON pointers such as /ok")?;
        }
        // Names of accounts are shown and stored as they are.
        let is_token = |place: &JsonPointer| place == access_token || Some(place) == refresh_token.as_ref();
        let end = credential.person_before.as_deref();
        let fits = end.is_none_or(|end| person.is_some() && grammar::is_line(end, 8));
        ensure(fits, &format!("{field}.person_before"), "must be 1 to 8 bytes, beside person")?;
        let mut whole = organisation.iter().chain(display).chain(person.iter().filter(|_| end.is_none()));
        ensure(!whole.any(is_token), field, "must name nobody by a token")?;
        let name = &credential.scope_parameter;
        let field = format!("{field}.scope_parameter");
        ensure(grammar::is_header_name(name), &field, "must have a plain name")?;
        // `scope` is the flow's own, and may stand here as such.
        let reserved = RESERVED_PARAMETERS.iter().any(|reserved| *reserved != "scope" && name.eq_ignore_ascii_case(reserved));
        let given = self
            .definition
            .oauth
            .as_ref()
            .is_some_and(|oauth| oauth.authorization_parameters.keys().any(|parameter| parameter.eq_ignore_ascii_case(name)));
        ensure(!reserved && !given, &field, "is set by the flow itself or by authorization_parameters")
    }

    pub(super) fn installed_by_answer(&self, install: &InstalledByAnswer) -> Check {
        let is_listed = self.definition.answer_credential(AnswerSubject::Installation).is_some();
        ensure(is_listed, "oauth.credentials", "must hold the installation's, as install.kind is by_answer")?;
        self.scope_list("install.default_scopes", &install.default_scopes)?;
        if let Some(organisation) = &install.organisation {
            self.text("install.organisation", organisation)?;
        }
        match &install.probe {
            Some(probe) => self.single_probe("install.probe", probe),
            None => Ok(()),
        }
    }
}
