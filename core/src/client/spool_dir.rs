//! Reads the option `spool_dir` into one absolute path, however it was spelled.

use std::path::{Path, PathBuf};

use crate::base::{Error, ErrorCode, Result};
use crate::store::read_path;

/// The folder for renewed tokens, wherever the process goes later; `None`: an empty text.
///
/// # Errors
/// - `config_invalid`: there is no such place.
pub(super) fn read(given: &Path) -> Result<Option<PathBuf>> {
    let expanded = match given.to_str() {
        Some("") => return Ok(None),
        Some(text) => read_path(text),
        None => Some(given.to_owned()),
    };
    expanded.and_then(|path| std::path::absolute(path).ok()).map(Some).ok_or_else(|| {
        Error::new(ErrorCode::ConfigInvalid, "⟨spool_dir⟩ does not name a folder.")
            .with_hint("Give a path, absolute, relative, or below ~/ where the process has a home folder.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spool_is_one_place_wherever_the_process_goes() {
        let place = |given: &str| read(Path::new(given)).unwrap();
        let (here, home) = (std::env::current_dir().unwrap(), std::env::home_dir().unwrap());
        assert_eq!(place("/var/spool/app"), Some(PathBuf::from("/var/spool/app")));
        assert_eq!(place("spool"), Some(here.join("spool")));
        assert_eq!(place("~/spool"), Some(home.join("spool")));
        assert_eq!(place(""), None);
        assert_eq!(read(Path::new("~")).unwrap_err().code(), ErrorCode::ConfigInvalid);
    }
}
