//! The judge itself: processes that leave out one rule of the protocol make it fail, and the same processes with all rules do not.

use authpipe::mutations::Rule;
use authpipe_sandbox::{Endpoint, Fault};

use crate::judge::{Allowed, Verdict};
use crate::of_refreshes;
use crate::place::{Place, Vault};
use crate::storms;
use crate::worker::Kind;

/// Beyond the end of lease and access token: whoever believes it finds nothing that could still be served.
const AHEAD: &str = "+2h";

/// Two processes want the same grant refreshed, the second one while the first is at the provider, and perhaps two hours ahead.
async fn meet(leaves_out: Option<Rule>, jump: Option<&str>) -> Result<Verdict, String> {
    let place = Place::make("strict", 1).await;
    let kind = Kind { leaves_out, has_clock: jump.is_some(), ..Kind::default() };
    let (mut holder, mut other) = (place.start_as(kind.clone()), place.start_as(kind));
    let held = of_refreshes(&place, Fault::hold_answer(Endpoint::Token));
    holder.tell("get 0");
    held.wait_until_reached().await;
    if let Some(by) = jump {
        other.jump(by);
    }
    other.tell("get 0 1500");
    // That it has waited in vain, where it keeps the rules.
    other.wait_for_answer();
    held.release();
    holder.wait_for_answer();
    // What goes on behind it waits for the lease still, and would end with the process: this joins it.
    other.ask("get", 0);
    // Its end waits for what it has begun.
    place.try_judge(vec![holder.close("closed"), other.close("closed")], Allowed::default())
}

/// A process is killed as soon as its caller has been answered.
async fn die_after_answering(leaves_out: Option<Rule>) -> Result<Verdict, String> {
    let place = Place::make("strict", 1).await;
    let kind = Kind { leaves_out, ..Kind::default() };
    let mut dying = place.start_as(kind.clone());
    dying.tell("get 0");
    dying.wait_for("served");
    let mut histories = vec![dying.kill()];
    let mut next = place.start_as(Kind { is_later: true, ..kind });
    next.tell("get 0");
    next.wait_for_answer();
    histories.push(next.close("closed"));
    place.try_judge(histories, Allowed { deaths: 1, ..Allowed::default() })
}

fn assert_missed(rule: Rule, found: &Result<Verdict, String>) {
    println!("without {rule:?}: {found:?}");
    assert!(found.is_err(), "{rule:?}: {found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_leave_out_no_rule_pass() {
    meet(None, None).await.unwrap();
    meet(None, Some(AHEAD)).await.unwrap();
    die_after_answering(None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_lease_is_noticed() {
    assert_missed(Rule::Lease, &meet(Some(Rule::Lease), None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_after_the_answer_is_noticed() {
    assert_missed(Rule::CommitFirst, &die_after_answering(Some(Rule::CommitFirst)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_again_is_noticed() {
    assert_missed(Rule::ReRead, &meet(Some(Rule::ReRead), None).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_believes_the_wall_clock_is_noticed() {
    assert_missed(Rule::SharedClock, &meet(Some(Rule::SharedClock), Some(AHEAD)).await);
    let found = storms::outlive(Vault::Sqlite, Some(Rule::SharedClock)).await;
    assert_missed(Rule::SharedClock, &found);
    assert!(found.is_err_and(|wrong| wrong.starts_with("I4")), "a token that has ended, handed out");
}
