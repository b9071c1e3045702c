//! Connects a user's account once, then asks for the credential: what a script or a desktop program does.
//!
//! Run: `cargo run -p authpipe --example get_credential`. The provider is the sandbox of this repository, so nothing leaves this
//! machine. With a real provider only `options` differs: no `danger_origins`, no sandbox, and your own client id.

use std::collections::BTreeMap;
use std::error::Error;

use authpipe::{
    Authpipe, CallOptions, ErrorCode, Mode, NativeRequest, Options, ProviderId, ProviderInput, Subject, TenantId, UserId,
    make_root_key,
};
use authpipe_sandbox::{Decision, Sandbox, World, demo};

const PROVIDER: &str = "microsoft-onedrive";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start(World::demo()).await;
    let authpipe = Authpipe::new(options(&sandbox))?;
    let subject = Subject::user(PROVIDER, "org_acme", "user_123")?;

    // Nobody has signed in yet, and the error says so by its code.
    let missing = authpipe.get_credential(&subject, CallOptions::default()).await;
    assert!(missing.is_err_and(|error| error.code() == ErrorCode::NotConnected));

    // A port on 127.0.0.1 waits for the provider's answer (RFC 8252). A real program opens `authorization_url` in the system's
    // browser; here the sandbox's own browser signs Bob in and follows the redirect back.
    let request = NativeRequest::new(ProviderId::parse(PROVIDER)?, TenantId::parse("org_acme")?, UserId::parse("user_123")?);
    let flow = authpipe.start_loopback_flow(request).await?;
    let back = sandbox.browser().sign_in(flow.authorization_url(), &demo::BOB, Decision::Accept).await?;
    sandbox.client().get(back.as_str(), &[]).await?;
    let connection = flow.wait(None).await?;
    println!("connected {} as {}", connection.key.user_id.ok_or("a user")?, demo::BOB.display_name);

    // From here on the vault has it: renewed before it ends, answered from memory in between.
    // This is the example of README.md; a test compares the text.
    let credential = {
        use authpipe::{Authpipe, CallOptions, Credential, Result, Subject};

        async fn credential_of(authpipe: &Authpipe, user_id: &str) -> Result<Credential> {
            let subject = Subject::user("microsoft-onedrive", "org_acme", user_id)?;
            authpipe.get_credential(&subject, CallOptions::default()).await
        }

        credential_of(&authpipe, "user_123").await?
    };
    println!("generation {}, expires at {:?}: {credential:?}", credential.generation, credential.expires_at);

    // `expose` is the one call that reads a secret; printing the credential does not.
    assert!(!format!("{credential:?}").contains(credential.value.expose().as_str()));
    authpipe.close().await?;
    Ok(())
}

fn options(sandbox: &Sandbox) -> Options {
    let client =
        ProviderInput { client_id: demo::PUBLIC_CLIENT_ID.into(), scopes: vec!["Files.Read".into()], ..ProviderInput::default() };
    let origins = ["login", "graph"].map(|name| (name.to_owned(), sandbox.http_origin()));
    Options {
        vault: Some("memory:".into()),
        keys: vec![make_root_key()],
        mode: Some(Mode::Development),
        providers: BTreeMap::from([(PROVIDER.into(), client)]),
        danger_origins: BTreeMap::from([(PROVIDER.into(), BTreeMap::from(origins))]),
        ..Options::default()
    }
}
