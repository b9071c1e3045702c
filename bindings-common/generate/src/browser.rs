//! The types of the package for browsers are written by hand, because it hands out less and knows no undefined. Here they are compared
//! with the described records, and with what the handler sends: a member that drifts from either fails.

use std::collections::BTreeMap;
use std::fs;

use authpipe_bindings::records::RECORDS;
use authpipe_bindings::{Field, Kind, Language, Record};

/// Members that the package has and no record describes: a name of its own, or what only HTTP knows.
const OWN: [(&str, &str); 1] = [("SessionFailure", "requestId")];
/// What a record calls otherwise.
const OTHERWISE: [(&str, &str, &str); 1] = [("Session", "sessionId", "id")];

/// Texts that are always there, and that the package reads as null where they are empty.
const EMPTY_IS_NULL: [(&str, &str); 1] = [("Connection", "label")];

/// Members and types of each interface of a file.
fn interfaces(source: &str) -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut open = None;
    for line in source.lines() {
        if let Some(rest) = line.strip_prefix("export interface ") {
            open = rest.split([' ', '<']).next().map(str::to_owned);
        } else if line == "}" {
            open = None;
        } else if let (Some(name), Some((member, kind))) =
            (&open, line.trim().strip_suffix(';').and_then(|line| line.split_once(": ")))
        {
            let member = member.strip_prefix("readonly ").unwrap_or(member);
            found.entry(name.clone()).or_default().push((member.to_owned(), kind.to_owned()));
        }
    }
    found
}

/// The types that a member may have for a described field. A browser has null where a field may be absent, and where a time or a text
/// cannot be read.
fn allowed(field: &Field) -> Vec<String> {
    let plain = match &field.kind {
        Kind::Time => return vec!["Date | null".to_owned()],
        Kind::Text | Kind::Id(_) => "string".to_owned(),
        Kind::List(_) => "readonly string[]".to_owned(),
        Kind::Word(set) if set.name == "GrantStatus" => {
            return vec!["InstallationStatus".to_owned(), "ConnectionStatus".to_owned()];
        }
        Kind::Word(set) if set.name == "ErrorCode" => "ClientErrorCode".to_owned(),
        Kind::Word(set) => set.name.to_owned(),
        Kind::Record(record) => record.name.to_owned(),
        _ => return vec![],
    };
    if field.required { vec![plain] } else { vec![format!("{plain} | null")] }
}

fn members(record: &Record) -> BTreeMap<String, &Field> {
    record.fields.iter().map(|field| (Language::JavaScript.member(field).into_owned(), field)).collect()
}

/// The words that a function of the handler sends, by its name.
fn sent_by(views: &str, function: &str) -> Vec<String> {
    let (_, rest) = views.split_once(&format!("fn {function}(")).expect("the handler describes it");
    let body = rest.split("\n}\n").next().unwrap_or_default();
    body.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn snake(name: &str) -> String {
    name.chars().flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain(c.to_lowercase())).collect()
}

/// What does not fit, given the package's types and the handler's views.
fn judge(types: &str, views: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let found = interfaces(types);
    for (name, function) in
        [("Connection", "connection"), ("Installation", "installation"), ("SessionFailure", "session"), ("Session", "session")]
    {
        let (Some(record), Some(written)) = (RECORDS.iter().find(|record| record.name == name), found.get(name)) else {
            wrong.push(format!("{name} is not there"));
            continue;
        };
        let described = members(record);
        let sent = sent_by(views, function);
        for (member, kind) in written.iter().filter(|(member, _)| !OWN.contains(&(name, member.as_str()))) {
            let told = OTHERWISE
                .iter()
                .find(|(of, own, _)| (*of, *own) == (name, member.as_str()))
                .map_or(member.as_str(), |other| other.2);
            match described.get(told) {
                None => wrong.push(format!("{name}.{member} is no described field")),
                Some(field) if !fits(name, field, kind) => {
                    wrong.push(format!("{name}.{member} is {kind}, and described as one of {:?}", allowed(field)));
                }
                Some(_) => {}
            }
            if !sent.contains(&snake(member)) {
                wrong.push(format!("{name}.{member}: the handler sends no {}", snake(member)));
            }
        }
    }
    wrong
}

fn fits(name: &str, field: &Field, kind: &str) -> bool {
    // Error codes are described as text: each language has a type of its own for them.
    let is_code = field.name() == "code" && kind == "ClientErrorCode";
    let is_empty = EMPTY_IS_NULL.contains(&(name, field.name())) && kind == "string | null";
    is_code || is_empty || allowed(field).iter().any(|allowed| allowed == kind)
}

fn read(path: &str) -> String {
    fs::read_to_string(crate::root().join(path)).expect("the file is there")
}

#[test]
fn the_browsers_types_are_those_that_are_described_and_sent() {
    let (types, views) = (read("bindings-node/react/src/types.ts"), read("core/src/handler/views.rs"));
    assert_eq!(judge(&types, &views), Vec::<String>::new());
}

#[test]
fn a_member_that_drifts_is_found() {
    let (types, views) = (read("bindings-node/react/src/types.ts"), read("core/src/handler/views.rs"));
    for (before, after) in [
        ("readonly externalUserId: string | null", "readonly externalId: string | null"),
        ("readonly installedBy: string | null", "readonly installedBy: string"),
        ("readonly scopes: readonly string[]", "readonly scopes: string"),
        ("readonly createdAt: Date | null", "readonly createdAt: string | null"),
        ("readonly message: string", "readonly message: number"),
        ("export interface Installation {", "export interface Installed {"),
    ] {
        assert!(types.contains(before), "{before}");
        assert!(!judge(&types.replacen(before, after, 1), &views).is_empty(), "{after}");
    }
    for (before, after) in
        [("\"provider_installation_id\"", "\"installation_at_provider\""), ("\"message\": advice", "\"advice\": advice")]
    {
        assert!(views.contains(before), "{before}");
        assert!(!judge(&types, &views.replace(before, after)).is_empty(), "{after}");
    }
}
