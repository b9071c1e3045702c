//! The option `proxy`: a URL, or the environment's word for one where the application asks for that.

use std::env;

use crate::base::{Error, ErrorCode, Result};

/// What the option says instead of a URL.
const ENVIRONMENT: &str = "environment";

/// The proxy, and the hosts that are reached without it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) url: Option<String>,
    pub(super) not_for: Option<String>,
}

/// Reads the option. With `environment` it is what curl takes: `HTTPS_PROXY`, else `ALL_PROXY`, with `NO_PROXY`, each in lower case first.
/// All providers but those on this machine are reached by https, so `HTTP_PROXY` says nothing.
///
/// # Errors
/// - `config_invalid`: a variable is no URL of a proxy. It is not repeated, because it may hold a password.
pub(super) fn read(option: Option<&str>) -> Result<Named> {
    read_from(option, |name| env::var(name).ok())
}

fn read_from(option: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> Result<Named> {
    if option != Some(ENVIRONMENT) {
        return Ok(Named { url: option.map(str::to_owned), not_for: None });
    }
    let read = |name: &str| {
        let found = [name.to_ascii_lowercase(), name.to_owned()].into_iter().filter_map(|name| variable(&name));
        found.map(|text| text.trim().to_owned()).find(|text| !text.is_empty())
    };
    let Some(text) = read("HTTPS_PROXY").or_else(|| read("ALL_PROXY")) else { return Ok(Named::default()) };
    // As curl and most others take it.
    let url = if text.contains("://") { text } else { format!("http://{text}") };
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(Error::new(ErrorCode::ConfigInvalid, "HTTPS_PROXY or ALL_PROXY names a proxy that does not speak HTTP.")
            .with_hint("Give ⟨proxy⟩ the http:// or https:// URL of one that does."));
    }
    Ok(Named { url: Some(url), not_for: read("NO_PROXY") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(option: Option<&str>, variables: &[(&str, &str)]) -> Result<(Option<String>, Option<String>)> {
        let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        read_from(option, variable).map(|named| (named.url, named.not_for))
    }

    #[test]
    fn the_environment_is_read_only_where_the_application_asks_for_it() {
        let set = [("HTTPS_PROXY", "http://corp:3128"), ("NO_PROXY", "corp.example")];
        assert_eq!(named(None, &set).unwrap(), (None, None));
        assert_eq!(named(Some("http://own:1"), &set).unwrap(), (Some("http://own:1".into()), None));
        assert_eq!(named(Some("environment"), &set).unwrap(), (Some("http://corp:3128".into()), Some("corp.example".into())));
        assert_eq!(named(Some("environment"), &[]).unwrap(), (None, None));
    }

    #[test]
    fn it_is_read_as_curl_reads_it() {
        let url = |variables: &[(&str, &str)]| named(Some("environment"), variables).unwrap().0;
        assert_eq!(url(&[("https_proxy", "http://a:1"), ("HTTPS_PROXY", "http://b:1")]).as_deref(), Some("http://a:1"));
        assert_eq!(url(&[("https_proxy", " "), ("HTTPS_PROXY", "b:3128")]).as_deref(), Some("http://b:3128"));
        assert_eq!(url(&[("ALL_PROXY", "http://c:1")]).as_deref(), Some("http://c:1"));
        assert_eq!(url(&[("HTTP_PROXY", "http://d:1")]), None);
        let error = named(Some("environment"), &[("ALL_PROXY", "socks5://user:canary@e:1")]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
