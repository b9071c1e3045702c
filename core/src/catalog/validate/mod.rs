//! Validates a definition before anything is sent anywhere. Each part of it is a file.

mod account_choice;
mod address;
mod api;
mod credentials;
mod device;
mod diagnosis;
mod discovery;
mod facts;
mod id_token;
mod install;
mod kept;
mod mint;
mod oauth;
mod oauth1;
mod revocation;
mod scopes;
mod token_exchange;
mod token_response;
mod variables;

use std::collections::BTreeSet;

use super::{grammar, remedy};
use crate::base::{Error, ErrorCode, ProviderId, Result};
use crate::model::definition::{AuthKind, Install, ProviderDefinition, Rotation, SignIn};

/// Which origins a definition may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginRule {
    /// https only.
    HttpsOnly,
    /// https, and http for hosts that are loopback by their spelling: development mode.
    AllowLoopbackHttp,
}

/// Checks a definition: every address, variable and setting.
///
/// # Errors
/// - `config_invalid`: names the field, and says what to do. No value is repeated.
pub(crate) fn validate_definition(definition: &ProviderDefinition, origin_rule: OriginRule) -> Result<()> {
    find_problem(definition, origin_rule).map_or(Ok(()), |Problem { field, rule }| {
        let id = if ProviderId::parse(&definition.id).is_ok() { definition.id.as_str() } else { "" };
        let error = Error::new(ErrorCode::ConfigInvalid, format!("The definition of provider \"{id}\": {field} {rule}."));
        let error = error.with_hint(remedy::of_rule(&rule));
        Err(error.with_context(|context| context.provider = (!id.is_empty()).then(|| id.to_owned())))
    })
}

/// The first thing that is wrong with a definition.
pub(super) fn find_problem(definition: &ProviderDefinition, origin_rule: OriginRule) -> Option<Problem> {
    Validator { definition, origin_rule }.run().err()
}

/// A field, and the rule that it breaks: together a sentence.
pub(super) struct Problem {
    pub(super) field: String,
    pub(super) rule: String,
}

type Check = Result<(), Problem>;

fn problem<T>(field: impl Into<String>, rule: impl Into<String>) -> Result<T, Problem> {
    Err(Problem { field: field.into(), rule: rule.into() })
}

fn ensure(holds: bool, field: &str, rule: &str) -> Check {
    if holds { Ok(()) } else { problem(field, rule) }
}

/// Ten years. No grant that is worth a warning lives longer.
const LONGEST_SECONDS: u64 = 10 * 366 * 24 * 3600;

struct Validator<'a> {
    definition: &'a ProviderDefinition,
    origin_rule: OriginRule,
}
impl Validator<'_> {
    fn run(&self) -> Check {
        let definition = self.definition;
        ensure(ProviderId::parse(&definition.id).is_ok(), "id", "must be 1 to 64 characters of a-z, 0-9 and -")?;
        ensure(grammar::is_line(&definition.name, 128), "name", "must be one line of 1 to 128 bytes")?;
        ensure(definition.category.is_empty() || grammar::is_line(&definition.category, 64), "category", "must be one line")?;
        if let Some(docs) = &definition.docs {
            // It is shown as a link (SR-36).
            let is_https = url::Url::parse(docs).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
            ensure(is_https, "docs", "must be an https URL")?;
        }
        self.facts(&definition.facts)?;
        self.words()?;
        for (at, sentence) in definition.setup.iter().enumerate() {
            ensure(grammar::is_line(sentence, 1024), &format!("setup[{at}]"), "must be one line")?;
        }
        self.auth()?;
        if let Some(origins) = &definition.origins {
            self.origins(origins)?;
        }
        for (name, variable) in &definition.variables {
            self.variable(name, variable)?;
        }
        self.api()?;
        self.diagnosis(&definition.diagnosis)?;
        if let Some(oauth) = &definition.oauth {
            self.oauth(oauth)?;
        }
        if let Some(oauth1) = &definition.oauth1 {
            self.oauth1(oauth1)?;
        }
        if let Some(revocation) = &definition.revocation {
            self.revocation(revocation)?;
        }
        if let Some(id_token) = &definition.id_token {
            self.id_token(id_token)?;
        }
        if let Some(identity) = &definition.identity {
            self.identity(identity)?;
        }
        match &definition.install {
            Some(Install::SignInThenConsent(install)) => self.install(install)?,
            Some(Install::ByAnswer(install)) => self.installed_by_answer(install)?,
            Some(Install::ByMint(install)) => self.installed_by_mint(install)?,
            Some(Install::ByPage(install)) => self.installed_by_page(install)?,
            None => {}
        }
        self.scopes()?;
        self.lifetime()
    }

    fn auth(&self) -> Check {
        let definition = self.definition;
        let kinds: BTreeSet<_> = definition.auth.iter().map(|kind| *kind as u8).collect();
        ensure(!kinds.is_empty(), "auth", "must name at least one kind")?;
        ensure(kinds.len() == definition.auth.len(), "auth", "names a kind twice")?;
        let has = |kind| definition.auth.contains(&kind);
        if has(AuthKind::User) || has(AuthKind::Installation) {
            ensure(definition.sign_in().is_some(), "oauth", "is missing")?;
            let signs_in = has(AuthKind::User) || !matches!(definition.install, Some(Install::ByMint(_)));
            let has_page = definition.sign_in().is_some_and(SignIn::has_page);
            ensure(has_page || !signs_in, "oauth.authorization_endpoint", "is missing, as people sign in there")?;
        }
        if has(AuthKind::Installation) {
            ensure(definition.install.is_some(), "install", "is missing")?;
        }
        if let Some(Install::SignInThenConsent(_)) = &definition.install {
            let organisation = definition.id_token.as_ref().and_then(|id_token| id_token.organisation_claim.as_ref());
            ensure(
                organisation.is_some(),
                "id_token.organisation_claim",
                "is missing: an installation belongs to an organisation",
            )?;
        }
        ensure(definition.install.is_none() || has(AuthKind::Installation), "auth", "must name installation, as install is given")
    }

    /// Words go into messages and pages: one line each.
    fn words(&self) -> Check {
        let words = &self.definition.words;
        let all = [&words.vendor, &words.organisation, &words.organisation_id, &words.rejected_client];
        ensure(
            all.into_iter().flatten().all(|word| grammar::is_line(word, 256)),
            "words",
            "must be single lines of at most 256 characters",
        )
    }

    fn lifetime(&self) -> Check {
        let lifetime = &self.definition.lifetime;
        let grace = lifetime.rotation == Rotation::Grace;
        ensure(
            grace == (lifetime.grace_seconds > 0),
            "lifetime.grace_seconds",
            "must be given for rotation = \"grace\", and only then",
        )?;
        ensure(lifetime.access_seconds != Some(0), "lifetime.access_seconds", "must be more than 0")?;
        let seconds = [
            ("lifetime.access_seconds", lifetime.access_seconds.unwrap_or_default()),
            ("lifetime.grace_seconds", lifetime.grace_seconds),
            ("lifetime.refresh_idle_seconds", lifetime.refresh_idle_seconds),
            ("lifetime.refresh_absolute_seconds", lifetime.refresh_absolute_seconds),
        ];
        for (field, seconds) in seconds {
            // Who writes milliseconds would be warned of an end that never comes.
            ensure(seconds <= LONGEST_SECONDS, field, "must be seconds, at most ten years of them")?;
        }
        let (idle, absolute) = (lifetime.refresh_idle_seconds, lifetime.refresh_absolute_seconds);
        ensure(
            (idle == 0 && absolute == 0) || lifetime.rotation != Rotation::None,
            "lifetime",
            "must name no end of refresh tokens, as rotation is none",
        )?;
        let by_itself = self.definition.oauth.as_ref().is_some_and(|oauth| oauth.renewal_by_access_token.is_some());
        ensure(
            !lifetime.refresh_after_end || (lifetime.rotation != Rotation::None && !by_itself),
            "lifetime.refresh_after_end",
            "is for refresh tokens, and there are none",
        )?;
        ensure(
            absolute == 0 || idle <= absolute,
            "lifetime.refresh_absolute_seconds",
            "must be no less than refresh_idle_seconds: the sooner of both ends the grant",
        )
    }
}

fn are_statuses(statuses: &[u16]) -> bool {
    statuses.iter().all(|status| (200..=599).contains(status))
}

/// A key of the definition in a message: a name, or nothing that could be something else.
fn shown(name: &str) -> &str {
    let plain = (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if plain { name } else { "?" }
}

/// RFC 6901 §3: reference tokens, each after a slash; a tilde stands only for itself (`~0`) or for a slash (`~1`).
fn is_json_pointer(text: &str) -> bool {
    let tilde = |token: &str| token.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
    text.len() <= 256 && (text.is_empty() || text.starts_with('/')) && tilde(text) && !text.chars().any(char::is_control)
}
