//! Reads the authorization response (RFC 6749 §4.1.2), and believes it only when the browser and the person are proved.
//!
//! The order is fixed by types. [`read_callback`] judges only the form. [`verify_callback`] wants proof that the browser is the
//! one that started ([`BrowserBound`]) and that the person is the creator ([`CreatorConfirmed`]), then judges `iss`, and only
//! then believes `error` or takes the code.

use std::fmt;

use subtle::ConstantTimeEq as _;
use url::form_urlencoded;

pub(crate) use super::denial::CallbackProblem;
use super::denial::read_denial;
use crate::base::encoding::hash_token;
use crate::base::{Secret, TenantId, UserId};
use crate::model::principal::Principal;

/// The longest query or form body, in bytes. Codes of some providers are signed tokens of several KiB; web servers take about
/// this much in a request line.
pub(crate) const MAX_CALLBACK_LENGTH: usize = 16 * 1024;
/// The longest code, in bytes.
pub(crate) const MAX_CODE_LENGTH: usize = 8 * 1024;

/// Parameters that may occur once only (RFC 6749 §3.1, RFC 9207 §2, RFC 5849 §2.2, and the answer of Microsoft's consent page).
const SINGLE: [&str; 11] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "error_subcode",
    "tenant",
    "admin_consent",
    "oauth_token",
    "oauth_verifier",
];
/// Of these, what explains an error and decides nothing.
const EXPLAINING: [&str; 2] = ["error_description", "error_uri"];
/// Parameters of flows that are never used here: a token in a URL is not a token (SR-9).
const IGNORED: [&str; 5] = ["access_token", "id_token", "refresh_token", "token_type", "expires_in"];

/// What came back with the browser: well-formed, and not yet believed.
pub(crate) struct CallbackParameters {
    pairs: Vec<(String, Secret<String>)>,
}

impl CallbackParameters {
    /// The `state`, by which the session is found. It proves nothing by itself.
    pub(crate) fn state(&self) -> Option<&str> {
        self.get("state")
    }

    /// A parameter of the provider's own, which the definition keeps. `None` also where it is there twice: which one counts nobody knows.
    pub(crate) fn further(&self, name: &str) -> Option<&str> {
        self.get_single(name).ok().flatten()
    }

    /// The same with the code where RFC 6749 §4.1.2 has it, for a provider that sends it in a parameter of another name. What stands in `code`
    /// besides is not looked at then.
    ///
    /// # Errors
    /// [`CallbackProblem::Malformed`]: the parameter is repeated, or too large.
    pub(crate) fn with_code_of(mut self, parameter: Option<&str>) -> Result<Self, CallbackProblem> {
        let Some(code) = parameter.map(|name| self.get_single(name)).transpose()?.flatten() else {
            return Ok(self);
        };
        if code.len() > MAX_CODE_LENGTH {
            return Err(CallbackProblem::Malformed("the code is too large"));
        }
        let code = Secret::from(code);
        self.pairs.retain(|(name, _)| name != "code");
        self.pairs.push(("code".to_owned(), code));
        Ok(self)
    }

    /// Whether it answers a request for a code at all, with one or with a refusal; `code_parameter` is where the provider has codes besides. What
    /// does neither is somebody who opens the address by hand, or a page of the provider's that is no part of a sign-in.
    pub(crate) fn is_answer(&self, code_parameter: Option<&str>) -> bool {
        let has = |name: &str| self.get(name).is_some_and(|value| !value.is_empty());
        self.denial().is_some() || has("code") || code_parameter.is_some_and(has)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(n, _)| n == name).map(|(_, value)| value.expose().as_str())
    }

    /// The value of a parameter that must occur at most once.
    pub(super) fn get_single(&self, name: &str) -> Result<Option<&str>, CallbackProblem> {
        match self.pairs.iter().filter(|(n, _)| n == name).count() {
            0 | 1 => Ok(self.get(name)),
            _ => Err(CallbackProblem::Malformed("a parameter is repeated")),
        }
    }

    /// Whatever says `error`, with any value or none, is a refusal (SR-15).
    pub(crate) fn denial(&self) -> Option<CallbackProblem> {
        self.get("error").map(|word| read_denial(word, self.get("error_subcode")))
    }
}

impl fmt::Debug for CallbackParameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallbackParameters({})", self.pairs.len())
    }
}

/// Reads a raw query (without `?`) or the body of a `form_post` response. Tokens in it are ignored (SR-9). An error that is explained twice is
/// an error all the same, with neither explanation.
///
/// # Errors
/// [`CallbackProblem::Malformed`]: too large, or a parameter of the protocol is repeated.
///
/// Spec: RFC 6749 §3.1 (no parameter twice), §4.1.2; OAuth 2.0 Form Post Response Mode.
pub(crate) fn read_callback(raw_query_or_form: &str) -> Result<CallbackParameters, CallbackProblem> {
    if raw_query_or_form.len() > MAX_CALLBACK_LENGTH {
        return Err(CallbackProblem::Malformed("the callback is too large"));
    }
    let mut pairs: Vec<(String, Secret<String>)> = Vec::new();
    let mut explained_twice: Vec<&str> = Vec::new();
    for (name, value) in form_urlencoded::parse(raw_query_or_form.as_bytes()) {
        if IGNORED.contains(&name.as_ref()) {
            continue;
        }
        if SINGLE.contains(&name.as_ref()) && pairs.iter().any(|(n, _)| *n == name) {
            if let Some(name) = EXPLAINING.into_iter().find(|explaining| name == *explaining) {
                explained_twice.push(name);
                continue;
            }
            return Err(CallbackProblem::Malformed("a parameter is repeated"));
        }
        if name == "code" && value.len() > MAX_CODE_LENGTH {
            return Err(CallbackProblem::Malformed("the code is too large"));
        }
        pairs.push((name.into_owned(), Secret::new(value.into_owned())));
    }
    if !explained_twice.is_empty() && !pairs.iter().any(|(name, _)| name == "error") {
        return Err(CallbackProblem::Malformed("a parameter is repeated"));
    }
    pairs.retain(|(name, _)| !explained_twice.contains(&name.as_str()));
    Ok(CallbackParameters { pairs })
}

/// Proof that the callback came through the browser that the session is bound to.
#[derive(Debug)]
pub(crate) struct BrowserBound(());

/// Compares the binding cookie with the session's stored hash, without telling by time where they differ. `None`: no cookie, or
/// another browser's.
pub(crate) fn check_binding(cookie: Option<&str>, binding_hash: &[u8; 32]) -> Option<BrowserBound> {
    let matches: bool = hash_token(cookie?).ct_eq(binding_hash).into();
    matches.then_some(BrowserBound(()))
}

/// Proof that the person now signed in to the application is the one who started the session.
#[derive(Debug)]
pub(crate) struct CreatorConfirmed(());

/// Compares the application's present principal with the session's creator; both tenant and user must be equal, the role may
/// have changed. `None`: somebody else.
pub(crate) fn check_creator(principal: &Principal, tenant_id: &TenantId, user_id: &UserId) -> Option<CreatorConfirmed> {
    (principal.tenant_id == *tenant_id && principal.user_id == *user_id).then_some(CreatorConfirmed(()))
}

/// What `iss` must say (RFC 9207).
#[derive(Clone, Copy, Debug)]
pub(crate) struct IssuerRule<'a> {
    /// The issuer to which the browser was sent, compared byte for byte. `None`: none is known, and an `iss` is ignored unless
    /// it is required.
    pub expected: Option<&'a str>,
    /// Whether an answer without `iss` is refused: the provider announces
    /// `authorization_response_iss_parameter_supported`.
    pub required: bool,
}

/// A code that may be exchanged: from the right issuer, through the right browser, for the right person. It can be used once,
/// by [`build_code_request`](super::token::build_code_request).
#[derive(Debug)]
pub(crate) struct VerifiedCallback {
    code: Secret<String>,
}

impl VerifiedCallback {
    pub(super) fn into_code(self) -> Secret<String> {
        self.code
    }
}

/// Judges an authorization response: `iss` first, because an error from the wrong issuer is nobody's error; then `error`, which
/// wins over a code; then the code.
///
/// # Errors
/// - [`CallbackProblem::WrongIssuer`]: `iss` is another, empty, or absent although required (RFC 9207 §2.4).
/// - [`CallbackProblem::Denied`]: the provider said no (RFC 6749 §4.1.2.1).
/// - [`CallbackProblem::MissingCode`], [`CallbackProblem::Malformed`]: no code, or one that cannot be.
pub(crate) fn verify_callback(
    parameters: CallbackParameters,
    _: BrowserBound,
    _: CreatorConfirmed,
    issuer: &IssuerRule<'_>,
) -> Result<VerifiedCallback, CallbackProblem> {
    check_issuer(parameters.get("iss"), issuer)?;
    if let Some(denial) = parameters.denial() {
        return Err(denial);
    }
    let code = parameters.get("code").filter(|code| !code.is_empty()).ok_or(CallbackProblem::MissingCode)?;
    // RFC 6749 Appendix A.11: 1*VSCHAR.
    if !code.bytes().all(|byte| (0x20..=0x7E).contains(&byte)) {
        return Err(CallbackProblem::Malformed("the code is not printable ASCII"));
    }
    Ok(VerifiedCallback { code: Secret::from(code) })
}

fn check_issuer(given: Option<&str>, rule: &IssuerRule<'_>) -> Result<(), CallbackProblem> {
    let right = match (given, rule.expected) {
        (Some(""), _) => false,
        (Some(given), Some(expected)) => given.as_bytes() == expected.as_bytes(),
        (Some(_), None) | (None, _) => !rule.required,
    };
    if right { Ok(()) } else { Err(CallbackProblem::WrongIssuer) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::principal::Role;
    use crate::protocol::errors::{DenialSubcode, RegisteredError};
    use proptest::prelude::*;

    fn judge(query: &str) -> Result<VerifiedCallback, CallbackProblem> {
        let rule = IssuerRule { expected: None, required: false };
        verify_callback(read_callback(query)?, BrowserBound(()), CreatorConfirmed(()), &rule)
    }

    #[test]
    fn only_the_bound_browser_passes() {
        let hash = hash_token("the-cookie");
        assert!(check_binding(Some("the-cookie"), &hash).is_some());
        for cookie in [None, Some(""), Some("the-cookie "), Some("THE-COOKIE"), Some("other")] {
            assert!(check_binding(cookie, &hash).is_none(), "{cookie:?}");
        }
    }

    #[test]
    fn only_the_creator_passes() {
        let (tenant, user) = (TenantId::parse("t").unwrap(), UserId::parse("u").unwrap());
        let principal = |t: &str, u: &str| Principal {
            tenant_id: TenantId::parse(t).unwrap(),
            user_id: UserId::parse(u).unwrap(),
            role: Role::Admin,
        };
        assert!(check_creator(&principal("t", "u"), &tenant, &user).is_some());
        for (t, u) in [("t", "v"), ("s", "u"), ("u", "t"), ("T", "u"), ("t", "U")] {
            assert!(check_creator(&principal(t, u), &tenant, &user).is_none(), "{t} {u}");
        }
    }

    #[test]
    fn every_registered_unknown_and_empty_error_closes_the_flow() {
        let known = RegisteredError::KNOWN.iter().map(|error| (error.as_str(), *error));
        let unknown = [("no_such_error", RegisteredError::Other)];
        for (text, error) in known.chain(unknown) {
            for query in
                [format!("error={text}"), format!("code=c&error={text}&error_description=canary"), format!("error={text}&code=c")]
            {
                assert_eq!(judge(&query).unwrap_err(), CallbackProblem::Denied { error, subcode: None }, "{query}");
            }
        }
        for (query, error, subcode) in [
            ("error=access_denied&error_subcode=cancel", RegisteredError::AccessDenied, Some(DenialSubcode::Cancel)),
            ("error=access_denied&error_subcode=other", RegisteredError::AccessDenied, Some(DenialSubcode::Other)),
            ("error=user_cancelled_login", RegisteredError::Other, Some(DenialSubcode::Cancel)),
            ("error=user_denied", RegisteredError::Other, Some(DenialSubcode::Cancel)),
            ("error=user_cancelled_authorize", RegisteredError::Other, Some(DenialSubcode::Cancel)),
            ("error=permission_denied", RegisteredError::Other, Some(DenialSubcode::Cancel)),
            ("error=user_cancelled_by_nobody", RegisteredError::Other, None),
        ] {
            assert_eq!(judge(query).unwrap_err(), CallbackProblem::Denied { error, subcode }, "{query}");
        }
        for query in ["error", "error=", "error=&code=c", "code=c&error=+", "error=&error_subcode=cancel"] {
            assert_eq!(judge(query).unwrap_err(), CallbackProblem::DeniedWithoutWord, "{query}");
        }
    }

    #[test]
    fn sizes_are_bounded() {
        assert!(judge(&format!("code={}", "x".repeat(MAX_CODE_LENGTH))).is_ok());
        assert!(matches!(judge(&format!("code={}", "x".repeat(MAX_CODE_LENGTH + 1))), Err(CallbackProblem::Malformed(_))));
        let padding = "x".repeat(MAX_CALLBACK_LENGTH - "code=c&z=".len());
        assert!(judge(&format!("code=c&z={padding}")).is_ok());
        assert!(matches!(judge(&format!("code=c&z={padding}x")), Err(CallbackProblem::Malformed(_))));
    }

    #[test]
    fn an_issuer_that_is_not_known_is_ignored_unless_it_is_required_or_empty() {
        for (query, required, refused) in [
            ("code=c", true, true),
            ("code=c&iss=https://as.example", true, true),
            ("code=c&iss=", true, true),
            ("code=c&iss=", false, true),
            ("code=c&iss=https://as.example", false, false),
            ("code=c", false, false),
        ] {
            let rule = IssuerRule { expected: None, required };
            let verified = verify_callback(read_callback(query).unwrap(), BrowserBound(()), CreatorConfirmed(()), &rule);
            assert_eq!(verified.err(), refused.then_some(CallbackProblem::WrongIssuer), "{query} {required}");
        }
    }

    #[test]
    fn a_code_may_stand_in_a_parameter_of_another_name() {
        let long = format!("authCode={}", "x".repeat(MAX_CODE_LENGTH + 1));
        for (query, parameter, expected) in [
            ("authCode=a&code=c", Some("authCode"), Ok(Some("a"))),
            ("code=c&authCode=a", Some("authCode"), Ok(Some("a"))),
            ("code=c", Some("authCode"), Ok(Some("c"))),
            ("authCode=a", Some("authCode"), Ok(Some("a"))),
            ("authCode=a", None, Ok(None)),
            ("authCode=a&authCode=b", Some("authCode"), Err("malformed")),
            (&long, Some("authCode"), Err("malformed")),
        ] {
            let read = read_callback(query).unwrap().with_code_of(parameter);
            let code = read.as_ref().map(|read| read.get("code")).map_err(CallbackProblem::kind);
            assert_eq!(code, expected, "{parameter:?}");
        }
    }

    #[test]
    fn an_answer_has_a_code_or_a_refusal() {
        for (query, parameter, is_answer) in [
            ("code=c", None, true),
            ("error=access_denied", None, true),
            ("error", None, true),
            ("authCode=a", Some("authCode"), true),
            ("code=&authCode=a", Some("authCode"), true),
            ("authCode=a", None, false),
            ("authCode=", Some("authCode"), false),
            ("code=", None, false),
            ("access_token=t&token_type=bearer", None, false),
            ("installation_id=1&setup_action=install", None, false),
            ("iss=https://as.example&session_state=x", None, false),
            ("", None, false),
        ] {
            assert_eq!(read_callback(query).unwrap().is_answer(parameter), is_answer, "{query}");
        }
    }

    #[test]
    fn an_error_that_is_explained_twice_is_one_and_explained_by_neither() {
        for name in EXPLAINING {
            let read = read_callback(&format!("{name}=a&error=access_denied&{name}=b&{name}=a")).unwrap();
            assert_eq!((read.get(name), read.get("error")), (None, Some("access_denied")), "{name}");
            assert_eq!(
                read_callback(&format!("error=a&{name}=a&{name}=b&error=a")).err().map(|found| found.kind()),
                Some("malformed")
            );
        }
    }

    #[test]
    fn tokens_in_a_callback_are_not_even_kept() {
        for name in IGNORED {
            assert_eq!(read_callback(&format!("{name}=t&code=c")).unwrap().get(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,200}") {
            let _ = judge(&text);
        }

        #[test]
        fn a_repeated_protocol_parameter_is_refused_anywhere(
            index in 0..SINGLE.len(), first in "[a-z]{0,4}", second in "[a-z]{0,4}", between in "(&[b-z]=1){0,3}",
        ) {
            let name = SINGLE[index];
            let query = format!("{name}={first}{between}&{name}={second}");
            prop_assert!(matches!(read_callback(&query), Err(CallbackProblem::Malformed(_))), "{}", query);
        }
    }
}
