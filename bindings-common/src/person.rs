//! What an app says to the person who uses it when an error has come: what happened, and what they can do, in four languages. Nothing of it
//! speaks of how the app is made; that is for its developer, in the error's own message and hint.
//!
//! The English texts are those of React's buttons, and so of the handler's pages (`engine/common/person.rs` of the core), where these meet the
//! same code; a test compares.

mod texts;

use authpipe::ErrorCode;

pub use texts::SITUATIONS;

/// The languages of the texts, in the order in which a [`Text`] has them (BCP 47).
pub const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// What is said in one language.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// What happened: one sentence.
    pub what: &'static str,
    /// What the person can do.
    pub advice: &'static str,
}

/// What is said of some codes, because it is the same for a person.
#[derive(Clone, Copy, Debug)]
pub struct Situation {
    /// The codes.
    pub codes: &'static [&'static str],
    /// In the order of [`LANGUAGES`].
    pub texts: [Text; 4],
}

/// The code that only apps have: the person closed the sign-in.
pub const CANCELLED: &str = "cancelled";

/// What is said of a code that no situation names, such as one of a later version: nothing that a person can do something about.
#[must_use]
pub fn nothing_helps() -> &'static Situation {
    &SITUATIONS[0]
}

/// What is said of a code.
#[must_use]
pub fn situation(code: &str) -> &'static Situation {
    SITUATIONS.iter().find(|situation| situation.codes.contains(&code)).unwrap_or_else(nothing_helps)
}

/// Every code for which an app has something to say.
pub fn codes() -> impl Iterator<Item = &'static str> {
    ErrorCode::ALL.iter().map(|code| code.as_str()).chain([CANCELLED])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What no person needs to know, in the words of the four languages.
    const MAKERS: [&str; 22] = [
        "client",
        "redirect",
        "uri",
        "url",
        "config",
        "scope",
        "token",
        "vault",
        "handler",
        "http",
        "oauth",
        "authpipe",
        "credential",
        "callback",
        "tenant",
        "grant",
        "<",
        ">",
        "⟨",
        "_",
        "()",
        "api",
    ];

    #[test]
    fn every_code_has_one_situation() {
        let named: Vec<&str> = SITUATIONS.iter().flat_map(|situation| situation.codes).copied().collect();
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len(), "a code is named twice");
        assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), codes().collect::<BTreeSet<_>>());
    }

    #[test]
    fn every_text_is_there_in_every_language_and_speaks_of_nothing_that_makers_know() {
        for situation in SITUATIONS {
            let shown = situation.codes;
            let said: BTreeSet<&str> = situation.texts.iter().map(|text| text.what).collect();
            assert_eq!(said.len(), LANGUAGES.len(), "{shown:?}: two languages say the same");
            for Text { what, advice } in situation.texts {
                for text in [what, advice] {
                    assert!(text.ends_with('.') && text.trim() == text && text.len() > 5, "{shown:?}: {text}");
                    let lower = text.to_lowercase();
                    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
                    for word in MAKERS {
                        let is_said =
                            if word.chars().all(char::is_alphabetic) { words.contains(&word) } else { lower.contains(word) };
                        assert!(!is_said, "{shown:?}: {word}: {text}");
                    }
                }
                assert!(!what.contains(advice) && !advice.contains(what), "{shown:?}: said twice: {what}");
            }
        }
    }

    /// What a sign-in says beside its button is about that sign-in, and what an app says is about the account.
    const SAID_OTHERWISE: [&str; 4] = ["not_connected", "installation_not_found", "not_found", "timeout"];

    #[test]
    fn english_is_what_buttons_and_pages_say() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings-node/react/src/labels.ts");
        let labels = std::fs::read_to_string(path).unwrap();
        let mut compared = 0;
        for code in ErrorCode::ALL.iter().map(|code| code.as_str()).filter(|code| !SAID_OTHERWISE.contains(code)) {
            let prefix = format!("{code}: '");
            let label = labels.lines().find_map(|line| line.trim().strip_prefix(&prefix)?.strip_suffix("',"));
            if let Some(label) = label {
                let Text { what, advice } = situation(code).texts[0];
                assert_eq!(format!("{what} {advice}"), label, "{code}");
                compared += 1;
            }
        }
        assert!(compared > 15, "the labels were not found");
    }
}
