//! Rules about words, as functions of sources: each returns what it found wrong, one line per finding.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::source::{Source, tokens};

/// Modules that must work alike for every provider.
pub(crate) const NEUTRAL: &[&str] = &["engine", "repo", "vault", "store", "handler"];

/// Names that never appear in a neutral module, whatever the catalogue holds.
pub(crate) const WELL_KNOWN: &[&str] = &["microsoft", "graph", "entra", "slack", "github", "google"];

/// Names of providers that are also words of the language or of ours. They are refused only as a whole string literal.
const ORDINARY: &[&str] = &[
    "amazon",
    "attention",
    "attio",
    "beamer",
    "bird",
    "box",
    "buffer",
    "check",
    "clever",
    "close",
    "coda",
    "convert",
    "copy",
    "crisp",
    "cursor",
    "deel",
    "default",
    "drift",
    "drip",
    "dub",
    "envoy",
    "exa",
    "exist",
    "factorial",
    "fathom",
    "fellow",
    "float",
    "folk",
    "frame",
    "fresh",
    "front",
    "gamma",
    "gem",
    "generic",
    "genius",
    "granola",
    "groove",
    "guru",
    "intercom",
    "kick",
    "kit",
    "lattice",
    "line",
    "linear",
    "lob",
    "loop",
    "lucid",
    "luma",
    "mem",
    "missive",
    "mixmax",
    "monday",
    "mural",
    "notion",
    "ordinal",
    "outreach",
    "paddle",
    "parallel",
    "pave",
    "pipe",
    "plain",
    "podium",
    "polar",
    "pylon",
    "ramp",
    "recharge",
    "refiner",
    "replicate",
    "resend",
    "sandbox",
    "shortcut",
    "square",
    "streak",
    "stripe",
    "tally",
    "test",
    "threads",
    "timely",
    "uber",
    "unit",
    "wave",
    "wise",
];

/// Things of another kind that are called as a provider is: where, and by which literal.
struct Namesake {
    path: &'static str,
    literal: &'static str,
}

/// A network file system, known by its magic number long before the provider.
const NAMESAKES: &[Namesake] = &[Namesake { path: "store/disks.rs", literal: "Coda" }];

/// Namesakes that nothing needs any more: the file does not have the literal.
pub(crate) fn check_namesakes(sources: &[Source]) -> Vec<String> {
    let is_there = |namesake: &&Namesake| {
        let named = format!("\"{}\"", namesake.literal);
        sources.iter().any(|source| source.path == namesake.path && source.shipped_text().contains(&named))
    };
    let gone = NAMESAKES.iter().filter(|namesake| !is_there(namesake));
    gone.map(|namesake| format!("{} does not name {} any more", namesake.path, namesake.literal)).collect()
}

/// Generators that live in this process (SR-41): a forked child or a cloned machine repeats them.
const GENERATORS: &[&str] =
    &["rand", "thread_rng", "ThreadRng", "StdRng", "SmallRng", "OsRng", "fastrand", "oorandom", "nanoid", "SystemRandom"];

/// Providers named where everything must be data.
pub(crate) fn check_neutral(sources: &[Source], providers: &[String]) -> Vec<String> {
    let names = WELL_KNOWN.iter().copied().chain(providers.iter().map(String::as_str));
    let (ordinary, telling): (Vec<&str>, Vec<&str>) = names.partition(|name| ORDINARY.contains(&name.to_lowercase().as_str()));
    // By their first word: there are hundreds, and each line is looked at.
    let mut by_word: BTreeMap<String, Vec<(Vec<String>, &str)>> = BTreeMap::new();
    for name in telling {
        let needle = split_words(name, false);
        if let Some(first) = needle.first() {
            by_word.entry(first.clone()).or_default().push((needle, name));
        }
    }
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| NEUTRAL.contains(&source.module())) {
        for (index, line) in source.shipped_text().lines().enumerate() {
            let is_namesake = |name: &str| NAMESAKES.iter().any(|it| it.path == source.path && it.literal == name);
            let quoted = ordinary.iter().filter(|name| line.contains('"') && line.contains(&format!("\"{name}\"")));
            let quoted = quoted.filter(|name| !is_namesake(name));
            let mut named: BTreeSet<&str> = quoted.copied().collect();
            for words in [split_words(line, false), split_words(line, true)] {
                for at in 0..words.len() {
                    let begun = by_word.get(&words[at]).into_iter().flatten();
                    named.extend(begun.filter(|(needle, _)| words[at..].starts_with(needle)).map(|(_, name)| *name));
                }
            }
            wrong.extend(named.iter().map(|name| format!("{}:{}: names the provider `{name}`", source.path, index + 1)));
        }
    }
    wrong
}

/// Lower-case runs of letters and digits, cut at changes of case too if `camel`.
fn split_words(text: &str, camel: bool) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut after_lower = false;
    for character in text.chars() {
        if !character.is_alphanumeric() || (camel && after_lower && character.is_uppercase()) {
            words.push(std::mem::take(&mut word));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        after_lower = character.is_lowercase();
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// Proofs made elsewhere than by their check: a lease only where the engine acquires leases.
pub(crate) fn check_lease(sources: &[Source]) -> Vec<String> {
    find_words(sources, &["acquired"], &["engine/grants/leases.rs", "model/lease.rs"], "makes a `Lease`")
}

/// `unsafe` anywhere, tests included.
pub(crate) fn check_unsafe(sources: &[Source]) -> Vec<String> {
    let everything: Vec<Source> =
        sources.iter().map(|source| Source::new(&source.path, &hide_test_marks(&source.code))).collect();
    find_words(&everything, &["unsafe"], &[], "is `unsafe`")
}

fn hide_test_marks(code: &str) -> String {
    code.replace("cfg(test)", "cfg(any)").replace("cfg(all(test", "cfg(all(any")
}

/// Randomness that does not come from the operating system's call.
pub(crate) fn check_randomness(sources: &[Source], manifest: &str) -> Vec<String> {
    let mut wrong = find_words(sources, GENERATORS, &[], "uses a generator of this process");
    wrong.extend(find_words(
        sources,
        &["getrandom", "RandomState"],
        &["base/entropy.rs"],
        "takes randomness past `base::entropy`",
    ));
    let dependencies = manifest.split("[dev-dependencies]").next().unwrap_or_default();
    for line in dependencies.lines() {
        let name = line.split(['=', '.']).next().unwrap_or_default().trim();
        if GENERATORS.contains(&name) {
            wrong.push(format!("Cargo.toml: depends on `{name}`"));
        }
    }
    wrong
}

/// Time asked for outside the clock.
pub(crate) fn check_clock(sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| source.path != "base/clock.rs") {
        let code = source.shipped_code();
        let tokens = tokens(&code);
        for four in tokens.windows(4) {
            let [kind, first, second, call] = four else { continue };
            if (kind.text == "SystemTime"
                || kind.text == "Instant"
                || kind.text == "UtcDateTime"
                || kind.text == "OffsetDateTime")
                && (first.text, second.text) == (":", ":")
                && matches!(call.text, "now" | "now_utc")
            {
                wrong.push(format!(
                    "{}:{}: `{}::{}` outside base/clock.rs",
                    source.path,
                    source.line(kind.at),
                    kind.text,
                    call.text
                ));
            }
        }
    }
    wrong
}

/// Values of a closed set, by the name of its type, that no code makes: what callers can wait for in vain.
pub(crate) fn check_made(sources: &[Source], kind: &str, values: &[String], made_elsewhere: &[&str]) -> Vec<String> {
    let defines = |source: &Source| source.raw.contains(&format!("pub enum {kind} {{"));
    let code: String = sources.iter().filter(|source| !defines(source)).map(Source::shipped_code).collect();
    let words: Vec<&str> = tokens(&code).into_iter().map(|token| token.text).collect();
    let made: BTreeSet<&str> = (0..words.len().saturating_sub(3))
        .filter(|at| words[*at..*at + 3] == [kind, ":", ":"] && !is_only_asked_for(&words, *at, *at + 3))
        .map(|at| words[at + 3])
        .collect();
    let missing = values.iter().filter(|value| !made.contains(value.as_str()) && !made_elsewhere.contains(&value.as_str()));
    missing.map(|value| format!("{kind}::{value}: nothing makes it")).collect()
}

/// Whether the value that stands from `start` to `end` is a pattern or is compared with: then it is not made there.
fn is_only_asked_for(words: &[&str], start: usize, end: usize) -> bool {
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied().unwrap_or_default();
    let before = |steps: usize| word(start.checked_sub(steps));
    let is_compared =
        before(1) == "=" && matches!(before(2), "=" | "!") || word(Some(end + 1)) == "=" && word(Some(end + 2)) == "=";
    // A pattern may stand in brackets, beside others, and before a condition.
    let behind = words.iter().skip(end + 1).copied().find(|word| !matches!(*word, ")" | "]" | ","));
    let is_alternative = before(1) == "|" || behind == Some("|");
    let is_arm = behind == Some("if") || {
        let arrow = words.iter().skip(end + 1).skip_while(|word| **word == ")" || **word == "]").take(2).copied();
        arrow.eq(["=", ">"])
    };
    is_compared || is_alternative || is_arm
}

/// Where secrets are read: `file: count`, one line each, sorted (SR-81).
pub(crate) fn list_expose_sites(sources: &[Source]) -> String {
    let mut list = String::new();
    for source in sources {
        let code = source.shipped_code();
        let tokens = tokens(&code);
        let uses = |index: usize| tokens[index].text == "expose" && (index == 0 || tokens[index - 1].text != "fn");
        let count = (0..tokens.len()).filter(|index| uses(*index)).count();
        if count > 0 {
            let _ = writeln!(list, "{}: {count}", source.path);
        }
    }
    list
}

/// Compares the list of places where secrets are read with the committed one.
pub(crate) fn check_expose_sites(sources: &[Source], committed: &str) -> Vec<String> {
    let read = |text: &str| -> BTreeMap<String, String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once(": ")).map(|(file, count)| (file.to_owned(), count.to_owned())).collect()
    };
    let (now, before) = (read(&list_expose_sites(sources)), read(committed));
    let files: BTreeSet<&String> = now.keys().chain(before.keys()).collect();
    let count = |map: &BTreeMap<String, String>, file: &String| map.get(file).cloned().unwrap_or_else(|| "0".to_owned());
    files
        .into_iter()
        .filter(|file| now.get(*file) != before.get(*file))
        .map(|file| format!("{file}: {} uses of `expose`, the list says {}", count(&now, file), count(&before, file)))
        .collect()
}

pub(super) fn find_words(sources: &[Source], words: &[&str], allowed: &[&str], what: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for source in sources.iter().filter(|source| !allowed.contains(&source.path.as_str())) {
        for token in tokens(&source.shipped_code()) {
            if words.contains(&token.text) {
                wrong.push(format!("{}:{}: `{}` {what}", source.path, source.line(token.at), token.text));
            }
        }
    }
    wrong
}
