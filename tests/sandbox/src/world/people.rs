//! Organisations, their members and people with personal accounts.

/// A work organisation (a directory).
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its GUID.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Its verified domain, usable in place of the id.
    pub domain: String,
    /// Members.
    pub users: Vec<User>,
    /// What members may consent to by themselves.
    pub user_consent: UserConsent,
}

/// The user-consent policy of an organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserConsent {
    /// Members consent to any delegated permission that does not need an administrator by definition.
    #[default]
    Allowed,
    /// Members cannot consent to `*.All` scopes; an administrator must.
    NotAdminRestricted,
    /// Members consent to nothing.
    Nobody,
}

/// A person.
#[derive(Clone, Debug)]
pub struct User {
    /// Object id (`oid`).
    pub id: String,
    /// Sign-in name.
    pub username: String,
    /// Password for the sign-in page.
    pub password: String,
    /// Name shown.
    pub display_name: String,
    /// Whether the person is Global Administrator of the organisation.
    pub administrator: bool,
    /// A disabled account cannot sign in or refresh (50057).
    pub disabled: bool,
    /// State of the person's OneDrive.
    pub drive: Drive,
    /// Names of the files in the root of the drive.
    pub files: Vec<String>,
    /// When set, refreshes answer `interaction_required` (50076) with these `claims` until a sign-in carries `claims`.
    pub step_up: Option<String>,
    /// When set, Graph answers 401 `insufficient_claims` with these `claims` (JSON) to every token of the person that was not
    /// issued for them.
    pub graph_claims: Option<String>,
}

/// State of a OneDrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drive {
    /// It exists.
    #[default]
    Provisioned,
    /// It is made by the person's first own request; until then applications get 404.
    OnFirstUse,
    /// No licence: 404 for everybody.
    Unavailable,
}

impl Organisation {
    /// An organisation without members.
    pub fn new(id: &str, name: &str, domain: &str) -> Organisation {
        Organisation {
            id: id.to_owned(),
            name: name.to_owned(),
            domain: domain.to_owned(),
            users: Vec::new(),
            user_consent: UserConsent::Allowed,
        }
    }

    /// Adds a person.
    pub fn user(mut self, user: User) -> Organisation {
        self.users.push(user);
        self
    }
}

impl User {
    /// An ordinary member with a drive and two files.
    pub fn member(id: &str, username: &str, password: &str, display_name: &str) -> User {
        let first = display_name.split(' ').next().unwrap_or(display_name);
        User {
            id: id.to_owned(),
            username: username.to_owned(),
            password: password.to_owned(),
            display_name: display_name.to_owned(),
            administrator: false,
            disabled: false,
            drive: Drive::Provisioned,
            files: vec![format!("{first}'s notes.txt"), format!("{first} budget 2026.xlsx")],
            step_up: None,
            graph_claims: None,
        }
    }

    /// A Global Administrator.
    pub fn administrator(id: &str, username: &str, password: &str, display_name: &str) -> User {
        User { administrator: true, ..User::member(id, username, password, display_name) }
    }
}
