//! Keys that the container or the machine is given: of tasks of ECS and pods of EKS (`AWS_CONTAINER_CREDENTIALS_…`), and of instances of EC2
//! by the metadata service, version 2.

use std::time::Duration;

use super::super::calling::{Variables, denied, read_json, read_secret};
use super::super::metadata::{Metadata, With, header, secret};
use super::access_key::{Lent, read_key};
use crate::base::Secret;
use crate::model::http::OutboundResponse;
use crate::vault::RootKeyError;

const OF_TASKS: &str = "http://169.254.170.2/";
const OF_INSTANCES: &str = "http://169.254.169.254/";
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";
const NOTHING: &str = "neither AWS_ACCESS_KEY_ID nor AWS_WEB_IDENTITY_TOKEN_FILE is set, no profile has keys, and no machine or container gives any";
const OF_CONTAINER: &str = "what gives this container its credentials of AWS does not answer";
/// New ones are there five minutes before the old ones end.
const USED_FOR: Duration = Duration::from_secs(4 * 60);

/// The keys of this container; else of this machine.
pub(super) async fn fetch(variables: &Variables) -> Result<Lent, RootKeyError> {
    if let Some(path) = variables.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
        // Behind an origin of its own: a path that names another host is none.
        let path = format!("/{}", path.trim_start_matches('/'));
        return of_container(&Metadata::at(OF_TASKS, None, OF_CONTAINER)?, &path, variables).await;
    }
    if let Some(address) = variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
        return of_container(&Metadata::at(OF_TASKS, Some(address), OF_CONTAINER)?, "", variables).await;
    }
    if variables.get("AWS_EC2_METADATA_DISABLED").is_some_and(|text| text.eq_ignore_ascii_case("true")) {
        return Err(RootKeyError::denied(NOTHING));
    }
    let metadata = Metadata::at(OF_INSTANCES, variables.get("AWS_EC2_METADATA_SERVICE_ENDPOINT"), NOTHING)?;
    let lent = of_instance(&metadata).await;
    metadata.told(lent)
}

async fn of_container(metadata: &Metadata, path: &str, variables: &Variables) -> Result<Lent, RootKeyError> {
    metadata.told(read(&metadata.get(path, authorization(variables)?).await?))
}

/// What a container's service is shown, where it asks for something.
fn authorization(variables: &Variables) -> Result<With, RootKeyError> {
    let token = match variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
        Some(file) => Some(read_secret(&file)?),
        None => variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").map(Secret::new),
    };
    Ok(token.map(|token| secret("authorization", token)).unwrap_or_default())
}

async fn of_instance(metadata: &Metadata) -> Result<Lent, RootKeyError> {
    let session = metadata.put("/latest/api/token", header("x-aws-ec2-metadata-token-ttl-seconds", "300")).await?;
    let session = Secret::new(text(&session)?);
    let shown = || secret("x-aws-ec2-metadata-token", session.clone());
    let roles = text(&metadata.get(ROLES, shown()).await?)?;
    let role = roles.lines().next().unwrap_or_default();
    if role.is_empty() || !role.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte)) {
        return Err(RootKeyError::denied("this machine has no role"));
    }
    read(&metadata.get(&format!("{ROLES}{role}"), shown()).await?)
}

fn text(response: &OutboundResponse) -> Result<String, RootKeyError> {
    match response.status {
        200 => String::from_utf8(response.body.to_vec()).map_err(RootKeyError::unavailable),
        status => Err(denied(status, None)),
    }
}

fn read(response: &OutboundResponse) -> Result<Lent, RootKeyError> {
    let answer = read_json(response)?;
    let key = read_key(&answer, "", "Token");
    key.map(|key| Lent { key, used_for: USED_FOR })
        .ok_or_else(|| denied(response.status, answer.text("/Code").or(answer.text("/code"))))
}
