//! Reads the arguments that are more than a value: whom a list is narrowed to, secrets, and objects of the façade.

use authpipe::{Error, ErrorCode, GrantId, Secret, TenantId, UserId};

use crate::describe::Described;
use crate::json_text::{NoJson, WhyNoJson, joined};
use crate::read::{At, HostValue, Read, Refusal, Step};

/// Whom a list is narrowed to. Left out, it is everybody; but whoever names somebody and gives nothing has lost them on the way, and
/// must not get everybody instead.
#[derive(Clone, Copy, Debug)]
pub struct Narrow<T>(pub Option<T>);

impl<T: Described> Described for Narrow<T> {
    const KIND: crate::Kind = T::KIND;
    const REQUIRED: bool = false;
    const NULLABLE: bool = false;
}

/// Who or what a list can be narrowed to.
pub trait Narrowing: Read {
    /// The code for a list that somebody means to narrow and gives nothing for it.
    const LOST: ErrorCode = ErrorCode::InvalidRequest;
}

impl Narrowing for TenantId {}
impl Narrowing for GrantId {}
impl Narrowing for UserId {
    const LOST: ErrorCode = ErrorCode::UserIdRequired;
}

impl<T: Narrowing> Read for Narrow<T> {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        T::read(value, at).map(|one| Narrow(Some(one)))
    }

    fn absent(_at: &At<'_>) -> Result<Self, Refusal> {
        Ok(Narrow(None))
    }

    fn nothing(at: &At<'_>) -> Result<Self, Refusal> {
        let name = at.path();
        let error = Error::new(T::LOST, format!("{name} is named, but nothing is given for it.")).with_hint(format!(
            "Give one, or leave it out to list everybody's: a {name} that is unexpectedly absent must not do that."
        ));
        Err(Refusal::Core(error))
    }
}

/// What an application gives of its client. A config that leaves all of it out may be for keys alone; but whoever names it and gives nothing has
/// lost it on the way, as where a variable of the environment is not set.
#[derive(Clone, Debug, Default)]
pub enum OfClient<T> {
    /// It is not named.
    #[default]
    LeftOut,
    /// It is named, and there is none.
    Nothing,
    /// It is there.
    Given(T),
}

impl<T> OfClient<T> {
    /// Whether it is named.
    pub(crate) const fn is_named(&self) -> bool {
        !matches!(self, OfClient::LeftOut)
    }

    /// What is there.
    pub(crate) fn given(self) -> Option<T> {
        match self {
            OfClient::Given(value) => Some(value),
            OfClient::LeftOut | OfClient::Nothing => None,
        }
    }
}

impl<T: Described> Described for OfClient<T> {
    const KIND: crate::Kind = T::KIND;
    const REQUIRED: bool = false;
    const NAMED: bool = true;
}

impl<T: Read> Read for OfClient<T> {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        T::read(value, at).map(OfClient::Given)
    }

    fn absent(_at: &At<'_>) -> Result<Self, Refusal> {
        Ok(OfClient::LeftOut)
    }

    fn nothing(_at: &At<'_>) -> Result<Self, Refusal> {
        Ok(OfClient::Nothing)
    }
}

/// One secret text, or several.
#[derive(Clone, Debug)]
pub struct Secrets(pub Vec<Secret<String>>);

impl Described for Secrets {
    const KIND: crate::Kind = crate::Kind::Secrets;
}

impl Read for Secrets {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        match value.text() {
            Some(one) => Ok(Secrets(vec![Secret::from(one)])),
            None => {
                let items = value.items().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))?;
                // By the name of all of them: which one it is says nothing.
                items.iter().map(|item| Secret::read(item, at)).collect::<Result<_, _>>().map(Secrets)
            }
        }
    }
}

/// A secret text, or named secret texts. A single one is named `value`.
#[derive(Clone, Debug)]
pub struct SecretFields(pub Vec<(String, Secret<String>)>);

impl Described for SecretFields {
    const KIND: crate::Kind = crate::Kind::SecretFields;
}

impl Read for SecretFields {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        if let Some(one) = value.text() {
            return Ok(SecretFields(vec![("value".to_owned(), Secret::from(one))]));
        }
        let mut names = value.names().ok_or_else(|| Refusal::wrong_type::<Self, V>(at, value))?;
        // An object has no order of its own that sealed bytes should depend on.
        names.sort_unstable();
        let fields = names.into_iter().map(|name| {
            let at = at.then(Step::Key(&name));
            let item = value.member(&name).ok_or_else(|| Refusal::missing(&at))?;
            let secret = Secret::read(&item, &at)?;
            Ok((name, secret))
        });
        fields.collect::<Result<_, _>>().map(SecretFields)
    }
}

/// An id, and the tenant within which it is looked up.
#[derive(Clone, Debug)]
pub struct ScopedId<Id> {
    /// The tenant.
    pub tenant_id: TenantId,
    /// The id of something that belongs to it.
    pub id: Id,
}

/// An object that the façade of a language takes out itself: a clock, a signal. Nothing is read.
macro_rules! host_objects {
    ($($(#[doc = $doc:literal])* $type:ident = $name:literal;)*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, Default)]
            pub struct $type;

            impl Described for $type {
                const KIND: crate::Kind = crate::Kind::Host($name);
                const REQUIRED: bool = false;
            }

            impl Read for $type {
                fn read<V: HostValue>(_value: &V, _at: &At<'_>) -> Result<Self, Refusal> {
                    Ok($type)
                }

                fn absent(_at: &At<'_>) -> Result<Self, Refusal> {
                    Ok($type)
                }
            }
        )*
    };
}

host_objects! {
    /// A clock that a test moves.
    TestClockObject = "TestClock";
    /// Where lines of the log go.
    LoggerObject = "Logger";
    /// Root keys of the application's own.
    RootKeyObjects = "RootKey[]";
    /// An anchor of the application's own.
    AnchorObject = "Anchor";
    /// What gets a client's token from its platform.
    ClientAssertionObject = "ClientAssertion";
    /// What stops a caller's waiting, in JavaScript.
    SignalObject = "AbortSignal";
}

impl Read for serde_json::Value {
    fn read<V: HostValue>(value: &V, at: &At<'_>) -> Result<Self, Refusal> {
        let json = value.json();
        if !matches!(&json, Err(NoJson { why: WhyNoJson::NamedTwice | WhyNoJson::NameIsNoText, .. })) {
            value.names().ok_or_else(|| Refusal::no_object::<Self, V>(at, value))?;
        }
        json.map_err(|NoJson { why, path }| {
            let rule = match why {
                WhyNoJson::NamedTwice => "is given twice. Keep one of them.",
                WhyNoJson::NameIsNoText => "has a name that is no text.",
                WhyNoJson::Unfit => "must hold what JSON can hold.",
            };
            Refusal::Type(format!("{} {rule}", joined(&at.path(), &path)))
        })
    }
}
