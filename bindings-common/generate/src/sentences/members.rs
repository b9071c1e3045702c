//! The first sentence about each member of a record, wherever a language writes it by hand, is the one of the description. What is rendered
//! needs no test.

use std::collections::BTreeMap;
use std::fs;

use authpipe_bindings::records::{self, CREDENTIAL};
use authpipe_bindings::{Field, Language, Record};

use super::first_sentence;

/// What a place says of each of its members, by name.
type Documented = BTreeMap<String, String>;

fn source(path: &str) -> String {
    fs::read_to_string(crate::root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of a declaration: from the one that begins so to the one that closes it.
fn declaration<'a>(source: &'a str, start: &str) -> Vec<&'a str> {
    // A longer name may begin alike.
    let begins =
        |line: &&str| line.strip_prefix(start).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
    let mut lines = source.lines().skip_while(|line| !begins(line)).skip(1);
    let body: Vec<_> = lines.by_ref().take_while(|line| *line != "}").collect();
    assert!(!body.is_empty(), "nothing begins with {start:?}");
    body
}

/// Members with their comments above them, in Rust and Swift.
fn commented(lines: &[&str], names: impl Fn(&str) -> Option<&str>) -> Documented {
    let (mut doc, mut found) = (Vec::new(), Documented::new());
    for line in lines.iter().map(|line| line.trim()) {
        if let Some(text) = line.strip_prefix("///") {
            doc.push(text.trim());
        } else if !line.starts_with("#[") {
            if let Some(name) = names(line) {
                found.insert(name.to_owned(), first_sentence(&doc.join(" ")));
            }
            doc.clear();
        }
    }
    found
}

fn name_before<'a>(line: &'a str, keyword: &str, end: char) -> Option<&'a str> {
    let (name, _) = line.strip_prefix(keyword)?.split_once(end)?;
    Some(name.strip_prefix("r#").unwrap_or(name)).filter(|name| !name.contains([' ', '(']))
}

/// A struct of the core: its file below `core/src`, and its name.
fn rust(file: &str, name: &str) -> Documented {
    commented(&declaration(&source(&format!("core/src/{file}.rs")), &format!("pub struct {name}")), |line| {
        name_before(line, "pub ", ':')
    })
}

/// A public struct of the Swift package.
fn swift(file: &str, name: &str) -> Documented {
    let text = source(&format!("bindings-swift/Sources/Authpipe/{file}.swift"));
    commented(&declaration(&text, &format!("public struct {name}:")), |line| name_before(line, "public var ", ':'))
}

/// The arguments of the first function of a file of Python that documents some.
fn python_arguments(file: &str) -> Documented {
    let text = source(&format!("bindings-python/python/authpipe/{file}"));
    let mut found = Documented::new();
    let mut name: Option<(String, String)> = None;
    for line in text.lines().skip_while(|line| line.trim() != "Args:").skip(1).take_while(|line| !line.trim().is_empty()) {
        let more = line.strip_prefix("                ");
        match (more, &mut name, line.trim().split_once(": ")) {
            (Some(more), Some((_, doc)), _) => *doc = format!("{doc} {more}"),
            (_, _, Some((next, doc))) => {
                let before = name.replace((next.to_owned(), doc.to_owned()));
                found.extend(before.map(|(name, doc)| (name, first_sentence(&plain(&doc)))));
            }
            _ => {}
        }
    }
    found.extend(name.map(|(name, doc)| (name, first_sentence(&plain(&doc)))));
    found
}

/// The properties of a class in Python's declarations.
fn python_properties(class: &str) -> Documented {
    let text = source("bindings-python/python/authpipe/_native.pyi");
    let lines = text.lines().skip_while(|line| *line != format!("class {class}:")).skip(1);
    let (mut name, mut found) = (None, Documented::new());
    for line in lines.take_while(|line| line.is_empty() || line.starts_with(' ')) {
        if let Some(rest) = line.strip_prefix("    def ") {
            name = rest.split('(').next().map(str::to_owned);
        } else if let (Some(doc), Some(name)) = (line.strip_prefix("        \"\"\""), name.take()) {
            found.insert(name, first_sentence(&plain(doc.trim_end_matches("\"\"\""))));
        }
    }
    found
}

/// Python marks names with two backticks, and says `None` for what is absent.
fn plain(doc: &str) -> String {
    doc.replace("``", "`").replace("`None`", "absent")
}

/// The members of a class of TypeScript.
fn typescript(file: &str, class: &str) -> Documented {
    let text = source(&format!("bindings-node/src/{file}.ts"));
    let (mut doc, mut found) = (None, Documented::new());
    for line in declaration(&text, &format!("export class {class} {{")).iter().map(|line| line.trim()) {
        if let Some(text) = line.strip_prefix("/** ") {
            doc = Some(text.trim_end_matches("*/").trim().to_owned());
            continue;
        }
        let line = line.strip_prefix("declare ").unwrap_or(line);
        let rest = line.strip_prefix("readonly ").or_else(|| line.strip_prefix("get "));
        if let (Some(rest), Some(doc)) = (rest, doc.take()) {
            let name = rest.split(['?', ':', '(']).next().unwrap_or_default();
            found.insert(name.to_owned(), first_sentence(&doc));
        }
    }
    found
}

/// Compares what a place says with the description, for the members that it has, and says how many those are.
fn compare(
    place: &str,
    written: &Documented,
    record: &Record,
    language: Language,
    name: impl Fn(&Field) -> String,
) -> Vec<String> {
    let described: Vec<_> = record.members();
    let known = described.iter().filter_map(|field| written.get(&name(field)).map(|written| (field, written)));
    let known: Vec<_> = known.collect();
    assert!(!known.is_empty(), "{place} has no member of {}", record.name);
    let differs = |(field, written): &(&&Field, &String)| {
        let described = first_sentence(&language.render(&crate::sentence(field.doc)));
        (**written != described).then(|| format!("{place}.{}: {written:?} is not {described:?}", name(field)))
    };
    known.iter().filter_map(differs).collect()
}

fn none(differences: &[String]) {
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn members_in_rust_are_documented_as_described() {
    let table: &[((&str, &str), Record)] = &[
        (("client/options", "Options"), records::Options::RECORD),
        (("client/options", "ProviderInput"), records::ProviderConfig::RECORD),
        (("handler/mod", "HandlerOptions"), records::HandlerOptions::RECORD),
        (("model/subject", "Subject"), records::Subject::RECORD),
        (("model/principal", "Principal"), records::Principal::RECORD),
        (("model/credential", "Credential"), CREDENTIAL),
        (("model/event", "Event"), records::Event::RECORD),
        (("model/grant/mod", "GrantView"), records::Connection::RECORD),
        (("engine/reading/call_options", "CallOptions"), records::CallOptions::RECORD),
        (("engine/managing/connections", "ListQuery"), records::ListQuery::RECORD),
        (("engine/managing/connections", "EventQuery"), records::EventQuery::RECORD),
        (("client/following", "FollowQuery"), records::FollowQuery::RECORD),
        (("engine/managing/auditing", "AuditQuery"), records::AuditQuery::RECORD),
        (("engine/managing/auditing", "AuditRecord"), records::AuditRecord::RECORD),
        (("engine/checking/health", "Health"), records::Health::RECORD),
        (("model/revocation", "Deletion"), records::Deletion::RECORD),
        (("engine/watching/scheduler", "MaintenanceReport"), records::MaintenanceReport::RECORD),
        (("engine/connecting/mod", "AuthRequest"), records::AuthSessionParams::RECORD),
        (("engine/connecting/mod", "InstallRequest"), records::InstallSessionParams::RECORD),
        (("engine/connecting/mod", "CreatedSession"), records::AuthSession::RECORD),
        (("engine/connecting/device", "DeviceRequest"), records::DeviceStartParams::RECORD),
        (("engine/connecting/device", "DeviceAuth"), records::DeviceAuth::RECORD),
        (("engine/connecting/device", "DevicePoll"), records::DevicePoll::RECORD),
        (("engine/connecting/by_mint", "CreateInstallation"), records::InstallationParams::RECORD),
        (("engine/connecting/stored", "StoredCredential"), records::StoredCredential::RECORD),
    ];
    let differences = table.iter().flat_map(|((file, name), record)| {
        compare(name, &rust(file, name), record, Language::Rust, |field| field.name().to_owned())
    });
    none(&differences.collect::<Vec<_>>());
}

#[test]
fn members_in_swift_are_documented_as_described() {
    let name = |field: &Field| match field.name() {
        "credential" => "value".to_owned(),
        "enabled" => "isEnabled".to_owned(),
        "private_key_id" => "privateKeyID".to_owned(),
        _ => Language::Swift.member(field).into_owned(),
    };
    let credential = |field: &Field| if field.name() == "credential_type" { "kind".to_owned() } else { name(field) };
    let mut differences =
        compare("Configuration", &swift("Configuration", "Configuration"), &records::Options::RECORD, Language::Swift, name);
    differences.extend(compare(
        "Provider",
        &swift("Configuration", "Provider"),
        &records::ProviderConfig::RECORD,
        Language::Swift,
        name,
    ));
    differences.extend(compare("Credential", &swift("Credential", "Credential"), &CREDENTIAL, Language::Swift, credential));
    none(&differences);
}

/// What Swift calls otherwise, or splits.
const IN_SWIFT: &[(&str, &str)] = &[("spool_dir", "spoolDirectory"), ("enabled", "isEnabled"), ("provider", "id")];

#[test]
fn every_option_is_one_in_swift() {
    let text = source("bindings-swift/Sources/Authpipe/Configuration.swift");
    let fields = records::Options::RECORD.fields.iter().chain(records::ProviderConfig::RECORD.fields);
    let names = fields.map(|field| {
        let other = IN_SWIFT.iter().find(|(name, _)| *name == field.name()).map(|(_, other)| (*other).to_owned());
        other.unwrap_or_else(|| match field.name() {
            "private_key_id" => "privateKeyID".to_owned(),
            _ => Language::Swift.member(field).into_owned(),
        })
    });
    let is_there = |name: &String| [": ", " = "].iter().any(|next| text.contains(&format!(" var {name}{next}")));
    let missing: Vec<_> = names.filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "Swift has no {missing:?}");
}

#[test]
fn members_in_python_are_documented_as_described() {
    let name = |field: &Field| field.name().to_owned();
    let arguments = python_arguments("_async_client.py");
    let mut differences = compare("AsyncAuthpipe", &arguments, &records::Options::RECORD, Language::Python, name);
    assert_eq!(arguments.len(), records::Options::RECORD.fields.len(), "every option is an argument");
    differences.extend(compare("Credential", &python_properties("Credential"), &CREDENTIAL, Language::Python, name));
    none(&differences);
}

#[test]
fn members_in_typescript_are_documented_as_described() {
    let written = typescript("credential", "Credential");
    assert_eq!(written.len(), CREDENTIAL.fields.len(), "{written:?}");
    none(&compare("Credential", &written, &CREDENTIAL, Language::JavaScript, |field| {
        Language::JavaScript.member(field).into_owned()
    }));
}
