//! What proves this process to Azure: a client with a secret (`AZURE_CLIENT_SECRET`) or with the token that stands for the workload
//! (`AZURE_FEDERATED_TOKEN_FILE`), else the managed identity of the machine or of the container.

use url::Url;
use url::form_urlencoded::Serializer;

use super::super::calling::{AccessToken, Asked, Variables, form, post, read_secret, read_token};
use super::super::metadata::{Metadata, header, secret};
use crate::base::Secret;
use crate::net::HttpClient;
use crate::vault::RootKeyError;

const METADATA: &str = "http://169.254.169.254/";
const NOTHING: &str =
    "neither AZURE_CLIENT_SECRET nor AZURE_FEDERATED_TOKEN_FILE is set, and no machine or container gives an identity";

/// What a token is for, and who gives it.
#[derive(Clone)]
pub(super) struct SignIn {
    /// `https://vault.azure.net`
    pub(super) resource: String,
    /// `https://login.microsoftonline.com`
    pub(super) authority: String,
}

/// An access token of whoever this process is.
pub(super) async fn fetch(http: &dyn HttpClient, variables: &Variables, sign_in: &SignIn) -> Result<AccessToken, RootKeyError> {
    let file = variables.get("AZURE_FEDERATED_TOKEN_FILE");
    let secret = variables.get("AZURE_CLIENT_SECRET").map(Secret::new);
    if file.is_none() && secret.is_none() {
        return of_machine(variables, sign_in).await;
    }
    let request = request(variables, sign_in, file, secret)?;
    read_token(&post(http, request).await?)
}

/// The client credentials grant (RFC 6749 §4.4), with a secret or with the workload's token (RFC 7523 §2.2).
fn request(
    variables: &Variables,
    sign_in: &SignIn,
    file: Option<String>,
    secret: Option<Secret<String>>,
) -> Result<Asked, RootKeyError> {
    let (tenant, client_id) = (variables.need("AZURE_TENANT_ID")?, variables.need("AZURE_CLIENT_ID")?);
    let scope = format!("{}/.default", sign_in.resource);
    let mut pairs = vec![("grant_type", "client_credentials"), ("client_id", &client_id), ("scope", &scope)];
    let assertion = file.map(|file| read_secret(&file)).transpose()?;
    if let Some(assertion) = &assertion {
        pairs.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
        pairs.push(("client_assertion", assertion.expose()));
    } else if let Some(secret) = &secret {
        pairs.push(("client_secret", secret.expose()));
    }
    let text = format!("{}/{tenant}/oauth2/v2.0/token", sign_in.authority.trim_end_matches('/'));
    let url = Url::parse(&text).map_err(RootKeyError::unavailable)?;
    Ok(Asked { url, headers: Vec::new(), secret_header: None, body: form(&pairs) })
}

/// The managed identity: of a container, whose service `IDENTITY_ENDPOINT` names, or of a machine. `AZURE_CLIENT_ID` says which, where there
/// are several.
async fn of_machine(variables: &Variables, sign_in: &SignIn) -> Result<AccessToken, RootKeyError> {
    let query = |version: &str| {
        let mut query = Serializer::new(String::new());
        query.append_pair("api-version", version).append_pair("resource", &sign_in.resource);
        if let Some(client_id) = variables.get("AZURE_CLIENT_ID") {
            query.append_pair("client_id", &client_id);
        }
        query.finish()
    };
    let (metadata, response) = match (variables.get("IDENTITY_ENDPOINT"), variables.get("IDENTITY_HEADER")) {
        (Some(endpoint), Some(value)) => {
            let metadata = Metadata::at(METADATA, Some(endpoint), NOTHING)?;
            let with = secret("x-identity-header", Secret::new(value));
            let response = metadata.get(&format!("?{}", query("2019-08-01")), with).await?;
            (metadata, response)
        }
        _ => {
            let metadata = Metadata::at(METADATA, variables.get("AZURE_POD_IDENTITY_AUTHORITY_HOST"), NOTHING)?;
            let path = format!("/metadata/identity/oauth2/token?{}", query("2018-02-01"));
            let response = metadata.get(&path, header("metadata", "true")).await?;
            (metadata, response)
        }
    };
    metadata.told(read_token(&response))
}
