//! Tests of keysets: where they open, and which keys make one.

use super::*;
use crate::base::{ErrorCode, TenantId};
use crate::vault::{LocalRootKey, Root, RootKey, RootKeyError};

fn roots(count: usize) -> RootKeys {
    let make = |_| LocalRootKey::parse(LocalRootKey::make().expose()).unwrap().into();
    RootKeys::new((0..count).map(make).collect()).unwrap()
}

#[tokio::test]
async fn a_keyset_opens_in_its_place_its_version_and_under_its_root_key_only() {
    let roots = roots(2);
    let ids: Vec<String> = roots.ids().into_iter().map(str::to_owned).collect();
    let [test, other] = ["test", "other"].map(|name| Environment::parse(name).unwrap());
    let [acme, beta] = ["acme", "beta"].map(|id| KeyOwner::Tenant(TenantId::parse(id).unwrap()));
    let place = KeysetPlace { environment: &test, owner: &acme, version: 7 };
    let keyset = Keyset::make().followed();
    let sealed = roots.reseal_keyset(&ids[0], place, &keyset).await.unwrap();
    let opened = roots.open_keyset(&ids[0], place, &sealed).await.unwrap();
    assert!(opened.is_same(&keyset));
    assert_eq!(opened.primary().hash(&[b"a"]), keyset.primary().hash(&[b"a"]));
    let elsewhere = [
        KeysetPlace { version: 6, ..place },
        KeysetPlace { version: 8, ..place },
        KeysetPlace { owner: &beta, ..place },
        KeysetPlace { owner: &KeyOwner::Index, ..place },
        KeysetPlace { owner: &KeyOwner::Audit, ..place },
        KeysetPlace { environment: &other, ..place },
    ];
    for place in elsewhere {
        let error = roots.open_keyset(&ids[0], place, &sealed).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch);
    }
    assert!(roots.open_keyset(&ids[1], place, &sealed).await.is_err());
    for at in 0..sealed.as_bytes().len() {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[at] ^= 1;
        let error = roots.open_keyset(&ids[0], place, &SealedBytes::from_stored(bytes)).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyMismatch, "byte {at}");
    }
    // The parts of two keysets of one place do not go together.
    let again = roots.seal_keyset(&ids[0], place, &keyset).await.unwrap();
    let [one, two] = [&sealed, &again].map(|sealed| decode_tuple(sealed.as_bytes()).unwrap());
    let mixed = SealedBytes::from_stored(encode_tuple(&[one[0], two[1]]));
    assert!(roots.open_keyset(&ids[0], place, &mixed).await.is_err());
}

#[test]
fn exactly_one_key_seals_and_the_last_one_does() {
    let first = Keyset::make();
    let second = first.followed();
    let third = second.followed();
    assert_eq!(third.key_ids()[..2], second.key_ids());
    assert_eq!(third.decrypt_only(), second.key_ids());
    assert_eq!(third.primary().id(), third.key_ids()[2]);
    let left = third.without(first.primary().id()).unwrap();
    assert_eq!((left.key_ids(), left.min_version), (third.key_ids()[1..].to_vec(), 2));
    assert!(left.without(first.primary().id()).is_none(), "once");
    assert!(left.without(third.primary().id()).is_none(), "what seals stays");
    // A key that is gone does not come back under its version.
    let mut back = left.encode().to_vec();
    let keyset = Keyset { keys: [first.keys.clone(), left.keys.clone()].concat(), ..left.followed() };
    assert!(keyset.checked().is_none());
    assert!(Keyset::decode(&back, Form::Plain).unwrap().is_same(&left));
    back.pop();
    assert!(Keyset::decode(&back, Form::Plain).is_none());
}

#[test]
fn keys_without_one_that_seals_are_no_keyset() {
    let keys = |states: &[KeyState]| Keyset::gather(states.iter().map(|state| (*state, DataKey::make())).collect());
    assert!(keys(&[KeyState::DecryptOnly, KeyState::Primary]).is_some());
    for none in [
        &[][..],
        &[KeyState::Primary, KeyState::DecryptOnly],
        &[KeyState::DecryptOnly],
        &[KeyState::Pending],
        &[KeyState::Primary, KeyState::Primary],
    ] {
        assert!(keys(none).is_none(), "{none:?}");
    }
}

#[test]
fn from_where_on_a_key_links_is_sealed_once() {
    let start = |number, before: &[u8]| LinkStart { number, before: before.to_vec() };
    let first = Keyset::make_linking();
    let started = first.started(start(1, b"")).unwrap();
    assert!(started.started(start(2, b"a")).is_none());
    let second = started.followed();
    assert_eq!(second.linking().map(|key| key.start).collect::<Vec<_>>(), [Some(start(1, b"")), None]);
    let both = second.started(start(9, b"mac")).unwrap();
    let opened = Keyset::decode(&both.encode(), Form::Linking).unwrap();
    assert!(opened.is_same(&both) && !opened.is_same(&second));
    assert_eq!(opened.linking().map(|key| key.start).collect::<Vec<_>>(), [Some(start(1, b"")), Some(start(9, b"mac"))]);
    // Neither form passes for the other, and no key begins before the one before it.
    assert!(Keyset::decode(&both.encode(), Form::Plain).is_none());
    assert!(Keyset::decode(&Keyset::make().encode(), Form::Linking).is_none());
    assert!(second.started(start(1, b"")).unwrap().checked().is_none());
}

/// Each rule by itself: what breaks two of them would hide that one is gone.
#[test]
fn each_rule_of_a_keyset_is_asked_by_itself() {
    type Break = fn(&mut Keyset);
    let good = Keyset::make().followed().followed();
    let read = |keyset: &Keyset| Keyset::decode(&keyset.encode(), keyset.form).is_some();
    let again = |good: &Keyset| Keyset { keys: good.keys.clone(), min_version: good.min_version, form: good.form };
    let broken: [(&str, Break); 6] = [
        ("two keys seal", |keyset| keyset.keys[0].state = KeyState::Primary),
        ("none does", |keyset| keyset.keys[2].state = KeyState::DecryptOnly),
        ("another than the newest does", |keyset| {
            keyset.keys[0].state = KeyState::Primary;
            keyset.keys[2].state = KeyState::DecryptOnly;
        }),
        ("two have one version", |keyset| keyset.keys[1].version = 1),
        ("a key of before the lowest version", |keyset| keyset.min_version = 2),
        ("a newer version before an older one", |keyset| keyset.keys[0].version = 9),
    ];
    assert!(read(&good));
    for (what, change) in broken {
        let mut keyset = again(&good);
        change(&mut keyset);
        assert!(!read(&keyset), "{what}");
    }
    let mut linking = Keyset { form: Form::Linking, ..again(&good) };
    let start = |number| Some(LinkStart { number, before: vec![1; 32] });
    (linking.keys[0].start, linking.keys[1].start) = (start(5), start(9));
    assert!(read(&linking));
    linking.keys[1].start = start(5);
    assert!(!read(&linking), "two keys begin at one entry");
    // What a later version calls otherwise, though its parts look alike.
    let encoded = good.encode();
    let mut parts = decode_tuple(&encoded).unwrap();
    parts[0] = b"3";
    assert!(Keyset::decode(&encode_tuple(&parts), Form::Plain).is_none(), "another form");
}

/// A service that opens nothing of what it has made.
struct Losing;

#[async_trait::async_trait]
impl RootKey for Losing {
    fn id(&self) -> &str {
        "losing"
    }

    async fn wrap(&self, _key: &Secret<[u8; 32]>, _context_hash: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        Ok(vec![1])
    }

    async fn unwrap(&self, _wrapped: &[u8], _context_hash: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        Ok(Secret::new([9; 32]))
    }
}

/// Else the keys of a tenant would be gone with the keyset that it replaces.
#[tokio::test]
async fn a_keyset_takes_the_place_of_another_one_only_where_it_opens() {
    let roots = RootKeys::new(vec![Root::Service(Arc::new(Losing))]).unwrap();
    let (environment, owner) = (Environment::parse("test").unwrap(), KeyOwner::Tenant(TenantId::parse("acme").unwrap()));
    let place = KeysetPlace { environment: &environment, owner: &owner, version: 7 };
    roots.seal_keyset("losing", place, &Keyset::make()).await.unwrap();
    let error = roots.reseal_keyset("losing", place, &Keyset::make().followed()).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyMismatch);
}
