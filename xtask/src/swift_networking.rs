//! Judges that the Swift package can do without Foundation's networking, which needs libcurl and so stands in the way of a static program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::suite::Suite;
use crate::swift::Toolchain;
use crate::swift_package;

const LEFT_OUT: &str = "FoundationNetworking";

/// Runs after the tests, whose build has the native module.
pub(crate) fn check(suite: &mut Suite<'_>, toolchain: &Toolchain) {
    let mut wrong = Vec::new();
    for (define, has_it) in [(None, cfg!(target_os = "linux")), (Some("AUTHPIPE_WITHOUT_NETWORKING"), false)] {
        match imported(suite, toolchain, define) {
            Ok(modules) if modules.lines().any(|module| module == LEFT_OUT) == has_it => {}
            Ok(modules) => wrong.push(format!("with {define:?}: {modules}")),
            Err(problem) => wrong.push(problem),
        }
    }
    suite.judge("the Swift package without Foundation's networking", &wrong);
}

/// What the package imports, a line for each module. That it compiles is asked first: the list is made also of what does not.
fn imported(suite: &Suite<'_>, toolchain: &Toolchain, define: Option<&str>) -> Result<String, String> {
    output(compile(suite, toolchain, define)?.arg("-typecheck"))?;
    output(compile(suite, toolchain, define)?.args(["-emit-imported-modules", "-o", "-"]))
}

fn compile(suite: &Suite<'_>, toolchain: &Toolchain, define: Option<&str>) -> Result<Command, String> {
    let mut command = toolchain.program(suite.context, Path::new("swiftc"));
    command.args(["-swift-version", "6", "-module-name", "Authpipe", "-package-name", "authpipe"]);
    command.args(define.iter().flat_map(|define| ["-D", define]));
    command.arg("-I").arg(swift_package::modules(suite.context));
    command.arg("-I").arg(suite.context.path("bindings-swift/Sources/CAuthpipe"));
    for folder in ["bindings-swift/Sources/Authpipe", "bindings-swift/Sources/Authpipe/Apple"] {
        let entries = fs::read_dir(suite.context.path(folder)).map_err(|error| error.to_string())?;
        let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
        command.args(files.filter(|path: &PathBuf| path.extension().is_some_and(|ending| ending == "swift")));
    }
    Ok(command)
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}
