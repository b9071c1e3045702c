//! A root key in a file: `file:/etc/acme/authpipe.key`, which holds `apk1_…` and nothing else.

use std::fs::Metadata;
use std::io::{ErrorKind, Read as _};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::Source;
use crate::base::{Error, ErrorCode, Result, paths};
use crate::vault::LocalRootKey;

/// More than a key with a line end; so a wrong file is not read into memory.
const LONGEST: u64 = 256;

/// Reads the key.
///
/// # Errors
/// - `config_invalid`: the file cannot be read, somebody else than its owner may read or write it, it is another user's, or it holds no
///   key.
/// - `key_missing`: it is empty.
pub(super) fn read(path: &str) -> Result<Source> {
    let refused = |what: &str| Error::new(ErrorCode::ConfigInvalid, format!("The vault key's file {path} {what}."));
    let absent = || refused("cannot be opened").with_hint("Check that it is there and that this process may read it.");
    let place = paths::read_path(path).ok_or_else(absent)?;
    let file = paths::open_file(&place).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => refused("is no file"),
        _ => absent().with_source(error),
    })?;
    // Of what was opened, not of its name: nobody can exchange it in between.
    let metadata = file.metadata().map_err(|error| refused("cannot be read").with_source(error))?;
    if let Some(problem) = problem_of(&metadata) {
        return Err(refused(problem).with_hint(format!("Run: chmod 600 {path}, as the user that this process runs as.")));
    }
    let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize + 1));
    file.take(LONGEST + 1)
        .read_to_string(&mut text)
        .map_err(|error| refused("is not text").with_hint("It holds one line: apk1_…").with_source(error))?;
    if text.len() as u64 > LONGEST {
        return Err(refused("holds more than a key").with_hint("It holds one line: apk1_…"));
    }
    let key = LocalRootKey::parse(&text).map_err(|error| error.in_place(&format!("file {path}")))?;
    Ok(Source::Local(Arc::new(key)))
}

/// What is wrong with who may do what with the file.
#[cfg(unix)]
fn problem_of(metadata: &Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    let own = rustix::process::geteuid().as_raw();
    if ![own, 0].contains(&metadata.uid()) {
        return Some("belongs to another user, who could exchange it");
    }
    (metadata.mode() & 0o077 != 0).then_some("can be read or changed by others than its owner")
}

#[cfg(not(unix))]
fn problem_of(_: &Metadata) -> Option<&'static str> {
    None
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn file(content: &str, mode: u32) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("root.key");
        std::fs::write(&path, content).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let name = path.to_str().unwrap().to_owned();
        (folder, name)
    }

    fn refusal(content: &str, mode: u32) -> Error {
        let (_folder, name) = file(content, mode);
        let error = read(&name).err().expect("it is refused");
        assert!(error.message().contains(&name), "{error}");
        let shown = format!("{error} {error:?}");
        assert!(content.len() < 16 || !shown.contains(&content[..16]), "{shown}");
        error
    }

    #[test]
    fn a_file_of_the_owner_alone_gives_its_key() {
        let text = LocalRootKey::make();
        for (content, mode) in [(text.expose().clone(), 0o600), (format!("{}\n", text.expose()), 0o400)] {
            let (_folder, name) = file(&content, mode);
            let Ok(Source::Local(key)) = read(&name) else { panic!("{mode:o}") };
            assert_eq!(key.id(), LocalRootKey::parse(text.expose()).unwrap().id());
        }
    }

    #[test]
    fn a_file_that_others_can_reach_is_refused_with_a_sentence() {
        let text = LocalRootKey::make();
        for mode in [0o640, 0o604, 0o620, 0o602, 0o660, 0o644, 0o444, 0o777] {
            let error = refusal(text.expose(), mode);
            assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{mode:o}");
            assert!(error.message().ends_with("can be read or changed by others than its owner."), "{error}");
            assert!(error.hint().unwrap().starts_with("Run: chmod 600 "), "{error}");
        }
    }

    #[test]
    fn a_file_of_another_user_is_refused_by_whoever_can_read_it() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let (_folder, name) = file(LocalRootKey::make().expose(), 0o600);
        std::os::unix::fs::chown(&name, Some(65_534), Some(65_534)).unwrap();
        let error = read(&name).err().expect("it is refused");
        assert!(error.message().ends_with("belongs to another user, who could exchange it."), "{error}");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert_eq!(refusal("", 0o600).code(), ErrorCode::KeyMissing);
        assert_eq!(refusal("correct horse battery staple", 0o600).code(), ErrorCode::ConfigInvalid);
        assert!(refusal(&"apk1_".repeat(60), 0o600).message().contains("more than a key"));
        let folder = tempfile::tempdir().unwrap();
        for (path, what) in [(folder.path().to_owned(), "is no file"), (folder.path().join("absent"), "cannot be opened")] {
            let error = read(path.to_str().unwrap()).err().unwrap();
            assert!(error.message().contains(what), "{error}");
        }
    }
}
