//! Processes on one vault, and grants in it, for tests of repositories.

use std::future::pending;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{Act, GrantUpdate, GrantWrite, LeaseGrant, LeaseRequest, Repo, SealingKey, Spooled};
use crate::base::{
    Clock, ConfigId, Environment, GrantId, Label, ProviderId, Result, Secret, SystemClock, TenantId, TestClock, Timestamp,
    UserId, giving_way,
};
use crate::model::audit::AuditKind;
use crate::model::grant::{
    CredentialType, ExternalAccount, Grant, GrantSecrets, GrantStatus, Material, OAuthTokens, OpenIntent, StoredFor,
};
use crate::model::lease::CommitRight;
use crate::model::renewal::Renewal;
use crate::model::rows::{GrantGuard, LeaseGuard, Schedule};
use crate::model::sealed::SealedBytes;
use crate::model::standing::Standing;
use crate::model::subject::{GrantKey, SubjectKind};
use crate::model::successor::{Spent, Successor};
use crate::store::{Presence, SpoolFolder, read_address};
use crate::vault::{LocalRootKey, Root, RootKey, RootKeyError, RootKeys};

mod beginning;
mod steps;

pub(super) use beginning::session;
pub(super) use steps::{Stepped, ends_within, ends_within_writes};

/// A process that has not opened the vault yet.
pub(super) fn process(file: &Path, key: &Secret<String>) -> Arc<Repo> {
    process_with(file, &[key])
}

/// The same with several root keys, the first of which is to wrap.
pub(super) fn process_with(file: &Path, keys: &[&Secret<String>]) -> Arc<Repo> {
    build(file, &file.with_extension("spool"), keys.iter().map(|key| local(key)).collect())
}

fn local(key: &Secret<String>) -> Root {
    LocalRootKey::parse(key.expose()).unwrap().into()
}

fn build(file: &Path, spool: &Path, roots: Vec<Root>) -> Arc<Repo> {
    build_at(&format!("sqlite:{}", file.display()), spool, roots)
}

/// A process on a vault in PostgreSQL, with a spool of its own.
pub(super) async fn open_on_server(address: &str, spool: &Path, keys: &[&Secret<String>]) -> Arc<Repo> {
    open_on_server_with(address, spool, keys, SystemClock).await
}

/// The same on a machine with such a clock.
pub(super) async fn open_on_server_with(address: &str, spool: &Path, keys: &[&Secret<String>], clock: impl Clock) -> Arc<Repo> {
    let repo = build_with(address, spool, keys.iter().map(|key| local(key)).collect(), Arc::new(clock));
    repo.open().await.unwrap();
    repo
}

fn build_at(address: &str, spool: &Path, roots: Vec<Root>) -> Arc<Repo> {
    build_with(address, spool, roots, Arc::new(SystemClock))
}

/// A process that has these root keys.
pub(super) fn process_of(file: &Path, roots: Vec<Root>) -> Arc<Repo> {
    build(file, &file.with_extension("spool"), roots)
}

/// A process on a machine whose clock shows this.
pub(super) async fn open_at(file: &Path, key: &Secret<String>, now: Timestamp) -> Arc<Repo> {
    let spool = file.with_extension("spool");
    let clock = Arc::new(TestClock::frozen_at(now));
    let repo = build_with(&format!("sqlite:{}", file.display()), &spool, vec![local(key)], clock);
    repo.open().await.unwrap();
    repo
}

/// A process in another environment than the tests' own.
pub(super) fn process_in(environment: &str, file: &Path, keys: &[&Secret<String>]) -> Arc<Repo> {
    let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
    let roots = RootKeys::new(keys.iter().map(|key| local(key)).collect()).unwrap();
    Arc::new(Repo::new(store, roots, Environment::parse(environment).unwrap(), Arc::new(SystemClock)))
}

fn build_with(address: &str, spool: &Path, roots: Vec<Root>, clock: Arc<dyn Clock>) -> Arc<Repo> {
    let address = read_address(address).unwrap();
    let (store, spool) = (Arc::new(Stepped(address.make(clock.clone()))), SpoolFolder::new(spool.to_owned()));
    let repo = Repo::new(store, RootKeys::new(roots).unwrap(), Environment::parse("test").unwrap(), clock);
    Arc::new(repo.shown_in(Presence::of(&*address, Some(&spool))).spooling_to(Some(spool)))
}

/// A root key whose service says no once it has answered so often.
pub(super) struct Refusing {
    inner: LocalRootKey,
    /// How many more keys it unwraps.
    pub(super) left: AtomicUsize,
    /// It says no once, and then unwraps whatever comes.
    pub(super) is_for_a_moment: AtomicBool,
    /// It does not answer.
    pub(super) is_away: AtomicBool,
}

impl Refusing {
    pub(super) fn new() -> Arc<Self> {
        let inner = LocalRootKey::parse(LocalRootKey::make().expose()).unwrap();
        Arc::new(Refusing {
            inner,
            left: AtomicUsize::new(usize::MAX),
            is_for_a_moment: AtomicBool::new(false),
            is_away: AtomicBool::new(false),
        })
    }
}

#[async_trait::async_trait]
impl RootKey for Refusing {
    fn id(&self) -> &str {
        "service:refusing"
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        Ok(self.inner.wrap(context_hash, key).as_bytes().to_vec())
    }

    async fn unwrap(&self, wrapped: &[u8], context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        if self.is_away.load(Ordering::SeqCst) {
            return Err(RootKeyError::unavailable("away"));
        }
        let spent = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if spent.is_err() {
            if self.is_for_a_moment.load(Ordering::SeqCst) {
                self.left.store(usize::MAX, Ordering::SeqCst);
            }
            return Err(RootKeyError::denied("not now"));
        }
        self.inner.unwrap(context_hash, &SealedBytes::from_stored(wrapped.to_vec())).map_err(|_| RootKeyError::Mismatch)
    }
}

/// A process with a root key of such a service, which has taken over from the vault's key.
pub(super) async fn open_refusing(file: &Path, key: &Secret<String>, root: &Arc<Refusing>) -> Arc<Repo> {
    let spool = file.with_extension("spool");
    let service = || Root::Service(root.clone());
    for roots in [vec![local(key), service()], vec![service(), local(key)]] {
        let repo = build(file, &spool, roots);
        repo.open().await.unwrap();
        repo.housekeeping().rotate_root_keys(|_| true).await.unwrap();
        repo.close().await;
    }
    let repo = build(file, &spool, vec![service()]);
    repo.open().await.unwrap();
    repo
}

/// A process.
pub(super) async fn open(file: &Path, key: &Secret<String>) -> Arc<Repo> {
    let repo = process(file, key);
    repo.open().await.unwrap();
    repo
}

/// A process with a spool of its own, as one on another machine has it.
pub(super) async fn open_elsewhere(file: &Path, spool: &Path, key: &Secret<String>) -> Arc<Repo> {
    open_elsewhere_with(file, spool, &[key]).await
}

/// The same with several root keys.
pub(super) async fn open_elsewhere_with(file: &Path, spool: &Path, keys: &[&Secret<String>]) -> Arc<Repo> {
    let repo = build(file, spool, keys.iter().map(|key| local(key)).collect());
    repo.open().await.unwrap();
    repo
}

/// A grant with a secret of its own, of a user of its own, of one of seven tenants.
pub(crate) fn grant(n: usize) -> Grant {
    let secrets = GrantSecrets {
        material: Material::Fields(vec![("value".to_owned(), Secret::from(format!("secret-{n}").as_str()))]),
        status: GrantStatus::Active,
        reason: None,
        ..GrantSecrets::unreadable()
    };
    Grant {
        id: GrantId::make_connection(),
        key: GrantKey {
            tenant_id: tenant(n),
            config: ConfigId::parse("files").unwrap(),
            subject: SubjectKind::User,
            user_id: Some(UserId::parse(&format!("u{n}")).unwrap()),
            label: Label::empty(),
            purpose: CredentialType::ApiKey.purpose(),
        },
        provider: ProviderId::parse("files").unwrap(),
        credential_type: CredentialType::ApiKey,
        secrets,
        generation: 1,
        revision: 1,
        fence: 0,
        committed_epoch: 0,
        lease_epoch: 0,
        refresh_at: None,
        next_check_at: None,
        last_used_at: None,
        failures: 0,
        next_attempt_at: None,
        last_ok_at: None,
        created_at: Timestamp::EPOCH,
        updated_at: Timestamp::EPOCH,
        account_hash: None,
        open_intent: None,
        stored_for: StoredFor::default(),
    }
}

/// An installation of one of seven tenants in an organisation, under a label of its own.
pub(crate) fn installation(n: usize, organisation: &str) -> Grant {
    let mut installed = Grant { id: GrantId::make_installation(), ..grant(n) };
    let organisation = Some(organisation.to_owned());
    installed.secrets.account = Some(ExternalAccount { organisation, person: None, display: None, organisation_display: None });
    (installed.key.subject, installed.key.user_id) = (SubjectKind::Installation, None);
    installed.key.label = Label::parse(&format!("l{n}")).unwrap();
    installed
}

/// Its tenant.
pub(super) fn tenant(n: usize) -> TenantId {
    TenantId::parse(&format!("t{}", n % 7)).unwrap()
}

/// Its replacement, if it is as it was read.
pub(super) fn update(grant: &Grant) -> GrantUpdate<'_> {
    let Grant { generation, fence, .. } = *grant;
    let guard = GrantGuard { generation, revision: Some(grant.revision), fence, lease: LeaseGuard::Any };
    GrantUpdate {
        grant,
        guard,
        schedule: Schedule::Kept,
        release_lease: false,
        events: vec![],
        act: None,
        held: None,
        revocation: None,
    }
}

/// Its secret.
pub(crate) fn value(grant: &Grant) -> &str {
    let Material::Fields(fields) = &grant.secrets.material else { panic!("fields") };
    fields[0].1.expose()
}

/// What an exchange has brought for it.
pub(super) fn successor(grant: &Grant, epoch: u64) -> Successor {
    let token = |text: &str| Secret::from(text);
    Successor {
        right: CommitRight {
            tenant_id: grant.key.tenant_id.clone(),
            grant_id: grant.id.clone(),
            generation: 1,
            fence: 0,
            owner: [1; 16],
            epoch,
        },
        spent: Spent { refresh_token: Some(token("rt-1")), committed_epoch: 0 },
        tokens: OAuthTokens {
            access_token: Some(token("at-2")),
            token_secret: None,
            renewal: Renewal::by(Some(token("rt-2"))),
            scopes: vec![],
            asked_scopes: vec![],
            issued_at: Timestamp::EPOCH,
            issued_on: None,
            renewal_end: None,
            expires_at: None,
            candidates: vec![],
            standing: Standing::Good,
        },
        refresh_at: None,
        next_check_at: None,
        answered_at: Timestamp::EPOCH,
    }
}

impl Repo {
    /// Keeps a successor beside the vault as a process does that seals under this key.
    pub(super) async fn put_in_spool_under(&self, successor: &Successor, key_id: [u8; 16]) {
        let key = self.keyring.key_by_id(&successor.right.tenant_id, key_id).await.unwrap().unwrap();
        self.put_in_spool(successor, &SealingKey(key), Spooled::No, pending(), &CancellationToken::new()).await.unwrap();
    }

    /// Keeps a successor beside the vault.
    pub(crate) async fn spool(&self, successor: &Successor) {
        let key = self.sealing_key(&successor.right.tenant_id).await.unwrap();
        self.put_in_spool(successor, &key, Spooled::No, pending(), &CancellationToken::new()).await.unwrap();
    }

    /// Forgets keys as happens while a process lives: of a tenant that is not asked for, or whose root key has been away for long.
    pub(crate) fn forget_keys(&self) {
        self.keyring.clear();
    }

    /// Forgets which key of a tenant seals, as when another one has followed; what opens stays.
    pub(crate) async fn forget_sealing_key(&self, tenant_id: &TenantId) {
        let SealingKey(key) = self.sealing_key(tenant_id).await.unwrap();
        self.keyring.forget_primaries(&[key.id()]);
    }
}

/// A process on a vault wherever it is, with a spool of its own.
pub(crate) async fn open_wherever(address: &str, spool: &Path, keys: &[&Secret<String>]) -> Result<Arc<Repo>> {
    let repo = build_at(address, spool, keys.iter().map(|key| local(key)).collect());
    repo.open().await.map(|()| repo)
}

/// Stores such grants.
pub(crate) async fn fill(repo: &Repo, numbers: impl Iterator<Item = usize>) -> Vec<Grant> {
    let grants: Vec<Grant> = numbers.map(grant).collect();
    for grant in &grants {
        repo.insert_grant(grant, vec![], None).await.unwrap().unwrap();
    }
    grants
}

/// Stores grants, each told in the audit log as something that Ben did; grant `n` is of tenant `n % 7` and user `u{n}`.
pub(crate) async fn fill_told(repo: &Repo, numbers: impl Iterator<Item = usize>) -> Vec<Grant> {
    let mut stored = Vec::new();
    for n in numbers {
        let act = Act { kind: AuditKind::CredentialStored, actor: UserId::parse("ben").ok() };
        let write = GrantWrite::Insert { grant: &grant(n), events: vec![], act: Some(act) };
        stored.extend(repo.write_grants(vec![write], None).await.unwrap().unwrap());
    }
    stored
}

impl Repo {
    /// Stores another secret; the grant as it is then.
    pub(crate) async fn replace_value(&self, grant: &Grant, text: &str) -> Grant {
        let mut next = grant.clone();
        next.secrets.material = Material::Fields(vec![("value".to_owned(), Secret::from(text))]);
        next.generation += 1;
        self.replace_grant(GrantUpdate { grant: &next, ..update(grant) }).await.unwrap().unwrap()
    }

    /// Erases the tenant of a grant.
    pub(crate) async fn erase_tenant_of(self: &Arc<Self>, grant: &Grant) {
        self.erasures().erase_tenant(&grant.key.tenant_id, false).await.unwrap();
    }

    /// As a process leaves it that was killed in an exchange, and whose lease is over.
    pub(crate) async fn leave_in_doubt(&self, grant: &Grant) {
        let request = LeaseRequest {
            grant,
            owner: [9; 16],
            length: Duration::from_secs(60),
            intent_digest: [7; 32],
            intent_age: Duration::ZERO,
            is_recovery: false,
        };
        let LeaseGrant::Granted(epoch) = self.acquire_lease(request).await.unwrap() else { panic!("no lease") };
        let now = self.clock.elapsed();
        let intent = OpenIntent { since: now, is_recovery: false, lease_until: now, holder: None, digest: [7; 32] };
        self.park_intent(grant, [9; 16], epoch, &intent).await.unwrap();
    }

    /// Nobody renews it for so long.
    pub(crate) async fn pause(&self, grant: &Grant, length: Duration) {
        let paused = Grant { next_attempt_at: Some(self.clock.elapsed() + length), ..grant.clone() };
        self.replace_grant(GrantUpdate { grant: &paused, ..update(grant) }).await.unwrap().unwrap();
    }
}

/// Sweeps over more than a hundred, on one thread, which is given to others in between.
pub(super) async fn gives_way<T>(sweep: impl Future<Output = T>) -> T {
    let before = giving_way::times();
    let done = sweep.await;
    let times = giving_way::times() - before;
    assert!(times >= 100 / giving_way::Steps::AT_ONCE, "{times} times");
    done
}
