//! Completes a config with the endpoints that its issuer publishes: those that the definition does not name, and only at hosts that it
//! allows.

use std::collections::BTreeMap;

use url::Url;

use super::issuer::fixed_issuer;
use super::{grammar, resolve};
use crate::base::Result;
use crate::model::config::ProviderConfig;
use crate::model::definition::{Discovery, OptionalEndpoint, Revocation, Template};
use crate::model::issuer_metadata::IssuerMetadata;

/// The issuer whose endpoints are looked up.
pub(crate) struct Issuer<'a> {
    pub(crate) discovery: &'a Discovery,
    /// As the definition spells it, which is how it must spell itself.
    pub(crate) text: String,
    pub(crate) url: Url,
}

impl Issuer<'_> {
    fn uses(&self, endpoint: OptionalEndpoint) -> bool {
        !self.discovery.leaves_out.contains(&endpoint)
    }
}

/// Whom to ask for endpoints; `None`: the definition names them all.
///
/// # Errors
/// As [`resolve::resolve_template`].
pub(crate) fn issuer_to_ask<'a>(config: &'a ProviderConfig, variables: &BTreeMap<String, String>) -> Result<Option<Issuer<'a>>> {
    let Some(oauth) = &config.definition.oauth else { return Ok(None) };
    let (Some(discovery), Some(issuer)) = (&oauth.discovery, fixed_issuer(oauth, config.definition.id_token.as_ref())) else {
        return Ok(None);
    };
    let text = resolve::resolve_template(config, issuer, variables)?;
    Ok(Some(Issuer { discovery, text, url: resolve::resolve_url(config, issuer, variables)? }))
}

/// The config with what its issuer publishes. `None`: an endpoint is missing, or is none that the definition allows.
pub(crate) fn complete(config: &ProviderConfig, issuer: &Issuer<'_>, published: &IssuerMetadata) -> Option<ProviderConfig> {
    let endpoint = |text: Option<&str>| Some(Template(judged(issuer, text?)?));
    let mut complete = config.clone();
    let mut definition = (*complete.definition).clone();
    let oauth = definition.oauth.as_mut()?;
    if oauth.token_endpoint.is_none() {
        oauth.token_endpoint = Some(endpoint(published.token_endpoint.as_deref())?);
    }
    if oauth.authorization_endpoint.is_none() {
        // One that is published and not allowed is no reason to go on without.
        oauth.authorization_endpoint = match published.authorization_endpoint.as_deref() {
            Some(text) => Some(endpoint(Some(text))?),
            None => None,
        };
    }
    if oauth.device_authorization_endpoint.is_none() && issuer.uses(OptionalEndpoint::DeviceAuthorizationEndpoint) {
        // A device flow that is published and not allowed is one that this config does not have: nobody need sign in by it.
        let published = published.device_authorization_endpoint.as_deref();
        oauth.device_authorization_endpoint = endpoint(published);
    }
    oauth.requires_iss |= published.names_issuer;
    oauth.discovery = None;
    if let Some(id_token) = definition.id_token.as_mut().filter(|id_token| id_token.jwks_uri.is_none()) {
        id_token.jwks_uri = Some(endpoint(published.jwks_uri.as_deref())?);
    }
    // One that is published elsewhere than the definition allows is not asked: nothing else depends on it.
    let revokes = endpoint(published.revocation_endpoint.as_deref());
    if let Some(found) = revokes.filter(|_| issuer.uses(OptionalEndpoint::RevocationEndpoint)) {
        match &mut definition.revocation {
            Some(revocation) => drop(revocation.endpoint.get_or_insert(found)),
            None => definition.revocation = Some(Revocation::published(found)),
        }
    }
    complete.definition = definition.into();
    Some(complete)
}

/// Where an issuer publishes an endpoint that is no place which the definition allows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    pub(crate) host: String,
    pub(crate) port: Option<u16>,
    /// Whether it would be allowed if the definition listed the host.
    pub(crate) is_allowable: bool,
}

/// Where an issuer publishes its revocation endpoint, if that is no place that the definition allows. What is no address has none.
pub(crate) fn revocation_elsewhere(issuer: &Issuer<'_>, published: &IssuerMetadata) -> Option<Elsewhere> {
    let is_used = issuer.uses(OptionalEndpoint::RevocationEndpoint);
    let text = published.revocation_endpoint.as_deref().filter(|text| is_used && judged(issuer, text).is_none())?;
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?.to_owned();
    Some(Elsewhere { host, port: url.port(), is_allowable: is_usual(&url) && is_plain(&url, text) })
}

/// An endpoint as a template, which it is without variables: at the issuer's own origin, or over https at a host that the definition
/// allows. It says nothing about who it is for, and a parser gives it back as it is (SR-34).
fn judged(issuer: &Issuer<'_>, text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_listed = url.host_str().is_some_and(|host| {
        let fits = |allowed: &String| allowed == host || (allowed.starts_with('.') && grammar::ends_in(host, allowed));
        issuer.discovery.hosts.iter().any(fits)
    });
    let is_there = url.origin() == issuer.url.origin() || (is_usual(&url) && is_listed);
    (is_there && is_plain(&url, text)).then(|| text.to_owned())
}

fn is_usual(url: &Url) -> bool {
    url.scheme() == "https" && url.port().is_none()
}

fn is_plain(url: &Url, text: &str) -> bool {
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    bare && url.as_str() == text && !text.contains(['{', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::definition::DiscoveryKind;

    #[test]
    fn a_revocation_endpoint_that_is_not_allowed_has_its_place_told() {
        let discovery =
            Discovery { kind: DiscoveryKind::Openid, hosts: vec!["token.acme.example".to_owned()], leaves_out: vec![] };
        let text = "https://id.acme.example".to_owned();
        let issuer = Issuer { discovery: &discovery, url: Url::parse(&text).unwrap(), text };
        let at = |host: &str, port: Option<u16>, is_allowable| Some(Elsewhere { host: host.to_owned(), port, is_allowable });
        for (published, told) in [
            (Some("https://id.acme.example/revoke"), None),
            (Some("https://token.acme.example/revoke"), None),
            (Some("https://revoke.acme.example/a?b"), at("revoke.acme.example", None, true)),
            (Some("https://revoke.acme.example/a#b"), at("revoke.acme.example", None, false)),
            (Some("https://Revoke.acme.example/a"), at("revoke.acme.example", None, false)),
            (Some("https://id.acme.example:8443/revoke"), at("id.acme.example", Some(8443), false)),
            (Some("https://person@revoke.acme.example:8443/a"), at("revoke.acme.example", Some(8443), false)),
            (Some("http://token.acme.example/revoke"), at("token.acme.example", None, false)),
            (Some("/revoke"), None),
            (None, None),
        ] {
            let metadata = IssuerMetadata { revocation_endpoint: published.map(str::to_owned), ..IssuerMetadata::default() };
            assert_eq!(revocation_elsewhere(&issuer, &metadata), told, "{published:?}");
        }
    }

    #[test]
    fn an_endpoint_is_at_the_issuer_or_at_a_host_that_the_definition_allows() {
        let hosts = vec!["token.acme.example".to_owned(), ".login.acme.example".to_owned()];
        let discovery = Discovery { kind: DiscoveryKind::Openid, hosts, leaves_out: vec![] };
        let text = "https://id.acme.example/x".to_owned();
        let issuer = Issuer { discovery: &discovery, url: Url::parse(&text).unwrap(), text };
        for good in [
            "https://id.acme.example/token",
            "https://id.acme.example/token?v=2",
            "https://token.acme.example/t",
            "https://eu.login.acme.example/t",
        ] {
            assert_eq!(judged(&issuer, good).as_deref(), Some(good));
        }
        for bad in [
            "http://id.acme.example/token",
            "https://id.acme.example:8443/token",
            "http://token.acme.example/t",
            "https://token.acme.example:8443/t",
            "https://evil.example/token",
            "https://id.acme.example.evil.example/token",
            "https://xlogin.acme.example/t",
            "https://login.acme.example/t",
            "https://id.acme.example@evil.example/token",
            "https://user@id.acme.example/token",
            "https://id.acme.example/token#x",
            "https://id.acme.example/{person}",
            "https://ID.acme.example/token",
            "https://id.acme.example/a/../token",
            "https://id.acme.example\\@evil.example/",
            "javascript:alert(1)",
            "/token",
            "",
        ] {
            assert_eq!(judged(&issuer, bad), None, "{bad}");
        }
    }
}
