//! Renders the page that explains every error code, for all languages at once. `docs_url` of an error leads to the code's own
//! anchor.

use std::fmt::Write as _;

use authpipe::{Actor, ErrorCode, Retry};

use crate::NOTICE;

/// An error as somebody meets it, in Rust's names: what happened, and what the hint says.
const EXAMPLES: &[(&str, &str)] = &[
    ("config_invalid", "The timeout must be between 1 ms and 10 minutes."),
    (
        "key_missing",
        "Authpipe has no vault key. Run \"authpipe key generate\" and set AUTHPIPE_KEY. Keep it: without this key the vault cannot be read.",
    ),
    (
        "key_mismatch",
        "The vault at sqlite:./authpipe.db was encrypted with key a1b2…, but AUTHPIPE_KEY is key 9f8e…. Restore the old key; to rotate, \
         deploy key: [old, new] first, then [new, old].",
    ),
    ("base_url_missing", "Set AUTHPIPE_BASE_URL to the public URL of the handler, e.g. https://app.example.com/api/authpipe."),
    ("vault_unavailable", "The file system of ./authpipe.db is read-only, or its disk is full."),
    ("vault_locked", "Another process keeps ./authpipe.db locked. Look for a tool that holds a transaction open."),
    ("vault_newer", "The vault at sqlite:./authpipe.db was written by a newer version of Authpipe."),
    ("vault_moved", "The vault at sqlite:./authpipe.db has moved to postgres://app@db.example:5432/app."),
    ("environment_mismatch", "The vault at sqlite:./authpipe.db belongs to another environment than \"staging\"."),
    (
        "restore_unconfirmed",
        "The vault at sqlite:./authpipe.db is in an earlier state than it was: a backup was restored. No refresh token in it is presented.",
    ),
    ("key_service_unavailable", "The service that holds the root key is away, so a tenant's key cannot be unwrapped now."),
    ("provider_unknown", "Unknown provider \"onedrive\". Did you mean \"microsoft-onedrive\"?"),
    ("provider_not_configured", "\"microsoft-onedrive\" is in the catalog but has no client id."),
    (
        "provider_config_rejected",
        "Microsoft rejected the client secret. Copy the secret's value, not its id, and check that it has not expired.",
    ),
    ("not_connected", "No OneDrive connection for tenant \"org_acme\", user \"user_123\". Let the user connect."),
    ("installation_not_found", "OneDrive is not installed for tenant \"org_acme\". Let an administrator install it."),
    (
        "installation_pending",
        "Microsoft has not confirmed the installation's permissions yet. Consent can take some minutes to spread.",
    ),
    (
        "approval_required",
        "The OneDrive installation waits for approval: whoever installed it did not prove to be an administrator there.",
    ),
    ("ambiguous_config", "Provider \"microsoft-onedrive\" has several configs: eu, us."),
    ("user_id_required", "The call does not say whose credential is meant."),
    ("invalid_id", "The tenant id must not be the text of nobody, such as \"undefined\"."),
    ("invalid_request", "The header X-Authpipe: 1 is missing. Use @authpipe/react, or set it."),
    ("scope_not_allowed", "\"Files.ReadWrite\" is not among the config's scopes."),
    ("scope_unavailable", "Personal accounts cannot be asked for \"Sites.Read.All\"."),
    (
        "credential_rejected",
        "Acme does not accept this key. Check that it was copied as a whole and still works there. Nothing was stored.",
    ),
    (
        "reauth_required",
        "OneDrive needs user_123 to sign in again: the refresh token was revoked. Let the user connect again. Other users are not affected.",
    ),
    ("scope_missing", "OneDrive did not grant: Files.ReadWrite. Connect again and agree to everything that is asked for."),
    ("admin_consent_required", "These permissions need an administrator of the Microsoft tenant."),
    ("provider_unavailable", "Microsoft answered the refresh with 503. The credential is served until it expires."),
    (
        "provider_error",
        "Microsoft refused the request of this app. Check the app registration: redirect URI, scopes and who may sign in.",
    ),
    (
        "tls_failed",
        "TLS with Own did not come about at login.own.example: its certificate is signed by itself, or by an authority that is not trusted here.",
    ),
    ("rate_limited", "Microsoft asked for a pause of 30 seconds."),
    ("timeout", "Another process refreshes this grant and has not finished within 10 seconds."),
    ("state_invalid", "This sign-in is not known here, or it was finished before. Start again from the app."),
    ("session_expired", "This sign-in took too long and has expired. Start again from the app."),
    ("session_binding_mismatch", "This sign-in was started in another browser. Start again from the app."),
    ("access_denied", "The sign-in at OneDrive was cancelled or not allowed."),
    ("installation_claimed", "This OneDrive organisation is installed for another tenant of the application."),
    ("account_mismatch", "Another OneDrive account than the connected one signed in. Nothing was changed."),
    ("account_type_unsupported", "Personal Microsoft accounts cannot do this. Sign in with an account of an organisation."),
    ("identity_required", "identify() returned null for POST /oauth/sessions."),
    ("identify_failed", "identify() threw. Its error is in the application's log, with the answer's request id."),
    ("identity_mismatch", "The browser sent tenant_id \"x\" but identify() returned \"y\". Remove tenant_id from the request."),
    ("forbidden", "Only an administrator of the tenant may do this. identify() returned role \"member\"."),
    ("origin_not_allowed", "The page's origin may not call this handler."),
    ("not_found", "There is no such route."),
    ("method_not_allowed", "This route takes GET, DELETE."),
    ("too_large", "The request body is larger than 64 KiB."),
    ("closed", "This Authpipe object has been closed."),
    ("forked", "A vault in memory stays with the process that made it, so a forked child cannot use it."),
    ("internal", "A defect of Authpipe stopped this call. What was saved before it is safe."),
    ("runtime_unsupported", "The Edge runtime cannot load a native module."),
];

pub(crate) fn page() -> String {
    let mut page = format!("<!-- {NOTICE} -->\n\n# Errors\n\n");
    page += HEAD;
    page += "\n| code | class | retry | who acts |\n|---|---|---|---|\n";
    for code in ErrorCode::ALL {
        let (text, class) = (code.as_str(), code.class().as_str());
        let _ = writeln!(page, "| [`{text}`](#{text}) | `{class}` | `{}` | {} |", code.retry().as_str(), code.actor().as_str());
    }
    for code in ErrorCode::ALL {
        page += &section(*code);
    }
    page
}

const HEAD: &str = "\
Every error has a code, which is the same in all languages and never changes its meaning. Decide by the code and by `retry`, never by the
text. The error's link to its documentation leads to the code's section here. A later version may have more codes, so keep a default.

```ts
import { AuthpipeError } from '@authpipe/node';

try {
  await authpipe.getCredential(subject);
} catch (error) {
  if (!(error instanceof AuthpipeError)) throw error;
  if (error.retry === 'after_reauth') showConnectButton(error.provider);
  else if (error.retry === 'later') tryAgainAfter(error.retryAfterMs);
  else throw error;
}
```

```python
try:
    ap.get_credential(**subject)
except AuthpipeError as error:
    match error.retry:
        case \"after_reauth\":
            show_connect_button(error.provider)
        case \"later\":
            try_again_after(error.retry_after)
        case _:
            raise
```

```swift
do {
    _ = try await authpipe.credential(for: subject)
} catch let error as AuthpipeError where error.retry == .afterReauth {
    showConnectButton(error.provider)
}
```

`code` is a closed union in TypeScript and a `Literal` in Python, and the names of `AuthpipeError.Code` in Swift: a misspelt one does not
compile. Where the handler answers a request, `status` is the HTTP status of its answer (RFC 9457).
";

fn section(code: ErrorCode) -> String {
    let text = code.as_str();
    let mut section = format!("\n## {text}\n\n{}\n\n", code.doc());
    let _ = writeln!(section, "- **Class:** `{}`", code.class().as_str());
    let _ = writeln!(section, "- **Retry:** `{}`: {}", code.retry().as_str(), retry(code.retry()));
    let _ = writeln!(section, "- **Who acts:** {}", actor(code.actor()));
    let _ = writeln!(section, "- **What to do:** {}", code.hint());
    let _ = writeln!(section, "- **HTTP status:** {}", code.http_status());
    if let Some((_, example)) = EXAMPLES.iter().find(|(of, _)| *of == text) {
        let _ = writeln!(section, "- **Example:** {example}");
    }
    section
}

fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "not before something has been changed.",
        Retry::Later => "the same call may succeed later; where the error says when, not before.",
        Retry::AfterReauth => "after somebody has gone through a new session at the provider.",
    }
}

fn actor(actor: Actor) -> &'static str {
    match actor {
        Actor::Developer => "the developer of the application.",
        Actor::Operator => "the operator of the application: options, keys, client registrations.",
        Actor::User => "the end user.",
        Actor::Administrator => "an administrator of the customer.",
        Actor::Maintainer => "the maintainers of Authpipe.",
        Actor::Nobody => "nobody: it passes.",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use authpipe::Error;

    use super::*;

    /// The anchors of a page, as its host makes them of headings: lower case, without signs, spaces as hyphens.
    fn anchors(page: &str) -> Vec<String> {
        let anchor = |heading: &str| {
            let kept =
                heading.to_lowercase().chars().filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign)).collect::<String>();
            kept.replace(' ', "-")
        };
        page.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect()
    }

    #[test]
    fn the_link_of_every_code_leads_to_its_section() {
        let anchors = anchors(&fs::read_to_string(crate::root().join("docs/errors.md")).expect("the page is there"));
        for code in ErrorCode::ALL {
            let url = Error::new(*code, "").docs_url();
            let (page, anchor) = url.split_once('#').expect("an anchor");
            assert!(page.ends_with("/blob/main/docs/errors.md"), "{page}");
            assert_eq!(anchors.iter().filter(|known| *known == anchor).count(), 1, "{url}");
        }
        assert_eq!(anchors.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn every_code_has_an_example_and_no_other_has() {
        let with_example: Vec<_> = EXAMPLES.iter().map(|(code, _)| *code).collect();
        let codes: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(with_example, codes);
    }

    #[test]
    fn every_package_names_the_repository_that_the_links_lead_to() {
        let repository = Error::PAGE.strip_suffix("/blob/main/docs/errors.md").expect("the page's place");
        assert!(repository.starts_with("https://"), "{repository}");
        for file in
            ["Cargo.toml", "bindings-node/package.json", "bindings-node/react/package.json", "bindings-python/pyproject.toml"]
        {
            let text = fs::read_to_string(crate::root().join(file)).expect("the manifest is there");
            assert!(text.contains(repository), "{file} does not name {repository}");
        }
    }
}
