//! A scripted person with a browser: drives sign-in and consent pages.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use http::header::SET_COOKIE;
use url::Url;

use crate::client::{HttpAnswer, HttpClient};
use crate::demo::Person;
use crate::sandbox::Sandbox;
use crate::world::User;

/// What the person presses on a consent page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Accept.
    Accept,
    /// Accept and, as an administrator, consent on behalf of the organisation.
    AcceptForOrganisation,
    /// Cancel; on the page "Need admin approval", go back to the application.
    Cancel,
}

/// What the person types on the sign-in page.
#[derive(Clone, Debug)]
pub struct Login {
    /// User name.
    pub username: String,
    /// Password.
    pub password: String,
}

impl From<&Person> for Login {
    fn from(person: &Person) -> Self {
        Login { username: person.username.to_owned(), password: person.password.to_owned() }
    }
}

impl From<&User> for Login {
    fn from(user: &User) -> Self {
        Login { username: user.username.clone(), password: user.password.clone() }
    }
}

impl From<(&str, &str)> for Login {
    fn from((username, password): (&str, &str)) -> Self {
        Login { username: username.to_owned(), password: password.to_owned() }
    }
}

/// Why the person did not get back to the application.
#[derive(Debug)]
pub enum BrowserError {
    /// No answer.
    Io(std::io::Error),
    /// The sign-in page refused; the text is the page's.
    Refused(String),
    /// The page "Need admin approval" came up and the person wanted to accept.
    ApprovalRequired,
    /// An error page: status and text.
    Page(u16, String),
    /// A page that no script knows, or too many pages.
    Lost(String),
}

impl std::fmt::Display for BrowserError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BrowserError::Io(error) => write!(f, "no answer: {error}"),
            BrowserError::Refused(text) => write!(f, "sign-in refused: {text}"),
            BrowserError::ApprovalRequired => write!(f, "an administrator must approve"),
            BrowserError::Page(status, text) => write!(f, "error page {status}: {text}"),
            BrowserError::Lost(text) => write!(f, "lost: {text}"),
        }
    }
}

impl std::error::Error for BrowserError {}

impl From<std::io::Error> for BrowserError {
    fn from(error: std::io::Error) -> Self {
        BrowserError::Io(error)
    }
}

/// A browser with its own cookie jar, which follows redirects inside the sandbox only.
pub struct Browser {
    client: HttpClient,
    origins: [String; 4],
    cookies: Mutex<BTreeMap<(String, String), String>>,
    form: Mutex<Vec<(String, String)>>,
}

impl Browser {
    /// A fresh browser.
    pub fn new(sandbox: &Sandbox) -> Browser {
        Browser::with(sandbox.client(), sandbox.origins())
    }

    pub(crate) fn with(client: HttpClient, origins: [String; 4]) -> Browser {
        Browser { client, origins, cookies: Mutex::default(), form: Mutex::default() }
    }

    /// Opens an authorization or admin-consent URL, signs in where asked, decides on the consent page, and returns the
    /// first URL outside the sandbox: the redirect back to the application. With `response_mode=form_post` that URL has
    /// no parameters; [`last_form`](Self::last_form) has them.
    ///
    /// # Errors
    /// [`BrowserError`] says where it ended instead.
    pub async fn sign_in(&self, url: &str, login: impl Into<Login>, decision: Decision) -> Result<Url, BrowserError> {
        let login = login.into();
        let mut here = parse(url)?;
        let mut answer = self.request("GET", &here, None).await?;
        let mut signed_in = false;
        for _ in 0..20 {
            if let Some(location) = answer.header("location").filter(|_| (300..400).contains(&answer.status)) {
                let next = here.join(location).map_err(|error| BrowserError::Lost(error.to_string()))?;
                if !self.is_inside(&next) {
                    return Ok(next);
                }
                answer = self.request("GET", &next, None).await?;
                here = next;
                continue;
            }
            let html = answer.text();
            let flow = between(&html, "name=\"flow\" value=\"", "\"").unwrap_or_default().to_owned();
            let shown = between(&html, "id=\"account\">", "<").map(unescape);
            let other = shown.is_some_and(|shown| !shown.eq_ignore_ascii_case(&login.username));
            let page = between(&html, "data-page=\"", "\"").unwrap_or_default();
            let (action, mut fields) = match page {
                "sign-in" if signed_in => {
                    let text = between(&html, "role=\"alert\">", "<").map(unescape).unwrap_or_default();
                    return Err(BrowserError::Refused(text));
                }
                "sign-in" => {
                    signed_in = true;
                    ("/_login", vec![("username", login.username.as_str()), ("password", login.password.as_str())])
                }
                "account" | "consent" | "admin-consent" | "approval-required" if other => {
                    ("/_account", vec![("decision", "another")])
                }
                "account" => ("/_account", vec![("decision", "continue")]),
                "approval-required" if decision != Decision::Cancel => {
                    return Err(BrowserError::ApprovalRequired);
                }
                "consent" | "admin-consent" | "approval-required" => (
                    "/_consent",
                    match decision {
                        Decision::Accept => vec![("decision", "accept")],
                        Decision::AcceptForOrganisation => {
                            vec![("decision", "accept"), ("for_organisation", "1")]
                        }
                        Decision::Cancel => vec![("decision", "cancel")],
                    },
                ),
                "form-post" => {
                    *lock(&self.form) = hidden_fields(&html);
                    let action = between(&html, "id=\"back\" action=\"", "\"").map(unescape).unwrap_or_default();
                    return parse(&action);
                }
                // Nothing leads back: the person's device finds out by itself.
                "device-done" => return Ok(here),
                "error" => {
                    let text = between(&html, "role=\"alert\">", "<").map(unescape).unwrap_or_default();
                    return Err(BrowserError::Page(answer.status, text));
                }
                page => {
                    return Err(BrowserError::Lost(format!("status {}, page {page:?}", answer.status)));
                }
            };
            fields.push(("flow", &flow));
            here = here.join(action).map_err(|error| BrowserError::Lost(error.to_string()))?;
            answer = self.request("POST", &here, Some(&fields)).await?;
        }
        Err(BrowserError::Lost("too many pages".to_owned()))
    }

    /// The fields of the last `form_post` answer.
    pub fn last_form(&self) -> Vec<(String, String)> {
        lock(&self.form).clone()
    }

    /// Opens a URL inside the sandbox with the browser's cookies and returns what came, redirects included.
    ///
    /// # Errors
    /// [`BrowserError::Io`] when no answer came.
    pub async fn open(&self, url: &str) -> Result<HttpAnswer, BrowserError> {
        self.request("GET", &parse(url)?, None).await
    }

    /// Posts a form inside the sandbox with the browser's cookies, as a script or a forger would.
    ///
    /// # Errors
    /// [`BrowserError::Io`] when no answer came.
    pub async fn submit(&self, url: &str, form: &[(&str, &str)]) -> Result<HttpAnswer, BrowserError> {
        self.request("POST", &parse(url)?, Some(form)).await
    }

    fn is_inside(&self, url: &Url) -> bool {
        let origin = url.origin().ascii_serialization();
        self.origins.contains(&origin)
    }

    async fn request(&self, method: &str, url: &Url, form: Option<&[(&str, &str)]>) -> Result<HttpAnswer, BrowserError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let cookies: Vec<String> = lock(&self.cookies)
            .iter()
            .filter(|((of, _), _)| *of == host)
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let headers: &[(&str, &str)] = if cookies.is_empty() { &[] } else { &[("cookie", &cookies)] };
        let answer = match form {
            Some(form) => self.client.post_form(url.as_str(), form, headers).await?,
            None => self.client.send(method, url.as_str(), headers, bytes::Bytes::new()).await?,
        };
        for line in answer.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            let key = (host.clone(), name.trim().to_owned());
            let gone = line.to_ascii_lowercase().contains("max-age=0");
            if gone {
                lock(&self.cookies).remove(&key)
            } else {
                lock(&self.cookies).insert(key, value.to_owned())
            };
        }
        Ok(answer)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn parse(url: &str) -> Result<Url, BrowserError> {
    Url::parse(url).map_err(|error| BrowserError::Lost(format!("{error}: {url}")))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let rest = &text[from..];
    Some(&rest[..rest.find(end)?])
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

fn hidden_fields(html: &str) -> Vec<(String, String)> {
    html.split("<input type=\"hidden\"")
        .skip(1)
        .filter_map(|input| Some((unescape(between(input, "name=\"", "\"")?), unescape(between(input, "value=\"", "\"")?))))
        .collect()
}
