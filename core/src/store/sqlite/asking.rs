//! Hands questions to the readers and work to the writer, and waits for the answers.

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::base::erased::{Answer, erased, typed};
use crate::base::{Result, waiting};

use super::errors::Failure;
use super::readers::Question;
use super::shown::Shown;
use super::writer::{self, Order, Written};
use super::{SqliteStore, errors, fence, moving, threads};

/// A question whose answer has lost its type.
type Asked = Box<dyn FnOnce(&Connection) -> Result<Answer, Failure> + Send>;

/// Work for the writer whose answer has lost its type.
type Ordered = Box<dyn FnOnce(&Connection) -> Result<Written<Answer>, Failure> + Send>;

impl SqliteStore {
    /// Asks a reader.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T> {
        typed(self.ask_reader(Box::new(move |db: &Connection| question(db).map(erased))).await?)
    }

    /// Asks a reader something whose answer has lost its type: all that carries a question is there once.
    async fn ask_reader(&self, question: Asked) -> Result<Answer> {
        let _busy = self.life.enter();
        let (reply, answer) = oneshot::channel();
        let shown = self.shown().to_owned();
        let mut question: Option<Question> = Some(Box::new(move |db: Result<&Connection>| {
            // Nobody waits any more: spare the disk.
            if !reply.is_closed() {
                let told = |db, failure| moving::explain(db, failure).into_error(&shown);
                let _ = reply.send(db.and_then(|db| fence::checked(db, question(db)).map_err(|failure| told(db, failure))));
            }
        }));
        let asked = async {
            self.life.with_open(|open| question.take().is_some_and(|question| open.ask(question))).await?;
            let answer = self.wait(answer).await?;
            self.life.check_still().map(|()| answer)
        };
        waiting::on(self.life.awaited(), Box::pin(asked)).await
    }

    /// The same for a row that is found by its key: on the caller's own thread where nothing is in the way.
    pub(super) async fn find<T: Send + 'static>(
        &self,
        question: impl Fn(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T> {
        match self.life.ask_here(|db| fence::checked_at_once(db, &question)) {
            Some(found) => Ok(found),
            None => self.ask(question).await,
        }
    }

    /// Has the writer do something.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<Written<T>, Failure> + Send + 'static,
    ) -> Result<T> {
        let work = move |db: &Connection| work(db).map(|Written { answer, keep }| Written { answer: erased(answer), keep });
        typed(self.ask_writer(Box::new(work)).await?)
    }

    async fn ask_writer(&self, work: Ordered) -> Result<Answer> {
        let _busy = self.life.enter();
        let Order { job, answer } = writer::order(work);
        let mut job = Some(job);
        let written = async {
            self.life.with_open(|open| job.take().is_some_and(|job| open.write(job))).await?;
            self.wait(answer).await
        };
        waiting::on(self.life.awaited(), Box::pin(written)).await
    }

    /// Does something with this process's lock on the vault, on a thread for blocking work.
    pub(super) async fn with_live<T: Send + 'static>(&self, work: impl FnOnce(&Shown) -> T + Send + 'static) -> Result<T> {
        let _busy = self.life.enter();
        let mut live = None;
        self.life
            .with_open(|open| {
                live = Some(open.live());
                true
            })
            .await?;
        let done = threads::run_blocking(move || live.map(|live| work(&live))).await.flatten();
        done.ok_or_else(|| errors::lost(self.shown()))
    }

    async fn wait(&self, answer: oneshot::Receiver<Result<Answer>>) -> Result<Answer> {
        answer.await.unwrap_or_else(|_| Err(errors::lost(self.shown())))
    }
}
