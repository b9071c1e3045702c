//! Reads options that name a place on this machine into one absolute path, however it was spelled.

use std::path::{Path, PathBuf};

use crate::base::{Error, ErrorCode, Result, paths};

/// The place, wherever the process goes later; `None`: an empty text.
///
/// # Errors
/// - `config_invalid`: there is no such place.
pub(super) fn read(option: &str, given: &Path) -> Result<Option<PathBuf>> {
    if given.as_os_str().is_empty() {
        return Ok(None);
    }
    paths::expand(given).and_then(|path| std::path::absolute(path).ok()).map(Some).ok_or_else(|| {
        Error::new(ErrorCode::ConfigInvalid, format!("⟨{option}⟩ names no place."))
            .with_hint("Give a path, absolute, relative, or below ~/ where the process has a home folder.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_one_wherever_the_process_goes() {
        let place = |given: &str| read("spool_dir", Path::new(given)).unwrap();
        let (here, home) = (std::env::current_dir().unwrap(), std::env::home_dir().unwrap());
        assert_eq!(place("/var/spool/app"), Some(PathBuf::from("/var/spool/app")));
        assert_eq!(place("spool"), Some(here.join("spool")));
        assert_eq!(place("~/spool"), Some(home.join("spool")));
        assert_eq!(place(""), None);
        let error = read("anchor_file", Path::new("~")).unwrap_err();
        assert_eq!((error.code(), error.message()), (ErrorCode::ConfigInvalid, "anchor_file names no place."));
    }
}
