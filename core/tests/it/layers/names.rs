//! Messages name no option in one language's spelling: a name is marked (`⟨return_to⟩`), and each language writes it (`base/wording.rs`).
//!
//! A message is a literal with several words. What looks like a name in one is refused, unless it is one in every language.

use super::source::{Source, strings};
use super::{crate_sources, file, none};

/// Written alike everywhere: words of OAuth and JOSE, and values. Fields of a definition are too, since it is one document in all
/// languages: they have their path before them, or the message says "definition". So is a service account's key file.
const ALIKE: &[&str] = &[
    "access_token",
    "accessToken",
    "token_type",
    "invalid_grant",
    "unauthorized_client",
    "client_secret_basic_raw",
    "api_key",
    "timestamp_refused",
    "oauth_callback_confirmed",
];

/// What a message says of which the members are the same for everybody.
const ONE_DOCUMENT: &[&str] = &["definition", "key file"];

/// Files that speak no language but one: the vault's SQL, the command line tool, what judges definitions, and Rust's own spelling.
const ONE_LANGUAGE: &[&str] = &["store/", "cli/", "main.rs", "catalog/validate/", "catalog/read.rs", "base/wording.rs"];

fn check_names(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| !ONE_LANGUAGE.iter().any(|place| source.path.starts_with(place))) {
        for (at, literal) in strings(source) {
            let text = without_marked(&literal);
            let is_message = text.split_whitespace().filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).count() > 1;
            let names =
                names(&text).filter(|name| !ALIKE.contains(name) && !ONE_DOCUMENT.iter().any(|document| text.contains(document)));
            for name in names.filter(|_| is_message) {
                wrong.push(format!("{}:{}: {name} is not marked as ⟨{name}⟩ in {literal:?}", source.path, source.line(at)));
            }
        }
    }
    wrong
}

/// Leaves out what is marked and what is filled in.
fn without_marked(text: &str) -> String {
    let mut rest = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '⟨' | '{' => depth += 1,
            '⟩' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => rest.push(c),
            _ => {}
        }
    }
    rest
}

/// Words that look like names in code: `return_to`, `returnTo`. Paths such as `oauth.token_endpoint` are fields of a definition.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let words = text.split(move |c: char| !is_part(c)).map(|word| word.trim_matches('.'));
    words.filter(|word| {
        let snake = word.trim_matches('_').contains('_')
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let starts_small = word.starts_with(|c: char| c.is_ascii_lowercase());
        let camel = starts_small && !word.contains('.') && word.chars().skip(1).any(|c| c.is_ascii_uppercase());
        snake || camel || is_grouped(word)
    })
}

/// A method as Node and Python group it: `installations.approve`. Rust and Swift have no such groups.
fn is_grouped(word: &str) -> bool {
    const GROUPS: [&str; 5] = ["connections", "installations", "sessions", "events", "audit"];
    word.split_once('.').is_some_and(|(group, method)| GROUPS.contains(&group) && !method.contains('.'))
}

#[test]
fn no_message_names_an_option_unmarked() {
    none(check_names(&crate_sources()));
}

#[test]
fn an_unmarked_name_is_found() {
    for text in [
        "fn f() { refuse(\"return_to must be a path of this site\") }",
        "fn f() { refuse(\"or an address at one of allowedReturnOrigins.\") }",
        "fn f() { hint(\"Give ⟨tenant_id⟩ and \\\n    user_id with it.\") }",
        "fn f() { hint(r\"the option base_url is missing\") }",
        "fn f() { hint(\"Check it, then call installations.approve(id) in server code.\") }",
    ] {
        assert_eq!(check_names(&file("engine/mod.rs", text)).len(), 1, "{text}");
    }
    for text in [
        "fn f() { hint(\"Give ⟨user_id⟩, or the field {field_name} of it.\") }",
        "// the option base_url is missing\nfn f() { log(\"return_to\") }",
        "#[cfg(test)]\nmod tests { fn f() { refuse(\"the option base_url is missing\") } }",
        "fn f() { hint(\"look at oauth.token_endpoint of it\") }",
    ] {
        none(check_names(&file("engine/mod.rs", text)));
    }
}
