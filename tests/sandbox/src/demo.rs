//! The demo world: fixed ids, names and passwords, the same in every run.

use crate::generic::GenericServer;
use crate::github::GitHubServer;
use crate::google::GoogleServer;
use crate::oauth1::OAuth1Server;
use crate::slack::SlackServer;
use crate::world::{App, Organisation, RedirectKind, User, World};

/// Client id of the demo application.
pub const CLIENT_ID: &str = "a1b2c3d4-0000-4000-8000-00000000c11e";
/// Client secret of the demo application.
pub const CLIENT_SECRET: &str = "sandbox-demo~secret.with+odd/chars=and%20more";
/// Client id of a public (native) application.
pub const PUBLIC_CLIENT_ID: &str = "a1b2c3d4-0000-4000-8000-00000000a771";
/// The custom-scheme redirect URI of the public application.
pub const NATIVE_REDIRECT: &str = "msauth.com.acme.notes://auth";
/// Organisation id of Contoso.
pub const CONTOSO: &str = "c0a70500-1111-4111-8111-000000000001";
/// Organisation id of Fabrikam.
pub const FABRIKAM: &str = "fab12ca0-2222-4222-8222-000000000002";

/// A person of the demo world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Organisation id.
    pub tenant_id: &'static str,
    /// Object id.
    pub id: &'static str,
    /// Sign-in name.
    pub username: &'static str,
    /// Password.
    pub password: &'static str,
    /// Name shown.
    pub display_name: &'static str,
}

macro_rules! person {
    ($(#[$doc:meta])* $name:ident, $tenant:expr, $id:literal, $username:literal, $password:literal, $display:literal) => {
        $(#[$doc])*
        pub const $name: Person =
            Person { tenant_id: $tenant, id: $id, username: $username, password: $password, display_name: $display };
    };
}

person!(/** Global Administrator of Contoso. */
    ADA, CONTOSO, "0ada0000-1111-4111-8111-00000000000a", "ada@contoso.example", "pw-ada-contoso", "Ada Admin");
person!(/** Member of Contoso. */
    BOB, CONTOSO, "0b0b0000-1111-4111-8111-00000000000b", "bob@contoso.example", "pw-bob-contoso", "Bob Member");
person!(/** Second member of Contoso. */
    CARLA, CONTOSO, "0ca21a00-1111-4111-8111-00000000000c", "carla@contoso.example", "pw-carla-contoso", "Carla Member");
person!(/** Global Administrator of Fabrikam. */
    FAY, FABRIKAM, "0fa40000-2222-4222-8222-00000000000a", "fay@fabrikam.example", "pw-fay-fabrikam", "Fay Admin");
person!(/** Member of Fabrikam. */
    GUS, FABRIKAM, "00650000-2222-4222-8222-00000000000b", "gus@fabrikam.example", "pw-gus-fabrikam", "Gus Member");
person!(/** Second member of Fabrikam. */
    HANA, FABRIKAM, "0a4a0000-2222-4222-8222-00000000000c", "hana@fabrikam.example", "pw-hana-fabrikam", "Hana Member");
person!(/** Somebody with a personal account. */
    PIA, crate::world::PERSONAL_TENANT, "00000000-0000-0000-0b1a-000000000001", "pia@personal.example", "pw-pia-personal", "Pia Personal");

impl From<&Person> for User {
    fn from(person: &Person) -> User {
        User::member(person.id, person.username, person.password, person.display_name)
    }
}

impl World {
    /// Two organisations with an administrator and two members each, one personal account, and two applications:
    /// a confidential multi-tenant one with the application role `Files.Read.All`, and a public one.
    pub fn demo() -> World {
        let organisation = |id, name, domain, people: [&Person; 3]| {
            let [admin, member, second] = people;
            Organisation::new(id, name, domain)
                .user(User { administrator: true, ..admin.into() })
                .user(member.into())
                .user(second.into())
        };
        let delegated = ["openid", "profile", "email", "offline_access", "User.Read", "Files.Read", "Files.Read.All"];
        let mut app = App::web(CLIENT_ID, "Demo application", CLIENT_SECRET)
            .redirect("https://app.example.test/oauth/callback/microsoft-onedrive", RedirectKind::Web)
            .redirect("https://app.example.test/callback", RedirectKind::Web)
            .redirect("http://localhost/callback", RedirectKind::Web)
            .redirect("http://127.0.0.1/callback", RedirectKind::Web)
            .redirect("https://spa.example.test/callback", RedirectKind::Spa)
            .delegated(&delegated)
            .roles(&["Files.Read.All"]);
        app.any_loopback_redirect = true;
        let mut native = App::public(PUBLIC_CLIENT_ID, "Demo native application")
            .redirect("http://localhost", RedirectKind::Native)
            .redirect("http://127.0.0.1/oauth/callback/microsoft-onedrive", RedirectKind::Native)
            .redirect("com.example.demo://callback", RedirectKind::Native)
            .redirect(NATIVE_REDIRECT, RedirectKind::Native)
            .delegated(&delegated);
        native.any_loopback_redirect = true;
        let mut world = World::empty()
            .organisation(organisation(CONTOSO, "Contoso", "contoso.example", [&ADA, &BOB, &CARLA]))
            .organisation(organisation(FABRIKAM, "Fabrikam", "fabrikam.example", [&FAY, &GUS, &HANA]))
            .personal_user((&PIA).into())
            .app(app)
            .app(native);
        world.generic = GenericServer::demo();
        world.slack = SlackServer::demo();
        world.github = GitHubServer::demo();
        world.google = GoogleServer::demo();
        world.oauth1 = OAuth1Server::demo();
        world
    }
}
