//! What an application brings of its own: root keys, an anchor, and what gets tokens for its clients. The core asks for an answer; a binding carries the question over its
//! border, where the application answers in its own time, and the answer is judged here.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use authpipe::Secret;
use authpipe::extend::{Anchor, ClientAssertion, ClientAssertionError, RootKey, RootKeyError, async_trait};
use tokio::sync::{oneshot, watch};
use tokio::time::Instant;

use crate::language::Language;

/// What a wrapped key may measure (`vault/FORMAT.md`, form 2).
const LONGEST: usize = u16::MAX as usize;

/// Carries questions to the application.
pub trait Answering: Send + Sync + 'static {
    /// Has a question answered. It is called on threads of the core, so it must not wait. A question that is dropped has no answer.
    fn ask(&self, question: Question);
}

/// A question to the application.
pub struct Question {
    /// What is asked.
    pub asks: Asks,
    /// Where the answer goes. The core waits 5 seconds for it.
    pub reply: Reply,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Asks {
    /// `wrap` of the root key with this number.
    Wrap {
        /// Which one of those that were given.
        root_key: usize,
        /// What is to be encrypted.
        key: Secret<[u8; 32]>,
        /// Where it belongs.
        context_hash: [u8; 32],
    },
    /// `unwrap` of the root key with this number.
    Unwrap {
        /// Which one of those that were given.
        root_key: usize,
        /// What `wrap` has made.
        wrapped: Vec<u8>,
        /// Where it belongs.
        context_hash: [u8; 32],
    },
    /// The anchor's `read`.
    Read,
    /// The anchor's `write`.
    Write(String),
    /// The token of the client of this config.
    ClientAssertion {
        /// Its id.
        config: String,
    },
}

impl Asks {
    /// The name of the function, the same in all languages.
    pub fn function(&self) -> &'static str {
        match self {
            Asks::Wrap { .. } => "wrap",
            Asks::Unwrap { .. } => "unwrap",
            Asks::Read => "read",
            Asks::Write(_) => "write",
            Asks::ClientAssertion { .. } => "client_assertion",
        }
    }
}

/// Where the answer to one question goes.
pub struct Reply(Asker);

/// Who has asked.
enum Asker {
    One(oneshot::Sender<Answer>),
    /// All who ask until there is an answer.
    All(watch::Sender<Option<Answer>>),
}

impl Reply {
    /// Gives the answer. Who has asked may be gone, which is no error.
    pub fn give(self, answer: Answer) {
        match self.0 {
            Asker::One(asker) => drop(asker.send(answer)),
            Asker::All(askers) => drop(askers.send(Some(answer))),
        }
    }

    /// Whether somebody waits for it still.
    pub fn is_awaited(&self) -> bool {
        match &self.0 {
            Asker::One(asker) => !asker.is_closed(),
            Asker::All(askers) => !askers.is_closed(),
        }
    }
}

/// What the application's function came to.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Bytes.
    Bytes(Secret<Vec<u8>>),
    /// A text.
    Text(Secret<String>),
    /// Nothing: `undefined`, `null`, `None`, `nil`.
    Nothing,
    /// A value of any other type.
    Other,
    /// It broke off with the package's own error: the service does not answer. The reason goes to the log.
    Unavailable(String),
    /// It broke off with the package's own error: the service says no. The reason is shown.
    Denied(String),
    /// It broke off with the package's own error: what was wrapped does not open.
    Mismatch,
    /// It broke off with whatever else, of this type. What that says is shown nowhere: it may hold anything.
    Failed(String),
}

/// What the application brings, as the core takes it.
#[derive(Clone, Default)]
pub struct Own {
    /// Root keys, in order.
    pub root_keys: Vec<Arc<dyn RootKey>>,
    /// The anchor.
    pub anchor: Option<Arc<dyn Anchor>>,
    /// What gets the tokens of clients, by the ids of their configs.
    pub client_assertions: BTreeMap<String, Arc<dyn ClientAssertion>>,
}

/// What an application says that it brings.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// The ids of its root keys, in order.
    pub root_key_ids: Vec<String>,
    /// Whether there is an anchor.
    pub has_anchor: bool,
    /// The configs whose clients' tokens it gets.
    pub asserted: Vec<String>,
}

impl Own {
    /// All that is brought, answered in one way.
    pub fn new(language: Language, brought: Brought, answering: &Arc<dyn Answering>) -> Self {
        let ask = || Ask { language, answering: answering.clone() };
        let root_key = |(number, id)| Arc::new(OwnRootKey { id, number, ask: ask() }) as Arc<dyn RootKey>;
        let anchor = brought.has_anchor.then(|| Arc::new(OwnAnchor { ask: ask() }) as Arc<dyn Anchor>);
        let client_assertion = |config: String| {
            let own = OwnClientAssertion { config: config.clone(), ask: ask(), under_way: Mutex::default() };
            (config, Arc::new(own) as Arc<dyn ClientAssertion>)
        };
        Own {
            root_keys: brought.root_key_ids.into_iter().enumerate().map(root_key).collect(),
            anchor,
            client_assertions: brought.asserted.into_iter().map(client_assertion).collect(),
        }
    }
}

/// Asks and waits.
struct Ask {
    language: Language,
    answering: Arc<dyn Answering>,
}

impl Ask {
    /// The answer; `None`: there will be none.
    async fn ask(&self, asks: Asks) -> Option<Answer> {
        let (reply, answer) = oneshot::channel();
        self.answering.ask(Question { asks, reply: Reply(Asker::One(reply)) });
        answer.await.ok()
    }
}

struct OwnRootKey {
    id: String,
    number: usize,
    ask: Ask,
}

impl OwnRootKey {
    /// The bytes of an answer of so many.
    async fn bytes(&self, asks: Asks, count: std::ops::RangeInclusive<usize>) -> Result<Secret<Vec<u8>>, RootKeyError> {
        let function = asks.function();
        let answer = self.ask.ask(asks).await;
        match answer {
            Some(Answer::Bytes(bytes)) if count.contains(&bytes.expose().len()) => Ok(bytes),
            Some(Answer::Unavailable(reason)) => Err(RootKeyError::unavailable(reason)),
            Some(Answer::Denied(reason)) => Err(RootKeyError::denied(reason)),
            Some(Answer::Mismatch) => Err(RootKeyError::Mismatch),
            Some(Answer::Failed(kind)) => Err(RootKeyError::Failed(failed_with(function, &kind))),
            Some(Answer::Bytes(_) | Answer::Text(_) | Answer::Nothing | Answer::Other) => {
                let (bytes, first, last) = (self.ask.language.bytes(), count.start(), count.end());
                let count = if first == last { format!("{first}") } else { format!("{first} to {last}") };
                Err(RootKeyError::Failed(format!("its {function} must give {bytes} of {count} bytes")))
            }
            None => Err(RootKeyError::Failed(unanswered(function))),
        }
    }
}

#[async_trait]
impl RootKey for OwnRootKey {
    fn id(&self) -> &str {
        &self.id
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        let asks = Asks::Wrap { root_key: self.number, key: key.clone(), context_hash: *context_hash };
        let wrapped = self.bytes(asks, 1..=LONGEST).await?;
        // A wrapped key is no secret; one that is the key itself would be stored as it is.
        if wrapped.expose().windows(key.expose().len()).any(|part| part == key.expose()) {
            return Err(RootKeyError::Failed("its wrap gives the key itself".to_owned()));
        }
        Ok(wrapped.expose().clone())
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        let asks = Asks::Unwrap { root_key: self.number, wrapped: wrapped.to_vec(), context_hash: *context_hash };
        let key = self.bytes(asks, 32..=32).await?;
        key.expose().as_slice().try_into().map(Secret::new).map_err(|_| RootKeyError::Mismatch)
    }
}

struct OwnAnchor {
    ask: Ask,
}

impl OwnAnchor {
    async fn answer(&self, asks: Asks) -> Result<Answer, Box<dyn StdError + Send + Sync>> {
        let function = asks.function();
        match self.ask.ask(asks).await {
            Some(Answer::Failed(kind)) => Err(failed_with(function, &kind).into()),
            Some(Answer::Unavailable(reason) | Answer::Denied(reason)) => Err(format!("its {function} failed: {reason}").into()),
            Some(answer) => Ok(answer),
            None => Err(unanswered(function).into()),
        }
    }
}

#[async_trait]
impl Anchor for OwnAnchor {
    async fn read(&self) -> Result<Option<String>, Box<dyn StdError + Send + Sync>> {
        match self.answer(Asks::Read).await? {
            Answer::Text(text) => Ok(Some(text.expose().clone())),
            Answer::Nothing => Ok(None),
            _ => Err(format!("its read must give {} or nothing", self.ask.language.text()).into()),
        }
    }

    async fn write(&self, text: &str) -> Result<(), Box<dyn StdError + Send + Sync>> {
        self.answer(Asks::Write(text.to_owned())).await.map(drop)
    }
}

/// A call of the application's function that may not have returned yet.
struct UnderWay {
    since: Instant,
    answer: watch::Receiver<Option<Answer>>,
}

impl UnderWay {
    fn has_returned(&self) -> bool {
        self.answer.borrow().is_some() || self.answer.has_changed().is_err()
    }
}

struct OwnClientAssertion {
    config: String,
    ask: Ask,
    /// There is one at a time: a function that never returns holds one thread of its language, however often its token is wanted.
    under_way: Mutex<Option<UnderWay>>,
}

/// So long the core waits for a token. Whoever asks while a call takes longer is told so at once.
const PATIENCE: Duration = Duration::from_secs(5);

/// A call that takes so long is given up, and another one made: what it has hung on may be well again.
const GIVEN_UP: Duration = Duration::from_secs(300);

impl OwnClientAssertion {
    /// The answer of the call that is under way, or of a new one; `None`: there will be none.
    ///
    /// # Errors
    /// Why nobody waits for it.
    async fn answer(&self) -> Result<Option<Answer>, String> {
        let mut answer = {
            let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
            match under_way.as_ref().filter(|call| !call.has_returned()) {
                Some(call) if (PATIENCE..GIVEN_UP).contains(&call.since.elapsed()) => {
                    let seconds = call.since.elapsed().as_secs();
                    return Err(format!("a call that began {seconds} seconds ago has not returned, and there is one at a time"));
                }
                Some(call) if call.since.elapsed() < PATIENCE => call.answer.clone(),
                _ => {
                    let (reply, answer) = watch::channel(None);
                    *under_way = Some(UnderWay { since: Instant::now(), answer: answer.clone() });
                    let asks = Asks::ClientAssertion { config: self.config.clone() };
                    self.ask.answering.ask(Question { asks, reply: Reply(Asker::All(reply)) });
                    answer
                }
            }
        };
        let answer = answer.wait_for(Option::is_some).await;
        Ok(answer.ok().and_then(|answer| answer.clone()))
    }
}

#[async_trait]
impl ClientAssertion for OwnClientAssertion {
    async fn get(&self) -> Result<Secret<String>, ClientAssertionError> {
        let reason = match self.answer().await {
            Ok(Some(Answer::Text(text))) => return Ok(text),
            Ok(Some(Answer::Failed(kind))) if is_name(&kind) => format!("it failed with {kind}"),
            Ok(Some(Answer::Failed(_) | Answer::Unavailable(_) | Answer::Denied(_) | Answer::Mismatch)) => "it failed".to_owned(),
            Ok(Some(Answer::Bytes(_) | Answer::Nothing | Answer::Other)) => format!("it must give {}", self.ask.language.text()),
            Ok(None) => "nobody answers it any more".to_owned(),
            Err(reason) => reason,
        };
        Err(ClientAssertionError::new(reason))
    }
}

/// What a function came to that broke off: with the name of its error's type, if it is a name.
fn failed_with(function: &str, kind: &str) -> String {
    if is_name(kind) { format!("its {function} failed with {kind}") } else { format!("its {function} failed") }
}

fn is_name(kind: &str) -> bool {
    (1..=64).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte))
}

fn unanswered(function: &str) -> String {
    format!("nobody answers its {function} any more")
}

#[cfg(test)]
mod tests;
