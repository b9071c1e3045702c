//! When what is over goes, whatever somebody does to the clock (SR-2, SR-68).

use rusqlite::Connection;

use super::super::testing::{open_on_server_with, session, tenant};
use super::*;
use crate::base::{Clock as _, TestClock};
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
