//! Seals all keys of one owner as one unit: which there are, and which of them seals.
//!
//! A keyset is sealed under a key of its own, which a root key wraps: a tenant takes one unwrapping, one question to a key service,
//! however many keys it has. Its version is part of the context, so that none of an earlier moment opens in the place of a later one.

use std::sync::Arc;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::context::{Context, RecordType};
use super::data_key::DataKey;
use super::envelope;
use super::root_key::build_open_error;
use super::root_keys::RootKeys;
use crate::base::encoding::{decode_tuple, encode_tuple};
use crate::base::{Environment, Result, Secret};
use crate::model::rows::{KeyOwner, KeyState};
use crate::model::sealed::SealedBytes;

/// The keys of an owner, oldest first, of which exactly one seals.
#[derive(Debug)]
pub(crate) struct Keyset {
    keys: Vec<Entry>,
    /// No key of a lower version is accepted.
    min_version: u64,
    form: Form,
}

/// What is sealed with each key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Nothing.
    Plain,
    /// From where on it links the audit log.
    Linking,
}

#[derive(Clone, Debug)]
struct Entry {
    version: u64,
    state: KeyState,
    key: Arc<DataKey>,
    start: Option<LinkStart>,
}

/// From where on a key has linked the audit log: whoever has a key from before rewrites nothing from here on, and with it nothing before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkStart {
    /// The number of the first entry that it has linked.
    pub(crate) number: u64,
    /// The `mac` of the entry before.
    pub(crate) before: Vec<u8>,
}

/// A key that links the audit log.
#[derive(Clone, Debug)]
pub(crate) struct Linking {
    /// The key.
    pub(crate) key: Arc<DataKey>,
    /// From where on, once that is sealed; index keys have linked from no place that is.
    pub(crate) start: Option<LinkStart>,
}

/// Where a keyset belongs: it opens in this place and in this version only.
#[derive(Clone, Copy)]
pub(crate) struct KeysetPlace<'a> {
    /// The deployment.
    pub(crate) environment: &'a Environment,
    /// Whose keys they are.
    pub(crate) owner: &'a KeyOwner,
    /// The version of the keyset.
    pub(crate) version: u64,
}

impl<'a> KeysetPlace<'a> {
    fn context(self) -> Context<'a> {
        Context {
            environment: self.environment,
            tenant_id: self.owner.tenant(),
            record_type: RecordType::Keyset,
            record_id: match self.owner {
                KeyOwner::Tenant(_) => "tenant",
                KeyOwner::Index => "index",
                KeyOwner::Audit => "audit",
            },
            config: None,
            field: "keys",
            generation: self.version,
        }
    }

    fn form(self) -> Form {
        match self.owner {
            KeyOwner::Audit => Form::Linking,
            KeyOwner::Tenant(_) | KeyOwner::Index => Form::Plain,
        }
    }
}

impl Keyset {
    /// The first key of a tenant, or of the index.
    pub(crate) fn make() -> Self {
        let first = Entry { version: 1, state: KeyState::Primary, key: Arc::new(DataKey::make()), start: None };
        Keyset { keys: vec![first], min_version: 1, form: Form::Plain }
    }

    /// The first key that links the audit log.
    pub(crate) fn make_linking() -> Self {
        Keyset { form: Form::Linking, ..Keyset::make() }
    }

    /// Of keys that were no unit, oldest first; `None` unless the last one seals, and it alone.
    pub(crate) fn gather(keys: Vec<(KeyState, DataKey)>) -> Option<Self> {
        let entry = |((state, key), version)| Entry { version, state, key: Arc::new(key), start: None };
        let keys = keys.into_iter().zip(1..).map(entry).collect();
        Keyset { keys, min_version: 1, form: Form::Plain }.checked()
    }

    /// The same with a further key, which seals from now on; the others only open.
    #[must_use]
    pub(crate) fn followed(&self) -> Self {
        let mut keys = self.keys.clone();
        keys.iter_mut().for_each(|entry| entry.state = KeyState::DecryptOnly);
        let version = keys.last().map_or(0, |entry| entry.version) + 1;
        keys.push(Entry { version, state: KeyState::Primary, key: Arc::new(DataKey::make()), start: None });
        Keyset { keys, min_version: self.min_version, form: self.form }
    }

    /// The same without a key that only opens, and with no room for it any more; `None` where it has none of this id.
    #[must_use]
    pub(crate) fn without(&self, key_id: [u8; 16]) -> Option<Self> {
        let is_it = |entry: &Entry| entry.key.id() == key_id && entry.state == KeyState::DecryptOnly;
        let keys: Vec<Entry> = self.keys.iter().filter(|entry| !is_it(entry)).cloned().collect();
        if keys.len() == self.keys.len() {
            return None;
        }
        let min_version = keys.first()?.version;
        Some(Keyset { keys, min_version, form: self.form })
    }

    /// The same with the place from which on the newest key links; `None` where that is sealed already.
    #[must_use]
    pub(crate) fn started(&self, start: LinkStart) -> Option<Self> {
        let mut keys = self.keys.clone();
        let newest = keys.last_mut().filter(|newest| newest.start.is_none())?;
        newest.start = Some(start);
        Some(Keyset { keys, min_version: self.min_version, form: self.form })
    }

    /// All keys as they link, oldest first.
    pub(crate) fn linking(&self) -> impl Iterator<Item = Linking> {
        self.keys.iter().map(|entry| Linking { key: entry.key.clone(), start: entry.start.clone() })
    }

    /// The key that seals.
    pub(crate) fn primary(&self) -> &Arc<DataKey> {
        let primary = self.keys.iter().find(|entry| entry.state == KeyState::Primary);
        #[expect(clippy::expect_used, reason = "every way to make a keyset gives it one")]
        let primary = primary.expect("one of the keys seals");
        &primary.key
    }

    /// All keys, oldest first.
    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &Arc<DataKey>> {
        self.keys.iter().map(|entry| &entry.key)
    }

    /// Their ids, oldest first.
    pub(crate) fn key_ids(&self) -> Vec<[u8; 16]> {
        self.keys().map(|key| key.id()).collect()
    }

    /// The ids of keys that only open.
    pub(crate) fn decrypt_only(&self) -> Vec<[u8; 16]> {
        self.keys.iter().filter(|entry| entry.state == KeyState::DecryptOnly).map(|entry| entry.key.id()).collect()
    }

    /// Whether both hold the same keys in the same states.
    fn is_same(&self, other: &Keyset) -> bool {
        self.encode().as_slice().ct_eq(other.encode().as_slice()).into()
    }

    /// The order and form are frozen: `FORMAT.md`, "Keysets".
    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let entries: Vec<Zeroizing<Vec<u8>>> = self.keys.iter().map(|entry| entry.encode(self.form)).collect();
        let min_version = self.min_version.to_be_bytes();
        let mut parts: Vec<&[u8]> = vec![self.form.name(), &min_version];
        parts.extend(entries.iter().map(|entry| entry.as_slice()));
        Zeroizing::new(encode_tuple(&parts))
    }

    fn decode(bytes: &[u8], form: Form) -> Option<Self> {
        let parts = decode_tuple(bytes)?;
        let [name, min_version, entries @ ..] = parts.as_slice() else { return None };
        if *name != form.name() {
            return None;
        }
        let min_version = u64::from_be_bytes((*min_version).try_into().ok()?);
        let keys = entries.iter().map(|entry| Entry::decode(entry, form)).collect::<Option<Vec<_>>>()?;
        Keyset { keys, min_version, form }.checked()
    }

    /// The newest key seals and no other, versions grow, and none is below the lowest.
    fn checked(self) -> Option<Self> {
        let primaries = self.keys.iter().filter(|entry| entry.state == KeyState::Primary).count();
        let newest_seals = self.keys.last().is_some_and(|entry| entry.state == KeyState::Primary);
        let grows = self.keys.is_sorted_by(|one, next| one.version < next.version);
        let is_late = self.keys.iter().all(|entry| entry.version >= self.min_version);
        // Only the newest key may have none yet, and those of before keys were followed by one.
        let starts: Vec<u64> = self.keys.iter().filter_map(|entry| entry.start.as_ref()).map(|start| start.number).collect();
        let starts_grow = starts.is_sorted_by(|one, next| one < next);
        (primaries == 1 && newest_seals && grows && is_late && starts_grow).then_some(self)
    }
}

impl Form {
    fn name(self) -> &'static [u8] {
        match self {
            Form::Plain => b"1",
            Form::Linking => b"2",
        }
    }
}

impl Entry {
    fn encode(&self, form: Form) -> Zeroizing<Vec<u8>> {
        let (id, version) = (self.key.id(), self.version.to_be_bytes());
        let mut parts: Vec<&[u8]> = vec![&id, &version, self.state.as_str().as_bytes(), self.key.key().expose()];
        let number = self.start.as_ref().map_or(0, |start| start.number).to_be_bytes();
        if form == Form::Linking {
            parts.extend([&number[..], self.start.as_ref().map_or(&[], |start| &start.before)]);
        }
        Zeroizing::new(encode_tuple(&parts))
    }

    fn decode(bytes: &[u8], form: Form) -> Option<Self> {
        let parts = decode_tuple(bytes)?;
        let (id, version, state, key, start) = match (form, parts.as_slice()) {
            (Form::Plain, [id, version, state, key]) => (id, version, state, key, None),
            (Form::Linking, [id, version, state, key, number, before]) => {
                let number = u64::from_be_bytes((*number).try_into().ok()?);
                (id, version, state, key, (number > 0).then(|| LinkStart { number, before: before.to_vec() }))
            }
            _ => return None,
        };
        Some(Entry {
            start,
            version: u64::from_be_bytes((*version).try_into().ok()?),
            state: KeyState::parse(std::str::from_utf8(state).ok()?)?,
            key: Arc::new(DataKey::from_parts((*id).try_into().ok()?, Secret::new((*key).try_into().ok()?))),
        })
    }
}

impl RootKeys {
    /// Seals a keyset for one place, under a fresh key that the root key of this id wraps. What comes out has been opened again and
    /// compared: it may replace what was before.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones, or does not open what it has wrapped.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn reseal_keyset(&self, root_key_id: &str, place: KeysetPlace<'_>, keyset: &Keyset) -> Result<SealedBytes> {
        let sealed = self.seal_keyset(root_key_id, place, keyset).await?;
        let opened = self.open_keyset(root_key_id, place, &sealed).await?;
        if opened.is_same(keyset) { Ok(sealed) } else { Err(build_open_error()) }
    }

    /// The same for keys that nothing depends on yet: it is not opened again.
    ///
    /// # Errors
    /// As of [`RootKeys::reseal_keyset`].
    pub(crate) async fn seal_keyset(&self, root_key_id: &str, place: KeysetPlace<'_>, keyset: &Keyset) -> Result<SealedBytes> {
        let (context, key) = (place.context(), DataKey::make());
        let wrapped = self.wrap_key(root_key_id, &context, &key).await?;
        let sealed = key.seal(&context, &keyset.encode());
        Ok(SealedBytes::from_stored(encode_tuple(&[wrapped.as_bytes(), sealed.as_bytes()])))
    }

    /// Opens a keyset with the root key of this id.
    ///
    /// # Errors
    /// - `key_mismatch`: that root key is not among the given ones (the message names both), or the keyset does not open here.
    /// - `key_service_unavailable` (retry later): the service that holds the root key does not answer.
    pub(crate) async fn open_keyset(&self, root_key_id: &str, place: KeysetPlace<'_>, sealed: &SealedBytes) -> Result<Keyset> {
        let context = place.context();
        let parts = decode_tuple(sealed.as_bytes());
        let Some([wrapped, sealed]) = parts.as_deref() else { return Err(build_open_error()) };
        let [wrapped, sealed] = [wrapped, sealed].map(|part| SealedBytes::from_stored(part.to_vec()));
        let key_id = envelope::read_key_id(&sealed).ok_or_else(build_open_error)?;
        let key = self.unwrap_key(root_key_id, key_id, &context, &wrapped).await?;
        let plaintext = key.open(&context, &sealed).map_err(|_| build_open_error())?;
        Keyset::decode(&plaintext, place.form()).ok_or_else(build_open_error)
    }
}

#[cfg(test)]
mod tests;
