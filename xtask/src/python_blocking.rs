//! Python's blocking classes, derived from those that are awaited: one is written by hand, and the other cannot drift.
//!
//! The rules are about words: `await` goes, `AsyncAuthpipe` becomes `Authpipe`, `wait_async` becomes `wait`. What is said or done
//! otherwise in a blocking program is in [`PHRASES`], each of which must be found.

use std::fs;
use std::path::Path;

/// Where the package is, in the repository.
const PACKAGE: &str = "bindings-python/python/authpipe";

/// The files: what is written by hand, and what is derived from it.
const DERIVED: &[(&str, &str)] = &[
    ("_async_client.py", "_client.py"),
    ("_async_connecting.py", "_connecting.py"),
    ("_async_credentials.py", "_credentials.py"),
    ("_async_events.py", "_events.py"),
    ("_async_handler.py", "_handler.py"),
    ("_async_reads.py", "_reads.py"),
    ("_async_resources.py", "_resources.py"),
    ("ext/_async_azure.py", "ext/_azure.py"),
];

/// What a blocking program says or does otherwise.
const PHRASES: &[(&str, &str)] = &[
    (
        "\"\"\"`Authpipe` for programs that run on asyncio: the same methods, awaited.\"\"\"",
        "\"\"\"The object that an application makes: each method converts, calls the core, and converts back.\"\"\"",
    ),
    ("How an adapter whose client awaits gets", "How an adapter whose client blocks gets"),
    ("    \"\"\"Awaits.\"\"\"", "    \"\"\"Blocks.\"\"\""),
    ("built on azure-core and await.", "built on azure-core and block."),
    ("For clients that await.", "For clients that block."),
    ("        # Nothing is refused here: what is at hand needs no event loop.\n", "        refuse_on_event_loop()\n"),
    ("The credential layer of an application, for programs that run on asyncio.", "The credential layer of an application."),
    ("from every thread's event loop", "from every thread"),
    ("        Cancelling the task stops the waiting; a refresh under way goes on and is saved.\n\n", ""),
    (
        "How long the user may take from when the page is shown, in",
        "How long the user may take once ``open_browser`` has returned, in",
    ),
    (
        " It may be a coroutine function; another one runs in a thread of its own. Nobody waits for its end.",
        " It is called in this thread, and must return.",
    ),
    (", for programs that run on asyncio.\"\"\"", ".\"\"\""),
    ("core.at_hand(False)", "core.at_hand(True)"),
    ("such as a task that is cancelled, misses", "such as one that Ctrl-C stops, misses"),
    ("AsyncPages", "Page"),
];

/// Writes the derived files and names those that changed.
///
/// # Errors
/// - A source cannot be read, has lost a phrase, or a file cannot be written.
pub(crate) fn update(root: &Path) -> Result<Vec<String>, String> {
    let stale = stale(root)?;
    for (path, text) in &stale {
        fs::write(root.join(path), text).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(stale.into_iter().map(|(path, _)| format!("changed: {path}")).collect())
}

/// The derived files that are not as they would be written now, with their text.
fn stale(root: &Path) -> Result<Vec<(String, String)>, String> {
    let mut sources = Vec::new();
    for (source, derived) in DERIVED {
        let text = fs::read_to_string(root.join(PACKAGE).join(source)).map_err(|error| format!("{source}: {error}"))?;
        sources.push((source, format!("{PACKAGE}/{derived}"), text));
    }
    for (phrase, _) in PHRASES {
        // Otherwise a blocking program would be told what is true of awaited ones only.
        if !sources.iter().any(|(_, _, text)| text.contains(phrase)) {
            return Err(format!("python_blocking.rs: no source has the phrase {phrase:?} any more"));
        }
    }
    let files = sources.into_iter().map(|(source, path, text)| (path, derive(source, &text)));
    Ok(files.filter(|(path, text)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(text)).collect())
}

fn derive(source: &str, text: &str) -> String {
    let mut text = PHRASES.iter().fold(text.to_owned(), |text, (phrase, other)| text.replace(phrase, other));
    if text.contains(" refuse_on_event_loop()") {
        // In the order of the alphabet, in which imports are written.
        let with = text.replacen(" wait_async\n", " refuse_on_event_loop, wait_async\n", 1);
        assert_ne!(with, text, "{source} imports nothing to wait by");
        text = with;
    }
    let mut derived = format!("# Derived from {source} by `cargo xtask types`. Do not edit.\n");
    let mut rest = text.as_str();
    while let Some(letter) = rest.chars().next() {
        let starts_word = is_in_word(letter);
        let (word, after) = rest.split_at(rest.find(|letter| is_in_word(letter) != starts_word).unwrap_or(rest.len()));
        rest = after;
        if !starts_word {
            derived += word;
        } else if matches!(word, "async" | "await") && rest.starts_with(' ') {
            rest = &rest[1..];
        } else {
            derived += &blocking(word);
        }
    }
    derived
}

fn is_in_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// The word that stands for this one where nothing is awaited.
fn blocking(word: &str) -> String {
    match word {
        "aclose" => return "close".to_owned(),
        "__aenter__" | "__aexit__" | "__aiter__" | "__anext__" => return word.replacen('a', "", 1),
        "StopAsyncIteration" => return "StopIteration".to_owned(),
        _ => {}
    }
    if let Some(class) = word.strip_prefix("Async").filter(|class| class.starts_with(char::is_uppercase)) {
        return class.to_owned();
    }
    match word.strip_prefix("_async_") {
        Some(module) => format!("_{module}"),
        None => word.strip_suffix("_async").unwrap_or(word).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_files_are_derived_from_their_sources() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let stale: Vec<_> = stale(&root).expect("the sources are there").into_iter().map(|(path, _)| path).collect();
        assert!(stale.is_empty(), "run cargo xtask types: {stale:?}");
    }

    #[test]
    fn words_become_those_of_a_blocking_program() {
        let awaited = "class AsyncThing:\n    async def aclose(self) -> None:\n        await wait_async(self._asynchronous)\n";
        let blocks = "class Thing:\n    def close(self) -> None:\n        wait(self._asynchronous)\n";
        let derived = derive("_async_thing.py", awaited);
        assert_eq!(derived.split_once('\n').map(|(_, text)| text), Some(blocks));
        let refuses = "from ._wait import is_limit, wait_async\n\n\ndef read():\n    refuse_on_event_loop()\n    wait_async(1)\n";
        assert!(derive("_async_thing.py", refuses).contains("import is_limit, refuse_on_event_loop, wait\n"));
        assert_eq!(blocking("__aexit__"), "__exit__");
        assert_eq!(blocking("__anext__"), "__next__");
        assert_eq!(blocking("Asynchronous"), "Asynchronous");
    }
}
