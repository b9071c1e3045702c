//! The methods that read credentials, look at cached ones, report rejected ones, and store keys.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;

use super::Authpipe;
use crate::base::Result;
use crate::engine::{
    Batch, CachedCredential, CallOptions, PART, StoreCredential, StoredCredential, StoredCredentials, ValiditySink,
};
use crate::model::credential::Credential;
use crate::model::subject::Subject;

/// Many API keys or webhook secrets on their way into the vault.
///
/// Rows are added, and judged with that; when all are in, they are stored in parts of [`CredentialBatch::PART`], each with one commit. So a
/// row that is wrong stops everything before the first is stored, and only a vault that fails can end it half way: what was stored then
/// stays, and storing it again replaces it by the same. No live test runs. Dropping it forgets what is not stored.
#[derive(Clone)]
pub struct CredentialBatch {
    authpipe: Authpipe,
    rows: Arc<Mutex<Batch>>,
    /// How many were given to `add`.
    given: Arc<AtomicUsize>,
}

impl std::fmt::Debug for CredentialBatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CredentialBatch").field(&self.given).finish()
    }
}

impl CredentialBatch {
    /// How many rows one commit stores. A binding that must not hold a thread of its language for long adds as many at a time.
    pub const PART: usize = PART;

    /// The number of the row that is added next.
    pub fn next_row(&self) -> usize {
        self.given.load(Ordering::Relaxed)
    }

    /// Judges rows, and adds them. Nothing is stored yet.
    ///
    /// # Errors
    /// - As [`Authpipe::store_credential`], with the number of the row, counted from the first that was added. The batch is empty then.
    /// - `invalid_request`: two rows for one place.
    pub async fn add(&self, rows: Vec<StoreCredential>) -> Result<()> {
        self.given.fetch_add(rows.len(), Ordering::Relaxed);
        let batch = self.rows.clone();
        let added =
            self.authpipe.run(move |engine| async move { engine.connector.add_rows(&mut *batch.lock().await, rows).await }).await;
        if added.is_err() {
            // The batch is empty, so the next row is the first.
            self.given.store(0, Ordering::Relaxed);
        }
        added
    }

    /// Stores the next part, and says how far it is: all are stored when `stored` is `total`.
    ///
    /// # Errors
    /// - `vault_unavailable` and what else a commit says. Calling it again goes on with the same part.
    pub async fn store_next(&self) -> Result<StoredCredentials> {
        let batch = self.rows.clone();
        self.authpipe.run(move |engine| async move { engine.connector.store_part(&mut *batch.lock().await).await }).await
    }
}

impl Authpipe {
    /// The credential if it is at hand, otherwise `None`. It never opens, looks or loads.
    ///
    /// A peek is not a use: it starts nothing, and a grant that is only peeked at counts as idle. So a day after the use of a grant
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
    pub fn peek_with_validity(&self, subject: &Subject) -> Result<Option<CachedCredential>> {
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
    pub fn get_with_validity(&self, subject: &Subject) -> Result<Option<CachedCredential>> {
        self.check()?;
        match self.0.core.get() {
            Some(core) => core.engine.reader.answer_with_validity(subject),
            None => subject.check_named().map(|()| None),
        }
    }

    /// Tells a binding that shares memory with the core of everything that ends a [`Validity`](crate::Validity) before its time, for as long as the
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
    /// - `provider_unavailable`, `rate_limited`, `timeout` (retry later), `tls_failed`, `provider_error`, `provider_config_rejected`: it
    ///   could not be renewed.
    /// - `account_mismatch`: the provider answered the renewal with another account's tokens, which are not kept.
    ///
    /// Spec: RFC 6749 §6; RFC 9700 §4.14; OpenID Connect Core §12.2.
    pub async fn get_credential(&self, subject: &Subject, options: CallOptions) -> Result<Credential> {
        self.check()?;
        if let Some(core) = self.0.core.get()
            && let Some(credential) = core.engine.reader.answer(subject, &options)?
        {
            return Ok(credential);
        }
        // On the heap: what a call may have to wait for is a hundred times of what an answer from the cache touches.
        Box::pin(self.read_credential(subject, options)).await
    }

    async fn read_credential(&self, subject: &Subject, mut options: CallOptions) -> Result<Credential> {
        let limit = self.limit_of(&options)?;
        let subject = subject.clone();
        self.run_at_once_for(limit, move |engine, left| async move {
            options.timeout = left;
            engine.reader.get_credential(&subject, &options).await
        })
        .await
    }

    /// How long a call may take that reads a credential.
    pub(super) fn limit_of(&self, options: &CallOptions) -> Result<Duration> {
        let default = self.core()?.engine.reader.caller_timeout();
        Ok(options.timeout.or(self.0.timeout).unwrap_or(default))
    }

    /// After a 401: refreshes only if that generation is still current, and returns the credential to try again with.
    ///
    /// If the vault holds a newer one already, that is the answer. Otherwise it is renewed: once, however many callers report
    /// the same generation. An installation's credential is minted again.
    ///
    /// A report is believed: [`is_rejection`](crate::is_rejection) tells whether a 401 is the API's word on the token, and not a proxy's page.
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
        let limit = self.limit_of(&options)?;
        let (subject, claims) = (subject.clone(), claims.map(str::to_owned));
        self.run_for(Some(limit), move |engine, left| async move {
            options.timeout = left;
            engine.reader.report_rejected(&subject, generation, claims.as_deref(), &options).await
        })
        .await
    }

    /// Seals an API key or webhook secret into the vault.
    ///
    /// Where a definition of keys alone has a probe, an API key is tried at the provider first, and nothing is stored that does not work there.
    ///
    /// # Errors
    /// - `credential_rejected`: the provider does not accept the key; `provider_unavailable`, `tls_failed`: it did not say.
    /// - `invalid_request`, `provider_unknown`, `provider_not_configured`, `ambiguous_config`, `user_id_required`.
    pub async fn store_credential(&self, request: StoreCredential) -> Result<StoredCredential> {
        self.run(move |engine| async move { engine.connector.store_credential(request).await }).await
    }

    /// Seals many API keys or webhook secrets into the vault.
    ///
    /// As [`CredentialBatch`] does it, in one call. `progress` is told after each part.
    ///
    /// # Errors
    /// - As [`CredentialBatch::add`]: nothing has been stored then; and as [`CredentialBatch::store_next`].
    pub async fn store_credentials(
        &self,
        rows: Vec<StoreCredential>,
        mut progress: impl FnMut(StoredCredentials) + Send,
    ) -> Result<StoredCredentials> {
        let batch = self.credential_batch();
        batch.add(rows).await?;
        loop {
            let done = batch.store_next().await?;
            progress(done);
            if done.stored == done.total {
                return Ok(done);
            }
        }
    }

    /// Begins to store many API keys or webhook secrets.
    pub fn credential_batch(&self) -> CredentialBatch {
        CredentialBatch { authpipe: self.clone(), rows: Arc::default(), given: Arc::default() }
    }
}
