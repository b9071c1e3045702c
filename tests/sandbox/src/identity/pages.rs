//! The pages a person sees. Their forms are the contract that scripts rely on; see the README.

use http::HeaderName;
use http::header::CONTENT_SECURITY_POLICY;

use crate::identity::error::AadError;
use crate::identity::scope::Scope;
use crate::message::Reply;
use crate::random::make_token;
use crate::world::{App, User};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#eef1f4;color:#1c2430}\
main{max-width:26rem;margin:8vh auto;background:#fff;border:1px solid #cdd5de;border-radius:8px;padding:1.5rem 2rem}\
header{font-size:.85rem;color:#4a5666;border-bottom:1px solid #e2e7ec;padding-bottom:.5rem}\
h1{font-size:1.25rem}label{display:block;margin:.75rem 0 .25rem}input[type=text],input[type=password]{width:100%;\
box-sizing:border-box;padding:.5rem;font:inherit;border:1px solid #7b8896;border-radius:4px}\
button{font:inherit;padding:.5rem 1rem;margin:1rem .5rem 0 0;border:1px solid #2b5c8a;border-radius:4px;background:#fff;\
color:#1f4a72}button.primary{background:#2b5c8a;color:#fff}[role=alert]{color:#9c1c1c}ul{padding-left:1.2rem}";

/// Writes text so that it is only text, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn page(status: u16, name: &str, title: &str, body: &str, script: Option<&str>) -> Reply {
    let nonce = make_token::<12>();
    let script = script.map_or_else(String::new, |script| format!("<script nonce=\"{nonce}\">{script}</script>"));
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title} – sandbox</title><style nonce=\"{nonce}\">{STYLE}</style></head>\
         <body data-page=\"{name}\"><main><header>Sandbox — not Microsoft. For tests only; use no real password.</header>\n\
         <h1>{title}</h1>\n{body}\n</main>{script}</body></html>\n",
        title = escape(title),
    );
    // No form-action: browsers apply it to redirects after a form as well, and those lead to the application.
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors 'none'"
    );
    Reply::empty(status)
        .with_body("text/html; charset=utf-8", html)
        .header(CONTENT_SECURITY_POLICY, &policy)
        .header(HeaderName::from_static("x-content-type-options"), "nosniff")
        .header(HeaderName::from_static("referrer-policy"), "no-referrer")
}

fn form(action: &str, flow: &str, inner: &str) -> String {
    format!(
        "<form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"flow\" value=\"{}\">\n{inner}\n</form>",
        escape(flow)
    )
}

/// The sign-in page.
pub(crate) fn sign_in(flow: &str, username: &str, problem: Option<&str>) -> Reply {
    let problem = problem.map_or_else(String::new, |text| format!("<p role=\"alert\">{}</p>\n", escape(text)));
    let fields = format!(
        "<label for=\"username\">User name</label><input type=\"text\" id=\"username\" name=\"username\" \
         value=\"{}\" autocomplete=\"username\" required>\n<label for=\"password\">Password</label>\
         <input type=\"password\" id=\"password\" name=\"password\" autocomplete=\"current-password\" required>\n\
         <button type=\"submit\" class=\"primary\">Sign in</button>",
        escape(username)
    );
    page(200, "sign-in", "Sign in", &format!("{problem}{}", form("/_login", flow, &fields)), None)
}

fn who(user: &User) -> String {
    format!("<p>Signed in as <strong id=\"account\">{}</strong></p>", escape(&user.username))
}

fn another_account(flow: &str) -> String {
    form("/_account", flow, "<button type=\"submit\" name=\"decision\" value=\"another\">Use another account</button>")
}

/// The account page of `prompt=select_account`.
pub(crate) fn account(flow: &str, user: &User) -> Reply {
    let buttons = "<button type=\"submit\" name=\"decision\" value=\"continue\" class=\"primary\">Continue</button>\
                   <button type=\"submit\" name=\"decision\" value=\"another\">Use another account</button>";
    page(200, "account", "Pick an account", &format!("{}{}", who(user), form("/_account", flow, buttons)), None)
}

const DECISION: &str = "<button type=\"submit\" name=\"decision\" value=\"accept\" class=\"primary\">Accept</button>\
                        <button type=\"submit\" name=\"decision\" value=\"cancel\">Cancel</button>";

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let items: String = names.map(|name| format!("<li>{}</li>", escape(name))).collect();
    format!("<ul>{items}</ul>")
}

/// The consent page of one person; administrators may consent for their organisation.
pub(crate) fn consent(flow: &str, user: &User, app: &App, scopes: &[Scope]) -> Reply {
    let all = if user.administrator {
        "<label><input type=\"checkbox\" name=\"for_organisation\" value=\"1\"> Consent on behalf of the organisation</label>"
    } else {
        ""
    };
    let body = format!(
        "{}<p><strong>{}</strong> asks for:</p>{}{}{}",
        who(user),
        escape(&app.name),
        list(scopes.iter().map(|scope| scope.name.as_str())),
        form("/_consent", flow, &format!("{all}{DECISION}")),
        another_account(flow),
    );
    page(200, "consent", "Permissions requested", &body, None)
}

/// The consent page of the generic server.
pub(crate) fn generic_consent(flow: &str, user: &User, client: &str, scopes: &[String]) -> Reply {
    let body = format!(
        "{}<p><strong>{}</strong> asks for:</p>{}{}",
        who(user),
        escape(client),
        list(scopes.iter().map(String::as_str)),
        form("/_consent", flow, DECISION),
    );
    page(200, "consent", "Permissions requested", &body, None)
}

/// Where the code of a device is entered.
pub(crate) fn device() -> Reply {
    let fields = "<label for=\"user_code\">Code</label><input type=\"text\" id=\"user_code\" name=\"user_code\" autocomplete=\"off\" required>\n\
                  <button type=\"submit\" class=\"primary\">Next</button>";
    let form = format!("<form method=\"get\" action=\"/oauth/device\">{fields}</form>");
    page(200, "device", "Enter the code that your device shows", &form, None)
}

/// The consent page of an administrator for the whole organisation.
pub(crate) fn admin_consent(flow: &str, user: &User, app: &App, delegated: &[Scope], roles: &[String]) -> Reply {
    let body = format!(
        "{}<p><strong>{}</strong> asks for these permissions for your whole organisation.</p>\
         <h2>On behalf of people</h2>{}<h2>As an application</h2>{}{}{}",
        who(user),
        escape(&app.name),
        list(delegated.iter().map(|scope| scope.name.as_str())),
        list(roles.iter().map(String::as_str)),
        form("/_consent", flow, DECISION),
        another_account(flow),
    );
    page(200, "admin-consent", "Permissions requested for your organisation", &body, None)
}

/// What a person sees who cannot consent alone.
pub(crate) fn approval_required(flow: &str, user: &User, app: &App) -> Reply {
    let back = "<button type=\"submit\" name=\"decision\" value=\"cancel\">Return to the application without approval</button>";
    let body = format!(
        "{}<p><strong>{}</strong> needs permissions that only an administrator of your organisation can grant (AADSTS90094).</p>{}{}",
        who(user),
        escape(&app.name),
        form("/_consent", flow, back),
        another_account(flow),
    );
    page(200, "approval-required", "Need admin approval", &body, None)
}

/// A page with a failure that has nowhere else to go.
pub(crate) fn error(status: u16, text: &str) -> Reply {
    page(status, "error", "Sorry, this did not work", &format!("<p role=\"alert\">{}</p>", escape(text)), None)
}

/// A page for a request that cannot be answered by redirect.
pub(crate) fn refusal(refusal: &AadError) -> Reply {
    error(400, &format!("AADSTS{}: {}", refusal.code, refusal.message))
}

/// A page with one sentence.
pub(crate) fn message(name: &str, title: &str, text: &str) -> Reply {
    page(200, name, title, &format!("<p>{}</p>", escape(text)), None)
}

/// An answer by `response_mode=form_post`: a form that submits itself, with a button for browsers without scripts.
pub(crate) fn form_post(action: &str, params: &[(&str, &str)]) -> Reply {
    let fields: String = params
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape(name), escape(value)))
        .collect();
    let body = format!(
        "<form method=\"post\" id=\"back\" action=\"{}\">{fields}<button type=\"submit\">Continue</button></form>",
        escape(action)
    );
    page(200, "form-post", "Back to the application", &body, Some("document.getElementById('back').submit()"))
}
