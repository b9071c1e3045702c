//! A provider that answers from a list, and tells what it was presented.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::control::{Gate, HeldClock};
use crate::base::Result;
use crate::model::http::{Body, Cut, NetFailure, OutboundRequest, OutboundResponse};
use crate::net::{Budget, HttpClient};

/// What the provider does with a request.
pub(in crate::engine::tests) enum Answer {
    /// These tokens; they live for [`LIFETIME`](super::LIFETIME).
    Tokens(&'static str, Option<&'static str>),
    /// The same, past the gate.
    AtOnce(&'static str, Option<&'static str>),
    Status(u16, &'static str),
    /// The same, past the gate.
    StatusAtOnce(u16, &'static str),
    /// The same, which names a pause.
    Later(u16, &'static str, &'static str),
    /// 200 with this body, after so many milliseconds on the clock.
    Slow(u64, &'static str),
    Failure(NetFailure),
    Panic,
}

pub(in crate::engine::tests) const INVALID_GRANT: Answer = Answer::Status(400, r#"{"error":"invalid_grant"}"#);

/// A provider that answers from a list.
pub(in crate::engine::tests) struct Provider {
    clock: Arc<HeldClock>,
    pub(in crate::engine::tests) gate: Gate,
    /// Held before anything of a renewal is sent, as long as a connection comes about.
    pub(in crate::engine::tests) connecting: Gate,
    /// What a probe is answered with.
    pub(in crate::engine::tests) probes: AtomicU16,
    /// What the answer to a probe or a look-up says.
    pub(in crate::engine::tests) says: Mutex<&'static str>,
    /// Why a probe or a look-up gets no answer.
    pub(in crate::engine::tests) cut: Mutex<Option<NetFailure>>,
    /// Held before a probe or a look-up is answered.
    pub(in crate::engine::tests) look_ups: Gate,
    asked: Mutex<Vec<String>>,
    answers: Mutex<VecDeque<Answer>>,
    presented: Mutex<Vec<String>>,
    challenges: Mutex<Vec<Option<String>>>,
    /// Held before a revocation is answered.
    pub(in crate::engine::tests) revocations: Gate,
    revoked: Mutex<Vec<String>>,
    refusals: Mutex<VecDeque<Refusal>>,
}

/// What the provider says to a revocation instead of 200; a status of 0: nothing in time.
#[derive(Clone, Copy)]
pub(in crate::engine::tests) struct Refusal {
    pub(in crate::engine::tests) status: u16,
    pub(in crate::engine::tests) body: &'static str,
    pub(in crate::engine::tests) retry_after: Option<&'static str>,
}

impl Provider {
    pub(super) fn new(clock: Arc<HeldClock>) -> Self {
        Provider {
            clock,
            gate: Gate::new(),
            connecting: Gate::new(),
            probes: AtomicU16::new(200),
            says: Mutex::default(),
            cut: Mutex::default(),
            look_ups: Gate::new(),
            asked: Mutex::default(),
            answers: Mutex::default(),
            presented: Mutex::default(),
            challenges: Mutex::default(),
            revocations: Gate::new(),
            revoked: Mutex::default(),
            refusals: Mutex::default(),
        }
    }

    pub(in crate::engine::tests) fn will(&self, answers: impl IntoIterator<Item = Answer>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Nothing more of what it would have answered.
    pub(in crate::engine::tests) fn forget(&self) {
        self.answers.lock().unwrap().clear();
    }

    /// The refresh tokens and device codes that were presented, in order; of other requests an empty text.
    pub(in crate::engine::tests) fn presented(&self) -> Vec<String> {
        self.presented.lock().unwrap().clone()
    }

    /// What it says to the next revocations; behind that, 200.
    pub(in crate::engine::tests) fn will_refuse(&self, refusals: impl IntoIterator<Item = Refusal>) {
        self.refusals.lock().unwrap().extend(refusals);
    }

    /// The tokens of which it was asked to revoke them, in order.
    pub(in crate::engine::tests) fn revoked(&self) -> Vec<String> {
        self.revoked.lock().unwrap().clone()
    }

    async fn revoke(&self, request: OutboundRequest) -> Result<OutboundResponse, NetFailure> {
        let Body::Form(form) = &request.body else { panic!("a revocation is a form") };
        let token = url::form_urlencoded::parse(form.expose().as_bytes()).find(|(name, _)| name == "token");
        self.revoked.lock().unwrap().push(token.expect("a token").1.into_owned());
        let refusal = self.refusals.lock().unwrap().pop_front();
        self.revocations.pass().await;
        let Refusal { status, body, retry_after } = refusal.unwrap_or(Refusal { status: 200, body: "", retry_after: None });
        if status == 0 {
            return Err(NetFailure::TimedOut);
        }
        let headers = retry_after.map(|pause| ("retry-after".to_owned(), pause.to_owned())).into_iter().collect();
        Ok(OutboundResponse { status, headers, body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false })
    }

    /// Where probes and look-ups have asked, in order.
    pub(in crate::engine::tests) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The challenge that went along with each of them.
    pub(in crate::engine::tests) fn challenges(&self) -> Vec<Option<String>> {
        self.challenges.lock().unwrap().clone()
    }
}

#[async_trait]
impl HttpClient for Provider {
    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        self.connecting.pass().await;
        if !budget.begin().await {
            return Err(NetFailure::NotSent.into());
        }
        Ok(self.send(request, budget.left()).await?)
    }

    async fn send(&self, request: OutboundRequest, _: Duration) -> Result<OutboundResponse, NetFailure> {
        if request.url.path() == "/revoke" {
            return self.revoke(request).await;
        }
        let Body::Form(form) = request.body else {
            self.asked.lock().unwrap().push(request.url.into());
            self.look_ups.pass().await;
            if let Some(failure) = *self.cut.lock().unwrap() {
                return Err(failure);
            }
            let status = self.probes.load(Ordering::SeqCst);
            let body = Zeroizing::new(self.says.lock().unwrap().as_bytes().to_vec());
            let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
            return Ok(OutboundResponse { status, headers, body, is_cut: false });
        };
        let field = |wanted: &str| {
            let mut fields = url::form_urlencoded::parse(form.expose().as_bytes());
            fields.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
        };
        self.presented.lock().unwrap().push(field("refresh_token").or_else(|| field("device_code")).unwrap_or_default());
        self.challenges.lock().unwrap().push(field("claims"));
        // What is answered is decided when the request arrives, not when the answer is let go.
        let answer = self.answers.lock().unwrap().pop_front().expect("an answer for every request");
        if !matches!(answer, Answer::AtOnce(..) | Answer::StatusAtOnce(..)) {
            self.gate.pass().await;
        }
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let (status, body) = match answer {
            Answer::Tokens(access, refresh) | Answer::AtOnce(access, refresh) => {
                let refresh = refresh.map(|token| format!(r#","refresh_token":"{token}""#)).unwrap_or_default();
                (200, format!(r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":3600{refresh}}}"#))
            }
            Answer::Status(status, body) | Answer::StatusAtOnce(status, body) => (status, body.to_owned()),
            Answer::Later(status, body, pause) => {
                headers.push(("retry-after".to_owned(), pause.to_owned()));
                (status, body.to_owned())
            }
            Answer::Slow(millis, body) => {
                self.clock.advance(Duration::from_millis(millis));
                (200, body.to_owned())
            }
            Answer::Failure(failure) => return Err(failure),
            Answer::Panic => panic!("a bug in a flight"),
        };
        Ok(OutboundResponse { status, headers, body: Zeroizing::new(body.into_bytes()), is_cut: false })
    }
}
