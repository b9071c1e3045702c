//! Judges that the reasons in the Swift package's privacy manifest were looked for in the libraries that are linked now: the README names the
//! version of the one for cryptography in which somebody has looked, and another version must be looked at again.

use crate::context::Context;

const README: &str = "bindings-swift/README.md";
/// The library for cryptography, by its package.
const LIBRARY: &str = "aws-lc-sys";

/// What is to be done; empty: nothing.
pub(crate) fn outdated(context: &Context) -> Vec<String> {
    let read = |path: &str| std::fs::read_to_string(context.path(path)).unwrap_or_default();
    judge(&read("Cargo.lock"), &read(README)).into_iter().collect()
}

fn judge(lock: &str, readme: &str) -> Option<String> {
    let Some(version) = locked(lock) else {
        return Some(format!("{LIBRARY} is not linked any more: see {README}, \"Privacy manifest\""));
    };
    let named = format!("AWS-LC {version} (`{LIBRARY}`)");
    // A line of the page may end anywhere.
    let text = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.contains(&named)).then(|| {
        format!(
            "{README} does not say {named}: search that version for what Apple asks reasons for, then name it there and in PrivacyInfo.xcprivacy"
        )
    })
}

/// Its version, without what only mends.
fn locked(lock: &str) -> Option<String> {
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("name = \"{LIBRARY}\"\n")))?;
    let version = entry.lines().find_map(|line| line.strip_prefix("version = \""))?;
    Some(version.split('.').take(2).collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_must_be_looked_at() {
        let lock =
            |version: &str| format!("[[package]]\nname = \"aws-lc-sys\"\nversion = \"{version}\"\n\n[[package]]\nname = \"x\"\n");
        let readme = "for iOS: AWS-LC\n0.47 (`aws-lc-sys`) asks";
        assert_eq!(judge(&lock("0.47.3"), readme), None);
        assert!(judge(&lock("0.48.0"), readme).is_some_and(|told| told.contains("AWS-LC 0.48 (`aws-lc-sys`)")));
        assert!(judge("[[package]]\nname = \"ring\"\n", readme).is_some());
    }
}
