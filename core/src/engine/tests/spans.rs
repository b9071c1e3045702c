//! One span for each exchange, with what it came to and without any secret.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::format::FmtSpan;

use super::stage::{Answer, LIFETIME, Stage, connect, value};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn each_exchange_has_a_span_that_says_what_it_came_to() {
    let written = Written::default();
    let writer = written.clone();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_span_events(FmtSpan::CLOSE).with_writer(move || writer.clone()).finish();
    let _listening = tracing::subscriber::set_default(subscriber);
    let stage = Stage::new("strict");
    let engine = stage.process().await;
    let id = connect(&engine).await;
    stage.clock.advance(LIFETIME);
    stage.provider.will([Answer::Failure(crate::model::http::NetFailure::Broken), Answer::Tokens("at-2", Some("rt-2"))]);
    assert_eq!(value(&engine).await, "provider_unavailable");
    stage.clock.advance(LIFETIME);
    assert_eq!(value(&engine).await, "at-2");
    engine.idle().await;
    let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    let spans: Vec<&str> = text.lines().filter(|line| line.contains("exchange{") && line.contains(": close ")).collect();
    assert_eq!(spans.len(), 2, "{text}");
    for (span, outcome, is_recovery) in [(spans[0], "provider_unavailable", false), (spans[1], "renewed", true)] {
        for part in [
            format!("connection_id=\"{}\"", id.as_str()),
            "provider=\"acme\" config=\"acme\" tenant_id=\"t\"".to_owned(),
            format!("is_recovery={is_recovery}"),
            "is_sent=true".to_owned(),
            format!("outcome=\"{outcome}\""),
        ] {
            assert!(span.contains(&part), "{part}: {span}");
        }
    }
    for secret in ["at-1", "at-2", "rt-1", "rt-2"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
