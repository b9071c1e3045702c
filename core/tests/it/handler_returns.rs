//! Where a flow may return (SR-10).

use crate::support;
use crate::support::flow::{problem, state_of};
use crate::support::{App, PROVIDER, get, header, member};
use authpipe::{HandlerOptions, HttpRequest};
use serde_json::json;

/// SR-10: sixty ways out, none of which is stored.
#[tokio::test]
async fn sixty_return_addresses_are_refused_by_the_route() {
    let mut app = App::start().await;
    let options = HandlerOptions { allowed_return_origins: vec!["https://spa.example:8443".into()], ..HandlerOptions::default() };
    app.handler = authpipe::handler(&app.authpipe, options).unwrap();
    let ways = [
        "",
        " ",
        "settings",
        "./settings",
        "../x",
        "?a",
        "#a",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "//localhost:3000@evil.example",
        "http:evil.example",
        "http:/evil.example",
        "http:///evil.example",
        "http:localhost:3000/",
        "https://evil.example",
        "http://evil.example/",
        "http://localhost:3000.evil.example",
        "http://localhost:3000@evil.example",
        "http://localhost@evil.example:3000/",
        "http://user@localhost:3000/",
        "http://user:pw@localhost:3000/",
        "http://localhost:3001/",
        "http://localhost/",
        "http://localhost:3000\\@evil.example",
        "http://localhost:3000\\.evil.example",
        "http://LOCALHOST:3000/",
        "HTTP://localhost:3000/",
        "http://localhost.:3000/",
        "http://localhost%2eevil.example:3000/",
        "http://l\u{43e}calhost:3000/",
        "http://localhost\u{3002}evil:3000/",
        "http://127.0.0.1:3000/",
        "http://[::1]:3000/",
        "http://0:3000/",
        "https://localhost:3000/",
        "http://localhost:03000/",
        "http://localhost:3000%40evil.example/",
        "http://localhost:3000:80/",
        "https://spa.example/",
        "http://spa.example:8443/",
        "https://spa.example:8444/",
        "https://spa.example:08443/",
        "https://x@spa.example:8443/",
        "https://spa.example:8443.evil.example/",
        "https://xn--spa-example:8443/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://localhost:3000/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:http://localhost:3000/x",
        "ftp://localhost:3000/",
        "ws://localhost:3000/",
        "about:blank",
        "intent://localhost:3000/",
        "/%0d%0aSet-Cookie:a=b\r\n",
        "/\u{0}",
        "/\u{7f}",
        "/\u{202e}",
        "http://localhost:3000/\u{2028}",
    ];
    assert!(ways.len() >= 60);
    for way in ways {
        for path in ["/oauth/sessions", "/oauth/installs"] {
            for mode in ["redirect", "popup"] {
                let body = json!({ "provider": PROVIDER, "mode": mode, "return_to": way });
                let response = app.browser().post(path, body, &support::admin()).await;
                assert_eq!((response.status, problem(&response)), (400, "invalid_request".into()), "{way:?}");
                assert_eq!(header(&response, "set-cookie"), "");
            }
        }
    }
    for (way, landed) in [
        ("/", "http://localhost:3000/?authpipe_session="),
        ("/done?tab=1#top", "http://localhost:3000/done?tab=1&authpipe_session="),
        ("/..//evil.example", "http://localhost:3000//evil.example?authpipe_session="),
        ("https://spa.example:8443/x", "https://spa.example:8443/x?authpipe_session="),
        // What somebody has put there before says nothing.
        (
            "/done?authpipe_status=complete&a=%20&authpipe_session=x&%61uthpipe_status=complete",
            "http://localhost:3000/done?a=+&authpipe_session=",
        ),
    ] {
        let mut browser = app.browser();
        let body = json!({ "provider": PROVIDER, "mode": "redirect", "return_to": way });
        let (id, url) = browser.begin("/oauth/sessions", body, &member()).await;
        // Nothing that comes with the callback moves it elsewhere.
        let query = format!(
            "error=access_denied&state={}&return_to=https://evil.example/&redirect_uri=https://evil.example/",
            state_of(&url)
        );
        let request = HttpRequest {
            query,
            headers: vec![("Referer".into(), "https://evil.example/".into()), ("Host".into(), "evil.example".into())],
            ..get(&format!("/oauth/callback/{PROVIDER}"))
        };
        let end = browser.send(request, Some(member())).await;
        let location = header(&end, "location");
        assert_eq!(end.status, 303);
        assert!(location.starts_with(&format!("{landed}{id}")), "{way}: {location}");
        assert_eq!(location.ends_with("#top"), way.ends_with("#top"), "the page's own fragment stays: {location}");
        assert_eq!(parameters(location, "authpipe_status"), ["cancelled"], "{location}");
        assert_eq!(parameters(location, "authpipe_session"), [id.as_str()], "{location}");
        assert_eq!((header(&end, "cache-control"), header(&end, "referrer-policy")), ("no-store", "no-referrer"));
    }
}

fn parameters(location: &str, name: &str) -> Vec<String> {
    let url = url::Url::parse(location).unwrap();
    url.query_pairs().filter(|(given, _)| given == name).map(|(_, value)| value.into_owned()).collect()
}
