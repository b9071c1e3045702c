//! Resolves names at each connection and judges the addresses, so that a name which resolves to another address the second time
//! (DNS rebinding) reaches no private one.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{Trust, may_dial};
use crate::base::fork::SystemCall;

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
        let (name, call) = (name.to_owned(), SystemCall::begin());
        let found = tokio::task::spawn_blocking(move || {
            // Whoever asked may be gone by now; the system still looks.
            let _call = call;
            Ok((name.as_str(), 0).to_socket_addrs()?.map(|address| address.ip()).collect())
        });
        found.await.unwrap_or_else(|lost| Err(io::Error::other(lost)))
    }
}

/// Every address of the name is blocked. In an error's cause chain it tells [`Blocked`](crate::model::http::NetFailure::Blocked)
/// from a name that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("every address is blocked")]
pub(super) struct AddressBlocked;

/// The name has no address, as far as this machine can find out.
#[derive(Debug, thiserror::Error)]
#[error("the name is not known")]
pub(super) struct NameUnknown;

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
                lookup.lookup(&name).await.map_err(|_| NameUnknown)?
            };
            if found.is_empty() {
                return Err(NameUnknown.into());
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_fork_waits_for_a_look_up_that_nobody_waits_for() {
        // One thread for blocking work, which is taken: the look-up cannot be over before the assertion.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().max_blocking_threads(1).build().unwrap();
        runtime.block_on(async {
            let (go, wait) = std::sync::mpsc::channel::<()>();
            tokio::task::spawn_blocking(move || wait.recv());
            assert!(tokio::time::timeout(Duration::ZERO, SystemLookup.lookup("localhost")).await.is_err());
            assert!(!SystemCall::wait_for_all(Duration::ZERO));
            drop(go);
            assert!(SystemCall::wait_for_all(Duration::MAX));
            assert!(!SystemLookup.lookup("localhost").await.unwrap().is_empty());
            assert!(SystemLookup.lookup("").await.is_err());
        });
    }
}
