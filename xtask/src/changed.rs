//! `cargo xtask test --changed`: the suites that a change can break, by the paths of the files that changed.

use std::collections::BTreeSet;
use std::process::Command;

use crate::context::Context;

/// Every suite.
const ALL: &[&str] = &["*"];
/// Suites that run the core or a provider, whoever calls them.
const CORE: &[&str] = &[
    "rust",
    "keychain",
    "postgres",
    "torture",
    "hosts",
    "docs",
    "vectors",
    "node",
    "demo",
    "browser",
    "python",
    "python-servers",
    "swift",
    "contract",
    "msal-node",
    "msal-python",
    "lint",
];

/// Suites that depend on what stands below a path. The longest path that a file begins with is the one that counts; a file without
/// one depends on nothing known, so everything runs.
const TABLE: &[(&str, &[&str])] = &[
    (".ci/", &[]),
    (".config/", &["rust", "postgres", "torture", "hosts"]),
    (".github/", &[]),
    (".gitignore", &[]),
    ("CHANGELOG.md", &[]),
    // Tests of Node and Python run the examples of the other pages.
    ("docs/", &["node", "python"]),
    // A test of the core compares it with what is generated, and its Swift with the test that runs it.
    ("docs/errors.md", &["rust", "node", "python"]),
    // A test of the core holds what these pages name against what is there.
    ("CONTRIBUTING.md", &["rust"]),
    ("LICENSE", &[]),
    // Tests of the packages compile its samples and run what it shows; one of the core compares its Rust with an example.
    ("README.md", &["docs", "rust", "node", "react"]),
    ("SECURITY.md", &["rust"]),
    ("ARCHITECTURE.md", &["rust"]),
    ("clippy.toml", &["lint"]),
    ("deny.toml", &["deps", "rust"]),
    ("rustfmt.toml", &["lint"]),
    // What the packages share, and what is generated for them.
    ("bindings-common/", &["rust", "node", "demo", "browser", "python", "python-servers", "contract", "hosts", "swift", "lint"]),
    ("bindings-common/Cargo.toml", ALL),
    ("bindings-common/generate/Cargo.toml", ALL),
    // Python compares the first sentences of documentation with those of Node.
    ("bindings-node/", &["node", "demo", "browser", "contract", "python", "lint"]),
    ("bindings-node/Cargo.toml", ALL),
    ("bindings-node/browser/", &["browser"]),
    ("bindings-node/demo/", &["demo"]),
    // The provider of the torture has people sign in as the package's tests do.
    ("bindings-node/test/support/", &["node", "browser", "contract", "torture", "lint"]),
    ("bindings-node/react/", &["react", "demo", "browser"]),
    // Swift and Python open one vault.
    ("bindings-python/", &["python", "python-servers", "contract", "swift", "lint"]),
    ("bindings-python/Cargo.toml", ALL),
    ("bindings-swift/", &["swift", "rust", "lint"]),
    ("bindings-swift/Sources/Worker/", &["hosts", "swift"]),
    ("bindings-swift/linked.txt", &["deps"]),
    ("bindings-swift/Cargo.toml", ALL),
    ("core/", CORE),
    ("core/Cargo.toml", ALL),
    ("core/examples/", &["docs", "rust", "lint"]),
    ("core/src/manual/", &["docs", "rust"]),
    ("core/tests/", &["rust", "lint"]),
    ("tests/RESULTS.md", &[]),
    ("tests/bench/", &["lint"]),
    ("tests/bench/Cargo.toml", ALL),
    ("tests/contract/", &["node", "swift", "contract", "python"]),
    ("tests/fork/", &["rust", "lint"]),
    ("tests/model/", &["rust", "lint"]),
    ("tests/model/Cargo.toml", ALL),
    ("tests/shuttle/", &["torture"]),
    ("tests/torture/", &["torture", "hosts", "lint"]),
    ("tests/torture/Cargo.toml", ALL),
    ("tests/torture/hosts/", &["hosts"]),
    ("tests/torture/tests/torture/hosts/", &["hosts", "lint"]),
    ("tests/fork/Cargo.toml", ALL),
    ("tests/powercut/", &["rust", "lint"]),
    ("tests/powercut/Cargo.toml", ALL),
    ("tests/postgres/", &["rust", "postgres", "torture", "hosts", "demo", "lint"]),
    ("tests/postgres/Cargo.toml", ALL),
    ("tests/sandbox/", CORE),
    ("tests/sandbox/Cargo.toml", ALL),
    ("tests/sandbox/clients/node/", &["msal-node"]),
    ("tests/sandbox/clients/python/", &["msal-python"]),
    ("tests/vectors/", &["rust", "vectors", "swift", "node", "demo"]),
    ("xtask/", &["rust", "lint"]),
    ("xtask/Cargo.toml", ALL),
];

/// The suites that the changes since `main` can break, of all those named; which files changed is said.
pub(crate) fn suites<'a>(context: &Context, all: impl Iterator<Item = &'a str>) -> Result<Vec<String>, String> {
    let changed = files(context)?;
    let chosen = choose(changed.iter(), all);
    println!(
        "{} files changed; suites: {}",
        changed.len(),
        if chosen.is_empty() { "none".to_owned() } else { chosen.join(", ") }
    );
    Ok(chosen)
}

fn choose<'a>(files: impl Iterator<Item = impl AsRef<str>>, all: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted: BTreeSet<&str> = files.flat_map(|file| find(file.as_ref()).unwrap_or(ALL)).copied().collect();
    all.filter(|name| wanted.contains("*") || wanted.contains(name)).map(str::to_owned).collect()
}

/// What the table says of a file.
fn find(file: &str) -> Option<&'static [&'static str]> {
    let fitting = TABLE.iter().filter(|(path, _)| file.starts_with(path));
    fitting.max_by_key(|(path, _)| path.len()).map(|(_, suites)| *suites)
}

/// Files that differ from where this branch left `main`, committed or not, and files that git does not know yet.
fn files(context: &Context) -> Result<BTreeSet<String>, String> {
    let main = ["main", "origin/main"].into_iter().find_map(|name| git(context, &["merge-base", "HEAD", name]).ok());
    let base = main.ok_or("there is no branch `main` that this one could be compared with")?;
    let mut found = git(context, &["diff", "--name-only", "--no-renames", base.trim()])?;
    found.push_str(&git(context, &["ls-files", "--others", "--exclude-standard"])?);
    Ok(found.lines().map(str::to_owned).collect())
}

fn git(context: &Context, args: &[&str]) -> Result<String, String> {
    let mut command = Command::new("git");
    let output = command.current_dir(&context.root).args(args).output().map_err(|error| format!("git: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("git {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suites::SUITES;

    fn choose_for(files: &[&str]) -> Vec<String> {
        choose(files.iter(), SUITES.iter().map(|suite| suite.name))
    }

    #[test]
    fn a_change_runs_what_it_can_break() {
        assert_eq!(choose_for(&["bindings-node/react/src/hooks.ts"]), ["react", "demo", "browser"]);
        assert_eq!(choose_for(&["CHANGELOG.md", "core/tests/it/flows.rs"]), ["rust", "lint"]);
        assert_eq!(choose_for(&["tests/sandbox/clients/node/run.mjs", "clippy.toml"]), ["lint", "msal-node"]);
        let core = choose_for(&["core/src/engine/mod.rs"]);
        assert!(
            ["rust", "node", "python", "swift", "contract"].iter().all(|name| core.iter().any(|found| found == name)),
            "{core:?}"
        );
        assert!(!core.contains(&"react".to_owned()), "{core:?}");
        assert!(choose_for(&["README", "LICENSE-MIT"]).len() == SUITES.len(), "what the table does not name runs everything");
        assert!(choose_for(&[]).is_empty());
    }

    #[test]
    fn what_decides_about_all_builds_runs_everything() {
        for file in ["Cargo.lock", "Cargo.toml", "rust-toolchain.toml", "core/Cargo.toml", "tests/one-build/Cargo.toml"] {
            assert_eq!(choose_for(&[file]).len(), SUITES.len(), "{file}");
        }
    }

    #[test]
    fn the_table_and_the_suites_know_each_other() {
        let named: BTreeSet<&str> = TABLE.iter().flat_map(|(_, suites)| *suites).copied().filter(|name| *name != "*").collect();
        let suites: BTreeSet<&str> = SUITES.iter().map(|suite| suite.name).collect();
        assert_eq!(named, suites, "every suite has a path that leads to it, and no path leads to a suite that is gone");
    }

    #[test]
    fn every_path_of_the_table_is_there() {
        let context = Context::new();
        // Added with the documents that readers look for first; a table may name what is about to come.
        let to_come = ["SECURITY.md", "ARCHITECTURE.md", "LICENSE", "core/examples/"];
        let gone = TABLE.iter().map(|(path, _)| *path).filter(|path| !to_come.contains(path) && !context.path(path).exists());
        assert_eq!(gone.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
