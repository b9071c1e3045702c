//! Reads arguments by their description. A refusal names the member by its path and never shows the value, which may be a secret.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use authpipe::{ConfigId, Error, ErrorCode, GrantId, Label, ProviderId, Secret, SessionId, TenantId, Timestamp, UserId};

use crate::describe::{Described, Enumeration, Field, Record};
use crate::json_text::NoJson;
use crate::language::Language;

/// A value of the caller's language.
pub trait HostValue: Sized {
    /// How its members are spelt.
    const LANGUAGE: Language;

    /// Whether it stands for nothing: `undefined`, `null`, `None`.
    fn is_absent(&self) -> bool;
    /// What its type is called, in languages whose programmers expect that of a refusal.
    fn type_name(&self) -> Option<String> {
        None
    }
    /// The text, if it is one.
    fn text(&self) -> Option<String>;
    /// Whether the language calls it a text, and it holds what Unicode does not have: a lone surrogate.
    fn is_broken_text(&self) -> bool {
        false
    }
    /// Yes or no, if it is that.
    fn flag(&self) -> Option<bool>;
    /// The whole number, if it is a number.
    fn whole(&self) -> Option<Number<u64>>;
    /// The length of time, if it is a number or whatever the language has for it.
    fn span(&self) -> Option<Number<Duration>>;
    /// The point in time, if it is whatever the language has for that.
    fn moment(&self) -> Option<Number<Timestamp>>;
    /// The path, if it is one; a text where the language has nothing else.
    fn path(&self) -> Option<PathBuf> {
        self.text().map(PathBuf::from)
    }
    /// The items, if it is a list. A text is none.
    fn items(&self) -> Option<Vec<Self>>;
    /// Its own names, if it is an object with members.
    fn names(&self) -> Option<Vec<String>>;
    /// A member of it, absent or not. Asked only after [`HostValue::names`] has found an object.
    fn member(&self, name: &str) -> Option<Self>;
    /// The whole of it, as JSON holds it.
    ///
    /// # Errors
    /// - What JSON cannot hold, and what no reader would take for one thing.
    fn json(&self) -> Result<serde_json::Value, NoJson>;
}

/// A number of the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number<T> {
    /// One that can be used.
    Fits(T),
    /// Negative, broken, or too large.
    DoesNot,
}

/// Where a value stands in the arguments.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Argument(&'a str),
    Member(&'a str),
    Key(&'a str),
    Item(usize),
}

impl<'a> At<'a> {
    /// An argument by its name, in the caller's spelling.
    pub const fn argument(name: &'a str) -> Self {
        At { parent: None, step: Step::Argument(name) }
    }

    pub(crate) const fn then(&'a self, step: Step<'a>) -> At<'a> {
        At { parent: Some(self), step }
    }

    fn write(&self, path: &mut String) {
        match (self.parent, self.step) {
            // The argument that has the member is known from the call.
            (Some(At { step: Step::Argument(_), .. }), Step::Member(name)) => path.push_str(name),
            (parent, step) => {
                if let Some(parent) = parent {
                    parent.write(path);
                }
                let _ = match step {
                    Step::Argument(name) => write!(path, "{name}"),
                    Step::Member(name) => write!(path, ".{name}"),
                    Step::Key(key) => write!(path, "[{key:?}]"),
                    Step::Item(index) => write!(path, "[{index}]"),
                };
            }
        }
    }

    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        self.write(&mut path);
        path
    }

    fn whole_path(&self, name: &str) -> String {
        format!("{}.{name}", self.path())
    }
}

/// Why an argument cannot be taken.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It is not there, or not of the type that it must be: what must be changed in the caller's code.
    Type(String),
    /// Its value cannot be used.
    Value(String),
    /// It is a length of time that cannot be, or a text that is none.
    Range(String),
    /// What the core said of it.
    Core(Error),
}

impl Refusal {
    pub(crate) fn missing(at: &At<'_>) -> Self {
        Refusal::Type(format!("{} is missing.", at.path()))
    }

    pub(crate) fn wrong_type<T: Described, V: HostValue>(at: &At<'_>, value: &V) -> Self {
        match value.type_name() {
            _ if value.is_broken_text() => Refusal::Range(format!("{} is not valid Unicode.", at.path())),
            Some(found) => Refusal::Type(format!("{} must be {}, not {found}.", at.path(), V::LANGUAGE.wanted(T::KIND))),
            None => Refusal::Type(format!("{} has the wrong type.", at.path())),
        }
    }

    pub(crate) fn no_object<T: Described, V: HostValue>(at: &At<'_>, value: &V) -> Self {
        if V::LANGUAGE == Language::Python {
            return Refusal::wrong_type::<T, V>(at, value);
        }
        // The façade of JavaScript refuses so what it reads itself.
        Refusal::no_record(at)
    }

    /// A record that was not given.
    pub(crate) fn no_record(at: &At<'_>) -> Self {
        Refusal::Type(format!("{} must be an object.", at.path()))
    }

    fn misspelt(at: &At<'_>, name: &str, meant: &str) -> Self {
        Refusal::Type(format!("{} is not known. Did you mean {meant}?", at.whole_path(name)))
    }

    /// A member of the other argument of the same call.
    fn misplaced(at: &At<'_>, name: &str, place: &str) -> Self {
        Refusal::Type(format!("{} is not known there: it belongs to {place}.", at.whole_path(name)))
    }

    fn unknown(at: &At<'_>, name: &str, known: &[std::borrow::Cow<'_, str>]) -> Self {
        // A name that could be anything else is not repeated: it may be a secret in the wrong place.
        let is_name = name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_-".contains(&byte));
        let name = if is_name { name } else { "…" };
        Refusal::Type(format!("{} is not known. It takes: {}.", at.whole_path(name), known.join(", ")))
    }

    pub(crate) fn word(at: &At<'_>, _language: Language, set: &Enumeration) -> Self {
        let words: Vec<_> = set.words.iter().map(|word| format!("\"{}\"", word.text)).collect();
        let (last, others) = words.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
        let words = if others.is_empty() { last.to_owned() } else { format!("{} or {last}", others.join(", ")) };
        Refusal::Value(format!("{} must be {words}.", at.path()))
    }

    /// The error for the caller: with this code where the core has not said another.
    pub fn into_error(self, code: ErrorCode) -> Error {
        match self {
            Refusal::Type(message) | Refusal::Value(message) | Refusal::Range(message) => Error::new(code, message),
            Refusal::Core(error) => error,
        }
    }
}

/// What can be read from a value of the caller's language.
pub trait Read: Described + Sized {
    /// Reads a value that is there.
    ///
    /// # Errors
    /// - It is of the wrong type, or its value cannot be used.
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal>;

    /// What stands for a value that is not there.
    ///
    /// # Errors
    /// - It must be there.
    fn absent(at: &At<'_>) -> Result<Self, Refusal> {
        Err(Refusal::missing(at))
    }

    /// What stands for a member that the caller names and gives nothing for: `undefined`, `null`, `None`.
    ///
    /// # Errors
    /// - It must be there, or left out.
    fn nothing(at: &At<'_>) -> Result<Self, Refusal> {
        Self::absent(at)
    }
}

/// Reads an argument.
///
/// # Errors
/// - It is missing, of the wrong type, or has a member that is misspelt.
pub fn read<T: Read, V: HostValue>(value: &V, name: &str) -> Result<T, Refusal> {
    let at = At::argument(name);
    if value.is_absent() { T::absent(&at) } else { T::read(value, &at) }
}

/// The members of an object that is meant as a record.
pub(crate) struct Members<'a, V> {
    value: &'a V,
    names: Vec<String>,
    at: &'a At<'a>,
}

impl<'a, V: HostValue> Members<'a, V> {
    /// Opens an object. A name that is none of the record's is refused, because ignoring it would be silent. Where applications give an
    /// object of their own, which may say more, only a name that is nearly one of the record's is.
    pub(crate) fn open(value: &'a V, at: &'a At<'a>, record: &Record) -> Result<Self, Refusal> {
        let names = value.names().ok_or_else(|| Refusal::no_object::<serde_json::Value, V>(at, value))?;
        let known: Vec<_> = record.members().into_iter().map(|field| V::LANGUAGE.member(field)).collect();
        for name in names.iter().filter(|name| !known.iter().any(|one| one == *name)) {
            let near = known.iter().filter_map(|one| slips(one, name).map(|slips| (slips, one)));
            if let Some((_, meant)) = near.min_by_key(|(slips, _)| *slips) {
                return Err(Refusal::misspelt(at, name, meant));
            }
            if V::LANGUAGE == Language::JavaScript
                && let Some(place) = other_argument(record, name)
            {
                return Err(Refusal::misplaced(at, name, place));
            }
            // Swift refuses such a name itself; in Python the arguments of one call are members of several records, and what stands in one of
            // them is of one.
            let is_one_record = match V::LANGUAGE {
                Language::JavaScript => true,
                Language::Python => at.parent.is_some(),
                _ => false,
            };
            if is_one_record && !OPEN.contains(&record.name) {
                return Err(Refusal::unknown(at, name, &known));
            }
        }
        Ok(Members { value, names, at })
    }

    pub(crate) fn read<T: Read>(&self, field: &Field) -> Result<T, Refusal> {
        let name = V::LANGUAGE.member(field);
        let at = self.at.then(Step::Member(&name));
        match self.value.member(&name).filter(|value| !value.is_absent()) {
            Some(value) => T::read(&value, &at),
            None if self.names.iter().any(|given| *given == name) => T::nothing(&at),
            None => T::absent(&at),
        }
    }
}

/// Records that are given as objects of the application's own.
const OPEN: [&str; 2] = ["Principal", "TenantScope"];

/// Members of the subject and of the options of one call, as JavaScript spells them.
pub(crate) const OF_SUBJECT: [&str; 9] =
    ["provider", "config", "tenantId", "userId", "label", "connectionId", "installationId", "credentialFor", "credentialType"];
pub(crate) const OF_OPTIONS: [&str; 6] = ["signal", "timeoutMs", "forceRefresh", "minValidityMs", "scopes", "claims"];

/// Where a name would be right that stands in the wrong one of two arguments: whose credential is meant, and how it is asked for.
fn other_argument(record: &Record, name: &str) -> Option<&'static str> {
    match record.name {
        "Subject" if OF_OPTIONS.contains(&name) => Some("the options, which are the second argument"),
        "CallOptions" if OF_SUBJECT.contains(&name) => Some("the subject, which is the first argument"),
        _ => None,
    }
}

/// How far `name` is from `known` for somebody who probably meant that: 0 for another spelling, and slips only in a name that is long
/// enough to tell.
fn slips(known: &str, name: &str) -> Option<usize> {
    let spelling = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
    let (known, name) = (spelling(known), spelling(name));
    let slips = strsim::osa_distance(&known, &name);
    (slips <= known.len().min(name.len()) / 4).then_some(slips)
}

impl<T: Read> Read for Option<T> {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        T::read(value, at).map(Some)
    }

    fn absent(_at: &At<'_>) -> Result<Self, Refusal> {
        Ok(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        let items = value.items().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))?;
        items.iter().enumerate().map(|(index, item)| T::read(item, &at.then(Step::Item(index)))).collect()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        let names = value.names().ok_or_else(|| Refusal::no_object::<Self, V>(at, value))?;
        let entries = names.into_iter().map(|name| {
            let at = at.then(Step::Key(&name));
            let item = match value.member(&name).filter(|item| !item.is_absent()) {
                Some(item) => T::read(&item, &at)?,
                None => T::absent(&at)?,
            };
            Ok((name, item))
        });
        entries.collect()
    }
}

impl Read for String {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        value.text().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))
    }
}

impl Read for Secret<String> {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        String::read(value, at).map(Secret::from)
    }
}

impl Read for bool {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        value.flag().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))
    }
}

impl Read for u64 {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        match value.whole().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))? {
            Number::Fits(number) => Ok(number),
            Number::DoesNot => Err(Refusal::Value(format!("{} must be a whole number, 0 or more.", at.path()))),
        }
    }
}

impl Read for Duration {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        let unit = if V::LANGUAGE == Language::JavaScript { "milliseconds" } else { "seconds" };
        match value.span().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))? {
            Number::Fits(span) => Ok(span),
            Number::DoesNot => Err(Refusal::Range(format!("{} must be a number of {unit}, 0 or more.", at.path()))),
        }
    }
}

impl Read for Timestamp {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        let rule = if V::LANGUAGE == Language::Python { "an aware datetime" } else { "a valid date" };
        match value.moment().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))? {
            Number::Fits(moment) => Ok(moment),
            Number::DoesNot => Err(Refusal::Value(format!("{} must be {rule}.", at.path()))),
        }
    }
}

impl Read for PathBuf {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        value.path().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))
    }
}

macro_rules! read_ids {
    ($($type:ident),*) => {
        $(impl Read for $type {
            fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
                $type::parse(&String::read(value, at)?).map_err(Refusal::Core)
            }
        })*
    };
}

read_ids!(ProviderId, ConfigId, TenantId, UserId, Label, GrantId, SessionId);
