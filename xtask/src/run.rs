//! Runs a command: writes its output into a log, shows a line now and then, and ends it with its children when its time is over.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::context::Context;

/// The longest that one command may take: on a machine that is busy with other things, twice of what a fresh one needs.
const LIMIT: Duration = Duration::from_secs(50 * 60);

/// How a command ended.
pub(crate) struct Ended {
    /// It ended by itself with status 0.
    pub(crate) success: bool,
    /// All it printed, on both channels.
    pub(crate) output: String,
    /// How it ended if not with 0.
    pub(crate) how: String,
}

/// Runs a command with its output in a log file, without standard input.
pub(crate) fn run_logged(mut command: Command, log: &Path, label: &str) -> Ended {
    let failed = |how: String| Ended { success: false, output: String::new(), how };
    let open = || -> std::io::Result<(File, File)> {
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::options().create(true).append(true).open(log)?;
        writeln!(file, "$ {command:?}")?;
        let second = file.try_clone()?;
        Ok((file, second))
    };
    let start = fs::metadata(log).map_or(0, |data| data.len());
    let (out, err) = match open() {
        Ok(files) => files,
        Err(error) => return failed(format!("{}: {error}", log.display())),
    };
    let mut child = match command.stdin(Stdio::null()).stdout(out).stderr(err).spawn() {
        Ok(child) => child,
        Err(error) => return failed(format!("{:?}: {error}", command.get_program())),
    };
    let began = Instant::now();
    let mut said = 1;
    let mut how = String::new();
    let success = loop {
        match child.try_wait() {
            Ok(Some(status)) => {
                if !status.success() {
                    how = status.to_string();
                }
                break status.success();
            }
            Ok(None) if began.elapsed() > LIMIT => {
                how = format!("ended after {} s without a result", LIMIT.as_secs());
                end_tree(child.id());
                let _ = child.kill();
                let _ = child.wait();
                break false;
            }
            Ok(None) => {}
            Err(error) => {
                how = error.to_string();
                break false;
            }
        }
        if began.elapsed().as_secs() >= said * 60 {
            println!("     {label}: {} s", said * 60);
            said += 1;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let output = fs::read(log).map(|bytes| {
        let from = usize::try_from(start).unwrap_or(0).min(bytes.len());
        String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned()
    });
    Ended { success, output: output.unwrap_or_default(), how }
}

/// Runs a command with this program's own terminal.
pub(crate) fn run_inherited(mut command: Command) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    if status.success() { Ok(()) } else { Err(format!("{:?} ended with {status}", command.get_program())) }
}

/// Processes that commands left running: those with this context's mark, if they are programs that our tests start.
pub(crate) fn end_leftovers(context: &Context) -> Vec<String> {
    let marker = format!("AUTHPIPE_XTASK={}", context.mark);
    let mut ended = Vec::new();
    for (pid, folder) in processes() {
        if pid == std::process::id() {
            continue;
        }
        let Ok(environment) = fs::read(folder.join("environ")) else { continue };
        let ours = environment.split(|byte| *byte == 0).any(|entry| entry == marker.as_bytes());
        let Ok(program) = fs::read_link(folder.join("exe")) else { continue };
        let name = program.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A compiler cache may run on as a daemon with our environment; it is not ours to end.
        if ours
            && (program.starts_with(&context.target)
                || name.starts_with("node")
                || name.starts_with("python")
                || name.starts_with("chrom")
                || name == "esbuild")
        {
            end(pid);
            ended.push(format!("{name} ({pid})"));
        }
    }
    ended
}

/// Ends a process and all that descends from it, by id.
fn end_tree(root: u32) {
    let parents: Vec<(u32, u32)> = processes().into_iter().filter_map(|(pid, folder)| Some((pid, parent_of(&folder)?))).collect();
    let mut tree = BTreeSet::from([root]);
    loop {
        let before = tree.len();
        tree.extend(parents.iter().filter(|(_, parent)| tree.contains(parent)).map(|(pid, _)| *pid).collect::<Vec<_>>());
        if tree.len() == before {
            break;
        }
    }
    for pid in tree {
        end(pid);
    }
}

fn end(pid: u32) {
    let _ = Command::new("kill").arg("-KILL").arg(pid.to_string()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

fn processes() -> Vec<(u32, PathBuf)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path()))).collect()
}

fn parent_of(folder: &Path) -> Option<u32> {
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    // After the program's name, which stands in brackets and may hold anything: state, then the parent.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
