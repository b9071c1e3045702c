//! Very many rows that the server has not counted yet, as they are for a while after they were written: what is asked every round reads what
//! is due, and no whole table.

use super::super::{jobs, keysets, logs, past, statement};
use super::many::{due_work, explain};
use super::*;
use crate::store::postgres::statement::{blob, integer};

const ROWS: usize = 20_000;

async fn fill(vault: &InSchema) {
    let schema = &vault.schema;
    let sql = format!(
        "SET search_path = {schema};
        ALTER TABLE grants SET (autovacuum_enabled = off);
        ALTER TABLE jobs SET (autovacuum_enabled = off);
        ALTER TABLE events SET (autovacuum_enabled = off);
        ALTER TABLE changes SET (autovacuum_enabled = off);
        INSERT INTO grants SELECT (jsonb_populate_record(it, jsonb_build_object(
                'id', left(id, length(id) - 8) || lpad(to_hex(n), 8, '0'), 'user_id', 'u_' || n))).*
            FROM grants AS it, generate_series(1, {ROWS}) AS n;
        INSERT INTO jobs (kind, id, tenant_id, config, due_at)
            SELECT 'check', id, tenant_id, config, 9000000000000 FROM grants;
        INSERT INTO events SELECT (jsonb_populate_record(it, jsonb_build_object('seq', 100 + n, 'id', 'evt_more_' || n))).*
            FROM events AS it, generate_series(1, {ROWS}) AS n;
        INSERT INTO changes SELECT 100 + n, tenant_id, grant_id, at FROM changes, generate_series(1, {ROWS}) AS n"
    );
    vault.client().await.batch_execute(&sql).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn what_is_asked_every_round_reads_no_table_that_nobody_has_counted() {
    let (vault, store) = open_vault().await;
    let [row, _] = suite::one_of_each();
    let (key, ..) = suite::sign_in();
    let [event, ..] = suite::three_events();
    apply(&store, vec![key, insert(&row), Write::AppendEvent(event)]).await;
    fill(&vault).await;
    let db = Life::new(vault.place(), Source::Server(Arc::new(SystemClock))).lone_session().await.unwrap();
    let due = due_work(32, Timestamp::from_unix_seconds(10));
    let range = [(":from", blob(&[])), (":until", blob(&[8; 16]))];
    let before = || integer(0);
    let mut past: Vec<_> =
        [":seals", ":sessions", ":ended", ":after", ":events", ":changes"].map(|name| (name, before())).to_vec();
    past.push((":slice", integer(1_000)));
    let look = [(":after", integer(i64::MAX)), (":limit", integer(4_096))];
    let asked: [(&str, &[statement::Named<'_>]); 5] = [
        (&logs::CHANGES, &look),
        (&jobs::TAKE, &jobs::name_request(&due)),
        (keysets::IN_VAIN, &[]),
        (keysets::OTHERS, &range),
        (&past::IS_ANYTHING, &past),
    ];
    for (sql, values) in asked {
        let plan = explain(&db, sql, values).await;
        // Of these there is a row, or one for each endpoint.
        let plan = plan.replace("Seq Scan on meta", "One row").replace("Seq Scan on endpoint_pauses", "Few rows");
        // What is not begun where nothing is new, or nothing due.
        let gate = plan.lines().find(|line| line.contains("One-Time Filter")).unwrap_or_default().to_owned();
        assert!(!plan.contains("jobs_pkey") || gate.contains("<="), "every job of a kind is read\n{plan}");
        let plan = if gate.contains('>') { plan.replace("Seq Scan on changes", "Whatever is new") } else { plan };
        assert!(!plan.contains("Seq Scan") && plan.contains("Index"), "{sql}\n{plan}");
        // Beyond this a server compiles a plan before it runs it.
        let cost = plan.split_once("..").and_then(|(_, rest)| rest.split(' ').next()?.parse::<f64>().ok()).unwrap();
        assert!(cost < 100_000.0, "{sql}\n{plan}");
    }
    db.finish();
}
