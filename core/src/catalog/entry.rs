//! One file of the catalogue: known by its id and name from the start, read and validated when somebody asks for it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{FileFault, OriginRule, read_text};
use crate::base::fork;
use crate::model::definition::ProviderDefinition;

/// A file that `build.rs` has embedded. Until it is asked for it costs its bytes in the program, which nothing reads.
pub(super) struct Entry {
    /// The id, which is the file's name without `.toml`.
    pub(super) id: &'static str,
    /// The name shown to people.
    pub(super) name: &'static str,
    /// The file, its comments left out line by line.
    pub(super) text: &'static str,
    read: OnceLock<Arc<ProviderDefinition>>,
}

impl Entry {
    pub(super) const fn new(id: &'static str, name: &'static str, text: &'static str) -> Self {
        Entry { id, name, text, read: OnceLock::new() }
    }

    /// The definition, read at first use and once.
    pub(super) fn definition(&self) -> &Arc<ProviderDefinition> {
        if let Some(definition) = self.read.get() {
            return definition;
        }
        let _made = fork::first_use();
        #[expect(clippy::expect_used, reason = "the files are part of the program; the catalogue's lint reads every one of them")]
        self.read.get_or_init(|| Arc::new(read_file(self.id, self.text).expect("an embedded definition is valid")))
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id)
    }
}

/// Reads and validates a file of the catalogue, which is named after its id.
///
/// # Errors
/// What is wrong and where, in words for whoever wrote the file.
pub(super) fn read_file(name: &str, text: &str) -> Result<ProviderDefinition, FileFault> {
    let definition = read_text(text, OriginRule::HttpsOnly)?;
    if definition.id != name {
        let hint = format!("Write id = \"{name}\", or give the file the id's name.");
        return Err(FileFault { line: 1, message: format!("Its id is \"{}\".", definition.id), hint });
    }
    Ok(definition)
}
