//! JSON that holds secrets, as values and as text: nothing of it is left in memory that is given back (SR-52).

use serde::Serialize;
use serde_json::Value;
use zeroize::{Zeroize as _, Zeroizing};

/// A JSON value that holds secrets: its strings are wiped when it goes.
pub(crate) struct WipedJson(pub(crate) Value);

impl Drop for WipedJson {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(members) => members.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A buffer that leaves no copy behind where it grows: what it was is wiped.
struct Growing(Zeroizing<Vec<u8>>);

impl std::io::Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let wanted = self.0.len() + bytes.len();
        if wanted > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(wanted.max(2 * self.0.capacity())));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A value as JSON text. `usual` is how many bytes that takes as a rule.
#[expect(clippy::expect_used, reason = "maps with text keys, numbers and text always serialise, and a Vec never fails to grow")]
pub(crate) fn write_json(value: &impl Serialize, usual: usize) -> Zeroizing<Vec<u8>> {
    let mut buffer = Growing(Zeroizing::new(Vec::with_capacity(usual)));
    serde_json::to_writer(&mut buffer, value).expect("it serialises");
    buffer.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_that_grows_holds_what_was_written() {
        let value: Vec<String> = (0..64).map(|n| format!("{n}-{}\n", "x".repeat(4000))).collect();
        let written = write_json(&value, 1024);
        assert!(written.len() > 64 * 1024);
        assert_eq!(*written, serde_json::to_vec(&value).unwrap());
    }
}
