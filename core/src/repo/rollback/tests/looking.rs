//! Tests of those who only look: they make and change nothing, neither the vault nor what is remembered of it, nor what waits beside it.

use super::*;
use crate::vault::Root;

struct Place {
    folder: tempfile::TempDir,
    key: crate::base::Secret<String>,
}

impl Place {
    fn new() -> Self {
        Place { folder: tempfile::tempdir().unwrap(), key: LocalRootKey::make() }
    }

    fn anchor(&self) -> std::path::PathBuf {
        self.folder.path().join("v.db-anchor")
    }

    fn process(&self, only_looks: bool) -> Repo {
        let store = read_address(&format!("sqlite:{}", self.folder.path().join("v.db").display())).unwrap();
        let root: Root = LocalRootKey::parse(self.key.expose()).unwrap().into();
        let roots = RootKeys::new(vec![root]).unwrap();
        Repo::new(store.make(Arc::new(SystemClock)), roots, Environment::parse("test").unwrap(), Arc::new(SystemClock))
            .anchored_to(Some(Arc::new(AnchorFile::new(self.anchor()))))
            .spooling_to(Some(SpoolFolder::new(self.folder.path().join("spool"))))
            .looking(only_looks)
    }
}

#[tokio::test]
async fn whoever_only_looks_makes_no_vault() {
    let place = Place::new();
    // A place that somebody has begun, and nothing more.
    let begun = place.process(false);
    begun.store.open().await.unwrap();
    begun.store.close().await;
    let looking = place.process(true);
    assert_eq!(looking.open().await.unwrap_err().code(), ErrorCode::VaultUnavailable);
    assert!(looking.store.find_meta().await.unwrap().is_none());
    looking.close().await;
    assert!(!place.anchor().exists());
}

#[tokio::test]
async fn whoever_only_looks_changes_neither_the_vault_nor_what_is_remembered_of_it() {
    let place = Place::new();
    let repo = place.process(false);
    repo.open().await.unwrap();
    repo.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    repo.keep_anchor(None).await.unwrap();
    let remembered = std::fs::read_to_string(place.anchor()).unwrap();
    repo.insert_grant(&grant(2), vec![], None).await.unwrap().unwrap();
    let looking = place.process(true);
    looking.open().await.unwrap();
    looking.keep_anchor(None).await.unwrap();
    assert_eq!(std::fs::read_to_string(place.anchor()).unwrap(), remembered, "it is behind, and stays so");
    assert_eq!(looking.insert_grant(&grant(3), vec![], None).await.unwrap_err().code(), ErrorCode::InvalidRequest);
    assert!(!looking.may_take_from_spool().await.unwrap() && repo.may_take_from_spool().await.unwrap());
    for repo in [looking, repo] {
        repo.close().await;
    }
}
