//! The handle on a running sandbox.

use std::net::TcpListener as StdListener;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::browser::Browser;
use crate::client::HttpClient;
use crate::clock::SandboxClock;
use crate::faults::Faults;
use crate::generic::keys;
use crate::google::{self, GoogleDelegation};
use crate::jwt::{KeyKind, MadeKey};
use crate::ledger::Ledger;
use crate::revoke;
use crate::state::{Core, Person};
use crate::tls::{AppCertificate, Authority, ServerCertificate};
use crate::world::{Secret, World};
use crate::{github, identity, server, slack};

/// Why a sandbox did not start.
#[derive(Debug)]
pub enum StartError {
    /// A port could not be bound, or the thread could not be started.
    Io(std::io::Error),
    /// A certificate could not be made.
    Certificate(String),
}

impl StartError {
    pub(crate) fn certificate(error: impl std::fmt::Display) -> StartError {
        StartError::Certificate(error.to_string())
    }
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StartError::Io(error) => write!(f, "the sandbox could not listen: {error}"),
            StartError::Certificate(error) => {
                write!(f, "the sandbox could not make a certificate: {error}")
            }
        }
    }
}

impl std::error::Error for StartError {}

impl From<std::io::Error> for StartError {
    fn from(error: std::io::Error) -> Self {
        StartError::Io(error)
    }
}

/// Ports of a sandbox; 0 takes a free one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Port of plain http.
    pub http_port: u16,
    /// Port of TLS.
    pub tls_port: u16,
}

/// A running sandbox. It has a thread and runtime of its own and stops, with all connections, when dropped.
pub struct Sandbox {
    core: Arc<Core>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on free ports.
    ///
    /// # Panics
    /// When no loopback port can be bound: a test cannot go on then.
    pub async fn start(world: World) -> Sandbox {
        Sandbox::start_blocking(world)
    }

    /// As [`start`](Self::start), for code without a runtime.
    ///
    /// # Panics
    /// When no loopback port can be bound.
    pub fn start_blocking(world: World) -> Sandbox {
        match Sandbox::start_with(world, Options::default()) {
            Ok(sandbox) => sandbox,
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts a sandbox on chosen ports.
    ///
    /// # Errors
    /// - [`StartError::Io`]: a port is taken, or the system refused a thread.
    /// - [`StartError::Certificate`]: the TLS certificate could not be made.
    pub fn start_with(world: World, options: Options) -> Result<Sandbox, StartError> {
        let authority = Authority::make()?;
        let tls = TlsAcceptor::from(authority.server_config(ServerCertificate::Valid)?);
        let http_listener = bind(options.http_port)?;
        let tls_listener = bind(options.tls_port)?;
        let core = Arc::new(Core::new(
            world,
            SandboxClock::default(),
            authority.pem().to_owned(),
            http_listener.local_addr()?.port(),
            tls_listener.local_addr()?.port(),
        ));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("sandbox").enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let shared = Arc::clone(&core);
        let serve = async move {
            let (http, tls_port) = match (TcpListener::from_std(http_listener), TcpListener::from_std(tls_listener)) {
                (Ok(http), Ok(tls)) => (http, tls),
                // Converting fails only outside a runtime.
                (Err(error), _) | (_, Err(error)) => panic!("listener without runtime: {error}"),
            };
            tokio::select! {
                never = server::serve(Arc::clone(&shared), http, None) => match never {},
                never = server::serve(shared, tls_port, Some(tls)) => match never {},
                _ = stopped => {}
            }
        };
        let thread = std::thread::Builder::new().name("sandbox".to_owned()).spawn(move || {
            runtime.block_on(serve);
            // Dropping the runtime here ends every task that is left.
        })?;
        Ok(Sandbox { core, stop: Some(stop), thread: Some(thread) })
    }

    /// `http://127.0.0.1:port`.
    pub fn http_origin(&self) -> String {
        self.core.http_origin()
    }

    /// `https://localhost:port`.
    pub fn tls_origin(&self) -> String {
        self.core.tls_origin()
    }

    /// The certificate authority of the TLS listener, in PEM.
    pub fn ca_pem(&self) -> &str {
        &self.core.ca_pem
    }

    /// Writes the authority's PEM to a file, for `NODE_EXTRA_CA_CERTS` and the like.
    ///
    /// # Errors
    /// What writing the file reports.
    pub fn write_ca_file(&self, path: &Path) -> std::io::Result<()> {
        std::fs::write(path, &self.core.ca_pem)?;
        let mut known = self.core.ca_file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *known = Some(path.display().to_string());
        Ok(())
    }

    /// The sandbox's clock.
    pub fn clock(&self) -> &SandboxClock {
        &self.core.clock
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.core.ledger
    }

    /// The faults.
    pub fn faults(&self) -> &Faults {
        &self.core.faults
    }

    /// A copy of the present world.
    pub fn world(&self) -> World {
        self.core.state().world.clone()
    }

    /// Changes the world. Not to be called from within itself.
    pub fn change<R>(&self, change: impl FnOnce(&mut World) -> R) -> R {
        change(&mut self.core.state().world)
    }

    /// A browser with an empty cookie jar.
    pub fn browser(&self) -> Browser {
        Browser::new(self)
    }

    /// A plain HTTP client that trusts the sandbox's authority and follows no redirects.
    pub fn client(&self) -> HttpClient {
        HttpClient::new(Some(&self.core.ca_pem))
    }

    pub(crate) fn origins(&self) -> [String; 4] {
        self.core.origins()
    }

    /// Every secret there is: issued and presented values, client secrets and passwords of the world.
    pub fn secret_values(&self) -> Vec<String> {
        let mut values = self.core.ledger.secret_values();
        let state = self.core.state();
        values.extend(state.world.apps.iter().flat_map(|app| app.secrets.iter().map(|secret| secret.value.clone())));
        values.extend(state.world.generic.clients.iter().filter_map(|client| client.secret.clone()));
        values.extend(state.world.slack.apps.iter().map(|app| app.client_secret.clone()));
        values.extend(state.world.google.clients.iter().map(|client| client.client_secret.clone()));
        values.extend(state.world.oauth1.clients.iter().map(|client| client.secret.clone()));
        values.extend(state.world.github.apps.iter().map(|app| app.client_secret.clone()));
        values.extend(state.world.people().map(|(_, user)| user.password.clone()));
        values.sort();
        values.dedup();
        values
    }

    /// Publishes a new signing key that signs from now on; without `keep_old`, older tokens cannot be checked any more.
    pub fn rotate_keys(&self, keep_old: bool) {
        self.core.state().keys.rotate(keep_old);
    }

    /// Identifiers of the published signing keys, the signing one last.
    pub fn signing_key_ids(&self) -> Vec<String> {
        self.core.state().keys.ids()
    }

    /// Makes an RSA certificate, registers it for an application, and returns it with its private key.
    ///
    /// # Errors
    /// [`StartError::Certificate`] when it cannot be made.
    pub fn add_certificate(&self, client_id: &str) -> Result<AppCertificate, StartError> {
        let certificate = AppCertificate::make("Authpipe sandbox client")?;
        self.change(|world| {
            if let Some(app) = world.app_mut(client_id) {
                app.certificates.push(certificate.certificate_pem.clone());
            }
        });
        Ok(certificate)
    }

    /// Makes a key and registers it for a client of the generic server that signs. Gives it with its private half.
    ///
    /// # Errors
    /// [`StartError::Certificate`] when it cannot be made.
    pub fn add_client_key(&self, client_id: &str, kind: KeyKind) -> Result<MadeKey, StartError> {
        keys::add_client_key(&self.core, client_id, kind)
    }

    /// Makes a service account of the generic server, in whose name and in that of `delegates` it may act. Gives its key file, as such
    /// providers hand it out: JSON text.
    ///
    /// # Errors
    /// [`StartError::Certificate`] when its key cannot be made.
    pub fn add_service_account(&self, email: &str, delegates: &[&str]) -> Result<String, StartError> {
        let delegates = delegates.iter().map(|&name| name.to_owned()).collect();
        keys::add_service_account(&self.core, email, delegates).map(|file| file.to_string())
    }

    /// Records an administrator's consent to everything in the registration, without pages. Roles are effective at once.
    pub fn grant_admin_consent(&self, tenant_id: &str, client_id: &str) {
        identity::grant_admin_consent(&self.core, &mut self.core.state(), tenant_id, client_id);
    }

    /// Revokes all refresh tokens and browser sessions of a person (50173).
    pub fn revoke_user_tokens(&self, user_id: &str) -> usize {
        revoke::user_tokens(&self.core, &mut self.core.state(), user_id)
    }

    /// Ends all access tokens of a person; refreshes go on.
    pub fn revoke_access_tokens(&self, user_id: &str) -> usize {
        revoke::access_tokens(&self.core, &mut self.core.state(), user_id)
    }

    /// Withdraws one person's consent (65001 unless the organisation consented too).
    pub fn revoke_user_consent(&self, tenant_id: &str, user_id: &str, client_id: &str) {
        let person = Person { tenant_id: tenant_id.to_owned(), user_id: user_id.to_owned() };
        revoke::user_consent(&self.core, &mut self.core.state(), &person, client_id);
    }

    /// Withdraws an organisation's consent and that of its members; the application stays present (65001, no roles).
    pub fn revoke_tenant_consent(&self, tenant_id: &str, client_id: &str) {
        revoke::tenant_consent(&self.core, &mut self.core.state(), tenant_id, client_id);
    }

    /// Removes an application from an organisation (700016 for users and for the application itself).
    pub fn remove_app_from_organisation(&self, tenant_id: &str, client_id: &str) {
        revoke::app_from_organisation(&self.core, &mut self.core.state(), tenant_id, client_id);
    }

    /// Makes a service account of Google's, to which administrators have delegated this. Gives its key file: JSON text.
    ///
    /// # Errors
    /// [`StartError::Certificate`] when its key cannot be made.
    pub fn add_google_service_account(&self, email: &str, delegations: Vec<GoogleDelegation>) -> Result<String, StartError> {
        google::add_service_account(&self.core, email, delegations).map(|file| file.to_string())
    }

    /// Makes a key for a GitHub App and registers it. Gives it with its private half.
    ///
    /// # Errors
    /// [`StartError::Certificate`] when it cannot be made.
    pub fn add_github_key(&self, client_id: &str) -> Result<MadeKey, StartError> {
        github::add_key(&self.core, client_id)
    }

    /// Installs a GitHub App in an organisation, as somebody of it would. Gives the installation's number.
    pub fn install_on_github(&self, tenant_id: &str, client_id: &str) -> u64 {
        github::install(&self.core, tenant_id, client_id)
    }

    /// Uninstalls a GitHub App from an organisation: its tokens end, and no new ones are minted (404).
    pub fn uninstall_from_github(&self, tenant_id: &str, client_id: &str) {
        self.core.state().github.uninstall(tenant_id, client_id);
    }

    /// Uninstalls an app from a workspace of Slack: its tokens there end (`token_revoked`). Returns how many it hit.
    pub fn uninstall_from_slack(&self, tenant_id: &str, client_id: &str) -> usize {
        self.core.state().slack.uninstall(tenant_id, client_id)
    }

    /// What Slack has posted to apps whose tokens have ended (`tokens_revoked`, `app_uninstalled`): the bodies, oldest first. They name people
    /// and bots by their ids, and no token.
    pub fn slack_events(&self) -> Vec<serde_json::Value> {
        slack::events(&self.core)
    }

    /// Disables an application (7000112).
    pub fn disable_app(&self, client_id: &str) {
        self.change(|world| {
            if let Some(app) = world.app_mut(client_id) {
                app.disabled = true;
            }
        });
    }

    /// Replaces all secrets of an application (7000215 for the old ones).
    pub fn change_secret(&self, client_id: &str, secret: &str) {
        self.change(|world| {
            if let Some(app) = world.app_mut(client_id) {
                app.secrets = vec![Secret { value: secret.to_owned(), expires_at: None }];
            }
        });
    }

    /// Changes a password; refresh tokens of confidential clients stay valid, as with the provider.
    pub fn change_password(&self, user_id: &str, password: &str) {
        self.change(|world| {
            if let Some(user) = world.user_mut(user_id) {
                user.password = password.to_owned();
            }
        });
    }

    /// Stops the sandbox and waits until its thread has ended.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.core.faults.clear();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn bind(port: u16) -> std::io::Result<StdListener> {
    let named = |error: std::io::Error| std::io::Error::new(error.kind(), format!("port {port} of 127.0.0.1: {error}"));
    let listener = StdListener::bind(("127.0.0.1", port)).map_err(named)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
