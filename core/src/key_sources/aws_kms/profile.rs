//! Keys of a profile in the files of AWS's own tools: `~/.aws/credentials` and `~/.aws/config`, or where `AWS_SHARED_CREDENTIALS_FILE` and
//! `AWS_CONFIG_FILE` say; the profile is `AWS_PROFILE`, or `default`.
//!
//! Keys that stand in the files are read, and nothing that a profile says of roles, single sign-on or programs to run.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::super::calling::Variables;
use super::access_key::AccessKey;
use crate::base::Secret;
use crate::vault::RootKeyError;

/// What the files say.
pub(super) enum Found {
    Key(AccessKey),
    /// There is no such profile, and none was named.
    Nothing,
}

/// Looks for the profile's keys.
pub(super) fn find(variables: &Variables) -> Result<Found, RootKeyError> {
    let named = variables.get("AWS_PROFILE");
    let profile = named.as_deref().unwrap_or("default");
    let (mut has_profile, in_config) = (false, format!("profile {profile}"));
    for (variable, name) in [("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "config")] {
        let Some(text) = read(variables, variable, name)? else { continue };
        let section = read_section(&text, |title| title == profile || title == in_config);
        has_profile |= section.is_there;
        if let (Some(id), Some(secret)) = (section.id, section.secret) {
            return Ok(Found::Key(AccessKey { id, secret, session_token: section.session_token }));
        }
    }
    match (named, has_profile) {
        (None, false) => Ok(Found::Nothing),
        // A section that says where things are and holds no keys is usual on machines that are given theirs.
        (None, true) => Ok(Found::Nothing),
        (Some(_), true) => Err(RootKeyError::denied(
            "the profile AWS_PROFILE has no keys of its own; roles and sign-ins of profiles are not read",
        )),
        (Some(_), false) => Err(RootKeyError::denied("there is no profile AWS_PROFILE")),
    }
}

fn read(variables: &Variables, variable: &str, name: &str) -> Result<Option<Zeroizing<String>>, RootKeyError> {
    let home = || variables.get("HOME").or_else(|| variables.get("USERPROFILE"));
    let file = variables.get(variable).map(PathBuf::from).or_else(|| Some(PathBuf::from(home()?).join(".aws").join(name)));
    let Some(file) = file else { return Ok(None) };
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(RootKeyError::unavailable(error)),
    }
}

#[derive(Default)]
struct Section {
    is_there: bool,
    id: Option<String>,
    secret: Option<Secret<String>>,
    session_token: Option<Secret<String>>,
}

/// Reads one section of a file: `name = value`, comments behind `#` or `;` at the start of a line.
fn read_section(text: &str, is_it: impl Fn(&str) -> bool) -> Section {
    let mut section = Section::default();
    let mut is_in = false;
    for line in text.lines() {
        if let Some(title) = line.trim().strip_prefix('[') {
            is_in = title.split(']').next().is_some_and(|title| is_it(title.trim()));
            section.is_there |= is_in;
            continue;
        }
        let Some((name, value)) = line.split_once('=').filter(|_| is_in && !line.starts_with(['#', ';'])) else { continue };
        match (name.trim(), value.trim()) {
            (_, "") => {}
            ("aws_access_key_id", value) => section.id = Some(value.to_owned()),
            ("aws_secret_access_key", value) => section.secret = Some(Secret::from(value)),
            ("aws_session_token", value) => section.session_token = Some(Secret::from(value)),
            _ => {}
        }
    }
    section
}
