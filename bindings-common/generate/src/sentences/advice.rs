//! What an error advises can be done: whatever is named exists in the language, and the methods that end with the error take it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authpipe_bindings::records::RECORDS;
use authpipe_bindings::{Field, Language};

/// An advice of the core, the parameter that it names, in Rust's spelling, and what ends with it.
struct Advice {
    file: &'static str,
    words: &'static str,
    parameter: &'static str,
    given_by: &'static [&'static [Declared]],
}

/// How a language declares what a call takes.
struct Declared {
    language: Language,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// Members that it takes over from another declaration.
    with: Option<&'static Declared>,
}

const fn declared(language: Language, file: &'static str, from: &'static str, to: &'static str) -> Declared {
    Declared { language, file, from, to, with: None }
}

const SESSIONS: &str = "core/src/engine/connecting/mod.rs";
const TYPES: &str = "bindings-node/src/generated/types.ts";
const HOOKS: &str = "bindings-node/react/src/hooks.ts";
const PYTHON: &str = "bindings-python/python/authpipe/_async_connecting.py";
const CONNECTING: &str = "bindings-swift/Sources/Authpipe/Connecting.swift";
const SERVER: &str = "bindings-swift/Sources/Authpipe/Server.swift";

static INSTALL_PARAMS: Declared = declared(Language::JavaScript, TYPES, "export interface InstallSessionParams {", "\n}");
static FLOW_PARAMS: Declared = declared(Language::JavaScript, HOOKS, "export interface FlowParams {", "\n}");

static SIGN_INS: &[Declared] = &[
    declared(Language::Rust, SESSIONS, "pub struct AuthRequest {", "\n}"),
    declared(Language::Rust, "core/src/engine/connecting/native.rs", "pub struct NativeRequest {", "\n}"),
    Declared {
        with: Some(&INSTALL_PARAMS),
        ..declared(Language::JavaScript, TYPES, "export interface AuthSessionParams extends InstallSessionParams {", "\n}")
    },
    Declared {
        with: Some(&FLOW_PARAMS),
        ..declared(Language::JavaScript, HOOKS, "export interface UseConnectParams extends FlowParams {", "\n}")
    },
    declared(Language::Python, PYTHON, "async def create_auth_session(", ") ->"),
    declared(Language::Python, PYTHON, "async def connect_interactive(", ") ->"),
    declared(Language::Swift, CONNECTING, "public func connect(", "-> Connection {"),
    declared(Language::Swift, CONNECTING, "public func connectInteractive(", "-> Connection {"),
    declared(
        Language::Swift,
        "bindings-swift/Sources/Authpipe/Completing.swift",
        "public func beginConnecting(",
        "-> PendingConnection {",
    ),
    declared(Language::Swift, "bindings-swift/Sources/Authpipe/Apple/Presenter.swift", "public func connect(", "-> Connection {"),
    declared(Language::Swift, SERVER, "public func createAuthSession(", "async throws"),
];

static INSTALLS: &[Declared] = &[
    declared(Language::Rust, SESSIONS, "pub struct InstallRequest {", "\n}"),
    declared(Language::JavaScript, TYPES, "export interface InstallSessionParams {", "\n}"),
    declared(Language::JavaScript, HOOKS, "export interface FlowParams {", "\n}"),
    declared(Language::Python, PYTHON, "async def create_install_session(", ") ->"),
    declared(Language::Swift, SERVER, "public func createInstallSession(", "async throws"),
];

static READS: &[Declared] = &[
    declared(Language::Rust, "core/src/model/subject.rs", "pub struct Subject {", "\n}"),
    declared(Language::JavaScript, TYPES, "export interface Subject {", "\n}"),
    declared(Language::Python, "bindings-python/python/authpipe/_generated_types.py", "class SubjectArgs(", "class "),
    declared(Language::Swift, "bindings-swift/Sources/Authpipe/GeneratedTypes.swift", "public struct Subject", "\n}"),
];

/// How a read says what it wants besides whose credential.
static WISHES: &[Declared] = &[
    declared(Language::Rust, "core/src/engine/reading/call_options.rs", "pub struct CallOptions {", "\n}"),
    declared(Language::JavaScript, TYPES, "export interface CallOptions", "\n}"),
    declared(Language::Python, "bindings-python/python/authpipe/_generated_types.py", "class CallOptionsArgs(", "class "),
    declared(Language::Swift, "bindings-swift/Sources/Authpipe/GeneratedTypes.swift", "public struct CredentialOptions", "\n}"),
];

static RETURNS: &[Declared] = &[
    declared(Language::Rust, SESSIONS, "pub struct AuthRequest {", "\n}"),
    Declared {
        with: Some(&INSTALL_PARAMS),
        ..declared(Language::JavaScript, TYPES, "export interface AuthSessionParams extends InstallSessionParams {", "\n}")
    },
    declared(Language::Python, PYTHON, "async def create_auth_session(", ") ->"),
    declared(Language::Swift, SERVER, "public func createAuthSession(", "async throws"),
];

const fn advice(
    file: &'static str,
    words: &'static str,
    parameter: &'static str,
    given_by: &'static [&'static [Declared]],
) -> Advice {
    Advice { file, words, parameter, given_by }
}

static ADVICE: &[Advice] = &[
    advice("engine/common/accounts.rs", "or give another label", "label", &[SIGN_INS]),
    advice("engine/connecting/storing.rs", "Give another label", "label", &[SIGN_INS]),
    advice("engine/connecting/target.rs", "Leave the label out", "label", &[SIGN_INS]),
    advice("engine/common/errors/absence.rs", " under this ⟨label⟩", "label", &[SIGN_INS, READS]),
    advice("engine/common/configs.rs", "Name one with `config`", "config", &[SIGN_INS, INSTALLS, READS]),
    advice("engine/common/errors/absence.rs", "⟨config⟩ \\\"{id}\\\"", "config", &[SIGN_INS, READS]),
    advice("engine/common/errors/absence.rs", "leave ⟨credential_type⟩ out", "credential_type", &[READS]),
    advice("engine/common/errors/flow.rs", "connect again with these scopes", "scopes", &[SIGN_INS]),
    advice("catalog/resolve.rs", "or pass it when the session is created", "variables", &[SIGN_INS, INSTALLS]),
    advice("engine/connecting/account_choice.rs", "prompt is none that", "prompt", &[SIGN_INS, INSTALLS]),
    advice("engine/connecting/account_choice.rs", "⟨login_hint⟩ must be", "login_hint", &[SIGN_INS, INSTALLS]),
    advice("engine/common/errors/further.rs", "call without ⟨force_refresh⟩", "force_refresh", &[WISHES]),
    advice("engine/common/errors.rs", "Give ⟨user_id⟩", "user_id", &[READS]),
    advice("engine/connecting/stored.rs", "Give ⟨user_id⟩", "user_id", &[READS]),
    advice("model/subject.rs", "Give ⟨user_id⟩", "user_id", &[READS]),
    advice("model/credential.rs", "ask without ⟨credential_type⟩", "credential_type", &[READS]),
    advice("client/sessions.rs", "⟨return_to⟩ must be a path", "return_to", &[RETURNS, INSTALLS]),
    advice("engine/connecting/return_to.rs", "⟨return_to⟩ must be a path", "return_to", &[RETURNS, INSTALLS]),
    advice("engine/connecting/finish.rs", "need ⟨return_to⟩", "return_to", &[RETURNS, INSTALLS]),
    advice("engine/common/errors/flow.rs", "the page of ⟨return_to⟩", "return_to", &[RETURNS, INSTALLS]),
];

fn read(path: &str) -> String {
    fs::read_to_string(crate::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether a declaration has a parameter or member of this name, or a label that stands for it.
fn takes(place: &Declared, name: &str) -> bool {
    let text = read(place.file);
    let (_, rest) = text.split_once(place.from).unwrap_or_else(|| panic!("{} has no {:?}", place.file, place.from));
    let (members, _) = rest.split_once(place.to).unwrap_or_else(|| panic!("{}: {:?} does not end", place.file, place.from));
    identifiers(members).contains(name) || place.with.is_some_and(|base| takes(base, name))
}

/// The names before a colon, which is how all four languages declare; comments left out.
fn identifiers(text: &str) -> BTreeSet<String> {
    let is_comment = |line: &&str| ["//", "*", "/*", "#:"].iter().any(|mark| line.trim_start().starts_with(mark));
    let code: Vec<_> = text.lines().filter(|line| !is_comment(line)).collect();
    let code = code.join("\n");
    let before = code.split(':').map(|part| part.trim_end_matches('?').trim_end());
    let words = before.flat_map(|part| {
        // Swift may have a label before the name.
        let mut words = part.rsplit(|c: char| !c.is_alphanumeric() && c != '_').take(2);
        [words.next(), words.next()]
    });
    words.flatten().filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn whoever_ends_with_an_advice_takes_what_it_names() {
    let mut missing = Vec::new();
    for advice in ADVICE {
        assert!(read(&format!("core/src/{}", advice.file)).contains(advice.words), "{}: {}", advice.file, advice.words);
        for place in advice.given_by.iter().copied().flatten() {
            let name = place.language.spell(advice.parameter);
            if !takes(place, &name) {
                missing.push(format!("{}: {:?} takes no {name}, which \"{}\" advises", place.file, place.from, advice.words));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Where a parameter is named and not advised: in what the parameter's own value is refused with, or of a route's body, whose members have
/// one spelling.
const NO_ADVICE: [(&str, &str); 6] = [
    ("base/ids.rs", "tenant_id"),
    ("base/ids.rs", "user_id"),
    ("engine/common/errors/absence.rs", "tenant_id"),
    ("engine/managing/connections.rs", "all_tenants"),
    ("engine/managing/connections.rs", "tenant_id"),
    ("handler/sessions.rs", "return_to"),
];

/// Options and configs are made in one place; what a call takes may be missing from one of several that end with the advice.
#[test]
fn what_a_message_names_of_a_call_is_in_the_list() {
    let members = |names: &[&str]| -> BTreeSet<&'static str> {
        let records = RECORDS.iter().filter(|record| names.contains(&record.name));
        records.flat_map(|record| record.fields).map(Field::name).collect()
    };
    let options = members(&["AuthpipeOptions", "ProviderConfig", "HandlerOptions"]);
    let calls = members(&["Subject", "CallOptions", "InstallSessionParams", "AuthSessionParams", "ListQuery"]);
    assert!(options.contains("base_url") && calls.contains("label") && calls.contains("force_refresh"), "{options:?} {calls:?}");
    let mut named = BTreeSet::new();
    collect(
        &crate::root().join("core/src"),
        &mut |path, text| {
            let is_other = path.iter().any(|part| part == "tests" || part == "tests.rs") || path.ends_with("base/wording.rs");
            let text = if is_other { "" } else { text.split("\nmod tests {").next().unwrap_or_default() };
            let file = path.to_string_lossy();
            let file = file.rsplit_once("core/src/").map_or("", |(_, file)| file);
            for (name, _) in text.split('⟨').skip(1).filter_map(|rest| rest.split_once('⟩')) {
                if calls.contains(name) && !options.contains(name) {
                    named.insert((file.to_owned(), name.to_owned()));
                }
            }
        },
        "rs",
    );
    let listed = ADVICE.iter().map(|advice| (advice.file, advice.parameter)).chain(NO_ADVICE);
    let listed: BTreeSet<_> = listed.map(|(file, name)| (file.to_owned(), name.to_owned())).collect();
    let missing: Vec<_> = named.difference(&listed).collect();
    assert!(missing.is_empty(), "neither in ADVICE nor in NO_ADVICE: {missing:?}");
}

/// What a text names that only some have: an option for the core's own tests.
const NOT_EVERYWHERE: [&str; 1] = ["test_clock"];

#[test]
fn what_a_message_names_exists_in_every_language() {
    let mut named = BTreeSet::new();
    collect(
        &crate::root().join("core/src"),
        &mut |path, text| {
            if !path.ends_with("base/wording.rs") {
                let names = text.split('⟨').skip(1).filter_map(|rest| rest.split_once('⟩')).map(|(name, _)| name);
                named.extend(names.filter(|name| !name.contains([' ', '{'])).map(str::to_owned));
            }
        },
        "rs",
    );
    for word in NOT_EVERYWHERE {
        assert!(named.remove(word), "{word}");
    }
    named.retain(|name| name != "principal" && name != "authorities");
    assert!(named.len() > 25, "{named:?}");
    let mut missing = Vec::new();
    for (language, folders, ending) in [
        (Language::JavaScript, &["bindings-node/src"][..], "ts"),
        (Language::Python, &["bindings-python/python/authpipe"][..], "py"),
        (Language::Swift, &["bindings-swift/Sources/Authpipe"][..], "swift"),
    ] {
        let mut known = BTreeSet::new();
        for folder in folders {
            collect(&crate::root().join(folder), &mut |_, text| known.extend(identifiers(text)), ending);
        }
        let unknown = named.iter().map(|name| language.spell(name)).filter(|name| !known.contains(name));
        missing.extend(unknown.map(|name| format!("{language:?} has no {name}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

fn collect(folder: &Path, take: &mut dyn FnMut(&Path, &str), ending: &str) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, take, ending);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            take(&path, &fs::read_to_string(&path).expect("text"));
        }
    }
}
