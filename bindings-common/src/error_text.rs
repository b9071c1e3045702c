//! Writes the texts of errors that are part of a result instead of thrown, in the names of a language.

use authpipe::{Error, Named};

use crate::describe::{Described, Kind};
use crate::language::Language;

/// A text of an error that is a value, and not thrown.
#[derive(Clone, Debug)]
pub enum ErrorText {
    /// What happened and what to do about it.
    Message(Error),
    /// What to do about it.
    Hint(Error),
}

impl ErrorText {
    /// The text, in the names of a language. Empty where there is none.
    pub fn write(&self, language: Language) -> String {
        let spell = |named: Named<'_>| language.write(named);
        match self {
            ErrorText::Hint(error) => error.hint_in(spell).unwrap_or_default(),
            ErrorText::Message(error) => match error.hint_in(spell) {
                Some(hint) => format!("{} {hint}", error.message_in(spell)),
                None => error.message_in(spell),
            },
        }
    }
}

impl PartialEq for ErrorText {
    fn eq(&self, other: &Self) -> bool {
        self.write(Language::Rust) == other.write(Language::Rust)
    }
}

impl Described for ErrorText {
    const KIND: Kind = Kind::Text;
}
