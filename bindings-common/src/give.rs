//! Turns results into a tree of values, from which every language makes its own objects.

use authpipe::{Page, Timestamp};

use crate::describe::Record;
use crate::error_text::ErrorText;

/// A value for the caller.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// Not there.
    Absent,
    /// Yes or no.
    Flag(bool),
    /// A count.
    Whole(u64),
    /// A text.
    Text(String),
    /// A text of an error, whose names each language writes in its own way.
    Worded(ErrorText),
    /// A point in time.
    Time(Timestamp),
    /// A length of time.
    Span(std::time::Duration),
    /// A list.
    List(Vec<Given>),
    /// A record: its description, and the values of its members in order.
    Record(&'static Record, Vec<Given>),
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// What can be given.
pub trait Give {
    /// The value for the caller.
    fn give(self) -> Given;
}

/// A page of records made of the core's values.
pub fn page<T, R: From<T> + Give>(page: Page<T>) -> Given {
    let data = page.data.into_iter().map(|item| R::from(item).give()).collect();
    Given::Record(&PAGE, vec![Given::List(data), page.next.give()])
}

/// Not rendered: each language has a class for pages, which walks on.
static PAGE: Record = Record {
    name: "PageData",
    doc: "One page of a list.",
    base: None,
    is_result: true,
    fields: &[
        crate::Field::new::<Vec<serde_json::Value>>("data", "What is on the page."),
        crate::Field::new::<Option<String>>("next", "Give it as `after` to get the next page; absent after the last one."),
    ],
};

impl Give for ErrorText {
    fn give(self) -> Given {
        Given::Worded(self)
    }
}

impl<T: Give> Give for Option<T> {
    fn give(self) -> Given {
        self.map_or(Given::Absent, Give::give)
    }
}

impl<T: Give> Give for Vec<T> {
    fn give(self) -> Given {
        Given::List(self.into_iter().map(Give::give).collect())
    }
}

macro_rules! give {
    ($($type:ty: |$value:ident| $given:expr;)*) => {
        $(impl Give for $type {
            fn give(self) -> Given {
                let $value = self;
                $given
            }
        })*
    };
}

give! {
    String: |text| Given::Text(text);
    &str: |text| Given::Text(text.to_owned());
    bool: |flag| Given::Flag(flag);
    u32: |count| Given::Whole(count.into());
    u64: |count| Given::Whole(count);
    Timestamp: |at| Given::Time(at);
    authpipe::ProviderId: |id| Given::Text(id.as_str().to_owned());
    authpipe::ConfigId: |id| Given::Text(id.as_str().to_owned());
    authpipe::TenantId: |id| Given::Text(id.as_str().to_owned());
    authpipe::UserId: |id| Given::Text(id.as_str().to_owned());
    authpipe::Label: |label| Given::Text(label.as_str().to_owned());
    authpipe::GrantId: |id| Given::Text(id.as_str().to_owned());
    authpipe::SessionId: |id| Given::Text(id.as_str().to_owned());
}
