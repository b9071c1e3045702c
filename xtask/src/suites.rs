//! Lists the suites in the order in which they begin: those that fail fast come first, and those that build for others come early
//! enough.

use crate::context::has;
use crate::counts::Runner;
use crate::suite::Suite;
use crate::swift::Toolchain;
use crate::{
    demo, demo_vault, deps, hosts, javascript, keychain, postgres, python, rust, swift_docs, swift_manifest, swift_networking,
    swift_package, torture,
};

/// A suite: its name, what it does, and the tools it needs besides Rust.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) run: fn(&mut Suite<'_>),
    pub(crate) needs: &'static [&'static str],
    /// Tools without which it still tells something.
    pub(crate) uses: &'static [&'static str],
}

const NODE: &[&str] = &["node", "npm"];
const SWIFT: &[&str] = &["swift"];
const BROWSER: &[&str] = &["node", "npm", "chromium"];
const PYTHON: &[&str] = &["python", "python venv"];

/// All suites.
pub(crate) const SUITES: &[Entry] = &[
    Entry { name: "deps", run: deps, needs: &[], uses: &[] },
    Entry { name: "rust", run: rust, needs: &[], uses: &[] },
    Entry { name: "keychain", run: keychain::run, needs: keychain::TOOLS, uses: &[] },
    Entry { name: "postgres", run: postgres::run, needs: &["postgresql", "pgbouncer"], uses: &[] },
    Entry { name: "torture", run: torture::run, needs: torture::TOOLS, uses: &[] },
    Entry { name: "vectors", run: vectors, needs: &["node", "python", "python venv"], uses: SWIFT },
    Entry { name: "react", run: react, needs: NODE, uses: &[] },
    Entry { name: "node", run: node, needs: NODE, uses: &[] },
    Entry { name: "python", run: python_package, needs: PYTHON, uses: &["python library"] },
    Entry { name: "swift", run: swift, needs: PYTHON, uses: SWIFT },
    Entry { name: "contract", run: contract, needs: &["node", "npm", "python", "python venv"], uses: &[] },
    Entry { name: "hosts", run: hosts::run, needs: hosts::TOOLS, uses: SWIFT },
    Entry { name: "docs", run: docs, needs: &[], uses: &[] },
    Entry { name: "lint", run: lint, needs: &["rustfmt", "clippy"], uses: &[] },
    Entry { name: "python-servers", run: python_servers, needs: PYTHON, uses: &[] },
    Entry { name: "demo", run: demo, needs: &["node", "npm", "postgresql", "python", "python venv"], uses: SWIFT },
    Entry { name: "browser", run: browser, needs: BROWSER, uses: &[] },
    Entry { name: "msal-node", run: msal_node, needs: NODE, uses: &[] },
    Entry { name: "msal-python", run: msal_python, needs: PYTHON, uses: &[] },
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
    let (mut command, what, runner) = if nextest {
        let report = suite.context.target.join("nextest").join("xtask").join("junit.xml");
        let _ = std::fs::remove_file(&report);
        // Its report does not name what was left out: `--run-ignored all` leaves out nothing.
        let command = suite.context.cargo(&["nextest", "run", "-P", "xtask", "--run-ignored", "all", "--hide-progress-bar"]);
        (command, "cargo nextest run", Runner::Report(report))
    } else {
        (suite.context.cargo(&["test", "--no-fail-fast", "--lib", "--bins", "--tests"]), "cargo test", Runner::Cargo)
    };
    // Cargo's own runner chooses by packages, and by parts of names.
    let all = rust::PACKAGES.chunks(2).filter(|pair| nextest || pair[1] != rust::TORTURE).flatten();
    command.args(all);
    // Those have suites of their own, with a server or a keychain.
    match &runner {
        Runner::Report(_) => command.args([
            "-E",
            &format!("not test({}) & not test({}) & not package({})", postgres::TESTS, keychain::TESTS, rust::TORTURE),
        ]),
        _ => command.args(["--", "--skip", postgres::TESTS, "--skip", keychain::TESTS]),
    };
    if let Some(filter) = &suite.wanted.rust_filter {
        command.arg(filter);
    }
    suite.run(what, command, runner);
}

fn docs(suite: &mut Suite<'_>) {
    let selection = ["-p", "authpipe", "-p", rust::ONE_BUILD, "--features", rust::FEATURES];
    let cargo = |what: &[&str]| {
        let mut command = suite.context.cargo(what);
        command.args(selection);
        command
    };
    let tests = cargo(&["test", "--doc"]);
    // The manual links what it speaks of, private modules included: a link into nothing is an error.
    let mut pages = cargo(&["doc", "--no-deps", "--document-private-items"]);
    pages.env("RUSTDOCFLAGS", "-D warnings");
    let examples = cargo(&["build", "--examples"]);
    suite.run("cargo test --doc", tests, Runner::Cargo);
    suite.run("cargo doc", pages, Runner::Exit);
    if suite.prepare("examples", examples) {
        for name in rust::examples(suite.context) {
            let program = suite.context.target.join("debug").join("examples").join(&name);
            suite.run(&format!("example {name}"), suite.context.command(program), Runner::Exit);
        }
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
    if let Some(mut command) = demo_vault::swift_reader(suite) {
        command.arg(folder);
        suite.run("vault vectors, read by Swift", command, Runner::Words);
    }
}

fn react(suite: &mut Suite<'_>) {
    if javascript::install(suite, "bindings-node") {
        if !javascript::build_react(suite) {
            return;
        }
        let mut tests = javascript::npm(suite.context, "bindings-node");
        tests.args(["run", "build:test", "--workspace", "@authpipe/react"]);
        if suite.prepare("tests of @authpipe/react", tests) {
            javascript::node_test(suite, "bindings-node/react", "dist/test/test", ".test.js", "node --test (@authpipe/react)");
        }
    }
}

fn node(suite: &mut Suite<'_>) {
    if !javascript::install(suite, "bindings-node") {
        return;
    }
    if !javascript::build(suite) {
        return;
    }
    let mut typecheck = javascript::npm(suite.context, "bindings-node");
    typecheck.args(["run", "typecheck"]);
    suite.run("tsc", typecheck, Runner::Exit);
    javascript::node_test(suite, "bindings-node", "test", ".test.mjs", "node --test (@authpipe/node)");
}

fn demo(suite: &mut Suite<'_>) {
    if javascript::install(suite, "bindings-node") && javascript::build(suite) && javascript::build_demo(suite) {
        let folder = suite.context.path("bindings-node/demo");
        javascript::node_test(suite, "bindings-node/demo", "test", ".test.mjs", "node --test (@authpipe/demo)");
        let kept = suite.context.target.join("xtask").join("demo-vault");
        let mut command = suite.context.command("node");
        command.current_dir(&folder).args(["src/main.js", "--once", "--keep"]).arg(&kept);
        if suite.run("demo --once", command, Runner::Words) {
            demo_vault::read(suite, &kept);
        }
        let mut command = suite.context.command("node");
        command.current_dir(&folder).args(["src/main.js", "--once"]);
        match demo::put_on_postgres(&mut command) {
            Ok(_cluster) => _ = suite.run("demo --once --vault postgres", command, Runner::Words),
            Err(problem) => suite.fail(format!("no server: {problem}")),
        }
    }
}

/// What a person sees, in a browser.
fn browser(suite: &mut Suite<'_>) {
    if javascript::install(suite, "bindings-node") && javascript::build(suite) && javascript::build_react(suite) {
        // They wait for a browser more than they work: each file has a browser, a provider and an application of its own.
        let two = ["--test-concurrency=2"];
        javascript::node_test_with(suite, &two, "bindings-node/browser", "test", ".test.mjs", "node --test (Chromium)");
    }
}

fn swift(suite: &mut Suite<'_>) {
    let Some(toolchain) = Toolchain::get(suite) else { return };
    if !swift_package::build(suite) {
        return;
    }
    swift_manifest::check(suite, &toolchain);
    match swift_package::swift(suite.context, &toolchain, "test", "debug") {
        Ok(mut command) => {
            // The tests are XCTest's; the other runner would say that it found none.
            command.arg("--disable-swift-testing");
            suite.run("swift test (Authpipe)", command, Runner::Xctest);
        }
        Err(problem) => return suite.fail(problem),
    }
    swift_networking::check(suite, &toolchain);
    swift_docs::check(suite, &toolchain);
    if let Some(python) = python::package(suite)
        && let Ok(mut writer) = swift_package::swift(suite.context, &toolchain, "run", "debug")
    {
        writer.args(["--skip-build", "authpipe-extension"]);
        // A folder that both systems see.
        let folder = suite.context.target.join("swift");
        let mut command = python::program(suite.context, &python, "python");
        command.current_dir(&suite.context.root).arg("bindings-swift/Tests/read_vault.py").arg(folder);
        command.arg(writer.get_program()).args(writer.get_args());
        // Where the library is, for what the program hands on to.
        for (name, value) in writer.get_envs() {
            if name == swift_package::LIBRARY
                && let Some(value) = value
            {
                command.env(name, value);
            }
        }
        suite.run("one vault in Swift and in Python", command, Runner::Words);
    }
}

fn msal_node(suite: &mut Suite<'_>) {
    if javascript::build_sandbox(suite) && javascript::install(suite, "tests/sandbox/clients/node") {
        javascript::npm_test(suite, "tests/sandbox/clients/node", "clients for Node against the sandbox");
    }
}

fn msal_python(suite: &mut Suite<'_>) {
    if !javascript::build_sandbox(suite) {
        return;
    }
    if let Some(python) = python::clients(suite) {
        let mut command = suite.context.command(python);
        command.current_dir(suite.context.path("tests/sandbox/clients/python")).args(["-m", "pytest"]);
        python::report(suite, command, "clients for Python against the sandbox");
    }
}

fn pytest(suite: &mut Suite<'_>, what: &str, args: &[&str]) {
    if !javascript::build_sandbox(suite) {
        return;
    }
    if let Some(python) = python::package(suite) {
        python::test_package(suite, &python, args, what);
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
    // What writes the Swift sources is one call. To check it, the generator behind that call would have to be compiled once more.
    let mut clippy = suite.context.cargo(&["clippy", "--workspace", "--exclude", "authpipe-swift-generate"]);
    clippy.args(["--all-targets", "--features", "authpipe/cli,authpipe/keychain", "--", "-D", "warnings"]);
    suite.run("cargo clippy", clippy, Runner::Exit);
}
