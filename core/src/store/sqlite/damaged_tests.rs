//! A row that cannot be read, damaged or of a newer version, stops nothing but what is about it.

use rusqlite::Connection;

use super::tests::store_at;
use super::*;
use crate::base::{GrantId, UserId};
use crate::model::rows::{Conflict, GrantJob, JobKind, KeysetQuery, LegacyKeyQuery, Write};
use crate::store::suite;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(seconds)
}

async fn insert(store: &SqliteStore, rows: &[GrantRow]) {
    let add = |row: &GrantRow| Write::InsertGrant { row: Box::new(row.clone()), claims: vec![], now: at(1) };
    let writes = rows.iter().map(add).collect();
    assert!(matches!(store.commit(Batch { writes }).await.unwrap(), Outcome::Applied { .. }));
}

/// Grants of users of one tenant, in the order of their ids.
fn grants(count: usize) -> Vec<GrantRow> {
    let (one, _) = suite::two_grants();
    let user_id = |n| Some(UserId::parse(&format!("u{n}")).unwrap());
    let mut ids: Vec<GrantId> = (0..count).map(|_| GrantId::make_connection()).collect();
    ids.sort();
    let of = |(n, id)| GrantRow { id, user_id: user_id(n), refresh_at: Some(at(5)), account_hash: None, ..one.clone() };
    ids.into_iter().enumerate().map(of).collect()
}

#[tokio::test]
async fn rows_that_cannot_be_read_are_left_out_and_pages_stay_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let rows = grants(7);
    insert(&store, &rows).await;
    let events = suite::three_events();
    store.commit(Batch { writes: events.iter().cloned().map(Write::AppendEvent).collect() }).await.unwrap();
    let damages = [
        "UPDATE grants SET status = 'of_a_newer_version' WHERE user_id IN ('u0', 'u2')",
        "UPDATE grants SET generation = -1 WHERE user_id = 'u3'",
        "UPDATE events SET event_type = 'of.a.newer.version' WHERE id = 'evt_2'",
    ];
    Connection::open(&path).unwrap().execute_batch(&damages.join(";")).unwrap();

    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = store.list_grants(GrantFilter { after: after.clone(), limit: 2, ..GrantFilter::default() }).await.unwrap();
        seen.extend(page.iter().map(|row| row.id.clone()));
        after = page.last().map(|row| row.id.clone());
        if page.len() < 2 {
            break;
        }
    }
    assert_eq!(seen, [1, 4, 5, 6].map(|n: usize| rows[n].id.clone()));
    let counts = store.count_grants().await.unwrap();
    assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 5, "those with a status that is known");
    for newest_first in [false, true] {
        let filter = EventFilter { limit: 2, newest_first, ..EventFilter::default() };
        let mut found: Vec<_> = store.list_events(filter).await.unwrap().into_iter().map(|(_, event)| event.id).collect();
        found.sort();
        assert_eq!(found, ["evt_1", "evt_3"], "{newest_first}");
    }
    store.close().await;
}

#[tokio::test]
async fn due_work_on_a_row_that_cannot_be_read_holds_up_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let rows = grants(4);
    insert(&store, &rows).await;
    // Not even its id, and not whose it is.
    let damages = [
        "UPDATE grants SET status = 'of_a_newer_version' WHERE user_id IN ('u0', 'u1')",
        "INSERT INTO jobs (kind, id, tenant_id, config, due_at) VALUES ('refresh', CAST(x'ff' AS TEXT), 't', 'drive', 1)",
        "INSERT INTO jobs (kind, id, tenant_id, config, due_at) VALUES ('refresh', 'no id', '', 'drive', 1)",
    ];
    Connection::open(&path).unwrap().execute_batch(&damages.join(";")).unwrap();
    let mut taken = Vec::new();
    for _ in 0..6 {
        let kinds = vec![JobKind::Grant(GrantJob::Refresh)];
        let request = JobRequest { kinds, now: at(10), after: None, hold: Duration::from_secs(60), limit: 1, except: vec![] };
        taken.extend(store.take_jobs(request).await.unwrap());
    }
    assert_eq!(taken.len(), 2, "one at a time, and those in front did not come again");
    store.close().await;
}

#[tokio::test]
async fn a_note_of_a_change_that_cannot_be_read_is_about_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let start = store.changes_since(None, 10).await.unwrap().position;
    insert(&store, &grants(3)).await;
    Connection::open(&path).unwrap().execute_batch("UPDATE changes SET grant_id = '?' WHERE seq = 2").unwrap();
    let changes = store.changes_since(Some(start), 10).await.unwrap();
    assert!(changes.lost && changes.grants.is_empty());
    let further = store.changes_since(Some(changes.position), 10).await.unwrap();
    assert!(!further.lost && further.grants.is_empty(), "and once is enough");
    store.close().await;
}

#[tokio::test]
async fn a_key_that_cannot_be_read_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let insert = |id: u8, state: &str| {
        format!(
            "INSERT INTO legacy_keys VALUES (x'{}', 'tenant', 't', '{state}', 'root', x'00', 1)",
            format!("{id:02x}").repeat(16)
        )
    };
    let root = "INSERT INTO root_keys (root_key_id, sentinel, state, created_at) VALUES ('a', x'00', 'primary', 1), ('b', x'00', 'x', 1)";
    let all = [insert(1, "primary"), insert(2, "of_a_newer_version"), root.to_owned()].join(";");
    Connection::open(&path).unwrap().execute_batch(&all).unwrap();
    let owner = Some(crate::base::TenantId::parse("t").unwrap());
    let keys = store.list_legacy_keys(LegacyKeyQuery::Owner(owner.into())).await.unwrap();
    assert_eq!(keys.iter().map(|key| key.key_id[0]).collect::<Vec<_>>(), [1]);
    assert_eq!(store.list_root_keys().await.unwrap().len(), 1);
    assert_eq!(store.count_keys().await.unwrap(), [("root".to_owned(), 2)], "what is there is counted all the same");
    // More than a page of keysets that cannot be read: tenants that are none, or without a key.
    let keysets = "INSERT INTO keysets (tenant_id, keyset_version, root_key_id, key_ids, sealed, changed_at) VALUES
        ('a b', 1, 'root', zeroblob(16), x'00', 1), ('c', 1, 'root', x'', x'00', 1), ('d', 1, 'root', zeroblob(17), x'00', 1),
        ('e', -1, 'root', zeroblob(16), x'00', 1), ('t', 1, 'root', zeroblob(16), x'00', 1), ('z', 1, 'root', x'', x'00', 1)";
    Connection::open(&path).unwrap().execute_batch(keysets).unwrap();
    for root_key_id in [None, Some("root".to_owned())] {
        let query = KeysetQuery { root_key_id, is_rotating: false, after: None, limit: 2 };
        let keysets = store.list_keysets(query).await.unwrap();
        assert_eq!(keysets.iter().map(|row| row.owner.tenant().unwrap().as_str()).collect::<Vec<_>>(), ["t"]);
    }
    store.close().await;
}

#[tokio::test]
async fn a_process_that_cannot_be_read_stops_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let all = "INSERT INTO root_keys (root_key_id, sentinel, state, created_at) VALUES ('a', x'00', 'primary', 1), ('b', x'00', 'offered', 1);
        INSERT INTO processes (id, root_key_ids, seen_at) VALUES (zeroblob(16), '[\"a\",', 7), (x'01', '[]', 8)";
    Connection::open(&path).unwrap().execute_batch(all).unwrap();
    let processes = store.list_processes().await.unwrap();
    assert_eq!(processes.iter().map(|process| (process.id, process.root_key_ids.len())).collect::<Vec<_>>(), [([0; 16], 0)]);
    let promote = || Batch { writes: vec![Write::PromoteRootKey("b".to_owned())] };
    // Whoever it is does not say that it has the key; once it is forgotten, what is no process at all holds up nothing.
    assert_eq!(store.commit(promote()).await.unwrap(), Outcome::Conflict(Conflict::Stale));
    store.commit(Batch { writes: vec![Write::ForgetProcess([0; 16])] }).await.unwrap();
    assert!(matches!(store.commit(promote()).await.unwrap(), Outcome::Applied { .. }));
    store.close().await;
}

/// Notes are numbered by the vault alone: one behind the last number is somebody else's, and what it hides is not known.
#[tokio::test]
async fn a_note_behind_the_last_number_loses_what_was_noted_and_moves_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let before = store.changes_since(None, 10).await.unwrap().position;
    insert(&store, &grants(2)).await;
    let last = store.changes_since(None, 10).await.unwrap().position;
    for by in [1, 100] {
        let edit = format!("UPDATE changes SET seq = seq + {by} WHERE seq = (SELECT max(seq) FROM changes)");
        Connection::open(&path).unwrap().execute_batch(&edit).unwrap();
        for position in [&before, &last] {
            let found = store.changes_since(Some(position.clone()), 10).await.unwrap();
            assert_eq!((found.position, found.lost), (last.clone(), true), "{by}");
        }
    }
    store.close().await;
}

/// SQLite tells it as a full disk.
#[tokio::test]
async fn a_number_that_leaves_none_for_the_next_row_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let [first, second, third] = suite::three_events();
    let append = |event: &crate::model::event::Event| Batch { writes: vec![Write::AppendEvent(event.clone())] };
    store.commit(append(&first)).await.unwrap();
    let damage = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    damage("UPDATE events SET seq = 9223372036854775807");
    let told = store.commit(append(&second)).await.unwrap_err();
    assert_eq!(told.message(), "Cannot read ./v.db: a row of events is damaged.");
    damage("DELETE FROM events; UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'events'");
    let told = store.commit(append(&third)).await.unwrap_err();
    assert_eq!(told.message(), "Cannot read ./v.db: a row of sqlite_sequence is damaged.");
    store.close().await;
}

/// A trigger that ignores what is written would tell nobody. None is run that somebody else has made.
#[tokio::test]
async fn a_trigger_of_others_drops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.db");
    let store = store_at(&path);
    store.open().await.unwrap();
    let rows = grants(2);
    insert(&store, &rows[..1]).await;
    for verb in ["INSERT", "UPDATE"] {
        let trigger = format!("CREATE TRIGGER theirs_{verb} BEFORE {verb} ON grants BEGIN SELECT RAISE(IGNORE); END");
        Connection::open(&path).unwrap().execute_batch(&trigger).unwrap();
    }
    insert(&store, &rows[1..]).await;
    assert!(matches!(store.commit(Batch { writes: vec![suite::replace(&rows[0])] }).await.unwrap(), Outcome::Applied { .. }));
    for (row, revision) in rows.iter().zip([rows[0].revision + 1, rows[1].revision]) {
        let found = store.find_grant(crate::model::rows::GrantQuery::Id(row.tenant_id.clone(), row.id.clone())).await.unwrap();
        assert_eq!(found.map(|found| found.revision), Some(revision));
    }
    store.close().await;
}
