//! A vault moves while a process has it open, and whoever moves it is killed at every step.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::base::Secret;
use crate::model::grant::Grant;
use crate::model::rows::{AuditFilter, AuditRow, Conflict};
use crate::repo::Repo;
use crate::repo::testing::{fill, fill_told, grant, installation, open_wherever, value};
use crate::store::{SpoolFolder, read_address};
use crate::vault::LocalRootKey;

mod again;
mod on_postgres;

/// Every step, in its order, by the name under which it is told to a copier.
const STEPS: [&str; 8] = ["begun", "rows", "changes", "opening", "writes held", "compared", "stored", "fenced"];
/// Where a copier finds what it does.
const WORK: &str = "AUTHPIPE_TEST_COPY";

fn name(step: CopyStep) -> &'static str {
    match step {
        CopyStep::Rows { .. } => "rows",
        CopyStep::Changes { .. } => "changes",
        CopyStep::Opening => "opening",
        CopyStep::Exchanges { .. } => "exchanges",
        CopyStep::WritesHeld => "writes held",
        CopyStep::Compared => "compared",
        CopyStep::Stored => "stored",
        CopyStep::Fenced => "fenced",
        CopyStep::Complete => "complete",
    }
}

fn options(vault: &str, key: &str) -> Options {
    Options {
        vault: Some(vault.to_owned()),
        keys: vec![Secret::from(key)],
        environment: Some("test".to_owned()),
        background: false,
        ..Options::default()
    }
}

/// Where vaults are, and their key.
struct Stage {
    folder: tempfile::TempDir,
    from: String,
    to: String,
    key: Secret<String>,
}

impl Stage {
    fn new(from: Option<String>, to: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at =
            |given: Option<String>, name: &str| given.unwrap_or_else(|| format!("sqlite:{}", folder.path().join(name).display()));
        Stage { from: at(from, "from.db"), to: at(to, "to.db"), key: LocalRootKey::make(), folder }
    }

    async fn process(&self, vault: &str) -> Result<Arc<Repo>> {
        open_wherever(vault, &self.folder.path().join("spool"), &[&self.key]).await
    }

    /// Moves the vault in a process of its own, which is killed at this step.
    fn move_until(&self, step: &str) {
        let work = json!({ "from": self.from, "to": self.to, "key": self.key.expose(), "until": step });
        let test = "client::copying::tests::a_copier";
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(WORK, work.to_string())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert_eq!(output.status.signal(), Some(9), "{step}: {}", String::from_utf8_lossy(&said));
    }

    /// Moves the vault to another place, in a process of its own.
    fn move_aside(&self, to: &str) {
        let work = json!({ "from": self.from, "to": to, "key": self.key.expose(), "until": "never" });
        let test = "client::copying::tests::a_copier";
        let output =
            Command::new(std::env::current_exe().unwrap()).args(["--exact", test]).env(WORK, work.to_string()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }

    async fn move_here(&self) -> Result<Move> {
        move_vault(options(&self.from, self.key.expose()), &self.to, &mut |_| {}).await
    }
}

/// The other side: not a test, unless something says what to move.
#[tokio::test]
async fn a_copier() {
    let Ok(work) = std::env::var(WORK) else { return };
    let work: Value = serde_json::from_str(&work).unwrap();
    let text = |name: &str| work[name].as_str().unwrap();
    let die = |step: &str| {
        if step == text("until") {
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
        }
    };
    die("begun");
    move_vault(options(text("from"), text("key")), text("to"), &mut |step| die(name(step))).await.unwrap();
}

async fn entries(repo: &Arc<Repo>) -> Vec<AuditRow> {
    repo.audit_log().list(AuditFilter { limit: 1_000, ..AuditFilter::default() }).await.unwrap()
}

async fn check(repo: &Repo, grants: &[Grant]) {
    for grant in grants {
        let found = repo.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
        assert_eq!(value(&found), value(grant));
    }
}

/// That a process which has the source open is told, reads nothing and writes nothing.
async fn check_left(stage: &Stage, running: &Repo, grants: &[Grant]) {
    let to = read_address(&stage.to).unwrap().name().to_owned();
    let one = &grants[0];
    let read = running.load_grant(&one.key.tenant_id, &one.id).await.map(drop);
    let written = running.insert_grant(&grant(9_999), vec![], None).await.map(drop);
    let looked = running.changes_since(None).await.map(drop);
    let opened = stage.process(&stage.from).await.map(drop);
    for refused in [read, written, looked, opened] {
        let error = refused.unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultMoved, "{error}");
        assert!(error.message().ends_with(&format!("has moved to {to}.")), "{error}");
    }
}

async fn refuses_before_it_is_complete(stage: &Stage) {
    if read_address(&stage.to).unwrap().exists().await.unwrap() {
        let error = stage.process(&stage.to).await.map(drop).unwrap_err();
        assert_eq!(error.code(), ErrorCode::VaultUnavailable, "{error}");
        assert!(error.message().contains("copy of a vault that is not complete"), "{error}");
    }
}

/// Nothing is lost at whatever step whoever moves is killed: the source goes on and is copied by the next run with what has changed
/// meanwhile; or it was left, and only the last step is to be done.
async fn is_killed_at(stage: &Stage, step: &str) {
    let running = stage.process(&stage.from).await.unwrap();
    let mut told = vec![];
    let mut grants = fill(&running, 0..30).await;
    grants.extend(fill_told(&running, 40..48).await);
    if step == "fenced" {
        told = entries(&running).await;
    }
    stage.move_until(step);
    refuses_before_it_is_complete(stage).await;
    if step == "fenced" {
        check_left(stage, &running, &grants).await;
    } else {
        check(&running, &grants).await;
        grants[3] = running.replace_value(&grants[3], "changed after the first run").await;
        running.erase_tenant_of(&grants[1]).await;
        let erased = grants[1].key.tenant_id.clone();
        grants.retain(|grant| grant.key.tenant_id != erased);
        let more = [fill(&running, 30..33).await, fill_told(&running, 50..53).await].concat();
        grants.extend(more.into_iter().filter(|grant| grant.key.tenant_id != erased));
        told = entries(&running).await;
        drop(stage.process(&stage.from).await.unwrap());
    }
    let position = running.changes_since(None).await.map(|changes| changes.position);
    let moved = stage.move_here().await.unwrap();
    assert!(moved.opened.is_whole(), "{step}: {:?}", moved.opened);
    assert_eq!(moved.copied.is_none(), step == "fenced", "{step}");
    check_left(stage, &running, &grants).await;
    let there = stage.process(&stage.to).await.unwrap();
    check(&there, &grants).await;
    if let Ok(position) = position {
        assert_eq!(there.changes_since(None).await.unwrap().position, position, "an anchor and cursors go on");
    }
    assert!(told.len() >= 8, "{step}: {}", told.len());
    let told_there = entries(&there).await;
    assert_eq!(told_there[..told.len()], told, "{step}");
    let since: Vec<&str> = told_there[told.len()..].iter().map(|row| &*row.kind).collect();
    assert_eq!(since, ["vault.copy_begun"], "{step}: in both places");
    assert_eq!(moved.opened.audit.entries, told_there.len() as u64, "{step}");
    fill_told(&there, 60..61).await;
    let linked = there.housekeeping().verify().await.unwrap().audit;
    assert_eq!((linked.entries, linked.broken), (told_there.len() as u64 + 1, None), "{step}: the log goes on where it was");
    assert!(!moved.was_complete, "{step}");
    is_complete(stage).await;
    there.close().await;
    running.close().await;
}

/// The same command, once more: it says that all is done, and copies nothing. To another place nothing goes from a vault that was left.
async fn is_complete(stage: &Stage) {
    let again = stage.move_here().await.unwrap();
    assert!(again.was_complete && again.copied.is_none() && again.opened.is_whole(), "{:?}", again.opened);
    let elsewhere = format!("sqlite:{}", stage.folder.path().join("elsewhere.db").display());
    let gone = move_vault(options(&stage.from, stage.key.expose()), &elsewhere, &mut |_| {}).await.map(drop).unwrap_err();
    assert_eq!(gone.code(), ErrorCode::VaultMoved, "{gone}");
    assert!(gone.message().ends_with(&format!("has moved to {}.", read_address(&stage.to).unwrap().name())), "{gone}");
    assert!(!stage.folder.path().join("elsewhere.db").exists());
}

#[tokio::test]
async fn kill_9_at_every_step_loses_nothing() {
    for step in STEPS {
        is_killed_at(&Stage::new(None, None), step).await;
    }
}

#[tokio::test]
async fn killed_at_its_very_end_it_is_done() {
    let stage = Stage::new(None, None);
    let running = stage.process(&stage.from).await.unwrap();
    let grants = fill(&running, 0..5).await;
    stage.move_until("complete");
    check_left(&stage, &running, &grants).await;
    check(&stage.process(&stage.to).await.unwrap(), &grants).await;
    is_complete(&stage).await;
}

/// A process may put a renewed token beside the vault while it is copied: whoever leaves the vault then would leave it behind.
#[tokio::test]
async fn a_vault_for_which_renewed_tokens_wait_is_not_left() {
    let stage = Stage::new(None, None);
    let running = stage.process(&stage.from).await.unwrap();
    let grants = fill(&running, 0..3).await;
    let spool = SpoolFolder::new(read_address(&stage.from).unwrap().spool().unwrap());
    let name = format!("{}.7", grants[0].id);
    let named = name.clone();
    let waits = |step: CopyStep| {
        if step == CopyStep::Opening {
            spool.prepare().unwrap();
            spool.put(&named, b"{}").unwrap();
        }
    };
    let error = move_vault(options(&stage.from, stage.key.expose()), &stage.to, &mut { waits }).await.map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::VaultLocked, "{error}");
    assert!(error.message().starts_with("1 renewed tokens wait in "), "{error}");
    check(&running, &grants).await;
    let spool = SpoolFolder::new(read_address(&stage.from).unwrap().spool().unwrap());
    spool.remove(&name).unwrap();
    assert!(stage.move_here().await.unwrap().opened.is_whole());
    check_left(&stage, &running, &grants).await;
}

#[tokio::test]
async fn what_is_no_place_for_a_copy_is_refused() {
    let stage = Stage::new(None, None);
    let running = stage.process(&stage.from).await.unwrap();
    let grants = fill(&running, 0..5).await;
    let same =
        Stage { to: stage.from.clone(), from: stage.from.clone(), key: stage.key.clone(), folder: tempfile::tempdir().unwrap() };
    assert_eq!(same.move_here().await.map(drop).unwrap_err().code(), ErrorCode::InvalidRequest);
    let memory = Stage {
        to: "memory:".to_owned(),
        from: stage.from.clone(),
        key: stage.key.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    assert_eq!(memory.move_here().await.map(drop).unwrap_err().code(), ErrorCode::InvalidRequest);
    // A vault of its own, however empty.
    drop(stage.process(&stage.to).await.unwrap());
    let error = stage.move_here().await.map(drop).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidRequest, "{error}");
    assert!(error.message().contains("There is a vault at"), "{error}");
    // The copy of another one that was begun.
    let other = Stage::new(None, None);
    let elsewhere = other.process(&other.from).await.unwrap();
    fill(&elsewhere, 0..2).await;
    other.move_until("opening");
    let into =
        Stage { to: other.to.clone(), from: stage.from.clone(), key: stage.key.clone(), folder: tempfile::tempdir().unwrap() };
    let error = into.move_here().await.map(drop).unwrap_err();
    assert!(error.message().contains("unfinished copy of another vault"), "{error}");
    // Another program's file.
    let foreign = stage.folder.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let into = Stage {
        to: format!("sqlite:{}", foreign.display()),
        from: stage.from.clone(),
        key: stage.key.clone(),
        folder: tempfile::tempdir().unwrap(),
    };
    assert_eq!(into.move_here().await.map(drop).unwrap_err().code(), ErrorCode::VaultUnavailable);
    // A wrong key.
    let wrong = Stage {
        to: stage.folder.path().join("new.db").display().to_string(),
        from: stage.from.clone(),
        key: LocalRootKey::make(),
        folder: tempfile::tempdir().unwrap(),
    };
    let error = move_vault(options(&wrong.from, wrong.key.expose()), &format!("sqlite:{}", wrong.to), &mut |_| {}).await;
    assert_eq!(error.map(drop).unwrap_err().code(), ErrorCode::KeyMismatch);
    assert!(!Path::new(&wrong.to).exists(), "nothing is made for nothing");
    check(&running, &grants).await;
}

/// Rows in the target that the source does not have any more, and others that have their place under rules of uniqueness.
#[tokio::test]
async fn a_copy_of_long_ago_is_brought_up_to_date() {
    let stage = Stage::new(None, None);
    let running = stage.process(&stage.from).await.unwrap();
    let mut grants = fill(&running, 0..1_200).await;
    stage.move_until("writes held");
    let erased = grants[2].key.tenant_id.clone();
    running.erase_tenant_of(&grants[2]).await;
    grants.retain(|grant| grant.key.tenant_id != erased);
    // Each with the key of one that has gone, under another id.
    grants.extend(fill(&running, (0..1_200).filter(|n| n % 7 == 2)).await);
    let moved = stage.move_here().await.unwrap();
    assert_eq!((moved.opened.grants, moved.opened.is_whole()), (1_200, true));
    check(&stage.process(&stage.to).await.unwrap(), &grants).await;
    let tables = moved.copied.unwrap().tables;
    assert_eq!(tables.iter().find(|count| count.table == "grants").unwrap().rows, 1_200);
}

/// What is in doubt stays so, a pause goes on, and what only a running process needs stays behind.
#[tokio::test]
async fn an_exchange_in_doubt_and_a_pause_move_with_their_grant() {
    let stage = Stage::new(None, None);
    let running = stage.process(&stage.from).await.unwrap();
    let grants = fill(&running, 0..2).await;
    running.leave_in_doubt(&grants[0]).await;
    running.pause(&grants[1], std::time::Duration::from_secs(600)).await;
    stage.move_here().await.unwrap();
    let there = stage.process(&stage.to).await.unwrap();
    let read = async |grant: &Grant| there.load_grant(&grant.key.tenant_id, &grant.id).await.unwrap().unwrap();
    let in_doubt = read(&grants[0]).await;
    assert_eq!(in_doubt.open_intent.unwrap().digest, [7; 32]);
    assert_eq!(in_doubt.lease_epoch, 1);
    assert!(read(&grants[1]).await.next_attempt_at.is_some(), "paused still");
}

/// Where entries were taken away, the copy says so too; where none were, it does not leave the vault for one that says it.
#[tokio::test]
async fn an_audit_log_is_as_whole_there_as_it_was_here() {
    for (sql, broken) in [
        ("DELETE FROM audit WHERE number > 4", Some(5)),
        ("DELETE FROM audit WHERE number = 2", Some(2)),
        ("UPDATE audit SET actor = 'eve' WHERE number = 3", Some(3)),
        ("SELECT 1", None),
    ] {
        let stage = Stage::new(None, None);
        let running = stage.process(&stage.from).await.unwrap();
        fill_told(&running, 0..6).await;
        running.close().await;
        let file = rusqlite::Connection::open(stage.folder.path().join("from.db")).unwrap();
        file.execute_batch(sql).unwrap();
        drop(file);
        let moved = stage.move_here().await.unwrap();
        assert_eq!(moved.opened.audit.broken, broken, "{sql}");
    }
}

/// Index keys in the middle of a turn move with what they have hashed: what is held stays held there, and the turn ends there.
async fn a_turn_of_index_keys_moves(stage: &Stage) {
    let running = stage.process(&stage.from).await.unwrap();
    let holders: Vec<Grant> = (0..130).map(|n| installation(n, &format!("organisation-{n}"))).collect();
    for holder in &holders {
        running.insert_grant(holder, vec![], None).await.unwrap().unwrap();
    }
    let turn = async |goes_on: bool| running.housekeeping().rotate_index_key(move |_| goes_on).await;
    assert!(turn(false).await.unwrap().resealed > 0);
    stage.move_until("writes held");
    // What is copied was hashed under keys that are gone, or that are not the newest any more.
    assert!(turn(true).await.unwrap().destroyed > 0);
    assert!(turn(false).await.unwrap().resealed > 0);
    stage.move_here().await.unwrap();
    let there = stage.process(&stage.to).await.unwrap();
    let check = async || {
        for n in 0..130 {
            let rival = installation(n + 131, &format!("organisation-{n}"));
            let outcome = there.insert_grant(&rival, vec![], None).await.unwrap();
            assert_eq!(outcome, Err(Conflict::OrganisationHeld), "organisation {n}");
        }
    };
    check().await;
    let done = there.housekeeping().finish_index_rotation(|_| true).await.unwrap();
    // The one before hashes nothing any more, and links nothing.
    assert_eq!((done.resealed, done.unreadable, done.destroyed, done.waiting), (30, 0, 1, 0));
    check().await;
    assert!(there.housekeeping().verify().await.unwrap().is_whole());
    there.close().await;
    running.close().await;
}

#[tokio::test]
async fn a_turn_of_index_keys_that_has_begun_ends_in_the_copy() {
    a_turn_of_index_keys_moves(&Stage::new(None, None)).await;
}
