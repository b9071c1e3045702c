//! What a definition must fulfil before anything is sent anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::grammar::{self, FLOW_VALUES};
use super::issuer::{fixed_issuer, names_organisation};
use super::template::{Part, Start, parse};
use crate::base::{Error, ErrorCode, ProviderId, Result};
use crate::model::definition::{
    AuthKind, ID_TOKEN_ALGORITHMS, IdToken, Install, JsonScalar, Mint, OAuth, Origins, Pkce, ProbeMethod, ProviderDefinition,
    Rotation, SignInThenConsent, Template, Variable,
};
use crate::model::http::PROTECTED_HEADERS;

/// Which origins a definition may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginRule {
    /// https only.
    HttpsOnly,
    /// https, and http for hosts that are loopback by their spelling: development mode.
    AllowLoopbackHttp,
}

/// Parameters of the authorization request that the flow itself sets, or that would make it another flow (SR-31: no implicit
/// grant and no password by way of a "fixed parameter").
const RESERVED_PARAMETERS: [&str; 18] = [
    "response_type",
    "client_id",
    "client_secret",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "username",
    "password",
    "request",
    "request_uri",
    "iss",
    "code",
    "claims",
];

/// Checks a definition: every address, variable and setting.
///
/// # Errors
/// - `config_invalid`: names the field. No value is repeated.
pub(crate) fn validate_definition(definition: &ProviderDefinition, origin_rule: OriginRule) -> Result<()> {
    Validator { definition, origin_rule }.run().map_err(|Problem { field, rule }| {
        let id = if ProviderId::parse(&definition.id).is_ok() { definition.id.as_str() } else { "" };
        Error::new(ErrorCode::ConfigInvalid, format!("The definition of provider \"{id}\": {field} {rule}."))
            .with_context(|context| context.provider = (!id.is_empty()).then(|| id.to_owned()))
    })
}

struct Problem {
    field: String,
    rule: String,
}

type Check = Result<(), Problem>;

fn problem<T>(field: impl Into<String>, rule: impl Into<String>) -> Result<T, Problem> {
    Err(Problem { field: field.into(), rule: rule.into() })
}

fn ensure(holds: bool, field: &str, rule: &str) -> Check {
    if holds { Ok(()) } else { problem(field, rule) }
}

struct Validator<'a> {
    definition: &'a ProviderDefinition,
    origin_rule: OriginRule,
}

impl<'a> Validator<'a> {
    fn run(&self) -> Check {
        let definition = self.definition;
        ensure(ProviderId::parse(&definition.id).is_ok(), "id", "must be 1 to 64 characters of a-z, 0-9 and -")?;
        ensure(grammar::is_line(&definition.name, 128), "name", "must be one line of 1 to 128 bytes")?;
        ensure(definition.category.is_empty() || grammar::is_line(&definition.category, 64), "category", "must be one line")?;
        if let Some(docs) = &definition.docs {
            // It is shown as a link (SR-36).
            let is_https = url::Url::parse(docs).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
            ensure(is_https, "docs", "must be an https URL")?;
        }
        self.words()?;
        for (at, sentence) in definition.setup.iter().enumerate() {
            ensure(grammar::is_line(sentence, 1024), &format!("setup[{at}]"), "must be one line")?;
        }
        self.auth()?;
        if let Some(origins) = &definition.origins {
            self.origins(origins)?;
        }
        for (name, variable) in &definition.variables {
            self.variable(name, variable)?;
        }
        self.api()?;
        if let Some(oauth) = &definition.oauth {
            self.oauth(oauth)?;
        }
        if let Some(id_token) = &definition.id_token {
            self.id_token(id_token)?;
        }
        match &definition.install {
            Some(Install::SignInThenConsent(install)) => self.install(install)?,
            None => {}
        }
        self.scopes()?;
        self.lifetime()
    }

    fn auth(&self) -> Check {
        let definition = self.definition;
        let kinds: BTreeSet<_> = definition.auth.iter().map(|kind| *kind as u8).collect();
        ensure(!kinds.is_empty(), "auth", "must name at least one kind")?;
        ensure(kinds.len() == definition.auth.len(), "auth", "names a kind twice")?;
        let has = |kind| definition.auth.contains(&kind);
        if has(AuthKind::User) || has(AuthKind::Installation) {
            ensure(definition.oauth.is_some(), "oauth", "is missing")?;
            let has_page = definition.oauth.as_ref().is_some_and(|oauth| oauth.authorization_endpoint.is_some());
            ensure(has_page, "oauth.authorization_endpoint", "is missing, as people sign in there")?;
        }
        if has(AuthKind::Installation) {
            ensure(definition.install.is_some(), "install", "is missing")?;
            let organisation = definition.id_token.as_ref().and_then(|id_token| id_token.organisation_claim.as_ref());
            ensure(
                organisation.is_some(),
                "id_token.organisation_claim",
                "is missing: an installation belongs to an organisation",
            )?;
        }
        ensure(definition.install.is_none() || has(AuthKind::Installation), "auth", "must name installation, as install is given")
    }

    fn origins(&self, origins: &Origins) -> Check {
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

    fn new_name(&self, field: &str, name: &str) -> Check {
        ensure(grammar::is_name(name), field, "must be a name: a letter, then a-z, 0-9 and _")?;
        ensure(!FLOW_VALUES.contains(&name), field, "has a name that stands for a value of the flow")
    }

    fn variable(&self, name: &str, variable: &Variable) -> Check {
        let field = format!("variables.{}", shown(name));
        self.new_name(&field, name)?;
        match variable {
            Variable::OneOf { values, default, .. } => {
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
            Variable::Uuid { .. } | Variable::DnsLabel { .. } | Variable::PathSegment { .. } => Ok(()),
        }
    }

    fn oauth(&self, oauth: &OAuth) -> Check {
        if let Some(issuer) = &oauth.issuer {
            self.address("oauth.issuer", issuer, &[])?;
        }
        let knows_issuer = fixed_issuer(oauth, self.definition.id_token.as_ref()).is_some();
        ensure(!oauth.requires_iss || knows_issuer, "oauth.issuer", "is missing, as requires_iss is set")?;
        if let Some(endpoint) = &oauth.authorization_endpoint {
            self.address("oauth.authorization_endpoint", endpoint, &[])?;
        }
        self.headers("oauth.token_request.headers", &oauth.token_request.headers)?;
        self.address("oauth.token_endpoint", &oauth.token_endpoint, &[])?;
        if let Pkce::Off { reason } = &oauth.pkce {
            // SR-8: whoever reads the file later must be able to tell whether the reason still holds.
            ensure(grammar::is_line(reason, 1024) && reason.trim().len() >= 10, "oauth.pkce.off.reason", "must say why")?;
        }
        let separator = oauth.scope_separator.as_bytes();
        let fits = matches!(separator, [b' ' | b',' | b';' | b'+' | b'|']);
        ensure(fits, "oauth.scope_separator", "must be one of space , ; + |")?;
        self.scope_list("oauth.always_scopes", &oauth.always_scopes)?;
        for (name, value) in &oauth.authorization_parameters {
            let field = format!("oauth.authorization_parameters.{}", shown(name));
            ensure(grammar::is_header_name(name), &field, "must have a plain name")?;
            let free = !RESERVED_PARAMETERS.iter().any(|reserved| name.eq_ignore_ascii_case(reserved));
            ensure(free, &field, "is set by the flow itself")?;
            // OAuth 2.0 Multiple Response Types §2.1: the fragment belongs to the implicit grant. A form is posted across
            // sites, where neither our route nor the binding cookie would be: the callback is a GET.
            let mode = !name.eq_ignore_ascii_case("response_mode") || value == "query";
            ensure(mode, &field, "must be query")?;
            ensure(grammar::is_line(value, 512), &field, "must be one line")?;
        }
        Ok(())
    }

    fn id_token(&self, id_token: &IdToken) -> Check {
        ensure(self.definition.oauth.is_some(), "oauth", "is missing, as id_token is given")?;
        self.address("id_token.issuer", &id_token.issuer, &["organisation"])?;
        self.address("id_token.jwks_uri", &id_token.jwks_uri, &[])?;
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
                Some(Variable::DnsLabel { .. } | Variable::Host { .. }) | None => false,
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

    /// Words go into messages and pages: one line each.
    fn words(&self) -> Check {
        let words = &self.definition.words;
        let all = [&words.vendor, &words.organisation, &words.organisation_id, &words.rejected_client];
        ensure(
            all.into_iter().flatten().all(|word| grammar::is_line(word, 256)),
            "words",
            "must be single lines of at most 256 characters",
        )
    }

    fn install(&self, install: &SignInThenConsent) -> Check {
        let definition = self.definition;
        for (name, value) in &install.sign_in_variables {
            let fits = definition.variables.get(name).is_some_and(|variable| grammar::fits(variable, value));
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
        match &install.credential {
            Mint::ClientCredentials { scope } => self.text("install.credential.scope", scope)?,
        }
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

    fn api(&self) -> Check {
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
        let visible = placement.prefix.len() <= 64 && placement.prefix.bytes().all(|b| (0x20..=0x7E).contains(&b));
        ensure(visible, "api.placement.prefix", "must be at most 64 visible ASCII characters and spaces")?;
        self.headers("api.headers", &definition.api.headers)?;
        let placed = |name: &String| name.eq_ignore_ascii_case(&placement.header);
        ensure(!definition.api.headers.keys().any(placed), "api.headers", "must not hold the header of the credential")?;
        if let Some(probe) = &definition.probe {
            self.probe("probe.url", &probe.url, &[])?;
            ensure(!probe.live.is_empty() && are_statuses(&probe.live), "probe.live", "must list HTTP statuses")?;
            for (field, condition) in [("probe.live_when", &probe.live_when), ("probe.rejected_when", &probe.rejected_when)] {
                let Some(condition) = condition else { continue };
                ensure(probe.method != ProbeMethod::Head, field, "needs an answer with content, which HEAD has not")?;
                ensure(is_json_pointer(&condition.pointer), &format!("{field}.pointer"), "must be a JSON pointer such as /ok")?;
                let texts = condition.values.iter().all(|value| match value {
                    JsonScalar::Text(text) => text.len() <= 256,
                    JsonScalar::Bool(_) | JsonScalar::Integer(_) => true,
                });
                ensure(!condition.values.is_empty() && texts, &format!("{field}.values"), "must list what may stand there")?;
            }
        }
        Ok(())
    }

    /// Fixed headers of requests: none that carries a credential, chooses the server or frames the message.
    fn headers(&self, field: &str, headers: &BTreeMap<String, String>) -> Check {
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

    /// A probe carries the credential, so its origin must be one of those that may receive it (SR-30).
    fn probe(&self, field: &str, template: &Template, flow_values: &[&str]) -> Check {
        self.address(field, template, flow_values)?;
        let origin =
            |template: &Template| parse(template, |name| self.is_origin(name)).ok().and_then(|parsed| parsed.origin_text());
        let wanted = origin(template);
        let listed = self.definition.api.origins.iter().any(|listed| origin(listed) == wanted);
        ensure(listed, field, "must be at one of api.origins")
    }

    fn scopes(&self) -> Check {
        let definition = self.definition;
        for (name, scope) in &definition.scopes {
            let field = format!("scopes.{}", shown(name));
            ensure(self.is_scope(name), "scopes", "has a name that is not a scope (RFC 6749 section 3.3)")?;
            ensure(grammar::is_line(&scope.description, 256), &field, "must have a description")?;
        }
        self.scope_list("scope_comparison.unreported", &definition.scope_comparison.unreported)?;
        for (at, prefix) in definition.scope_comparison.strip_prefixes.iter().enumerate() {
            self.text(&format!("scope_comparison.strip_prefixes[{at}]"), prefix)?;
        }
        Ok(())
    }

    fn scope_list(&self, field: &str, scopes: &[String]) -> Check {
        ensure(scopes.iter().all(|scope| self.is_scope(scope)), field, "has a value that is not a scope (RFC 6749 section 3.3)")
    }

    fn is_scope(&self, text: &str) -> bool {
        grammar::is_scope(text, self.definition.oauth.as_ref().map_or(" ", |oauth| oauth.scope_separator.as_str()))
    }

    fn lifetime(&self) -> Check {
        let lifetime = &self.definition.lifetime;
        let grace = lifetime.rotation == Rotation::Grace;
        ensure(
            grace == (lifetime.grace_seconds > 0),
            "lifetime.grace_seconds",
            "must be given for rotation = \"grace\", and only then",
        )?;
        ensure(lifetime.access_seconds != Some(0), "lifetime.access_seconds", "must be more than 0")
    }

    fn is_origin(&self, name: &str) -> bool {
        let origins = self.definition.origins.as_ref();
        origins.is_some_and(|origins| origins.sets.get(&origins.default).is_some_and(|set| set.contains_key(name)))
    }

    fn scheme_fits(&self, scheme: &str, is_loopback: bool) -> bool {
        scheme == "https" || (is_loopback && self.origin_rule == OriginRule::AllowLoopbackHttp)
    }

    fn scheme_rule(&self) -> &'static str {
        match self.origin_rule {
            OriginRule::HttpsOnly => "must be https",
            OriginRule::AllowLoopbackHttp => "must be https, or http on a literal loopback host",
        }
    }

    /// A template that must be an address. `flow_values` may appear in its path.
    fn address(&self, field: &str, template: &Template, flow_values: &[&str]) -> Check {
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
                    return problem(field, "must have its host in lower case and no default port");
                };
                let literal_loopback = host.len() == 1 && grammar::is_literal_loopback(&origin);
                ensure(self.scheme_fits(scheme, literal_loopback), field, self.scheme_rule())?;
                self.sample(field, &text, &parsed.rest)
            }
        }
    }

    /// A value with which to try the host, if the variable may stand there: every host variable has a grammar (SR-34).
    fn host_sample(&self, field: &str, variable: Option<&'a Variable>, is_whole: bool) -> Result<&'a str, Problem> {
        match variable {
            Some(Variable::DnsLabel { .. }) if !is_whole => Ok("a"),
            Some(Variable::Host { hosts, .. }) if is_whole => Ok(hosts.first().map_or("a.example", String::as_str)),
            Some(Variable::OneOf { values, or_uuid: false, .. })
                if values
                    .iter()
                    .all(|value| if is_whole { grammar::is_host_name(value) } else { grammar::is_dns_label(value) }) =>
            {
                Ok(values.first().map_or("a", String::as_str))
            }
            _ => problem(field, "has a variable in its host that is not of the kind dns_label, host or one_of host names"),
        }
    }

    /// Fills the rest with a sample and asks the parser whether it comes back unchanged: literals must be canonical too.
    fn sample(&self, field: &str, origin: &str, rest: &[Part<'_>]) -> Check {
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
    fn text(&self, field: &str, template: &Template) -> Check {
        match parse(template, |name| self.is_origin(name)) {
            Err(why) => problem(field, why),
            Ok(parsed) if parsed.is_address() => self.address(field, template, &[]),
            Ok(parsed) => {
                let declared: &BTreeMap<String, Variable> = &self.definition.variables;
                ensure(parsed.names().all(|name| declared.contains_key(name)), field, "uses a variable that is not declared")
            }
        }
    }
}

/// RFC 6901 §3: reference tokens, each after a slash; a tilde stands only for itself (`~0`) or for a slash (`~1`).
fn is_json_pointer(text: &str) -> bool {
    let tilde = |token: &str| token.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
    text.len() <= 256 && (text.is_empty() || text.starts_with('/')) && tilde(text) && !text.chars().any(char::is_control)
}

fn are_statuses(statuses: &[u16]) -> bool {
    statuses.iter().all(|status| (200..=599).contains(status))
}

/// A key of the definition in a message: a name, or nothing that could be something else.
fn shown(name: &str) -> &str {
    let plain = (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if plain { name } else { "?" }
}
