//! Static gates of the vault: which cryptographic interfaces the core's sources do not mention (SR-41, SR-53).

use std::path::{Path, PathBuf};

/// Decrypts into the caller's buffer, which then holds plaintext that nothing has vouched for (RUSTSEC-2023-0096).
const IN_PLACE: [&str; 6] =
    ["AeadInPlace", "AeadInOut", "encrypt_in_place", "decrypt_in_place", "encrypt_inout_detached", "decrypt_inout_detached"];

/// Generators in this process: a forked child or a cloned machine repeats what they give.
const GENERATORS: [&str; 9] =
    ["rand::", "rand_core::", "rand_chacha::", "thread_rng", "fastrand", "oorandom", "StdRng", "SmallRng", "OsRng"];

/// The operating system's call has one door.
const SYSTEM_RANDOMNESS: [&str; 2] = ["getrandom::", "SystemRandom"];

#[test]
fn the_in_place_interface_is_not_used() {
    assert_eq!(mentions(&IN_PLACE, &[]), Vec::<String>::new());
}

#[test]
fn randomness_comes_from_the_operating_system_through_one_file() {
    assert_eq!(mentions(&GENERATORS, &[]), Vec::<String>::new());
    assert_eq!(mentions(&SYSTEM_RANDOMNESS, &["base/entropy.rs"]), Vec::<String>::new());
}

#[test]
fn no_generator_is_a_dependency() {
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    assert!(dependencies.contains_key("getrandom"));
    for name in ["rand", "rand_core", "rand_chacha", "fastrand", "oorandom", "nanorand"] {
        assert!(!dependencies.contains_key(name), "{name}");
    }
}

#[test]
fn the_search_finds_words_in_code_and_not_in_comments_or_longer_words() {
    assert_eq!(find("let x = rand::random();\n", &GENERATORS), [(1, "rand::")]);
    assert_eq!(find("use a;\nuse aes_gcm::{AeadInOut, Key};", &IN_PLACE), [(2, "AeadInOut")]);
    assert_eq!(find("// rand::random is not used\n/// nor fastrand\noperand::new()", &GENERATORS), []);
    assert!(sources().len() >= 10 && sources().iter().any(|path| path.ends_with("vault/envelope.rs")));
}

fn mentions(words: &[&'static str], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in sources() {
        // Test folders make keys with the generator of the library that they test.
        let in_tests = path.strip_prefix(root()).unwrap_or(&path).components().any(|part| part.as_os_str() == "tests");
        if in_tests || allowed.iter().any(|end| path.ends_with(end)) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        found.extend(find(&text, words).into_iter().map(|(line, word)| format!("{}:{line}: {word}", path.display())));
    }
    found
}

/// Lines, from 1, of code in which a word stands for itself.
fn find(text: &str, words: &[&'static str]) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for word in words {
            let stands = |(at, _)| !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
            if line.match_indices(word).any(stands) {
                found.push((number + 1, *word));
            }
        }
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<PathBuf> {
    let (mut folders, mut files) = (vec![root().join("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}
