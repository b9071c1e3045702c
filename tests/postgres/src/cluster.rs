//! A PostgreSQL server.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::programs::{self, Folder, run};

/// A role that can log in.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// Its name.
    pub name: &'static str,
    /// Its password.
    pub password: &'static str,
}

/// A server with the database `vaults`, and with the role [`Cluster::APP`], which may make schemas in it and nothing else.
#[derive(Debug)]
pub struct Cluster {
    port: u16,
    server: Option<Child>,
    /// Where its programs are.
    programs: PathBuf,
    folder: Folder,
}

impl Cluster {
    /// Whose the server is.
    pub const SUPERUSER: Role = Role { name: "postgres", password: "super" };
    /// Who uses it.
    pub const APP: Role = Role { name: "authpipe", password: "pass-word" };
    /// The database.
    pub const DATABASE: &'static str = "vaults";

    /// Makes and starts a server. Its settings are added to those that are usual here: `wal_level = minimal`.
    ///
    /// # Errors
    /// What is missing, or what the programs say.
    pub fn start(settings: &[&str]) -> Result<Self, String> {
        if let Some(problem) = programs::missing_server() {
            return Err(problem);
        }
        Cluster::start_by(&programs::folder().unwrap_or_default(), settings)
    }

    /// The same by the programs in this folder, of another version than the system's.
    ///
    /// # Errors
    /// What the programs say.
    pub fn start_by(programs: &Path, settings: &[&str]) -> Result<Self, String> {
        let (folder, port) = (Folder::make("postgres")?, programs::free_port()?);
        let mut cluster = Cluster { folder, port, server: None, programs: programs.to_owned() };
        let password = cluster.folder.join("password");
        programs::write(&password, Cluster::SUPERUSER.password)?;
        let mut initdb = programs::command(&cluster.programs.join("initdb"));
        initdb.arg("-D").arg(cluster.data()).arg("--pwfile").arg(&password);
        // The order of words is that of people here, so that what is to compare by bytes must say so.
        initdb.args(["-U", Cluster::SUPERUSER.name, "-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--no-instructions"]);
        initdb.args(["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"]);
        run(initdb)?;
        let usual = [
            format!("port = {}", cluster.port),
            "listen_addresses = '127.0.0.1'".to_owned(),
            format!("unix_socket_directories = '{}'", cluster.folder().display()),
            "max_connections = 400".to_owned(),
            "shared_buffers = 64MB".to_owned(),
            // The machine is not switched off in a test; a process that is killed leaves what it has written with the system.
            "fsync = off".to_owned(),
            "timezone = 'Pacific/Auckland'".to_owned(),
        ];
        let lines = usual.iter().map(String::as_str).chain(settings.iter().copied());
        let file = cluster.data().join("postgresql.auto.conf");
        programs::write(&file, &format!("{}\n", lines.collect::<Vec<_>>().join("\n")))?;
        cluster.start_again()?;
        cluster.sql("postgres", &format!("CREATE DATABASE {}", Cluster::DATABASE))?;
        let Role { name, password } = Cluster::APP;
        let database = Cluster::DATABASE;
        cluster.sql(
            database,
            &format!(
                "CREATE ROLE {name} LOGIN PASSWORD '{password}'; REVOKE ALL ON DATABASE {database} FROM PUBLIC;
                GRANT CONNECT, CREATE ON DATABASE {database} TO {name}; REVOKE ALL ON SCHEMA public FROM PUBLIC"
            ),
        )?;
        Ok(cluster)
    }

    /// Starts a streaming replica of it, which can be promoted. Both were started with `wal_level = replica` and enough `max_wal_senders`.
    ///
    /// # Errors
    /// What the programs say.
    pub fn start_replica(&self) -> Result<Self, String> {
        let (folder, port) = (Folder::make("replica")?, programs::free_port()?);
        let mut replica = Cluster { folder, port, server: None, programs: self.programs.clone() };
        let mut copy = programs::command(&self.programs.join("pg_basebackup"));
        copy.args([
            "-h",
            "127.0.0.1",
            "-p",
            &self.port.to_string(),
            "-U",
            Cluster::SUPERUSER.name,
            "-X",
            "stream",
            "-R",
            "--no-sync",
        ]);
        copy.args(["-c", "fast", "-D"]).arg(replica.data()).env("PGPASSWORD", Cluster::SUPERUSER.password);
        run(copy)?;
        let file = replica.data().join("postgresql.auto.conf");
        let settings = std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let own = format!("port = {}\nunix_socket_directories = '{}'\n", replica.port, replica.folder().display());
        programs::write(&file, &format!("{settings}{own}"))?;
        replica.start_again()?;
        Ok(replica)
    }

    /// Starts it again after it was stopped.
    ///
    /// # Errors
    /// That it does not accept connections.
    pub fn start_again(&mut self) -> Result<(), String> {
        let log = self.folder.join("log");
        let out = std::fs::OpenOptions::new().create(true).append(true).open(&log);
        let out = out.map_err(|error| format!("{}: {error}", log.display()))?;
        let err = out.try_clone().map_err(|error| error.to_string())?;
        let mut server = programs::service(&self.programs.join("postgres"), "INT");
        server.arg("-D").arg(self.data()).stdout(out).stderr(err);
        self.server = Some(server.spawn().map_err(|error| format!("postgres: {error}"))?);
        let began = Instant::now();
        while !self.is_ready()? {
            if began.elapsed() > Duration::from_secs(60) {
                return Err(format!("the server does not start: {}", std::fs::read_to_string(&log).unwrap_or_default()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn is_ready(&mut self) -> Result<bool, String> {
        if let Some(server) = &mut self.server
            && let Ok(Some(status)) = server.try_wait()
        {
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            return Err(format!("the server has ended ({status}): {log}"));
        }
        let mut asked = programs::command(&self.programs.join("pg_isready"));
        asked.args(["-q", "-h"]).arg(self.folder()).args(["-p", &self.port.to_string()]);
        Ok(asked.status().is_ok_and(|status| status.success()))
    }

    /// Kills it as a crash of the machine would, without a word to anybody.
    pub fn kill(&mut self) {
        // All of it: the processes that serve connections too.
        let mut stop = self.pg_ctl();
        stop.args(["stop", "-m", "immediate", "-w"]);
        let _ = run(stop);
        self.reap();
    }

    /// Stops it in order: connections are ended, and what is committed is kept.
    pub fn stop(&mut self) {
        let mut stop = self.pg_ctl();
        stop.args(["stop", "-m", "fast", "-w"]);
        let _ = run(stop);
        self.reap();
    }

    fn reap(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    fn pg_ctl(&self) -> Command {
        let mut command = programs::command(&self.programs.join("pg_ctl"));
        command.arg("-D").arg(self.data()).stdout(Stdio::null());
        command
    }

    /// Runs SQL as the superuser; what it prints, one row a line.
    ///
    /// # Errors
    /// What the server says.
    pub fn sql(&self, database: &str, sql: &str) -> Result<String, String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
        psql.args(["-U", Cluster::SUPERUSER.name, "-d", database, "-c", sql]).env("PGPASSWORD", Cluster::SUPERUSER.password);
        run(psql).map(|text| text.trim().to_owned())
    }

    /// Where it listens on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its folder, in which its socket is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Writes a file into its data folder, as the server needs its key.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, name: &str, text: &str) -> Result<(), String> {
        programs::write(&self.data().join(name), text)
    }

    /// The address of the database for a role, with its password.
    pub fn address(&self, role: Role) -> String {
        format!("postgres://{}:{}@127.0.0.1:{}/{}", role.name, role.password, self.port, Cluster::DATABASE)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.kill();
    }
}
