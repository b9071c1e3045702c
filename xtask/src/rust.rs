//! Builds with cargo what the suites need. Each selection of packages resolves features by itself, so each that is built for
//! tests holds the package `authpipe-one-build`, which makes the features of shared crates the same: a crate is compiled once,
//! not once per suite.

use std::process::Command;

use crate::context::Context;

/// The package that makes features the same. The core's tests have it as a dependency.
pub(crate) const ONE_BUILD: &str = "authpipe-one-build";

/// Packages with Rust tests, and features, as arguments for cargo.
pub(crate) const PACKAGES: &[&str] = &[
    "-p",
    "authpipe",
    "-p",
    "authpipe-sandbox",
    "-p",
    "authpipe-fork",
    "-p",
    "authpipe-model",
    "-p",
    "authpipe-powercut",
    "-p",
    "authpipe-torture",
    "-p",
    "authpipe-bindings",
    "-p",
    "authpipe-generate",
    "-p",
    "authpipe-swift",
    "-p",
    "xtask",
    "-p",
    ONE_BUILD,
    "--features",
    FEATURES,
];

/// What is turned on wherever the core is built for tests: one of them leaves out rules, and what all others build is the same.
pub(crate) const FEATURES: &str = "authpipe/cli,authpipe/mutations,authpipe/keychain,authpipe/schema";

/// The packages whose tests the suite `torture` runs, and no other.
pub(crate) const TORTURE: &str = "authpipe-torture";

/// Names of the core's examples, in order.
pub(crate) fn examples(context: &Context) -> Vec<String> {
    let files = std::fs::read_dir(context.path("core/examples")).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".rs")?.to_owned())).collect();
    names.sort();
    names
}

/// What [`build`] makes.
pub(crate) const PROGRAMS: &str = "programs and the Swift library";

/// Builds the programs, and the library that Swift links.
pub(crate) fn build(context: &Context) -> Command {
    let mut command = context.cargo(&["build", "--lib", "--bins"]);
    command.args(PACKAGES);
    command
}

/// Builds the command line tool and the emulator of the providers, and nothing else.
pub(crate) fn build_programs(context: &Context) -> Command {
    context.cargo(&["build", "--bins", "-p", "authpipe", "-p", "authpipe-sandbox", "-p", ONE_BUILD, "--features", FEATURES])
}

/// What is built for tests, as arguments for `cargo tree`: each must resolve to the features of the first, which is everything.
pub(crate) const SELECTIONS: &[(&str, &[&str])] = &[
    (
        "everything",
        &[
            "--workspace",
            "--exclude",
            "authpipe-swift-generate",
            "--features",
            "authpipe/cli,authpipe/keychain,authpipe/mutations,authpipe/schema,authpipe-python/one-build",
            "-e",
            "normal,build,dev",
        ],
    ),
    ("the core's tests", &["-p", "authpipe", "-p", "authpipe-bindings", "--features", FEATURES, "-e", "normal,build,dev"]),
    ("the core's pages", &["-p", "authpipe", "-p", ONE_BUILD, "--features", FEATURES, "-e", "normal,build,dev"]),
    (
        "programs and the Swift library",
        &[
            "-p",
            "authpipe",
            "-p",
            "authpipe-sandbox",
            "-p",
            "authpipe-fork",
            "-p",
            "authpipe-swift",
            "-p",
            ONE_BUILD,
            "--features",
            FEATURES,
            "-e",
            "normal,build",
        ],
    ),
    ("the Node addon", &["-p", "authpipe-node", "-p", "authpipe", "-p", ONE_BUILD, "--features", FEATURES, "-e", "normal,build"]),
    ("the Python module", &["-p", "authpipe-python", "--features", "authpipe-python/one-build", "-e", "normal,build"]),
];
