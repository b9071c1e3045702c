//! Validates how the app is installed.

use super::{Check, Validator, are_statuses, ensure, is_json_pointer, shown};
use crate::catalog::grammar::{self, FLOW_VALUES};
use crate::model::definition::SignInThenConsent;

impl Validator<'_> {
    pub(super) fn install(&self, install: &SignInThenConsent) -> Check {
        let definition = self.definition;
        for (name, value) in &install.sign_in_variables {
            let fits = definition
                .variables
                .get(name)
                .is_some_and(|variable| !grammar::is_for_nobody(variable) && grammar::fits(variable, value));
            ensure(fits, &format!("install.sign_in_variables.{}", shown(name)), "must be a value of a declared variable")?;
        }
        self.scope_list("install.sign_in_scopes", &install.sign_in_scopes)?;
        ensure(install.sign_in_scopes.iter().any(|scope| scope == "openid"), "install.sign_in_scopes", "must hold openid")?;
        ensure(grammar::is_line(&install.admin_claim, 128), "install.admin_claim", "must name a claim")?;
        let values = !install.admin_values.is_empty() && install.admin_values.iter().all(|value| grammar::is_line(value, 256));
        ensure(values, "install.admin_values", "must list what proves an administrator")?;
        self.address("install.consent.url", &install.consent.url, &[])?;
        self.text("install.consent.scope", &install.consent.scope)?;
        let parameter = grammar::is_header_name(&install.consent.organisation_parameter);
        ensure(parameter, "install.consent.organisation_parameter", "must name a parameter")?;
        if let Some(name) = &install.organisation_name {
            self.probe("install.organisation_name.url", &name.url, &[])?;
            let fits = is_json_pointer(&name.pointer.0) && !name.pointer.0.is_empty();
            ensure(fits, "install.organisation_name.pointer", "must be a JSON pointer such as /name")?;
        }
        self.mint("install.credential", &install.credential)?;
        self.scope_list("install.default_roles", &install.default_roles)?;
        for (at, probe) in install.probes.iter().enumerate() {
            let field = format!("install.probes[{at}]");
            self.probe(&format!("{field}.url"), &probe.url, &FLOW_VALUES)?;
            ensure(
                !probe.proves.is_empty() && are_statuses(&probe.proves),
                &format!("{field}.proves"),
                "must list HTTP statuses",
            )?;
            ensure(are_statuses(&probe.waits), &format!("{field}.waits"), "must list HTTP statuses")?;
            let apart = probe.proves.iter().all(|status| !probe.waits.contains(status));
            ensure(apart, &field, "has a status that both proves and waits")?;
        }
        let covered = |role: &String| install.probes.iter().any(|probe| role.starts_with(&probe.when_role));
        ensure(install.default_roles.iter().all(covered), "install.probes", "must have one for each default role")
    }
}
