//! libpq's file of passwords: `~/.pgpass`, or what PGPASSFILE names. Lines of host:port:database:user:password, the first that fits
//! counts; a colon or backslash in a field has a backslash before it.

use std::path::{Path, PathBuf};

use tokio_postgres::Config;
use tokio_postgres::config::Host;

use crate::base::paths;

/// More than anybody keeps there.
const LARGEST: u64 = 1 << 20;

/// The password for this connection, if the file has one and nobody else may read it.
pub(super) fn find(config: &Config, environment: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let usual = || Some(PathBuf::from(environment("HOME")?).join(".pgpass"));
    let file = environment("PGPASSFILE").map(PathBuf::from).or_else(usual)?;
    if !is_owners_alone(&file) {
        return None;
    }
    let text = paths::read_text(&file, LARGEST).ok()?;
    let host = match config.get_hosts().first()? {
        Host::Tcp(host) => host.clone(),
        // As libpq has it: who is on this machine is on localhost.
        #[cfg(unix)]
        Host::Unix(_) => "localhost".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let user = config.get_user()?;
    let wanted = [&host, &port, config.get_dbname().unwrap_or(user), user];
    text.lines().find_map(|line| fits(line, wanted))
}

#[cfg(unix)]
fn is_owners_alone(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_owners_alone(file: &Path) -> bool {
    file.is_file()
}

fn fits(line: &str, wanted: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut rest = line;
    for wanted in wanted {
        let Field { text: field, behind } = take_field(rest)?;
        if field != wanted && field != "*" {
            return None;
        }
        rest = behind;
    }
    Some(take_field(rest).map_or_else(|| unescape(rest), |field| field.text)).filter(|password| !password.is_empty())
}

/// A field, and what follows it.
struct Field<'a> {
    text: String,
    behind: &'a str,
}

/// The field before the next colon that counts.
fn take_field(text: &str) -> Option<Field<'_>> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b':' => return Some(Field { text: unescape(&text[..at]), behind: &text[at + 1..] }),
            _ => {}
        }
    }
    None
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.extend(if letter == '\\' { letters.next() } else { Some(letter) });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: [&str; 4] = ["db.example", "5432", "vault", "app"];

    #[test]
    fn a_line_fits_by_its_four_fields() {
        for (line, expected) in [
            ("db.example:5432:vault:app:secret", Some("secret")),
            ("*:*:*:app:secret", Some("secret")),
            (r"*:*:*:*:with\:colon\\", Some(r"with:colon\")),
            ("db.example:5432:vault:other:secret", None),
            ("db.example:5433:vault:app:secret", None),
            ("#db.example:5432:vault:app:secret", None),
            ("db.example:5432:vault:app:", None),
            ("db.example:5432", None),
            ("", None),
        ] {
            assert_eq!(fits(line, WANTED).as_deref(), expected, "{line}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_passed_over() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pass");
        std::fs::write(&file, "# mine\nother:*:*:*:no\ndb.example:*:*:app:secret\n").unwrap();
        let mut config = Config::new();
        config.host("db.example").user("app");
        let environment = |name: &str| (name == "PGPASSFILE").then(|| file.display().to_string());
        for (mode, expected) in [(0o600, Some("secret")), (0o640, None), (0o604, None)] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(find(&config, &environment).as_deref(), expected, "{mode:o}");
        }
    }
}
