//! Asks what an organisation is called, with the sign-in of whoever installs the app. The name is shown and decides nothing, so whatever
//! goes wrong here leaves it out and nothing else.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::config::ProviderConfig;
use crate::model::definition::LookUp;
use crate::protocol::probe::read_name;
use crate::protocol::token::TokenAnswer;

use super::Connector;

/// A person waits for the page behind it.
const LONGEST: Duration = Duration::from_secs(5);

impl Connector {
    /// The organisation's name, where the provider tells it to whoever has signed in.
    pub(in crate::engine) async fn find_organisation_name(
        &self,
        config: &ProviderConfig,
        look_up: &LookUp,
        credential: &TokenAnswer,
        variables: &BTreeMap<String, String>,
    ) -> Option<String> {
        let answer = self.ask_api(config, &look_up.url, credential, variables, LONGEST).await.ok()?;
        read_name(&answer, &look_up.pointer)
    }
}
