//! Asks what an organisation is called, with the sign-in of whoever installs the app. The name is shown and decides nothing, so whatever
//! goes wrong here leaves it out and nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::base::Secret;
use crate::base::waiting::{self, Awaited};
use crate::catalog;
use crate::model::config::ProviderConfig;
use crate::model::definition::{LookUp, ProbeMethod};
use crate::model::http::SecretHeader;
use crate::protocol::probe::{ProbeQuestion, build_probe_request, read_name};

use super::Connector;

/// A person waits for the page behind it.
const LONGEST: Duration = Duration::from_secs(5);

impl Connector {
    /// The organisation's name, where the provider tells it to whoever has signed in.
    pub(in crate::engine) async fn find_organisation_name(
        &self,
        config: &ProviderConfig,
        look_up: &LookUp,
        token: &Secret<String>,
        variables: &BTreeMap<String, String>,
    ) -> Option<String> {
        let url = catalog::resolve_url(config, &look_up.url, variables).ok()?;
        // A credential goes to the origins of its API and nowhere else (SR-30). A definition that says otherwise is refused when it is read.
        if !catalog::resolve_api_origins(config).ok()?.contains(&url.origin().ascii_serialization()) {
            return None;
        }
        let api = &config.definition.api;
        let value = Secret::new(format!("{}{}", api.placement.prefix(), token.expose()));
        let header = SecretHeader { name: api.placement.header.clone(), value };
        let (live, waits) = (vec![200], Vec::new());
        let question = ProbeQuestion { url, method: ProbeMethod::Get, live, waits, live_when: None, rejected_when: None };
        let asking = self.token_client.net.send(build_probe_request(&question, &api.headers, header), LONGEST);
        let answer = waiting::on(Awaited::Provider(config.definition.name.clone()), asking).await.ok()?;
        read_name(&answer, &look_up.pointer)
    }
}
