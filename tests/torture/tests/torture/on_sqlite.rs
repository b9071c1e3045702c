//! Eight processes on one file.

use crate::place::Vault;
use crate::storms;

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_are_killed_and_stopped_lose_what_died_with_them_and_nothing_else() {
    storms::kill_and_stop(Vault::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_takes_no_lease() {
    storms::jump(Vault::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_hands_out_no_token_that_has_ended() {
    let verdict = storms::outlive(Vault::Sqlite, None).await.unwrap();
    assert!(verdict.presentations >= 4 && verdict.repeated == 0, "{verdict:?}");
}
