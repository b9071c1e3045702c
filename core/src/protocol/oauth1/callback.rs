//! Judges how the browser came back (RFC 5849 §2.2), once it is proved to be the one that started and the person the creator.

use crate::base::Secret;
use crate::model::signer::SharedToken;
use crate::protocol::callback::{BrowserBound, CallbackParameters, CallbackProblem, CreatorConfirmed, MAX_CODE_LENGTH};
use crate::protocol::errors::{DenialSubcode, RegisteredError};

/// A verifier that may be presented: through the right browser, for the right person, for the session's own temporary token. It can be used
/// once, by [`build_token_request`](super::build_token_request).
#[derive(Debug)]
pub(crate) struct VerifiedCallback {
    verifier: Secret<String>,
}

impl VerifiedCallback {
    pub(super) fn into_verifier(self) -> Secret<String> {
        self.verifier
    }
}

/// The temporary token by which the session is found. It proves nothing by itself. Some providers name it otherwise where the person said no.
pub(crate) fn session_token(parameters: &CallbackParameters) -> Option<&str> {
    parameters.further("oauth_token").or_else(|| parameters.further("denied")).filter(|token| !token.is_empty())
}

/// Judges the answer: the token must be the session's, and a verifier must be there. RFC 5849 has no word for a person who says no:
/// providers name a problem, or come back without a verifier, so that is what its absence means.
///
/// # Errors
/// - [`CallbackProblem::Malformed`]: another token than the session's, one that is there twice, or a verifier that cannot be.
/// - [`CallbackProblem::Denied`]: the person said no.
pub(crate) fn verify_callback(
    parameters: &CallbackParameters,
    _: BrowserBound,
    _: CreatorConfirmed,
    temporary: &SharedToken,
) -> Result<VerifiedCallback, CallbackProblem> {
    let token = session_token(parameters).map(Secret::from);
    if !token.is_some_and(|token| token.is_same(&temporary.token)) {
        return Err(CallbackProblem::Malformed("it is for another sign-in"));
    }
    if let Some(denial) = parameters.denial() {
        return Err(denial);
    }
    let denied = CallbackProblem::Denied { error: RegisteredError::AccessDenied, subcode: Some(DenialSubcode::Cancel) };
    if parameters.further("denied").is_some() || parameters.further("oauth_problem").is_some() {
        return Err(denied);
    }
    let verifier = parameters.get_single("oauth_verifier")?.filter(|verifier| !verifier.is_empty()).ok_or(denied)?;
    let is_text = verifier.bytes().all(|byte| (0x20..=0x7E).contains(&byte));
    if !is_text || verifier.len() > MAX_CODE_LENGTH {
        return Err(CallbackProblem::Malformed("the verifier is not printable ASCII of a usable length"));
    }
    Ok(VerifiedCallback { verifier: verifier.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::encoding::hash_token;
    use crate::base::{TenantId, UserId};
    use crate::model::principal::{Principal, Role};
    use crate::protocol::callback::{check_binding, check_creator, read_callback};
    use proptest::prelude::*;

    fn judge(query: &str) -> Result<String, CallbackProblem> {
        let (tenant_id, user_id) = (TenantId::parse("t").unwrap(), UserId::parse("u").unwrap());
        let principal = Principal { tenant_id: tenant_id.clone(), user_id: user_id.clone(), role: Role::Member };
        let bound = check_binding(Some("b"), &hash_token("b")).unwrap();
        let creator = check_creator(&principal, &tenant_id, &user_id).unwrap();
        let temporary = SharedToken { token: "tmp-1".into(), secret: "s".into() };
        let verified = verify_callback(&read_callback(query)?, bound, creator, &temporary)?;
        Ok(verified.into_verifier().expose().clone())
    }

    #[test]
    fn a_verifier_counts_with_the_sessions_own_token_alone() {
        assert_eq!(judge("oauth_token=tmp-1&oauth_verifier=v%20-1").unwrap(), "v -1");
        for query in [
            "oauth_verifier=v",
            "oauth_token=&oauth_verifier=v",
            "oauth_token=tmp-2&oauth_verifier=v",
            "oauth_token=TMP-1&oauth_verifier=v",
            "oauth_token=tmp-1&oauth_token=tmp-1&oauth_verifier=v",
            "oauth_token=tmp-1&oauth_verifier=v&oauth_verifier=w",
            "oauth_token=tmp-1&oauth_verifier=%00",
            "oauth_token=tmp-2&denied=tmp-1",
            "denied=tmp-2",
        ] {
            assert!(matches!(judge(query), Err(CallbackProblem::Malformed(_))), "{query}: {:?}", judge(query));
        }
        let long = format!("oauth_token=tmp-1&oauth_verifier={}", "x".repeat(MAX_CODE_LENGTH + 1));
        assert!(judge(&long).is_err());
    }

    #[test]
    fn a_person_who_says_no_brings_no_verifier() {
        for query in [
            "oauth_token=tmp-1",
            "oauth_token=tmp-1&oauth_verifier=",
            "denied=tmp-1",
            "oauth_token=tmp-1&denied=tmp-1&oauth_verifier=v",
            "oauth_token=tmp-1&oauth_problem=user_refused&oauth_verifier=v",
            "oauth_token=tmp-1&error=access_denied&oauth_verifier=v",
        ] {
            let denied = judge(query).unwrap_err();
            let CallbackProblem::Denied { error: RegisteredError::AccessDenied, .. } = denied else { panic!("{query} {denied}") };
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,100}") {
            let _ = judge(&text);
        }
    }
}
