//! Carries the core's questions to what the application brings of its own. Each is answered in a thread of Python's, so that a function that
//! takes its time holds up nothing of ours, and the end of the interpreter waits for none.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use authpipe::{ErrorCode, Secret};
use authpipe_bindings::Language;
use authpipe_bindings::own::{Answer, Answering, Asks, Brought, Own, Question, Reply};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyString, PyTuple};

use crate::refusal::{self, Any};
use crate::runtime;

/// The options `root_keys` and `anchor`, and `client_assertion` of each member of `providers`.
pub(crate) fn read(given: &Bound<'_, PyDict>) -> PyResult<Own> {
    let option = |name: &str| Ok::<_, PyErr>(given.get_item(name)?.filter(|value| !value.is_none()));
    let (mut root_key_ids, mut root_keys) = (Vec::new(), Vec::new());
    if let Some(all) = option("root_keys")? {
        let wrong = || refusal::wrong_type(ErrorCode::ConfigInvalid, "root_keys", "a sequence of RootKey", &all);
        if all.is_instance_of::<PyString>() {
            return Err(wrong());
        }
        for (number, one) in all.try_iter().map_err(|_| wrong())?.enumerate() {
            let one = one?;
            let id = one.getattr("id").ok().and_then(|id| id.extract::<String>().ok());
            let Some(id) = id.filter(|_| has(&one, ["wrap", "unwrap"])) else {
                let name = format!("root_keys[{number}]");
                let wanted = "a RootKey, with an id, wrap and unwrap";
                return Err(refusal::wrong_type(ErrorCode::ConfigInvalid, &name, wanted, &one));
            };
            root_key_ids.push(id);
            root_keys.push(one.unbind());
        }
    }
    let anchor = option("anchor")?;
    if let Some(anchor) = anchor.as_ref().filter(|anchor| !has(anchor, ["read", "write"])) {
        return Err(refusal::wrong_type(ErrorCode::ConfigInvalid, "anchor", "an Anchor, with read and write", anchor));
    }
    let client_assertions = option("providers")?.map(|all| read_assertions(&all)).transpose()?.unwrap_or_default();
    let asserted = client_assertions.keys().cloned().collect();
    let brought = Brought { root_key_ids, has_anchor: anchor.is_some(), asserted };
    let held = Held { root_keys, anchor: anchor.map(Bound::unbind), client_assertions };
    let answering: Arc<dyn Answering> = Arc::new(PythonAnswering(Arc::new(held)));
    Ok(Own::new(Language::Python, brought, &answering))
}

/// By the ids of their configs. What is no mapping is refused where the rest is read.
fn read_assertions(providers: &Any<'_>) -> PyResult<HashMap<String, Py<PyAny>>> {
    let mut all = HashMap::new();
    let Ok(providers) = providers.cast::<PyDict>() else { return Ok(all) };
    for (id, config) in providers.iter() {
        let id: String = id.extract()?;
        let function = config.cast::<PyDict>()?.get_item("client_assertion")?.filter(|function| !function.is_none());
        let Some(function) = function else { continue };
        if !function.is_callable() {
            let name = format!("providers[{id:?}].client_assertion");
            return Err(refusal::wrong_type(ErrorCode::ConfigInvalid, &name, "a function", &function));
        }
        all.insert(id, function.unbind());
    }
    Ok(all)
}

fn has(object: &Any<'_>, functions: [&str; 2]) -> bool {
    functions.iter().all(|name| object.getattr(*name).is_ok_and(|function| function.is_callable()))
}

/// What the application has given.
struct Held {
    root_keys: Vec<Py<PyAny>>,
    anchor: Option<Py<PyAny>>,
    client_assertions: HashMap<String, Py<PyAny>>,
}

struct PythonAnswering(Arc<Held>);

impl Answering for PythonAnswering {
    fn ask(&self, question: Question) {
        let held = self.0.clone();
        runtime::behind(async move {
            runtime::deliver(|py| {
                // Whoever has asked learns of the end of the reply.
                let _ = begin(py, &held, question);
            });
        });
    }
}

fn begin(py: Python<'_>, held: &Held, question: Question) -> PyResult<()> {
    let mut name = question.asks.function();
    let bytes = |bytes: &[u8]| PyBytes::new(py, bytes).into_any();
    let root_key = |number: usize| held.root_keys.get(number);
    let (target, arguments) = match &question.asks {
        Asks::Wrap { root_key: number, key, context_hash } => (root_key(*number), vec![bytes(key.expose()), bytes(context_hash)]),
        Asks::Unwrap { root_key: number, wrapped, context_hash } => {
            (root_key(*number), vec![bytes(wrapped), bytes(context_hash)])
        }
        Asks::Read => (held.anchor.as_ref(), vec![]),
        Asks::Write(text) => (held.anchor.as_ref(), vec![PyString::new(py, text).into_any()]),
        Asks::ClientAssertion { config } => {
            // It is the function itself.
            name = "__call__";
            (held.client_assertions.get(config), vec![])
        }
    };
    let Some(target) = target else { return Ok(()) };
    let reply = Bound::new(py, OwnReply(Mutex::new(Some(question.reply))))?;
    let begin = py.import(pyo3::intern!(py, "authpipe._own"))?.getattr(pyo3::intern!(py, "begin"))?;
    begin.call1((target, name, PyTuple::new(py, arguments)?, reply)).map(drop)
}

/// Where the answer to one question goes.
#[pyclass(frozen, module = "authpipe._native")]
pub(crate) struct OwnReply(Mutex<Option<Reply>>);

#[pymethods]
impl OwnReply {
    /// Gives what a function has given.
    fn give(&self, value: &Any<'_>) {
        let answer = if value.is_none() {
            Answer::Nothing
        } else if let Ok(bytes) = value.cast::<PyBytes>() {
            Answer::Bytes(Secret::new(bytes.as_bytes().to_vec()))
        } else if let Ok(bytes) = value.cast::<PyByteArray>() {
            Answer::Bytes(Secret::new(bytes.to_vec()))
        } else {
            value.extract().map_or(Answer::Other, |text: String| Answer::Text(Secret::new(text)))
        };
        self.send(answer);
    }

    /// Says that a function broke off: `unavailable`, `denied` or `mismatch` with the reason, or anything else with the error's name.
    fn fail(&self, kind: &str, text: String) {
        self.send(match kind {
            "unavailable" => Answer::Unavailable(text),
            "denied" => Answer::Denied(text),
            "mismatch" => Answer::Mismatch,
            _ => Answer::Failed(text),
        });
    }
}

impl OwnReply {
    fn send(&self, answer: Answer) {
        let reply = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(reply) = reply {
            reply.give(answer);
        }
    }
}
