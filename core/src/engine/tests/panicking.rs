//! A panic in an exchange, which holds tokens and the client's secret: what is said about it, and where it ends (SR-79, SR-85).

#[path = "../../../tests/it/support/canary.rs"]
mod canary;

use std::backtrace::Backtrace;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;

use crate::base::Error;
use crate::model::http::{Body, NetFailure, OutboundRequest, OutboundResponse};
use crate::net::HttpClient;

use super::stage::{Answer, LIFETIME, Provider, Stage, connect, get, load, value};
use canary::{Log, assert_none};

const ACCESS: &str = "access-token-canary/1+";
const REFRESH: &str = "refresh-token-canary/2+";
const BEYOND_LEASE: Duration = Duration::from_secs(61);

/// What a client that breaks says at the end.
#[derive(Clone, Copy)]
enum Words {
    Own,
    /// The request as it prints itself.
    Request,
    /// The form, which nobody should say; but a client that an application has written may.
    Form,
}

/// Breaks where it is told to, once, with the request in its hands.
struct Breaking(Arc<Provider>, Mutex<Option<Words>>);

#[async_trait]
impl HttpClient for Breaking {
    async fn send(&self, request: OutboundRequest, total: Duration) -> Result<OutboundResponse, NetFailure> {
        let breaks = self.1.lock().unwrap().take();
        match breaks {
            None => self.0.send(request, total).await,
            Some(Words::Own) => panic!("a bug in a client"),
            Some(Words::Request) => panic!("a bug in a client at {request:?}"),
            Some(Words::Form) => {
                let Body::Form(form) = request.body else { panic!("no form") };
                panic!("a bug in a client at {}", form.expose())
            }
        }
    }
}

/// Everything that panics of this process say from now on, besides what they say already.
fn listen() -> Arc<Mutex<String>> {
    let (said, before) = (Arc::new(Mutex::new(String::new())), std::panic::take_hook());
    let heard = said.clone();
    std::panic::set_hook(Box::new(move |panic| {
        let text = format!("{panic}\n{panic:?}\n{}\n", Backtrace::force_capture());
        heard.lock().unwrap().push_str(&text);
        before(panic);
    }));
    said
}

fn tell(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.context());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn a_panic_in_an_exchange_tells_no_secret_and_ends_there() {
    let log = Log::install();
    let secrets = [ACCESS, REFRESH, "client:secret"].map(str::to_owned);
    for words in [Words::Own, Words::Request, Words::Form] {
        let stage = Stage::new("reusable");
        let client = Arc::new(Breaking(stage.provider.clone(), Mutex::default()));
        let engine = stage.process_with(client.clone(), false).await;
        connect(&engine).await;
        stage.clock.advance(LIFETIME);
        stage.provider.will([Answer::Tokens(ACCESS, Some(REFRESH))]);
        assert_eq!(value(&engine).await, ACCESS);

        stage.clock.advance(LIFETIME);
        *client.1.lock().unwrap() = Some(words);
        let said = listen();
        let error = get(&engine).await.unwrap_err();
        let _ = std::panic::take_hook();
        let said = said.lock().unwrap().clone();
        assert!(said.contains("a bug in a client"), "{said}");
        if !matches!(words, Words::Form) {
            assert_none("the panic", &said, &secrets);
        }
        // What the panic said is not repeated, whatever it was.
        assert_eq!((error.code().as_str(), error.retry().as_str()), ("internal", "never"));
        assert_none("the error", &tell(&error), &secrets);
        assert!(!tell(&error).contains("a bug in a client"));
        assert_none("the log", &(log.text() + "the log"), &secrets);

        stage.clock.advance(BEYOND_LEASE);
        stage.provider.will([Answer::Tokens("at-3", None)]);
        assert_eq!(value(&engine).await, "at-3");
        assert_eq!(stage.provider.presented(), ["rt-1", REFRESH]);
        assert_eq!(load(&engine).await.failures, 0);
    }
}
