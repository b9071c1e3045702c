//! Shows values of Swift to the shared reader, and makes values of Swift from results.

use std::collections::HashMap;
use std::time::Duration;

use authpipe::{ErrorCode, Result, Timestamp};
use authpipe_bindings::{Give, Given, HostValue, Language, NoJson, Number, Read, WhyNoJson, read_json};
use zeroize::Zeroizing;

/// Reads an argument; a refusal is `invalid_request`.
pub(crate) fn read<T: Read>(argument: impl Into<Value>, name: &str) -> Result<T> {
    read_as(argument, name, ErrorCode::InvalidRequest)
}

/// Reads an argument.
pub(crate) fn read_as<T: Read>(argument: impl Into<Value>, name: &str, code: ErrorCode) -> Result<T> {
    authpipe_bindings::read(&argument.into(), name).map_err(|refusal| refusal.into_error(code))
}

/// A value that Swift has given. It may hold a secret, so it does not print.
#[derive(Clone)]
pub(crate) enum Value {
    Absent,
    Flag(bool),
    /// A count, or a length of time in milliseconds: which one is read is the description's to say.
    Whole(u64),
    /// Milliseconds since the Unix epoch.
    Moment(i64),
    Text(Zeroizing<String>),
    Json(Result<serde_json::Value, NoJson>),
    List(Vec<Value>),
    Members(Vec<(String, Value)>),
}

pub(crate) fn value(value: impl Into<Value>) -> Value {
    value.into()
}

/// Text that is JSON.
pub(crate) fn json(text: Option<String>) -> Value {
    text.map_or(Value::Absent, |text| Value::Json(read_json(&text)))
}

impl Value {
    /// A record: its members, after those that it shares with another one. What Swift leaves out is not named.
    pub(crate) fn record<const N: usize>(base: Option<Value>, members: [(&str, Value); N]) -> Self {
        let mut all = match base {
            Some(Value::Members(members)) => members,
            _ => Vec::new(),
        };
        let given = members.into_iter().filter(|(_, value)| !value.is_absent());
        all.extend(given.map(|(name, value)| (name.to_owned(), value)));
        Value::Members(all)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(Zeroizing::new(text))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Flag(flag)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Whole(number)
    }
}

impl From<i64> for Value {
    fn from(ms: i64) -> Self {
        Value::Moment(ms)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Absent, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> From<HashMap<String, T>> for Value {
    fn from(members: HashMap<String, T>) -> Self {
        Value::Members(members.into_iter().map(|(name, value)| (name, value.into())).collect())
    }
}

impl HostValue for Value {
    const LANGUAGE: Language = Language::Swift;

    fn is_absent(&self) -> bool {
        matches!(self, Value::Absent)
    }

    fn text(&self) -> Option<String> {
        if let Value::Text(text) = self { Some(String::clone(text)) } else { None }
    }

    fn flag(&self) -> Option<bool> {
        if let Value::Flag(flag) = self { Some(*flag) } else { None }
    }

    fn whole(&self) -> Option<Number<u64>> {
        if let Value::Whole(number) = self { Some(Number::Fits(*number)) } else { None }
    }

    fn span(&self) -> Option<Number<Duration>> {
        if let Value::Whole(ms) = self { Some(Number::Fits(Duration::from_millis(*ms))) } else { None }
    }

    fn moment(&self) -> Option<Number<Timestamp>> {
        if let Value::Moment(ms) = self { Some(Number::Fits(Timestamp::from_unix_millis(*ms))) } else { None }
    }

    fn items(&self) -> Option<Vec<Self>> {
        if let Value::List(items) = self { Some(items.clone()) } else { None }
    }

    fn names(&self) -> Option<Vec<String>> {
        match self {
            Value::Members(members) => Some(members.iter().map(|(name, _)| name.clone()).collect()),
            Value::Json(Ok(serde_json::Value::Object(members))) => Some(members.keys().cloned().collect()),
            _ => None,
        }
    }

    fn member(&self, name: &str) -> Option<Self> {
        let Value::Members(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn json(&self) -> Result<serde_json::Value, NoJson> {
        if let Value::Json(json) = self { json.clone() } else { Err(WhyNoJson::Unfit.into()) }
    }
}

/// What a member of a result holds, as Swift gets it. Times and lengths of time are milliseconds, since the Unix epoch or in all.
pub(crate) fn give<T: FromGiven + Default>(value: impl Give) -> T {
    T::from_given(value.give()).unwrap_or_default()
}

/// What can be made of a result. `None`: it is not there, or never comes.
pub(crate) trait FromGiven: Sized {
    fn from_given(given: Given) -> Option<Self>;
}

impl<T: FromGiven> FromGiven for Option<T> {
    fn from_given(given: Given) -> Option<Self> {
        Some(T::from_given(given))
    }
}

impl<T: FromGiven> FromGiven for Vec<T> {
    fn from_given(given: Given) -> Option<Self> {
        if let Given::List(items) = given { items.into_iter().map(T::from_given).collect() } else { None }
    }
}

impl FromGiven for String {
    fn from_given(given: Given) -> Option<Self> {
        match given {
            Given::Text(text) => Some(text),
            Given::Worded(text) => Some(text.write(Language::Swift)),
            _ => None,
        }
    }
}

impl FromGiven for bool {
    fn from_given(given: Given) -> Option<Self> {
        if let Given::Flag(flag) = given { Some(flag) } else { None }
    }
}

impl FromGiven for u64 {
    fn from_given(given: Given) -> Option<Self> {
        match given {
            Given::Whole(count) => Some(count),
            Given::Span(span) => Some(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)),
            _ => None,
        }
    }
}

impl FromGiven for i64 {
    fn from_given(given: Given) -> Option<Self> {
        if let Given::Time(at) = given { date(at) } else { None }
    }
}

/// A time, or `None` for "never".
pub(crate) fn date(at: Timestamp) -> Option<i64> {
    (at != Timestamp::NEVER).then(|| at.unix_millis())
}
