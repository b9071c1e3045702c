//! The audit log in memory.

use std::collections::BTreeMap;

use crate::model::audit::{AuditEntry, AuditKind};
use crate::model::rows::{About, AuditEnd, AuditFilter, AuditLink, AuditRow, AuditScope, BlankedEntry, Conflict, Link};

/// The entries, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Audit(BTreeMap<u64, AuditRow>);

impl Audit {
    /// Appends an entry.
    pub(super) fn append(
        &mut self,
        entry: &AuditEntry,
        link: &dyn Link,
        has_ended: impl Fn(&AuditRow) -> bool,
    ) -> Result<(), Conflict> {
        let AuditEnd { given, mac, .. } = self.end();
        let row = link.link(given + 1, &mac, entry);
        if has_ended(&row) {
            return Err(Conflict::AuditKeyEnded);
        }
        self.0.insert(given + 1, row);
        Ok(())
    }

    /// The end of the log.
    pub(super) fn end(&self) -> AuditEnd {
        let last = self.0.last_key_value();
        last.map_or_else(AuditEnd::default, |(number, row)| AuditEnd { given: *number, number: *number, mac: row.mac.clone() })
    }

    /// Whether this key has linked an entry.
    pub(super) fn is_linked_by(&self, key_id: &[u8; 16]) -> bool {
        self.0.values().any(|row| row.signer == key_id)
    }

    /// The keys that have linked entries, in their order.
    pub(super) fn signers(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        self.0.values().map(|row| row.signer.as_slice()).filter(|signer| signer.iter().any(|byte| *byte != 0))
    }

    /// The first entry that this key, the newest one, has linked.
    pub(super) fn find_first_linked(&self, key_id: &[u8; 16]) -> Option<u64> {
        let is_other = |row: &&AuditRow| row.signer != key_id && row.signer.iter().any(|byte| *byte != 0);
        let last = self.0.values().rev().find(is_other).map_or(0, |row| row.number);
        self.0.values().find(|row| row.number > last && row.signer == key_id).map(|row| row.number)
    }

    /// Entries in the order of their numbers.
    pub(super) fn list(&self, filter: &AuditFilter) -> Vec<AuditRow> {
        let is_wanted = |row: &&AuditRow| {
            let is_of = filter.tenant_id.as_ref().is_none_or(|id| row.about.tenant_id.as_deref() == Some(id.as_str()));
            is_of
                && row.number > filter.after
                && filter.since.is_none_or(|since| row.at >= since)
                && filter.kind.is_none_or(|kind| row.kind == kind.as_str())
        };
        self.0.values().filter(is_wanted).take(filter.limit).cloned().collect()
    }

    /// The first entries that an erasure is to empty.
    pub(super) fn list_erasable(&self, of: &AuditScope, limit: usize) -> Vec<AuditLink> {
        let is_user = |id: &Option<String>| of.user_id.as_ref().is_none_or(|user_id| id.as_deref() == Some(user_id.as_str()));
        let is_of = |row: &&AuditRow| {
            let stays = AuditKind::parse(&row.kind).is_some_and(|kind| AuditKind::OF_ERASURES.contains(&kind));
            let about = &row.about;
            about.tenant_id.as_deref() == Some(of.tenant_id.as_str())
                && (is_user(&about.user_id) || is_user(&about.actor))
                && !(stays || row.erased.is_some() || row.number <= of.after)
        };
        let link = |row: &AuditRow| AuditLink { number: row.number, signer: row.signer.clone(), mac: row.mac.clone() };
        self.0.values().filter(is_of).take(limit).map(link).collect()
    }

    /// Empties entries that are not empty yet.
    pub(super) fn blank(&mut self, entries: &[BlankedEntry]) {
        for BlankedEntry { number, proof } in entries {
            if let Some(row) = self.0.get_mut(number).filter(|row| row.erased.is_none()) {
                (row.erased, row.about) = (Some(proof.clone()), About::default());
            }
        }
    }

    /// Removes all entries up to one.
    pub(super) fn drop_until(&mut self, number: u64, mac: &[u8]) -> Result<(), Conflict> {
        let is_last = self.end().number <= number;
        self.0.get(&number).filter(|row| !is_last && row.mac == mac).ok_or(Conflict::Stale)?;
        self.0.retain(|kept, _| *kept > number);
        Ok(())
    }

    /// Empties all of a scope.
    pub(super) fn blank_all(&mut self, of: &AuditScope, link: &dyn Link) {
        let entries: Vec<_> = self.list_erasable(of, usize::MAX).iter().map(|entry| BlankedEntry::prove(entry, link)).collect();
        self.blank(&entries);
    }
}
