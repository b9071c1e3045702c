//! Whoever migrates is killed at every step: what is committed is a whole schema, and the next process goes on from there.

use super::*;
use crate::model::rows::VAULT_VERSION;
use crate::store::dying::process::die_at;

const VAULT: &str = "AUTHPIPE_TEST_MIGRATE";
const FIRST: u32 = 10;

/// The other side: not a test, unless something says what to open.
#[tokio::test]
async fn a_migrator() {
    let Ok(address) = std::env::var(VAULT) else { return };
    PostgresStore::new(place_at(&address), Arc::new(SystemClock)).open().await.unwrap();
}

async fn version(client: &tokio_postgres::Client) -> u32 {
    u32::try_from(client.query_one("SELECT schema_version FROM authpipe", &[]).await.unwrap().get::<_, i64>(0)).unwrap()
}

/// What no migration changes of grants and jobs.
async fn grants(client: &tokio_postgres::Client) -> String {
    let sql = "SELECT count(*) || md5(string_agg(id || generation || refresh_at || md5(sealed), '' ORDER BY id))
        || (SELECT count(*) || md5(string_agg(kind || id || due_at, '' ORDER BY kind, id)) FROM jobs) FROM grants";
    let sql = sql.replace("refresh_at", "coalesce(refresh_at, 0)");
    client.query_one(&sql, &[]).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn kill_9_at_every_step_of_a_migration_loses_nothing() {
    let vault = postgres_vault(Way::Direct);
    super::many::fill_first_schema(&vault, 500).await;
    let client = vault.client().await;
    client.batch_execute(&format!("SET search_path = {}", vault.schema)).await.unwrap();
    let before = grants(&client).await;
    let migrator = "store::postgres::on_postgres::killed::a_migrator";
    die_at(&format!("begun {}", FIRST + 1), migrator, VAULT, &vault.address());
    for step in FIRST + 1..=VAULT_VERSION {
        for (point, is_done) in [(format!("step {step}"), false), (format!("committed {step}"), true)] {
            die_at(&point, migrator, VAULT, &vault.address());
            assert_eq!(version(&client).await, if is_done { step } else { step - 1 }, "{point}");
            assert_eq!(grants(&client).await, before, "{point}");
        }
    }
    let store = vault.store();
    store.open().await.unwrap();
    assert!(!store.take_jobs(suite::due_jobs()).await.unwrap().is_empty(), "what was due still is");
    assert_eq!(grants(&client).await, before);
}
