//! Row 2: sends one request value under limits and gives back one answer value.
//!
//! One request is one exchange: no redirect is followed (SR-24), nothing is retried, no proxy is taken from the environment,
//! no coding is asked for, and neither time nor size is left to the other side (SR-35). The address that is dialled is judged,
//! not the name (SR-33). What goes wrong is one of the [`NetFailure`]s, which hold no URL and no text of anybody (SR-79).

mod address;
mod asking;
mod body;
mod budget;
mod client;
mod coding;
mod handshake;
mod issuers;
mod policy;
mod receiver;
mod resolver;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use async_trait::async_trait;
use url::Url;

use crate::base::{Error, ErrorCode, Result};
use crate::model::http::{Cut, NetFailure, OutboundRequest, OutboundResponse};

pub(crate) use address::Trust;
pub(crate) use budget::{Budget, Door};
use client::{Arriving, Connections};
pub(crate) use issuers::Issuers;
use policy::Route;
pub(crate) use policy::{NetPolicy, Proxy, parse_proxy, read_ca_file};
#[cfg(test)]
pub(crate) use policy::{PrivateHost, parse_private_host};
pub(crate) use receiver::{Arrival, Receiver};
pub(crate) use resolver::{Lookup, SystemLookup};

/// Sends requests to providers. Implement it to send them through a client of your own.
///
/// An implementation must keep what the own client promises: no redirects, no retry, verified TLS, addresses judged, answers limited.
#[async_trait]
pub(crate) trait HttpClient: Send + Sync + 'static {
    /// Sends a request once, and gives back the whole answer within `total`.
    ///
    /// # Errors
    /// Each [`NetFailure`] tells whether the provider may have seen the request; where that is not known, it may.
    async fn send(&self, request: OutboundRequest, total: Duration) -> Result<OutboundResponse, NetFailure>;

    /// As [`HttpClient::send`], and keeps what has come of an answer that breaks off or is too large. Nothing of the request's content is
    /// sent once the budget is over by its clock.
    ///
    /// # Errors
    /// [`Cut`]: as there, with what has come.
    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        if !budget.begin().await {
            return Err(NetFailure::NotSent.into());
        }
        Ok(self.send(request, budget.left()).await?)
    }

    /// The proxy through which an address is reached, without user name and password; `None`: none.
    fn proxy_of(&self, _url: &Url) -> Option<String> {
        None
    }

    /// Who has issued the certificates that were not trusted; `None`: that is not kept.
    fn issuers(&self) -> Option<Arc<Issuers>> {
        None
    }

    /// Finds at the start what would fail at the first request. Nothing is sent.
    ///
    /// # Errors
    /// - `config_invalid`: what must be fixed before anything can be sent.
    fn prepare(&self) -> Result<()> {
        Ok(())
    }
}

/// How long an exchange may go on behind its deadline, to read what has arrived by then. A process that was stopped (a signal, a
/// suspended container) finds its deadline past and the answer in the socket, and may be the only one that ever gets it (SR-57).
const ARRIVED: Duration = Duration::from_millis(500);

/// How much one exchange may take (SR-35).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// The longest wait for name, connection and TLS handshake together.
    pub connect: Duration,
    /// The longest exchange, from the call to the last byte; what has arrived by then is still read. A shorter time given to `send` wins.
    pub total: Duration,
    /// The longest body, in bytes.
    pub max_body: usize,
    /// The most that names and values of all headers may take, in bytes.
    pub max_headers: usize,
}

impl Limits {
    /// 5 s, 20 s, 256 KiB, 64 KiB. The total stays below the lease of 60 s, so that a holder knows the outcome before another
    /// may take over; the sizes are a hundred times what token endpoints and key sets send.
    pub(crate) const DEFAULT: Limits =
        Limits { connect: Duration::from_secs(5), total: Duration::from_secs(20), max_body: 256 * 1024, max_headers: 64 * 1024 };
}

impl Default for Limits {
    fn default() -> Self {
        Limits::DEFAULT
    }
}

/// The library's own client, on `reqwest` and `rustls`.
///
/// Its connections belong to the tokio runtime that first used them, so use one `Net` per runtime.
pub(crate) struct Net {
    policy: NetPolicy,
    limits: Limits,
    lookup: Arc<dyn Lookup>,
    issuers: Arc<Issuers>,
    kept: Clients,
    own: Clients,
}

/// A client for each route.
#[derive(Default)]
struct Clients {
    public: OnceLock<Option<reqwest::Client>>,
    listed: OnceLock<Option<reqwest::Client>>,
    metadata: OnceLock<Option<reqwest::Client>>,
    proxied: OnceLock<Option<reqwest::Client>>,
}

impl Net {
    /// A client with the default limits. Nothing is loaded or opened before the first request.
    pub(crate) fn new(policy: NetPolicy) -> Self {
        Net::with(policy, Limits::DEFAULT, Arc::new(SystemLookup))
    }

    /// A client with limits and a source of addresses of one's own.
    pub(crate) fn with(policy: NetPolicy, limits: Limits, lookup: Arc<dyn Lookup>) -> Self {
        Net { policy, limits, lookup, issuers: Arc::default(), kept: Clients::default(), own: Clients::default() }
    }

    fn client(&self, route: Route, connections: Connections) -> Result<&reqwest::Client, NetFailure> {
        let clients = match connections {
            Connections::Kept => &self.kept,
            Connections::Own => &self.own,
        };
        let cell = match route {
            Route::Direct(Trust::Public) => &clients.public,
            Route::Direct(Trust::Listed) => &clients.listed,
            Route::Direct(Trust::Metadata) => &clients.metadata,
            Route::Proxied => &clients.proxied,
        };
        let built =
            cell.get_or_init(|| client::build(&self.policy, &self.limits, route, connections, &self.lookup, &self.issuers));
        built.as_ref().ok_or(NetFailure::NotConnected)
    }

    async fn exchange(
        &self,
        request: OutboundRequest,
        total: Duration,
        budget: Option<&Arc<Budget>>,
        arriving: &mut Arriving,
    ) -> Result<OutboundResponse, NetFailure> {
        let total = total.min(self.limits.total);
        let trust = self.policy.judge(&request.url)?;
        if total.is_zero() || budget.is_some_and(|budget| budget.is_shut()) {
            return Err(NetFailure::NotSent);
        }
        let route = self.policy.route(&request.url, trust);
        let request = client::build_request(request, budget)?;
        // What has no content has all it says in its head, which asks nobody: its connection does.
        let asking = budget.filter(|_| request.body().is_none());
        let client = self.client(route, asking.map_or(Connections::Kept, |_| Connections::Own))?;
        let exchange = client::exchange(client, request, &self.limits, route, arriving);
        let mut exchange = std::pin::pin!(async move {
            match asking {
                Some(budget) => asking::under(budget.clone(), exchange).await,
                None => exchange.await,
            }
        });
        // What has not been sent by then is not sent any more, and that is known. Without a budget the client does not tell whether it
        // was, and of the two mistakes only "it may have been processed" is safe.
        let is_unsent = || budget.is_some_and(|budget| budget.shut());
        let in_time = tokio::time::timeout(total, &mut exchange).await;
        let ended = match in_time {
            Ok(ended) => ended,
            Err(_) if is_unsent() => return Err(NetFailure::NotSent),
            Err(_) => tokio::time::timeout(ARRIVED, exchange).await.unwrap_or(Err(NetFailure::TimedOut)),
        };
        if let Some(budget) = budget {
            // Who has answered before the content came is not sent it behind that: whatever follows from the answer has been done by then.
            budget.shut();
        }
        // One that was held back in time looks like a connection that broke.
        ended.map_err(|failure| if failure.may_have_been_processed() && is_unsent() { NetFailure::NotSent } else { failure })
    }
}

impl fmt::Debug for Net {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Net").field("policy", &self.policy).field("limits", &self.limits).finish_non_exhaustive()
    }
}

#[async_trait]
impl HttpClient for Net {
    async fn send(&self, request: OutboundRequest, total: Duration) -> Result<OutboundResponse, NetFailure> {
        self.exchange(request, total, None, &mut Arriving::default()).await
    }

    async fn send_keeping(&self, request: OutboundRequest, budget: &Arc<Budget>) -> Result<OutboundResponse, Cut> {
        let mut arriving = Arriving { is_kept: true, ..Arriving::default() };
        let ended = self.exchange(request, budget.left(), Some(budget), &mut arriving).await;
        // Where the time ended, nobody has looked at its codings yet; gzip tells itself apart.
        ended.map_err(|failure| Cut { failure, begun: coding::undo("", arriving.body, self.limits.max_body).body })
    }

    fn proxy_of(&self, url: &Url) -> Option<String> {
        let route = self.policy.route(url, self.policy.judge(url).ok()?);
        self.policy.proxy.as_ref().filter(|_| route == Route::Proxied).map(Proxy::name)
    }

    fn issuers(&self) -> Option<Arc<Issuers>> {
        Some(self.issuers.clone())
    }

    /// Loads the certificate authorities, for each way on which requests will go. A file of the operator's was judged with the options,
    /// so what can be wrong now is that the machine has none, as in a slim container; development goes on without.
    fn prepare(&self) -> Result<()> {
        let ways = [Some(Route::Direct(Trust::Public)), self.policy.proxy.as_ref().map(|_| Route::Proxied)];
        if self.policy.development || ways.into_iter().flatten().all(|route| self.client(route, Connections::Kept).is_ok()) {
            return Ok(());
        }
        Err(Error::new(ErrorCode::ConfigInvalid, "This machine has no certificate authorities, so no provider can be verified.")
            .with_hint("Install the system's ca-certificates, or name a file of them in ⟨extra_ca_file⟩."))
    }
}
