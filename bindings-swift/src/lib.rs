//! The native part of the Swift package `Authpipe`. A method converts, calls the core, and converts back; what Swift
//! programmers see is the façade around it.
//!
//! The core runs everything on threads of its own, so any executor may await these futures, and a caller that goes away stops
//! waiting, nothing else.

#![expect(clippy::result_large_err, reason = "an error crosses the border once, by value")]

mod convert;
mod edge;
mod error;
mod native;
mod validity;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use authpipe::{Authpipe, CallOptions, Clock, ErrorCode, GrantId, Options, Result, Subject, SystemClock, TenantId, Timestamp};

use convert::{
    CoreCall, CoreCredential, CoreEventPage, CoreEventQuery, CoreGrant, CoreGrantPage, CoreHandlerOptions, CoreHealth,
    CoreInstallationRequest, CoreListQuery, CoreMaintenance, CoreOptions, CorePrincipal, CoreRequest, CoreResponse,
    CoreSessionRequest, CoreStored, CoreSubject, CoreWebSession,
};
use edge::{Edge, enter};
use validity::CoreAnswer;

uniffi::setup_scaffolding!();

/// One handle on a vault.
#[derive(uniffi::Object)]
pub struct CoreAuthpipe {
    authpipe: Authpipe,
    clock: Arc<dyn Clock>,
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Judges the options; opens nothing.
    #[uniffi::constructor]
    pub fn new(options: CoreOptions, test_clock: Option<Arc<CoreTestClock>>) -> Edge<Self> {
        enter("coreauthpipe_new");
        let test_clock = test_clock.map(|clock| clock.clock.clone());
        let clock: Arc<dyn Clock> = match &test_clock {
            Some(clock) => Arc::new(clock.clone()),
            None => Arc::new(SystemClock),
        };
        Ok(CoreAuthpipe { authpipe: Authpipe::new(options.into_options(test_clock)?)?, clock })
    }

    /// Opens the vault.
    pub async fn ready(&self) -> Edge<()> {
        enter("coreauthpipe_ready");
        Ok(self.authpipe.ready().await?)
    }

    /// Lets go of the vault.
    pub async fn close(&self) -> Edge<()> {
        enter("coreauthpipe_close");
        self.authpipe.close().await;
        Ok(())
    }

    /// Lets go of the vault's files and locks until `resume`; a call opens it for its own time only.
    pub async fn suspend(&self) -> Edge<()> {
        enter("coreauthpipe_suspend");
        self.authpipe.suspend().await;
        Ok(())
    }

    /// Waits until no exchange with a provider is under way.
    pub async fn idle(&self) -> Edge<()> {
        enter("coreauthpipe_idle");
        self.authpipe.idle().await;
        Ok(())
    }

    /// Whether the vault is let go.
    pub fn is_suspended(&self) -> Edge<bool> {
        enter("coreauthpipe_is_suspended");
        Ok(self.authpipe.is_suspended())
    }

    /// Scheduled work goes on.
    pub fn resume(&self) -> Edge<()> {
        enter("coreauthpipe_resume");
        self.authpipe.resume();
        Ok(())
    }

    /// What `cachedCredential` answers.
    pub fn peek_with_validity(&self, subject: CoreSubject) -> Edge<Option<CoreAnswer>> {
        enter("coreauthpipe_peek_with_validity");
        Ok(self.authpipe.peek_with_validity(&subject.try_into()?)?.map(Into::into))
    }

    /// What `credential` answers without options, if it is at hand.
    pub fn get_with_validity(&self, subject: CoreSubject) -> Edge<Option<CoreAnswer>> {
        enter("coreauthpipe_get_with_validity");
        Ok(self.authpipe.get_with_validity(&subject.try_into()?)?.map(Into::into))
    }

    /// A usable credential, renewed first if need be.
    pub async fn get_credential(&self, subject: CoreSubject, call: CoreCall) -> Edge<CoreCredential> {
        enter("coreauthpipe_get_credential");
        let subject = Subject::try_from(subject)?;
        Ok(CoreCredential::from(&self.authpipe.get_credential(&subject, call.into()).await?))
    }

    /// A better credential after the provider answered 401 to one.
    pub async fn report_rejected(
        &self,
        subject: CoreSubject,
        generation: u64,
        claims: Option<String>,
        timeout_ms: Option<u64>,
    ) -> Edge<CoreCredential> {
        enter("coreauthpipe_report_rejected");
        let subject = Subject::try_from(subject)?;
        let options = CallOptions { timeout: timeout_ms.map(Duration::from_millis), ..CallOptions::default() };
        Ok(CoreCredential::from(&self.authpipe.report_rejected(&subject, generation, claims.as_deref(), options).await?))
    }

    /// Seals a key or a webhook secret into the vault.
    pub async fn store_credential(
        &self,
        subject: CoreSubject,
        credential_type: String,
        fields: HashMap<String, String>,
    ) -> Edge<CoreStored> {
        enter("coreauthpipe_store_credential");
        let request = convert::store_request(subject, &credential_type, fields)?;
        Ok(self.authpipe.store_credential(request).await?.into())
    }

    /// Starts a user's sign-in in server code.
    pub async fn create_auth_session(&self, request: CoreSessionRequest) -> Edge<CoreWebSession> {
        enter("coreauthpipe_create_auth_session");
        Ok(self.authpipe.create_auth_session(request.try_into()?).await?.into())
    }

    /// Starts an installation in server code.
    pub async fn create_install_session(&self, request: CoreSessionRequest) -> Edge<CoreWebSession> {
        enter("coreauthpipe_create_install_session");
        Ok(self.authpipe.create_install_session(request.try_into()?).await?.into())
    }

    /// Lists connections.
    pub async fn list_connections(&self, query: CoreListQuery) -> Edge<CoreGrantPage> {
        enter("coreauthpipe_list_connections");
        Ok(self.authpipe.list_connections(query.try_into()?).await?.into())
    }

    /// One connection.
    pub async fn get_connection(&self, tenant_id: String, id: String) -> Edge<CoreGrant> {
        enter("coreauthpipe_get_connection");
        let (tenant_id, id) = handle(&tenant_id, &id)?;
        Ok(self.authpipe.get_connection(tenant_id, id).await?.into())
    }

    /// Asks the provider whether it still works.
    pub async fn check_connection(&self, tenant_id: String, id: String) -> Edge<CoreHealth> {
        enter("coreauthpipe_check_connection");
        let (tenant_id, id) = handle(&tenant_id, &id)?;
        Ok(self.authpipe.check_connection(tenant_id, id).await?.into())
    }

    /// Deletes a connection.
    pub async fn delete_connection(&self, tenant_id: String, id: String) -> Edge<()> {
        enter("coreauthpipe_delete_connection");
        let (tenant_id, id) = handle(&tenant_id, &id)?;
        Ok(self.authpipe.delete_connection(tenant_id, id).await?)
    }

    /// Installs without a browser.
    pub async fn create_installation(&self, request: CoreInstallationRequest) -> Edge<CoreGrant> {
        enter("coreauthpipe_create_installation");
        Ok(self.authpipe.create_installation(request.try_into()?).await?.into())
    }

    /// Lists installations.
    pub async fn list_installations(&self, query: CoreListQuery) -> Edge<CoreGrantPage> {
        enter("coreauthpipe_list_installations");
        Ok(self.authpipe.list_installations(query.try_into()?).await?.into())
    }

    /// One installation.
    pub async fn get_installation(&self, tenant_id: String, id: String) -> Edge<CoreGrant> {
        enter("coreauthpipe_get_installation");
        let (tenant_id, id) = handle(&tenant_id, &id)?;
        Ok(self.authpipe.get_installation(tenant_id, id).await?.into())
    }

    /// Approves an installation.
    pub async fn approve_installation(&self, tenant_id: String, id: String) -> Edge<CoreGrant> {
        enter("coreauthpipe_approve_installation");
        let (tenant_id, id) = handle(&tenant_id, &id)?;
        Ok(self.authpipe.approve_installation(tenant_id, id).await?.into())
    }

    /// Deletes an installation.
    pub async fn delete_installation(&self, tenant_id: String, id: String) -> Edge<()> {
        enter("coreauthpipe_delete_installation");
        let (tenant_id, id) = handle(&tenant_id, &id)?;
        Ok(self.authpipe.delete_installation(tenant_id, id).await?)
    }

    /// Lists events.
    pub async fn list_events(&self, query: CoreEventQuery) -> Edge<CoreEventPage> {
        enter("coreauthpipe_list_events");
        Ok(self.authpipe.list_events(query.try_into()?).await?.into())
    }

    /// The cursor before everything that happened from a time on.
    pub async fn event_cursor(&self, since_ms: i64) -> Edge<String> {
        enter("coreauthpipe_event_cursor");
        Ok(self.authpipe.event_cursor(Timestamp::from_unix_millis(since_ms)).await?)
    }

    /// Does what is due.
    pub async fn run_maintenance(&self, budget_ms: Option<u64>) -> Edge<CoreMaintenance> {
        enter("coreauthpipe_run_maintenance");
        Ok(self.authpipe.run_maintenance(budget_ms.map(Duration::from_millis)).await?.into())
    }

    /// The time on this handle's clock.
    pub fn now_ms(&self) -> Edge<i64> {
        enter("coreauthpipe_now_ms");
        Ok(self.clock.now().unix_millis())
    }

    /// Makes the HTTP handler.
    pub fn handler(&self, options: CoreHandlerOptions) -> Edge<CoreHandler> {
        enter("coreauthpipe_handler");
        Ok(CoreHandler { handler: authpipe::handler(&self.authpipe, options.into())? })
    }
}

/// The HTTP routes.
#[derive(uniffi::Object)]
pub struct CoreHandler {
    handler: authpipe::Handler,
}

#[uniffi::export]
impl CoreHandler {
    /// Whether the application must be asked who is signed in.
    pub fn needs_principal(&self, method: String, path: String) -> Edge<bool> {
        enter("corehandler_needs_principal");
        Ok(self.handler.needs_principal(&method, &path))
    }

    /// Answers a request.
    pub async fn handle(&self, request: CoreRequest, principal: Option<CorePrincipal>) -> Edge<CoreResponse> {
        enter("corehandler_handle");
        let principal = principal.map(TryInto::try_into).transpose()?;
        Ok(self.handler.handle(request.into(), principal).await.into())
    }
}

/// A clock that a test moves.
#[derive(uniffi::Object)]
pub struct CoreTestClock {
    clock: authpipe::TestClock,
}

#[uniffi::export]
impl CoreTestClock {
    /// Runs with the system's clock until it is advanced.
    #[uniffi::constructor]
    pub fn new() -> Edge<Self> {
        enter("coretestclock_new");
        Ok(CoreTestClock { clock: authpipe::TestClock::new() })
    }

    /// Puts the clock forward.
    pub fn advance(&self, ms: u64) -> Edge<()> {
        enter("coretestclock_advance");
        self.clock.advance(Duration::from_millis(ms));
        Ok(())
    }
}

/// Every code of the core, for the test that Swift knows them all.
#[uniffi::export]
pub fn core_error_codes() -> Edge<Vec<String>> {
    enter("core_error_codes");
    Ok(ErrorCode::ALL.iter().map(|code| code.as_str().to_owned()).collect())
}

/// What a caller is told whose time limit is over: always an error.
#[uniffi::export]
pub fn core_timed_out() -> Edge<()> {
    enter("core_timed_out");
    Err(authpipe_bindings::timed_out().into())
}

/// The claims challenge of a `WWW-Authenticate` header.
#[uniffi::export]
pub fn core_read_claims(www_authenticate: String) -> Edge<Option<String>> {
    enter("core_read_claims");
    Ok(authpipe::read_claims(&www_authenticate))
}

/// The file of the vault at an address; without one, where the environment says. `None`: it is in memory.
#[uniffi::export]
pub fn core_vault_file(address: Option<String>) -> Edge<Option<String>> {
    enter("core_vault_file");
    let file = Options { vault: address, ..Options::default() }.or_environment()?.vault_file()?;
    Ok(file.map(|path| path.to_string_lossy().into_owned()))
}

/// A new root key.
#[uniffi::export]
pub fn core_make_root_key() -> Edge<String> {
    enter("core_make_root_key");
    Ok(authpipe::make_root_key().expose().clone())
}

fn handle(tenant_id: &str, id: &str) -> Result<(TenantId, GrantId)> {
    Ok((TenantId::parse(tenant_id)?, GrantId::parse(id)?))
}
