//! What very many rows cost: nothing that a migration, the look for due work or a page of a list could be seen to wait for.
//!
//! A quick run has twenty thousand grants, and asks the server how it would find them. `cargo xtask test --long postgres` has a million, and prints
//! figures, beside those of the same vault with a thousand.

use std::fmt::Write as _;
use std::time::Instant;

use super::super::{jobs, migrations, query};
use super::*;
use crate::base::{GrantId, TenantId};
use crate::model::rows::{GrantFilter, GrantJob, JobKind, JobRequest};

/// Work that is due, whatever there is besides.
const DUE: usize = 20;
/// Fewer rows than this a server rightly reads all of.
const WORTH_AN_INDEX: usize = 20_000;
/// A page as `connections.list` asks for it.
const PAGE: usize = 100;
/// Longer than anything that reads is to be seen to wait.
const BARELY_SEEN: Duration = Duration::from_millis(100);

fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

/// A vault as the first schema of this store has it, with so many grants, ten of a tenant, and a key for each tenant.
pub(super) async fn fill_first_schema(vault: &InSchema, grants: usize) {
    let (_, template) = with_one_grant().await;
    let client = vault.client().await;
    let schema = &vault.schema;
    let first = include_str!("../migrations/0010_initial.sql").replace('@', &format!("{schema}."));
    client.batch_execute(&format!("CREATE SCHEMA {schema}; SET search_path = {schema}; {first}")).await.unwrap();
    let listed = "SELECT string_agg(column_name, ', ') FROM information_schema.columns
        WHERE table_schema = $1 AND table_name = 'grants' AND column_name <> ALL ('{id, tenant_id, user_id, account_hash, sealed}')";
    let columns: String = client.query_one(listed, &[schema]).await.unwrap().get(0);
    let of_today = columns.replace("failures", "failed_attempts");
    // Tables are named for `ANALYZE`, which would look at those of other vaults as well, and fails where one of them goes meanwhile.
    // As long as what is sealed of an access token and a refresh token of a large provider.
    let sealed = "decode(repeat(md5(n::text), 150), 'hex')";
    let id = "left(id, length(id) - 8) || lpad(to_hex(n), 8, '0')";
    client
        .batch_execute(&format!(
            "INSERT INTO authpipe VALUES (1, 10);
            INSERT INTO meta VALUES (1, 10, 10, '\\x00', 0);
            INSERT INTO grants (id, tenant_id, user_id, account_hash, sealed, {columns})
                SELECT {id}, 't_' || n / 10, 'u_' || n, NULL, {sealed}, {of_today}
                FROM {template}.grants, generate_series(1, {grants}) AS n;
            INSERT INTO jobs (kind, id, tenant_id, config, due_at)
                SELECT 'refresh', id, tenant_id, config, CASE WHEN right(id, 8) <= lpad(to_hex({DUE}), 8, '0') THEN 1000 ELSE 9000000000000 END
                FROM grants;
            INSERT INTO tenant_keys
                SELECT decode(md5(n::text), 'hex'), 'tenant', 't_' || n, 'primary', 'r', '\\x00', 0 FROM generate_series(0, {grants} / 10) AS n;
            INSERT INTO ended_keys SELECT decode(md5((n * 7)::text), 'hex'), 0 FROM generate_series(0, {grants} / 100) AS n;
            ANALYZE grants, jobs, tenant_keys, ended_keys, meta"
        ))
        .await
        .unwrap();
}

/// A vault with one grant, from which others are made, and its schema.
async fn with_one_grant() -> (PostgresStore, String) {
    let (vault, store) = open_vault().await;
    apply(&store, vec![insert(&suite::two_grants().0)]).await;
    (store, vault.schema)
}

/// How the server would find what a statement asks for.
pub(super) async fn explain(db: &Db, sql: &str, values: &[statement::Named<'_>]) -> String {
    let lines = db.select(&format!("EXPLAIN {sql}"), values, |row| Ok(row.get::<_, String>(0))).await.unwrap();
    lines.join("\n")
}

pub(super) fn due_work(limit: usize, now: Timestamp) -> JobRequest {
    let kinds = GrantJob::ALL.into_iter().map(JobKind::Grant).collect();
    JobRequest { kinds, now, after: None, hold: Duration::from_secs(120), limit, except: vec![] }
}

fn page_of(tenant: Option<&str>, after: Option<GrantId>) -> GrantFilter {
    let tenant_id = tenant.map(|id| TenantId::parse(id).unwrap());
    GrantFilter { tenant_id, after, limit: PAGE, ..GrantFilter::default() }
}

/// The middle one of many times that something takes.
async fn median<F: Future>(count: usize, mut work: impl FnMut() -> F) -> Duration {
    let mut times = Vec::new();
    for _ in 0..count {
        let began = Instant::now();
        work().await;
        times.push(began.elapsed());
    }
    times.sort();
    times[count / 2]
}

/// Each step is asked which tables it keeps readers from, once it has done all its work. Of those that are read all the time, a step may end
/// with such a lock and do nothing behind it that grows with the rows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn a_step_of_a_migration_keeps_readers_from_what_is_known_here_and_from_nothing_else() {
    let vault = postgres_vault(Way::Direct);
    fill_first_schema(&vault, 1_000).await;
    let reader = vault.client().await;
    let locked = "SELECT coalesce(string_agg(it.relname, ' ' ORDER BY it.relname), '') FROM pg_locks AS held
        JOIN pg_class AS it ON it.oid = held.relation JOIN pg_namespace AS space ON space.oid = it.relnamespace
        WHERE space.nspname = $1 AND it.relkind = 'r' AND held.mode = 'AccessExclusiveLock'";
    let life = Life::new(vault.place(), Source::Server(Arc::new(SystemClock)));
    let mut found = Vec::new();
    for version in 11..=crate::model::rows::VAULT_VERSION {
        let db = life.lone_session().await.unwrap();
        transaction::begin_unchecked(&db).await.unwrap();
        migrations::apply_next(&db, &vault.schema).await.unwrap();
        let tables: String = reader.query_one(locked, &[&vault.schema]).await.unwrap().get(0);
        transaction::end(&db).await.unwrap();
        db.finish();
        found.push(format!("{version}: {tables}"));
    }
    // 12 replaces a table that processes of earlier versions read, and stops them. 14 adds two columns to one row. 15 replaces an index, when
    // the new one has been made. 17 renames a column of each, and stops processes of earlier versions. 18 drops an
    // index, and adds a column to one row. 19 adds empty columns.
    let expected = [
        "11: ",
        "12: ended_keys tenant_keys",
        "13: ",
        "14: positions",
        "15: grants",
        "16: ",
        "17: grants jobs",
        "18: audit meta",
        "19: endpoint_pauses grants",
    ];
    assert_eq!(found, expected);
    vault.store().open().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn very_many_grants_cost_what_is_asked_for_and_not_what_is_there() {
    let mut figures = String::new();
    let counts: &[usize] = if is_long() { &[1_000, 1_000_000] } else { &[WORTH_AN_INDEX] };
    for grants in counts {
        measure(*grants, &mut figures).await;
    }
    println!("{figures}");
}

async fn measure(grants: usize, figures: &mut String) {
    let vault = postgres_vault(Way::Direct);
    fill_first_schema(&vault, grants).await;
    let mut note = |what: &str, took: Duration| writeln!(figures, "{grants} grants: {what}: {took:?}").unwrap();

    let reading = read_until_told(&vault);
    let store = vault.store();
    let began = Instant::now();
    store.open().await.unwrap();
    note("migrated from schema 10 to the newest", began.elapsed());
    let Reads { count, longest } = reading.end().await;
    note(&format!("the longest of {count} reads of a grant meanwhile"), longest);
    if is_long() {
        assert!(longest <= BARELY_SEEN, "{longest:?}");
    }
    let again = vault.store();
    let began = Instant::now();
    again.open().await.unwrap();
    note("opened", began.elapsed());

    // One statement, which finds what is due by its index, and no other rows.
    let life = Life::new(vault.place(), Source::Server(Arc::new(SystemClock)));
    let db = life.lone_session().await.unwrap();
    let all = due_work(2 * DUE, Timestamp::from_unix_seconds(10));
    let plan = explain(&db, &jobs::TAKE, &jobs::name_request(&all)).await;
    // Of a table of one row there is nothing to look up.
    let plan = plan.replace("Seq Scan on meta", "One row");
    assert!(grants < WORTH_AN_INDEX || plan.contains("jobs_due") && !plan.contains("Seq Scan"), "{plan}");
    for filter in [page_of(None, None), page_of(Some("t_7"), None)] {
        let select = query::build_grants(&filter, "", PAGE);
        let plan = explain(&db, &select.sql, &select.values).await;
        assert!(grants < WORTH_AN_INDEX || plan.contains("Index Scan") && !plan.contains("Seq Scan"), "{plan}");
    }
    let answer = median(200, || db.select("SELECT 1", &[], |_| Ok(()))).await;
    note("a bare round trip", answer);
    db.finish();

    let nothing = due_work(DUE, Timestamp::EPOCH);
    note("a look for due work, where nothing is", median(50, || store.take_jobs(nothing.clone())).await);
    let began = Instant::now();
    assert_eq!(store.take_jobs(all).await.unwrap().len(), DUE, "all that is due, and nothing else");
    note(&format!("{DUE} jobs taken, with their grants"), began.elapsed());

    let first = store.list_grants(page_of(None, None)).await.unwrap();
    assert_eq!(first.len(), PAGE);
    note("the first page of all tenants' grants", median(20, || store.list_grants(page_of(None, None))).await);
    let id = first[0].id.as_str();
    let half = format!("{}{:08x}", &id[..id.len() - 8], grants / 2);
    let middle = GrantId::parse(&half).unwrap();
    assert_eq!(store.list_grants(page_of(None, Some(middle.clone()))).await.unwrap().len(), PAGE);
    note("a page from the middle", median(20, || store.list_grants(page_of(None, Some(middle.clone())))).await);
    assert_eq!(store.list_grants(page_of(Some("t_7"), None)).await.unwrap().len(), 10);
    note("a tenant's grants", median(20, || store.list_grants(page_of(Some("t_7"), None))).await);
    let wanted = GrantQuery::Id(first[0].tenant_id.clone(), first[0].id.clone());
    note("one grant by its id", median(200, || store.find_grant(wanted.clone())).await);
    let client = vault.client().await;
    client.batch_execute(&format!("DROP SCHEMA {} CASCADE", vault.schema)).await.unwrap();
}

/// Reads one after the other, on a connection of their own.
struct Reading {
    task: tokio::task::JoinHandle<Reads>,
    is_over: Arc<std::sync::atomic::AtomicBool>,
}

struct Reads {
    count: usize,
    longest: Duration,
}

impl Reading {
    async fn end(self) -> Reads {
        self.is_over.store(true, std::sync::atomic::Ordering::SeqCst);
        self.task.await.unwrap()
    }
}

fn read_until_told(vault: &InSchema) -> Reading {
    let is_over = Arc::new(std::sync::atomic::AtomicBool::default());
    let (config, over) = (vault.place().config, is_over.clone());
    let sql = format!("SELECT sealed FROM {}.grants WHERE tenant_id = $1 LIMIT 1", vault.schema);
    let task = tokio::spawn(async move {
        let client = super::super::testing::connect(&config).await;
        let mut reads = Reads { count: 0, longest: Duration::ZERO };
        // At least one, however fast the migration is.
        while reads.count == 0 || !over.load(std::sync::atomic::Ordering::SeqCst) {
            let began = Instant::now();
            let tenant = format!("t_{}", 1 + reads.count % 90);
            client.query_one(&sql, &[&tenant]).await.unwrap();
            reads.longest = reads.longest.max(began.elapsed());
            reads.count += 1;
        }
        reads
    });
    Reading { task, is_over }
}
