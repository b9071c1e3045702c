//! npm `oidc-provider` in a process of its own: a provider that we have not written, whose refresh tokens work once.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use url::Url;

use crate::judge::Request;
use crate::place::user_id;

pub(crate) const CLIENT_ID: &str = "torture";
pub(crate) const CLIENT_SECRET: &str = "a secret:with/reserved%characters";
const REDIRECT: &str = "http://localhost:3000/api/authpipe/oauth/callback/own";

pub(crate) struct Oidc {
    child: Child,
    input: Mutex<ChildStdin>,
    told: Arc<Mutex<Vec<Value>>>,
    pub(crate) origin: String,
}

impl Oidc {
    pub(crate) fn start() -> Oidc {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("provider");
        let is_installed = folder.join("node_modules/oidc-provider").is_dir();
        assert!(is_installed, "run `cargo xtask test torture`, or once `npm ci` in {}", folder.display());
        let mut command = Command::new("node");
        command.current_dir(&folder).args(["--no-warnings", "provider.mjs", CLIENT_ID, CLIENT_SECRET, REDIRECT]);
        // It says what it is not meant for: production.
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let input = Mutex::new(child.stdin.take().unwrap());
        let output = BufReader::new(child.stdout.take().unwrap());
        let told: Arc<Mutex<Vec<Value>>> = Arc::default();
        let heard = told.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // Its own warnings are no lines of ours.
                let Ok(line) = serde_json::from_str(&line) else { continue };
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        let mut provider = Oidc { child, input, told, origin: String::new() };
        provider.origin = provider.wait_for("issuer", 1);
        provider
    }

    pub(crate) fn tell(&self, command: &str) {
        writeln!(self.input.lock().unwrap(), "{command}").unwrap();
    }

    /// A user goes through its pages.
    pub(crate) fn sign_in(&self, user: usize, url: &str) -> Url {
        let before = self.count("back");
        self.tell(&format!("sign-in {} {url}", user_id(user)));
        self.wait_for("back", before + 1).parse().unwrap()
    }

    /// Waits until it has made so many answers that it holds.
    pub(crate) fn wait_until_held(&self, count: usize) {
        self.wait_for("held", count);
    }

    /// What it was asked, in order.
    pub(crate) fn ledger(&self) -> Vec<Request> {
        let text = |line: &Value, name: &str| line[name].as_str().map(str::to_owned);
        let told = self.told.lock().unwrap();
        let asked = told.iter().filter(|line| line["grant_type"].is_string());
        asked
            .map(|line| Request {
                signed_in: (line["grant_type"] == "authorization_code")
                    .then(|| text(line, "user").unwrap().strip_prefix("user_").unwrap().parse().unwrap()),
                presented: text(line, "presented"),
                is_refused: line["error"].is_string(),
                access_token: text(line, "access_token"),
                refresh_token: text(line, "refresh_token"),
                ends_at: line["at"].as_u64().zip(line["expires_in"].as_u64()).map(|(at, life)| at + 1_000 * life),
            })
            .collect()
    }

    fn count(&self, name: &str) -> usize {
        self.told.lock().unwrap().iter().filter(|line| !line[name].is_null()).count()
    }

    /// What the so manieth line with this name says.
    fn wait_for(&self, name: &str, count: usize) -> String {
        let begun = Instant::now();
        loop {
            let told = self.told.lock().unwrap();
            if let Some(line) = told.iter().filter(|line| !line[name].is_null()).nth(count - 1) {
                return line[name].as_str().unwrap_or_default().to_owned();
            }
            drop(told);
            assert!(begun.elapsed() < Duration::from_secs(60), "the provider does not say {name}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Oidc {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
