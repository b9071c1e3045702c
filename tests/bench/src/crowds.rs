//! Many callers at once: on one grant that has ended, behind a provider that does not answer, and before one that wants pauses.

use std::time::{Duration, Instant};

use authpipe::{Authpipe, CallOptions, Subject, TestClock};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use crate::harness::{Failure, each, is_long, print_count, print_row};
use crate::refreshing::{PROVIDER, connect, open};
use crate::token_endpoint::TokenEndpoint;
use crate::vaults::Vault;

const CALLERS: usize = 1_000;
/// How long a provider takes that works.
const ANSWER: Duration = Duration::from_millis(50);
/// Longer than anybody waits.
const HANGS: Duration = Duration::from_secs(60);
const SLOW: &str = "bench-slow";
/// Grants of the provider that works, beside the one that hangs.
const OTHERS: usize = 64;
/// Longer than a token lives.
const LIFETIME: Duration = Duration::from_secs(2 * 3600);

pub(crate) fn run() -> Result<(), Failure> {
    one_expired_grant()?;
    beside_one_that_hangs()?;
    pauses()
}

async fn get(authpipe: &Authpipe, subject: &Subject) -> authpipe::Result<()> {
    let credential = authpipe.get_credential(subject, CallOptions::default()).await?;
    assert!(!credential.degraded, "a refresh failed");
    Ok(())
}

/// Everybody has what they want after one exchange, and as soon as it is over.
fn one_expired_grant() -> Result<(), Failure> {
    let (endpoint, vault, clock) = (TokenEndpoint::start(ANSWER)?, Vault::make()?, TestClock::new());
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (alone, all) = runtime.block_on(async {
        let authpipe = open(&vault, &[(PROVIDER, endpoint.origin())], Some(clock.clone()))?;
        let handler = authpipe::handler(&authpipe, authpipe::HandlerOptions::default())?;
        let subject = connect(&handler, PROVIDER, "user_1").await?;
        let mut took = Vec::new();
        for callers in [1, CALLERS] {
            clock.advance(LIFETIME);
            let asked = endpoint.requests();
            let began = Instant::now();
            get_all(&authpipe, vec![subject.clone(); callers]).await?;
            took.push(began.elapsed());
            if endpoint.requests() != asked + 1 {
                return Err(format!("{callers} callers: {} exchanges", endpoint.requests() - asked).into());
            }
        }
        authpipe.close().await?;
        Ok::<_, Failure>((took[0], took[1]))
    })?;
    let what = format!("{CALLERS} callers on one expired grant, the last of them (one exchange)");
    print_row(&what, each(all, 1), "one caller", each(alone, 1), "no longer than it: 1×");
    Ok(())
}

async fn get_all(authpipe: &Authpipe, subjects: Vec<Subject>) -> Result<(), Failure> {
    let mut running = JoinSet::new();
    for subject in subjects {
        let authpipe = authpipe.clone();
        running.spawn(async move { get(&authpipe, &subject).await });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    Ok(())
}

/// A provider that hangs holds up who waits for it, and no other grant.
fn beside_one_that_hangs() -> Result<(), Failure> {
    let grants = if is_long() { CALLERS } else { 200 };
    let (endpoint, vault, clock) = (TokenEndpoint::start(ANSWER)?, Vault::make()?, TestClock::new());
    let signing_in = TokenEndpoint::start(Duration::ZERO)?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (alone, beside) = runtime.block_on(async {
        let authpipe = open(&vault, &[(PROVIDER, endpoint.origin()), (SLOW, signing_in.origin())], Some(clock.clone()))?;
        let handler = authpipe::handler(&authpipe, authpipe::HandlerOptions::default())?;
        let (mut others, mut waiting) = (Vec::new(), Vec::new());
        for number in 0..OTHERS {
            others.push(connect(&handler, PROVIDER, &format!("user_{number:04}")).await?);
        }
        for number in 0..grants {
            waiting.push(connect(&handler, SLOW, &format!("user_{number:04}")).await?);
        }
        clock.advance(LIFETIME);
        let began = Instant::now();
        get_all(&authpipe, others.clone()).await?;
        let alone = began.elapsed();

        clock.advance(LIFETIME);
        signing_in.hang(HANGS);
        let asked = signing_in.requests();
        let mut callers = JoinSet::new();
        for number in 0..CALLERS {
            let (authpipe, subject) = (authpipe.clone(), waiting[number % grants].clone());
            callers.spawn(async move { drop(get(&authpipe, &subject).await) });
        }
        while signing_in.requests() == asked {
            tokio::task::yield_now().await;
        }
        let began = Instant::now();
        get_all(&authpipe, others).await?;
        let beside = began.elapsed();
        // Who waits for an answer that never comes is let go with the provider.
        signing_in.stop();
        callers.shutdown().await;
        authpipe.close().await?;
        Ok::<_, Failure>((alone, beside))
    })?;
    let what = format!("{OTHERS} refreshes, {CALLERS} callers waiting for a provider that hangs");
    print_row(&what, each(beside, OTHERS), "nobody waiting", each(alone, OTHERS), "not slower: 1×");
    Ok(())
}

/// Everybody comes back when they were told to. What the pauses allow is one exchange for each grant, and one question for each pause.
fn pauses() -> Result<(), Failure> {
    let (grants, at_once) = (2_000, 500);
    let calm = TokenEndpoint::start(Duration::ZERO)?;
    let (vault, clock) = (Vault::make()?, TestClock::new());
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let (requests, pauses) = runtime.block_on(async {
        let authpipe = open(&vault, &[(PROVIDER, calm.origin())], Some(clock.clone()))?;
        let handler = authpipe::handler(&authpipe, authpipe::HandlerOptions::default())?;
        let mut subjects = Vec::new();
        for number in 0..grants {
            subjects.push(connect(&handler, PROVIDER, &format!("user_{number:04}")).await?);
        }
        clock.advance(LIFETIME);
        calm.limit(at_once, Duration::from_secs(1));
        let asked = calm.requests();
        let mut callers = JoinSet::new();
        for subject in subjects {
            let authpipe = authpipe.clone();
            callers.spawn(async move {
                loop {
                    let error = match get(&authpipe, &subject).await {
                        Ok(()) => return Ok(()),
                        Err(error) => error,
                    };
                    match error.retry_after() {
                        Some(wait) => tokio::time::sleep(wait).await,
                        None => return Err(error),
                    }
                }
            });
        }
        while let Some(ended) = callers.join_next().await {
            ended??;
        }
        authpipe.close().await?;
        Ok::<_, Failure>((calm.requests() - asked, calm.pauses()))
    })?;
    let allowed = u64::try_from(grants)? + pauses;
    let what = format!("{grants} grants at a provider that wants {pauses} pauses, requests");
    print_count(&what, requests, "what Retry-After allows", allowed, "≤ 1.1×");
    Ok(())
}
