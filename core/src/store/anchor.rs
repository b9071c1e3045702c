//! An anchor: what is remembered of a vault outside of it, so that an earlier copy that is put in its place is noticed (SR-50).

use std::error::Error as StdError;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;

use async_trait::async_trait;

use super::owner_only::{create_owner_only, make_owner_only};

/// Where it is remembered how far a vault was. Implement it to keep that in a place of your own: best one that is not restored together
/// with the vault, such as a secret store or another database.
///
/// What is kept is a short text without any secret. Each deployment needs one place for each vault; processes may share it. It is read when
/// the vault is opened, read and written at most every ten seconds while it is in use, and written when it is closed; each has 5 seconds.
#[async_trait]
pub trait Anchor: Send + Sync + 'static {
    /// What was written last; `None`: nothing yet.
    ///
    /// # Errors
    /// Whatever stands in the way: the vault opens all the same, the log says so, and what is remembered is not replaced. It is asked again,
    /// and until it has answered once since the vault was opened, no refresh token is presented.
    async fn read(&self) -> Result<Option<String>, Box<dyn StdError + Send + Sync>>;

    /// Keeps a text of at most 1,000 bytes in the place of the last one.
    ///
    /// # Errors
    /// Whatever stands in the way: it is tried again, and the log says so.
    async fn write(&self, text: &str) -> Result<(), Box<dyn StdError + Send + Sync>>;
}

/// An anchor in a file.
pub(crate) struct AnchorFile {
    path: PathBuf,
}

impl AnchorFile {
    /// In this file, which need not be there yet.
    pub(crate) fn new(path: PathBuf) -> Self {
        AnchorFile { path }
    }

    fn put(&self, text: &str) -> io::Result<()> {
        let mut unfinished = self.path.clone().into_os_string();
        // Two processes may be at it: each has a file of its own.
        unfinished.push(format!(".{}.new", std::process::id()));
        let unfinished = PathBuf::from(unfinished);
        let written = create_owner_only(OpenOptions::new().write(true).create(true).truncate(true)).open(&unfinished);
        let written = written.and_then(|mut file| {
            make_owner_only(&file)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        written.and_then(|()| fs::rename(&unfinished, &self.path)).inspect_err(|_| drop(fs::remove_file(&unfinished)))
    }
}

#[async_trait]
impl Anchor for AnchorFile {
    async fn read(&self) -> Result<Option<String>, Box<dyn StdError + Send + Sync>> {
        match fs::read(&self.path) {
            // What is no text says as little as any other damage, and is no reason to ask again.
            Ok(text) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    async fn write(&self, text: &str) -> Result<(), Box<dyn StdError + Send + Sync>> {
        Ok(self.put(text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_stored_last_is_loaded_and_is_the_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db-anchor");
        let anchor = AnchorFile::new(file.clone());
        assert_eq!(anchor.read().await.unwrap(), None);
        for text in ["one", "two"] {
            anchor.write(text).await.unwrap();
            assert_eq!(anchor.read().await.unwrap().as_deref(), Some(text));
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        assert!(AnchorFile::new(folder.path().join("absent/anchor")).write("x").await.is_err());
    }
}
