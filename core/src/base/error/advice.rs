//! Overrides what a page tells a person where the text for the error's code would be wrong.

/// A closed set: it is stored with a session, by name. The words are those of the pages, which are made above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Advice {
    /// It may work the next time; if it does not, somebody else must look.
    StartAgain,
    /// Two accounts were used where one is needed.
    UseOneAccount,
}

impl Advice {
    /// All of them.
    pub(crate) const ALL: [Advice; 2] = [Advice::StartAgain, Advice::UseOneAccount];

    /// The stored name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Advice::StartAgain => "start_again",
            Advice::UseOneAccount => "use_one_account",
        }
    }

    /// Reads the stored name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Advice::ALL.into_iter().find(|advice| advice.as_str() == text)
    }
}
