//! The native part of `@authpipe/node`. A method converts, calls the core, and converts back; what JavaScript programmers see
//! is the façade in TypeScript around it.

mod convert;
mod error;
mod handler;
mod runtime;
mod slots;
mod value;

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use authpipe::{
    Authpipe, CallOptions, Clock, Credential, ErrorCode, EventQuery, GrantId, ListQuery, Page, Result, Subject, SystemClock,
    TenantId, Validity, ValiditySink,
};
use authpipe_bindings::{Give, page, records};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, PromiseRaw, Uint32Array, Unknown};
use napi_derive::napi;
use serde_json::Value;

use convert::{CredentialFields, ValidityFields};
use handler::CoreHandler;
use runtime::{later, now, within};
use slots::Pages;
use value::{read, read_as, to_json};

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
    pub fn new(env: Env, options: Unknown<'_>, test_clock: Option<&TestClock>) -> napi::Result<Self> {
        let (authpipe, clock) = now("new", || {
            let test_clock = test_clock.map(|clock| clock.clock.clone());
            let clock: Arc<dyn Clock> = match &test_clock {
                Some(clock) => Arc::new(clock.clone()),
                None => Arc::new(SystemClock),
            };
            let options: records::Options = read_as(options, "options", ErrorCode::ConfigInvalid)?;
            Ok((Authpipe::new(options.into_core(test_clock)?)?, clock))
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
    pub fn ready<'env>(&self, env: &'env Env, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, ()>> {
        let timeout = now("ready", || read_timeout(options))?;
        let authpipe = self.authpipe.clone();
        later(env, "ready", within(timeout, async move { authpipe.ready().await }))
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
    pub fn peek_with_validity(&self, subject: Unknown<'_>) -> napi::Result<Option<CredentialFields>> {
        now("peekWithValidity", || Ok(self.authpipe.peek_with_validity(&read_subject(subject)?)?.map(|answer| self.give(answer))))
    }

    /// What `getCredential` answers without options, if it is at hand.
    #[napi]
    pub fn get_with_validity(&self, subject: Unknown<'_>) -> napi::Result<Option<CredentialFields>> {
        now("getWithValidity", || Ok(self.authpipe.get_with_validity(&read_subject(subject)?)?.map(|answer| self.give(answer))))
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
        subject: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, CredentialFields>> {
        let (subject, options) = now("getCredential", || {
            let options: Option<records::CallOptions> = read(options, "options")?;
            Ok((read_subject(subject)?, options.map(records::CallOptions::into_core).unwrap_or_default()))
        })?;
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
        subject: Unknown<'_>,
        rejection: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, CredentialFields>> {
        let (subject, rejection, timeout) = now("reportRejected", || {
            let rejection: records::Rejection = read(rejection, "rejection")?;
            Ok((read_subject(subject)?, rejection, read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(env, "reportRejected", async move {
            let options = CallOptions { timeout, ..CallOptions::default() };
            let renewed = authpipe.report_rejected(&subject, rejection.generation, rejection.claims.as_deref(), options).await?;
            Ok(CredentialFields::from(&renewed))
        })
    }

    /// Seals a key or a webhook secret into the vault.
    #[napi]
    pub fn store_credential<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("storeCredential", || {
            Ok((read::<records::StoreCredentialParams>(params, "params")?.into_core()?, read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "storeCredential",
            within(timeout, async move { authpipe.store_credential(params).await.map(give::<records::StoredCredential, _>) }),
        )
    }

    /// Starts the authorisation of a user.
    #[napi]
    pub fn create_auth_session<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("createAuthSession", || {
            Ok((read::<records::AuthSessionParams>(params, "params")?.into_core(), read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "createAuthSession",
            within(timeout, async move { authpipe.create_auth_session(params).await.map(give::<records::AuthSession, _>) }),
        )
    }

    /// Starts an installation.
    #[napi]
    pub fn create_install_session<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("createInstallSession", || {
            Ok((read::<records::InstallSessionParams>(params, "params")?.into_core(), read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "createInstallSession",
            within(timeout, async move { authpipe.create_install_session(params).await.map(give::<records::AuthSession, _>) }),
        )
    }

    /// Installs without a browser.
    #[napi]
    pub fn create_installation<'env>(
        &self,
        env: &'env Env,
        params: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (params, timeout) = now("createInstallation", || {
            Ok((read::<records::InstallationParams>(params, "params")?.into_core(), read_timeout(options)?))
        })?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "createInstallation",
            within(timeout, async move { authpipe.create_installation(params).await.map(give::<records::Installation, _>) }),
        )
    }

    /// Lists connections, from a cursor on where there is one.
    #[napi]
    pub fn list_connections<'env>(
        &self,
        env: &'env Env,
        query: Unknown<'_>,
        after: Option<String>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (query, timeout) = now("listConnections", || Ok((list_query(query, after)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "listConnections",
            within(timeout, async move { authpipe.list_connections(query).await.map(give_page::<records::Connection, _>) }),
        )
    }

    /// One connection.
    #[napi]
    pub fn get_connection<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("getConnection", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "getConnection",
            within(timeout, async move { authpipe.get_connection(tenant_id, id).await.map(give::<records::Connection, _>) }),
        )
    }

    /// Asks the provider whether it still works.
    #[napi]
    pub fn check_connection<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("checkConnection", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "checkConnection",
            within(timeout, async move { authpipe.check_connection(tenant_id, id).await.map(give::<records::Health, _>) }),
        )
    }

    /// Deletes a connection.
    #[napi]
    pub fn delete_connection<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("deleteConnection", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "deleteConnection",
            within(timeout, async move { authpipe.delete_connection(tenant_id, id).await.map(|()| Value::Null) }),
        )
    }

    /// Lists installations, from a cursor on where there is one.
    #[napi]
    pub fn list_installations<'env>(
        &self,
        env: &'env Env,
        query: Unknown<'_>,
        after: Option<String>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (query, timeout) = now("listInstallations", || Ok((list_query(query, after)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "listInstallations",
            within(timeout, async move { authpipe.list_installations(query).await.map(give_page::<records::Installation, _>) }),
        )
    }

    /// One installation.
    #[napi]
    pub fn get_installation<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("getInstallation", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "getInstallation",
            within(timeout, async move { authpipe.get_installation(tenant_id, id).await.map(give::<records::Installation, _>) }),
        )
    }

    /// Approves an installation.
    #[napi]
    pub fn approve_installation<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("approveInstallation", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "approveInstallation",
            within(
                timeout,
                async move { authpipe.approve_installation(tenant_id, id).await.map(give::<records::Installation, _>) },
            ),
        )
    }

    /// Deletes an installation.
    #[napi]
    pub fn delete_installation<'env>(
        &self,
        env: &'env Env,
        id: Unknown<'_>,
        scope: Unknown<'_>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let ((tenant_id, id), timeout) = now("deleteInstallation", || Ok((handle(id, scope)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "deleteInstallation",
            within(timeout, async move { authpipe.delete_installation(tenant_id, id).await.map(|()| Value::Null) }),
        )
    }

    /// Lists events, from a cursor on where there is one.
    #[napi]
    pub fn list_events<'env>(
        &self,
        env: &'env Env,
        query: Unknown<'_>,
        after: Option<String>,
        options: Unknown<'_>,
    ) -> napi::Result<PromiseRaw<'env, Value>> {
        let (query, timeout) = now("listEvents", || Ok((event_query(query, after)?, read_timeout(options)?)))?;
        let authpipe = self.authpipe.clone();
        later(
            env,
            "listEvents",
            within(timeout, async move { authpipe.list_events(query).await.map(give_page::<records::Event, _>) }),
        )
    }

    /// Does what is due.
    #[napi]
    pub fn run_maintenance<'env>(&self, env: &'env Env, options: Unknown<'_>) -> napi::Result<PromiseRaw<'env, Value>> {
        let options: records::MaintenanceOptions = now("runMaintenance", || read(options, "options"))?;
        let authpipe = self.authpipe.clone();
        let work = async move { authpipe.run_maintenance(options.budget).await.map(give::<records::MaintenanceReport, _>) };
        later(env, "runMaintenance", within(options.base.timeout, work))
    }

    /// Makes the HTTP handler.
    #[napi]
    pub fn handler(&self, options: Unknown<'_>) -> napi::Result<CoreHandler> {
        now("handler", || {
            let options: records::HandlerOptions = read_as(options, "options", ErrorCode::ConfigInvalid)?;
            Ok(CoreHandler::new(authpipe::handler(&self.authpipe, options.into_core())?))
        })
    }
}

impl Core {
    fn give(&self, (credential, validity): (Credential, Validity)) -> CredentialFields {
        let validity = ValidityFields::new(&validity, self.clock.as_ref());
        CredentialFields { validity: Some(validity), ..CredentialFields::from(&credential) }
    }
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
    pub fn advance(&self, ms: Unknown<'_>) -> napi::Result<()> {
        now("advance", || {
            self.clock.advance(read(ms, "ms")?);
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

/// The claims challenge of an API's answer.
#[napi]
pub fn read_claims(www_authenticate: Unknown<'_>) -> napi::Result<Option<String>> {
    now("readClaims", || {
        let header: Option<String> = read(www_authenticate, "wwwAuthenticate")?;
        Ok(header.as_deref().and_then(authpipe::read_claims))
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

fn read_subject(subject: Unknown<'_>) -> Result<Subject> {
    read::<records::Subject>(subject, "subject")?.into_core()
}

fn read_timeout(options: Unknown<'_>) -> Result<Option<Duration>> {
    let options: Option<records::WaitOptions> = read(options, "options")?;
    Ok(options.and_then(|options| options.timeout))
}

fn handle(id: Unknown<'_>, scope: Unknown<'_>) -> Result<(TenantId, GrantId)> {
    // First what says that an argument was left out.
    let scope: records::TenantScope = read(scope, "scope")?;
    Ok((scope.tenant_id, read(id, "id")?))
}

fn list_query(query: Unknown<'_>, after: Option<String>) -> Result<ListQuery> {
    let query = read::<records::ListQuery>(query, "query")?.into_core();
    Ok(ListQuery { after: after.or(query.after), ..query })
}

fn event_query(query: Unknown<'_>, after: Option<String>) -> Result<EventQuery> {
    let query = read::<records::EventQuery>(query, "query")?.into_core();
    Ok(EventQuery { after: after.or(query.after), ..query })
}

fn give<R: From<T> + Give, T>(value: T) -> Value {
    to_json(R::from(value).give())
}

fn give_page<R: From<T> + Give, T>(found: Page<T>) -> Value {
    to_json(page::<T, R>(found))
}
