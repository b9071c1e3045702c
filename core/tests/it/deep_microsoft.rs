//! The other providers of Microsoft's platform, by their own definitions: each is installed and connected as OneDrive is, whose text they share.

use crate::support::{App, PROVIDER};
use authpipe_sandbox::World;

#[tokio::test]
async fn each_is_installed_and_connected_as_onedrive_is() {
    for provider in ["microsoft-outlook", "microsoft-calendar", "microsoft-sharepoint", "microsoft-teams"] {
        let app = App::start_with(World::demo(), |options| {
            let input = options.providers.get_mut(PROVIDER).unwrap();
            input.provider = Some(provider.into());
            // What the sandbox's organisations grant; it has no mailbox, calendar or team, and says 404 to whoever may ask.
            input.bot_scopes = vec!["Files.Read.All".into()];
        })
        .await;
        let session = app.install().await;
        assert_eq!(session["installation"]["status"], "active", "{provider}: {session}");
        let session = app.connect().await;
        assert_eq!(session["status"], "complete", "{provider}: {session}");
        let credential = app.user_credential().await.unwrap();
        assert_eq!(credential.api_origins, app.bot_credential().await.unwrap().api_origins, "{provider}");
    }
}
