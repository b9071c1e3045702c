//! A vault in a file under the rules of the suite.

use std::sync::Arc;

use async_trait::async_trait;

use super::*;
use crate::base::Clock;
use crate::store::suite::{Uncommitted, Vault};

/// A new one, in a folder of its own.
pub(in crate::store) fn sqlite_vault() -> impl Vault {
    InFile { folder: tempfile::tempdir().unwrap() }
}

struct InFile {
    folder: tempfile::TempDir,
}

#[async_trait]
impl Vault for InFile {
    async fn open(&self, _: Arc<dyn Clock>) -> Arc<dyn Store> {
        let store = Arc::new(SqliteStore::new(&self.folder.path().join("suite.db"), "sqlite:./suite.db".to_owned()));
        store.open().await.unwrap();
        store
    }

    async fn begin(&self, batch: Batch) -> Box<dyn Uncommitted> {
        let path = self.folder.path().canonicalize().unwrap().join("suite.db");
        let db = connect::connect_writer(&Place { path, shown: "./suite.db".to_owned(), busy_timeout: BUSY_TIMEOUT }).unwrap();
        db.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(write::apply(&db, &batch).unwrap().keep);
        Box::new(Begun(db))
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
