//! Plays one row: answers of an authorization server byte by byte, and what an application must see after each.

use std::time::Duration;

use authpipe::{Authpipe, CallOptions};
use authpipe_sandbox::{Scripted, ScriptedResponse, World};
use serde_json::{Value, json};

use crate::support::custom::{self, own_user};
use crate::support::look::soon;
use crate::support::{App, handler, member, tenant, text};

/// What happens, in order.
enum Act {
    SignIn(ScriptedResponse),
    Refused { answer: ScriptedResponse, code: &'static str, words: &'static str },
    Later(Duration),
    Answers(ScriptedResponse),
    AnswersOnce(ScriptedResponse),
    Reads(&'static str),
    Fails(&'static [&'static str], &'static str, &'static str),
    Checks,
    Sent(&'static str, &'static str),
    SentNo(&'static str),
    Stands(&'static str, Option<&'static str>),
    Scopes(&'static [&'static str]),
    Probed(ScriptedResponse),
    Restarts,
}

/// One field report: what a definition says, what the provider answers, and what is seen.
pub(super) struct Row {
    name: &'static str,
    definition: Value,
    client_secret: &'static str,
    acts: Vec<Act>,
}

/// A JSON answer.
pub(super) fn answer(status: u16, body: &str) -> ScriptedResponse {
    ScriptedResponse::json(status, body.to_owned())
}

/// A body as it is, under these header lines.
pub(super) fn played(status_line: &str, headers: &[&str], body: impl AsRef<[u8]>) -> ScriptedResponse {
    ScriptedResponse::played(status_line, headers, body)
}

/// A usual answer to a code.
pub(super) fn usual() -> ScriptedResponse {
    answer(200, r#"{"access_token":"at-1","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-1"}"#)
}

/// The same with a scope.
pub(super) fn usual_with(scope: &str) -> ScriptedResponse {
    answer(
        200,
        &json!({ "access_token": "at-1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-1", "scope": scope })
            .to_string(),
    )
}

/// A usual answer to a refresh.
pub(super) fn renewed() -> ScriptedResponse {
    answer(200, r#"{"access_token":"at-2","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-2"}"#)
}

pub(super) const HOURS: Duration = Duration::from_secs(3600);
pub(super) const DAY: Duration = Duration::from_secs(86_400);

impl Row {
    pub(super) fn new(name: &'static str) -> Row {
        Row { name, definition: json!({}), client_secret: "a-client-secret", acts: Vec::new() }
    }

    fn act(mut self, act: Act) -> Row {
        self.acts.push(act);
        self
    }

    /// What the definition says besides, as a merge patch (RFC 7396).
    pub(super) fn define(mut self, patch: Value) -> Row {
        merge(&mut self.definition, patch);
        self
    }

    /// The client's secret.
    pub(super) fn secret(mut self, secret: &'static str) -> Row {
        self.client_secret = secret;
        self
    }

    /// The person signs in, the code is answered so, and it is connected.
    pub(super) fn signs_in(self, answer: ScriptedResponse) -> Row {
        self.act(Act::SignIn(answer))
    }

    /// The person signs in, and is told that nothing was stored.
    pub(super) fn refuses_sign_in(self, answer: ScriptedResponse, code: &'static str, words: &'static str) -> Row {
        self.act(Act::Refused { answer, code, words })
    }

    pub(super) fn later(self, by: Duration) -> Row {
        self.act(Act::Later(by))
    }

    /// The token endpoint answers so from now on.
    pub(super) fn answers(self, answer: ScriptedResponse) -> Row {
        self.act(Act::Answers(answer))
    }

    /// The token endpoint answers the next request so that has no such answer yet.
    pub(super) fn answers_once(self, answer: ScriptedResponse) -> Row {
        self.act(Act::AnswersOnce(answer))
    }

    /// The API answers so from now on.
    pub(super) fn api_answers(self, answer: ScriptedResponse) -> Row {
        self.act(Act::Probed(answer))
    }

    /// A read gives this token.
    pub(super) fn reads(self, token: &'static str) -> Row {
        self.act(Act::Reads(token))
    }

    /// A read fails with this code, and the sentence has these words.
    pub(super) fn fails(self, code: &'static str, words: &'static str) -> Row {
        self.act(Act::Fails(&[], code, words))
    }

    /// A read that needs these scopes fails.
    pub(super) fn fails_for(self, scopes: &'static [&'static str], code: &'static str) -> Row {
        self.act(Act::Fails(scopes, code, ""))
    }

    /// The application checks the connection.
    pub(super) fn checks(self) -> Row {
        self.act(Act::Checks)
    }

    /// The last token request had this parameter, or this header.
    pub(super) fn sent(self, name: &'static str, value: &'static str) -> Row {
        self.act(Act::Sent(name, value))
    }

    /// The last token request had no such parameter.
    pub(super) fn sends_no(self, name: &'static str) -> Row {
        self.act(Act::SentNo(name))
    }

    /// The connection stands so.
    pub(super) fn stands(self, status: &'static str, reason: Option<&'static str>) -> Row {
        self.act(Act::Stands(status, reason))
    }

    /// The connection has these scopes.
    pub(super) fn scopes(self, scopes: &'static [&'static str]) -> Row {
        self.act(Act::Scopes(scopes))
    }

    /// The application starts anew.
    pub(super) fn restarts(self) -> Row {
        self.act(Act::Restarts)
    }

    /// Repeats what comes from `more`.
    pub(super) fn times(mut self, times: usize, more: impl Fn(Row) -> Row) -> Row {
        for _ in 0..times {
            self = more(self);
        }
        self
    }
}

fn merge(into: &mut Value, patch: Value) {
    match (into, patch) {
        (Value::Object(members), Value::Object(patch)) => {
            for (name, value) in patch {
                merge(members.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, patch) => *into = patch,
    }
}

/// Plays every row; names those that are not seen as written.
pub(super) async fn play(rows: Vec<Row>) {
    let mut problems = Vec::new();
    let count = rows.len();
    for row in rows {
        let name = row.name;
        let played = tokio::spawn(play_one(row)).await;
        match played {
            Ok(None) => {}
            Ok(Some(problem)) => problems.push(format!("{name}: {problem}")),
            Err(panic) => problems.push(format!("{name}: {panic}")),
        }
    }
    assert!(problems.is_empty(), "{} of {count} rows:\n{}", problems.len(), problems.join("\n"));
}

async fn play_one(row: Row) -> Option<String> {
    let server = Scripted::start().await;
    let mut definition = custom::definition(&server.origin(), "strict");
    merge(&mut definition, replace_origin(row.definition, &server.origin()));
    let add = |options: &mut authpipe::Options| custom::add(options, "id", row.client_secret, definition.clone());
    let mut app = App::start_with(World::demo(), add).await;
    for (at, act) in row.acts.iter().enumerate() {
        if let Err(seen) = play_act(&mut app, &server, act, &add).await {
            return Some(format!("act {}: {seen}", at + 1));
        }
    }
    None
}

/// Definitions of rows write the scripted server's origin as `{server}`.
fn replace_origin(definition: Value, origin: &str) -> Value {
    let text = definition.to_string().replace("{server}", origin);
    serde_json::from_str(&text).expect("JSON")
}

const TOKEN: &str = "/oauth/token";
const API: &str = "/oauth/api/me";

async fn play_act(app: &mut App, server: &Scripted, act: &Act, add: &impl Fn(&mut authpipe::Options)) -> Result<(), String> {
    match act {
        Act::SignIn(response) => {
            server.respond_next(TOKEN, response.clone());
            let (_, page) = app.browser().connect_scripted(&member(), "a-code").await;
            expect(page.status == 200, || format!("the sign-in failed: {}", text(&page)))
        }
        Act::Refused { answer, code, words } => {
            server.respond_next(TOKEN, answer.clone());
            let mut browser = app.browser();
            let (id, page) = browser.connect_scripted(&member(), "a-code").await;
            let session = browser.session(&id, &member()).await;
            let seen = session["error"]["code"].as_str().unwrap_or_default();
            let told = if seen.is_empty() { String::new() } else { browser.told(&id, &member()).await };
            let all = format!("{told} {session} {}", text(&page));
            expect(seen == *code && all.contains(words), || format!("told {all}"))
        }
        Act::Later(by) => {
            app.advance(*by);
            Ok(())
        }
        Act::Answers(response) => {
            server.respond(TOKEN, response.clone());
            Ok(())
        }
        Act::AnswersOnce(response) => {
            server.respond_next(TOKEN, response.clone());
            Ok(())
        }
        Act::Probed(response) => {
            server.respond(API, response.clone());
            Ok(())
        }
        Act::Reads(token) => read(app, &[]).await.map_err(|error| error.to_string()).and_then(|credential| {
            let fits = credential.value.expose() == token && !credential.degraded;
            expect(fits, || format!("read another token, or a degraded one ({})", credential.value.expose()))
        }),
        Act::Fails(scopes, code, words) => match read(app, scopes).await {
            Ok(credential) => Err(format!("read {}", credential.value.expose())),
            Err(error) => {
                let waits = error.retry_after().is_none_or(|after| after >= Duration::from_secs(1));
                let fits = error.code().as_str() == *code && error.to_string().contains(words) && waits;
                expect(fits, || format!("{error} ({:?})", error.retry_after()))
            }
        },
        Act::Checks => {
            let id = only(app).await.id;
            soon(app.authpipe.check_connection(tenant("acme"), id)).await.map(drop).map_err(|error| error.to_string())
        }
        Act::Sent(name, value) => {
            let requests = server.requests();
            let last = requests.iter().rfind(|request| request.path == TOKEN).ok_or("nobody was asked")?;
            let mut given: Vec<String> = url::form_urlencoded::parse(&last.body)
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
                .collect();
            given.extend(last.header(name).map(str::to_owned));
            expect(given == [*value], || format!("sent {name} = {given:?}"))
        }
        Act::SentNo(name) => {
            let requests = server.requests();
            let last = requests.iter().rfind(|request| request.path == TOKEN).ok_or("nobody was asked")?;
            let given = url::form_urlencoded::parse(&last.body).any(|(key, _)| key == *name);
            expect(!given, || format!("sent {name}"))
        }
        Act::Stands(status, reason) => {
            let view = only(app).await;
            let seen = (view.status.as_str(), view.reason.as_ref().map(|reason| reason.as_str()));
            expect(seen == (*status, *reason), || format!("it stands {seen:?}"))
        }
        Act::Scopes(scopes) => {
            let seen = only(app).await.scopes;
            expect(seen == *scopes, || format!("it has {seen:?}"))
        }
        Act::Restarts => {
            app.authpipe.close().await.unwrap();
            let mut options = app.options();
            add(&mut options);
            app.authpipe = Authpipe::new(options).map_err(|error| error.to_string())?;
            app.handler = handler(&app.authpipe);
            Ok(())
        }
    }
}

fn expect(holds: bool, seen: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(seen()) }
}

async fn read(app: &App, scopes: &[&str]) -> authpipe::Result<authpipe::Credential> {
    let options = CallOptions { scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(), ..CallOptions::default() };
    soon(app.authpipe.get_credential(&own_user("ben"), options)).await
}

async fn only(app: &App) -> authpipe::GrantView {
    app.only_connection().await
}
