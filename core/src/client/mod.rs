//! Row 5: the facade. Each method judges nothing and decides nothing: it hands over to the engine on the core's own threads.

mod client_key;
pub mod fork;
mod loopback;
mod options;
mod shared;
mod suspension;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::base::fork::{Origin, unannounced};
use crate::base::{Error, ErrorCode, GrantId, Result, Secret, TenantId, Timestamp};
use crate::engine::{
    AuthRequest, CallOptions, CreateInstallation, CreatedSession, Engine, EventQuery, Health, InstallRequest, ListQuery,
    MaintenanceReport, NativeRequest, NativeSession, Page, StoreCredential, StoredCredential, Validity, ValiditySink,
    judge_return_to,
};
use crate::model::credential::Credential;
use crate::model::event::Event;
use crate::model::grant::{GrantStatus, GrantView};
use crate::model::subject::Subject;

pub use loopback::LoopbackFlow;
pub use options::{Mode, Options, ProviderInput, read_mode};
use shared::Core;

/// The credential layer: one per application, shared by cloning.
///
/// Constructing it judges what was given; files, threads and sockets are opened at first use.
#[derive(Clone)]
pub struct Authpipe(Arc<Inner>);

struct Inner {
    judged: Mutex<options::Judged>,
    timeout: Option<Duration>,
    core: OnceLock<Arc<Core>>,
    closed: AtomicBool,
    /// What was last asked for here; read and written under `judged`, so that a core is told of what was asked for before.
    suspended: AtomicBool,
    origin: Origin,
    is_in_memory: bool,
}

impl Drop for Inner {
    fn drop(&mut self) {
        // In a forked child everything belongs to the parent.
        if !self.origin.is_foreign()
            && let Some(core) = self.core.get()
            && core.leave(&self.closed)
        {
            core.unregister();
        }
    }
}

impl std::fmt::Debug for Authpipe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authpipe").field("closed", &self.0.closed.load(Ordering::Relaxed)).finish_non_exhaustive()
    }
}

impl Authpipe {
    /// Judges the options. Nothing is opened and nothing is made.
    ///
    /// # Errors
    /// - `config_invalid`, `key_missing` (an empty key), `provider_unknown`, `provider_not_configured`, `invalid_id`: a value
    ///   that is present and wrong.
    pub fn new(options: Options) -> Result<Self> {
        let judged = options::judge(options)?;
        let (timeout, is_in_memory) = (judged.timeout, judged.vault.identity().is_none());
        Ok(Authpipe(Arc::new(Inner {
            judged: Mutex::new(judged),
            timeout,
            core: OnceLock::new(),
            closed: AtomicBool::new(false),
            suspended: AtomicBool::new(false),
            origin: Origin::here(),
            is_in_memory,
        })))
    }

    /// # Errors
    /// - `closed`.
    /// - `forked`: the object was made before a fork, and this is the child.
    #[inline]
    fn check(&self) -> Result<()> {
        if self.0.closed.load(Ordering::Relaxed) || self.0.origin.is_inherited() {
            return Err(self.refuse());
        }
        Ok(())
    }

    #[cold]
    fn refuse(&self) -> Error {
        if !self.0.origin.is_inherited() {
            return closed();
        }
        let error = Error::new(ErrorCode::Forked, "This Authpipe object was made before the process forked.");
        if self.0.is_in_memory {
            return error.with_hint("A vault in memory stays in the parent: use a SQLite vault, or fork first.");
        }
        error.with_hint("Make a new one in the child; it may use the same vault.")
    }

    /// The same for a fork that nobody has announced: one system call.
    fn check_process(&self) -> Result<()> {
        match self.0.origin {
            origin if origin.is_inherited() => Err(self.refuse()),
            origin if origin.is_foreign() => Err(unannounced()),
            _ => Ok(()),
        }
    }

    fn core(&self) -> Result<&Arc<Core>> {
        self.check()?;
        self.check_process()?;
        if let Some(core) = self.0.core.get() {
            return Ok(core);
        }
        let judged = self.0.judged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(core) = self.0.core.get() {
            return Ok(core);
        }
        let core = Core::obtain(&judged)?;
        if self.0.suspended.load(Ordering::SeqCst) {
            core.suspend_at_next_use();
        }
        Ok(self.0.core.get_or_init(|| core))
    }

    async fn run<T, F>(&self, work: impl FnOnce(Arc<Engine>) -> F + Send + 'static) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let core = self.core()?.clone();
        let opening = core.clone();
        core.run(async move {
            opening.open().await?;
            work(opening.engine.clone()).await
        })
        .await
    }

    /// Runs something on the core's own threads, whatever became of this handle meanwhile.
    async fn on_core<T: Send + 'static>(&self, work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
        self.check_process()?;
        match self.0.core.get().cloned() {
            Some(core) => core.run(work).await,
            None => Err(closed()),
        }
    }

    /// Opens the vault, checks the key and migrates. Optional, for a clear failure at boot: every other method does it by itself.
    ///
    /// It looks besides whether providers can be reached by TLS at all; nothing is sent.
    ///
    /// # Errors
    /// - `key_missing`, `key_mismatch`, `config_invalid`, `environment_mismatch`: what must be fixed.
    /// - `vault_unavailable`, `vault_locked`, `vault_newer`: the file.
    pub async fn ready(&self) -> Result<()> {
        self.run(|engine| async move { engine.prepare() }).await
    }

    /// Finishes refreshes under way and lets go of the vault. This handle ends; the vault is kept if somebody else in the process uses it.
    /// Whoever calls it again waits for the same end: a caller of the first may have gone away, and a process may end after this.
    pub async fn close(&self) {
        if self.0.origin.is_foreign() {
            return;
        }
        let Some(core) = self.0.core.get().cloned() else {
            self.0.closed.store(true, Ordering::SeqCst);
            return;
        };
        if core.leave(&self.0.closed) {
            let engine = core.engine.clone();
            // An error says that the runtime is gone, and with it everything that could be closed.
            let _ = core
                .run(async move {
                    engine.close().await;
                    Ok(())
                })
                .await;
            core.unregister();
        }
    }

    /// The credential if it is at hand, otherwise `None`. It never opens, looks or loads.
    ///
    /// A look is not a use: it starts nothing, and a grant that is only looked at counts as idle. So a day after the use of a grant
    /// was last noted the answer is `None` too, until somebody asks [`Authpipe::get_credential`].
    ///
    /// # Errors
    /// - `closed`, `forked`; `user_id_required`: the subject names nobody.
    pub fn peek_credential(&self, subject: &Subject) -> Result<Option<Credential>> {
        self.check()?;
        match self.0.core.get() {
            Some(core) => core.engine.reader.peek(subject),
            None => subject.check_named().map(|()| None),
        }
    }

    /// [`Authpipe::peek_credential`] for a binding that keeps what it gets.
    ///
    /// # Errors
    /// - As [`Authpipe::peek_credential`].
    pub fn peek_with_validity(&self, subject: &Subject) -> Result<Option<(Credential, Validity)>> {
        self.check()?;
        match self.0.core.get() {
            Some(core) => core.engine.reader.peek_with_validity(subject),
            None => subject.check_named().map(|()| None),
        }
    }

    /// The answer of [`Authpipe::get_credential`] without options, if it is at hand, for a binding that keeps what it gets. It never
    /// waits, and starts behind the answer what a read starts: a refresh that is due, the note that the grant is in use.
    ///
    /// # Errors
    /// - As [`Authpipe::peek_credential`].
    pub fn get_with_validity(&self, subject: &Subject) -> Result<Option<(Credential, Validity)>> {
        self.check()?;
        match self.0.core.get() {
            Some(core) => core.engine.reader.answer_with_validity(subject),
            None => subject.check_named().map(|()| None),
        }
    }

    /// Tells a binding that shares memory with the core of everything that ends a [`Validity`] before its time, for as long as the
    /// binding keeps its sink.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`], without opening the vault.
    pub fn add_validity_sink(&self, sink: &Arc<dyn ValiditySink>) -> Result<()> {
        self.core()?.engine.add_validity_sink(sink);
        Ok(())
    }

    /// A usable credential, refreshed first when it is about to expire.
    ///
    /// "About to expire" is less than `min_validity` left: 60 s or a tenth of the lifetime. A renewal is stored before this
    /// returns; simultaneous calls for one grant cause one token request; a caller that goes away stops waiting, not the
    /// renewal.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`, `user_id_required`, `ambiguous_config`: there is no such credential.
    /// - `reauth_required`, `scope_missing`: send the user through a new session.
    /// - `installation_pending`, `approval_required`: not usable yet.
    /// - `provider_unavailable`, `rate_limited`, `timeout` (retry later), `provider_config_rejected`: it could not be renewed.
    ///
    /// Spec: RFC 6749 §6; RFC 9700 §4.14.
    pub async fn get_credential(&self, subject: &Subject, mut options: CallOptions) -> Result<Credential> {
        self.check()?;
        if let Some(core) = self.0.core.get()
            && let Some(credential) = core.engine.reader.answer(subject, &options)?
        {
            return Ok(credential);
        }
        options.timeout = options.timeout.or(self.0.timeout);
        let subject = subject.clone();
        self.run(move |engine| async move { engine.reader.get_credential(&subject, &options).await }).await
    }

    /// After a 401: refreshes only if that generation is still current, and returns the credential to try again with.
    ///
    /// If the vault holds a newer one already, that is the answer. Otherwise it is renewed: once, however many callers report
    /// the same generation. An installation's credential is minted again.
    ///
    /// `claims` is the parameter of that name in `WWW-Authenticate`, which [`read_claims`](crate::read_claims) finds: base64 of a JSON object, or the object itself. It takes
    /// precedence over `options.claims`. Where the definition says so it goes into the refresh, and if the provider then wants
    /// the person, into the authorization request of the next session.
    ///
    /// # Errors
    /// - As [`Authpipe::get_credential`]; `invalid_request`: a challenge that is none, or longer than 8 KiB.
    /// - `reauth_required`: the provider wants the person, or nothing can renew the credential.
    ///
    /// The rejected credential is never the answer.
    pub async fn report_rejected(
        &self,
        subject: &Subject,
        generation: u64,
        claims: Option<&str>,
        mut options: CallOptions,
    ) -> Result<Credential> {
        options.timeout = options.timeout.or(self.0.timeout);
        let (subject, claims) = (subject.clone(), claims.map(str::to_owned));
        self.run(
            move |engine| async move { engine.reader.report_rejected(&subject, generation, claims.as_deref(), &options).await },
        )
        .await
    }

    /// Seals an API key or webhook secret into the vault.
    ///
    /// # Errors
    /// - `invalid_request`, `provider_unknown`, `provider_not_configured`, `ambiguous_config`, `user_id_required`.
    pub async fn store_credential(&self, request: StoreCredential) -> Result<StoredCredential> {
        self.run(move |engine| async move { engine.connector.store_credential(request).await }).await
    }

    /// Starts the authorisation of a user. Send the browser to the URL together with the cookies.
    ///
    /// # Errors
    /// - `base_url_missing`, `provider_unknown`, `provider_not_configured`, `scope_not_allowed`, `scope_unavailable`,
    ///   `rate_limited`.
    pub async fn create_auth_session(&self, mut request: AuthRequest) -> Result<CreatedSession> {
        self.run(move |engine| async move {
            request.return_to = own_page(&engine, request.return_to)?;
            engine.connector.start_auth(request).await
        })
        .await
    }

    /// Starts an installation. Calling this in server code is the administrator's authority.
    ///
    /// # Errors
    /// - As [`Authpipe::create_auth_session`]; `invalid_request` where the provider has no installations.
    pub async fn create_install_session(&self, mut request: InstallRequest) -> Result<CreatedSession> {
        self.run(move |engine| async move {
            request.return_to = own_page(&engine, request.return_to)?;
            engine.connector.start_install(request).await
        })
        .await
    }

    /// Installs without a browser, where an administrator has let the app in at the provider. The organisation's credential is
    /// minted, and how it is minted is stored with it. Calling this in server code is the administrator's authority.
    ///
    /// # Errors
    /// - `invalid_request`: the provider is installed through a browser, or not at all; a variable is missing or not allowed.
    /// - `access_denied`: the provider gave no credential for this organisation. Nothing is stored.
    /// - `provider_not_configured`, `provider_config_rejected`, `provider_unavailable`, `rate_limited`.
    /// - `installation_claimed`, `account_mismatch`: the organisation is another tenant's, or the tenant's is another one.
    pub async fn create_installation(&self, request: CreateInstallation) -> Result<GrantView> {
        self.run(move |engine| async move { engine.connector.create_installation(request).await }).await
    }

    /// Starts a native app's session: the app shows `authorization_url` in the system's browser, and gives what comes back to
    /// [`Authpipe::complete_native_session`]. No base URL is needed, and no client secret.
    ///
    /// # Errors
    /// - `provider_unknown`, `provider_not_configured`, `ambiguous_config`: configuration.
    /// - `config_invalid`: a client secret, and a redirect URI that leads into an app; in production mode, any native session.
    /// - `invalid_request`: a redirect URI that is missing or not allowed; a provider without PKCE.
    /// - `scope_not_allowed`, `scope_unavailable`, `not_connected`, `rate_limited`.
    ///
    /// Spec: RFC 8252.
    pub async fn create_native_session(&self, request: NativeRequest) -> Result<NativeSession> {
        self.run(move |engine| async move { engine.connector.start_native(request).await }).await
    }

    /// Finishes a native app's session with the URL that came back. The exchange survives a caller that goes away.
    ///
    /// # Errors
    /// - `state_invalid`: not for this session's redirect URI or state, repeated parameters, or used before; the session is
    ///   untouched. Also an answer with the right state that comes from another issuer or has no code: then the session is over.
    /// - `session_expired`, `access_denied`, `scope_missing`, `account_mismatch`, `account_type_unsupported`,
    ///   `admin_consent_required`, `provider_error`, `provider_unavailable`, `provider_config_rejected`: the session is over.
    ///
    /// Spec: RFC 8252 §8.1, §8.6; RFC 6749 §4.1.2.
    pub async fn complete_native_session(&self, session: &NativeSession, callback_url: &str) -> Result<GrantView> {
        let (held, url) = (session.held(), Secret::from(callback_url));
        self.run(move |engine| async move { engine.connector.finish_native(held, url).await }).await
    }

    /// Ends a native app's session: its callback will not be taken any more. One that is over stays as it is.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`].
    pub async fn cancel_native_session(&self, session: &NativeSession) -> Result<()> {
        let held = session.held();
        self.run(move |engine| async move { engine.connector.cancel_native(&held).await }).await
    }

    /// Lists connections: one tenant's, or with `all_tenants` an operator's view. They are ordered by id.
    ///
    /// # Errors
    /// - `invalid_request`: neither a tenant nor `all_tenants`, or a wrong limit.
    pub async fn list_connections(&self, query: ListQuery) -> Result<Page<GrantView>> {
        self.run(move |engine| async move { engine.manager.list_connections(&query).await }).await
    }

    /// One connection of a tenant.
    ///
    /// # Errors
    /// - `not_connected`: also for a connection of another tenant.
    pub async fn get_connection(&self, tenant_id: TenantId, id: GrantId) -> Result<GrantView> {
        self.run(move |engine| async move { engine.manager.get_connection(&tenant_id, &id).await }).await
    }

    /// Deletes a connection. Reads are denied at once and its secrets are gone.
    ///
    /// # Errors
    /// - `not_connected`: also for a connection of another tenant.
    pub async fn delete_connection(&self, tenant_id: TenantId, id: GrantId) -> Result<()> {
        self.run(move |engine| async move { engine.manager.delete_connection(&tenant_id, &id).await }).await
    }

    /// Asks the provider now whether the connection still works. An installation too.
    ///
    /// # Errors
    /// - `not_connected`, `installation_not_found`.
    pub async fn check_connection(&self, tenant_id: TenantId, id: GrantId) -> Result<Health> {
        self.run(move |engine| async move { engine.checker.check(&tenant_id, &id).await }).await
    }

    /// Lists installations: one tenant's, or with `all_tenants` an operator's view. They are ordered by id.
    ///
    /// # Errors
    /// - `invalid_request`: neither a tenant nor `all_tenants`, or a wrong limit.
    pub async fn list_installations(&self, query: ListQuery) -> Result<Page<GrantView>> {
        self.run(move |engine| async move { engine.manager.list_installations(&query).await }).await
    }

    /// One installation of a tenant.
    ///
    /// # Errors
    /// - `installation_not_found`: also for an installation of another tenant.
    pub async fn get_installation(&self, tenant_id: TenantId, id: GrantId) -> Result<GrantView> {
        self.run(move |engine| async move { engine.manager.get_installation(&tenant_id, &id).await }).await
    }

    /// Approves an installation whose installer did not prove to be an administrator.
    ///
    /// # Errors
    /// - `installation_not_found`, `installation_claimed`, `invalid_request` (it does not wait for approval).
    pub async fn approve_installation(&self, tenant_id: TenantId, id: GrantId) -> Result<GrantView> {
        self.run(move |engine| async move { engine.manager.approve_installation(&tenant_id, &id).await }).await
    }

    /// Deletes an installation and lets go of its organisation.
    ///
    /// # Errors
    /// - `installation_not_found`: also for an installation of another tenant.
    pub async fn delete_installation(&self, tenant_id: TenantId, id: GrantId) -> Result<()> {
        self.run(move |engine| async move { engine.manager.delete_installation(&tenant_id, &id).await }).await
    }

    /// Lists events in the order in which they were committed. They are of every process and kept 30 days.
    ///
    /// # Errors
    /// - `invalid_request`: a wrong cursor or limit.
    pub async fn list_events(&self, query: EventQuery) -> Result<Page<Event>> {
        self.run(move |engine| async move { engine.manager.list_events(&query).await }).await
    }

    /// The cursor after which everything that happened from a time on stands: where somebody begins to read who wants what is new.
    /// Where commits of processes have crossed, an older event may be among it.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`].
    pub async fn event_cursor(&self, since: Timestamp) -> Result<String> {
        self.run(move |engine| async move { engine.manager.event_cursor(since).await }).await
    }

    /// How many grants there are in each state.
    ///
    /// # Errors
    /// - As [`Authpipe::ready`].
    pub async fn count_grants(&self) -> Result<Vec<(GrantStatus, u64)>> {
        self.run(|engine| async move { engine.manager.count_grants().await }).await
    }

    /// Does what is due: refreshes and health checks. One round, for programs with `background: false`.
    ///
    /// # Errors
    /// - `vault_unavailable`.
    pub async fn run_maintenance(&self, budget: Option<Duration>) -> Result<MaintenanceReport> {
        self.run(move |engine| async move { engine.scheduler.run_maintenance(budget).await }).await
    }

    /// The path of the base URL, without a slash at the end: where the handler is mounted.
    pub(crate) fn mount(&self) -> String {
        let judged = self.0.judged.lock().unwrap_or_else(PoisonError::into_inner);
        judged.base_url.as_ref().map_or("", |url| url.path().trim_end_matches('/')).to_owned()
    }

    /// The engine on its own threads, for the handler.
    pub(crate) async fn with_engine<T, F>(&self, work: impl FnOnce(Arc<Engine>) -> F + Send + 'static) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        self.run(work).await
    }
}

fn closed() -> Error {
    Error::new(ErrorCode::Closed, "This Authpipe object has been closed.")
}

/// The page to which a session made in server code returns: of the base URL's own origin, because what server code passes on may be
/// a browser's wish (SR-10).
fn own_page(engine: &Engine, return_to: Option<String>) -> Result<Option<String>> {
    return_to.map(|text| judge_return_to(&text, engine.base_url()?, &[])).transpose()
}
