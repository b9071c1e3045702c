//! A provider that hangs holds up its own due work and nobody else's (SR-65, SR-71).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::engine::{Engine, MaintenanceReport};
use crate::model::grant::Grant;
use crate::model::http::{NetFailure, OutboundRequest, OutboundResponse};
use crate::model::rows::{GrantJob, JobKind};
use crate::net::HttpClient;

use super::stage::{Answer, Gate, LIFETIME, START, Stage, sample, soon};

/// More than one request, and more than one lane takes.
const MANY: usize = 70;
const WIDTH: usize = 8;

/// Acme answers when its gate is open, Bravo at once.
struct Two {
    acme: Gate,
    running: AtomicUsize,
    most: AtomicUsize,
    bravo: watch::Sender<usize>,
}

impl Two {
    fn new() -> Arc<Self> {
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Arc::new(Two { acme: Gate::new(), running, most, bravo: watch::Sender::new(0) })
    }

    /// Until Bravo has been asked this often.
    async fn bravo_asked(&self, times: usize) {
        let mut asked = self.bravo.subscribe();
        soon(asked.wait_for(|asked| *asked >= times)).await.unwrap();
    }
}

#[async_trait]
impl HttpClient for Two {
    async fn send(&self, request: OutboundRequest, _: Duration) -> Result<OutboundResponse, NetFailure> {
        let running = self.running.fetch_add(1, Ordering::SeqCst) + 1;
        if request.url.host_str().unwrap().ends_with("acme.example") {
            self.most.fetch_max(running, Ordering::SeqCst);
            self.acme.pass().await;
        } else {
            self.bravo.send_modify(|asked| *asked += 1);
        }
        self.running.fetch_sub(1, Ordering::SeqCst);
        let body = br#"{"access_token":"at","token_type":"Bearer","expires_in":3600,"refresh_token":"rt"}"#;
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Ok(OutboundResponse { status: 200, headers, body: Zeroizing::new(body.to_vec()), is_cut: false })
    }
}

/// Acme's are due first, all of them before Bravo's.
async fn fill(engine: &Engine) {
    let add = async |grant: Grant, at| {
        let grant = Grant { refresh_at: Some(at), ..grant };
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    };
    for n in 0..MANY {
        add(sample("acme", &format!("u{n}")), START).await;
    }
    for n in 0..3 {
        add(sample("bravo", &format!("u{n}")), START.plus(Duration::from_secs(1))).await;
    }
}

#[tokio::test]
async fn a_round_does_the_work_of_others_while_one_provider_hangs() {
    let (stage, net) = (Stage::new("reusable"), Two::new());
    let engine = stage.process_with(net.clone(), false).await;
    fill(&engine).await;
    stage.clock.advance(LIFETIME / 2);
    net.acme.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await.unwrap() }
    });
    net.bravo_asked(3).await;
    net.acme.reached(WIDTH).await;
    net.acme.open();
    let report = soon(round).await.unwrap();
    let all = u32::try_from(MANY + 3).unwrap();
    assert_eq!(report, MaintenanceReport { refreshed: all, checked: 0, revoked: 0, failed: 0, complete: true });
    assert!(net.most.load(Ordering::SeqCst) <= WIDTH + 3, "a provider is not stormed");
}

#[tokio::test]
async fn the_scheduler_goes_on_looking_while_one_provider_hangs() {
    let (stage, net) = (Stage::new("reusable"), Two::new());
    let engine = stage.process_with(net.clone(), true).await;
    net.acme.shut();
    fill(&engine).await;
    stage.clock.advance(LIFETIME / 2);
    net.bravo_asked(3).await;
    net.acme.reached(WIDTH).await;
    // What no lane can take soon stays due, for other processes.
    let left = engine
        .repo
        .take_jobs(&GrantJob::ALL.map(JobKind::Grant), START.plus(LIFETIME / 2), 10 * LIFETIME, 100, vec![])
        .await
        .unwrap();
    assert_eq!(left.len(), MANY - 32);
    // Bravo's fall due again, twice, and acme hangs still.
    for round in 2..4 {
        stage.clock.advance(LIFETIME);
        net.bravo_asked(3 * round).await;
    }
    assert!(net.most.load(Ordering::SeqCst) <= WIDTH + 3);
    net.acme.open();
    soon(engine.close()).await.unwrap();
}

#[tokio::test]
async fn a_budget_that_is_over_leaves_what_waits_to_the_next_round() {
    let (stage, net) = (Stage::new("reusable"), Two::new());
    let engine = stage.process_with(net.clone(), false).await;
    fill(&engine).await;
    stage.clock.advance(LIFETIME / 2);
    net.acme.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(Some(Duration::from_secs(30))).await.unwrap() }
    });
    net.acme.reached(WIDTH).await;
    net.bravo_asked(3).await;
    stage.clock.advance(Duration::from_secs(11));
    net.acme.open();
    let report = soon(round).await.unwrap();
    let started = u32::try_from(WIDTH + 3).unwrap();
    assert_eq!(report, MaintenanceReport { refreshed: started, checked: 0, revoked: 0, failed: 0, complete: false });
    // What was taken and not started is found again.
    stage.clock.advance(Duration::from_secs(120));
    let report = soon(engine.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!((report.refreshed, report.complete), (u32::try_from(MANY - WIDTH).unwrap(), true));
}

/// An API that hangs is no reason to let tokens end: after a long sleep all its checks are due before the renewals.
#[tokio::test]
async fn checks_that_hang_hold_up_no_renewal_of_the_same_config() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let second = Duration::from_secs(1);
    for n in 0..MANY {
        let grant = Grant { next_check_at: Some(START), ..sample("acme", &format!("checked{n}")) };
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    }
    for n in 0..3 {
        let grant = Grant { refresh_at: Some(START.plus(second)), ..sample("acme", &format!("renewed{n}")) };
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    }
    stage.provider.will((0..3).map(|_| Answer::Tokens("at-2", None)));
    stage.clock.advance(2 * second);
    stage.provider.look_ups.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await.unwrap() }
    });
    stage.provider.look_ups.reached(WIDTH).await;
    soon(async {
        while stage.provider.presented().len() < 3 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(stage.provider.look_ups.came(), WIDTH, "and the API is not stormed");
    stage.provider.look_ups.open();
    let report = soon(round).await.unwrap();
    let checked = u32::try_from(MANY).unwrap();
    assert_eq!(report, MaintenanceReport { refreshed: 3, checked, revoked: 0, failed: 0, complete: true });
}

/// Nor the other way round: a token endpoint that hangs holds up no check.
#[tokio::test]
async fn renewals_that_hang_hold_up_no_check_of_the_same_config() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    let second = Duration::from_secs(1);
    for n in 0..MANY {
        let grant = Grant { refresh_at: Some(START), ..sample("acme", &format!("renewed{n}")) };
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    }
    for n in 0..3 {
        let grant = Grant { next_check_at: Some(START.plus(second)), ..sample("acme", &format!("checked{n}")) };
        engine.repo.insert_grant(&grant, vec![], None).await.unwrap().unwrap();
    }
    stage.provider.will((0..MANY).map(|_| Answer::Tokens("at-2", None)));
    stage.clock.advance(2 * second);
    stage.provider.gate.shut();
    let round = tokio::spawn({
        let engine = engine.clone();
        async move { engine.scheduler.run_maintenance(None).await.unwrap() }
    });
    stage.provider.gate.reached(WIDTH).await;
    soon(async {
        while stage.provider.asked().len() < 3 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(stage.provider.gate.came(), WIDTH, "and the provider is not stormed");
    stage.provider.gate.open();
    let report = soon(round).await.unwrap();
    let refreshed = u32::try_from(MANY).unwrap();
    assert_eq!(report, MaintenanceReport { refreshed, checked: 3, revoked: 0, failed: 0, complete: true });
}
