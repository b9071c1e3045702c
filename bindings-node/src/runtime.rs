//! Runs calls of JavaScript's one thread as tasks of the core, and makes an error of every panic.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::time::Duration;

use authpipe::{Authpipe, Error, Result};
use napi::bindgen_prelude::{JsValue, PromiseRaw, ToNapiValue};
use napi::{Env, JsDeferred};
use tokio::runtime::{Builder, Runtime};

use crate::error;

/// At exit, exchanges under way get what the HTTP budget leaves them (20 s) and two seconds to be stored.
const LAST_WORDS: Duration = Duration::from_secs(22);

type Settle<T> = Box<dyn FnOnce(Env) -> napi::Result<T>>;

/// Our own runtime, because napi's gives up 100 ms after the end. It only hands results over, the core has threads of its own.
/// Made at first use, so that loading the module starts no thread.
fn runtime() -> Result<&'static Runtime> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    authpipe::check_threads(1)?;
    let made = Builder::new_multi_thread().worker_threads(1).thread_name("authpipe-node").enable_all().build();
    // Of two threads of JavaScript that are first at once, one drops its own.
    let made = made.map_err(authpipe::no_threads)?;
    Ok(RUNTIME.get_or_init(|| made))
}

/// Runs a synchronous call.
pub(crate) fn now<T>(call: &str, work: impl FnOnce() -> Result<T>) -> napi::Result<T> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        assert!(!is_injected(call), "injected for a test");
        work()
    }));
    match outcome {
        Ok(result) => result.map_err(|error| error::to_napi(&error)),
        Err(_) => Err(error::to_napi(&Error::panicked())),
    }
}

/// Runs an asynchronous call. The promise keeps the process alive until it is settled, like any other request; a caller who
/// stops waiting stops nothing.
pub(crate) fn later<'env, T, F>(env: &'env Env, call: &'static str, work: F) -> napi::Result<PromiseRaw<'env, T>>
where
    T: ToNapiValue + Send + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
{
    // First: a promise that nobody settles keeps the process alive.
    let runtime = now("runtime", runtime)?;
    let (deferred, promise): (JsDeferred<T, Settle<T>>, _) = env.create_deferred()?;
    let injected = is_injected(call);
    let task = runtime.spawn(async move {
        assert!(!injected, "injected for a test");
        work.await
    });
    runtime.spawn(async move {
        match task.await {
            Ok(Ok(value)) => deferred.resolve(Box::new(move |_| Ok(value))),
            Ok(Err(error)) => deferred.reject(error::to_napi(&error)),
            Err(_) => deferred.reject(error::to_napi(&Error::panicked())),
        }
    });
    Ok(PromiseRaw::new(env.raw(), promise.raw()))
}

/// Runs what nobody waits for.
pub(crate) fn behind(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = runtime() {
        drop(runtime.spawn(work));
    }
}

/// Waits for `work` no longer than this. The work goes on: the core runs it on threads of its own.
pub(crate) async fn within<T>(limit: Option<Duration>, work: impl Future<Output = Result<T>> + Send) -> Result<T> {
    match limit {
        None => work.await,
        Some(limit) => authpipe::within(limit, Box::pin(work)).await,
    }
}

/// Closes what is open, waiting on the JavaScript thread.
pub(crate) fn finish(open: Vec<Authpipe>) {
    if open.is_empty() {
        return;
    }
    let Ok(runtime) = runtime() else { return };
    runtime.block_on(async {
        let closing: Vec<_> = open.into_iter().map(|authpipe| tokio::spawn(async move { authpipe.close().await })).collect();
        let all = async {
            for closed in closing {
                let _ = closed.await;
            }
        };
        let _ = tokio::time::timeout(LAST_WORDS, all).await;
    });
}

/// Lets a test see that a panic in any call becomes an error. Not in release builds. Asked on the JavaScript thread only: it
/// is the one that changes the environment.
fn is_injected(call: &str) -> bool {
    cfg!(debug_assertions) && std::env::var_os("AUTHPIPE_TEST_PANIC").is_some_and(|wanted| wanted == call)
}
