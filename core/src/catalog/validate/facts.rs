//! Validates where facts come from. That every file of the catalogue says so is asked by its lint: in code nobody need.

use super::{Check, Validator, ensure};
use crate::model::definition::{CheckedAgainst, Facts};

impl Validator<'_> {
    pub(super) fn facts(&self, facts: &Facts) -> Check {
        for (at, source) in facts.sources.iter().enumerate() {
            let is_https = url::Url::parse(source).is_ok_and(|url| url.scheme() == "https" && url.host().is_some());
            ensure(is_https, &format!("facts.sources[{at}]"), "must be an https URL")?;
        }
        ensure(facts.checked.is_empty() || is_day(&facts.checked), "facts.checked", "must be a day such as 2026-11-30")?;
        let is_lead = matches!(facts.against, CheckedAgainst::OneProject | CheckedAgainst::Nothing);
        ensure(!(facts.verified && is_lead), "facts.verified", "must be false where no second source says the same")?;
        let is_dated = !facts.checked.is_empty() && !facts.sources.is_empty();
        ensure(!facts.verified || is_dated, "facts.verified", "needs sources and the day in checked")
    }
}

/// `full-date` (RFC 3339 §5.6), a day of the calendar.
fn is_day(text: &str) -> bool {
    let number = |at: std::ops::Range<usize>| -> Option<u16> {
        text.get(at).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    };
    let day = || -> Option<time::Date> {
        let month = u8::try_from(number(5..7)?).ok().and_then(|month| time::Month::try_from(month).ok())?;
        time::Date::from_calendar_date(i32::from(number(0..4)?), month, u8::try_from(number(8..10)?).ok()?).ok()
    };
    text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-") && day().is_some()
}
