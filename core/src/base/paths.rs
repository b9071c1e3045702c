//! Paths as people write them.

use std::path::{Path, PathBuf};

/// A path as people write it: `~/` is the home folder, which a shell expands at the start of a word only. `None`: it is empty, or there is no
/// such home.
pub(crate) fn read_path(text: &str) -> Option<PathBuf> {
    match text.strip_prefix('~') {
        Some(below) => Some(std::env::home_dir()?.join(below.strip_prefix('/').filter(|below| !below.is_empty())?)),
        None => (!text.is_empty()).then(|| PathBuf::from(text)),
    }
}

/// The same of a path that need be no text.
pub(crate) fn expand(path: &Path) -> Option<PathBuf> {
    match path.to_str() {
        Some(text) => read_path(text),
        None => Some(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_home_at_the_start_is_expanded() {
        let home = std::env::home_dir().unwrap();
        assert_eq!(read_path("~/a/b"), Some(home.join("a/b")));
        for as_it_is in ["a", "/a/~/b", "./~/a", "a~"] {
            assert_eq!(expand(Path::new(as_it_is)), Some(PathBuf::from(as_it_is)));
        }
        for nothing in ["", "~", "~/", "~ann/a"] {
            assert_eq!(expand(Path::new(nothing)), None, "{nothing}");
        }
    }
}
