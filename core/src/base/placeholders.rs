//! Texts that stand where a secret is to come. Each of them would be sent to a provider, and refused at the first sign-in or request.

/// What examples and templates write in its place, without what stands between its letters.
const EXAMPLES: [&str; 10] = [
    "changeme",
    "changethis",
    "replaceme",
    "insertsecrethere",
    "yoursecret",
    "yourclientsecret",
    "yoursecrethere",
    "yourclientsecrethere",
    "yourapikey",
    "yourapikeyhere",
];
/// What stands before the name of a variable that nobody has read.
const READERS: [&str; 6] = ["env:", "process.env.", "process.env[", "os.environ", "os.getenv(", "ENV["];

/// Whether a text stands where a secret is to come: what an example has there, what a page shows of one that it hides, or the name of a
/// variable with the value still to be read.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    EXAMPLES.contains(&letters.as_str())
        || is_hidden(text)
        || READERS.iter().any(|reader| text.starts_with(reader))
        || is_variable(text)
}

/// Rows of asterisks and their like. A single one may be a key of somebody's test.
fn is_hidden(text: &str) -> bool {
    text.chars().count() > 3 && text.chars().all(|c| matches!(c, '*' | '•' | '●' | '.' | '…'))
}

/// `$NAME` or `%NAME%`, as shells write a variable.
fn is_variable(text: &str) -> bool {
    let name = text.strip_prefix('$').or_else(|| text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')));
    name.is_some_and(|name| {
        name.len() > 2
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.contains('_')
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_where_a_secret_is_to_come_is_told_from_one() {
        for text in [
            "changeme",
            "CHANGE_ME",
            "<your-client-secret>",
            "your_api_key",
            "YOUR SECRET HERE",
            "********",
            "••••••",
            "......",
            "env:ACME_SECRET",
            "process.env.ACME_SECRET",
            "os.environ[\"ACME_SECRET\"]",
            "$ACME_SECRET",
            "%ACME_SECRET%",
            " $ACME_SECRET\n",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "",
            "*",
            "x",
            "k",
            "key",
            "secret",
            "a-client-secret",
            "a-secret",
            "changeme-7f3a",
            "xxxxxxxx",
            "$1$abcdef",
            "$ecret",
            "pa$$word",
            "$ACME",
            "100%",
            "%41%42",
            "environment",
            "sk_live_xxxx",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
