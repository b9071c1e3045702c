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

/// Whoever loses is told of what lies half copied, then and when the same is run again; whoever has won is not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_copy_a_vault_the_one_that_loses_is_told_of_its_half() {
    for begins in ["beside the other one", "and is killed"] {
        let stage = Stage::new(None, None);
        fill(&stage.process(&stage.from).await.unwrap(), 0..3).await;
        let elsewhere = format!("sqlite:{}", stage.folder.path().join("elsewhere.db").display());
        if begins == "and is killed" {
            stage.move_until("opening");
            stage.move_aside(&elsewhere);
        } else {
            let mut is_first = true;
            let mut beside = |step| {
                if step == CopyStep::Opening && std::mem::take(&mut is_first) {
                    stage.move_aside(&elsewhere);
                }
            };
            let lost = move_vault(options(&stage.from, stage.key.expose()), &stage.to, &mut beside).await;
            assert_told_of_the_half(&stage, &lost.map(drop).unwrap_err());
        }
        assert_told_of_the_half(&stage, &stage.move_here().await.map(drop).unwrap_err());
        refuses_before_it_is_complete(&stage).await;
        let won = move_vault(options(&stage.from, stage.key.expose()), &elsewhere, &mut |_| {}).await.unwrap();
        assert!(won.was_complete);
    }
}

fn assert_told_of_the_half(stage: &Stage, error: &Error) {
    let (place, hint) = (read_address(&stage.to).unwrap().name().to_owned(), error.hint().unwrap_or_default());
    assert_eq!(error.code(), ErrorCode::VaultMoved, "{error}");
    assert!(hint.contains(&format!("At {place} lies a copy")) && hint.contains("delete it"), "{error}");
}
