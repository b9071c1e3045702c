//! The kinds of vaults, one line each: what `vault` in the options may say.

use std::sync::Arc;

use super::address::{Address, Kind};
#[cfg(feature = "postgres")]
use super::postgres;
use super::{memory, sqlite};

/// All of them.
const KINDS: &[Kind] = &[
    sqlite::KIND,
    #[cfg(feature = "postgres")]
    postgres::KIND,
    memory::KIND,
];

/// Reads an address, also as other libraries spell it: `sqlite::memory:` and `:memory:` are a vault in memory, `file:` is SQLite's own
/// word for a path, and a scheme may be in capitals (RFC 3986 §3.1).
///
/// # Errors
/// What to write instead. Nothing of the text is in it: it may hold a password.
pub(crate) fn read_address(text: &str) -> Result<Arc<dyn Address>, String> {
    // What is read from a file has a line's end.
    let text = text.trim();
    let usual = || Err(sqlite::KIND.advice());
    let called = |scheme: &str| KINDS.iter().find(|kind| kind.is_called(scheme));
    if text.eq_ignore_ascii_case(":memory:") {
        return (memory::KIND.read)("");
    }
    let Some((scheme, rest)) = text.split_once(':') else {
        return called(&text.to_ascii_lowercase()).map_or_else(usual, |kind| Err(kind.advice()));
    };
    let scheme = scheme.to_ascii_lowercase();
    // Without the driver: `postgresql+psycopg`.
    let scheme = scheme.split('+').next().unwrap_or(&scheme);
    if let Some(kind) = called(scheme) {
        // SQLite's word for its databases in memory, behind whatever scheme.
        let kind = if rest.trim_start_matches('/') == ":memory:" { &memory::KIND } else { kind };
        return (kind.read)(rest);
    }
    match scheme {
        // A drive of Windows.
        #[cfg(feature = "postgres")]
        "pg" | "psql" => Err(postgres::KIND.advice()),
        drive if drive.len() == 1 && cfg!(windows) => Err(format!("Write \"{}C:\\…\".", sqlite::KIND.scheme)),
        _ => usual(),
    }
}

/// What addresses look like: `"sqlite:<path>" or "memory:"`.
pub(crate) fn address_forms() -> String {
    KINDS.iter().map(|kind| format!("\"{}{}\"", kind.scheme, kind.form)).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_people_know_work() {
        let home = std::env::home_dir().expect("a home");
        for text in [
            "memory:",
            "MEMORY:",
            "memory://",
            "memory::",
            ":memory:",
            ":MEMORY:",
            "sqlite::memory:",
            "SQLite::memory:",
            "sqlite://:memory:",
            "sqlite:///:memory:",
            "file::memory:",
            " memory:\n",
            "sqlite+aiosqlite:///:memory:",
            "sqlite3::memory:",
        ] {
            assert!(read_address(text).unwrap().file().is_none(), "{text}");
        }
        for (text, path) in [
            ("sqlite:x.db", "x.db".into()),
            ("sqlite:x.db\n", "x.db".into()),
            ("sqlite:./my $1 vault.db", "./my $1 vault.db".into()),
            ("SQLITE:./x.db", "./x.db".into()),
            ("sqlite3:x.db", "x.db".into()),
            ("sqlite://x.db", "x.db".into()),
            ("sqlite:///./x.db", "./x.db".into()),
            ("sqlite:///../a/x.db", "../a/x.db".into()),
            ("sqlite:////a/x.db", "//a/x.db".into()),
            ("sqlite:////x.db", "//x.db".into()),
            ("sqlite:/x.db", "/x.db".into()),
            ("sqlite+aiosqlite:///./x.db", "./x.db".into()),
            ("file:///./x.db", "./x.db".into()),
            ("sqlite:///a/x.db", "/a/x.db".into()),
            ("file:x.db", "x.db".into()),
            ("file:///a/x.db", "/a/x.db".into()),
            #[cfg(windows)]
            (r"sqlite:C:\data\x.db", r"C:\data\x.db".into()),
            ("sqlite:/a/100%25.db", "/a/100%25.db".into()),
            ("sqlite:c:x.db", "c:x.db".into()),
            ("sqlite:~/x.db", home.join("x.db")),
            ("sqlite://~/a/x.db", home.join("a/x.db")),
            ("sqlite:./~/x.db", "./~/x.db".into()),
            ("sqlite:./memory", "./memory".into()),
            ("sqlite: x.db", "x.db".into()),
            ("sqlite:///~/a/x.db", home.join("a/x.db")),
            ("sqlite:./file:x.db", "./file:x.db".into()),
            ("sqlite:./memory:", "./memory:".into()),
        ] {
            let address = read_address(text).unwrap();
            assert_eq!(address.file(), Some(std::path::Path::new::<std::path::PathBuf>(&path)), "{text}");
        }
    }

    #[test]
    fn addresses_of_servers_are_named_without_their_password() {
        for (text, name) in [
            ("postgres://u:canary@h/d", "postgres://u@h:5432/d"),
            ("POSTGRESQL://u:canary@h:6543/d", "postgres://u@h:6543/d"),
            ("postgresql+psycopg://u:canary@h/d", "postgres://u@h:5432/d"),
            ("postgres://u@h/d?password=canary&schema=other", "postgres://u@h:5432/d?schema=other"),
            ("postgres://u:canary@h/d?schema=authpipe", "postgres://u@h:5432/d"),
            ("postgres://u:canary@h/d?search_path=other,public&sslmode=require", "postgres://u@h:5432/d?schema=other"),
            ("postgres://u:canary@h/d?options=-c%20search_path%3Dother", "postgres://u@h:5432/d?schema=other"),
            ("postgres://u:canary@h1:1,h2:2/d", "postgres://u@h1:1,h2:2/d"),
            ("postgres://u:canary@%2Frun%2Fpg/d", "postgres://u@/run/pg:5432/d"),
        ] {
            let address = read_address(text).unwrap();
            assert_eq!(address.name(), name, "{text}");
            assert!(address.file().is_none() && address.spool().is_none());
            assert!(!format!("{address:?} {:?}", address.identity()).contains("canary"), "{text}");
        }
    }

    #[test]
    fn other_spellings_are_refused_with_the_right_one() {
        for (text, advice) in [
            ("", "sqlite:<path>"),
            ("x.db", "sqlite:<path>"),
            ("./x.db", "sqlite:<path>"),
            ("sqlite:", "sqlite:<path>"),
            ("sqlite://", "sqlite:<path>"),
            ("sqlite:~ann/x.db", "sqlite:<path>"),
            ("sqlite:$HOME/x.db", "no variables"),
            ("sqlite:${DATA}/x.db", "no variables"),
            ("sqlite://$DATA", "no variables"),
            ("file:%APPDATA%\\x.db", "no variables"),
            ("sqlite:///x.db", "three slashes"),
            ("file:///x.db", "three slashes"),
            ("sqlite+pysqlite:///app.db", "three slashes"),
            ("sqlite3://", "sqlite:<path>"),
            ("sqlite3:///", "sqlite:<path>"),
            ("jdbc:sqlite:x.db", "sqlite:<path>"),
            ("sqlite:x.db?cache=shared", "question mark"),
            ("file:x.db?mode=memory&cache=shared", "\"memory:\""),
            ("file::memory:?cache=shared", "\"memory:\""),
            ("memory:mine", "\"memory:\""),
            #[cfg(windows)]
            (r"C:\x.db", r"sqlite:C:\"),
            #[cfg(not(windows))]
            (r"C:\x.db", "sqlite:<path>"),
            #[cfg(not(windows))]
            (r"sqlite:C:\data\x.db", "no drives"),
            #[cfg(not(windows))]
            ("file:///C:/data/x.db", "no drives"),
            ("file:///a/my%20app/x.db", "without escapes"),
            ("sqlite:///a/%C3%A4.db", "without escapes"),
            ("postgres:u:canary@h/d", "postgres://<user>@<host>/<database>"),
            ("postgres://u:canary@h:port/d", "postgres://<user>@<host>/<database>"),
            ("postgres://u:canary@h/d?sslmode=canary", "verify-full"),
            ("postgres://u:canary@h/d?connections=canary", "1 to 100"),
            ("postgres://u:canary@h/d?schema=canary.x", "letters, digits"),
            ("postgres://u:canary@h/d?schema=pg_canary", "letters, digits"),
            ("postgres://u:canary@h/d?pasword=canary", "pasword="),
            ("postgres://u:canary@h/d?canary", "name=value"),
            ("postgres://u:c@nary@h/d", "%40"),
            ("postgres://u:s3@canary/word@h/d", "%40"),
            ("postgres://u:p?canary@h/d", "name=value"),
            ("postgres://h/d?target_session_attrs=read-only", "read-write"),
            ("sqlite:postgres://u:canary@h/d", "One scheme"),
            ("file:postgresql+psycopg://u:canary@h/d", "One scheme"),
            ("mysql://u:canary@h/d", "sqlite:<path>"),
            ("pg://u:canary@h/d", "postgres://<user>@<host>/<database>"),
            ("postgres", "postgres://<user>@<host>/<database>"),
            ("PostgreSQL", "postgres://<user>@<host>/<database>"),
            ("memory", "\"memory:\""),
            ("sqlite", "sqlite:<path>"),
            ("sqlite:memory", "\"memory:\""),
            ("sqlite:///memory", "three slashes"),
            ("sqlite:%7E/x.db", "without escapes"),
            ("sqlite:memory:", "\"memory:\""),
            ("sqlite:::memory:", "\"memory:\""),
            ("sqlite: :memory:", "\"memory:\""),
            ("sqlite:file::memory:", "\"memory:\""),
            ("sqlite://file:Memory:", "\"memory:\""),
            ("sqlite:file:x.db", "One scheme"),
            ("sqlite:sqlite:x.db", "One scheme"),
            ("sqlite:\"x.db\"", "quotation marks"),
            ("sqlite:'x.db'", "quotation marks"),
        ] {
            let said = read_address(text).unwrap_err();
            assert!(said.contains(advice) && !said.contains("canary"), "{text}: {said}");
        }
    }
}
