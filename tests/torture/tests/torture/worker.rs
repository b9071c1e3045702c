//! A process that uses the vault. It is told what to do by its input, and writes down what it was given: that is its history.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use authpipe::mutations::{self, Rule};
use authpipe::{Authpipe, CallOptions};

use crate::place::{Setting, open, subject};
use crate::times::moment;

/// What a process was given, line by line: `served USER GENERATION VALUE`, behind it `degraded` where it is, `refused USER CODE`,
/// and what else it has said. Around each answer stand its times, as [`crate::times`] reads them.
pub(crate) type History = Vec<String>;

/// What is special about a worker.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kind {
    /// The rule that it leaves out.
    pub(crate) leaves_out: Option<Rule>,
    /// Its wall clock is its own: [`Worker::jump`] moves it.
    pub(crate) has_clock: bool,
    /// How far ahead that clock begins, as [`Worker::jump`] takes it.
    pub(crate) skew: Option<String>,
    /// Where the library is that answers for its clock, if not where the system has it.
    pub(crate) library: Option<PathBuf>,
    /// It lives an hour later: leases of whoever has died have ended, and so have access tokens, so that what is in doubt is asked.
    pub(crate) is_later: bool,
}

pub(crate) struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    history: PathBuf,
    clock: PathBuf,
    /// What was done to it, and when.
    done: Mutex<History>,
}

impl Worker {
    /// Starts one, and waits until it has the vault open.
    pub(crate) fn start(folder: &Path, setting: &Setting, kind: Kind) -> Worker {
        // A write beyond a limit fails, as one to a full disk does, and kills nobody.
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
        Worker::start_with(add_this_program(&mut command), folder, setting, kind)
    }

    /// The same with a program of its own, which writes its history to its output.
    pub(crate) fn start_other(command: &mut Command, folder: &Path, setting: &Setting, kind: Kind) -> Worker {
        let file = Worker::make_history(folder);
        command.stdout(File::create(&file).unwrap());
        Worker::spawn(command, file, setting, kind)
    }

    /// The same with this program, however it is started.
    pub(crate) fn start_with(command: &mut Command, folder: &Path, setting: &Setting, kind: Kind) -> Worker {
        let file = Worker::make_history(folder);
        command.stdout(Stdio::null()).env("TORTURE_HISTORY", &file);
        Worker::spawn(command, file, setting, kind)
    }

    fn make_history(folder: &Path) -> PathBuf {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        folder.join(format!("history-{}", NUMBER.fetch_add(1, Ordering::SeqCst)))
    }

    fn spawn(command: &mut Command, history: PathBuf, setting: &Setting, kind: Kind) -> Worker {
        let clock = history.with_extension("clock");
        command.env("TORTURE_SETTING", serde_json::to_string(setting).unwrap());
        if let Some(rule) = kind.leaves_out {
            command.env("TORTURE_LEAVES_OUT", format!("{rule:?}"));
        }
        if kind.is_later {
            command.env("TORTURE_AHEAD", "3700");
        }
        if kind.has_clock {
            std::fs::write(&clock, format!("{}\n", kind.skew.as_deref().unwrap_or("+0"))).unwrap();
            // The wall clock alone, looked up at every reading.
            let library = kind.library.unwrap_or_else(faketime);
            command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", &clock).env("FAKETIME_NO_CACHE", "1");
            command.envs([("DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_DISABLE_SHM", "1"), ("NO_FAKE_STAT", "1")]);
        }
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take();
        let mut worker = Worker { child, input, history, clock, done: Mutex::default() };
        worker.wait_for("ready");
        worker
    }

    /// Sets its wall clock, from now on, so far ahead of the system's or behind it: `+15m`.
    pub(crate) fn jump(&self, by: &str) {
        let next = self.clock.with_extension("next");
        std::fs::write(&next, format!("{by}\n")).unwrap();
        std::fs::rename(next, &self.clock).unwrap();
    }

    pub(crate) fn tell(&mut self, command: &str) {
        writeln!(self.input.as_mut().unwrap(), "{command}").unwrap();
    }

    /// Waits until a line of its history begins like this.
    pub(crate) fn wait_for(&mut self, start: &str) {
        self.wait_for_any(&[start]);
    }

    /// Waits until a caller has been told something, whatever it is.
    pub(crate) fn wait_for_answer(&mut self) {
        self.wait_for_any(&["served", "refused"]);
    }

    fn wait_for_any(&mut self, starts: &[&str]) {
        let begun = Instant::now();
        while !self.read().iter().any(|line| starts.iter().any(|start| line.starts_with(start))) {
            assert!(begun.elapsed() < Duration::from_secs(120), "{starts:?}: not within two minutes: {:#?}", self.read());
            assert!(self.child.try_wait().unwrap().is_none(), "{starts:?}: it has ended: {:#?}", self.read());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Asks for a credential, and gives the line that answers it: [`Worker::tell`] and what has come then.
    pub(crate) fn ask(&mut self, command: &str, user: usize) -> String {
        let asked = self.answers(user).len();
        self.tell(&format!("{command} {user}"));
        self.wait_for_answers(user, asked + 1).pop().unwrap()
    }

    /// Waits until so many answers about a user have come since its start.
    pub(crate) fn wait_for_answers(&mut self, user: usize, count: usize) -> Vec<String> {
        let begun = Instant::now();
        loop {
            let answers = self.answers(user);
            if answers.len() >= count {
                return answers;
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{user}: not within two minutes: {:#?}", self.read());
            assert!(self.child.try_wait().unwrap().is_none(), "{user}: it has ended: {:#?}", self.read());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// What callers who asked about a user have been told.
    pub(crate) fn answers(&self, user: usize) -> Vec<String> {
        let starts = [format!("served {user} "), format!("refused {user} ")];
        let lines = self.read().into_iter();
        lines.filter(|line| starts.iter().any(|start| line.starts_with(start))).collect()
    }

    /// Waits until somebody was refused with this code.
    pub(crate) fn wait_until_refused(&self, code: &str) {
        let begun = Instant::now();
        while !self.read().iter().any(|line| line.starts_with("refused ") && line.ends_with(code)) {
            assert!(begun.elapsed() < Duration::from_secs(120), "{code}: not within two minutes: {:#?}", self.read());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub(crate) fn signal(&self, name: &str) {
        match name {
            "STOP" => self.note("stopped"),
            "CONT" => self.note("continued"),
            _ => {}
        }
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
        self.note("killed");
        self.child.wait().unwrap();
        self.read()
    }

    fn note(&self, what: &str) {
        self.done.lock().unwrap().push(format!("{what} {}", moment()));
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
        let lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned);
        lines.chain(self.done.lock().unwrap().iter().cloned()).collect()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Has a command run this program as a worker.
pub(crate) fn add_this_program(command: &mut Command) -> &mut Command {
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "worker::works", "--ignored", "--nocapture", "--test-threads=1"])
}

/// Debian's library that answers for the system's clocks, in its form for several threads: in the other one a thread that reads the file
/// has the others see the system's own time for a moment, which is a jump back and forth.
pub(crate) fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path().join("faketime/libfaketimeMT.so.1"));
    folders.into_iter().find(|file| file.exists()).unwrap_or_else(|| panic!("install faketime: `cargo xtask setup`"))
}

#[derive(Clone)]
struct Work {
    authpipe: Authpipe,
    users: usize,
    history: Arc<Mutex<File>>,
    is_ending: Arc<AtomicBool>,
    /// How many have asked.
    asked: Arc<AtomicUsize>,
}

/// How long who has others to ask for waits for one.
const IMPATIENT: Duration = Duration::from_millis(500);

impl Work {
    fn write(&self, line: &str) {
        // In one piece: who is killed leaves whole lines.
        self.history.lock().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap_or_default();
    }

    /// Has it refreshed.
    async fn get(&self, user: usize, timeout: Option<Duration>) {
        self.ask(user, CallOptions { force_refresh: true, timeout, ..CallOptions::default() }).await;
    }

    async fn ask(&self, user: usize, options: CallOptions) {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        self.write(&format!("asking {number} {user} {}", moment()));
        let answer = match self.authpipe.get_credential(&subject(user), options).await {
            Ok(credential) => {
                let mark = if credential.degraded { " degraded" } else { "" };
                format!("served {user} {} {}{mark}", credential.generation, credential.value.expose())
            }
            Err(error) => format!("refused {user} {}", error.code().as_str()),
        };
        self.write(&format!("{answer}\ntold {number} {}", moment()));
    }

    /// Ends what a user has connected.
    async fn disconnect(&self, user: usize) {
        let subject = subject(user);
        let connected = self.authpipe.get_credential(&subject, CallOptions::default()).await.unwrap();
        self.authpipe.delete_connection(subject.tenant_id, connected.grant_id.clone()).await.unwrap();
        self.write(&format!("disconnected {user}"));
    }

    /// Asks for one after the other, and begins where no other process does.
    async fn run(&self, rounds: usize, wait: Duration) {
        let start = std::process::id() as usize;
        for round in 0..rounds {
            if self.is_ending.load(Ordering::SeqCst) {
                return;
            }
            // Each user twice in a row, so that processes meet.
            self.get((start + round / 2) % self.users, Some(wait)).await;
        }
        self.write("done");
    }
}

/// Not a test: the program of a worker.
#[test]
#[ignore = "the program of a worker, which tests start"]
fn works() {
    let Ok(history) = std::env::var("TORTURE_HISTORY") else { return };
    let history = Arc::new(Mutex::new(OpenOptions::new().create(true).append(true).open(history).unwrap()));
    let rules = [Rule::Lease, Rule::CommitFirst, Rule::ReRead, Rule::SharedClock];
    if let Ok(name) = std::env::var("TORTURE_LEAVES_OUT") {
        mutations::leave_out(rules.into_iter().find(|rule| format!("{rule:?}") == name).unwrap());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let setting: Setting = serde_json::from_str(&std::env::var("TORTURE_SETTING").unwrap()).unwrap();
    let ahead = std::env::var("TORTURE_AHEAD").ok().and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    let (authpipe, users) = (open(&setting, ahead), setting.users);
    let work = Work { authpipe, users, history, is_ending: Arc::default(), asked: Arc::default() };
    // As an application does: who is told to come again where the processors are others', and somebody keeps the file for long, does.
    while let Err(error) = runtime.block_on(work.authpipe.ready()) {
        let Some(wait) = error.retry_after() else { panic!("{error}") };
        std::thread::sleep(wait);
    }
    work.write("ready");
    let mut running = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let command = words.next().unwrap_or_default();
        let mut numbers = words.map(|word| word.parse::<usize>().unwrap());
        let (number, wait) = (numbers.next().unwrap_or(0), numbers.next());
        let worker = work.clone();
        match command {
            // So many milliseconds, or as long as a caller waits.
            "get" => {
                let wait = wait.and_then(|wait| u64::try_from(wait).ok()).map(Duration::from_millis);
                drop(runtime.spawn(async move { worker.get(number, wait).await }));
            }
            "read" => drop(runtime.spawn(async move { worker.ask(number, CallOptions::default()).await })),
            "disconnect" => drop(runtime.spawn(async move { worker.disconnect(number).await })),
            // So many rounds; who waits for one that has died goes on to others after so many milliseconds.
            "run" => {
                let wait = wait.and_then(|wait| u64::try_from(wait).ok()).map_or(IMPATIENT, Duration::from_millis);
                running.push(runtime.spawn(async move { worker.run(number, wait).await }));
            }
            "each" => running.push(runtime.spawn(async move {
                for user in 0..worker.users {
                    worker.get(user, None).await;
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
