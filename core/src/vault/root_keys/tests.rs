//! The rules of root keys.

use super::*;
use crate::base::{TenantId, entropy};
use crate::vault::{LocalRootKey, RootKeyError};

/// A key service that forgets the context, as a bad implementation might, and may not answer.
struct Service {
    id: &'static str,
    answers: bool,
}

#[async_trait::async_trait]
impl RootKey for Service {
    fn id(&self) -> &str {
        self.id
    }

    async fn wrap(&self, key: &Secret<[u8; 32]>, _context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        Ok(key.expose().to_vec())
    }

    async fn unwrap(&self, wrapped: &[u8], _context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        if !self.answers {
            return Err(RootKeyError::unavailable("it sleeps"));
        }
        Ok(Secret::new(wrapped.try_into().unwrap()))
    }
}

fn make_service(id: &'static str, answers: bool) -> Root {
    Root::Service(Arc::new(Service { id, answers }))
}

fn make_root() -> Root {
    LocalRootKey::parse(LocalRootKey::make().expose()).unwrap().into()
}

fn says(oldest_form: u32) -> Sentinel {
    Sentinel { oldest_form, vault_id: Some([0xEE; 16]) }
}

fn environment(text: &str) -> Environment {
    Environment::parse(text).unwrap()
}

fn context<'a>(environment: &'a Environment, tenant_id: &'a TenantId) -> Context<'a> {
    Context {
        environment,
        tenant_id: Some(tenant_id),
        record_type: RecordType::TenantKey,
        record_id: "",
        config: None,
        field: "key",
        generation: 0,
    }
}

#[test]
fn no_keys_twice_the_same_and_bad_ids_are_refused() {
    let missing = RootKeys::new(vec![]).unwrap_err();
    assert_eq!((missing.code(), missing.message()), (ErrorCode::KeyMissing, build_missing_error().message()));
    let key = make_root();
    assert_eq!(RootKeys::new(vec![key.clone(), key]).unwrap_err().code(), ErrorCode::ConfigInvalid);
    for id in ["", "a b", "é", "x".repeat(513).leak()] {
        let error = RootKeys::new(vec![make_root(), make_service(id, true)]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{id}");
    }
    let service = make_service("arn:aws:kms:eu-central-1:111122223333:key/1234abcd", true);
    assert!(RootKeys::new(vec![service]).is_ok());
}

#[tokio::test]
async fn the_first_key_wraps_and_all_open() {
    let (environment, tenant) = (environment("production"), TenantId::parse("org_a").unwrap());
    let context = context(&environment, &tenant);
    let (old, new) = (make_root(), make_root());
    let before = RootKeys::new(vec![old.clone(), new.clone()]).unwrap();
    let after = RootKeys::new(vec![new.clone(), old.clone()]).unwrap();
    assert_eq!((before.primary_id(), before.ids()), (old.id(), vec![old.id(), new.id()]));
    assert_eq!((after.primary_id(), after.ids()), (new.id(), vec![new.id(), old.id()]));
    let key = DataKey::make();
    for (writer, id) in [(&before, old.id()), (&after, new.id())] {
        let root_key_id = writer.primary_id().to_owned();
        let wrapped = writer.wrap_key(&root_key_id, &context, &key).await.unwrap();
        assert_eq!(root_key_id, id);
        for reader in [&before, &after] {
            let opened = reader.unwrap_key(&root_key_id, key.id(), &context, &wrapped).await.unwrap();
            assert_eq!(opened.id(), key.id());
            assert_eq!(opened.key().expose(), key.key().expose());
        }
    }
}

#[tokio::test]
async fn a_wrapped_key_opens_in_its_own_place_only() {
    let (production, staging) = (environment("production"), environment("staging"));
    let (tenant, other) = (TenantId::parse("org_a").unwrap(), TenantId::parse("org_b").unwrap());
    let roots = RootKeys::new(vec![make_root(), make_root()]).unwrap();
    let place = context(&production, &tenant);
    let key = DataKey::make();
    let root_key_id = roots.primary_id().to_owned();
    let wrapped = roots.wrap_key(&root_key_id, &place, &key).await.unwrap();
    let second = roots.ids()[1].to_owned();
    for (root_key_id, key_id, place) in [
        (&second, key.id(), place),
        (&root_key_id, entropy::make_bytes(), place),
        (&root_key_id, key.id(), context(&staging, &tenant)),
        (&root_key_id, key.id(), context(&production, &other)),
        (&root_key_id, key.id(), Context { tenant_id: None, ..place }),
        (&root_key_id, key.id(), Context { record_type: RecordType::IndexKey, ..place }),
        (&root_key_id, key.id(), Context { generation: 1, ..place }),
    ] {
        let error = roots.unwrap_key(root_key_id, key_id, &place, &wrapped).await.unwrap_err();
        assert_eq!(
            (error.code(), error.message()),
            (ErrorCode::KeyMismatch, crate::vault::root_key::build_open_error().message()),
            "{place:?}"
        );
    }
    assert!(roots.unwrap_key(&root_key_id, key.id(), &place, &wrapped).await.is_ok());
}

#[tokio::test]
async fn a_vault_of_another_key_is_named_with_both_keys() {
    let environment = environment("production");
    let (mine, theirs) = (RootKeys::new(vec![make_root()]).unwrap(), RootKeys::new(vec![make_root()]).unwrap());
    let root_key_id = theirs.primary_id().to_owned();
    let sentinel = theirs.make_sentinel(&environment, &root_key_id, says(1)).await.unwrap();
    let error = mine.check_sentinel(&environment, &root_key_id, &sentinel).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
    let (mine_id, theirs_id) = (mine.primary_id(), theirs.primary_id());
    assert_eq!(
        mine.build_mismatch_error("vault at sqlite:./authpipe.db", &root_key_id).message(),
        format!(
            "The vault at sqlite:./authpipe.db was encrypted with key {theirs_id}, but the option key is key {mine_id}. \
             Restore the old key; to rotate, deploy key: [old, new] first, then [new, old]."
        )
    );
    assert!(error.message().contains(mine_id) && error.message().contains(theirs_id));
    let both = RootKeys::new(vec![make_root(), make_root()]).unwrap();
    let message = both.build_mismatch_error("vault", &root_key_id).message().to_owned();
    assert!(both.ids().iter().all(|id| message.contains(id)), "{message}");
    let both = both.given_in("AUTHPIPE_KEY".to_owned());
    assert!(both.build_mismatch_error("vault", &root_key_id).message().contains("but AUTHPIPE_KEY holds keys "));
}

#[tokio::test]
async fn a_sentinel_is_of_one_key_and_one_environment() {
    let (production, staging) = (environment("production"), environment("staging"));
    let roots = RootKeys::new(vec![make_root(), make_root()]).unwrap();
    let id = roots.primary_id().to_owned();
    let sentinel = roots.make_sentinel(&production, &id, says(1)).await.unwrap();
    assert_eq!(id, roots.primary_id());
    assert!(roots.check_sentinel(&production, &id, &sentinel).await.unwrap().is_some());
    assert!(roots.check_sentinel(&staging, &id, &sentinel).await.unwrap().is_none());
    assert!(roots.check_sentinel(&production, roots.ids()[1], &sentinel).await.unwrap().is_none());
    for at in 0..sentinel.as_bytes().len() {
        let mut bytes = sentinel.as_bytes().to_vec();
        bytes[at] ^= 1;
        assert!(roots.check_sentinel(&production, &id, &SealedBytes::from_stored(bytes)).await.unwrap().is_none(), "{at}");
    }
    assert!(roots.check_sentinel(&production, &id, &SealedBytes::from_stored(vec![])).await.unwrap().is_none());
    let again = roots.make_sentinel(&production, roots.primary_id(), says(1)).await.unwrap();
    assert_ne!(again, sentinel);
}

#[tokio::test]
async fn a_key_service_that_forgets_the_context_does_not_join_environments() {
    let roots = RootKeys::new(vec![make_service("forgetful", true)]).unwrap();
    let id = roots.primary_id().to_owned();
    let sentinel = roots.make_sentinel(&environment("production"), &id, says(1)).await.unwrap();
    assert!(roots.check_sentinel(&environment("production"), &id, &sentinel).await.unwrap().is_some());
    assert!(roots.check_sentinel(&environment("staging"), &id, &sentinel).await.unwrap().is_none());
}

#[tokio::test]
async fn a_silent_key_service_is_not_a_wrong_key() {
    let (environment, tenant) = (environment("production"), TenantId::parse("org_a").unwrap());
    let roots = RootKeys::new(vec![make_service("silent", false)]).unwrap();
    let id = roots.primary_id().to_owned();
    let sentinel = roots.make_sentinel(&environment, &id, says(1)).await.unwrap();
    let error = roots.check_sentinel(&environment, &id, &sentinel).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable);
    let error = roots.unwrap_key(&id, [0; 16], &context(&environment, &tenant), &sentinel).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable);
}

struct Denying;

#[async_trait::async_trait]
impl RootKey for Denying {
    fn id(&self) -> &str {
        "denying"
    }

    async fn wrap(&self, _key: &Secret<[u8; 32]>, _context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        Ok(vec![1])
    }

    async fn unwrap(&self, _wrapped: &[u8], _context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        Err(RootKeyError::denied("not for you"))
    }
}

/// Whoever took it for one would look for another key, which does not help.
#[tokio::test]
async fn a_key_service_that_says_no_is_not_a_wrong_key() {
    let environment = environment("production");
    let roots = RootKeys::new(vec![Root::Service(Arc::new(Denying))]).unwrap();
    let sentinel = roots.make_sentinel(&environment, "denying", says(1)).await.unwrap();
    let error = roots.check_sentinel(&environment, "denying", &sentinel).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
    assert!(is_denied(&error) && error.message().contains("not for you"), "{error}");
}

#[test]
fn debug_shows_ids_only() {
    let roots = RootKeys::new(vec![make_root()]).unwrap();
    assert_eq!(format!("{roots:?}"), format!("RootKeys([{:?}])", roots.primary_id()));
}

#[tokio::test]
async fn a_sentinel_says_which_records_are_retired() {
    let production = environment("production");
    let roots = RootKeys::new(vec![make_root()]).unwrap();
    let id = roots.primary_id().to_owned();
    for oldest in 1..=FORM {
        let sentinel = roots.make_sentinel(&production, &id, says(oldest)).await.unwrap();
        assert_eq!(roots.check_sentinel(&production, &id, &sentinel).await.unwrap(), Some(says(oldest)));
    }
    // As it was before vaults had names.
    let nameless = Sentinel { oldest_form: 1, vault_id: None };
    let sentinel = roots.make_sentinel(&production, &id, nameless).await.unwrap();
    assert_eq!(roots.check_sentinel(&production, &id, &sentinel).await.unwrap(), Some(nameless));
    // What a later version retires, this one cannot read.
    let later = roots.make_sentinel(&production, &id, says(FORM + 1)).await.unwrap();
    assert_eq!(roots.check_sentinel(&production, &id, &later).await.unwrap(), None);
}
