//! What an application configures. Values that are present and wrong are refused at once; absent ones when they are needed,
//! so that a build step may load the module.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use self::configs::{ReadConfig, check_definitions, read_config};
use self::refusals::{invalid, secret_in_app, shown};
use super::given::FromEnvironment;
use super::{base_url, places, proxy};
use crate::base::log::Log;
use crate::base::{Clock, ConfigId, Environment, Error, Logger, Result, Secret, SystemClock, TestClock};
use crate::catalog;
use crate::key_sources::{self, Source, Variables};
use crate::model::client_assertion::ClientAssertion;
use crate::model::config::{Attachment, ProviderConfig};
use crate::net::{NetPolicy, read_ca_file};
use crate::store::{self, Address, Anchor, AnchorFile};
use crate::vault::RootKey;

/// How strict to be. Never guessed from `NODE_ENV` or anything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Strict. The default.
    #[default]
    Production,
    /// Loopback addresses over http, sandbox origins and test clocks are allowed.
    Development,
}

/// Whether everything on this platform is an app in somebody's hands.
const IS_APP: bool = cfg!(target_os = "ios");

/// Options of [`Authpipe::new`](super::Authpipe::new).
#[derive(Clone)]
pub struct Options {
    /// Where the vault is. `sqlite:./authpipe.db` (default), `postgres://…` for several machines, or `memory:`. Environment: `AUTHPIPE_VAULT`.
    pub vault: Option<String>,
    /// Where renewed tokens wait, sealed, while the vault cannot be written. A folder, best on another disk than the vault's.
    /// Default: beside a SQLite vault, `<vault>-spool`; none for a vault in memory. Environment: `AUTHPIPE_SPOOL_DIR`.
    pub spool_dir: Option<PathBuf>,
    /// A file in which it is remembered how far the vault was, so that a restored copy is noticed. Best on another disk than the vault's,
    /// and not restored with it: a copy presents no refresh token that may be spent. Default: beside a SQLite vault, `<vault>-anchor`;
    /// none for other vaults. Environment: `AUTHPIPE_ANCHOR_FILE`.
    pub anchor_file: Option<PathBuf>,
    /// The same in a place of the application's own, in the place of a file.
    pub anchor: Option<Arc<dyn Anchor>>,
    /// Root keys: the first wraps, the rest only open. Each is the key itself (`apk1_…`), a file that holds it and that nobody but its
    /// owner may read (`file:/etc/acme/authpipe.key`), an entry of the system's keychain that holds it (`keychain:acme/authpipe`, with the
    /// feature `keychain`), or the name of a key in a service: `aws-kms:arn:aws:kms:…:key/…`, `gcp-kms:projects/…/cryptoKeys/…`,
    /// `azure-kv:https://….vault.azure.net/keys/…`, `transit:https://vault.example:8200/transit/…`.
    /// One text may hold several, separated by commas. Environment: `AUTHPIPE_KEY`, likewise.
    pub keys: Vec<Secret<String>>,
    /// Root keys of the application's own, in a key service or an HSM. They come after `keys`, unless one of those is the id of such a key:
    /// then it stands there.
    pub root_keys: Vec<Arc<dyn RootKey>>,
    /// The public URL of the mounted handler. Environment: `AUTHPIPE_BASE_URL`.
    pub base_url: Option<String>,
    /// How strict to be. Environment: `AUTHPIPE_MODE`.
    pub mode: Option<Mode>,
    /// The name of the deployment, part of every encryption context. Needed in production mode, `development`
    /// otherwise. Environment: `AUTHPIPE_ENVIRONMENT`.
    pub environment: Option<String>,
    /// Client registrations by config id.
    pub providers: BTreeMap<String, ProviderInput>,
    /// Whether refreshes and checks run by themselves; default true. If not, nothing goes on behind a call but an exchange for which its caller has
    /// stopped waiting, and what is due waits for [`run_maintenance`](super::Authpipe::run_maintenance).
    pub background: bool,
    /// A credential is handed out with at least this much time left, or nine tenths of its lifetime if that is less;
    /// default the lesser of 60 seconds and a tenth of its lifetime.
    pub min_validity: Option<Duration>,
    /// How long a call waits for a credential; default 10 seconds. It never bounds an exchange, nor other calls, which take a limit each.
    pub timeout: Option<Duration>,
    /// Self-hosted providers on private addresses, as exact `host:port`.
    pub allowed_private_hosts: Vec<String>,
    /// A PEM file whose authorities are trusted besides the platform's.
    pub extra_ca_file: Option<PathBuf>,
    /// Points a definition's origins at a sandbox: development mode and literal loopback only. Config id → origin name
    /// → loopback URL.
    pub danger_origins: BTreeMap<String, BTreeMap<String, String>>,
    /// A clock that a test moves: development mode only.
    pub test_clock: Option<TestClock>,
    /// The proxy for requests to providers. Its URL, or `environment` to read `HTTPS_PROXY` and `NO_PROXY`, which are not read
    /// otherwise.
    pub proxy: Option<String>,
    /// Where this object's lines of the log go. Without, to the program's `tracing` subscriber. What the vault does by itself is told
    /// to every logger of the objects that share it.
    pub logger: Option<Arc<dyn Logger>>,
    /// Refuses a client secret in any config: for programs that are given to users, who could read it there (RFC 8252 §8.5).
    /// Default false; always in force on iOS.
    pub public_clients_only: bool,
    /// Which of them [`Options::or_environment`] has read, so that errors name the variable.
    #[doc(hidden)]
    pub from_environment: FromEnvironment,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A vault's address and a proxy's may hold passwords.
        f.debug_struct("Options")
            .field("mode", &self.mode)
            .field("environment", &self.environment)
            .field("base_url", &self.base_url)
            .field("providers", &self.providers)
            .field("background", &self.background)
            .finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            vault: None,
            spool_dir: None,
            anchor_file: None,
            anchor: None,
            keys: Vec::new(),
            root_keys: Vec::new(),
            base_url: None,
            mode: None,
            environment: None,
            providers: BTreeMap::new(),
            background: true,
            min_validity: None,
            timeout: None,
            allowed_private_hosts: Vec::new(),
            extra_ca_file: None,
            danger_origins: BTreeMap::new(),
            test_clock: None,
            proxy: None,
            logger: None,
            public_clients_only: IS_APP,
            from_environment: FromEnvironment::default(),
        }
    }
}

/// A client registration as the application gives it. It stays in memory; nothing of it is written to the vault.
#[derive(Clone, Debug, Default)]
pub struct ProviderInput {
    /// The provider, where the config has another id.
    pub provider: Option<String>,
    /// The client identifier. A provider of pasted keys has none.
    pub client_id: String,
    /// Whether a client is meant although `client_id` may be empty, as where it comes from a variable that is not set. Then `ready` tells that it
    /// is absent; otherwise a config without a client, of a provider that has keys and a sign-in, is for keys alone. Default false.
    pub names_client: bool,
    /// The client secret; absent for a public client.
    pub client_secret: Option<Secret<String>>,
    /// The client's private key. PEM text (PKCS #8 or PKCS #1, RSA or P-256), with its certificate behind it where the
    /// provider knows the key by that; or the JSON key file of a service account; or `env:NAME`, the variable of the
    /// environment that holds either. It signs and is never sent.
    pub private_key: Option<Secret<String>>,
    /// The id of the private key at the provider, where it has one. A key file of a service account names its own.
    pub private_key_id: Option<String>,
    /// The file in which the platform keeps a token for the client. It stands in the place of a secret or a key (workload identity
    /// federation): its path, or `env:NAME`, the variable of the environment that holds the path, such as
    /// `env:AZURE_FEDERATED_TOKEN_FILE`. It is read for each request, and sent to the provider's token endpoint as `client_assertion` (RFC 7523 §2.2).
    pub client_assertion_file: Option<String>,
    /// What gets such a token from the platform, in the place of a file. It is asked for each request, and has 5 seconds; what it gives is sent
    /// to the provider's token endpoint as `client_assertion` (RFC 7523 §2.2), and stored nowhere.
    pub client_assertion: Option<Arc<dyn ClientAssertion>>,
    /// Where the browser comes back to. For native apps (RFC 8252 §7): `com.example.app://auth`, an https address that
    /// the app has claimed, or `http://127.0.0.1/path`, to which each flow adds a fresh port. Web sessions do not use
    /// it.
    pub redirect_uri: Option<String>,
    /// Whether each user connects (default) or the tenant has one connection that its users share.
    pub attachment: Attachment,
    /// Scopes that every user is asked for.
    pub scopes: Vec<String>,
    /// Scopes that may be asked for besides.
    pub optional_scopes: Vec<String>,
    /// Application roles that an installation is expected to have.
    pub bot_scopes: Vec<String>,
    /// Values of the definition's variables. Some are keys of the application (`kind = "secret"`), so none of them prints.
    pub variables: BTreeMap<String, Secret<String>>,
    /// `false` switches the config off.
    pub disabled: bool,
    /// A provider that is not in the catalogue. The same fields as a catalogue file.
    pub definition: Option<serde_json::Value>,
}

impl Options {
    /// The file of the vault, as it was given; `None`: it is in memory. Nothing is opened.
    ///
    /// # Errors
    /// - `config_invalid`: this is no address of a vault.
    pub fn vault_file(&self) -> Result<Option<PathBuf>> {
        Ok(self.read_vault()?.file().map(Path::to_owned))
    }

    pub(super) fn read_vault(&self) -> Result<Arc<dyn Address>> {
        let text = self.vault.as_deref().unwrap_or("sqlite:./authpipe.db");
        // The text may be a URL with a password: it is not repeated.
        store::read_address(text)
            .map_err(|advice| invalid(&format!("⟨vault⟩ must be {}.", store::address_forms())).with_hint(advice))
            .map_err(|error| self.from_environment.tell("vault", error))
    }
}

/// Reads the name of a mode.
///
/// # Errors
/// - `config_invalid`.
pub fn read_mode(text: &str) -> Result<Mode> {
    match text {
        "production" => Ok(Mode::Production),
        "development" => Ok(Mode::Development),
        _ => Err(invalid("⟨mode⟩ must be \"production\" or \"development\".")),
    }
}

/// Options that have been judged.
pub(super) struct Judged {
    pub(super) vault: Arc<dyn Address>,
    pub(super) spool_dir: Option<PathBuf>,
    pub(super) anchor: Option<Arc<dyn Anchor>>,
    /// Where it is, if it is a file that was named.
    pub(super) anchor_file: Option<PathBuf>,
    pub(super) roots: Vec<Source>,
    pub(super) variables: Variables,
    pub(super) from_environment: FromEnvironment,
    pub(super) base_url: Option<Url>,
    pub(super) environment: Option<Environment>,
    pub(super) configs: Vec<ProviderConfig>,
    /// What configs lack: an error when they are needed, so that a build step may load the module.
    pub(super) lacking: BTreeMap<ConfigId, Error>,
    pub(super) background: bool,
    pub(super) development: bool,
    pub(super) min_validity: Option<Duration>,
    pub(super) timeout: Option<Duration>,
    pub(super) net: NetPolicy,
    pub(super) has_test_clock: bool,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) log: Log,
    /// Whether nothing is changed, as by commands that only look.
    pub(super) only_looks: bool,
}

/// What works on a developer's own machine alone.
const DEVELOPMENT: &str = "On your own machine set AUTHPIPE_MODE=development, or ⟨mode⟩.";

pub(super) fn judge(options: Options) -> Result<Judged> {
    let log = Log::new(options.logger.clone());
    let _on = log.enter();
    let given = &options.from_environment;
    given.warn_of_misspelt();
    let development = options.mode.unwrap_or_default() == Mode::Development;
    let variables = Variables::of_process();
    // An empty text is what a variable of the environment gives that a build does not have.
    // One text may hold several, as the variable of the environment does: what it holds is often passed on as it is.
    let several = options.keys.iter().flat_map(|keys| keys.expose().split(',').map(str::trim));
    let keys: Vec<Secret<String>> = several.filter(|key| !key.is_empty()).map(Secret::from).collect();
    let roots = given.judged("key", key_sources::read(&keys, &options.root_keys, &variables, development))?;
    let environment = match (options.environment.as_ref().filter(|name| !name.is_empty()), development) {
        (Some(name), _) => {
            Some(given.judged("environment", Environment::parse(name).map_err(|error| invalid(error.marked_message())))?)
        }
        (None, true) => Some(Environment::parse("development")?),
        (None, false) => None,
    };
    if options.test_clock.is_some() && !development {
        return Err(invalid("⟨test_clock⟩ works in development mode only.").with_hint(DEVELOPMENT));
    }
    if !options.danger_origins.is_empty() && !development {
        return Err(invalid("⟨danger_origins⟩ works in development mode only.").with_hint(DEVELOPMENT));
    }
    if let Some(name) = options.danger_origins.keys().find(|name| !options.providers.contains_key(*name)) {
        return Err(invalid(&format!(
            "⟨danger_origins⟩ names the config \"{}\", which is not among the providers.",
            shown(name)
        )));
    }
    let base_url = options.base_url.as_deref().filter(|text| !text.is_empty()).map(|text| base_url::read(text, development));
    let base_url = given.judged("base_url", base_url.transpose())?;
    let known: Vec<&str> = options.providers.keys().map(String::as_str).collect();
    let mut configs = Vec::new();
    let mut lacking = BTreeMap::new();
    for (id, input) in &options.providers {
        let ReadConfig { config, lacks } = read_config(id, input, options.danger_origins.get(id), development, &known)?;
        if !config.client.is_public() && (options.public_clients_only || IS_APP) {
            return Err(secret_in_app(&config));
        }
        catalog::warn_of_misspelt_scopes(&config);
        catalog::warn_of_installation(&config);
        lacking.extend(lacks.map(|error| (config.id.clone(), error)));
        configs.push(config);
    }
    check_definitions(&configs)?;
    let proxy = proxy::read(options.proxy.as_deref())?;
    let net = NetPolicy {
        development,
        allowed_private_hosts: NetPolicy::read_private_hosts(&options.allowed_private_hosts)?,
        extra_ca_pem: given.judged("extra_ca_file", options.extra_ca_file.as_deref().map(read_ca_file).transpose())?,
        proxy,
        ..NetPolicy::default()
    };
    let place = |option: &'static str, given_path: Option<&Path>| {
        given.judged(option, given_path.map(|path| places::read(option, path)).transpose()).map(Option::flatten)
    };
    let anchor_file = place("anchor_file", options.anchor_file.as_deref())?;
    Ok(Judged {
        vault: options.read_vault()?,
        from_environment: given.clone(),
        spool_dir: place("spool_dir", options.spool_dir.as_deref())?,
        anchor: options
            .anchor
            .clone()
            .or_else(|| anchor_file.clone().map(|file| Arc::new(AnchorFile::new(file)) as Arc<dyn Anchor>)),
        anchor_file,
        roots,
        variables,
        base_url,
        environment,
        configs,
        lacking,
        background: options.background,
        development,
        min_validity: options.min_validity,
        timeout: options.timeout,
        net,
        has_test_clock: options.test_clock.is_some(),
        log: log.clone(),
        only_looks: false,
        clock: match options.test_clock {
            Some(clock) => Arc::new(clock),
            None => Arc::new(SystemClock),
        },
    })
}

mod configs;
mod refusals;
#[cfg(test)]
mod tests;
