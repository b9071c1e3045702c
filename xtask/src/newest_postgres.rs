//! PostgreSQL of the newest of Debian's suites, in a folder that is made once and kept: apt fetches its packages, and nothing is installed. Its
//! programs run by the C library that came with them.

use std::path::{Path, PathBuf};

use crate::context::has;
use crate::suite::Suite;
use crate::swift::mirror;

/// The suite in which versions arrive first.
const RELEASE: &str = "sid";
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Fetches what `postgresql` needs, whatever the system has, unpacks it, and puts a script in the place of each program. `$1` the folder,
/// `$2` the suite, `$3` the mirror, `$4` the keyring.
const FETCH: &str = r#"set -eu
root=$1.part
rm -rf -- "$1" "$root"
mkdir -p "$root/apt/lists/partial" "$root/apt/archives/partial"
: > "$root/apt/status"
echo "deb [signed-by=$4] $3 $2 main" > "$root/apt/sources.list"
get() {
    apt-get -q -y -o Dir::Etc::SourceList="$root/apt/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State="$root/apt" \
        -o Dir::State::status="$root/apt/status" -o Dir::Cache="$root/apt" -o APT::Sandbox::User= -o Debug::NoLocking=1 \
        -o Acquire::Languages=none "$@"
}
get update
get --download-only --no-install-recommends install postgresql
for package in "$root"/apt/archives/*.deb; do dpkg-deb -x "$package" "$root"; done
rm -rf -- "$root/apt"
mv -- "$root" "$1"
loader=$(find "$1/usr/lib" -name 'ld-linux*.so.*' | head -n 1)
libraries=$(dirname "$loader")
for program in "$1"/usr/lib/postgresql/*/bin/*; do
    mv -- "$program" "$program.elf"
    printf '#!/bin/sh\nexec "%s" --argv0 "%s" --library-path "%s" "%s" "$@"\n' "$loader" "$program" "$libraries" "$program.elf" > "$program"
    chmod 755 "$program"
done
chmod -R a+rX "$1"
ls -d "$1"/usr/lib/postgresql/*/bin > "$1/programs""#;

/// Where its programs are.
///
/// # Errors
/// Why there are none.
pub(crate) fn programs(suite: &mut Suite<'_>) -> Result<PathBuf, String> {
    if !has("apt-get", &["--version"]) || !has("dpkg-deb", &["--version"]) || !Path::new(KEYRING).exists() {
        return Err("apt, dpkg or Debian's keyring is not here".to_owned());
    }
    // Not in the cache of root, which the servers' own user may not read.
    let folder = suite.context.target.join("postgresql-sid");
    let made = || std::fs::read_to_string(folder.join("programs")).ok().map(|path| PathBuf::from(path.trim()));
    if let Some(programs) = made() {
        return Ok(programs);
    }
    let mirror = mirror(suite.context).ok_or("apt knows no mirror of Debian")?;
    let mut fetch = suite.context.command("sh");
    fetch.args(["-c", FETCH, "fetch"]).arg(&folder).args([RELEASE, &mirror, KEYRING]);
    if !suite.prepare("PostgreSQL of Debian's newest suite (once, some minutes)", fetch) {
        return Err("it could not be fetched".to_owned());
    }
    made().ok_or_else(|| "it came without programs".to_owned())
}
