//! Where each customer has a token endpoint of his own, what one of them wants stops nobody else; and a pause of renewals stops no check (SR-66).

use crate::engine::MaintenanceReport;
use crate::model::grant::Grant;
use crate::model::rows::Schedule;

use super::stage::{Answer, LIFETIME, Stage, config_variables, sample, soon, write_over};

/// A customer's connection, due for a renewal.
fn customer(name: &str, at: crate::base::Timestamp) -> Grant {
    let mut grant = sample("acme", name);
    grant.secrets.destination.token_endpoint = format!("https://id.acme.example/{name}/token");
    grant.secrets.destination.variables = [("site".to_owned(), name.to_owned())].into();
    Grant { refresh_at: Some(at), last_used_at: Some(at), ..grant }
}

#[tokio::test]
async fn one_customer_who_wants_a_pause_stops_no_other() {
    let stage = Stage::new("reusable");
    let engine = stage.process_changed(config_variables).await;
    stage.clock.advance(LIFETIME);
    let now = crate::base::Clock::now(&*stage.clock);
    engine.repo.insert_grant(&customer("a", now), vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Status(429, "")]);
    assert_eq!(soon(engine.scheduler.run_maintenance(None)).await.unwrap().refreshed, 0);
    // It is all that this process has ever asked.
    engine.repo.insert_grant(&customer("b", now), vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Tokens("at-2", None)]);
    assert_eq!(soon(engine.scheduler.run_maintenance(None)).await.unwrap().refreshed, 1);
    assert_eq!(stage.provider.presented().len(), 2);
}

#[tokio::test]
async fn a_check_is_made_while_renewals_are_in_a_pause() {
    let stage = Stage::new("reusable");
    let engine = stage.process().await;
    stage.clock.advance(LIFETIME / 2);
    let now = crate::base::Clock::now(&*stage.clock);
    let due = Grant { refresh_at: Some(now), last_used_at: Some(now), ..sample("acme", "0") };
    engine.repo.insert_grant(&due, vec![], None).await.unwrap().unwrap();
    stage.provider.will([Answer::Status(429, "")]);
    assert_eq!(soon(engine.scheduler.run_maintenance(None)).await.unwrap().refreshed, 0);
    let other = sample("acme", "1");
    engine.repo.insert_grant(&other, vec![], None).await.unwrap().unwrap();
    write_over(&engine, &other, Schedule::Both, |grant| (grant.refresh_at, grant.next_check_at) = (Some(now), Some(now))).await;
    let report = soon(engine.scheduler.run_maintenance(None)).await.unwrap();
    assert_eq!(report, MaintenanceReport { refreshed: 0, checked: 1, revoked: 0, failed: 0, complete: report.complete });
    assert_eq!((stage.provider.presented().len(), stage.provider.asked().len()), (1, 1));
}
