//! Names in messages. A message says once which option, method or command is meant, and each language writes it in its own way.
//!
//! A name stands in angle brackets, `⟨all_tenants⟩`: nothing that comes from outside is put there.

/// Something that languages write differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Named<'a> {
    /// An option, or a member of an argument or a result: `⟨all_tenants⟩`.
    Member(&'a str),
    /// A method: `⟨call run_maintenance⟩`.
    Method(&'a str),
    /// A command of the command line tool: `⟨command key generate⟩`.
    Command(&'a str),
    /// How the application lets a user connect to a provider: `⟨connect microsoft-onedrive config=eu label=work⟩`.
    Connect {
        /// The provider.
        provider: &'a str,
        /// The config's id, where it is another than the provider's.
        config: Option<&'a str>,
        /// The label, where it is not the default one.
        label: Option<&'a str>,
    },
    /// How the application lets an administrator install: `⟨install microsoft-onedrive config=eu⟩`; without a provider, any of them.
    Install {
        /// The provider.
        provider: &'a str,
        /// The config's id, where it is another than the provider's.
        config: Option<&'a str>,
    },
    /// How a client registration is configured: `⟨register microsoft-onedrive⟩`; with `register-public` one without a secret, with
    /// `register-keys` a provider of pasted keys, which has none, and with `-own` behind the first two, one of a provider that is not in
    /// the catalogue.
    Register {
        /// The config's id.
        config: &'a str,
        /// What is given of it.
        client: Registered,
        /// Whether the application defines the provider itself.
        is_own: bool,
    },
    /// What says that the installation's credential is meant: `⟨for installation⟩`.
    For(&'a str),
    /// What `identify` must return: `⟨principal⟩`.
    Principal,
    /// Where certificate authorities are taken from: `⟨authorities⟩`.
    Authorities,
}

/// What a client registration consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    /// An id and a secret.
    Confidential,
    /// An id.
    Public,
    /// Nothing: people paste keys.
    Absent,
}

impl<'a> Named<'a> {
    fn parse(text: &'a str) -> Self {
        match text.split_once(' ').unwrap_or((text, "")) {
            ("call", name) => Named::Method(name),
            ("command", words) => Named::Command(words),
            ("connect", place) => {
                Named::Connect { provider: first(place), config: member(place, "config="), label: member(place, "label=") }
            }
            ("install", place) => Named::Install { provider: first(place), config: member(place, "config=") },
            ("register", config) => Named::Register { config, client: Registered::Confidential, is_own: false },
            ("register-public", config) => Named::Register { config, client: Registered::Public, is_own: false },
            ("register-keys", config) => Named::Register { config, client: Registered::Absent, is_own: false },
            ("register-own", config) => Named::Register { config, client: Registered::Confidential, is_own: true },
            ("register-public-own", config) => Named::Register { config, client: Registered::Public, is_own: true },
            ("for", word) => Named::For(word),
            ("principal", _) => Named::Principal,
            ("authorities", _) => Named::Authorities,
            _ => Named::Member(text),
        }
    }

    /// As Rust writes it.
    pub fn in_rust(self) -> String {
        match self {
            Named::Member(name) => name.to_owned(),
            Named::Method(name) => format!("{name}()"),
            Named::Command(words) => format!("authpipe {words}"),
            Named::Connect { config, label, .. } => {
                format!("create_auth_session(){}", with(&[("config", config), ("label", label)]))
            }
            Named::Install { config, .. } => format!("create_install_session(){}", with(&[("config", config)])),
            Named::Register { config, client, is_own } => {
                let client = match client {
                    Registered::Confidential => " with its client_id and client_secret",
                    Registered::Public => " with its client_id",
                    Registered::Absent => "",
                };
                let definition = if is_own { ", and its definition" } else { "" };
                format!("a ProviderInput for \"{config}\"{client}{definition}")
            }
            Named::For(word) => format!("credential_for: {}", capital(word)),
            Named::Principal => "a Principal".to_owned(),
            Named::Authorities => "extra_ca_file".to_owned(),
        }
    }
}

/// The word before the first blank.
fn first(words: &str) -> &str {
    words.split(' ').next().unwrap_or_default()
}

/// What one of the words behind the first says, which begins so. Ids and labels have no blanks.
fn member<'a>(words: &'a str, begin: &str) -> Option<&'a str> {
    words.split(' ').skip(1).find_map(|word| word.strip_prefix(begin))
}

fn with(members: &[(&str, Option<&str>)]) -> String {
    let given = members.iter().filter_map(|(name, value)| value.map(|value| format!("{name} \"{value}\"")));
    let given: Vec<String> = given.collect();
    if given.is_empty() { String::new() } else { format!(" with {}", given.join(" and ")) }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// A text with its names as `spell` writes them.
pub(crate) fn render(text: &str, spell: impl Fn(Named<'_>) -> String) -> String {
    let mut rendered = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟨') {
        let Some((name, after)) = after.split_once('⟩') else { break };
        rendered.push_str(before);
        rendered.push_str(&spell(Named::parse(name)));
        rest = after;
    }
    rendered.push_str(rest);
    rendered
}

/// A text as Rust writes it.
pub(crate) fn in_rust(text: &str) -> String {
    render(text, |named| named.in_rust())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_once_and_spelt_by_the_language() {
        let text = "Give ⟨tenant_id⟩ or ⟨all_tenants⟩, then ⟨call run_maintenance⟩ or ⟨command key generate⟩.";
        assert_eq!(in_rust(text), "Give tenant_id or all_tenants, then run_maintenance() or authpipe key generate.");
        let shouting = render("⟨tenant_id⟩ ⟨connect acme⟩", |named| match named {
            Named::Member(name) => name.to_uppercase(),
            Named::Connect { provider, config: None, label: None } => format!("<{provider}>"),
            other => panic!("{other:?}"),
        });
        assert_eq!(shouting, "TENANT_ID <acme>");
        for (text, rendered) in [
            ("⟨connect acme⟩", "create_auth_session()"),
            ("⟨connect acme label=a=b⟩", "create_auth_session() with label \"a=b\""),
            ("⟨connect acme config=eu label=config=x⟩", "create_auth_session() with config \"eu\" and label \"config=x\""),
            ("⟨connect acme label=config=x⟩", "create_auth_session() with label \"config=x\""),
            ("⟨install acme config=eu⟩", "create_install_session() with config \"eu\""),
            ("⟨install⟩", "create_install_session()"),
        ] {
            assert_eq!(in_rust(text), rendered, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_stays() {
        for text in ["", "plain", "one ⟩ two", "open ⟨ only"] {
            assert_eq!(in_rust(text), text);
        }
    }
}
