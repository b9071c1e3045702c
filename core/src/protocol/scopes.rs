//! Compares granted scopes with those that were asked for: a user may grant fewer.

/// Scopes of OpenID Connect (Core §5.4, §11). Answers often leave them out, and they open no API.
const OIDC_SCOPES: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];

/// How two scopes are compared: the definition's rule with its templates expanded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResolvedComparison {
    /// Compare without regard to ASCII case.
    pub ignore_case: bool,
    /// Prefixes that mean nothing, such as `https://graph.microsoft.com/`. At most one is removed, the longest that fits.
    pub strip_prefixes: Vec<String>,
    /// Scopes that answers leave out although they were granted.
    pub unreported: Vec<String>,
    /// Granted scopes, and those that each includes.
    pub implied: Vec<(String, Vec<String>)>,
}

impl ResolvedComparison {
    fn normalise(&self, scope: &str) -> String {
        let rest = |prefix: &String| {
            let (head, rest) = scope.split_at_checked(prefix.len())?;
            let fits = if self.ignore_case { head.eq_ignore_ascii_case(prefix) } else { head == prefix };
            (fits && !rest.is_empty()).then_some(rest)
        };
        let name = self.strip_prefixes.iter().filter_map(rest).min_by_key(|rest| rest.len()).unwrap_or(scope);
        if self.ignore_case { name.to_ascii_lowercase() } else { name.to_owned() }
    }
}

/// The scopes of `asked` that `granted` does not cover, spelt as asked and in that order. Scopes of OpenID Connect and those that
/// the provider never reports are taken as granted. A scope includes another one only where the definition says so.
pub(crate) fn missing_scopes(asked: &[String], granted: &[String], comparison: &ResolvedComparison) -> Vec<String> {
    let normalise = |scope: &String| comparison.normalise(scope);
    let mut granted: Vec<_> = granted.iter().chain(&comparison.unreported).map(normalise).collect();
    let implied: Vec<_> = comparison
        .implied
        .iter()
        .map(|(scope, includes)| (normalise(scope), includes.iter().map(normalise).collect::<Vec<_>>()))
        .collect();
    let mut at = 0;
    while let Some(scope) = granted.get(at).cloned() {
        for (_, includes) in implied.iter().filter(|(larger, _)| *larger == scope) {
            let new: Vec<_> = includes.iter().filter(|scope| !granted.contains(scope)).cloned().collect();
            granted.extend(new);
        }
        at += 1;
    }
    let is_missing = |scope: &&String| {
        let name = normalise(scope);
        !granted.contains(&name) && !OIDC_SCOPES.contains(&name.as_str())
    };
    asked.iter().filter(is_missing).cloned().collect()
}

/// What scopes of a grant have been called before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spellings<'a> {
    /// As the application asks for them.
    pub asked: &'a [String],
    /// As the grant has had them, in the order in which they are shown.
    pub before: &'a [String],
}

/// The granted scopes of an answer as the application knows them: a scope is spelt as it was asked for, else as it was called before, else as
/// the definition calls it (`known`), and keeps its place. Answers of one provider spell them in several ways and in any order; two that
/// the definition compares as the same are one.
pub(crate) fn respell<'k>(
    told: Vec<String>,
    spellings: Spellings<'_>,
    known: impl Iterator<Item = &'k String> + Clone,
    comparison: &ResolvedComparison,
) -> Vec<String> {
    let Spellings { asked, before } = spellings;
    let mut seen: Vec<String> = Vec::new();
    let mut granted: Vec<(usize, String)> = Vec::new();
    for scope in told {
        let name = comparison.normalise(&scope);
        if seen.contains(&name) {
            continue;
        }
        let is_same = |other: &&String| comparison.normalise(other) == name;
        let spelt = asked.iter().chain(before).find(is_same).or_else(|| known.clone().find(is_same)).cloned().unwrap_or(scope);
        let place = before.iter().position(|other| comparison.normalise(other) == name).unwrap_or(before.len());
        granted.push((place, spelt));
        seen.push(name);
    }
    granted.sort_by_key(|(place, _)| *place);
    granted.into_iter().map(|(_, scope)| scope).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn scopes_are_compared_after_the_definition_s_rule() {
        let graph = ResolvedComparison {
            ignore_case: true,
            strip_prefixes: list("https://graph.microsoft.com https://graph.microsoft.com/"),
            unreported: list("Hidden.Read"),
            implied: Vec::new(),
        };
        let implied = ResolvedComparison {
            ignore_case: true,
            implied: vec![("all".into(), list("write")), ("WRITE".into(), list("read all")), ("url".into(), list("read"))],
            ..ResolvedComparison::default()
        };
        let plain = ResolvedComparison::default();
        let table = [
            (&plain, "a b", "b a", ""),
            (&plain, "a b", "a", "b"),
            (&plain, "a A", "a", "A"),
            (&plain, "b a b", "", "b a b"),
            (&plain, "openid profile email address phone offline_access a", "a", ""),
            (&plain, "OpenID", "", "OpenID"),
            (&plain, "https://graph.microsoft.com/a", "a", "https://graph.microsoft.com/a"),
            (&graph, "User.Read Files.Read.All", "https://graph.microsoft.com/user.read FILES.READ.ALL", ""),
            (&graph, "https://graph.microsoft.com/User.Read OFFLINE_ACCESS", "user.read", ""),
            (&graph, "Files.Read Files.ReadWrite", "Files.ReadWrite", "Files.Read"),
            (&graph, "hidden.read HTTPS://GRAPH.MICROSOFT.COM/hidden.READ", "", ""),
            (&graph, "Files.Read", "https://evil.example/Files.Read", "Files.Read"),
            (&graph, "https://graph.microsoft.com/", "", "https://graph.microsoft.com/"),
            (&graph, "é", "É", "é"),
            (&implied, "read write all", "ALL", ""),
            (&implied, "read write", "url", "write"),
        ];
        for (comparison, asked, granted, missing) in table {
            assert_eq!(missing_scopes(&list(asked), &list(granted), comparison), list(missing), "{asked} / {granted}");
        }
    }
    #[test]
    fn a_scope_keeps_its_spelling_and_its_place() {
        let graph = ResolvedComparison {
            ignore_case: true,
            strip_prefixes: list("https://graph.microsoft.com/"),
            ..ResolvedComparison::default()
        };
        let plain = ResolvedComparison::default();
        let full = "https://graph.microsoft.com/Files.Read https://graph.microsoft.com/User.Read";
        let table = [
            // As asked, whichever form the sign-in and the refresh have answered with.
            (&graph, full, "Files.Read User.Read", "", "Files.Read User.Read"),
            (&graph, full, "Files.Read", "user.read Files.Read", "user.read Files.Read"),
            (&graph, "Files.Read user.read", full, "", full),
            (&graph, full, "Files.Read", full, "Files.Read https://graph.microsoft.com/User.Read"),
            (&graph, "https://graph.microsoft.com/mail.read", "", "", "Mail.Read"),
            (&graph, "https://graph.microsoft.com/Other", "", "", "https://graph.microsoft.com/Other"),
            (&graph, "Files.Read FILES.READ https://graph.microsoft.com/files.read", "", "", "Files.Read"),
            // In another order, and with one more and one less.
            (&plain, "c b a", "a b", "a b", "a b c"),
            (&plain, "c", "a b", "a b", "c"),
            (&plain, "b a a", "", "", "b a"),
            (&plain, "A", "a", "a", "A"),
        ];
        let known = list("Mail.Read");
        for (comparison, told, asked, before, expected) in table {
            let (asked, before) = (list(asked), list(before));
            let spellings = Spellings { asked: &asked, before: &before };
            assert_eq!(respell(list(told), spellings, known.iter(), comparison), list(expected), "{told}");
        }
    }
}
