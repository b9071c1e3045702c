//! How a grant renews, by the name that is stored of it (`FORMAT.md`).

use super::UnknownShape;
use crate::base::Secret;
use crate::model::renewal::{MintKind, Renewal};
use crate::model::subject::SubjectKind;

/// The stored names of [`Renewal`] besides those of [`MintKind`].
const REFRESH_TOKEN: &str = "refresh_token";
const ACCESS_TOKEN: &str = "access_token";
const NEVER: &str = "never";

/// The stored name.
pub(super) const fn renewal_name(renewal: &Renewal) -> &'static str {
    match renewal {
        Renewal::RefreshToken(_) => REFRESH_TOKEN,
        Renewal::Mint(kind) => kind.as_str(),
        Renewal::AccessToken => ACCESS_TOKEN,
        Renewal::Never => NEVER,
    }
}

/// Reads how a grant renews. Records without the name follow the rule under which they were written: what has a refresh token
/// renews by it, an installation without one is minted by client credentials, and nothing else renews.
pub(super) fn read_renewal(
    name: Option<&str>,
    refresh_token: Option<Secret<String>>,
    subject: SubjectKind,
) -> Result<Renewal, UnknownShape> {
    match name {
        None if refresh_token.is_none() && subject == SubjectKind::Installation => Ok(Renewal::Mint(MintKind::ClientCredentials)),
        None => Ok(Renewal::by(refresh_token)),
        Some(REFRESH_TOKEN) => refresh_token.map(Renewal::RefreshToken).ok_or(UnknownShape),
        Some(ACCESS_TOKEN) => Ok(Renewal::AccessToken),
        Some(NEVER) => Ok(Renewal::Never),
        Some(kind) => MintKind::parse(kind).map(Renewal::Mint).ok_or(UnknownShape),
    }
}
