//! What the command line tool prints, where nobody can take it.
#![cfg(target_os = "linux")]

use std::process::{Command, Output};

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn data_that_could_not_be_written_is_a_failure_and_a_closed_pipe_is_none() {
    let run = |arguments: &[&str], stdout: std::process::Stdio| {
        Command::new(env!("CARGO_BIN_EXE_authpipe")).args(arguments).stdout(stdout).output().unwrap()
    };
    for arguments in [["key", "generate"], ["providers", "list"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = run(&arguments, full.into());
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(err(&output).ends_with("error: Standard output could not be written.\n"), "{}", err(&output));
    }
    // Nor can anybody be told.
    for (arguments, code) in [(&["key", "generate"][..], 1), (&["vault", "status"], 1), (&["--json", "no-such-command"], 2)] {
        let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
        let ended = command.args(arguments).stdout(full()).stderr(full()).status().unwrap();
        assert_eq!(ended.code(), Some(code), "{arguments:?}");
    }
    let closed = || {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        writer
    };
    for arguments in [["providers", "list"], ["providers", "--help"]] {
        let output = run(&arguments, closed().into());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
        assert_eq!(err(&output), "");
    }
    // A key that nobody has is told as one.
    let output = run(&["key", "generate"], closed().into());
    assert_eq!((output.status.code(), err(&output).as_str()), (Some(1), "error: Standard output could not be written.\n"));
    let output = run(&["key", "generate", "--json"], closed().into());
    let told: serde_json::Value = serde_json::from_str(&err(&output)).unwrap();
    assert_eq!(
        (output.status.code(), told["error"]["message"].as_str()),
        (Some(1), Some("Standard output could not be written."))
    );
}
