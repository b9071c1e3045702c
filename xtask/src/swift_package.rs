//! Builds the library and the generated sources of the Swift package, and runs `swift` with all that it needs to link.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use crate::context::Context;
use crate::rust;
use crate::suite::Suite;
use crate::swift::{LINKER, Toolchain};
use crate::swift_sources::{self, STAMP};

/// Generated files: what the generator is asked for, its file, and where that is committed.
const GENERATED: &[(&str, &str, &str)] = &[
    ("--swift-sources", "AuthpipeNative.swift", "bindings-swift/Sources/AuthpipeNative/AuthpipeNative.swift"),
    ("--headers", "CAuthpipe.h", "bindings-swift/Sources/CAuthpipe/CAuthpipe.h"),
];

/// By which the package's manifest is told where the library is.
pub(crate) const LIBRARY: &str = "AUTHPIPE_SWIFT_LIBRARY";

/// The commands that build the sandbox and the library.
pub(crate) fn build_commands(context: &Context) -> Vec<(&'static str, Command)> {
    vec![(rust::PROGRAMS, rust::build(context))]
}

/// The commands that build the generator, and generate.
pub(crate) fn generate_commands(context: &Context) -> Vec<(&'static str, Command)> {
    let mut commands = vec![("generator of the Swift sources", context.cargo(&["build", "-p", "authpipe-swift-generate"]))];
    for (what, file, _) in GENERATED {
        let mut command = context.command(context.debug_binary("authpipe-swift-generate"));
        command.arg(what).arg(swift_sources::library(context)).arg(generated(context));
        commands.push((*file, command));
    }
    commands
}

/// Builds everything, and checks that what is committed was generated for it.
pub(crate) fn build(suite: &mut Suite<'_>) -> bool {
    if !run_all(suite, build_commands(suite.context)) {
        return false;
    }
    let mut wrong = Vec::new();
    if !swift_sources::are_current(suite.context, &committed()) {
        if !run_all(suite, generate_commands(suite.context)) {
            return false;
        }
        wrong.extend(changed(suite.context).into_iter().map(|(_, committed)| committed.to_owned()));
        // Without a stamp for this system's libraries, the sources themselves are what was compared.
        if swift_sources::stamp(suite.context, &committed()).is_some() {
            wrong.push(STAMP.to_owned());
        }
    }
    suite.judge("committed Swift sources differ from generated ones (run cargo xtask types)", &wrong);
    true
}

fn run_all(suite: &mut Suite<'_>, commands: Vec<(&'static str, Command)>) -> bool {
    commands.into_iter().all(|(what, command)| suite.once(what, |suite| suite.prepare(what, command)))
}

/// Takes over what was generated, and says which files changed.
pub(crate) fn update(context: &Context) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for (new, committed) in changed(context) {
        fs::copy(&new, context.path(committed)).map_err(|error| format!("{committed}: {error}"))?;
        names.push(format!("changed: {committed}"));
    }
    if let Some(stamp) = swift_sources::stamp(context, &committed())
        && !swift_sources::are_current(context, &committed())
    {
        fs::write(context.path(STAMP), stamp).map_err(|error| format!("{STAMP}: {error}"))?;
        names.push(format!("changed: {STAMP}"));
    }
    Ok(names)
}

fn committed() -> Vec<&'static str> {
    GENERATED.iter().map(|(_, _, committed)| *committed).collect()
}

fn changed(context: &Context) -> Vec<(PathBuf, &'static str)> {
    let files = GENERATED.iter().map(|(_, file, committed)| (generated(context).join(file), *committed));
    files.filter(|(new, committed)| fs::read(new).ok() != fs::read(context.path(committed)).ok()).collect()
}

fn generated(context: &Context) -> PathBuf {
    context.target.join("swift").join("generated")
}

/// `swift <verb>` on the package, with every warning an error. `profile` is cargo's folder of the library to link.
pub(crate) fn swift(context: &Context, toolchain: &Toolchain, verb: &str, profile: &str) -> Result<Command, String> {
    let library = library(context, profile).map_err(|error| format!("the static library: {error}"))?;
    let mut command = toolchain.swift(context);
    command.arg(verb).arg("--package-path").arg(context.path("bindings-swift"));
    command.arg("--scratch-path").arg(scratch(context));
    command.args(LINKER).args(["-Xswiftc", "-warnings-as-errors"]).env(LIBRARY, library);
    Ok(command)
}

/// A program of the package, as it was built for tests.
pub(crate) fn built(context: &Context, toolchain: &Toolchain, name: &str) -> Command {
    toolchain.program(context, &scratch(context).join("debug").join(name))
}

/// Where the modules are that were built for tests.
pub(crate) fn modules(context: &Context) -> PathBuf {
    scratch(context).join("debug").join("Modules")
}

/// A program of the package, as it was built for release.
pub(crate) fn released(context: &Context, name: &str) -> PathBuf {
    scratch(context).join("release").join(name)
}

/// Where `swift package dump-symbol-graph` puts what it finds: beside the folder of the build, which `debug` leads to.
pub(crate) fn symbol_graphs(context: &Context) -> PathBuf {
    let debug = scratch(context).join("debug");
    fs::canonicalize(&debug).unwrap_or(debug).with_file_name("symbolgraph")
}

fn scratch(context: &Context) -> PathBuf {
    context.target.join("swift").join("authpipe")
}

/// The folder that holds the static library and nothing else, because a linker prefers a shared one beside it. Its name changes with
/// the library: the package's builder does not look into it, and would not link again.
fn library(context: &Context, profile: &str) -> std::io::Result<PathBuf> {
    const NAME: &str = "libauthpipe_swift.a";
    let built = context.target.join(profile).join(NAME);
    let at = built.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let place = context.target.join("swift").join("library").join(profile);
    let folder = place.join(at.to_string());
    if !folder.join(NAME).exists() {
        remove_all(&place)?;
        fs::create_dir_all(&folder)?;
        if fs::hard_link(&built, folder.join(NAME)).is_err() {
            fs::copy(&built, folder.join(NAME))?;
        }
    }
    Ok(folder)
}

fn remove_all(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}
