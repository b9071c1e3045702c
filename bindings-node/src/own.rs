//! Carries the core's questions to what the application brings of its own: JavaScript's one thread takes them when it is told that there
//! are some, and answers when its promises are settled.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use authpipe::Secret;
use authpipe_bindings::Language;
use authpipe_bindings::own::{Answer, Answering, Asks, Brought, Own, Question, Reply};
use napi::bindgen_prelude::{FromNapiValue, Function, JsValue, Uint8Array, Unknown};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Status, ValueType};
use napi_derive::napi;

use crate::runtime::now;

/// Weak: a question does not keep a process alive. Whoever waits for its answer does.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

thread_local! {
    /// Those of this thread's environment.
    static ALL: RefCell<Vec<Weak<Queue>>> = const { RefCell::new(Vec::new()) };
}

/// Questions of one object that wait for JavaScript, and those that it has taken. An object of its own, as `LogLines` is.
#[napi]
pub struct Questions {
    queue: Arc<Queue>,
}

/// A question as JavaScript gets it.
#[napi(object)]
pub struct QuestionFields {
    pub id: u32,
    /// `wrap`, `unwrap`, `read`, `write` or `client_assertion`.
    pub function: String,
    /// Which root key is asked, by its number in the option.
    pub root_key: Option<u32>,
    /// What is to be wrapped or unwrapped.
    pub bytes: Option<Uint8Array>,
    pub context_hash: Option<Uint8Array>,
    /// What is to be written, or the config whose client's token is asked for.
    pub text: Option<String>,
}

/// What the application brings, and what is called when there are questions to it.
#[napi(object, object_to_js = false)]
pub struct Asking<'env> {
    /// Of the root keys, in order.
    pub ids: Vec<String>,
    pub has_anchor: bool,
    /// The configs whose clients' tokens it gets.
    pub asserted: Vec<String>,
    pub wake: Function<'env, (), ()>,
}

#[napi]
impl Questions {
    /// None yet.
    #[napi(constructor)]
    #[allow(clippy::new_without_default, reason = "JavaScript calls constructors, not traits")]
    pub fn new() -> Self {
        let queue = Arc::new(Queue::default());
        ALL.with_borrow_mut(|all| {
            all.retain(|one| one.strong_count() > 0);
            all.push(Arc::downgrade(&queue));
        });
        Questions { queue }
    }

    /// Those that wait, in order.
    #[napi]
    pub fn take_questions(&self) -> napi::Result<Vec<QuestionFields>> {
        now("takeQuestions", || Ok(self.queue.lock().take()))
    }

    /// Gives what a function has given.
    #[napi]
    pub fn answer(&self, id: u32, value: Unknown<'_>) -> napi::Result<()> {
        now("answer", || {
            self.queue.give(id, read(value));
            Ok(())
        })
    }

    /// Says that a function broke off: `unavailable`, `denied` or `mismatch` with the reason, or anything else with the error's name.
    #[napi]
    pub fn fail(&self, id: u32, kind: String, text: String) -> napi::Result<()> {
        now("fail", || {
            let answer = match kind.as_str() {
                "unavailable" => Answer::Unavailable(text),
                "denied" => Answer::Denied(text),
                "mismatch" => Answer::Mismatch,
                _ => Answer::Failed(text),
            };
            self.queue.give(id, answer);
            Ok(())
        })
    }
}

impl Questions {
    /// What the application brings, answered through here.
    pub(crate) fn own(&self, asking: Asking<'_>) -> napi::Result<Own> {
        let Asking { ids, has_anchor, asserted, wake } = asking;
        let wake = wake.build_threadsafe_function().weak::<true>().build()?;
        let answering: Arc<dyn Answering> = Arc::new(NodeAnswering { queue: self.queue.clone(), wake });
        Ok(Own::new(Language::JavaScript, Brought { root_key_ids: ids, has_anchor, asserted }, &answering))
    }
}

/// The end of this thread's environment: nobody answers from here on.
pub(crate) fn end() {
    for queue in ALL.take().iter().filter_map(Weak::upgrade) {
        *queue.lock() = Waiting { has_ended: true, ..Waiting::default() };
    }
}

#[derive(Default)]
struct Queue(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    last: u32,
    questions: Vec<QuestionAsked>,
    replies: HashMap<u32, Reply>,
    has_ended: bool,
}

/// A question that nobody has taken yet.
struct QuestionAsked {
    id: u32,
    asks: Asks,
}

impl Queue {
    /// Puts a question; `true`: nothing has waited before, and JavaScript must be told.
    fn put(&self, question: Question) -> bool {
        let mut waiting = self.lock();
        if waiting.has_ended {
            return false;
        }
        waiting.replies.retain(|_, reply| reply.is_awaited());
        let (id, is_first) = (waiting.last.wrapping_add(1), waiting.questions.is_empty());
        waiting.last = id;
        waiting.questions.push(QuestionAsked { id, asks: question.asks });
        waiting.replies.insert(id, question.reply);
        is_first
    }

    fn give(&self, id: u32, answer: Answer) {
        let reply = self.lock().replies.remove(&id);
        if let Some(reply) = reply {
            reply.give(answer);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn take(&mut self) -> Vec<QuestionFields> {
        std::mem::take(&mut self.questions).into_iter().map(QuestionFields::from).collect()
    }
}

impl From<QuestionAsked> for QuestionFields {
    fn from(QuestionAsked { id, asks }: QuestionAsked) -> Self {
        let function = asks.function().to_owned();
        let none = QuestionFields { id, function, root_key: None, bytes: None, context_hash: None, text: None };
        let number = |number: usize| u32::try_from(number).ok();
        let array = |bytes: &[u8]| Some(Uint8Array::new(bytes.to_vec()));
        match asks {
            Asks::Wrap { root_key, key, context_hash } => QuestionFields {
                root_key: number(root_key),
                bytes: array(key.expose()),
                context_hash: array(&context_hash),
                ..none
            },
            Asks::Unwrap { root_key, wrapped, context_hash } => {
                QuestionFields { root_key: number(root_key), bytes: array(&wrapped), context_hash: array(&context_hash), ..none }
            }
            Asks::Read => none,
            Asks::Write(text) | Asks::ClientAssertion { config: text } => QuestionFields { text: Some(text), ..none },
        }
    }
}

struct NodeAnswering {
    queue: Arc<Queue>,
    wake: Wake,
}

impl Answering for NodeAnswering {
    fn ask(&self, question: Question) {
        if self.queue.put(question) && self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking) != Status::Ok {
            // The environment has ended without a word, as a terminated worker does.
            *self.queue.lock() = Waiting { has_ended: true, ..Waiting::default() };
        }
    }
}

fn read(value: Unknown<'_>) -> Answer {
    match value.get_type() {
        Ok(ValueType::Undefined | ValueType::Null) => Answer::Nothing,
        Ok(ValueType::String) => value
            .coerce_to_string()
            .and_then(|text| text.into_utf8())
            .and_then(|text| text.into_owned())
            .map_or(Answer::Other, |text| Answer::Text(Secret::new(text))),
        Ok(ValueType::Object) => {
            Uint8Array::from_unknown(value).map_or(Answer::Other, |bytes| Answer::Bytes(Secret::new(bytes.to_vec())))
        }
        _ => Answer::Other,
    }
}
