//! Renders the public types of the Swift package that copy a record or a closed set of words. Tables say what Swift names otherwise.

use std::fmt::Write as _;

use authpipe_bindings::records::RECORDS;
use authpipe_bindings::{ENUMERATIONS, Enumeration, Field, Id, Kind, Record};

use super::coding::{self, Coded};
use super::layout::{comment, inside, listed, lower_camel};
use super::{LANGUAGE, native_name};
use crate::{NOTICE, sentence};

/// A public type of Swift.
struct Type {
    /// The name in the description.
    described: &'static str,
    /// Its place in Swift: an outer type, where it has one, and its name.
    outer: Option<&'static str>,
    name: &'static str,
    /// What it conforms to.
    traits: &'static str,
}

const fn top(described: &'static str, name: &'static str, traits: &'static str) -> Type {
    Type { described, outer: None, name, traits }
}

const fn nested(described: &'static str, outer: &'static str, name: &'static str, traits: &'static str) -> Type {
    Type { described, outer: Some(outer), name, traits }
}

const OPEN: &str = "RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible";
const CLOSED: &str = "String, Hashable, Codable, Sendable";
const VALUE: &str = "Hashable, Sendable";
const NAMED_VALUE: &str = "Identifiable, Hashable, Sendable";

/// The closed sets. What the core gives may grow, so most are open: a `switch` over them needs a `default`.
const SETS: &[Type] = &[
    nested("CredentialType", "Credential", "Kind", OPEN),
    top("StoredCredentialType", "StoredCredentialType", CLOSED),
    nested("StoredStatus", "StoredCredential", "Status", CLOSED),
    nested("RevocationOutcome", "Deletion", "Revocation", CLOSED),
    nested("CredentialFor", "Subject", "CredentialFor", CLOSED),
    nested("CredentialSource", "Credential", "Source", CLOSED),
    nested("GrantStatus", "Connection", "Status", OPEN),
    nested("EventOrder", "EventQuery", "Order", CLOSED),
    nested("EventType", "AuthpipeEvent", "Kind", OPEN),
    nested("AuditKind", "AuditRecord", "Kind", OPEN),
    top("ConfigStatus", "ConfigStatus", OPEN),
    nested("DeviceStatus", "DevicePoll", "Status", OPEN),
    nested("RefreshStage", "RefreshState", "Stage", OPEN),
    nested("SessionStatus", "Session", "Status", OPEN),
    nested("SessionMode", "AuthSession", "Mode", CLOSED),
    nested("Attachment", "Provider", "Attachment", CLOSED),
    nested("Role", "Handler.Principal", "Role", CLOSED),
    nested("Mode", "Configuration", "Mode", CLOSED),
    nested("Retry", "AuthpipeError", "Retry", OPEN),
];

/// The records that Swift has as they are. Others are parameters of methods, or are made by hand.
const COPIES: &[Type] = &[
    top("Subject", "Subject", VALUE),
    top("CallOptions", "CredentialOptions", VALUE),
    top("StoredCredential", "StoredCredential", VALUE),
    top("StoredCredentials", "StoredCredentials", VALUE),
    top("AuthSession", "AuthSession", "Sendable"),
    top("DeviceAuth", "DeviceAuth", VALUE),
    top("DevicePoll", "DevicePoll", VALUE),
    top("RefreshState", "RefreshState", VALUE),
    top("Connection", "Connection", NAMED_VALUE),
    top("Installation", "Installation", NAMED_VALUE),
    top("ProviderDetails", "ProviderDetails", VALUE),
    top("SessionFailure", "SessionFailure", VALUE),
    top("Session", "Session", NAMED_VALUE),
    top("ListQuery", "ConnectionQuery", VALUE),
    top("AuthpipeEvent", "AuthpipeEvent", NAMED_VALUE),
    top("EventQuery", "EventQuery", VALUE),
    top("AuditRecord", "AuditRecord", VALUE),
    top("AuditQuery", "AuditQuery", VALUE),
    top("Health", "Health", VALUE),
    top("Deletion", "Deletion", VALUE),
    top("MaintenanceReport", "MaintenanceReport", VALUE),
    nested("Principal", "Handler", "Principal", VALUE),
    top("AuthpipeErrorDetails", "AuthpipeError", "Error, Sendable"),
];

/// What Swift calls otherwise: the record, its member, and the name.
const NAMES: &[(&str, &str, &str)] =
    &[("Connection", "credential_type", "kind"), ("AuthpipeEvent", "type", "kind"), ("EventQuery", "type", "kind")];

/// Texts for which Swift has types.
const TYPED: &[(&str, &str, Swift)] = &[
    ("AuthSession", "authorization_url", Swift { name: "URL", from: "try address(%)" }),
    ("DeviceAuth", "verification_uri", Swift { name: "URL", from: "try address(%)" }),
    ("DeviceAuth", "verification_uri_complete", Swift { name: "URL?", from: "%.flatMap(URL.init(string:))" }),
    ("AuthpipeErrorDetails", "code", Swift { name: "Code", from: "Code(rawValue: %)" }),
    ("AuthpipeErrorDetails", "docs_url", Swift { name: "URL?", from: "%.flatMap(URL.init(string:))" }),
    ("AuthpipeErrorDetails", "retry", Swift { name: "Retry", from: "%.map(Retry.init(rawValue:)) ?? .never" }),
    ("SessionFailure", "code", Swift { name: "AuthpipeError.Code", from: "AuthpipeError.Code(rawValue: %)" }),
    ("RefreshState", "error", Swift { name: "AuthpipeError.Code?", from: "%.map(AuthpipeError.Code.init(rawValue:))" }),
    ("SessionFailure", "docs_url", Swift { name: "URL?", from: "URL(string: %)" }),
    ("AuthpipeErrorDetails", "provider", Swift { name: "ProviderID?", from: "%.map(ProviderID.init(rawValue:))" }),
    ("AuthpipeErrorDetails", "connection_id", Swift { name: "Connection.ID?", from: "%.map(Connection.ID.init(rawValue:))" }),
];

/// A type, and how it is made of what crosses the border.
struct Swift {
    name: &'static str,
    from: &'static str,
}

/// Queries narrow by what is given or left out, so how they are made is written by hand.
const MADE_BY_HAND: &[&str] = &["ListQuery", "EventQuery", "AuditQuery"];

/// What an application may keep or hand to another process: nothing with a secret, and no role, as nobody becomes `admin` by what is read.
const CODED: &[&str] = &[
    "Subject",
    "StoredCredential",
    "StoredCredentials",
    "RefreshState",
    "Connection",
    "Installation",
    "ProviderDetails",
    "SessionFailure",
    "Session",
    "AuthpipeEvent",
    "AuditRecord",
    "Health",
    "Deletion",
    "MaintenanceReport",
];

/// May be taken back where it has a default.
const TAKEN_BACK: &[(&str, &str)] = &[("ListQuery", "tenant_id")];

/// Parameters that come before the others, where the order is not the record's.
const FIRST: &[(&str, &[&str])] = &[("CallOptions", &["force_refresh", "min_validity"])];

/// Members of Swift's that are no member of the record.
const EXTRA: &[(&str, &str)] =
    &[("AuthpipeErrorDetails", "    /// What lies beneath, outermost first.\n    public internal(set) var causes: [String]\n")];

pub(crate) fn types() -> String {
    let mut file = format!("// {NOTICE}\n\nimport Foundation\ninternal import AuthpipeNative\n");
    for place in SETS {
        if let Some(set) = ENUMERATIONS.iter().find(|set| set.name == place.described) {
            file += &inside(place.outer, if place.traits == OPEN { open(set, place) } else { closed(set, place) });
        }
    }
    for place in COPIES {
        if let Some(record) = RECORDS.iter().find(|record| record.name == place.described) {
            file += &inside(place.outer, structure(record, place));
            file += &if record.is_result { from_core(record, place) } else { to_core(record, place) };
            if CODED.contains(&record.name) {
                file += &coding(record, place);
            }
        }
    }
    file
}

fn open(set: &Enumeration, place: &Type) -> String {
    let doc = format!("{} Open: a later version may have more.", sentence(set.doc));
    let mut text = format!("{}public struct {}: {OPEN} {{\n    public let rawValue: String\n\n", comment(&doc, ""), place.name);
    text += "    public init(rawValue: String) {\n        self.rawValue = rawValue\n    }\n\n";
    text += "    public var description: String { rawValue }\n\n";
    for word in set.words {
        let _ = write!(text, "{}    public static let {} = ", comment(word.doc, "    "), word_name(word.text));
        let _ = writeln!(text, "{}(rawValue: \"{}\")", place.name, word.text);
    }
    text + "}\n"
}

fn closed(set: &Enumeration, place: &Type) -> String {
    let mut text = format!("{}public enum {}: {CLOSED} {{\n", comment(set.doc, ""), place.name);
    for word in set.words {
        let name = word_name(word.text);
        let value = if name == word.text { String::new() } else { format!(" = \"{}\"", word.text) };
        let _ = writeln!(text, "{}    case {name}{value}", comment(word.doc, "    "));
    }
    text + "}\n"
}

fn word_name(word: &str) -> String {
    LANGUAGE.spell(&word.replace('.', "_"))
}

fn structure(record: &Record, place: &Type) -> String {
    let name = place.name;
    let mut text = format!("{}public struct {name}: {} {{\n", comment(record.doc, ""), place.traits);
    for (owner, field) in members(record) {
        let keyword = match () {
            // Its own initialisers leave most of them out.
            () if name == "AuthpipeError" => "public internal(set) var",
            () if record.is_result || is_narrow(owner, field) => "public let",
            () => "public var",
        };
        let _ = writeln!(text, "{}    {keyword} {}: {}", comment(field.doc, "    "), member(owner, field), public(owner, field));
    }
    text += EXTRA.iter().find(|(one, _)| *one == record.name).map_or("", |(_, text)| text);
    if !record.is_result && !MADE_BY_HAND.contains(&record.name) {
        text += &initialiser(record);
    }
    text + "}\n"
}

/// Whether nothing is taken for it: it is given or left out.
fn is_narrow(owner: &Record, field: &Field) -> bool {
    !field.required && !field.is_nullable && !TAKEN_BACK.contains(&(owner.name, field.name()))
}

fn initialiser(record: &Record) -> String {
    let mut fields = members(record);
    let first = FIRST.iter().find(|(one, _)| *one == record.name).map_or(&[][..], |(_, first)| first);
    fields.sort_by_key(|(_, field)| first.iter().position(|one| *one == field.name()).unwrap_or(first.len()));
    let parameters = fields.iter().map(|(owner, field)| {
        let default = if field.required { "" } else { default(field) };
        format!("{}: {}{default}", member(owner, field), public(owner, field))
    });
    let mut text = format!(
        "\n    /// Each member, or its default.\n    public init(\n{}    ) {{\n",
        listed(&parameters.collect::<Vec<_>>(), "        ")
    );
    for (owner, field) in fields {
        let name = member(owner, field);
        let _ = writeln!(text, "        self.{name} = {name}");
    }
    text + "    }\n"
}

fn default(field: &Field) -> &'static str {
    match field.kind {
        Kind::Flag => " = false",
        Kind::List(_) => " = []",
        Kind::Id(Id::Label) => " = \"\"",
        _ => " = nil",
    }
}

fn from_core(record: &Record, place: &Type) -> String {
    let mut lines = String::new();
    let mut throws = "";
    for (owner, field) in members(record) {
        let made = made(owner, field);
        throws = if made.starts_with("try ") { " throws" } else { throws };
        let _ = writeln!(lines, "        {} = {made}", member(owner, field));
    }
    let causes = EXTRA.iter().any(|(one, _)| *one == record.name);
    let (parameter, cause) = if causes { (", causes: [String]", "        self.causes = causes\n") } else { ("", "") };
    let (whole, native) = (whole(place), native_name(record.name));
    format!("\nextension {whole} {{\n    init(_ core: {native}{parameter}){throws} {{\n{lines}{cause}    }}\n}}\n")
}

fn to_core(record: &Record, place: &Type) -> String {
    let (whole, native) = (whole(place), native_name(record.name));
    let members = listed(&native_members(record), "            ");
    format!("\nextension {whole} {{\n    var core: {native} {{\n        {native}(\n{members}        )\n    }}\n}}\n")
}

fn coding(record: &Record, place: &Type) -> String {
    let coded = |(owner, field): (&Record, &Field)| Coded {
        member: member(owner, field),
        kind: public(owner, field),
        key: if matches!(field.kind, Kind::Span) { format!("{}_ms", field.name()) } else { field.name().to_owned() },
        default: if field.required { "" } else { default(field) },
    };
    coding::conformance(&whole(place), !record.is_result, &members(record).into_iter().map(coded).collect::<Vec<_>>())
}

/// The members of the record as it crosses the border, made of those of the public type.
fn native_members(record: &Record) -> Vec<String> {
    let base = record.base.map(|base| format!("base: {}({})", native_name(base.name), native_members(base).join(", ")));
    let own = record.fields.iter().filter(|field| !matches!(field.kind, Kind::Host(_))).map(|field| {
        let mark = if matches!(field.kind, Kind::Time | Kind::Span) { "_ms" } else { "" };
        format!("{}: {}", lower_camel(&format!("{}{mark}", field.name())), sent(record, field))
    });
    base.into_iter().chain(own).collect()
}

/// How a member is given to the core.
fn sent(owner: &Record, field: &Field) -> String {
    let name = member(owner, field);
    let mark = if field.required { "" } else { "?" };
    match field.kind {
        Kind::Id(Id::Label) => format!("{name}.isEmpty ? nil : {name}"),
        Kind::Id(Id::Provider | Id::Grant) | Kind::Word(_) => format!("{name}{mark}.rawValue"),
        Kind::Span => format!("{name}{mark}.milliseconds"),
        Kind::Time => format!("{name}{mark}.sinceEpoch"),
        Kind::Whole if field.required => format!("UInt64(clamping: {name})"),
        Kind::Whole => format!("{name}.map(UInt64.init(clamping:))"),
        _ => name,
    }
}

/// How a member is made of what the core gives.
fn made(owner: &Record, field: &Field) -> String {
    let mark = if matches!(field.kind, Kind::Time | Kind::Span) { "_ms" } else { "" };
    let core = format!("core.{}", lower_camel(&format!("{}{mark}", field.name())));
    if let Some(typed) = typed(owner, field) {
        return typed.from.replace('%', &core);
    }
    let each = |constructor: &str| {
        if field.required { format!("{constructor}{core})") } else { format!("{core}.map {{ {constructor}$0) }}") }
    };
    match field.kind {
        Kind::Id(Id::Provider) => each("ProviderID(rawValue: "),
        Kind::Id(Id::Grant) => each("Connection.ID(rawValue: "),
        Kind::Word(set) => match SETS.iter().find(|place| place.described == set.name) {
            Some(place) if place.traits == OPEN => each(&format!("{}(rawValue: ", whole(place))),
            // The core has no other words.
            Some(place) => format!("{}(rawValue: {core}) ?? .{}", whole(place), set.words.first().map_or("", |word| word.text)),
            None => core,
        },
        Kind::Time => each("date("),
        Kind::Record(record) => each(&format!("{}(", copied(record))),
        Kind::Span if field.required => format!(".milliseconds(Int64(clamping: {core}))"),
        Kind::Span => format!("{core}.map {{ .milliseconds(Int64(clamping: $0)) }}"),
        Kind::Whole => each("Int(clamping: "),
        Kind::List(Kind::Whole) => format!("{core}.map {{ Int(clamping: $0) }}"),
        _ => core,
    }
}

/// A member's type, as applications see it.
fn public(owner: &Record, field: &Field) -> String {
    if let Some(typed) = typed(owner, field) {
        return typed.name.to_owned();
    }
    let name = plain(owner, &field.kind);
    // What is empty is absent.
    let has_empty = !owner.is_result && matches!(field.kind, Kind::List(_) | Kind::Flag | Kind::Map(_) | Kind::Id(Id::Label));
    if field.required || has_empty { name } else { format!("{name}?") }
}

fn plain(owner: &Record, kind: &Kind) -> String {
    match kind {
        // Inside of the type that has it, by its own name.
        Kind::Id(Id::Grant) if owner.name == "Connection" => "ID".to_owned(),
        Kind::Id(Id::Grant) => "Connection.ID".to_owned(),
        Kind::Id(Id::Provider) => "ProviderID".to_owned(),
        Kind::Flag => "Bool".to_owned(),
        Kind::Whole => "Int".to_owned(),
        Kind::Span => "Duration".to_owned(),
        Kind::Time => "Date".to_owned(),
        Kind::List(item) => format!("[{}]", plain(owner, item)),
        Kind::Map(item) => format!("[String: {}]", plain(owner, item)),
        Kind::Word(set) => SETS.iter().find(|place| place.described == set.name).map_or_else(|| "String".to_owned(), whole),
        Kind::Record(record) => copied(record),
        _ => "String".to_owned(),
    }
}

/// The public type of a record that is a member of another one.
fn copied(record: &Record) -> String {
    COPIES.iter().find(|place| place.described == record.name).map_or_else(|| "String".to_owned(), whole)
}

fn typed(owner: &Record, field: &Field) -> Option<&'static Swift> {
    TYPED.iter().find(|(record, name, _)| *record == owner.name && *name == field.name()).map(|(_, _, typed)| typed)
}

fn member(owner: &Record, field: &Field) -> String {
    let other = NAMES.iter().find(|(record, name, _)| *record == owner.name && *name == field.name());
    other.map_or_else(|| LANGUAGE.member(field).into_owned(), |(_, _, name)| (*name).to_owned())
}

/// The members that are values, those of the base first, each with the record that it is written in.
fn members(record: &Record) -> Vec<(&Record, &Field)> {
    let mut members = record.base.map(members).unwrap_or_default();
    members.extend(record.fields.iter().filter(|field| !matches!(field.kind, Kind::Host(_))).map(|field| (record, field)));
    members
}

fn whole(place: &Type) -> String {
    place.outer.map_or_else(|| place.name.to_owned(), |outer| format!("{outer}.{}", place.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_of_the_tables_is_about_something_that_is_described() {
        for place in SETS {
            assert!(ENUMERATIONS.iter().any(|set| set.name == place.described), "{}", place.described);
        }
        let records = COPIES.iter().map(|place| place.described).chain(MADE_BY_HAND.iter().chain(CODED).copied());
        for name in records.chain(EXTRA.iter().map(|(name, _)| *name)) {
            assert!(RECORDS.iter().any(|record| record.name == name), "{name}");
        }
        let names = NAMES.iter().map(|(record, member, _)| (*record, *member));
        let typed = TYPED.iter().map(|(record, member, _)| (*record, *member));
        let first = FIRST.iter().flat_map(|(record, members)| members.iter().map(move |member| (*record, *member)));
        for (name, member) in names.chain(typed).chain(first).chain(TAKEN_BACK.iter().copied()) {
            let record = RECORDS.iter().find(|record| record.name == name).expect(name);
            assert!(record.fields.iter().any(|field| field.name() == member), "{name}.{member}");
        }
    }
}
