//! Measures what the Swift package adds to a program: the library as apps link it, unused code and symbols taken away.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::context::Context;
use crate::swift::{LINKER, Toolchain};
use crate::swift_package;

/// Cargo's profile of what is linked into apps.
const PROFILE: &str = "app";
/// What cargo is told to build for apps, besides the kind of library.
pub(crate) const SELECTION: &[&str] = &["-p", "authpipe-swift", "--no-default-features", "--features", "app"];
/// The smallest program that has what any app has: Foundation, and its networking where that is a library of its own.
const EMPTY: &str = "import Foundation\n#if canImport(FoundationNetworking)\nimport FoundationNetworking\n#endif\n\
                     print(URLSession.shared.configuration.timeoutIntervalForRequest)\n";

/// Bytes.
pub(crate) struct Size {
    /// What it adds to a program.
    pub(crate) added: u64,
    /// The library, of which much is never linked.
    pub(crate) library: u64,
}

/// Builds a program with and one without Authpipe, strips both, and tells the difference.
pub(crate) fn measure(
    context: &Context,
    toolchain: &Toolchain,
    prepare: impl Fn(&str, Command) -> Result<(), String>,
) -> Result<Size, String> {
    // As `bindings-swift/scripts/build-xcframework.sh` does for Apple's systems.
    let mut static_library = context.cargo(&["rustc", "--lib", "--crate-type", "staticlib", "--profile", PROFILE]);
    static_library.args(SELECTION);
    prepare("Swift library, small", static_library)?;
    let mut build = swift_package::swift(context, toolchain, "build", PROFILE)?;
    build.args(["-c", "release", "--product", "authpipe-files"]);
    prepare("a program of the Swift package", build)?;
    let folder = context.target.join("swift").join("size");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::create_dir_all(&folder).map_err(failed)?;
    let source = folder.join("empty.swift");
    fs::write(&source, EMPTY).map_err(failed)?;
    let mut empty = toolchain.program(context, Path::new("swiftc"));
    empty.args(LINKER.iter().filter(|arg| **arg != "-Xswiftc")).args(["-O", "-Xlinker", "--gc-sections"]).arg(&source);
    empty.arg("-o").arg(folder.join("empty"));
    prepare("a program without Authpipe", empty)?;
    let with = stripped(context, &swift_package::released(context, "authpipe-files"), &folder.join("with"))?;
    let without = stripped(context, &folder.join("empty"), &folder.join("without"))?;
    let library = context.target.join(PROFILE).join("libauthpipe_swift.a").metadata().map_err(failed)?.len();
    Ok(Size { added: with.saturating_sub(without), library })
}

/// The size of a program without its symbols.
fn stripped(context: &Context, program: &Path, copy: &PathBuf) -> Result<u64, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", program.display());
    let status = context.command("strip").arg("-o").arg(copy).arg(program).status().map_err(failed)?;
    if !status.success() {
        return Err(format!("strip {}: {status}", program.display()));
    }
    Ok(copy.metadata().map_err(failed)?.len())
}
