//! Faults: rules that make the next requests slow, lost, refused or malformed.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::watch;

/// Which requests a fault may hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// Token endpoints, the generic server's too.
    Token,
    /// Authorize endpoints, the generic server's too.
    Authorize,
    /// Admin-consent endpoints.
    AdminConsent,
    /// Signing keys.
    Jwks,
    /// OpenID configuration and other metadata.
    Discovery,
    /// Everything under `/v1.0` and the generic server's protected resource.
    Graph,
    /// The generic server's revocation endpoint.
    Revoke,
    /// Every request, pages included, control requests excluded.
    Any,
}

/// The body of a [`Fault::status`] answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// An error object in the form of the endpoint (OAuth or Graph).
    Json,
    /// An HTML page, as load balancers answer.
    Html,
    /// Plain text.
    Text(String),
}

/// When an action happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Before the request takes effect.
    Before,
    /// After it took effect and before it is answered.
    After,
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Delay(Duration),
    Hold(Phase),
    Drop(Phase),
    /// It arrives twice; whether the answer to the second is given.
    Twice {
        gives_last: bool,
    },
    Answer {
        phase: Phase,
        answer: Answer,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: AnswerBody,
}

#[derive(Clone, Debug)]
pub(crate) enum AnswerBody {
    Made(Body),
    Raw(Bytes),
}

/// A rule: which requests, how often, what happens.
///
/// ```
/// use authpipe_sandbox::{Endpoint, Fault};
/// let fault = Fault::status(Endpoint::Token, 429).retry_after(7).grant_type("refresh_token").times(2);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    endpoint: Endpoint,
    grant_type: Option<String>,
    path_prefix: Option<String>,
    client_id: Option<String>,
    skip: usize,
    times: Option<usize>,
    action: Action,
}

impl Fault {
    fn new(endpoint: Endpoint, action: Action) -> Fault {
        Fault { endpoint, grant_type: None, path_prefix: None, client_id: None, skip: 0, times: Some(1), action }
    }

    /// Waits in real time before processing, then goes on (also to later rules).
    pub fn delay(endpoint: Endpoint, by: Duration) -> Fault {
        Fault::new(endpoint, Action::Delay(by))
    }

    /// Holds the request before it takes effect until the handle is released, then goes on (also to later rules).
    pub fn hold(endpoint: Endpoint) -> Fault {
        Fault::new(endpoint, Action::Hold(Phase::Before))
    }

    /// Lets the request take effect and holds its answer until the handle is released.
    pub fn hold_answer(endpoint: Endpoint) -> Fault {
        Fault::new(endpoint, Action::Hold(Phase::After))
    }

    /// Closes the connection; the request takes no effect.
    pub fn drop_before(endpoint: Endpoint) -> Fault {
        Fault::new(endpoint, Action::Drop(Phase::Before))
    }

    /// Lets the request take effect and closes the connection without an answer.
    pub fn drop_after(endpoint: Endpoint) -> Fault {
        Fault::new(endpoint, Action::Drop(Phase::After))
    }

    /// The request arrives twice, as some proxies repeat one: both take effect, and the answer to the first is given.
    pub fn twice(endpoint: Endpoint) -> Fault {
        Fault::new(endpoint, Action::Twice { gives_last: false })
    }

    /// The same, where the answers come in the wrong order: that to the second is given.
    pub fn twice_out_of_order(endpoint: Endpoint) -> Fault {
        Fault::new(endpoint, Action::Twice { gives_last: true })
    }

    /// Answers with a status and an error body in the endpoint's form; the request takes no effect.
    pub fn status(endpoint: Endpoint, status: u16) -> Fault {
        let answer = Answer { status, headers: Vec::new(), body: AnswerBody::Made(Body::Json) };
        Fault::new(endpoint, Action::Answer { phase: Phase::Before, answer })
    }

    /// Answers with exactly these bytes.
    pub fn raw(endpoint: Endpoint, status: u16, content_type: &str, body: impl Into<Bytes>) -> Fault {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let answer = Answer { status, headers, body: AnswerBody::Raw(body.into()) };
        Fault::new(endpoint, Action::Answer { phase: Phase::Before, answer })
    }

    /// Answers 200 with JSON that breaks off in the middle of a value.
    pub fn malformed_json(endpoint: Endpoint) -> Fault {
        Fault::raw(endpoint, 200, "application/json", &b"{\"access_token\":\"broken"[..])
    }

    /// Answers with a redirect.
    pub fn redirect(endpoint: Endpoint, status: u16, location: &str) -> Fault {
        Fault::status(endpoint, status).body(Body::Empty).header("location", location)
    }

    /// Only token requests with this grant type.
    pub fn grant_type(mut self, grant_type: &str) -> Fault {
        self.grant_type = Some(grant_type.to_owned());
        self
    }

    /// Only paths that begin like this.
    pub fn path(mut self, prefix: &str) -> Fault {
        self.path_prefix = Some(prefix.to_owned());
        self
    }

    /// Only requests of this client (token and authorize endpoints).
    pub fn client(mut self, client_id: &str) -> Fault {
        self.client_id = Some(client_id.to_owned());
        self
    }

    /// Lets the first `n` matching requests pass.
    pub fn skip(mut self, n: usize) -> Fault {
        self.skip = n;
        self
    }

    /// Hits that many requests (default 1).
    pub fn times(mut self, n: usize) -> Fault {
        self.times = Some(n);
        self
    }

    /// Hits every matching request until removed.
    pub fn always(mut self) -> Fault {
        self.times = None;
        self
    }

    /// `Retry-After` of an answer, in seconds.
    pub fn retry_after(self, seconds: u64) -> Fault {
        self.header("retry-after", &seconds.to_string())
    }

    /// Adds a header to an answer; no effect on other actions.
    pub fn header(mut self, name: &str, value: &str) -> Fault {
        if let Action::Answer { answer, .. } = &mut self.action {
            answer.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Chooses the body of an answer; no effect on other actions.
    pub fn body(mut self, body: Body) -> Fault {
        if let Action::Answer { answer, .. } = &mut self.action {
            answer.body = AnswerBody::Made(body);
        }
        self
    }

    /// The answer replaces the real one after the request took effect; no effect on other actions.
    pub fn after_processing(mut self) -> Fault {
        if let Action::Answer { phase, .. } = &mut self.action {
            *phase = Phase::After;
        }
        self
    }

    fn name(&self) -> String {
        match &self.action {
            Action::Delay(_) => "delay".to_owned(),
            Action::Hold(Phase::Before) => "hold".to_owned(),
            Action::Hold(Phase::After) => "hold_answer".to_owned(),
            Action::Drop(Phase::Before) => "drop_before".to_owned(),
            Action::Drop(Phase::After) => "drop_after".to_owned(),
            Action::Twice { gives_last: false } => "twice".to_owned(),
            Action::Twice { gives_last: true } => "twice_out_of_order".to_owned(),
            Action::Answer { phase: Phase::Before, answer } => format!("answer_{}", answer.status),
            Action::Answer { phase: Phase::After, answer } => format!("answer_after_{}", answer.status),
        }
    }
}

/// What a request looks like to the rules.
pub(crate) struct Facts<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) path: &'a str,
    pub(crate) grant_type: Option<&'a str>,
    pub(crate) client_id: Option<&'a str>,
}

/// A rule that was added; tells how often it hit and releases held requests.
#[derive(Clone)]
pub struct FaultHandle {
    rule: Arc<Rule>,
    faults: Faults,
}

struct Rule {
    id: u64,
    fault: Fault,
    seen: AtomicUsize,
    hits: watch::Sender<usize>,
    released: watch::Sender<bool>,
}

impl FaultHandle {
    /// Identifier for the control interface.
    pub fn id(&self) -> u64 {
        self.rule.id
    }

    /// How many requests it has hit.
    pub fn hits(&self) -> usize {
        *self.rule.hits.borrow()
    }

    /// Waits until it has hit at least one request.
    pub async fn wait_until_reached(&self) {
        self.wait_until_hits(1).await;
    }

    /// Waits until it has hit at least `n` requests.
    pub async fn wait_until_hits(&self, n: usize) {
        let mut hits = self.rule.hits.subscribe();
        // The sender lives in `self`, so waiting ends only by the count.
        let _ = hits.wait_for(|hits| *hits >= n).await;
    }

    /// Lets all held requests go on, and later ones pass without waiting.
    pub fn release(&self) {
        self.rule.released.send_replace(true);
    }

    /// Removes the rule; held requests go on.
    pub fn remove(&self) {
        self.faults.remove(self.rule.id);
        self.release();
    }
}

/// One rule that hit a request.
pub(crate) struct Hit(Arc<Rule>);

impl Hit {
    pub(crate) fn action(&self) -> &Action {
        &self.0.fault.action
    }

    pub(crate) fn name(&self) -> String {
        self.0.fault.name()
    }

    /// Tells waiters that the request is here.
    pub(crate) fn reach(&self) {
        self.0.hits.send_modify(|hits| *hits += 1);
    }

    pub(crate) async fn wait_for_release(&self) {
        let mut released = self.0.released.subscribe();
        let _ = released.wait_for(|released| *released).await;
    }
}

/// The list of rules. Rules are tried in the order they were added; delays and holds let later rules act as well.
#[derive(Clone, Default)]
pub struct Faults {
    next_id: Arc<AtomicU64>,
    rules: Arc<Mutex<Vec<Arc<Rule>>>>,
}

impl Faults {
    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Rule>>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a rule.
    pub fn add(&self, fault: Fault) -> FaultHandle {
        let rule = Arc::new(Rule {
            id: self.next_id.fetch_add(1, Ordering::Relaxed) + 1,
            fault,
            seen: AtomicUsize::new(0),
            hits: watch::Sender::new(0),
            released: watch::Sender::new(false),
        });
        self.lock().push(Arc::clone(&rule));
        FaultHandle { rule, faults: self.clone() }
    }

    /// The rule with this identifier, if it was not removed.
    pub fn get(&self, id: u64) -> Option<FaultHandle> {
        let rule = self.lock().iter().find(|rule| rule.id == id).cloned()?;
        Some(FaultHandle { rule, faults: self.clone() })
    }

    /// Removes all rules; held requests go on.
    pub fn clear(&self) {
        for rule in self.lock().drain(..) {
            rule.released.send_replace(true);
        }
    }

    fn remove(&self, id: u64) {
        self.lock().retain(|rule| rule.id != id);
    }

    /// The rules that hit a request, in order, up to the first that ends it.
    pub(crate) fn take(&self, facts: &Facts<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for rule in self.lock().iter() {
            let fault = &rule.fault;
            let matches = (fault.endpoint == Endpoint::Any || fault.endpoint == facts.endpoint)
                && fault.grant_type.as_deref().is_none_or(|wanted| facts.grant_type == Some(wanted))
                && fault.client_id.as_deref().is_none_or(|wanted| facts.client_id == Some(wanted))
                && fault.path_prefix.as_deref().is_none_or(|prefix| facts.path.starts_with(prefix));
            if !matches {
                continue;
            }
            // Rules are only counted under the lock of the list.
            let seen = rule.seen.fetch_add(1, Ordering::Relaxed);
            if seen < fault.skip || fault.times.is_some_and(|times| seen - fault.skip >= times) {
                continue;
            }
            hits.push(Hit(Arc::clone(rule)));
            if matches!(fault.action, Action::Drop(_) | Action::Answer { .. }) {
                break;
            }
        }
        hits
    }
}
