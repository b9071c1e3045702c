//! Dumps a schema and puts a dump back, with the programs that operators use.

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::programs;

/// The schema of an address as options give it, with all that is in it, as `pg_dump --clean` writes it.
///
/// # Errors
/// What the program says, or that it is missing.
pub fn dump(address: &str) -> Result<String, String> {
    let (server, schema) = split(address)?;
    let mut command = program("pg_dump")?;
    command.args(["--clean", "--if-exists", "--no-owner", "--schema", schema, "--dbname", server]);
    programs::run(command)
}

/// Puts a dump in the place of what is there.
///
/// # Errors
/// As [`dump`].
pub fn restore(address: &str, dump: &str) -> Result<(), String> {
    let (server, _) = split(address)?;
    let mut command = program("psql")?;
    command
        .args(["-Xq", "-v", "ON_ERROR_STOP=1", "-d", server])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let said = |error: std::io::Error| error.to_string();
    let mut psql = command.spawn().map_err(said)?;
    // What it says of an error fits into the pipe's buffer, so nobody waits for the other.
    let written = psql.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(dump.as_bytes()));
    let output = psql.wait_with_output().map_err(said)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    written.map_err(said)
}

fn split(address: &str) -> Result<(&str, &str), String> {
    address.split_once("?schema=").ok_or_else(|| "the address names no schema".to_owned())
}

fn program(name: &str) -> Result<Command, String> {
    let folder = programs::folder().ok_or_else(|| format!("{name} is not found"))?;
    Ok(Command::new(folder.join(name)))
}
