//! How far a look-up walks, counted in the steps of SQLite's virtual machine. A plan does not tell: SQLite calls a walk over a whole
//! table a search where the walk has an end that it may never meet.

use rusqlite::Connection;

use super::*;
use crate::base::{Clock, ProviderId, TestClock, UserId};
use crate::model::event::EventType;
use crate::model::rows::{AuditFilter, AuditScope};
use crate::store::sqlite::audit;
use crate::store::sqlite::machine::Machine;
use crate::store::sqlite::migrations;
use crate::store::sqlite::statement::{sorts, steps};
use crate::store::sqlite::write::purge_changes;

/// So many of everything, in the order of time, a second apart.
const ROWS: i64 = 20_000;
/// A page of this test. What it may take: a page's worth of rows with all their columns, and no walk over `ROWS`.
const PAGE: usize = 10;
const FEW: i32 = 3_000;

fn vault() -> Connection {
    let db = Connection::open_in_memory().unwrap();
    migrations::migrate(&db).unwrap();
    let id = |prefix: &str| format!("'{prefix}_' || printf('%022d', n)");
    let numbers = format!("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})");
    db.execute_batch(&format!(
        "{numbers} INSERT INTO events (id, event_type, grant_id, tenant_id, user_id, config, provider, status, at)
            SELECT {event}, CASE n WHEN {ROWS} THEN 'connection.created' ELSE 'token.refreshed' END, {grant}, 't' || (n % 1000), 'u',
            'c', 'p', 'active', n * 1000 FROM numbers;
        {numbers} INSERT INTO grants (id, tenant_id, config, provider, subject, user_id, credential_type, status, generation, revision,
            fence, committed_epoch, key_id, failed_attempts, created_at, updated_at, lease_epoch)
            SELECT {grant}, 't' || (n % 1000), 'c', 'p', 'user', 'u' || n, 'oauth_token',
            CASE n WHEN {ROWS} THEN 'needs_reauth' ELSE 'active' END, 1, 1, 0, 0, zeroblob(16), 0, 1, 1, 0 FROM numbers;",
        event = id("evt"),
        grant = id("con"),
    ))
    .unwrap();
    db
}

/// What a question finds, and the steps that it takes. Nothing is sorted.
fn counted<T>(ask: impl FnOnce() -> Result<T, Failure>) -> (T, i32) {
    let (before, sorted) = (steps(), sorts());
    let found = ask().unwrap_or_else(|_| panic!("a row of this test is damaged"));
    assert_eq!(sorts(), sorted, "sorted");
    (found, steps() - before)
}

fn tenant(text: &str) -> Option<TenantId> {
    Some(TenantId::parse(text).unwrap())
}

fn at(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp::from_unix_millis(seconds * 1000))
}

#[test]
fn a_page_of_events_walks_no_further_than_the_page() {
    let db = vault();
    let last = u64::try_from(ROWS).unwrap();
    let page = || EventFilter { limit: PAGE, ..EventFilter::default() };
    let newest = || EventFilter { newest_first: true, ..page() };
    let recent = at(ROWS - 20);
    let cases = [
        ("all", None, page(), PAGE),
        ("all, newest first", None, newest(), PAGE),
        ("recent", None, EventFilter { since: recent, ..page() }, PAGE),
        ("recent, next page", Some(last - 11), EventFilter { since: recent, ..page() }, PAGE),
        ("recent, of a type", None, EventFilter { since: recent, event_type: Some(EventType::ConnectionCreated), ..page() }, 1),
        ("recent, newest first", None, EventFilter { since: recent, ..newest() }, PAGE),
        ("recent, newest first, last page", Some(last - 11), EventFilter { since: recent, ..newest() }, 9),
        ("recent, of a tenant", None, EventFilter { since: recent, tenant_id: tenant("t1"), ..page() }, 0),
        ("to come", None, EventFilter { since: at(ROWS + 1), ..page() }, 0),
        ("to come, newest first", None, EventFilter { since: at(ROWS + 1), ..newest() }, 0),
        ("old, next page", Some(1_000), EventFilter { since: at(500), ..page() }, PAGE),
        ("old, newest first", None, EventFilter { since: at(500), ..newest() }, PAGE),
        ("of a tenant", None, EventFilter { tenant_id: tenant("t1"), ..page() }, PAGE),
    ];
    for (name, after, filter, found) in cases {
        let (events, steps) = counted(|| list_events(&db, after, &filter));
        assert_eq!(events.len(), found, "{name}");
        assert!(steps < FEW, "{name}: {steps} steps");
    }
    let (_, steps) = counted(|| find_event_position(&db, recent.unwrap()));
    assert!(steps < FEW, "the position of a time: {steps} steps");
}

#[test]
fn a_page_of_grants_walks_no_further_than_the_page() {
    let db = vault();
    let clock: std::sync::Arc<dyn Clock> = std::sync::Arc::new(TestClock::frozen_at(Timestamp::EPOCH));
    let now = Machine::new(clock).now();
    let page = || GrantFilter { limit: PAGE, ..GrantFilter::default() };
    let needs_reauth = || GrantFilter { status: Some(GrantStatus::NeedsReauth), ..page() };
    let cases = [
        ("all", page(), PAGE),
        ("of a tenant", GrantFilter { tenant_id: tenant("t1"), ..page() }, PAGE),
        ("of a state", needs_reauth(), 1),
        ("of a state and a provider", GrantFilter { provider: ProviderId::parse("p").ok(), ..needs_reauth() }, 1),
        ("of a state, with and without a user", GrantFilter { subjects: vec![SubjectKind::User], ..needs_reauth() }, 1),
        ("of a state, nobody", GrantFilter { status: Some(GrantStatus::Degraded), ..page() }, 0),
        ("of a tenant's state", GrantFilter { tenant_id: tenant("t0"), ..needs_reauth() }, 1),
        ("of a state that is everybody's", GrantFilter { status: Some(GrantStatus::Active), ..page() }, PAGE),
    ];
    for (name, filter, found) in cases {
        let (grants, steps) = counted(|| list_grants(&db, &filter, &now));
        assert_eq!(grants.len(), found, "{name}");
        assert!(steps < FEW, "{name}: {steps} steps");
    }
}

#[test]
fn a_foreign_id_takes_as_many_steps_as_an_absent_one() {
    let db = vault();
    let id = |number: i64| GrantId::parse(&format!("con_{number:022}")).unwrap();
    let clock: std::sync::Arc<dyn Clock> = std::sync::Arc::new(TestClock::frozen_at(Timestamp::EPOCH));
    let now = Machine::new(clock).now();
    let ask = |tenant: &str, id: GrantId| {
        let query = GrantQuery::Id(TenantId::parse(tenant).unwrap(), id);
        let (found, steps) = counted(|| find_grant(&db, &query, &now));
        (found.is_some(), steps)
    };
    // The grant 7 is of `t7`.
    assert!(ask("t7", id(7)).0, "the grant's own tenant finds it");
    let (found, foreign) = ask("t8", id(7));
    assert!(!found);
    assert_eq!((false, foreign), ask("t8", id(ROWS + 1)), "the row of a foreign id is not even looked at (SR-38)");
}

/// A hundred thousand entries of one tenant, in the order of time, a second apart; each of a user of its own, and of one in a thousand the
/// user did it too.
#[test]
fn the_audit_log_is_read_no_further_than_what_is_asked_for() {
    const ENTRIES: i64 = 100_000;
    let db = Connection::open_in_memory().unwrap();
    migrations::migrate(&db).unwrap();
    db.execute_batch(&format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ENTRIES})
        INSERT INTO audit (kind, at, tenant_id, user_id, actor, salt, content, signer, mac)
            SELECT 'connection.connected', n * 1000, 't', 'u' || n, CASE WHEN n % 1000 = 0 THEN 'ben' END, x'00', x'', x'', x'' FROM numbers"
    ))
    .unwrap();
    let tenant_id = tenant("t").unwrap();
    let of = |user_id: Option<&str>, after: u64| AuditScope {
        tenant_id: tenant_id.clone(),
        user_id: user_id.map(|id| UserId::parse(id).unwrap()),
        after,
    };
    let last = u64::try_from(ENTRIES).unwrap();
    for (name, of, found) in [
        ("a user", of(Some("u77777"), 0), 1),
        ("who did it", of(Some("ben"), 0), PAGE),
        ("nobody", of(Some("nobody"), 0), 0),
        ("the end of a tenant", of(None, last - 5), 5),
        ("a tenant", of(None, 0), PAGE),
    ] {
        let (entries, steps) = counted(|| audit::list_erasable(&db, &of, PAGE));
        assert_eq!(entries.len(), found, "{name}");
        assert!(steps < FEW, "{name}: {steps} steps");
    }
    for (name, since, found) in [("recent", ENTRIES - 20, PAGE), ("to come", ENTRIES + 1, 0)] {
        let filter = AuditFilter { since: at(since), limit: PAGE, ..AuditFilter::default() };
        let (entries, steps) = counted(|| audit::list(&db, &filter));
        assert_eq!(entries.len(), found, "{name}");
        assert!(steps < FEW, "{name}: {steps} steps");
    }
}

/// Notes of changes are many where much is written: what is kept is not walked to find that nothing is old.
#[test]
fn old_notes_are_removed_without_a_walk_over_those_that_are_kept() {
    let db = Connection::open_in_memory().unwrap();
    migrations::migrate(&db).unwrap();
    db.execute_batch(&format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})
        INSERT INTO changes (tenant_id, grant_id, at) SELECT 't', 'con_' || printf('%022d', n), n * 1000 FROM numbers"
    ))
    .unwrap();
    let left =
        || db.query_row("SELECT count(*), min(seq) FROM changes", [], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)));
    for (before, gone) in [(1, 0), (21, 20), (21, 20)] {
        let ((), steps) = counted(|| purge_changes(&db, at(before).unwrap()));
        assert_eq!(left().unwrap(), (ROWS - gone, gone + 1), "before {before}");
        assert!(steps < FEW, "before {before}: {steps} steps");
    }
    // However many they are.
    purge_changes(&db, at(ROWS - 4).unwrap()).unwrap();
    assert_eq!(left().unwrap(), (5, ROWS - 4));
}

/// A clock that was ahead for a while keeps nothing for longer than the hour in which it was.
#[test]
fn notes_that_are_dated_ahead_go_with_those_of_their_time() {
    let db = Connection::open_in_memory().unwrap();
    migrations::migrate(&db).unwrap();
    // More than are looked at once, from a century ahead, and then two as the clock goes now: one old, one new.
    db.execute_batch(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 250)
        INSERT INTO changes (tenant_id, grant_id, at) SELECT 't', 'con_' || printf('%022d', n), 4900000000000 + n FROM numbers;
        INSERT INTO changes (tenant_id, grant_id, at) VALUES ('t', 'con_old', 9000000), ('t', 'con_new', 10000000)",
    )
    .unwrap();
    let left = || db.query_row("SELECT group_concat(grant_id) FROM changes", [], |row| row.get::<_, String>(0)).unwrap();
    purge_changes(&db, at(9_500).unwrap()).unwrap();
    assert_eq!(left(), "con_new");
    purge_changes(&db, at(9_500).unwrap()).unwrap();
    assert_eq!(left(), "con_new", "what is not old stays");
}
