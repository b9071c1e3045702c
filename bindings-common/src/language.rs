//! Spells a name as each language does: `tenant_id`, `tenantId`, `tenantID`.

use std::borrow::Cow;

use crate::describe::{Field, Kind};

/// A language that has a binding, or the core's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `user_id`, `min_validity`.
    Rust,
    /// `userId`, `minValidityMs`.
    JavaScript,
    /// `user_id`, `min_validity`.
    Python,
    /// `userID`, `minValidity`.
    Swift,
}

impl Language {
    /// The name of a member.
    pub fn member(self, field: &Field) -> Cow<'static, str> {
        match (self, field.kind) {
            (Language::JavaScript, Kind::Span) => Cow::Owned(format!("{}Ms", camel(field.name()))),
            (Language::JavaScript, _) if field.name().contains('_') => Cow::Owned(camel(field.name())),
            (Language::Swift, _) if field.name().contains('_') => Cow::Owned(swift(field.name())),
            _ => Cow::Borrowed(field.name()),
        }
    }

    /// What bytes are, where a function must give some.
    pub(crate) fn bytes(self) -> &'static str {
        match self {
            Language::Rust => "a vector",
            Language::JavaScript => "a Uint8Array",
            Language::Python => "bytes",
            Language::Swift => "Data",
        }
    }

    /// What a text is, where a function must give one.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Language::Rust | Language::Swift => "a String",
            Language::JavaScript => "a string",
            Language::Python => "a str",
        }
    }

    /// What a refusal asks for, in languages that name types: see [`HostValue::type_name`](crate::HostValue::type_name).
    pub(crate) fn wanted(self, kind: Kind) -> &'static str {
        if self == Language::JavaScript { wanted_of_javascript(kind) } else { wanted_of_python(kind) }
    }
}

fn wanted_of_python(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Id(_) | Kind::Secret | Kind::Personal | Kind::Word(_) => "a str",
        Kind::Flag => "a bool",
        Kind::Whole => "an int",
        Kind::Span => "a number of seconds or a timedelta",
        Kind::Time => "a datetime",
        Kind::Path => "a str or os.PathLike",
        Kind::Secrets | Kind::List(_) => "a sequence of str",
        Kind::SecretFields => "a str or a mapping",
        Kind::Map(_) | Kind::Json | Kind::Record(_) => "a mapping",
        Kind::Host(name) => name,
    }
}

fn wanted_of_javascript(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Id(_) | Kind::Secret | Kind::Personal | Kind::Word(_) | Kind::Path => "a string",
        Kind::Flag => "a boolean",
        Kind::Whole => "a number",
        Kind::Span => "a number of milliseconds",
        Kind::Time => "a Date",
        Kind::Secrets => "a string or an array of strings",
        Kind::List(_) => "an array of strings",
        Kind::SecretFields => "a string or an object",
        Kind::Map(_) | Kind::Json | Kind::Record(_) => "an object",
        Kind::Host(name) => name,
    }
}

/// What Swift calls otherwise: it reads like a sentence with its arguments. The name of the core's method, and Swift's.
pub(crate) const SWIFT_METHODS: &[(&str, &str)] = &[
    ("get_credential", "credential"),
    ("peek_credential", "cachedCredential"),
    ("store_credential", "store"),
    ("get_connection", "connection"),
    ("check_connection", "check"),
    ("delete_connection", "disconnect"),
    ("get_installation", "installation"),
    ("get_session", "session"),
    ("follow_events", "events"),
];

/// As JavaScript writes a name.
pub(crate) fn camel(name: &str) -> String {
    join(name, capital)
}

/// As Swift writes a name: initialisms in capitals.
pub(crate) fn swift(name: &str) -> String {
    if let Some((_, other)) = SWIFT_METHODS.iter().find(|(method, _)| *method == name) {
        return (*other).to_owned();
    }
    join(name, |word| if matches!(word, "ca" | "id" | "url" | "uri") { word.to_ascii_uppercase() } else { capital(word) })
}

fn join(name: &str, write: fn(&str) -> String) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &write(word))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
    initial.into_iter().chain(letters).collect()
}
