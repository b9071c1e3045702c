//! The examples of README.md, as they stand there. A test of the core compares the text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod common;

use std::error::Error;

use url::Url;

/// An application: what the examples suppose.
struct App<'a> {
    sandbox: &'a authpipe_sandbox::Sandbox,
}

impl App<'_> {
    fn authorize_url(&self) -> String {
        common::authorize_url(self.sandbox, "common", &[])
    }

    async fn redeem(&self, back: &Url) -> Result<String, Box<dyn Error>> {
        let code = common::param(back, "code").ok_or("no code")?;
        Ok(common::text(&common::redeem(self.sandbox, "common", &code, &[]).await.json(), "refresh_token"))
    }

    async fn refresh(&self, token: &str) -> u16 {
        common::refresh(self.sandbox, "common", token, &[]).await.status
    }
}

#[tokio::test]
async fn a_sandbox_in_a_test() -> Result<(), Box<dyn Error>> {
    use std::time::Duration;

    use authpipe_sandbox::{Decision, Endpoint, Fault, Sandbox, World, demo};

    // Or start_blocking, or start_with(world, Options { http_port, tls_port }).
    let sandbox = Sandbox::start(World::demo()).await;
    let app = App { sandbox: &sandbox }; // yours, with demo::CLIENT_ID
    // Back to the application, with the code.
    let back = sandbox.browser().sign_in(&app.authorize_url(), &demo::BOB, Decision::Accept).await?;
    let token = app.redeem(&back).await?;
    sandbox.clock().advance(Duration::from_secs(3600));

    // The refresh waits at the provider until the test lets it go on.
    let held = sandbox.faults().add(Fault::hold(Endpoint::Token).grant_type("refresh_token"));
    let release = async {
        held.wait_until_reached().await;
        held.release();
    };
    let (status, ()) = tokio::join!(app.refresh(&token), release);
    assert_eq!((status, sandbox.ledger().refreshes().len()), (200, 1));

    assert_eq!(held.hits(), 1);
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_as_it_is_told() -> Result<(), Box<dyn Error>> {
    use authpipe_sandbox::{HttpClient, Scripted, ScriptedBody, ScriptedResponse};

    // Or start_tls(ServerCertificate::Expired), or start_blocking(kind).
    let server = Scripted::start().await;
    server.respond("/token", ScriptedResponse::json(200, r#"{"access_token":"x"}"#));
    // The next answer alone; what is asked for after it gets the one above.
    server.respond_next("/token", ScriptedResponse::Close);
    let client = HttpClient::new(None);
    assert!(client.get(&server.url("/token"), &[]).await.is_err());
    assert_eq!(client.get(&server.url("/token"), &[]).await?.status, 200);
    assert_eq!(server.requests()[0].header("authorization"), None);
    // 1 GiB, made as it is read.
    server.respond("/endless", ScriptedResponse::with_body(200, ScriptedBody::Endless { announced: false }));

    assert_eq!(server.requests().len(), 2);
    Ok(())
}
