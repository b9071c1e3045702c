//! Reads a definition from the text of a file, and says of what is wrong in which line it stands and what to do.

use std::fmt;

use super::remedy;
use super::validate::{OriginRule, Problem, find_problem};
use crate::base::is_invisible;
use crate::model::definition::ProviderDefinition;

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileFault {
    /// The line, counted from 1. 0: the file as a whole.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hint: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {} {}", self.line, self.message, self.hint)
    }
}

/// Reads and validates the text of a definition.
pub(crate) fn read_text(text: &str, rule: OriginRule) -> Result<ProviderDefinition, FileFault> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let definition: ProviderDefinition = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
    if definition.id.is_empty() {
        let hint = "Give id = \"…\", which is the file's name without .toml.".to_owned();
        return Err(FileFault { line: 0, message: "The id is missing.".to_owned(), hint });
    }
    match find_problem(&definition, rule) {
        None => Ok(definition),
        Some(problem) => Err(invalid(text, &problem)),
    }
}

/// What some editors put before the text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

fn unreadable(text: &str, error: &toml::de::Error) -> FileFault {
    let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let hint = match quoted.split_first() {
        Some((given, known)) if message.starts_with("unknown field") || message.starts_with("unknown variant") => {
            remedy::of_unknown(given, known)
        }
        Some((missing, _)) if message.starts_with("missing field") => format!("Add {missing}."),
        _ if message.starts_with("duplicate key") => "Keep one of them.".to_owned(),
        _ => remedy::of_value(message),
    };
    let mut first = message.lines().next().unwrap_or_default().split(", expected").next().unwrap_or_default().to_owned();
    if let Some(letter) = first.get(..1).map(str::to_ascii_uppercase) {
        first.replace_range(..1, &letter);
    }
    FileFault { line, message: format!("{}.", shown(first.trim_end_matches('.'))), hint }
}

/// A text of the file in a message: so much of it, and nothing that changes how the rest is shown.
fn shown(text: &str) -> String {
    let plain = |letter: char| if letter.is_control() || is_invisible(letter) { char::REPLACEMENT_CHARACTER } else { letter };
    text.chars().take(200).map(plain).collect()
}

fn invalid(text: &str, problem: &Problem) -> FileFault {
    let Problem { field, rule } = problem;
    FileFault { line: line_of(text, field), message: format!("{field} {rule}."), hint: remedy::of_rule(rule) }
}

/// The line in which a field such as `oauth.token_endpoint` or `facts.sources[2]` is given, or the table in which it would be. 0: nowhere.
fn line_of(text: &str, field: &str) -> usize {
    let plain: String = field.split(['[', ']']).step_by(2).collect();
    let wanted: Vec<&str> = plain.split('.').collect();
    let mut table: Vec<String> = Vec::new();
    let (mut best, mut line) = (0, 0);
    for (at, text) in text.lines().enumerate() {
        let text = text.trim();
        let path = if let Some(header) = text.strip_prefix('[') {
            table = keys(header.trim_start_matches('[').split(']').next().unwrap_or_default());
            table.clone()
        } else if let Some((key, _)) = text.split_once('=').filter(|_| !text.starts_with(['#', '"', '{'])) {
            table.iter().cloned().chain(keys(key)).collect()
        } else {
            continue;
        };
        let fits = path.iter().zip(&wanted).take_while(|(part, wanted)| *part == *wanted).count();
        if fits == path.len() && fits > best {
            (best, line) = (fits, at + 1);
        }
    }
    line
}

fn keys(dotted: &str) -> Vec<String> {
    dotted.split('.').map(|key| key.trim().trim_matches('"').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"id = "acme"
name = "Acme"
auth = ["user"]

[variables.shop]
kind = "dns_label"

[oauth]
authorization_endpoint = "https://{shop}.acme.example/authorize"
token_endpoint = "https://{shop}.acme.example/token"

[api]
origins = ["https://{shop}.acme.example"]
"#;

    fn fault(from: &str, to: &str) -> FileFault {
        assert!(GOOD.contains(from), "{from}");
        read_text(&GOOD.replacen(from, to, 1), OriginRule::HttpsOnly).unwrap_err()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_to_do() {
        assert_eq!(read_text(GOOD, OriginRule::HttpsOnly).unwrap().id, "acme");
        for (from, to, line, message, hint) in [
            ("auth =", "atuh =", 3, "Unknown field `atuh`.", "Did you mean \"auth\"?"),
            ("token_endpoint", "token_endpint", 10, "Unknown field `token_endpint`.", "Did you mean \"token_endpoint\"?"),
            ("[api]", "include = \"base.toml\"\n[api]", 12, "Unknown field `include`.", "Known here: "),
            ("name = \"Acme\"\n", "", 1, "Missing field `name`.", "Add name."),
            ("[variables.shop]\nkind = \"dns_label\"\n", "", 11, "api.origins[0] uses a variable", "its grammar"),
            ("dns_label", "path_segment", 13, "api.origins[0] has a variable in its host", "one label"),
            ("dns_label", "free_text", 6, "Unknown variant `free_text`.", "Known here: "),
            (
                "https://{shop}.acme.example/token",
                "http://{shop}.acme.example/token",
                10,
                "oauth.token_endpoint must be https.",
                "https://",
            ),
            ("name = \"Acme\"", "name = \"Acme\"\nname = \"Acme\"", 3, "Duplicate key", "Keep one"),
            ("[oauth]", "[oauth", 8, "", "schema.json"),
            ("id = \"acme\"", "id = \"Acme!\"", 1, "id must be", "schema.json"),
            ("id = \"acme\"\n", "", 0, "The id is missing.", "Give id"),
            ("[\"user\"]", "\"user\"", 3, "Invalid type", "It must be a list, in brackets"),
            ("name = \"Acme\"", "name = 7", 2, "Invalid type", "It must be a text"),
            // Cyrillic, and a name that is not in ASCII.
            ("acme.example/token", "\u{430}cme.example/token", 10, "has a character that an address cannot have", "xn--"),
            ("acme.example/token", "b\u{fc}cher.example/token", 10, "has a character that an address cannot have", "xn--"),
            ("https://{shop}.acme.example/token", "https://acme.example./token", 10, "a dot at its end", "schema.json"),
            ("https://{shop}.acme.example/token", "https://acme..example/token", 10, "a dot at its end", "schema.json"),
            ("https://{shop}.acme.example/token", "https://acme.example:0/token", 10, "must be one host", "schema.json"),
            ("https://{shop}.acme.example/token", "https://acme.example:70000/token", 10, "must be one host", "schema.json"),
            ("https://{shop}.acme.example/token", "https://u:p@acme.example/token", 10, "must be one host", "schema.json"),
            ("acme.example/token", "acme.example/token#f", 10, "has a character", "percent-encoded"),
            // What a terminal would show in another order.
            ("auth =", "\"au\u{202e}th\" =", 3, "Unknown field `au\u{fffd}th`.", "Did you mean \"auth\"?"),
        ] {
            let fault = fault(from, to);
            assert_eq!(fault.line, line, "{to}: {fault}");
            assert!(fault.message.contains(message) && fault.hint.contains(hint), "{to}: {fault}");
        }
    }

    /// However an editor writes it, and however much there is of it.
    #[test]
    fn marks_line_ends_and_depths_are_read_or_told() {
        for text in [format!("{BYTE_ORDER_MARK}{GOOD}"), GOOD.replace('\n', "\r\n"), GOOD.replace(" = ", "\t=\t")] {
            assert_eq!(read_text(&text, OriginRule::HttpsOnly).unwrap().id, "acme");
        }
        let marked = format!("{BYTE_ORDER_MARK}{}", GOOD.replacen("acme", "Acme!", 1));
        assert_eq!(read_text(&marked, OriginRule::HttpsOnly).unwrap_err().line, 1);
        let deep = format!("{GOOD}\n[a{}]\n", ".a".repeat(5000));
        let wide = format!("{GOOD}x = {}\n", "[".repeat(5000));
        let long = GOOD.replacen("auth", &"a".repeat(100_000), 1);
        for text in [deep, wide, long] {
            let fault = read_text(&text, OriginRule::HttpsOnly).unwrap_err();
            assert!(fault.message.len() < 300 && !fault.hint.is_empty(), "{} bytes", fault.message.len());
        }
    }

    #[test]
    fn a_field_is_found_in_tables_of_either_form() {
        let text = "a = 1\n[b]\nc = { d = 1 }\n[scopes.\"x\"]\ndescription = \"\"\n[e.f]\ng = [\n  1,\n]\n";
        for (field, line) in [
            ("a", 1),
            ("b", 2),
            ("b.c.d", 3),
            ("b.z", 2),
            ("scopes.x", 4),
            ("scopes.x.description", 5),
            ("e.f.g[1]", 7),
            ("nothing", 0),
        ] {
            assert_eq!(line_of(text, field), line, "{field}");
        }
    }
}
