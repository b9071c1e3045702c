//! The `authpipe` command line tool.

fn main() -> std::process::ExitCode {
    authpipe::cli::run(std::env::args_os()).into()
}
