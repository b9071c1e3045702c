//! Shows JavaScript's values to the shared reader, and makes values of JavaScript from results.

use std::time::Duration;

use authpipe::{ErrorCode, Result, Timestamp};
use authpipe_bindings::{At, Given, HostValue, Language, NoJson, Number, Read, WhyNoJson};
use napi::ValueType;
use napi::bindgen_prelude::{FromNapiValue as _, JsObjectValue, JsValue, Object, Unknown};
use serde_json::Value;

/// The latest time that a JavaScript `Date` can hold, in milliseconds (ECMA-262, Time Values and Time Range).
pub(crate) const LAST_DATE_MS: i64 = 8_640_000_000_000_000;

/// Up to here, numbers of JavaScript are whole and exact.
const LAST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Reads an argument; a refusal is `invalid_request`.
pub(crate) fn read<T: Read>(value: Unknown<'_>, name: &str) -> Result<T> {
    read_as(value, name, ErrorCode::InvalidRequest)
}

/// Reads an argument. Only what was not given is absent: `null` is a value, and the wrong one.
pub(crate) fn read_as<T: Read>(value: Unknown<'_>, name: &str, code: ErrorCode) -> Result<T> {
    let at = At::argument(name);
    let value = JsArgument(value);
    let read = if value.is(ValueType::Undefined) { T::absent(&at) } else { T::read(&value, &at) };
    read.map_err(|refusal| refusal.into_error(code))
}

/// An argument that is read by hand.
pub(crate) fn argument(value: Unknown<'_>) -> JsArgument<'_> {
    JsArgument(value)
}

/// An argument.
pub(crate) struct JsArgument<'env>(Unknown<'env>);

impl<'env> JsArgument<'env> {
    fn is(&self, kind: ValueType) -> bool {
        self.0.get_type().is_ok_and(|found| found == kind)
    }

    fn number(&self) -> Option<f64> {
        if self.is(ValueType::Number) { self.0.coerce_to_number().and_then(|number| number.get_double()).ok() } else { None }
    }

    /// Whether a text holds whole characters only, as UTF-8 can.
    fn is_well_formed(&self) -> bool {
        let units = self.0.coerce_to_string().and_then(|text| text.into_utf16());
        units.is_ok_and(|units| char::decode_utf16(units.as_slice().iter().copied()).all(|unit| unit.is_ok()))
    }

    fn object(&self) -> Option<Object<'env>> {
        if self.is(ValueType::Object) { self.0.coerce_to_object().ok() } else { None }
    }
}

impl HostValue for JsArgument<'_> {
    const LANGUAGE: Language = Language::JavaScript;

    fn is_absent(&self) -> bool {
        self.is(ValueType::Undefined) || self.is(ValueType::Null)
    }

    fn type_name(&self) -> Option<String> {
        let name = match self.0.get_type().ok()? {
            ValueType::Undefined => "undefined",
            ValueType::Null => "null",
            ValueType::Boolean => "a boolean",
            ValueType::Number => "a number",
            ValueType::BigInt => "a bigint",
            ValueType::String => "a string",
            ValueType::Symbol => "a symbol",
            ValueType::Function => "a function",
            ValueType::Object if self.items().is_some() => "an array",
            ValueType::Object if self.names().is_none() => "a list, a map or a promise",
            _ => "an object",
        };
        Some(name.to_owned())
    }

    fn is_broken_text(&self) -> bool {
        self.is(ValueType::String) && !self.is_well_formed()
    }

    fn text(&self) -> Option<String> {
        if !self.is(ValueType::String) {
            return None;
        }
        // Read at once into what is given back: it may be a secret, and a buffer in between would not be wiped.
        let text = String::from_unknown(self.0).ok()?;
        // Half of a character becomes a replacement without a word; a text that holds one may have had it from the start.
        (!text.contains(char::REPLACEMENT_CHARACTER) || self.is_well_formed()).then_some(text)
    }

    fn flag(&self) -> Option<bool> {
        if self.is(ValueType::Boolean) { self.0.coerce_to_bool().ok() } else { None }
    }

    fn whole(&self) -> Option<Number<u64>> {
        let number = self.number()?;
        let fits = number.fract() == 0.0 && (0.0..=LAST_WHOLE).contains(&number);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "judged before")]
        Some(if fits { Number::Fits(number as u64) } else { Number::DoesNot })
    }

    fn span(&self) -> Option<Number<Duration>> {
        let span = Duration::try_from_secs_f64(self.number()? / 1000.0);
        Some(span.map_or(Number::DoesNot, Number::Fits))
    }

    fn moment(&self) -> Option<Number<Timestamp>> {
        // By what it can do: a date of another realm is one too.
        let tells = self.object()?.get::<Unknown<'_>>("getTime").ok()??.get_type().ok()?;
        let ms =
            self.0.coerce_to_number().and_then(|number| number.get_double()).ok().filter(|_| tells == ValueType::Function)?;
        // A date that is none is not a number, which no comparison holds for.
        #[expect(clippy::cast_precision_loss, reason = "exact, as every date is")]
        let fits = ms.abs() <= LAST_DATE_MS as f64;
        #[expect(clippy::cast_possible_truncation, reason = "judged before")]
        Some(if fits { Number::Fits(Timestamp::from_unix_millis(ms as i64)) } else { Number::DoesNot })
    }

    fn items(&self) -> Option<Vec<Self>> {
        let object = self.object().filter(|object| object.is_array().unwrap_or(false))?;
        (0..object.get_array_length().ok()?).map(|index| object.get_element(index).ok().map(JsArgument)).collect()
    }

    fn names(&self) -> Option<Vec<String>> {
        let object = self.object()?;
        // A list or a map has members too, and none of those that are looked for: every collection can be walked over. So has a promise
        // that nobody has waited for.
        let can =
            |name| object.get::<Unknown<'_>>(name).map(|found| found.is_some_and(|one| JsArgument(one).is(ValueType::Function)));
        if can("forEach").ok()? || can("then").ok()? {
            return None;
        }
        Object::keys(&object).ok()
    }

    fn member(&self, name: &str) -> Option<Self> {
        self.object()?.get(name).ok().flatten().map(JsArgument)
    }

    fn json(&self) -> Result<Value, NoJson> {
        self.json_within(DEEPEST)
    }
}

/// How deep JSON is read, as deep as `serde_json` reads a text. An object may hold itself, which no text of JSON can.
const DEEPEST: usize = 128;

impl JsArgument<'_> {
    fn json_within(&self, depth: usize) -> Result<Value, NoJson> {
        let depth = depth.checked_sub(1).ok_or(WhyNoJson::Unfit)?;
        if let Some(items) = self.items() {
            let items = items.iter().enumerate();
            return items.map(|(index, item)| item.json_within(depth).map_err(|no_json| no_json.in_item(index))).collect();
        }
        let Some(object) = self.object() else { return Ok(self.json_leaf().ok_or(WhyNoJson::Unfit)?) };
        let mut members = serde_json::Map::new();
        for name in Object::keys(&object).map_err(|_| WhyNoJson::Unfit)? {
            // As `JSON.stringify` does: a member that is undefined is left out.
            if let Some(member) = object.get(&name).map_err(|_| WhyNoJson::Unfit)? {
                let json = JsArgument(member).json_within(depth).map_err(|no_json| no_json.in_member(&name))?;
                members.insert(name, json);
            }
        }
        Ok(Value::Object(members))
    }

    /// What is no object and no list.
    fn json_leaf(&self) -> Option<Value> {
        Some(match self.0.get_type().ok()? {
            ValueType::Undefined | ValueType::Null => Value::Null,
            ValueType::Boolean => Value::Bool(self.flag()?),
            ValueType::String => Value::String(self.text()?),
            ValueType::Number => Value::Number(json_number(self.number()?)?),
            // Functions, symbols and numbers without an end are nothing that JSON can hold.
            _ => return None,
        })
    }
}

/// A number of JSON, which holds neither infinity nor what is none.
fn json_number(number: f64) -> Option<serde_json::Number> {
    #[expect(clippy::cast_possible_truncation, reason = "judged before")]
    if number.fract() == 0.0 && number.abs() < LAST_WHOLE {
        Some((number as i64).into())
    } else {
        serde_json::Number::from_f64(number)
    }
}

/// Stands behind the name of a member that is a point in time. No member's own name has it.
const TIME: &str = "@";

/// A result as the façade gets it: a time as a number under the name with [`TIME`] behind it, of which the façade makes a `Date`.
pub(crate) fn to_json(given: Given) -> Value {
    match given {
        Given::Absent => Value::Null,
        Given::Flag(flag) => flag.into(),
        Given::Whole(count) => count.into(),
        Given::Text(text) => text.into(),
        Given::Worded(text) => text.write(Language::JavaScript).into(),
        Given::Time(at) if at.unix_millis() > LAST_DATE_MS => Value::Null,
        #[expect(clippy::cast_precision_loss, reason = "exact, as just judged")]
        Given::Time(at) => (at.unix_millis() as f64).into(),
        // Divided, and not multiplied: whole milliseconds stay whole.
        Given::Span(span) => (Duration::as_nanos(&span) as f64 / 1e6).into(),
        Given::List(items) => items.into_iter().map(to_json).collect(),
        Given::Record(record, values) => {
            let members = record.fields.iter().zip(values).map(|(field, value)| {
                let mark = if matches!(value, Given::Time(_)) { TIME } else { "" };
                (format!("{}{mark}", Language::JavaScript.member(field)), to_json(value))
            });
            Value::Object(members.filter(|(_, value)| !value.is_null()).collect())
        }
    }
}
