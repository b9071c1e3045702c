//! What proves this process to AWS: keys of the environment, or a role that a workload's token stands for.

use std::time::Duration;

use tokio::sync::Mutex;
use url::Url;
use url::form_urlencoded::Serializer;

use super::super::calling::{Asked, Variables, denied, post, read_json};
use crate::base::{Clock, Secret};
use crate::model::http::Body;
use crate::net::HttpClient;
use crate::vault::RootKeyError;

/// A pair of keys, and what goes with those that end.
#[derive(Clone)]
pub(super) struct AccessKey {
    pub(super) id: String,
    pub(super) secret: Secret<String>,
    pub(super) session_token: Option<Secret<String>>,
}

/// Where they come from.
pub(super) struct Credentials {
    variables: Variables,
    sts: Url,
    /// Those of a role, and until when they are used.
    of_role: Mutex<Option<OfRole>>,
}

struct OfRole {
    key: AccessKey,
    until: Duration,
}

impl Credentials {
    pub(super) fn new(variables: Variables, sts: Url) -> Self {
        Credentials { variables, sts, of_role: Mutex::default() }
    }

    /// Keys of the environment, else those of the role.
    pub(super) async fn get(&self, http: &dyn HttpClient, clock: &dyn Clock) -> Result<AccessKey, RootKeyError> {
        if let Some(id) = self.variables.get("AWS_ACCESS_KEY_ID") {
            let secret = Secret::new(self.variables.need("AWS_SECRET_ACCESS_KEY")?);
            let session_token = self.variables.get("AWS_SESSION_TOKEN").map(Secret::new);
            return Ok(AccessKey { id, secret, session_token });
        }
        let Some(file) = self.variables.get("AWS_WEB_IDENTITY_TOKEN_FILE") else {
            return Err(RootKeyError::denied("neither AWS_ACCESS_KEY_ID nor AWS_WEB_IDENTITY_TOKEN_FILE is set"));
        };
        let mut kept = self.of_role.lock().await;
        if let Some(role) = kept.as_ref().filter(|role| clock.elapsed() < role.until) {
            return Ok(role.key.clone());
        }
        let key = self.assume_role(http, &file).await?;
        // They last an hour; long before, there are others.
        *kept = Some(OfRole { key: key.clone(), until: clock.elapsed() + Duration::from_secs(45 * 60) });
        Ok(key)
    }

    /// Forgets a role's keys: they were refused.
    pub(super) async fn forget(&self) {
        *self.of_role.lock().await = None;
    }

    /// `AssumeRoleWithWebIdentity`, which the token itself proves: nothing is signed.
    async fn assume_role(&self, http: &dyn HttpClient, file: &str) -> Result<AccessKey, RootKeyError> {
        let token = Secret::new(std::fs::read_to_string(file).map_err(RootKeyError::unavailable)?);
        let role = self.variables.need("AWS_ROLE_ARN")?;
        let session = self.variables.get("AWS_ROLE_SESSION_NAME").unwrap_or_else(|| "authpipe".to_owned());
        let form = Serializer::new(String::new())
            .append_pair("Action", "AssumeRoleWithWebIdentity")
            .append_pair("Version", "2011-06-15")
            .append_pair("RoleArn", &role)
            .append_pair("RoleSessionName", &session)
            .append_pair("WebIdentityToken", token.expose().trim())
            .finish();
        let headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let asked = Asked { url: self.sts.clone(), headers, secret_header: None, body: Body::Form(Secret::new(form)) };
        let response = post(http, asked).await?;
        let answer = read_json(&response)?;
        const RESULT: &str = "/AssumeRoleWithWebIdentityResponse/AssumeRoleWithWebIdentityResult/Credentials";
        let part = |name: &str| answer.text(&format!("{RESULT}/{name}"));
        match (part("AccessKeyId"), part("SecretAccessKey"), part("SessionToken")) {
            (Some(id), Some(secret), Some(token)) => {
                Ok(AccessKey { id: id.to_owned(), secret: Secret::from(secret), session_token: Some(Secret::from(token)) })
            }
            _ => Err(denied(response.status, answer.text("/Error/Code"))),
        }
    }
}
