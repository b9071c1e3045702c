//! When what is over goes, whatever somebody does to the clock (SR-2, SR-68).

use rusqlite::Connection;

use super::super::testing::{open_on_server_with, session, tenant};
use super::*;
use crate::base::{Clock as _, TestClock};
use crate::model::event::{Event, EventType};
use crate::vault::LocalRootKey;

/// A clock that is set by minutes while a sign-in is under way takes nothing from it. One that is set by hours was wrong before: what it
/// says now counts, or what a wrong clock has begun would never be over.
#[tokio::test]
async fn a_sign_in_outlives_a_corrected_clock_and_not_one_that_was_wrong_by_hours() {
    for (passed, set, is_left) in [(300, 0, true), (601, 0, false), (300, 3_000, true), (300, -3_000, true), (300, 4_000, false)]
    {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_800_000_000));
        let (address, spool) = (format!("sqlite:{}", file.display()), folder.path().join("spool"));
        let repo = open_on_server_with(&address, &spool, &[&key], clock.clone()).await;
        let mut begun = session(tenant(1));
        (begun.created_at, begun.expires_at) = (clock.now(), clock.now().plus(Duration::from_secs(600)));
        assert!(repo.sessions().insert_session(&begun, 9).await.unwrap());
        clock.advance(Duration::from_secs(passed));
        clock.set_wall(set);
        repo.housekeeping().purge().await.unwrap();
        let sealed = "SELECT count(*) FROM sessions WHERE sealed IS NOT NULL";
        let left: i64 = Connection::open(&file).unwrap().query_row(sealed, [], |row| row.get(0)).unwrap();
        assert_eq!(left == 1, is_left, "{passed} s later, set by {set} s");
        repo.close().await;
    }
}

/// Somebody sets the clock to 2099, and back: events that the application has not read, and sessions that somebody is about to finish, are not
/// old for it. A clock that stands there for a day is right.
#[tokio::test]
async fn nothing_is_removed_for_good_by_a_clock_that_is_years_ahead_for_an_hour() {
    const YEARS: i64 = 73 * 365 * 86_400;
    const HOUR: Duration = Duration::from_secs(3600);
    for (hours, comes_back, is_left) in [(1, true, true), (26, false, false)] {
        let folder = tempfile::tempdir().unwrap();
        let (file, key) = (folder.path().join("v.db"), LocalRootKey::make());
        let clock = TestClock::frozen_at(Timestamp::from_unix_seconds(1_800_000_000));
        let (address, spool) = (format!("sqlite:{}", file.display()), folder.path().join("spool"));
        let repo = open_on_server_with(&address, &spool, &[&key], clock.clone()).await;
        repo.housekeeping().purge().await.unwrap();
        let mut begun = session(tenant(1));
        (begun.created_at, begun.expires_at) = (clock.now(), clock.now().plus(Duration::from_secs(600)));
        assert!(repo.sessions().insert_session(&begun, 9).await.unwrap());
        repo.commit(vec![Write::AppendEvent(told(&begun, clock.now()))]).await.unwrap().unwrap();
        clock.set_wall(YEARS);
        for _ in 0..=hours {
            repo.housekeeping().purge().await.unwrap();
            clock.advance(HOUR);
        }
        if comes_back {
            clock.set_wall(-YEARS);
        }
        repo.housekeeping().purge().await.unwrap();
        let database = Connection::open(&file).unwrap();
        for table in ["events", "sessions"] {
            let count = format!("SELECT count(*) FROM {table}");
            let left: i64 = database.query_row(&count, [], |row| row.get(0)).unwrap();
            assert_eq!(left == 1, is_left, "{table} after {hours} h");
        }
        repo.close().await;
    }
}

fn told(of: &crate::model::session::Session, at: Timestamp) -> Event {
    Event {
        id: "evt_1".to_owned(),
        event_type: EventType::SessionFailed,
        grant_id: None,
        session_id: Some(of.id.clone()),
        tenant_id: of.tenant_id.clone(),
        user_id: Some(of.user_id.clone()),
        config: of.config.clone(),
        provider: of.provider.clone(),
        status: None,
        reason: None,
        failure: None,
        at,
        cursor: None,
    }
}
