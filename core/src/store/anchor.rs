//! An anchor: what is remembered of a vault outside of it, so that an earlier copy that is put in its place is noticed (SR-50).

use std::error::Error as StdError;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::base::encoding::to_base64url;
use crate::base::{entropy, paths};

use super::owner_only::{create_owner_only, make_owner_only};
use super::run_blocking;

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

/// More than is ever kept, so that a wrong file is not read into memory.
const LONGEST: u64 = 64 << 10;

/// So long one question waits for the one before: a disk that is well has answered by then.
const PATIENCE: Duration = Duration::from_secs(2);

/// An anchor in a file.
pub(crate) struct AnchorFile {
    path: PathBuf,
    /// Whoever asks its disk something.
    turn: Arc<Mutex<()>>,
}

impl AnchorFile {
    /// In this file, which need not be there yet.
    pub(crate) fn new(path: PathBuf) -> Self {
        AnchorFile { path, turn: Arc::default() }
    }

    /// Does something with the file, on a thread of its own: a disk that does not answer holds up nothing else, and no second thread. What it
    /// answers in the end comes before whatever is asked next.
    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce(&Path) -> io::Result<T> + Send + 'static) -> io::Result<T> {
        let Ok(turn) = timeout(PATIENCE, self.turn.clone().lock_owned()).await else {
            return Err(io::Error::other("its disk has not answered what it was asked last"));
        };
        let path = self.path.clone();
        let done = run_blocking(move || {
            let _turn = turn;
            work(&path)
        });
        done.await.unwrap_or_else(|| Err(io::Error::other("the work was given up")))
    }
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    // Two processes may be at it: each has a file of its own, also where both have the same number, in containers of their own.
    unfinished.push(format!(".{}.new", to_base64url(&entropy::make_bytes::<9>())));
    let unfinished = PathBuf::from(unfinished);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = create_owner_only(OpenOptions::new().write(true).create_new(true)).open(&unfinished);
    let written = written.and_then(|mut file| {
        make_owner_only(&file)?;
        keep_owner(&file, path, folder);
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&unfinished, path)).inspect_err(|_| drop(fs::remove_file(&unfinished)))?;
    // The file has its name. Where the folder cannot be flushed, that is all there is to say.
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Gives a file to whoever has the one before, or else the folder: an operator's tool that runs as root does not take it away from the
/// application. Who may not do that is not root, and has made it for itself.
fn keep_owner(file: &fs::File, before: &Path, folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        if let Ok(owner) = fs::metadata(before).or_else(|_| fs::metadata(folder)) {
            let _ = fchown(file, Some(owner.uid()), Some(owner.gid()));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, before, folder);
}

#[async_trait]
impl Anchor for AnchorFile {
    async fn read(&self) -> Result<Option<String>, Box<dyn StdError + Send + Sync>> {
        let read = |path: &Path| match paths::read_file(path, LONGEST) {
            // What is no text says as little as any other damage, and is no reason to ask again.
            Ok(text) => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
            // Where not even its folder is there, a disk may be missing on which something is remembered.
            Err(error) if error.kind() == io::ErrorKind::NotFound && has_place(path) => Ok(None),
            Err(error) => Err(error),
        };
        Ok(self.blocking(read).await?)
    }

    async fn write(&self, text: &str) -> Result<(), Box<dyn StdError + Send + Sync>> {
        let text = text.to_owned();
        Ok(self.blocking(move |path| put(path, &text)).await?)
    }
}

/// Whether a file could be here: its folder is, and it is no link that leads nowhere.
fn has_place(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.is_dir() && !path.is_symlink()
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
        let elsewhere = AnchorFile::new(folder.path().join("absent/anchor"));
        assert!(elsewhere.write("x").await.is_err() && elsewhere.read().await.is_err(), "its disk may be missing");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("absent"), folder.path().join("link")).unwrap();
            assert!(AnchorFile::new(folder.path().join("link")).read().await.is_err());
        }
    }

    /// Each question would take a thread of its own, until there are none.
    #[tokio::test(start_paused = true)]
    async fn a_disk_that_does_not_answer_is_asked_one_thing_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let anchor = Arc::new(AnchorFile::new(folder.path().join("v.db-anchor")));
        let (answer, asked) = std::sync::mpsc::channel::<()>();
        let hanging = tokio::spawn({
            let anchor = anchor.clone();
            async move { anchor.blocking(move |_| asked.recv().map_err(io::Error::other)).await }
        });
        while anchor.turn.try_lock().is_ok() {
            tokio::task::yield_now().await;
        }
        // Who asked waits no longer: the disk is asked all the same.
        hanging.abort();
        let (read, ()) = tokio::join!(anchor.read(), tokio::time::advance(2 * PATIENCE));
        let (written, ()) = tokio::join!(anchor.write("x"), tokio::time::advance(2 * PATIENCE));
        assert!(read.is_err() && written.is_err());
        answer.send(()).unwrap();
        anchor.write("x").await.unwrap();
    }

    /// In containers that share a disk every process has the same number.
    #[test]
    fn whoever_writes_at_once_under_the_same_number_leaves_a_whole_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db-anchor");
        let texts = ["one".repeat(300), "two".repeat(300)];
        std::thread::scope(|scope| {
            for text in &texts {
                let (file, texts) = (&file, &texts);
                scope.spawn(move || {
                    for _ in 0..100 {
                        put(file, text).unwrap();
                        let found = fs::read_to_string(file).unwrap();
                        assert!(texts.contains(&found), "{} bytes", found.len());
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    /// An operator's tool that runs as root does not take it away from the application.
    #[cfg(unix)]
    #[tokio::test]
    async fn it_belongs_to_whoever_the_one_before_belonged_to() {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("v.db-anchor");
        // Who is not root cannot give anything away, and has nobody else's.
        let _ = chown(folder.path(), Some(54_321), None);
        let anchor = AnchorFile::new(file.clone());
        for text in ["one", "two"] {
            anchor.write(text).await.unwrap();
            assert_eq!(fs::metadata(&file).unwrap().uid(), fs::metadata(folder.path()).unwrap().uid());
        }
    }
}
