//! Judges the token that a platform has issued for a client, before it is presented as a client assertion (RFC 7523 §2.2). Whether it is
//! genuine and for this client, only the provider can tell; that it has ended, this side can.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::base::{Secret, Timestamp};

/// Why a token is not presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PresentedProblem {
    /// There is nothing.
    Empty,
    /// It is no JSON Web Token of three parts (RFC 7515 §3.1).
    NoToken,
    /// It has ended (RFC 7519 §4.1.4).
    Ended {
        /// So long ago.
        since: Duration,
    },
}

/// What is looked at of the claims.
#[derive(Deserialize)]
struct Claims {
    /// In seconds, perhaps with a fraction (RFC 7519 §2).
    exp: Option<f64>,
}

/// The token in a text, without the line's end behind it.
///
/// # Errors
/// [`PresentedProblem`].
pub(crate) fn judge_presented(text: &str, now: Timestamp) -> Result<Secret<String>, PresentedProblem> {
    let token = text.trim();
    if token.is_empty() {
        return Err(PresentedProblem::Empty);
    }
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, signature] = parts[..] else { return Err(PresentedProblem::NoToken) };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map(Zeroizing::new).map_err(|_| PresentedProblem::NoToken);
    let is_object = |part: &[u8]| part.first() == Some(&b'{');
    let (header, claims, signature) = (decode(header)?, decode(claims)?, decode(signature)?);
    if !is_object(&header) || signature.is_empty() {
        return Err(PresentedProblem::NoToken);
    }
    let claims: Claims = serde_json::from_slice(&claims).map_err(|_| PresentedProblem::NoToken)?;
    match claims.exp.map(|end| Timestamp::from_unix_seconds(end.floor() as i64)) {
        Some(end) if end <= now => Err(PresentedProblem::Ended { since: now.since(end) }),
        _ => Ok(Secret::from(token)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_790_000_000);

    fn token(header: &str, claims: &str) -> String {
        format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn a_token_that_lives_is_presented_as_it_is() {
        for claims in [r#"{"exp":1790000001}"#, r#"{"exp":1790000001.5,"sub":"x"}"#, "{}", r#"{"exp":null}"#] {
            let token = token(r#"{"alg":"RS256"}"#, claims);
            let presented = judge_presented(&format!("{token}\n"), NOW).unwrap();
            assert_eq!(presented.expose(), &token, "{claims}");
        }
    }

    #[test]
    fn what_is_none_or_has_ended_is_not() {
        let header = r#"{"alg":"RS256"}"#;
        for (text, expected) in [
            (String::new(), PresentedProblem::Empty),
            (" \n".to_owned(), PresentedProblem::Empty),
            ("secret".to_owned(), PresentedProblem::NoToken),
            ("a.b.c".to_owned(), PresentedProblem::NoToken),
            (token("x", "{}"), PresentedProblem::NoToken),
            (token(header, "x"), PresentedProblem::NoToken),
            (token(header, r#"{"exp":"soon"}"#), PresentedProblem::NoToken),
            (format!("{}.", token(header, "{}")), PresentedProblem::NoToken),
            (token(header, "{}").replace("c2ln", ""), PresentedProblem::NoToken),
            (token(header, r#"{"exp":1790000000}"#), PresentedProblem::Ended { since: Duration::ZERO }),
            (token(header, r#"{"exp":1789999940.9}"#), PresentedProblem::Ended { since: Duration::from_secs(60) }),
        ] {
            assert_eq!(judge_presented(&text, NOW).map(drop), Err(expected), "{text}");
        }
    }
}
