//! Rules for dependencies, applied to what cargo says it builds: licences, banned packages, sources, and crates that must
//! not be there twice. The lists stand in `deny.toml`.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust;
use crate::suite::Suite;
use crate::swift_linked;

/// Crates that handle secrets. Two versions in what ships would be two implementations to trust.
const ONCE: &[&str] =
    &["aead", "aes", "aes-gcm", "aws-lc-rs", "cipher", "digest", "hkdf", "hmac", "rustls", "sha2", "subtle", "zeroize"];

/// A part of uniffi's generator, which uniffi names as a dependency and of which the library uses nothing.
const UNUSED: &[&str] = &["--prune", "uniffi_pipeline"];

/// Packages that ship.
const SHIPPED: &[&str] = &["-p", "authpipe", "-p", "authpipe-node", "-p", "authpipe-swift"];

/// Applies the rules.
pub(crate) fn check(suite: &mut Suite<'_>) {
    let rules = std::fs::read_to_string(suite.context.path("deny.toml")).unwrap_or_default();
    let lock = std::fs::read_to_string(suite.context.path("Cargo.lock")).unwrap_or_default();
    let everything = tree(suite, &["--workspace", "-e", "all"]);
    let shipped = tree(suite, &[SHIPPED, UNUSED, &["-e", "normal,build"]].concat());
    match (everything, shipped) {
        (Ok(everything), Ok(shipped)) => {
            suite.judge("licences", &check_licences(&everything, &read_list(&rules, "allow = [")));
            let banned = check_banned(&shipped, &read_crates(&rules));
            let banned: Vec<_> = banned.into_iter().filter(|found| !is_wrapped(suite, found, &rules)).collect();
            suite.judge("banned packages in what ships", &banned);
            suite.judge("packages that must be there once", &check_once(&shipped));
        }
        (Err(problem), _) | (_, Err(problem)) => suite.fail(problem),
    }
    suite.judge("sources in Cargo.lock", &check_sources(&lock));
    suite.judge("what is linked into apps", &swift_linked::check(suite.context));
    // What runs while others are compiled may have other features than what the programs hold.
    for (where_, left_out) in [("", ""), (" in programs", ",no-proc-macro")] {
        let mut found =
            rust::SELECTIONS.iter().map(|(name, selection)| features(suite, selection, left_out).map(|of| (*name, of)));
        match found.by_ref().collect::<Result<Vec<_>, _>>().as_deref() {
            Ok([(_, everything), others @ ..]) => {
                let what = format!("features that tests/one-build does not turn on{where_}");
                suite.judge(&what, &check_features(everything, others));
            }
            Ok([]) => suite.fail("no selection"),
            Err(problem) => suite.fail(problem.clone()),
        }
    }
}

/// A package that cargo builds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    licence: String,
}

/// The crates of a selection, each with its features: `syn v2.0.1 derive,full`. Of ours the core counts, which is the largest.
fn features(suite: &Suite<'_>, selection: &[&str], left_out: &str) -> Result<BTreeSet<String>, String> {
    let [first @ .., edges] = selection else { return Err("a selection that names no edges".to_owned()) };
    let mut command = suite.context.cargo(&["tree", "--prefix", "none", "-f", "{p} {f}"]);
    // Build scripts bring in what runs while others are compiled, too.
    let edges = if left_out.is_empty() { (*edges).to_owned() } else { edges.replace(",build", "") + left_out };
    let output = command.args(first).arg(edges).output().map_err(|error| format!("cargo tree: {error}"))?;
    if output.status.success() {
        Ok(read_features(&String::from_utf8_lossy(&output.stdout)))
    } else {
        Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn read_features(text: &str) -> BTreeSet<String> {
    let crates = text.lines().map(|line| line.trim_end_matches(" (*)"));
    crates
        .filter_map(|line| match line.split_once(" (/") {
            // `authpipe v0.1.0 (/somewhere/core) cli,default`
            Some((ours, rest)) => {
                ours.starts_with("authpipe v").then(|| format!("{ours}{}", rest.split_once(')').map_or("", |(_, of)| of)))
            }
            None => (!line.is_empty()).then(|| line.to_owned()),
        })
        .collect()
}

/// A crate that a selection builds with other features than everything together does is compiled again, and all that depends on it.
fn check_features(everything: &BTreeSet<String>, others: &[(&str, BTreeSet<String>)]) -> Vec<String> {
    let twice = others.iter().flat_map(|(name, found)| found.difference(everything).map(move |line| (name, line)));
    twice
        .map(|(name, line)| {
            let of = line.rsplit_once(' ').map_or(line.as_str(), |(of, _)| of);
            let wanted: Vec<&str> = everything.iter().filter_map(|line| line.strip_prefix(of)).map(str::trim).collect();
            format!("{name}: {line}, with everything together: {}", wanted.join(" or "))
        })
        .collect()
}

fn tree(suite: &Suite<'_>, selection: &[&str]) -> Result<BTreeSet<Package>, String> {
    let mut command = suite.context.cargo(&["tree", "--all-features", "--target", "all", "--prefix", "none", "-f", "{p}|{l}"]);
    let output = command.args(selection).output().map_err(|error| format!("cargo tree: {error}"))?;
    if output.status.success() {
        Ok(read_tree(&String::from_utf8_lossy(&output.stdout)))
    } else {
        Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn read_tree(text: &str) -> BTreeSet<Package> {
    let lines = text.lines().filter_map(|line| line.split_once('|'));
    lines
        .filter_map(|(package, licence)| {
            let mut words = package.split_whitespace();
            let (name, version) = (words.next()?.to_owned(), words.next()?.trim_start_matches('v').to_owned());
            Some(Package { name, version, licence: licence.trim_end_matches(" (*)").to_owned() })
        })
        .collect()
}

fn check_licences(packages: &BTreeSet<Package>, allowed: &[String]) -> Vec<String> {
    let refused = packages.iter().filter(|package| !permits(&package.licence, allowed));
    refused.map(|package| format!("{} {}: `{}` is not allowed", package.name, package.version, package.licence)).collect()
}

fn check_banned(packages: &BTreeSet<Package>, banned: &[String]) -> Vec<String> {
    let found = packages.iter().filter(|package| banned.contains(&package.name));
    found.map(|package| format!("{} {}", package.name, package.version)).collect()
}

/// Whether nothing that ships uses a package but those that the rules let use it.
fn is_wrapped(suite: &Suite<'_>, found: &str, rules: &str) -> bool {
    let name = found.split_whitespace().next().unwrap_or_default();
    let wrappers = read_wrappers(rules, name);
    let mut command = suite.context.cargo(&["tree", "--all-features", "--target", "all", "--prefix", "depth", "-f", "|{p}"]);
    let output = command.args(SHIPPED).args(["-e", "normal,build", "-i", name, "--depth", "1"]).output();
    let text = output.ok().filter(|output| output.status.success()).map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let users: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("1|")).filter_map(|line| line.split_whitespace().next()).collect();
    !users.is_empty() && users.iter().all(|user| wrappers.iter().any(|wrapper| wrapper == user))
}

/// The packages that may use a banned one.
fn read_wrappers(rules: &str, name: &str) -> Vec<String> {
    let line = rules.lines().find(|line| line.contains(&format!("crate = \"{name}\"")) && line.contains("wrappers"));
    let list = line.and_then(|line| line.split_once("wrappers = [")).map_or("", |(_, list)| list);
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn check_once(packages: &BTreeSet<Package>) -> Vec<String> {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages.iter().filter(|package| ONCE.contains(&package.name.as_str())) {
        versions.entry(&package.name).or_default().push(&package.version);
    }
    versions.into_iter().filter(|(_, all)| all.len() > 1).map(|(name, all)| format!("{name}: {}", all.join(", "))).collect()
}

fn check_sources(lock: &str) -> Vec<String> {
    if !lock.contains("[[package]]") {
        return vec!["Cargo.lock is missing".to_owned()];
    }
    let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    let foreign = sources.filter(|source| !source.contains("registry+https://github.com/rust-lang/crates.io-index"));
    foreign.map(|source| format!("{source} is not crates.io")).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Whether a licence expression (SPDX, or the older `A/B`) can be satisfied with the allowed ones.
fn permits(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let value = either(&words, &mut at, allowed);
    value && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut value = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        value |= both(words, at, allowed);
    }
    value
}

fn both(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut value = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        value &= one(words, at, allowed);
    }
    value
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let value = either(words, at, allowed);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return value && closed;
    }
    let mut licence = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        licence = format!("{licence} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
        *at += 2;
    }
    allowed.contains(&licence)
}

/// The strings of the list that starts with `opening` in `deny.toml`.
fn read_list(text: &str, opening: &str) -> Vec<String> {
    let body = text.split_once(opening).map_or("", |(_, rest)| rest);
    let body: Vec<&str> =
        body.lines().map(str::trim).take_while(|line| *line != "]").filter(|line| !line.starts_with('#')).collect();
    body.iter().filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect()
}

/// The crates that `deny.toml` bans.
fn read_crates(text: &str) -> Vec<String> {
    read_list(text, "deny = [")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed() -> Vec<String> {
        ["MIT", "Apache-2.0", "ISC", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).to_vec()
    }

    #[test]
    fn licence_expressions_are_judged() {
        for good in
            ["MIT", "GPL-3.0 OR MIT", "MIT/Apache-2.0", "ISC AND (Apache-2.0 OR GPL-3.0)", "Apache-2.0 WITH LLVM-exception OR X"]
        {
            assert!(permits(good, &allowed()), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "GPL-3.0 WITH LLVM-exception", "(MIT", "MIT MIT", "ISC AND (X OR Y)"] {
            assert!(!permits(bad, &allowed()), "{bad}");
        }
    }

    #[test]
    fn who_may_use_a_banned_package_is_read() {
        let rules =
            "deny = [\n  { crate = \"ring\" },\n  { crate = \"rand\", wrappers = [\"proptest\", \"tokio-postgres\"] },\n]";
        assert_eq!(read_wrappers(rules, "rand"), ["proptest", "tokio-postgres"]);
        assert!(read_wrappers(rules, "ring").is_empty());
    }

    #[test]
    fn a_banned_doubled_or_foreign_package_is_found() {
        let packages = read_tree("rand v0.9.1|MIT\nsha2 v0.10.0|MIT\nsha2 v0.11.0|MIT (*)\nx v1.0.0 (/src/x)|GPL-3.0\n\n");
        assert_eq!(check_banned(&packages, &["rand".to_owned()]), ["rand 0.9.1"]);
        assert_eq!(check_once(&packages), ["sha2: 0.10.0, 0.11.0"]);
        assert!(check_licences(&packages, &allowed()).iter().any(|line| line.starts_with("x 1.0.0")));
        assert_eq!(check_sources("[[package]]\nsource = \"git+https://example.test/x\"").len(), 1);
        assert_eq!(check_sources("").len(), 1);
    }

    #[test]
    fn a_crate_that_would_be_built_twice_is_named() {
        let everything = read_features("tokio v1.54.1 net,rt\nours v0.1.0 (/src/ours) cli\nlog v0.4.1 std (*)\n");
        let same = read_features("log v0.4.1 std\nours v0.1.0 (/src/ours) \n");
        let other = read_features("tokio v1.54.1 rt\n");
        assert_eq!(
            check_features(&everything, &[("one", same), ("two", other)]),
            ["two: tokio v1.54.1 rt, with everything together: net,rt"]
        );
    }

    #[test]
    fn the_lists_are_read_from_deny_toml() {
        let text = include_str!("../../deny.toml");
        assert!(read_list(text, "allow = [").contains(&"MIT".to_owned()));
        let banned = read_crates(text);
        assert!(banned.contains(&"rand".to_owned()) && banned.contains(&"openssl".to_owned()) && banned.len() >= 8, "{banned:?}");
    }
}
