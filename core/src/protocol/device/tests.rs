use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::model::definition::{DeviceWords, ParameterNames};
use crate::model::http::Body;

fn asked() -> Asked<'static> {
    Asked::plain(&[], " ")
}

fn response(status: u16, body: &Value) -> OutboundResponse {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    OutboundResponse { status, headers, body: body.to_string().into_bytes().into(), is_cut: false }
}

/// The example of RFC 8628 §3.2.
fn answer() -> Value {
    json!({
        "device_code": "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS", "user_code": "WDJB-MJHT",
        "verification_uri": "https://example.com/device", "verification_uri_complete": "https://example.com/device?user_code=WDJB-MJHT",
        "expires_in": 1800, "interval": 5,
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut answer = answer();
    answer[name] = value;
    answer
}

fn judged(answer: &Value) -> Result<DeviceAuthorization, String> {
    judge_device_answer(&response(200, answer), asked(), &DeviceFlow::default(), None).map_err(|refusal| match refusal {
        DeviceRefusal::Unusable(member) => member.to_owned(),
        DeviceRefusal::Refused(failure) => failure.kind().to_owned(),
    })
}

fn form(request: &OutboundRequest) -> BTreeMap<String, String> {
    let Body::Form(form) = &request.body else { panic!("no form") };
    url::form_urlencoded::parse(form.expose().as_bytes()).into_owned().collect()
}

fn pairs(expected: &[(&str, &str)]) -> BTreeMap<String, String> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_answer_of_the_specification_is_understood() {
    let given = judged(&answer()).unwrap();
    assert_eq!(given.device_code.expose(), "GmRhmhcxhwAzkoEqiMEg_DnyEysNkuNhszIySk9eS");
    assert_eq!((given.user_code.as_str(), given.verification_uri.as_str()), ("WDJB-MJHT", "https://example.com/device"));
    assert_eq!(given.verification_uri_complete.as_deref(), Some("https://example.com/device?user_code=WDJB-MJHT"));
    assert_eq!((given.expires_in, given.interval), (Duration::from_secs(1800), Duration::from_secs(5)));
    let mut least = answer();
    let members = least.as_object_mut().unwrap();
    members.remove("verification_uri_complete");
    members.remove("interval");
    let given = judged(&least).unwrap();
    assert_eq!((given.verification_uri_complete, given.interval), (None, Duration::from_secs(5)), "RFC 8628 §3.2");
}

/// SR-26: only https addresses are shown, and none that reads as another one than it is.
#[test]
fn no_other_page_than_one_over_https_is_shown() {
    for hostile in [
        "http://example.com/device",
        "http://127.0.0.1/device",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "intent://example.com/#Intent;end",
        "//example.com/device",
        "example.com/device",
        "https://",
        "https://user@example.com/device",
        "https://example.com:pass@evil.example/",
        "https://example.com/\u{202e}ecived",
        "https://exämple.com/device",
        "https://example.com/a b",
        "https://example.com/\n",
        " https://example.com/device",
        "https://example.com/\"><script>",
        "",
    ] {
        assert_eq!(judged(&with("verification_uri", json!(hostile))).unwrap_err(), "verification_uri", "{hostile}");
        let given = judged(&with("verification_uri_complete", json!(hostile))).unwrap();
        assert_eq!(given.verification_uri_complete, None, "{hostile}");
    }
    let long = format!("https://example.com/{}", "a".repeat(MAX_ADDRESS));
    assert_eq!(judged(&with("verification_uri", json!(long))).unwrap_err(), "verification_uri");
    for other in [json!(null), json!(7), json!(["https://example.com"]), json!({})] {
        assert_eq!(judged(&with("verification_uri", other)).unwrap_err(), "verification_uri");
    }
}

/// An emulator speaks http on loopback, where it stands in for the provider.
#[test]
fn an_emulator_shows_its_own_page() {
    let judge = |uri: &str| {
        let answer = response(200, &with("verification_uri", json!(uri)));
        judge_device_answer(&answer, asked(), &DeviceFlow::default(), Some("http://127.0.0.1:4000")).is_ok()
    };
    assert!(judge("http://127.0.0.1:4000/device") && judge("https://example.com/device"));
    assert!(!judge("http://127.0.0.1:4001/device") && !judge("http://example.com/device"));
}

#[test]
fn a_user_code_can_be_read_out_and_typed() {
    for good in ["WDJB-MJHT", "094 9381", "GT3K7QPL", "a.b_c"] {
        assert!(judged(&with("user_code", json!(good))).is_ok(), "{good}");
    }
    let long = "A".repeat(MAX_USER_CODE + 1);
    for bad in ["", "<b>", "AB\nCD", " AB", "AB ", "ÄB", "AB\u{200b}CD", "AB&CD", "---", "call 555/1234", long.as_str()] {
        assert_eq!(judged(&with("user_code", json!(bad))).unwrap_err(), "user_code", "{bad}");
    }
}

#[test]
fn a_device_code_is_one_word_of_bounded_length() {
    for bad in [json!(""), json!("a b"), json!("a\nb"), json!("é"), json!(5), json!("a".repeat(MAX_DEVICE_CODE + 1))] {
        assert_eq!(judged(&with("device_code", bad.clone())).unwrap_err(), "device_code", "{bad}");
    }
    // Without any it is no answer of such an endpoint.
    let mut none = answer();
    none.as_object_mut().unwrap().remove("device_code");
    assert_eq!(judged(&none).unwrap_err(), "unusable");
}

#[test]
fn times_are_bounded_at_both_ends() {
    let times = |name: &str, value: Value| judged(&with(name, value)).map(|given| (given.expires_in, given.interval));
    let (seconds, hour) = (Duration::from_secs, Duration::from_secs(3600));
    assert_eq!(times("interval", json!("7")), Ok((seconds(1800), seconds(7))));
    assert_eq!(times("interval", json!(0)), Ok((seconds(1800), seconds(5))));
    assert_eq!(times("interval", json!(-1)), Ok((seconds(1800), seconds(5))));
    for beyond_the_code in [json!(1e12), json!(5000), json!(1800)] {
        assert_eq!(times("interval", beyond_the_code.clone()), Ok((seconds(1800), seconds(5))), "{beyond_the_code}");
    }
    assert_eq!(times("interval", json!(30)), Ok((seconds(1800), seconds(30))));
    for unreadable in [json!("soon"), json!(null), json!([]), json!({}), json!(true)] {
        assert_eq!(times("interval", unreadable.clone()), Ok((seconds(1800), seconds(5))), "{unreadable}");
    }
    assert_eq!(times("expires_in", json!(1e12)), Ok((hour, seconds(5))));
    for bad in [json!(0), json!(-5), json!(null), json!("later"), json!([])] {
        assert_eq!(times("expires_in", bad.clone()), Err("expires_in".to_owned()), "{bad}");
    }
}

#[test]
fn members_that_stand_twice_are_not_believed() {
    let twice = r#"{"device_code":"d","user_code":"A","verification_uri":"https://a.example/","verification_uri":"https://b.example/","expires_in":9}"#;
    let response = OutboundResponse { status: 200, headers: Vec::new(), body: twice.as_bytes().to_vec().into(), is_cut: false };
    let refusal = judge_device_answer(&response, asked(), &DeviceFlow::default(), None).unwrap_err();
    assert!(matches!(refusal, DeviceRefusal::Unusable("verification_uri")));
}

#[test]
fn a_refusal_of_the_request_is_read_as_the_token_endpoints() {
    for (status, body, kind) in [
        (400, json!({ "error": "invalid_scope" }), "request_rejected"),
        (401, json!({ "error": "invalid_client" }), "client_rejected"),
        (200, json!({ "error": "device_flow_disabled" }), "request_rejected"),
        (429, json!({}), "throttled"),
        (503, answer(), "unavailable"),
        (302, answer(), "unavailable"),
    ] {
        let refusal = judge_device_answer(&response(status, &body), asked(), &DeviceFlow::default(), None).unwrap_err();
        let DeviceRefusal::Refused(failure) = refusal else { panic!("{status} {body}") };
        assert_eq!(failure.kind(), kind, "{status} {body}");
    }
}

fn polled(status: u16, body: &Value, device: &DeviceFlow) -> String {
    match judge_device_poll(&response(status, body), asked(), device) {
        Ok(answer) => format!("token {}", answer.access_token.expose()),
        Err(PollFailure::Refused(failure)) => format!("refused {}", failure.kind()),
        Err(PollFailure::SlowDown { interval, .. }) => format!("slow_down {:?}", interval.map(|interval| interval.as_secs())),
        Err(PollFailure::Pending { .. }) => "pending".to_owned(),
        Err(PollFailure::Unanswered { .. }) => "unanswered".to_owned(),
        Err(PollFailure::Denied) => "denied".to_owned(),
        Err(PollFailure::Expired) => "expired".to_owned(),
    }
}

#[test]
fn each_answer_to_a_poll_has_one_meaning() {
    let error = |code: &str| json!({ "error": code });
    let token = json!({ "access_token": "at", "token_type": "Bearer" });
    for (status, body, meaning) in [
        (200, token.clone(), "token at"),
        (400, error("authorization_pending"), "pending"),
        (400, error("slow_down"), "slow_down None"),
        (400, error("access_denied"), "denied"),
        (400, error("expired_token"), "expired"),
        // GitHub answers with 200, Google with 428 and 403.
        (200, json!({ "error": "slow_down", "interval": 12 }), "slow_down Some(12)"),
        (200, error("authorization_pending"), "pending"),
        (428, error("authorization_pending"), "pending"),
        (403, error("slow_down"), "slow_down None"),
        (400, error("user_denied"), "denied"),
        (400, error("authorization_declined"), "denied"),
        (400, error("authorization-pending"), "pending"),
        (400, error("Pending"), "pending"),
        (400, error("code_expired"), "expired"),
        (400, error("device_code_expired"), "expired"),
        (400, error("rate_limit_exceeded"), "unanswered"),
        (400, error("too_many_requests"), "unanswered"),
        (202, json!({}), "pending"),
        (200, json!({}), "pending"),
        (403, error("access_denied"), "denied"),
        (429, error("slow_down"), "slow_down None"),
        (401, error("expired_token"), "expired"),
        (400, error("invalid_grant"), "refused invalid_grant"),
        (401, error("invalid_client"), "refused client_rejected"),
        (400, error("invalid_request"), "refused request_rejected"),
        (400, error("bad_verification_code"), "refused request_rejected"),
        (429, json!({}), "unanswered"),
        (500, error("access_denied"), "unanswered"),
        (503, error("expired_token"), "unanswered"),
        (404, json!({}), "unanswered"),
        (200, json!({ "access_token": "at", "error": "access_denied" }), "refused unusable"),
        (200, json!({ "access_token": "at", "token_type": "mac" }), "refused unusable"),
    ] {
        assert_eq!(polled(status, &body, &DeviceFlow::default()), meaning, "{status} {body}");
    }
    // Nor is a word believed that stands inside of a page: somebody in between may show it.
    let around = "<html><p>Hold on.</p>{\"error\":\"expired_token\"}";
    for page in ["<html>authorization_pending</html>", "", "{\"access_token\":\"a", around] {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        let response = OutboundResponse { status: 200, headers, body: page.as_bytes().to_vec().into(), is_cut: false };
        let failure = judge_device_poll(&response, asked(), &DeviceFlow::default()).unwrap_err();
        assert!(matches!(failure, PollFailure::Unanswered { .. }), "{page}: {failure:?}");
    }
    // Nor one that a firewall has marked, nor does a proxy's page blame the client.
    let challenge = ("www-authenticate", "Basic realm=\"Corp Proxy\"");
    for (status, header, body) in [
        (403, ("cf-mitigated", "challenge"), r#"{"error":"access_denied"}"#),
        (401, ("x-amzn-waf-action", "captcha"), r#"{"error":"invalid_client"}"#),
        (400, ("x-amzn-waf-action", "captcha"), r#"{"error":"expired_token"}"#),
        (401, challenge, "<!DOCTYPE html><title>Proxy</title>"),
    ] {
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        let response = OutboundResponse { status, headers, body: body.as_bytes().to_vec().into(), is_cut: false };
        let failure = judge_device_poll(&response, asked(), &DeviceFlow::default()).unwrap_err();
        assert!(matches!(failure, PollFailure::Unanswered { .. }), "{status} {header:?} {body}: {failure:?}");
    }
    // What nobody has read to its end refuses nothing: the next poll tells.
    for status in [400, 401, 404, 500] {
        let cut = OutboundResponse { is_cut: true, body: Vec::new().into(), ..response(status, &json!({})) };
        let failure = judge_device_poll(&cut, asked(), &DeviceFlow::default()).unwrap_err();
        assert!(matches!(failure, PollFailure::Unanswered { .. }), "{status}: {failure:?}");
    }
}

#[test]
fn a_definition_lists_words_of_its_own_and_where_they_stand() {
    let device = DeviceFlow {
        error_pointer: Some(JsonPointer("/message".into())),
        words: DeviceWords {
            pending: vec!["wait".into()],
            denied: vec!["authorization_declined".into()],
            expired: vec!["invalid device code".into()],
        },
        ..DeviceFlow::default()
    };
    for (word, meaning) in [
        ("authorization_pending", "pending"),
        ("wait", "pending"),
        ("authorization_declined", "denied"),
        ("invalid device code", "expired"),
        ("Invalid device code", "unanswered"),
    ] {
        assert_eq!(polled(400, &json!({ "status": 400, "message": word }), &device), meaning, "{word}");
    }
}

/// RFC 8628 §3.5.
#[test]
fn slow_down_adds_five_seconds_and_silence_doubles() {
    let seconds = Duration::from_secs;
    assert_eq!(slowed(seconds(5), None), seconds(10));
    assert_eq!(slowed(seconds(5), Some(seconds(7))), seconds(10), "never less than five more");
    assert_eq!(slowed(seconds(5), Some(seconds(30))), seconds(30));
    assert_eq!(slowed(seconds(5), Some(seconds(5000))), seconds(10), "milliseconds");
    let waits: Vec<u64> = (0..5).map(|unanswered| backed_off(seconds(5), unanswered, None).as_secs()).collect();
    assert_eq!(waits, [5, 10, 20, 40, 80]);
    assert_eq!(backed_off(seconds(5), u32::MAX, None), LONGEST);
    assert_eq!(backed_off(seconds(5), 1, Some(seconds(99))), seconds(99));
}

#[test]
fn each_request_sends_what_the_definition_says() {
    use ClientAuthentication::ClientSecretPost;
    let url = Url::parse("https://as.example/device").unwrap();
    let (written, names, secret) = (TokenRequest::default(), ParameterNames::default(), Client::Secret(Secret::from("s")));
    let client = ClientRegistration { client_id: "id", client: &secret, authentication: ClientSecretPost, assertion: None };
    let endpoint = TokenEndpoint { url: &url, client, written: &written, names: &names };
    let code = Secret::from("dc");
    let start = |device: &DeviceFlow| form(&build_device_request(&endpoint, device, "a b"));
    let poll = |device: &DeviceFlow| form(&build_device_poll(&endpoint, device, &code, "a b"));
    let plain = DeviceFlow::default();
    assert_eq!(start(&plain), pairs(&[("client_id", "id"), ("client_secret", "s"), ("scope", "a b")]));
    let with_secret = pairs(&[("client_id", "id"), ("client_secret", "s"), ("device_code", "dc"), ("grant_type", GRANT_TYPE)]);
    assert_eq!(poll(&plain), with_secret);
    let polls = DeviceFlow { client_proof: DeviceProof::Polls, ..DeviceFlow::default() };
    assert_eq!((start(&polls), poll(&polls)), (pairs(&[("client_id", "id"), ("scope", "a b")]), with_secret));
    let own = DeviceFlow {
        client_proof: DeviceProof::Never,
        scope_parameter: Some("scopes".into()),
        polls_with_scope: true,
        parameters: BTreeMap::from([("audience".into(), "x".into())]),
        ..DeviceFlow::default()
    };
    assert_eq!(start(&own), pairs(&[("client_id", "id"), ("scopes", "a b"), ("audience", "x")]));
    let expected = [("client_id", "id"), ("device_code", "dc"), ("grant_type", GRANT_TYPE), ("scopes", "a b")];
    assert_eq!(poll(&own), pairs(&expected));
    let shown = format!("{:?}", build_device_poll(&endpoint, &plain, &Secret::from("canary"), ""));
    assert!(!shown.contains("canary"));
}

#[test]
fn what_is_given_prints_no_device_code() {
    let shown = format!("{:?}", judged(&with("device_code", json!("canary"))).unwrap());
    assert!(!shown.contains("canary"), "{shown}");
}
