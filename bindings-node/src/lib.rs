//! The native part of `@authpipe/node`. A method converts, calls the core, and converts back; what JavaScript programmers see
//! is the façade in TypeScript around it.

mod convert;
mod error;
mod handler;
mod runtime;
mod slots;

use std::cell::RefCell;
#[cfg(feature = "cli")]
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authpipe::{
    Authpipe, CallOptions, Clock, Credential, GrantId, Result, Subject, SystemClock, TenantId, Validity, ValiditySink,
};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, PromiseRaw, Uint32Array};
use napi_derive::napi;

use convert::{
    CallFields, ConnectionFields, ConnectionPage, CoreOptions, CredentialFields, EventFilterFields, EventPage, HandlerFields,
    HealthFields, InstallationFields, InstallationPage, ListFields, MaintenanceFields, ProviderConfigFields, RejectionFields,
    SessionFields, SessionInput, StoreFields, StoredFields, SubjectInput, ValidityFields,
};
use handler::CoreHandler;
use runtime::{later, now};
use slots::Pages;

/// A handle until it is closed.
type Open = Mutex<Option<Authpipe>>;

thread_local! {
    /// The handles of this thread's environment that were not closed yet.
    static OPEN: RefCell<Vec<Arc<Open>>> = const { RefCell::new(Vec::new()) };
}

/// One handle on a vault.
#[napi]
pub struct Core {
    authpipe: Authpipe,
    /// What the end of the environment must close; empty once that is done.
    open: Arc<Open>,
    clock: Arc<dyn Clock>,
    pages: Arc<Pages>,
}

impl Drop for Core {
    fn drop(&mut self) {
        self.pages.clear();
    }
}

#[napi]
impl Core {
    /// Judges the options; opens nothing.
    #[napi(constructor)]
    pub fn new(env: Env, options: CoreOptions, test_clock: Option<&TestClock>) -> napi::Result<Self> {
        let (authpipe, clock) = now("new", || {
            let test_clock = test_clock.map(|clock| clock.clock.clone());
            let clock: Arc<dyn Clock> = match &test_clock {
                Some(clock) => Arc::new(clock.clone()),
                None => Arc::new(SystemClock),
            };
            Ok((Authpipe::new(options.into_options(test_clock)?)?, clock))
        })?;
        let pages = Arc::new(Pages::new(clock.clone()));
        let open = Arc::new(Mutex::new(Some(authpipe.clone())));
        // An object that was forgotten without `close()` stays open until the end, so that collecting it breaks off no exchange.
        OPEN.with_borrow_mut(|all| {
            all.retain(|open| lock(open).is_some());
            all.push(open.clone());
        });
        // The environment may end without `finish`, as a terminated worker does. From here on nothing is written into its
        // memory any more.
        env.add_env_cleanup_hook(Arc::downgrade(&pages), |pages| {
            if let Some(pages) = pages.upgrade() {
                pages.clear();
            }
            let _ = finish();
        })?;
        Ok(Core { authpipe, open, clock, pages })
    }

    /// Opens the vault.
    #[napi]
    pub fn ready<'env>(&self, env: &'env Env) -> napi::Result<PromiseRaw<'env, ()>> {
        let authpipe = self.authpipe.clone();
        later(env, "ready", async move { authpipe.ready().await })
    }

    /// Lets go of the vault.
    #[napi]
    pub fn close<'env>(&self, env: &'env Env) -> napi::Result<PromiseRaw<'env, ()>> {
        self.pages.clear();
        let (authpipe, open) = (self.authpipe.clone(), self.open.clone());
        later(env, "close", async move {
            authpipe.close().await;
            drop(lock(&open).take());
            Ok(())
        })
    }

    /// What `peekCredential` answers.
    #[napi]
    pub fn peek_with_validity(&self, subject: SubjectInput) -> napi::Result<Option<CredentialFields>> {
        now("peekWithValidity", || Ok(self.authpipe.peek_with_validity(&subject.try_into()?)?.map(|answer| self.give(answer))))
    }

    /// What `getCredential` answers without options, if it is at hand.
    #[napi]
    pub fn get_with_validity(&self, subject: SubjectInput) -> napi::Result<Option<CredentialFields>> {
        now("getWithValidity", || Ok(self.authpipe.get_with_validity(&subject.try_into()?)?.map(|answer| self.give(answer))))
    }

    /// Takes a page for the versions of slots and writes `self_test` into its last word.
    #[napi]
    pub fn share_slots(&self, page_number: u32, page: Uint32Array, self_test: u32) -> napi::Result<bool> {
        now("shareSlots", || Ok(self.pages.add_page(page_number as usize, page, self_test)))
    }

    /// Takes the words for the deadline of everything that is kept.
    #[napi]
    pub fn share_deadline(&self, words: Float64Array, performance_now: f64) -> napi::Result<bool> {
        now("shareDeadline", || {
            if !self.pages.add_deadline(words, performance_now) {
                return Ok(false);
            }
            let pages: Arc<dyn ValiditySink> = self.pages.clone();
            self.authpipe.add_validity_sink(&pages)?;
            Ok(true)
        })
    }

    /// Writes a slot's version into a page that did not exist when it was published.
    #[napi]
    pub fn seed_slot(&self, slot: u32, version: u32) -> napi::Result<()> {
        now("seedSlot", || {
            self.pages.publish(slot, version);
            Ok(())
        })
    }

    /// A usable credential, renewed first if need be.
    #[napi]
    pub fn get_credential<'env>(
        &self,
        env: &'env Env,
        subject: SubjectInput,
        options: CallFields,
    ) -> napi::Result<PromiseRaw<'env, CredentialFields>> {
        let (subject, options) = now("getCredential", || Ok((Subject::try_from(subject)?, options.try_into()?)))?;
        let authpipe = self.authpipe.clone();
        later(env, "getCredential", async move {
            authpipe.get_credential(&subject, options).await.map(|credential| CredentialFields::from(&credential))
        })
    }

    /// Answers somebody whose credential an API has rejected.
    #[napi]
    pub fn report_rejected<'env>(
        &self,
        env: &'env Env,
        subject: SubjectInput,
        rejection: RejectionFields,
    ) -> napi::Result<PromiseRaw<'env, CredentialFields>> {
        let (subject, generation) = now("reportRejected", || Ok((Subject::try_from(subject)?, rejection.generation()?)))?;
        let authpipe = self.authpipe.clone();
        later(env, "reportRejected", async move {
            let options = CallOptions::default();
            let renewed = authpipe.report_rejected(&subject, generation, rejection.claims.as_deref(), options).await?;
            Ok(CredentialFields::from(&renewed))
        })
    }

    /// Seals a key or a webhook secret into the vault.
    #[napi]
    pub fn store_credential<'env>(&self, env: &'env Env, request: StoreFields) -> napi::Result<PromiseRaw<'env, StoredFields>> {
        let request = now("storeCredential", || request.try_into())?;
        let authpipe = self.authpipe.clone();
        later(env, "storeCredential", async move { authpipe.store_credential(request).await.map(Into::into) })
    }

    /// Starts the authorisation of a user.
    #[napi]
    pub fn create_auth_session<'env>(
        &self,
        env: &'env Env,
        input: SessionInput,
    ) -> napi::Result<PromiseRaw<'env, SessionFields>> {
        let request = now("createAuthSession", || input.try_into())?;
        let authpipe = self.authpipe.clone();
        later(env, "createAuthSession", async move { authpipe.create_auth_session(request).await.map(Into::into) })
    }

    /// Starts an installation.
    #[napi]
    pub fn create_install_session<'env>(
        &self,
        env: &'env Env,
        input: SessionInput,
    ) -> napi::Result<PromiseRaw<'env, SessionFields>> {
        let request = now("createInstallSession", || input.try_into())?;
        let authpipe = self.authpipe.clone();
        later(env, "createInstallSession", async move { authpipe.create_install_session(request).await.map(Into::into) })
    }

    /// Lists connections.
    #[napi]
    pub fn list_connections<'env>(&self, env: &'env Env, query: ListFields) -> napi::Result<PromiseRaw<'env, ConnectionPage>> {
        let query = now("listConnections", || query.try_into())?;
        let authpipe = self.authpipe.clone();
        later(env, "listConnections", async move { authpipe.list_connections(query).await.map(Into::into) })
    }

    /// One connection.
    #[napi]
    pub fn get_connection<'env>(
        &self,
        env: &'env Env,
        id: String,
        tenant_id: String,
    ) -> napi::Result<PromiseRaw<'env, ConnectionFields>> {
        let (tenant_id, id) = now("getConnection", || handle(&tenant_id, &id))?;
        let authpipe = self.authpipe.clone();
        later(env, "getConnection", async move { authpipe.get_connection(tenant_id, id).await.map(Into::into) })
    }

    /// Asks the provider whether it still works.
    #[napi]
    pub fn check_connection<'env>(
        &self,
        env: &'env Env,
        id: String,
        tenant_id: String,
    ) -> napi::Result<PromiseRaw<'env, HealthFields>> {
        let (tenant_id, id) = now("checkConnection", || handle(&tenant_id, &id))?;
        let authpipe = self.authpipe.clone();
        later(env, "checkConnection", async move { authpipe.check_connection(tenant_id, id).await.map(Into::into) })
    }

    /// Deletes a connection.
    #[napi]
    pub fn delete_connection<'env>(&self, env: &'env Env, id: String, tenant_id: String) -> napi::Result<PromiseRaw<'env, ()>> {
        let (tenant_id, id) = now("deleteConnection", || handle(&tenant_id, &id))?;
        let authpipe = self.authpipe.clone();
        later(env, "deleteConnection", async move { authpipe.delete_connection(tenant_id, id).await })
    }

    /// Lists installations.
    #[napi]
    pub fn list_installations<'env>(
        &self,
        env: &'env Env,
        query: ListFields,
    ) -> napi::Result<PromiseRaw<'env, InstallationPage>> {
        let query = now("listInstallations", || query.try_into())?;
        let authpipe = self.authpipe.clone();
        later(env, "listInstallations", async move { authpipe.list_installations(query).await.map(Into::into) })
    }

    /// One installation.
    #[napi]
    pub fn get_installation<'env>(
        &self,
        env: &'env Env,
        id: String,
        tenant_id: String,
    ) -> napi::Result<PromiseRaw<'env, InstallationFields>> {
        let (tenant_id, id) = now("getInstallation", || handle(&tenant_id, &id))?;
        let authpipe = self.authpipe.clone();
        later(env, "getInstallation", async move { authpipe.get_installation(tenant_id, id).await.map(Into::into) })
    }

    /// Approves an installation.
    #[napi]
    pub fn approve_installation<'env>(
        &self,
        env: &'env Env,
        id: String,
        tenant_id: String,
    ) -> napi::Result<PromiseRaw<'env, InstallationFields>> {
        let (tenant_id, id) = now("approveInstallation", || handle(&tenant_id, &id))?;
        let authpipe = self.authpipe.clone();
        later(env, "approveInstallation", async move { authpipe.approve_installation(tenant_id, id).await.map(Into::into) })
    }

    /// Deletes an installation.
    #[napi]
    pub fn delete_installation<'env>(&self, env: &'env Env, id: String, tenant_id: String) -> napi::Result<PromiseRaw<'env, ()>> {
        let (tenant_id, id) = now("deleteInstallation", || handle(&tenant_id, &id))?;
        let authpipe = self.authpipe.clone();
        later(env, "deleteInstallation", async move { authpipe.delete_installation(tenant_id, id).await })
    }

    /// Lists events.
    #[napi]
    pub fn list_events<'env>(&self, env: &'env Env, query: EventFilterFields) -> napi::Result<PromiseRaw<'env, EventPage>> {
        let query = now("listEvents", || query.try_into())?;
        let authpipe = self.authpipe.clone();
        later(env, "listEvents", async move { authpipe.list_events(query).await.map(Into::into) })
    }

    /// Does what is due.
    #[napi]
    pub fn run_maintenance<'env>(
        &self,
        env: &'env Env,
        budget_ms: Option<f64>,
    ) -> napi::Result<PromiseRaw<'env, MaintenanceFields>> {
        let budget = now("runMaintenance", || budget_ms.map(|ms| convert::request_duration("budgetMs", ms)).transpose())?;
        let authpipe = self.authpipe.clone();
        later(env, "runMaintenance", async move { authpipe.run_maintenance(budget).await.map(Into::into) })
    }

    /// Makes the HTTP handler.
    #[napi]
    pub fn handler(&self, options: HandlerFields) -> napi::Result<CoreHandler> {
        now("handler", || Ok(CoreHandler::new(authpipe::handler(&self.authpipe, options.into())?)))
    }
}

impl Core {
    fn give(&self, (credential, validity): (Credential, Validity)) -> CredentialFields {
        let validity = ValidityFields::new(&validity, self.clock.as_ref());
        CredentialFields { validity: Some(validity), ..CredentialFields::from(&credential) }
    }
}

/// Judges the types of one client registration: converting it is all there is to do.
#[napi]
pub fn check_provider(_fields: ProviderConfigFields) -> napi::Result<()> {
    now("checkProvider", || Ok(()))
}

/// A clock that a test moves.
#[napi]
pub struct TestClock {
    clock: authpipe::TestClock,
}

#[napi]
impl TestClock {
    /// Runs with the system's clock until it is advanced.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript calls constructors, not traits")]
    pub fn new() -> Self {
        TestClock { clock: authpipe::TestClock::new() }
    }

    /// Puts the clock forward.
    #[napi]
    pub fn advance(&self, ms: f64) -> napi::Result<()> {
        now("advance", || {
            self.clock.advance(convert::request_duration("ms", ms)?);
            Ok(())
        })
    }
}

/// The end of the environment: waits, on this thread, for exchanges under way, so that no rotated token is lost. Node runs no
/// clean-up hook at `process.exit()` or after an exception, so the façade calls this when it hears `exit`.
#[napi]
pub fn finish() -> napi::Result<()> {
    now("finish", || {
        let open: Vec<Authpipe> = OPEN.take().iter().filter_map(|open| lock(open).take()).collect();
        runtime::finish(open);
        Ok(())
    })
}

/// Runs the command line tool and gives its exit code.
#[napi]
pub fn cli(args: Vec<String>) -> napi::Result<i32> {
    now("cli", || Ok(command_line(args)))
}

#[cfg(feature = "cli")]
fn command_line(args: Vec<String>) -> i32 {
    authpipe::cli::run(std::iter::once("authpipe".to_owned()).chain(args).map(Into::into)).into()
}

#[cfg(not(feature = "cli"))]
fn command_line(_args: Vec<String>) -> i32 {
    eprintln!("authpipe: this build has no command line tool");
    1
}

fn lock(open: &Open) -> MutexGuard<'_, Option<Authpipe>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

fn handle(tenant_id: &str, id: &str) -> Result<(TenantId, GrantId)> {
    Ok((TenantId::parse(tenant_id)?, GrantId::parse(id)?))
}
