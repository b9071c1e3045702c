//! What a person reads on our pages: what they can do, in words that ask for no knowledge of how the application is made. What
//! happened is told to the developer: by the session, the log and the error.

use crate::base::{Actor, Advice, Error, ErrorCode};

/// What somebody in front of a browser can do about an error. Nothing of it comes from outside, or names anything of the error.
pub(crate) fn advice(error: &Error) -> &'static str {
    match error.advice() {
        Some(Advice::StartAgain) => "Start again from the app. If it happens again, tell the people who run the app.",
        Some(Advice::UseOneAccount) => {
            "Two accounts of different organisations were used. Start again from the app, and use one account all the way."
        }
        None => by_code(error.code()),
    }
}

fn by_code(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::AccessDenied => {
            "Nothing was connected, because it was cancelled or not allowed. You can start again from the app."
        }
        ErrorCode::AdminConsentRequired => {
            "An administrator of your organisation has to allow this first. Ask them, then start again from the app."
        }
        ErrorCode::ApprovalRequired => "Only an administrator of your organisation can do this. Nothing was changed.",
        ErrorCode::AccountMismatch => {
            "You signed in with another account than expected. Start again from the app, and choose the account that you used before."
        }
        ErrorCode::AccountTypeUnsupported => {
            "This cannot be done with a personal account. Start again from the app, and sign in with an account of your organisation."
        }
        ErrorCode::InstallationClaimed => {
            "Your organisation is connected elsewhere already. Ask the people who run the app for help."
        }
        ErrorCode::ScopeMissing => {
            "Something that the app needs was not allowed. Start again from the app, and agree to everything that is asked."
        }
        ErrorCode::SessionExpired => "This sign-in took too long and has expired. Start again from the app.",
        ErrorCode::SessionBindingMismatch => "This sign-in was started in another browser. Start again from the app.",
        ErrorCode::StateInvalid => "This sign-in is not known here, or it was finished before. Start again from the app.",
        ErrorCode::IdentityRequired => {
            "Nobody is signed in to the application, so nothing was connected. Sign in to the application and start again."
        }
        ErrorCode::IdentityMismatch => {
            "This sign-in was started by another user of the application. Sign in to the application as that user and start again."
        }
        ErrorCode::Forbidden => "You are not allowed to do this. Ask an administrator.",
        ErrorCode::NotConnected | ErrorCode::InstallationNotFound => {
            "What this sign-in was for has been removed meanwhile. Go back to the app and connect anew."
        }
        ErrorCode::NotFound | ErrorCode::MethodNotAllowed => "There is nothing at this address. Go back to the app.",
        ErrorCode::ProviderUnavailable => "The other service does not answer as it should. Start again in a few minutes.",
        ErrorCode::RateLimited => "There were too many attempts. Start again in a few minutes.",
        ErrorCode::Timeout => "This takes longer than usual. Go back to the app: it shows what came of it.",
        ErrorCode::VaultUnavailable | ErrorCode::VaultLocked | ErrorCode::KeyServiceUnavailable | ErrorCode::Closed => {
            "The app cannot do this at the moment. Start again in a few minutes."
        }
        _ => "The app could not be connected, and starting again will not help. Tell the people who run the app.",
    }
}

/// Whether the person must, or may have to, turn to somebody else, who will ask which case it was. A browser that does not bring its
/// cookie is as a rule another one, and for every person of an app that is opened at another host than its callbacks.
pub(crate) fn needs_reference(error: &Error) -> bool {
    error.advice() == Some(Advice::StartAgain)
        || error.code() == ErrorCode::SessionBindingMismatch
        || matches!(error.code().actor(), Actor::Developer | Actor::Operator | Actor::Maintainer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of those who make the app, and of nobody else.
    const MAKERS: [&str; 33] = [
        "client",
        "redirect",
        "uri",
        "url",
        "config",
        "scope",
        "cloud",
        "clock",
        "token",
        "definition",
        "registration",
        "identify",
        "issuer",
        "tenant",
        "authpipe",
        "grant",
        "vault",
        "handler",
        "http",
        "oauth",
        "claim",
        "provider",
        "credential",
        "secret",
        "certificate",
        "callback",
        "parameter",
        "install link",
        "<",
        ">",
        "⟨",
        "_",
        "()",
    ];

    #[test]
    fn no_text_for_a_person_speaks_of_how_the_app_is_made() {
        let made = |code: &ErrorCode| Error::new(*code, "canary ⟨scopes⟩").with_hint("canary");
        let advised = Advice::ALL.map(|advice| made(&ErrorCode::ProviderError).with_advice(advice));
        for error in ErrorCode::ALL.iter().map(made).chain(advised) {
            let (text, name) = (advice(&error), error.code().as_str());
            let said = text.to_lowercase();
            assert!(!said.contains("canary"), "{name}: {text}");
            for word in MAKERS {
                assert!(!said.contains(word), "{name}: {word}: {text}");
            }
            let says_what_to_do = ["start again", "go back", "ask ", "tell ", "only an administrator"];
            assert!(says_what_to_do.iter().any(|words| said.contains(words)), "{name}: {text}");
        }
    }

    /// Codes that a button of `@authpipe/react` meets in another place than a page does.
    const MET_ELSEWHERE: [ErrorCode; 3] = [ErrorCode::NotFound, ErrorCode::MethodNotAllowed, ErrorCode::Timeout];

    /// As said in the application itself, beside the button that was clicked.
    fn beside_a_button(text: &str) -> String {
        let here = text.replace("Go back to the app and c", "C").replace(" from the app", "");
        here.replace("Start again", "Try again").replace("start again", "try again")
    }

    #[test]
    fn a_button_says_what_the_page_says() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings-node/react/src/labels.ts");
        let labels = std::fs::read_to_string(path).unwrap();
        let label = |code: &str| {
            let lines = labels.lines().filter_map(|line| line.trim().strip_prefix(code)?.strip_prefix(": '")?.strip_suffix("',"));
            lines.map(str::to_owned).next()
        };
        let nothing_helps = by_code(ErrorCode::Internal);
        let mut compared = 0;
        for code in ErrorCode::ALL.iter().filter(|code| !MET_ELSEWHERE.contains(code)) {
            match by_code(*code) {
                text if text == nothing_helps => assert!(label(code.as_str()).is_none(), "{}", code.as_str()),
                text => {
                    assert_eq!(label(code.as_str()), Some(beside_a_button(text)), "{}", code.as_str());
                    compared += 1;
                }
            }
        }
        assert!(compared > 15, "the labels were not found");
    }
}
