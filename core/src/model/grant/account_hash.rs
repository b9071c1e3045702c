//! The keyed hash of an external account, with the name of the index key that has made it.

/// A hash as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum AccountHash {
    /// Of before hashes named their key. None is made any more; those that are there are made anew.
    Unnamed([u8; 32]),
    /// The id of the key, and the hash.
    Named([u8; 48]),
}

/// A range of stored hashes, without its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HashRange {
    /// All are behind this.
    pub from: Vec<u8>,
    /// All are before this.
    pub until: Vec<u8>,
}

impl AccountHash {
    /// What this key has made.
    pub(crate) fn named(key_id: [u8; 16], hash: [u8; 32]) -> Self {
        let mut bytes = [0; 48];
        bytes[..16].copy_from_slice(&key_id);
        bytes[16..].copy_from_slice(&hash);
        AccountHash::Named(bytes)
    }

    /// What is stored; `None`: nothing that this program has written.
    pub(crate) fn from_stored(bytes: &[u8]) -> Option<Self> {
        match bytes.len() {
            32 => bytes.try_into().ok().map(AccountHash::Unnamed),
            _ => bytes.try_into().ok().map(AccountHash::Named),
        }
    }

    /// What is stored, and bound in records.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match self {
            AccountHash::Unnamed(bytes) => bytes,
            AccountHash::Named(bytes) => bytes,
        }
    }

    /// The key that has made it.
    pub(crate) fn key_id(&self) -> Option<[u8; 16]> {
        match self {
            AccountHash::Unnamed(_) => None,
            AccountHash::Named(bytes) => bytes.first_chunk().copied(),
        }
    }
}

impl HashRange {
    /// Everything but what these keys have made.
    pub(crate) fn without(key_ids: impl Iterator<Item = [u8; 16]>) -> Vec<Self> {
        let mut key_ids: Vec<_> = key_ids.collect();
        key_ids.sort_unstable();
        key_ids.dedup();
        let mut from = vec![];
        let mut ranges = Vec::with_capacity(key_ids.len() + 1);
        for key_id in key_ids {
            ranges.push(HashRange { from, until: key_id.to_vec() });
            from = last_of(key_id);
        }
        ranges.push(HashRange { from, until: [u8::MAX; LONGEST + 1].to_vec() });
        ranges
    }

    /// Whether a hash is in it.
    pub(crate) fn holds(&self, hash: &AccountHash) -> bool {
        self.from.as_slice() < hash.as_bytes() && hash.as_bytes() < self.until.as_slice()
    }
}

/// Behind everything that a key can have made.
fn last_of(key_id: [u8; 16]) -> Vec<u8> {
    [&key_id[..], &[u8::MAX; LONGEST - 16 + 1]].concat()
}

/// The bytes of a hash that names its key.
const LONGEST: usize = 48;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_stored_with_the_name_of_its_key_and_comes_back_as_it_was() {
        let named = AccountHash::named([1; 16], [2; 32]);
        assert_eq!(named.as_bytes(), [[1; 16], [2; 16], [2; 16]].concat());
        assert_eq!(named.key_id(), Some([1; 16]));
        for hash in [named, AccountHash::Unnamed([1; 32])] {
            assert_eq!(AccountHash::from_stored(hash.as_bytes()), Some(hash));
        }
        for length in [0, 16, 31, 33, 47, 49, 64] {
            assert_eq!(AccountHash::from_stored(&vec![1; length]), None, "{length}");
        }
    }

    #[test]
    fn ranges_hold_what_other_keys_have_made_and_nothing_of_these() {
        let keys = [[0; 16], [7; 16], [255; 16]];
        for known in [&keys[..0], &keys[..1], &keys[1..2], &keys[2..], &keys[..2], &keys[1..], &keys[..]] {
            let ranges = HashRange::without(known.iter().rev().chain(known).copied());
            let is_in_one = |hash: AccountHash| ranges.iter().filter(|range| range.holds(&hash)).count();
            for key_id in [[0; 16], [6; 16], [7; 16], [8; 16], [254; 16], [255; 16]] {
                for hash in [[0; 32], [1; 32], [255; 32]] {
                    let expected = usize::from(!known.contains(&key_id));
                    assert_eq!(is_in_one(AccountHash::named(key_id, hash)), expected, "{key_id:?} beside {known:?}");
                }
            }
            assert_eq!(is_in_one(AccountHash::Unnamed([3; 32])), 1, "{known:?}");
        }
    }
}
