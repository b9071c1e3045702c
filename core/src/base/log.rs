//! What a client says for its application's log. The library speaks `tracing`, and a program in Rust listens to it as it listens to
//! any crate. A client that was given a [`Logger`] speaks to that one instead: its calls and its background work run in a scope of
//! their own, so that two clients can have two logs, and no global subscriber is set.

mod details;
mod loggers;

use std::fmt::{self, Write as _};
use std::future::Future;
use std::sync::Arc;

use tracing::dispatcher::{self, DefaultGuard};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber as _;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Dispatch, Event, Level, Metadata};

use super::Error;

pub(crate) use details::tell_with_details;
pub(crate) use loggers::Loggers;

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// A defect, or data that cannot be read.
    Error,
    /// Somebody should look: a refresh failed, a sign-in ended without a grant.
    Warn,
    /// What happened.
    Info,
    /// How it happened.
    Debug,
    /// Every step.
    Trace,
}

impl LogLevel {
    /// Every level, from the gravest on.
    pub const ALL: [LogLevel; 5] = [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug, LogLevel::Trace];

    /// Its name in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
            LogLevel::Trace => "trace",
        }
    }

    fn of(level: Level) -> Self {
        match level {
            Level::ERROR => LogLevel::Error,
            Level::WARN => LogLevel::Warn,
            Level::INFO => LogLevel::Info,
            Level::DEBUG => LogLevel::Debug,
            Level::TRACE => LogLevel::Trace,
        }
    }
}

/// A line of the log. It never holds a secret (SR-79).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// How much it matters.
    pub level: LogLevel,
    /// What happened: one of a fixed set of sentences.
    pub message: String,
    /// About what, by name: `code`, `connection_id`, `session_id`, `request_id`, `config`, `reason` and the like. What a provider said is
    /// in fields of its own: `provider_details.trace_id`.
    pub fields: Vec<(&'static str, LogValue)>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogValue {
    /// A text; names of options in it are marked, for [`LogValue::text_in`].
    Text(String),
    /// A number.
    Whole(i64),
    /// Yes or no.
    Flag(bool),
}

impl LogValue {
    /// The value as text, with the names in it as `spell` writes them.
    pub fn text_in(&self, spell: impl Fn(super::Named<'_>) -> String) -> String {
        match self {
            LogValue::Text(text) => super::wording::render(text, spell),
            LogValue::Whole(number) => number.to_string(),
            LogValue::Flag(flag) => flag.to_string(),
        }
    }
}

/// Where a client's lines go.
pub trait Logger: Send + Sync {
    /// Takes a line. It is called on the threads that do the work, so it must not wait: not for a lock that a caller may hold, nor for
    /// an interpreter. What it says itself is not heard.
    fn log(&self, line: LogLine);

    /// A number that loggers share whose lines go to the same place: it hears once what concerns several clients. Default: a place of its own.
    fn place(&self) -> Option<usize> {
        None
    }
}

/// A text that names options, in the log: plain for a program in Rust, with its names marked for a [`Logger`].
pub(crate) struct Worded<'a>(pub(crate) &'a Error);

/// The same for the hint.
pub(crate) struct WordedHint<'a>(pub(crate) &'a Error);

impl fmt::Display for Worded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { f.write_str(self.0.marked_message()) } else { f.write_str(self.0.message()) }
    }
}

impl fmt::Display for WordedHint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str(self.0.marked_hint().unwrap_or_default())
        } else {
            f.write_str(self.0.hint().unwrap_or_default())
        }
    }
}

/// Hands events of this library to a logger, and nobody else's.
struct ToLogger(Arc<dyn Logger>);

impl Subscriber for ToLogger {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_ours(metadata) { Interest::always() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_ours(metadata)
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = LogLevel::of(*event.metadata().level());
        let mut read = Reading(LogLine { level, message: String::new(), fields: Vec::new() });
        event.record(&mut read);
        self.0.log(read.0);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.is_event() && metadata.target().split("::").next() == Some(env!("CARGO_CRATE_NAME"))
}

struct Reading(LogLine);

impl Visit for Reading {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = String::new();
        // Alternate: names of options stay marked.
        let _ = write!(text, "{value:#?}");
        self.put(field, LogValue::Text(text));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.put(field, LogValue::Text(value.to_owned()));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, LogValue::Whole(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, LogValue::Whole(i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, LogValue::Flag(value));
    }
}

impl Reading {
    fn put(&mut self, field: &Field, value: LogValue) {
        match value {
            LogValue::Text(text) if field.name() == "message" => self.0.message = text,
            LogValue::Text(text) if text.is_empty() => {}
            value => self.0.fields.push((field.name(), value)),
        }
    }
}

/// One client's log. Without a logger of its own it is whatever the program listens with.
#[derive(Clone, Default)]
pub(crate) struct Log(Option<(Dispatch, Arc<dyn Logger>)>);

impl Log {
    pub(crate) fn new(logger: Option<Arc<dyn Logger>>) -> Self {
        Log(logger.map(|logger| {
            // Its own, so that two clients with one logger can be told apart.
            let logger: Arc<dyn Logger> = Arc::new(Own(logger));
            (Dispatch::new(ToLogger(logger.clone())), logger)
        }))
    }

    /// That of the code that runs here, where it runs in the scope of a logger.
    pub(crate) fn here() -> Self {
        let found =
            dispatcher::get_default(|dispatch| dispatch.downcast_ref::<ToLogger>().map(|to| (dispatch.clone(), to.0.clone())));
        Log(found)
    }

    /// Until the guard is dropped, this thread speaks to this log.
    pub(crate) fn enter(&self) -> Option<DefaultGuard> {
        self.0.as_ref().map(|(dispatch, _)| dispatcher::set_default(dispatch))
    }

    /// Work that speaks to this log.
    pub(crate) async fn scope<F: Future>(self, work: F) -> F::Output {
        match self.0 {
            Some((dispatch, _)) => work.with_subscriber(dispatch).await,
            None => work.await,
        }
    }
}

struct Own(Arc<dyn Logger>);

impl Logger for Own {
    fn log(&self, line: LogLine) {
        self.0.log(line);
    }

    fn place(&self) -> Option<usize> {
        self.0.place()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Kept(Mutex<Vec<LogLine>>);

    impl Logger for Kept {
        fn log(&self, line: LogLine) {
            // What a logger says itself is not heard: otherwise this would never end.
            tracing::error!("said by a logger");
            self.0.lock().unwrap().push(line);
        }
    }

    impl Kept {
        fn messages(&self) -> Vec<String> {
            self.0.lock().unwrap().iter().map(|line| line.message.clone()).collect()
        }
    }

    fn logger() -> (Arc<Kept>, Log) {
        let kept = Arc::new(Kept::default());
        (kept.clone(), Log::new(Some(kept)))
    }

    #[test]
    fn a_line_has_its_level_and_its_fields_and_names_stay_marked() {
        let (kept, log) = logger();
        let error = Error::new(crate::base::ErrorCode::ConfigInvalid, "⟨base_url⟩ is not a URL.");
        let on = log.enter();
        tracing::warn!(code = error.code().as_str(), n = 3_u64, yes = true, detail = %Worded(&error), hint = %WordedHint(&error), "it went wrong");
        tracing::info!(target: "hyper::proto", "somebody else's");
        drop(on);
        tracing::warn!("out of the scope");
        let lines = kept.0.lock().unwrap().clone();
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!((lines[0].level, lines[0].message.as_str()), (LogLevel::Warn, "it went wrong"));
        let text = |text: &str| LogValue::Text(text.into());
        assert_eq!(
            lines[0].fields,
            [
                ("code", text("config_invalid")),
                ("n", LogValue::Whole(3)),
                ("yes", LogValue::Flag(true)),
                ("detail", text("⟨base_url⟩ is not a URL."))
            ]
        );
        assert_eq!(Worded(&error).to_string(), "base_url is not a URL.");
    }

    /// That a subscriber exists has every place of the program that logs ask who listens.
    #[test]
    fn a_log_that_nobody_listens_to_does_not_exist() {
        let (_, log) = logger();
        let loggers = Loggers::default();
        loggers.add(&Log::default());
        assert!(loggers.enter().is_none() && loggers.to_all.get().is_none());
        loggers.add(&log);
        assert!(loggers.enter().is_some());
    }

    #[tokio::test]
    async fn two_logs_do_not_hear_each_other_and_background_work_is_told_to_both() {
        let ((one, first), (two, second)) = (logger(), logger());
        let loggers = Arc::new(Loggers::default());
        loggers.clone().scope(async { tracing::info!("nobody listens yet") }).await;
        loggers.add(&first);
        loggers.add(&second);
        let yielding = |text: &'static str| async move {
            tokio::task::yield_now().await;
            tracing::info!("{text}");
            assert!(Log::here().0.is_some());
        };
        tokio::join!(first.clone().scope(yielding("a")), second.clone().scope(yielding("b")));
        loggers.clone().scope(yielding("both")).await;
        loggers.remove(&first);
        loggers.clone().scope(yielding("the other")).await;
        assert_eq!(one.messages(), ["a", "both"]);
        assert_eq!(two.messages(), ["b", "both", "the other"]);
        assert!(Log::here().0.is_none());
    }

    /// Two clients of one vault in one process, with one logger of the application.
    #[tokio::test]
    async fn what_concerns_two_clients_is_told_their_common_logger_once() {
        struct At(usize, Arc<Kept>);
        impl Logger for At {
            fn log(&self, line: LogLine) {
                self.1.log(line);
            }
            fn place(&self) -> Option<usize> {
                Some(self.0)
            }
        }
        let (kept, loggers) = (Arc::new(Kept::default()), Arc::new(Loggers::default()));
        let logs = [7, 7, 8].map(|place| Log::new(Some(Arc::new(At(place, kept.clone())))));
        logs.iter().for_each(|log| loggers.add(log));
        loggers.clone().scope(async { tracing::info!("once a place") }).await;
        assert_eq!(kept.messages(), ["once a place"; 2]);
        loggers.remove(&logs[0]);
        loggers.clone().scope(async { tracing::info!("still") }).await;
        assert_eq!(kept.messages().len(), 4);
    }
}
