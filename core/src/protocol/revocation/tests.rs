//! Requests as RFC 7009 §2.1 and vendors write them, and answers one by one.

use zeroize::Zeroizing;

use super::*;
use crate::model::client::Client;

fn defined(revocation: serde_json::Value) -> Revocation {
    serde_json::from_value(revocation).unwrap()
}

fn built(asked: &Revocation, authentication: ClientAuthentication) -> (OutboundRequest, String) {
    let client = Client::Secret("s:1".into());
    let (names, placement) = (ParameterNames::default(), Placement::default());
    let url = Url::parse("https://id.example/revoke").unwrap();
    let client = ClientRegistration { client_id: "c", client: &client, authentication, assertion: None };
    let endpoint = RevocationEndpoint { url: &url, asked, client, names: &names, placement: &placement };
    let request = build_revocation_request(&endpoint, RevokedToken::Refresh, &"rt+1".into());
    let body = match &request.body {
        Body::Empty => String::new(),
        Body::Form(text) | Body::Query(text) | Body::Json(text) | Body::Typed(_, text) => text.expose().clone(),
    };
    (request, body)
}

fn proof(request: &OutboundRequest) -> Option<&str> {
    request.secret_header.as_ref().map(|header| header.value.expose().as_str())
}

#[test]
fn by_itself_it_is_the_request_of_rfc_7009() {
    use ClientAuthentication::{ClientSecretBasic, ClientSecretPost, None as Public};
    let plain = defined(serde_json::json!({ "scope": "grant" }));
    let (request, body) = built(&plain, ClientSecretBasic);
    assert_eq!((request.method, body.as_str()), (Method::Post, "token=rt%2B1&token_type_hint=refresh_token"));
    assert!(matches!(request.body, Body::Form(_)));
    assert_eq!(proof(&request), Some("Basic YzpzJTNBMQ=="), "both parts are form-encoded (RFC 6749 §2.3.1)");
    let (request, body) = built(&plain, ClientSecretPost);
    assert_eq!(body, "token=rt%2B1&token_type_hint=refresh_token&client_id=c&client_secret=s%3A1");
    assert_eq!(proof(&request), None);
    let (_, body) = built(&plain, Public);
    assert_eq!(body, "token=rt%2B1&token_type_hint=refresh_token&client_id=c", "§5: a public client names itself");
}

#[test]
fn vendors_have_ways_of_their_own() {
    use ClientAuthentication::ClientSecretPost;
    for (definition, method, expected, header) in [
        (
            serde_json::json!({ "scope": "account", "method": "delete", "token_in": { "json": "access_token" }, "client": "basic" }),
            Method::Delete,
            r#"{"access_token":"rt+1"}"#,
            Some("Basic YzpzJTNBMQ=="),
        ),
        (
            serde_json::json!({ "scope": "token", "token_in": "bearer", "client": "nothing" }),
            Method::Post,
            "",
            Some("Bearer rt+1"),
        ),
        (
            serde_json::json!({ "scope": "account", "client": "nothing", "token_type_hint": false }),
            Method::Post,
            "token=rt%2B1",
            None,
        ),
        (
            serde_json::json!({ "scope": "grant", "token_in": { "json": "accessToken" },
                "parameter_names": { "client_id": "clientId", "client_secret": "clientSecret" } }),
            Method::Post,
            r#"{"accessToken":"rt+1","clientId":"c","clientSecret":"s:1"}"#,
            None,
        ),
        (
            serde_json::json!({ "scope": "token", "client": "id_only", "token_in": { "query": "t" }, "method": "get" }),
            Method::Get,
            "t=rt%2B1&client_id=c",
            None,
        ),
    ] {
        let (request, body) = built(&defined(definition.clone()), ClientSecretPost);
        assert_eq!((request.method, body.as_str(), proof(&request)), (method, expected, header), "{definition}");
        let is_query = matches!(request.body, Body::Query(_));
        assert_eq!(is_query, definition["token_in"]["query"].is_string(), "{definition}");
    }
}

#[test]
fn a_header_names_the_client_where_the_vendor_wants_it_there() {
    let headers = serde_json::json!({ "accept": "application/vnd.acme+json", "client-id": "{client_id}" });
    let asked = defined(serde_json::json!({ "scope": "token", "client": "nothing", "headers": headers }));
    let (request, body) = built(&asked, ClientAuthentication::ClientSecretPost);
    let sent: Vec<_> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    assert_eq!(sent, ["accept: application/vnd.acme+json", "client-id: c"]);
    assert_eq!(body, "token=rt%2B1&token_type_hint=refresh_token");
}

fn answer(status: u16, body: &str, headers: &[(&str, &str)]) -> OutboundResponse {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    OutboundResponse { status, headers, body: Zeroizing::new(body.as_bytes().to_vec()), is_cut: false }
}

#[test]
fn each_answer_says_one_thing() {
    use RevocationVerdict::{Client as WrongClient, Done, Later, NotThisKind, Refused};
    let plain = defined(serde_json::json!({ "scope": "grant" }));
    let error = |code: &str| format!(r#"{{"error":"{code}"}}"#);
    for (status, body, expected) in [
        (200, String::new(), Done),
        (200, "<html>".to_owned(), Later(None)),
        (204, String::new(), Done),
        // Said where RFC 7009 §2.2 would have nothing said.
        (400, error("invalid_token"), Done),
        (400, error("invalid_grant"), Done),
        (401, error("invalid_token"), Done),
        (400, error("unsupported_token_type"), NotThisKind),
        (400, error("invalid_client"), WrongClient),
        (401, String::new(), WrongClient),
        (403, String::new(), WrongClient),
        (400, error("invalid_request"), Refused),
        (400, error("temporarily_unavailable"), Later(None)),
        (404, String::new(), Refused),
        // Nobody follows it (SR-24), and it may be a portal's.
        (302, String::new(), Later(None)),
        (307, String::new(), Later(None)),
        (407, String::new(), Later(None)),
        // Somebody else's pages.
        (400, "<!DOCTYPE html>".to_owned(), Later(None)),
        (401, "<html>".to_owned(), Later(None)),
        (403, "<html>".to_owned(), Later(None)),
        (404, "<html>".to_owned(), Later(None)),
        (201, String::new(), Refused),
        (408, String::new(), Later(None)),
        (429, String::new(), Later(None)),
        (500, error("invalid_token"), Later(None)),
        (503, String::new(), Later(None)),
    ] {
        assert_eq!(judge_revocation(&plain, &answer(status, &body, &[])), expected, "{status} {body}");
    }
    // Nobody has read whether it says yes.
    for (status, expected) in [(400, Later(None)), (404, Later(None)), (302, Later(None)), (401, WrongClient), (500, Later(None))]
    {
        let cut = OutboundResponse { is_cut: true, ..answer(status, "", &[]) };
        assert_eq!(judge_revocation(&plain, &cut), expected, "{status}");
    }
    let listed = defined(serde_json::json!({ "scope": "grant", "done": [200, 400] }));
    let said = |is_cut| judge_revocation(&listed, &OutboundResponse { is_cut, ..answer(400, "", &[]) });
    assert_eq!((said(false), said(true)), (Done, Later(None)));
    let paused = answer(503, "", &[("retry-after", "7")]);
    assert_eq!(judge_revocation(&plain, &paused), Later(Some(Duration::from_secs(7))));
    for (body, expected) in [
        ("{}", Done),
        (r#"{"error":null}"#, Done),
        ("OK", Done),
        (r#"{"error":"invalid_client"}"#, WrongClient),
        (r#"{"error":"invalid_token"}"#, Done),
        (r#"{"ok":false,"error":"no"}"#, Refused),
        (r#"{"success":false}"#, Refused),
        ("<!doctype html><title>Sign in</title>", Later(None)),
    ] {
        assert_eq!(judge_revocation(&plain, &answer(200, body, &[])), expected, "{body}");
    }
    let throttled = answer(403, "", &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "7")]);
    assert_eq!(judge_revocation(&plain, &throttled), Later(Some(Duration::from_secs(7))), "it is no word about the client");
}

#[test]
fn an_error_is_read_however_it_is_written() {
    use RevocationVerdict::{Client as WrongClient, Done, NotThisKind, Refused};
    let plain = defined(serde_json::json!({ "scope": "grant" }));
    for (status, body, expected) in [
        (400, "error=unsupported_token_type&error_description=this%20token%20type%20is%20not%20supported", NotThisKind),
        (400, "error=invalid_token&error_description=invalid+token", Done),
        (200, "error=unsupported_token_type", NotThisKind),
        (400, "error=invalid_token&error=invalid_client", Refused),
        (400, "token=invalid_token", Refused),
        (200, "revoked=true", Done),
        (400, r#"{"error":"invalid_token","error":"invalid_client"}"#, Refused),
        (400, r#"{"error":"INVALID_TOKEN"}"#, Done),
        (400, r#"{"error":"invalid_token: it was revoked before"}"#, Done),
        (400, r#"{"error":{"code":"invalid_grant"}}"#, Done),
        (401, r#"{"errors":[{"errorType":"invalid_token","message":"x"}],"success":false}"#, Done),
        (401, r#"{"errors":[{"errorType":"invalid_client","message":"x"}],"success":false}"#, WrongClient),
        // The first code that a specification has is what counts.
        (400, r#"{"error":"invalid_request","code":"invalid_token"}"#, Refused),
        (400, r#"{"error":"Invalid token"}"#, Refused),
        (400, r#"{"error":"invalid_token_format"}"#, Refused),
    ] {
        assert_eq!(judge_revocation(&plain, &answer(status, body, &[])), expected, "{status} {body}");
    }
}

#[test]
fn a_vendors_words_count_where_the_definition_says_so() {
    use RevocationVerdict::{Done, Later, Refused};
    let slack = defined(serde_json::json!({
        "scope": "token", "token_in": "bearer", "client": "nothing",
        "done_when": { "pointer": "/ok", "values": [true] },
        "gone_when": { "pointer": "/error", "values": ["token_revoked", "invalid_auth"] },
    }));
    for (status, body, expected) in [
        (200, r#"{"ok":true,"revoked":true}"#, Done),
        (200, r#"{"ok":false,"error":"token_revoked"}"#, Done),
        (200, r#"{"ok":false,"error":"fatal_error"}"#, Later(None)),
        (200, r#"{"ok":false,"error":"not_allowed"}"#, Refused),
        (200, "", Refused),
        (401, "", Done),
        (503, r#"{"ok":true}"#, Later(None)),
    ] {
        assert_eq!(judge_revocation(&slack, &answer(status, body, &[])), expected, "{status} {body}");
    }
    let github = defined(serde_json::json!({ "scope": "account", "done": [204], "gone": [404] }));
    for (status, expected) in [(204, Done), (404, Done), (200, Refused)] {
        assert_eq!(judge_revocation(&github, &answer(status, "", &[])), expected, "{status}");
    }
    // The status that says that a token is not known says also that there were too many requests.
    let by_status = defined(serde_json::json!({ "scope": "token", "gone": [400] }));
    let too_many = r#"{"error":"Access Denied","error_description":"You have made too many requests continuously. Please try again after some time."}"#;
    for (body, headers, expected) in [
        (r#"{"error":"invalid_code"}"#, &[][..], Done),
        (too_many, &[], Later(None)),
        (r#"{"error":"invalid_code"}"#, &[("retry-after", "7")], Later(Some(Duration::from_secs(7)))),
    ] {
        assert_eq!(judge_revocation(&by_status, &answer(400, body, headers)), expected, "{body} {headers:?}");
    }
}

#[test]
fn what_a_proxy_says_revokes_nothing() {
    use RevocationVerdict::{Client as WrongClient, Done, Later};
    let by_itself = defined(serde_json::json!({ "scope": "token", "token_in": "bearer", "client": "nothing" }));
    let by_client = defined(serde_json::json!({ "scope": "grant" }));
    let by_status = defined(serde_json::json!({ "scope": "account", "done": [200, 204], "gone": [404] }));
    let page = "<!DOCTYPE html><title>Proxy</title>";
    for (asked, status, header, body, expected) in [
        (&by_itself, 401, None, "", Done),
        (&by_itself, 401, Some(("www-authenticate", "Bearer error=\"invalid_token\"")), page, Later(None)),
        (&by_itself, 401, Some(("www-authenticate", "Bearer error=\"invalid_token\"")), "", Done),
        (&by_itself, 401, None, page, Later(None)),
        (&by_itself, 401, Some(("www-authenticate", "Basic realm=\"Corp Proxy\"")), "", Later(None)),
        (&by_itself, 401, Some(("www-authenticate", "Negotiate")), "", Later(None)),
        (&by_itself, 403, Some(("cf-mitigated", "challenge")), "", Later(None)),
        (&by_client, 401, Some(("www-authenticate", "Basic realm=\"api\"")), "{}", WrongClient),
        (&by_client, 401, Some(("www-authenticate", "Basic realm=\"Corp Proxy\"")), page, Later(None)),
        (&by_status, 404, None, page, Later(None)),
        (&by_status, 404, None, "", Done),
        (&by_status, 200, Some(("cf-mitigated", "challenge")), "", Later(None)),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        assert_eq!(judge_revocation(asked, &answer(status, body, &headers)), expected, "{status} {header:?} {body}");
    }
}
