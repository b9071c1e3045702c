//! The native part of `@authpipe/node`. A method converts, calls the core, and converts back; what JavaScript programmers see
//! is the façade in TypeScript around it.

mod arguments;
mod batch;
mod convert;
mod error;
mod following;
mod handler;
mod log;
mod loopback;
mod operations;
mod own;
mod runtime;
mod slots;
mod test_clock;
mod value;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use authpipe::{
    ApiAnswer, Authpipe, CachedCredential, CallOptions, Clock, ErrorCode, Logger, Options, SystemClock, ValiditySink,
};
use authpipe_bindings::{Language, records};
use napi::Env;
use napi::bindgen_prelude::{Float64Array, Function, PromiseRaw, Uint32Array, Unknown};
use napi_derive::napi;

use arguments::{read_subject, read_timeout};
use convert::{CredentialFields, ValidityFields};
use handler::CoreHandler;
use log::{LogLines, NodeLog};
use own::{Asking, Questions};
use runtime::{later, now, within};
use slots::Pages;
use test_clock::TestClock;
use value::{read, read_as};

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
    /// Judges the options; opens nothing. Lines of the log are put into `lines`, and `wake` is told that there are some. Questions to what the
    /// application brings of its own are put into `questions`.
    #[napi(constructor)]
    pub fn new(
        env: Env,
        options: Unknown<'_>,
        test_clock: Option<&TestClock>,
        lines: Option<&LogLines>,
        wake: Option<Function<'_, (), ()>>,
        questions: Option<&Questions>,
        asking: Option<Asking<'_>>,
    ) -> napi::Result<Self> {
        let log = lines.zip(wake).map(|(lines, wake)| NodeLog::new(lines, wake)).transpose()?;
        let own = questions.zip(asking).map(|(questions, asking)| questions.own(asking)).transpose()?.unwrap_or_default();
        let (authpipe, clock) = now("new", || {
            let test_clock = test_clock.map(|clock| clock.clock.clone());
            let clock: Arc<dyn Clock> = match &test_clock {
                Some(clock) => Arc::new(clock.clone()),
                None => Arc::new(SystemClock),
            };
            let options: records::Options = read_as(options, "options", ErrorCode::ConfigInvalid)?;
            let logger = log.map(|log| Arc::new(log) as Arc<dyn Logger>);
            // What Node itself trusts besides.
            let options = Options { logger, ..options.into_core(test_clock, own)?.or_authorities_of("NODE_EXTRA_CA_CERTS") };
            Ok((Authpipe::new(options)?, clock))
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
            let closed = authpipe.close().await;
            drop(lock(&open).take());
            closed
        })
    }

    /// What `peekCredential` answers.
    #[napi]
    pub fn peek_with_validity(&self, subject: Unknown<'_>) -> napi::Result<Option<CredentialFields>> {
        now("peekWithValidity", || Ok(self.authpipe.peek_with_validity(&read_subject(subject)?)?.map(|cached| self.give(cached))))
    }

    /// What `getCredential` answers without options, if it is at hand.
    #[napi]
    pub fn get_with_validity(&self, subject: Unknown<'_>) -> napi::Result<Option<CredentialFields>> {
        now("getWithValidity", || Ok(self.authpipe.get_with_validity(&read_subject(subject)?)?.map(|cached| self.give(cached))))
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

    /// Makes the HTTP handler.
    #[napi]
    pub fn handler(&self, options: Unknown<'_>) -> napi::Result<CoreHandler> {
        now("handler", || {
            let options: records::HandlerOptions = read_as(options, "options", ErrorCode::ConfigInvalid)?;
            Ok(CoreHandler::new(authpipe::handler(&self.authpipe, options.into_core(Language::JavaScript))?))
        })
    }
}

impl Core {
    fn give(&self, cached: CachedCredential) -> CredentialFields {
        let validity = ValidityFields::new(&cached.validity, self.clock.as_ref());
        CredentialFields { validity: Some(validity), ..CredentialFields::from(&cached.credential) }
    }
}

/// The end of the environment: waits, on this thread, for exchanges under way, so that no rotated token is lost. Node runs no
/// clean-up hook at `process.exit()` or after an exception, so the façade calls this when it hears `exit`.
#[napi]
pub fn finish() -> napi::Result<()> {
    now("finish", || {
        // This thread answers nothing any more: what is under way must not wait for it.
        own::end();
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

/// Whether an answer of an API says that it does not accept the token that the request has carried. `begun`: what the body begins with.
#[napi]
pub fn is_rejection(status: u32, headers: HashMap<String, String>, begun: Option<String>) -> napi::Result<bool> {
    now("isRejection", || {
        let headers: Vec<_> = headers.into_iter().collect();
        let status = u16::try_from(status).unwrap_or_default();
        Ok(authpipe::is_rejection(&ApiAnswer { status, headers: &headers, begun: begun.as_deref().map(str::as_bytes) }))
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

/// A file of certificate authorities that the environment names and that is there.
fn lock(open: &Open) -> MutexGuard<'_, Option<Authpipe>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}
