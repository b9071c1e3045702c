//! The power is cut while a process writes a vault in SQLite, again and again: what a caller was told is stored is there, what was deleted is
//! not, and every record can be read (SR-58, SR-69). The quick run cuts at a few places of each kind; `cargo xtask test --long` at a
//! thousand, and each vault goes on with what the last cut has left.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Command;

use authpipe::{
    Authpipe, CallOptions, CredentialType, ErrorCode, Mode, Options, ProviderInput, Secret, StoreCredential, Subject, TenantId,
};
use authpipe_powercut::{Cut, Fate, count_operations, install};
use serde_json::{Value, json};

/// Where a writer finds what it does.
const WORK: &str = "AUTHPIPE_TEST_WRITER";
const VAULT: &str = "v.db";
const PEOPLE: usize = 12;
const WRITES: usize = 24;
const FATES: [Fate; 3] = [Fate::Lost, Fate::Kept, Fate::Some];

fn options(folder: &Path, key: &str) -> Options {
    let definition = json!({ "name": "Own", "auth": ["api_key"], "api": { "origins": ["https://api.own.example"] } });
    let input = ProviderInput { client_id: "client".to_owned(), definition: Some(definition), ..ProviderInput::default() };
    Options {
        vault: Some(format!("sqlite:{}", folder.join(VAULT).display())),
        keys: vec![Secret::from(key)],
        base_url: Some("http://localhost:3000/api/authpipe".to_owned()),
        mode: Some(Mode::Development),
        background: false,
        providers: [("own".to_owned(), input)].into(),
        ..Options::default()
    }
}

fn subject(person: usize) -> Subject {
    Subject::user("own", "acme", &format!("u{person}")).unwrap()
}

async fn store(authpipe: &Authpipe, person: usize, value: String) {
    println!("storing {person} {value}");
    let fields = vec![("value".to_owned(), Secret::from(value.as_str()))];
    let request =
        StoreCredential { subject: subject(person), credential_type: CredentialType::ApiKey, fields, variables: BTreeMap::new() };
    authpipe.store_credential(request).await.unwrap();
    println!("stored {person} {value}");
}

async fn delete(authpipe: &Authpipe, person: usize) {
    let Ok(credential) = authpipe.get_credential(&subject(person), CallOptions::default()).await else { return };
    println!("deleting {person} -");
    authpipe.delete_connection(TenantId::parse("acme").unwrap(), credential.grant_id.clone()).await.unwrap();
    println!("deleted {person} -");
}

/// The other side: not a test, unless something says what to write. Of those who write at once, several share a commit.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer() {
    let Ok(work) = std::env::var(WORK) else { return };
    let work: Value = serde_json::from_str(&work).unwrap();
    let number = |name: &str| work[name].as_u64().unwrap();
    let folder = Path::new(work["folder"].as_str().unwrap());
    let fate = FATES[usize::try_from(number("fate")).unwrap()];
    let cut = Cut { at: number("at"), fate, seed: number("seed"), folder: folder.join("left") };
    install((cut.at > 0).then_some(cut));
    println!();
    let authpipe = Authpipe::new(options(folder, work["key"].as_str().unwrap())).unwrap();
    authpipe.ready().await.unwrap();
    let round = number("round");
    for n in (0..WRITES).step_by(4) {
        let value = |n: usize| format!("{round}.{n}");
        let person = |n: usize| n % PEOPLE;
        tokio::join!(
            store(&authpipe, person(n), value(n)),
            store(&authpipe, person(n + 1), value(n + 1)),
            store(&authpipe, person(n + 2), value(n + 2)),
            delete(&authpipe, person(n + 3)),
        );
    }
    authpipe.close().await.unwrap();
    println!("operations {} -", count_operations());
}

/// What a person's connection may hold: the last that was acknowledged, and what was under way; `None` is none.
type Expected = BTreeMap<usize, Vec<Option<String>>>;

struct Stage {
    folder: tempfile::TempDir,
    key: Secret<String>,
    expected: Expected,
}

impl Stage {
    async fn new() -> Stage {
        let stage = Stage {
            folder: tempfile::tempdir().unwrap(),
            key: authpipe::make_root_key(),
            expected: (0..PEOPLE).map(|person| (person, vec![None])).collect(),
        };
        // Made while the power is on: how a new vault gets its name is told in `store/sqlite/making.rs`.
        stage.open().await.close().await.unwrap();
        stage
    }

    async fn open(&self) -> Authpipe {
        let authpipe = Authpipe::new(options(self.folder.path(), self.key.expose())).unwrap();
        authpipe.ready().await.unwrap();
        authpipe
    }

    /// Has a process write until its power is cut; how many operations it made where it is not.
    fn write(&mut self, at: u64, fate: usize, round: u64) -> Option<u64> {
        let left = self.folder.path().join("left");
        std::fs::create_dir_all(&left).unwrap();
        let folder = self.folder.path().to_str().unwrap();
        let seed = (round + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let work = json!({ "folder": folder, "key": self.key.expose(), "at": at, "fate": fate, "round": round, "seed": seed });
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_writer", "--nocapture"])
            .env(WORK, work.to_string())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let mut operations = None;
        for line in said.lines() {
            let words: Vec<_> = line.split(' ').collect();
            let [kind, what, value] = words[..] else { continue };
            let Ok(what) = what.parse::<usize>() else { continue };
            let value = (value != "-").then(|| value.to_owned());
            match kind {
                "storing" | "deleting" => self.expected.get_mut(&what).unwrap().push(value),
                "stored" | "deleted" => *self.expected.get_mut(&what).unwrap() = vec![value],
                "operations" => operations = Some(what as u64),
                _ => {}
            }
        }
        if operations.is_none() {
            let wrong = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.signal(), Some(9), "at {at}, round {round}: {said}{wrong}");
            self.lose_power(&left);
        }
        std::fs::remove_dir_all(&left).unwrap();
        operations
    }

    /// Of SQLite's files there is what was on the disk.
    fn lose_power(&self, left: &Path) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let name = format!("{VAULT}{end}");
            let (here, there) = (self.folder.path().join(&name), left.join(&name));
            // As somebody writes a file, who keeps its mode.
            match std::fs::read(&there) {
                Ok(content) => std::fs::write(&here, content).unwrap(),
                Err(_) => drop(std::fs::remove_file(&here)),
            }
        }
    }

    /// Everybody's record is read, and what it holds is one of what it may.
    async fn check(&mut self, what: &str) {
        let authpipe = self.open().await;
        for (person, may_be) in &mut self.expected {
            let found = match authpipe.get_credential(&subject(*person), CallOptions::default()).await {
                Ok(credential) => Some(credential.value.expose().clone()),
                Err(error) if error.code() == ErrorCode::NotConnected => None,
                Err(error) => panic!("{what}: the record of {person} cannot be read: {error}"),
            };
            assert!(may_be.contains(&found), "{what}: {person} has {found:?}, and may have {may_be:?}");
            *may_be = vec![found];
        }
        authpipe.close().await.unwrap();
        let database = rusqlite::Connection::open(self.folder.path().join(VAULT)).unwrap();
        let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(sound, "ok", "{what}");
    }
}

/// Whether there is time for the long run.
fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_loses_no_commit_and_leaves_no_record_that_cannot_be_read() {
    let mut stage = Stage::new().await;
    let all = stage.write(0, 0, 0).expect("an end without a cut");
    stage.check("no cut").await;
    let cuts: u64 = if is_long() { 1_000 } else { 30 };
    let (mut happened, mut lost) = (0, 0);
    for cut in 1..=cuts {
        // The first ones while the log is begun; then spread over all operations. Each vault is another one by then, so that no two are cut at
        // the same place.
        let at = if cut <= 9 { cut } else { 1 + (cut * 7919) % all };
        let fate = usize::try_from(cut % 3).unwrap();
        if stage.write(at, fate, cut).is_none() {
            happened += 1;
        }
        lost += stage.expected.values().filter(|may_be| may_be.len() > 1).count();
        stage.check(&format!("cut {cut} at {at} of {all}, {:?}", FATES[fate])).await;
    }
    if is_long() {
        println!("{happened} power cuts, {lost} writes under way at them");
    }
    assert!(happened > cuts / 2, "{happened} of {cuts}");
}
