//! Validates where a credential may be sent: origins, placement, headers and probes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, Validator, are_statuses, ensure, is_json_pointer, shown};
use crate::catalog::grammar::{self, CLIENT_ID, CLIENT_SECRET};
use crate::catalog::template::parse;
use crate::model::credential_type::is_field_name;
use crate::model::definition::{AuthKind, JsonScalar, Placement, Probe, ProbeMethod, Template, parts};
use crate::model::http::PROTECTED_HEADERS;

impl Validator<'_> {
    pub(super) fn api(&self) -> Check {
        let definition = self.definition;
        for (at, origin) in definition.api.origins.iter().enumerate() {
            let field = format!("api.origins[{at}]");
            self.address(&field, origin, &[])?;
            let bare = parse(origin, |name| self.is_origin(name)).is_ok_and(|parsed| parsed.rest.is_empty());
            ensure(bare, &field, "must be an origin without path")?;
        }
        let placement = &definition.api.placement;
        ensure(grammar::is_header_name(&placement.header), "api.placement.header", "must be a header's name")?;
        // These steer the connection or the browser session, not the credential.
        let taken = ["host", "cookie", "content-length", "transfer-encoding", "connection", "content-type", "te", "upgrade"];
        let free = !taken.iter().any(|name| placement.header.eq_ignore_ascii_case(name));
        ensure(free, "api.placement.header", "must not be a header of the connection")?;
        let prefix = placement.prefix.as_deref().unwrap_or_default();
        let visible = prefix.len() <= 64 && prefix.bytes().all(|b| (0x20..=0x7E).contains(&b));
        ensure(visible, "api.placement.prefix", "must be at most 64 visible ASCII characters and spaces")?;
        self.fields_of(placement)?;
        self.headers("api.headers", &definition.api.headers)?;
        let placed = |name: &String| name.eq_ignore_ascii_case(&placement.header);
        ensure(!definition.api.headers.keys().any(placed), "api.headers", "must not hold the header of the credential")?;
        self.further_headers()?;
        if let Some(probe) = &definition.probe {
            self.single_probe("probe", probe)?;
        }
        match &definition.key_probe {
            Some(probe) => {
                ensure(definition.auth.contains(&AuthKind::ApiKey), "key_probe", "is for keys, and auth does not name api_key")?;
                self.single_probe("key_probe", probe)
            }
            None => Ok(()),
        }
    }

    /// Headers beside the credential: of names that are known, and none of the fixed ones.
    fn further_headers(&self) -> Check {
        let api = &self.definition.api;
        let headers = &api.further_headers;
        self.headers("api.further_headers", headers)?;
        for (name, template) in headers {
            let field = format!("api.further_headers.{}", shown(name));
            let taken = |other: &String| other.eq_ignore_ascii_case(name);
            let is_free = !taken(&api.placement.header) && !api.headers.keys().any(taken);
            ensure(is_free, &field, "must not be the header of the credential, or one of api.headers")?;
            let mut names = parts(template).filter_map(|(_, name)| name).peekable();
            ensure(names.peek().is_some(), &field, "must hold {client_id} or a variable; what is fixed stands in api.headers")?;
            let known = |name: &str| match name {
                CLIENT_ID | CLIENT_SECRET => self.definition.oauth.is_some(),
                name => self.definition.variables.contains_key(name),
            };
            ensure(names.all(known), &field, "uses a variable that is not declared")?;
            let named = |wanted: &dyn Fn(&str) -> bool| parts(template).any(|(_, name)| name.is_some_and(wanted));
            ensure(
                !named(&|name| name == CLIENT_SECRET) || self.has_fixed_hosts(),
                &field,
                "may hold {client_secret} only where no host of the API has a variable",
            )?;
            let is_secret = |name: &str| self.definition.variables.get(name).is_some_and(grammar::is_for_nobody);
            ensure(
                !named(&is_secret) || self.has_fixed_hosts(),
                &field,
                "may hold a variable of the kind secret only where no host of the API has a variable",
            )?;
        }
        Ok(())
    }

    /// Whether nobody but the definition says where a request to the API goes: the operator's own secret goes to no host of a tenant's choice
    /// (SR-6, SR-34).
    fn has_fixed_hosts(&self) -> bool {
        let probes = [&self.definition.probe, &self.definition.key_probe].into_iter().flatten().map(|probe| &probe.url);
        let host = |address: &str| address.split('/').nth(2).unwrap_or(address).to_owned();
        self.definition.api.origins.iter().chain(probes).all(|address| !host(&address.0).contains('{'))
    }

    /// A probe, and what it looks for in the answer.
    pub(super) fn single_probe(&self, field: &str, probe: &Probe) -> Check {
        self.probe(&format!("{field}.url"), &probe.url, &[])?;
        ensure(!probe.live.is_empty() && are_statuses(&probe.live), &format!("{field}.live"), "must list HTTP statuses")?;
        for (name, condition) in [("live_when", &probe.live_when), ("rejected_when", &probe.rejected_when)] {
            let Some(condition) = condition else { continue };
            let field = format!("{field}.{name}");
            ensure(probe.method != ProbeMethod::Head, &field, "needs an answer with content, which HEAD has not")?;
            ensure(is_json_pointer(&condition.pointer), &format!("{field}.pointer"), "must be a JSON pointer such as /ok")?;
            let texts = condition.values.iter().all(|value| match value {
                JsonScalar::Text(text) => text.len() <= 256,
                JsonScalar::Bool(_) | JsonScalar::Integer(_) => true,
            });
            ensure(!condition.values.is_empty() && texts, &format!("{field}.values"), "must list what may stand there")?;
        }
        Ok(())
    }

    /// How stored fields make the header or the query: in one way, by names that a stored credential can have.
    fn fields_of(&self, placement: &Placement) -> Check {
        let has_query = !placement.query.is_empty();
        let ways = [placement.prefix.is_some(), placement.template.is_some(), placement.basic.is_some(), has_query];
        let ways = ways.into_iter().filter(|given| *given).count();
        ensure(ways <= 1, "api.placement", "must name one of prefix, template, basic and query")?;
        let Some(fields) = placement.fields() else { return Ok(()) };
        let field = match (&placement.basic, has_query) {
            (_, true) => "api.placement.query",
            (Some(_), false) => "api.placement.basic",
            (None, false) => "api.placement.template",
        };
        let plain = placement.query.keys().all(|name| grammar::is_header_name(name));
        ensure(plain && placement.query.len() <= 8, field, "must have at most 8 plain names of parameters")?;
        let stored = self.definition.auth.contains(&AuthKind::ApiKey);
        ensure(stored, field, "is for stored credentials, and auth does not name api_key")?;
        ensure(!fields.is_empty() && fields.iter().all(|name| is_field_name(name)), field, "must name fields, such as {key}")?;
        let text = placement.template.as_deref().unwrap_or_default();
        let visible = text.len() <= 256 && text.bytes().all(|byte| (0x20..=0x7E).contains(&byte));
        ensure(visible, field, "must be at most 256 visible ASCII characters and spaces")
    }

    /// Fixed headers of requests: none that carries a credential, chooses the server or frames the message.
    pub(super) fn headers(&self, field: &str, headers: &BTreeMap<String, String>) -> Check {
        let mut seen = BTreeSet::new();
        for (name, value) in headers {
            let field = format!("{field}.{}", shown(name));
            ensure(grammar::is_header_name(name), &field, "must have the name of a header")?;
            let name = name.to_ascii_lowercase();
            ensure(!PROTECTED_HEADERS.contains(&name.as_str()), &field, "is set by the request itself")?;
            ensure(seen.insert(name), &field, "is given twice")?;
            let visible = value.trim() == value && value.bytes().all(|byte| (0x20..=0x7E).contains(&byte));
            ensure(visible && (1..=512).contains(&value.len()), &field, "must be 1 to 512 visible ASCII characters")?;
        }
        Ok(())
    }

    /// Headers of requests with tokens, which may name the client.
    pub(super) fn named_headers(&self, field: &str, headers: &BTreeMap<String, String>) -> Check {
        self.headers(field, headers)?;
        let known = headers.values().all(|value| !value.replace("{client_id}", "").contains(['{', '}']));
        ensure(known, field, "must have nothing but {client_id} in braces")
    }

    /// A probe carries the credential, so its origin must be one of those that may receive it (SR-30).
    pub(super) fn probe(&self, field: &str, template: &Template, flow_values: &[&str]) -> Check {
        self.address(field, template, flow_values)?;
        let origin =
            |template: &Template| parse(template, |name| self.is_origin(name)).ok().and_then(|parsed| parsed.origin_text());
        let wanted = origin(template);
        let listed = self.definition.api.origins.iter().any(|listed| origin(listed) == wanted);
        ensure(listed, field, "must be at one of api.origins")
    }
}
