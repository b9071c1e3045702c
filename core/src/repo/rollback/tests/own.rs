//! Tests of what a process says of its own past where the vault was exchanged under it, and of whom it believes about the audit log.

use serde_json::Value;

use super::*;

/// What it has committed itself, it says of its own vault, as that was, and of nothing else.
#[tokio::test]
async fn who_is_left_behind_writes_over_no_anchor_but_its_own_earlier_one() {
    type Edit = fn(&mut Value);
    let cases: [(&str, Edit, bool); 6] = [
        ("as it was written", |_| (), true),
        ("another vault's", |kept| kept["vault"] = "00112233445566778899aabbccddeeff".into(), false),
        ("an earlier version has found a copy behind it", |kept| kept["is_earlier"] = true.into(), false),
        ("a restore was confirmed since", |kept| kept["epoch"] = 2.into(), false),
        ("somebody else was further", |kept| kept["position"] = "1000000".into(), false),
        ("no position", |kept| kept["position"] = "".into(), false),
    ];
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("anchor"), LocalRootKey::make());
    let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
    let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
    let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
    let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
    repo.open().await.unwrap();
    repo.insert_grant(&grant(1), vec![], None).await.unwrap().unwrap();
    repo.keep_anchor(None).await.unwrap();
    let read = || -> Value { serde_json::from_str(&std::fs::read_to_string(&anchor).unwrap()).unwrap() };
    let written = read();
    repo.insert_grant(&grant(2), vec![], None).await.unwrap().unwrap();
    for (what, edit, is_written) in cases {
        let mut kept = written.clone();
        edit(&mut kept);
        std::fs::write(&anchor, kept.to_string()).unwrap();
        repo.keep_own().await;
        assert_eq!(read() != kept, is_written, "{what}");
    }
    // One that has found its vault in an earlier state has no past that counts.
    std::fs::write(&anchor, written.to_string()).unwrap();
    for (standing, is_written) in [(Standing::Earlier { epoch: 1 }, false), (Standing::Unknown, false), (Standing::Sound, true)] {
        repo.rollback.note(standing);
        repo.keep_own().await;
        assert_eq!(read() != written, is_written, "{standing:?}");
    }
    repo.close().await;
}

/// How long the log of another vault was says nothing of this one's.
#[tokio::test]
async fn the_end_of_another_vaults_log_is_not_missed_in_this_one() {
    let folder = tempfile::tempdir().unwrap();
    let (file, anchor, key) = (folder.path().join("v.db"), folder.path().join("anchor"), LocalRootKey::make());
    let store = read_address(&format!("sqlite:{}", file.display())).unwrap().make(Arc::new(SystemClock));
    let roots = RootKeys::new(vec![LocalRootKey::parse(key.expose()).unwrap().into()]).unwrap();
    let repo = Repo::new(store, roots, Environment::parse("test").unwrap(), Arc::new(SystemClock));
    let repo = repo.anchored_to(Some(Arc::new(AnchorFile::new(anchor.clone()))));
    repo.open().await.unwrap();
    let mut kept: Value = serde_json::from_str(&std::fs::read_to_string(&anchor).unwrap()).unwrap();
    kept["audit"] = serde_json::json!({ "number": 9, "mac": "00" });
    for (vault, broken) in [(kept["vault"].clone(), Some(1)), ("00112233445566778899aabbccddeeff".into(), None)] {
        kept["vault"] = vault;
        std::fs::write(&anchor, kept.to_string()).unwrap();
        assert_eq!(repo.verify_audit().await.unwrap().broken, broken, "{kept}");
    }
    repo.close().await;
}
