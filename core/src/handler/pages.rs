//! The few pages that a person sees: the closing page of a popup, the page that navigates once, and the error page.
//!
//! Their HTML comes from `engine::page`, which the loopback flow uses too.

use url::Url;

use super::problem;
use crate::base::{Error, ErrorCode, entropy};
use crate::engine::Ending;
use crate::engine::page::{escape, for_script, has_reference, page, sentence};
use crate::model::grant::GrantStatus;
use crate::model::http::HttpResponse;
use crate::model::session::SessionStatus;

/// The page on which a popup ends. It tells the opener's page to look, and closes; the result itself is read from the server. Where the
/// window stays, a reload asks for the same session again: the id in its address is no secret, as the cookie of the flow is.
pub(super) fn closing_page(ending: &Ending) -> HttpResponse {
    let message = serde_json::json!({ "v": 1, "session_id": ending.session_id, "status": ending.status.as_str() });
    let origin = serde_json::json!(ending.opener_origin);
    let script = format!(
        "history.replaceState(null,'',location.pathname);const m={};const o={};\
         history.replaceState(null,'','?session='+m.session_id);\
         try{{new BroadcastChannel('authpipe').postMessage(m)}}catch{{}}\
         try{{if(o&&window.opener)window.opener.postMessage(m,o)}}catch{{}}window.close();",
        for_script(&message.to_string()),
        for_script(&origin.to_string()),
    );
    let title = match (ending.status, ending.grant_status) {
        (SessionStatus::Complete, Some(GrantStatus::PendingApproval)) => "Waiting for approval",
        (SessionStatus::Complete, Some(GrantStatus::Pending)) => "Almost done",
        (SessionStatus::Complete, _) => "Connected",
        (SessionStatus::Cancelled, _) => "Cancelled",
        (SessionStatus::Expired, _) => "Too late",
        _ => "Not connected",
    };
    let text = match (&ending.error, ending.grant_status) {
        (Some(error), _) => sentence(error, ending.session_id.as_str()),
        (None, _) if ending.status != SessionStatus::Complete => {
            "Nothing was connected. You can start again from the app.".to_owned()
        }
        (None, Some(GrantStatus::PendingApproval)) => {
            "Somebody has to approve this before the app can use it. You can close this window.".to_owned()
        }
        (None, Some(GrantStatus::Pending)) => {
            "It can take a few minutes until the app can use this. You can close this window.".to_owned()
        }
        (None, _) => "You can close this window.".to_owned(),
    };
    let status = if ending.status == SessionStatus::Expired { ErrorCode::SessionExpired.http_status() } else { 200 };
    page(status, title, &text, Some(&script))
}

/// The page that navigates once within our own origin, so that cookies with `SameSite=Strict` arrive.
pub(super) fn resume_page(location: &str) -> HttpResponse {
    let script = format!("location.replace({})", for_script(&serde_json::json!(location).to_string()));
    let text = format!("<a href=\"{}\">Continue</a>", escape(location));
    page(200, "One moment…", &text, Some(&script))
}

/// An answer that belongs to no session of this browser. It tells no tenant, user or provider data; the log tells the rest, under the
/// reference.
pub(super) fn error_page(error: &Error, base_url: Option<&Url>) -> HttpResponse {
    let request_id = entropy::make_id("req");
    problem::note(error, &request_id, has_reference(error));
    of_error(error, &request_id, base_url)
}

/// The same page, of which somebody else has the log speak. From it a person can go to the application, as far as it is known where that is.
pub(super) fn of_error(error: &Error, request_id: &str, base_url: Option<&Url>) -> HttpResponse {
    // The page that waits would show the same session again, which cannot succeed without its cookie. It is told no more than that.
    let unbound = "try{new BroadcastChannel('authpipe').postMessage({v:1,status:'unbound'})}catch{}";
    let is_unbound = error.code() == ErrorCode::SessionBindingMismatch;
    let script = format!("history.replaceState(null,'',location.pathname);{}", if is_unbound { unbound } else { "" });
    let way_out =
        base_url.map(|url| format!("</p><p><a href=\"{}/\">Go to the app</a>", escape(&url.origin().ascii_serialization())));
    let text = sentence(error, request_id) + &way_out.unwrap_or_default();
    page(error.code().http_status(), "This did not work", &text, Some(&script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_carries_its_headers_and_one_script_under_its_nonce() {
        // The one text from outside that a page shows, as no path of ours can be: in an attribute and in a script.
        let location = "https://app.example/\"'</script><script>alert(1)</script><!--&lt;\u{2028}?resume=a&b=<i>";
        let response = resume_page(location);
        let body = String::from_utf8(response.body).unwrap();
        assert_eq!((body.matches("<script").count(), body.matches("</script").count()), (1, 1), "{body}");
        let script = body.split("location.replace(").nth(1).unwrap().split(")</script>").next().unwrap();
        assert_eq!(serde_json::from_str::<String>(script).unwrap(), location, "it still goes there");
        assert!(!script.contains(['<', '>', '&', '\u{2028}']), "{script}");
        let link = body.split("<a href=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(!link.contains(['<', '>', '\'']) && link.ends_with("?resume=a&amp;b=&lt;i&gt;"), "{link}");
        let header = |name: &str| &response.headers.iter().find(|(n, _)| n == name).unwrap().1;
        let nonce = body.split("<script nonce=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(header("content-security-policy").contains(&format!("script-src 'nonce-{nonce}'")));
        assert!(!header("content-security-policy").contains("unsafe-inline"));
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
    }
}
