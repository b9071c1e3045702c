//! Validates templates that become addresses, which must be right for every value of their variables (SR-34).

use std::collections::BTreeMap;

use super::{Check, OriginRule, Problem, Validator, ensure, problem};
use crate::catalog::grammar;
use crate::catalog::template::{Part, Start, parse};
use crate::model::definition::{Template, Variable};

/// What an origin is, whatever of it is wrong: a wildcard, a user name, a query, an IP address as one number, a dot at its end.
const ORIGIN_RULE: &str = "must be one host, in lower case, without wildcard, user name, default port and a dot at its end; an IP address in \
                           its usual spelling";

impl<'a> Validator<'a> {
    pub(super) fn is_origin(&self, name: &str) -> bool {
        let origins = self.definition.origins.as_ref();
        origins.is_some_and(|origins| origins.sets.get(&origins.default).is_some_and(|set| set.contains_key(name)))
    }

    pub(super) fn scheme_fits(&self, scheme: &str, is_loopback: bool) -> bool {
        scheme == "https" || (is_loopback && self.origin_rule == OriginRule::AllowLoopbackHttp)
    }

    pub(super) fn scheme_rule(&self) -> &'static str {
        match self.origin_rule {
            OriginRule::HttpsOnly => "must be https",
            OriginRule::AllowLoopbackHttp => "must be https, or http on a literal loopback host",
        }
    }

    /// A template that must be an address. `flow_values` may appear in its path.
    pub(super) fn address(&self, field: &str, template: &Template, flow_values: &[&str]) -> Check {
        let parsed = match parse(template, |name| self.is_origin(name)) {
            Ok(parsed) => parsed,
            Err(why) => return problem(field, why),
        };
        let variables = &self.definition.variables;
        for name in parsed.names() {
            if !variables.contains_key(name) && !flow_values.contains(&name) {
                return problem(field, "uses a variable that is not declared");
            }
        }
        self.no_secret(field, parsed.names())?;
        match &parsed.start {
            Start::Text => problem(field, "must start with a named origin or https://"),
            Start::Origin(_) => self.sample(field, "https://sample.example", &parsed.rest),
            Start::Authority { scheme, host, port } => {
                let mut text = format!("{scheme}://");
                for part in host {
                    match part {
                        Part::Literal(literal) => text.push_str(literal),
                        Part::Name(name) => text.push_str(self.host_sample(field, variables.get(*name), host.len() == 1)?),
                    }
                }
                text.push_str(port);
                let Some(origin) = grammar::parse_origin(&text) else {
                    return problem(field, ORIGIN_RULE);
                };
                let literal_loopback = host.len() == 1 && grammar::is_literal_loopback(&origin);
                ensure(self.scheme_fits(scheme, literal_loopback), field, self.scheme_rule())?;
                self.sample(field, &text, &parsed.rest)
            }
        }
    }

    /// A value with which to try the host, if the variable may stand there: every host variable has a grammar (SR-34).
    pub(super) fn host_sample(&self, field: &str, variable: Option<&'a Variable>, is_whole: bool) -> Result<&'a str, Problem> {
        match variable {
            Some(Variable::DnsLabel { .. }) if !is_whole => Ok("a"),
            Some(Variable::Host { hosts, .. }) if is_whole => Ok(hosts.first().map_or("a.example", String::as_str)),
            Some(Variable::OneOf { values, or_uuid: false, or_label_before, .. })
                if (or_label_before.is_empty() || !is_whole)
                    && values
                        .iter()
                        .all(|value| if is_whole { grammar::is_host_name(value) } else { grammar::is_dns_label(value) }) =>
            {
                Ok(values.first().map_or("a", String::as_str))
            }
            _ => problem(field, "has a variable in its host that is not of the kind dns_label, host or one_of host names"),
        }
    }

    /// Fills the rest with a sample and asks the parser whether it comes back unchanged: literals must be canonical too.
    pub(super) fn sample(&self, field: &str, origin: &str, rest: &[Part<'_>]) -> Check {
        let mut text = origin.to_owned();
        for part in rest {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Name(_) => text.push('a'),
            }
        }
        let same = url::Url::parse(&text).is_ok_and(|url| {
            url.fragment().is_none() && (url.as_str() == text || url.as_str().strip_suffix('/') == Some(text.as_str()))
        });
        ensure(same, field, "must be an address as a parser gives it back: no dot segments, user name or fragment")
    }

    /// A template that need not be an address; what begins like one must be one.
    pub(super) fn text(&self, field: &str, template: &Template) -> Check {
        match parse(template, |name| self.is_origin(name)) {
            Err(why) => problem(field, why),
            Ok(parsed) if parsed.is_address() => self.address(field, template, &[]),
            Ok(parsed) => {
                let declared: &BTreeMap<String, Variable> = &self.definition.variables;
                ensure(parsed.names().all(|name| declared.contains_key(name)), field, "uses a variable that is not declared")?;
                self.no_secret(field, parsed.names())
            }
        }
    }

    /// Servers and proxies write addresses into their logs.
    fn no_secret<'n>(&self, field: &str, mut names: impl Iterator<Item = &'n str>) -> Check {
        let is_secret = |name: &str| self.definition.variables.get(name).is_some_and(grammar::is_for_nobody);
        ensure(!names.any(is_secret), field, "uses a variable of the kind secret, which stands in api.further_headers only")
    }
}
