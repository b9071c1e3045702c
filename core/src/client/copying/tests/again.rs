//! The same command once more: what it says of a place is true of what is there.

use super::*;

async fn moved(stage: &Stage) {
    fill(&stage.process(&stage.from).await.unwrap(), 0..3).await;
    assert!(!stage.move_here().await.unwrap().was_complete);
}

/// A vault of its own in another place is not taken for the copy.
#[tokio::test]
async fn a_vault_that_was_there_before_is_not_told_as_the_copy() {
    let stage = Stage::new(None, None);
    moved(&stage).await;
    let other = format!("sqlite:{}", stage.folder.path().join("other.db").display());
    drop(stage.process(&other).await.unwrap());
    let gone = move_vault(options(&stage.from, stage.key.expose()), &other, &mut |_| {}).await.map(drop).unwrap_err();
    assert_eq!(gone.code(), ErrorCode::VaultMoved, "{gone}");
}

/// The copy is gone, and somebody has made a vault of his own in its place, with the same key: the source is all that there is.
#[tokio::test]
async fn a_vault_that_was_made_anew_in_the_place_of_the_copy_is_not_told_as_the_copy() {
    let stage = Stage::new(None, None);
    moved(&stage).await;
    assert!(stage.move_here().await.unwrap().was_complete);
    for file in std::fs::read_dir(stage.folder.path()).unwrap() {
        let file = file.unwrap();
        if file.file_name().to_string_lossy().starts_with("to.db") {
            let remove = if file.file_type().unwrap().is_dir() { std::fs::remove_dir_all } else { std::fs::remove_file };
            remove(file.path()).unwrap();
        }
    }
    stage.process(&stage.to).await.unwrap().close().await;
    let gone = stage.move_here().await.map(drop).unwrap_err();
    assert_eq!(gone.code(), ErrorCode::VaultMoved, "{gone}");
}
