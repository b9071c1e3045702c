//! The suites, in the order in which they run: what fails fastest first.

use crate::context::has;
use crate::counts::Runner;
use crate::suite::Suite;
use crate::swift::Toolchain;
use crate::{deps, javascript, python, rust, swift_package, types};

/// A suite: its name, what it does, and the tools it needs besides Rust.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&mut Suite<'_>),
    pub(crate) needs: &'static [&'static str],
}

const NODE: &[&str] = &["node", "npm"];
const PYTHON: &[&str] = &["python", "python venv"];

/// All suites.
pub(crate) const SUITES: &[Entry] = &[
    Entry { name: "deps", run: deps, needs: &[] },
    Entry { name: "rust", run: rust, needs: &[] },
    Entry { name: "docs", run: docs, needs: &[] },
    Entry { name: "vectors", run: vectors, needs: &["node", "python", "python venv"] },
    Entry { name: "react", run: react, needs: NODE },
    Entry { name: "node", run: node, needs: NODE },
    Entry { name: "demo", run: demo, needs: NODE },
    Entry { name: "swift", run: swift, needs: PYTHON },
    Entry { name: "msal-node", run: msal_node, needs: NODE },
    Entry { name: "msal-python", run: msal_python, needs: PYTHON },
    Entry { name: "python", run: python_package, needs: PYTHON },
    Entry { name: "python-servers", run: python_servers, needs: PYTHON },
    Entry { name: "contract", run: contract, needs: &["node", "npm", "python", "python venv"] },
    Entry { name: "lint", run: lint, needs: &["rustfmt", "clippy"] },
];

fn deps(suite: &mut Suite<'_>) {
    deps::check(suite);
    if has("cargo", &["deny", "--version"]) {
        suite.run(
            "cargo deny",
            suite.context.cargo(&["deny", "--offline", "check", "bans", "licenses", "sources"]),
            Runner::Exit,
        );
    } else {
        println!("     deps: cargo-deny is not installed; its lists were applied by this program");
    }
}

fn rust(suite: &mut Suite<'_>) {
    let nextest = has("cargo", &["nextest", "--version"]);
    let mut command = if nextest {
        suite.context.cargo(&["nextest", "run", "--no-fail-fast", "--hide-progress-bar", "--status-level", "fail"])
    } else {
        suite.context.cargo(&["test", "--no-fail-fast", "--lib", "--bins", "--tests"])
    };
    command.args(rust::PACKAGES);
    if let Some(filter) = &suite.wanted.rust_filter {
        command.arg(filter);
    }
    let (what, runner) = if nextest { ("cargo nextest run", Runner::Nextest) } else { ("cargo test", Runner::Cargo) };
    suite.run(what, command, runner);
}

fn docs(suite: &mut Suite<'_>) {
    suite.run("cargo test --doc", suite.context.cargo(&["test", "--doc", "-p", "authpipe", "--features", "cli"]), Runner::Cargo);
    // The manual links what it speaks of, private modules included: a link into nothing is an error.
    let pages =
        ["doc", "--no-deps", "--document-private-items", "-p", "authpipe", "-p", rust::ONE_BUILD, "--features", "authpipe/cli"];
    let mut command = suite.context.cargo(&pages);
    command.env("RUSTDOCFLAGS", "-D warnings");
    suite.run("cargo doc", command, Runner::Exit);
    for name in rust::examples(suite.context) {
        let run = ["run", "-q", "-p", "authpipe", "--features", "cli", "--example", &name];
        suite.run(&format!("example {name}"), suite.context.cargo(&run), Runner::Exit);
    }
}

fn vectors(suite: &mut Suite<'_>) {
    let folder = suite.context.path("tests/vectors/vault");
    let mut command = suite.context.command("node");
    command.arg(folder.join("read.mjs"));
    suite.run("vault vectors, read by JavaScript", command, Runner::Words);
    if let Some(python) = python::clients(suite) {
        let mut command = suite.context.command(python);
        command.arg(folder.join("read.py"));
        suite.run("vault vectors, read by Python", command, Runner::Words);
    }
    if let Some(toolchain) = Toolchain::get(suite) {
        let scratch = suite.context.target.join("swift").join("read-vault");
        let mut command = toolchain.swift(suite.context);
        command.args(["run", "--package-path"]).arg(folder.join("swift")).arg("--scratch-path").arg(scratch);
        command.arg("ReadVault").arg(folder);
        suite.run("vault vectors, read by Swift", command, Runner::Words);
    }
}

fn react(suite: &mut Suite<'_>) {
    if javascript::install(suite, "bindings-node") {
        let mut command = javascript::npm(suite.context, "bindings-node");
        command.args(["test", "--workspace", "@authpipe/react"]);
        suite.run("npm test (@authpipe/react)", command, Runner::Node);
    }
}

fn node(suite: &mut Suite<'_>) {
    if !javascript::install(suite, "bindings-node") {
        return;
    }
    let before = types::snapshot(suite.context);
    if !javascript::build(suite) {
        return;
    }
    let changed = types::differences(&before, &types::snapshot(suite.context));
    suite.judge("committed declarations differ from generated ones (run cargo xtask types)", &changed);
    let mut typecheck = javascript::npm(suite.context, "bindings-node");
    typecheck.args(["run", "typecheck"]);
    suite.run("tsc", typecheck, Runner::Exit);
    let tests = javascript::test_files(&suite.context.path("bindings-node/test"));
    if tests.is_empty() {
        suite.fail("bindings-node/test holds no *.test.mjs");
        return;
    }
    let mut command = suite.context.command("node");
    command.current_dir(suite.context.path("bindings-node")).arg("--test").args(tests);
    suite.run("node --test (@authpipe/node)", command, Runner::Node);
}

fn demo(suite: &mut Suite<'_>) {
    if javascript::install(suite, "bindings-node") && javascript::build(suite) && javascript::build_demo(suite) {
        let folder = suite.context.path("bindings-node/demo");
        let tests = javascript::test_files(&folder.join("test"));
        let mut command = suite.context.command("node");
        command.current_dir(&folder).arg("--test").args(tests);
        suite.run("node --test (@authpipe/demo)", command, Runner::Node);
        let mut command = suite.context.command("node");
        command.current_dir(&folder).args(["src/main.js", "--once"]);
        suite.run("demo --once", command, Runner::Words);
    }
}

fn swift(suite: &mut Suite<'_>) {
    let Some(toolchain) = Toolchain::get(suite) else { return };
    if !swift_package::build(suite) {
        return;
    }
    match swift_package::swift(suite.context, &toolchain, "test", "debug") {
        Ok(mut command) => {
            // The tests are XCTest's; the other runner would say that it found none.
            command.arg("--disable-swift-testing");
            suite.run("swift test (Authpipe)", command, Runner::Xctest);
        }
        Err(problem) => return suite.fail(problem),
    }
    if let Some(python) = python::package(suite)
        && let Ok(mut writer) = swift_package::swift(suite.context, &toolchain, "run", "debug")
    {
        writer.args(["--skip-build", "authpipe-extension"]);
        // A folder that both systems see.
        let folder = suite.context.target.join("swift");
        let mut command = python::program(suite.context, &python, "python");
        command.current_dir(&suite.context.root).arg("bindings-swift/Tests/read_vault.py").arg(folder);
        command.arg(writer.get_program()).args(writer.get_args());
        suite.run("one vault in Swift and in Python", command, Runner::Words);
    }
}

fn msal_node(suite: &mut Suite<'_>) {
    if javascript::build_sandbox(suite) && javascript::install(suite, "tests/sandbox/clients/node") {
        let mut command = javascript::npm(suite.context, "tests/sandbox/clients/node");
        command.arg("test");
        suite.run("clients for Node against the sandbox", command, Runner::Node);
    }
}

fn msal_python(suite: &mut Suite<'_>) {
    if !javascript::build_sandbox(suite) {
        return;
    }
    if let Some(python) = python::clients(suite) {
        let mut command = suite.context.command(python);
        command.current_dir(suite.context.path("tests/sandbox/clients/python")).args(["-m", "unittest", "-v"]);
        suite.run("clients for Python against the sandbox", command, Runner::Unittest);
    }
}

fn pytest(suite: &mut Suite<'_>, what: &str, args: &[&str]) {
    if !javascript::build_sandbox(suite) {
        return;
    }
    if let Some(python) = python::package(suite) {
        let mut command = python::program(suite.context, &python, "python");
        command.args(["-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"]).args(args);
        suite.run(what, command, Runner::Words);
    }
}

fn python_package(suite: &mut Suite<'_>) {
    pytest(suite, "pytest (authpipe)", &["tests", "--ignore", "tests/servers", "--ignore", "tests/contract"]);
    if let Some(python) = python::tools(suite) {
        python::test_everywhere(suite, &python);
        if suite.wanted.long {
            python::test_published_wheel(suite, &python);
        }
    }
}

fn python_servers(suite: &mut Suite<'_>) {
    pytest(suite, "servers, workers and forks", &["tests/servers"]);
}

/// The scenarios in Python, and Python beside Node on one vault. Node runs them in its own suite, as Swift does.
fn contract(suite: &mut Suite<'_>) {
    if javascript::install(suite, "bindings-node") && javascript::build(suite) {
        pytest(suite, "pytest (contract)", &["tests/contract", "../tests/contract/cross"]);
    }
}

fn lint(suite: &mut Suite<'_>) {
    suite.run("cargo fmt --check", suite.context.cargo(&["fmt", "--all", "--check"]), Runner::Exit);
    let mut clippy = suite.context.cargo(&["clippy", "--workspace", "--all-targets", "--features", "authpipe/cli"]);
    clippy.args(["--", "-D", "warnings"]);
    suite.run("cargo clippy", clippy, Runner::Exit);
}
