//! Recalls what the application was told of a config's client before this process began: a wrong secret is corrected by a restart.

use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;

use super::refresh::Refresher;
use crate::engine::common::fingerprint;
use crate::engine::common::single_flight::Aboard;

impl Refresher {
    /// Looks at the start which configs sign-ins have shown to be rejected: the renewals of these, and of no others, look what was told last.
    pub(in crate::engine) async fn recall_configs(&self) {
        // Where it cannot be told, or takes long, the first renewal of each looks.
        if let Ok(Some(configs)) = self.grants.list_alarmed().await {
            self.registrations.note_once_rejected(configs);
        }
    }

    /// Before a renewal: an ordinary one asks the store for nothing more.
    pub(super) async fn recall_rejection(&self, config: &ProviderConfig, grant: &Grant) {
        if self.registrations.was_once_rejected(&config.id) {
            self.recall_alarm(config, grant).await;
        }
    }

    /// Looks once, and once for all who come meanwhile, where this process has told nothing of the client yet. Where it cannot be told now, who
    /// comes later looks.
    pub(in crate::engine) async fn recall_alarm(&self, config: &ProviderConfig, grant: &Grant) {
        let token_endpoint = &grant.secrets.destination.token_endpoint;
        while self.registrations.is_untold(config, token_endpoint) {
            let Aboard { follower, leader } = self.recalls.join(fingerprint::of_client(config, token_endpoint), (), |()| {});
            let Some(leader) = leader else {
                match follower.answer().await {
                    Some(()) => return,
                    // Who led has gone away, and another one leads.
                    None => continue,
                }
            };
            // Where each tenant has a host of its own, each has a registration of its own.
            let tenant_id = has_own_hosts(config).then_some(&grant.key.tenant_id);
            if let Ok(is_alarmed) = self.grants.is_alarmed(&config.id, tenant_id).await {
                self.registrations.note_told(config, token_endpoint, is_alarmed);
            }
            leader.finish(|_| ());
            return;
        }
    }
}

/// Whether the host of the token endpoint is another one for each who connects.
fn has_own_hosts(config: &ProviderConfig) -> bool {
    let endpoint = config.definition.oauth.as_ref().and_then(|oauth| oauth.token_endpoint.as_ref());
    endpoint.and_then(|template| template.0.split('/').nth(2)).is_some_and(|host| host.contains('{'))
}
