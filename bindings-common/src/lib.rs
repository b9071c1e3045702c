//! What the bindings of all languages share, described once: the records that go in and come out, the closed sets of words, the
//! errors, the methods with their arguments and the first sentence of their documentation.
//!
//! # How a binding uses it
//! - **In:** implement [`HostValue`] for a value of the language, and call [`read`] with the record that is meant. It refuses wrong
//!   types with the path of the member and misspelt members with the name that was meant. `into_core()` of the record gives what the
//!   core takes.
//! - **Out:** `records::Connection::from(view).give()` is a tree of [`Given`] values with times, which the binding turns into objects
//!   of the language; [`page`] does it for a page.
//! - **Errors:** [`ErrorFields::new`] is everything that an error says, in the names of the language. What an app says of it to the person who
//!   uses it is in [`mod@person`], in four languages.
//! - **Names** are written in Rust's spelling everywhere and spelt by [`Language::spell`] where a person reads them.
//! - What a language can only have as source (TypeScript's types, Python's classes, Swift's codes) is rendered by
//!   `bindings-common/generate`, which `cargo xtask types` runs; a test of that crate compares the committed files.
//!
//! A new member is one line in `records/`; a new method one line in `operations.rs`; a new code one line in the core's table. The
//! generator carries it into every language.
//!
//! # Why not one derive for all
//! A struct that carries the derives of napi, pyo3 and uniffi behind features breaks when cargo unifies them, and serde renames per
//! type, not per language. So this crate depends on none of them: a description is plain constant data, and a binding crosses its own
//! border with three small functions (read a member, make a value, raise an error). Reads that are answered from the cache do not
//! pass here: they are made by hand in each binding.

mod arguments;
mod define;
mod describe;
mod enumerations;
mod error_text;
mod errors;
mod give;
mod json_text;
pub mod kept;
mod language;
pub mod log;
mod operations;
pub mod own;
pub mod person;
mod read;
pub mod records;
mod rows;
mod wording;

pub use arguments::{Narrow, OfClient, ScopedId, SecretFields, Secrets};
pub use describe::{Described, Enumeration, Field, Id, Kind, Record, Word};
pub use enumerations::{ENUMERATIONS, SESSION_STATUS, StoredStatus, StoredType};
pub use error_text::ErrorText;
pub use errors::{CLASSES, ErrorClassInfo, ErrorFields};
pub use give::{Give, Given, page};
pub use json_text::{NoJson, WhyNoJson, read_json};
pub use language::Language;
pub use operations::{OPERATIONS, Operation, Outcome};
pub use read::{At, HostValue, Number, Read, Refusal, read};
pub use rows::{Rows, read_rows};
