//! A few threads that read, each on its own connection, beside the writer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use rusqlite::Connection;

use crate::base::Result;
use crate::base::log::Log;

use super::at_hand::AtHand;

/// A question that waits for a reader. It is asked with an error where no connection can be had.
pub(super) type Question = Box<dyn FnOnce(Result<&Connection>) + Send>;

/// The threads.
pub(super) struct Readers {
    questions: Sender<Question>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    /// Starts the threads; each connects when it is first asked. `check` is asked before every answer. The first one that has answered
    /// opens what is `at_hand`, and those that end close it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn start(
        check: impl Fn() -> Result<()> + Send + Sync + 'static,
        connect: impl Fn() -> Result<Connection> + Send + Sync + 'static,
        at_hand: &Arc<AtHand>,
    ) -> std::io::Result<Self> {
        let (questions, waiting) = channel();
        let (waiting, check, connect) = (Arc::new(Mutex::new(waiting)), Arc::new(check), Arc::new(connect));
        let log = Log::here();
        let threads = (0..READERS)
            .map(|_| {
                let (waiting, check, connect) = (waiting.clone(), check.clone(), connect.clone());
                let (log, at_hand) = (log.clone(), at_hand.clone());
                Builder::new().name("authpipe-read".to_owned()).spawn(move || {
                    let _on = log.enter();
                    answer_all(&waiting, &*check, &*connect, &at_hand);
                    at_hand.close();
                })
            })
            .collect::<std::io::Result<Vec<_>>>()?;
        Ok(Readers { questions, threads })
    }

    /// Hands a question over; `false` if nobody is left to answer.
    pub(super) fn ask(&self, question: Question) -> bool {
        self.questions.send(question).is_ok()
    }

    /// Lets the threads end once everything asked is answered.
    pub(super) fn detach(self) -> Vec<JoinHandle<()>> {
        drop(self.questions);
        self.threads
    }
}

/// A read takes microseconds, so a few threads serve many callers; each costs a page cache of up to 2 MiB.
const READERS: usize = 4;

fn answer_all(
    waiting: &Mutex<Receiver<Question>>,
    check: &dyn Fn() -> Result<()>,
    connect: &dyn Fn() -> Result<Connection>,
    at_hand: &AtHand,
) {
    let mut connection = None;
    loop {
        // One thread waits in `recv`, the others for the lock: whoever is free comes next.
        let question = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(question) = question else { return };
        let db = match check().and_then(|()| connection.take().map_or_else(connect, Ok)) {
            Ok(db) => db,
            Err(error) => {
                question(Err(error));
                continue;
            }
        };
        // After a panic the connection is dropped with whatever it was doing; the asker sees its channel close.
        if catch_unwind(AssertUnwindSafe(|| question(Ok(&db)))).is_ok() {
            connection = Some(db);
            at_hand.open(connect);
        } else {
            tracing::error!("a read of the vault panicked");
        }
    }
}
