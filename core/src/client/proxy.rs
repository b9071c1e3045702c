//! Reads the option `proxy`: a URL, or the environment's word for one where the application asks for that.

use std::env;

use crate::base::{Error, ErrorCode, Result};
use crate::net::{Proxy, parse_proxy};

/// What the option says instead of a URL.
const ENVIRONMENT: &str = "environment";

/// Reads the option. With `environment` it is what curl takes: `HTTPS_PROXY`, else `ALL_PROXY`, with `NO_PROXY`, each in lower case first.
/// All providers but those on this machine are reached by https, so `HTTP_PROXY` says nothing.
///
/// # Errors
/// - `config_invalid`: what was given, or the variable, is no URL of a proxy. It is not repeated, because it may hold a password.
pub(super) fn read(option: Option<&str>) -> Result<Option<Proxy>> {
    read_from(option, |name| env::var(name).ok())
}

/// A variable that says something.
struct Variable {
    name: String,
    text: String,
}

fn read_from(option: Option<&str>, variable: impl Fn(&str) -> Option<String>) -> Result<Option<Proxy>> {
    if option != Some(ENVIRONMENT) {
        return option.map(|url| parse_proxy(url).map(Proxy::new)).transpose();
    }
    let read = |name: &str| {
        let spelled = [name.to_ascii_lowercase(), name.to_owned()].into_iter();
        let mut found = spelled.filter_map(|name| Some(Variable { text: variable(&name)?.trim().to_owned(), name }));
        found.find(|variable| !variable.text.is_empty())
    };
    let Some(Variable { name, text }) = read("HTTPS_PROXY").or_else(|| read("ALL_PROXY")) else { return Ok(None) };
    // As curl and most others take it.
    let url = if text.contains("://") { text } else { format!("http://{text}") };
    if !["http://", "https://"].iter().any(|scheme| url.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme))) {
        return Err(Error::new(ErrorCode::ConfigInvalid, format!("{name} names a proxy that does not speak HTTP."))
            .with_hint("Give ⟨proxy⟩ the http:// or https:// URL of one that does."));
    }
    let url = parse_proxy(&url).map_err(|error| error.naming("proxy", &name))?;
    let not_for = read("NO_PROXY").map(|variable| variable.text).unwrap_or_default();
    Ok(Some(Proxy::except(url, &not_for)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(option: Option<&str>, variables: &[(&str, &str)]) -> Result<(Option<String>, Option<String>)> {
        let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let proxy = read_from(option, variable)?;
        let hosts = |proxy: &Proxy| Some(proxy.except_hosts().to_owned()).filter(|hosts| !hosts.is_empty());
        Ok((proxy.as_ref().map(|proxy| proxy.url().trim_end_matches('/').to_owned()), proxy.as_ref().and_then(hosts)))
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
        assert_eq!(url(&[("ALL_PROXY", "HTTP://c:1")]).as_deref(), Some("http://c:1"));
        assert_eq!(url(&[("HTTP_PROXY", "http://d:1")]), None);
        let error = named(Some("environment"), &[("ALL_PROXY", "socks5://user:canary@e:1")]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(!format!("{error} {error:?}").contains("canary"));
    }

    #[test]
    fn what_is_no_proxy_is_told_by_the_name_under_which_it_was_given() {
        let wrong = "http://user:canary@corp:3128/path";
        for (option, variables, said) in [
            (Some(wrong), &[][..], "proxy must be"),
            (Some("environment"), &[("HTTPS_PROXY", wrong)], "HTTPS_PROXY must be"),
            (Some("environment"), &[("https_proxy", wrong)], "https_proxy must be"),
            (Some("environment"), &[("ALL_PROXY", wrong)], "ALL_PROXY must be"),
            (Some("environment"), &[("all_proxy", "user:canary@corp:port")], "all_proxy must be"),
            (Some("environment"), &[("all_proxy", "socks5://canary")], "all_proxy names a proxy that does not speak HTTP"),
        ] {
            let error = named(option, variables).unwrap_err();
            assert!(error.message().starts_with(said), "{error}");
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
}
