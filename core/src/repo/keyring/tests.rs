//! Tests the keyring against a key service that is slow, away, or refuses.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::super::key_cache::{LONGEST, PAUSE, RENEW_AFTER, TOLERANCE};
use super::*;
use crate::base::{Secret, TestClock};
use crate::model::sealed::SealedBytes;
use crate::store::MemoryStore;
use crate::vault::{LocalRootKey, Root, RootKey, RootKeyError};

/// What a service does.
#[derive(Default)]
struct Control {
    is_away: AtomicBool,
    denies: AtomicBool,
    /// Seconds that it takes.
    takes: AtomicUsize,
    unwraps: AtomicUsize,
}

impl Control {
    /// How often it was asked to unwrap something.
    fn asked(&self) -> usize {
        self.unwraps.load(Ordering::SeqCst)
    }
}

/// A service that holds the root key, and can be away.
struct Service {
    key: LocalRootKey,
    control: Arc<Control>,
    clock: TestClock,
}

impl Service {
    fn answer(&self) -> Result<(), RootKeyError> {
        if self.control.is_away.load(Ordering::SeqCst) {
            return Err(RootKeyError::unavailable("It does not answer."));
        }
        if self.control.denies.load(Ordering::SeqCst) { Err(RootKeyError::denied("No.")) } else { Ok(()) }
    }
}

#[async_trait::async_trait]
impl RootKey for Service {
    fn id(&self) -> &str {
        self.key.id()
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        self.answer()?;
        Ok(self.key.wrap(context_hash, key).as_bytes().to_vec())
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        self.control.unwraps.fetch_add(1, Ordering::SeqCst);
        // As a request over the network: others run meanwhile.
        tokio::task::yield_now().await;
        self.clock.advance(Duration::from_secs(self.control.takes.load(Ordering::SeqCst) as u64));
        self.answer()?;
        self.key.unwrap(context_hash, &SealedBytes::from_stored(wrapped.to_vec())).map_err(|_| RootKeyError::Mismatch)
    }
}

struct Stage {
    keyring: Arc<Keyring>,
    clock: TestClock,
    service: Arc<Control>,
    tenant: TenantId,
}

impl Stage {
    async fn start() -> Self {
        let service = Arc::new(Control::default());
        let key = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        let clock = TestClock::new();
        let root = Service { key, control: service.clone(), clock: clock.clone() };
        let roots = RootKeys::new(vec![Root::Service(Arc::new(root))]).unwrap();
        let store = MemoryStore::new(Arc::new(clock.clone()));
        store.open().await.unwrap();
        let environment = Environment::parse("test").unwrap();
        let keyring = Arc::new(Keyring::new(Arc::new(store), roots, environment, Arc::new(clock.clone())));
        Stage { keyring, clock, service, tenant: TenantId::parse("org_acme").unwrap() }
    }

    /// What reading and writing are told: a key, or an error.
    async fn ask(&self, id: [u8; 16]) -> Result<()> {
        let sealing = self.keyring.tenant_key(&self.tenant).await;
        let opening = self.keyring.key_by_id(&self.tenant, id).await;
        assert_eq!(sealing.is_ok(), opening.is_ok());
        assert_eq!(sealing?.id(), opening?.expect("the key is there").id());
        Ok(())
    }
}

#[tokio::test]
async fn a_key_is_unwrapped_again_before_it_is_old() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    let asked = stage.service.asked();
    stage.clock.advance(RENEW_AFTER - Duration::from_secs(1));
    stage.ask(id).await.unwrap();
    assert_eq!(stage.service.asked(), asked, "not yet");
    stage.clock.advance(Duration::from_secs(2));
    stage.ask(id).await.unwrap();
    assert_eq!(stage.service.asked(), asked + 1, "once for both");
}

#[tokio::test]
async fn an_outage_of_the_key_service_is_outlasted_for_a_quarter_of_an_hour_from_its_first_failure() {
    // However old the key was when the service went away.
    for age in [Duration::ZERO, RENEW_AFTER / 2, 2 * RENEW_AFTER] {
        let stage = Stage::start().await;
        let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
        stage.clock.advance(age);
        stage.service.is_away.store(true, Ordering::SeqCst);
        stage.clock.advance(RENEW_AFTER);
        stage.ask(id).await.unwrap();
        stage.clock.advance(TOLERANCE - Duration::from_secs(1));
        stage.ask(id).await.unwrap();
        stage.clock.advance(Duration::from_secs(2));
        assert_eq!(stage.ask(id).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable, "{age:?}");
        stage.service.is_away.store(false, Ordering::SeqCst);
        stage.ask(id).await.unwrap();
    }
}

/// Nobody has used it meanwhile: an outage that begins with its first use finds it too old to outlast anything.
#[tokio::test]
async fn no_key_serves_for_longer_than_a_day_without_its_root_key() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    stage.service.is_away.store(true, Ordering::SeqCst);
    stage.clock.advance(LONGEST + Duration::from_secs(1));
    assert_eq!(stage.ask(id).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
    stage.service.is_away.store(false, Ordering::SeqCst);
    stage.ask(id).await.unwrap();
}

/// Whoever has seen that nothing of an earlier form is believed goes on so, whatever is put back into the vault.
#[tokio::test]
async fn the_oldest_form_does_not_go_back() {
    let stage = Stage::start().await;
    for (told, oldest) in [(1, 1), (3, 3), (2, 3), (1, 3), (4, 4)] {
        stage.keyring.raise_oldest_form(told);
        assert_eq!(stage.keyring.oldest_form(), oldest);
    }
}

#[tokio::test]
async fn a_service_that_is_away_is_not_asked_by_every_read() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    stage.service.is_away.store(true, Ordering::SeqCst);
    stage.clock.advance(RENEW_AFTER);
    let asked = stage.service.asked();
    for _ in 0..10 {
        stage.ask(id).await.unwrap();
    }
    assert_eq!(stage.service.asked(), asked + 1);
    stage.clock.advance(PAUSE);
    stage.ask(id).await.unwrap();
    assert_eq!(stage.service.asked(), asked + 2);
    // It is back: the next try ends the outage, and the key is new again.
    stage.service.is_away.store(false, Ordering::SeqCst);
    stage.clock.advance(PAUSE);
    stage.ask(id).await.unwrap();
    stage.service.is_away.store(true, Ordering::SeqCst);
    stage.clock.advance(RENEW_AFTER);
    stage.ask(id).await.unwrap();
    stage.clock.advance(TOLERANCE - Duration::from_secs(1));
    stage.ask(id).await.unwrap();
}

#[tokio::test]
async fn who_is_denied_has_no_key_from_that_moment_on() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    stage.service.is_away.store(true, Ordering::SeqCst);
    stage.clock.advance(RENEW_AFTER);
    stage.ask(id).await.unwrap();
    stage.service.is_away.store(false, Ordering::SeqCst);
    stage.service.denies.store(true, Ordering::SeqCst);
    stage.clock.advance(PAUSE);
    assert_eq!(stage.ask(id).await.unwrap_err().code(), ErrorCode::KeyMismatch);
    // Nor does an outage that follows bring it back.
    stage.service.denies.store(false, Ordering::SeqCst);
    stage.service.is_away.store(true, Ordering::SeqCst);
    assert_eq!(stage.ask(id).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
}

#[tokio::test]
async fn however_many_ask_the_service_is_asked_once() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    for first in [true, false] {
        if first {
            stage.keyring.clear();
        } else {
            stage.clock.advance(RENEW_AFTER);
        }
        let asked = stage.service.asked();
        let asking: Vec<_> = (0..50)
            .map(|_| {
                let (keyring, tenant) = (stage.keyring.clone(), stage.tenant.clone());
                tokio::spawn(async move { keyring.key_by_id(&tenant, id).await })
            })
            .collect();
        for asked in asking {
            assert!(asked.await.unwrap().unwrap().is_some());
        }
        assert_eq!(stage.service.asked(), asked + 1, "{first}");
    }
}

#[tokio::test]
async fn however_many_wait_for_a_service_that_is_away_it_is_asked_once() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    stage.keyring.clear();
    stage.service.is_away.store(true, Ordering::SeqCst);
    let asked = stage.service.asked();
    let asking: Vec<_> = (0..50)
        .map(|_| {
            let (keyring, tenant) = (stage.keyring.clone(), stage.tenant.clone());
            tokio::spawn(async move { keyring.key_by_id(&tenant, id).await })
        })
        .collect();
    for asked in asking {
        assert_eq!(asked.await.unwrap().unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
    }
    assert_eq!(stage.service.asked(), asked + 1);
    // Whoever comes later finds it well.
    stage.service.is_away.store(false, Ordering::SeqCst);
    stage.ask(id).await.unwrap();
}

#[tokio::test]
async fn who_is_silent_is_not_waited_for_again_at_once() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    stage.keyring.clear();
    stage.service.is_away.store(true, Ordering::SeqCst);
    stage.service.takes.store(5, Ordering::SeqCst);
    let asked = stage.service.asked();
    for _ in 0..10 {
        assert_eq!(stage.ask(id).await.unwrap_err().code(), ErrorCode::KeyServiceUnavailable);
    }
    assert_eq!(stage.service.asked(), asked + 1);
    stage.service.is_away.store(false, Ordering::SeqCst);
    stage.clock.advance(PAUSE + Duration::from_secs(1));
    stage.ask(id).await.unwrap();
}

/// A key is asked for that is not in memory, while others are: the answer is about all of them.
#[tokio::test]
async fn a_denial_that_is_met_on_the_way_to_another_key_takes_those_in_memory_too() {
    let stage = Stage::start().await;
    let id = stage.keyring.tenant_key(&stage.tenant).await.unwrap().id();
    stage.service.denies.store(true, Ordering::SeqCst);
    stage.keyring.forget_primaries(&[id]);
    assert_eq!(stage.keyring.tenant_key(&stage.tenant).await.unwrap_err().code(), ErrorCode::KeyMismatch);
    assert_eq!(stage.keyring.key_by_id(&stage.tenant, id).await.unwrap_err().code(), ErrorCode::KeyMismatch);
}

/// Rows that somebody has written, each read of which would cost a request.
#[tokio::test]
async fn a_key_that_is_nowhere_is_looked_for_once() {
    let stage = Stage::start().await;
    stage.keyring.tenant_key(&stage.tenant).await.unwrap();
    let asked = stage.service.asked();
    for n in 0..10 {
        assert!(stage.keyring.key_by_id(&stage.tenant, [n % 2; 16]).await.unwrap().is_none());
    }
    assert_eq!(stage.service.asked(), asked + 2);
    // By then somebody may have put a keyset back.
    stage.clock.advance(RENEW_AFTER + Duration::from_secs(1));
    assert!(stage.keyring.key_by_id(&stage.tenant, [0; 16]).await.unwrap().is_none());
    assert_eq!(stage.service.asked(), asked + 3);
}
