//! Validates origins and variables: what may stand in a template.

use super::{Check, Validator, ensure, problem, shown};
use crate::catalog::grammar::{self, FLOW_VALUES};
use crate::model::definition::{Origins, Variable};

impl Validator<'_> {
    pub(super) fn origins(&self, origins: &Origins) -> Check {
        self.new_name("origins.select", &origins.select)?;
        ensure(
            !self.definition.variables.contains_key(&origins.select),
            "origins.select",
            "must not be declared in variables too",
        )?;
        let default = origins.sets.get(&origins.default);
        let Some(default) = default else { return problem("origins.default", "must name one of the sets") };
        ensure(!default.is_empty(), "origins.sets", "must hold at least one origin")?;
        for (set, values) in &origins.sets {
            let field = format!("origins.sets.{}", shown(set));
            ensure(grammar::is_name(set), "origins.sets", "has a set whose name is not a-z, 0-9 and _")?;
            ensure(values.keys().eq(default.keys()), &field, "must hold the same names as the default set")?;
            for (name, origin) in values {
                let field = format!("{field}.{}", shown(name));
                self.new_name(&field, name)?;
                ensure(
                    *name != origins.select && !self.definition.variables.contains_key(name),
                    &field,
                    "has the name of a variable",
                )?;
                let url = grammar::parse_origin(origin);
                let Some(url) = url else {
                    return problem(field, "must be an origin such as https://api.example.com, without path");
                };
                ensure(self.scheme_fits(url.scheme(), grammar::is_literal_loopback(&url)), &field, self.scheme_rule())?;
            }
        }
        Ok(())
    }

    pub(super) fn new_name(&self, field: &str, name: &str) -> Check {
        ensure(grammar::is_name(name), field, "must be a name: a letter, then a-z, 0-9 and _")?;
        ensure(!FLOW_VALUES.contains(&name), field, "has a name that stands for a value of the flow")
    }

    pub(super) fn variable(&self, name: &str, variable: &Variable) -> Check {
        let field = format!("variables.{}", shown(name));
        self.new_name(&field, name)?;
        match variable {
            Variable::OneOf { values, default, or_label_before, .. } => {
                let fit = or_label_before.iter().all(|rest| grammar::is_label_suffix(rest));
                ensure(fit, &field, "has in or_label_before what is not a dot and labels of a host name, such as .my")?;
                ensure(!values.is_empty(), &field, "must list its values")?;
                let plain = values.iter().all(|value| grammar::is_path_segment(value));
                ensure(plain, &field, "has a value beyond A-Z, a-z, 0-9, -, ., _ and ~")?;
                let known = default.as_ref().is_none_or(|default| grammar::fits(variable, default));
                ensure(known, &field, "has a default that is not one of its values")
            }
            Variable::Host { hosts, suffixes, .. } => {
                ensure(!hosts.is_empty() || !suffixes.is_empty(), &field, "must list hosts or suffixes")?;
                ensure(
                    hosts.iter().all(|host| grammar::is_host_name(host)),
                    &field,
                    "has a host that is not a host name in lower case",
                )?;
                let fit = suffixes.iter().all(|suffix| grammar::is_host_suffix(suffix));
                ensure(fit, &field, "has a suffix that is not a dot and two labels or more, such as .example.com")
            }
            Variable::Uuid { .. }
            | Variable::DnsLabel { .. }
            | Variable::EmailAddress { .. }
            | Variable::PathSegment { .. }
            | Variable::Secret {} => Ok(()),
        }
    }
}
