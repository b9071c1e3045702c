//! Finds the programs, and starts them as somebody who is not root.

use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Why no server can be started here; `None`: one can.
pub fn missing_server() -> Option<String> {
    match folder() {
        None => Some("PostgreSQL's programs are not found".to_owned()),
        Some(_) if is_root() && output("id", &["-u", "postgres"]).is_none_or(|id| id.is_empty()) => {
            Some("there is no user `postgres` that root could start a server as".to_owned())
        }
        Some(_) => None,
    }
}

/// Why no PgBouncer can be started here; `None`: one can.
pub fn missing_bouncer() -> Option<String> {
    bouncer().is_none().then(|| "PgBouncer is not found".to_owned())
}

/// Where `initdb` and `postgres` are: of several versions the newest, unless `PG_BIN` names one.
pub(crate) fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PG_BIN") {
        return Some(PathBuf::from(named)).filter(|folder| folder.join("initdb").exists());
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder): &(u32, PathBuf)| folder.join("initdb").exists())
        .collect();
    found.sort();
    let on_path = || output("pg_config", &["--bindir"]).map(PathBuf::from).filter(|folder| folder.join("initdb").exists());
    found.pop().map(|(_, folder)| folder).or_else(on_path)
}

pub(crate) fn bouncer() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join("pgbouncer")).find(|program| program.exists())
}

pub(crate) fn is_root() -> bool {
    output("id", &["-u"]).as_deref() == Some("0")
}

fn output(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A program as somebody who is not root.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.stdin(Stdio::null()).env("LC_ALL", "C").env_remove("PGPASSWORD");
    command
}

/// The same, which ends when the thread that starts it does, however that comes.
pub(crate) fn service(program: &Path, signal: &str) -> Command {
    if !cfg!(target_os = "linux") {
        return command(program);
    }
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.args([&format!("--pdeathsig={signal}"), "--"]).arg(program);
    command.stdin(Stdio::null()).env("LC_ALL", "C").env_remove("PGPASSWORD");
    command
}

/// Runs something to its end.
pub(crate) fn run(mut command: Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().to_string_lossy()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{command:?}: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    }
}

/// A folder that only its owner, who starts the servers, can read. It goes with this value, and with this process, however that ends.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    broom: Child,
}

/// Waits for the end of its input, which comes when whoever started it has ended, and for that of the server; then removes the folder.
const BROOM: &str = r#"trap '' INT TERM HUP
read -r _
while pid=$(head -n 1 "$0/data/postmaster.pid") && kill -0 "$pid"; do sleep 0.1; done 2>/dev/null
rm -rf -- "$0""#;

impl Folder {
    /// A new one.
    pub(crate) fn make(purpose: &str) -> Result<Folder, String> {
        // Random: in namespaces of their own several processes have the same id.
        let random = RandomState::new().hash_one(purpose) & 0xffff_ffff;
        let path = std::env::temp_dir().join(format!("authpipe-{purpose}-{}-{random:x}", std::process::id()));
        std::fs::create_dir(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut broom = Command::new("sh");
        broom.args(["-c", BROOM]).arg(&path).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let broom = broom.spawn().map_err(|error| format!("sh: {error}"))?;
        let folder = Folder { path, broom };
        give(&folder.path)?;
        Ok(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Something in it.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
        drop(self.broom.stdin.take());
        let _ = self.broom.wait();
    }
}

/// Makes somebody who is not root the owner of a file or folder, and the only one to read it.
pub(crate) fn give(path: &Path) -> Result<(), String> {
    let mode = if path.is_dir() { "700" } else { "600" };
    let mut chmod = Command::new("chmod");
    chmod.arg(mode).arg(path);
    run(chmod)?;
    if is_root() {
        let mut chown = Command::new("chown");
        chown.arg("postgres:").arg(path);
        run(chown)?;
    }
    Ok(())
}

/// Writes a file that only they can read.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    give(path)
}

/// A port that nobody listens on at this moment.
pub(crate) fn free_port() -> Result<u16, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| error.to_string())
}
