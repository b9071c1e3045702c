//! The provider emulator of tests has the same helpers in Node, Python and Swift, name for name, and they take the same provider.

use std::collections::BTreeSet;
use std::path::Path;

/// What a language has besides, or calls otherwise, and why.
const OWN: &[(&str, &str)] = &[
    // It blocks there: the same for asyncio.
    ("python", "_async"),
    // An app's options and a server's are two there.
    ("swift", "configuration"),
    ("swift", "server_configuration"),
    ("other", "options"),
];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// `expireTokens` as `expire_tokens`.
fn snake(name: &str) -> String {
    name.chars().flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain(c.to_lowercase())).collect()
}

/// What stands between a line's beginning and the parenthesis after a name.
fn names(text: &str, openings: &[&str]) -> BTreeSet<String> {
    let found = text.lines().filter_map(|line| {
        let rest = openings.iter().find_map(|opening| line.strip_prefix(opening))?;
        let name = rest.split_once('(')?.0;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        (is_name && !name.starts_with('_')).then(|| snake(name))
    });
    found.collect()
}

fn without(names: &BTreeSet<String>, language: &str) -> BTreeSet<String> {
    let own = |name: &String| {
        OWN.iter().any(|(of, what)| *of == language && (name == what || (*what == "_async" && name.ends_with(what))))
    };
    names.iter().filter(|name| !own(name)).cloned().collect()
}

#[test]
fn the_sandbox_of_tests_has_the_same_helpers_in_all_languages() {
    let node = names(&read("bindings-node/src/sandbox.ts"), &["  async ", "  "]);
    // Statements inside of methods stand deeper; these are no methods.
    let node: BTreeSet<_> = node.into_iter().filter(|name| name != "constructor").collect();
    let python = ["_emulator", "_sandbox"].map(|file| read(&format!("bindings-python/python/authpipe/{file}.py"))).concat();
    let python = names(&python, &["    def ", "    async def "]);
    let swift = ["Sandbox", "People"].map(|file| read(&format!("bindings-swift/Sources/AuthpipeTesting/{file}.swift"))).concat();
    let swift = names(&swift, &["    public func "]);
    assert!(node.len() > 15, "what is read is what is there: {node:?}");

    let (python, asynchronous): (BTreeSet<_>, BTreeSet<_>) = python.into_iter().partition(|name| !name.ends_with("_async"));
    assert_eq!(without(&node, "node"), without(&python, "python"));
    assert_eq!(without(&node, "other"), without(&swift, "swift"));
    // What takes an `Authpipe` blocks in Python, so each has its twin.
    let people = ["connect", "install", "install_pending", "install_unapproved", "deny"];
    assert_eq!(asynchronous, people.iter().map(|name| format!("{name}_async")).collect());
}

#[test]
fn whoever_signs_in_does_so_at_any_provider_that_it_plays_in_all_languages() {
    for (path, opening, end, takes) in [
        ("bindings-node/src/sandbox.ts", "  async ", "\n  }\n", "provider = PROVIDER"),
        ("bindings-python/python/authpipe/_sandbox.py", "    def ", ") ->", "provider: str = PROVIDER"),
        ("bindings-python/python/authpipe/_sandbox.py", "    async def ", ") ->", "provider: str = PROVIDER"),
        (
            "bindings-swift/Sources/AuthpipeTesting/People.swift",
            "    public func ",
            ") async",
            "provider: ProviderID = .microsoftOneDrive",
        ),
    ] {
        let text = read(path);
        for name in ["connect", "install", "deny"] {
            let name = if opening.contains("async def") { format!("{name}_async") } else { name.to_owned() };
            let (_, helper) = text.split_once(&format!("{opening}{name}(")).unwrap_or_else(|| panic!("{path} has no {name}"));
            let (helper, _) = helper.split_once(end).unwrap();
            assert!(helper.contains(takes), "{name} of {path} takes no provider: {helper}");
        }
    }
}
