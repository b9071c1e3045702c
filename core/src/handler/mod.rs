//! Row 5: the mounted HTTP routes. They translate requests into engine calls and outcomes into answers, and guard the border to
//! the browser. No route returns a credential.

mod answers;
mod device;
mod grants;
mod guard;
mod members;
mod mounting;
mod pages;
mod problem;
mod received;
mod routes;
mod sessions;
mod views;

use std::sync::Arc;

use url::Url;

use crate::base::wording::Named;
use crate::base::{Advice, Error, ErrorCode, Result, entropy};
use crate::engine::Engine;
use crate::model::http::{HttpRequest, HttpResponse};
use crate::model::principal::Principal;
pub(crate) use received::Received;

/// How a language writes a name in a message.
pub type Spelling = fn(Named<'_>) -> String;

/// Options of the handler.
#[derive(Clone, Debug, Default)]
pub struct HandlerOptions {
    /// How names in the texts of answers are written. Default: as Rust writes them.
    pub spelling: Option<Spelling>,
    /// Other origins whose pages may call the handler. Such as `https://app.example.com`; the base URL's own always
    /// may.
    pub allowed_origins: Vec<String>,
    /// Other origins to which a finished session may return. The base URL's own always may.
    pub allowed_return_origins: Vec<String>,
}

/// What is answered when the application could not say who is signed in.
#[derive(Clone, Debug)]
pub struct IdentifyFailed {
    /// The answer.
    pub response: HttpResponse,
    /// Its request id, under which the application logs why.
    pub request_id: String,
}

/// The routes with their judged options.
pub(crate) struct Routes {
    telling: problem::Telling,
    allowed_origins: Vec<String>,
    allowed_return_origins: Vec<String>,
    elsewhere: mounting::Elsewhere,
}

impl Routes {
    /// # Errors
    /// - `config_invalid`: an origin is not `scheme://host[:port]`.
    pub(crate) fn new(options: HandlerOptions, is_development: bool) -> Result<Self> {
        let judge = |origins: Vec<String>| origins.into_iter().map(|text| read_origin(&text)).collect::<Result<Vec<_>>>();
        Ok(Routes {
            telling: problem::Telling { spelling: options.spelling, is_development },
            allowed_origins: judge(options.allowed_origins)?,
            allowed_return_origins: judge(options.allowed_return_origins)?,
            elsewhere: mounting::Elsewhere::default(),
        })
    }

    /// Whether an adapter must ask the application who is signed in before it hands over this request.
    pub(crate) fn needs_principal(method: &str, path: &str) -> bool {
        method != "OPTIONS" && routes::find(method, path).is_ok_and(|route| route.needs_principal())
    }

    /// The path below this mount point: see [`mounting::below`].
    pub(crate) fn path_below<'a>(&self, mount: &str, full: &'a str, rest: &'a str) -> &'a str {
        let below = mounting::below(mount, full, rest);
        self.elsewhere.look(mount, full, below);
        below
    }

    /// Answers a request. Errors become problem documents (RFC 9457), or a page where a person is looking.
    pub(crate) async fn handle(&self, engine: &Arc<Engine>, request: Received, principal: Option<Principal>) -> HttpResponse {
        let path_is_page = routes::is_page(&request.path);
        let allowed = routes::methods(&request.path);
        let is_head = request.method == "HEAD";
        let origin = request.header("origin").map(str::to_owned);
        let outcome = match engine.base_url() {
            Ok(base_url) => routes::dispatch(self, engine, base_url, request, principal).await,
            Err(error) => Err(error),
        };
        let mut response = match outcome {
            Ok(response) => response,
            Err(error) if path_is_page => pages::error_page(&error, engine.base_url().ok()),
            Err(error) => problem::answer(&error, self.telling),
        };
        if response.status == 405 {
            // RFC 9110 §15.5.6.
            response.headers.push(("allow".into(), allowed.join(", ")));
        }
        if is_head {
            response = answers::without_content(response);
        }
        self.with_cors(response, origin.as_deref())
    }

    /// The answer where there is no engine to ask: the vault does not open.
    pub(crate) fn unavailable(&self, method: &str, path: &str, error: &Error) -> HttpResponse {
        let response = if routes::is_page(path) { pages::error_page(error, None) } else { problem::answer(error, self.telling) };
        if method == "HEAD" { answers::without_content(response) } else { response }
    }

    /// The answer where the application could not say who is signed in.
    pub(crate) fn identify_failed(&self, request: &HttpRequest) -> IdentifyFailed {
        let error = Error::new(ErrorCode::IdentifyFailed, "identify() failed.").with_hint("See the server's log.");
        let request_id = entropy::make_id("req");
        let mut response = if routes::is_page(&request.path) {
            pages::of_error(&error.with_advice(Advice::StartAgain), &request_id, None)
        } else {
            problem::of_error(&error, self.telling, &request_id)
        };
        if request.method == "HEAD" {
            response = answers::without_content(response);
        }
        // A look at the headers finds the line of the log too.
        response.headers.push(("x-request-id".into(), request_id.clone()));
        IdentifyFailed { response: self.with_cors(response, request.header("origin")), request_id }
    }

    fn with_cors(&self, mut response: HttpResponse, origin: Option<&str>) -> HttpResponse {
        response.headers.extend(self.elsewhere.said().map(|said| ("x-authpipe-warning".to_owned(), said.to_owned())));
        if let Some(origin) = origin.filter(|origin| self.allowed_origins.iter().any(|allowed| allowed == origin)) {
            response.headers.push(("access-control-allow-origin".into(), origin.to_owned()));
            response.headers.push(("access-control-allow-credentials".into(), "true".into()));
            response.headers.push(("vary".into(), "Origin".into()));
        }
        response
    }
}

/// Reads a configured origin. `*` and paths are refused: the list is exact.
fn read_origin(text: &str) -> Result<String> {
    let wrong = || {
        Error::new(
            ErrorCode::ConfigInvalid,
            "An allowed origin must be exactly scheme://host[:port], e.g. https://app.example.com.",
        )
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    let origin = url.origin().ascii_serialization();
    let http = matches!(url.scheme(), "https" | "http");
    // A star is a character of a host name to the parser, and looks like a pattern to people.
    if http && origin == text && !text.contains('*') { Ok(origin) } else { Err(wrong()) }
}
