//! The application of every scenario: one provider with sign-ins and API keys, never asked for anything.

use std::path::Path;

use authpipe::{
    AuthRequest, Authpipe, CallOptions, CreatedSession, CredentialType, Error, LoopbackFlow, Mode, NativeRequest, Options,
    ProviderInput, Secret, SessionMode, StoreCredential, Subject, UserId,
};
use serde_json::json;

/// The config.
const OWN: &str = "own";

/// What an application configures.
#[derive(Clone)]
pub(crate) struct App {
    key: Secret<String>,
}

/// The vault in this file; where `cargo xtask test postgres` runs the scenarios once more, in a schema of its own on the server.
fn address(vault: &Path) -> String {
    let Ok(server) = std::env::var("AUTHPIPE_TEST_VAULTS") else { return format!("sqlite:{}", vault.display()) };
    let name: String = vault.display().to_string().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{server}?schema=fork_{name}")
}

impl App {
    pub(crate) fn new() -> Self {
        App { key: authpipe::make_root_key() }
    }

    /// Options for a vault in a file.
    pub(crate) fn options(&self, vault: &Path) -> Options {
        Options { vault: Some(address(vault)), ..self.in_memory() }
    }

    /// Options for a vault in memory.
    pub(crate) fn in_memory(&self) -> Options {
        let definition = json!({
            "name": "Own",
            "auth": ["user", "api_key"],
            "oauth": {
                "authorization_endpoint": "https://id.own.example/authorize",
                "token_endpoint": "https://id.own.example/token",
            },
            "api": { "origins": ["https://api.own.example"] },
            "lifetime": { "rotation": "strict", "grace_seconds": 0 },
        });
        let input = ProviderInput {
            client_id: "client".to_owned(),
            client_secret: Some(Secret::from("client-secret")),
            scopes: vec!["read".to_owned()],
            definition: Some(definition),
            ..ProviderInput::default()
        };
        Options {
            vault: Some("memory:".to_owned()),
            keys: vec![self.key.clone()],
            base_url: Some("http://localhost:3000/api/authpipe".to_owned()),
            mode: Some(Mode::Development),
            providers: [(OWN.to_owned(), input)].into(),
            ..Options::default()
        }
    }

    /// Options of a native app: without a client secret.
    pub(crate) fn native(&self) -> Options {
        let mut options = self.in_memory();
        for provider in options.providers.values_mut() {
            provider.client_secret = None;
            if let Some(oauth) = provider.definition.as_mut().and_then(|definition| definition.get_mut("oauth")) {
                oauth["client_authentication"] = json!("none");
            }
        }
        options
    }

    /// The library on a vault in a file.
    pub(crate) fn open(&self, vault: &Path) -> Result<Authpipe, String> {
        Authpipe::new(self.options(vault)).map_err(said)
    }
}

/// Runs a future on this thread.
pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    Ok(runtime.block_on(work))
}

/// An error as a line.
pub(crate) fn said(error: Error) -> String {
    error.to_string()
}

/// The key of this user.
pub(crate) fn subject(user: &str) -> Result<Subject, String> {
    Subject::user(OWN, "acme", user).map_err(said)
}

/// Stores an API key of this user; its connection's id.
pub(crate) async fn store(authpipe: &Authpipe, user: &str) -> Result<String, String> {
    let request = StoreCredential {
        subject: subject(user)?,
        credential_type: CredentialType::ApiKey,
        fields: vec![("value".to_owned(), Secret::from(format!("key-of-{user}").as_str()))],
        variables: Default::default(),
    };
    authpipe.store_credential(request).await.map(|stored| stored.connection_id.to_string()).map_err(said)
}

/// Reads the API key of this user and compares it with what was stored.
pub(crate) async fn read(authpipe: &Authpipe, user: &str) -> Result<(), String> {
    let credential = authpipe.get_credential(&subject(user)?, CallOptions::default()).await.map_err(said)?;
    let right = *credential.value.expose() == format!("key-of-{user}");
    if right { Ok(()) } else { Err(format!("{user} got another key")) }
}

/// Starts a sign-in of this user.
pub(crate) async fn start(authpipe: &Authpipe, user: &str) -> Result<CreatedSession, String> {
    let Subject { provider, tenant_id, label, .. } = subject(user)?;
    let request = AuthRequest {
        connection_id: None,
        installation_id: None,
        provider,
        config: None,
        tenant_id,
        user_id: UserId::parse(user).map_err(said)?,
        label,
        scopes: vec![],
        variables: [].into(),
        login_hint: None,
        prompt: None,
        return_to: None,
        mode: SessionMode::Redirect,
        opener_origin: None,
    };
    authpipe.create_auth_session(request).await.map_err(said)
}

/// Starts a sign-in of this user that is answered on a port.
pub(crate) async fn listen(authpipe: &Authpipe, user: &str) -> Result<LoopbackFlow, String> {
    let Subject { provider, tenant_id, .. } = subject(user)?;
    let request = NativeRequest::new(provider, tenant_id, UserId::parse(user).map_err(said)?);
    authpipe.start_loopback_flow(request).await.map_err(said)
}

/// Fails with this text unless it holds.
pub(crate) fn check(holds: bool, wrong: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(wrong.to_owned()) }
}

/// A private folder.
pub(crate) fn folder() -> Result<tempfile::TempDir, String> {
    tempfile::tempdir().map_err(|error| error.to_string())
}
