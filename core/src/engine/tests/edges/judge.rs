//! A provider that rotates refresh tokens, and sees what is presented twice.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use zeroize::Zeroizing;

use super::gate::{Edges, When};
use crate::base::Clock as _;
use crate::engine::tests::stage::HeldClock;
use crate::model::http::{Body, Cut, NetFailure, OutboundRequest, OutboundResponse};
use crate::net::{Budget, HttpClient};

/// What it does with a refresh token that is presented again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// It ends the grant.
    Strict,
    /// Within 30 s it gives the same successor again; later it ends the grant.
    Grace,
    /// It rotates nothing.
    Reusable,
    /// It ends the grant, and its definition does not say so.
    Unknown,
}

impl Profile {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Profile::Strict => "strict",
            Profile::Grace => "grace",
            Profile::Reusable => "reusable",
            Profile::Unknown => "unknown",
        }
    }
}

/// The provider, for all processes. The first tokens have the number 1.
pub(super) struct Judge {
    profile: Profile,
    clock: Arc<HeldClock>,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Default)]
struct State {
    rotations: u32,
    exchanges: u32,
    presentations: usize,
    rotated_at: Duration,
    has_revoked: bool,
}

impl Judge {
    pub(super) fn new(profile: Profile, clock: Arc<HeldClock>) -> Self {
        Judge { profile, clock, state: Mutex::default() }
    }

    pub(super) fn presentations(&self) -> usize {
        self.state.lock().unwrap().presentations
    }

    pub(super) fn has_revoked(&self) -> bool {
        self.state.lock().unwrap().has_revoked
    }

    fn answer(&self, presented: &str) -> OutboundResponse {
        let mut state = self.state.lock().unwrap();
        state.presentations += 1;
        let current = state.rotations + 1;
        let presented: u32 = presented.strip_prefix("rt-").and_then(|number| number.parse().ok()).expect("one of ours");
        let is_within_grace = self.clock.elapsed().saturating_sub(state.rotated_at) < Duration::from_secs(30);
        let successor = match self.profile {
            _ if state.has_revoked => None,
            Profile::Reusable => Some(1),
            _ if presented == current => {
                (state.rotations, state.rotated_at) = (state.rotations + 1, self.clock.elapsed());
                Some(current + 1)
            }
            Profile::Grace if presented + 1 == current && is_within_grace => Some(current),
            Profile::Strict | Profile::Grace | Profile::Unknown => None,
        };
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let Some(successor) = successor else {
            state.has_revoked = true;
            let body = Zeroizing::new(br#"{"error":"invalid_grant"}"#.to_vec());
            return OutboundResponse { status: 400, headers, body, is_cut: false };
        };
        state.exchanges += 1;
        let access = state.exchanges + 1;
        let body = format!(
            r#"{{"access_token":"at-{access}","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-{successor}"}}"#
        );
        OutboundResponse { status: 200, headers, body: Zeroizing::new(body.into_bytes()), is_cut: false }
    }
}

/// A process's way to it.
pub(super) struct Wire {
    pub(super) judge: Arc<Judge>,
    pub(super) edges: Arc<Edges>,
}

#[async_trait]
impl HttpClient for Wire {
    async fn send(&self, _: OutboundRequest, _: Duration) -> Result<OutboundResponse, NetFailure> {
        panic!("only tokens are asked for, within a budget")
    }

    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        let Body::Form(form) = request.body else { panic!("only tokens are asked for") };
        let presented = url::form_urlencoded::parse(form.expose().as_bytes())
            .find_map(|(name, value)| (name == "refresh_token").then(|| value.into_owned()))
            .expect("a refresh");
        let step = self.edges.begin("exchange");
        self.edges.pass(step.as_ref(), When::Before).await.map_err(|_| NetFailure::NotConnected)?;
        // As a connection asks that has come about at last.
        if !budget.begin().await {
            return Err(NetFailure::NotSent.into());
        }
        let answer = self.judge.answer(&presented);
        self.edges.pass(step.as_ref(), When::After).await.map_err(|_| NetFailure::Broken)?;
        if answer.status == 200 && self.judge.profile != Profile::Reusable {
            self.edges.note_successor();
        }
        Ok(answer)
    }
}
