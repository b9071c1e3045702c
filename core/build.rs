//! Embeds every file of `catalog/` so that a new provider is one new file and no list anywhere.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| io::Error::other("cargo sets CARGO_MANIFEST_DIR"))?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    let folder = Path::new(&root).join("catalog");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();

    let mut code = String::from(
        "/// Name without `.toml`, and text, of every catalogue file.\npub(super) const FILES: &[(&str, &str)] = &[\n",
    );
    for path in files {
        let (Some(name), Some(text)) = (path.file_stem().and_then(|name| name.to_str()), path.to_str()) else {
            return Err(io::Error::other("a catalogue file has a name that is not UTF-8"));
        };
        writeln!(code, "    ({name:?}, include_str!({text:?})),").map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&out).join("catalog_files.rs"), code)
}
