//! Whose an installation is, as people read it: the organisation's name, who installed it, and the roles that were granted.

use authpipe::ListQuery;
use authpipe_sandbox::{Endpoint, Fault, World, demo};
use serde_json::json;

use crate::support::{App, admin, get, json as read, tenant};

async fn listed(app: &App) -> authpipe::GrantView {
    let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
    app.authpipe.list_installations(query).await.unwrap().data.remove(0)
}

#[tokio::test]
async fn an_installation_is_called_by_its_organisation_and_says_what_was_granted() {
    let app = App::start().await;
    let session = app.install().await;
    assert_eq!(session["installation"]["status"], "active", "{session}");
    let view = listed(&app).await;
    let account = view.account.as_ref().unwrap();
    assert_eq!(account.organisation.as_deref(), Some(demo::CONTOSO));
    assert_eq!((account.organisation_name(), account.person_name()), (Some("Contoso"), Some(demo::ADA.username)));
    assert_eq!(view.created_by.as_ref().map(|user| user.as_str()), Some(admin().user_id.as_str()));
    assert_eq!(view.scopes, ["Files.Read.All"]);
    // As a page shows it, to whoever approves.
    let shown = read(&app.browser().send(get("/installations"), Some(admin())).await)["installations"][0].clone();
    assert_eq!(shown["display_name"], "Contoso");
    assert_eq!((&shown["installed_by_name"], &shown["scopes"]), (&json!(demo::ADA.username), &json!(["Files.Read.All"])));
}

/// It is asked for once, with the installer's own sign-in, and is no reason for anything.
#[tokio::test]
async fn a_name_that_nobody_tells_fails_no_installation() {
    for fault in [
        Fault::status(Endpoint::Graph, 403),
        // What passes is asked for twice more.
        Fault::status(Endpoint::Graph, 500).times(3),
        Fault::drop_before(Endpoint::Graph).times(3),
    ] {
        let app = App::start().await;
        app.sandbox.faults().add(fault);
        let session = app.install().await;
        assert_eq!(session["status"], "complete", "{session}");
        let view = listed(&app).await;
        let account = view.account.as_ref().unwrap();
        assert_eq!((account.organisation_name(), account.organisation.as_deref()), (None, Some(demo::CONTOSO)));
        assert_eq!(account.person_name(), Some(demo::ADA.username));
    }
}

/// Whoever cannot prove to be an administrator is asked about by name all the same.
#[tokio::test]
async fn who_approves_sees_names() {
    let mut world = World::demo();
    world.app_mut(demo::CLIENT_ID).unwrap().group_membership_claims = false;
    let app = App::start_with(world, |_| {}).await;
    let session = app.install().await;
    assert_eq!(session["installation"]["status"], "pending_approval", "{session}");
    assert_eq!(session["installation"]["display_name"], "Contoso");
    assert_eq!(session["installation"]["installed_by_name"], demo::ADA.username);
}
