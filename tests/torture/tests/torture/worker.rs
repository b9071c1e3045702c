//! A process that uses the vault. It is told what to do by its input, and writes down what it was given: that is its history.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use authpipe::{Authpipe, CallOptions};

use crate::place::{open, subject};

/// What a process was given, line by line: `served USER GENERATION VALUE`, `refused USER CODE`, and what else it has said.
pub(crate) type History = Vec<String>;

pub(crate) struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    history: PathBuf,
}

impl Worker {
    /// Starts one, and waits until it has the vault open.
    pub(crate) fn start(folder: &Path, environment: [(&str, String); 6]) -> Worker {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let history = folder.join(format!("history-{}", NUMBER.fetch_add(1, Ordering::SeqCst)));
        let program = std::env::current_exe().unwrap();
        // A write beyond a limit fails, as one to a full disk does, and kills nobody.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]).arg(program);
        command.args(["--exact", "worker::works", "--ignored", "--nocapture", "--test-threads=1"]);
        command.envs(environment).env("TORTURE_HISTORY", &history).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take();
        let mut worker = Worker { child, input, history };
        worker.wait_for("ready");
        worker
    }

    pub(crate) fn tell(&mut self, command: &str) {
        writeln!(self.input.as_mut().unwrap(), "{command}").unwrap();
    }

    /// Waits until a line of its history begins like this.
    pub(crate) fn wait_for(&mut self, start: &str) {
        let begun = Instant::now();
        while !self.read().iter().any(|line| line.starts_with(start)) {
            assert!(begun.elapsed() < Duration::from_secs(120), "{start}: not within two minutes: {:#?}", self.read());
            assert!(self.child.try_wait().unwrap().is_none(), "{start}: it has ended: {:#?}", self.read());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Lets no file of this process grow beyond so many bytes.
    pub(crate) fn limit_files(&self, bytes: u64) {
        let limit = format!("--fsize={bytes}:{bytes}");
        let done = Command::new("prlimit").args(["--pid", &self.child.id().to_string(), &limit]).status().unwrap();
        assert!(done.success(), "prlimit");
    }

    /// Ends it in the middle of everything.
    pub(crate) fn kill(mut self) -> History {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.read()
    }

    /// Ends it in order, and waits for what it says of that.
    pub(crate) fn close(mut self, says: &str) -> History {
        self.tell("close");
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it does not end: {:#?}", self.read());
            std::thread::sleep(Duration::from_millis(2));
        }
        let history = self.read();
        assert!(history.iter().any(|line| line.starts_with(says)), "{says}: {history:#?}");
        history
    }

    /// What it has written wholly.
    fn read(&self) -> History {
        let text = std::fs::read_to_string(&self.history).unwrap_or_default();
        text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Clone)]
struct Work {
    authpipe: Authpipe,
    users: usize,
    history: Arc<Mutex<File>>,
    is_ending: Arc<AtomicBool>,
}

impl Work {
    fn write(&self, line: &str) {
        // In one piece: who is killed leaves whole lines.
        self.history.lock().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap_or_default();
    }

    async fn get(&self, user: usize) {
        let options = CallOptions { force_refresh: true, ..CallOptions::default() };
        match self.authpipe.get_credential(&subject(user), options).await {
            Ok(credential) => self.write(&format!("served {user} {} {}", credential.generation, credential.value.expose())),
            Err(error) => self.write(&format!("refused {user} {}", error.code().as_str())),
        }
    }

    /// Asks for one after the other, and begins where no other process does.
    async fn run(&self, rounds: usize) {
        let start = std::process::id() as usize;
        for round in 0..rounds {
            if self.is_ending.load(Ordering::SeqCst) {
                return;
            }
            // Each user twice in a row, so that processes meet.
            self.get((start + round / 2) % self.users).await;
        }
        self.write("done");
    }
}

/// Not a test: the program of a worker.
#[test]
#[ignore = "the program of a worker, which tests start"]
fn works() {
    let given = |name: &str| std::env::var(name).unwrap();
    let Ok(history) = std::env::var("TORTURE_HISTORY") else { return };
    let history = Arc::new(Mutex::new(OpenOptions::new().create(true).append(true).open(history).unwrap()));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let authpipe = open(
        &given("TORTURE_VAULT"),
        &given("TORTURE_SPOOL"),
        &given("TORTURE_KEY"),
        &given("TORTURE_ORIGIN"),
        &given("TORTURE_ROTATION"),
    );
    let users = given("TORTURE_USERS").parse().unwrap();
    let work = Work { authpipe, users, history, is_ending: Arc::default() };
    runtime.block_on(work.authpipe.ready()).unwrap();
    work.write("ready");
    let mut running = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (command, number) = line.split_once(' ').unwrap_or((&line, "0"));
        let number: usize = number.parse().unwrap();
        let worker = work.clone();
        match command {
            "get" => drop(runtime.spawn(async move { worker.get(number).await })),
            "run" => running.push(runtime.spawn(async move { worker.run(number).await })),
            "each" => running.push(runtime.spawn(async move {
                for user in 0..worker.users {
                    worker.get(user).await;
                }
                worker.write("done");
            })),
            "close" => break,
            other => panic!("{other}"),
        }
    }
    work.is_ending.store(true, Ordering::SeqCst);
    runtime.block_on(async {
        for task in running {
            task.await.unwrap();
        }
        match work.authpipe.close().await {
            Ok(()) => work.write("closed"),
            Err(error) => work.write(&format!("not closed: {error}")),
        }
    });
}
