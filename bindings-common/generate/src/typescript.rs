//! Renders for TypeScript: types of what goes in and comes out, and the error classes.

use std::fmt::Write as _;

use authpipe::{Error, ErrorClass, ErrorCode};
use authpipe_bindings::records::RECORDS;
use authpipe_bindings::{CLASSES, ENUMERATIONS, Field, Id, Kind, Language, Record, SESSION_STATUS, kept};

use crate::{NOTICE, sentence, wrap};

const LANGUAGE: Language = Language::JavaScript;
const WIDTH: usize = 130;

pub(crate) fn types() -> String {
    let mut file = format!("// {NOTICE}\n\n");
    file += "import type { ProviderDefinition } from './definition';\nimport type { ProviderName } from './providers';\n";
    file += &error_code();
    for set in ENUMERATIONS {
        let words: Vec<_> = set.words.iter().map(|word| format!("'{}'", word.text)).collect();
        let line = format!("export type {} = {};", set.name, words.join(" | "));
        let text = if line.chars().count() <= WIDTH {
            line
        } else {
            format!("export type {} =\n  | {};", set.name, words.join("\n  | "))
        };
        let _ = write!(file, "\n{}{text}\n", comment(set.doc, ""));
    }
    for record in RECORDS.iter().filter(|record| !names_the_package(record)) {
        file += &interface(record);
    }
    file
}

/// How many credentials are kept, and for how long.
pub(crate) fn kept() -> String {
    format!(
        "// {NOTICE}\n\n\
        /** So many credentials are kept. For each one that is added beyond that, another one is dropped. @internal */\n\
        export const MOST_KEPT = {};\n\n\
        /** As long as any are kept, those that answer no more are dropped this often, in milliseconds. @internal */\n\
        export const SWEEP_MS = {};\n",
        thousands(kept::MOST),
        thousands(kept::SWEEP.as_millis())
    )
}

/// A whole number, read easily.
fn thousands(number: impl ToString) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join("_")
}

/// What names classes of the package. It stands apart, because those classes need the plain types, and nothing may import itself.
pub(crate) fn options() -> String {
    let records: Vec<_> = RECORDS.iter().filter(|record| names_the_package(record)).collect();
    let mut named = std::collections::BTreeSet::new();
    for record in &records {
        named.extend(record.base.map(|base| base.name));
        record.fields.iter().for_each(|field| note_names(&field.kind, &mut named));
    }
    let mut file = format!("// {NOTICE}\n\n");
    file += "import type { TestClock } from '../clock';\nimport type { Logger } from '../log';\nimport type { Anchor, RootKey } from '../own';\n";
    file += "import type { ProviderConfigs } from './providers';\n";
    let _ = writeln!(file, "import type {{ {} }} from './types';", named.into_iter().collect::<Vec<_>>().join(", "));
    for record in records {
        file += &interface(record);
    }
    file
}

fn names_the_package(record: &Record) -> bool {
    record.fields.iter().any(|field| matches!(field.kind, Kind::Host("TestClock" | "Logger")))
}

/// The described types that a field names.
fn note_names(kind: &Kind, named: &mut std::collections::BTreeSet<&'static str>) {
    match kind {
        Kind::Word(set) => drop(named.insert(set.name)),
        Kind::Record(record) => drop(named.insert(record.name)),
        Kind::List(item) | Kind::Map(item) => note_names(item, named),
        _ => {}
    }
}

fn error_code() -> String {
    let mut text = "\n/** The stable codes, the same in all languages. A later version may have more, so a `switch` keeps a default. */\nexport type ErrorCode =".to_owned();
    for code in ErrorCode::ALL {
        let _ = write!(text, "\n  | '{}'", code.as_str());
    }
    text + ";\n"
}

/// What the package for browsers names: the handler sends the same words.
pub(crate) fn browser() -> String {
    let grant = ENUMERATIONS.iter().find(|set| set.name == "GrantStatus").map_or(&[][..], |set| set.words);
    let words = |words: &[authpipe_bindings::Word]| words.iter().map(|word| format!("\n  '{}',", word.text)).collect::<String>();
    let mut file =
        format!("// {NOTICE}\n\n/** Where a connection or an installation stands. */\nexport const GRANT_STATUSES = [");
    let _ = write!(file, "{}\n] as const;\n", words(grant));
    let _ = write!(
        file,
        "\n/** {} */\nexport const SESSION_STATUSES = [{}\n] as const;\n",
        sentence(SESSION_STATUS.doc),
        words(SESSION_STATUS.words)
    );
    file += "\n/** The codes of the handler, the same in all languages. A later version may have more. */\nexport type HandlerErrorCode =";
    for code in ErrorCode::ALL {
        let _ = write!(file, "\n  | '{}'", code.as_str());
    }
    file + ";\n"
}

fn interface(record: &Record) -> String {
    let extends = record.base.map(|base| format!(" extends {}", base.name)).unwrap_or_default();
    let mut text = format!("\n{}export interface {}{extends} {{\n", comment(record.doc, ""), record.name);
    for field in record.fields {
        // Constructors of errors are called with members that may be undefined.
        let undefined = if record.name.ends_with("Details") && !field.required { " | undefined" } else { "" };
        let mark = if field.required { "" } else { "?" };
        let doc =
            if matches!(field.kind, Kind::Span) { format!("{} In milliseconds.", sentence(field.doc)) } else { field.doc.into() };
        let _ =
            writeln!(text, "{}  {}{mark}: {}{undefined};", comment(&doc, "  "), LANGUAGE.member(field), kind_of(record, field));
    }
    text + "}\n"
}

fn kind_of(record: &Record, field: &Field) -> String {
    match (record.name, field.name()) {
        ("AuthpipeErrorDetails" | "SessionFailure", "code") | ("RefreshState", "error") => "ErrorCode".to_owned(),
        ("ProviderConfig", "provider") => "ProviderName".to_owned(),
        ("AuthpipeOptions", "providers") => "ProviderConfigs<ProviderConfig>".to_owned(),
        _ => kind(&field.kind),
    }
}

fn kind(kind_: &Kind) -> String {
    match kind_ {
        Kind::Id(Id::Provider) => "ProviderName".to_owned(),
        Kind::Text | Kind::Id(_) | Kind::Secret | Kind::Personal | Kind::Path => "string".to_owned(),
        Kind::Secrets => "string | string[]".to_owned(),
        Kind::Flag => "boolean".to_owned(),
        Kind::Whole | Kind::Span => "number".to_owned(),
        Kind::Time => "Date".to_owned(),
        Kind::Json => "ProviderDefinition".to_owned(),
        Kind::Host("ClientAssertion") => "() => string | Promise<string>".to_owned(),
        Kind::Host(name) => (*name).to_owned(),
        Kind::List(item) => format!("{}[]", kind(item)),
        Kind::Map(item) => format!("Record<string, {}>", kind(item)),
        Kind::SecretFields => "string | Record<string, string>".to_owned(),
        Kind::Word(set) => set.name.to_owned(),
        Kind::Record(record) => record.name.to_owned(),
    }
}

/// Alone, because the base class of errors needs it before there are others.
pub(crate) fn page() -> String {
    format!("// {NOTICE}\n\n/** The page that explains every code. @internal */\nexport const ERRORS_PAGE = '{}';\n", Error::PAGE)
}

pub(crate) fn errors() -> String {
    let mut file = format!("// {NOTICE}\n\nimport {{ AuthpipeError, classes, KIND }} from '../authpipe-error';\n");
    file += "import type { Actor, ErrorCode, Retry } from './types';\n\nexport type { ErrorCode } from './types';\n";
    for info in CLASSES {
        let name = info.class.as_str();
        let _ = write!(
            file,
            "\n{}export class {name} extends {} {{\n  /** @internal */\n  static override readonly [KIND]: string = '{name}';\n}}\n",
            comment(info.doc, ""),
            info.base
        );
    }
    let names: Vec<_> = CLASSES.iter().map(|info| info.class.as_str()).collect();
    let _ = write!(file, "\nfor (const type of [\n  {},\n]) {{\n  classes.set(type[KIND], type);\n}}\n", names.join(",\n  "));
    file += "\n/** What is known of a code without the case at hand. */\nexport interface ErrorCodeInfo {\n";
    file += "  /** The class that is thrown. */\n  class: string;\n  /** When calling again makes sense, unless the error says otherwise. */\n";
    file += "  retry: Retry;\n  /** Who must do something. */\n  actor: Actor;\n  /** What it means. */\n  doc: string;\n";
    file += "  /** What can be done. */\n  hint: string;\n}\n";
    file += "\n/** The table of codes, for documentation and for applications that show errors in their own words. */\n";
    file += "export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeInfo>> = {\n";
    for code in ErrorCode::ALL {
        let class: ErrorClass = code.class();
        let _ = writeln!(
            file,
            "  {}: {{\n    class: '{}',\n    retry: '{}',\n    actor: '{}',\n    doc: {:?},\n    hint: {:?},\n  }},",
            code.as_str(),
            class.as_str(),
            code.retry().as_str(),
            code.actor().as_str(),
            code.doc(),
            code.hint()
        );
    }
    file + "};\n"
}

fn comment(doc: &str, indent: &str) -> String {
    let text = LANGUAGE.render(&sentence(doc));
    if text.is_empty() {
        return String::new();
    }
    let line = format!("{indent}/** {text} */\n");
    if line.chars().count() <= WIDTH {
        return line;
    }
    let lines: Vec<_> = wrap(&text, WIDTH - indent.len() - 3).into_iter().map(|line| format!("{indent} * {line}\n")).collect();
    format!("{indent}/**\n{}{indent} */\n", lines.concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use authpipe_bindings::OPERATIONS;

    use super::*;

    /// The first sentence of each method in a file, by class and name.
    fn documented(file: &str) -> BTreeMap<(String, String), String> {
        let path = crate::root().join("bindings-node/src").join(file);
        let source = fs::read_to_string(path).expect("the façade is there");
        let (mut class, mut doc, mut found) = (String::new(), None, BTreeMap::new());
        for line in source.lines() {
            let text = line.trim();
            if let Some(name) = line.strip_prefix("export class ") {
                class = name.split([' ', '<']).next().unwrap_or_default().to_owned();
            } else if let Some(one) = text.strip_prefix("/** ") {
                doc = Some(one.trim_end_matches("*/").trim().to_owned());
            } else if text == "/**" {
                doc = Some(String::new());
            } else if let (Some(more), Some(doc)) = (text.strip_prefix("* "), doc.as_mut().filter(|doc| doc.is_empty())) {
                doc.push_str(more);
            } else if let Some((name, _)) = text.strip_prefix("async ").unwrap_or(text).split_once('(')
                && let Some(doc) = doc.take_if(|_| line.starts_with("  ") && !line.starts_with("   "))
            {
                let sentence = doc.split(". ").next().unwrap_or(&doc).trim_end_matches('.').to_owned();
                found.insert((class.clone(), name.to_owned()), sentence);
            }
        }
        found
    }

    #[test]
    fn first_sentences_are_those_of_the_description() {
        let mut written = documented("authpipe.ts");
        written.extend(documented("resources.ts"));
        for operation in OPERATIONS {
            let class = match operation.group {
                None => "Authpipe".to_owned(),
                Some(group) => format!("{}{}", group[..1].to_uppercase(), &group[1..]),
            };
            // TypeScript says what its nothing is.
            let described = LANGUAGE.render(operation.doc).replace("otherwise nothing", "otherwise null");
            let name = LANGUAGE.spell(operation.name);
            let found = written.get(&(class.clone(), name.clone()));
            assert_eq!(found.map(String::as_str), Some(described.trim_end_matches('.')), "{class}.{name}");
        }
    }
}
