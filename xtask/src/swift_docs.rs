//! Judges the documentation of the Swift package as its users read it: every public symbol has a sentence of its own, and DocC makes the
//! pages, where a warning is an error.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::counts::Runner;
use crate::suite::Suite;
use crate::swift::Toolchain;
use crate::swift_package;

/// Modules that users import.
const MODULES: &[&str] = &["Authpipe", "AuthpipeTesting"];
/// What only Apple's compilers see, so that no symbol graph made elsewhere has it.
const UNSEEN: &str = "bindings-swift/Sources/Authpipe/Apple";

/// Runs after the tests, because it takes what they have built.
pub(crate) fn check(suite: &mut Suite<'_>, toolchain: &Toolchain) {
    let made = match swift_package::swift(suite.context, toolchain, "package", "debug") {
        Ok(mut command) => {
            command.args(["dump-symbol-graph", "--minimum-access-level", "public", "--skip-synthesized-members"]);
            suite.prepare("symbol graphs of the Swift package", command)
        }
        Err(problem) => return suite.fail(problem),
    };
    if !made {
        return;
    }
    let docc = match docc(suite, toolchain) {
        Ok(docc) => docc,
        Err(problem) => return suite.fail(format!("docc: {problem}")),
    };
    for module in MODULES {
        match take_graph(suite, module) {
            Ok(graph) => {
                let wrong = undocumented(&graph);
                suite.judge(&format!("public symbols of {module} without a sentence"), &wrong);
            }
            Err(problem) => suite.fail(format!("symbol graph of {module}: {problem}")),
        }
        let mut command = toolchain.program(suite.context, &docc);
        command.arg("convert");
        let catalogue = suite.context.path(&format!("bindings-swift/Sources/{module}/{module}.docc"));
        if catalogue.exists() {
            command.arg(catalogue);
        }
        command.arg("--additional-symbol-graph-dir").arg(folder(suite, module).join("graph"));
        command.args(["--fallback-display-name", module, "--fallback-bundle-identifier", &format!("authpipe.{module}")]);
        command.args(["--warnings-as-errors", "--no-transform-for-static-hosting", "--output-path"]);
        command.arg(folder(suite, module).join("pages"));
        suite.run(&format!("docc convert ({module})"), command, Runner::Exit);
    }
    let wrong = unseen(&suite.context.path(UNSEEN)).unwrap_or_else(|error| vec![error.to_string()]);
    suite.judge("public declarations for Apple's systems without a sentence", &wrong);
}

/// Where the pages of a module and what they are made of lie.
fn folder(suite: &Suite<'_>, module: &str) -> PathBuf {
    suite.context.target.join("swift").join("docs").join(module)
}

/// DocC lies beside the compiler, at the same distance from the runtime on every system.
fn docc(suite: &Suite<'_>, toolchain: &Toolchain) -> Result<PathBuf, String> {
    let mut command = toolchain.swift(suite.context);
    let output = command.arg("-print-target-info").output().map_err(|error| error.to_string())?;
    let info: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let runtime =
        info.pointer("/paths/runtimeResourcePath").and_then(Value::as_str).ok_or("the compiler does not say where it is")?;
    let root = Path::new(runtime).parent().and_then(Path::parent).ok_or("the compiler is nowhere")?;
    Ok(root.join("bin").join("docc"))
}

/// Puts one module's graph into a folder of its own: DocC would take the others' symbols for the module's.
fn take_graph(suite: &Suite<'_>, module: &str) -> Result<Value, String> {
    let folder = folder(suite, module);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    let graphs = folder.join("graph");
    fs::create_dir_all(&graphs).map_err(|error| error.to_string())?;
    let name = format!("{module}.symbols.json");
    let bytes = fs::read(swift_package::symbol_graphs(suite.context).join(&name)).map_err(|error| error.to_string())?;
    fs::write(graphs.join(&name), &bytes).map_err(|error| error.to_string())?;
    serde_json::from_slice(&bytes).map_err(|error| error.to_string())
}

/// Symbols without a line of documentation. What fulfils a protocol inherits the protocol's.
fn undocumented(graph: &Value) -> Vec<String> {
    let symbols = graph.get("symbols").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if symbols.is_empty() {
        return vec!["the symbol graph is empty".to_owned()];
    }
    let is_bare = |symbol: &&Value| {
        let lines = symbol.pointer("/docComment/lines").and_then(Value::as_array);
        let has_text = |line: &Value| line.get("text").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
        !lines.is_some_and(|lines| lines.iter().any(has_text))
    };
    let name = |symbol: &Value| {
        let parts = symbol.get("pathComponents").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(".")
    };
    symbols.iter().filter(is_bare).map(name).collect()
}

/// Public declarations in the files of a folder that no line of documentation stands before.
fn unseen(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        wrong.extend(bare_declarations(&fs::read_to_string(&path)?).into_iter().map(|line| format!("{file}: {line}")));
    }
    Ok(wrong)
}

fn bare_declarations(source: &str) -> Vec<String> {
    let mut before = "";
    let mut wrong = Vec::new();
    for line in source.lines().map(str::trim) {
        let is_declared = line.starts_with("public ") && !line.starts_with("public import ");
        if is_declared && !before.starts_with("///") {
            wrong.push(line.to_owned());
        }
        // An attribute stands between a declaration and its documentation.
        if !line.starts_with('@') {
            before = line;
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_without_a_sentence_is_named() {
        let graph = serde_json::json!({"symbols": [
            {"pathComponents": ["A", "b"]},
            {"pathComponents": ["A", "c"], "docComment": {"lines": [{"text": " "}]}},
            {"pathComponents": ["A", "d"], "docComment": {"lines": [{"text": "What it is."}]}},
        ]});
        assert_eq!(undocumented(&graph), ["A.b", "A.c"]);
        assert_eq!(undocumented(&serde_json::json!({})).len(), 1, "nothing was judged");
    }

    #[test]
    fn a_declaration_without_a_sentence_is_named() {
        let source = "extension A {\n    /// One.\n    @MainActor\n    public func one() {}\n\n    public func two() {}\n}\n";
        assert_eq!(bare_declarations(source), ["public func two() {}"]);
    }
}
