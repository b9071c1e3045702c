//! The macro that defines a record once, with its documentation, for callers that give it or for callers that get it.

/// Records that callers give: `taken!` makes the type, its description and its reader.
macro_rules! taken {
    ($(
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $shown:literal $(with $base:ident)? {
            $($(#[doc = $field_doc:literal])* pub $field:ident: $type:ty,)*
        }
    )*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug)]
            pub struct $name {
                $(
                    /// The members that it shares with another record.
                    pub base: $base,
                )?
                $($(#[doc = $field_doc])* pub $field: $type,)*
            }

            $crate::describe::describe!($name, $shown, false, [$($doc)*], [$($base)?], $([$($field_doc)*] $field: $type,)*);

            impl $name {
                #[allow(unused_assignments, unused_variables, unused_mut, reason = "the last one is not counted on from")]
                pub(crate) fn take<V: $crate::HostValue>(
                    members: &$crate::read::Members<'_, V>,
                ) -> Result<Self, $crate::Refusal> {
                    let mut fields = Self::RECORD.fields.iter();
                    let mut next = || fields.next().ok_or_else(|| $crate::Refusal::Value(String::new()));
                    Ok($name {
                        $(base: $base::take(members)?,)?
                        $($field: members.read(next()?)?,)*
                    })
                }
            }

            impl $crate::Read for $name {
                fn read<V: $crate::HostValue>(value: &V, at: &$crate::At<'_>) -> Result<Self, $crate::Refusal> {
                    Self::take(&$crate::read::Members::open(value, at, &Self::RECORD)?)
                }

                fn absent(at: &$crate::At<'_>) -> Result<Self, $crate::Refusal> {
                    Err($crate::Refusal::no_record(at))
                }
            }
        )*
    };
}

/// Records that callers get: the type, its description, and its values in order.
macro_rules! given {
    ($(
        $(#[doc = $doc:literal])*
        pub struct $name:ident = $shown:literal {
            $($(#[doc = $field_doc:literal])* pub $field:ident: $type:ty,)*
        }
    )*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Debug)]
            pub struct $name {
                $($(#[doc = $field_doc])* #[allow(missing_docs, reason = "names that say it all")] pub $field: $type,)*
            }

            $crate::describe::describe!($name, $shown, true, [$($doc)*], [], $([$($field_doc)*] $field: $type,)*);

            impl $crate::Give for $name {
                fn give(self) -> $crate::Given {
                    static RECORD: $crate::Record = $name::RECORD;
                    $crate::Given::Record(&RECORD, vec![$($crate::Give::give(self.$field),)*])
                }
            }
        )*
    };
}

pub(crate) use {given, taken};
