//! Runs calls of Python's threads as tasks of the core, and makes an exception of every panic. No thread of ours calls Python
//! once the interpreter ends, because it would be killed there.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use authpipe::{Authpipe, Result};
use authpipe_bindings::log::QueueHeld;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::{error, fork, log};

/// How long a wait may keep the main thread from running a signal's handler.
const SLICE: Duration = Duration::from_millis(50);
/// How long the end of the process waits: an exchange may take 20 seconds, and its answer must then be stored.
const EXIT_LIMIT: Duration = Duration::from_secs(22);

/// A result that has no Python object yet: the caller's thread makes it, because it holds the interpreter lock.
type Outcome = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;

/// The binding's runtime, with the fork generation in which it was made: a forked child has none of its parent's threads and makes
/// another. It only delivers results; the core has threads of its own. It is made at first use, so that an import starts no thread.
static RUNTIME: Mutex<Option<Made>> = Mutex::new(None);
/// Deliveries into Python that are under way; `None` from the end of the interpreter on.
static DELIVERIES: Mutex<Option<usize>> = Mutex::new(Some(0));
static DELIVERED: Condvar = Condvar::new();
/// Handles in use, each with a number. The end of the process closes them.
static OPEN: Mutex<Open> = Mutex::new(Open { last: 0, handles: Vec::new() });

/// The runtime, and the fork generation in which it was made.
#[derive(Clone, Copy)]
struct Made {
    generation: u64,
    runtime: &'static Runtime,
}

/// Handles in use.
struct Open {
    /// The number that was given last.
    last: u64,
    handles: Vec<OpenHandle>,
}

struct OpenHandle {
    number: u64,
    authpipe: Authpipe,
}

fn lock<T>(mutex: &'static Mutex<T>) -> MutexGuard<'static, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The locks of this file. The forking thread holds them, because a lock of another thread would stay locked in the child for ever.
pub(crate) struct Held {
    _runtime: MutexGuard<'static, Option<Made>>,
    deliveries: MutexGuard<'static, Option<usize>>,
    open: MutexGuard<'static, Open>,
    log: QueueHeld<'static, Arc<log::Target>>,
}

/// Takes every lock of this file, before a fork.
pub(crate) fn hold() -> Held {
    Held { _runtime: lock(&RUNTIME), deliveries: lock(&DELIVERIES), open: lock(&OPEN), log: log::hold() }
}

/// In a forked child: forgets deliveries and handles, which belong to the parent's threads.
pub(crate) fn reset(held: &mut Held) {
    if let Some(count) = held.deliveries.as_mut() {
        *count = 0;
    }
    // Forgotten, not dropped: dropping a handle would end exchanges of the parent.
    std::mem::forget(std::mem::take(&mut held.open.handles));
    // The parent tells them.
    drop(held.log.empty());
}

/// The runtime of this process.
fn runtime() -> Result<&'static Runtime> {
    let mut current = lock(&RUNTIME);
    if let Some(Made { generation, runtime }) = *current
        && generation == fork::generation()
    {
        return Ok(runtime);
    }
    authpipe::check_threads(1)?;
    let made = Builder::new_multi_thread().worker_threads(1).thread_name("authpipe-python").enable_all().build();
    let made = made.map_err(authpipe::no_threads)?;
    // Never dropped: it lives as long as the process, and in a forked child the parent's runtime cannot be shut down.
    let runtime: &'static Runtime = Box::leak(Box::new(made));
    *current = Some(Made { generation: fork::generation(), runtime });
    Ok(runtime)
}

/// Runs a synchronous call.
pub(crate) fn now<T>(call: &str, work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    fork::stand_aside();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        assert!(!is_injected(call), "injected for a test");
        work()
    }));
    outcome.unwrap_or_else(|_| Err(error::raise(&authpipe::Error::panicked())))
}

/// Runs an asynchronous call. A caller who stops waiting stops nothing. `give` makes the result's object, on the caller's thread.
pub(crate) fn later<T, F, G>(call: &'static str, work: F, give: G) -> PyResult<Call>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
    G: FnOnce(Python<'_>, T) -> PyResult<Py<PyAny>> + Send + 'static,
{
    let runtime = runtime().map_err(|error| error::raise(&error))?;
    let injected = is_injected(call);
    let task = runtime.spawn(async move {
        assert!(!injected, "injected for a test");
        work.await
    });
    let shared = Arc::new(Shared::default());
    let finished = shared.clone();
    runtime.spawn(async move {
        let result = task.await.unwrap_or_else(|_| Err(authpipe::Error::panicked()));
        finished.finish(match result {
            Ok(value) => Box::new(move |py| give(py, value)),
            Err(error) => Box::new(move |_| Err(error::raise(&error))),
        });
    });
    Ok(Call { shared, generation: fork::generation() })
}

/// Waits for work, but only so long: work that takes longer goes on without its caller.
pub(crate) async fn within<T, F>(limit: Option<Duration>, work: F) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    let Some(limit) = limit else { return work.await };
    let ended =
        async { tokio::spawn(authpipe::carried(Box::pin(work))).await.unwrap_or_else(|_| Err(authpipe::Error::panicked())) };
    authpipe::within(limit, Box::pin(ended)).await
}

/// Runs something later on our own thread, without a result.
pub(crate) fn behind(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = runtime() {
        runtime.spawn(work);
    }
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    done: Condvar,
}

#[derive(Default)]
struct State {
    is_done: bool,
    outcome: Option<Outcome>,
    callback: Option<Py<PyAny>>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn finish(&self, outcome: Outcome) {
        let mut state = self.lock();
        state.is_done = true;
        state.outcome = Some(outcome);
        let callback = state.callback.take();
        drop(state);
        self.done.notify_all();
        if let Some(callback) = callback {
            deliver(|py| {
                if let Err(failure) = callback.call0(py) {
                    failure.write_unraisable(py, None);
                }
                drop(callback);
            });
        }
    }

    /// Waits a little; whether there is a result.
    fn wait_a_slice(&self) -> bool {
        let (state, _) =
            self.done.wait_timeout_while(self.lock(), SLICE, |state| !state.is_done).unwrap_or_else(PoisonError::into_inner);
        state.is_done
    }
}

/// Calls Python from a thread of ours. A thread that asks for the interpreter while it ends would be killed in the middle of Rust,
/// so the end waits for deliveries under way and there is none after it.
pub(crate) fn deliver(news: impl FnOnce(Python<'_>)) {
    {
        let mut deliveries = lock(&DELIVERIES);
        let Some(count) = deliveries.as_mut() else { return };
        *count += 1;
    }
    Python::try_attach(news);
    if let Some(count) = lock(&DELIVERIES).as_mut() {
        *count -= 1;
    }
    DELIVERED.notify_all();
}

/// Work under way on the core's threads.
#[pyclass(frozen, generic, module = "authpipe._native")]
pub(crate) struct Call {
    shared: Arc<Shared>,
    generation: u64,
}

#[pymethods]
impl Call {
    /// Waits, with the interpreter lock released; a signal's handler runs within 50 ms.
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.check_process()?;
        while !py.detach(|| self.shared.wait_a_slice()) {
            // The handler of a signal may fork, and this may be the child.
            py.check_signals()?;
            self.check_process()?;
        }
        self.result(py)
    }

    /// Calls back, on a thread of the core's, when the result is there.
    fn when_done(&self, py: Python<'_>, callback: Py<PyAny>) -> PyResult<()> {
        self.check_process()?;
        let mut state = self.shared.lock();
        if state.is_done {
            drop(state);
            return callback.call0(py).map(drop);
        }
        state.callback = Some(callback);
        Ok(())
    }

    /// Whether its result was taken.
    #[getter]
    fn is_taken(&self) -> PyResult<bool> {
        self.check_process()?;
        let state = self.shared.lock();
        Ok(state.is_done && state.outcome.is_none())
    }

    /// The result, once.
    fn result(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.check_process()?;
        // What the call has caused is told before its result.
        log::hand_over(py);
        let outcome = self.shared.lock().outcome.take();
        match outcome {
            Some(outcome) => now("result", || outcome(py)),
            None => Err(PyRuntimeError::new_err("The result is not there yet, or was taken.")),
        }
    }
}

impl Call {
    fn check_process(&self) -> PyResult<()> {
        if self.generation == fork::generation() { Ok(()) } else { Err(error::raise(&error::forked())) }
    }
}

/// Notes a handle that the end of the process must close. Gives its number.
pub(crate) fn note_open(authpipe: &Authpipe) -> u64 {
    let mut open = lock(&OPEN);
    open.last += 1;
    let number = open.last;
    open.handles.push(OpenHandle { number, authpipe: authpipe.clone() });
    number
}

/// Closes a handle, and then no longer keeps it.
pub(crate) async fn close(authpipe: Authpipe, number: Option<u64>) -> authpipe::Result<()> {
    let closed = authpipe.close().await;
    let kept = {
        let mut open = lock(&OPEN);
        let at = open.handles.iter().position(|one| Some(one.number) == number);
        at.map(|at| open.handles.swap_remove(at))
    };
    // Outside of the lock: letting go of the last handle ends threads.
    drop(kept);
    closed
}

/// The end of the interpreter: waits for exchanges under way, so that no rotated token is lost, and lets nothing call Python after
/// it. Ctrl-C ends the waiting.
pub(crate) fn finish(py: Python<'_>) -> PyResult<()> {
    let open = std::mem::take(&mut lock(&OPEN).handles);
    if !open.is_empty() {
        let closing = later(
            "finish",
            async move {
                for handle in open {
                    // What is lost with it has been told to its log: nobody is left who could catch an error.
                    let _ = handle.authpipe.close().await;
                }
                Ok(())
            },
            |py, ()| Ok(py.None()),
        )?;
        let until = Instant::now() + EXIT_LIMIT;
        while Instant::now() < until && !py.detach(|| closing.shared.wait_a_slice()) {
            py.check_signals()?;
            closing.check_process()?;
        }
    }
    log::hand_over(py);
    Ok(())
}

/// Waits for deliveries under way and allows no further one: calling Python after its end would crash.
pub(crate) fn fall_silent(py: Python<'_>) {
    py.detach(|| {
        let deliveries = lock(&DELIVERIES);
        let none = DELIVERED.wait_while(deliveries, |count| count.is_some_and(|count| count > 0));
        *none.unwrap_or_else(PoisonError::into_inner) = None;
    });
}

/// Lets a test see that a panic in any call becomes an error. Not in release builds.
fn is_injected(call: &str) -> bool {
    cfg!(debug_assertions) && std::env::var_os("AUTHPIPE_TEST_PANIC").is_some_and(|wanted| wanted == call)
}
