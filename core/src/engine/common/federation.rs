//! Reads the token by which the platform vouches for a client (workload identity federation), anew for each request: the platform replaces it
//! in the file before it ends. One that cannot be used is told here, and nothing is sent.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::base::{Clock, Error, ErrorCode, Result, Secret};
use crate::model::client::Client;
use crate::model::config::ProviderConfig;
use crate::protocol::federated::{PresentedProblem, judge_presented};

/// Tokens of platforms have some kB; so a wrong file is not read into memory.
const LONGEST: u64 = 64 * 1024;

/// What the file holds now; `None`: the client proves itself otherwise.
///
/// # Errors
/// - `config_invalid`: the file cannot be read, or holds no token that lives.
pub(in crate::engine) async fn read(config: &ProviderConfig, clock: &dyn Clock) -> Result<Option<Secret<String>>> {
    let Client::Federated { file } = &config.client else { return Ok(None) };
    let path = file.clone();
    // A volume of the platform may be slow.
    let held = tokio::task::spawn_blocking(move || read_file(&path)).await.map_err(|_| Error::panicked())?;
    let held = held.map_err(|problem| refused(config, file, problem))?;
    match judge_presented(&held, clock.now()) {
        Ok(token) => Ok(Some(token)),
        Err(problem) => Err(refused(config, file, Problem::Token(problem))),
    }
}

enum Problem {
    /// It cannot be opened or read, for this reason of the operating system.
    Unreadable(std::io::Error),
    TooLong,
    Token(PresentedProblem),
}

fn read_file(path: &Path) -> std::result::Result<Zeroizing<String>, Problem> {
    let file = File::open(path).map_err(Problem::Unreadable)?;
    let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize + 1));
    match file.take(LONGEST + 1).read_to_string(&mut text) {
        Ok(read) if read as u64 > LONGEST => Err(Problem::TooLong),
        Ok(_) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Err(Problem::Token(PresentedProblem::NoToken)),
        Err(error) => Err(Problem::Unreadable(error)),
    }
}

fn refused(config: &ProviderConfig, file: &Path, problem: Problem) -> Error {
    let (what, hint) = match &problem {
        Problem::Unreadable(_) => {
            ("cannot be read", "Check that the platform provides it here, and that this process may read it.".to_owned())
        }
        Problem::TooLong => ("holds more than a token", "Name the file in which the platform keeps the token.".to_owned()),
        Problem::Token(PresentedProblem::Empty) => {
            ("is empty", "The platform has not written the token yet: try again, and check its agent if it stays so.".to_owned())
        }
        Problem::Token(PresentedProblem::NoToken) => (
            "holds no JSON Web Token",
            "It must hold one token and nothing else: three parts in base64url, with points between them.".to_owned(),
        ),
        Problem::Token(PresentedProblem::Ended { since }) => (
            "holds a token that has ended",
            format!(
                "It ended {} seconds ago by this machine's clock. The platform replaces it before that: check its agent, and the clock.",
                since.as_secs()
            ),
        ),
    };
    let message = format!("providers[\"{}\"].⟨client_assertion_file⟩: {} {what}.", config.id, file.display());
    let error = Error::new(ErrorCode::ConfigInvalid, message).with_hint(format!("{hint} Nothing was sent."));
    let error = match problem {
        Problem::Unreadable(cause) => error.with_source(cause),
        Problem::TooLong | Problem::Token(_) => error,
    };
    error.with_context(|context| {
        context.provider = Some(config.provider.as_str().to_owned());
        context.config = Some(config.id.as_str().to_owned());
    })
}
