//! Scopes: their written form, their resource, their short name.

use crate::identity::error::{AadError, aad};
use crate::state::Core;
use crate::world::App;

/// The application id of Graph, also a resource identifier.
const GRAPH_ID: &str = "00000003-0000-0000-c000-000000000000";
/// Resource identifier of Graph.
pub(crate) const GRAPH_RESOURCE: &str = "https://graph.microsoft.com";

const OIDC: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Graph permissions that exist here. Others are refused with 70011.
const KNOWN: [&str; 25] = [
    "User.Read",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite",
    "User.ReadWrite.All",
    "User.RevokeSessions.All",
    "Files.Read",
    "Files.Read.All",
    "Files.ReadWrite",
    "Files.ReadWrite.All",
    "Files.Read.Selected",
    "Files.ReadWrite.Selected",
    "Files.ReadWrite.AppFolder",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
    "Sites.Selected",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Organization.Read.All",
    "Mail.Read",
    "Mail.Send",
    "Calendars.Read",
    "Contacts.Read",
    "Group.Read.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];

/// One delegated permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// As the client wrote it.
    pub(crate) written: String,
    /// Short name in its official spelling.
    pub(crate) name: String,
    /// `openid`, `profile`, `email` or `offline_access`.
    pub(crate) oidc: bool,
}

impl Scope {
    /// A permission by its short name.
    pub(crate) fn named(name: &str) -> Scope {
        Scope { written: name.to_owned(), name: name.to_owned(), oidc: OIDC.contains(&name) }
    }

    /// Whether only administrators can consent under a restrictive policy.
    pub(crate) fn is_admin_restricted(&self) -> bool {
        self.name.ends_with(".All")
    }

    pub(crate) fn same(&self, other: &Scope) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
    }
}

/// The scopes of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// Named scopes, without repetitions.
    pub(crate) scopes: Vec<Scope>,
    /// Whether `{resource}/.default` was among them.
    pub(crate) default: bool,
}

impl Asked {
    /// Named scopes, or the registration's list where `.default` was asked.
    pub(crate) fn resolve(self, app: &App) -> Vec<Scope> {
        let mut scopes = self.scopes;
        if self.default {
            for name in &app.delegated {
                let scope = Scope::named(name);
                if !scope.oidc && !scopes.iter().any(|known| known.same(&scope)) {
                    scopes.push(scope);
                }
            }
        }
        scopes
    }
}

/// Whether a list contains a scope of this short name.
pub(crate) fn contains(scopes: &[Scope], name: &str) -> bool {
    scopes.iter().any(|scope| scope.name.eq_ignore_ascii_case(name))
}

/// Judges a `scope` parameter. Bare names mean Graph; the sandbox's own origins are Graph too.
pub(crate) fn read_scopes(core: &Core, text: &str) -> Result<Asked, AadError> {
    let mut asked = Asked::default();
    for written in text.split_whitespace() {
        let (resource, name) = match written.rsplit_once('/') {
            Some((resource, name)) => (Some(resource.trim_end_matches('/')), name),
            None => (None, written),
        };
        if resource.is_none()
            && let Some(oidc) = OIDC.iter().find(|oidc| oidc.eq_ignore_ascii_case(name))
        {
            push(&mut asked.scopes, Scope { written: written.to_owned(), name: (*oidc).to_owned(), oidc: true });
            continue;
        }
        if let Some(resource) = resource {
            let known = resource.eq_ignore_ascii_case(GRAPH_RESOURCE)
                || resource.eq_ignore_ascii_case(GRAPH_ID)
                || core.origins().iter().any(|origin| origin == resource);
            if !known {
                return Err(aad(500011).detail(format!("Resource: {resource}.")));
            }
        }
        if name.eq_ignore_ascii_case(".default") {
            asked.default = true;
            continue;
        }
        let Some(known) = KNOWN.iter().find(|known| known.eq_ignore_ascii_case(name)) else {
            return Err(aad(70011).detail(format!("The scope {written} is not valid.")));
        };
        push(&mut asked.scopes, Scope { written: written.to_owned(), name: (*known).to_owned(), oidc: false });
    }
    if asked.default && asked.scopes.iter().any(|scope| !scope.oidc) {
        return Err(aad(70011).detail(".default scope can't be combined with resource-specific scopes."));
    }
    Ok(asked)
}

fn push(scopes: &mut Vec<Scope>, scope: Scope) {
    if !scopes.iter().any(|known| known.same(&scope)) {
        scopes.push(scope);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SandboxClock;
    use crate::world::World;

    #[test]
    fn scopes_are_read_with_and_without_their_resource() {
        let core = Core::new(World::demo(), SandboxClock::default(), String::new(), 4000, 4001);
        type Expected<'a> = Result<(&'a [&'a str], bool), u32>;
        let cases: [(&str, Expected<'_>); 9] = [
            ("openid User.Read", Ok((&["openid", "User.Read"], false))),
            ("https://graph.microsoft.com/files.read.all", Ok((&["Files.Read.All"], false))),
            ("http://127.0.0.1:4000/Files.Read https://localhost:4001/User.Read", Ok((&["Files.Read", "User.Read"], false))),
            ("https://graph.microsoft.com/.default offline_access", Ok((&["offline_access"], true))),
            ("https://graph.microsoft.com//.default", Ok((&[], true))),
            (".default User.Read", Err(70011)),
            ("No.Such", Err(70011)),
            ("api://other/Read", Err(500011)),
            ("User.Read user.read", Ok((&["User.Read"], false))),
        ];
        for (text, expected) in cases {
            let found = read_scopes(&core, text);
            match (found, expected) {
                (Ok(asked), Ok((names, default))) => {
                    let found: Vec<&str> = asked.scopes.iter().map(|scope| scope.name.as_str()).collect();
                    assert_eq!((found.as_slice(), asked.default), (names, default), "{text}");
                }
                (Err(error), Err(code)) => assert_eq!(error.code, code, "{text}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
