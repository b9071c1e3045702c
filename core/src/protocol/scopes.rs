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
}
