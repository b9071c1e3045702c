//! Where options were given. An error about one that a variable of the environment gave names the variable: that is where it is put right.

use std::collections::BTreeMap;

use crate::base::{Error, Result};

/// Options that were read from the environment, each with its variable.
#[derive(Clone, Debug, Default)]
pub struct FromEnvironment(BTreeMap<&'static str, &'static str>);

impl FromEnvironment {
    /// Notes that an option, by its name in Rust, was given by a variable.
    pub fn note(&mut self, option: &'static str, variable: &'static str) {
        self.0.insert(option, variable);
    }

    /// What an error calls where the option was given: `AUTHPIPE_KEY`, or `the option ⟨key⟩`.
    pub(super) fn place(&self, option: &str) -> String {
        self.0.get(option).map_or_else(|| format!("the option ⟨{option}⟩"), |variable| (*variable).to_owned())
    }

    /// An error about an option, in these terms.
    pub(super) fn tell(&self, option: &str, error: Error) -> Error {
        match self.0.get(option) {
            Some(variable) => error.naming(option, variable),
            None => error,
        }
    }

    /// A judgement of an option whose error is told in these terms.
    pub(super) fn judged<T>(&self, option: &str, judged: Result<T>) -> Result<T> {
        judged.map_err(|error| self.tell(option, error))
    }
}
