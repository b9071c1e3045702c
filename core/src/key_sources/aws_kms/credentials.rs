//! What proves this process to AWS, in the order of AWS's own tools: keys of the environment, a role that a workload's token stands for, keys of
//! a profile, and what the container or the machine is given.

use std::time::Duration;

use tokio::sync::Mutex;
use url::Url;

use super::super::calling::{Asked, Variables, form, post, read_json, read_secret};
use super::access_key::{AccessKey, Lent, read_key};
use super::machine;
use super::profile::{self, Found};
use super::refusals;
use crate::base::{Clock, Secret};
use crate::net::HttpClient;
use crate::vault::RootKeyError;

/// Where they come from.
pub(super) struct Credentials {
    variables: Variables,
    sts: Url,
    /// Those that end, and until when they are used.
    lent: Mutex<Option<Kept>>,
}

struct Kept {
    key: AccessKey,
    until: Duration,
}

impl Credentials {
    pub(super) fn new(variables: Variables, sts: Url) -> Self {
        Credentials { variables, sts, lent: Mutex::default() }
    }

    /// Keys of the environment, else the first that are found elsewhere.
    pub(super) async fn get(&self, http: &dyn HttpClient, clock: &dyn Clock) -> Result<AccessKey, RootKeyError> {
        if let Some(id) = self.variables.get("AWS_ACCESS_KEY_ID") {
            let secret = Secret::new(self.variables.need("AWS_SECRET_ACCESS_KEY")?);
            let session_token = self.variables.get("AWS_SESSION_TOKEN").map(Secret::new);
            return Ok(AccessKey { id, secret, session_token });
        }
        let role = self.variables.get("AWS_WEB_IDENTITY_TOKEN_FILE");
        // Its files are read each time: tools that end a session write others.
        if role.is_none()
            && let Found::Key(key) = profile::find(&self.variables)?
        {
            return Ok(key);
        }
        let mut kept = self.lent.lock().await;
        if let Some(lent) = kept.as_ref().filter(|lent| clock.elapsed() < lent.until) {
            return Ok(lent.key.clone());
        }
        let lent = match role {
            Some(file) => self.assume_role(http, &file).await?,
            None => machine::fetch(&self.variables).await?,
        };
        *kept = Some(Kept { key: lent.key.clone(), until: clock.elapsed() + lent.used_for });
        Ok(lent.key)
    }

    /// Forgets keys that end: they were refused.
    pub(super) async fn forget(&self) {
        *self.lent.lock().await = None;
    }

    /// `AssumeRoleWithWebIdentity`, which the token itself proves: nothing is signed.
    async fn assume_role(&self, http: &dyn HttpClient, file: &str) -> Result<Lent, RootKeyError> {
        let token = read_secret(file)?;
        let role = self.variables.need("AWS_ROLE_ARN")?;
        let session = self.variables.get("AWS_ROLE_SESSION_NAME").unwrap_or_else(|| "authpipe".to_owned());
        let form = form(&[
            ("Action", "AssumeRoleWithWebIdentity"),
            ("Version", "2011-06-15"),
            ("RoleArn", &role),
            ("RoleSessionName", &session),
            ("WebIdentityToken", token.expose()),
        ]);
        let headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let asked = Asked { url: self.sts.clone(), headers, secret_header: None, body: form };
        let response = post(http, asked).await?;
        let answer = read_json(&response)?;
        const RESULT: &str = "/AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult/Credentials";
        let key = read_key(&answer, RESULT, "SessionToken");
        // They last an hour; long before, there are others.
        let used_for = Duration::from_secs(45 * 60);
        key.map(|key| Lent { key, used_for })
            .ok_or_else(|| refusals::of_sts(response.status, answer.text("/Error/Code"), answer.text("/Error/Message")))
    }
}
