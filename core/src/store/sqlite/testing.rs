//! A vault in a file under the rules of the suite.

use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::Connection;

use super::*;
use crate::base::SystemClock;
use crate::store::suite::vault::{Uncommitted, Vault};

/// A new one, in a folder of its own.
pub(in crate::store) fn sqlite_vault() -> impl Vault {
    InFile { folder: tempfile::tempdir().unwrap() }
}

struct InFile {
    folder: tempfile::TempDir,
}

#[async_trait]
impl Vault for InFile {
    async fn open(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        let store = Arc::new(SqliteStore::new(&self.folder.path().join("suite.db"), "sqlite:./suite.db".to_owned(), clock));
        store.open().await.unwrap();
        store
    }

    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted> {
        let path = self.folder.path().canonicalize().unwrap().join("suite.db");
        let db = connect::connect_writer(&Place {
            path,
            shown: "./suite.db".to_owned(),
            busy_timeout: BUSY_TIMEOUT,
            access: Access::Whole,
        })
        .unwrap();
        db.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(write::apply(&db, &batch, &Machine::new(Arc::new(SystemClock)).now()).unwrap().keep);
        Box::new(Begun(db))
    }

    /// The files as they lie on the disk while the other process runs, write-ahead log and all, in a folder of their own: what a
    /// process finds whose predecessor got no further.
    async fn reopen_after_a_kill(&self, _: &Arc<dyn Store>, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        let folder = self.folder.path().join("after");
        std::fs::create_dir(&folder).unwrap();
        for name in ["suite.db", "suite.db-wal"] {
            std::fs::copy(self.folder.path().join(name), folder.join(name)).unwrap();
        }
        let store = Arc::new(SqliteStore::new(&folder.join("suite.db"), "sqlite:./suite.db".to_owned(), clock));
        store.open().await.unwrap();
        store
    }

    fn has_one_writer(&self) -> bool {
        true
    }

    fn another(&self) -> Box<dyn Vault> {
        Box::new(sqlite_vault())
    }
}

struct Begun(Connection);

#[async_trait]
impl Uncommitted for Begun {
    async fn commit(self: Box<Self>) {
        self.0.execute_batch("COMMIT").unwrap();
    }
}
