//! Writes the names in messages and documentation, which hold them in Rust's spelling, as each language does.

use std::borrow::Cow;

use authpipe::{Named, Registered};

use crate::language::{Language, camel, swift};
use crate::operations::OPERATIONS;
use crate::records::RECORDS;

impl Language {
    /// A name in Rust's spelling, of a member or a method, as this language writes it.
    pub fn spell(self, name: &str) -> String {
        let known = RECORDS.iter().flat_map(|record| record.fields).find(|field| field.name() == name);
        match (known, self) {
            (Some(field), _) => self.member(field).into_owned(),
            (None, Language::JavaScript) => camel(name),
            (None, Language::Swift) => swift(name),
            (None, _) => name.to_owned(),
        }
    }

    /// A method of the core, in Rust's spelling, as an application in this language calls it: by its group where the language groups them.
    fn call(self, core: &str) -> String {
        let known = OPERATIONS.iter().find(|operation| operation.core == core);
        match (known, self) {
            (Some(operation), Language::JavaScript | Language::Python) => match operation.group {
                Some(group) => format!("{group}.{}", self.spell(operation.name)),
                None => self.spell(operation.name),
            },
            _ => self.spell(core),
        }
    }

    /// [`Language::write`], for the core to keep.
    pub(crate) fn spelling(self) -> authpipe::Spelling {
        match self {
            Language::Rust => |named| Language::Rust.write(named),
            Language::JavaScript => |named| Language::JavaScript.write(named),
            Language::Python => |named| Language::Python.write(named),
            Language::Swift => |named| Language::Swift.write(named),
        }
    }

    /// What a message names, as this language writes it.
    pub fn write(self, named: Named<'_>) -> String {
        match (named, self) {
            (named, Language::Rust) => named.in_rust(),
            (Named::Member(name), _) => self.spell(name),
            (Named::Method(name), _) => format!("{}()", self.call(name)),
            (Named::Command(words), Language::JavaScript) => format!("npx @authpipe/node {words}"),
            (Named::Command(words), Language::Python) => format!("python -m authpipe {words}"),
            (Named::Command(words), Language::Swift) => format!("authpipe {words}"),
            (Named::Connect { provider, config, label }, Language::JavaScript) => {
                format!("<ConnectButton provider=\"{provider}\"{} />", given(" ", "=", &[("config", config), ("label", label)]))
            }
            (Named::Connect { provider, config, label }, Language::Python) => {
                let members = given(", ", "=", &[("config", config), ("label", label)]);
                format!("create_auth_session(provider=\"{provider}\"{members}, …)")
            }
            (Named::Connect { provider, config, label }, Language::Swift) => {
                format!("connect(\"{provider}\"{})", given(", ", ": ", &[("config", config), ("label", label)]))
            }
            (Named::Install { provider: "", .. }, Language::JavaScript) => "<InstallButton>".to_owned(),
            (Named::Install { provider: "", .. }, Language::Python) => "create_install_session()".to_owned(),
            (Named::Install { provider: "", .. }, Language::Swift) => "createInstallSession()".to_owned(),
            (Named::Install { provider, config }, Language::JavaScript) => {
                format!("<InstallButton provider=\"{provider}\"{} />", given(" ", "=", &[("config", config)]))
            }
            (Named::Install { provider, config }, Language::Python) => {
                format!("create_install_session(provider=\"{provider}\"{}, …)", given(", ", "=", &[("config", config)]))
            }
            (Named::Install { provider, config }, Language::Swift) => {
                format!("createInstallSession(\"{provider}\"{}, …)", given(", ", ": ", &[("config", config)]))
            }
            (Named::Register { config, client, is_own }, Language::JavaScript) => {
                let given = match (client, is_own) {
                    (Registered::Confidential, false) => "{ clientId, clientSecret }",
                    (Registered::Confidential, true) => "{ clientId, clientSecret, definition }",
                    (Registered::Public, false) => "{ clientId }",
                    (Registered::Public, true) => "{ clientId, definition }",
                    (Registered::Absent, false) => "{}",
                    (Registered::Absent, true) => "{ definition }",
                };
                format!("providers[\"{config}\"] = {given}")
            }
            (Named::Register { config, client, is_own }, Language::Python) => {
                let given = match (client, is_own) {
                    (Registered::Confidential, false) => "client_id=…, client_secret=…",
                    (Registered::Confidential, true) => "client_id=…, client_secret=…, definition=…",
                    (Registered::Public, false) => "client_id=…",
                    (Registered::Public, true) => "client_id=…, definition=…",
                    (Registered::Absent, false) => "",
                    (Registered::Absent, true) => "definition=…",
                };
                format!("providers[\"{config}\"] = ProviderConfig({given})")
            }
            (Named::Register { config, client, is_own }, Language::Swift) => {
                let client = if client == Registered::Absent { "" } else { ", clientID: …" };
                let definition = if is_own { ", with its definition" } else { "" };
                format!("Provider(\"{config}\"{client}){definition}")
            }
            (Named::For(word), Language::JavaScript) => format!("credentialFor: '{word}'"),
            (Named::For(word), Language::Python) => format!("credential_for=\"{word}\""),
            (Named::For(word), Language::Swift) => format!("credentialFor: .{word}"),
            (Named::Principal, Language::JavaScript) => "{ tenantId, userId, role }".to_owned(),
            (Named::Principal, _) => "a Principal".to_owned(),
            (Named::Authorities, Language::JavaScript) => "extraCaFile (or NODE_EXTRA_CA_CERTS)".to_owned(),
            (Named::Authorities, Language::Python) => "extra_ca_file (or REQUESTS_CA_BUNDLE)".to_owned(),
            (Named::Authorities, _) => self.spell("extra_ca_file"),
            // A kind of name that this crate is too old for cannot be, because both are built together.
            (_, _) => String::new(),
        }
    }

    /// A documentation text in this language: names in backticks, which it holds in Rust's spelling, as this language writes them.
    pub fn render(self, doc: &str) -> String {
        let parts = doc
            .split('`')
            .enumerate()
            .map(|(at, part)| if at % 2 == 1 && is_name(part) { Cow::Owned(self.spell(part)) } else { Cow::Borrowed(part) });
        let parts: Vec<_> = parts.collect();
        parts.join("`")
    }
}

/// The arguments that are given, each behind `before` and with `is` in between. Ids have no quotation marks; a label that has one is shown
/// as it is.
fn given(before: &str, is: &str, arguments: &[(&str, Option<&str>)]) -> String {
    arguments.iter().filter_map(|(name, value)| value.map(|value| format!("{before}{name}{is}\"{value}\""))).collect()
}

/// Whether a word of a documentation is a name of ours: other words in backticks are values, which all languages write alike.
fn is_name(word: &str) -> bool {
    RECORDS.iter().any(|record| record.fields.iter().any(|field| field.name() == word))
        || OPERATIONS.iter().any(|operation| operation.name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelt_as_each_language_writes_them() {
        let table = [
            ("user_id", "userId", "userID"),
            ("min_validity", "minValidityMs", "minValidity"),
            ("all_tenants", "allTenants", "allTenants"),
            ("label", "label", "label"),
            ("create_auth_session", "createAuthSession", "createAuthSession"),
            ("base_url", "baseUrl", "baseURL"),
        ];
        for (name, javascript, swift) in table {
            assert_eq!(Language::Rust.spell(name), name);
            assert_eq!(Language::Python.spell(name), name);
            assert_eq!(Language::JavaScript.spell(name), javascript);
            assert_eq!(Language::Swift.spell(name), swift);
        }
    }

    #[test]
    fn methods_are_named_as_each_language_calls_them() {
        assert_eq!(Language::JavaScript.spell("get_credential"), "getCredential");
        assert_eq!(Language::Python.spell("get_credential"), "get_credential");
        assert_eq!(Language::Swift.spell("get_credential"), "credential");
        assert_eq!(Language::Swift.write(Named::Method("run_maintenance")), "runMaintenance()");
        let install = Named::Method("create_installation");
        let written =
            [Language::JavaScript, Language::Python, Language::Swift, Language::Rust].map(|language| language.write(install));
        assert_eq!(
            written,
            ["installations.create()", "installations.create()", "createInstallation()", "create_installation()"]
        );
        assert_eq!(Language::JavaScript.write(Named::Method("store_credential")), "storeCredential()");
        for (method, _) in crate::language::SWIFT_METHODS {
            assert!(OPERATIONS.iter().any(|operation| operation.core == *method), "{method}");
        }
    }

    /// Every method that a message of the core names, as each language would write it, is one of that language: groups and names of Node and
    /// Python are those of the description, which their lists of calls are compared with; Swift's stand in its sources.
    #[test]
    fn every_method_that_a_message_names_can_be_called() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let core = read_all(&root.join("core/src"), "rs");
        let swift = read_all(&root.join("bindings-swift/Sources/Authpipe"), "swift");
        let mut named: Vec<&str> = core.split("\u{27e8}call ").skip(1).filter_map(|rest| rest.split('\u{27e9}').next()).collect();
        named.sort_unstable();
        named.dedup();
        assert!(named.len() > 5, "{named:?}");
        for name in named {
            assert!(OPERATIONS.iter().any(|operation| operation.core == name), "{name} is no method of the core");
            let written = Language::Swift.write(Named::Method(name)).replace("()", "");
            let is_there =
                [format!("func {written}("), format!("func {written}<")].iter().any(|declared| swift.contains(declared));
            assert!(is_there, "{name}: Swift has no {written}");
        }
    }

    /// The text of every file below a folder that ends so.
    fn read_all(folder: &std::path::Path, extension: &str) -> String {
        let mut text = String::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text += &read_all(&path, extension);
            } else if path.extension().is_some_and(|found| found == extension) {
                text += &std::fs::read_to_string(&path).unwrap();
            }
        }
        text
    }

    #[test]
    fn the_way_to_connect_names_config_and_label_where_they_were_asked_for() {
        let bare = Named::Connect { provider: "acme", config: None, label: None };
        let whole = Named::Connect { provider: "acme", config: Some("eu"), label: Some("work") };
        let install = Named::Install { provider: "acme", config: Some("eu") };
        let table = [
            (bare, ["<ConnectButton provider=\"acme\" />", "create_auth_session(provider=\"acme\", …)", "connect(\"acme\")"]),
            (
                whole,
                [
                    "<ConnectButton provider=\"acme\" config=\"eu\" label=\"work\" />",
                    "create_auth_session(provider=\"acme\", config=\"eu\", label=\"work\", …)",
                    "connect(\"acme\", config: \"eu\", label: \"work\")",
                ],
            ),
            (
                install,
                [
                    "<InstallButton provider=\"acme\" config=\"eu\" />",
                    "create_install_session(provider=\"acme\", config=\"eu\", …)",
                    "createInstallSession(\"acme\", config: \"eu\", …)",
                ],
            ),
        ];
        for (named, written) in table {
            assert_eq!([Language::JavaScript, Language::Python, Language::Swift].map(|language| language.write(named)), written);
        }
    }

    #[test]
    fn documentation_is_spelt_and_values_are_left_alone() {
        let doc = "Needs `user_id`, gives `api_key` or `all`.";
        assert_eq!(Language::JavaScript.render(doc), "Needs `userId`, gives `api_key` or `all`.");
        assert_eq!(Language::Python.render(doc), doc);
    }
}
