//! One file of the catalogue: known by its id and name from the start, read and validated when somebody asks for it.

use std::fmt;
use std::io::{self, Read as _};
use std::sync::{Arc, OnceLock};

use flate2::read::DeflateDecoder;

use super::OriginRule;
use super::read::read_fields;
use super::validate::find_problem;
#[cfg(test)]
use super::{FileFault, read_text};
use crate::base::fork;
use crate::model::definition::ProviderDefinition;

/// A file that `build.rs` has embedded. Until it is asked for it costs a fifth of its bytes in the program, which nothing reads.
pub(super) struct Entry {
    /// The id, which is the file's name without `.toml`.
    pub(super) id: &'static str,
    /// The name shown to people.
    pub(super) name: &'static str,
    /// The file.
    pub(super) packed: Packed,
    read: OnceLock<Arc<ProviderDefinition>>,
}

impl Entry {
    pub(super) const fn new(id: &'static str, name: &'static str, packed: Packed) -> Self {
        Entry { id, name, packed, read: OnceLock::new() }
    }

    /// The definition, read at first use and once.
    pub(super) fn definition(&self) -> &Arc<ProviderDefinition> {
        if let Some(definition) = self.read.get() {
            return definition;
        }
        let _made = fork::first_use();
        #[expect(clippy::expect_used, reason = "the files are part of the program; the catalogue's lint reads every one of them")]
        self.read.get_or_init(|| {
            let text = self.packed.text().expect("an embedded file was packed by build.rs");
            Arc::new(read_embedded(&text).expect("an embedded definition is valid"))
        })
    }
}

/// Where a file stands among those that were compressed together (RFC 1951).
pub(super) struct Packed {
    /// All of them, compressed.
    pub(super) block: &'static [u8],
    /// Where the file begins, in bytes of what the block unpacks to.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
}

impl Packed {
    /// The file's text, its comments left out line by line.
    pub(super) fn text(&self) -> io::Result<String> {
        let mut texts = String::new();
        // What comes behind the file is not unpacked.
        DeflateDecoder::new(self.block).take(self.to as u64).read_to_string(&mut texts)?;
        Ok(texts.split_off(self.from))
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.id)
    }
}

/// Reads and validates a file that is part of the program, by the way of definitions that are given in code. Straight from TOML, as
/// `read_file` does to name the line of what is wrong, serde's code for each member would be in every program a second time.
fn read_embedded(text: &str) -> Option<ProviderDefinition> {
    let fields: serde_json::Value = toml::from_str(text).ok()?;
    let definition = read_fields(&fields).ok()?;
    find_problem(&definition, OriginRule::HttpsOnly).is_none().then_some(definition)
}

/// Reads and validates a file of the catalogue, which is named after its id.
///
/// # Errors
/// What is wrong and where, in words for whoever wrote the file.
#[cfg(test)]
pub(super) fn read_file(name: &str, text: &str) -> Result<ProviderDefinition, FileFault> {
    let definition = read_text(text, OriginRule::HttpsOnly)?;
    if definition.id != name {
        let hint = format!("Write id = \"{name}\", or give the file the id's name.");
        return Err(FileFault { line: 1, message: format!("Its id is \"{}\".", definition.id), hint });
    }
    Ok(definition)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two ways through serde may read one text differently, such as a number or a date.
    #[test]
    fn every_file_says_the_same_in_a_program_as_to_its_author() {
        for entry in &super::super::ENTRIES {
            let text = entry.packed.text().unwrap();
            let id = entry.id;
            assert_eq!(read_embedded(&text).unwrap_or_else(|| panic!("{id}")), read_file(id, &text).unwrap(), "{id}");
        }
    }

    #[test]
    fn what_is_wrong_is_no_definition() {
        let good = "id = \"acme\"\nname = \"Acme\"\nauth = [\"user\"]\n[oauth]\nauthorization_endpoint = \"https://acme.example/a\"\n\
                    token_endpoint = \"https://acme.example/t\"\n[api]\norigins = [\"https://acme.example\"]\n";
        assert!(read_embedded(good).is_some());
        for (from, to) in [("name", "nmae"), ("https://acme.example/t", "http://acme.example/t"), ("[api]", "[api")] {
            assert!(read_embedded(&good.replacen(from, to, 1)).is_none(), "{to}");
        }
    }
}
