//! Notes what a call is waiting for (a provider, the vault, another process, the key service), so that whoever has no more time is told
//! that, and neither what came before it nor what would have come after.
//!
//! Whoever waits for something outside this process says so with [`on`]; whoever limits a caller's time does it with [`within`]. Work
//! in a task of its own is given its caller's waits by [`carried`], or some that its followers share by [`apart`] and [`on_same`].

mod in_vain;

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Clock as _, Error, Result, SystemClock};

pub(crate) use in_vain::timed_out;

/// Something outside this process that answers in its own time.
#[derive(Clone, Debug)]
pub(crate) enum Awaited {
    /// The vault: how it is called, and whether another process keeps it locked.
    Vault { name: Arc<str>, locked: Arc<Locked> },
    /// The service that holds the root key.
    KeyService,
    /// Another process, which holds the lease of a credential of the provider of this name.
    OtherProcess(String),
    /// The same, and it has said that it has sent nothing yet.
    UnsentOther(String),
    /// An exchange with the provider of this name, and whether something has been sent.
    Exchange { provider: String, is_sent: Arc<AtomicBool> },
    /// The provider of this name.
    Provider(String),
}

impl Awaited {
    /// Whether nothing but the time that has gone by says that it is at fault.
    fn is_blamed_by_time(&self) -> bool {
        match self {
            Awaited::Vault { locked, .. } => !locked.is_now(),
            Awaited::KeyService => true,
            Awaited::OtherProcess(_) | Awaited::UnsentOther(_) | Awaited::Exchange { .. } | Awaited::Provider(_) => false,
        }
    }
}

/// Whether another process keeps a vault locked.
pub(crate) struct Locked {
    is_now: AtomicBool,
    /// Since when this process has waited for it with no write in between.
    since: Mutex<Option<Waited>>,
    /// What whoever has waited for so long is told. It is asked only then: to find out who holds a lock takes its time.
    describe: Box<dyn Fn(Duration) -> Error + Send + Sync>,
}

/// Waits for one lock, one soon after the other, on the system's clock.
#[derive(Clone, Copy)]
struct Waited {
    since: Duration,
    /// When the last of them was given up; `None`: it goes on.
    until: Option<Duration>,
}

/// Who looks again after this time does not know what was in between: somebody else may have had the lock.
const SOON: Duration = Duration::from_secs(10);

impl Locked {
    pub(crate) fn new(describe: impl Fn(Duration) -> Error + Send + Sync + 'static) -> Self {
        Locked { is_now: AtomicBool::new(false), since: Mutex::default(), describe: Box::new(describe) }
    }

    /// A write has found the vault locked, and waits.
    pub(crate) fn begins(&self) {
        self.begins_at(SystemClock.elapsed());
    }

    fn begins_at(&self, now: Duration) {
        self.is_now.store(true, Ordering::Relaxed);
        let mut since = self.since();
        let is_new = since.is_none_or(|waited| waited.until.is_some_and(|until| now.saturating_sub(until) > SOON));
        *since = Some(match *since {
            Some(waited) if !is_new => Waited { until: None, ..waited },
            _ => Waited { since: now, until: None },
        });
    }

    /// It waits no longer, and has not written.
    pub(crate) fn gives_up(&self) {
        self.gives_up_at(SystemClock.elapsed());
    }

    fn gives_up_at(&self, now: Duration) {
        self.is_now.store(false, Ordering::Relaxed);
        if let Some(waited) = &mut *self.since() {
            waited.until.get_or_insert(now);
        }
    }

    /// A write has been made.
    pub(crate) fn ends(&self) {
        self.is_now.store(false, Ordering::Relaxed);
        *self.since() = None;
    }

    fn is_now(&self) -> bool {
        self.is_now.load(Ordering::Relaxed)
    }

    /// Who keeps it locked, and for how long at least.
    pub(crate) fn error(&self) -> Error {
        self.error_at(SystemClock.elapsed())
    }

    fn error_at(&self, now: Duration) -> Error {
        let since = *self.since();
        (self.describe)(now.saturating_sub(since.map_or(now, |waited| waited.since)))
    }

    fn since(&self) -> MutexGuard<'_, Option<Waited>> {
        self.since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Locked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Locked").field("is_now", &self.is_now).finish_non_exhaustive()
    }
}

/// The waits of somebody that have begun and not ended, the latest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waits(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    begun: u64,
    open: Vec<(u64, Wait)>,
    /// What all of it is for: a loop that looks again and again.
    purpose: Option<Awaited>,
}

#[derive(Clone, Debug)]
enum Wait {
    For(Awaited),
    /// For work that is elsewhere.
    Same(Waits),
}

impl Waits {
    /// What is waited for now; `None`: nothing outside this process.
    pub(crate) fn awaited(&self) -> Option<Awaited> {
        let (latest, purpose) = {
            let state = self.lock();
            (state.open.last().map(|(_, wait)| wait.clone()), state.purpose.clone())
        };
        match latest {
            Some(Wait::Same(waits)) => waits.awaited(),
            // Each look is short; what they are for is not.
            Some(Wait::For(Awaited::Vault { locked, .. })) if purpose.is_some() && !locked.is_now() => purpose,
            Some(Wait::For(awaited)) => Some(awaited),
            None => purpose,
        }
    }

    fn enter(&self, wait: Wait) -> Entered {
        let mut state = self.lock();
        state.begun += 1;
        let id = state.begun;
        state.open.push((id, wait));
        Entered { waits: self.clone(), id }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A wait that ends with this value.
struct Entered {
    waits: Waits,
    id: u64,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.waits.lock().open.retain(|(id, _)| *id != self.id);
    }
}

tokio::task_local! {
    static HERE: Waits;
}

fn here() -> Option<Waits> {
    HERE.try_with(Clone::clone).ok()
}

/// Work on the heap: limits and waits are nested, and what each of them holds of the next would outgrow a stack.
/// Its type is left outside: all of this is compiled once for each kind of answer, and not for each work.
type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Waits for something outside this process.
pub(crate) async fn on<T>(awaited: Awaited, work: Boxed<'_, T>) -> T {
    let _entered = here().map(|waits| waits.enter(Wait::For(awaited)));
    work.await
}

/// Waits for work that is elsewhere.
pub(crate) async fn on_same<T>(waits: &Waits, work: impl Future<Output = T>) -> T {
    let _entered = here().map(|here| here.enter(Wait::Same(waits.clone())));
    work.await
}

/// Says what all that follows is for, or that it is for nothing in particular any more.
pub(crate) fn set_purpose(awaited: Option<Awaited>) {
    if let Some(waits) = here() {
        waits.lock().purpose = awaited;
    }
}

/// Work whose waits others can look at.
pub(crate) async fn apart<T>(waits: Waits, work: Boxed<'_, T>) -> T {
    HERE.scope(waits, work).await
}

/// Work that becomes a task of its own and stays where its caller is.
pub fn carried<F: Future + ?Sized>(work: Pin<Box<F>>) -> impl Future<Output = F::Output> {
    let waits = here();
    async move {
        match waits {
            Some(waits) => HERE.scope(waits, work).await,
            None => work.await,
        }
    }
}

/// A vault or a service that has had less time than this is not said to be silent: the caller was in a hurry.
const FAIR: Duration = Duration::from_millis(250);

/// Waits for work no longer than this; then the error is what it was waiting for.
pub(crate) async fn limited<T>(limit: Duration, work: Boxed<'_, T>) -> Result<T, Option<Awaited>> {
    unanswered(limit, work).await.map_err(|awaited| awaited.filter(|awaited| limit >= FAIR || !awaited.is_blamed_by_time()))
}

async fn unanswered<T>(limit: Duration, work: Boxed<'_, T>) -> Result<T, Option<Awaited>> {
    let waits = Waits::default();
    // Whoever limits this caller's time from outside sees what is awaited in here.
    let _entered = here().map(|outer| outer.enter(Wait::Same(waits.clone())));
    let work = HERE.scope(waits.clone(), work);
    tokio::pin!(work);
    // The work is still there when this looks: what it waits for has not ended.
    let outcome = tokio::time::timeout(limit, &mut work).await;
    outcome.map_err(|_| waits.awaited())
}

/// Waits for a call no longer than this. What it has begun goes on: the core works on threads of its own.
///
/// # Errors
/// - Those of the call.
/// - `timeout`, `vault_locked`, `vault_unavailable`, `key_service_unavailable`: the time is over, by what was waited for.
pub async fn within<T>(limit: Duration, work: Boxed<'_, Result<T>>) -> Result<T> {
    limited(limit, work).await.unwrap_or_else(|awaited| Err(timed_out(awaited.as_ref())))
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;
    use crate::base::ErrorCode;

    pub(super) fn vault(is_locked: bool) -> Awaited {
        let locked = Locked::new(|_| Error::new(ErrorCode::VaultLocked, "Process 4711 keeps v.db locked."));
        if is_locked {
            locked.begins();
        }
        Awaited::Vault { name: "v.db".into(), locked: Arc::new(locked) }
    }

    pub(super) async fn told(work: impl Future<Output = Result<()>> + Send) -> (&'static str, String) {
        let error = timed_out(unanswered(Duration::ZERO, Box::pin(work)).await.unwrap_err().as_ref());
        (error.code().as_str(), error.message().to_owned())
    }

    /// A limit of a millisecond says something of the caller. Who keeps a lock is known without any time.
    #[tokio::test]
    async fn whoever_had_no_time_is_not_blamed() {
        let acme = Awaited::Provider("Acme".into());
        for (awaited, code) in
            [(vault(false), "timeout"), (Awaited::KeyService, "timeout"), (vault(true), "vault_locked"), (acme, "timeout")]
        {
            let work = on(awaited, Box::pin(pending::<Result<()>>()));
            assert_eq!(within(Duration::ZERO, Box::pin(work)).await.unwrap_err().code().as_str(), code);
        }
    }

    #[test]
    fn nobody_is_said_to_keep_a_lock_while_nobody_looked() {
        let locked = Locked::new(|waited| Error::new(ErrorCode::VaultLocked, format!("for {} s", waited.as_secs())));
        let at = Duration::from_secs;
        let said = |now| locked.error_at(at(now)).message().to_owned();
        locked.begins_at(at(100));
        locked.gives_up_at(at(105));
        assert_eq!(said(105), "for 5 s");
        locked.begins_at(at(106));
        locked.gives_up_at(at(111));
        assert_eq!(said(111), "for 11 s", "one wait after the other");
        locked.begins_at(at(3_600));
        assert_eq!(said(3_602), "for 2 s", "what was in between is not known");
        locked.ends();
        locked.begins_at(at(3_603));
        assert_eq!(said(3_604), "for 1 s");
    }

    #[tokio::test]
    async fn a_wait_that_is_over_is_not_blamed() {
        let work = async {
            on(vault(true), Box::pin(async {})).await;
            on(Awaited::Provider("Acme".into()), Box::pin(pending())).await
        };
        assert_eq!(told(work).await.1, "Acme has not answered in time; what was begun goes on.");
    }

    #[tokio::test]
    async fn a_task_and_a_flight_stand_where_their_callers_wait() {
        let in_a_task =
            async { tokio::spawn(carried(Box::pin(on(vault(true), Box::pin(pending::<Result<()>>()))))).await.unwrap() };
        // The task must have come to its wait first.
        let error = within(Duration::from_millis(500), Box::pin(in_a_task)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultLocked);

        let waits = Waits::default();
        drop(tokio::spawn(apart(waits.clone(), Box::pin(on(Awaited::KeyService, Box::pin(pending::<()>()))))));
        let error = within(Duration::from_millis(500), Box::pin(on_same(&waits, pending::<Result<()>>()))).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable);
    }

    #[tokio::test]
    async fn a_limit_within_a_limit_shows_its_wait_to_both() {
        let inner = limited(Duration::from_secs(3600), Box::pin(on(vault(true), Box::pin(pending::<Result<()>>()))));
        let error = within(Duration::ZERO, Box::pin(async { inner.await.unwrap() })).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultLocked);
    }

    #[tokio::test]
    async fn looks_in_a_loop_are_no_wait_of_their_own_but_a_lock_is() {
        let looks = |is_locked| async move {
            set_purpose(Some(Awaited::OtherProcess("Acme".into())));
            on(vault(is_locked), Box::pin(pending())).await
        };
        assert_eq!(told(looks(false)).await.0, "timeout");
        assert_eq!(told(looks(true)).await.0, "vault_locked");
    }
}
