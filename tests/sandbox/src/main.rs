//! The sandbox as a program. See the README for its flags.

fn main() -> std::process::ExitCode {
    authpipe_sandbox::cli(std::env::args().skip(1)).into()
}
