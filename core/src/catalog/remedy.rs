//! What to do about a fault of a definition, wherever it is given.

use super::suggest::nearest;

/// Where whoever has the package alone finds what a definition may say.
const SCHEMA: &str = "https://github.com/authpipe/authpipe/blob/main/core/catalog/schema.json";

/// What to do about a field that breaks a rule.
pub(super) fn of_rule(rule: &str) -> String {
    if rule.starts_with("must be https") {
        "Write https://. A server of your own on loopback may be http in development mode alone, in a definition given in code."
            .to_owned()
    } else if rule.starts_with("uses a variable that is not declared") {
        format!("Declare it under [variables] with its kind, which is its grammar; {SCHEMA} lists the kinds.")
    } else if rule.starts_with("has a variable in its host") {
        "Give the variable another kind: one label, a whole host with its suffixes, or a list of values. Others could change the host."
            .to_owned()
    } else if rule.starts_with("must be at one of") {
        "Add the origin to api.origins, if the credential may be sent there, or ask elsewhere.".to_owned()
    } else if rule.starts_with("has a character") {
        "An address is of ASCII: write a host in other letters as xn--…, and everything else percent-encoded. Letters of other alphabets look \
         like Latin ones: compare the host with the provider's."
            .to_owned()
    } else if rule.starts_with("is missing") {
        "Add it.".to_owned()
    } else {
        format!("{SCHEMA} says what the field is for.")
    }
}

/// What to do about a name that is not known, where these are.
pub(super) fn of_unknown(given: &str, known: &[&str]) -> String {
    match nearest(given, known.iter().map(|known| (*known, ""))) {
        Some(near) => format!("Did you mean \"{near}\"?"),
        None => format!("Known here: {}.", known.join(", ")),
    }
}

/// What to do about what else the parser could not read, such as a value of another type.
pub(super) fn of_value(parser: &str) -> String {
    match Some(parser).filter(|parser| parser.starts_with("invalid type")).and_then(expected) {
        Some(wanted) => format!("It must be {wanted}; {SCHEMA} says what may stand there."),
        None => format!("{SCHEMA} says what may stand there."),
    }
}

/// What a file calls a table.
const TABLE: &str = "a table, which JSON calls an object";

/// What the parser has looked for, in words of the format.
fn expected(message: &str) -> Option<&'static str> {
    let (_, expected) = message.rsplit_once(", expected ")?;
    Some(match expected {
        "a sequence" => "a list, in brackets",
        "a string" => "a text, in quotation marks",
        "a boolean" => "true or false",
        "a map" => TABLE,
        number if number.starts_with(['u', 'i']) && number[1..].parse::<u8>().is_ok() => "a whole number",
        table if table.starts_with("struct ") => TABLE,
        _ => return None,
    })
}
