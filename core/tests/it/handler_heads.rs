//! A look at the headers alone: those of the whole answer, and nothing is done (RFC 9110 §9.3.2).

use crate::support::{App, PROVIDER, get, header, member};
use authpipe::HttpRequest;

/// Servers write `content-length: 0` where an answer without content names no length.
#[tokio::test]
async fn a_look_at_the_headers_gets_the_length_of_what_a_reader_would_get() {
    let app = App::start().await;
    for path in
        ["/providers", "/connections", "/installations", "/nowhere", "/oauth/sessions", "/oauth/callback", "/connections/x"]
    {
        let whole = app.browser().send(get(path), Some(member())).await;
        let looked = app.browser().send(HttpRequest { method: "HEAD".into(), ..get(path) }, Some(member())).await;
        assert_eq!((looked.status, looked.body.len()), (whole.status, 0), "{path}");
        assert!(!whole.body.is_empty(), "{path}");
        assert_eq!(header(&looked, "content-length"), whole.body.len().to_string(), "{path}");
        assert_eq!(header(&looked, "content-type"), header(&whole, "content-type"), "{path}");
        assert_eq!(header(&whole, "content-length"), "", "a server counts what it sends");
    }
    // What a person's arrival would use up is answered by a redirect without content.
    let arrival = HttpRequest { method: "HEAD".into(), query: "state=x".into(), ..get(&format!("/oauth/callback/{PROVIDER}")) };
    let looked = app.browser().send(arrival, Some(member())).await;
    assert_eq!((looked.status, header(&looked, "content-length")), (503, "0"));
    // RFC 9110 §8.6: never with 204.
    let asked = app.browser().send(HttpRequest { method: "OPTIONS".into(), ..get("/connections") }, None).await;
    assert_eq!((asked.status, header(&asked, "content-length")), (204, ""));
}

/// Also where the vault does not open, and no route is reached.
#[tokio::test]
async fn a_look_at_a_handler_that_is_closed_has_no_content() {
    let app = App::start().await;
    app.authpipe.close().await.unwrap();
    for path in ["/connections", &format!("/oauth/callback/{PROVIDER}")] {
        let whole = app.handler.handle(get(path), Some(member())).await;
        let looked = app.handler.handle(HttpRequest { method: "HEAD".into(), ..get(path) }, Some(member())).await;
        assert_eq!((looked.status, looked.body.len()), (whole.status, 0), "{path}");
        assert_eq!(header(&looked, "content-length"), whole.body.len().to_string(), "{path}");
    }
}
