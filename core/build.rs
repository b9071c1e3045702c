//! Embeds every file of `catalog/` so that a new provider is one new file and no list anywhere.
//!
//! The library finds a provider by its id and suggests one by its name without reading any file, so both are taken out here. The
//! rest is read when somebody asks for it; the lint of the catalogue reads every file. Definitions resemble each other, and every
//! program carries all of them: compressed together (RFC 1951), some at a time, so that one is read without unpacking all.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Files in a block: with 8 all blocks take 113 kB instead of 97, with 32 they take 86, and each file costs twice the unpacking.
const TOGETHER: usize = 16;

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| io::Error::other("cargo sets CARGO_MANIFEST_DIR"))?;
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    let folder = Path::new(&root).join("catalog");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let stem = path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
            let stem = stem.ok_or_else(|| io::Error::other("a catalogue file has a name that is not UTF-8"))?;
            files.push((stem, path));
        }
    }
    // By the id itself and not by the path: the library searches by halves.
    files.sort();

    let mut blocks = String::new();
    let mut entries = format!("/// Every file, in the order of ids.\nstatic ENTRIES: [Entry; {}] = [\n", files.len());
    for (number, together) in files.chunks(TOGETHER).enumerate() {
        let packed = out.join(format!("catalog_{number}.deflate"));
        pack(&folder, together, number, &packed, &mut entries)?;
        writeln!(blocks, "static BLOCK_{number}: &[u8] = include_bytes!({:?});", packed.display().to_string())
            .map_err(io::Error::other)?;
    }
    entries.push_str("];\n");
    fs::write(out.join("catalog_entries.rs"), blocks + &entries)
}

/// Writes the block of some files, and the entry of each.
fn pack(folder: &Path, files: &[(String, PathBuf)], number: usize, packed: &Path, entries: &mut String) -> io::Result<()> {
    let mut block = DeflateEncoder::new(fs::File::create(packed)?, Compression::best());
    let mut from = 0;
    for (stem, path) in files {
        let text = whole(folder, path)?;
        let id = top_level(&text, "id");
        if id != Some(stem) {
            return Err(io::Error::other(format!("{}: its line `id` must say \"{stem}\", as the file is named", path.display())));
        }
        let name = top_level(&text, "name");
        let name = name.ok_or_else(|| io::Error::other(format!("{}: a line `name = \"…\"` is missing", path.display())))?;
        let embedded = without_comments(&text);
        block.write_all(embedded.as_bytes())?;
        let to = from + embedded.len();
        writeln!(entries, "    Entry::new({stem:?}, {name:?}, Packed {{ block: BLOCK_{number}, from: {from}, to: {to} }}),")
            .map_err(io::Error::other)?;
        from = to;
    }
    block.finish()?.flush()
}

/// The text of a file, and at its end, so that its own lines keep their numbers, that of each file which a line `#:include shared/….toml`
/// of it names: what providers on one platform share. TOML forbids a table twice, so that neither can change what the other says.
fn whole(folder: &Path, path: &Path) -> io::Result<String> {
    let mut text = fs::read_to_string(path)?;
    let lines: Vec<(usize, String)> = text.lines().map(str::to_owned).enumerate().collect();
    for (at, line) in lines {
        let Some(name) = line.strip_prefix("#:include ") else { continue };
        let included = fs::read_to_string(folder.join(name)).map_err(|error| {
            let at = at + 1;
            io::Error::other(format!(
                "{}, line {at}: {name} cannot be read: {error}. Name a file of catalog/shared.",
                path.display()
            ))
        })?;
        text.push('\n');
        text.push_str(&included);
    }
    Ok(text)
}

/// The value of `key = "…"` on a line of its own, before the first table.
fn top_level<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let head = text.lines().take_while(|line| !line.starts_with('['));
    let value = head.filter_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('=')).next()?.trim();
    let value = value.strip_prefix('"')?.strip_suffix('"')?;
    (!value.contains(['"', '\\'])).then_some(value)
}

/// Comments are for whoever reads the file. Their lines stay, so that a message about a line means the file's.
fn without_comments(text: &str) -> String {
    text.lines().flat_map(|line| [if line.starts_with('#') { "" } else { line }, "\n"]).collect()
}
