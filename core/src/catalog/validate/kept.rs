//! Validates which values of a sign-in are kept, and where the API tells who has signed in.

use super::{Check, Validator, ensure, is_json_pointer, shown};
use crate::catalog::grammar;
use crate::catalog::template::parse;
use crate::model::definition::{AnswerSubject, Identity, Install, JsonPointer, KeptValue, OAuth, Template};

impl Validator<'_> {
    pub(super) fn kept(&self, oauth: &OAuth) -> Check {
        for (at, kept) in oauth.kept.iter().enumerate() {
            let field = format!("oauth.kept[{at}]");
            self.kept_value(&field, kept)?;
            let mut before = oauth.kept.iter().take(at).flat_map(KeptValue::variables);
            let apart =
                before.all(|other| kept.variables().all(|variable| variable != other)) && !kept.also.contains_key(&kept.variable);
            ensure(apart, &format!("{field}.variable"), "is the variable of another one")?;
        }
        let organisations = oauth.kept.iter().filter(|kept| kept.organisation).count();
        ensure(organisations < 2, "oauth.kept", "must name one organisation")?;
        for variable in oauth.kept.iter().filter(|kept| kept.optional).flat_map(KeptValue::variables) {
            let definition = self.definition;
            let probes = definition.probe.iter().chain(&definition.key_probe).map(|probe| &probe.url);
            let mut addresses = definition.api.origins.iter().chain(probes).chain(definition.identity.iter().map(|it| &it.url));
            let field = format!("variables.{}", shown(variable));
            ensure(
                !addresses.any(|address| self.uses(address, variable)),
                &field,
                "must stand in no address, as it is optional",
            )?;
        }
        let steps = matches!(self.definition.install, Some(Install::SignInThenConsent(_)));
        ensure(oauth.kept.is_empty() || !steps, "oauth.kept", "must be empty, as install.kind is sign_in_then_consent")?;
        // Whoever sends the browser back would choose who gets the code, the refresh token or the client's secret (RFC 9700 §4.4).
        let id_token = self.definition.id_token.as_ref();
        let renewal = oauth.renewal_by_access_token.as_ref();
        let fixed = [
            ("oauth.issuer", oauth.issuer.as_ref()),
            ("oauth.authorization_endpoint", oauth.authorization_endpoint.as_ref()),
            ("oauth.token_endpoint", oauth.token_endpoint.as_ref()),
            ("oauth.refresh_endpoint", oauth.refresh_endpoint.as_ref()),
            ("oauth.further_exchange.endpoint", oauth.further_exchange.as_ref().map(|further| &further.endpoint)),
            ("oauth.renewal_by_access_token.exchange.endpoint", renewal.map(|renewal| &renewal.exchange.endpoint)),
            ("id_token.issuer", id_token.map(|id_token| &id_token.issuer)),
            ("id_token.jwks_uri", id_token.and_then(|id_token| id_token.jwks_uri.as_ref())),
        ];
        let page = match &self.definition.install {
            Some(Install::ByPage(install)) => Some(&install.variable),
            _ => None,
        };
        for (field, template) in fixed {
            let mut told = oauth.kept.iter().flat_map(KeptValue::variables).chain(page);
            let free = template.is_none_or(|template| told.all(|variable| !self.uses(template, variable)));
            ensure(free, field, "uses a variable that is known only after the sign-in")?;
        }
        Ok(())
    }

    fn kept_value(&self, field: &str, kept: &KeptValue) -> Check {
        let KeptValue { variable, parameter, url, pointer, .. } = kept;
        self.listed(field, kept)?;
        if kept.items.is_none() {
            self.told_variable(&format!("{field}.variable"), variable)?;
        }
        ensure(parameter.is_some() != pointer.is_some(), field, "must name one place: parameter or pointer")?;
        ensure(url.is_none() || pointer.is_some(), field, "must say by a pointer where in the answer of url it stands")?;
        if let Some(parameter) = parameter {
            self.told_parameter(&format!("{field}.parameter"), parameter)?;
        }
        if let Some(pointer) = pointer {
            self.place(&format!("{field}.pointer"), pointer)?;
        }
        let Some(url) = url else { return Ok(()) };
        let field = format!("{field}.url");
        self.probe(&field, url, &[])?;
        let is_late = |kept: &KeptValue| kept.url.is_some() && kept.variables().any(|variable| self.uses(url, variable));
        let late = self.definition.oauth.as_ref().is_some_and(|oauth| oauth.kept.iter().any(is_late));
        ensure(!late, &field, "uses a variable that is itself looked up")
    }

    /// One entry of a list: who signs in may choose it, because the list is of their own token.
    fn listed(&self, field: &str, kept: &KeptValue) -> Check {
        let KeptValue { variable, url, items, condition, also, .. } = kept;
        let Some(items) = items else {
            ensure(!kept.optional, &format!("{field}.optional"), "must be false, as there are no items")?;
            ensure(condition.is_none(), &format!("{field}.where"), "must be absent, as there are no items")?;
            return ensure(also.is_empty(), &format!("{field}.also"), "must be absent, as there are no items");
        };
        ensure(url.is_some(), &format!("{field}.items"), "must be absent, as there is no url whose answer has them")?;
        ensure(is_json_pointer(&items.0), &format!("{field}.items"), "must be a JSON pointer, or empty for the whole answer")?;
        let is_declared = self.definition.variables.contains_key(variable);
        ensure(is_declared, &format!("{field}.variable"), "must be declared in variables")?;
        let is_secret = self.definition.variables.get(variable).is_some_and(grammar::is_for_nobody);
        ensure(!is_secret, &format!("variables.{}", shown(variable)), "must not be of the kind secret, as the sign-in tells it")?;
        if let Some(condition) = condition {
            let field = format!("{field}.where");
            let fits = is_json_pointer(&condition.pointer) && !condition.pointer.is_empty() && !condition.values.is_empty();
            ensure(fits, &field, "must be a JSON pointer and the values that may stand there")?;
        }
        for (name, pointer) in also {
            let field = format!("{field}.also.{}", shown(name));
            self.told_variable(&field, name)?;
            self.place(&field, pointer)?;
        }
        Ok(())
    }

    /// A variable that a sign-in fills.
    pub(super) fn told_variable(&self, field: &str, variable: &str) -> Check {
        let declared = self.definition.variables.get(variable);
        ensure(declared.is_some(), field, "must be declared in variables")?;
        let is_secret = declared.is_some_and(grammar::is_for_nobody);
        ensure(!is_secret, &format!("variables.{}", shown(variable)), "must not be of the kind secret, as the sign-in tells it")?;
        let is_chosen = declared.is_some_and(grammar::is_from_user);
        ensure(!is_chosen, &format!("variables.{}", shown(variable)), "must not be from_user, as the sign-in tells it")
    }

    /// A parameter of the callback that is the provider's own: those that the flow itself reads are the flow's.
    pub(super) fn told_parameter(&self, field: &str, parameter: &str) -> Check {
        let free = !["code", "state", "iss", "error"].contains(&parameter);
        let fits = grammar::is_header_name(parameter) && free;
        ensure(fits, field, "must name a parameter of the callback that the flow does not read")
    }

    pub(super) fn identity(&self, identity: &Identity) -> Check {
        ensure(self.definition.sign_in().is_some(), "oauth", "is missing, as identity is given")?;
        let named = self.definition.oauth1.as_ref().is_some_and(|oauth1| oauth1.person_parameter.is_some());
        ensure(!named, "identity", "must be absent, as oauth1.person_parameter says where the person stands")?;
        ensure(self.definition.id_token.is_none(), "identity", "must be absent, as an ID token says who has signed in")?;
        let user = self.definition.answer_credential(AnswerSubject::User);
        let told = user.is_some_and(|user| user.person.is_some());
        ensure(!told, "identity", "must be absent, as oauth.credentials says where the person stands")?;
        self.probe("identity.url", &identity.url, &[])?;
        self.place("identity.person", &identity.person)?;
        for pointer in identity.organisation.iter().chain(&identity.display) {
            self.place("identity", pointer)?;
        }
        Ok(())
    }

    pub(super) fn place(&self, field: &str, pointer: &JsonPointer) -> Check {
        ensure(is_json_pointer(&pointer.0) && !pointer.0.is_empty(), field, "must be a JSON pointer such as /user/id")
    }

    pub(super) fn uses(&self, template: &Template, variable: &str) -> bool {
        parse(template, |name| self.is_origin(name)).is_ok_and(|parsed| parsed.names().any(|name| name == variable))
    }
}
