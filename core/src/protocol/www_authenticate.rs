//! Reads the parameters of challenges in a `WWW-Authenticate` header (RFC 9110 §11.6.1): `claims` (RFC 9470 §3), `error` (RFC 6750 §3), and
//! `oauth_problem` of OAuth 1.0a; and their schemes.

use crate::model::http::OutboundResponse;

/// The claims challenge of an API's answer, for [`Authpipe::report_rejected`](crate::Authpipe::report_rejected): the parameter
/// `claims`, if a challenge in the header has one.
///
/// `www_authenticate` is the value of the answer's header of that name. It is foreign text: whatever does not fit the grammar ends the
/// search. Whether it is a claims challenge is judged when it is reported.
pub fn read_claims(www_authenticate: &str) -> Option<String> {
    read_parameter(www_authenticate, "claims")
}

/// The error code of a challenge.
pub(super) fn read_error(www_authenticate: &str) -> Option<String> {
    read_parameter(www_authenticate, "error")
}

/// What a provider of OAuth 1.0a names as the problem.
pub(super) fn read_problem(www_authenticate: &str) -> Option<String> {
    read_parameter(www_authenticate, "oauth_problem")
}

/// Whether a challenge of the answer is of this scheme, in small letters.
pub(super) fn names_scheme(response: &OutboundResponse, scheme: &str) -> bool {
    challenge_schemes(response).any(|named| named.eq_ignore_ascii_case(scheme))
}

/// The schemes of an answer's challenges.
pub(super) fn challenge_schemes(response: &OutboundResponse) -> impl Iterator<Item = &str> {
    challenges(response).flat_map(schemes)
}

/// Whether a challenge of the answer has this error code (RFC 6750 §3.1).
pub(super) fn challenges_with(response: &OutboundResponse, code: &str) -> bool {
    challenges(response).any(|challenge| read_error(challenge).is_some_and(|error| error.eq_ignore_ascii_case(code)))
}

/// Whether a challenge of the answer asks for claims (RFC 9470 §3 has other parameters; OpenID Connect Core §5.5 this one).
pub(super) fn challenges_claims(response: &OutboundResponse) -> bool {
    challenges(response).any(|challenge| read_claims(challenge).is_some())
}

fn challenges(response: &OutboundResponse) -> impl Iterator<Item = &str> {
    response
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("www-authenticate"))
        .map(|(_, challenge)| challenge.as_str())
}

/// The schemes of a header's challenges: words before which another challenge has ended, and behind which no sign stands.
fn schemes(www_authenticate: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut rest, mut begins) = (www_authenticate, true);
    while let Some(at) = rest.find(|c: char| !matches!(c, ' ' | '\t')) {
        rest = rest.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| is_separator(c) || c == '=' || c == '"').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let is_parameter = after.trim_start_matches([' ', '\t']).starts_with('=');
        if begins && !word.is_empty() && !is_parameter {
            found.push(word);
        }
        begins = word.is_empty() && after.starts_with(',');
        rest = match after.chars().next() {
            Some('"') => match read_quoted(after.get(1..).unwrap_or_default()) {
                Some(quoted) => quoted.after,
                None => return found,
            },
            Some(first) if word.is_empty() || first == '=' => after.get(first.len_utf8()..).unwrap_or_default(),
            _ => after,
        };
    }
    found
}

/// The first value, not empty, that stands under this name.
fn read_parameter(www_authenticate: &str, wanted: &str) -> Option<String> {
    let mut rest = www_authenticate;
    loop {
        let name_at = rest.find(|c: char| !is_separator(c))?;
        rest = rest.get(name_at..)?;
        let name_end = rest.find(|c: char| is_separator(c) || c == '=' || c == '"').unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        rest = after;
        // Spaces may stand around the sign (RFC 9110 §11.2).
        let value = after.trim_start_matches([' ', '\t']).strip_prefix('=').map(|value| value.trim_start_matches([' ', '\t']));
        let Some(value) = value else {
            if name.is_empty() {
                return None;
            }
            // A scheme, or the end.
            continue;
        };
        let ReadValue { value, after } = if let Some(quoted) = value.strip_prefix('"') {
            read_quoted(quoted)?
        } else {
            let end = value.find(is_separator).unwrap_or(value.len());
            ReadValue { value: value.get(..end)?.to_owned(), after: value.get(end..)? }
        };
        // Some write single quotes, which are letters of a token (RFC 9110 §5.6.2).
        let value = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).map_or(value.clone(), str::to_owned);
        if name.eq_ignore_ascii_case(wanted) && !value.is_empty() {
            return Some(value);
        }
        rest = after;
    }
}

fn is_separator(c: char) -> bool {
    c == ',' || c == ' ' || c == '\t'
}

/// The value of a parameter, and what follows it.
struct ReadValue<'a> {
    value: String,
    after: &'a str,
}

/// A quoted string, without its quotes (RFC 9110 §5.6.4).
fn read_quoted(text: &str) -> Option<ReadValue<'_>> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some(ReadValue { value, after: text.get(at + 1..)? }),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{read_claims, read_error, schemes};

    #[test]
    fn the_schemes_of_challenges_are_no_values_of_parameters() {
        let table: [(&str, &[&str]); 9] = [
            ("Basic", &["Basic"]),
            (r#"Basic realm="token endpoint""#, &["Basic"]),
            (r#"Bearer realm="Basic x", error="y", Basic realm=z"#, &["Bearer", "Basic"]),
            (r#"Bearer realm="a, Basic", error="y""#, &["Bearer"]),
            ("Negotiate, Basic realm=x", &["Negotiate", "Basic"]),
            ("Bearer error = Basic", &["Bearer"]),
            (", Basic", &["Basic"]),
            (r#"Bearer realm="unfinished, Basic"#, &["Bearer"]),
            ("", &[]),
        ];
        for (header, found) in table {
            assert_eq!(schemes(header), found, "{header}");
        }
    }

    #[test]
    fn the_error_of_a_challenge_is_no_part_of_another_parameter() {
        let table = [
            (r#"Bearer realm="s", error="invalid_token", error_description="gone""#, Some("invalid_token")),
            (r#"Basic realm="error=invalid_token""#, None),
            (r#"Bearer error_description="error", scope="error=x""#, None),
            ("Bearer", None),
            (r#"Bearer error = "invalid_token" , error_description="gone""#, Some("invalid_token")),
            ("Bearer error\t=\tinvalid_token", Some("invalid_token")),
            ("Bearer error='invalid_token', x=y", Some("invalid_token")),
            ("Bearer error = , claims=x", None),
            ("Bearer abc= , error=x", Some("x")),
        ];
        for (header, error) in table {
            assert_eq!(read_error(header).as_deref(), error, "{header}");
        }
    }

    #[test]
    fn claims_are_found_wherever_they_stand() {
        let table = [
            (r#"Bearer realm="", error="insufficient_claims", claims="eyJh""#, Some("eyJh")),
            (r#"Bearer claims="a\"b,c", error="x""#, Some("a\"b,c")),
            ("Bearer claims=eyJh==", Some("eyJh==")),
            (r#"Basic realm="claims=no", Bearer CLAIMS="yes""#, Some("yes")),
            (r#"Bearer error="invalid_token""#, None),
            (r#"Bearer claims="unfinished"#, None),
            (r#"Bearer claims="""#, None),
            ("Bearer", None),
            ("=", None),
            ("", None),
        ];
        for (header, claims) in table {
            assert_eq!(read_claims(header).as_deref(), claims, "{header}");
        }
    }
}
