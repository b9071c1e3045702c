//! How people sign in at a provider, whichever version of OAuth it speaks: what both versions have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::ProviderDefinition;
use super::account_choice::AccountChoice;
use super::oauth::OAuth;
use super::oauth1::OAuth1;

/// How people sign in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SignIn<'a> {
    /// By OAuth 2 (RFC 6749).
    OAuth(&'a OAuth),
    /// By OAuth 1.0a (RFC 5849).
    OAuth1(&'a OAuth1),
}

impl ProviderDefinition {
    /// How people sign in, where they do. Where OAuth 2 only mints, nobody does, and this is there all the same.
    pub(crate) fn sign_in(&self) -> Option<SignIn<'_>> {
        self.oauth.as_ref().map(SignIn::OAuth).or(self.oauth1.as_ref().map(SignIn::OAuth1))
    }

    /// What stands between two scopes.
    pub(crate) fn scope_separator(&self) -> &str {
        match self.sign_in() {
            Some(SignIn::OAuth(oauth)) => &oauth.scope_separator,
            Some(SignIn::OAuth1(oauth1)) => &oauth1.scope_separator,
            None => " ",
        }
    }
}

impl<'a> SignIn<'a> {
    /// Whether people sign in on a page, wherever it is.
    pub(crate) const fn has_page(self) -> bool {
        match self {
            SignIn::OAuth(oauth) => oauth.has_page(),
            SignIn::OAuth1(_) => true,
        }
    }

    /// Scopes added to every request.
    pub(crate) fn always_scopes(self) -> &'a [String] {
        match self {
            SignIn::OAuth(oauth) => &oauth.always_scopes,
            SignIn::OAuth1(_) => &[],
        }
    }

    /// Further fixed parameters of the address where people sign in.
    pub(crate) const fn authorization_parameters(self) -> &'a BTreeMap<String, String> {
        match self {
            SignIn::OAuth(oauth) => &oauth.authorization_parameters,
            SignIn::OAuth1(oauth1) => &oauth1.authorization_parameters,
        }
    }

    /// How a request says which account is meant.
    pub(crate) fn account_choice(self) -> &'a AccountChoice {
        static NONE: LazyLock<AccountChoice> = LazyLock::new(AccountChoice::default);
        match self {
            SignIn::OAuth(oauth) => &oauth.account_choice,
            SignIn::OAuth1(_) => &NONE,
        }
    }

    /// What OAuth 2 says besides.
    pub(crate) const fn oauth(self) -> Option<&'a OAuth> {
        match self {
            SignIn::OAuth(oauth) => Some(oauth),
            SignIn::OAuth1(_) => None,
        }
    }
}
