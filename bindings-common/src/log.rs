//! Queues lines of the log until the language takes them, because no thread of the core may wait for an interpreter.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use authpipe::{LogLevel, LogLine, LogValue};

use crate::language::Language;

/// How many lines wait for a language that does not take them. What is more is counted and left out.
const MOST: usize = 1000;

/// Lines that wait for a thread of the language, each with the logger that it is for.
pub struct LogQueue<T>(Mutex<Waiting<T>>);

struct Waiting<T> {
    lines: VecDeque<(T, LogLine)>,
    left_out: Option<(T, u64)>,
}

/// A line as a language is told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLine {
    /// How much it matters.
    pub level: LogLevel,
    /// What happened.
    pub message: String,
    /// About what, by name.
    pub fields: Vec<(String, LogValue)>,
}

impl<T> LogQueue<T> {
    /// An empty queue.
    pub const fn new() -> Self {
        LogQueue(Mutex::new(Waiting { lines: VecDeque::new(), left_out: None }))
    }

    /// Adds a line. `true`: it is the first that waits, so the language must be told.
    pub fn put(&self, logger: T, line: LogLine) -> bool {
        let mut waiting = self.lock();
        if waiting.lines.len() < MOST {
            waiting.lines.push_back((logger, line));
            return waiting.lines.len() == 1;
        }
        let before = waiting.left_out.take().map_or(0, |(_, count)| count);
        waiting.left_out = Some((logger, before + 1));
        false
    }

    /// What waits, in order, with names as the language writes them.
    pub fn take(&self, language: Language) -> Vec<(T, WrittenLine)> {
        let (lines, left_out) = {
            let mut waiting = self.lock();
            (std::mem::take(&mut waiting.lines), waiting.left_out.take())
        };
        let left_out = left_out.map(|(logger, count)| {
            let line = LogLine {
                level: LogLevel::Warn,
                message: "lines of the log were left out: they came faster than they were taken".to_owned(),
                fields: vec![("count", LogValue::Whole(i64::try_from(count).unwrap_or(i64::MAX)))],
            };
            (logger, line)
        });
        lines.into_iter().chain(left_out).map(|(logger, line)| (logger, write(line, language))).collect()
    }

    /// Keeps other threads out, around a fork: a lock that one of them held would stay locked in the child for ever.
    pub fn hold(&self) -> QueueHeld<'_, T> {
        QueueHeld(self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for LogQueue<T> {
    fn default() -> Self {
        LogQueue::new()
    }
}

/// A queue that no other thread can touch.
pub struct QueueHeld<'a, T>(MutexGuard<'a, Waiting<T>>);

impl<T> QueueHeld<'_, T> {
    /// Takes what waits, without looking at it.
    pub fn empty(&mut self) -> Vec<T> {
        let left_out = self.0.left_out.take().map(|(logger, _)| logger);
        std::mem::take(&mut self.0.lines).into_iter().map(|(logger, _)| logger).chain(left_out).collect()
    }
}

/// A line with its names as a language writes them.
pub fn write(line: LogLine, language: Language) -> WrittenLine {
    let fields = line.fields.into_iter().map(|(name, value)| {
        let value = match value {
            LogValue::Text(_) => LogValue::Text(value.text_in(|named| language.write(named))),
            value => value,
        };
        (language.spell(name), value)
    });
    WrittenLine { level: line.level, message: line.message, fields: fields.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_wait_in_order_spelt_for_the_language_and_never_grow_without_end() {
        let queue = LogQueue::new();
        let line = |number: i64| LogLine {
            level: LogLevel::Warn,
            message: "it happened".into(),
            fields: vec![
                ("connection_id", LogValue::Whole(number)),
                ("detail", LogValue::Text("⟨base_url⟩ is not a URL.".into())),
            ],
        };
        assert_eq!([queue.put('a', line(1)), queue.put('b', line(2))], [true, false], "told once, however many wait");
        let taken = queue.take(Language::JavaScript);
        let number = |number: i64| ("connectionId".to_owned(), LogValue::Whole(number));
        assert_eq!((taken[0].0, &taken[0].1.fields[0]), ('a', &number(1)));
        assert_eq!((taken[1].0, &taken[1].1.fields[0]), ('b', &number(2)));
        assert_eq!(taken[0].1.fields[1].1, LogValue::Text("baseUrl is not a URL.".into()));
        assert!(queue.put('c', line(3)));
        (0..MOST + 6).for_each(|_| _ = queue.put('c', line(3)));
        let taken = queue.take(Language::Python);
        assert_eq!(taken.len(), MOST + 1);
        assert_eq!((taken[MOST].0, &taken[MOST].1.fields), ('c', &vec![("count".to_owned(), LogValue::Whole(7))]));
        assert!(queue.take(Language::Python).is_empty());
        queue.put('d', line(4));
        assert_eq!(queue.hold().empty(), ['d']);
    }
}
