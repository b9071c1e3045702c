//! The sandbox as a program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use authpipe_sandbox::{GITHUB_SECRET, GOOGLE_SECRET, HttpClient, SLACK_SECRET};

const PROGRAM: &str = env!("CARGO_BIN_EXE_authpipe-sandbox");

#[tokio::test]
async fn it_says_when_it_is_ready_and_ends_with_its_input() {
    let folder = tempfile::tempdir().unwrap();
    let (ca_file, ready_file) = (folder.path().join("ca.pem"), folder.path().join("ready.json"));
    let mut child = Command::new(PROGRAM)
        .args(["--http-port", "0", "--tls-port=0", "--exit-with-stdin"])
        .arg("--ca-file")
        .arg(&ca_file)
        .arg("--ready-file")
        .arg(&ready_file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(std::fs::read_to_string(&ready_file).unwrap(), line);
    let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(ready["pid"], child.id());
    let ca = std::fs::read_to_string(&ca_file).unwrap();
    let client = HttpClient::new(Some(&ca));
    for origin in ["http_origin", "tls_origin"] {
        let url = format!("{}/_sandbox/world", ready[origin].as_str().unwrap());
        let world = client.get(&url, &[]).await.unwrap().json();
        assert_eq!(world["ca_pem"], ca, "{origin}");
        assert_eq!(world["ca_file"], ca_file.to_str().unwrap(), "{origin}");
    }
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

/// What is said where nobody reads it by machine.
#[test]
fn a_person_is_told_how_an_application_uses_it() {
    for (args, is_told) in [(&["--guide", "--exit-with-stdin"][..], true), (&["--exit-with-stdin"], false)] {
        let output = Command::new(PROGRAM).args(args).stdin(Stdio::null()).output().unwrap();
        let ready: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        if !is_told {
            assert_eq!(told, "", "a program that starts it wants one line");
            continue;
        }
        let line = |name: &str| told.lines().find_map(|line| line.trim_start().strip_prefix(name)).unwrap().trim();
        let origins: serde_json::Value = serde_json::from_str(line("dangerOrigins").split("   ").next().unwrap()).unwrap();
        assert_eq!(origins["microsoft-onedrive"]["login"], ready["http_origin"]);
        assert_eq!(line("client id"), authpipe_sandbox::demo::CLIENT_ID);
        assert_eq!(line("client secret"), authpipe_sandbox::demo::CLIENT_SECRET);
        let others =
            [("slack", "slack", SLACK_SECRET), ("github", "api", GITHUB_SECRET), ("google-workspace", "oauth2", GOOGLE_SECRET)];
        for (provider, origin, secret) in others {
            let found =
                told.lines().find(|line| line.contains(&format!("{{\"{provider}\":")) && line.ends_with(secret)).expect(provider);
            let origins: serde_json::Value = serde_json::from_str(found.trim().split("   ").next().unwrap()).unwrap();
            assert_eq!(origins[provider][origin], ready["http_origin"], "{found}");
        }
        let ada = authpipe_sandbox::demo::ADA;
        assert!(line(ada.username).starts_with(ada.password) && line(ada.username).ends_with("administrator"), "{told}");
    }
}

#[test]
fn wrong_arguments_are_told() {
    for args in [&["--no-such"][..], &["--http-port"], &["--http-port", "many"]] {
        let output = Command::new(PROGRAM).args(args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("--http-port N"));
    }
    assert!(Command::new(PROGRAM).arg("--help").status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn it_ends_on_sigterm() {
    let mut child = Command::new(PROGRAM).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success());
}
