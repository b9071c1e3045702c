//! Begins a call on its caller's thread. What needs nothing but memory and a row of the vault's file is over before another thread would
//! have woken up; what has to wait goes on as a task of the core, so that a caller who goes away stops waiting and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;

use super::shared::Core;
use crate::base::Result;
use crate::base::erased::{Answer, Work};
use crate::base::fork::SystemCall;
use crate::base::waiting::carried;
use crate::engine::interrupted;

/// Whether this thread may read a file that might be slow: one of several of a runtime, of which another one goes on with everything else.
/// What a thread of no runtime is for, as that of a user interface, is not known.
pub(super) fn may_stand_still() -> bool {
    Handle::try_current().is_ok_and(|runtime| runtime.metrics().num_workers() > 1)
}

impl Core {
    /// As [`Core::carry`], begun `here` if so.
    pub(super) async fn carry_at_once(self: &Arc<Self>, here: bool, work: Work<'static>) -> Result<Answer> {
        let mut work: Work<'static> = Box::pin(carried(work));
        match if here { self.begin(work.as_mut()) } else { Poll::Pending } {
            Poll::Ready(done) => done,
            Poll::Pending => self.carry(work).await,
        }
    }

    /// Goes on with the work until it has to wait. A vault that is to be opened is opened on the core's own threads.
    fn begin(&self, work: Pin<&mut (dyn Future<Output = Result<Answer>> + Send)>) -> Poll<Result<Answer>> {
        if !self.opened.initialized() || self.owes_suspension.load(Ordering::SeqCst) {
            return Poll::Pending;
        }
        let Some(handle) = self.handle() else { return Poll::Pending };
        // Whatever locks it takes, a child of a fork must not inherit them.
        let Some(_here) = SystemCall::begin_unless_forking() else { return Poll::Pending };
        let _on = handle.enter();
        // Nobody is woken: whoever goes on with it asks again.
        let polled = catch_unwind(AssertUnwindSafe(|| work.poll(&mut Context::from_waker(Waker::noop()))));
        polled.unwrap_or_else(|_| Poll::Ready(Err(interrupted())))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::sync::atomic::AtomicUsize;
    use std::sync::mpsc::{Sender, channel};
    use std::thread::ThreadId;
    use std::time::Duration;

    use super::super::Authpipe;
    use super::super::options::{Mode, Options, ProviderInput};
    use super::super::threads::WORKERS;
    use super::*;
    use crate::base::Secret;
    use crate::base::erased::{erase, typed};
    use crate::base::fork::Forking;
    use crate::engine::{CallOptions, StoreCredential};
    use crate::model::credential_type::CredentialType;
    use crate::model::subject::Subject;

    /// A vault with one key in it.
    async fn with_key(folder: &tempfile::TempDir) -> (Authpipe, Subject) {
        let definition =
            serde_json::json!({ "name": "Acme", "auth": ["api_key"], "api": { "origins": ["https://api.example.test"] } });
        let mut options = Options {
            vault: Some(format!("sqlite:{}", folder.path().join("v.db").display())),
            keys: vec![crate::vault::LocalRootKey::make()],
            mode: Some(Mode::Development),
            background: false,
            ..Options::default()
        };
        options.providers.insert("acme".into(), ProviderInput { definition: Some(definition), ..ProviderInput::default() });
        let authpipe = Authpipe::new(options).unwrap();
        let subject = Subject::user("acme", "org_1", "user_1").unwrap();
        let fields = vec![("value".to_owned(), Secret::from("sk-1"))];
        let stored = StoreCredential {
            subject: subject.clone(),
            credential_type: CredentialType::ApiKey,
            fields,
            variables: BTreeMap::new(),
        };
        authpipe.store_credential(stored).await.unwrap();
        (authpipe, subject)
    }

    /// From the vault each time, because more is asked for than the cache answers.
    fn options() -> CallOptions {
        CallOptions { min_validity: Some(Duration::from_secs(1)), ..CallOptions::default() }
    }

    /// The core's own threads, which do nothing until this is dropped.
    struct Halted(#[expect(dead_code, reason = "they wait for its end")] Sender<()>);

    fn halt(core: &Core) -> Halted {
        let (hold, released) = channel::<()>();
        let (released, halted) = (Arc::new(Mutex::new(released)), Arc::new(AtomicUsize::new(0)));
        while halted.load(Ordering::SeqCst) < WORKERS {
            // One of them may have taken both for itself while the other went to sleep: one more wakes it.
            let (released, count) = (released.clone(), halted.clone());
            drop(core.handle().unwrap().spawn(async move {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = released.lock().unwrap().recv();
            }));
            (0..1_000).for_each(|_| std::thread::yield_now());
        }
        Halted(hold)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_row_is_read_and_opened_without_any_thread_of_the_core() {
        let folder = tempfile::tempdir().unwrap();
        let (authpipe, subject) = with_key(&folder).await;
        let at_once = || {
            let mut call = Box::pin(authpipe.get_credential(&subject, options()));
            match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(read) => Some(read),
                Poll::Pending => None,
            }
        };
        // The connection at hand is opened behind an answer that was not slow, for which the core's threads ask.
        while at_once().is_none() {
            authpipe.get_credential(&subject, options()).await.unwrap();
        }
        let halted = halt(authpipe.0.core.get().unwrap());
        let read = loop {
            match at_once() {
                Some(read) => break read,
                // A file that was slow is spared for a while.
                None => std::thread::yield_now(),
            }
        };
        assert_eq!(read.unwrap().value.expose(), "sk-1");
        drop(halted);
        assert!(SystemCall::wait_for_all(Duration::MAX), "none is left that a fork would wait for");
        authpipe.close().await.unwrap();
    }

    #[tokio::test]
    async fn nothing_begins_here_while_a_thread_is_about_to_fork_or_where_a_runtime_has_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (authpipe, _) = with_key(&folder).await;
        let core = authpipe.0.core.get().unwrap();
        let is_here = async |may| {
            let ran = core.carry_at_once(may, erase(async { Ok(std::thread::current().id()) })).await;
            typed::<ThreadId>(ran.unwrap()).unwrap() == std::thread::current().id()
        };
        assert!(is_here(true).await && !is_here(false).await);
        let forking = Forking::begin();
        assert!(!is_here(true).await);
        drop(forking);
        assert!(is_here(true).await);
        assert!(!may_stand_still(), "it is the only thread of its runtime");
        let without = std::thread::spawn(may_stand_still).join().unwrap();
        let several = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let one_of_several = std::thread::spawn(move || several.block_on(async { may_stand_still() })).join().unwrap();
        assert!(!without, "whose it is, nobody knows");
        assert!(one_of_several);
        authpipe.close().await.unwrap();
    }

    #[tokio::test]
    async fn what_has_to_wait_goes_on_without_its_caller_and_a_panic_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let (authpipe, _) = with_key(&folder).await;
        let core = authpipe.0.core.get().unwrap().clone();
        let (told, hears) = tokio::sync::oneshot::channel();
        let work = erase(async move {
            tokio::task::yield_now().await;
            told.send(std::thread::current().id()).unwrap();
            Ok(())
        });
        let mut call = Box::pin(core.carry_at_once(true, work));
        // Where another thread is quick, it may have come to its end by then.
        let _ = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        drop(call);
        assert_ne!(hears.await.unwrap(), std::thread::current().id());
        let error = core.carry_at_once(true, erase(async { if true { panic!("a defect") } else { Ok(()) } })).await.unwrap_err();
        assert_eq!(error.code(), crate::base::ErrorCode::Internal);
        authpipe.close().await.unwrap();
    }
}
