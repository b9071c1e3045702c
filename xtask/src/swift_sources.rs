//! Tells whether the committed Swift sources are those of the library that was built, without the generator: compiling that one takes over
//! a minute, more than the library itself.
//!
//! What the generator writes follows from its version, its settings, and the interface that the library describes in symbols of its own.
//! A stamp of these and of the committed files is committed beside them; `cargo xtask types` writes it. Where it differs, the generator
//! decides.

use std::fs;
use std::path::PathBuf;

use goblin::elf::Elf;

use crate::context::Context;

/// Where the stamp is committed.
pub(crate) const STAMP: &str = "bindings-swift/generated.stamp";
/// What the generator reads besides the library.
const SETTINGS: &str = "bindings-swift/uniffi.toml";
/// How UniFFI names the symbols that describe the interface.
const DESCRIPTION: &str = "UNIFFI_META_";

/// The library that Swift links, as the generator reads it.
pub(crate) fn library(context: &Context) -> PathBuf {
    let name = format!("{}authpipe_swift{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    context.target.join("debug").join(name)
}

/// Whether the committed sources were written for the interface that the built library has. `false` where that cannot be told: on systems
/// whose libraries are no ELF files.
pub(crate) fn are_current(context: &Context, committed: &[&str]) -> bool {
    let stamped = fs::read_to_string(context.path(STAMP)).ok();
    stamped.is_some() && stamped == stamp(context, committed)
}

/// The stamp of the library that was built and of the files that are committed now.
pub(crate) fn stamp(context: &Context, committed: &[&str]) -> Option<String> {
    let lock = fs::read_to_string(context.path("Cargo.lock")).ok()?;
    let mut parts = vec![generator(&lock)?.into_bytes(), fs::read(context.path(SETTINGS)).ok()?];
    parts.extend(interface(&fs::read(library(context)).ok()?)?);
    for file in committed {
        parts.push(fs::read(context.path(file)).ok()?);
    }
    Some(format!("{:016x}\n", sum(&parts)))
}

/// The version and checksum of the generator, as they are locked.
fn generator(lock: &str) -> Option<String> {
    let entry = lock.split("[[package]]").find(|entry| entry.trim_start().starts_with("name = \"uniffi_bindgen\"\n"))?;
    Some(entry.lines().filter(|line| line.starts_with("version") || line.starts_with("checksum")).collect())
}

/// What a library says of its interface: name and content of each symbol, in order of their names.
fn interface(library: &[u8]) -> Option<Vec<Vec<u8>>> {
    let elf = Elf::parse(library).ok()?;
    let mut found = Vec::new();
    for symbol in &elf.syms {
        let name = elf.strtab.get_at(symbol.st_name)?;
        if name.starts_with(DESCRIPTION) {
            let section = elf.section_headers.get(symbol.st_shndx)?;
            let start = symbol.st_value.checked_sub(section.sh_addr)?.checked_add(section.sh_offset)?;
            let end = start.checked_add(symbol.st_size)?;
            let content = library.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?;
            found.push([name.as_bytes(), content].concat());
        }
    }
    found.sort();
    (!found.is_empty()).then_some(found)
}

/// FNV-1a of all parts and their lengths: it tells an accident, and nobody forges these files to deceive their own tests.
fn sum(parts: &[Vec<u8>]) -> u64 {
    let add = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    parts.iter().fold(0xcbf2_9ce4_8422_2325, |sum, part| {
        let length = (part.len() as u64).to_le_bytes();
        length.iter().chain(part).fold(sum, add)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_changes_with_each_of_its_parts() {
        let parts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
        let all = [parts(&["a", "b"]), parts(&["ab", ""]), parts(&["b", "a"]), parts(&["a", "c"]), parts(&["a", "b", ""])];
        let different: std::collections::BTreeSet<u64> = all.iter().map(|parts| sum(parts)).collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn the_generator_is_told_by_its_version() {
        let lock = "[[package]]\nname = \"uniffi\"\nversion = \"1\"\n\n[[package]]\nname = \"uniffi_bindgen\"\nversion = \"2\"\nchecksum = \"c\"\n";
        assert_eq!(generator(lock).unwrap(), "version = \"2\"checksum = \"c\"");
        assert_eq!(generator("[[package]]\nname = \"uniffi\"\n"), None);
    }

    #[test]
    fn what_is_no_library_describes_nothing() {
        assert_eq!(interface(b"no library"), None);
        let this = fs::read(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(interface(&this), None, "a program without such symbols");
    }
}
