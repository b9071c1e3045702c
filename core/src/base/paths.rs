//! Paths as people write them, and the files that are there.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
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

/// Opens a file that an option names, for reading. A pipe, a socket or a device is none: opening or reading one may take for ever.
///
/// # Errors
/// - `InvalidInput`: it is no regular file.
/// - What the system says.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    // A pipe without a writer is opened at once, instead of when there is one.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    let file = options.open(path)?;
    // Of what was opened, not of its name: nobody can exchange it in between.
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file")) }
}

/// Reads all of such a file, of which nobody has more than this.
///
/// # Errors
/// - `FileTooLarge`: it is longer.
/// - As of [`open_file`].
pub(crate) fn read_file(path: &Path, longest: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_file(path)?.take(longest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > longest { Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is too large")) } else { Ok(bytes) }
}

/// The same of a text in UTF-8.
///
/// # Errors
/// - `InvalidData`: it is none.
/// - As of [`read_file`].
pub(crate) fn read_text(path: &Path, longest: u64) -> io::Result<String> {
    String::from_utf8(read_file(path, longest)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is no text in UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pipe has no end until somebody opens it for writing.
    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_neither_waited_for_nor_read() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        for none in [pipe.as_path(), folder.path(), Path::new("/dev/zero"), Path::new("/dev/null")] {
            assert_eq!(read_file(none, 100).unwrap_err().kind(), io::ErrorKind::InvalidInput, "{none:?}");
        }
        assert_eq!(read_file(&folder.path().join("absent"), 100).unwrap_err().kind(), io::ErrorKind::NotFound);
        let file = folder.path().join("file");
        std::fs::write(&file, b"four").unwrap();
        std::os::unix::fs::symlink(&file, folder.path().join("link")).unwrap();
        assert_eq!(read_text(&folder.path().join("link"), 4).unwrap(), "four");
        assert_eq!(read_text(&file, 3).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        std::fs::write(&file, b"\xff").unwrap();
        assert_eq!(read_text(&file, 4).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

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
