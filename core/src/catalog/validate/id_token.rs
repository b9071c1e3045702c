//! Validates how an ID token identifies the account.

use super::{Check, Validator, ensure};
use crate::catalog::grammar;
use crate::catalog::issuer::names_organisation;
use crate::model::definition::{ID_TOKEN_ALGORITHMS, IdToken, Variable};

impl Validator<'_> {
    pub(super) fn id_token(&self, id_token: &IdToken) -> Check {
        ensure(self.definition.oauth.is_some(), "oauth", "is missing, as id_token is given")?;
        self.address("id_token.issuer", &id_token.issuer, &["organisation"])?;
        if let Some(jwks_uri) = &id_token.jwks_uri {
            self.address("id_token.jwks_uri", jwks_uri, &[])?;
        }
        ensure(!id_token.algorithms.is_empty(), "id_token.algorithms", "must name at least one")?;
        let known = id_token.algorithms.iter().all(|algorithm| ID_TOKEN_ALGORITHMS.contains(&algorithm.as_str()));
        ensure(known, "id_token.algorithms", &format!("must be of {}", ID_TOKEN_ALGORITHMS.join(", ")))?;
        let claims = [&id_token.organisation_claim, &Some(id_token.person_claim.clone()), &id_token.display_claim];
        ensure(claims.into_iter().flatten().all(|claim| grammar::is_line(claim, 128)), "id_token", "has an empty claim name")?;
        let fits = !names_organisation(&id_token.issuer) || id_token.organisation_claim.is_some();
        ensure(fits, "id_token.organisation_claim", "is missing, as the issuer names the organisation")?;
        if let Some(name) = &id_token.organisation_variable {
            let takes_ids = match self.definition.variables.get(name) {
                Some(Variable::OneOf { or_uuid, .. }) => *or_uuid,
                Some(Variable::Uuid { .. } | Variable::PathSegment { .. }) => true,
                Some(Variable::DnsLabel { .. } | Variable::Host { .. } | Variable::EmailAddress { .. } | Variable::Secret {})
                | None => false,
            };
            ensure(takes_ids, "id_token.organisation_variable", "must name a variable that takes an organisation's id")?;
        }
        let audience = id_token.audience_variable.as_ref();
        let declared = audience.is_none_or(|name| matches!(self.definition.variables.get(name), Some(Variable::OneOf { .. })));
        ensure(declared, "id_token.audience_variable", "must name a variable of the kind one_of")?;
        let personal = id_token.personal_organisation.as_ref();
        ensure(
            personal.is_none_or(|id| grammar::is_flow_value(id)),
            "id_token.personal_organisation",
            "must be an organisation's id",
        )
    }
}
