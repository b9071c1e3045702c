//! What the application was last told of a config's client, by whichever process: a secret is corrected by a restart, and the process that
//! has told of the wrong one is gone by then.

use std::collections::HashSet;

use crate::base::{ConfigId, Result, TenantId};
use crate::model::event::{Event, EventType};
use crate::model::rows::{EventFilter, Position};

use super::Grants;

/// So many events are read at once.
const PAGE: usize = 200;

impl Grants {
    /// Whether a sign-in has told of a rejected client and nothing has told since that it is taken again; `tenant_id` restricts it to
    /// one tenant's, where each has a host of its own.
    pub(in crate::engine) async fn is_alarmed(&self, config: &ConfigId, tenant_id: Option<&TenantId>) -> Result<bool> {
        let is_meant = |event: &Event| event.config == *config;
        // The store looks for this tenant's: each would go through what all the others were told.
        let alarms = EventFilter { tenant_id: tenant_id.cloned(), ..alarms() };
        let Some(alarm) = self.find_event(alarms, is_meant).await? else { return Ok(false) };
        let recoveries = EventFilter {
            after: Some(alarm),
            tenant_id: tenant_id.cloned(),
            event_type: Some(EventType::ConfigRecovered),
            limit: PAGE,
            ..EventFilter::default()
        };
        Ok(self.find_event(recoveries, is_meant).await?.is_none())
    }

    /// The configs of which a sign-in has told that the client is rejected, whatever was told since; `None`: more was told than is looked
    /// through, so it may be any.
    pub(in crate::engine) async fn list_alarmed(&self) -> Result<Option<HashSet<ConfigId>>> {
        const PAGES: usize = 10;
        let mut found = HashSet::new();
        let mut filter = alarms();
        for _ in 0..PAGES {
            let page = self.repo.events().list_events(filter.clone()).await?;
            let is_last = page.len() < filter.limit;
            filter.after = page.last().map(|(position, _)| position.clone());
            found.extend(page.into_iter().map(|(_, event)| event.config));
            if is_last {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn find_event(&self, mut filter: EventFilter, is_meant: impl Fn(&Event) -> bool) -> Result<Option<Position>> {
        loop {
            let page = self.repo.events().list_events(filter.clone()).await?;
            let is_last = page.len() < filter.limit;
            let last = page.last().map(|(position, _)| position.clone());
            if let Some((position, _)) = page.into_iter().find(|(_, event)| is_meant(event)) {
                return Ok(Some(position));
            }
            if is_last {
                return Ok(None);
            }
            filter.after = last;
        }
    }
}

/// What sign-ins have told of rejected clients, newest first. About no grant: what renewals tell is kept in their grants.
fn alarms() -> EventFilter {
    EventFilter {
        of_no_grant: true,
        event_type: Some(EventType::ConfigError),
        newest_first: true,
        limit: PAGE,
        ..EventFilter::default()
    }
}
