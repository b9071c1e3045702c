//! The native part of the Swift package `Authpipe`. A method converts, calls the core, and converts back; what Swift
//! programmers see is the façade around it.
//!
//! The core runs everything on threads of its own, so any executor may await these futures, and a caller that goes away stops
//! waiting, nothing else.

#![expect(clippy::result_large_err, reason = "an error crosses the border once, by value")]

mod batch;
mod credential;
mod edge;
mod error;
mod following;
#[rustfmt::skip]
mod generated;
mod handler;
mod log;
mod native;
mod operations;
mod own;
mod validity;
mod value;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use authpipe::{ApiAnswer, Authpipe, CallOptions, Clock, ErrorCode, Logger, Options, Result, Subject, SystemClock};
use authpipe_bindings::own::Brought;
use authpipe_bindings::{Language, records};

use credential::CoreCredential;
use edge::{Edge, enter};
use generated::{CoreCallOptions, CoreHandlerOriginOptions, CoreOptions, CoreRejection, CoreSubject, CoreWaitOptions};
use handler::CoreHandler;
use log::{CoreLogger, SwiftLog};
use own::CoreApplication;
use validity::CoreAnswer;
use value::{read, read_as};

uniffi::setup_scaffolding!();

/// One handle on a vault.
#[derive(uniffi::Object)]
pub struct CoreAuthpipe {
    authpipe: Authpipe,
    clock: Arc<dyn Clock>,
}

#[uniffi::export]
impl CoreAuthpipe {
    /// Judges the options; opens nothing. `public_clients_only`: a config with a client secret is refused; on iOS always.
    /// `application` answers for the root keys of these ids, for the anchor, and for the clients of the configs `asserted`. `logger_place` is the same for objects with one logger.
    #[uniffi::constructor]
    #[allow(clippy::too_many_arguments, reason = "the package has names for them")]
    pub fn new(
        options: CoreOptions,
        public_clients_only: bool,
        test_clock: Option<Arc<CoreTestClock>>,
        logger: Option<Box<dyn CoreLogger>>,
        logger_place: u64,
        root_key_ids: Vec<String>,
        has_anchor: bool,
        asserted: Vec<String>,
        application: Option<Box<dyn CoreApplication>>,
    ) -> Edge<Self> {
        enter("coreauthpipe_new");
        let options: records::Options = read_as(options, "options", ErrorCode::ConfigInvalid)?;
        let test_clock = test_clock.map(|clock| clock.clock.clone());
        let clock: Arc<dyn Clock> = match &test_clock {
            Some(clock) => Arc::new(clock.clone()),
            None => Arc::new(SystemClock),
        };
        let logger = logger.map(|logger| Arc::new(SwiftLog::new(logger, logger_place)) as Arc<dyn Logger>);
        let own = own::own(Brought { root_key_ids, has_anchor, asserted }, application);
        let options = Options { public_clients_only, logger, ..options.into_core(test_clock, own)? };
        Ok(CoreAuthpipe { authpipe: Authpipe::new(options)?, clock })
    }

    /// Opens the vault.
    pub async fn ready(&self) -> Edge<()> {
        enter("coreauthpipe_ready");
        Ok(self.authpipe.ready().await?)
    }

    /// Lets go of the vault.
    pub async fn close(&self) -> Edge<()> {
        enter("coreauthpipe_close");
        Ok(self.authpipe.close().await?)
    }

    /// The same object for calls that wait no longer than this.
    pub fn limited(&self, limit_ms: u64) -> Edge<Arc<CoreAuthpipe>> {
        enter("coreauthpipe_limited");
        let authpipe = self.authpipe.limited(Duration::from_millis(limit_ms));
        Ok(Arc::new(CoreAuthpipe { authpipe, clock: self.clock.clone() }))
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
        Ok(self.authpipe.peek_with_validity(&read_subject(subject)?)?.map(Into::into))
    }

    /// What `credential` answers without options, if it is at hand.
    pub fn get_with_validity(&self, subject: CoreSubject) -> Edge<Option<CoreAnswer>> {
        enter("coreauthpipe_get_with_validity");
        Ok(self.authpipe.get_with_validity(&read_subject(subject)?)?.map(Into::into))
    }

    /// A usable credential, renewed first if need be.
    pub async fn get_credential(&self, subject: CoreSubject, options: CoreCallOptions) -> Edge<CoreCredential> {
        enter("coreauthpipe_get_credential");
        let (subject, options) = (read_subject(subject)?, read::<records::CallOptions>(options, "options")?.into_core());
        Ok(CoreCredential::from(&self.authpipe.get_credential(&subject, options).await?))
    }

    /// A better credential after the provider answered 401 to one.
    pub async fn report_rejected(
        &self,
        subject: CoreSubject,
        rejection: CoreRejection,
        options: CoreWaitOptions,
    ) -> Edge<CoreCredential> {
        enter("coreauthpipe_report_rejected");
        let (subject, rejection) = (read_subject(subject)?, read::<records::Rejection>(rejection, "rejection")?);
        let timeout = read::<records::WaitOptions>(options, "options")?.timeout;
        let options = CallOptions { timeout, ..CallOptions::default() };
        let renewed = self.authpipe.report_rejected(&subject, rejection.generation, rejection.claims.as_deref(), options).await?;
        Ok(CoreCredential::from(&renewed))
    }

    /// The time on this handle's clock.
    pub fn now_ms(&self) -> Edge<i64> {
        enter("coreauthpipe_now_ms");
        Ok(self.clock.now().unix_millis())
    }

    /// Makes the HTTP handler.
    pub fn handler(&self, options: CoreHandlerOriginOptions) -> Edge<CoreHandler> {
        enter("coreauthpipe_handler");
        let options: records::HandlerOptions = read_as(options, "options", ErrorCode::ConfigInvalid)?;
        Ok(CoreHandler { handler: authpipe::handler(&self.authpipe, options.into_core(Language::Swift))? })
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

/// The claims challenge of a `WWW-Authenticate` header.
#[uniffi::export]
pub fn core_read_claims(www_authenticate: String) -> Edge<Option<String>> {
    enter("core_read_claims");
    Ok(authpipe::read_claims(&www_authenticate))
}

/// Whether an answer of an API says that it does not accept the token that the request has carried. `begun`: what the body begins with.
#[uniffi::export]
pub fn core_is_rejection(status: u16, headers: HashMap<String, String>, begun: Option<Vec<u8>>) -> Edge<bool> {
    enter("core_is_rejection");
    let headers: Vec<_> = headers.into_iter().collect();
    Ok(authpipe::is_rejection(&ApiAnswer { status, headers: &headers, begun: begun.as_deref() }))
}

/// The file of the vault at an address; without one, where the environment says. `None`: it is in memory.
#[uniffi::export]
pub fn core_vault_file(address: Option<String>) -> Edge<Option<String>> {
    enter("core_vault_file");
    let file = Options { vault: address, ..Options::default() }.or_environment()?.vault_file()?;
    Ok(file.map(|path| path.to_string_lossy().into_owned()))
}

/// Removes from a folder what a vault without its key has left there, and nothing else.
#[uniffi::export]
pub fn core_clear_spool(vault: String, spool_dir: String) -> Edge<()> {
    enter("core_clear_spool");
    let options = Options { vault: Some(vault), spool_dir: Some(spool_dir.into()), ..Options::default() };
    Ok(options.clear_spool_of_lost_vault()?)
}

/// A new root key.
#[uniffi::export]
pub fn core_make_root_key() -> Edge<String> {
    enter("core_make_root_key");
    Ok(authpipe::make_root_key().expose().clone())
}

fn read_subject(subject: CoreSubject) -> Result<Subject> {
    read::<records::Subject>(subject, "subject")?.into_core()
}
