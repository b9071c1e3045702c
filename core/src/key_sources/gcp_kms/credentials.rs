//! What proves this process to Google Cloud: application default credentials. A file of credentials that `GOOGLE_APPLICATION_CREDENTIALS`
//! names or that `gcloud auth application-default login` has written, else the service account that the machine is given.

use std::path::PathBuf;

use serde::Deserialize;
use url::Url;
use zeroize::Zeroizing;

use super::super::calling::{AccessToken, Asked, Surroundings, bearer, denied, form, post, read_json, read_secret, read_token};
use super::super::metadata::{Metadata, header};
use crate::base::{Secret, WipedJson, entropy};
use crate::model::definition::RsaAlgorithm;
use crate::model::http::Body;
use crate::net::HttpClient;
use crate::protocol::assertion::{Claims, Stamp, read_signing_key, sign};
use crate::vault::RootKeyError;

const SCOPE: &str = "https://www.googleapis.com/auth/cloudkms";
const METADATA: &str = "http://169.254.169.254/";
const NOTHING: &str = "GOOGLE_APPLICATION_CREDENTIALS is not set, gcloud has written no credentials, and no machine gives any";
const OWN_TOKEN: &str = "/computeMetadata/v1/instance/service-accounts/default/token";

/// Where tokens come from. Addresses in files of credentials are not used: a file that somebody has exchanged sends nothing elsewhere.
#[derive(Clone)]
pub(super) struct Endpoints {
    /// `https://oauth2.googleapis.com/token`
    pub(super) tokens: String,
    /// `https://sts.googleapis.com/v1/token`
    pub(super) exchange: String,
    /// `https://iamcredentials.googleapis.com/`
    pub(super) impersonation: String,
}

/// A file of credentials.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Credentials {
    ServiceAccount(ServiceAccount),
    AuthorizedUser(AuthorizedUser),
    ExternalAccount(ExternalAccount),
}

/// The key file of a service account.
#[derive(Deserialize)]
struct ServiceAccount {
    client_email: String,
    private_key: WipedText,
    private_key_id: String,
}

/// What `gcloud auth application-default login` writes.
#[derive(Deserialize)]
struct AuthorizedUser {
    client_id: String,
    client_secret: WipedText,
    refresh_token: WipedText,
}

/// A workload of elsewhere, whose token a file holds (workload identity federation).
#[derive(Deserialize)]
struct ExternalAccount {
    audience: String,
    subject_token_type: String,
    credential_source: TokenFile,
    service_account_impersonation_url: Option<String>,
}

#[derive(Deserialize)]
struct TokenFile {
    file: Option<String>,
    format: Option<TokenFormat>,
}

#[derive(Deserialize)]
struct TokenFormat {
    subject_token_field_name: Option<String>,
}

/// A text that is wiped.
#[derive(Deserialize)]
#[serde(from = "String")]
struct WipedText(Zeroizing<String>);

impl From<String> for WipedText {
    fn from(text: String) -> Self {
        WipedText(Zeroizing::new(text))
    }
}

/// An access token of whoever this process is.
pub(super) async fn fetch(
    http: &dyn HttpClient,
    surroundings: &Surroundings,
    endpoints: &Endpoints,
) -> Result<AccessToken, RootKeyError> {
    let Some(file) = find(surroundings)? else { return of_machine(surroundings).await };
    let unusable = || RootKeyError::denied(format!("{} holds no credentials of Google's that can be used", file.path));
    match serde_json::from_str(&file.text).map_err(|_| unusable())? {
        Credentials::ServiceAccount(account) => {
            let request = assertion(surroundings, &account, endpoints).ok_or_else(unusable)?;
            read_token(&post(http, request).await?)
        }
        Credentials::AuthorizedUser(user) => {
            let form = [
                ("grant_type", "refresh_token"),
                ("client_id", user.client_id.as_str()),
                ("client_secret", user.client_secret.0.as_str()),
                ("refresh_token", user.refresh_token.0.as_str()),
            ];
            read_token(&post(http, form_to(&endpoints.tokens, &form)?).await?)
        }
        Credentials::ExternalAccount(workload) => of_workload(http, &workload, endpoints).await,
    }
}

struct File {
    path: String,
    text: Zeroizing<String>,
}

/// The file that a variable names must be there; gcloud's own may be.
fn find(surroundings: &Surroundings) -> Result<Option<File>, RootKeyError> {
    let variables = &surroundings.variables;
    let read = |path: String| std::fs::read_to_string(&path).map(|text| File { path, text: Zeroizing::new(text) });
    if let Some(path) = variables.get("GOOGLE_APPLICATION_CREDENTIALS") {
        return read(path).map(Some).map_err(RootKeyError::unavailable);
    }
    let folder = || {
        let home = || Some(PathBuf::from(variables.get("HOME")?).join(".config"));
        Some(variables.get("APPDATA").map(PathBuf::from).or_else(home)?.join("gcloud"))
    };
    let Some(folder) = variables.get("CLOUDSDK_CONFIG").map(PathBuf::from).or_else(folder) else { return Ok(None) };
    match read(folder.join("application_default_credentials.json").to_string_lossy().into_owned()) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RootKeyError::unavailable(error)),
    }
}

/// The JWT bearer grant of a service account (RFC 7523 §2.1).
fn assertion(surroundings: &Surroundings, account: &ServiceAccount, endpoints: &Endpoints) -> Option<Asked> {
    let pem = Secret::from(account.private_key.0.as_str());
    let key = read_signing_key(&pem, Some(&account.private_key_id)).ok()?;
    let claims = Claims { issuer: &account.client_email, subject: None, audience: Some(&endpoints.tokens), scope: Some(SCOPE) };
    let stamp = Stamp { now: surroundings.clock.now(), id: entropy::make_token() };
    let assertion = sign(&key, RsaAlgorithm::Rs256, &claims, &stamp)?;
    let grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    form_to(&endpoints.tokens, &[("grant_type", grant_type), ("assertion", assertion.expose())]).ok()
}

/// The exchange of a workload's token (RFC 8693 §2.1), and where it stands for a service account, that one's token for this.
async fn of_workload(
    http: &dyn HttpClient,
    workload: &ExternalAccount,
    endpoints: &Endpoints,
) -> Result<AccessToken, RootKeyError> {
    let source = &workload.credential_source;
    let file = source.file.as_ref().ok_or_else(|| RootKeyError::denied("of workloads' tokens those in files are read"))?;
    let mut token = read_secret(file)?;
    if let Some(name) = source.format.as_ref().and_then(|format| format.subject_token_field_name.as_ref()) {
        // Half of it is there where somebody is writing it just now.
        let members = serde_json::from_str(token.expose()).ok().filter(serde_json::Value::is_object).map(WipedJson);
        let members = members.ok_or_else(|| RootKeyError::unavailable("the workload's file is no JSON"))?;
        let text = members.0.get(name).and_then(serde_json::Value::as_str);
        token = Secret::from(text.ok_or_else(|| RootKeyError::denied("the workload's file holds no token"))?);
    }
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("audience", workload.audience.as_str()),
        ("scope", "https://www.googleapis.com/auth/cloud-platform"),
        ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("subject_token_type", workload.subject_token_type.as_str()),
        ("subject_token", token.expose()),
    ];
    let exchanged = read_token(&post(http, form_to(&endpoints.exchange, &form)?).await?)?;
    let Some(account) = &workload.service_account_impersonation_url else { return Ok(exchanged) };
    // Of the address its end counts: which account it is.
    let path = account.split_once("/v1/").map(|(_, path)| path).filter(|path| path.ends_with(":generateAccessToken"));
    let path = path.ok_or_else(|| RootKeyError::denied("the file's account to stand for is no address of Google's"))?;
    let url = Url::parse(&format!("{}v1/{path}", endpoints.impersonation)).map_err(RootKeyError::unavailable)?;
    let body = serde_json::json!({ "scope": [SCOPE] }).to_string();
    let secret_header = Some(bearer(&exchanged.value));
    let response = post(http, Asked { url, headers: Vec::new(), secret_header, body: Body::Json(Secret::new(body)) }).await?;
    let answer = read_json(&response)?;
    match (response.status, answer.text("/accessToken")) {
        // It says when it ends, an hour from now, unless the account is made otherwise.
        (200, Some(token)) => Ok(AccessToken { value: Secret::from(token), lifetime: exchanged.lifetime }),
        (status, _) => Err(denied(status, answer.text("/error/status"))),
    }
}

/// The token of the service account that this machine, or this pod, is given.
async fn of_machine(surroundings: &Surroundings) -> Result<AccessToken, RootKeyError> {
    let named = surroundings.variables.get("GCE_METADATA_HOST").map(|host| format!("http://{host}/"));
    let metadata = Metadata::at(METADATA, named, NOTHING)?;
    metadata.told(read_token(&metadata.get(OWN_TOKEN, header("metadata-flavor", "Google")).await?))
}

fn form_to(address: &str, pairs: &[(&str, &str)]) -> Result<Asked, RootKeyError> {
    let url = Url::parse(address).map_err(RootKeyError::unavailable)?;
    Ok(Asked { url, headers: Vec::new(), secret_header: None, body: form(pairs) })
}
