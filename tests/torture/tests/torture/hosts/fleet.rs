//! Processes of several languages on several hosts.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use authpipe_sandbox::GENERIC_SECRET;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::judge::Allowed;
use crate::place::{PROVIDER, Place, Setting, TENANT, definition};
use crate::worker::{History, Kind, Worker, add_this_program, faketime};

use super::network::Network;

/// What a process is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Node,
    Python,
    Swift,
}

/// What a copy of the library is called that answers for clocks.
const LIBRARY: &str = "faketime.so";

/// How far each host's clock is ahead, in minutes.
const SKEWS: [u64; 3] = [0, 15, 7];

/// Who is on which host. One of Swift joins where a command is known that starts it.
const CREW: [(usize, Language); 6] = [
    (0, Language::Rust),
    (0, Language::Node),
    (1, Language::Rust),
    (1, Language::Python),
    (2, Language::Node),
    (2, Language::Python),
];

/// One process.
pub(crate) struct Member {
    pub(crate) host: usize,
    pub(crate) language: Language,
    pub(crate) worker: Worker,
}

impl Member {
    pub(crate) fn name(&self) -> String {
        format!("{:?} on host {}", self.language, self.host)
    }

    /// Its wall clock goes so far ahead of where its host's began.
    fn advance(&mut self, by: Duration) {
        self.worker.jump(&format!("+{}m", SKEWS[self.host] + by.as_secs() / 60));
    }
}

/// All of them, one after the other on the same vault.
pub(crate) struct Fleet {
    pub(crate) members: Vec<Member>,
    passed: Duration,
    /// What another system sees too, in which the toolchain of Swift may be.
    _seen_by_all: TempDir,
}

impl Fleet {
    pub(crate) fn start(network: &Network, place: &Place) -> Fleet {
        let crew = CREW.into_iter().chain(swift().map(|_| (2, Language::Swift)));
        let seen_by_all = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        std::fs::copy(faketime(), seen_by_all.path().join(LIBRARY)).unwrap();
        let start = |(host, language)| start(network, place, seen_by_all.path(), host, language);
        let members = crew.map(start).collect();
        Fleet { members, passed: Duration::ZERO, _seen_by_all: seen_by_all }
    }

    /// Everybody's wall clock goes ahead, and the provider's.
    pub(crate) fn advance(&mut self, place: &Place, by: Duration) {
        self.passed += by;
        place.sandbox().clock().advance(by);
        let passed = self.passed;
        self.members.iter_mut().for_each(|member| member.advance(passed));
    }

    /// Those on a host.
    pub(crate) fn on(&mut self, host: usize) -> impl Iterator<Item = &mut Member> {
        self.members.iter_mut().filter(move |member| member.host == host)
    }

    /// Everybody is asked at the same time for all these users; what each is told of them, in order.
    pub(crate) fn ask_all(&mut self, users: std::ops::Range<usize>) -> Vec<String> {
        let before: Vec<Vec<usize>> =
            self.members.iter().map(|member| users.clone().map(|user| member.worker.answers(user).len()).collect()).collect();
        for member in &mut self.members {
            users.clone().for_each(|user| member.worker.tell(&format!("read {user}")));
        }
        let mut told = Vec::new();
        for (member, before) in self.members.iter_mut().zip(before) {
            for (user, before) in users.clone().zip(before) {
                told.extend(member.worker.wait_for_answers(user, before + 1).pop());
            }
        }
        told
    }

    /// Ends all in order, and has what they were given judged.
    pub(crate) fn close(self, place: &Place, allowed: Allowed) -> usize {
        let histories: Vec<History> = self.members.into_iter().map(|member| member.worker.close("closed")).collect();
        place.judge(histories, allowed).repeated
    }
}

fn start(network: &Network, place: &Place, seen_by_all: &Path, host: usize, language: Language) -> Member {
    // What waits on a disk waits on that host's.
    let setting = Setting { spool: place.folder().join(format!("spool-{host}")), ..place.setting.clone() };
    let is_elsewhere = language == Language::Swift;
    let folder = if is_elsewhere { seen_by_all } else { place.folder() };
    let library = is_elsewhere.then(|| seen_by_all.join(LIBRARY));
    let kind = Kind { has_clock: true, skew: Some(format!("+{}m", SKEWS[host])), library, ..Kind::default() };
    let other = |mut command: Command, kind: Kind| {
        command.env("TORTURE_OPTIONS", options(&setting).to_string());
        Worker::start_other(&mut command, folder, &setting, kind)
    };
    let workers = Path::new(env!("CARGO_MANIFEST_DIR")).join("hosts");
    let worker = match language {
        Language::Rust => {
            let mut command = network.on(host, "env");
            Worker::start_with(add_this_program(&mut command), folder, &setting, kind)
        }
        Language::Node => {
            let mut command = network.on(host, "node");
            command.arg(workers.join("worker.mjs"));
            other(command, kind)
        }
        Language::Python => {
            let mut command = network.on(host, python());
            command.arg(workers.join("worker.py"));
            other(command, kind)
        }
        Language::Swift => {
            let mut words = swift().unwrap_or_default().into_iter();
            let mut command = network.on(host, words.next().unwrap());
            command.args(words);
            other(command, kind)
        }
    };
    Member { host, language, worker }
}

/// What another language is told of the place.
fn options(setting: &Setting) -> Value {
    json!({
        "vault": setting.vault,
        "key": setting.key,
        "spool": setting.spool,
        "provider": PROVIDER,
        "tenant": TENANT,
        "client_id": format!("generic-{}", setting.rotation),
        "client_secret": GENERIC_SECRET,
        "scopes": ["read"],
        "definition": definition(setting),
        "background": setting.is_busy,
    })
}

/// The interpreter that has the package.
fn python() -> PathBuf {
    let named = std::env::var_os("TORTURE_PYTHON").map(PathBuf::from);
    named.unwrap_or_else(|| panic!("run `cargo xtask test hosts`: it builds the packages of Node and Python"))
}

/// The words of the command that starts the worker of the Swift package, where there is one.
fn swift() -> Option<Vec<String>> {
    Some(std::env::var("TORTURE_SWIFT").ok()?.split('\u{1f}').map(str::to_owned).collect())
}
