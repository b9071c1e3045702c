//! Sends the two requests of a device flow (RFC 8628), each once, and judges what comes of it.

use std::time::Duration;

use crate::base::{BootTime, ProviderDetails};
use crate::model::definition::{Diagnosis, KeptValue, OAuth};
use crate::model::http::{NetFailure, OutboundRequest};
use crate::protocol::device::{DeviceAuthorization, DeviceRefusal, PollFailure, judge_device_answer, judge_device_poll};
use crate::protocol::kept::read_kept;
use crate::protocol::provider_details::{Sent, read_provider_details};
use crate::protocol::token::Asked;

use super::exchange::{Destination, Exchanged, TokenClient};

/// Why a request of a device flow brought nothing; `F` is what an answer came to.
#[derive(Debug)]
pub(in crate::engine) enum DeviceFailure<F> {
    /// The provider answered; and what it said in closed fields.
    Answered(F, Box<ProviderDetails>),
    /// It did not; and where it was asked.
    Unanswered(NetFailure, Destination),
}

/// How a device flow asks: its scopes, its definition, and for how long.
#[derive(Clone, Copy)]
pub(in crate::engine) struct DeviceAsked<'a> {
    pub(in crate::engine) scopes: &'a [String],
    pub(in crate::engine) oauth: &'a OAuth,
    pub(in crate::engine) diagnosis: &'a Diagnosis,
    pub(in crate::engine) budget: Duration,
}

impl TokenClient {
    /// Asks for a device code and a user code.
    pub(in crate::engine) async fn authorize_device(
        &self,
        request: OutboundRequest,
        asked: DeviceAsked<'_>,
        emulator: Option<&str>,
    ) -> Result<DeviceAuthorization, DeviceFailure<DeviceRefusal>> {
        let DeviceAsked { scopes, oauth, diagnosis, budget } = asked;
        let (sent, destination) = (Sent::with(&request), Destination::of(&request.url, self.net.as_ref()));
        let response = self.net.send(request, budget).await;
        let response = response.map_err(|failure| DeviceFailure::Unanswered(failure, destination))?;
        judge_device_answer(&response, Asked::new(scopes, oauth), &oauth.device, emulator)
            .map_err(|refusal| DeviceFailure::Answered(refusal, Box::new(read_provider_details(&response, &sent, diagnosis))))
    }

    /// Polls the token endpoint.
    pub(in crate::engine) async fn poll_device(
        &self,
        request: OutboundRequest,
        asked: DeviceAsked<'_>,
        kept: &[KeptValue],
    ) -> Result<Exchanged, DeviceFailure<PollFailure>> {
        let DeviceAsked { scopes, oauth, diagnosis, budget } = asked;
        let (started_at, started_on) = (self.clock.now(), BootTime::now(&*self.clock));
        let (sent, destination) = (Sent::with(&request), Destination::of(&request.url, self.net.as_ref()));
        let response = self.net.send(request, budget).await;
        let response = response.map_err(|failure| DeviceFailure::Unanswered(failure, destination))?;
        match judge_device_poll(&response, Asked::new(scopes, oauth), &oauth.device) {
            Ok(answer) => {
                let told = read_kept(&response, kept, oauth.token_response.encoding);
                Ok(Exchanged { answer, started_at, started_on, told })
            }
            Err(failure) => Err(DeviceFailure::Answered(failure, Box::new(read_provider_details(&response, &sent, diagnosis)))),
        }
    }
}
