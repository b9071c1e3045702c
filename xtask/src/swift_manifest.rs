//! Judges the manifest of the Swift package: what it says where the native library is missing, and that the system that is built for decides
//! which one is linked.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::suite::Suite;
use crate::swift::Toolchain;
use crate::swift_package::LIBRARY;
use crate::swift_privacy;

/// What a developer reads who has forgotten to build it.
const SENTENCE: &str = "Authpipe's native library is missing: there is no libauthpipe_swift.a in ";

pub(crate) fn check(suite: &mut Suite<'_>, toolchain: &Toolchain) {
    let copy = suite.context.target.join("swift").join("manifest");
    let wrong = match judge(suite, toolchain, &copy) {
        Ok(wrong) => wrong,
        Err(problem) => vec![problem],
    };
    suite.judge("the manifest of the Swift package", &wrong);
    let outdated = swift_privacy::outdated(suite.context);
    suite.judge("the privacy manifest of the Swift package", &outdated);
}

fn judge(suite: &Suite<'_>, toolchain: &Toolchain, copy: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| error.to_string();
    if copy.exists() {
        fs::remove_dir_all(copy).map_err(failed)?;
    }
    fs::create_dir_all(copy.join("CAuthpipe.xcframework")).map_err(failed)?;
    fs::copy(suite.context.path("bindings-swift/Package.swift"), copy.join("Package.swift")).map_err(failed)?;
    let mut wrong = Vec::new();

    let missing = dump(suite, toolchain, copy, "/nowhere").output().map_err(failed)?;
    let told = String::from_utf8_lossy(&missing.stderr).into_owned();
    if missing.status.success()
        || !told.contains(&format!("{SENTENCE}/nowhere"))
        || !told.contains("cargo rustc -p authpipe-swift")
    {
        wrong.push(format!("a missing library is not told: {told}"));
    }

    let output = dump(suite, toolchain, copy, "system").output().map_err(failed)?;
    let manifest: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
    for (library, platform, other) in [("CAuthpipe", "linux", "ios"), ("CAuthpipeApple", "ios", "linux")] {
        let platforms = platforms(&manifest, library);
        if !platforms.iter().any(|one| one == platform) || platforms.iter().any(|one| one == other) {
            wrong.push(format!("{library} is linked for {platforms:?}"));
        }
    }
    Ok(wrong)
}

fn dump(suite: &Suite<'_>, toolchain: &Toolchain, copy: &Path, library: &str) -> std::process::Command {
    let mut command = toolchain.swift(suite.context);
    command.args(["package", "dump-package", "--package-path"]).arg(copy).env(LIBRARY, library);
    command
}

/// For which systems the native part depends on a target.
fn platforms(manifest: &Value, library: &str) -> Vec<String> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let targets = list(manifest.get("targets"));
    let native = targets.iter().find(|target| target.get("name").and_then(Value::as_str) == Some("AuthpipeNative"));
    let dependencies = list(native.and_then(|native| native.get("dependencies")));
    let of_library = dependencies.iter().filter_map(|one| one.get("target").and_then(Value::as_array));
    let named = of_library.filter(|parts| parts.first().and_then(Value::as_str) == Some(library));
    let names = named.flat_map(|parts| list(parts.get(1).and_then(|condition| condition.get("platformNames"))));
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
