//! What an application configures.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use authpipe::{Attachment, Mode, Secret, TestClock};

use crate::arguments::{AnchorObject, ClientAssertionObject, LoggerObject, OfClient, RootKeyObjects, Secrets, TestClockObject};
use crate::define::taken;
use crate::language::Language;
use crate::own::Own;

taken! {
    /// Options of the object. Absent ones are read from the environment where a variable is named.
    pub struct Options = "AuthpipeOptions" {
        /// Where the vault is. `sqlite:./authpipe.db` (default), `postgres://…` for several machines, or `memory:`. Environment: `AUTHPIPE_VAULT`.
        pub vault: Option<String>,
        /// Where renewed tokens wait, sealed, while the vault cannot be written. Default beside a SQLite vault, `<vault>-spool`; none for a
        /// vault in memory. Environment: `AUTHPIPE_SPOOL_DIR`.
        pub spool_dir: Option<PathBuf>,
        /// A file in which it is remembered how far the vault was, so that a restored copy is noticed. Best on another disk than the vault's.
        /// Default beside a SQLite vault, `<vault>-anchor`; none for other vaults. Environment: `AUTHPIPE_ANCHOR_FILE`.
        pub anchor_file: Option<PathBuf>,
        /// The same in a place of the application's own, in the place of a file.
        pub anchor: AnchorObject,
        /// The root key. `apk1_…`, `file:` and the path of a file that holds it and is its owner's alone, or the name of a key in a service
        /// (`aws-kms:`, `gcp-kms:`, `azure-kv:`, `transit:`). Several: the current one first, then earlier ones. Environment: `AUTHPIPE_KEY`,
        /// separated by commas.
        pub key: Option<Secrets>,
        /// Root keys of the application's own, in a key service or an HSM. They come after `key`, unless that names their ids: then there.
        pub root_keys: RootKeyObjects,
        /// The public URL of the mounted handler. Environment: `AUTHPIPE_BASE_URL`.
        pub base_url: Option<String>,
        /// How strict to be. Default `production`, the strict one; never guessed. Environment: `AUTHPIPE_MODE`.
        pub mode: Option<Mode>,
        /// The name of the deployment, part of every encryption context. Environment: `AUTHPIPE_ENVIRONMENT`.
        pub environment: Option<String>,
        /// Client registrations by config id. Secrets given here are never written to the vault.
        pub providers: Option<BTreeMap<String, ProviderConfig>>,
        /// Whether refreshes and checks run by themselves; default true. Without, call `run_maintenance`.
        pub background: Option<bool>,
        /// A credential is handed out with at least this much time left, or nine tenths of its lifetime if that is less; default the lesser
        /// of 60 seconds and a tenth of its lifetime.
        pub min_validity: Option<Duration>,
        /// How long a call waits for a credential; default 10 seconds. It never bounds the exchange itself, nor other calls, which take a limit each.
        pub timeout: Option<Duration>,
        /// Self-hosted providers on private addresses, as exact `host:port`.
        pub allowed_private_hosts: Option<Vec<String>>,
        /// A PEM file whose authorities are trusted besides the platform's.
        pub extra_ca_file: Option<PathBuf>,
        /// Points a definition's origins at a sandbox: development mode and literal loopback only.
        pub danger_origins: Option<BTreeMap<String, BTreeMap<String, String>>>,
        /// The proxy for requests to providers. Its URL, or `environment` to read `HTTPS_PROXY` and `NO_PROXY`, which are not read otherwise.
        pub proxy: Option<String>,
        /// Where this object's lines of the log go.
        pub logger: LoggerObject,
        /// A clock that a test moves: development mode only.
        pub test_clock: TestClockObject,
    }

    /// The application's client registration at a provider.
    pub struct ProviderConfig = "ProviderConfig" {
        /// The client identifier. A provider of pasted keys has none.
        pub client_id: OfClient<String>,
        /// The client secret; absent for a public client.
        pub client_secret: OfClient<Secret<String>>,
        /// The client's private key. PEM text, the key file of a service account, or `env:NAME` for a variable that holds either.
        pub private_key: OfClient<Secret<String>>,
        /// The id of the private key at the provider, where it has one.
        pub private_key_id: Option<String>,
        /// The file in which the platform keeps a token for the client. Its path, or `env:NAME` for a variable that holds the path. It is read for each request.
        pub client_assertion_file: OfClient<String>,
        /// What gets such a token from the platform, in the place of a file. It is asked for each request, and has 5 seconds; what it gives is
        /// sent to the provider's token endpoint and stored nowhere. There is one call at a time: who asks meanwhile gets its answer. Objects that
        /// share one vault in a process ask that of the first.
        pub client_assertion: ClientAssertionObject,
        /// Whether each user connects (default) or the tenant has one connection that its users share.
        pub attachment: Option<Attachment>,
        /// The provider, where the config has another id.
        pub provider: Option<String>,
        /// Where the browser comes back to. Native programs only: `http://127.0.0.1/path`, without a port.
        pub redirect_uri: Option<String>,
        /// Scopes that every user is asked for.
        pub scopes: Option<Vec<String>>,
        /// Scopes that may be asked for besides.
        pub optional_scopes: Option<Vec<String>>,
        /// Application roles that an installation is expected to have.
        pub bot_scopes: Option<Vec<String>>,
        /// Values of the definition's variables. Some are keys of the application, so none of them prints.
        pub variables: Option<BTreeMap<String, Secret<String>>>,
        /// Whether it may be used; default true.
        pub enabled: Option<bool>,
        /// A provider that is not in the catalogue.
        pub definition: Option<serde_json::Value>,
    }

    /// Options of the handler.
    pub struct HandlerOptions = "HandlerOriginOptions" {
        /// Other origins whose pages may call the handler.
        pub allowed_origins: Option<Vec<String>>,
        /// Other origins to which a finished session may return.
        pub allowed_return_origins: Option<Vec<String>>,
    }
}

impl Options {
    /// What the core takes; what is absent comes from the environment.
    ///
    /// # Errors
    /// - `config_invalid`: a variable of the environment is wrong.
    pub fn into_core(self, test_clock: Option<TestClock>, own: Own) -> authpipe::Result<authpipe::Options> {
        let defaults = authpipe::Options::default();
        let mut asserted = own.client_assertions;
        let providers = self.providers.unwrap_or_default().into_iter().map(|(id, config)| {
            let client_assertion = asserted.remove(&id);
            (id, authpipe::ProviderInput { client_assertion, ..config.into_core() })
        });
        let providers = providers.collect();
        authpipe::Options {
            vault: self.vault,
            spool_dir: self.spool_dir,
            anchor_file: self.anchor_file,
            anchor: own.anchor,
            root_keys: own.root_keys,
            keys: self.key.map(|keys| keys.0).unwrap_or_default(),
            base_url: self.base_url,
            mode: self.mode,
            environment: self.environment,
            providers,
            background: self.background.unwrap_or(defaults.background),
            min_validity: self.min_validity,
            timeout: self.timeout,
            allowed_private_hosts: self.allowed_private_hosts.unwrap_or_default(),
            extra_ca_file: self.extra_ca_file,
            danger_origins: self.danger_origins.unwrap_or_default(),
            test_clock,
            proxy: self.proxy,
            ..defaults
        }
        .or_environment()
    }
}

impl ProviderConfig {
    /// What the core takes of it, without what the application answers.
    pub fn into_core(self) -> authpipe::ProviderInput {
        let names_client = self.client_id.is_named()
            || self.client_secret.is_named()
            || self.private_key.is_named()
            || self.client_assertion_file.is_named();
        authpipe::ProviderInput {
            provider: self.provider,
            client_id: self.client_id.given().unwrap_or_default(),
            names_client,
            client_secret: self.client_secret.given(),
            private_key: self.private_key.given(),
            private_key_id: self.private_key_id,
            client_assertion_file: self.client_assertion_file.given(),
            client_assertion: None,
            redirect_uri: self.redirect_uri,
            attachment: self.attachment.unwrap_or_default(),
            scopes: self.scopes.unwrap_or_default(),
            optional_scopes: self.optional_scopes.unwrap_or_default(),
            bot_scopes: self.bot_scopes.unwrap_or_default(),
            variables: self.variables.unwrap_or_default(),
            disabled: !self.enabled.unwrap_or(true),
            definition: self.definition,
        }
    }
}

impl HandlerOptions {
    /// What the core takes; answers write names as the language does.
    pub fn into_core(self, language: Language) -> authpipe::HandlerOptions {
        authpipe::HandlerOptions {
            spelling: Some(language.spelling()),
            allowed_origins: self.allowed_origins.unwrap_or_default(),
            allowed_return_origins: self.allowed_return_origins.unwrap_or_default(),
        }
    }
}
