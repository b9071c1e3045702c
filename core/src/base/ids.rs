//! Identifiers. Each is judged once, when it enters; afterwards its type says that it fits its grammar (SR-37).
//!
//! Comparison is by bytes: no case folding, no Unicode normalisation, anywhere.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::entropy;
use super::error::{Error, ErrorCode};

/// The longest identifier of an application (tenant, user, label), in bytes.
pub(crate) const MAX_ID_LENGTH: usize = 128;

fn is_visible_ascii(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| (0x21..=0x7E).contains(&b))
}

fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_prefixed(text: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 22 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
    })
}

/// How languages and frameworks write as text what is nobody, in letters of either case. All visitors who are signed out would share one
/// such id, and see each other's connections.
const NOBODY: [&str; 8] = ["none", "nonetype", "null", "undefined", "true", "false", "anonymous", "anonymoususer"];
/// The same in the very letters that languages write: in others these are names of people and companies (`Nan`, `infinity`).
const NOBODY_EXACTLY: [&str; 4] = ["NaN", "nan", "Infinity", "nil"];
/// The same without a word.
const NOTHING: [&str; 6] = ["{}", "[]", "()", "<>", "n/a", "N/A"];
/// What is put before an id when it is made into text (`user:None`), or around it (`Optional(nil)`).
const BEFORE: [&str; 9] = ["user", "users", "userid", "uid", "id", "member", "account", "tenant", "Optional"];
/// Nobody, in the letters of the languages that people put such texts together in.
const ABSENT: [&str; 6] = ["None", "undefined", "null", "nil", "NaN", "NULL"];

/// Whether a text is what a language or a framework writes of a value that is not there, or a place in a template that nothing was put into.
pub(crate) fn is_text_of_nothing(text: &str) -> bool {
    let text = text.trim();
    let is_word = |word: &str| NOBODY.iter().any(|nobody| word.eq_ignore_ascii_case(nobody)) || NOBODY_EXACTLY.contains(&word);
    // Also where several were put together (`undefined:undefined`), or in brackets (`(null)`).
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let last_is_absent = || words().next_back().is_some_and(|word| ABSENT.contains(&word));
    let are_before = || words().rev().skip(1).all(|word| BEFORE.contains(&word) || ABSENT.contains(&word));
    NOTHING.contains(&text)
        || text.starts_with("[object")
        || (words().next().is_some() && words().all(is_word))
        || is_word(&words().collect::<String>())
        || (last_is_absent() && are_before())
        || is_empty_place(text)
}

/// A place of a template with its name still in it: `${user.id}`, `{user_id}`, `{{ user.id }}`, `<client id>`. What is in braces and begins
/// with a digit, or has a hyphen, is an id as Windows writes them.
fn is_empty_place(text: &str) -> bool {
    let inside = |open: &str, close: &str| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let name = inside("${", "}").or_else(|| inside("#{", "}")).or_else(|| inside("{{", "}}")).or_else(|| inside("{", "}"));
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_. ".contains(&byte))
            && !name.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    name.is_some_and(|name| is_name(name.trim())) || inside("<", ">").is_some_and(|name| name.contains(' ') && is_name(name))
}

/// What an identifier names, for the sentence about one that names nothing.
#[derive(Clone, Copy)]
enum Names {
    Somebody,
    /// One of several accounts.
    Account,
}

/// # Errors
/// - `invalid_id`: it is the text of a value that is not there, or of no text.
fn check_named(names: Names, what: &str, text: &str) -> Result<(), Error> {
    const LONGEST_SHOWN: usize = 40;
    let text = text.trim();
    let is_object = text.starts_with("[object");
    if !is_text_of_nothing(text) {
        return Ok(());
    }
    // A few known words, in the letters that were given; what follows `[object` is not repeated.
    let shown = match text {
        _ if is_object => "[object Object]",
        text if is_visible_ascii(text, 1..=LONGEST_SHOWN) => text,
        _ => "…",
    };
    let (nothing, hint) = match names {
        Names::Somebody => (
            "nobody",
            "Look who is signed in before an id is made into text: for a visitor who is signed out, there is nobody to name.",
        ),
        Names::Account => ("no account", "Leave it out where the user has one account at the provider."),
    };
    let message = format!("{what} is \"{shown}\", the text of a value that is not there, and names {nothing}.");
    Err(Error::new(ErrorCode::InvalidId, message).with_hint(hint))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $grammar:literal, $check:expr $(, names $names:ident)?) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Judges a foreign string.
            ///
            /// # Errors
            /// - `invalid_id`: outside the grammar. The refused text is not repeated: it is foreign input of any size.
            pub fn parse(text: &str) -> Result<Self, Error> {
                $(check_named(Names::$names, $what, text)?;)?
                $name::stored(text)
            }

            /// Judges what was stored, perhaps before a rule that callers meet today.
            ///
            /// # Errors
            /// - `invalid_id`: outside the grammar.
            pub(crate) fn stored(text: &str) -> Result<Self, Error> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok($name(Arc::from(text)))
                } else {
                    Err(Error::new(ErrorCode::InvalidId, format!("{} must be {}; {} bytes were given.", $what, $grammar, text.len())))
                }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                $name::stored(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A customer organisation of the application, named by the application.
    TenantId, "⟨tenant_id⟩", "1 to 128 visible ASCII characters (0x21 to 0x7E)", |t| is_visible_ascii(t, 1..=MAX_ID_LENGTH),
    names Somebody
);
id!(
    /// A person in a tenant, named by the application.
    UserId, "⟨user_id⟩", "1 to 128 visible ASCII characters (0x21 to 0x7E)", |t| is_visible_ascii(t, 1..=MAX_ID_LENGTH),
    names Somebody
);
id!(
    /// Tells several accounts of one user at one provider apart. Empty by default.
    Label, "label", "at most 128 visible ASCII characters (0x21 to 0x7E)", |t| is_visible_ascii(t, 0..=MAX_ID_LENGTH),
    names Account
);
id!(
    /// An entry of the catalogue, such as `microsoft-onedrive`.
    ProviderId, "provider", "1 to 64 characters of a-z, 0-9 and -", is_slug
);
id!(
    /// The application's client registration at a provider; by default the provider's id.
    ConfigId, "config", "1 to 64 characters of a-z, 0-9 and -", is_slug
);
id!(
    /// The name of the deployment, such as `production`; part of every encryption context.
    Environment, "⟨environment⟩", "1 to 128 visible ASCII characters (0x21 to 0x7E)", |t| is_visible_ascii(t, 1..=MAX_ID_LENGTH)
);
id!(
    /// A connection (`con_…`) or an installation (`ins_…`).
    GrantId, "id", "con_ or ins_ and 22 characters of base64url", |t| is_prefixed(t, &["con_", "ins_"])
);
id!(
    /// A flow in progress (`ses_…`).
    SessionId, "session id", "ses_ and 22 characters of base64url", |t| is_prefixed(t, &["ses_"])
);

impl GrantId {
    /// A fresh connection id.
    pub fn make_connection() -> Self {
        GrantId(Arc::from(entropy::make_id("con")))
    }

    /// A fresh installation id.
    pub fn make_installation() -> Self {
        GrantId(Arc::from(entropy::make_id("ins")))
    }

    /// Whether it names an installation rather than a connection.
    pub fn is_installation(&self) -> bool {
        self.0.starts_with("ins_")
    }
}

impl SessionId {
    /// A fresh session id.
    pub fn make() -> Self {
        SessionId(Arc::from(entropy::make_id("ses")))
    }

    /// The eight characters that name the session's cookie.
    pub fn short(&self) -> &str {
        &self.0[4..12]
    }
}

impl Label {
    /// The default label.
    pub fn empty() -> Self {
        Label(Arc::from(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_outside_the_grammar_are_refused() {
        let long = "x".repeat(129);
        let huge = "x".repeat(10 << 20);
        for bad in ["", " ", "a b", "acme ", "a\0", "a\n", "café", "cafe\u{301}", "аcme", "a\u{200b}", "\u{7f}", &long, &huge] {
            assert_eq!(TenantId::parse(bad).unwrap_err().code(), ErrorCode::InvalidId, "{:?}", bad.get(..10));
            assert_eq!(UserId::parse(bad).unwrap_err().code(), ErrorCode::InvalidId);
        }
        for good in ["a", "org_acme", "ORG", "a/b:c%00", "~!@#$%^&*()", &"x".repeat(128)] {
            assert_eq!(TenantId::parse(good).unwrap().as_str(), good);
        }
        assert_ne!(TenantId::parse("Acme").unwrap(), TenantId::parse("acme").unwrap());
        assert!(Label::parse("").is_ok());
        for bad in ["", "One", "a_b", "é", &"x".repeat(65), "a/b"] {
            assert!(ConfigId::parse(bad).is_err(), "{bad}");
        }
        for bad in
            ["", "con_", "con_short", "xxx_AAAAAAAAAAAAAAAAAAAAAA", "con_AAAAAAAAAAAAAAAAAAAAA=", "con_AAAAAAAAAAAAAAAAAAAAAAA"]
        {
            assert!(GrantId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_text_of_nobody_names_nobody() {
        for nobody in [
            "None",
            "none",
            "NULL",
            "null",
            "undefined",
            "NaN",
            "nan",
            "nil",
            "True",
            "false",
            "AnonymousUser",
            "anonymous",
            "{}",
            "[object Object]",
            "[object Null]",
            " None ",
            "null\n",
            "(null)",
            "<null>",
            "null,",
            "[null]",
            "NoneType",
            "Infinity",
            "-Infinity",
            "NaN/None",
            "anonymous-user",
            "Anonymous_User",
            "undefined:undefined",
            "undefined-undefined",
            "null/None",
            "()",
            "[object Promise]",
            "user:None",
            "user_undefined",
            "user_null",
            "users/nil",
            "tenant:undefined/user:undefined",
            "Optional(nil)",
            "${user.id}",
            "#{user.id}",
            "{{ user.id }}",
            "{user_id}",
            "N/A",
        ] {
            for error in [TenantId::parse(nobody).unwrap_err(), UserId::parse(nobody).unwrap_err()] {
                assert_eq!(error.code(), ErrorCode::InvalidId, "{nobody}");
                assert!(error.message().ends_with("and names nobody.") && error.hint().is_some(), "{error}");
            }
        }
        let error = TenantId::parse("None").unwrap_err();
        assert!(error.message().contains("is \"None\", the text"), "in the letters that were given: {error}");
        for somebody in [
            "nonesuch",
            "user_none",
            "null-user",
            "user:nonesuch",
            "NA",
            "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
            "{abcdef01}",
            "{}x",
            "0",
            "-1",
            "n",
            "NullPointer",
            "anonymous-42",
            "none-of-us",
            "-",
            "_",
            "*",
            "nil.admin",
            "nulls",
            "(null)@example.com",
            // Names of people and companies, which languages write otherwise.
            "infinity",
            "INFINITY",
            "Infinity-Nan",
            "-infinity",
            "Nan",
            "NAN",
            "Nil",
        ] {
            assert!(TenantId::parse(somebody).is_ok() && UserId::parse(somebody).is_ok(), "{somebody}");
        }
        for nothing in ["None", "undefined", "null", "[object Object]", "${label}"] {
            let error = Label::parse(nothing).unwrap_err();
            assert!(error.message().starts_with("label is ") && error.message().ends_with("and names no account."), "{error}");
            assert!(error.hint().is_some_and(|hint| hint.starts_with("Leave it out")), "{error}");
        }
        assert_eq!(Label::stored("None").unwrap().as_str(), "None");
        // What an earlier version has stored is read, listed and deleted.
        assert_eq!(UserId::stored("None").unwrap().as_str(), "None");
        assert_eq!(serde_json::from_str::<UserId>("\"None\"").unwrap().as_str(), "None");
    }

    #[test]
    fn a_refused_id_is_not_repeated() {
        let error = TenantId::parse("secret canary").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }

    #[test]
    fn made_ids_fit_their_grammar() {
        assert!(GrantId::parse(GrantId::make_connection().as_str()).is_ok());
        assert!(GrantId::parse(GrantId::make_installation().as_str()).is_ok());
        assert_eq!(SessionId::parse(SessionId::make().as_str()).unwrap().short().len(), 8);
    }
}
