//! Asks a cloud's metadata service for what proves this machine to its key service. These services stand at fixed link-local addresses, which
//! nothing else in this program may reach; a variable of the vendor's may name a loopback address in their place.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::calling::{Asked, send};
use crate::base::Secret;
use crate::model::http::{Body, Method, OutboundResponse, SecretHeader};
use crate::net::{HttpClient, Net, NetPolicy};
use crate::vault::RootKeyError;

/// They answer within milliseconds. Where there is none, as on a machine of one's own, nobody answers at all.
const TOTAL: Duration = Duration::from_secs(2);

/// One such service.
pub(super) struct Metadata {
    http: Arc<dyn HttpClient>,
    base: Url,
    lacking: &'static str,
}

/// What is asked besides the address.
#[derive(Default)]
pub(super) struct With {
    pub(super) headers: Vec<(String, String)>,
    pub(super) secret_header: Option<SecretHeader>,
}

impl Metadata {
    /// At its fixed address, or at the one that a variable has named. `lacking` is what an error says where nobody answers: then this is mostly no
    /// machine of a cloud, and something else was not configured.
    pub(super) fn at(fixed: &str, named: Option<String>, lacking: &'static str) -> Result<Self, RootKeyError> {
        let text = named.unwrap_or_else(|| fixed.to_owned());
        let base = Url::parse(&text).map_err(|_| RootKeyError::denied("a variable names no address of a metadata service"))?;
        Ok(Metadata { http: Arc::new(Net::new(NetPolicy::of_metadata(Some(&base)))), base, lacking })
    }

    /// Reads what stands at a path, which may have a query.
    pub(super) async fn get(&self, path: &str, with: With) -> Result<OutboundResponse, RootKeyError> {
        self.ask(Method::Get, path, with).await
    }

    /// The same with PUT.
    #[cfg(feature = "aws-kms")]
    pub(super) async fn put(&self, path: &str, with: With) -> Result<OutboundResponse, RootKeyError> {
        self.ask(Method::Put, path, with).await
    }

    /// What was read of its answers. That it says no, or gives nothing, is no denial: a role is replaced while it is attached anew, and only the key
    /// service itself can take a right away.
    pub(super) fn told<T>(&self, read: Result<T, RootKeyError>) -> Result<T, RootKeyError> {
        read.map_err(|error| match error {
            RootKeyError::Denied(said) => RootKeyError::Failed(format!("{}: {said}", self.lacking)),
            error => error,
        })
    }

    async fn ask(&self, method: Method, path: &str, with: With) -> Result<OutboundResponse, RootKeyError> {
        let With { headers, secret_header } = with;
        let url = if path.is_empty() { Ok(self.base.clone()) } else { self.base.join(path) };
        let url = url.map_err(RootKeyError::unavailable)?;
        let asked = Asked { url, headers, secret_header, body: Body::Empty };
        let response = send(&*self.http, method, asked, TOTAL).await.map_err(|error| match error {
            RootKeyError::Unavailable(reason) => {
                tracing::debug!(reason = reason.to_string(), "a metadata service does not answer");
                RootKeyError::Failed(self.lacking.to_owned())
            }
            error => error,
        })?;
        match response.status {
            // It has understood, and says why it gives nothing: there is no such identity, or it is being replaced.
            200..300 | 400 | 403 => Ok(response),
            // It is being updated (404 and 410 at Azure, for up to 70 s), a role is being attached or renewed (404 at AWS), or a session
            // of ours has ended (401): nobody has taken a right away.
            status => Err(RootKeyError::Failed(format!("{} (its answer has status {status})", self.lacking))),
        }
    }
}

/// A header that is no secret.
pub(super) fn header(name: &str, value: &str) -> With {
    With { headers: vec![(name.to_owned(), value.to_owned())], secret_header: None }
}

/// A header that is one.
pub(super) fn secret(name: &str, value: Secret<String>) -> With {
    With { headers: Vec::new(), secret_header: Some(SecretHeader { name: name.to_owned(), value }) }
}
