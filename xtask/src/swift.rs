//! Finds Swift on the PATH, or installs Debian 13's into a folder that is made once and kept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::context::{Context, has, output_of};
use crate::suite::Suite;

/// The oldest Swift with language mode 6.
const LEAST: (u64, u64) = (6, 0);

/// The Debian release whose `swiftlang` is new enough.
const RELEASE: &str = "trixie";

/// What the folder holds besides the base system: Swift, what it links against, and OpenSSL for the reader of the vectors.
const INCLUDED: &str = "swiftlang,libstdc++-14-dev,libc6-dev,libssl-dev";

/// Debian packages that make the folder. The keyring and gpgv are what its contents are checked with.
const MAKERS: &[&str] = &["debootstrap", "gpgv", "debian-archive-keyring"];

/// The keys that Debian signs with.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// What to do where no Swift can be had.
pub(crate) const ADVICE: &str = "Install Swift 6 (https://www.swift.org/install) with OpenSSL's headers; \
     on Debian, run this as root in an environment that may mount, and Debian 13's Swift is used";

/// Mounts what a build needs into the folder ($1) and runs a command ($3…) in it from a place ($2). Paths before `--` are
/// mounted where they are outside. All this happens in a mount and process namespace of its own: however the command ends, the
/// kernel ends what it started and takes the mounts away. The compiler does not find its own libraries without `/proc`.
const ENTER: &str = r#"
set -eu
root=$1 place=$2
shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --bind "$1" "$root$1"
  shift
done
shift
chroot "$root" /usr/bin/env -u TMPDIR PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
  /bin/sh -c 'cd "$0" && exec "$@"' "$place" "$@"
"#;

/// A Swift that can be used now.
pub(crate) enum Toolchain {
    /// The one that the shell finds.
    OnPath,
    /// A Debian system in a folder.
    Folder(PathBuf),
}

impl Toolchain {
    /// A Swift, made now if need be. Where none can be had, that is counted as skipped; a failed attempt as failed.
    pub(crate) fn get(suite: &mut Suite<'_>) -> Option<Self> {
        match source() {
            Ok(Source::OnPath(_)) => Some(Toolchain::OnPath),
            Ok(Source::Debian) => make(suite).map(Toolchain::Folder),
            Err(lack) => {
                suite.skip(format!("swift: {}. {ADVICE}", lack.problem));
                None
            }
        }
    }

    /// A Swift that is there already.
    pub(crate) fn present(context: &Context) -> Option<Self> {
        match source() {
            Ok(Source::OnPath(_)) => Some(Toolchain::OnPath),
            Ok(Source::Debian) => Some(folder(context)).filter(|folder| is_made(folder)).map(Toolchain::Folder),
            Err(_) => None,
        }
    }

    /// `swift`, in the repository; the caller adds the arguments.
    pub(crate) fn swift(&self, context: &Context) -> Command {
        self.program(context, Path::new("swift"))
    }

    /// A program of the toolchain, or one that was built with it.
    pub(crate) fn program(&self, context: &Context, program: &Path) -> Command {
        let Toolchain::Folder(folder) = self else { return context.command(program) };
        let mut command = namespace(context);
        command.args(["sh", "-c", ENTER, "sh"]).arg(folder).args([&context.root, &context.root]);
        if !context.target.starts_with(&context.root) {
            command.arg(&context.target);
        }
        command.arg("--").arg(program);
        command
    }
}

/// What links what is tested. On Linux the toolchain's own lld takes a fifth of the time of the system's linker.
pub(crate) const LINKER: &[&str] = if cfg!(target_os = "linux") { &["-Xswiftc", "-use-ld=lld"] } else { &[] };

/// Where Swift comes from on this machine.
enum Source {
    OnPath(String),
    Debian,
}

/// Why there is none.
struct Lack {
    problem: String,
    /// Debian packages that help.
    packages: &'static [&'static str],
}

/// What is found, for a person who reads it.
pub(crate) fn state(context: &Context) -> Result<String, String> {
    match source().map_err(|lack| lack.problem)? {
        Source::OnPath(version) => Ok(version),
        Source::Debian if is_made(&folder(context)) => Ok(format!("Debian 13's, in {}", folder(context).display())),
        Source::Debian => Ok(format!("Debian 13's; the first test makes {} (3 GB)", folder(context).display())),
    }
}

/// Debian packages that are missing.
pub(crate) fn packages() -> &'static [&'static str] {
    source().map_or_else(|lack| lack.packages, |_| &[])
}

fn source() -> Result<Source, Lack> {
    let lack = |problem: &str, packages| Err(Lack { problem: problem.to_owned(), packages });
    // A program of another project has the same name: only one that calls itself Swift is meant.
    let version = output_of("swift", &["--version"]).filter(|text| text.contains("Swift version"));
    if let Some(version) = version {
        if read_version(&version) < LEAST {
            return lack(&format!("{version} is older than {}.{}", LEAST.0, LEAST.1), &[]);
        }
        if cfg!(target_os = "linux") && !Path::new("/usr/include/openssl/evp.h").exists() {
            return lack("the headers of OpenSSL are missing (Debian: libssl-dev)", &["libssl-dev"]);
        }
        return Ok(Source::OnPath(version));
    }
    if !Path::new("/etc/debian_version").exists() {
        return lack("there is none on the PATH", &[]);
    }
    if output_of("id", &["-u"]).as_deref() != Some("0") {
        return lack("there is none on the PATH, and only root can use Debian 13's", &[]);
    }
    if !has("unshare", &["--mount", "--pid", "--fork", "--kill-child", "true"]) {
        return lack("there is none on the PATH, and this environment may not mount, which Debian 13's needs", &[]);
    }
    if !has("debootstrap", &["--version"]) || !has("gpgv", &["--version"]) || !Path::new(KEYRING).exists() {
        return lack("there is none on the PATH, and debootstrap, gpgv or Debian's keyring is not installed", MAKERS);
    }
    Ok(Source::Debian)
}

/// Runs what follows with mounts and processes of its own.
fn namespace(context: &Context) -> Command {
    let mut command = context.command("unshare");
    command.args(["--mount", "--pid", "--fork", "--kill-child"]);
    command
}

/// The folder, kept between runs and shared by all clones of a user.
fn folder(context: &Context) -> PathBuf {
    let cache = cache(std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from), std::env::var_os("HOME").map(PathBuf::from));
    cache.unwrap_or_else(|| context.target.clone()).join("authpipe").join("debian-13-swift")
}

/// The user's cache folder. A relative path is to be ignored (XDG Base Directory Specification).
fn cache(xdg: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |path: &PathBuf| path.is_absolute();
    xdg.filter(absolute).or_else(|| home.filter(absolute).map(|home| home.join(".cache")))
}

/// The file that is written last. It names what the folder holds, so that a longer list makes it again.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("etc").join("authpipe-swift")
}

fn is_made(folder: &Path) -> bool {
    fs::read_to_string(stamp(folder)).is_ok_and(|made| made == INCLUDED)
}

/// Makes the folder unless it is there. One process does it; others wait for that one.
fn make(suite: &mut Suite<'_>) -> Option<PathBuf> {
    let folder = folder(suite.context);
    if is_made(&folder) {
        return Some(folder);
    }
    let locked = || -> std::io::Result<File> {
        fs::create_dir_all(folder.parent().unwrap_or(&folder))?;
        let lock = File::create(folder.with_extension("lock"))?;
        lock.lock()?;
        Ok(lock)
    };
    let lock = match locked() {
        Ok(lock) => lock,
        Err(error) => {
            suite.fail(format!("{}: {error}", folder.display()));
            return None;
        }
    };
    let made = is_made(&folder) || bootstrap(suite, &folder);
    drop(lock);
    made.then_some(folder)
}

fn bootstrap(suite: &mut Suite<'_>, folder: &Path) -> bool {
    let part = folder.with_extension("part");
    if !remove(suite, &part) || !remove(suite, folder) {
        return false;
    }
    let mut command = namespace(suite.context);
    command.args(["debootstrap", "--force-check-gpg", "--variant=minbase"]).arg(format!("--include={INCLUDED}"));
    command.args([RELEASE.as_ref(), part.as_os_str()]);
    // The mirror that the system's own packages come from; debootstrap knows one itself.
    command.args(mirror(suite.context));
    if !suite.prepare("Debian 13 with Swift (once, some minutes)", command) {
        return false;
    }
    let kept = fs::write(stamp(&part), INCLUDED).and_then(|()| fs::rename(&part, folder));
    if let Err(error) = &kept {
        suite.fail(format!("{}: {error}", folder.display()));
    }
    kept.is_ok()
}

/// Removes a folder, but nothing that is mounted in it.
fn remove(suite: &mut Suite<'_>, folder: &Path) -> bool {
    let mut command = suite.context.command("rm");
    command.args(["-rf", "--one-file-system", "--"]).arg(folder);
    suite.prepare("remove what an earlier attempt left", command)
}

/// Where apt gets Debian from.
pub(crate) fn mirror(context: &Context) -> Option<String> {
    let list = || {
        let mut apt = context.command("apt-get");
        apt.args(["indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)", "Created-By: Packages"]).stdin(Stdio::null());
        let output = apt.output().ok()?;
        read_mirror(&String::from_utf8_lossy(&output.stdout))
    };
    list().or_else(|| {
        // Apt knows where a source comes from only after it has looked.
        let _ = context.command("apt-get").args(["update", "-qq"]).stdin(Stdio::null()).output();
        list()
    })
}

/// The first source of Debian itself. A local folder or another transport than HTTP is nothing for debootstrap.
fn read_mirror(list: &str) -> Option<String> {
    let found = list.lines().find_map(|line| line.strip_prefix("Debian|Debian|").filter(|uri| uri.starts_with("http")));
    found.map(str::to_owned)
}

/// `(6, 0)` of `Swift version 6.0.3 (…)`, whatever stands before.
fn read_version(text: &str) -> (u64, u64) {
    let number = text.split_once("Swift version ").map_or("", |(_, rest)| rest);
    let mut parts = number.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_wherever_it_stands() {
        assert_eq!(read_version("Swift version 6.0.3 (swift-6.0.3-RELEASE)"), (6, 0));
        assert_eq!(read_version("swift-driver version: 1.115 Apple Swift version 6.1 (swiftlang-6.1)"), (6, 1));
        assert_eq!(read_version("Swift version 5.10-dev"), (5, 10));
        assert!(read_version("python-swiftclient 4.1.0") < LEAST);
    }

    #[test]
    fn the_mirror_is_the_one_of_debian_itself() {
        let list =
            "Debian|Debian-Security|http://a.test/security/\nOther|Debian|http://b.test/\nDebian|Debian|http://c.test/debian/\n";
        assert_eq!(read_mirror(list).as_deref(), Some("http://c.test/debian/"));
        assert_eq!(read_mirror("Debian|Debian|cdrom:/x\n$(ORIGIN)|$(LABEL)|http://c.test/\n"), None);
    }

    #[test]
    fn the_cache_is_the_users() {
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(cache(path("/x"), path("/home/u")), path("/x"));
        assert_eq!(cache(path("x"), path("/home/u")), path("/home/u/.cache"));
        assert_eq!(cache(None, path("u")), None);
    }
}
