//! The audit log in memory.

use std::collections::BTreeMap;

use crate::base::{TenantId, UserId};
use crate::model::audit::AuditEntry;
use crate::model::rows::{About, AuditEnd, AuditFilter, AuditRow, Conflict, Link};

/// The entries, by their numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Audit(BTreeMap<u64, AuditRow>);

impl Audit {
    /// Appends an entry.
    pub(super) fn append(
        &mut self,
        entry: &AuditEntry,
        link: &dyn Link,
        is_gone: impl Fn(&AuditRow) -> bool,
    ) -> Result<(), Conflict> {
        let AuditEnd { given, mac, .. } = self.end();
        let row = link.link(given + 1, &mac, entry);
        if is_gone(&row) {
            return Err(Conflict::KeyEnded);
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

    /// Whether any key has linked an entry.
    pub(super) fn is_linked(&self) -> bool {
        self.0.values().any(|row| row.signer.iter().any(|byte| *byte != 0))
    }

    /// Entries in the order of their numbers.
    pub(super) fn list(&self, filter: &AuditFilter) -> Vec<AuditRow> {
        let is_wanted = |row: &&AuditRow| {
            let is_of = filter.tenant_id.as_ref().is_none_or(|id| row.about.tenant_id.as_deref() == Some(id.as_str()));
            is_of && row.number > filter.after && filter.since.is_none_or(|since| row.at >= since)
        };
        self.0.values().filter(is_wanted).take(filter.limit).cloned().collect()
    }

    /// Takes away what entries say of a tenant, or of a user of it.
    pub(super) fn blank(&mut self, tenant_id: &TenantId, user_id: Option<&UserId>, link: &dyn Link) {
        let is_of = |row: &&mut AuditRow| row.about.tenant_id.as_deref() == Some(tenant_id.as_str());
        for row in self.0.values_mut().filter(is_of).filter(|row| row.goes_with(user_id)) {
            row.erased = Some(link.prove_erased(row));
            row.about = About::default();
        }
    }
}
