//! Links the entries of the audit log, so that none is edited, removed, added or moved unnoticed by whoever has not the key.
//!
//! The forms are frozen: `FORMAT.md`, "Audit log".

use std::sync::Arc;

use subtle::ConstantTimeEq as _;

use super::data_key::DataKey;
use super::keyset::Linking;
use crate::base::{GrantId, TenantId, UserId, entropy};
use crate::model::audit::AuditEntry;
use crate::model::rows::{About, AuditLink, AuditRow, Link};

/// Links entries with the last of these keys; each proves erasures of what it has linked. Without one, entries are written all the same,
/// and say that nobody vouches for them: a key that is lost stops nothing that people need, and hides nothing.
#[derive(Debug)]
pub(crate) struct Chain {
    /// In the order in which they have linked.
    keys: Vec<Linking>,
}

/// How far somebody has followed a log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// The number of the last entry.
    pub(crate) number: u64,
    /// Its `mac`.
    pub(crate) mac: Vec<u8>,
    /// The key that has linked last.
    signer: Option<[u8; 16]>,
}

impl Place {
    /// Behind the entry with this number, of which it is known otherwise that it had this `mac`.
    pub(crate) fn behind(number: u64, mac: Vec<u8>) -> Self {
        Place { number, mac, signer: None }
    }
}

/// Whether an entry is what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// As it was written.
    Whole,
    /// As it was written, but for what an erasure has taken away.
    Erased,
    /// It says of itself that the key could not be had when it was written or emptied. Nobody vouches for what it says; the next one is
    /// linked behind it.
    Unvouched,
    /// Something else.
    Broken,
}

/// What stands for a key, a hash and a link where the key cannot be had.
const NOBODY: [u8; 16] = [0; 16];
const NOTHING: [u8; 32] = [0; 32];

/// Whether an entry says that nobody has linked it.
fn is_unlinked(row: &AuditRow) -> bool {
    let is_without = |bytes: &[u8]| bytes == NOTHING;
    row.signer == NOBODY && is_without(&row.content) && is_without(&row.mac) && row.erased.as_deref().is_none_or(is_without)
}

impl Chain {
    /// With these keys, in the order in which they have linked.
    pub(crate) fn new(keys: Vec<Linking>) -> Self {
        Chain { keys }
    }

    /// With a key of which nothing is known but that it links.
    pub(crate) fn of(key: Arc<DataKey>) -> Self {
        Chain { keys: vec![Linking { key, start: None }] }
    }

    fn rank(&self, id: &[u8]) -> Option<usize> {
        self.keys.iter().position(|linking| linking.key.id() == id)
    }

    fn key(&self, id: &[u8]) -> Option<&DataKey> {
        self.keys.iter().find(|linking| linking.key.id() == id).map(|linking| &*linking.key)
    }

    /// The number of the last entry of which the keys say that it was there.
    pub(crate) fn known_end(&self) -> u64 {
        self.keys.iter().filter_map(|linking| linking.start.as_ref()).map(|start| start.number).max().unwrap_or_default()
    }

    /// Whether it has the key with this id. Nobody needs one for what nobody has linked.
    pub(crate) fn knows(&self, signer: &[u8]) -> bool {
        signer == NOBODY || self.key(signer).is_some()
    }

    /// Judges the entry that is to stand behind this place, and goes on to it unless it is broken: each number follows, and no key links
    /// behind another one that has followed it, or anywhere but from where on it has.
    pub(crate) fn follow(&self, place: &mut Place, row: &AuditRow) -> Judged {
        let judged = self.judge(&place.mac, row);
        if row.number != place.number + 1 || judged == Judged::Broken || !self.is_in_its_place(place, row) {
            return Judged::Broken;
        }
        let signer = <[u8; 16]>::try_from(row.signer.as_slice()).ok().filter(|signer| *signer != NOBODY);
        *place = Place { number: row.number, mac: row.mac.clone(), signer: signer.or(place.signer) };
        judged
    }

    fn is_in_its_place(&self, place: &Place, row: &AuditRow) -> bool {
        // An entry that nobody has linked may stand anywhere but where one is known that a key has.
        let rank = self.rank(&row.signer);
        let before = place.signer.and_then(|signer| self.rank(&signer));
        let follows = rank.is_none() || before.is_none() || before <= rank;
        let is_begun = |(at, linking): (usize, &Linking)| {
            let Some(start) = &linking.start else { return true };
            match rank {
                _ if row.number == start.number => rank == Some(at) && is_same(&start.before, &place.mac),
                Some(rank) if row.number > start.number => rank >= at,
                Some(rank) => rank < at,
                None => true,
            }
        };
        follows && self.keys.iter().enumerate().all(is_begun)
    }

    /// Judges an entry that stands behind one with this `mac`, whichever key it names.
    pub(crate) fn judge(&self, before: &[u8], row: &AuditRow) -> Judged {
        if is_unlinked(row) {
            return Judged::Unvouched;
        }
        let Some(key) = self.key(&row.signer) else { return Judged::Broken };
        if !is_same(&row.mac, &mac(key, before, row)) {
            return Judged::Broken;
        }
        match &row.erased {
            None if row.about.salt.is_some() && is_same(&row.content, &content(key, &row.about)) => Judged::Whole,
            Some(proof) if row.about == About::default() && is_same(proof, &erased(key, row.number, &row.mac)) => Judged::Erased,
            Some(proof) if row.about == About::default() && *proof == NOTHING => Judged::Unvouched,
            _ => Judged::Broken,
        }
    }
}

impl Link for Chain {
    fn link(&self, number: u64, before: &[u8], entry: &AuditEntry) -> AuditRow {
        let about = About {
            tenant_id: entry.tenant_id.as_ref().map(|id| TenantId::as_str(id).to_owned()),
            user_id: entry.user_id.as_ref().map(|id| UserId::as_str(id).to_owned()),
            grant_id: entry.grant_id.as_ref().map(|id| GrantId::as_str(id).to_owned()),
            actor: entry.actor.as_ref().map(|id| UserId::as_str(id).to_owned()),
            request: entry.request.clone(),
            key_id: entry.key_id.clone(),
            salt: Some(entropy::make_bytes::<16>().to_vec()),
        };
        let nothing = NOTHING.to_vec();
        let mut row = AuditRow {
            number,
            kind: entry.kind.as_str().to_owned(),
            at: entry.at,
            about,
            content: nothing.clone(),
            signer: NOBODY.to_vec(),
            mac: nothing,
            erased: None,
        };
        if let Some(Linking { key, .. }) = self.keys.last() {
            row.signer = key.id().to_vec();
            row.content = content(key, &row.about).to_vec();
            row.mac = mac(key, before, &row).to_vec();
        }
        row
    }

    fn prove_erased(&self, entry: &AuditLink) -> Vec<u8> {
        self.key(&entry.signer).map_or_else(|| NOTHING.to_vec(), |key| erased(key, entry.number, &entry.mac).to_vec())
    }
}

fn content(key: &DataKey, about: &About) -> [u8; 32] {
    let salt = about.salt.as_deref().unwrap_or_default();
    let parts = [&about.tenant_id, &about.user_id, &about.grant_id, &about.actor, &about.request, &about.key_id];
    let parts = parts.map(|part| part.as_ref().map_or_else(Vec::new, |text| [&[1], text.as_bytes()].concat()));
    let mut tuple: Vec<&[u8]> = vec![b"content", salt];
    tuple.extend(parts.iter().map(Vec::as_slice));
    key.audit_mac(&tuple)
}

fn mac(key: &DataKey, before: &[u8], row: &AuditRow) -> [u8; 32] {
    let (number, at) = (row.number.to_be_bytes(), row.at.unix_millis().to_be_bytes());
    key.audit_mac(&[b"entry", &number, before, &at, row.kind.as_bytes(), &row.content])
}

fn erased(key: &DataKey, number: u64, mac: &[u8]) -> [u8; 32] {
    key.audit_mac(&[b"erased", &number.to_be_bytes(), mac])
}

fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod vectors;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Timestamp;
    use crate::model::audit::AuditKind;
    use crate::vault::LinkStart;

    fn entry() -> AuditEntry {
        AuditEntry {
            user_id: Some(UserId::parse("ben").unwrap()),
            grant_id: Some(GrantId::make_connection()),
            actor: Some(UserId::parse("ben").unwrap()),
            request: Some("ses_1".to_owned()),
            key_id: Some("k".to_owned()),
            ..AuditEntry::of_tenant(
                AuditKind::ConnectionConnected,
                &TenantId::parse("acme").unwrap(),
                Timestamp::from_unix_millis(5),
            )
        }
    }

    fn link_of(row: &AuditRow) -> AuditLink {
        AuditLink { number: row.number, signer: row.signer.clone(), mac: row.mac.clone() }
    }

    fn chain() -> Chain {
        Chain::of(Arc::new(DataKey::make()))
    }

    #[test]
    fn every_member_of_an_entry_counts_and_so_does_its_place() {
        let chain = chain();
        let row = chain.link(2, b"before", &entry());
        assert_eq!(chain.judge(b"before", &row), Judged::Whole);
        let edits: [fn(&mut AuditRow); 16] = [
            |row| row.number = 3,
            |row| row.kind = "connection.deleted".to_owned(),
            |row| row.at = Timestamp::from_unix_millis(6),
            |row| row.about.tenant_id = Some("beta".to_owned()),
            |row| row.about.user_id = None,
            |row| row.about.grant_id = Some("con_2".to_owned()),
            |row| row.about.actor = Some("eve".to_owned()),
            |row| row.about.request = Some(String::new()),
            |row| row.about.key_id = None,
            |row| row.about.salt = Some(vec![0; 16]),
            |row| row.content[0] ^= 1,
            |row| row.signer[0] ^= 1,
            |row| row.mac[0] ^= 1,
            // What is empty was erased by nobody.
            |row| row.about = About::default(),
            |row| (row.about, row.erased) = (About::default(), Some(vec![1; 32])),
            |row| row.erased = Some(vec![0; 32]),
        ];
        for (number, edit) in edits.into_iter().enumerate() {
            let mut edited = row.clone();
            edit(&mut edited);
            assert_eq!(chain.judge(b"before", &edited), Judged::Broken, "{number}");
        }
        // Texts that change places do not say the same.
        let swapped = About { user_id: row.about.request.clone(), request: row.about.user_id.clone(), ..row.about.clone() };
        assert_eq!(chain.judge(b"before", &AuditRow { about: swapped, ..row.clone() }), Judged::Broken);
        assert_eq!(chain.judge(b"another", &row), Judged::Broken);
        let of_another_vault = Chain::of(Arc::new(DataKey::make()));
        assert_eq!(of_another_vault.judge(b"before", &row), Judged::Broken);
    }

    #[test]
    fn what_was_erased_stays_linked_and_only_the_key_erases() {
        let chain = chain();
        let row = chain.link(2, b"before", &entry());
        let proof = Some(chain.prove_erased(&link_of(&row)));
        let erased = AuditRow { about: About::default(), erased: proof, ..row.clone() };
        assert_eq!(chain.judge(b"before", &erased), Judged::Erased);
        // With the proof of another entry, or with something left.
        let other = chain.prove_erased(&link_of(&chain.link(3, &row.mac, &entry())));
        assert_eq!(chain.judge(b"before", &AuditRow { erased: Some(other), ..erased.clone() }), Judged::Broken);
        assert_eq!(chain.judge(b"before", &AuditRow { about: row.about.clone(), ..erased.clone() }), Judged::Broken);
        // Emptied by somebody without the key, who can say no more than that.
        let by_nobody = AuditRow { erased: Some(Chain::new(vec![]).prove_erased(&link_of(&row))), ..erased };
        assert_eq!(chain.judge(b"before", &by_nobody), Judged::Unvouched);
        assert_eq!(chain.judge(b"another", &by_nobody), Judged::Broken);
    }

    #[test]
    fn without_a_key_an_entry_is_written_and_says_that_nobody_vouches_for_it() {
        let without = Chain::new(vec![]);
        let row = without.link(1, b"", &entry());
        assert_eq!(row.about.tenant_id.as_deref(), Some("acme"));
        assert_eq!(chain().judge(b"", &row), Judged::Unvouched);
        let erased = AuditRow { about: About::default(), erased: Some(without.prove_erased(&link_of(&row))), ..row.clone() };
        assert_eq!(chain().judge(b"", &erased), Judged::Unvouched);
        // Nothing else passes for one.
        let edits: [fn(&mut AuditRow); 4] =
            [|row| row.signer[0] = 1, |row| row.content[31] = 1, |row| row.mac[31] = 1, |row| row.erased = Some(vec![1; 32])];
        for (number, edit) in edits.into_iter().enumerate() {
            let mut edited = row.clone();
            edit(&mut edited);
            assert_eq!(chain().judge(b"", &edited), Judged::Broken, "{number}");
        }
        // What follows is linked to it.
        let chain = chain();
        let next = chain.link(2, &row.mac, &entry());
        assert_eq!((chain.judge(&row.mac, &next), chain.judge(b"", &next)), (Judged::Whole, Judged::Broken));
    }

    /// Three entries by an index key, three by the key that has followed it, and three by the one after that.
    fn three_keys() -> (Vec<Linking>, Vec<AuditRow>) {
        let (mut keys, mut rows) = (Vec::<Linking>::new(), Vec::<AuditRow>::new());
        for n in 0..3 {
            let key = Arc::new(DataKey::make());
            let before = rows.last().map(|row| row.mac.clone()).unwrap_or_default();
            let start = (n > 0).then(|| LinkStart { number: rows.len() as u64 + 1, before });
            keys.push(Linking { key, start });
            append(&Chain::new(keys.clone()), &mut rows, 3);
        }
        (keys, rows)
    }

    fn append(chain: &Chain, rows: &mut Vec<AuditRow>, count: usize) {
        for _ in 0..count {
            let before = rows.last().map(|row| row.mac.clone()).unwrap_or_default();
            rows.push(chain.link(rows.len() as u64 + 1, &before, &entry()));
        }
    }

    /// The number of the first one that is not as it was written.
    fn find_broken(keys: &[Linking], rows: &[AuditRow]) -> Option<u64> {
        let (chain, mut place) = (Chain::new(keys.to_vec()), Place::default());
        let broken = rows.iter().zip(1..).find(|(row, _)| chain.follow(&mut place, row) == Judged::Broken);
        broken.map(|(_, number)| number).or_else(|| (place.number < chain.known_end()).then_some(place.number + 1))
    }

    /// Whoever has stolen one, and writes the database, goes as far as the next one has followed.
    #[test]
    fn a_key_links_from_where_it_begins_to_where_the_next_one_does() {
        let (keys, rows) = three_keys();
        assert_eq!(find_broken(&keys, &rows), None);
        let without_starts: Vec<Linking> = keys.iter().map(|linking| Linking { start: None, ..linking.clone() }).collect();
        for (stolen, from, broken) in [(0, 0, 4), (0, 3, 4), (0, 6, 7), (1, 3, 7), (1, 6, 7), (1, 0, 1), (2, 3, 4), (2, 0, 1)] {
            let mut forged = rows[..from].to_vec();
            append(&Chain::of(keys[stolen].key.clone()), &mut forged, 9 - from);
            assert_eq!(find_broken(&keys, &forged), Some(broken), "key {stolen} from {from}");
            // All under one key is what nothing but the places says.
            assert!(from > 0 || find_broken(&without_starts, &forged).is_none());
            // Nor under two of them, or shorter.
            if stolen == 0 {
                append(&Chain::new(keys.clone()), &mut forged, 3);
                assert_eq!(find_broken(&keys, &forged), Some(broken), "key {stolen} from {from}");
                assert!(find_broken(&keys, &forged[..5]).is_some());
            }
        }
        // What nobody has linked does not stand where a key is known to have.
        let unlinked = Chain::new(vec![]).link(4, &rows[2].mac, &entry());
        assert_eq!(find_broken(&keys, &[&rows[..3], &[unlinked]].concat()), Some(4));
        // From there on is no key but the next, also while its place is not sealed yet.
        let mut back = rows.clone();
        append(&Chain::of(keys[1].key.clone()), &mut back, 1);
        assert_eq!(find_broken(&without_starts, &back), Some(10));
        // Whoever has two of them changes nothing that stands before the second one begins, though that one has linked what follows.
        let mut anew = Vec::new();
        append(&Chain::of(keys[0].key.clone()), &mut anew, 3);
        append(&Chain::of(keys[1].key.clone()), &mut anew, 3);
        assert_eq!(find_broken(&keys, &anew), Some(4));
        // Nor does an earlier key link where a later one is known to, for whoever begins in the midst and has seen neither.
        let row = Chain::of(keys[1].key.clone()).link(8, &rows[6].mac, &entry());
        let mut place = Place::behind(7, rows[6].mac.clone());
        assert_eq!(Chain::new(keys).follow(&mut place, &row), Judged::Broken);
    }
}
