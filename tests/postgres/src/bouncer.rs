//! A PgBouncer that gives each transaction another connection.

use std::net::TcpStream;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::cluster::{Cluster, Role};
use crate::programs::{self, Folder};

/// PgBouncer in front of a server, in transaction mode.
#[derive(Debug)]
pub struct Bouncer {
    folder: Folder,
    port: u16,
    process: Child,
}

impl Bouncer {
    /// Starts one.
    ///
    /// # Errors
    /// That it is not there, or does not start.
    pub fn start(cluster: &Cluster) -> Result<Self, String> {
        let program = programs::bouncer().ok_or_else(|| "PgBouncer is not found".to_owned())?;
        let folder = Folder::make("pgbouncer")?;
        let port = programs::free_port()?;
        let Role { name, password } = Cluster::APP;
        let users = folder.join("users");
        programs::write(&users, &format!("\"{name}\" \"{password}\"\n"))?;
        let settings = folder.join("pgbouncer.ini");
        let text = format!(
            "[databases]\n{database} = host=127.0.0.1 port={server} dbname={database}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
            listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {users}\npool_mode = transaction\n\
            max_client_conn = 1000\ndefault_pool_size = 100\nserver_round_robin = 1\nlogfile = {log}\n",
            database = Cluster::DATABASE,
            server = cluster.port(),
            users = users.display(),
            log = folder.join("log").display(),
        );
        programs::write(&settings, &text)?;
        let mut command = programs::service(&program, "KILL");
        command.arg("-q").arg(&settings);
        let process = command.spawn().map_err(|error| format!("pgbouncer: {error}"))?;
        let mut bouncer = Bouncer { folder, port, process };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let has_ended = matches!(bouncer.process.try_wait(), Ok(Some(_)));
            if has_ended || began.elapsed() > Duration::from_secs(30) {
                let log = std::fs::read_to_string(bouncer.folder.join("log")).unwrap_or_default();
                return Err(format!("PgBouncer does not start: {log}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(bouncer)
    }

    /// The address of the database for a role, with its password.
    pub fn address(&self, role: Role) -> String {
        format!("postgres://{}:{}@127.0.0.1:{}/{}", role.name, role.password, self.port, Cluster::DATABASE)
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
