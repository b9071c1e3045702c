//! The types of a description, which is constant data: the generator renders it, and the reader follows it.

/// A record: an object with named members.
#[derive(Debug)]
pub struct Record {
    /// Its name in TypeScript and Python.
    pub name: &'static str,
    /// Its documentation; names in backticks are in Rust's spelling.
    pub doc: &'static str,
    /// The record whose members it has too.
    pub base: Option<&'static Record>,
    /// Its own members, in order.
    pub fields: &'static [Field],
    /// Whether callers get it; otherwise they give it.
    pub is_result: bool,
}

impl Record {
    /// All members, those of the base first.
    pub fn members(&self) -> Vec<&'static Field> {
        let mut members = self.base.map(Record::members).unwrap_or_default();
        members.extend(self.fields);
        members
    }
}

/// A member of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    raw_name: &'static str,
    /// Its documentation; empty where the name says it all.
    pub doc: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// Whether nothing may be given for it: `undefined`, `null`, `None`.
    pub is_nullable: bool,
    /// Whether it says something that it is named, although nothing is given for it.
    pub is_told_when_named: bool,
}

impl Field {
    /// Made by the macros of this crate. A name that Rust reserves comes as `r#name`.
    pub const fn new<T: Described>(raw_name: &'static str, doc: &'static str) -> Self {
        let (required, is_nullable, is_told_when_named) = (T::REQUIRED, T::NULLABLE, T::NAMED);
        Field { raw_name, doc, kind: T::KIND, required, is_nullable, is_told_when_named }
    }

    /// The same, where it must be there.
    pub const fn required(self) -> Self {
        Field { required: true, is_nullable: false, ..self }
    }

    /// Its name in Rust's spelling.
    pub fn name(&self) -> &'static str {
        self.raw_name.strip_prefix("r#").unwrap_or(self.raw_name)
    }
}

/// A closed set of words.
#[derive(Debug)]
pub struct Enumeration {
    /// Its name in TypeScript and Python.
    pub name: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// Its words, in order.
    pub words: &'static [Word],
}

/// A word of a closed set.
#[derive(Debug)]
pub struct Word {
    /// The same in all languages.
    pub text: &'static str,
    /// What it says.
    pub doc: &'static str,
}

/// What a member holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text.
    Text,
    /// A text that identifies something, which languages with types of their own for it tell apart.
    Id(Id),
    /// A text that must not print.
    Secret,
    /// A text that is for one person: it does not print, and crosses otherwise like any text.
    Personal,
    /// One text that must not print, or several.
    Secrets,
    /// Yes or no.
    Flag,
    /// A whole number that is not negative.
    Whole,
    /// A length of time: milliseconds in JavaScript, where the name ends in `Ms`; seconds or `timedelta` in Python; `Duration` in Swift.
    Span,
    /// A point in time: `Date`, or an aware `datetime`.
    Time,
    /// The path of a file.
    Path,
    /// Whatever JSON can hold, with names of its own.
    Json,
    /// An object that the façade of the language takes out itself; its name there.
    Host(&'static str),
    /// A list.
    List(&'static Kind),
    /// An object whose names are the caller's.
    Map(&'static Kind),
    /// A secret text, or named secret texts.
    SecretFields,
    /// A word of a closed set.
    Word(&'static Enumeration),
    /// A record.
    Record(&'static Record),
}

/// What a text identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// A provider.
    Provider,
    /// A client registration.
    Config,
    /// A tenant of the application.
    Tenant,
    /// A user of the application.
    User,
    /// One of several accounts of a user; empty where there is one.
    Label,
    /// A connection or an installation.
    Grant,
    /// A session.
    Session,
}

/// A type that crosses the border.
pub trait Described {
    /// What it is for those on the other side.
    const KIND: Kind;
    /// Whether it must be there.
    const REQUIRED: bool = true;
    /// Whether nothing may be given for it.
    const NULLABLE: bool = !Self::REQUIRED;
    /// Whether it says something that it is named, although nothing is given for it.
    const NAMED: bool = false;
}

impl<T: Described> Described for Option<T> {
    const KIND: Kind = T::KIND;
    const REQUIRED: bool = false;
}

impl<T: Described> Described for Vec<T> {
    const KIND: Kind = Kind::List(&T::KIND);
}

impl<T: Described> Described for std::collections::BTreeMap<String, T> {
    const KIND: Kind = Kind::Map(&T::KIND);
}

macro_rules! described {
    ($($kind:expr => $($type:ty),*;)*) => {
        $($(impl Described for $type { const KIND: Kind = $kind; })*)*
    };
}

described! {
    Kind::Text => String;
    Kind::Id(Id::Provider) => authpipe::ProviderId;
    Kind::Id(Id::Config) => authpipe::ConfigId;
    Kind::Id(Id::Tenant) => authpipe::TenantId;
    Kind::Id(Id::User) => authpipe::UserId;
    Kind::Id(Id::Label) => authpipe::Label;
    Kind::Id(Id::Grant) => authpipe::GrantId;
    Kind::Id(Id::Session) => authpipe::SessionId;
    Kind::Secret => authpipe::Secret<String>;
    Kind::Flag => bool;
    Kind::Whole => u64, u32;
    Kind::Span => std::time::Duration;
    Kind::Time => authpipe::Timestamp;
    Kind::Path => std::path::PathBuf;
    Kind::Json => serde_json::Value;
}

/// The description of a record, from its definition.
macro_rules! describe {
    ($name:ident, $shown:literal, $is_result:literal, [$($doc:literal)*], [$($base:ident)?], $([$($field_doc:literal)*] $field:ident: $type:ty,)*) => {
        impl $name {
            /// What the generator renders and the reader follows.
            pub const RECORD: $crate::Record = $crate::Record {
                name: $shown,
                doc: concat!($($doc, "\n"),*),
                base: $crate::describe::base!($($base)?),
                fields: &[$($crate::Field::new::<$type>(stringify!($field), concat!($($field_doc, "\n"),*)),)*],
                is_result: $is_result,
            };
        }

        impl $crate::Described for $name {
            const KIND: $crate::Kind = $crate::Kind::Record(&Self::RECORD);
        }
    };
}

macro_rules! base {
    () => {
        None
    };
    ($base:ident) => {
        Some(&$base::RECORD)
    };
}

pub(crate) use {base, describe};
