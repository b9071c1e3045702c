//! Says to the provider which account a sign-in is for. A browser that is signed in there would otherwise go on with whatever account
//! that is: another one than the connection's, or the first one a second time.

use std::collections::BTreeMap;

use crate::base::{Error, ErrorCode, Result};
use crate::engine::common::errors;
use crate::model::config::ProviderConfig;
use crate::model::definition::{AccountChoice, AccountHint, OAuth, SignIn};
use crate::model::grant::ExternalAccount;

/// The longest hint, in bytes: what an e-mail address may have (RFC 5321 §4.5.3.1), and some more.
const LONGEST_HINT: usize = 320;

/// What a caller asks for.
#[derive(Clone, Copy)]
pub(super) struct AccountWish<'a> {
    pub(super) login_hint: Option<&'a str>,
    pub(super) prompt: Option<&'a str>,
}

/// Whom a sign-in is for.
#[derive(Clone, Copy)]
pub(super) enum SignInFor<'a> {
    /// The account that was connected before.
    Connected(&'a ExternalAccount),
    /// One more account, or one that decides for a whole organisation: the person says which.
    Another,
    /// Whoever is at the browser.
    Anybody,
}

/// The further parameters of an authorization request: the definition's fixed ones, and those that say which account is meant.
///
/// # Errors
/// - `invalid_request`: a hint or prompt that is malformed, or that the definition does not know, or both where the provider takes
///   only one. Neither is repeated.
pub(super) fn further_parameters(
    config: &ProviderConfig,
    sign_in: SignIn<'_>,
    wish: AccountWish<'_>,
    who: SignInFor<'_>,
) -> Result<BTreeMap<String, String>> {
    let choice = sign_in.account_choice();
    let prompt = wish.prompt.map(|prompt| judge_prompt(config, choice, prompt)).transpose()?;
    let takes_hint = |prompt: &[&str]| !choice.prompts_without_hint.iter().any(|without| prompt.contains(&without.as_str()));
    let hint = match wish.login_hint {
        Some(hint) => {
            judge_hint(config, hint)?;
            if !prompt.as_deref().is_none_or(takes_hint) {
                return Err(refuse(config, "⟨login_hint⟩ and this prompt exclude each other.", "Give one of them."));
            }
            Some(hint)
        }
        None => hint_of(choice, who).filter(|_| prompt.as_deref().is_none_or(takes_hint)),
    };
    let hint = choice.hint_parameter.as_ref().zip(hint);
    let mut parameters = sign_in.authorization_parameters().clone();
    let asks = match who {
        SignInFor::Connected(_) | SignInFor::Another => prompt.is_none() && hint.is_none(),
        SignInFor::Anybody => false,
    };
    if asks {
        parameters.extend(choice.choose.clone());
    }
    if let Some(prompt) = prompt {
        parameters.insert("prompt".to_owned(), prompt.join(" "));
    }
    if let Some((parameter, hint)) = hint {
        parameters.insert(parameter.clone(), hint.to_owned());
    }
    Ok(parameters)
}

/// Adds the parameters with which the provider gives a refresh token. Words of `prompt` stand beside those that are there (OpenID Connect
/// Core §3.1.2.1), but for `none`, which stands alone.
pub(super) fn ask_refresh_token(oauth: &OAuth, parameters: &mut BTreeMap<String, String>) {
    for (name, value) in &oauth.refresh_token_parameters {
        let before = parameters.get(name).filter(|_| name == "prompt");
        let value = match before.map(String::as_str) {
            Some("none") => continue,
            Some(before) => {
                let more = value.split(' ').filter(|word| !before.split(' ').any(|known| known == *word));
                std::iter::once(before).chain(more).collect::<Vec<_>>().join(" ")
            }
            None => value.clone(),
        };
        parameters.insert(name.clone(), value);
    }
}

/// What the provider may be told of an account that was connected before, where that can be a hint.
fn hint_of<'a>(choice: &AccountChoice, who: SignInFor<'a>) -> Option<&'a str> {
    let SignInFor::Connected(account) = who else { return None };
    let text = match choice.hint {
        AccountHint::Display => account.display.as_deref(),
        AccountHint::Person => account.person.as_deref(),
        AccountHint::None => None,
    };
    text.filter(|text| is_hint(text))
}

fn is_hint(text: &str) -> bool {
    (1..=LONGEST_HINT).contains(&text.len()) && !text.chars().any(char::is_control) && text.trim() == text
}

fn judge_hint(config: &ProviderConfig, hint: &str) -> Result<()> {
    if is_hint(hint) {
        return Ok(());
    }
    let message = "⟨login_hint⟩ must be 1 to 320 bytes without control characters or spaces around it.";
    Err(refuse(config, message, "Give what the person signs in with at the provider, such as an e-mail address."))
}

/// The words of a prompt (OpenID Connect Core §3.1.2.1: separated by spaces, `none` only alone).
fn judge_prompt<'a>(config: &ProviderConfig, choice: &AccountChoice, prompt: &'a str) -> Result<Vec<&'a str>> {
    let known = &choice.prompts;
    if known.is_empty() {
        let message = format!("{} knows no prompt.", config.definition.name);
        return Err(refuse(config, &message, "Leave it out; the definition's `prompts` would list what the provider takes."));
    }
    let words: Vec<&str> = prompt.split(' ').collect();
    let is_known = |word: &&str| known.iter().any(|one| one == word);
    let is_repeated = words.iter().enumerate().any(|(at, word)| words[..at].contains(word));
    if !words.iter().all(is_known) || is_repeated || (words.contains(&"none") && words.len() > 1) {
        let hint = format!("Give one of: {}.", known.join(", "));
        return Err(refuse(config, "prompt is none that the provider's definition lists.", &hint));
    }
    Ok(words)
}

fn refuse(config: &ProviderConfig, message: &str, hint: &str) -> Error {
    errors::with_config(Error::new(ErrorCode::InvalidRequest, message).with_hint(hint), config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_is_asked_for_beside_the_account() {
        let oauth: OAuth = serde_json::from_value(serde_json::json!({
            "token_endpoint": "https://as.example/t",
            "refresh_token_parameters": { "prompt": "consent", "access_type": "offline" },
        }))
        .unwrap();
        for (before, expected) in [
            (None, Some("consent")),
            (Some("select_account"), Some("select_account consent")),
            (Some("select_account consent"), Some("select_account consent")),
            (Some("none"), Some("none")),
        ] {
            let mut parameters: BTreeMap<String, String> =
                before.map(|prompt| ("prompt".to_owned(), prompt.to_owned())).into_iter().collect();
            ask_refresh_token(&oauth, &mut parameters);
            assert_eq!((parameters.get("prompt").map(String::as_str), parameters["access_type"].as_str()), (expected, "offline"));
        }
    }
}
