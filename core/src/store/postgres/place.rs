//! Addresses of PostgreSQL vaults: libpq's URL, with its defaults from the environment, and two settings of our own: `schema` and
//! `connections`. What is not said there is said by PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD, PGSSLMODE and PGSSLROOTCERT.

use std::cell::RefCell;
use std::env::VarError;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use crate::base::{Clock, SystemClock};
use crate::store::copying::{CopySource, CopyTarget, Mark};
use crate::store::{Address, Store};

use super::passfile;
use super::{KIND, PostgresStore};

/// What is asked of the server's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Check {
    /// Nothing: whoever listens is kept out, and whoever answers is not.
    Nothing,
    /// That an authority of ours has signed it.
    Authority,
    /// The same, and that it is the host's.
    Name,
}

/// Where a vault is, and how its server is reached.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Its debug output leaves the password out.
    pub(super) config: Config,
    /// How the certificate of the server is judged.
    pub(super) check: Check,
    /// A file of certificate authorities; `None`: those of the system.
    pub(super) authorities: Option<PathBuf>,
    /// The schema in which the vault is.
    pub(super) schema: String,
    /// At most so many connections of this process.
    pub(super) connections: usize,
    /// So long all of the hosts together may take before one of them has answered.
    pub(super) connect_limit: Duration,
    /// The address without password, as messages call the vault.
    pub(super) name: String,
    /// Whether a copy that is not complete is opened, to see whether all of it opens.
    pub(super) is_copy: bool,
}

impl Place {
    pub(super) fn quoted_schema(&self) -> String {
        format!("\"{}\"", self.schema)
    }
}

/// Reads what follows `postgres:`.
///
/// # Errors
/// What to write instead.
pub(super) fn read(rest: &str) -> Result<Arc<dyn Address>, String> {
    let other = RefCell::new(None);
    let read = |name: &str| match std::env::var(name) {
        Ok(value) => Some(value).filter(|value| !value.is_empty()),
        // A home may be called as it likes.
        Err(VarError::NotUnicode(_)) if name.starts_with("PG") => {
            other.replace(Some(name.to_owned()));
            None
        }
        Err(_) => None,
    };
    let place = read_with(rest, &read);
    // Passed over, PGSSLMODE=verify-full would be no TLS at all.
    match other.take() {
        Some(name) => Err(format!("The variable {name} is not UTF-8.")),
        None => place.map(|place| Arc::new(place) as Arc<dyn Address>),
    }
}

/// The settings that an address has of its own, and those that go on to the driver.
struct Settings {
    schema: Option<String>,
    connections: Option<String>,
    mode: Option<String>,
    authorities: Option<String>,
    options: Vec<String>,
    others: Vec<String>,
}

/// Reads an address, with what the environment says by name.
pub(super) fn read_with(rest: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Place, String> {
    let usual = || KIND.advice();
    let behind = rest.strip_prefix("//").ok_or_else(usual)?;
    let (target, query) = behind.split_once('?').unwrap_or((behind, ""));
    // What is behind the first one would be taken for the host, and told as one.
    if target.matches('@').count() > 1 {
        return Err(
            "In an address, write the @ of a user name or a password as %40 (/ as %2F, ? as %3F, # as %23, % as %25).".to_owned()
        );
    }
    let settings = read_settings(query)?;
    let url = format!("postgresql://{target}?{}", settings.others.join("&"));
    let mut config = Config::from_str(url.trim_end_matches('?')).map_err(|error| unreadable(&error, &settings.others))?;
    if config.get_target_session_attrs() == TargetSessionAttrs::ReadOnly {
        return Err("A vault is written: target_session_attrs= is read-write, or left out.".to_owned());
    }
    fill_in(&mut config, environment)?;
    check_hosts(&config)?;
    if !settings.options.is_empty() {
        config.options(settings.options.join(" "));
    }
    let mode = settings.mode.or_else(|| environment("PGSSLMODE"));
    let authorities = settings.authorities.or_else(|| environment("PGSSLROOTCERT"));
    let check = read_mode(&mut config, mode.as_deref(), authorities.as_deref())?;
    let schema = settings.schema.unwrap_or_else(|| DEFAULT_SCHEMA.to_owned());
    let connections = settings.connections.map_or(Ok(DEFAULT_CONNECTIONS), |text| read_connections(&text))?;
    let name = name(&config, &schema);
    let authorities = authorities.filter(|file| file != OF_SYSTEM).map(PathBuf::from);
    let each = config.get_connect_timeout().copied().unwrap_or(CONNECT);
    let connect_limit = CONNECT.max(each * addresses(&config) + HANDSHAKE);
    Ok(Place { config, check, authorities, schema, connections, connect_limit, name, is_copy: false })
}

fn read_settings(query: &str) -> Result<Settings, String> {
    let mut settings =
        Settings { schema: None, connections: None, mode: None, authorities: None, options: vec![], others: vec![] };
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) =
            pair.split_once('=').ok_or_else(|| "Settings behind the question mark are written name=value.".to_owned())?;
        let value = || decode(value);
        match key {
            "schema" | "search_path" | "currentSchema" => settings.schema = Some(read_schema(&value()?)?),
            "options" => {
                let read = read_options(&value()?)?;
                settings.schema = read.schema.or(settings.schema);
                settings.options.extend(read.others);
            }
            "connections" => settings.connections = Some(value()?),
            "sslmode" => settings.mode = Some(value()?),
            "sslrootcert" => settings.authorities = Some(value()?),
            _ => settings.others.push(pair.to_owned()),
        }
    }
    Ok(settings)
}

fn decode(text: &str) -> Result<String, String> {
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| "A setting of the address is not UTF-8.".to_owned())
}

/// The name of the schema; of a search path, its first one.
fn read_schema(path: &str) -> Result<String, String> {
    let names = path.split(',').map(|name| name.trim().trim_matches('"'));
    let name = names.into_iter().find(|name| !matches!(*name, "$user" | ""));
    let is_plain = |name: &&str| {
        name.len() <= 63
            && name.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !name.starts_with("pg_")
    };
    name.filter(is_plain)
        .map(str::to_owned)
        .ok_or_else(|| "A schema's name is made of letters, digits and underscores, for example schema=authpipe.".to_owned())
}

/// What `options` says of the search path, and what it says besides.
struct ServerOptions {
    schema: Option<String>,
    others: Vec<String>,
}

fn read_options(text: &str) -> Result<ServerOptions, String> {
    let mut read = ServerOptions { schema: None, others: Vec::new() };
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let setting = match word.strip_prefix("-c").or_else(|| word.strip_prefix("--")) {
            Some("") => words.next().unwrap_or_default(),
            Some(setting) => setting,
            None => "",
        };
        match setting.split_once('=') {
            Some(("search_path", path)) => read.schema = Some(read_schema(path)?),
            Some(_) => read.others.push(format!("-c {setting}")),
            None => return Err("What options= says is written -c name=value.".to_owned()),
        }
    }
    Ok(read)
}

fn read_connections(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=100).contains(count));
    count.ok_or_else(|| "connections= is a number from 1 to 100.".to_owned())
}

/// How libpq reads `sslmode`: only `verify-ca` and `verify-full` look at who the server is, and `require` where authorities are named.
/// Those of the system sign for anybody, so `verify-ca` is refused without a file of authorities, as libpq refuses it.
fn read_mode(config: &mut Config, mode: Option<&str>, authorities: Option<&str>) -> Result<Check, String> {
    let has_authorities = authorities.is_some();
    let usual = if authorities == Some(OF_SYSTEM) { "verify-full" } else { "prefer" };
    let mode = mode.unwrap_or(usual);
    if authorities == Some(OF_SYSTEM) && mode != "verify-full" {
        return Err("sslrootcert=system needs sslmode=verify-full.".to_owned());
    }
    let (mode, check) = match mode {
        "disable" => (SslMode::Disable, Check::Nothing),
        "allow" | "prefer" => (SslMode::Prefer, Check::Nothing),
        "require" if has_authorities => (SslMode::Require, Check::Authority),
        "require" => (SslMode::Require, Check::Nothing),
        "verify-ca" if has_authorities => (SslMode::Require, Check::Authority),
        "verify-ca" => {
            return Err(
                "sslmode=verify-ca needs sslrootcert=, a file of authorities of your own; verify-full goes without.".to_owned()
            );
        }
        "verify-full" => (SslMode::Require, Check::Name),
        _ => return Err("sslmode= is one of disable, prefer, require, verify-ca and verify-full.".to_owned()),
    };
    config.ssl_mode(mode);
    Ok(check)
}

/// What the address does not say.
fn fill_in(config: &mut Config, environment: &dyn Fn(&str) -> Option<String>) -> Result<(), String> {
    if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
        for host in environment("PGHOST").unwrap_or_else(default_host).split(',') {
            config.host(host);
        }
    }
    if config.get_ports().is_empty()
        && let Some(port) = environment("PGPORT")
    {
        for port in port.split(',') {
            config.port(port.parse().map_err(|_| "PGPORT is not a port.".to_owned())?);
        }
    }
    if config.get_user().is_none()
        && let Some(user) = environment("PGUSER").or_else(|| environment("USER"))
    {
        config.user(user);
    }
    if config.get_dbname().is_none()
        && let Some(name) = environment("PGDATABASE")
    {
        config.dbname(name);
    }
    if config.get_password().is_none()
        && let Some(password) = environment("PGPASSWORD").or_else(|| passfile::find(config, environment))
    {
        config.password(password);
    }
    if config.get_application_name().is_none() {
        config.application_name("authpipe");
    }
    if config.get_connect_timeout().is_none() {
        // Within the usual limit the last host has its turn, where those before it are cut off.
        config.connect_timeout(((CONNECT - HANDSHAKE) / addresses(config)).max(Duration::from_secs(1)));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(10));
    }
    // A connection that a firewall has cut is found out by the system, not by whoever needs it next.
    if config.get_keepalives_idle() == Duration::from_secs(2 * 3600) {
        config.keepalives_idle(Duration::from_secs(30));
    }
    if config.get_keepalives_interval().is_none() {
        config.keepalives_interval(Duration::from_secs(10));
    }
    if config.get_keepalives_retries().is_none() {
        config.keepalives_retries(3);
    }
    if config.get_hosts().len() > 1 && config.get_target_session_attrs() == TargetSessionAttrs::Any {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    Ok(())
}

/// What the driver would say only when it connects, and of the server.
fn check_hosts(config: &Config) -> Result<(), String> {
    let (hosts, numbers, ports) = (config.get_hosts().len(), config.get_hostaddrs().len(), config.get_ports().len());
    if hosts > 0 && numbers > 0 && hosts != numbers {
        return Err("hostaddr= has one number for each host of the address.".to_owned());
    }
    if ports > 1 && ports != hosts.max(numbers) {
        return Err("Write each host with its own port, host:5432, and leave port= out.".to_owned());
    }
    Ok(())
}

fn default_host() -> String {
    let usual = "/var/run/postgresql";
    if Path::new(usual).is_dir() { usual.to_owned() } else { "localhost".to_owned() }
}

/// The driver names the setting that it does not know; a value is never repeated.
fn unreadable(error: &tokio_postgres::Error, settings: &[String]) -> String {
    let said = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let keys = settings.iter().filter_map(|pair| pair.split_once('=').map(|(key, _)| key));
    match keys.into_iter().find(|key| is_word(key) && said.contains(&format!("`{key}`"))) {
        Some(key) => format!("The setting {key}= is not known, or its value does not fit."),
        None => KIND.advice(),
    }
}

fn is_word(key: &str) -> bool {
    (1..=32).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// How many addresses there may be to try: a host that has a name has often two, of both families.
fn addresses(config: &Config) -> u32 {
    let numbers = config.get_hostaddrs().len();
    let hosts = if numbers > 0 { numbers } else { 2 * config.get_hosts().len() };
    u32::try_from(hosts).unwrap_or(u32::MAX).clamp(2, 64)
}

/// The address without password. A host that has a name is called by it, whatever number it is reached by.
fn name(config: &Config, schema: &str) -> String {
    let ports = config.get_ports();
    let port = |n: usize| ports.get(n).or(ports.first()).copied().unwrap_or(5432);
    let at =
        |n: usize, host: &str| if host.contains(':') { format!("[{host}]:{}", port(n)) } else { format!("{host}:{}", port(n)) };
    let host = |(n, host): (usize, &Host)| match host {
        Host::Tcp(host) => at(n, host),
        #[cfg(unix)]
        Host::Unix(folder) => format!("{}:{}", folder.display(), port(n)),
    };
    let mut hosts: Vec<_> = config.get_hosts().iter().enumerate().map(host).collect();
    if hosts.is_empty() {
        hosts = config.get_hostaddrs().iter().enumerate().map(|(n, number)| at(n, &number.to_string())).collect();
    }
    let user = config.get_user().map(|user| format!("{user}@")).unwrap_or_default();
    let database = config.get_dbname().or(config.get_user()).unwrap_or_default();
    let schema = if schema == DEFAULT_SCHEMA { String::new() } else { format!("?schema={schema}") };
    format!("postgres://{user}{}/{database}{schema}", hosts.join(","))
}

#[async_trait]
impl Address for Place {
    fn name(&self) -> &str {
        &self.name
    }

    async fn exists(&self) -> crate::base::Result<bool> {
        PostgresStore::new(self.clone(), Arc::new(SystemClock)).exists().await
    }

    fn file(&self) -> Option<&Path> {
        None
    }

    /// With where exactly the server is, what is asked of it, and how far it is trusted: whoever asks for its certificate shares no
    /// connection that was made without.
    fn identity(&self) -> Option<String> {
        let (mode, check, authorities) = (self.config.get_ssl_mode(), self.check, &self.authorities);
        let (numbers, options) = (self.config.get_hostaddrs(), self.config.get_options());
        let wanted = self.config.get_target_session_attrs();
        Some(format!("{} {numbers:?} {options:?} {wanted:?} {mode:?} {check:?} {authorities:?}", self.name))
    }

    /// A server sees connections end, and not processes.
    fn shows_deaths(&self) -> bool {
        false
    }

    fn make(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(PostgresStore::new(self.clone(), clock))
    }

    #[cfg(any(test, feature = "cli"))]
    fn make_copy(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(PostgresStore::new(Place { is_copy: true, ..self.clone() }, clock))
    }

    #[cfg(any(test, feature = "cli"))]
    async fn copy_from(&self, clock: Arc<dyn Clock>) -> crate::base::Result<Box<dyn CopySource>> {
        PostgresStore::copy_from(self, clock).await
    }

    #[cfg(any(test, feature = "cli"))]
    async fn copy_to(&self, clock: Arc<dyn Clock>, mark: &Mark) -> crate::base::Result<Box<dyn CopyTarget>> {
        PostgresStore::copy_to(self, clock, mark).await
    }
}

/// So long a new connection may take, unless the address allows each host more.
const CONNECT: Duration = Duration::from_secs(10);
/// Of it, what the server may take to let us in.
const HANDSHAKE: Duration = Duration::from_secs(2);
/// libpq's word for the certificate authorities of the system.
const OF_SYSTEM: &str = "system";
/// Where a vault is unless its address says otherwise: apart from the tables of the application.
const DEFAULT_SCHEMA: &str = "authpipe";
/// Enough for a process's reads beside its writes; many processes share the server's connections.
const DEFAULT_CONNECTIONS: usize = 4;

#[cfg(test)]
mod tests;
