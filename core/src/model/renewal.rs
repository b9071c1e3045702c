//! How a grant gets its next access token: stored and sealed with it, so that nobody has to guess.

use crate::base::Secret;
use crate::base::words::words;

/// How a grant gets its next access token.
#[derive(Clone, Debug)]
pub(crate) enum Renewal {
    /// By its refresh token (RFC 6749 §6), which the provider may let work once only.
    RefreshToken(Secret<String>),
    /// By asking anew with what the application itself holds. Nothing of the grant is spent, so a lost answer costs nothing.
    Mint(MintKind),
    /// By its access token, which is presented while it lives. There is no refresh token.
    AccessToken,
    /// Not at all: when the access token ends, so does the grant.
    Never,
}

impl Renewal {
    /// What the answer to a code exchange allows: its refresh token, or nothing.
    pub(crate) fn by(refresh_token: Option<Secret<String>>) -> Self {
        refresh_token.map_or(Renewal::Never, Renewal::RefreshToken)
    }

    /// How the successor renews, given what the answer brought. A refresh token that is missing or empty leaves the old one
    /// (RFC 6749 §6); a mint goes on as one, because its answer should hold none (RFC 6749 §4.4.3).
    #[must_use]
    pub(crate) fn succeed(self, refresh_token: Option<Secret<String>>) -> Self {
        match self {
            Renewal::Mint(kind) => Renewal::Mint(kind),
            Renewal::AccessToken => Renewal::AccessToken,
            Renewal::RefreshToken(old) => Renewal::RefreshToken(refresh_token.unwrap_or(old)),
            Renewal::Never => Renewal::by(refresh_token),
        }
    }

    /// The refresh token, where that is how it renews.
    pub(crate) const fn refresh_token(&self) -> Option<&Secret<String>> {
        match self {
            Renewal::RefreshToken(token) => Some(token),
            Renewal::Mint(_) | Renewal::AccessToken | Renewal::Never => None,
        }
    }

    /// Whether a renewal presents what the provider has issued, which it may let work once only.
    pub(crate) const fn presents_issued(&self) -> bool {
        matches!(self, Renewal::RefreshToken(_) | Renewal::AccessToken)
    }

    /// Whether it can be renewed when its access token has ended or was taken back.
    pub(crate) const fn outlives_access_token(&self) -> bool {
        matches!(self, Renewal::RefreshToken(_) | Renewal::Mint(_))
    }

    /// Whether there is any way to renew it.
    pub(crate) const fn is_possible(&self) -> bool {
        !matches!(self, Renewal::Never)
    }
}

words! {
    /// The kinds of mint: each is one file of `protocol::mint`, with one builder and one judge.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub(crate) enum MintKind {
        /// The client credentials grant (RFC 6749 §4.4).
        ClientCredentials = "client_credentials",
        /// The JWT bearer grant (RFC 7523 §2.1).
        JwtBearer = "jwt_bearer",
        /// A request whose bearer token the app signs.
        AppJwt = "app_jwt",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_refresh_token_keeps_the_old_one_and_a_mint_stays_a_mint() {
        let token = |renewal: &Renewal| renewal.refresh_token().map(|token| token.expose().clone());
        let old = || Renewal::RefreshToken("old".into());
        assert_eq!(token(&old().succeed(None)).as_deref(), Some("old"));
        assert_eq!(token(&old().succeed(Some("new".into()))).as_deref(), Some("new"));
        let minted = Renewal::Mint(MintKind::ClientCredentials).succeed(Some("stray".into()));
        assert!(matches!(minted, Renewal::Mint(MintKind::ClientCredentials)));
        assert!(matches!(Renewal::by(None), Renewal::Never) && !Renewal::Never.is_possible());
        assert!(matches!(Renewal::AccessToken.succeed(Some("stray".into())), Renewal::AccessToken));
        assert!(Renewal::AccessToken.is_possible() && !Renewal::AccessToken.outlives_access_token());
        assert_eq!(token(&Renewal::by(Some("first".into()))).as_deref(), Some("first"));
    }

    #[test]
    fn every_kind_is_read_back_by_its_stored_name() {
        for kind in MintKind::ALL {
            assert_eq!(MintKind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(MintKind::parse("refresh_token"), None);
    }
}
