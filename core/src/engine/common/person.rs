//! What a person reads on our pages: what they can do, in words that ask for no knowledge of how the application is made. What
//! happened is told to the developer: by the session, the log and the error.

use crate::base::{Actor, Error, ErrorCode};

/// What somebody in front of a browser can do about an error. Nothing of it comes from outside, or names anything of the error.
pub(crate) fn advice(error: &Error) -> &'static str {
    match error.code() {
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

/// Whether the person must turn to somebody else, who will ask which case it was.
pub(crate) fn needs_reference(error: &Error) -> bool {
    matches!(error.code().actor(), Actor::Developer | Actor::Operator | Actor::Maintainer)
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
        for code in ErrorCode::ALL {
            let text = advice(&Error::new(*code, "canary ⟨scopes⟩").with_hint("canary"));
            let said = text.to_lowercase();
            assert!(!said.contains("canary"), "{}: {text}", code.as_str());
            for word in MAKERS {
                assert!(!said.contains(word), "{}: {word}: {text}", code.as_str());
            }
            let says_what_to_do = ["start again", "go back", "ask ", "tell ", "only an administrator"];
            assert!(says_what_to_do.iter().any(|words| said.contains(words)), "{}: {text}", code.as_str());
        }
    }
}
