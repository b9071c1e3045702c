//! Hosts in network namespaces of a test's own, and a firewall between them and the servers that drops packets without a word.
//!
//! The test's own network has the servers, on its loopback. Each host has its own network, whose only way to `127.0.0.1` leads there, so that the
//! servers are what they are in every other test. Everything stands in one namespace of processes, and ends with it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Where the hosts are, as the servers see them.
pub(crate) const HOSTS: &str = "10.77.0.0/16";

/// Set for the program that runs in namespaces of its own.
const INSIDE: &str = "TORTURE_INSIDE";

/// Whether this program is the one with namespaces of its own.
pub(crate) fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// Why there can be no hosts here.
pub(crate) fn missing() -> Option<String> {
    let mut probe = Command::new("unshare");
    probe.args(["--net", "--mount", "--pid", "--fork", "ip", "link", "set", "lo", "up"]).stderr(Stdio::null());
    match probe.status() {
        Ok(status) if status.success() => None,
        _ => Some("hosts need root, a kernel that lets it make namespaces, and iproute2".to_owned()),
    }
}

/// Runs a test of this program again, with a network and processes of its own, and all that it starts ends with it.
pub(crate) fn enter(test: &str) {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--", "unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "--"]);
    command.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture", "--test-threads=1"]).env(INSIDE, "1");
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("test {test} ... ")) && said.contains("1 passed"), "it has run: {said}");
    println!("{said}");
}

/// A host: a network of its own, and a boot of its own, so that nobody takes two of them for one machine.
pub(crate) struct Host {
    number: usize,
    holder: Child,
}

/// Hosts, and what is between them and the servers.
pub(crate) struct Network {
    hosts: Vec<Host>,
}

impl Network {
    /// So many hosts. `folder` is for what belongs to each.
    pub(crate) fn make(folder: &Path, hosts: usize) -> Network {
        assert!(is_inside(), "the network of the machine itself is left alone");
        ip("link set lo up");
        // Rules of ours are looked at before those for local addresses.
        ip("rule add pref 100 lookup local");
        ip("rule del pref 0");
        let_loopback_through("all");
        Network { hosts: (1..=hosts).map(|number| Host::make(folder, number)).collect() }
    }

    /// A program on a host.
    pub(crate) fn on(&self, host: usize, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = enter_host(&self.hosts[host].holder);
        command.arg(program);
        command
    }

    /// From now on no packet goes from this host to this port of the servers, nor back, and nobody is told so.
    pub(crate) fn cut(&self, host: usize, port: u16) {
        let Host { number, .. } = self.hosts[host];
        ip(&format!("rule add pref 10 iif h{number} ipproto tcp dport {port} blackhole"));
        ip(&format!("rule add pref 10 to 10.77.{number}.2 ipproto tcp sport {port} blackhole"));
    }

    /// They go again.
    pub(crate) fn mend(&self, host: usize, port: u16) {
        let Host { number, .. } = self.hosts[host];
        ip(&format!("rule del pref 10 iif h{number} ipproto tcp dport {port} blackhole"));
        ip(&format!("rule del pref 10 to 10.77.{number}.2 ipproto tcp sport {port} blackhole"));
    }
}

impl Host {
    fn make(folder: &Path, number: usize) -> Host {
        let boot = write_boot_id(folder, number);
        let mut holder = Command::new("unshare");
        // Ready once it answers; it lives as long as its input.
        let script = "mount --bind \"$0\" /proc/sys/kernel/random/boot_id && echo ready && exec cat";
        holder.args(["--net", "--mount", "--", "sh", "-c", script]).arg(boot);
        let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut ready = [0; 6];
        std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut ready).unwrap();
        ip(&format!("link add h{number} type veth peer name eth0 netns {}", holder.id()));
        ip(&format!("addr add 10.77.{number}.1/24 dev h{number}"));
        ip(&format!("link set h{number} up"));
        let_loopback_through(&format!("h{number}"));
        let host = Host { number, holder };
        host.run(&format!("ip addr add 10.77.{number}.2/24 dev eth0"));
        host.run("ip link set eth0 up");
        // Its own loopback stays down: the address leads to the servers.
        for device in ["all", "eth0"] {
            host.run(&format!("sysctl -qw net.ipv4.conf.{device}.route_localnet=1 net.ipv4.conf.{device}.rp_filter=0"));
        }
        host.run(&format!("ip route add 127.0.0.1/32 via 10.77.{number}.1 dev eth0 src 10.77.{number}.2"));
        host
    }

    fn run(&self, line: &str) {
        run(enter_host(&self.holder).args(line.split(' ')));
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// The beginning of a command on the host that this process holds.
fn enter_host(holder: &Child) -> Command {
    let mut command = Command::new("nsenter");
    command.args(["--target", &holder.id().to_string(), "--net", "--mount", "--"]);
    command
}

/// The name of a boot, as the system gives it.
fn write_boot_id(folder: &Path, number: usize) -> PathBuf {
    let file = folder.join(format!("boot-{number}"));
    std::fs::write(&file, format!("00000000-0000-4000-8000-00000000000{number}\n")).unwrap();
    file
}

/// Packets to and from loopback addresses are not dropped for that alone.
fn let_loopback_through(device: &str) {
    for (name, value) in [("route_localnet", "1"), ("rp_filter", "0")] {
        std::fs::write(format!("/proc/sys/net/ipv4/conf/{device}/{name}"), value).unwrap();
    }
}

fn ip(arguments: &str) {
    run(Command::new("ip").args(arguments.split(' ')));
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
