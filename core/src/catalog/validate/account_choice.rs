//! Validates how a request says which account is meant.

use super::oauth::RESERVED_PARAMETERS;
use super::{Check, Validator, ensure, shown};
use crate::model::definition::AccountChoice;

impl Validator<'_> {
    pub(super) fn account_choice(&self, choice: &AccountChoice) -> Check {
        for (name, value) in &choice.choose {
            let field = format!("oauth.account_choice.choose.{}", shown(name));
            self.parameter(&field, name, value, &RESERVED_PARAMETERS)?;
        }
        if let Some(name) = &choice.hint_parameter {
            let field = "oauth.account_choice.hint_parameter";
            self.parameter(field, name, "hint", &RESERVED_PARAMETERS)?;
            ensure(!name.eq_ignore_ascii_case("prompt"), field, "is set by the flow itself")?;
            ensure(!choice.choose.contains_key(name), field, "must be none of choose")?;
        }
        let is_value =
            |text: &String| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        ensure(choice.prompts.iter().all(is_value), "oauth.account_choice.prompts", "must be words of a-z and _")?;
        let are_known = choice.prompts_without_hint.iter().all(|prompt| choice.prompts.contains(prompt));
        ensure(are_known, "oauth.account_choice.prompts_without_hint", "must be among prompts")
    }
}
