//! Names to addresses, judged at each connection, so that a name that changes its mind (DNS rebinding) gains nothing.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Trust, may_dial};

/// Where addresses come from.
#[async_trait]
pub(crate) trait Lookup: Send + Sync + 'static {
    /// All addresses of a name.
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The operating system's resolver.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemLookup;

#[async_trait]
impl Lookup for SystemLookup {
    async fn lookup(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// Every address of the name is blocked. In an error's cause chain it tells [`Blocked`](crate::model::http::NetFailure::Blocked)
/// from a name that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("every address is blocked")]
pub(super) struct AddressBlocked;

/// Looks names up and leaves out addresses that may not be dialled.
pub(super) struct Judge {
    pub(super) trust: Trust,
    pub(super) lookup: Arc<dyn Lookup>,
    /// The one name that is the operator's proxy: it may stand on a private address, and no other name is looked up.
    pub(super) proxy: Option<String>,
}

impl Resolve for Judge {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let lookup = self.lookup.clone();
        let trust = match &self.proxy {
            None => Ok(self.trust),
            Some(proxy) if *proxy == name => Ok(Trust::Listed),
            Some(_) => Err(AddressBlocked),
        };
        Box::pin(async move {
            let trust = trust?;
            // RFC 6761 §6.3: `localhost` is loopback, whatever a resolver says. Only listed hosts get here with it and pass.
            let found = if name == "localhost" {
                vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)]
            } else {
                lookup.lookup(&name).await?
            };
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            let dialled: Vec<SocketAddr> =
                found.into_iter().filter(|ip| may_dial(*ip, trust)).map(|ip| SocketAddr::new(ip, 0)).collect();
            if dialled.is_empty() {
                return Err(AddressBlocked.into());
            }
            Ok(Box::new(dialled.into_iter()) as Addrs)
        })
    }
}
