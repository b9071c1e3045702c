//! Renders the slugs of the catalogue and the scopes that are known of each, so that editors offer them. Others stay possible everywhere:
//! a provider of one's own has a slug of its own, and providers have scopes of which the catalogue does not know.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use authpipe::Catalog;
use authpipe::definition::ProviderDefinition;

use crate::NOTICE;

/// The scopes of a provider, those of every sign-in among them.
fn scopes(definition: &ProviderDefinition) -> BTreeSet<&str> {
    // OAuth 1.0a adds none.
    let always = definition.oauth.iter().flat_map(|oauth| &oauth.always_scopes);
    definition.scopes.keys().chain(always).map(String::as_str).collect()
}

/// Words in quotation marks, a separator between them, in lines of at most 120 characters.
fn lines(words: &[String], separator: &str, indent: &str) -> String {
    let mut text = String::new();
    let mut line = indent.to_owned();
    for (at, word) in words.iter().enumerate() {
        let piece = if at + 1 == words.len() { word.clone() } else { format!("{word}{separator}") };
        if line.len() + piece.len() > 120 && line.len() > indent.len() {
            text += line.trim_end();
            text.push('\n');
            line = indent.to_owned();
        }
        line += &piece;
    }
    text + line.trim_end()
}

pub(crate) fn typescript() -> String {
    let quote = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    let slugs: Vec<String> = Catalog::builtin().names().map(|known| quote(known.id)).collect();
    let mut file = format!("// {NOTICE}\n\n/** The providers of the catalogue. */\nexport type ProviderSlug =\n");
    let _ = write!(file, "{};\n\n", lines(&slugs, " | ", "  | ").replace("\n  | ", "\n  "));
    file += "/** A provider: of the catalogue, or one of the application's own. */\nexport type ProviderName = ProviderSlug | (string & {});\n";
    file += "\n/** The scopes that the catalogue knows of each provider. */\nexport interface ProviderScopes {\n";
    for definition in Catalog::builtin().list() {
        let scopes: Vec<String> = scopes(definition).into_iter().map(quote).collect();
        if !scopes.is_empty() {
            let _ = write!(file, "  {}:\n{};\n", quote(&definition.id), lines(&scopes, " | ", "    "));
        }
    }
    file += "}\n\n/** A scope of a provider: one that the catalogue knows, or another. */\n";
    file += "export type ScopeOf<Slug extends string> = Slug extends keyof ProviderScopes ? ProviderScopes[Slug] | (string & {}) : string;\n";
    file += "\n/** The configs of an application by their names: under the slug of a provider its scopes are known. */\n";
    file += "export type ProviderConfigs<Config> = { [name: string]: Config } & {\n";
    file += "  [Slug in ProviderSlug]?: Config & { scopes?: ScopeOf<Slug>[] | undefined; optionalScopes?: ScopeOf<Slug>[] | undefined };\n};\n";
    file
}

pub(crate) fn python() -> String {
    let quote = |text: &str| format!("{text:?}");
    let mut file = format!("# {NOTICE}\n\"\"\"The providers of the catalogue, and the scopes that it knows of each.\n\n");
    file += "Only type checkers and editors read them: others stay possible everywhere.\n\"\"\"\n\n";
    file += "from __future__ import annotations\n\nfrom typing import Literal, TypeAlias\n\n";
    let slugs: Vec<String> = Catalog::builtin().names().map(|known| quote(known.id)).collect();
    let _ = write!(file, "ProviderSlug: TypeAlias = Literal[\n{},\n]\n", lines(&slugs, ", ", "    "));
    file += "\"\"\"The providers of the catalogue.\"\"\"\n\nProviderName: TypeAlias = ProviderSlug | str\n";
    file += "\"\"\"A provider: of the catalogue, or one of the application's own.\"\"\"\n";
    for definition in Catalog::builtin().list() {
        let scopes: Vec<String> = scopes(definition).into_iter().map(quote).collect();
        if !scopes.is_empty() {
            let name = pascal(&definition.id);
            let _ = write!(file, "\n{name}Scope: TypeAlias = Literal[\n{},\n]\n", lines(&scopes, ", ", "    "));
        }
    }
    file
}

/// Computed, so that none of them costs a program that does not use it anything at its start.
pub(crate) fn swift() -> String {
    let mut file = format!("// {NOTICE}\n\nextension ProviderID {{\n");
    for known in Catalog::builtin().names().filter(|known| known.id != "microsoft-onedrive") {
        let name = camel(known.id);
        let _ = writeln!(file, "    /// {}.\n    public static var {name}: ProviderID {{ {:?} }}", known.name, known.id);
    }
    file += "}\n\n/// The scopes that the catalogue knows of each provider. Others are given as text.\npublic enum ProviderScopes {\n";
    for definition in Catalog::builtin().list() {
        let scopes = scopes(definition);
        if scopes.is_empty() {
            continue;
        }
        let _ = writeln!(file, "    /// Of {}.\n    public enum {} {{", definition.name, pascal(&definition.id));
        let mut taken = BTreeSet::new();
        for scope in scopes {
            let mut name = camel(scope);
            while !taken.insert(name.clone()) {
                name = format!("{}_", name.trim_matches('`'));
            }
            let _ = writeln!(
                file,
                "        /// {}\n        public static var {name}: String {{ {scope:?} }}",
                sentence(definition, scope)
            );
        }
        file += "    }\n";
    }
    file + "}\n"
}

/// What a scope lets an application do; its name, where nobody has described it yet.
fn sentence(definition: &ProviderDefinition, scope: &str) -> String {
    match definition.scopes.get(scope).map(|scope| scope.description.trim_end_matches('.')) {
        None | Some("") => format!("The scope `{scope}`."),
        Some(description) => format!("{description}."),
    }
}

/// `data.records:read` as `DataRecordsRead`; what begins with a digit gets a letter before it.
fn pascal(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        name += &word[..1].to_ascii_uppercase();
        name += &word[1..];
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("N{name}") } else { name }
}

/// `dataRecordsRead`, in grave accents where the language has the word for itself.
fn camel(text: &str) -> String {
    let name = pascal(text);
    let name = format!("{}{}", name[..1].to_ascii_lowercase(), &name[1..]);
    let name = if name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) { name.to_ascii_lowercase() } else { name };
    if WORDS.contains(&name.as_str()) { format!("`{name}`") } else { name }
}

/// Words of Swift that cannot name a member, and `init` and `self`, which mean something else there.
const WORDS: [&str; 40] = [
    "as",
    "break",
    "case",
    "catch",
    "class",
    "continue",
    "default",
    "defer",
    "do",
    "else",
    "enum",
    "extension",
    "false",
    "for",
    "func",
    "guard",
    "if",
    "import",
    "in",
    "init",
    "internal",
    "is",
    "let",
    "nil",
    "operator",
    "private",
    "protocol",
    "public",
    "repeat",
    "return",
    "self",
    "static",
    "struct",
    "subscript",
    "super",
    "switch",
    "true",
    "try",
    "var",
    "while",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_languages() {
        for (text, expected) in [
            ("google-drive", "googleDrive"),
            ("data.records:read", "dataRecordsRead"),
            ("23andme", "n23andme"),
            ("default", "`default`"),
            ("https://www.googleapis.com/auth/drive", "httpsWwwGoogleapisComAuthDrive"),
            ("*", "n"),
        ] {
            assert_eq!(camel(text), expected, "{text}");
        }
        assert_eq!(pascal("google-drive"), "GoogleDrive");
    }

    #[test]
    fn every_slug_and_scope_is_offered_in_every_language() {
        let (typescript, python, swift) = (typescript(), python(), swift());
        for definition in Catalog::builtin().list() {
            assert!(typescript.contains(&format!("'{}'", definition.id)), "{}", definition.id);
            assert!(python.contains(&format!("{:?}", definition.id)), "{}", definition.id);
            for scope in scopes(definition) {
                assert!(typescript.contains(&format!("'{scope}'")), "{scope}");
                assert!(python.contains(&format!("{scope:?}")) && swift.contains(&format!("{{ {scope:?} }}")), "{scope}");
            }
        }
    }
}
