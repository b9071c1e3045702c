//! Authpipe: the credential layer an application embeds to act on its customers' accounts at other providers.
//!
//! The application asks for a credential; Authpipe has run the OAuth flow, keeps the secrets encrypted, refreshes them before
//! they expire, and notices when they die.
//!
//! ```no_run
//! # async fn example() -> authpipe::Result<()> {
//! use authpipe::{Authpipe, CallOptions, Options, Subject};
//!
//! let authpipe = Authpipe::new(Options::default().or_environment()?)?;
//! let subject = Subject::user("microsoft-onedrive", "org_acme", "user_123")?;
//! let credential = authpipe.get_credential(&subject, CallOptions::default()).await?;
//! assert!(!format!("{credential:?}").contains(credential.value.expose().as_str()));
//! # Ok(())
//! # }
//! ```
//!
//! # How it works inside
//! The [`manual`] has the architecture, the refresh protocol, the vault's format, threats and requirements with their tests, and
//! decisions. Programs that run are in `core/examples`.

// What only the command line tool calls, or the features that servers have, is part of every build, and linkers leave it out of programs
// that do not call it. Whether something is used by nobody is judged with all of them.
#![cfg_attr(
    not(all(
        feature = "cli",
        feature = "postgres",
        feature = "aws-kms",
        feature = "gcp-kms",
        feature = "azure-key-vault",
        feature = "transit"
    )),
    allow(dead_code, unused_imports, unfulfilled_lint_expectations)
)]

/// The README's Rust, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

mod base;
mod catalog;
mod client;
mod engine;
mod handler;
mod key_sources;
mod model;
mod net;
mod protocol;
mod repo;
mod store;
mod vault;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(doc)]
pub mod manual;

use std::sync::Arc;

pub use base::error::ErrorContext;
#[doc(hidden)]
pub use base::exhausted::{check_threads, no_threads};
pub use base::waiting::{carried, within};
pub use base::{
    Actor, Clock, ConfigId, Environment, Error, ErrorClass, ErrorCode, GrantId, Label, LogLevel, LogLine, LogValue, Logger,
    Named, ProviderDetails, ProviderId, Registered, Result, Retry, Secret, SessionId, SystemClock, TenantId, TestClock,
    Timestamp, UserId,
};
pub use catalog::{Catalog, ProviderName};
#[doc(hidden)]
pub use client::FromEnvironment;
pub use client::fork;
pub use client::{
    Authpipe, CredentialBatch, EventFeed, FollowQuery, LoopbackFlow, Mode, Options, ProviderInput, RequestToSign, read_mode,
};
pub use engine::{
    AuditQuery, AuditRecord, AuthRequest, CachedCredential, CallOptions, CreateInstallation, CreatedSession, DeviceAuth,
    DevicePoll, DeviceRequest, DeviceStatus, EventOrder, EventQuery, Health, InstallRequest, ListQuery, MaintenanceReport,
    NativeRequest, NativeSession, Page, RegistrationCheck, SessionView, StoreCredential, StoredCredential, StoredCredentials,
    Validity, ValiditySink,
};
pub use handler::{HandlerOptions, IdentifyFailed, Spelling};
pub use model::audit::AuditKind;
pub use model::config::Attachment;
pub use model::config_status::ConfigStatus;
pub use model::credential::{Credential, CredentialParts, CredentialSource, SecretParameter, Sending, Unsent};
pub use model::definition;
pub use model::event::{Event, EventType};
pub use model::grant::{CredentialType, ExternalAccount, GrantStatus, GrantView, RefreshStage, RefreshState, StatusReason};
pub use model::http::{HttpRequest, HttpResponse, SecretHeader};
pub use model::principal::{Principal, Role};
pub use model::revocation::{Deletion, RevocationOutcome};
pub use model::session::{SessionMode, SessionStatus};
pub use model::signer::RequestSigner;
pub use model::subject::{CredentialFor, GrantKey, Subject, SubjectKind};
pub use protocol::rejection::{ApiAnswer, is_rejection};
pub use protocol::www_authenticate::read_claims;

/// What applications implement to bring something of their own.
pub mod extend {
    pub use async_trait::async_trait;

    pub use crate::model::client_assertion::{ClientAssertion, ClientAssertionError};
    pub use crate::store::Anchor;
    pub use crate::vault::{RootKey, RootKeyError};
}

/// What the benchmarks measure besides the facade. Not part of the API.
#[doc(hidden)]
pub mod bench {
    pub use crate::vault::{Context, DataKey, RecordType};

    /// Reads the text of a file of the catalogue, as a program would that had this one alone; whether it is a definition.
    pub fn read_definition(text: &str) -> bool {
        crate::catalog::read_text(text, crate::catalog::OriginRule::HttpsOnly).is_ok()
    }

    /// Bytes of the catalogue's files as they are embedded.
    pub fn embedded_bytes() -> usize {
        crate::Catalog::builtin().embedded_bytes()
    }

    /// Runs `authpipe tenant rotate`; how many records were sealed again.
    #[cfg(feature = "cli")]
    pub async fn rotate_tenant_key(authpipe: &crate::Authpipe, tenant_id: crate::TenantId) -> crate::Result<u64> {
        authpipe.rotate_tenant_key(tenant_id, |_| ()).await.map(|rotation| rotation.resealed)
    }

    /// Runs `authpipe key rotate`; how many keys were wrapped again.
    #[cfg(feature = "cli")]
    pub async fn rotate_root_keys(authpipe: &crate::Authpipe) -> crate::Result<u64> {
        authpipe.rotate_root_keys(|_| ()).await.map(|progress| progress.done)
    }
}

/// Rules that tests leave out to see that they are missed. Not part of the API, and in no released build.
#[cfg(feature = "mutations")]
#[doc(hidden)]
pub mod mutations {
    pub use crate::base::mutations::{Rule, leave_out};
}

/// Makes a new root key, `apk1_…`, from the operating system's randomness. It is stored nowhere: keep it.
pub fn make_root_key() -> Secret<String> {
    vault::LocalRootKey::make()
}

/// The HTTP routes of one [`Authpipe`], ready to be mounted by an adapter.
///
/// The adapter asks [`Handler::needs_principal`], asks the application who is signed in if so, and hands over the request once.
pub struct Handler {
    authpipe: Authpipe,
    routes: Arc<handler::Routes>,
    mount: String,
}

/// Makes the HTTP routes.
///
/// # Errors
/// - `config_invalid`: an allowed origin is not `scheme://host[:port]`.
pub fn handler(authpipe: &Authpipe, options: HandlerOptions) -> Result<Handler> {
    let routes = Arc::new(handler::Routes::new(options, authpipe.is_development())?);
    Ok(Handler { authpipe: authpipe.clone(), routes, mount: authpipe.mount() })
}

impl Handler {
    /// The path below the mount point, which is the base URL's path. `full` is the path as it came, `rest` what the router above the adapter
    /// has left of it; both are the same where it leaves paths whole, or cannot say. A whole URL is read as its path (RFC 9112 §3.2.2).
    ///
    /// The first request that comes to another path than the base URL says is told in the log, and by the header `x-authpipe-warning` of answers
    /// from then on.
    pub fn path_below_mount<'a>(&self, full: &'a str, rest: &'a str) -> &'a str {
        let _on = self.authpipe.log().enter();
        self.routes.path_below(&self.mount, full, rest)
    }

    /// Whether the application must be asked who is signed in before this request is handed over. `path` is below the mount
    /// point and starts with `/`.
    pub fn needs_principal(&self, method: &str, path: &str) -> bool {
        handler::Routes::needs_principal(method, path)
    }

    /// The answer to a request for which the application failed to say who is signed in: a problem document (RFC 9457), or a page where a
    /// person is looking. Nothing is used up, and nothing of the reason is in it: log that under the answer's request id. Of the request,
    /// method, path and headers count.
    pub fn identify_failed(&self, request: &HttpRequest) -> IdentifyFailed {
        self.routes.identify_failed(request)
    }

    /// Answers a request. Every error is an answer: a problem document (RFC 9457), or a page where a person is looking.
    pub async fn handle(&self, request: HttpRequest, principal: Option<Principal>) -> HttpResponse {
        let routes = self.routes.clone();
        let (method, path) = (request.method.clone(), request.path.clone());
        let request = handler::Received::from(request);
        let work = move |engine: Arc<engine::Engine>| async move { Ok(routes.handle(&engine, request, principal).await) };
        match self.authpipe.with_engine(work).await {
            Ok(response) => response,
            Err(error) => {
                let _on = self.authpipe.log().enter();
                self.routes.unavailable(&method, &path, &error)
            }
        }
    }
}

impl std::fmt::Debug for Handler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handler").finish_non_exhaustive()
    }
}
