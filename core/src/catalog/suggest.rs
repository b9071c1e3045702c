//! Finds the nearest known word, for "did you mean".

/// Below this nearness (1 is equal) a suggestion would puzzle more than help: one wrong letter in four is the limit.
const NEAR: f64 = 0.75;

/// Nothing longer is compared; ids have at most 64 characters.
const LONGEST: usize = 64;

/// The nearest of the candidates, each with a name for people besides; `None` if none is near.
pub(super) fn nearest<'a>(text: &str, candidates: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let asked = fold(text);
    let mut best: Option<(f64, &str)> = None;
    for (id, name) in candidates {
        let score = nearness(&asked, &fold(id)).max(if name.is_empty() { 0.0 } else { nearness(&asked, &fold(name)) });
        // The first of equals stays, so that the answer does not depend on the order of a map.
        if score >= NEAR && best.is_none_or(|(known, other)| score > known || (score == known && id < other)) {
            best = Some((score, id));
        }
    }
    best.map(|(_, id)| id.to_owned())
}

/// Letters and digits in lower case: people write `one_drive`, `OneDrive` and `one drive`.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn nearness(asked: &str, known: &str) -> f64 {
    if asked.is_empty() || known.is_empty() {
        return 0.0;
    }
    if asked == known {
        return 1.0;
    }
    // A part of the other, from three letters on: `onedrive` in `microsoftonedrive`. The longer the part, the nearer.
    let (short, long) = if asked.len() < known.len() { (asked, known) } else { (known, asked) };
    // A known word in what was asked must be most of it, or every long text would hold one.
    let is_most = known.len() * 2 >= asked.len();
    if short.len() >= 3 && is_most && long.contains(short) {
        return 0.9 + 0.09 * short.len() as f64 / long.len() as f64;
    }
    strsim::normalized_damerau_levenshtein(asked, known).min(0.89)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_far_ones_are_not() {
        let known = [("microsoft-onedrive", "OneDrive"), ("google-drive", "Google Drive"), ("slack", "Slack"), ("osu", "osu!")];
        for (text, expected) in [
            ("onedrive", Some("microsoft-onedrive")),
            ("OneDrive", Some("microsoft-onedrive")),
            ("one_drive", Some("microsoft-onedrive")),
            ("microsoft", Some("microsoft-onedrive")),
            ("microsoft-ondrive", Some("microsoft-onedrive")),
            ("mircosoft-onedrive", Some("microsoft-onedrive")),
            ("onedirve", Some("microsoft-onedrive")),
            ("slakc", Some("slack")),
            ("google", Some("google-drive")),
            ("slack-bot", Some("slack")),
            ("no-such-thing-at-all", None),
            ("sl", None),
            ("", None),
            ("--", None),
            ("salesforce", None),
            ("\u{0}\u{0}", None),
        ] {
            assert_eq!(nearest(text, known.into_iter()).as_deref(), expected, "{text}");
        }
        assert_eq!(nearest(&"slack".repeat(20), known.into_iter()), None, "too long to be meant");
    }
}
