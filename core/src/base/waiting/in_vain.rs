//! What somebody is told whose time ran out: what was waited for, what to look at, and when to come back.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::super::{Error, ErrorCode, Retry};
use super::Awaited;

/// What a caller is told whose time is over.
pub(crate) fn timed_out(awaited: Option<&Awaited>) -> Error {
    let error = describe(awaited);
    // Who keeps a lock is looked for anew at each call, and says itself when to come back.
    if error.retry_after().is_some() || error.retry() != Retry::Later { error } else { error.with_retry_after(AGAIN) }
}

/// After so long, whoever has waited in vain may call again: what was begun goes on meanwhile.
const AGAIN: Duration = Duration::from_secs(1);

fn describe(awaited: Option<&Awaited>) -> Error {
    const LATER: &str = "Call again: what was begun goes on meanwhile. Give the call more time if that is usual.";
    match awaited {
        None => Error::new(ErrorCode::Timeout, "This call took longer than its ⟨timeout⟩; what it has begun goes on.")
            .with_hint(LATER),
        Some(Awaited::Provider(name)) => {
            Error::new(ErrorCode::Timeout, format!("{name} has not answered in time; what was begun goes on.")).with_hint(LATER)
        }
        Some(Awaited::OtherProcess(name)) => {
            let message = format!("Another process is renewing this {name} credential and has not finished in time.");
            Error::new(ErrorCode::Timeout, message)
                .with_hint("Call again: its result is everybody's. If it has died or hangs, its turn ends within a minute.")
        }
        Some(Awaited::UnsentOther(name)) => {
            let message =
                format!("Another process is to renew this {name} credential, and has not reached the provider in time.");
            Error::new(ErrorCode::Timeout, message).with_hint(
                "Look at the network between that process and the provider. Call again: if it has died or hangs, its turn ends within a minute.",
            )
        }
        Some(Awaited::Exchange { provider, is_sent }) if is_sent.load(Ordering::Relaxed) => {
            Error::new(ErrorCode::Timeout, format!("{provider} has not answered in time; the refresh goes on."))
                .with_hint("Call again: the result is kept.")
        }
        Some(Awaited::Exchange { provider, .. }) => Error::new(
            ErrorCode::Timeout,
            format!("No connection to {provider} has come about in time; the refresh goes on."),
        )
        .with_hint(
            "Look at the network between this process and the provider, which was not asked. Call again: the result is kept.",
        ),
        Some(Awaited::Vault { locked, .. }) if locked.is_now() => locked.error(),
        Some(Awaited::Vault { name, .. }) => {
            Error::new(ErrorCode::VaultUnavailable, format!("The vault {name} has not answered in time."))
                .with_hint("Look at its disk or its server: no provider was waited for.")
        }
        Some(Awaited::KeyService) => {
            Error::new(ErrorCode::KeyServiceUnavailable, "The service that holds the root key has not answered in time.")
                .with_hint("Look at that service: no provider was waited for.")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::super::on;
    use super::super::tests::{told, vault};
    use super::*;

    fn exchange(is_sent: bool) -> Awaited {
        Awaited::Exchange { provider: "Acme".into(), is_sent: Arc::new(AtomicBool::new(is_sent)) }
    }

    #[tokio::test]
    async fn whoever_waits_in_vain_is_told_for_what() {
        let acme = || "Acme".to_owned();
        let table = [
            (vault(true), "vault_locked", "Process 4711 keeps v.db locked."),
            (vault(false), "vault_unavailable", "The vault v.db has not answered in time."),
            (Awaited::KeyService, "key_service_unavailable", "The service that holds the root key has not answered in time."),
            (Awaited::Provider(acme()), "timeout", "Acme has not answered in time; what was begun goes on."),
            (
                Awaited::OtherProcess(acme()),
                "timeout",
                "Another process is renewing this Acme credential and has not finished in time.",
            ),
            (
                Awaited::UnsentOther(acme()),
                "timeout",
                "Another process is to renew this Acme credential, and has not reached the provider in time.",
            ),
            (exchange(false), "timeout", "No connection to Acme has come about in time; the refresh goes on."),
            (exchange(true), "timeout", "Acme has not answered in time; the refresh goes on."),
        ];
        for (awaited, code, message) in table {
            assert_eq!(told(on(awaited, Box::pin(pending()))).await, (code, message.to_owned()));
        }
        assert_eq!(told(pending()).await.0, "timeout");
    }

    #[test]
    fn whoever_waits_in_vain_is_told_when_to_come_back() {
        for awaited in [None, Some(vault(false)), Some(Awaited::KeyService), Some(exchange(false)), Some(exchange(true))] {
            let error = timed_out(awaited.as_ref());
            assert_eq!((error.retry(), error.retry_after()), (Retry::Later, Some(AGAIN)), "{awaited:?}");
        }
    }
}
