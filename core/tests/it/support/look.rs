//! What a test sees of a vault and of its events from outside.

#![allow(dead_code, clippy::expect_used, reason = "each test file uses a part of it, and a test may panic")]

use std::time::Duration;

use authpipe::{EventQuery, EventType, GrantId, GrantStatus, GrantView, ListQuery, Timestamp};
use rusqlite::Connection;

use super::{App, tenant};

/// A lifetime that does not vary.
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

impl App {
    /// The vault's database, beside the library.
    pub(crate) fn open_database(&self) -> Connection {
        let database = Connection::open(self.vault_path()).expect("a database");
        database.busy_timeout(Duration::from_secs(10)).expect("a timeout");
        database
    }

    /// The only connection of `acme`.
    pub(crate) async fn only_connection(&self) -> GrantView {
        let query = ListQuery { tenant_id: Some(tenant("acme")), ..ListQuery::default() };
        let mut page = self.authpipe.list_connections(query).await.expect("a list");
        assert_eq!(page.data.len(), 1);
        page.data.remove(0)
    }

    pub(crate) async fn status(&self) -> (GrantStatus, Option<String>) {
        let view = self.only_connection().await;
        (view.status, view.reason.map(|reason| reason.to_string()))
    }

    /// How many events of a type there are.
    pub(crate) async fn count_events(&self, event_type: EventType) -> usize {
        let query = EventQuery { event_type: Some(event_type), limit: Some(200), ..EventQuery::default() };
        self.authpipe.list_events(query).await.expect("events").data.len()
    }

    /// The health events so far: failed, recovered, needs_reauth.
    pub(crate) async fn health_events(&self) -> [usize; 3] {
        [
            self.count_events(EventType::HealthFailed).await,
            self.count_events(EventType::HealthRecovered).await,
            self.count_events(EventType::ConnectionNeedsReauth).await,
        ]
    }

    /// Moves both clocks to this long before `end`.
    pub(crate) fn advance_to(&self, end: Timestamp, before: Duration) {
        use authpipe::Clock as _;
        self.advance(end.minus(before).since(self.clock.now()));
    }

    /// How many refreshes the sandbox was asked for.
    pub(crate) fn refreshes(&self) -> usize {
        self.sandbox.ledger().refreshes().len()
    }
}

/// The stored generation and whether anything is sealed.
pub(crate) fn stored(database: &Connection, id: &GrantId) -> (u64, bool, String) {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<Vec<u8>>>(1)?.is_some(), row.get(2)?));
    let (generation, sealed, status) =
        database.query_row("SELECT generation, sealed, status FROM grants WHERE id = ?1", [id.as_str()], read).expect("a row");
    (u64::try_from(generation).expect("a count"), sealed, status)
}

/// Fails a test that hangs.
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.expect("it hangs")
}
