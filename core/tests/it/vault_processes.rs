//! Real processes on one vault: a root key takes over under load, and processes are killed in the middle of everything (SR-45, SR-47,
//! SR-48).
//!
//! Every process is this test program again, with a worker in the place of the test. The quick run takes seconds; the long one
//! (`cargo xtask test --long`) takes minutes.

mod worker;

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use authpipe::Secret;
use serde_json::Value;

use crate::support::new_key;
use worker::{Load, Worker, seed};

/// Whether there is time for the long run.
fn is_long() -> bool {
    std::env::var_os("AUTHPIPE_LONG").is_some()
}

/// A vault and those who use it.
struct Place {
    folder: tempfile::TempDir,
    load: Load,
}

impl Place {
    async fn make(load: Load, key: &Secret<String>) -> Self {
        let place = Place { folder: tempfile::tempdir().unwrap(), load };
        seed(&place.vault(), key, load).await;
        place
    }

    fn vault(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("vault.db").display())
    }

    fn start(&self, keys: &[&Secret<String>], number: usize) -> Worker {
        Worker::start(&self.vault(), &joined(keys), self.load, number)
    }

    /// The tool, with these keys.
    fn tool(&self, keys: &[&Secret<String>], arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
        command.args(arguments).env("AUTHPIPE_VAULT", self.vault()).env("AUTHPIPE_KEY", joined(keys));
        command.env("AUTHPIPE_ENVIRONMENT", worker::ENVIRONMENT);
        command
    }

    fn run(&self, keys: &[&Secret<String>], arguments: &[&str]) -> Output {
        self.tool(keys, arguments).output().unwrap()
    }

    fn json(&self, keys: &[&Secret<String>], arguments: &[&str]) -> Value {
        let output = self.run(keys, &[arguments, &["--json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?}: {}", said(&output)))
    }

    /// Whether the tool says that every record opens with these keys.
    fn verify(&self, keys: &[&Secret<String>]) {
        let output = self.run(keys, &["vault", "verify"]);
        assert!(output.status.success(), "{}", said(&output));
    }
}

fn joined(keys: &[&Secret<String>]) -> String {
    let texts: Vec<&str> = keys.iter().map(|key| key.expose().as_str()).collect();
    texts.join(",")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What the tool says of a root key: by its place among those of the list, which stands in the order of ids.
fn may_go(status: &Value, id: &str) -> bool {
    let roots = status["root_keys"].as_array().unwrap();
    let root = roots.iter().find(|root| root["id"] == id).unwrap_or_else(|| panic!("{id} is not in {status}"));
    root["may_go"].as_bool().unwrap()
}

/// Asks until it is so; each question is a process, so the others get on meanwhile.
fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}: not within a minute");
    }
}

/// `[A] → [A,B] → [B,A] → [B]`, one process after the other, while all read and write. No read fails at any moment, every record is readable
/// at the end, and A is given up when the tool says that it may go, not before.
#[tokio::test]
async fn eight_processes_change_the_root_key_under_load_and_no_read_fails() {
    let (a, b) = (new_key(), new_key());
    let load = if is_long() { Load { tenants: 400, users: 5 } } else { Load { tenants: 24, users: 2 } };
    let place = Place::make(load, &a).await;
    let id_of_a = place.json(&[&a], &["key", "status"])["root_keys"][0]["id"].as_str().unwrap().to_owned();
    let mut workers: Vec<Worker> = (0..8).map(|number| place.start(&[&a], number)).collect();
    workers.iter_mut().for_each(Worker::wait_until_ready);
    let mut reads = 0;
    for keys in [vec![&a, &b], vec![&b, &a], vec![&b]] {
        if keys.len() == 1 {
            wait_for("A may go", || may_go(&place.json(&[&b, &a], &["key", "status"]), &id_of_a));
        } else {
            // While somebody is without B, or before everything is wrapped again, A is needed.
            assert!(!may_go(&place.json(&[&a, &b], &["key", "status"]), &id_of_a));
        }
        // As a rolling deployment does it: the next one is there before the last one goes.
        for worker in &mut workers {
            let mut next = place.start(&keys, worker.number());
            next.wait_until_ready();
            reads += std::mem::replace(worker, next).stop();
        }
    }
    reads += workers.into_iter().map(Worker::stop).sum::<u64>();
    assert!(reads >= 32 * u64::from(load.tenants), "{reads} reads");
    place.verify(&[&b]);
    let status = place.json(&[&b], &["key", "status"]);
    assert!(may_go(&status, &id_of_a), "{status}");
    assert!(!place.run(&[&a], &["vault", "verify"]).status.success(), "A opens nothing any more");
    if is_long() {
        println!("{reads} reads by 32 processes, none failed");
    }
}

/// Four processes read and write; the root key changes back and forth, tenants get other keys and are erased; and whoever it is, worker or
/// tool, is killed at random. No read fails, and in the end everything opens, but for what was erased.
#[tokio::test]
async fn nothing_is_lost_by_kill_9_in_the_middle_of_rotations_and_erasures() {
    let rounds = if is_long() { 300 } else { 12 };
    let (a, b) = (new_key(), new_key());
    let load = Load { tenants: 12, users: 4 };
    let place = Place::make(load, &a).await;
    let mut keys = vec![&a];
    let mut workers: Vec<Worker> = (0..4).map(|number| place.start(&keys, number)).collect();
    workers.iter_mut().for_each(Worker::wait_until_ready);
    let begun = Instant::now();
    assert!(place.run(&keys, &["key", "rotate"]).status.success());
    let usual = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let (mut erased, mut killed, mut finished) = (0, 0, 0);
    for round in 0..rounds {
        // The next step of a rotation, for those who start from now on. One that is not over yet goes on with the next round.
        if round % 3 == 2 {
            keys = if let [one, other] = keys[..] { vec![other, one] } else { vec![&a, &b] };
            for worker in &mut workers {
                worker.kill();
                *worker = place.start(&keys, worker.number());
            }
            killed += 4;
        }
        let tenant = worker::tenant_name(round % load.tenants as usize);
        let task: &[&str] = match round % 5 {
            0 => &["key", "rotate"],
            1 => &["vault", "reseal"],
            2 => &["tenant", "rotate", &tenant],
            3 => &["user", "erase", "t-erased", "u1", "--yes"],
            // Few are erased: something must be left.
            _ if erased < 3 => {
                erased += 1;
                &["tenant", "erase", "t-erased", "--yes"]
            }
            _ => &["tenant", "rotate", &tenant],
        };
        let mut tool =
            place.tool(&keys, task).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        // Anywhere between the start of a process and the end of its work, and a little behind.
        tokio::time::sleep(Duration::from_micros(random_below(usual * 3 / 2))).await;
        if tool.try_wait().unwrap().is_some() {
            finished += 1;
        }
        let _ = tool.kill();
        tool.wait().unwrap();
        let victim = &mut workers[usize::try_from(random_below(4)).unwrap()];
        victim.kill();
        *victim = place.start(&keys, victim.number());
        killed += 2;
    }
    for worker in &mut workers {
        worker.wait_until_ready();
    }
    let reads: u64 = workers.into_iter().map(Worker::stop).sum();
    // What was begun is finished by whoever comes next.
    let unfinished = [
        &["key", "rotate"][..],
        &["vault", "reseal"],
        &["user", "erase", "t-erased", "u1", "--yes"],
        &["tenant", "erase", "t-erased", "--yes"],
    ];
    for task in unfinished {
        let output = place.run(&keys, task);
        let is_gone = task[0] == "user" && said(&output).contains("Nothing is stored of the user u1");
        assert!(output.status.success() || is_gone, "{task:?}: {}", said(&output));
    }
    place.verify(&keys);
    let last = [keys[0]];
    place.verify(&last);
    // Every value, in a process that has seen none.
    let mut reader = place.start(&last, 0);
    reader.wait_until_ready();
    assert!(reader.stop() >= u64::from(load.tenants));
    let listed = place.json(&last, &["tenant", "erasures"]);
    // One that was killed after its commit has erased as well.
    let all: Vec<_> = listed["erasures"].as_array().unwrap().iter().map(|row| row["tenant_id"].as_str().unwrap()).collect();
    assert!(!all.is_empty() && all.iter().all(|tenant| *tenant == "t-erased"), "{listed}");
    if is_long() {
        println!(
            "{rounds} rounds, {killed} processes killed, {finished} commands had ended before; {reads} reads by those that live"
        );
    }
}

fn random_below(most: u64) -> u64 {
    u64::from_le_bytes(rand_bytes()) % most
}

fn rand_bytes() -> [u8; 8] {
    let text = new_key();
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&text.expose().as_bytes()[10..18]);
    bytes
}
