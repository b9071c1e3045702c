//! Carries the core's questions to what the application brings of its own: Swift answers them in tasks.

use std::sync::{Arc, Mutex, PoisonError};

use authpipe::Secret;
use authpipe_bindings::Language;
use authpipe_bindings::own::{Answer, Answering, Asks, Brought, Own, Question, Reply};

use crate::edge::{Edge, enter};

/// What Swift does with a question. It is called on the core's threads and must not wait itself.
#[uniffi::export(callback_interface)]
pub trait CoreApplication: Send + Sync {
    /// Has it answered in a task of its own.
    fn ask(&self, question: Arc<CoreQuestion>);
}

/// What is asked.
#[derive(uniffi::Record)]
pub struct CoreAsks {
    /// `wrap`, `unwrap`, `read`, `write` or `client_assertion`.
    pub function: String,
    /// Which root key is asked, by its number.
    pub root_key: u64,
    /// What is to be wrapped or unwrapped.
    pub bytes: Vec<u8>,
    pub context_hash: Vec<u8>,
    /// What is to be written, or the config whose client's token is asked for.
    pub text: String,
}

/// A question, and where its answer goes.
#[derive(uniffi::Object)]
pub struct CoreQuestion {
    asks: Asks,
    reply: Mutex<Option<Reply>>,
}

#[uniffi::export]
impl CoreQuestion {
    /// What is asked.
    pub fn asks(&self) -> Edge<CoreAsks> {
        enter("corequestion_asks");
        let function = self.asks.function().to_owned();
        let none = CoreAsks { function, root_key: 0, bytes: vec![], context_hash: vec![], text: String::new() };
        let number = |number: &usize| u64::try_from(*number).unwrap_or_default();
        Ok(match &self.asks {
            Asks::Wrap { root_key, key, context_hash } => {
                CoreAsks { root_key: number(root_key), bytes: key.expose().to_vec(), context_hash: context_hash.to_vec(), ..none }
            }
            Asks::Unwrap { root_key, wrapped, context_hash } => {
                CoreAsks { root_key: number(root_key), bytes: wrapped.clone(), context_hash: context_hash.to_vec(), ..none }
            }
            Asks::Read => none,
            Asks::Write(text) | Asks::ClientAssertion { config: text } => CoreAsks { text: text.clone(), ..none },
        })
    }

    /// Gives bytes.
    pub fn give_bytes(&self, bytes: Vec<u8>) -> Edge<()> {
        enter("corequestion_give_bytes");
        self.give(Answer::Bytes(Secret::new(bytes)));
        Ok(())
    }

    /// Gives a text, or nothing.
    pub fn give_text(&self, text: Option<String>) -> Edge<()> {
        enter("corequestion_give_text");
        self.give(text.map_or(Answer::Nothing, |text| Answer::Text(Secret::new(text))));
        Ok(())
    }

    /// Says that a function broke off: `unavailable`, `denied` or `mismatch` with the reason, or anything else with the error's type.
    pub fn fail(&self, kind: String, text: String) -> Edge<()> {
        enter("corequestion_fail");
        self.give(match kind.as_str() {
            "unavailable" => Answer::Unavailable(text),
            "denied" => Answer::Denied(text),
            "mismatch" => Answer::Mismatch,
            _ => Answer::Failed(text),
        });
        Ok(())
    }
}

impl CoreQuestion {
    fn give(&self, answer: Answer) {
        let reply = self.reply.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(reply) = reply {
            reply.give(answer);
        }
    }
}

struct SwiftAnswering(Box<dyn CoreApplication>);

impl Answering for SwiftAnswering {
    fn ask(&self, question: Question) {
        let Question { asks, reply } = question;
        self.0.ask(Arc::new(CoreQuestion { asks, reply: Mutex::new(Some(reply)) }));
    }
}

/// What the application brings, answered through Swift.
pub(crate) fn own(brought: Brought, application: Option<Box<dyn CoreApplication>>) -> Own {
    let Some(application) = application else { return Own::default() };
    let answering: Arc<dyn Answering> = Arc::new(SwiftAnswering(application));
    Own::new(Language::Swift, brought, &answering)
}
