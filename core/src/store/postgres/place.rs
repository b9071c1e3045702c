//! Addresses of PostgreSQL vaults: libpq's URL, with its defaults from the environment, and two settings of our own: `schema` and
//! `connections`. What is not said there is said by PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD, PGSSLMODE and PGSSLROOTCERT.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use crate::base::{Clock, SystemClock};
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
    /// The address without password, as messages call the vault.
    pub(super) name: String,
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
    let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    read_with(rest, &read).map(|place| Arc::new(place) as Arc<dyn Address>)
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
    let settings = read_settings(query)?;
    let url = format!("postgresql://{target}?{}", settings.others.join("&"));
    let mut config = Config::from_str(url.trim_end_matches('?')).map_err(|error| unreadable(&error, &settings.others))?;
    fill_in(&mut config, environment)?;
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
    Ok(Place { config, check, authorities, schema, connections, name })
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
        config.host(environment("PGHOST").unwrap_or_else(default_host));
    }
    if config.get_ports().is_empty()
        && let Some(port) = environment("PGPORT")
    {
        config.port(port.parse().map_err(|_| "PGPORT is not a port.".to_owned())?);
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
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(10));
    }
    // A connection that a firewall has cut is found out by the system, not by whoever needs it next.
    config.keepalives_idle(Duration::from_secs(30)).keepalives_interval(Duration::from_secs(10)).keepalives_retries(3);
    if config.get_hosts().len() > 1 && config.get_target_session_attrs() == TargetSessionAttrs::Any {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
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

/// The address without password.
fn name(config: &Config, schema: &str) -> String {
    let ports = config.get_ports();
    let port = |n: usize| ports.get(n).or(ports.first()).copied().unwrap_or(5432);
    let host = |(n, host): (usize, &Host)| match host {
        Host::Tcp(host) if host.contains(':') => format!("[{host}]:{}", port(n)),
        Host::Tcp(host) => format!("{host}:{}", port(n)),
        #[cfg(unix)]
        Host::Unix(folder) => format!("{}:{}", folder.display(), port(n)),
    };
    let hosts: Vec<_> = config.get_hosts().iter().enumerate().map(host).collect();
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

    /// With how far the server is trusted: whoever asks for its certificate shares no connection that was made without.
    fn identity(&self) -> Option<String> {
        let (mode, check, authorities) = (self.config.get_ssl_mode(), self.check, &self.authorities);
        Some(format!("{} {mode:?} {check:?} {authorities:?}", self.name))
    }

    fn make(&self, clock: Arc<dyn Clock>) -> Arc<dyn Store> {
        Arc::new(PostgresStore::new(self.clone(), clock))
    }
}

/// libpq's word for the certificate authorities of the system.
const OF_SYSTEM: &str = "system";
/// Where a vault is unless its address says otherwise: apart from the tables of the application.
const DEFAULT_SCHEMA: &str = "authpipe";
/// Enough for a process's reads beside its writes; many processes share the server's connections.
const DEFAULT_CONNECTIONS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Place, String> {
        read_with(&format!("//app@db.example/vault?{query}"), environment)
    }

    #[test]
    fn authorities_of_the_system_are_asked_for_the_hosts_name_too() {
        let nothing = |_: &str| None;
        for query in ["sslrootcert=system", "sslmode=verify-full&sslrootcert=system"] {
            let place = read(query, &nothing).unwrap();
            assert_eq!(
                (place.check, place.config.get_ssl_mode(), place.authorities),
                (Check::Name, SslMode::Require, None),
                "{query}"
            );
        }
        for weak in ["disable", "prefer", "require", "verify-ca"] {
            let told = read(&format!("sslmode={weak}&sslrootcert=system"), &nothing).unwrap_err();
            assert_eq!(told, "sslrootcert=system needs sslmode=verify-full.", "{weak}");
        }
        let of_environment = |name: &str| (name == "PGSSLROOTCERT").then(|| "system".to_owned());
        assert_eq!(read("", &of_environment).unwrap().check, Check::Name);
        // Whoever has any certificate at all would be believed.
        let no_file = "sslmode=verify-ca needs sslrootcert=, a file of authorities of your own; verify-full goes without.";
        assert_eq!(read("sslmode=verify-ca", &nothing).unwrap_err(), no_file);
        let by_mode = |name: &str| (name == "PGSSLMODE").then(|| "verify-ca".to_owned());
        assert_eq!(read("", &by_mode).unwrap_err(), no_file);
        assert_eq!(read("sslrootcert=/a.pem", &by_mode).unwrap().check, Check::Authority);
    }

    #[test]
    fn addresses_that_trust_otherwise_share_no_connections() {
        let identity = |query: &str| read(query, &|_| None).unwrap().identity().unwrap();
        let all = [
            "",
            "sslmode=require",
            "sslmode=verify-ca&sslrootcert=/a.pem",
            "sslmode=verify-full",
            "sslmode=verify-full&sslrootcert=/a.pem",
        ];
        let different: std::collections::BTreeSet<_> = all.map(identity).into();
        assert_eq!(different.len(), all.len());
        assert_eq!(identity("sslmode=verify-full"), identity("connections=4&sslmode=verify-full"));
    }
}
