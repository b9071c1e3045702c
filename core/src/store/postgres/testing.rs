//! A vault in a schema of the server that `cargo xtask test postgres` starts, under the rules of the suite. The server says by two
//! variables where it is, itself and behind PgBouncer; each test has a schema of its own.

use std::sync::Arc;

use async_trait::async_trait;
use tokio_postgres::NoTls;

use super::*;
use crate::base::SystemClock;
use crate::base::entropy::make_bytes;
use crate::store::suite::vault::{Uncommitted, Vault};

/// The way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Way {
    Direct,
    Pooled,
}

impl Way {
    fn variable(self) -> &'static str {
        match self {
            Way::Direct => "AUTHPIPE_TEST_POSTGRES",
            Way::Pooled => "AUTHPIPE_TEST_PGBOUNCER",
        }
    }

    /// The address of the server's database, without settings.
    pub(in crate::store) fn address(self) -> String {
        std::env::var(self.variable()).unwrap_or_else(|_| panic!("no server: run `cargo xtask test postgres`"))
    }
}

/// A new vault.
pub(in crate::store) fn postgres_vault(way: Way) -> InSchema {
    let random: [u8; 8] = make_bytes();
    InSchema { way, schema: format!("t{}", u64::from_be_bytes(random)) }
}

/// A vault in a schema of its own.
pub(in crate::store) struct InSchema {
    way: Way,
    pub(in crate::store) schema: String,
}

impl InSchema {
    pub(in crate::store) fn address(&self) -> String {
        format!("{}?schema={}", self.way.address(), self.schema)
    }

    pub(super) fn place(&self) -> Place {
        place_at(&self.address())
    }

    /// A store that goes by the server's clock.
    pub(super) fn store(&self) -> PostgresStore {
        PostgresStore::living(Life::new(self.place(), Source::Server(Arc::new(SystemClock))).that_is_never_slow())
    }

    /// A connection of the test's own, which nobody else uses, with the vault's schema as its own.
    pub(super) async fn client(&self) -> tokio_postgres::Client {
        connect(&self.place().config).await
    }
}

/// Reads a whole address, and nothing of the environment.
pub(super) fn place_at(address: &str) -> Place {
    place::read_with(address.split_once(':').unwrap().1, &|_| None).unwrap()
}

/// A connection of the test's own.
pub(super) async fn connect(config: &tokio_postgres::Config) -> tokio_postgres::Client {
    let (client, connection) = config.connect(NoTls).await.unwrap();
    drop(tokio::spawn(connection));
    client
}

#[async_trait]
impl Vault for InSchema {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        let store = PostgresStore::living(Life::new(self.place(), Source::Given(clock)));
        store.open().await.unwrap();
        Arc::new(store)
    }

    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted> {
        let pool = Life::new(self.place(), Source::Server(Arc::new(SystemClock)));
        let db = pool.lone_session().await.unwrap();
        transaction::begin(&db).await.unwrap();
        assert!(matches!(write::apply(&db, &batch).await.unwrap(), write::Applied::All { .. }));
        Box::new(Begun(db))
    }

    /// Whoever was killed leaves connections, which the server ends, and nothing else.
    async fn reopen_after_a_kill(&self, _: &Arc<dyn Store>, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        self.open(clock).await
    }

    /// The last statement of a batch holds the numbers until the commit.
    fn has_one_writer(&self) -> bool {
        true
    }

    fn another(&self) -> Box<dyn Vault> {
        Box::new(postgres_vault(self.way))
    }
}

struct Begun(Db);

#[async_trait]
impl Uncommitted for Begun {
    async fn commit(self: Box<Self>) {
        transaction::end(&self.0).await.unwrap();
        self.0.finish();
    }
}
