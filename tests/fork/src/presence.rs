//! What tells the processes of a machine that a process lives is a lock on a file that it has open. A child inherits open files with their
//! locks: unless it closes them, its parent lives on for as long as it does.

use std::path::Path;

use authpipe::{Authpipe, Options};

use crate::Verdict;
use crate::app::{App, block_on, check, folder, said, store};
use crate::process::{Hooks, fork};

/// The child has none of the files by which its parent is seen, before it has used anything and behind that.
pub(crate) fn left_to_parent() -> Verdict {
    let (app, folder) = (App::new(), folder()?);
    let vault = folder.path().join("vault.db");
    let shown = Options { spool_dir: Some(folder.path().join("spool")), ..app.options(&vault) };
    let parent = Authpipe::new(shown).map_err(said)?;
    block_on(store(&parent, "first"))??;
    let held = count_held(folder.path())?;
    check(held > 0, "the parent shows nobody that it lives")?;
    fork(Hooks::Called, || check(count_held(folder.path())? == 0, "the child stands for its parent").map(|()| vec![]))?.wait()?;
    // A vault in a file is let go of for a fork, and taken again by the next who uses it.
    block_on(store(&parent, "second"))??;
    check(count_held(folder.path())? > 0, "the parent shows nobody any more that it lives")?;
    block_on(parent.close())?.map_err(said)?;
    Ok(format!("{held} files are the parent's alone"))
}

/// How many files of a folder `live` are open here, or of one whose name ends so.
fn count_held(folder: &Path) -> Result<usize, String> {
    let open = std::fs::read_dir("/proc/self/fd").map_err(|error| error.to_string())?;
    let files = open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    let is_live = |file: &Path| {
        let name = file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name == "live" || name.ends_with("-live"))
    };
    Ok(files.filter(|file| file.starts_with(folder) && is_live(file)).count())
}
