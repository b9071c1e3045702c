//! Where options were given. An error about one that a variable of the environment gave names the variable: that is where it is put right.

use std::collections::BTreeMap;

use crate::base::{Error, Result};

/// Options that were read from the environment, each with its variable.
#[derive(Clone, Debug, Default)]
pub struct FromEnvironment {
    variables: BTreeMap<&'static str, &'static str>,
    /// Variables that nothing reads, each with the one that it is nearly called.
    misspelt: BTreeMap<String, &'static str>,
}

/// What begins so is meant for us.
const PREFIX: &str = "AUTHPIPE_";

/// Variables that are read.
const READ: [&str; 10] = [
    "AUTHPIPE_VAULT",
    "AUTHPIPE_KEY",
    "AUTHPIPE_BASE_URL",
    "AUTHPIPE_MODE",
    "AUTHPIPE_ENVIRONMENT",
    "AUTHPIPE_SPOOL_DIR",
    "AUTHPIPE_ANCHOR_FILE",
    "AUTHPIPE_VAULT_KUBERNETES_ROLE",
    "AUTHPIPE_VAULT_KUBERNETES_MOUNT",
    "AUTHPIPE_VAULT_KUBERNETES_TOKEN_FILE",
];

impl FromEnvironment {
    /// Notes that an option, by its name in Rust, was given by a variable.
    pub fn note(&mut self, option: &'static str, variable: &'static str) {
        self.variables.insert(option, variable);
    }

    /// Notes which of these names of variables are misspelt: what they should say would be missing without a word.
    pub(super) fn look_for_misspelt(&mut self, names: impl Iterator<Item = String>) {
        let unread = names.filter(|name| !READ.contains(&name.as_str()));
        let near = unread.filter_map(|name| nearest(&name).map(|meant| (name, meant)));
        self.misspelt = near.collect();
    }

    /// Tells the log of them.
    pub(super) fn warn_of_misspelt(&self) {
        for told in self.misspelt() {
            tracing::warn!("{told}");
        }
    }

    /// What is said of each of them.
    pub(crate) fn misspelt(&self) -> impl Iterator<Item = String> {
        self.misspelt.iter().map(|(name, meant)| format!("the variable {name} is read by nothing; did you mean {meant}?"))
    }

    /// What an error calls where the option was given: `AUTHPIPE_KEY`, or `the option ⟨key⟩`.
    pub(super) fn place(&self, option: &str) -> String {
        self.variables.get(option).map_or_else(|| format!("the option ⟨{option}⟩"), |variable| (*variable).to_owned())
    }

    /// An error about an option, in these terms.
    pub(super) fn tell(&self, option: &str, error: Error) -> Error {
        match self.variables.get(option) {
            Some(variable) => error.naming(option, variable),
            None => error,
        }
    }

    /// A judgement of an option whose error is told in these terms.
    pub(super) fn judged<T>(&self, option: &str, judged: Result<T>) -> Result<T> {
        judged.map_err(|error| self.tell(option, error))
    }
}

/// The variable that a name is nearly: the same in other letters and without underscores, or a slip or two away.
fn nearest(name: &str) -> Option<&'static str> {
    let plain = |name: &str| name.to_ascii_uppercase().replace(['_', '-'], "");
    let given = plain(name);
    let of_ours = given.starts_with(&plain(PREFIX)) && name.len() <= 40 && name.is_ascii();
    let distances = READ.into_iter().map(|known| (strsim::osa_distance(&plain(known), &given), known));
    distances.filter(|(slips, _)| of_ours && *slips <= 2).min_by_key(|(slips, _)| *slips).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_misspelt_is_told_from_one_that_is_somebody_elses() {
        let mut given = FromEnvironment::default();
        let names = [
            "AUTHPIPE_VALUT",
            "AUTHPIPE_BASEURL",
            "authpipe_key",
            "AUTHPIPE_KEYS",
            "AUTHPIPE-MODE",
            "AUTHPIPE_ENVIROMENT",
            "AUTHPIPE_SPOOLDIR",
            "AUTHPIPE_VAULT",
            "AUTHPIPE_BASE_URL",
            "AUTHPIPE_CLIENT_SECRET",
            "AUTHPIPE_SANDBOX_BIN",
            "AUTHPIPE_",
            "VAULT",
            "OAUTHPIPE_MODE",
            "PATH",
        ];
        given.look_for_misspelt(names.into_iter().map(str::to_owned));
        let found: Vec<_> = given.misspelt.iter().map(|(name, meant)| (name.as_str(), *meant)).collect();
        assert_eq!(
            found,
            [
                ("AUTHPIPE-MODE", "AUTHPIPE_MODE"),
                ("AUTHPIPE_BASEURL", "AUTHPIPE_BASE_URL"),
                ("AUTHPIPE_ENVIROMENT", "AUTHPIPE_ENVIRONMENT"),
                ("AUTHPIPE_KEYS", "AUTHPIPE_KEY"),
                ("AUTHPIPE_SPOOLDIR", "AUTHPIPE_SPOOL_DIR"),
                ("AUTHPIPE_VALUT", "AUTHPIPE_VAULT"),
                ("authpipe_key", "AUTHPIPE_KEY"),
            ]
        );
    }
}
