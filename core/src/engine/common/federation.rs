//! Gets the token by which the platform vouches for a client (workload identity federation), anew for each request: the platform replaces it
//! in its file before it ends, or the application is asked. One that cannot be used is told here, and nothing is sent.

use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::base::paths::open_file;
use crate::base::{Clock, Error, ErrorCode, Result, Retry, Secret};
use crate::model::client::Client;
use crate::model::client_assertion::{AssertionSource, ClientAssertion, ClientAssertionError};
use crate::model::config::ProviderConfig;
use crate::protocol::federated::{PresentedProblem, judge_presented};

/// Tokens of platforms have some kB; so a wrong file is not read into memory.
const LONGEST: u64 = 64 * 1024;

/// So long the application has for its answer: a lease runs meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);

/// The token as it is now; `None`: the client proves itself otherwise.
///
/// # Errors
/// - `config_invalid`: the file cannot be read, or holds no token; where there is none yet, or none any more, or the application gives none,
///   retry later.
pub(in crate::engine) async fn read(config: &ProviderConfig, clock: &dyn Clock) -> Result<Option<Secret<String>>> {
    let Client::Federated { assertion } = &config.client else { return Ok(None) };
    let held = match assertion {
        AssertionSource::File(file) => {
            let path = file.clone();
            // A volume of the platform may be slow.
            tokio::task::spawn_blocking(move || read_file(&path)).await.map_err(|_| Error::panicked())?
        }
        AssertionSource::Application(application) => ask(application.clone()).await,
    };
    let judged = held.and_then(|held| judge_presented(held.expose(), clock.now()).map_err(Problem::Token));
    judged.map(Some).map_err(|problem| refused(config, assertion, problem))
}

enum Problem {
    /// It cannot be opened or read, for this reason of the operating system.
    Unreadable(std::io::Error),
    TooLong,
    /// The application has none.
    Absent(ClientAssertionError),
    Token(PresentedProblem),
}

fn read_file(path: &Path) -> std::result::Result<Secret<String>, Problem> {
    let file = open_file(path).map_err(Problem::Unreadable)?;
    let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize + 1));
    match file.take(LONGEST + 1).read_to_string(&mut text) {
        Ok(read) if read as u64 > LONGEST => Err(Problem::TooLong),
        Ok(_) => Ok(Secret::new(std::mem::take(&mut *text))),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Err(Problem::Token(PresentedProblem::NoToken)),
        Err(error) => Err(Problem::Unreadable(error)),
    }
}

/// Asks the application, in a task of its own: neither its panic nor a call that blocks holds up the exchange for longer.
async fn ask(application: Arc<dyn ClientAssertion>) -> std::result::Result<Secret<String>, Problem> {
    let absent = |reason: &str| Problem::Absent(ClientAssertionError::new(reason));
    let mut asked = tokio::spawn(async move { application.get().await });
    let Ok(answer) = tokio::time::timeout(PATIENCE, &mut asked).await else {
        asked.abort();
        return Err(absent("it took longer than 5 seconds"));
    };
    let held = answer.map_err(|_| absent("it panicked"))?.map_err(Problem::Absent)?;
    if held.expose().len() as u64 > LONGEST { Err(Problem::TooLong) } else { Ok(held) }
}

fn refused(config: &ProviderConfig, source: &AssertionSource, problem: Problem) -> Error {
    let option = format!("providers[\"{}\"].{}", config.id, source.option());
    let told = match source {
        AssertionSource::File(file) => of_file(&option, file, &problem),
        AssertionSource::Application(_) => of_application(&option, &problem),
    };
    let error = Error::new(ErrorCode::ConfigInvalid, told.message).with_hint(format!("{} Nothing was sent.", told.hint));
    let error = match problem {
        Problem::Unreadable(cause) => error.with_source(cause),
        // The next one is there soon: a sign-in on another device goes on until then.
        Problem::Absent(_) | Problem::Token(PresentedProblem::Empty | PresentedProblem::Ended { .. }) => {
            error.with_retry(Retry::Later)
        }
        Problem::TooLong | Problem::Token(PresentedProblem::NoToken) => error,
    };
    error.with_context(|context| {
        context.provider = Some(config.provider.as_str().to_owned());
        context.config = Some(config.id.as_str().to_owned());
    })
}

struct Told {
    message: String,
    hint: String,
}

fn of_file(option: &str, file: &Path, problem: &Problem) -> Told {
    let (what, hint) = match problem {
        Problem::Unreadable(_) | Problem::Absent(_) => {
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
    Told { message: format!("{option}: {} {what}.", file.display()), hint }
}

fn of_application(option: &str, problem: &Problem) -> Told {
    let (what, hint) = match problem {
        Problem::Absent(reason) => (
            format!("gave no token: {reason}"),
            "Look into what it calls; it is asked again with the next request to the provider.".to_owned(),
        ),
        Problem::Unreadable(_) | Problem::TooLong => {
            ("gave more than a token".to_owned(), "It must give one token, of at most 64 KiB.".to_owned())
        }
        Problem::Token(PresentedProblem::Empty) => ("gave an empty text".to_owned(), "It must give one token.".to_owned()),
        Problem::Token(PresentedProblem::NoToken) => (
            "gave no JSON Web Token".to_owned(),
            "It must give one token and nothing else: three parts in base64url, with points between them.".to_owned(),
        ),
        Problem::Token(PresentedProblem::Ended { since }) => (
            "gave a token that has ended".to_owned(),
            format!(
                "It ended {} seconds ago by this machine's clock: give one that lives, and check the clock.",
                since.as_secs()
            ),
        ),
    };
    Told { message: format!("{option} {what}."), hint }
}
