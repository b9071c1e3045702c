//! Errors about a sign-in that is good for several accounts, sites or organisations, of which one is meant.

use super::with_config;
use crate::base::{Advice, Error, ErrorCode};
use crate::model::config::ProviderConfig;

/// More of them are no help to anybody.
const MOST: usize = 20;

/// Several are meant equally. The values fit the variable's grammar: they are ids, and no text.
pub(in crate::engine) fn choice_needed(config: &ProviderConfig, variable: &str, values: &[String]) -> Error {
    let (name, count) = (&config.definition.name, values.len());
    let shown: Vec<&str> = values.iter().take(MOST).map(String::as_str).collect();
    let more = if count > MOST { " and others" } else { "" };
    let message =
        format!("{name} gave access to {count} of which one is meant: \"{variable}\" may be {}{more}.", shown.join(", "));
    let hint = format!(
        "Nothing was stored. Set providers[\"{}\"].variables.{variable}, or pass it when the session is created where the definition lets \
         whoever signs in choose.",
        config.id
    );
    with_config(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint), config)
}

/// What was chosen is not among them.
pub(in crate::engine) fn choice_not_there(config: &ProviderConfig, variable: &str) -> Error {
    let message = format!("{} gave no access to what the variable \"{variable}\" names.", config.definition.name);
    let error = Error::new(ErrorCode::AccountMismatch, message)
        .with_hint(
            "Nothing was stored. Sign in with an account that has access to it, and grant it there, or choose another one.",
        )
        .with_advice(Advice::StartAgain);
    with_config(error, config)
}
