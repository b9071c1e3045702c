//! Judges what is linked into apps: each crate with its features is named in a list, so that nothing of a server's gets there unseen.

use std::collections::BTreeSet;

use crate::context::Context;
use crate::swift_size::SELECTION;

/// What apps link, a line for each crate with its features, as `cargo tree` names them without versions.
const LIST: &str = "bindings-swift/linked.txt";

/// The system whose apps are meant. Cargo needs no library of it to tell what would be built.
const SYSTEM: &str = "aarch64-apple-ios";

/// Apps have no use for these, whatever the list says: a store on PostgreSQL, many requests on one connection, the command line, the
/// emulator, a desktop's keychain.
const SERVERS: &[&str] = &["authpipe-sandbox", "clap", "deadpool-postgres", "h2", "secret-service", "tokio-postgres", "zbus"];

/// The core's only feature in apps.
const CORE: &str = "authpipe small";

/// What is wrong; empty: nothing.
pub(crate) fn check(context: &Context) -> Vec<String> {
    let mut command = context.cargo(&["tree", "--prefix", "none", "-f", "{p}|{f}", "--target", SYSTEM]);
    // A part of uniffi's generator, of which the library uses nothing.
    command.args(SELECTION).args(["-e", "normal,no-proc-macro", "--prune", "uniffi_pipeline"]);
    let output = match command.output() {
        Ok(output) if output.status.success() => output,
        Ok(output) => return vec![format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr))],
        Err(error) => return vec![format!("cargo tree: {error}")],
    };
    let linked = read(&String::from_utf8_lossy(&output.stdout));
    let list = std::fs::read_to_string(context.path(LIST)).unwrap_or_default();
    judge(&linked, &list.lines().map(str::to_owned).collect())
}

/// `tokio net,rt` of `tokio v1.54.1|net,rt (*)`.
fn read(tree: &str) -> BTreeSet<String> {
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)")).filter_map(|line| line.split_once('|'));
    let named = lines.filter_map(|(package, features)| Some((package.split_whitespace().next()?, features)));
    named.map(|(name, features)| format!("{name} {features}").trim_end().to_owned()).collect()
}

fn judge(linked: &BTreeSet<String>, listed: &BTreeSet<String>) -> Vec<String> {
    let mut wrong: Vec<String> = linked
        .iter()
        .filter(|line| line.split(' ').next().is_some_and(|name| SERVERS.contains(&name)))
        .map(|line| format!("{line}: apps have no use for it"))
        .collect();
    if !linked.contains(CORE) {
        wrong.push(format!("the core is not linked as `{CORE}`: its other features are for servers"));
    }
    let more = linked.difference(listed).map(|line| format!("{line}: linked, and not in {LIST}"));
    let less = listed.difference(linked).map(|line| format!("{line}: in {LIST}, and not linked"));
    wrong.extend(more.chain(less));
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[&str]) -> BTreeSet<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn a_crate_and_its_features_are_read_without_version_and_place() {
        let tree = "authpipe v0.1.0 (/src/core)|small\nlog v0.4.35|\ntokio v1.54.1|net,rt (*)\ntokio v1.54.1|net,rt\n\n";
        assert_eq!(read(tree), lines(&["authpipe small", "log", "tokio net,rt"]));
    }

    #[test]
    fn what_is_linked_is_what_is_listed() {
        let listed = lines(&["authpipe small", "tokio net,rt"]);
        assert!(judge(&listed, &listed).is_empty());
        let more = lines(&["authpipe small", "tokio fs,net,rt"]);
        assert_eq!(judge(&more, &listed).len(), 2, "{:?}", judge(&more, &listed));
    }

    /// What is judged here is what the script builds for Apple's systems.
    #[test]
    fn the_script_builds_the_same_for_apples_systems() {
        let script = include_str!("../../bindings-swift/scripts/build-xcframework.sh");
        assert!(script.contains(&SELECTION[2..].join(" ")), "{SELECTION:?}");
        assert!(script.contains(&SELECTION[..2].join(" ")), "{SELECTION:?}");
    }

    #[test]
    fn a_servers_part_is_refused_whatever_the_list_says() {
        let all = lines(&["authpipe small,http2", "h2"]);
        let wrong = judge(&all, &all);
        assert!(wrong.iter().any(|line| line.starts_with("h2: ")), "{wrong:?}");
        assert!(wrong.iter().any(|line| line.contains("for servers")), "{wrong:?}");
    }
}
