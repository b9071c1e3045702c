//! A renewal waits for its turn at the provider, before it takes a lease.

use crate::base::Result;
use crate::base::waiting::{self, Awaited};
use crate::engine::common::exchange::{ExchangeFailure, Exchanged};
use crate::engine::common::single_flight::Aboard;
use crate::engine::common::throttles::{Admitted, ForOthers, Word};
use crate::engine::grants::leases::Held;
use crate::model::config::ProviderConfig;
use crate::model::grant::Grant;
use crate::model::http::NetFailure;

use super::Refresher;

impl Refresher {
    /// Waits for its turn among those who ask the same endpoint.
    ///
    /// # Errors
    /// - `rate_limited`, `provider_unavailable`: the endpoint is left alone for now.
    /// - `closed`: nothing was sent yet, and nothing is begun any more.
    pub(super) async fn admit(&self, config: &ProviderConfig, grant: &Grant) -> Result<Admitted> {
        let mut admitted = Box::pin(self.wait_for_turn(config, grant));
        loop {
            // Made before the look at `closed`: a wake in between is not lost.
            let woken = self.tasks.woken();
            tokio::select! {
                biased;
                admitted = &mut admitted => return admitted,
                closed = async { self.tasks.check_open() }, if self.tasks.check_open().is_err() => closed?,
                () = woken => {}
            }
        }
    }

    async fn wait_for_turn(&self, config: &ProviderConfig, grant: &Grant) -> Result<Admitted> {
        self.hear_of_others().await;
        let provider = Awaited::Provider(config.definition.name.clone());
        let admitted = waiting::on(provider, Box::pin(self.throttles.admit(config, grant))).await?;
        // Who has waited for room may know less than there is to know by now.
        self.hear_of_others().await;
        self.throttles.check_still(config, grant, &admitted)?;
        Ok(admitted)
    }

    /// Learns which endpoints other processes leave alone, every second at most. All who ask meanwhile wait for the same answer: nobody is
    /// sent on what was known before it. Where the vault does not say, it is known what this process was told; nothing is sent without a
    /// lease from the same vault.
    pub(super) async fn hear_of_others(&self) {
        while self.throttles.is_reading_due() {
            let Aboard { follower, leader } = self.throttles.readings.join((), (), |()| {});
            let Some(leader) = leader else {
                // Without an answer, who led has gone away, and another one leads.
                follower.answer().await;
                continue;
            };
            let waits = leader.waits();
            waiting::on_same(&waits.clone(), waiting::apart(waits, Box::pin(self.read_of_others()))).await;
            leader.finish(|_| ());
        }
    }

    async fn read_of_others(&self) {
        let read = self.grants.endpoint_pauses().await;
        if let Err(error) = &read {
            tracing::debug!(code = error.code().as_str(), "what other processes were told could not be read");
        }
        self.throttles.heard_of_others(read.ok().as_deref());
    }

    /// Before something is sent under a lease, which has taken its time: a pause that somebody was told meanwhile stops this one too, until
    /// its first byte.
    ///
    /// # Errors
    /// - `rate_limited`, `provider_unavailable`: the endpoint is left alone by now, or another one finds out.
    pub(super) async fn check_turn(
        &self,
        config: &ProviderConfig,
        grant: &Grant,
        held: &Held,
        admitted: &mut Admitted,
    ) -> Result<()> {
        if let Err(error) = self.throttles.check_still(config, grant, admitted) {
            self.grants.released_unused(grant, held).await?;
            return Err(error);
        }
        self.ask_for_all(config, grant, held, admitted).await?;
        held.departure.stop_with(admitted.watch());
        Ok(())
    }

    /// What was not sent because of such a pause is no failure of this grant.
    ///
    /// # Errors
    /// As of [`Refresher::check_turn`].
    pub(super) async fn check_unsent(
        &self,
        config: &ProviderConfig,
        grant: &Grant,
        held: &Held,
        exchanged: &Result<Exchanged, ExchangeFailure>,
    ) -> Result<()> {
        let is_unsent = matches!(exchanged, Err(ExchangeFailure::Unanswered(NetFailure::NotSent, _)));
        let Some(error) = held.departure.refusal(config, grant).filter(|_| is_unsent) else { return Ok(()) };
        self.grants.released_unused(grant, held).await?;
        Err(error)
    }

    /// Where all processes leave an endpoint alone, one of them finds out whether it works again.
    ///
    /// # Errors
    /// - `rate_limited`, `provider_unavailable`: another one finds out.
    async fn ask_for_all(&self, config: &ProviderConfig, grant: &Grant, held: &Held, admitted: &mut Admitted) -> Result<()> {
        if !admitted.is_for_all() {
            return Ok(());
        }
        let error = match self.grants.may_probe(admitted.endpoint()).await {
            Ok(true) => {
                admitted.find_out();
                return Ok(());
            }
            Ok(false) => self.throttles.left_to_other(config, grant),
            Err(error) => error,
        };
        self.grants.released_unused(grant, held).await?;
        Err(error)
    }

    /// What a renewal says of its endpoint, to all who ask there, other processes included. Those are told behind what callers wait for;
    /// where nothing goes on behind calls, by what is given back here, which must then be awaited.
    pub(super) fn says(&self, admitted: Admitted, word: &Word) -> Option<impl Future<Output = ()> + use<>> {
        let endpoint = admitted.endpoint();
        let told = self.tell_others(endpoint, admitted.says(word)?);
        if self.settings.background {
            self.tasks.spawn(told);
            return None;
        }
        Some(told)
    }

    /// Tells the other processes.
    fn tell_others(&self, endpoint: [u8; 32], news: ForOthers) -> impl Future<Output = ()> + use<> {
        let (grants, clock) = (self.grants.clone(), self.clock.clone());
        let heard_at = clock.elapsed();
        async move {
            let told = match news {
                ForOthers::Pause { length, is_asked } => {
                    // What has passed until it is told is no part of it.
                    let left = length.saturating_sub(clock.elapsed().saturating_sub(heard_at));
                    grants.endpoint_paused(endpoint, left, is_asked).await
                }
                ForOthers::Over => grants.endpoint_resumed(endpoint).await,
            };
            if let Err(error) = told {
                tracing::debug!(code = error.code().as_str(), "other processes could not be told of a pause");
            }
        }
    }
}
